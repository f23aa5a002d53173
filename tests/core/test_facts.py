"""Facts that came in on a call prove nobody on it; those who are already verified stay so."""

from __future__ import annotations

from pathlib import Path

import pytest

from callassist.casefile import CaseFile
from callassist.commands_facts import EditFact
from callassist.decide import decide
from callassist.handbook import Handbook, Refused
from callassist.identity import Answer, Unreadable, check, usable_factors
from callassist.journal import evolve
from tests.core.answers import is_open, say, tell
from tests.core.journals import DANA, NOW, case_of, handbook_of

TABLE = (Path(__file__).parents[2] / "data" / "tables" / "outcomes.csv").read_text()
RINGING = "2026-11-24 09:50 called home"
PERSON, PLACE, HOME, CELL = 1, 2, 3, 4


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return handbook_of(TABLE)


def edited(case: CaseFile, handbook: Handbook, *commands: EditFact) -> CaseFile:
    for command in commands:
        decision = decide(case, command, handbook, NOW, "ana")
        assert not isinstance(decision, Refused), decision
        case = evolve(case, decision.entries, decision.rows)
    return case


def edit(fact: str, row: int, *, is_change: bool = False, source: str = "document", **fields: str) -> EditFact:
    return EditFact(fact=fact, row=row, fields=fields, is_change=is_change, source=source)


@pytest.mark.parametrize(
    ("command", "factor", "said"),
    [
        (edit("person", PERSON, dob="1979-01-02"), "dob", "1979-01-02"),
        (edit("person", PERSON, ssn4="9012"), "ssn4", "9012"),
        (edit("address", PLACE, zip="45202"), "zip", "45202"),
        (edit("address", 0, street="9 Birch Rd", city="Cincinnati", state="OH", zip="45202"), "zip", "45202"),
        (edit("address", PLACE, is_change=True, street="9 Birch Rd"), "house_number", "9"),
        (edit("phone", 0, number="614-555-0177", kind="cell"), "phone_last4", "0177"),
    ],
)
def test_what_came_in_on_a_call_proves_nobody_on_it_and_does_on_the_next(
    handbook: Handbook, command: EditFact, factor: str, said: str
) -> None:
    answer = Answer(factor=factor, said=said)
    during = edited(case_of(DANA, RINGING), handbook, command)
    assert check(during, answer, HOME, NOW) is not True
    before = edited(case_of(DANA), handbook, command)
    assert check(before, answer, HOME, NOW) is True


def test_what_was_on_file_before_still_verifies(handbook: Handbook) -> None:
    added = edit("address", 0, street="9 Birch Rd", city="Cincinnati", state="OH", zip="45202")
    renamed = edit("person", PERSON, last="Leigh")
    during = edited(case_of(DANA, RINGING), handbook, added, renamed)
    case, _ = tell(during, handbook, say(dob="03/04/1980", zip="43215"))
    assert is_open(case)


def test_a_corrected_fact_is_not_asked_for_on_that_call(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING)
    assert "dob" in usable_factors(case, HOME, NOW)
    case = edited(case, handbook, edit("person", PERSON, dob="1979-01-02"))
    assert "dob" not in usable_factors(case, HOME, NOW)
    assert isinstance(check(case, Answer(factor="dob", said="1979-01-02"), HOME, NOW), Unreadable)


def test_who_is_verified_stays_so_when_their_own_facts_are_put_right(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING, "2026-11-24 09:51 verified dob zip")
    case = edited(case, handbook, edit("person", PERSON, source="consumer", dob="1979-01-02"))
    assert is_open(case)
    assert str(case.consumer.dob) == "1979-01-02"


def test_a_stranger_may_not_change_what_verifies(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING)
    answer = decide(case, edit("address", PLACE, source="consumer", zip="45202"), handbook, NOW, "ana")
    assert isinstance(answer, Refused)
    assert "Verify who is speaking first" in answer.sentence
