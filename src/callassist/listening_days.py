"""Days that are named in what was said: the 15th, Dec 1, next Friday, a week from Monday, the end of the month."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from callassist.counters_words import MONTHS, WEEKDAYS
from callassist.listening_calendar import coming, made, nth_weekday, of_month, of_year
from callassist.listening_dates import (
    by_end,
    by_month,
    by_month_after,
    by_nth,
    by_ordinal,
    by_slashes,
    ends_well,
    ordinal_at,
    which_month,
    written,
)
from callassist.listening_numbers import number_at
from callassist.listening_places import Day, Where
from callassist.listening_tokens import Line
from callassist.schedules import UNKNOWN, WEEK, PayCycle, months_after

_MADE: Final = {
    "thanksgiving": (11, 3, 4),
    "labor": (9, 0, 1),
    "memorial": (5, 0, -1),
    "mlk": (1, 0, 3),
    "presidents": (2, 0, 3),
    "presidents'": (2, 0, 3),
    "columbus": (10, 0, 2),
}
"""Month, day of the week and which of them; the last is -1."""
_FIXED: Final = {
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "new year 's eve": (12, 31),
    "new years eve": (12, 31),
    "new year 's day": (1, 1),
    "new years day": (1, 1),
    "new year 's": (1, 1),
    "new years": (1, 1),
    "halloween": (10, 31),
    "valentine 's day": (2, 14),
    "valentines day": (2, 14),
    "veterans day": (11, 11),
    "independence day": (7, 4),
    "tax day": (4, 15),
}
_BEGINNINGS: Final = frozenset(said.split()[0] for said in _FIXED)
_SPANS: Final = {"day": 1, "days": 1, "week": WEEK, "weeks": WEEK, "month": 0, "months": 0}
"""Days in each; a month has none that is always the same."""
_PARTS_OF_DAY: Final = frozenset({"morning", "afternoon", "evening"})
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
_JOINED: Final = frozenset({"and", "or", "&", "through", "to", "-"})
_MOST_BETWEEN: Final = 3


def days(line: Line, taken: Sequence[str], today: date, cycle: PayCycle = UNKNOWN) -> tuple[Day, ...]:
    """Every day that is named, in turn; `taken` has a word for each token that is part of something else, else ''."""
    found: list[Day] = []
    at = 0
    while at < len(line.tokens):
        where = Where(line, at, today, cycle)
        day = None if taken[at] else day_at(where) or _listed(where, found)
        if day is not None and where.word() == "when" and found and at - found[-1].end <= len((",", "that", "'s")):
            day = msgspec.structs.replace(day, day=None)
        if day is not None and not _is_cut(day, taken):
            found.append(day)
            _join_month(line, found)
            if day.is_again and len(found) > 1 and found[-2].of_month and at - found[-2].end <= _MOST_BETWEEN:
                found[-2] = msgspec.structs.replace(found[-2], day=None, is_again=True)
        at = day.end if day is not None else at + 1
    return tuple(found)


def _join_month(line: Line, found: list[Day]) -> None:
    """The 7th and the 25th of December: the month is that of both."""
    first, last = found[-2:] if len(found) > 1 else (None, None)
    if first is None or last is None or not first.of_month or last.day is None or first.day is None:
        return
    between = [line.word(each) for each in range(first.end, last.start)]
    has_month = any(line.word(each) in MONTHS for each in range(*last.span))
    is_plain = not any(line.word(each) in MONTHS or line.word(each) == "of" for each in range(*first.span))
    if (
        has_month
        and is_plain
        and len(between) == 1
        and between[0] in _JOINED | {"until"}
        and line.word(last.start) not in MONTHS
    ):
        day = made(last.day.year, last.day.month, first.of_month)
        found[-2] = msgspec.structs.replace(first, day=day or first.day)


def _is_cut(day: Day, taken: Sequence[str]) -> bool:
    """Whether part of it is of something else; how often it comes may be part of the day."""
    others = {"", "cadence"} if day.is_again else {""}
    return not set(taken[day.start : day.end]) <= others


def day_at(where: Where) -> Day | None:
    """The day that is named from a token on."""
    for read in _READERS:
        if found := read(where):
            return found
    return None


def named(found: Sequence[Day]) -> Iterator[date]:
    """The days among them."""
    yield from (each.day for each in found if each.day is not None)


def _listed(where: Where, found: Sequence[Day]) -> Day | None:
    """Another day of the month just after one: Dec 1 and 15, the 1st or the second."""
    last = found[-1] if found else None
    if last is None or not last.of_month or not 0 < where.at - last.end <= _MOST_BETWEEN:
        return None
    between = {where.line.word(each) for each in range(last.end, where.at)}
    number = ordinal_at(where.line, where.at) or written(where.line, where.at)
    if number is None or not between & _JOINED or between - _JOINED - {"the", "on"}:
        return None
    if last.day is None:
        return Day(start=where.at, end=number[1], day=None, of_month=number[0], is_again=last.is_again)
    is_of_month = any(where.line.word(each) in MONTHS or where.line.word(each) == "/" for each in range(*last.span))
    day = made(last.day.year, last.day.month, number[0]) if is_of_month else of_month(number[0], where.today)
    if not ends_well(where.line, number[1]) or (day is None and is_of_month):
        return None
    _, after, is_again = which_month(where, number[1])
    if is_again:
        return Day(start=where.at, end=after, day=None, of_month=number[0], is_again=True)
    return Day(start=where.at, end=number[1], day=day, of_month=number[0])


def _plain(where: Where) -> Day | None:
    """Today, tomorrow, the day after tomorrow, yesterday."""
    word, today = where.word(), where.today
    if word == "day" and where.words(3) == "day after tomorrow":
        return where.day(3, today + timedelta(days=2))
    if word == "day" and where.words(3) == "day before yesterday":
        return where.day(3, today - timedelta(days=2))
    if word == "day" and where.word(1) in {"after", "before"}:
        found = day_at(Where(where.line, where.at + 2, today, where.cycle))
        step = timedelta(days=1 if where.word(1) == "after" else -1)
        return Day(start=where.at, end=found.end, day=found.day and found.day + step) if found else None
    if word == "last" and where.word(1) == "night":
        return where.day(2, today - timedelta(days=1))
    if word == "this" and where.word(1) in _PARTS_OF_DAY:
        return where.day(2, today)
    ahead = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}.get(word)
    if ahead is None or (word == "today" and where.word(1) == "'s"):
        return None
    return where.day(1, today + timedelta(days=ahead))


def _holiday(where: Where) -> Day | None:
    """Christmas, Thanksgiving, New Year's Day."""
    for said, (month, day) in _FIXED.items() if where.word() in _BEGINNINGS else ():
        length = len(said.split())
        if where.words(length) == said:
            return where.day(length, of_year(month, day, where.today, is_past=where.is_past))
    month, weekday, nth = _MADE.get(where.word(), (0, 0, 0))
    if not month or (where.word() != "thanksgiving" and where.word(1) != "day"):
        return None
    known = (nth_weekday(date(where.today.year + each, month, 1), weekday, nth) for each in range(2))
    found = next((each for each in known if each is not None and each >= where.today), None)
    return where.day(1 + (where.word(1) == "day"), found)


