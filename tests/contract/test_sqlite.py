"""The SQLite file: what it refuses, what it finds out, and that it is read by index."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from callassist.errors import CallassistError, DatabaseBusy, DatabaseUnreadable, DatabaseUnwritable
from callassist.store import BLOCKED, Query, Seat
from callassist.stores import sqlite_file
from callassist.stores.codec import BadEntry, BadRow
from callassist.stores.sqlite import SqliteStore
from callassist.stores.sqlite_claim import _EXPIRE, _FIRST, _GIVE_UP, _WAKE, FOR_SEAT, IN_REGIONS
from callassist.stores.sqlite_page import _COUNTED, _DUE, _HEADS_AFTER
from callassist.stores.sqlite_schema import INDEXES, IS_READY, VERSION
from tests.conftest import ROOT
from tests.contract.made import EVERYBODY, LATER, NOON, always, note, placed, work

NOBODY = 65_534


@pytest.fixture
def floor(tmp_path: Path) -> str:
    """A file with three cases, closed."""
    path = str(tmp_path / "floor.sqlite")
    store = SqliteStore(path)
    store.append_many([placed(work(case)) for case in (1, 2, 3)])
    store.append(note(1, 2, 4))
    store.close()
    return path


def changed(path: str, *statements: str) -> None:
    """Somebody reaches into the file."""
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


# ── the file ──


def test_a_new_file_is_its_owners_alone(floor: str) -> None:
    assert Path(floor).stat().st_mode & 0o777 == 0o600
    store = SqliteStore(floor)
    store.draft_put("ann", "note", b"x")
    assert {Path(floor + end).stat().st_mode & 0o777 for end in ("", "-wal", "-shm")} == {0o600}
    store.close()


def test_a_file_that_others_can_read_is_refused(floor: str) -> None:
    Path(floor).chmod(0o604)
    with pytest.raises(DatabaseUnreadable, match="chmod o="):
        SqliteStore(floor)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [(b"PK\x03\x04 no database at all, but long enough", "no callassist database"), (None, "no file")],
)
def test_what_is_no_database_is_refused(tmp_path: Path, what: bytes | None, sentence: str) -> None:
    path = tmp_path / "thing"
    if what is None:
        path.mkdir()
    else:
        path.write_bytes(what * 20)
        path.chmod(0o600)
    with pytest.raises(DatabaseUnreadable, match=sentence):
        SqliteStore(str(path))


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = str(tmp_path / "other")
    changed(path, "CREATE TABLE recipe (cake TEXT)")
    Path(path).chmod(0o600)
    before = Path(path).read_bytes()
    with pytest.raises(DatabaseUnreadable, match="another program"):
        SqliteStore(path)
    assert Path(path).read_bytes() == before


def test_a_newer_file_is_refused(floor: str) -> None:
    changed(floor, f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(DatabaseUnreadable, match="a newer callassist"):
        SqliteStore(floor)


def test_a_damaged_file_says_so(floor: str) -> None:
    store = SqliteStore(floor)
    ((page,),) = store._file.rows("SELECT rootpage FROM sqlite_schema WHERE name = 'journal'")
    store.close()
    with Path(floor).open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises(DatabaseUnreadable, match="damaged"):
        SqliteStore(floor).load(1)


def test_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnwritable, match="no such file or directory"):
        SqliteStore(str(tmp_path / "no" / "floor.sqlite"))


READS_THEN_WRITES = """
import os, sys
from callassist.errors import DatabaseUnwritable
from callassist.stores.sqlite import SqliteStore
from tests.contract.made import note
if os.geteuid() == 0:  # root may write whatever it likes
    os.seteuid(65534)
store = SqliteStore(sys.argv[1])
print(len(store.load(1)[1]))
try:
    store.append(note(2, 2, 4))
except DatabaseUnwritable as fault:
    print(fault)
