"""What an utterance names: amounts, days, times, how often, paydays, telephone numbers, people, what is proposed.

Nothing is guessed at: what may be two things is left out. An amount is one that is named in dollars, or one that its
neighbours show to be money; a day is one that is named, as it falls from today; a vague one is none.
"""

from __future__ import annotations

from datetime import date

import msgspec

from callassist.bargains import Counter
from callassist.counters import read_counter
from callassist.listening_amounts import amounts
from callassist.listening_days import days, named
from callassist.listening_tokens import line_of
from callassist.schedules import UNKNOWN, PayCycle
from callassist.utterances import Voice

PROPOSED = frozenset({"monthly", "lump", "split", "share", "later", "nothing"})


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


def entities(text: str, today: date, cycle: PayCycle = UNKNOWN) -> Entities:
    """All that one utterance names; `today` is the consumer's own day, `cycle` when they are paid."""
    line = line_of(text)
    taken = [""] * len(line.tokens)
    named_days = days(line, today, cycle)
    for day in named_days:
        taken[day.start : day.end] = ["day"] * (day.end - day.start)
    sums = amounts(line, taken)
    cents = tuple(dict.fromkeys(each.cents for each in sums))
    return Entities(
        amounts_cents=cents,
        dates=tuple(dict.fromkeys(named(named_days))),
        counter=_proposal(text, cents, today, cycle),
    )


def _proposal(text: str, cents: tuple[int, ...], today: date, cycle: PayCycle) -> Counter | None:
    """What is proposed; none whose amount is no amount here: a year, an age, a couple hundred."""
    counter = read_counter(text, today, cycle)
    is_named = {counter.cents, counter.then_cents} - {0} <= set(cents)
    return counter if counter.kind in PROPOSED and is_named else None
