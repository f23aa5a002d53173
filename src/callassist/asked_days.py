"""Birth days as they are said and typed: 4/3/80, 1980-04-03, 3 Apr 1980, april 3rd 1980, 3 de abril de 1980, 040380.

The month comes first, as Americans write; where the day may be first as well, that reading follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Final

OLDEST: Final = 115
"""Years: nobody who owes or is treated is older."""
_ADULT: Final = range(18, 101)
_MONTH_NAMES: Final = (
    ("jan", "january", "ene", "enero"),
    ("feb", "february", "febrero"),
    ("mar", "march", "marzo"),
    ("apr", "april", "abr", "abril"),
    ("may", "mayo"),
    ("jun", "june", "junio"),
    ("jul", "july", "julio"),
    ("aug", "august", "ago", "agosto"),
    ("sep", "sept", "september", "septiembre"),
    ("oct", "october", "octubre"),
    ("nov", "november", "noviembre"),
    ("dec", "december", "dic", "diciembre"),
)
MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_MONTH: Final = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_ORDINAL: Final = "(?:st|nd|rd|th)?"
_YEAR: Final = r"'?(?:(?:19|20)\d\d|\d\d)(?![\da-z])"
_JOINTS: Final = r"(?:[ ,./-]|(?:de|del|of|the)(?![a-z]))*"
DAY: Final = "|".join(
    (
        r"(?:19|20)\d\d(?P<iso>[/. -])\d{1,2}(?P=iso)\d{1,2}(?![\da-z])",
        rf"\d{{1,2}}(?P<parted>[/. -])\d{{1,2}}(?P=parted){_YEAR}",
        rf"\d{{1,2}}{_ORDINAL}{_JOINTS}{_MONTH}(?:{_JOINTS}{_YEAR})?",
        rf"{_MONTH}{_JOINTS}\d{{1,2}}{_ORDINAL}(?![\da-z])(?:{_JOINTS}{_YEAR})?",
        r"\d{1,2}/(?:(?:19|20)\d\d|\d{1,2})(?![\da-z/-])",
    )
)
"""What may be a day, with or without its year, where a line has been put into lower-case Latin letters."""
_PIECE: Final = re.compile(r"\d+|(?!del|the)[a-z]{3,}")
_RUNS: Final = {
    # how many digits in a row: where year, month and day may lie in them
    5: (((3, 5), (0, 1), (1, 3)),),
    6: (((4, 6), (0, 2), (2, 4)), ((4, 6), (2, 4), (0, 2))),
    7: (((3, 7), (0, 1), (1, 3)),),
    8: (((4, 8), (0, 2), (2, 4)), ((0, 4), (4, 6), (6, 8)), ((4, 8), (2, 4), (0, 2))),
}
_FULL_YEAR: Final = 4
_LAST_DAY: Final = 31
_CENTURY: Final = 100
DIGITS: Final = "0123456789"
_SURELY_YEAR: Final = re.compile(r"3[2-9]|[4-9]\d|(?:19|20)\d\d")  # can be no day of a month


def birth_days(text: str, today: date) -> tuple[str, ...]:
    """Every day that it can mean, as ISO dates, likeliest first; at most four."""
    found = dict.fromkeys(day for parts in _parts(text) for day in _days(*parts, today))
    likely = sorted(found, key=lambda day: today.year - day.year not in _ADULT)
    return (*(day.isoformat() for day in likely[:4]),)


def birthdays(text: str) -> tuple[str, ...]:
    """Every day of a year that it can mean, as 04-03, where no year was said."""
    pieces = _PIECE.findall(text)
    if len(pieces) != 2:  # noqa: PLR2004 - a month and a day
        return ()
    first, second = pieces
    both = ((first, second), (second, first))
    return (*dict.fromkeys(f"{_month(m):02}-{int(d):02}" for m, d in both if _is_day_of(_month(m), d)),)


def birth_year(text: str, today: date) -> str:
    """The year, of four digits, in which somebody may have been born; '' for any other."""
    return text if len(text) == _FULL_YEAR and text.isdecimal() and any(_years(text, today)) else ""


def year_alone(text: str, today: date) -> str:
    """The birth year of 4/80, and of a day that no calendar has, as 4/31/80; '' when there is none."""
    pieces = _PIECE.findall(text)
    said = next((piece for piece in pieces[:1] + pieces[-1:] if _SURELY_YEAR.fullmatch(piece)), "")
    if sum(piece.isdecimal() and int(piece) > _LAST_DAY for piece in pieces) > 2:  # noqa: PLR2004  # the year is one
        return ""  # 99/99/99 is no day at all
    return next((str(year) for year in _years(said, today)), "") if said else ""


def misdated(text: str, today: date) -> str:
    """A whole day that no calendar has, as 1980-04-31, where one slip makes it one; '' for any other."""
    for year, month, day in _parts(text):
        is_whole = month.isdecimal() and day.isdecimal() and int(month) < _CENTURY and int(day) < _CENTURY
        full = next(_years(year, today), 0) if is_whole and year.isdecimal() else 0
        if full:
            digits = f"{full}{int(month):02}{int(day):02}"
            is_slip = not any(days_of([digits])) and any(days_near(digits))
            return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if is_slip else ""
    return ""


# ── slips of the fingers ──


def days_near(digits: str) -> Iterator[date]:
    """The days of the calendar that one digit, or two turned, make of eight digits: year, month, day."""
    return days_of(chain(one_off(digits), turned(digits)))


def days_of(runs: Iterable[str]) -> Iterator[date]:
    """Those of them that a calendar has."""
    for run in runs:
        try:
            yield date(int(run[:4]), int(run[4:6]), int(run[6:]))
        except ValueError:
            continue


def turned(digits: str) -> Iterator[str]:
    """Two neighbours in each other's place."""
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1]:
            yield f"{digits[:at]}{digits[at + 1]}{digits[at]}{digits[at + 2 :]}"


