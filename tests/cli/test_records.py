"""Records from the shell: notes that wait to be read, links, numbers, limits on contact, leave to call."""

from __future__ import annotations

from pathlib import Path

import pytest

from callassist.casefile import Entry
from callassist.events import CaseOpened, RestrictionLifted
from callassist.stores.sqlite import SqliteStore
from tests.cli.conftest import HEAD
from tests.cli.shell import NOW, Shell

NOTE = "prefers the gate code 77 be used"
REST = "Columbus,OH,43215,300.00,2025-11-03,2026-02-01,2026-04-01"
TWO = (
    f"N-1,MERCY,Nora,Vane,1980-03-04,4417,614-555-0171,,12 Elm St,{REST},G1,Zetamed Hospital,{NOTE}",
    f"N-2,STELMO,Nora,Vane,,,614-555-0171,,12 Elm St,{REST},H7,Stelmo Clinic,",
)


@pytest.fixture
def two(tmp_path: Path) -> Shell:
    """C1 with a note that nobody recognises; C2 of the same name and number, without a birth date."""
    path = tmp_path / "two.csv"
    path.write_text("\n".join((f"{HEAD},notes", *TWO)) + "\n", encoding="utf-8")
    made = Shell(tmp_path / "two.sqlite", "--now", NOW, "--as", "ana")
    made("import", "placements", str(path))
    return made


def entries(shell: Shell, case: int) -> tuple[Entry, ...]:
    store = SqliteStore(str(shell.db))
    try:
        return tuple(entry for entry in store.load(case)[1] if entry.stream == case * 2)
    finally:
        store.close()


# ── notes ──


def test_reading_the_notes_is_kept_and_blocks_still(two: Shell) -> None:
    assert two("may-call", "C1", code=1).out.startswith("block")
    (note,) = two("notes", "C1", "--json").json
    assert (note.keys(), note["text"]) == ({"case", "at", "by", "text"}, NOTE)
    assert NOTE in two("notes", "C1").out
    opened = [entry for entry in entries(two, 1) if isinstance(entry.event, CaseOpened)]
    assert [entry.actor for entry in opened] == ["ana", "ana"]
    two("may-call", "C1", code=1)


def test_notes_that_were_read_block_no_more(two: Shell) -> None:
    assert two("notes", "C1", "--read").out == "C1: Unread notes: lifted.\n"
    assert two("may-call", "C1", "--json").json["verdict"] != "block"
    lifted = [entry for entry in entries(two, 1) if isinstance(entry.event, RestrictionLifted)]
    assert [(entry.actor, entry.at.year) for entry in lifted] == [("ana", 2026)]
    assert two("notes", "C1", "--read").out == "C1: No note waits to be read.\n"
    assert two("doctor", "--json").json["faults"] == []


def test_what_the_notes_hold_is_placed_as_they_are_read(two: Shell) -> None:
    said = two("notes", "C1", "--read", "--restrict", "do_not_call", "--words", "gate only").out
    assert said == "C1: Do not call: recorded, and in force. Unread notes: lifted.\n"
    assert [each["kind"] for each in two("lift", "C1", "--json").json] == ["do_not_call"]
    assert two("may-call", "C1", code=1).out.startswith("block")


def test_a_limit_that_is_refused_leaves_the_notes_unread(two: Shell) -> None:
    assert "Say at which times" in two("notes", "C1", "--read", "--restrict", "inconvenient_time", code=1).sentence
    assert [each["kind"] for each in two("lift", "C1", "--json").json] == ["unread_notes"]
    assert "go with --read" in two("notes", "C1", "--words", "x", code=2).sentence


# ── links ──


def test_a_suggested_link_is_shown_side_by_side(two: Shell) -> None:
    (found,) = two("links", "--json").json
    assert (found["case"], found["other"], found["names"]) == ("C1", "C2", ["Nora Vane", "Nora Vane"])
    assert (found["birth_dates"], found["zips"], found["phones"]) == ("not known", ["43215"] * 2, [["0171"], ["0171"]])
    for text, pair in ((two("links").out, "C1 and C2"), (two("links", "C2").out, "C2 and C1, suggested")):
        assert pair in text
        assert "1980" not in text
        assert "4417" not in text
    assert "C1 and C2, suggested" in two("links", "C1").out


