"""Caller matching: milliseconds a key beside brute force over the same names, bytes, memory, and what others add.

Names are typed letter by letter, as a collector does. The peer is rapidfuzz's `process.extract` over every name, which
is what is written without an index. What another process adds is looked for with its surname mistyped.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from callassist.asked import ask
from callassist.intake.library import data_root, load_lore
from callassist.matching import Matcher
from callassist.stores.sqlite import SqliteStore
from tests.bench.brute import names, token_sort_ms, wratio_ms
from tests.bench.callers import Holder, holders
from tests.bench.callers_slips import one_edit
from tests.bench.figure import Figure
from tests.bench.portfolios import csv_of, database_of, folder, index_bytes

TODAY: Final = date(2026, 6, 2)
MILLION: Final = 1_000_000
TYPED, ASKED, ADDED = 120, 20, 60
SEED: Final = 8
OPENING = """
import sys, time
from datetime import date
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
import numpy, rapidfuzz.process
from callassist.asked import ask
from callassist.intake.library import data_root, load_lore
from callassist.stores.sqlite import SqliteStore
from callassist.matching import Matcher

def private():
    lines = Path('/proc/self/smaps_rollup').read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(('Private_Clean', 'Private_Dirty'))) / 1024

store, lore = SqliteStore(sys.argv[1]), load_lore(data_root())
before, began = private(), time.perf_counter()
matcher = Matcher(store.index, lore.names, lore.levels)
matcher.find(ask('a', lore.names, date(2026, 6, 2)), date(2026, 6, 2))
opened = time.perf_counter() - began
for line in sys.argv[2].splitlines():
    matcher.find(ask(line, lore.names, date(2026, 6, 2)), date(2026, 6, 2))
print(opened, private() - before)
"""
WRITING = """
import sys, time
from callassist import dossier as rec, events as ev
from callassist.casefile import DossierRow, Entry, consumer_stream, debt_stream
from callassist.store import Changes, Group, Projection, WorkRow
from callassist.stores.sqlite import SqliteStore
from datetime import UTC, datetime

store, now = SqliteStore(sys.argv[1]), datetime(2026, 6, 2, 14, tzinfo=UTC)
print('ready', flush=True)
for line in sys.stdin:
    first, last, account = line.rstrip('\\n').split('\\t')
    began = time.perf_counter()
    case, debt = store.reserve(1, 1)
    home, owed = consumer_stream(case), debt_stream(debt)
    person, details = rec.Person(first=first, last=last), rec.DebtDetails(client_ref=account)
    placed = ev.DebtPlaced(client='MERCY', account=account, balance_cents=100)
    store.append(Changes(
        entries=(
            Entry(stream=home, seq=1, at=now, actor='bench', event=ev.DebtTaken(debt=debt, rows=(1,))),
            Entry(stream=owed, seq=1, at=now, actor='bench', event=placed),
        ),
        rows=(DossierRow(stream=home, row=1, value=person), DossierRow(stream=owed, row=1, value=details)),
        projections=(Projection(
            case=case, debts=(debt,),
            work=WorkRow(case=case, state='skip', group=Group(zones='', client='MERCY', line='agency', language='en')),
        ),),
    ))
    print(case, 1000 * (time.perf_counter() - began), flush=True)