def one_off(digits: str) -> Iterator[str]:
    """One digit another."""
    for at, was in enumerate(digits):
        for digit in DIGITS:
            if digit != was:
                yield f"{digits[:at]}{digit}{digits[at + 1 :]}"


# ── parts ──


def _parts(text: str) -> Iterator[tuple[str, str, str]]:
    """(year, month, day) as text, for each way of reading it."""
    pieces = _PIECE.findall(text)
    if len(pieces) == 1:
        run = pieces[0]
        for places in _RUNS.get(len(run), ()) if run.isdecimal() else ():
            year, month, day = (run[slice(*place)] for place in places)
            yield year, month, day
    elif len(pieces) == 3:  # noqa: PLR2004 - a month, a day, a year
        first, second, third = pieces
        if len(first) == _FULL_YEAR and first.isdecimal():
            yield first, second, third
        else:
            yield third, first, second
            yield third, second, first


def _days(year: str, month: str, day: str, today: date) -> Iterator[date]:
    number = _month(month)
    if not (number and day.isdecimal() and year.isdecimal()):
        return
    for full in _years(year, today):
        try:
            found = date(full, number, int(day))
        except ValueError:
            continue
        if found <= today:
            yield found


def _years(year: str, today: date) -> Iterator[int]:
    """Of two digits, every century in which the person would be alive."""
    centuries = (0,) if len(year) == _FULL_YEAR else (2000, 1900)
    for century in centuries:
        if today.year - OLDEST <= century + int(year) <= today.year:
            yield century + int(year)


def _month(text: str) -> int:
    """1 to 12; 0 for what is none."""
    if text.isdecimal():
        return int(text) if len(text) <= 2 and int(text) <= len(_MONTH_NAMES) else 0  # noqa: PLR2004
    return MONTHS.get(text, 0)


def _is_day_of(month: int, day: str) -> bool:
    """Whether the month has that day in some year."""
    return bool(month) and day.isdecimal() and int(day) < _CENTURY and any(days_of([f"2000{month:02}{int(day):02}"]))
