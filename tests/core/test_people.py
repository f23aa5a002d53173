"""Who is on the line, by what leave, what proves them, and what they may hear: debt by debt and fact by fact."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from callassist.casefile import CaseFile
from callassist.commands import (
    Command,
    EndAuthority,
    GiveAuthority,
    GiveDisclosure,
    NameSpeaker,
    PlaceRestriction,
    RecordConsent,
    TryIdentity,
)
from callassist.decide import Accepted, Refused, decide, identity_gate
from callassist.handbook import Handbook
from callassist.hearing import FACTS, heard_by, keeps_back, may_hear
from callassist.identity import Answer
from callassist.intake.library import data_root, load_rules, load_setting
from callassist.journal import evolve
from callassist.kinds import AUTHORITIES, SPEAKERS
from callassist.rule_shapes import Asked, Given, GivenAuthority, GivenCall, GivenDebt, GivenLimit, Trial
from callassist.rule_stories import Story
from callassist.rules import creditor_of
from callassist.survey import Verdicts, survey
from tests.core.journals import DANA, NOW, TODAY, case_of, handbook_of

ROOT = data_root()
TABLE = (ROOT / "tables" / "outcomes.csv").read_text(encoding="utf-8")
GEOGRAPHY = load_setting(ROOT).geography
RULEBOOK = load_rules(ROOT)
RINGING = "2026-11-24 09:50 called home"
VERIFIED = "2026-11-24 09:51 verified dob ssn4"
LEAVE = GiveAuthority(kind="consent", relation="spouse", party="Robin Lee", words="you may tell Robin")
NAMED = {"attorney", "creditor", "reporting_agency", "interpreter", "relay_operator", "consumer"}


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    """Give a small agency with the rules that ship: what a parent may do goes by their values."""
    made = handbook_of(TABLE)
    return replace(made, rulebook=RULEBOOK)


def say(**answers: str) -> TryIdentity:
    return TryIdentity(answers=tuple(Answer(factor=factor, said=said) for factor, said in answers.items()))


def after(case: CaseFile, handbook: Handbook, *commands: Command) -> CaseFile:
    """The case after commands that are all accepted."""
    for command in commands:
        decision = decide(case, command, handbook, NOW, "ana")
        assert isinstance(decision, Accepted), decision
        case = evolve(case, decision.entries, decision.rows)
    return case


def refused(case: CaseFile, handbook: Handbook, command: Command) -> str:
    decision = decide(case, command, handbook, NOW, "ana")
    assert isinstance(decision, Refused), decision
    return decision.sentence


def told(given_: Given, at: str = "2026-04-01 10:05") -> Verdicts:
    """What the rules that ship say of a story."""
    story = Story(Trial(name="", when=Asked(at=at), then="allow", given=given_), GEOGRAPHY)
    guide = handbook_of(TABLE)
    return survey(story.case(), replace(guide, setting=story.setting(), rulebook=RULEBOOK), story.asked_at, "agency")


# ── who is on the line ──


def test_with_the_voice_proof_starts_anew(handbook: Handbook) -> None:
    case = after(case_of(DANA, RINGING, VERIFIED), handbook, NameSpeaker(relation="consumer"))
    assert case.call is not None
    assert not case.call.verified
    assert identity_gate(case, handbook, NOW).matched == ()


def test_half_a_proof_is_not_taken_over_by_the_next_voice(handbook: Handbook) -> None:
    case = case_of(DANA, RINGING, "2026-11-24 09:51 tried dob")
    case = after(case, handbook, NameSpeaker(relation="consumer"), say(zip="43215"))
    assert case.call is not None
    assert not case.call.verified
    assert identity_gate(case, handbook, NOW).matched == ("zip",)


def test_nobody_is_named_without_a_call(handbook: Handbook) -> None:
    assert "open call" in refused(case_of(DANA), handbook, NameSpeaker(relation="spouse"))


def test_only_known_relations_are_named(handbook: Handbook) -> None:
    assert "spouse" in refused(case_of(DANA, RINGING), handbook, NameSpeaker(relation="friend"))


def test_the_consumer_speaks_through_a_relay_operator(handbook: Handbook) -> None:
    relay = NameSpeaker(relation="relay_operator")
    case = after(case_of(DANA, RINGING), handbook, relay, say(dob="3/4/80", zip="43215"))
    assert case.call is not None
    assert case.call.speaker == "relay_operator"
    assert case.call.verified == ("dob", "zip")


# ── what proves somebody who speaks for the consumer ──


def spouse_on_line(handbook: Handbook) -> CaseFile:
    """A husband whom the verified consumer named and handed the telephone to."""
    return after(case_of(DANA, RINGING, VERIFIED), handbook, LEAVE, NameSpeaker(relation="spouse"))


@pytest.mark.parametrize(
    "answers",
    [
        {"name": "Robin Lee", "zip": "43215"},
        {"name": "mr robin q. lee", "house_number": "12"},
        {"name": "LEE, ROBIN", "account": "a1"},
    ],
)
def test_a_spouse_is_verified_by_their_own_name_and_one_more_fact(handbook: Handbook, answers: dict[str, str]) -> None:
    case = after(spouse_on_line(handbook), handbook, say(**answers))
    assert case.call is not None
    assert case.call.speaker == "spouse"
    assert set(case.call.verified) == answers.keys()


@pytest.mark.parametrize(
    "answers",
    [
        {"name": "Robin Lee"},
        {"zip": "43215", "house_number": "12"},
        {"name": "Robin", "zip": "43215"},
        {"name": "Dana Lee", "zip": "43215"},
    ],
)
def test_less_or_another_name_verifies_nobody(handbook: Handbook, answers: dict[str, str]) -> None:
    case = after(spouse_on_line(handbook), handbook, say(**answers))
    assert case.call is not None
    assert not case.call.verified


def test_the_consumers_own_facts_verify_nobody_else(handbook: Handbook) -> None:
    assert "name" in refused(spouse_on_line(handbook), handbook, say(dob="3/4/80", ssn4="4417"))


def test_an_agency_may_ask_for_more(handbook: Handbook) -> None:
    setting = handbook.setting
    strict = replace(handbook, setting=replace(setting, agency=replace(setting.agency, speaker_facts=2)))
    half = after(spouse_on_line(strict), strict, say(name="Robin Lee", zip="43215"))
    assert half.call is not None
    assert not half.call.verified
    whole = after(half, strict, say(account="A-1"))
    assert whole.call is not None
    assert whole.call.verified == ("name", "zip", "account")


def test_a_creditor_gives_its_name_and_the_account(handbook: Handbook) -> None:
    case = after(case_of(DANA, RINGING), handbook, NameSpeaker(relation="creditor"))
    named = identity_gate(case, handbook, NOW)
    assert named.usable == ("name", "account")
    (name,) = {creditor_of(debt, handbook.setting) for debt in case.debts}
    case = after(case, handbook, say(name=name, account="A-1"))
    assert case.call is not None
    assert case.call.verified == ("name", "account")


def test_a_strict_client_asks_more_of_others_too(handbook: Handbook) -> None:
    case = case_of(DANA, "owes B-1 to STRICT 20.00", RINGING, VERIFIED)
    case = after(case, handbook, LEAVE, NameSpeaker(relation="spouse"))
    assert identity_gate(case, handbook, NOW).needed == 2


def test_who_is_not_on_file_by_name_cannot_be_verified(handbook: Handbook) -> None:
    case = after(case_of(DANA, RINGING), handbook, NameSpeaker(relation="spouse", party="Robin Lee"))
    assert not identity_gate(case, handbook, NOW).can_open
    assert "by name" in refused(case, handbook, say(name="Robin Lee", zip="43215"))


def test_an_attorney_is_known_by_the_restriction_that_names_them(handbook: Handbook) -> None:
    named = PlaceRestriction(kind="attorney", party="Roe & Poe LLP", words="my attorney")
    case = after(case_of(DANA, RINGING), handbook, named, NameSpeaker(relation="attorney"))
    case = after(case, handbook, say(name="Poe and Roe", account="A-2"))
    assert case.call is not None
    assert case.call.speaker == "attorney"
    assert case.call.verified


def test_wrong_answers_of_another_speaker_count_for_the_day(handbook: Handbook) -> None:
    case = spouse_on_line(handbook)
    for wrong in ("Sam Roe", "Max Poe", "Ivy Ash"):
        case = after(case, handbook, say(name=wrong, zip="43215"))
    assert "3 wrong answers" in refused(case, handbook, say(name="Robin Lee", zip="43215"))


def test_the_name_on_file_is_in_no_answer(handbook: Handbook) -> None:
    decision = decide(spouse_on_line(handbook), say(name="Sam Roe", zip="43215"), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)
    assert "Robin" not in repr((decision, identity_gate(spouse_on_line(handbook), handbook, NOW)))


def test_what_is_read_out_is_for_those_who_may_hear_of_a_debt(handbook: Handbook) -> None:
    married = replace(LEAVE, kind="marriage", is_written=True)
    case = after(case_of(DANA, RINGING), handbook, married, NameSpeaker(relation="spouse"))
    decision = decide(case, say(name="Robin Lee", zip="43215"), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)
    assert "may hear nothing" in decision.says
    case = evolve(case, decision.entries, decision.rows)
    assert "shows a debt" in refused(case, handbook, GiveDisclosure(kind="collector-disclosure"))
    after(case, handbook, GiveDisclosure(kind="recording-notice"))


def test_a_verified_spouse_is_told_what_they_may_hear(handbook: Handbook) -> None:
    decision = decide(spouse_on_line(handbook), say(name="Robin Lee", zip="43215"), handbook, NOW, "ana")
    assert isinstance(decision, Accepted)
    assert "how much it is" in decision.says
    assert "facility" not in decision.says


def test_only_the_consumer_gives_leave_to_call(handbook: Handbook) -> None:
    case = after(spouse_on_line(handbook), handbook, say(name="Robin Lee", zip="43215"))
    assert "verified consumer" in refused(case, handbook, RecordConsent(words="call whenever", until=TODAY))


# ── leave for others ──


def test_leave_by_word_is_the_verified_consumers_own(handbook: Handbook) -> None:
    assert "verified consumer" in refused(case_of(DANA, RINGING), handbook, LEAVE)
    assert "verified consumer" in refused(case_of(DANA), handbook, LEAVE)
    of_spouse = after(spouse_on_line(handbook), handbook, say(name="Robin Lee", zip="43215"))
    other = replace(LEAVE, relation="adult_child", party="Kim Lee")
    assert "verified consumer" in refused(of_spouse, handbook, other), "a spouse gives no leave for others"


def test_leave_in_writing_needs_no_call(handbook: Handbook) -> None:
    case = after(case_of(DANA), handbook, replace(LEAVE, is_written=True))
    (held,) = case.consumer.authorities
    assert (held.kind, held.relation, held.is_written) == ("consent", "spouse", True)
    assert case.texts[held.party] == "Robin Lee"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"kind": "letter"}, "authority is one of"),
        ({"relation": "friend"}, "for one of"),
        ({"party": " "}, "by name"),
        ({"words": ""}, "words"),
        ({"debts": (99,)}, "not on this case"),
        ({"until": TODAY.replace(year=2025)}, "passed already"),
        ({"kind": "power_of_attorney"}, "paper"),
    ],
)
def test_an_authority_that_says_too_little_is_refused(handbook: Handbook, wrong: dict[str, object], why: str) -> None:
    case = case_of(DANA, RINGING, VERIFIED)
    assert why in refused(case, handbook, replace(LEAVE, **wrong))


def test_a_parents_authority_ends_the_day_before_the_child_is_of_age(handbook: Handbook) -> None:
    child = DANA.replace("1980-03-04", "2012-02-29")
    parent = GiveAuthority(kind="parent_of_minor", relation="parent", party="Kim Lee", words="birth certificate")
    (held,) = after(case_of(child), handbook, parent).consumer.authorities
    assert str(held.until) == "2030-02-28"
    assert "of age" in refused(case_of(DANA), handbook, parent)


def test_an_authority_is_ended_with_a_reason(handbook: Handbook) -> None:
    case = spouse_on_line(handbook)
    (held,) = case.consumer.authorities
    assert "why" in refused(case, handbook, EndAuthority(authority=held.id, why=" "))
    assert "no such" in refused(case, handbook, EndAuthority(authority=99, why="none"))
    ended = after(case, handbook, EndAuthority(authority=held.id, why="taken back"))
    assert ended.consumer.authorities == ()
    assert not identity_gate(ended, handbook, NOW).can_open, "nobody is on file by name any more"


# ── who may hear what ──


def hears(speaker: str, **more: object) -> frozenset[str]:
    """What a verified speaker may hear of the first debt, in a story that is told with more."""
    call = GivenCall(at="2026-04-01 10:00", by="them", speaker=speaker, verified=True)
    return may_hear(told(replace(Given(calls=(call,)), **more)))[1]


def test_the_consumer_hears_everything() -> None:
    assert hears("consumer") == frozenset(FACTS)


@pytest.mark.parametrize("speaker", sorted(set(SPEAKERS) - {*NAMED}))
def test_nobody_hears_anything_by_saying_who_they_are(speaker: str) -> None:
    assert hears(speaker) == frozenset()


def test_an_unverified_voice_hears_nothing() -> None:
    call = GivenCall(at="2026-04-01 10:00", by="them")
    assert may_hear(told(Given(calls=(call,)))) == {1: frozenset()}


def test_who_may_hear_is_told_debt_by_debt() -> None:
    debts = (GivenDebt(), GivenDebt(patient="Robin Example"))
    leave = (GivenAuthority(kind="consent", relation="spouse", debts=(2,)),)
    call = GivenCall(at="2026-04-01 10:00", by="them", speaker="spouse", verified=True)
    heard = may_hear(told(Given(debts=debts, authorities=leave, calls=(call,))))
    assert heard[1] == frozenset()
    assert heard[2] == frozenset(FACTS) - {"disclose_care"}


def test_a_rule_says_what_it_keeps_back() -> None:
    verdicts = told(
        Given(debts=(GivenDebt(patient="Robin Example"),), calls=(GivenCall(at="2026-04-01 10:00", verified=True),))
    )
    finding = keeps_back(verdicts, 1, "disclose_care")
    assert finding is not None
    assert finding.rule == "us.hipaa.others-care"
    assert keeps_back(verdicts, 1, "disclose_amount") is None


def test_asking_beforehand_answers_as_the_call_would() -> None:
    leave = (GivenAuthority(kind="consent", relation="spouse"),)
    beforehand = may_hear(heard_by(told(Given(authorities=leave)), "spouse"))
    assert beforehand == {1: hears("spouse", authorities=leave)}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(SPEAKERS),
    st.lists(st.sampled_from(list(product(AUTHORITIES, SPEAKERS))), max_size=3),
    st.lists(st.sampled_from(["confidential", "safety", "deceased", "attorney", "distress"]), max_size=2),
    st.sampled_from(["confidential", "safety", "distress"]),
)
def test_one_more_wish_for_privacy_never_lets_anybody_hear_more(
    speaker: str, leave: list[tuple[str, str]], limits: list[str], one_more: str
) -> None:
    held = tuple(GivenAuthority(kind=kind, relation=relation, written=True) for kind, relation in leave)
    placed = tuple(GivenLimit(kind=kind) for kind in limits)
    before = hears(speaker, authorities=held, restrictions=placed)
    assert hears(speaker, authorities=held, restrictions=(*placed, GivenLimit(kind=one_more))) <= before


def test_the_rules_of_people_are_all_proved() -> None:
    folder = Path(ROOT) / "rules" / "us" / "people"
    rules = {path.name.removesuffix(".yaml") for path in folder.glob("*.yaml") if not path.name.endswith(".cases.yaml")}
    assert rules == {path.name.removesuffix(".cases.yaml") for path in folder.glob("*.cases.yaml")}