"""


def run(*, quick: bool) -> Iterator[Figure]:
    """Everything the table of figures asks of speed and size."""
    accounts = MILLION // 20 if quick else MILLION
    database, everybody = database_of(accounts), holders(csv_of(accounts))
    yield from _speed(database, everybody)
    yield from _size(database, everybody, accounts)
    yield from _live(database, everybody)


def matcher_of(database: Path) -> Matcher:
    """The engine over a database."""
    lore = load_lore(data_root())
    return Matcher(SqliteStore(str(database)).index, lore.names, lore.levels)


# ── speed ──


def _speed(database: Path, everybody: Sequence[Holder]) -> Iterator[Figure]:
    lore, matcher = load_lore(data_root()), matcher_of(database)
    luck = Random(SEED)
    typed = [f"{one.first} {one.last}".lower() for one in luck.sample(everybody, TYPED)]
    keys = [name[:end] for name in typed for end in range(1, len(name) + 1)]

    def took(lines: Sequence[str], *, is_deep: bool = False) -> list[float]:
        spent = []
        for line in lines:
            began = time.perf_counter()
            matcher.find(ask(line, lore.names, TODAY), TODAY, is_deep=is_deep)
            spent.append(1000 * (time.perf_counter() - began))
        return sorted(spent)

    took(keys)
    first = took(keys)
    yield Figure(name="matching: a key, first look, p50", ours=first[len(first) // 2], unit="ms", most=2.0)
    yield Figure(name="matching: a key, first look, p99", ours=first[len(first) * 99 // 100], unit="ms", most=6.0)
    deep = took([one_edit(luck, name) for name in typed], is_deep=True)
    yield Figure(name="matching: a pause, second look, p99", ours=deep[len(deep) * 99 // 100], unit="ms", most=60.0)
    took(typed[:ASKED])
    whole = took(typed[:ASKED])[ASKED // 2]
    everyone = names(everybody)
    for label, least, peer in (("token_sort_ratio", 60, token_sort_ms), ("WRatio", 150, wratio_ms)):
        theirs = peer(everyone, typed[:ASKED])
        name = f"matching: a whole name, p50, beside extract {label}"
        yield Figure(name=name, ours=whole, unit="ms", peer=theirs, peer_name="rapidfuzz", most_ratio=1 / least)


# ── size ──


def _size(database: Path, everybody: Sequence[Holder], accounts: int) -> Iterator[Figure]:
    size = index_bytes(database)
    yield Figure(name="matching: index, an account", ours=size / accounts, unit="bytes", most=60)
    lines = "\n".join(f"{one.first} {one.last}" for one in Random(SEED).sample(everybody, 300))
    told = subprocess.run(
        (sys.executable, "-c", OPENING, database, lines), check=True, capture_output=True, text=True
    ).stdout.split()
    yield Figure(name="matching: open, with the first answer", ours=float(told[0]), unit="s", most=0.5)
    yield Figure(name="matching: private memory of a reader", ours=float(told[1]), unit="MiB", most=100)


# ── what others write ──


def _live(database: Path, everybody: Sequence[Holder]) -> Iterator[Figure]:
    copy = folder() / "live.sqlite"
    shutil.copy(database, copy)
    lore, matcher, luck = load_lore(data_root()), matcher_of(copy), Random(SEED)
    writer = subprocess.Popen(
        (sys.executable, "-c", WRITING, copy), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdin is not None
    assert writer.stdout is not None
    writer.stdout.readline()
    spent, found = [], 0
    for number in range(ADDED):
        one = luck.choice(everybody)
        last = one.last if number % 2 else f"Zq{one.last.lower()}wick"  # half of them a surname never seen before
        writer.stdin.write(f"{one.first}\t{last}\tLIVE-{number:06}\n")
        writer.stdin.flush()
        case, took = writer.stdout.readline().split()
        spent.append(float(took))
        asked = ask(f"{one.first} {one_edit(luck, last.lower())} live-{number:06}", lore.names, TODAY)
        found += any(match.case == int(case) for match in matcher.find(asked, TODAY).matches)
    writer.stdin.close()
    writer.wait()
    spent.sort()
    yield Figure(name="matching: add an account, p50", ours=spent[ADDED // 2], unit="ms", most=2.0)
    yield Figure(name="matching: add an account, p99", ours=spent[ADDED * 99 // 100], unit="ms", most=10.0)
    missed = ADDED - found
    yield Figure(name="matching: added elsewhere, not found by the next query", ours=missed, unit="of 60", most=0)
