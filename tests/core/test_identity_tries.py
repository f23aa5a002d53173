"""Tries of the day, reading a case outside a call, and that nothing of what is on file leaks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from callassist.commands import AnswerThirdParty, OpenCase, PlaceCall, TryIdentity
from callassist.decide import Accepted, Refused, decide, identity_gate
from callassist.handbook import Handbook
from callassist.identity import (
    FACTORS,
    Answer,
    letter_reference,
    wrong_tries,
)
from callassist.journal import evolve
from tests.core.answers import is_open, say, tell
from tests.core.journals import DANA, NOW, case_of, eastern, handbook_of

TABLE = (Path(__file__).parents[2] / "data" / "tables" / "outcomes.csv").read_text()
HOME = 3
ZONES = ("America/New_York",)
CODE = letter_reference(81_985_529_216)
RINGING = "2026-11-24 09:50 called home"


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return handbook_of(TABLE)


# ── tries ──


def test_answers_add_up_over_one_call(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING)
    after, said = tell(case, handbook, say(dob="3/4/80"))
    assert not is_open(after)
    assert "ask for the last four of the social security number or the ZIP code" in said
    after, said = tell(after, handbook, say(zip="43215"))
    assert is_open(after)
    assert after.call is not None
    assert after.call.verified == ("dob", "zip")
    assert said.startswith("Verified")


def test_three_wrong_answers_close_the_day_for_every_desk(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING)
    after, said = tell(case, handbook, say(dob="1/1/81"), say(dob="1/2/81"))
    assert "1 try left today" in said
    after, said = tell(after, handbook, say(ssn4="1234"))
    assert "no try is left today" in said
    after, said = tell(after, handbook, say(dob="3/4/80", ssn4="4417"))
    assert not is_open(after)
    assert "3 wrong answers today" in said
    for who, expected in (("ben", Refused), ("ana", Refused)):
        assert isinstance(decide(after, say(dob="3/4/80", zip="43215"), handbook, NOW, who), expected)
    tomorrow = decide(after, say(dob="3/4/80", zip="43215"), handbook, NOW + timedelta(days=1), "ben")
    assert isinstance(tomorrow, Accepted)
    assert tomorrow.is_verified


def test_two_wrong_answers_given_together_are_one_try(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING)
    after, said = tell(case, handbook, say(dob="1/1/81", ssn4="1234"))
    assert "2 tries left today" in said
    assert wrong_tries(after, NOW, ZONES) == 1
    after, said = tell(after, handbook, say(dob="1/2/81", ssn4="1235"))
    assert "1 try left today" in said
    after, said = tell(after, handbook, say(dob="3/4/80", ssn4="4417"))
    assert is_open(after)


def test_older_entries_count_each_alone() -> None:
    old = case_of(DANA, RINGING, "2026-11-24 09:51 tried dob wrong", "2026-11-24 09:51 tried ssn4 wrong")
    assert wrong_tries(old, NOW, ZONES) == 2


def test_the_day_of_a_try_is_the_consumers(handbook: Handbook) -> None:
    late = case_of(DANA, "2026-11-23 20:30 called home", "2026-11-23 20:31 tried dob wrong")
    assert wrong_tries(late, eastern("2026-11-23 23:59"), ZONES) == 1
    assert wrong_tries(late, eastern("2026-11-24 00:01"), ZONES) == 0
    assert wrong_tries(late, eastern("2026-11-24 00:01"), (*ZONES, "America/Los_Angeles")) == 1
    assert wrong_tries(late, eastern("2026-11-23 22:00"), ()) == 1


def test_answers_after_the_last_try_are_not_looked_at(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING, *["2026-11-24 09:51 tried dob wrong"] * 2)
    decision = decide(case, say(ssn4="1234", dob="3/4/80", zip="43215"), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)
    assert not decision.is_verified
    assert len(decision.entries) == 1


def test_the_same_fact_cannot_be_guessed_twice_at_once(handbook: Handbook) -> None:
    twice = TryIdentity(answers=(Answer(factor="dob", said="3/4/80"), Answer(factor="dob", said="3/5/80")))
    assert isinstance(decide(case_of(DANA, RINGING), twice, handbook, NOW, "ana"), Refused)


def test_an_unreadable_answer_is_no_try(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING)
    after, said = tell(case, handbook, say(dob="does not know"))
    assert after is case
    assert said.startswith("Type the date of birth")


def test_a_new_voice_starts_anew(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING, "2026-11-24 09:51 tried dob", "2026-11-24 09:52 answered household")
    after, _ = tell(case, handbook, say(zip="43215"))
    assert not is_open(after), "what the first speaker proved is void"
    after, _ = tell(case, handbook, say(zip="43215", dob="3/4/80"))
    assert is_open(after)


@pytest.mark.parametrize("who", ["wrong_number", "unknown"])
def test_nobody_is_verified_where_the_person_is_not(who: str, handbook: Handbook) -> None:
    case = case_of(DANA, RINGING, f"2026-11-24 09:52 answered {who}")
    assert isinstance(decide(case, say(zip="43215", dob="3/4/80"), handbook, NOW, "ana"), Refused)


def test_a_third_party_locks_the_desk_again(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING, "2026-11-24 09:51 verified dob zip")
    decision = decide(case, AnswerThirdParty(who="household"), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)
    assert not is_open(evolve(case, decision.entries))


def test_a_strict_client_asks_for_a_third_factor(handbook: Handbook) -> None:
    case = case_of(DANA, "owes B-1 to STRICT 20.00", RINGING)
    assert identity_gate(case, handbook, NOW).needed == 3
    after, _ = tell(case, handbook, say(dob="3/4/80", zip="43215"))
    assert not is_open(after)
    after, _ = tell(after, handbook, say(ssn4="4417"))
    assert is_open(after)


def test_proof_lasts_for_one_call_only(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING, "2026-11-24 09:51 verified dob zip", "2026-11-24 09:55 ended RPC-NC right 3:00")
    decision = decide(case, PlaceCall(row=HOME), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)
    after = evolve(case, decision.entries)
    assert not is_open(after)
    assert identity_gate(after, handbook, NOW).matched == ()


# ── reading a case outside a call ──


def test_a_case_is_read_outside_a_call_on_the_same_proof(handbook: Handbook) -> None:
    answers = say(dob="3/4/80", ssn4="4417").answers
    case = case_of(DANA)
    decision = decide(case, OpenCase(purpose="letter came back", answers=answers), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)
    assert decision.is_verified
    assert [type(entry.event).__name__ for entry in decision.entries][-2:] == ["IdentityVerified", "CaseOpened"]


def test_wrong_answers_outside_a_call_count_too(handbook: Handbook) -> None:
    case = case_of(DANA)
    for wrong in ("1/1/81", "1/2/81", "1/3/81"):
        command = OpenCase(purpose="look", answers=say(dob=wrong, ssn4="4417").answers)
        decision = decide(case, command, handbook, NOW, "ana")
        assert isinstance(decision, Accepted)
        assert not decision.is_verified
        case = evolve(case, decision.entries)
    refused = decide(
        case, OpenCase(purpose="look", answers=say(dob="3/4/80", ssn4="4417").answers), handbook, NOW, "ana"
    )
    assert isinstance(refused, Refused)


def test_a_case_is_read_for_a_stated_purpose(handbook: Handbook) -> None:
    command = OpenCase(purpose=" ", answers=say(dob="3/4/80", ssn4="4417").answers)
    assert isinstance(decide(case_of(DANA), command, handbook, NOW, "ana"), Refused)


# ── nothing leaks ──

SECRETS = ("1980", "4417", "43215", "0199", CODE)


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("said", ["1/1/81", "1234", "99999", "nonsense", ""])
def test_no_answer_brings_out_what_is_on_file(factor: str, said: str, handbook: Handbook) -> None:
    case = case_of(DANA, f"2026-11-20 10:00 sent {CODE}", RINGING)
    command = say(**{factor: said})
    decision = decide(case, command, handbook, NOW, "ana")
    shown = repr((decision, command, identity_gate(case, handbook, NOW)))
    assert not [secret for secret in SECRETS if secret in shown]
    assert said == "" or said not in shown
