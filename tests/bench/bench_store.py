"""The store with a floor at work: the next case, an outcome on the disk, a page of the queue, bytes a debt.

Eight collectors are eight processes, and each waits 200 ms between calls. Every write of theirs is flushed.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Final

import msgspec
from msgspec.structs import replace

from callassist import events as ev
from callassist.casefile import Entry, consumer_stream
from callassist.intake.library import load_handbook
from callassist.intake.placements import import_placements
from callassist.intake.synthetic import write_csv
from callassist.store import ASLEEP, READY, Changes, Group, Seat
from callassist.stores.sqlite import SqliteStore
from tests.bench.figure import Figure
from tests.bench.portfolios import index_bytes
from tests.contract.made import placed, work

COLLECTORS: Final = 8
PAUSE: Final = 0.2
AT_ONCE: Final = 5_000
NOW: Final = datetime(2026, 6, 2, 16, tzinfo=UTC)
UNTIL: Final = NOW + timedelta(hours=4)
CLOCKS: Final = ("ET", "CT", "MT", "AZ", "PT", "AKT", "HT")
SPANS: Final = (*CLOCKS, *(f"{one}|{other}" for one, other in product(CLOCKS[:5], CLOCKS[:5]) if one < other))
GROUPS: Final = tuple(
    Group(zones=zones, client=f"CLIENT{client:02d}", line="agency", language=language)
    for zones, client, language in product(SPANS, range(12), ("en", "es"))
)


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """What one collector did: the cases, and milliseconds of each `next` and each outcome."""

    cases: tuple[int, ...]
    next_ms: tuple[float, ...]
    outcome_ms: tuple[float, ...]


def run(*, quick: bool) -> Iterator[Figure]:
    """Every figure of the store."""
    seconds = 3 if quick else 30
    small, large = (2_000, 20_000) if quick else (10_000, 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        paths = {size: str(Path(folder) / f"floor{size}") for size in (small, large)}
        fill(paths[small], small)
        began = time.perf_counter()
        fill(paths[large], large)
        yield Figure(
            name=f"fill the store with {large:,} debts",
            ours=(time.perf_counter() - began) * 1e6 / large,
            unit="µs a debt",
        )
        few = floor(paths[small], seconds)
        many = floor(paths[large], seconds)
        yield from queue_figures(few, many, f"{large:,}")
        yield page_figure(paths[large], f"{large:,}")
        yield from outcome_figures(paths[large], Path(folder), rows=4_000 if quick else 20_000)
        yield bytes_figure(Path(folder), 10_000 if quick else 100_000)


def is_open(zones: str) -> bool:
    """It is day everywhere but in Hawaii."""
    return "HT" not in zones


def fill(path: str, debts: int) -> None:
    """A portfolio of one debt a case: three in five ready, the others asleep, a few of them due."""
    luck = Random(1)
    store = SqliteStore(path, for_load=True)
    store.reserve(debts, debts)
    with store.loading():
        for start in range(1, debts + 1, AT_ONCE):
            store.append_many([_new(case, luck) for case in range(start, min(start + AT_ONCE, debts + 1))])
    store.close()


def _new(case: int, luck: Random) -> Changes:
    row = work(case, group=luck.choice(GROUPS), lane=luck.choice((2, 3, 3, 3, 4)), prio=luck.randrange(10**9))
    is_ready = luck.random() < 0.6
    wake_at = None if is_ready else NOW + timedelta(minutes=luck.randrange(-20, 40_000))
    return placed(replace(row, state=READY if is_ready else ASLEEP, wake_at=wake_at))


# ── a floor of collectors ──


def floor(path: str, seconds: float) -> Sequence[Shift]:
    """All collectors at once, each a process."""
    with ProcessPoolExecutor(COLLECTORS, mp_context=get_context("spawn")) as processes:
        return [*processes.map(partial(collect, path, seconds), range(COLLECTORS))]


def collect(path: str, seconds: float, number: int) -> Shift:
    """Take a case, open it, log how it ended, wait; over and over."""
    store = SqliteStore(path)
    luck = Random(number)
    time.sleep(PAUSE * luck.random())
    end = time.monotonic() + seconds
    cases: list[int] = []
    took: list[float] = []
    logged: list[float] = []
    while time.monotonic() < end:
        began = time.perf_counter()
        lease = store.claim(Seat(collector=f"collector{number}"), is_open, NOW, UNTIL)
        if lease is None:
            break
        _, entries = store.load(lease.case)
        took.append((time.perf_counter() - began) * 1000)
        logged.append(log(store, lease.case, entries))
        cases.append(lease.case)
        time.sleep(PAUSE * (0.5 + luck.random()))
    store.close()
    return Shift(cases=tuple(cases), next_ms=tuple(took), outcome_ms=tuple(logged))


def log(store: SqliteStore, case: int, entries: Sequence[Entry]) -> float:
    """Milliseconds until a call's outcome is on the disk, the case's new place in the queue with it."""
    stream = consumer_stream(case)
    seq = max(entry.seq for entry in entries if entry.stream == stream) + 1
    ended = ev.OutcomeLogged(
        call=seq, code="NA", debts=(case,), reached="none", is_connected=False, is_conversation=False, talk_seconds=12
    )
    place = store.projection_of(case)
    asleep = replace(place, work=replace(place.work, state=ASLEEP, wake_at=UNTIL))
    change = Changes(
        entries=(
            Entry(
                stream=stream, seq=seq, at=NOW, actor="ann", event=ev.CallPlaced(row=3, debts=(case,), line="agency")
            ),
            Entry(stream=stream, seq=seq + 1, at=NOW, actor="ann", event=ended),
        ),
        projections=(asleep,),
    )
    began = time.perf_counter()
    store.append(change)
    return (time.perf_counter() - began) * 1000


def queue_figures(few: Sequence[Shift], many: Sequence[Shift], size: str) -> Iterator[Figure]:
    """`next` in the large store, and beside the small one."""
    name = f"next, {COLLECTORS} collectors, {size} debts"
    took = sorted(each for shift in many for each in shift.next_ms)
    before = sorted(each for shift in few for each in shift.next_ms)
    yield Figure(name=f"{name}: p50", ours=at(took, 0.5), unit="ms", most=2)
    yield Figure(name=f"{name}: p99", ours=at(took, 0.99), unit="ms", most=25)
    yield Figure(
        name=f"{name}: p50 by size",
        ours=at(took, 0.5),
        unit="ms",
        peer=at(before, 0.5),
        peer_name=f"{sum(len(shift.cases) for shift in few):,} claims, small",
        most_ratio=2,
    )
    cases = [case for shift in many for case in shift.cases]
    yield Figure(name=f"{name}: {len(cases):,} claims, twice", ours=len(cases) - len(set(cases)), unit="cases", most=0)
    logged = sorted(each for shift in many for each in shift.outcome_ms)
    yield Figure(name=f"an outcome, {COLLECTORS} collectors at work: p95", ours=at(logged, 0.95), unit="ms", most=5)


def at(ordered: Sequence[float], share: float) -> float:
    """The value that so great a share stays below."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


