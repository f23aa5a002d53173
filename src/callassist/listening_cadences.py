"""How often something is paid, and on which days of the month they are paid, as said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from callassist.counters_numbers import TENS, UNITS
from callassist.counters_words import WEEKDAYS
from callassist.listening_tokens import Line, words
from callassist.schedules import UNKNOWN, PayCycle

_PLURALS: Final = frozenset(name + "s" for name in WEEKDAYS)
_EVERY: Final = words("every each per")
_SAID: Final[Mapping[str, str]] = {
    "weekly": "weekly",
    "once a week": "weekly",
    "once per week": "weekly",
    "every single week": "weekly",
    "biweekly": "biweekly",
    "bi weekly": "biweekly",
    "bi - weekly": "biweekly",
    "every other week": "biweekly",
    "every second week": "biweekly",
    "every 2 weeks": "biweekly",
    "every two weeks": "biweekly",
    "every couple of weeks": "",
    "every 14 days": "biweekly",
    "every fourteen days": "biweekly",
    "every fortnight": "biweekly",
    "once every two weeks": "biweekly",
    "once every 2 weeks": "biweekly",
    "monthly": "monthly",
    "once a month": "monthly",
    "q month": "monthly",
    "q week": "weekly",
    "q 2 weeks": "biweekly",
    "once per month": "monthly",
    "every single month": "monthly",
    "of the month every month": "monthly",
    "semimonthly": "semimonthly",
    "semi monthly": "semimonthly",
    "semi - monthly": "semimonthly",
    "twice a month": "semimonthly",
    "twice per month": "semimonthly",
    "twice monthly": "semimonthly",
    "two times a month": "semimonthly",
    "2 times a month": "semimonthly",
    "2 x a month": "semimonthly",
    "2 x month": "semimonthly",
    "2 x / month": "semimonthly",
    "2 x per month": "semimonthly",
    "twice a week": "",
    "two times a week": "",
    "every other month": "",
    "every 2 months": "",
    "every two months": "",
    "every other day": "",
    "bimonthly": "",
    "bi monthly": "",
    "bi - monthly": "",
    "quarterly": "",
    "yearly": "",
    "annually": "",
    "daily": "",
    "a year": "",
    "per year": "",
    "a day": "",
    "every day": "",
    "an hour": "",
    "per hour": "",
    "1 x a month": "monthly",
    "1 x month": "monthly",
}
"""As said, and the word for it; '' where no schedule here is so."""
_LONGEST: Final = 5
_FIRST: Final = frozenset(said.split()[0] for said in _SAID)
_UNITS: Final = {"week": "weekly", "month": "monthly"}
_PAID: Final = words("payday paycheck check pay-period")
_DAYS: Final = words("today tomorrow now") | frozenset(WEEKDAYS)
"""A week from Monday is a day; 900 a month from disability is how often."""
_COUNTED: Final = words("dollars bucks cents k grand hundred thousand payment payments")


class Cadence(msgspec.Struct, frozen=True, kw_only=True):
    """How often: a word of schedules, '' for one that none has; tokens from `start` up to `end`."""

    start: int
    end: int
    name: str


def cadences(line: Line, cycle: PayCycle = UNKNOWN) -> tuple[Cadence, ...]:
    """Each that is said, in turn; of every payday that of `cycle`, where it is known."""
    return tuple(_found(line, cycle))


def _found(line: Line, cycle: PayCycle) -> Iterator[Cadence]:
    at = 0
    while at < len(line.tokens):
        found = _said(line, at) or _each(line, at, cycle) or _a(line, at, cycle)
        if found is None:
            at += 1
            continue
        yield found
        at = found.end


def _said(line: Line, at: int) -> Cadence | None:
    if line.word(at) not in _FIRST:
        return None
    for length in range(_LONGEST, 0, -1):
        said = line.words(at, length)
        if said in _SAID and len(said.split()) == length:
            return Cadence(start=at, end=_with_weekday(line, at + length), name=_SAID[said])
    return None


def _with_weekday(line: Line, at: int) -> int:
    """The place after the day of the week that goes with it: every two weeks on Thursday."""
    start = at + (line.word(at) == ",")
    start += line.word(start) == "on"
    is_day = line.word(start) in WEEKDAYS or line.word(start) in _PLURALS
    return start + 1 if is_day and start > at else at


def _each(line: Line, at: int, cycle: PayCycle) -> Cadence | None:
    """Every Friday, every other Friday, each month, per paycheck, Fridays."""
    word = line.word(at)
    if word in _PLURALS and line.words(at + 1, 2) in {"from now", "from today"}:
        return None
    if word in _PLURALS:
        return Cadence(start=at, end=at + 1, name="weekly")
    if word not in _EVERY:
        return _by_slash(line, at)
    is_other = line.word(at + 1) in {"other", "second", "2nd"} or line.words(at + 1, 2) == "2 nd"
    place = at + 1 + is_other + (line.words(at + 1, 2) == "2 nd")
    unit = line.word(place)
    if unit in WEEKDAYS or unit in _PLURALS:
        return Cadence(start=at, end=place + 1, name="biweekly" if is_other else "weekly")
    if unit in _UNITS:
        return Cadence(start=at, end=_with_weekday(line, place + 1), name="" if is_other else _UNITS[unit])
    is_pay = unit in _PAID or line.words(place, 2) == "pay period" or line.words(place, 4) == "time i get paid"
    if not is_pay or is_other:
        return None
    length = {"pay": 2, "time": 4}.get(unit, 1)
    return Cadence(start=at, end=place + length, name=cycle.kind)


def _by_slash(line: Line, at: int) -> Cadence | None:
    if line.word(at) != "/" or line.word(at + 1) not in _UNITS:
        return None
    return Cadence(start=at, end=at + 2, name=_UNITS[line.word(at + 1)])


def _a(line: Line, at: int, cycle: PayCycle) -> Cadence | None:
    """Fifty a month, 25 a week; not in a month, a week from Monday, a month ago."""
    if line.word(at) in _UNITS and line.word(at - 2) == "$" and line.at(at - 1).is_number:
        return Cadence(start=at, end=at + 1, name=_UNITS[line.word(at)])
    unit, before = line.word(at + 1), line.word(at - 1)
    if line.word(at) != "a" or unit not in _UNITS.keys() | _PAID or line.word(at + 2) in {"ago", "later"}:
        return None
    is_sum = line.at(at - 1).is_number or before in _COUNTED or before in UNITS or before in TENS
    if not is_sum or (line.word(at + 2) == "from" and line.word(at + 3) in _DAYS):
        return None
    return Cadence(start=at, end=_with_weekday(line, at + 2), name=_UNITS.get(unit, cycle.kind))
