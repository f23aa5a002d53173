"""Days of the week, as they fall from today: Friday, next Friday, Friday week, the Monday after Thanksgiving."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from callassist.counters_words import WEEKDAYS
from callassist.listening_calendar import coming
from callassist.listening_dates import by_month, by_month_after, by_number, by_ordinal, by_slashes
from callassist.listening_feasts import by_feast
from callassist.listening_places import Day, Where
from callassist.listening_tokens import Line, words
from callassist.schedules import WEEK

PARTS_OF_DAY: Final = frozenset({"morning", "afternoon", "evening"})
_WEEKS: Final = {
    "of next week": 3,
    "next week": 2,
    "of this week": 3,
    "this week": 2,
    "of last week": 3,
    "last week": 2,
    "in a week": 3,
    "week": 1,
    "fortnight": 1,
}
"""What may follow a day of the week, with its length in words."""
_SITTING: Final = words("i we he she they just have had been it who you was were")


def by_weekday(where: Where) -> Day | None:
    """Friday, this Friday, next Friday, Friday week, last Friday, Friday the 4th, Friday of next week."""
    line = where.line
    lead = next((2 for said in ("this coming", "this past") if where.words(2) == said), 0)
    lead = lead or int(where.word() in {"this", "next", "coming", "last", "past"})
    at = where.at + lead
    if line.word(at) not in WEEKDAYS or (not lead and line.word(at - 1) in {"every", "each", "other"}):
        return _next_week(where)
    if _is_other(line, at):
        return None
    weekday, end = WEEKDAYS.index(line.word(at)), at + 1
    if not lead and line.word(end) in {"through", "-"} and line.word(end + 1) in WEEKDAYS:
        return Day(start=where.at, end=end + 2, day=None)
    end += line.word(end) in PARTS_OF_DAY
    if found := _told_twice(where, end, weekday) or _beside(where, end, weekday):
        return found
    if line.words(end, 2) in {"after next", "a week"}:
        return Day(start=where.at, end=end + 2, day=None)
    if said := next((each for each, length in _WEEKS.items() if line.words(end, length) == each), ""):
        return Day(start=where.at, end=end + _WEEKS[said], day=_of_week(where.today, weekday, said))
    return Day(start=where.at, end=end, day=_led(where, weekday, line.word(at - 1) if lead else ""))


def _is_other(line: Line, at: int) -> bool:
    """Whether it only looks so: I sat, the sun."""
    short = line.text[line.at(at).start : line.at(at).end].lower()
    return (short == "sat" and line.word(at - 1) in _SITTING) or (short == "sun" and line.word(at - 1) == "the")


def _next_week(where: Where) -> Day | None:
    """Next week on Friday; next week alone names no day."""
    if where.words(2) not in {"next week", "this week", "last week"}:
        return None
    at = where.at + 2
    at += where.line.word(at) == ","
    at += where.line.word(at) == "on"
    if where.line.word(at) not in WEEKDAYS:
        return None
    day = _of_week(where.today, WEEKDAYS.index(where.line.word(at)), where.words(2))
    return Day(start=where.at, end=at + 1, day=day)


def _told_twice(where: Where, at: int, weekday: int) -> Day | None:
    """The day of a month after a day of the week; none where the two are not the same day."""
    start = at + (where.line.word(at) == ",")
    start += where.line.words(start, 2) == "on the"
    inner = Where(where.line, start, where.today)
    found = by_slashes(inner) or by_month(inner) or by_month_after(inner)
    if found is None and start == at and (inner.word() == "the" or where.line.at(start).is_number):
        found = by_ordinal(inner)
    if found is None:
        return None
    is_same = found.day is not None and found.day.weekday() == weekday
    return Day(start=where.at, end=found.end, day=found.day if is_same else None, of_month=found.of_month)


def _beside(where: Where, at: int, weekday: int) -> Day | None:
    """The Monday after Thanksgiving, the Friday before the 1st."""
    step = {"after": 1, "before": -1}.get(where.line.word(at), 0)
    if not step:
        return None
    inner = Where(where.line, at + 1, where.today)
    found = by_number(inner) or by_feast(inner)
    if found is None or found.day is None:
        return None
    away = (weekday - found.day.weekday()) * step % WEEK or WEEK
    return Day(start=where.at, end=found.end, day=found.day + timedelta(days=step * away))


def _of_week(today: date, weekday: int, said: str) -> date | None:
    monday = today - timedelta(days=today.weekday())
    if said in {"week", "in a week", "fortnight"}:
        return coming(today, weekday) + timedelta(days=WEEK * (1 + (said == "fortnight")))
    return monday + timedelta(days=weekday + WEEK * (("next" in said) - ("last" in said)))


def _led(where: Where, weekday: int, lead: str) -> date | None:
    """The next such day after today; `next` is that of next week; `last` is that of last week where it is plain."""
    today = where.today
    monday = today - timedelta(days=today.weekday())
    following = coming(today, weekday)
    gone = following - timedelta(days=WEEK if following - timedelta(days=WEEK) < today else 2 * WEEK)
    if lead == "last":
        return gone if gone < monday else None
    if lead == "past" or (not lead and where.is_past):
        return gone
    is_this_week = following < monday + timedelta(days=WEEK)
    return following + timedelta(days=WEEK if lead == "next" and is_this_week else 0)
