"""Why an outcome cannot be logged as it was typed: one sentence a fault, the first one speaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import msgspec

from callassist.calendars import local_day
from callassist.casefile import Call, CaseFile
from callassist.commands import LogOutcome
from callassist.deals import Deal
from callassist.decide_records import note_fault
from callassist.hearing import heard_by, keeps_back
from callassist.kinds import in_words
from callassist.money import format_cents
from callassist.outcomes import Outcome
from callassist.pen import Pen
from callassist.speakers import CONSUMER, THROUGH
from callassist.survey import glance

MINUTE: Final = 60
MONEY: Final = ("demand", "take_payment")
"""What somebody must be free to hear before a promise or a payment of theirs is taken."""


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """A LogOutcome with its codes looked up.

    `about` are the debts the call was about, `debts` those that were discussed, `others` the debts that came
    out otherwise. `deal` is the one that was accepted on the call: its first payment is what is promised.
    """

    command: LogOutcome
    outcome: Outcome
    call: Call | None
    about: tuple[int, ...]
    debts: tuple[int, ...]
    others: tuple[tuple[int, Outcome], ...]
    deal: Deal | None = None

    @property
    def row(self) -> int:
        """The number that is meant: the one named, else the one that was dialled."""
        return self.command.row or (self.call.row if self.call else 0)

    @property
    def is_verified(self) -> bool:
        """Whether it is known that the consumer spoke."""
        return bool(self.call and self.call.verified) or self.command.is_attested

    @property
    def reached(self) -> str:
        """Who was reached: none, wrong, third or right."""
        if self.outcome.reached == "system" and not self.outcome.is_abandoned:
            return "none"
        if self.outcome.reached not in {"any", "system"}:
            return self.outcome.reached
        if self.call and self.call.is_location and self.outcome.reached == "any" and not self.call.is_misdialled:
            return "third"
        if self.is_verified:
            return "right"
        if self.call and self.call.answered:
            return "wrong" if self.call.is_misdialled else "third"
        return "third" if self.call and self.call.speaker not in {"", *THROUGH} else "none"

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every code of the call, its own first."""
        return (self.outcome, *(other for _, other in self.others))

    @property
    def callback_at(self) -> datetime | None:
        """The moment of the callback, where a code takes one."""
        takes = any("at" in (*each.needs, *each.asks) for each in self.outcomes)
        return self.command.at if takes else None

    def payable(self, case: CaseFile, debts: tuple[int, ...]) -> tuple[int, ...]:
        """Debts a payment may go to: none that the consumer disputes, unless it is the only one there is.

        Where there are several, no direction sends a payment to a disputed one (12 CFR 1006.30(c)(1), 15 USC 1692h).
        """
        is_only = len(case.open_debts()) == 1
        meant = (debt for debt in case.debts if debt.id in debts)
        return tuple(d.id for d in meant if case.id not in d.disputed_by or (is_only and d.id in self.command.debts))


def fault_of(ending: Ending, pen: Pen) -> str:
    """The first thing that is wrong, as a sentence; '' when nothing is."""
    return next(_faults(ending, pen), "")


def _faults(ending: Ending, pen: Pen) -> Iterator[str]:
    yield from _debt_faults(ending, pen)
    yield from _location_faults(ending)
    yield from _code_faults(ending)
    yield from _missing(ending)
    yield from _money_faults(ending, pen)
    yield from _deal_faults(ending)
    yield from _time_faults(ending, pen)
    yield from _leave_faults(ending, pen)
    for text in (ending.command.note or "", ending.command.words, ending.command.party):
        if fault := note_fault(text):
            yield fault


def _debt_faults(ending: Ending, pen: Pen) -> Iterator[str]:
    if not set(ending.debts) <= set(ending.about):
        yield "This call was not about one of those debts; leave it out."
    if not {debt for debt, _ in ending.others} <= set(ending.debts):
        yield "A debt has a code of its own and was not discussed; tick it first."
    if ending.debts and {debt for debt, _ in ending.others} >= set(ending.debts):
        yield "Every debt has a code of its own; make one of them the code of the call."
    if ending.command.row and pen.case.consumer.contact_at(ending.command.row) is None:
        yield "There is no such number on file."
    if any(o.limit and o.limit.scope == "number" for o in ending.outcomes) and not ending.row:
        yield "Say which number is meant."


def _code_faults(ending: Ending) -> Iterator[str]:
    talk = ending.command.talk_seconds
    if ending.command.is_attested and ending.call and ending.call.is_misdialled:
        yield "The number is not theirs, somebody said on this call: nobody was verified on it."
    if talk < 0:
        yield "The talk time cannot be negative."
    for outcome in ending.outcomes:
        if outcome.only_verified and not ending.is_verified:
            yield f"{outcome.code} needs the person to be verified first."
        elif ending.is_verified and ending.call and outcome.reached not in {"right", "any", "system"}:
            yield f"{outcome.code} does not fit: the person was verified on this call."
        is_agreed = ending.deal is not None and bool(outcome.promise)
        if not is_agreed and not outcome.is_possible(talk):
            yield f"{outcome.code} does not fit a talk of {_clock(talk)}: {_allowed(outcome)}."
    if sum(bool(outcome.promise) for outcome in {o.code: o for o in ending.outcomes}.values()) > 1:
        yield "Only one of the codes can carry a promise; log one promise for these debts together."


