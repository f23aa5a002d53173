"""What of a case whoever is on the open call may hear: of each debt, and of the history. Screens and views ask here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from callassist import events as ev
from callassist.casefile import Debt, Promise
from callassist.desk.opened import Opened
from callassist.desk.timeline import Line, timeline
from callassist.hearing import heard_by, may_hear
from callassist.speakers import CONSUMER, THROUGH

CREDITOR: Final = "disclose_creditor"
AMOUNT: Final = "disclose_amount"
CARE: Final = "disclose_care"
Heard = Mapping[int, frozenset[str]]
"""By debt, the facts that may be heard of it."""
FACTS_OF: Final[Mapping[type, tuple[str, ...]]] = {
    ev.DebtPlaced: (CREDITOR, AMOUNT),
    ev.DebtDated: (AMOUNT, CARE),
}
"""The facts that a line of a debt tells; every other tells its amount."""
OF_DEBTS: Final = frozenset(
    {ev.DebtPlaced, ev.BalanceChanged, ev.PaymentReported, ev.DebtFurnished, ev.DebtUnfurnished, ev.DebtRecalled}
)
"""Of a debt's history what somebody who may hear of the debt may: its money, and nothing that the consumer said."""
OF_CALLS: Final = frozenset({ev.CallPlaced, ev.CallReceived, ev.LetterSent, ev.NoticeSent})
"""Of the person: that we called and wrote. Limits, claims, promises, outcomes, words are for the person alone."""

UNTOLD: Final = frozenset(
    {ev.CallPlaced, ev.CallReceived, ev.OutcomeLogged, ev.RestrictionPlaced, ev.ConsentGiven, ev.LinkAccepted}
)
"""Lines that say nothing of the debts that they name."""


def heard_of(opened: Opened, debts: Iterable[Debt]) -> Heard:
    """What may be heard of each debt by whoever is on the open call; outside one, by the consumer."""
    verdicts = opened.verdicts if opened.case.call else heard_by(opened.verdicts, CONSUMER)
    return may_hear(verdicts, (debt.id for debt in debts))


def heard_history(opened: Opened, zone: str) -> tuple[Line, ...]:
    """The lines that whoever is on the open call may hear, oldest first; outside one, as for the consumer.

    Of no debt a line that tells a fact which may not be heard of it; of one who is not the consumer, and does not only
    pass on what they say, no line that tells of the consumer beyond calls and letters.
    """
    case = opened.case
    heard = heard_of(opened, (debt for debt in case.debts if debt.line == case.line))
    if not any(heard.values()):
        return ()
    is_theirs = case.call is None or case.call.speaker in THROUGH
    return tuple(_heard(timeline(case, opened.entries, zone), heard, is_theirs=is_theirs))


def heard_promises(opened: Opened, heard: Heard) -> tuple[Promise, ...]:
    """The promises of debts whose amount may be heard, each of them."""
    promises = opened.case.consumer.promises
    return tuple(p for p in promises if all(AMOUNT in heard.get(share.debt, ()) for share in p.shares))


def _heard(lines: Iterable[Line], heard: Heard, *, is_theirs: bool) -> Iterator[Line]:
    for line in lines:
        if not is_theirs and (line.is_words or line.kind not in OF_DEBTS | OF_CALLS):
            continue
        wanted = FACTS_OF.get(line.kind, (AMOUNT,))
        if line.kind in UNTOLD or all(fact in heard.get(debt, ()) for debt in line.debts for fact in wanted):
            yield line
