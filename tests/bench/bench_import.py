"""Taking in a placement file, beside `sqlite-utils insert --csv` of the same file, which only copies its cells.

Each is a program of its own from its start to its end, so that neither is spared its imports or its indexes. Memory is
that of all our processes together, looked at twenty times a second. Processor time is shown beside the seconds, for
machines on which others are at work too.
"""

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import msgspec

from callassist.intake.synthetic import COLUMNS, DEMO_AS_OF, generate, write_csv
from tests.bench.figure import Figure
from tests.bench.portfolios import index_bytes

MILLION = 1_000_000
FEW = 1_000
LOOK = 0.05
TAKE_IN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from callassist.intake.library import data_root, load_setting
from callassist.intake.placements import import_placements
from callassist.stores.sqlite import SqliteStore

store = SqliteStore(sys.argv[1])
now = datetime(2026, 6, 2, 16, tzinfo=UTC)
receipt = import_placements(store, load_setting(data_root()), Path(sys.argv[2]), now=now, actor="bench")
store.close()
expected = {name: int(count) for name, count in (pair.split("=") for pair in sys.argv[3:])}
assert {name: getattr(receipt, name) for name in expected} == expected, receipt
"""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What a command took: seconds, processor seconds, and the most MiB that it and its children held together."""

    seconds: float
    cpu: float
    mib: float


def run(*, quick: bool) -> Iterator[Figure]:
    """Everything the table of figures asks of an import."""
    accounts = MILLION // 20 if quick else MILLION
    with tempfile.TemporaryDirectory() as folder:
        yield from _compared(Path(folder), accounts)


def _compared(folder: Path, accounts: int) -> Iterator[Figure]:
    source, more, ours = folder / "placements.csv", folder / "more.csv", folder / "ours.db"
    rows = write_csv(source, accounts, 1, DEMO_AS_OF)
    _write_others(more)
    name = f"import {rows:,} rows"
    first = _took(_taking_in(ours, source, read=rows, updated=0, unchanged=0))
    for options, label, most in (((), "sqlite-utils", 0.8), (("--no-detect-types",), "its --no-detect-types", 1.8)):
        theirs = folder / "theirs.db"
        program = Path(sys.executable).parent / "sqlite-utils"
        peer = _took((program, "insert", theirs, "t", source, "--csv", *options))
        theirs.unlink()
        yield Figure(name=name, ours=first.seconds, unit="s", peer=peer.seconds, peer_name=label, most_ratio=most)
        yield Figure(name=f"{name}: processor time", ours=first.cpu, unit="s", peer=peer.cpu, peer_name=label)
    yield Figure(name=f"{name}: memory of both processes", ours=first.mib, unit="MiB", most=256)
    size = (ours.stat().st_size - index_bytes(ours)) / accounts
    yield Figure(name=f"{name}: a debt on disk, the search index apart", ours=size, unit="bytes", most=700)
    long = 0.25 if accounts == MILLION else None  # of a small file the start of the program is most
    again = _took(_taking_in(ours, source, read=rows, added=0, updated=0)).seconds
    yield Figure(name=f"{name} again", ours=again, unit="s", peer=first.seconds, peer_name="the first", most_ratio=long)
    added = _took(_taking_in(ours, more, read=FEW, updated=0, unchanged=0)).seconds
    yield Figure(name=f"import {FEW:,} rows into {accounts:,}", ours=added, unit="s", most=3)


def _taking_in(database: Path, source: Path, **expected: int) -> tuple[str | Path, ...]:
    """The command that takes a file in, and fails when the acknowledgement is not as expected."""
    counts = [f"{name}={count}" for name, count in expected.items()]
    return (sys.executable, "-c", TAKE_IN, database, source, *counts)


def _write_others(target: Path) -> None:
    """A file of accounts and guarantors that no other file names."""
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        own = {COLUMNS.index(column) for column in ("account_number", "guarantor_ref")}
        taken = {COLUMNS.index("account_number"): set[str]()}
        rows = (row for row in generate(2 * FEW, 2) if _is_new(row, taken))
        for _, row in zip(range(FEW), rows, strict=False):
            writer.writerow([f"N{cell}" if at in own and cell else cell for at, cell in enumerate(row)])


def _is_new(row: Sequence[str], taken: dict[int, set[str]]) -> bool:
    """Whether none of these columns has had the cell before; then it has now."""
    is_new = all(row[at] not in cells for at, cells in taken.items())
    for at, cells in taken.items():
        cells.add(row[at])
    return is_new


def _took(command: Sequence[str | Path]) -> Taken:
    """Run a command to its end."""
    before, began, most = getrusage(RUSAGE_CHILDREN), time.perf_counter(), 0.0
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while program.poll() is None:
        most = max(most, _held(program.pid))
        time.sleep(LOOK)
    seconds, after = time.perf_counter() - began, getrusage(RUSAGE_CHILDREN)
    if program.returncode:
        raise subprocess.CalledProcessError(program.returncode, command)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(seconds=seconds, cpu=cpu, mib=most)


def _held(process: int) -> float:
    """MiB that a process and its children hold, as Linux tells; 0 where it does not."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    resident = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")]
    return sum(resident) / 1024 + sum(_held(int(child)) for child in children)
