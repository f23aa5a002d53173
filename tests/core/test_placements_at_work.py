"""Placement files among others: what is found by index, collectors at work, a second process, and being killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from callassist.casefile import Entry
from callassist.desk.incomplete import report_incomplete
from callassist.events import CaseSkipped
from callassist.intake import placements, placing
from callassist.intake.cases import Newcomer
from callassist.intake.cells import Reader
from callassist.intake.columns import lay_out
from callassist.intake.placement import Placement
from callassist.intake.placements import terms_of
from callassist.intake.projecting import FreshProjections, is_plain
from callassist.intake.receipt import Progress
from callassist.intake.rows import examine
from callassist.intake.synthetic import COLUMNS, generate
from callassist.intake.writing import Stamp
from callassist.journal import fold
from callassist.store import ASLEEP, BLOCKED, CLOSED, INCOMPLETE, READY, SKIP_TRACE, Changes
from callassist.stores.memory import MemoryStore
from callassist.stores.sqlite import SqliteStore
from callassist.worklist import project
from tests.core.intake_files import NOW, Intake, ann, setting, text_of

ROOT = Path(__file__).parents[2]


def portfolio(rows: int, seed: int) -> list[dict[str, str]]:
    """Synthetic records."""
    return [dict(zip(COLUMNS, row, strict=True)) for row in generate(rows, seed)]


@pytest.fixture(params=["memory", "sqlite"])
def intake(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Intake]:
    """Give an empty store of either kind."""
    store = MemoryStore() if request.param == "memory" else SqliteStore(str(tmp_path / "floor.db"))
    yield Intake(store, tmp_path)
    store.close()


# ── what is found by index ──


def test_a_newcomer_is_projected_as_the_worklist_would(tmp_path: Path) -> None:
    rows = portfolio(1_500, 11)
    chance = Random(5)
    for row in rows:
        for column in chance.sample([*row], 4):
            row[column] = chance.choice(["", "", "0", "1900-01-01", "PR", "99950", "es", "907-555-0134", "do not call"])
    path = tmp_path / "p.csv"
    path.write_text(text_of(*rows), encoding="utf-8")
    shape = examine(path)
    reader = Reader(terms_of(setting(), lay_out(path, shape, {}), NOW, ""))
    projections, stamp, states = FreshProjections(setting()), Stamp(at=NOW, actor="i", source="p.csv"), set()
    for number, row in enumerate(rows, 1):
        placement = reader.placement(reader.slip(number, number, [*row.values()], is_plain=True))
        if isinstance(placement, Placement) and is_plain(placement):
            entries, journal_rows = Newcomer(placement=placement, case=number, debt=number + 7).written(stamp)
            told = project(fold(number, journal_rows, entries), setting(), NOW)
            assert projections.project(placement, number, number + 7) == told
            states.add(told.work.state)
    assert states == {READY, BLOCKED, INCOMPLETE, SKIP_TRACE, CLOSED}


def test_after_any_mix_of_files_the_worklist_is_as_refolded(intake: Intake) -> None:
    rows = portfolio(400, 3)
    intake.send(*rows[:300])
    chance = Random(8)
    later = [row | {"balance": f"{chance.randrange(1, 90_000)}.00"} if chance.random() < 0.3 else row for row in rows]
    receipt = intake.send(*later)
    assert receipt.added > 90
    assert receipt.updated > 50
    for case in intake.cases():
        assert intake.store.projection_of(case.id) == project(case, setting(), NOW)
    assert list(intake.store.faults()) == []


def test_what_is_missing_is_told_client_by_client(intake: Intake) -> None:
    intake.send(
        ann(),
        ann(account_number="A-2", date_of_service="", state="??"),
        ann(account_number="B-1", client="LAKESIDE", guarantor_ref="G7", itemization_date="", first_name="Cy"),
    )
    found = list(report_incomplete(intake.store, setting()))
    assert [(each.account, each.missing) for each in found] == [
        ("A-2", ("date of service",)),
        ("B-1", ("itemisation date",)),
    ]
    assert [each.account for each in report_incomplete(intake.store, setting(), "LAKESIDE")] == ["B-1"]


# ── others at work, and being killed ──


def test_a_file_wakes_nobody(intake: Intake) -> None:
    intake.send(ann())
    held, wake = intake.case(), NOW + timedelta(days=5)
    resting = project(held, setting(), NOW, wake)
    intake.store.append(Changes(projections=(resting,)))
    intake.send(ann(balance="90.00"), ann(account_number="A-2"))
    work = intake.store.projection_of(held.id).work
    assert (work.state, work.wake_at) == (ASLEEP, wake)


class Crossed(MemoryStore):
    """A store in which somebody writes to a case just before an import does."""

    rivals = 1

    def append_many(self, batch: Sequence[Changes]) -> None:
        """Let the rival write first."""
        if self.rivals and batch[0].seen:
            self.rivals -= 1
            stream, seq = next((stream, seq) for stream, seq in batch[0].seen if stream % 2 == 0)
            event = CaseSkipped(why="no answer at noon")
            self.append(Changes(entries=(Entry(stream=stream, seq=seq + 1, at=NOW, actor="ben", event=event),)))
        super().append_many(batch)


def test_a_chunk_is_worked_again_when_a_collector_wrote_meanwhile(tmp_path: Path) -> None:
    store = Crossed()
    intake = Intake(store, tmp_path)
    intake.send(ann())
    receipt = intake.send(ann(account_number="A-2"), ann(account_number="A-3", guarantor_ref="G5", first_name="Cy"))
    assert (receipt.added, receipt.joined, store.rivals) == (2, 1, 0)
    assert len(intake.case(first="Ann").consumer.skips) == 1
    assert [case.id for case in intake.cases()] == [1, 2]


def test_another_process_reads_the_same(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = portfolio(300, 4)
    monkeypatch.setattr(placements, "FIRST_CHUNK", 70)
    monkeypatch.setattr(placements, "WORTH_A_PROCESS", 0)
    two = intake.send(*rows)
    monkeypatch.setattr(placements, "WORTH_A_PROCESS", 1 << 40)
    other = Intake(MemoryStore(), intake.path.parent)
    one = other.send(*rows)
    assert replace(two, seconds=0) == replace(one, seconds=0)
    assert intake.cases() == other.cases()


@pytest.mark.parametrize("program", ["no-such-python", "true"])
def test_without_another_process_one_is_enough(intake: Intake, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(placements, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr(sys, "executable", program)
    assert intake.send(ann()).added == 1


def test_progress_says_how_far_it_is(intake: Intake) -> None:
    steps: list[Progress] = []
    intake.send(ann(), ann(account_number="A-2"), progress=steps.append)
    assert (steps[-1].records, steps[-1].share, steps[-1].seconds_left) == (2, 1.0, 0.0)


KILLED = """
import os, sys
from pathlib import Path
from callassist.intake import placements, placing
from callassist.stores.sqlite import SqliteStore
from tests.core.intake_files import NOW, setting

