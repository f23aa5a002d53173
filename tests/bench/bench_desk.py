"""A desk at work: what a case costs before the collector sees it, and how soon a command is there."""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from subprocess import run as start
from tempfile import TemporaryDirectory
from typing import TypeVar

from callassist.cli.demo import _build
from callassist.cli.screens import TUESDAY
from callassist.commands import LogOutcome, PlaceCall
from callassist.desk import Desk
from callassist.desk.doctor import examine
from callassist.intake.library import load_handbook
from callassist.store import Seat
from callassist.stores.sqlite import SqliteStore
from tests.bench.figure import Figure

T = TypeVar("T")
BETWEEN = timedelta(seconds=20)
CALLS, FEW_CALLS = 240, 60
STARTS, FEW_STARTS = 15, 5
BARE = [sys.executable, "-c", "import click"]


def run(*, quick: bool) -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.sqlite"
        handbook = load_handbook()
        began = time.process_time()
        _build(path, handbook, TUESDAY, "ana")
        yield Figure(name="the demo portfolio, built", ours=time.process_time() - began, unit="s", most=3)
        store = SqliteStore(str(path))
        yield from _calls(Desk(store, handbook, (clock := _Clock()), Seat(collector="ana")), clock, quick=quick)
        yield from _doctor(Desk(store, handbook, clock, Seat(collector="ana")))
        store.close()
        yield from _starts(path, FEW_STARTS if quick else STARTS)


class _Clock:
    def __init__(self) -> None:
        self.at: datetime = TUESDAY

    def __call__(self) -> datetime:
        return self.at


def _calls(desk: Desk, clock: _Clock, *, quick: bool) -> Iterator[Figure]:
    """One collector, call after call; time of the processor, since the disk is measured elsewhere."""
    took: dict[str, list[float]] = {"next": [], "dial": [], "outcome": []}
    for _ in range(FEW_CALLS if quick else CALLS):
        opened = _timed(took["next"], desk.next)
        if opened is None:
            break
        _timed(took["dial"], partial(desk.do, PlaceCall(row=opened.verdicts.best_row)))
        _timed(took["outcome"], partial(desk.do, LogOutcome(code="NA")))
        clock.at += BETWEEN
    for name, most in (("next", 2), ("dial", 2), ("outcome", 2)):
        ordered = sorted(took[name])
        middle = ordered[len(ordered) // 2]
        yield Figure(name=f"{name} at a desk, processor: p50 of {len(ordered)}", ours=middle, unit="ms", most=most)


def _timed(into: list[float], work: Callable[[], T]) -> T:
    began = time.process_time()
    answer = work()
    into.append(1000 * (time.process_time() - began))
    return answer


def _doctor(desk: Desk) -> Iterator[Figure]:
    began = time.process_time()
    health = examine(desk.cases, lambda _: None)
    each = 1_000_000 * (time.process_time() - began) / health.cases
    yield Figure(name=f"the doctor, a case of {health.cases}", ours=each, unit="µs")


def _starts(path: Path, times: int) -> Iterator[Figure]:
    program = [sys.executable, "-m", "callassist", "--db", str(path), "--now", TUESDAY.isoformat()]
    for name, words in (
        ("--help", ["--help"]),
        ("may-call", ["may-call", "C1", "--json"]),
        ("next", ["next", "--json"]),
    ):
        ours = min(_cpu([*program, *words]) for _ in range(times))
        bare = min(_cpu(BARE) for _ in range(times))
        yield Figure(name=f"callassist {name}, processor", ours=ours, unit="ms", peer=bare, peer_name="import click")


def _cpu(argv: list[str]) -> float:
    """Milliseconds of the processor that a program takes from start to end."""
    before = _children()
    start(argv, check=False, capture_output=True)
    return 1000 * (_children() - before)


def _children() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
