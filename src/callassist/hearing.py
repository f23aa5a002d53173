"""Who may hear what: for each debt, the facts that no rule on file keeps from whoever is speaking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from callassist.casefile import Call, CaseFile
from callassist.rules import Finding, Rulebook, Setting
from callassist.survey import Verdicts, glance

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


def may_hear(verdicts: Verdicts, debts: Iterable[int] | None = None) -> Mapping[int, frozenset[str]]:
    """By debt (the open ones of the call's line), those of FACTS that whoever is speaking now may hear; empty: no word.

    Where there may be no word that there is a debt, nothing else of it may be heard either.
    """
    asked = verdicts.debts if debts is None else tuple(debts)
    return {debt: frozenset(fact for fact in FACTS if keeps_back(verdicts, debt, fact) is None) for debt in asked}


def keeps_back(verdicts: Verdicts, debt: int, fact: str) -> Finding | None:
    """The strictest rule that keeps a fact of a debt from whoever is speaking; None when none does."""
    for action in ("disclose", fact):
        verdict = verdicts.of(action, debt=debt)
        if verdict.is_stopped:
            return verdict.findings[0]
    return None


def heard_by(verdicts: Verdicts, relation: str) -> Verdicts:
    """The verdicts as they would be with somebody in a relation on the line, and verified: for asking beforehand."""
    guide = _Guide(setting=verdicts.base.setting, rulebook=verdicts.rulebook)
    return glance(_as_heard_by(verdicts, relation), guide, verdicts.now, verdicts.base.line)


class _Guide(msgspec.Struct, frozen=True, kw_only=True):
    setting: Setting
    rulebook: Rulebook


def _as_heard_by(verdicts: Verdicts, relation: str) -> CaseFile:
    """The open call stays what it is, inbound or not; without one a call that they placed now is thought of."""
    case = verdicts.case
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
