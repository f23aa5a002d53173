"""Writing from the shell: any action asked about, messages both ways, look-ups, leave by medium, other systems."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from callassist.cli.session import Session
from callassist.desk import Desk
from callassist.desk.attempts import through
from callassist.events import ConsentGiven, MessageReceived, MessageSent, NumberChecked
from callassist.intake.library import data_root, load_handbook
from callassist.store import Seat
from callassist.stores.sqlite import SqliteStore
from tests.cli.conftest import HEAD
from tests.cli.shell import NOW, Shell

REST = "Columbus,OH,43215,300.00,2025-11-03,2026-02-01,2026-04-01"
NORA = f"N-1,MERCY,Nora,Vane,1980-03-04,4417,614-555-0171,,12 Elm St,{REST},G1,Zetamed Hospital,nora@gmail.com"
CELL, ADDRESS = 3, 4


@pytest.fixture
def nora(tmp_path: Path) -> Shell:
    """C1 with one cell telephone and one e-mail address, on Tuesday 2 June 2026, 10:05 Eastern."""
    return people(tmp_path)


def people(folder: Path) -> Shell:
    path = folder / "nora.csv"
    path.write_text(f"{HEAD},email\n{NORA}\n", encoding="utf-8")
    made = Shell(folder / "nora.sqlite", "--now", NOW, "--as", "ana")
    made("import", "placements", str(path))
    return made


def told(shell: Shell, kind: type) -> list[object]:
    store = SqliteStore(str(shell.db))
    try:
        return [entry.event for entry in store.load(1)[1] if isinstance(entry.event, kind)]
    finally:
        store.close()


def rules_of(shell: Shell, *words: str, code: int = 0) -> set[str]:
    return {each["rule"] for each in shell("may-call", "C1", "--json", *words, code=code).json["findings"]}


# ── asking ──


def test_every_action_can_be_asked_and_answers_in_one_shape(nora: Shell) -> None:
    keys = nora("may-call", "C1", "--json").json.keys()
    for action in ("text", "email", "letter", "owe", "voicemail"):
        assert nora("may-call", "C1", "--action", action, "--json").json.keys() == keys
    assert "us.tcpa.prerecorded-cell" in rules_of(nora, "--action", "prerecorded", code=1)


def test_a_text_that_is_not_stopped_says_what_it_was_asked_of(nora: Shell) -> None:
    assert nora("may-call", "C1", "--action", "text").out.startswith("no rule on file stops this: text (")
    assert nora("may-call", "C1").out.startswith("no rule on file stops this call (")


def test_an_address_is_named_by_its_row(nora: Shell) -> None:
    assert "us.regf.email-safe-harbour" in rules_of(nora, "--action", "email", "--address", str(ADDRESS))
    assert "its addresses are 4" in nora("may-call", "C1", "--action", "email", "--address", "9", code=2).sentence


# ── messages ──


def test_a_message_is_explained_by_its_number_and_a_refused_one_by_what_it_was(nora: Shell) -> None:
    nora("message", "C1", "text", "--words", "Reply STOP to opt out.")
    wrong = nora("explain-call", "C1", "999", code=2).sentence
    assert "its calls are none, its messages" in wrong
    number = wrong.split("its messages ")[1].split(" ")[0]
    told = nora("explain-call", "C1", number, "--json").json
    assert (told["action"], told["call"], told["effect"] != "block") == ("text", int(number), True)
    assert f"C1, text {number}:" in nora("explain-call", "C1", number).out
    assert "no call that we placed" in nora("explain-call", "C1", code=2).sentence
    assert nora("explain-call", "C1", "--refused", "--json").json == []
    late = nora.at(NOW.replace("10:05", "22:05"))
    late("message", "C1", "text", "--sent")
    assert late("explain-call", "C1", "--refused", "--json").json == []
    late("message", "C1", "text", code=1)
    (refused,) = late("explain-call", "C1", "--refused", "--json").json
    assert (refused["action"], refused["call"], refused["effect"]) == ("text", 0, "block")
    assert "C1, no text was sent:" in late("explain-call", "C1", "--refused").out
    assert "rules stopped it" in late("explain-call", "C1", "--refused").out


def test_a_text_is_recorded_as_sent_and_one_after_hours_is_not(nora: Shell) -> None:
    assert "recorded as sent" in nora("message", "C1", "text", "--words", "Reply STOP to opt out.").out
    assert told(nora, MessageSent) == [MessageSent(medium="text", row=CELL, debts=(1,))]
    late = nora.at("2026-06-02T22:05-04:00")
    assert "It is 22:05" in late("message", "C1", "text", code=1).err
    assert "A rule stops such a message" in late("message", "C1", "text", "--sent").out


def test_stop_closes_the_number_and_what_they_wrote_is_in_the_history(nora: Shell) -> None:
    assert "No more of them" in nora("message", "C1", "text", "--received", "--words", "STOP").out
    assert told(nora, MessageReceived) == [
        MessageReceived(medium="text", row=CELL, words="STOP", refused=("opt_out", "revoked"))
    ]
    later = nora.at("2026-06-02T11:05-04:00")
    assert {"us.regf.opt-out-text", "us.tcpa.revoked-text"} <= rules_of(later, "--action", "text", code=1)
    assert "us.tcpa.revoked" in rules_of(later, "--action", "autodial", code=1)
    assert not later("may-call", "C1").code
    history = later("open", "C1", "--verify", "dob=1980-03-04", "--verify", "ssn4=4417").out
    assert "text from them: STOP" in history


def test_just_after_it_one_text_confirms(nora: Shell) -> None:
    nora("message", "C1", "text", "--received", "--words", "STOP")
    soon = nora.at("2026-06-02T10:07-04:00")
    assert "confirm" in soon("message", "C1", "text", code=1).err
    soon("message", "C1", "text", "--notice", "opt_out_confirmation")
    again = nora.at("2026-06-02T10:08-04:00")
    assert again("message", "C1", "text", "--notice", "opt_out_confirmation", code=1).err


def test_a_letter_to_the_attorney_goes_where_one_to_them_does_not(nora: Shell) -> None:
    nora("restrict", "C1", "attorney", "--party", "Ann Law")
    assert "Represented by an attorney" in nora("message", "C1", "mail", code=1).err
    nora("message", "C1", "mail", "--to-attorney")
    assert told(nora, MessageSent) == [MessageSent(medium="mail", kind="attorney")]


def test_an_employers_address_is_closed_until_they_write_from_it(nora: Shell) -> None:
    nora("restrict", "C1", "work_email", "--row", str(ADDRESS))
    assert "us.regf.work-email" in rules_of(nora, "--action", "email", code=1)
    nora("message", "C1", "email", "--received", "--words", "about my bill")
    assert "us.regf.work-email" not in rules_of(nora, "--action", "email")


# ── look-ups and leave ──


def test_a_number_that_has_passed_on_takes_no_text(nora: Shell) -> None:
    nora("look-up", "C1", str(CELL), "reassigned", "--on", "2026-06-01")
    (checked,) = told(nora, NumberChecked)
    assert isinstance(checked, NumberChecked)
    assert (checked.row, checked.on.isoformat(), checked.result) == (CELL, "2026-06-01", "reassigned")
    assert "us.tcpa.reassigned" in rules_of(nora, "--action", "text", code=1)
    assert "us.fdcpa.reassigned-call" in rules_of(nora)


def test_the_creditors_leave_lets_a_recorded_voice_ring_with_a_warning(nora: Shell) -> None:
    said = ("--words", "number given at admission", "--until", "2027-06-01", "--medium", "prerecorded")
    assert "verified consumer" in nora("consent", "C1", *said, code=1).sentence
    nora("consent", "C1", *said, "--from", "creditor", "--row", str(CELL))
    (given,) = told(nora, ConsentGiven)
    assert isinstance(given, ConsentGiven)
    assert (given.medium, given.given_to, given.row) == ("prerecorded", "creditor", CELL)
    found = rules_of(nora, "--action", "prerecorded")
    assert "us.tcpa.prerecorded-creditor" in found
    assert "us.tcpa.prerecorded-cell" not in found


def test_a_creditors_notice_is_held_against_the_paragraph(nora: Shell, tmp_path: Path) -> None:
    file = tmp_path / "notice.yaml"
    file.write_text("address: nora@gmail.com\nsent: 2026-03-01\nopt_out_by: 2026-04-05\n", encoding="utf-8")
    told_ = nora("email-notice", str(file), "--json", code=1).json
    assert (told_["valid"], told_["first_day"]) == (False, "2026-04-06")
    assert "1006.6(d)(4)(ii)(C)(1)" in {each["paragraph"] for each in told_["defects"]}
    assert "it does not name us" in nora("email-notice", str(file), code=1).out


# ── other systems ──


@pytest.fixture
def dialler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The same at an agency for which a dialler calls too."""
    root = tmp_path / "data"
    shutil.copytree(data_root(), root)
    agency = root / "agency.yaml"
    agency.write_text(f"{agency.read_text(encoding='utf-8')}other_systems: [dialler]\n", encoding="utf-8")
    monkeypatch.setenv("CALLASSIST_DATA", str(root))
    return people(tmp_path)


