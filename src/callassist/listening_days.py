"""Days that are named in what was said: the 15th, Dec 1, next Friday, a week from Monday, the end of the month."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from callassist.counters_numbers import TENS, UNITS
from callassist.counters_words import MONTHS, WEEKDAYS
from callassist.listening_calendar import made, of_month
from callassist.listening_dates import NUMBERS, by_number, ends_well, ordinal_at, which_month, written
from callassist.listening_feasts import FEASTS, by_feast
from callassist.listening_places import Day, Where
from callassist.listening_spans import by_near, by_span
from callassist.listening_tokens import Line, words
from callassist.listening_weekdays import by_weekday
from callassist.schedules import UNKNOWN, PayCycle

_SHORTLY: Final = words(
    "this next coming last past today tomorrow yesterday tonight day in a one week the eom end month when payday"
)
_BEGINNINGS: Final = frozenset({*WEEKDAYS, *MONTHS, *UNITS, *TENS, *NUMBERS, *FEASTS, *_SHORTLY})
"""Words with which a day may begin."""
_JOINED: Final = frozenset({"and", "or", "&", "through", "to", "-", ","})
_MOST_BETWEEN: Final = 3


def days(line: Line, taken: Sequence[str], today: date, cycle: PayCycle = UNKNOWN) -> tuple[Day, ...]:
    """Every day that is named, in turn; `taken` has a word for each token that is part of something else, else ''."""
    found: list[Day] = []
    at = 0
    while at < len(line.tokens):
        where = Where(line, at, today, cycle)
        may_begin = not taken[at] and (line.texts[at] in _BEGINNINGS or line.at(at).is_number)
        day = (day_at(where) or _listed(where, found)) if may_begin else None
        if day is not None and _is_denied(line, at):
            day = msgspec.structs.replace(day, day=None)
        if day is not None and where.word() == "when" and found and at - found[-1].end <= len((",", "that", "'s")):
            day = msgspec.structs.replace(day, day=None)
        if day is not None and not _is_cut(day, taken):
            found.append(day)
            _join_month(line, found)
            if day.is_again and len(found) > 1 and found[-2].of_month and at - found[-2].end <= _MOST_BETWEEN:
                found[-2] = msgspec.structs.replace(found[-2], day=None, is_again=True)
        at = day.end if day is not None else at + 1
    return tuple(found)


def _is_denied(line: Line, at: int) -> bool:
    """Not Friday; not on the 1st; any day but Monday; a few days after Christmas."""
    at -= line.word(at - 1) == "on"
    is_near = line.word(at - 1) in {"after", "before"} and line.word(at - 2) in {"days", "week", "weeks", "months"}
    return is_near or line.word(at - 1) in {"not", "except"} or line.words(at - 2, 2) == "day but"


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


_READERS: Final[tuple[Callable[[Where], Day | None], ...]] = (
    *(by_near, by_number, by_feast, _payday, by_span, by_weekday),
)
