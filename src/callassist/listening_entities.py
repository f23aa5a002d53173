"""What an utterance names: amounts, days, times, how often, paydays, telephone numbers, people, what is proposed.

Nothing is guessed at: what may be two things is left out. An amount is one that is named in dollars, or one that its
neighbours show to be money; a day is one that is named, as it falls from today; a vague one is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, Protocol

import msgspec

from callassist.bargains import Counter
from callassist.counters import read_counter
from callassist.listening_amounts import amounts
from callassist.listening_cadences import Cadence, cadences
from callassist.listening_corrections import corrected
from callassist.listening_days import days, named
from callassist.listening_paydays import is_another, paydays
from callassist.listening_people import people
from callassist.listening_phones import phones
from callassist.listening_places import Day
from callassist.listening_times import times
from callassist.listening_tokens import line_of
from callassist.schedules import UNKNOWN, PayCycle
from callassist.utterances import Voice

TWICE: Final = 2
PROPOSED: Final = frozenset({"monthly", "lump", "split", "share", "later", "nothing"})


def _how_often(said: Sequence[Cadence], days: Sequence[Day], paid: tuple[int, ...]) -> tuple[str, ...]:
    """Each that is said; two paydays in a month, or two days of every month, are twice a month."""
    names = tuple(dict.fromkeys(each.name for each in said if each.name))
    again = [day.of_month for day in days if day.is_again and day.of_month]
    is_twice = len(again) == TWICE and names == ("monthly",)
    return ("semimonthly",) if is_twice or (not names and len(paid) == TWICE) else names


class _Span(Protocol):
    """Tokens from `start` up to `end`."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class Entities(msgspec.Struct, frozen=True, kw_only=True):
    """What is named, each once, in the order said; the fields are those of utterances.Hearing."""

    amounts_cents: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    times: tuple[int, ...] = ()
    cadences: tuple[str, ...] = ()
    paydays: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    people: tuple[Voice, ...] = ()
    counter: Counter | None = None


def entities(said: str, today: date, cycle: PayCycle = UNKNOWN) -> Entities:
    """All that one utterance names; `today` is the consumer's own day, `cycle` when they are paid."""
    text = corrected(said)
    line = line_of(text)
    taken = [""] * len(line.tokens)
    calls = phones(line)
    _take(taken, "phone", calls)
    how_often = cadences(line, cycle)
    _take(taken, "cadence", how_often)
    clocks = times(line, taken)
    _take(taken, "time", clocks)
    named_days = days(line, taken, today, cycle)
    _take(taken, "day", named_days)
    sums = amounts(line, taken)
    paid = paydays(line, named_days)
    found = Entities(
        amounts_cents=tuple(dict.fromkeys(each.cents for each in sums)),
        dates=tuple(dict.fromkeys(named([each for each in named_days if not is_another(line, each, today)]))),
        times=tuple(dict.fromkeys(each.minute for each in clocks)),
        cadences=_how_often(how_often, named_days, paid),
        paydays=paid,
        numbers=tuple(dict.fromkeys(each.number for each in calls if each.number)),
        people=people(line),
    )
    is_vague = not found.dates and any(day.day is None for day in named_days)
    counter = read_counter(text, today, cycle)
    is_unsure = is_vague and counter.kind == "later"
    return msgspec.structs.replace(found, counter=None if is_unsure else _proposal(found, counter, today))


def _take(taken: list[str], kind: str, spans: Iterable[_Span]) -> None:
    """Marks the tokens that are part of something."""
    for span in spans:
        taken[span.start : span.end] = [kind] * (span.end - span.start)


def _differs(counter: Counter, days: tuple[date, ...]) -> bool:
    """Whether its day is none of those that are named, nor the day after one: after the 15th."""
    if counter.first is None or not days or counter.cycle in {"weekly", "biweekly"}:
        return False
    return not {counter.first, counter.first - timedelta(days=1)} & set(days)


def _proposal(found: Entities, counter: Counter, today: date) -> Counter | None:
    """What is proposed; none whose amount is no amount here, and none of days that have been."""
    is_named = {counter.cents, counter.then_cents} - {0} <= set(found.amounts_cents)
    is_past = counter.kind == "later" and (max(found.dates) < today if found.dates else bool(found.cadences))
    is_odd = is_past or _differs(counter, found.dates) or (counter.kind == "share" and bool(found.amounts_cents))
    return counter if counter.kind in PROPOSED and is_named and not is_odd else None
