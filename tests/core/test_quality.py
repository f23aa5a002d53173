"""The quality form: what a journal and a way through the script show, and what is honestly unknown."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist import events as ev
from callassist.casefile import Call, CaseFile, Consumer, Debt, Entry, consumer_stream
from callassist.errors import CallassistError
from callassist.intake.library import data_root
from callassist.intake.quality_files import load_form
from callassist.quality import score
from callassist.quality_judging import JUDGES
from callassist.quality_shapes import CANNOT_TELL, MET, MISSED, NOT_APPLICABLE, Form, Heard, Scored, Stood, Trail

NOON = datetime(2026, 6, 2, 14, 5, tzinfo=UTC)
CALL = 3
FORM = load_form(data_root())
REHEARSED = Trail(is_rehearsal=True)
OFFER = ev.OfferTerms(kind="plan", payments=(), owed_cents=10_000)


def said(kind: str) -> ev.Event:
    """A statement read out on the call."""
    return ev.DisclosureGiven(call=CALL, kind=kind)


VERIFIED = ev.IdentityVerified(call=CALL, factors=("dob", "zip"))
TRIED = ev.IdentityTried(call=CALL, factor="dob", is_match=True)
MADE = ev.OffersMade(call=CALL, offers=(OFFER,))
USUAL = (said("recording-notice"), TRIED, VERIFIED, said("collector-disclosure"), said("coverage-question"))


def judged(
    *events: ev.Event,
    trail: Trail = REHEARSED,
    outcome: str = "RPC-NC",
    note: str = "",
    form: Form = FORM,
    **call: object,
) -> Scored:
    """A call in which these things happened, one after another."""
    found = Call(
        id=CALL,
        at=NOON,
        actor="ana",
        is_inbound=False,
        row=1,
        debts=(1,),
        line="agency",
        outcome=outcome,
        talk_seconds=120,
        verified=("dob", "zip") if VERIFIED in events else (),
        disclosures=tuple(each.kind for each in events if isinstance(each, ev.DisclosureGiven)),
    )
    made = replace(found, **call)
    entries = tuple(
        Entry(
            stream=consumer_stream(1),
            seq=CALL + 1 + index,
            at=NOON + timedelta(seconds=index),
            actor="ana",
            event=event,
        )
        for index, event in enumerate(events)
    )
    case = CaseFile(
        id=1,
        consumer=Consumer(calls=(made,)),
        obligations=(),
        debts=(Debt(id=1, client="MERCY", account="A", balance_cents=10_000),),
        versions={},
        last_rows={},
        texts={9: note},
    )
    return score(case, made, entries, form, trail)


def result(found: Scored, item: str) -> str:
    """How one line of the form came out."""
    return next(mark.result for mark in found.marks if mark.id == item)


def told(what: str, *stood: Stood, after: int = 1) -> Trail:
    """A rehearsal in which something was told at the first step."""
    return Trail(
        is_rehearsal=True, stood=(Stood(place="a#b"), *stood), heard=(Heard(place="a#b", tells=(what,), after=after),)
    )


ASKS = Stood(place="first-contact#ask", asks_money=True)
KIND = Stood(place="dispute#looks-wrong", is_kind=True)


# ── in order ──


@pytest.mark.parametrize(
    ("events", "item", "expected"),
    [
        (USUAL, "recording", MET),
        ((TRIED, said("recording-notice"), VERIFIED), "recording", MISSED),
        ((TRIED, VERIFIED), "recording", MISSED),
        ((), "recording", NOT_APPLICABLE),
        (USUAL, "identity", MET),
        ((said("recording-notice"), said("coverage-question"), VERIFIED), "identity", MISSED),
        (USUAL, "disclosure", MET),
        ((said("recording-notice"), VERIFIED, said("coverage-question"), MADE), "disclosure", MISSED),
        ((*USUAL, MADE), "coverage", MET),
        ((*USUAL[:4], MADE, said("coverage-question")), "coverage", MISSED),
        (USUAL, "coverage", MET),
        (USUAL[:4], "coverage", NOT_APPLICABLE),
        ((*USUAL, MADE, said("plan-read-back"), ev.PromiseMade(shares=(), due=NOON.date())), "read-back", MET),
        ((*USUAL, MADE, ev.PromiseMade(shares=(), due=NOON.date())), "read-back", MISSED),
        (USUAL, "read-back", NOT_APPLICABLE),
        ((*USUAL, ev.CheckMade(action="demand", effect="block")), "within-rules", MISSED),
        (USUAL, "within-rules", CANNOT_TELL),
    ],
)
def test_the_order_of_the_journal_decides(events: tuple[ev.Event, ...], item: str, expected: str) -> None:
    assert result(judged(*events), item) == expected


def test_a_step_that_names_the_debt_to_nobody_verified_is_a_finding() -> None:
    trail = Trail(stood=(Stood(place="first-contact#open"), Stood(place="x#y", names_debt=True)), is_rehearsal=True)
    found = judged(said("recording-notice"), trail=trail)
    assert [mark.id for mark in found.findings] == ["identity"]
    assert not found.passes


def test_coverage_on_an_earlier_call_counts() -> None:
    found = judged(*USUAL[:4], MADE)
    assert result(found, "coverage") == MISSED


def test_somebody_else_is_told_nothing() -> None:
    told_them = judged(said("recording-notice"), said("collector-disclosure"), answered=("household",), outcome="TP-R")
    told_nothing = judged(said("recording-notice"), answered=("household",), outcome="TP-R")
    assert result(told_them, "others") == MISSED
    assert result(told_nothing, "others") == MET


def test_of_a_call_worked_elsewhere_what_was_read_out_is_not_known() -> None:
    elsewhere = ev.IdentityVerified(call=CALL, factors=("attested",))
    found = judged(elsewhere, verified=("attested",), trail=Trail(), outcome="PTP")
    assert {result(found, item) for item in ("recording", "identity", "disclosure", "coverage")} == {CANNOT_TELL}
    assert not found.findings


# ── what was told ──


@pytest.mark.parametrize(
    ("what", "item", "right"),
    [
        ("dispute", "dispute", "DSP"),
        ("paid", "dispute", "PCD"),
        ("stop", "stop", "CND"),
        ("attorney", "attorney", "ATTY"),
        ("bankruptcy", "attorney", "BKY"),
        ("crisis", "crisis", "SUP"),
        ("hardship", "aid", "FAP"),
    ],
)
def test_what_was_told_is_kept_and_no_money_follows(what: str, item: str, right: str) -> None:
    assert result(judged(*USUAL, trail=told(what, KIND), outcome=right), item) == MET
    assert result(judged(*USUAL, trail=told(what, KIND), outcome="RTP"), item) == MISSED
    if item != "aid":
        assert result(judged(*USUAL, trail=told(what, ASKS), outcome=right), item) == MISSED


def test_money_from_somebody_who_said_that_they_are_covered_is_a_finding() -> None:
    found = judged(*USUAL, trail=told("cover", ASKS))
    assert "coverage" in {mark.id for mark in found.findings}


def test_kind_words_soon_after_what_was_told_count() -> None:
    assert result(judged(*USUAL, trail=told("angry", Stood(place="a#c"), KIND)), "kindness") == MET
    assert (
        result(judged(*USUAL, trail=told("angry", Stood(place="a#c"), Stood(place="a#d"), KIND)), "kindness") == MISSED
    )


@pytest.mark.parametrize("item", ["aid", "dispute", "stop", "attorney", "crisis", "kindness", "outcome"])
def test_of_a_logged_call_what_was_said_is_not_known(item: str) -> None:
    assert result(judged(*USUAL, trail=Trail()), item) == CANNOT_TELL


def test_the_outcome_of_a_rehearsal_is_right_or_wrong() -> None:
    ends = Trail(is_rehearsal=True, ends=("DSP",))
    assert result(judged(*USUAL, trail=ends, outcome="DSP"), "outcome") == MET
    assert result(judged(*USUAL, trail=ends, outcome="RTP"), "outcome") == MISSED


DEAL = ev.DealAccepted(call=CALL, terms=OFFER, parts=())
SAID_YES = ev.OfferAnswered(call=CALL, answer="yes")


@pytest.mark.parametrize(
    ("events", "tells", "expected"),
    [
        ((DEAL, SAID_YES), ("declines", "agrees"), MET),
        ((DEAL, SAID_YES), ("agrees", "declines"), MISSED),
        ((DEAL, SAID_YES), (), MET),
        ((DEAL,), (), MISSED),
        ((), ("declines",), NOT_APPLICABLE),
    ],
)
def test_what_is_agreed_is_what_they_said_yes_to(
    events: tuple[ev.Event, ...], tells: tuple[str, ...], expected: str
) -> None:
    trail = Trail(is_rehearsal=True, heard=tuple(Heard(place="a#b", tells=(each,)) for each in tells))
    assert result(judged(*USUAL, *events, trail=trail), "their-yes") == expected


# ── what was typed, and points ──


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Wants the list of charges.", MET),
        ("Card 4111 1111 1111 1111, 12/27", MISSED),
        ("Told them we will garnish wages.", MISSED),
        ("She is a liar.", MISSED),
    ],
)
def test_a_note_holds_no_card_number_and_no_threat(note: str, expected: str) -> None:
    found = judged(*USUAL, ev.NoteWritten(row=9, call=CALL), note=note)
    assert result(found, "typed") == expected


def test_a_finding_fails_a_call_whatever_its_points() -> None:
    lenient = replace(FORM, passes=0)
    assert judged(*USUAL, trail=told("angry", ASKS), form=lenient).passes
    assert not judged(*USUAL, trail=told("stop", KIND), outcome="RTP", form=lenient).passes


def test_what_does_not_apply_counts_neither_way() -> None:
    found = judged(outcome="NA", talk_seconds=0)
    assert (found.points, found.possible, found.percent, found.findings) == (0, 0, None, ())


def test_points_are_those_of_what_was_met() -> None:
    found = judged(*USUAL)
    met = sum(mark.weight for mark in found.marks if mark.result == MET)
    assert (found.points, found.percent) == (met, met * 100 // found.possible)


# ── the file ──


def test_every_line_of_the_form_has_its_judge() -> None:
    assert {item.id for item in FORM.items} == set(JUDGES)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  recording:", "  recroding:", "nothing is judged as 'recroding'"),
        ("weight: 8", "weight: 0", "whole number from 1"),
        ("passes: 85", "passes: 850", "from 0 to 100"),
        ("passes: 85", "pases: 85", "pases"),
    ],
)
def test_a_fault_of_the_form_is_named_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "quality.yaml"
    shutil.copyfile(data_root() / "quality.yaml", path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CallassistError) as found:
        load_form(tmp_path)
    assert says in str(found.value)
    assert "quality.yaml" in str(found.value)
