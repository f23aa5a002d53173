"""How a value is typed during a call: dates and numbers in the many ways that people write them."""

import re
from collections.abc import Iterable
from datetime import date
from random import Random

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
TEENS = range(11, 14)
ENDINGS = {1: "st", 2: "nd", 3: "rd"}
PHONES = (
    *("{a}{b}{c}", "{a}{b}{c}", "{a}-{b}-{c}", "{a}-{b}-{c}", "({a}) {b}-{c}", "{a}.{b}.{c}", "{a} {b} {c}"),
    *("+1 {a} {b} {c}", "1-{a}-{b}-{c}", "{a} {b}{c}", "+1{a}{b}{c}"),
)
STREETS = dict(
    (
        *(("st", "street"), ("ave", "avenue"), ("rd", "road"), ("dr", "drive"), ("ln", "lane"), ("ct", "court")),
        *(("blvd", "boulevard"), ("pl", "place")),
    )
)
SAID_BEFORE = {
    "ssn4": ("", "", "ssn ", "last 4 ", "social "),
    "last4": ("", "", "ph ", "phone ends "),
    "birth_year": ("", "", "born "),
    "zip": ("", "", "", "zip "),
    "dob": ("", "", "", "dob "),
    "account": ("", "", "acct "),
    "member": ("", "member "),
}


def day(luck: Random, iso: str) -> str:
    """A date of birth: 4/3/80, 04-03-1980, Apr 3 1980, 040380 …; month before day, as in the US."""
    born = date.fromisoformat(iso)
    d, m, y, yy = born.day, born.month, born.year, f"{born.year % 100:02d}"
    month = MONTHS[m - 1]
    ending = "th" if d in TEENS else ENDINGS.get(d % 10, "th")
    return luck.choice(
        (
            *(f"{m}/{d}/{yy}", f"{m}/{d}/{y}", f"{m:02d}/{d:02d}/{y}", f"{m:02d}/{d:02d}/{yy}", iso),
            *(f"{m}-{d}-{y}", f"{m:02d}-{d:02d}-{yy}", f"{m}.{d}.{y}", f"{m:02d}{d:02d}{y}", f"{m:02d}{d:02d}{yy}"),
            *(f"{month} {d} {y}", f"{month[:3]} {d} {y}", f"{month[:3]} {d} {yy}", f"{d} {month[:3]} {y}"),
            f"{month.title()} {d}{ending}, {y}",
        )
    )


def phone(luck: Random, digits: str) -> str:
    """Ten digits in one of the usual forms; others as they are."""
    if len(digits) != 10:
        return digits
    return luck.choice(PHONES).format(a=digits[:3], b=digits[3:6], c=digits[6:])


def address(luck: Random, text: str) -> str:
    """In lower case as a rule, the kind of street now and then in full."""
    words = text.lower().split()
    if luck.random() < 0.4:
        words = [STREETS.get(word, word) for word in words]
    said = " ".join(words)
    return said if luck.random() < 0.7 else said.title()


def name(luck: Random, text: str) -> str:
    """Lower case most of the time: nobody has time for capitals."""
    chance = luck.random()
    if chance < 0.6:
        return text
    if chance > 0.9:
        return text.upper()
    return re.sub(r"(?:^|(?<=[ \-]))\w", lambda hit: hit[0].upper(), text)


def typed(luck: Random, field: str, plain: str) -> str:
    """The value of a field as it is typed into it."""
    match field:
        case "dob":
            return day(luck, plain)
        case "phone" | "caller_id":
            return phone(luck, plain)
        case "address":
            return address(luck, plain)
        case "name" | "city":
            return name(luck, plain.lower())
        case _:
            return plain


def free(luck: Random, given: Iterable[tuple[str, str]]) -> str:
    """All that is given in one line and any order; a number may be announced by a word."""
    parts = [luck.choice(SAID_BEFORE.get(field, ("",))) + text for field, text in given if field != "caller_id"]
    luck.shuffle(parts)
    return luck.choice((" ", " ", " ", ", ")).join(parts)
