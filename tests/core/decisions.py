"""Decisions on Dana's case, as tests ask for them: what was accepted, the case after it, the sentence of a refusal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from callassist import commands as cmd
from callassist.casefile import CaseFile
from callassist.decide import Accepted, Refused, decide
from callassist.handbook import Handbook
from callassist.journal import evolve
from tests.core.journals import DANA, NOW, case_of

TABLE = (Path(__file__).parents[2] / "data" / "tables" / "outcomes.csv").read_text()
HOME, CELL = 3, 4
A1, A2 = 71, 72
CALL = "2026-11-24 09:50 called cell"
VERIFIED = "2026-11-24 09:51 verified dob zip"
LATER = NOW + timedelta(seconds=3)


def accepted(case: CaseFile, command: cmd.Command, handbook: Handbook) -> Accepted:
    decision = decide(case, command, handbook, NOW, "ana")
    assert isinstance(decision, Accepted), decision
    return decision


def after(case: CaseFile, command: cmd.Command, handbook: Handbook) -> CaseFile:
    decision = accepted(case, command, handbook)
    return evolve(case, decision.entries, decision.rows)


def refusal(case: CaseFile, command: cmd.Command, handbook: Handbook) -> str:
    decision = decide(case, command, handbook, NOW, "ana")
    assert isinstance(decision, Refused), decision
    return decision.sentence


def talking(*more: str) -> CaseFile:
    """Dana is verified on an open call."""
    return case_of(DANA, *more, CALL, VERIFIED)
