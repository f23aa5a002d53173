"""Days of the year as rules name them (`december 25`, `third monday of january`), and counting around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
SHORTEST_MONTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
NTH: Final = ("first", "second", "third", "fourth")
WEEK: Final = 7
SATURDAY: Final = 5
DAY: Final = timedelta(days=1)
FIRST_OF_MARCH, LAST_OF_FEBRUARY = (3, 1), (2, 28)
_FIXED: Final = re.compile(rf"({'|'.join(MONTHS)}) (\d\d?)")
_FLOATING: Final = re.compile(rf"({'|'.join(NTH)}|last) ({'|'.join(WEEKDAYS)}) of ({'|'.join(MONTHS)})")


def is_day(text: str) -> bool:
    """Whether words name a day that every year has."""
    fixed = _FIXED.fullmatch(text)
    if fixed is None:
        return _FLOATING.fullmatch(text) is not None
    return 0 < int(fixed[2]) <= SHORTEST_MONTHS[MONTHS.index(fixed[1])]


def day_faults(days: Mapping[str, object]) -> Iterable[str]:
    """What is wrong with days by the names of their holidays, as clauses."""
    for name, text in days.items():
        if not is_day(str(text)):
            yield f"{name} is {text!r}; write 'december 25', 'third monday of january' or 'last monday of may'"


@lru_cache(maxsize=512)
def falls(text: str, year: int) -> int:
    """The day number (date.toordinal) on which a day of the year falls."""
    if fixed := _FIXED.fullmatch(text):
        return date(year, MONTHS.index(fixed[1]) + 1, int(fixed[2])).toordinal()
    nth, weekday, month = text.replace(" of ", " ").split()
    number = MONTHS.index(month) + 1
    if nth == "last":
        end = date(year + number // 12, number % 12 + 1, 1).toordinal() - 1
        return end - (_weekday(end) - WEEKDAYS.index(weekday)) % WEEK
    first = date(year, number, 1).toordinal()
    return first + (WEEKDAYS.index(weekday) - _weekday(first)) % WEEK + WEEK * NTH.index(nth)


def _weekday(day: int) -> int:
    return date.fromordinal(day).weekday()


# ── years, and coming of age ──


def years_later(day: date, years: int, leap_day: tuple[int, int] = FIRST_OF_MARCH) -> date:
    """The same day of a later year; `leap_day` is what stands for 29 February where a year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, *leap_day)


def comes_of_age(born: date, state: str, values: Mapping[str, Any]) -> date:
    """The first day of full age where `values` has `age`, and the ages of `states` that have another."""
    return years_later(born, values["states"].get(state, values["age"]))


# ── days that are neither Saturday, Sunday nor holiday ──


def working_day(start: date, count: int, holidays: Mapping[str, str]) -> date:
    """The count-th working day after a day, or before it when the count is negative; the day itself never counts."""
    texts = tuple(holidays.values())
    step = DAY if count > 0 else -DAY
    day, left = start, abs(count)
    while left:
        day += step
        left -= day.weekday() < SATURDAY and day.toordinal() not in _holidays(day.year, texts)
    return day


@lru_cache(maxsize=256)
def _holidays(year: int, texts: tuple[str, ...]) -> frozenset[int]:
    return frozenset(falls(text, year) for text in texts)
