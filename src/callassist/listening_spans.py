"""Days at a distance from others: tomorrow, in two weeks, a week from Monday, the day after Christmas, 3 days ago."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from callassist.counters_words import WEEKDAYS
from callassist.listening_calendar import coming
from callassist.listening_dates import by_number
from callassist.listening_feasts import by_feast
from callassist.listening_numbers import number_at
from callassist.listening_places import Day, Where
from callassist.listening_tokens import Line
from callassist.listening_weekdays import PARTS_OF_DAY, by_weekday
from callassist.schedules import WEEK, months_after

_SPANS: Final = {"fortnight": 2 * WEEK, "day": 1, "days": 1, "week": WEEK, "weeks": WEEK, "month": 0, "months": 0}
"""Days in each; a month has none that is always the same."""


def by_near(where: Where) -> Day | None:
    """Today, tomorrow, the day after tomorrow, yesterday."""
    word, today = where.word(), where.today
    if word == "day" and where.words(3) == "day after tomorrow":
        return where.day(3, today + timedelta(days=2))
    if word == "day" and where.words(3) == "day before yesterday":
        return where.day(3, today - timedelta(days=2))
    if word == "day" and where.word(1) in {"after", "before"}:
        found = _anchor(Where(where.line, where.at + 2, today))
        step = timedelta(days=1 if where.word(1) == "after" else -1)
        return Day(start=where.at, end=found.end, day=found.day and found.day + step) if found else None
    if word == "last" and where.word(1) == "night":
        return where.day(2, today - timedelta(days=1))
    if word == "this" and where.word(1) in PARTS_OF_DAY:
        return where.day(2, today)
    ahead = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}.get(word)
    if ahead is None or (word == "today" and where.word(1) == "'s"):
        return None
    return where.day(1, today + timedelta(days=ahead))


def _anchor(where: Where) -> Day | None:
    """The day from which another is counted."""
    return by_near(where) or by_number(where) or by_feast(where) or by_weekday(where)


def by_span(where: Where) -> Day | None:
    """In two weeks, 30 days from now, a week from Monday, three days ago."""
    line, at = where.line, where.at + (where.word() == "in")
    count, end = _count(line, at)
    unit = line.word(end)
    if count and unit.removesuffix("s") in WEEKDAYS and line.words(end + 1, 2) in {"from now", "from today"}:
        first = coming(where.today, WEEKDAYS.index(unit.removesuffix("s")))
        return Day(start=where.at, end=end + 3, day=first + timedelta(days=WEEK * (count - 1)))
    if not count or unit not in _SPANS:
        return None
    if line.word(end + 1) == "ago":
        gone = where.today - timedelta(days=count * _SPANS[unit]) if _SPANS[unit] else None
        return Day(start=where.at, end=end + 2, day=gone)
    if line.word(end + 1) == "on" and line.word(end + 2) in WEEKDAYS:
        return Day(start=where.at, end=end + 3, day=None)
    if found := _beyond(where, end, count):
        return found
    base, after = _base(where, end + 1)
    if after == end + 1 and (at == where.at or line.word(after) == "'s"):
        return None
    is_about = line.words(after, 2) in {"or so", "or two"}
    day = None if base is None or is_about else _later(base, count, _SPANS[unit])
    return Day(start=where.at, end=after, day=day)


def _beyond(where: Where, at: int, count: int) -> Day | None:
    """Two days after Christmas, a week before the first."""
    step = {"after": 1, "before": -1}.get(where.line.word(at + 1), 0) * _SPANS[where.line.word(at)]
    found = _anchor(Where(where.line, at + 2, where.today)) if step else None
    if found is None:
        return None
    return Day(start=where.at, end=found.end, day=found.day and found.day + timedelta(days=step * count))


def _later(base: date, count: int, days_each: int) -> date | None:
    try:
        return base + timedelta(days=count * days_each) if days_each else months_after(base, count)
    except (OverflowError, ValueError):
        return None


def _count(line: Line, at: int) -> tuple[int, int]:
    if line.words(at, 2) == "week from":
        return 1, at
    if line.word(at) in {"a", "one"}:
        return 1, at + 1
    number = number_at(line, at)
    return (number.whole, number.end) if number and number.form in {"plain", "digits"} else (0, at)


def _base(where: Where, at: int) -> tuple[date | None, int]:
    """From what day it is counted, and the place after: from now, from Monday, from the 1st; today where none is."""
    line = where.line
    if line.word(at) in {"this", "on"} and line.word(at + 1) in WEEKDAYS:
        at -= line.word(at) == "this"
    elif line.word(at) != "from":
        return where.today, at
    if line.word(at + 1) in {"now", "today"}:
        return where.today, at + 2
    found = _anchor(Where(line, at + 1, where.today))
    return (found.day, found.end) if found else (where.today, at)