"""


def test_a_read_only_file_can_be_read_and_says_so_when_written(floor: str) -> None:
    file = Path(floor)
    if os.geteuid() == 0:
        os.chown(floor, NOBODY, NOBODY)
        for folder in file.parents:
            if "pytest-" in str(folder):
                folder.chmod(0o711)
        file.parent.chmod(0o777)
    file.chmod(0o400)
    command = [sys.executable, "-c", READS_THEN_WRITES, floor]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert told[0] == "3"
    assert "nothing could be saved, the file or its folder is read-only" in told[1]


def test_a_full_disk_says_so_and_nothing_is_lost(floor: str) -> None:
    store = SqliteStore(floor)
    (pages,) = store._file._writer.execute("PRAGMA page_count").fetchone()
    store._file._writer.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(DatabaseUnwritable, match="disk is full; what was saved before is safe"):
        store.append_many([placed(work(case)) for case in range(10, 900)])
    assert list(store.scan()) == [1, 2, 3]
    store._file._writer.execute("PRAGMA max_page_count = 100000")
    store.append(placed(work(10)))
    assert list(store.faults()) == []
    store.close()


def test_a_held_file_is_waited_for_and_then_says_so(floor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "PATIENCE", 0.05)
    other = sqlite3.connect(floor, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = SqliteStore(floor)
    assert len(store.load(1)[1]) == 3
    with pytest.raises(DatabaseBusy, match=r"another program for 0.05 s; nothing was written"):
        store.append(note(2, 2, 4))
    other.execute("ROLLBACK")
    other.close()
    store.append(note(2, 2, 4))
    store.close()


def test_an_ordinary_start_imports_no_migrations(floor: str) -> None:
    """They cost 70 ms."""
    look = (
        "import sys; from callassist.stores.sqlite import SqliteStore; store = SqliteStore(sys.argv[1]); store.load(1);"
        "print(sorted({'sqlite_utils', 'callassist.stores.migrations', 'zoneinfo', 'yaml'} & sys.modules.keys()))"
    )
    command = [sys.executable, "-c", look, floor]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_collectors_writes_are_flushed_and_a_loads_are_not(floor: str) -> None:
    def flushing(store: SqliteStore) -> int:
        return int(store._file._writer.execute("PRAGMA synchronous").fetchone()[0])

    full, normal = 2, 1
    store = SqliteStore(floor)
    assert flushing(store) == full
    with store.loading():
        assert flushing(store) == normal
    assert flushing(store) == full
    store.close()
    loading = SqliteStore(floor, for_load=True)
    assert flushing(loading) == normal
    loading.close()


# ── what somebody changed ──


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE journal SET body = replace(body, '12345', '12344') WHERE stream = 3", "Journal 3, entry 1: it is not"),
        ("UPDATE journal SET at = at + 1 WHERE stream = 4", "Journal 4, entry 1: it is not"),
        ("UPDATE journal SET actor = 2 WHERE stream = 4", "Journal 4, entry 1: it is not"),
        ("UPDATE journal SET kind = 1 WHERE stream = 2 AND seq = 2", "Journal 2, entry 2: it is not"),
        ("UPDATE journal SET kind = 99 WHERE stream = 2 AND seq = 2", "Journal 2, entry 2: its kind or actor"),
        ("UPDATE journal SET hash = zeroblob(16) WHERE stream = 2 AND seq = 1", "Journal 2, entry 2: it is not"),
        ("DELETE FROM journal WHERE stream = 2 AND seq = 1", "Journal 2, entry 2: the entry before it is missing"),
        ("DELETE FROM journal WHERE stream = 2 AND seq = 2", "Journals: an end was cut off or one is gone"),
        ("DELETE FROM journal WHERE stream = 4", "Journals: an end was cut off or one is gone"),
        ("UPDATE kind SET lead = replace(lead, 'MERCY', 'OTHER')", "Journal 3, entry 1: it is not what was written"),
        ("UPDATE actor SET name = 'eve' WHERE name = 'import'", "Journal 2, entry 1: it is not what was written"),
        ("UPDATE dossier SET body = '[[1]]' WHERE stream = 2", "Dossier 2, row 1: Person Address Phone cannot be read"),
        ("UPDATE dossier SET kind = 99 WHERE stream = 2", "Dossier 2, row 1: its kind is unknown"),
        ("DELETE FROM journal WHERE stream = 3", "Debt 1: a case is obliged on it, but its journal is missing"),
        ("DELETE FROM journal WHERE stream = 3", "Account A00001: its debt has no journal"),
        ("DELETE FROM worklist WHERE case_id = 2", "Case 2: it has a journal but no place in the queue"),
        ("DELETE FROM journal WHERE stream = 4", "Case 2: it is in the queue but has no journal"),
        ("DELETE FROM contact WHERE case_id = 2", "Case 2: it is not found by one of its numbers"),
        ("INSERT INTO contact VALUES (5, 2)", "Case 2: it is found by a number that is none of its own"),
        ("DELETE FROM obligation WHERE case_id = 2", "Case 2: one of its debts does not lead to it"),
        ("INSERT INTO obligation VALUES (1, 2)", "Case 2: a debt leads to it that it does not owe"),
        ("DELETE FROM join_key WHERE case_id = 2", "Case 2: a joining key does not lead to it"),
        ("INSERT INTO join_key VALUES (77, 2)", "Joining keys: 1 lead to cases without them"),
        ("DELETE FROM head", "Group 1: it has ready cases that are not seen to be there"),
        ("INSERT INTO mark VALUES ('search', 'incomplete')", "Search is incomplete"),
    ],
)
def test_every_change_from_outside_is_found(floor: str, change: str, sentence: str) -> None:
    store = SqliteStore(floor)
    assert list(store.faults()) == []
    changed(floor, change)
    found = list(SqliteStore(floor).faults() if "mark" not in change else store.faults())
    assert any(fault.startswith(sentence) for fault in found), found
    assert all(fault.endswith(".") for fault in found)
    store.close()


@pytest.mark.parametrize(
    "lost", ["DELETE FROM contact", "DELETE FROM obligation", "DELETE FROM join_key", "DELETE FROM head"]
)
def test_what_follows_from_the_worklist_is_mended(floor: str, lost: str) -> None:
    changed(floor, lost, "DROP INDEX work_ready")
    store = SqliteStore(floor)
    store.reindex()
    assert list(store.faults()) == []
    indexes = store._file.rows("SELECT name FROM sqlite_schema WHERE name LIKE 'work_%'")
    assert INDEXES.keys() <= {name for (name,) in indexes}
    store.close()


@pytest.mark.parametrize(
    ("change", "kind", "sentence"),
    [
        (
            "UPDATE journal SET body = '{]' WHERE stream = 2 AND seq = 2",
            BadEntry,
            "Journal 2, entry 2: its NoteWritten",
        ),
        (
            "UPDATE kind SET name = 'Sneezed' WHERE name = 'NoteWritten'",
            BadEntry,
            "this version knows no kind 'Sneezed'",
        ),
        ("UPDATE dossier SET body = '[]' WHERE stream = 2 AND row = 4", BadRow, "Dossier 2, row 4: NoteText cannot"),
        ("UPDATE kind SET name = 'Sock' WHERE name = 'NoteText'", BadRow, "Dossier 2, row 4: Sock cannot be read"),
    ],
)
def test_what_cannot_be_read_names_its_place(
    floor: str, change: str, kind: type[CallassistError], sentence: str
) -> None:
    changed(floor, change)
    store = SqliteStore(floor)
    with pytest.raises(kind, match=re.escape(sentence)):
        store.load(1)
    assert len(store.load(2)[1]) == 2
    store.close()


def test_old_leads_may_fill_up(floor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too many beginnings differ, bodies are stored whole, and mean the same."""
    monkeypatch.setattr("callassist.stores.sqlite_words.MOST_LEADS", 0)
    store = SqliteStore(floor)
    change = placed(work(9, group=placed(work(1)).projections[0].work.group), account="Z")
    entries = tuple(change.entries)
    store.append(change)
    assert store.load(9) == (change.rows, entries)
    other = SqliteStore(floor)
    assert other.load(9) == (change.rows, entries)
    assert list(other.faults()) == []


