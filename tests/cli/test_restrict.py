"""Limits told in words from the shell, and caps that stand above the law."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from callassist.events import RestrictionPlaced
from callassist.intake.library import BadLibrary, data_root, load_handbook
from callassist.stores.sqlite import SqliteStore
from tests.cli.conftest import HEAD
from tests.cli.shell import NOW, Shell

ROW = (
    "W-1,MERCY,Nora,Vane,1980-03-04,4417,614-555-0171,,12 Elm St,"
    "Columbus,OH,43215,300.00,2025-11-03,2026-02-01,2026-04-01,G1,Zetamed Hospital"
)


@pytest.fixture
def one(tmp_path: Path) -> Shell:
    path = tmp_path / "one.csv"
    path.write_text(f"{HEAD}\n{ROW}\n", encoding="utf-8")
    made = Shell(tmp_path / "one.sqlite", "--now", NOW, "--as", "ana")
    made("import", "placements", str(path))
    return made


def placed(shell: Shell) -> list[RestrictionPlaced]:
    store = SqliteStore(str(shell.db))
    try:
        return [entry.event for entry in store.load(1)[1] if isinstance(entry.event, RestrictionPlaced)]
    finally:
        store.close()


def test_words_alone_are_kept_as_the_limits_they_come_to(one: Shell) -> None:
    told = one("restrict", "C1", "--words", "not at work, not before noon", "--until", "2027-01-31").out
    assert told == "C1: Inconvenient place: recorded, and in force. Inconvenient time: recorded, and in force.\n"
    place, time = placed(one)
    assert (place.kind, place.words, time.kind) == ("inconvenient_place", "at work", "inconvenient_time")
    assert {window.start_minute for window in time.windows} == {12 * 60}
    assert {str(place.until), str(time.until)} == {"2027-01-31"}


def test_words_that_are_not_clear_are_asked_about_and_not_kept(one: Shell) -> None:
    said = one("restrict", "C1", "--words", "only after 8", code=2).err
    assert "Ask whether 8 is in the morning or in the evening." in said
    assert placed(one) == []
    assert "Name a kind" in one("restrict", "C1", code=2).err


def test_where_they_are_needs_a_last_day_and_a_place(one: Shell) -> None:
    one("restrict", "C1", "whereabouts", "--words", "at my sister's", "--until", "2027-01-31", code=1)
    one("restrict", "C1", "whereabouts", "--words", "CA", code=1)
    one("restrict", "C1", "whereabouts", "--words", "CA", "--until", "2027-01-31")
    (kept,) = placed(one)
    assert (kept.kind, kept.words) == ("whereabouts", "CA")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("agency.yaml", "calls_in_7_days: 3", "calls_in_7_days: 8"),
        ("clients/LAKESIDE.yaml", "calls_in_7_days: 2", "calls_in_7_days: 8"),
    ],
)
def test_a_cap_above_the_law_is_a_fault(tmp_path: Path, file: str, old: str, new: str) -> None:
    root = tmp_path / "data"
    shutil.copytree(data_root(), root)
    path = root / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(BadLibrary, match=r"calls_in_7_days is 8, above the 7 of us\.regf\.call-frequency"):
        load_handbook(root)
    path.write_text(path.read_text(encoding="utf-8").replace(new, "calls_in_7_days: 7"), encoding="utf-8")
    load_handbook(root)


def test_leave_that_is_taken_back_is_no_longer_in_force(one: Shell) -> None:
    one("consent", "C1", "--words", "the creditor may call", "--until", "2027-01-31", "--from", "creditor")
    (held,) = one("revoke", "C1", "--json").json
    assert held.keys() == {"id", "medium", "given", "until"}
    one("revoke", "C1", str(held["id"]), code=1)  # no words
    assert one("revoke", "C1", str(held["id"]), "--words", "no longer").out.endswith("taken back, as of now.\n")
    assert one("revoke", "C1").out == "No leave is in force.\n"
    one("revoke", "C1", str(held["id"]), "--words", "again", code=1)