def test_nobody_is_called_until_yesterdays_attempts_are_here(dialler: Shell) -> None:
    assert "agency.other-systems" in rules_of(dialler, code=1)
    assert "callassist attempts dialler --through" in dialler("next", code=1).err
    dialler("attempts", "dialler", "--through", "2026-05-31")
    assert "agency.other-systems" in rules_of(dialler, code=1)
    dialler("attempts", "dialler", "--through", "2026-06-01")
    assert dialler("attempts", "--json").json == [{"system": "dialler", "through": "2026-06-01"}]
    answer = dialler("may-call", "C1", "--json").json
    assert answer["verdict"] != "block"
    assert "Calls placed from other systems: not counted." not in answer["not_checked"]
    assert dialler("next", "--json").json["case"] == "C1"


def test_the_next_day_it_is_unknown_again(dialler: Shell) -> None:
    dialler("attempts", "dialler", "--through", "2026-06-01")
    assert "agency.other-systems" in rules_of(dialler.at("2026-06-03T10:05-04:00"), code=1)


def test_a_desk_that_is_open_hears_of_it_within_a_minute(dialler: Shell) -> None:
    session = Session(str(dialler.db), "ana", None)
    store = SqliteStore(str(dialler.db))
    try:
        clock = [session.clock().replace(year=2026, month=6, day=2, hour=14, minute=5)]
        desk = Desk(store, load_handbook(), lambda: clock[0], Seat(collector="ana"))
        assert desk.waits_for.startswith("Nobody may be called: what dialler did")
        assert desk.next() is None
        assert desk.page().cards == ()
        dialler("attempts", "dialler", "--through", "2026-06-01")
        assert through(store, "dialler") is not None
        clock[0] += timedelta(minutes=1)
        assert desk.waits_for == ""
        assert desk.next() is not None
    finally:
        store.close()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("dialer", "--through", "2026-06-01"), "its other_systems are dialler"),
        (("dialler", "--through", "June"), "is no day"),
        (("dialler", "--through", "2026-06-04"), "is still to come"),
        (("dialler",), "Name both"),
    ],
)
def test_what_is_not_understood_is_said(dialler: Shell, words: tuple[str, ...], sentence: str) -> None:
    assert sentence in dialler("attempts", *words, code=2).sentence


def test_where_no_other_system_is_named_there_is_nothing_to_tell(nora: Shell) -> None:
    assert nora("attempts").out == "agency.yaml names no other system.\n"
