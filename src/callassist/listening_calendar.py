"""Days of the calendar as people count them: the next 15th, the third Wednesday, the last of a month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from callassist.schedules import WEEK, months_after

LEAP: Final = 8
"""Years within which every day of a year comes."""


def made(year: int, month: int, day: int) -> date | None:
    """That day; None where no calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def of_year(month: int, day: int, today: date, *, is_past: bool = False) -> date | None:
    """The next such day of a year, today among them, or the one just past."""
    step = -1 if is_past else 1
    for years in range(LEAP + 1):
        found = made(today.year + step * years, month, day)
        if found is not None and (found <= today if is_past else found >= today):
            return found
    return None


def of_month(day: int, today: date, *, is_past: bool = False) -> date | None:
    """The next such day of a month, today among them, or the one just past; a month too short is passed over."""
    first = today.replace(day=1)
    for ahead in range(3):
        month = months_after(first, -ahead if is_past else ahead)
        found = made(month.year, month.month, day)
        if found is not None and (found <= today if is_past else found >= today):
            return found
    return None


def last_of(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def nth_weekday(first: date, weekday: int, nth: int) -> date | None:
    """The nth such day of the week in the month that begins on `first`; -1 is the last. None where it has none."""
    if nth < 0:
        last = last_of(first)
        return last - timedelta(days=(last.weekday() - weekday) % WEEK)
    found = first + timedelta(days=(weekday - first.weekday()) % WEEK + WEEK * (nth - 1))
    return found if found.month == first.month else None


def next_month(today: date) -> date:
    """The first of it."""
    return months_after(today.replace(day=1), 1)


def coming(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % WEEK + 1)


def next_nth(today: date, weekday: int, nth: int) -> date | None:
    first = today.replace(day=1)
    found = (nth_weekday(months_after(first, ahead), weekday, nth) for ahead in range(3))
    return next((each for each in found if each is not None and each >= today), None)