# ── by index ──


def plan(store: SqliteStore, query: str, values: dict[str, object] | tuple[object, ...]) -> str:
    """How SQLite means to answer it."""
    return "\n".join(row[3] for row in store._file.rows(f"EXPLAIN QUERY PLAN {query}", values))


ASKED: dict[str, object] = {"groups": "[1]", "regions": "[]", "me": 1, "rank": 0, "case": 0, "limit": 9, "grp": 1}


@pytest.mark.parametrize("regions", ["", IN_REGIONS])
@pytest.mark.parametrize("query", [FOR_SEAT, _HEADS_AFTER])
def test_the_queue_is_read_from_its_index_alone(floor: str, query: str, regions: str) -> None:
    store = SqliteStore(floor)
    steps = plan(store, query.format(ready=IS_READY, regions=regions), ASKED)
    assert "USING COVERING INDEX work_ready" in steps
    assert "SCAN worklist" not in steps
    if query is FOR_SEAT:
        assert "TEMP B-TREE" not in steps
        assert "TEMP B-TREE" not in plan(store, _FIRST, (1,))
        assert "USING COVERING INDEX work_ready" in plan(store, _FIRST, (1,))
    store.close()


def test_whatever_a_screen_asks_is_answered_by_index(floor: str) -> None:
    store = SqliteStore(floor)
    asked: list[str] = []
    rows = store._file.rows

    def watched(statement: str, values: sqlite_file.Values = ()) -> list[sqlite_file.Row]:
        steps = "\n".join(row[3] for row in rows(f"EXPLAIN QUERY PLAN {statement}", values))
        asked.append(f"{statement}\n{steps}")
        return rows(statement, values)

    store._file.rows = watched  # type: ignore[method-assign]
    work_on: tuple[Callable[[], object], ...] = (
        lambda: store.page(EVERYBODY, always, NOON, (3, 0, 1), 20),
        lambda: store.page(Seat(collector="ann", regions=("OR",)), always, NOON, None, 20),
        lambda: store.listed(BLOCKED, 0, 20),
        lambda: store.leases("ann", NOON),
        lambda: store.find(Query(last="smi", first="j"), 20),
        lambda: store.find(Query(number=15035550101), 20),
        lambda: store.find(Query(account="A"), 20),
        lambda: store.accounts("MERCY", ["A00001"]),
        lambda: store.accounts("", ["A00001"]),
        lambda: store.joined([1, 2]),
        lambda: store.owners(1),
        lambda: store.projection_of(1),
        lambda: list(store.worked(NOON, LATER)),
        lambda: list(store.scan()),
    )
    for each in work_on:
        each()
    slow = [
        text for text in asked if re.search(r"SCAN (worklist|journal|dossier|account|contact|obligation|join)", text)
    ]
    assert len(asked) >= len(work_on)
    assert slow == []
    store.close()


def test_counts_and_waking_use_the_small_indexes(floor: str) -> None:
    store = SqliteStore(floor)
    assert "work_mine" in plan(store, _DUE, (1, 5))
    assert "work_asleep" in plan(store, _WAKE, (5, 9))
    assert "work_held" in plan(store, _EXPIRE, (5, 9))
    assert "work_mine" in plan(store, _GIVE_UP, (5, 9))
    counted = plan(store, _COUNTED, ())
    assert all(name in counted for name in ("work_ready", "work_asleep", "work_listed", "work_held"))
    assert "SCAN worklist\n" not in counted + "\n"
    store.close()
