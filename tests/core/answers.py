"""Answers of a speaker, tried one by one, as tests of identity ask for them."""

from __future__ import annotations

from callassist.casefile import CaseFile
from callassist.commands import TryIdentity
from callassist.decide import Refused, decide
from callassist.handbook import Handbook
from callassist.identity import (
    Answer,
)
from callassist.journal import evolve
from tests.core.journals import NOW


def say(**answers: str) -> TryIdentity:
    return TryIdentity(answers=tuple(Answer(factor=factor, said=said) for factor, said in answers.items()))


def tell(case: CaseFile, handbook: Handbook, *tries: TryIdentity) -> tuple[CaseFile, str]:
    """The case after tries one by one, and what the last was answered."""
    said = ""
    for each in tries:
        decision = decide(case, each, handbook, NOW, "ana")
        if isinstance(decision, Refused):
            return case, decision.sentence
        case, said = evolve(case, decision.entries, decision.rows), decision.says
    return case, said


def is_open(case: CaseFile) -> bool:
    return bool(case.call and case.call.verified)
