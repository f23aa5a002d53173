"""One SQLite file and several programs: races, kills, a copy while others write."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from callassist.casefile import consumer_stream
from callassist.store import Query
from callassist.stores.sqlite import SqliteStore
from tests.conftest import ROOT
from tests.contract.made import placed, work
from tests.contract.many import TIMES, words

pytestmark = pytest.mark.slow


@pytest.fixture
def floor(tmp_path: Path) -> str:
    """Where the file is to be."""
    return str(tmp_path / "floor.sqlite")


def started(path: str, what: str, who: str) -> subprocess.Popen[str]:
    """A program at work on the file."""
    command = [sys.executable, "-m", "tests.contract.many", path, what, who]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def said_by(programs: list[subprocess.Popen[str]]) -> list[str]:
    """Every line they wrote until they ended, as they should."""
    lines: list[str] = []
    for program in programs:
        lines += program.communicate(timeout=120)[0].splitlines()
    assert [program.returncode for program in programs] == [0] * len(programs)
    return lines


def killed_after(program: subprocess.Popen[str], lines: int) -> int:
    """Kill it in the middle of its work, and return the last case it said was done."""
    assert program.stdout is not None
    with program.stdout:
        for _ in range(lines):
            last = program.stdout.readline()
        os.kill(program.pid, signal.SIGKILL)
        last = ([last, *program.stdout])[-1]
    program.wait()
    return int(last)


def test_racing_writers_lose_nothing(floor: str) -> None:
    store = SqliteStore(floor)
    store.append(placed(work(1)))
    said_by([started(floor, "write", who) for who in "ab"])
    assert sorted(words(store)) == sorted(f"{who} {count}" for who in "ab" for count in range(TIMES))
    assert list(store.faults()) == []
    store.close()


def test_no_case_is_leased_to_two(floor: str) -> None:
    store = SqliteStore(floor)
    store.append_many([placed(work(case, prio=case % 5)) for case in range(1, 2 * TIMES + 1)])
    taken = said_by([started(floor, "claim", who) for who in ("ann", "bob")])
    assert sorted(map(int, taken)) == list(range(1, 2 * TIMES + 1))
    store.close()


def test_reserved_numbers_are_nobody_elses(floor: str) -> None:
    spans = sorted(tuple(map(int, line.split())) for line in said_by([started(floor, "reserve", who) for who in "ab"]))
    assert len(spans) == 2 * TIMES
    assert all(first + count <= following for (first, count), (following, _) in pairwise(spans))


def test_a_kill_in_mid_write_leaves_whole_changes(floor: str) -> None:
    SqliteStore(floor).close()
    done = killed_after(started(floor, "place", "1"), 60)
    store = SqliteStore(floor)
    cases = list(store.scan())
    assert cases == list(range(1, len(cases) + 1))
    assert done <= len(cases) <= done + 1
    assert all(len(store.load(case)[1]) == 3 for case in range(1, done + 1))
    assert list(store.faults()) == []
    store.append(placed(work(len(cases) + 1)))
    store.close()


def test_a_killed_load_is_mended_by_the_next_to_open_it(floor: str) -> None:
    SqliteStore(floor).close()
    loading = started(floor, "load", "1")
    assert loading.stdout is not None
    assert int(loading.stdout.readline()) == 100
    meanwhile = SqliteStore(floor)
    assert meanwhile.setting("search") == "incomplete"
    assert any("Search is incomplete" in fault for fault in meanwhile.faults())
    meanwhile.close()
    done = killed_after(loading, 5)
    store = SqliteStore(floor)
    cases = list(store.scan())
    assert len(cases) % 100 == 0
    assert len(cases) >= done
    assert store.setting("search") == ""
    assert store.find(Query(number=15035550100 + done), 9) == (done,)
    assert store.find(Query(last="smith"), 3) == (1, 2, 3)
    assert list(store.faults()) == []
    store.close()


def test_a_copy_while_others_write_is_whole(floor: str, tmp_path: Path) -> None:
    store = SqliteStore(floor)
    writing = started(floor, "place", "1")
    assert writing.stdout is not None
    for _ in range(20):
        writing.stdout.readline()
    for name in ("one", "two", "two"):
        store.backup(str(tmp_path / name))
    killed_after(writing, 1)
    store.close()
    assert sorted(each.name for each in tmp_path.iterdir() if "floor" not in each.name) == ["one", "two"]
    for name in ("one", "two"):
        copy = SqliteStore(str(tmp_path / name))
        cases = list(copy.scan())
        assert len(cases) >= 20
        assert list(copy.faults()) == []
        assert len(copy.load(cases[-2])[1]) == 3
        assert copy.load(cases[0])[1][0].stream == consumer_stream(1)
        copy.close()
