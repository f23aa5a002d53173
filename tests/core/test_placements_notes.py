"""What stands in a record's notes and telephone numbers: inherited limits, extensions, numbers from abroad."""

from __future__ import annotations

from pathlib import Path

import pytest

from callassist.events import DebtPlaced
from callassist.intake.inherited import Inherited
from callassist.numbers import parse_number
from callassist.stores.memory import MemoryStore
from tests.core.intake_files import ANN, Intake, ann, kinds, limit


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    """Give an empty store."""
    return Intake(MemoryStore(), tmp_path)


# ── telephone numbers ──


@pytest.mark.parametrize(
    ("text", "number", "extension"),
    [
        ("6145550101", 16145550101, ""),
        ("(614) 555-0101", 16145550101, ""),
        ("1-614-555-0101", 16145550101, ""),
        ("+1 614.555.0101", 16145550101, ""),
        ("614-555-0101 x12", 16145550101, "12"),
        ("614 555 0101 Ext. 7", 16145550101, "7"),
        ("614-555-0101 #4", 16145550101, "4"),
        ("+44 20 7946 0958", 442079460958, ""),
        ("011 52 55 5536 8888", 525555368888, ""),
        ("+52 55 5536 8888 ext 5", 525555368888, "5"),
    ],
)
def test_numbers_are_read_in_any_notation(text: str, number: int, extension: str) -> None:
    phone = parse_number(text, "home")
    assert phone is not None
    assert (phone.number, phone.extension, phone.kind) == (number, extension, "home")


@pytest.mark.parametrize(
    "text",
    ["", "none", "911", "555-0101", "0000000000", "6145555555", "1234567890", "9" * 200, "+999 12345678", "614-555-01"],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


def test_a_number_twice_on_a_record_is_one(intake: Intake) -> None:
    intake.send(ann(phone_home="(614) 555-0101", phone_work="N/A"))
    assert [(p.number, p.kind) for p in intake.case().consumer.numbers] == [(16145550101, "home")]


# ── notes ──


@pytest.mark.parametrize(
    ("note", "limits"),
    [
        ("do not call work", ["no_work_calls"]),
        ("Do not call.", ["do_not_call"]),
        ("cannot be disturbed Tue/Thu", ["inconvenient_time"]),
        ("no calls before noon", ["inconvenient_time"]),
        ("represented by attorney J. Doe 614-555-0188", ["attorney"]),
        ("cease letter received", ["cease"]),
        ("filed bankruptcy ch 7", ["bankruptcy", "unread_notes"]),
        ("works nights, call after 2 pm", ["inconvenient_time", "unread_notes"]),
        ("deceased per daughter", ["deceased"]),
        ("not deceased", ["unread_notes"]),
        ("no longer represented by an attorney, that ended", ["attorney", "unread_notes"]),
        ("hard of hearing", ["unread_notes"]),
        ("victim of identity theft; do not call", ["identity_theft", "do_not_call"]),
    ],
)
def test_a_note_hands_on_what_it_says_and_waits_for_a_reader_else(intake: Intake, note: str, limits: list[str]) -> None:
    intake.send(ann(notes=note))
    case = intake.case()
    assert kinds(case) == limits
    assert note in case.texts.values()
    assert all(r.source == "placements.csv" for r in case.consumer.restrictions)


def test_an_attorney_is_a_party_of_the_case(intake: Intake) -> None:
    intake.send(ann(notes="represented by attorney J. Doe 614-555-0188"))
    case = intake.case()
    assert case.texts[limit(case, "attorney").party] == "J. Doe"


def test_a_limit_on_one_kind_of_number_names_its_row(intake: Intake) -> None:
    intake.send(ann(phone_home="614-555-0177", notes="do not call cell"))
    case = intake.case()
    (cell,) = [point.row for point in case.consumer.numbers if point.kind == "cell"]
    assert limit(case, "do_not_call").row == cell


def test_a_patients_death_is_not_the_guarantors(intake: Intake) -> None:
    intake.send(ann(notes="patient deceased", patient_first_name="Tim", patient_last_name="Lee"))
    assert kinds(intake.case()) == ["unread_notes"]


@pytest.mark.parametrize(
    ("note", "allowed"),
    [
        ("call after 2 pm", {(tuple(range(7)), 840, 1440)}),
        ("call only Mon, Wed", {((0, 2), 0, 1440)}),
        ("no calls on weekends", {((0, 1, 2, 3, 4), 0, 1440)}),
        ("do not call between 9 am and 10:30 a.m.", {(tuple(range(7)), 0, 540), (tuple(range(7)), 630, 1440)}),
        ("please call in the evening only", {(tuple(range(7)), 1020, 1440)}),
        ("never call Tuesday mornings", {((0, 2, 3, 4, 5, 6), 0, 1440), ((1,), 720, 1440)}),
    ],
)
def test_stated_times_become_the_times_that_are_left(note: str, allowed: set[tuple[tuple[int, ...], int, int]]) -> None:
    heard = Inherited([("cease", "cease")]).heard(note)
    assert heard.is_understood
    (only,) = heard.limits
    assert {(w.days, w.start_minute, w.end_minute) for w in only.windows} == allowed


def test_a_line_of_business_follows_the_clients_policy(intake: Intake) -> None:
    intake.send(ANN)
    _, entries = intake.store.load(1)
    (placed,) = [entry.event for entry in entries if isinstance(entry.event, DebtPlaced)]
    assert placed.line in {"agency", "early_out"}
