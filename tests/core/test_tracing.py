"""A vendor's answer beside a case: what agrees, what it is worth, what it brings, and when only a person may accept."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import CaseFile
from callassist.commands import MarkNumber, RecordNotice, ReturnNotice
from callassist.commands_traces import AcceptTrace, MarkPlace, ReceiveTrace, RefuseTrace, RequestTrace
from callassist.dossier import Trace, TracedPhone, TracedPlace
from callassist.errors import BadInput
from callassist.faces import Face, face_from_rows
from callassist.handbook import Handbook
from callassist.intake.name_tables import load_name_tables
from callassist.intake.trace_tables import COLUMNS, TABLE, load_weights
from callassist.policy import Traces, TraceVendor
from callassist.tracing import Evidence, compare_trace, doubts
from tests.core.decisions import CELL, HOME, accepted, after, refusal
from tests.core.decisions import TABLE as TABLE_OF_OUTCOMES
from tests.core.journals import DANA, DATA, NOW, case_of, handbook_of

NAMES = load_name_tables(DATA)
WEIGHTS = load_weights(DATA)
ELM = rec.Address(street="12 Elm Street Apt 3", city="Columbus", state="OH", zip="43215")
OLD = rec.Address(street="9 Oak St", city="Columbus", state="OH", zip="43201")
DANA_NOW = rec.Person(first="Dana", middle="Marie", last="Lee-Ortiz", dob=date(1980, 3, 4), ssn4="4417")
MAIDEN = rec.Person(first="Dana", last="Kowalski", dob=date(1980, 3, 4), ssn4="4417")
FACE = face_from_rows(7, (MAIDEN, DANA_NOW, OLD, ELM, rec.Phone(number=16145550101, kind="cell")), ())
BIRCH = TracedPlace(street="77 Birch Ave", city="Dayton", state="OH", zip="45402")


def at_elm(street: str, zip_code: str = "43215") -> TracedPlace:
    return TracedPlace(street=street, city="Columbus", state="OH", zip=zip_code)


def levels(found: Trace, face: Face = FACE) -> dict[str, str]:
    return dict(compare_trace(found, face, NAMES))


@pytest.mark.parametrize(
    ("first", "last", "more", "level"),
    [
        ("Dana", "Lee-Ortiz", {}, "exact"),
        ("DANA", "LEE ORTIZ", {}, "exact"),
        ("D", "Lee-Ortiz", {}, "variant"),
        ("Dana", "Lee", {}, "variant"),
        ("Dana", "Lee-Oritz", {}, "variant"),
        ("Lee", "Dana", {}, "variant"),
        ("Marie", "Lee-Ortiz", {}, "variant"),
        ("Dana", "Lee-Ortiz", {"middle": "T"}, "variant"),
        ("Dana", "Lee-Ortiz", {"suffix": "Jr"}, "variant"),
        ("Dana", "Kowalski", {}, "maiden"),
        ("Dana", "Petersen", {"former": ("Dana Lee-Ortiz", "Dana Ortiz")}, "maiden"),
        ("Dana", "Petersen", {}, "different"),
        ("Robert", "Lee-Ortiz", {}, "different"),
    ],
)
def test_names_are_compared(first: str, last: str, more: dict[str, object], level: str) -> None:
    found = Trace(first=first, last=last, **more)  # type: ignore[arg-type]
    assert levels(found)["name"] == level


def test_a_nickname_is_told_from_a_slip_and_a_junior_from_the_senior() -> None:
    bill = face_from_rows(8, (rec.Person(first="William", last="Poe", suffix="Sr"),), ())
    assert levels(Trace(first="Bill", last="Poe"), bill)["name"] == "nick"
    assert levels(Trace(first="William", last="Poe", suffix="Jr"), bill)["name"] == "different"


@pytest.mark.parametrize(
    ("born", "level"),
    [
        ("1980-03-04", "full"),
        ("1980-04-03", "partial"),
        ("1980-03", "partial"),
        ("1980", "partial"),
        ("1980-03-05", "different"),
        ("1981", "different"),
        ("", None),
    ],
)
def test_birth_dates_are_compared(born: str, level: str | None) -> None:
    assert levels(Trace(first="Dana", last="Lee-Ortiz", born=born)).get("dob") == level


@pytest.mark.parametrize(
    ("place", "before", "expected"),
    [
        (at_elm("12 Elm St #3"), (), {"current_address": "same"}),
        (at_elm("12 Elm St"), (), {"current_address": "unit_missing"}),
        (at_elm("12 Elm"), (), {"current_address": "partial"}),
        (at_elm("12 Eml Street Apt 3"), (), {"current_address": "near"}),
        (at_elm("12 Elm St #3", "45402"), (), {"current_address": "same"}),  # one town, a ZIP that was redrawn
        (BIRCH, (at_elm("12 Elm St #3"),), {"current_address": "different", "previous_address": "same"}),
        (BIRCH, (at_elm("Elm St"),), {"current_address": "different", "previous_address": "partial"}),
        (at_elm("9 Oak Street", "43201"), (), {"current_address": "different", "previous_address": "same"}),
        (at_elm("500 High St"), (), {"current_address": "different", "zip": "same"}),
        (replace(BIRCH, street="12 Elm Street Apt 3"), (), {"current_address": "different"}),
    ],
)
def test_places_are_compared(place: TracedPlace, before: tuple[TracedPlace, ...], expected: dict[str, str]) -> None:
    found = levels(Trace(first="Dana", last="Lee-Ortiz", place=place, before=before))
    assert {field: found[field] for field in found if "address" in field or field == "zip"} == expected


def test_whoever_lives_with_somebody_does_not_add_up_to_them() -> None:
    household = (("name", "exact"), ("current_address", "same"), ("previous_address", "same"), ("phone", "on_file"))
    assert WEIGHTS.score(household) == 30
    assert WEIGHTS.grade(30) == "B"
    personal: Evidence = (("name", "exact"), ("dob", "full"), ("previous_address", "same"))
    assert WEIGHTS.grade(WEIGHTS.score(personal)) == "A"
    assert WEIGHTS.score(household) < Traces().accept_score <= WEIGHTS.score(personal)


def test_what_contradicts_is_left_to_a_person() -> None:
    for field in ("name", "dob", "ssn4"):
        assert WEIGHTS.is_barred((("phone", "on_file"), (field, "different")))
    assert not WEIGHTS.is_barred((("current_address", "different"),))


def test_a_table_that_makes_no_sense_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    head, good = ",".join(COLUMNS), (DATA / "tables" / TABLE).read_text(encoding="utf-8")
    for text, said in (
        (f"{head}\nfield,shoe,same,3,x\n", "line 2"),
        (f"{head}\nfield,dob,full,many,x\n", "line 2"),
        (f"{head}\nfield,dob,full\n", "line 2"),
        (good.replace("grade,B,,30,", "grade,B,,40,"), "best first"),
        ("nothing\n", "header"),
    ):
        (tmp_path / "tables" / TABLE).write_text(text, encoding="utf-8")
        with pytest.raises(BadInput, match=said):
            load_weights(tmp_path)


# ── what is decided ──

FOUND = Trace(
    first="Dana",
    last="Lee",
    place=BIRCH,
    phones=(TracedPhone(number=19375550144, kind="cell"), TracedPhone(number=16145550199, kind="cell")),
    seen=date(2026, 11, 1),
    digest="aa",
)
SURE = ReceiveTrace(found=FOUND, vendor="V", purpose="collection", grade="A", score=40, margin=20)


@pytest.fixture
def handbook() -> Handbook:
    made = handbook_of(TABLE_OF_OUTCOMES)
    policy = Traces(vendors={"V": TraceVendor(purpose="collection", gets=("dob",)), "W": TraceVendor(purpose="x")})
    agency = replace(made.setting.agency, traces=policy)
    return replace(made, setting=replace(made.setting, agency=agency))


def asked(handbook: Handbook, vendor: str = "V") -> CaseFile:
    return after(case_of(DANA), RequestTrace(vendor=vendor, reference="AAAA-AAAA-A"), handbook)


def waiting(handbook: Handbook) -> CaseFile:
    return after(asked(handbook), replace(SURE, margin=3), handbook)


def test_what_nobody_asked_the_vendor_for_waits(handbook: Handbook) -> None:
    for case in (case_of(DANA), asked(handbook, "W")):
        assert [trace.state for trace in after(case, SURE, handbook).consumer.traces] == ["waiting"]


def test_a_zip_of_another_state_is_left_to_a_person_and_said(handbook: Handbook) -> None:
    odd = replace(SURE, found=replace(FOUND, place=replace(BIRCH, zip="90210")))
    geography = handbook.setting.geography
    zones = {"902": ("America/Los_Angeles",), **geography.zip3}
    known = replace(geography, zip3=zones, states={"OH": ("America/New_York",)})
    handbook = replace(handbook, setting=replace(handbook.setting, geography=known))
    case = after(asked(handbook), odd, handbook)
    assert [trace.state for trace in case.consumer.traces] == ["waiting"]
    said = accepted(case, AcceptTrace(trace=case.consumer.traces[0].id), handbook).says
    assert said.endswith("Check it: the ZIP 90210 is in another time zone than OH.")


def test_above_both_thresholds_it_goes_on_file_by_itself(handbook: Handbook) -> None:
    case = after(asked(handbook), SURE, handbook)
    assert [trace.state for trace in case.consumer.traces] == ["accepted"]
    new = case.consumer.numbers[-1]
    assert (new.number, new.standing, new.confidence, new.seen) == (19375550144, "untried", "A", date(2026, 11, 1))
    assert new.source == "trace:V"
    assert [(p.address.street, p.standing) for p in case.consumer.places] == [
        ("12 Elm St", "previous"),
        ("77 Birch Ave", "untried"),
    ]
    assert case.consumer.zip == "45402"


@pytest.mark.parametrize(
    "less", [{"score": 35}, {"margin": 11}, {"score": 90, "is_barred": True}, {"score": -5, "margin": -5}]
)
def test_below_a_threshold_or_contradicted_it_waits(handbook: Handbook, less: dict[str, object]) -> None:
    case = after(asked(handbook), replace(SURE, **less), handbook)
    assert [trace.state for trace in case.consumer.traces] == ["waiting"]
    assert case.consumer.places == case_of(DANA).consumer.places
    assert case.consumer.numbers == case_of(DANA).consumer.numbers


def test_a_person_accepts_what_waits_or_refuses_it_with_a_reason(handbook: Handbook) -> None:
    case = waiting(handbook)
    trace = case.consumer.traces[0].id
    taken = after(case, AcceptTrace(trace=trace), handbook)
    assert taken.consumer.traces[0].state == "accepted"
    assert len(taken.consumer.numbers) == 3
    assert "Say why" in refusal(case, RefuseTrace(trace=trace, why=" "), handbook)
    refused = after(case, RefuseTrace(trace=trace, why="another Dana"), handbook)
    assert refused.consumer.traces[0].state == "refused"
    for done in (taken, refused):
        assert "No such answer" in refusal(done, AcceptTrace(trace=trace), handbook)
        assert "on file already" in refusal(done, SURE, handbook)


@pytest.mark.parametrize("standing", ["bad", "wrong_party", "retired"])
def test_a_number_that_was_marked_stays_so(handbook: Handbook, standing: str) -> None:
    case = after(asked(handbook), MarkNumber(row=CELL, standing=standing, why="a stranger"), handbook)
    case = after(case, SURE, handbook)
    assert [(p.number, p.standing) for p in case.consumer.numbers][1] == (16145550199, standing)


def test_an_address_that_was_seen_before_ours_was_given_moves_nobody(handbook: Handbook) -> None:
    old = replace(SURE, found=replace(FOUND, seen=date(2020, 1, 1)))
    assert len(after(asked(handbook), old, handbook).consumer.places) == 1
    marked = after(asked(handbook), MarkPlace(row=2, standing="returned", why="a letter came back"), handbook)
    places = after(marked, old, handbook).consumer.places
    assert [place.standing for place in places] == ["returned", "untried"]


# ── asking, and mail ──


def test_a_vendor_is_asked_once_in_so_many_days(handbook: Handbook) -> None:
    ask = RequestTrace(vendor="V", reference="AAAA-AAAA-A")
    decision = accepted(case_of(DANA), ask, handbook)
    event = decision.entries[-1].event
    assert isinstance(event, ev.TraceRequested)
    assert (event.sent, event.purpose) == (("name", "addresses", "dob"), "collection")
    case = after(case_of(DANA), ask, handbook)
    assert "again from" in refusal(case, replace(ask, vendor="W"), handbook)
    long_ago = replace(case.consumer.trace_requests[0], at=NOW - timedelta(days=31))
    again = replace(case, consumer=replace(case.consumer, trace_requests=(long_ago,)))
    assert accepted(again, ask, handbook).says == "V is asked."
    assert "no vendor" in refusal(case_of(DANA), replace(ask, vendor="X"), handbook)
    answered = after(case, replace(SURE, reference="AAAA-AAAA-A"), handbook)
    assert answered.consumer.trace_requests[0].answered == NOW


def test_mail_that_came_back_marks_where_it_went(handbook: Handbook) -> None:
    case = after(case_of(DANA), RecordNotice(kind="validation", on=date(2026, 11, 2)), handbook)
    notice = case.consumer.notices[0].id
    back = after(case, ReturnNotice(notice=notice, on=date(2026, 11, 20)), handbook)
    place = back.consumer.places[0]
    assert (place.standing, place.since, place.is_usable) == ("returned", date(2026, 11, 20), False)
    assert doubts(back) == ("Mail to the newest address came back on 20 Nov 2026.",)
    again = after(back, MarkPlace(row=place.row, standing="good", why="they say it reaches them"), handbook)
    assert doubts(again) == ()
    emailed = after(case_of(DANA), RecordNotice(kind="validation", on=date(2026, 11, 2), medium="email"), handbook)
    bounced = after(emailed, ReturnNotice(notice=emailed.consumer.notices[0].id), handbook)
    assert bounced.consumer.places[0].standing == "untried"


def test_doubts_are_told(handbook: Handbook) -> None:
    assert doubts(case_of(DANA)) == ()
    case = after(case_of(DANA), MarkNumber(row=HOME, standing="wrong_party", why="a stranger"), handbook)
    assert doubts(case) == ()
    case = after(case, MarkNumber(row=CELL, standing="bad", why="out of service"), handbook)
    assert doubts(case) == ("No number may still lead to them: 2 are bad or somebody else's.",)
    assert "An answer to a trace waits to be judged." in doubts(waiting(handbook))


def test_an_address_is_marked_with_a_reason(handbook: Handbook) -> None:
    case = case_of(DANA)
    assert "no such address" in refusal(case, MarkPlace(row=99, standing="good", why="x"), handbook)
    assert "one of" in refusal(case, MarkPlace(row=2, standing="fine", why="x"), handbook)
    assert "Say why" in refusal(case, MarkPlace(row=2, standing="good", why=""), handbook)
    assert "still to come" in refusal(case, MarkPlace(row=2, standing="good", why="x", on=date(2027, 1, 1)), handbook)