_WHEN_PAID: Final = frozenset(
    {
        "i get paid",
        "i 'm paid",
        "i'm paid",
        "i am paid",
        "they pay me",
        "my check comes",
        "my paycheck comes",
        "i get my check",
        "i get my paycheck",
    }
)


def _payday(where: Where) -> Day | None:
    """On payday, when I get paid, my next check: the next one where it is known when they are paid."""
    length = 0
    if where.word() == "when":
        length = next((1 + n for n in (2, 3, 4) if where.line.words(where.at + 1, n) in _WHEN_PAID), 0)
    elif where.word() == "next" and where.word(1) in {"payday", "paycheck", "check"}:
        length = 2
    elif where.word() == "payday":
        is_each = where.line.word(where.at - 1) in {"every", "each", "per", "a", "last"} or where.word(1) in {
            "is",
            "'s",
        }
        length = int(not is_each)
    if not length:
        return None
    day = where.cycle.on_or_after(where.today + timedelta(days=1)) if where.cycle.is_known else None
    return where.day(length, day)


# ── so many days, weeks, months from a day ──


def _span(where: Where) -> Day | None:
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
    base, after = _base(where, end + 1)
    if after == end + 1 and (at == where.at or line.word(after) == "'s"):
        return None
    is_about = line.words(after, 2) in {"or so", "or two"}
    day = None if base is None or is_about else _later(base, count, _SPANS[unit])
    return Day(start=where.at, end=after, day=day)


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
    if line.word(at) != "from":
        return where.today, at
    if line.word(at + 1) in {"now", "today"}:
        return where.today, at + 2
    found = day_at(Where(line, at + 1, where.today, where.cycle))
    return (found.day, found.end) if found else (where.today, at)


# ── days of the week ──


def _weekday(where: Where) -> Day | None:
    """Friday, this Friday, next Friday, Friday week, last Friday, Friday the 4th, Friday of next week."""
    line = where.line
    lead = next((2 for said in ("this coming", "this past") if where.words(2) == said), 0)
    lead = lead or int(where.word() in {"this", "next", "coming", "last", "past"})
    at = where.at + lead
    if line.word(at) not in WEEKDAYS or (not lead and line.word(at - 1) in {"every", "each", "other"}):
        return _next_week(where)
    weekday, end = WEEKDAYS.index(line.word(at)), at + 1
    end += line.word(end) in _PARTS_OF_DAY
    if found := _told_twice(where, end, weekday) or _beside(where, end, weekday):
        return found
    if line.words(end, 2) == "after next":
        return Day(start=where.at, end=end + 2, day=None)
    for said, length in _WEEKS.items():
        if line.words(end, length) == said:
            return Day(start=where.at, end=end + length, day=_of_week(where.today, weekday, said))
    return Day(start=where.at, end=end, day=_led(where, weekday, line.word(at - 1) if lead else ""))


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
    found = day_at(Where(where.line, at + 1, where.today, where.cycle))
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


_READERS: Final[tuple[Callable[[Where], Day | None], ...]] = (
    *(_plain, by_slashes, by_month, by_month_after, by_nth, by_ordinal, by_end, _holiday, _payday, _span, _weekday),
)
