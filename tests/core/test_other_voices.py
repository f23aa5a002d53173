"""Whoever else was on a call stays on file, whoever is named after them; and what they may bring about at its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist.casefile import CaseFile
from callassist.commands import (
    AnswerThirdParty,
    GiveAuthority,
    LogOutcome,
    NameSpeaker,
    ReceiveCall,
    TryIdentity,
)
from callassist.decide import identity_gate
from callassist.handbook import Handbook
from callassist.identity import Answer
from callassist.intake.library import data_root, load_rules
from callassist.outcomes import suggest
from callassist.survey import survey
from tests.core.decisions import A2, HOME, after, refusal
from tests.core.journals import DANA, NOW, TODAY, case_of, handbook_of

ROOT = data_root()
TABLE = Path(ROOT / "tables" / "outcomes.csv").read_text(encoding="utf-8")
RULEBOOK = load_rules(ROOT)
RINGING = "2026-11-24 09:50 called home"
BY_SELF = TryIdentity(answers=(Answer(factor="dob", said="3/4/80"), Answer(factor="zip", said="43215")))


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    """Give a small agency with the rules that ship."""
    return replace(handbook_of(TABLE), rulebook=RULEBOOK)


def answered(handbook: Handbook, who: str, *then: str) -> CaseFile:
    """Somebody else answered, then others were named as the ones who speak."""
    case = after(case_of(DANA, RINGING), AnswerThirdParty(who=who), handbook)
    for relation in then:
        case = after(case, NameSpeaker(relation=relation), handbook)
    return case


@pytest.mark.parametrize("then", [(), ("consumer",), ("employer", "consumer")])
def test_on_a_wrong_number_nobody_is_verified_whoever_is_named_next(handbook: Handbook, then: tuple[str, ...]) -> None:
    case = answered(handbook, "wrong_number", *then)
    assert "not theirs" in refusal(case, BY_SELF, handbook)
    gate = identity_gate(case, handbook, NOW)
    assert not gate.can_open
    assert "not theirs" in gate.why_not


def test_another_answer_takes_a_wrong_number_not_back(handbook: Handbook) -> None:
    case = after(answered(handbook, "wrong_number"), AnswerThirdParty(who="household"), handbook)
    assert "not theirs" in refusal(case, BY_SELF, handbook)
    assert case.call is not None
    assert case.call.answered == ("wrong_number", "household")


def test_nor_is_anybody_said_to_have_been_verified_on_it(handbook: Handbook) -> None:
    case = answered(handbook, "wrong_number", "consumer")
    said = refusal(case, LogOutcome(code="RPC-NC", talk_seconds=60, is_attested=True), handbook)
    assert "not theirs" in said


def test_the_outcome_suggested_is_still_a_wrong_number(handbook: Handbook) -> None:
    assert suggest(answered(handbook, "wrong_number", "consumer"), handbook.outcomes) == "WN"


def test_somebody_of_the_household_fetches_the_person(handbook: Handbook) -> None:
    case = after(answered(handbook, "household", "consumer"), BY_SELF, handbook)
    assert case.call is not None
    assert case.call.verified == ("dob", "zip")
    assert identity_gate(case, handbook, NOW).why_not == ""


def test_a_colleague_is_asked_once_whoever_is_named_after_them(handbook: Handbook) -> None:
    """12 CFR 1006.10(c): the co-worker was asked, though the employer came on the line next."""
    case = answered(handbook, "coworker", "employer")
    case = after(case, LogOutcome(code="TP-M", talk_seconds=20), handbook)
    assert case.consumer.calls[-1].reached == "third"
    rules = {finding.rule for finding in survey(case, handbook, NOW).of("location_call", HOME).findings}
    assert "us.fdcpa.location-once" in rules


# ── money from somebody who speaks for them ──

PROMISED = LogOutcome(code="PTP", talk_seconds=90, amount_cents=2_000, due=TODAY)
BY_NAME = TryIdentity(answers=(Answer(factor="name", said="Robin Lee"), Answer(factor="zip", said="43215")))


def speaking(handbook: Handbook, relation: str, kind: str, *debts: int) -> CaseFile:
    """Somebody whom a paper names is verified on the line."""
    paper = GiveAuthority(kind=kind, relation=relation, party="Robin Lee", words="form", is_written=True, debts=debts)
    case = after(after(case_of(DANA), paper, handbook), ReceiveCall(), handbook)
    case = after(after(case, NameSpeaker(relation=relation), handbook), BY_NAME, handbook)
    assert case.call is not None
    assert case.call.verified == ("name", "zip")
    return case


def test_no_promise_from_one_who_may_hear_nothing_of_the_debts(handbook: Handbook) -> None:
    case = speaking(handbook, "spouse", "marriage")
    said = refusal(case, PROMISED, handbook)
    assert said.startswith("No money from the spouse on A-1")
    assert "[" in said


def test_a_promise_leaves_out_the_debt_of_which_they_may_not_hear(handbook: Handbook) -> None:
    case = speaking(handbook, "spouse", "hipaa_authorization", A2)
    assert "on A-1" in refusal(case, PROMISED, handbook)
    case = after(case, replace(PROMISED, debts=(A2,)), handbook)
    (promise,) = case.consumer.promises
    assert {share.debt for share in promise.shares} == {A2}


def test_who_may_be_asked_may_promise(handbook: Handbook) -> None:
    case = after(speaking(handbook, "power_of_attorney", "power_of_attorney"), PROMISED, handbook)
    assert len(case.consumer.promises) == 1
