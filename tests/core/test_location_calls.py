"""Asking somebody else where the consumer is: whom, when, how often, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from callassist import commands as cmd
from callassist import commands_contacts as contacts
from callassist.casefile import CaseFile
from callassist.decide import decide
from callassist.events import FactAdded, OutcomeLogged
from callassist.handbook import Accepted, Handbook, Refused
from callassist.identity import Answer
from callassist.intake.library import load_handbook
from callassist.journal import evolve
from callassist.kinds import LOCATION
from callassist.survey import glance
from tests.core.journals import DANA, NOW, case_of

SISTER = contacts.AddAcquaintance(number=16145550177, relation="relative", name="Sam Lee")
LOST = (DANA, "2026-11-20 10:00 marked home bad", "2026-11-20 10:01 marked cell wrong_party")


@dataclass
class Told:
    """A case that commands are given to, one after another, on the rules that are shipped."""

    case: CaseFile
    handbook: Handbook
    minutes: int = 0
    says: str = ""

    def do(self, command: cmd.Command) -> Accepted | Refused:
        self.minutes += 1
        decision = decide(self.case, command, self.handbook, NOW + timedelta(minutes=self.minutes), "ana")
        self.case = evolve(self.case, decision.entries, getattr(decision, "rows", ()))
        self.says = decision.sentence if isinstance(decision, Refused) else decision.says
        return decision

    def ask(self) -> Accepted | Refused:
        return self.do(cmd.PlaceCall(row=self.case.consumer.others[0].row, purpose=LOCATION))

    def asked_before(self, code: str = "TP-R", **more: object) -> None:
        assert isinstance(self.ask(), Accepted), self.says
        assert isinstance(self.do(cmd.AnswerThirdParty(who="household")), Accepted), self.says
        assert isinstance(self.do(cmd.LogOutcome(code=code, talk_seconds=40, **more)), Accepted), self.says  # type: ignore[arg-type]


def told(*journals: str) -> Told:
    story = Told(case=case_of(*journals), handbook=load_handbook())
    assert isinstance(story.do(SISTER), Accepted), story.says
    return story


def test_somebody_else_is_never_rung_as_the_consumer() -> None:
    story = told(*LOST)
    other = story.case.consumer.others[0]
    assert other.relation == "relative"
    assert other not in story.case.consumer.numbers
    assert isinstance(story.do(cmd.PlaceCall(row=other.row)), Refused)
    assert story.says.startswith("That number is somebody else's")


def test_it_is_asked_only_where_our_own_information_is_missing_or_in_doubt() -> None:
    story = told(DANA)
    assert isinstance(story.ask(), Refused)
    assert story.says.startswith("Address and number are on file and not in doubt")
    assert isinstance(told(*LOST).ask(), Accepted)


def test_one_good_number_settles_the_doubt_that_another_raised() -> None:
    assert isinstance(
        told(DANA, "2026-11-20 10:00 marked home bad", "2026-11-20 10:01 marked cell good").ask(), Refused
    )


def test_nobody_is_asked_about_somebody_who_has_an_attorney() -> None:
    story = told(*LOST, "2026-11-20 10:02 restricted attorney")
    assert isinstance(story.ask(), Refused)
    assert "attorney" in story.says


def test_once_and_no_more_unless_they_asked_to_be_called_back() -> None:
    story = told(*LOST)
    story.asked_before()
    assert isinstance(story.ask(), Refused)
    assert "may be asked once" in story.says
    again = told(*LOST)
    again.asked_before("TP-CB", at=NOW + timedelta(days=1), row=again.case.consumer.others[0].row)
    assert isinstance(again.ask(), Accepted), again.says


def test_better_information_is_for_a_supervisor_to_believe() -> None:
    story = told(*LOST)
    story.asked_before()
    row = story.case.consumer.others[0].row
    override = cmd.Override(rules=("us.fdcpa.location-once",), why="She wrote that she now has the address.")
    again = cmd.PlaceCall(row=row, purpose=LOCATION, override=override)
    assert isinstance(story.do(again), Refused)
    from msgspec.structs import replace

    story.handbook = replace(story.handbook, role="supervisor")
    assert isinstance(story.do(again), Accepted), story.says


def test_it_is_no_conversation_and_no_call_to_the_consumer() -> None:
    story = told(*LOST)
    before = glance(story.case, story.handbook, NOW).of("place_call", 3).findings
    story.asked_before("TP-M")
    assert story.case.consumer.calls[-1].reached == "third"
    assert not story.case.consumer.calls[-1].is_conversation
    now = NOW + timedelta(minutes=9)
    after = glance(story.case, story.handbook, now).of("place_call", 3).findings
    assert [finding.rule for finding in before] == [finding.rule for finding in after]


@pytest.mark.parametrize("code", ["AM-L", "PTP", "DSP"])
def test_no_message_promise_or_dispute_comes_of_it(code: str) -> None:
    story = told(*LOST)
    story.ask()
    assert isinstance(story.do(cmd.LogOutcome(code=code, talk_seconds=30, words="x", amount_cents=100)), Refused)


def test_nobody_is_verified_on_it() -> None:
    story = told(*LOST)
    story.ask()
    answers = (Answer(factor="dob", said="1980-03-04"), Answer(factor="ssn4", said="4417"))
    assert isinstance(story.do(cmd.TryIdentity(answers=answers)), Refused)
    assert isinstance(story.do(cmd.LogOutcome(code="RPC-NC", talk_seconds=60, is_attested=True)), Refused)


def test_what_was_learnt_says_who_told_it() -> None:
    story = told(*LOST)
    story.ask()
    facts = [
        story.do(cmd.AddNumber(number=16145550188, kind="cell")),
        story.do(contacts.LearnPlace(street="9 Oak Ave", city="Dayton", state="oh", zip="45402")),
        story.do(contacts.LearnEmployer(name="Invented Mill")),
    ]
    for each in facts:
        assert isinstance(each, Accepted), story.says
        assert [e.event.source for e in each.entries if isinstance(e.event, FactAdded)] == ["third party"]
    assert story.case.consumer.numbers[-1].source == "third party"
    assert story.case.consumer.places[-1].address.city == "Dayton"


def test_a_wrong_number_closes_it() -> None:
    story = told(*LOST)
    story.ask()
    story.do(cmd.AnswerThirdParty(who="wrong_number"))
    done = story.do(cmd.LogOutcome(code="WN", talk_seconds=10))
    assert isinstance(done, Accepted), story.says
    assert any(isinstance(entry.event, OutcomeLogged) for entry in done.entries)
    assert story.case.consumer.others[0].standing == "wrong_party"
    assert isinstance(story.ask(), Refused)
    assert isinstance(story.do(cmd.UndoOutcome()), Accepted), story.says
    assert story.case.consumer.others[0].standing == "untried"


@pytest.mark.parametrize(
    ("number", "relation"), [(16145550101, "relative"), (16145550177, "stranger"), (1614, "relative")]
)
def test_a_number_that_is_theirs_or_none_is_not_kept_as_somebody_elses(number: int, relation: str) -> None:
    story = Told(case=case_of(DANA), handbook=load_handbook())
    assert isinstance(story.do(contacts.AddAcquaintance(number=number, relation=relation)), Refused)
