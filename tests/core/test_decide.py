"""Decisions: what a command brings about on Dana's case, and the sentence with which one is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from callassist import commands as cmd
from callassist import events as ev
from callassist.casefile import CaseFile, consumer_stream, debt_stream
from callassist.commands import LogOutcome, PlaceCall
from callassist.decide import Refused, decide
from callassist.dossier import Phone
from callassist.handbook import Handbook
from callassist.standing import Link
from tests.core.decisions import A1, A2, CALL, CELL, HOME, TABLE, accepted, after, refusal, talking
from tests.core.journals import CASE, DANA, NOW, TODAY, case_of, eastern, handbook_of, rule


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return handbook_of(TABLE)


# ── dialling ──

CAPPED = handbook_of(
    TABLE,
    rule("calls_within", scope="debt", say="{count} of {limit} calls in {days} days; next {opens}.", limit=2, days=7),
)
TWICE_ABOUT_A1 = "\n".join(
    f"2026-11-{day} 10:00 called home A-1\n2026-11-{day} 10:01 ended NA none 0:00" for day in (22, 23)
)
TWICE = TWICE_ABOUT_A1.replace(" A-1", "")


def test_a_call_is_recorded_with_all_it_may_be_about(handbook: Handbook) -> None:
    decision = accepted(case_of(DANA), PlaceCall(row=CELL), handbook)
    assert [entry.event for entry in decision.entries[1:]] == [ev.CallPlaced(row=CELL, debts=(A1, A2), line="agency")]
    assert decision.says == "Dialling the cell number."


def test_a_debt_that_a_rule_stops_is_left_out_of_the_call() -> None:
    decision = accepted(case_of(DANA, TWICE_ABOUT_A1), PlaceCall(row=CELL), CAPPED)
    assert [entry.event for entry in decision.entries[1:]] == [ev.CallPlaced(row=CELL, debts=(A2,), line="agency")]
    assert decision.says == "Dialling the cell number; 1 of its debts may not be spoken of."


def test_a_call_that_rules_stop_is_refused_with_rule_and_opening() -> None:
    decision = decide(case_of(DANA, TWICE), PlaceCall(row=CELL), CAPPED, NOW, "ana")
    assert isinstance(decision, Refused)
    assert decision.sentence == "2 of 2 calls in 7 days; next Sun 29 Nov. [12 CFR 1006]"
    assert decision.findings[0].rule == "test.calls_within"
    assert decision.findings[0].opens == eastern("2026-11-29 00:00")


def test_a_call_speaks_for_one_line_of_business_only(handbook: Handbook) -> None:
    case = case_of(DANA, "owes E-1 to MERCY 30.00 early_out")
    decision = accepted(case, PlaceCall(row=CELL), handbook)
    assert [entry.event for entry in decision.entries[1:]] == [ev.CallPlaced(row=CELL, debts=(A1, A2), line="agency")]


def test_no_second_call_while_one_has_no_outcome(handbook: Handbook) -> None:
    case = case_of(DANA, CALL)
    assert "no outcome yet" in refusal(case, PlaceCall(row=HOME), handbook)
    assert "no outcome yet" in refusal(case, cmd.ReceiveCall(number=16145550101), handbook)
    done = after(case, LogOutcome(code="NA"), handbook)
    assert after(done, PlaceCall(row=HOME), handbook).call is not None


@pytest.mark.parametrize(
    ("more", "row", "part"),
    [
        ("", 99, "no such number"),
        ("2026-11-20 10:00 marked cell bad", CELL, "marked bad"),
        ("2026-11-20 10:00 marked cell wrong_party", CELL, "marked wrong party"),
        ("2026-11-20 10:00 paid A-1\n2026-11-20 10:00 paid A-2", CELL, "nothing to call about"),
    ],
)
def test_what_cannot_be_dialled(more: str, row: int, part: str, handbook: Handbook) -> None:
    assert part in refusal(case_of(DANA, more), PlaceCall(row=row), handbook)


def test_a_consumer_may_always_call_us() -> None:
    decision = accepted(case_of(DANA, TWICE), cmd.ReceiveCall(number=16145550199), CAPPED)
    assert [entry.event for entry in decision.entries] == [
        ev.CallReceived(number=16145550199, debts=(A1, A2), line="agency")
    ]


# ── on the line ──


def test_what_is_read_out_depends_on_who_listens(handbook: Handbook) -> None:
    locked = case_of(DANA, CALL)
    assert "verified person only" in refusal(locked, cmd.GiveDisclosure(kind="collector-disclosure"), handbook)
    assert "Say which" in refusal(locked, cmd.GiveDisclosure(kind=" "), handbook)
    heard = after(locked, cmd.GiveDisclosure(kind="recording-notice"), handbook)
    said = after(talking(), cmd.GiveDisclosure(kind="collector-disclosure", language="es"), handbook)
    assert heard.consumer.calls[-1].disclosures == ("recording-notice",)
    assert said.consumer.calls[-1].disclosures == ("collector-disclosure",)


def test_a_refusal_to_verify_says_what_was_offered(handbook: Handbook) -> None:
    refused = after(case_of(DANA, CALL), cmd.RefuseIdentity(instead="mail"), handbook)
    assert refused.consumer.calls[-1].refused == "mail"
    assert "offered instead" in refusal(case_of(DANA, CALL), cmd.RefuseIdentity(instead="shrug"), handbook)
    assert "verified already" in refusal(talking(), cmd.RefuseIdentity(instead="mail"), handbook)


def test_who_else_answered_is_one_of_a_list(handbook: Handbook) -> None:
    assert "Say who answered" in refusal(case_of(DANA, CALL), cmd.AnswerThirdParty(who="dog"), handbook)
    heard = after(case_of(DANA, CALL), cmd.AnswerThirdParty(who="facility"), handbook)
    assert heard.consumer.calls[-1].third_party == "facility"


@pytest.mark.parametrize(
    "command",
    [
        cmd.TryIdentity(answers=()),
        cmd.RefuseIdentity(instead="mail"),
        cmd.AnswerThirdParty(who="household"),
        cmd.GiveDisclosure(kind="recording-notice"),
        LogOutcome(code="NA"),
    ],
)
def test_without_a_call_there_is_nothing_to_do_on_it(command: cmd.Command, handbook: Handbook) -> None:
    assert "call" in refusal(case_of(DANA), command, handbook).lower()


# ── notes, skips, limits, numbers ──


def test_a_note_belongs_to_the_open_call(handbook: Handbook) -> None:
    case = talking()
    noted = after(case, cmd.WriteNote(text="  wife handles bills "), handbook)
    note = noted.consumer.notes[-1]
    assert (noted.texts[note.row], note.call) == ("wife handles bills", case.consumer.calls[-1].id)
    outside = after(case_of(DANA), cmd.WriteNote(text="letter returned"), handbook)
    assert outside.consumer.notes[-1].call == 0


@pytest.mark.parametrize(
    ("text", "part"),
    [("", "empty"), (" \n", "empty"), ("card 4111 1111 1111 1111 ok", "card number"), ("x" * 20_001, "longer than")]
    + [
        (f"card {number}", "card number")
        for number in (
            "4111 1111 1111 1111 12/27",
            "4111111111111111 1227 123",
            "4111-1111-1111-1111-12-27",
            "3782 822463 10005 0327",
            "5: 4111.1111.1111.1111",
            "41 11 11 11 11 11 11 11",
        )
    ],
)
def test_words_that_are_not_kept(text: str, part: str, handbook: Handbook) -> None:
    assert part in refusal(case_of(DANA), cmd.WriteNote(text=text), handbook)


def test_long_digits_that_are_no_card_are_kept(handbook: Handbook) -> None:
    text = "claim 4111111111111112, 0000000000000000"
    noted = after(case_of(DANA), cmd.WriteNote(text=text), handbook)
    assert noted.texts[noted.consumer.notes[-1].row] == text


def test_a_skip_needs_a_reason_and_no_open_call(handbook: Handbook) -> None:
    assert after(case_of(DANA), cmd.SkipCase(why="no interpreter"), handbook).consumer.skips == (NOW,)
    assert "Say why" in refusal(case_of(DANA), cmd.SkipCase(why=" "), handbook)
    assert "call is open" in refusal(talking(), cmd.SkipCase(why="busy"), handbook)


def test_a_restriction_is_in_force_when_it_is_written(handbook: Handbook) -> None:
    command = cmd.PlaceRestriction(kind="attorney", debts=(A1,), party="J. Doe", party_phone="614 555 0142")
    limited = after(case_of(DANA), command, handbook)
    limit = limited.stated("attorney", A1, TODAY)
    assert limit is not None
    assert limited.texts[limit.party] == "J. Doe"
    assert limited.stated("attorney", A2, TODAY) is None
    compliance = replace(handbook, role="compliance")
    lifted = after(limited, cmd.LiftRestriction(restriction=limit.id, why="attorney let go"), compliance)
    assert lifted.consumer.restrictions == ()


@pytest.mark.parametrize(
    ("command", "part"),
    [
        (cmd.PlaceRestriction(kind="sulk"), "one of: cease"),
        (cmd.PlaceRestriction(kind="cease", debts=(99,)), "not on this case"),
        (cmd.PlaceRestriction(kind="do_not_call", row=99), "no such number"),
        (cmd.PlaceRestriction(kind="inconvenient_time"), "at which times"),
        (cmd.PlaceRestriction(kind="hold"), "last day"),
        (cmd.PlaceRestriction(kind="hold", until=TODAY - timedelta(days=1)), "passed already"),
        (cmd.LiftRestriction(restriction=1, why="x"), "no such restriction"),
        (cmd.AddNumber(number=16145550101, kind="home"), "on file already"),
        (cmd.AddNumber(number=1614555010, kind="home"), "no whole telephone number"),
        (cmd.AddNumber(number=0, kind="home"), "no whole telephone number"),
        (cmd.AddNumber(number=16145550177, kind="pager"), "one of: home"),
        (cmd.MarkNumber(row=99, standing="bad", why="x"), "no such number"),
        (cmd.MarkNumber(row=CELL, standing="ugly", why="x"), "one of: untried"),
        (cmd.MarkNumber(row=CELL, standing="bad", why=""), "Say why"),
        (cmd.MarkNumber(row=CELL, standing="untried", why="x"), "already"),
        (cmd.RecordConsent(words="sure", until=TODAY), "Only the verified consumer"),
        (cmd.RefuseLink(other=case_of("Al Poe", case=9)), "not suggested"),
    ],
)
def test_records_that_are_refused(command: cmd.Command, part: str, handbook: Handbook) -> None:
    assert part in refusal(case_of(DANA), command, handbook)


def test_numbers_are_added_and_marked(handbook: Handbook) -> None:
    case = after(case_of(DANA), cmd.AddNumber(number=442071234567, kind="work", extension="12"), handbook)
    point = case.consumer.numbers[-1]
    assert (point.number, point.kind, point.extension, point.standing) == (442071234567, "work", "12", "untried")
    marked = after(case, cmd.MarkNumber(row=point.row, standing="bad", why="out of service"), handbook)
    assert marked.consumer.numbers[-1].standing == "bad"


def test_consent_is_the_verified_consumers_own(handbook: Handbook) -> None:
    given = after(talking(), cmd.RecordConsent(words="call any time", until=TODAY, debts=(A1,)), handbook)
    assert given.consumer.consents[-1].debts == (A1,)
    assert "words" in refusal(talking(), cmd.RecordConsent(words="", until=TODAY), handbook)
    past = TODAY - timedelta(days=1)
    assert "passed" in refusal(talking(), cmd.RecordConsent(words="ok", until=past), handbook)
    assert "not on this case" in refusal(talking(), cmd.RecordConsent(words="ok", until=TODAY, debts=(9,)), handbook)


# ── linked cases ──

OTHER = """
    Dana Lee, born 1980-03-04
    phone home 614-555-0101
    phone work 213-555-0123