def test_a_link_is_accepted_and_undone(two: Shell) -> None:
    assert "1 more debt here" in two("links", "C2", "accept", "C1").out
    assert [each["kind"] for each in two("lift", "C2", "--json").json] == ["unread_notes"]
    assert [note["text"] for note in two("notes", "C2", "--json").json] == [NOTE]
    assert two("links").out == "No link is open.\n"
    assert "back on case 1" in two("links", "C2", "undo", "C1").out
    assert "nothing to undo" in two("links", "C2", "undo", "C1", code=1).sentence
    assert two("doctor", "--json").json["faults"] == []


def test_what_a_link_brought_goes_back_with_all_that_was_done_meanwhile(two: Shell) -> None:
    two("notice", "C1", "sent", "validation", "--on", "2026-05-04")
    two("request", "C1", "made", "dispute", "--written", "--on", "2026-05-06")
    two("links", "C2", "accept", "C1")
    (carried,) = two("request", "C2", "--json").json
    assert (carried["source"], carried["answered"]) == ("case 1", None)
    two("notice", "C2", "sent", "verification", "--debt", str(carried["debts"][0]))
    two("request", "C2", "made", "itemised")
    two("links", "C2", "undo", "C1")
    assert [each["kind"] for each in two("notice", "C1", "--json").json] == ["validation", "verification"]
    asked = [(each["kind"], bool(each["answered"])) for each in two("request", "C1", "--json").json]
    assert asked == [("dispute", True), ("itemised", False)]
    assert two("notice", "C2", "--json").json == []
    assert [each["kind"] for each in two("request", "C2", "--json").json] == ["itemised"]
    assert two("doctor", "--json").json["faults"] == []


def test_a_debt_disputed_while_linked_is_disputed_where_it_goes_back_to(two: Shell) -> None:
    two("links", "C2", "accept", "C1")
    two("request", "C2", "made", "dispute", "--written")
    two("links", "C2", "undo", "C1")
    for case in ("C1", "C2"):
        (asked,) = two("request", case, "--json").json
        assert (asked["kind"], asked["answered"], len(asked["debts"])) == ("dispute", None, 2 if case == "C2" else 1)
        assert [each["disputed"] for each in two("furnishing", case, "--format", "json").json] == ["yes"]
    assert two("doctor", "--json").json["faults"] == []


def test_a_dispute_that_came_along_is_withdrawn_with_its_mark(two: Shell) -> None:
    two("request", "C1", "made", "dispute", "--written")
    two("links", "C2", "accept", "C1")
    disputed = two("furnishing", "C2", "--format", "json").json
    assert sorted(each["disputed"] for each in disputed) == ["no", "yes"]
    (carried,) = two("request", "C2", "--json").json
    two("request", "C2", "withdrawn", str(carried["id"]), "--words", "they pay after all")
    assert [each["disputed"] for each in two("furnishing", "C2", "--format", "json").json] == ["no", "no"]
    assert two("doctor", "--json").json["faults"] == []


def test_a_link_is_refused_once(two: Shell) -> None:
    two("links", "C2", "refuse", "C1")
    assert two("links", "--json").json == []
    for case, other in (("C2", "C1"), ("C1", "C2")):
        assert "has been answered" in two("links", case, "refuse", other, code=1).sentence
    assert "Name the other case" in two("links", "C2", "accept", code=2).sentence


