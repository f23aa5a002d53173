"""Amounts and days in the words in which people say them, for tests that read them back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
SMALL = (*UNITS.split(), "seventeen", "eighteen", "nineteen")
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
NTH = (*ORDINALS.split(), "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth")


def below_hundred(number: int, joint: str = "-") -> str:
    """1 to 99: forty-two."""
    if number < len(SMALL):
        return SMALL[number]
    tens, unit = divmod(number, 10)
    return TENS[tens] + (joint + SMALL[unit] if unit else "")


def in_words(number: int, joint: str = "-", link: str = " and ") -> str:
    """1 to 999,999: two hundred and forty."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        between = link if rest < 100 else " "
        return f"{in_words(thousands, joint, link)} thousand" + (between + in_words(rest, joint, link) if rest else "")
    if number < 100:
        return below_hundred(number, joint)
    hundreds, rest = divmod(number, 100)
    return f"{SMALL[hundreds]} hundred" + (link + below_hundred(rest, joint) if rest else "")


def dollars_said(cents: int) -> Iterator[str]:
    """An amount as it is said, in every way that can mean nothing else."""
    whole, part = divmod(cents, 100)
    for joint, link in (("-", " and "), (" ", " "), ("-", " "), (" ", " and ")):
        said = f"{in_words(whole, joint, link)} dollars" if whole else ""
        rest = f"{below_hundred(part, joint)} cents" if part else ""
        yield " and ".join(each for each in (said, rest) if each)
        yield " ".join(each for each in (said, rest) if each)
    yield f"${whole:,}.{part:02}"
    yield f"{whole}.{part:02} dollars"


def nth(day: int) -> Iterator[str]:
    """A day of the month: 21st, twenty-first."""
    suffix = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    yield f"{day}{suffix}"
    if day <= len(NTH):
        yield NTH[day - 1]
    elif day == 30:
        yield "thirtieth"
    else:
        yield f"{TENS[day // 10]}-{NTH[day % 10 - 1]}"
        yield f"{TENS[day // 10]} {NTH[day % 10 - 1]}"


def days_said(day: date) -> Iterator[str]:
    """A day with its month, in the usual ways; with its year where that is written."""
    month, short = day.strftime("%B"), day.strftime("%b")
    for each in nth(day.day):
        yield f"{month} {each}"
        yield f"on the {each} of {month}"
        yield f"{month} the {each}"
    yield f"{short} {day.day}"
    yield f"{month} {day.day}, {day.year}"
    yield f"on {day.month}/{day.day}"
    yield f"{day.month}/{day.day}/{day.year}"
    yield f"{day.month}/{day.day}/{day.year % 100:02}"
    yield day.isoformat()
    yield f"{day.strftime('%A')}, {month} {day.day}"
