"""Who may hear what: for each debt, the facts that no rule on file keeps from whoever is speaking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from callassist.casefile import Call, CaseFile
from callassist.survey import Verdicts

FACTS: Final = (
    "disclose",
    "disclose_creditor",
    "disclose_amount",
    "disclose_care",
    "demand",
    "offer",
    "take_payment",
)
"""That there is a debt, whose, how much, for what care; and asking for it, offering terms, taking money."""
WORDS: Final[Mapping[str, str]] = {
    "disclose": "that there is a debt",
    "disclose_creditor": "to whom it is owed",
    "disclose_amount": "how much it is",
    "disclose_care": "facility, date and service",
    "demand": "being asked to pay",
    "offer": "terms",
    "take_payment": "giving a payment",
}
AS_IF: Final = "as-if"
"""What stands for the proof of a speaker who is only thought of."""


def may_hear(verdicts: Verdicts) -> Mapping[int, frozenset[str]]:
    """By open debt of the call's line, those of FACTS that whoever is speaking now may hear; empty: not a word.

    Where there may be no word that there is a debt, nothing else of it may be heard either.
    """
    return {debt: _of_debt(verdicts, debt) for debt in verdicts.debts}


def _of_debt(verdicts: Verdicts, debt: int) -> frozenset[str]:
    if verdicts.of("disclose", debt=debt).is_stopped:
        return frozenset()
    return frozenset(fact for fact in FACTS if not verdicts.of(fact, debt=debt).is_stopped)


def as_heard_by(case: CaseFile, relation: str, verdicts: Verdicts) -> CaseFile:
    """The case as it would be with somebody in a relation on the line and verified: for asking, never for keeping.

    The open call stays what it is, inbound or not; without one a call that they placed now is thought of.
    """
    calls = case.consumer.calls
    if case.call is not None:
        thought = replace(case.call, speaker=relation, verified=(AS_IF,), third_party="")
        return _with(case, (*calls[:-1], thought))
    debts = tuple(debt.id for debt in case.open_debts(verdicts.base.line))
    thought = Call(
        id=1 + max((call.id for call in calls), default=0),
        at=verdicts.now,
        actor="",
        is_inbound=True,
        row=0,
        debts=debts,
        line=verdicts.base.line,
        speaker=relation,
        verified=(AS_IF,),
    )
    return _with(case, (*calls, thought))


def _with(case: CaseFile, calls: tuple[Call, ...]) -> CaseFile:
    return replace(case, consumer=replace(case.consumer, calls=calls))