def _location_faults(ending: Ending) -> Iterator[str]:
    """A call that asked somebody else where they are was no conversation with the consumer, and left no message."""
    if ending.call is None or not ending.call.is_location:
        return
    if ending.command.is_attested:
        yield "This call asked somebody else where they are: nobody was verified on it."
    for outcome in ending.outcomes:
        if outcome.leaves_message:
            yield f"{outcome.code} does not fit: no message is left with somebody who is asked where they are."
        if outcome.dispute or outcome.promise or outcome.only_verified:
            yield f"{outcome.code} does not fit: somebody else was asked where they are."


def _clock(seconds: int) -> str:
    return f"{seconds // MINUTE}:{seconds % MINUTE:02d}"


def _allowed(outcome: Outcome) -> str:
    shortest, longest = outcome.min_talk_seconds, outcome.max_talk_seconds
    if longest is None:
        return f"it takes at least {_clock(shortest)}"
    return f"it takes at most {_clock(longest)}" if not shortest else f"{_clock(shortest)} to {_clock(longest)}"


_ASKED: Final = {
    "amount": "an amount above zero",
    "due": "the day it is due",
    "at": "the day and time to call",
    "party": "the name of the attorney, or whoever it is",
    "words": "what was said, in a few words",
    "windows": "the times at which we may call",
}


def _missing(ending: Ending) -> Iterator[str]:
    command = ending.command
    given = {
        "amount": command.amount_cents > 0,
        "due": command.due is not None,
        "at": command.at is not None,
        "party": bool(command.party.strip()),
        "words": bool(command.words.strip()),
        "windows": bool(command.windows),
    }
    for outcome in ending.outcomes:
        for need in outcome.needs:
            if not given[need]:
                yield f"{outcome.code} needs {_ASKED[need]}."


def _money_faults(ending: Ending, pen: Pen) -> Iterator[str]:
    promised = next((each for each in ending.outcomes if each.promise), None)
    if promised is None:
        return
    other = {debt for debt, outcome in ending.others if outcome.code != promised.code}
    own = {debt for debt, outcome in ending.others if outcome.code == promised.code}
    debts = tuple(own) if promised is not ending.outcome else tuple(d for d in ending.debts if d not in other)
    payable = ending.payable(pen.case, debts)
    owed = sum(debt.balance_cents for debt in pen.case.debts if debt.id in payable and debt.is_open)
    if fault := _unheard(ending, pen, payable):
        yield fault
    if not owed:
        yield "Nothing is owed on those debts, or they are disputed: money goes to one that is not."
    elif promised.promise == "amount" and ending.command.amount_cents > owed:
        yield f"${format_cents(ending.command.amount_cents)} is more than the ${format_cents(owed)} owed."


def _deal_faults(ending: Ending) -> Iterator[str]:
    """What was agreed on is what is promised: another sum or day is another deal."""
    deal, promised = ending.deal, next((each for each in ending.outcomes if each.promise), None)
    if deal is None or promised is None:
        return
    first = deal.terms.payments[0]
    amount = deal.total_cents if promised.promise == "full" else ending.command.amount_cents
    if amount not in {first.cents, deal.total_cents} or ending.command.due not in {None, first.due}:
        agreed = f"${format_cents(first.cents)} by {first.due:%d %b %Y}"
        yield f"The deal of this call says {agreed}; leave amount and day out, or renegotiate it."


def _unheard(ending: Ending, pen: Pen, payable: tuple[int, ...]) -> str:
    """Why whoever speaks for the consumer can promise nothing on one of these debts; '' when they can on all.

    Money comes from nobody who may not be asked for it.
    """
    call = ending.call
    if call is None:
        return ""
    is_theirs = call.speaker in {"", *THROUGH}
    who = CONSUMER if is_theirs else in_words(call.speaker)
    verdicts = heard_by(glance(pen.case, pen.handbook, pen.at), CONSUMER if is_theirs else call.speaker)
    for debt in pen.case.debts:
        stops = (keeps_back(verdicts, debt.id, fact) for fact in (MONEY[-1:] if is_theirs else MONEY))
        stop = next(filter(None, stops), None) if debt.id in payable and debt.is_open else None
        if stop is not None:
            return f"No money from the {who} on {debt.account}; leave it out: {stop.say} [{stop.cite}]"
    return ""


def _time_faults(ending: Ending, pen: Pen) -> Iterator[str]:
    for outcome in ending.outcomes:
        takes = (*outcome.needs, *outcome.asks)
        due, at = ending.command.due, ending.command.at
        last = pen.today + timedelta(days=outcome.max_days)
        if "due" in takes and due is not None and ending.deal is None:
            if due < pen.today:
                yield "The day it is due has passed already."
            elif due > last:
                yield f"{outcome.code} may be due by {last:%d %b %Y} at the latest."
        if "at" in takes and at is not None:
            yield from _callback_faults(outcome, at, pen)


def _callback_faults(outcome: Outcome, at: datetime, pen: Pen) -> Iterator[str]:
    if at.tzinfo is None:
        yield "The time to call lacks its time zone."
    elif at <= pen.at:
        yield "The time to call has passed already."
    elif local_day(at, pen.zones[0]) > pen.today + timedelta(days=outcome.max_days):
        yield f"{outcome.code} may name a time within {outcome.max_days} days."


def _leave_faults(ending: Ending, pen: Pen) -> Iterator[str]:
    leave = ending.command.consent
    if leave is None:
        return
    if ending.reached != "right":
        yield "Only the verified consumer can say that we may call before then."
    if not leave.words.strip():
        yield "Write down the words in which they said that we may call."
    if leave.until < pen.today:
        yield "The day until which we may call has passed already."
