"""What several processes do to one store at once; each is started as a program of its own.

`python -m tests.contract.many PATH WHAT WHO`, where WHAT is a function below.
"""

from __future__ import annotations

import sys

from callassist import dossier as rec
from callassist.casefile import consumer_stream
from callassist.store import Seat, StaleCase, Store
from callassist.stores.sqlite import SqliteStore
from tests.contract.made import LATER, NOON, always, note, placed, work

TIMES = 200


def write(store: Store, who: str) -> None:
    """Write TIMES notes to case 1, reading again when somebody was first."""
    stream = consumer_stream(1)
    for count in range(TIMES):
        while True:
            rows, entries = store.load(1)
            row = max(each.row for each in rows if each.stream == stream) + 1
            seq = max(entry.seq for entry in entries if entry.stream == stream) + 1
            try:
                store.append(note(1, seq, row, f"{who} {count}"))
            except StaleCase:
                continue
            break


def claim(store: Store, who: str) -> None:
    """Take cases until none is left, and say which."""
    while (lease := store.claim(Seat(collector=who), always, NOON, LATER)) is not None:
        sys.stdout.write(f"{lease.case}\n")


def reserve(store: Store, who: str) -> None:
    """Set numbers aside, and say which."""
    for count in range(TIMES):
        first, _ = store.reserve(1 + count % 3, 1 + len(who) % 2)
        sys.stdout.write(f"{first} {1 + count % 3}\n")


def place(store: Store, who: str) -> None:
    """Write cases without end, each with a note, and say how far it is."""
    start = int(who)
    for case in range(start, start + 1_000_000):
        store.append(placed(work(case)))
        store.append(note(case, 2, 4))
        sys.stdout.write(f"{case}\n")
        sys.stdout.flush()


def load(store: Store, who: str) -> None:
    """Load cases without end, a hundred at a time, and say how far it is."""
    with store.loading():
        for start in range(int(who), 1_000_000, 100):
            store.append_many([placed(work(case)) for case in range(start, start + 100)])
            sys.stdout.write(f"{start + 99}\n")
            sys.stdout.flush()


def words(store: Store) -> list[str]:
    """The notes of case 1."""
    return [row.value.text for row in store.load(1)[0] if isinstance(row.value, rec.NoteText)]


if __name__ == "__main__":
    path, what, name = sys.argv[1:]
    opened = SqliteStore(path)
    {"write": write, "claim": claim, "reserve": reserve, "place": place, "load": load}[what](opened, name)
    opened.close()