placements.FIRST_CHUNK = 100
placements.WORTH_A_PROCESS = 0

def die(progress):
    if progress.records >= 300:
        os.kill(os.getpid(), 9)

placements.import_placements(
    SqliteStore(sys.argv[1]), setting(), Path(sys.argv[2]), now=NOW, actor="import", progress=die
)
"""


@pytest.mark.slow
def test_a_killed_import_leaves_whole_chunks_and_the_next_completes_it(tmp_path: Path) -> None:
    rows = portfolio(1_000, 6)
    path, db = tmp_path / "placements.csv", tmp_path / "floor.db"
    path.write_text(text_of(*rows), encoding="utf-8")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(db), str(path)], check=False, cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    intake = Intake(SqliteStore(str(db)), tmp_path)
    assert list(intake.store.faults()) == []
    receipt = intake.send(*rows)
    assert receipt.unchanged == 300
    assert receipt.added == len(rows) - 300
    assert intake.send(*rows).unchanged == len(rows)
    assert list(intake.store.faults()) == []
    intake.store.close()


def test_repeats_settle_across_turns(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "TURN", 1)
    other = {"guarantor_ref": "G9", "first_name": "Bo", "dob": "1970-01-01", "ssn_last4": "3131"}
    records = [ann(balance="1"), ann(balance="2"), ann(**other), ann(account_number="A-2"), ann(balance="3")]
    intake.send(ann(account_number="Z"))
    receipt = intake.send(*records)
    assert (receipt.added, receipt.co_guarantors, receipt.updated) == (3, 1, 2)
    before = list(intake.events())
    assert intake.send(*records).unchanged == len(records)
    assert list(intake.events()) == before
    assert list(intake.store.faults()) == []