"""


def other_case(*more: str) -> CaseFile:
    """Case 8: the same person at another client, with a debt of her own number."""
    other = case_of(OTHER, "owes B-9 to STRICT 99.00", *more, case=8)
    moved = replace(other.debts[0], id=81)
    return replace(
        other,
        debts=(moved,),
        obligations=(replace(other.obligations[0], debt=81),),
        versions={consumer_stream(8): other.versions[consumer_stream(8)], debt_stream(81): 1},
    )


def test_an_accepted_link_brings_debts_numbers_and_limits(handbook: Handbook) -> None:
    case = case_of(DANA, "2026-11-20 10:00 linked 8")
    other = other_case("2026-11-22 10:00 restricted do_not_call home", "2026-11-23 09:00 called work")
    other = replace(other, consumer=replace(other.consumer, calls=(replace(other.consumer.calls[0], outcome="NA"),)))
    decision = accepted(case, cmd.AcceptLink(other=other), handbook)
    here = [e.event for e in decision.entries if e.stream == consumer_stream(CASE)]
    there = [e.event for e in decision.entries if e.stream == consumer_stream(8)]
    assert ev.LinkAccepted(other=8, into=CASE, debts=(81,)) in here
    assert [event.debt for event in here if isinstance(event, ev.DebtTaken)] == [81]
    limits = [event for event in here if isinstance(event, ev.RestrictionPlaced)]
    assert [(limit.kind, limit.row) for limit in limits] == [("do_not_call", HOME), ("hold", 0)]
    assert limits[1].until == TODAY + timedelta(days=7)
    assert [row.value.number for row in decision.rows if isinstance(row.value, Phone)] == [12135550123]
    assert there == [
        ev.LinkAccepted(other=CASE, into=CASE, debts=(81,)),
        ev.DebtReleased(debt=81, why=f"the same person as case {CASE}"),
    ]


def test_links_that_cannot_be_made(handbook: Handbook) -> None:
    linked = case_of(DANA, "2026-11-20 10:00 linked 8")
    assert "not suggested" in refusal(case_of(DANA), cmd.AcceptLink(other=other_case()), handbook)
    assert "call is open" in refusal(linked, cmd.AcceptLink(other=other_case("2026-11-23 09:00 called work")), handbook)
    bare = replace(other_case(), obligations=(), debts=())
    assert "no debts" in refusal(linked, cmd.AcceptLink(other=bare), handbook)
    shared = replace(other_case(), obligations=case_of(DANA).obligations)
    assert "supervisor" in refusal(linked, cmd.AcceptLink(other=shared), handbook)


def test_a_suggestion_is_on_both_cases(handbook: Handbook) -> None:
    why = "the same voice"
    told = accepted(case_of(DANA), cmd.SuggestLink(other=other_case(), why=why, evidence=(("dob", "exact"),)), handbook)
    links = [(e.stream, e.event.other) for e in told.entries if isinstance(e.event, ev.LinkSuggested)]
    assert links == [(consumer_stream(CASE), 8), (consumer_stream(8), CASE)]
    linked = after(case_of(DANA), cmd.SuggestLink(other=other_case(), why=why, evidence=(("dob", "exact"),)), handbook)
    assert linked.consumer.links[0].why == "the same voice (dob exact: 0 bits)"


def test_what_cannot_be_suggested(handbook: Handbook) -> None:
    linked = case_of(DANA, "2026-11-20 10:00 linked 8")
    joined = case_of(DANA, "2026-11-20 10:00 linked 8", "2026-11-20 10:01 joined 8")
    from_there = replace(other_case(), consumer=replace(other_case().consumer, links=(Link(other=CASE, why="ZIP"),)))
    assert "itself" in refusal(linked, cmd.SuggestLink(other=linked, why="x"), handbook)
    assert "suggested already" in refusal(linked, cmd.SuggestLink(other=other_case(), why="x"), handbook)
    assert "suggested already" in refusal(case_of(DANA), cmd.SuggestLink(other=from_there, why="x"), handbook)
    assert "linked to this case already" in refusal(joined, cmd.SuggestLink(other=other_case(), why="x"), handbook)
    assert "Say why" in refusal(case_of(DANA), cmd.SuggestLink(other=other_case(), why=" "), handbook)


def test_a_link_is_refused_or_undone(handbook: Handbook) -> None:
    linked = case_of(DANA, "2026-11-20 10:00 linked 8")
    assert after(linked, cmd.RefuseLink(other=other_case()), handbook).consumer.links[0].state == "refused"
    joined = case_of(DANA, "2026-11-20 10:00 linked 8", "2026-11-20 10:01 joined 8")
    decision = accepted(joined, cmd.UndoLink(other=other_case(), debts=(A2,)), handbook)
    home, other = ([e.event for e in decision.entries if e.stream == consumer_stream(at)] for at in (CASE, 8))
    assert [type(event).__name__ for event in home] == ["LinkRefused", "DebtReleased"]
    assert [type(event).__name__ for event in other] == ["LinkRefused", "DebtTaken"]
    assert "nothing to undo" in refusal(linked, cmd.UndoLink(other=other_case(), debts=(A2,)), handbook)
    assert "not on this case" in refusal(joined, cmd.UndoLink(other=other_case(), debts=(99,)), handbook)