# ── one collector ──


def page_figure(path: str, size: str) -> Figure:
    """Thirty rows of the queue after a place in it."""
    store = SqliteStore(path)
    seat = Seat(collector="ann")
    took: list[float] = []
    after = None
    for _ in range(200):
        began = time.perf_counter()
        page = store.page(seat, is_open, NOW, after, 30)
        took.append((time.perf_counter() - began) * 1000)
        after = (page[-1].lane, page[-1].prio, page[-1].case) if page else None
    store.close()
    return Figure(name=f"a page of the queue, {size} debts: p95", ours=at(sorted(took), 0.95), unit="ms", most=3)


def outcome_figures(path: str, folder: Path, rows: int) -> Iterator[Figure]:
    """An outcome with nobody else at work, and beside an import into the same store."""
    store = SqliteStore(path)
    alone = sorted(logged(store, "ann") for _ in range(300))
    yield Figure(name="an outcome on the disk, alone: p95", ours=at(alone, 0.95), unit="ms", most=5)
    write_csv(folder / "more.csv", rows, 7, date(2026, 6, 1))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        loading: Future[int] = processes.submit(take_in, path, str(folder / "more.csv"))
        while not store.accounts("", ["1000005-01", "01000002"]) and not loading.done():
            time.sleep(0.001)  # until it has begun to write
        beside: list[float] = []
        while not loading.done():
            beside.append(logged(store, "bob"))
            time.sleep(0.01)
        loading.result()
    store.close()
    beside.sort()
    name = f"an outcome beside an import, {len(beside):,} of them: p95"
    yield Figure(name=name, ours=at(beside, 0.95), unit="ms", most=50)


def logged(store: SqliteStore, who: str) -> float:
    """Milliseconds for the outcome of a next case."""
    lease = store.claim(Seat(collector=who), is_open, NOW, UNTIL)
    if lease is None:
        message = "the store ran out of cases"
        raise RuntimeError(message)
    return log(store, lease.case, store.load(lease.case)[1])


def take_in(path: str, file: str) -> int:
    """Import a placement file, as the command does; how many rows were read."""
    store = SqliteStore(path, for_load=True)
    setting = load_handbook().setting
    receipt = import_placements(store, setting, Path(file), now=NOW, actor="import")
    store.close()
    return receipt.read


def bytes_figure(folder: Path, debts: int) -> Figure:
    """The size of a store after the import of a portfolio, by its debts."""
    write_csv(folder / "portfolio.csv", debts, 1, date(2026, 6, 1))
    take_in(str(folder / "imported"), str(folder / "portfolio.csv"))
    size = (folder / "imported").stat().st_size - index_bytes(folder / "imported")
    name = f"bytes a debt, {debts:,} debts, the search index apart"
    return Figure(name=name, ours=size / debts, unit="bytes", most=700)