def test_a_link_is_suggested_by_hand_and_answered_from_the_other_side(two: Shell) -> None:
    assert "suggested already" in two("links", "C1", "suggest", "C2", "--why", "one voice", code=1).sentence
    two("links", "C1", "refuse", "C2")
    assert "itself" in two("links", "C1", "suggest", "C1", "--why", "x", code=1).sentence
    assert "Say why" in two("links", "C1", "suggest", "C2", code=1).sentence
    assert "waits on both" in two("links", "C1", "suggest", "C2", "--why", "one voice").out
    (found,) = two("links", "C2", "--json").json
    assert (found["other"], found["state"]) == ("C1", "suggested")
    assert found["why"].startswith("one voice (")
    for level in ("name exact", "phone exact", "zip exact"):
        assert level in found["why"]
    assert "1 more debt here" in two("links", "C2", "accept", "C1").out
    assert [each["state"] for each in two("links", "C1", "--json").json] == ["accepted"]
    assert "linked to this case already" in two("links", "C1", "suggest", "C2", "--why", "x", code=1).sentence
    assert "back on case 1" in two("links", "C1", "undo", "C2").out
    assert two("doctor", "--json").json["faults"] == []
    history = two("open", "C1", "--verify", "dob=1980-03-04", "--verify", "ssn4=4417").out
    for line in (
        "C2 may be the same person",
        "C2 was taken for the same person: the debts went there",
        "somebody else",
    ):
        assert line in history
    assert "one voice" not in history


# ── numbers ──


def test_a_number_is_added_and_marked(shell: Shell) -> None:
    assert (
        shell("number", "C1", "add", "(614) 555-0188 x12", "--kind", "cell").out == "C1: The cell number is on file.\n"
    )
    assert "on file already" in shell("number", "C1", "add", "614.555.0188", code=1).sentence
    row = shell("open", "C1", "--json").json["numbers"][-1]["row"]
    shell("number", "C1", "mark", str(row), "bad", "--why", "fax tone")
    assert shell("open", "C1", "--json").json["numbers"][-1] == {"row": row, "kind": "cell", "standing": "bad"}
    assert "Say why" in shell("number", "C1", "mark", str(row), "good", code=1).sentence


@pytest.mark.parametrize("text", ["555-0188", "nobody", "000-000-0000"])
def test_what_is_no_number_is_refused(shell: Shell, text: str) -> None:
    assert "no whole telephone number" in shell("number", "C1", "add", text, code=2).sentence
    assert "Write: number CASE" in shell("number", "C1", "mark", "3", code=2).sentence


# ── limits, leave ──


def test_a_limit_is_placed_listed_and_lifted(shell: Shell) -> None:
    shell("restrict", "C1", "hold", "--until", "2026-06-12", "--words", "claim pending")
    shell("may-call", "C1", code=1)
    (held,) = shell("lift", "C1", "--json").json
    assert (held["kind"], held["until"]) == ("hold", "2026-06-12")
    assert "Say why" in shell("lift", "C1", str(held["id"]), code=1).sentence
    shell("lift", "C1", str(held["id"]), "--why", "the claim was paid")
    assert shell("lift", "C1").out == "No limit is in force.\n"
    shell("may-call", "C1")


def test_what_a_limit_needs_is_asked_for(shell: Shell) -> None:
    assert "needs a last day" in shell("restrict", "C1", "hold", code=1).sentence
    assert "is no day" in shell("restrict", "C1", "hold", "--until", "someday", code=2).sentence
    assert "names no times" in shell("restrict", "C1", "inconvenient_time", "--hours", "x", code=2).sentence
    shell("restrict", "C1", "inconvenient_time", "--hours", "after 5p weekdays", "--written")
    shell("may-call", "C1", code=1)


def test_leave_to_call_is_the_verified_persons_to_give(shell: Shell) -> None:
    refused = shell("consent", "C1", "--words", "yes, call me", "--until", "2026-06-05", code=1).sentence
    assert refused.startswith("Only the verified consumer")


def test_what_is_no_number_finds_nobody_and_an_extension_is_left_out(shell: Shell) -> None:
    assert shell("find", "--phone", "555-01").out == "Nobody on file by that.\n"
    found = shell("find", "--phone", "614-555-0101 ext 9", "--json").json[0]
    assert (found["case"], found["verdict"]) == ("C1", "match")
