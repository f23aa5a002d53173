"""Writing changes: everything is encoded and chained first, so that the transaction only has to put rows down.

The link before a new entry can be read outside the transaction: entries never change, and the primary key
(stream, seq) lets only one writer put down the entry that follows it.
"""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain
from operator import attrgetter
from struct import Struct as Packing
from struct import unpack
from typing import Any, Final

import msgspec

from callassist.store import Changes, Projection, StaleCase
from callassist.stores.codec import (
    EPOCH,
    NO_LINK,
    SEALS,
    Key,
    event_json,
    kind_of,
    leaves,
    link,
    link_numbers,
    signature,
    to_json,
    to_millis,
    total,
)
from callassist.stores.sqlite_file import Row, SqliteFile
from callassist.stores.sqlite_indexing import Indexing
from callassist.stores.sqlite_schema import LANE_BITS, SEAL, STATES
from callassist.stores.sqlite_words import Vocabulary

TOGETHER: Final = 100
"""Rows put down by one statement, where there are as many: a quarter cheaper than one by one."""
MANY: Final = 200
"""Entries from which on the collector of cyclic garbage rests: nothing here is cyclic, and it would look at it all."""

_integers: Final = msgspec.json.Decoder(tuple[int, ...]).decode

Head = tuple[int, bytes]
"""The last sequence number of a journal and its hash."""

_NOTHING: Final[Head] = (0, NO_LINK)
_LAST = "SELECT coalesce(max(seq), 0) FROM journal WHERE stream = ?"
_HASH = "SELECT hash FROM journal WHERE stream = ? AND seq = ?"

_JOURNAL = "INSERT INTO journal (stream, seq, at, actor, kind, body, hash)"
_DOSSIER = "INSERT INTO dossier (stream, row, kind, body)"
_ACCOUNT = "INSERT INTO account (client, account, debt, digest, balance)"
_ACCOUNT_KNOWN = (
    "ON CONFLICT (client, account) DO UPDATE SET digest = excluded.digest, balance = excluded.balance "
    "WHERE debt = excluded.debt"
)
_WORK = (
    "INSERT INTO worklist (case_id, grp, rank, state, wake_at, holder, mine, region, last, first, "
    "numbers, debts, joins, gone)"
)
# Who holds the case, and until when, stays as it is.
_WORK_KNOWN = (
    "ON CONFLICT (case_id) DO UPDATE SET grp = excluded.grp, rank = excluded.rank, state = excluded.state, "
    "wake_at = excluded.wake_at, mine = excluded.mine, region = excluded.region, last = excluded.last, "
    "first = excluded.first, numbers = excluded.numbers, debts = excluded.debts, joins = excluded.joins, "
    "gone = excluded.gone"
)
_LOOKED_UP: Final = {"obligation": "debts", "join_key": "joins", "contact": "numbers"}
"""Tables of (key, case), and the field of a projection that has the keys."""
_FORGET: Final = {
    "obligation": "DELETE FROM obligation WHERE debt = ? AND case_id = ?",
    "join_key": "DELETE FROM join_key WHERE h = ? AND case_id = ?",
    "contact": "DELETE FROM contact WHERE value = ? AND case_id = ?",
}


@contextmanager
def _resting(batch: Sequence[Changes]) -> Iterator[None]:
    if sum(len(change.entries) for change in batch) < MANY or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def put(connection: sqlite3.Connection, into: str, rows: Sequence[Row], known: str = "") -> int:
    """Insert rows of one width, and how many were written; `known` says what to do with one that is there."""
    if not rows:
        return 0
    width = len(rows[0])
    mark = f"({', '.join('?' * width)})"
    whole = len(rows) - len(rows) % TOGETHER
    written = 0
    if whole:
        flat = tuple(chain.from_iterable(rows[:whole]))
        step = width * TOGETHER
        # Between SELECT-less VALUES and ON CONFLICT there is nothing for the parser to mistake.
        several = f"{into} VALUES {', '.join([mark] * TOGETHER)} {known}"
        cursor = connection.executemany(several, (flat[at : at + step] for at in range(0, len(flat), step)))
        written += cursor.rowcount
    if whole < len(rows):
        written += connection.executemany(f"{into} VALUES {mark} {known}", rows[whole:]).rowcount
    return written


class Appending:
    """The one way in.

    `marks` are set with every batch, and contacts are left out with `skips_contacts`, while a load into an empty
    store postpones what follows from the worklist.
    """

    def __init__(self, file: SqliteFile, words: Vocabulary, indexing: Indexing) -> None:
        self.skips_contacts = False
        self.marks: tuple[tuple[str, str], ...] = ()
        self._file, self._words, self._indexing = file, words, indexing
        self._signed: dict[tuple[str, type], tuple[int, bytes]] = {}
        self._kinds: dict[Key, tuple[int, int]] = {}

    def append(self, batch: Sequence[Changes]) -> None:
        """All of it in one transaction; StaleCase when a sequence number is taken or leaves a gap."""
        with _resting(batch):
            self._append(batch)

    def _append(self, batch: Sequence[Changes]) -> None:
        heads = self._heads(batch)
        before = total(digest for _, digest in heads.values())
        entries = sorted(self._entries(batch, heads))
        grown = total(digest for _, digest in heads.values()) - before
        rows = sorted(self._leaves(batch))
        places = {place.case: place for change in batch for place in change.projections}
        work = sorted(map(self._work, places.values()))
        accounts = self._accounts(batch)
        with self._file.writing() as connection:
            _look_again(connection, batch)
            _check_seen(connection, batch)
            found_by = self._indexing.before(connection, batch)
            self._put_entries(connection, entries)
            put(connection, _DOSSIER, rows)
            self._put_accounts(connection, accounts)
            self._put_looked_up(connection, places, entries)
            put(connection, _WORK, work, _WORK_KNOWN)
            self._indexing.after(connection, found_by)
            if entries:
                _seal(connection, grown)
            self.put_marks(connection)

    def put_marks(self, connection: sqlite3.Connection) -> None:
        """Say again what a load under way has to say."""
        connection.executemany("INSERT OR REPLACE INTO mark VALUES (?, ?)", self.marks)

    # ── entries ──

    def _heads(self, batch: Sequence[Changes]) -> dict[int, Head]:
        """Where the journals stand that existed before; StaleCase when one does not reach up to its new entry."""
        wanted: dict[int, int] = {}
        for change in batch:
            for entry in change.entries:
                if entry.seq > 1 and entry.stream not in wanted:
                    wanted[entry.stream] = entry.seq - 1
        heads: dict[int, Head] = {}
        with self._file.snapshot() as reader:
            for stream, seq in wanted.items():
                found = reader.execute(_HASH, (stream, seq)).fetchone()
                if found:
                    heads[stream] = (seq, found[0])
        return heads

    def _entries(self, batch: Sequence[Changes], heads: dict[int, Head]) -> Iterator[Row]:
        """The journal's rows, each linked to the one before; `heads` follows."""
        moment, at = EPOCH, 0
        for change in batch:
            for entry in change.entries:
                stream, seq, actor, event = entry.stream, entry.seq, entry.actor, entry.event
                last, previous = heads.get(stream, _NOTHING)
                if seq != last + 1:
                    raise StaleCase(stream)
                if entry.at is not moment:
                    moment, at = entry.at, to_millis(entry.at)
                key, body = event_json(event)
                number, cut = self._kinds.get(key) or self._kind(key)
                login, signed = self._signed.get((actor, key[0])) or self._sign(actor, key[0])
                digest = link(previous, link_numbers(8, stream, 8, seq, 8, at), signed, body)
                heads[stream] = (seq, digest)
                yield stream, seq, at, login, number, body[cut:], digest

    def _sign(self, actor: str, kind: type) -> tuple[int, bytes]:
        found = self._words.actor_number(actor), signature(actor, kind.__name__)
        self._signed[actor, kind] = found
        return found

    def _kind(self, key: Key) -> tuple[int, int]:
        """The number of a kind, and how much of the beginning of its bodies it says."""
        number, lead = self._words.kind(kind_of(key))
        self._kinds[key] = found = number, len(lead)
        return found

    def _put_entries(self, connection: sqlite3.Connection, entries: list[Row]) -> None:
        try:
            put(connection, _JOURNAL, entries)
        except sqlite3.IntegrityError as fault:
            taken = "SELECT 1 FROM journal WHERE stream = ? AND seq = ?"
            for stream, seq, *_ in entries:
                if connection.execute(taken, (stream, seq)).fetchone():
                    raise StaleCase(stream) from fault
            raise

    # ── dossier, accounts ──

    def _leaves(self, batch: Sequence[Changes]) -> Iterator[Row]:
        for change in batch:
            for stream, first, key, body in leaves(change.rows):
                number, cut = self._kinds.get(key) or self._kind(key)
                yield stream, first, number, body[cut:]

    def _accounts(self, batch: Sequence[Changes]) -> list[Row]:
        clients = self._words.clients
        latest = {(a.client, a.account): a for change in batch for a in change.accounts}
        return sorted(
            (clients.known.get(a.client) or clients.number(a.client), a.account, a.debt, a.digest, a.balance_cents)
            for a in latest.values()
        )

    def _put_accounts(self, connection: sqlite3.Connection, accounts: list[Row]) -> None:
        """Write them; StaleCase when somebody has given an account another debt meanwhile."""
        if put(connection, _ACCOUNT, accounts, _ACCOUNT_KNOWN) == len(accounts):
            return
        theirs = "SELECT debt FROM account WHERE client = ? AND account = ?"
        for client, account, debt, *_ in accounts:
            (found,) = connection.execute(theirs, (client, account)).fetchone()
            if found != debt:
                raise StaleCase(found * 2 + 1)

    # ── what a case is found by ──

    def _work(self, place: Projection) -> Row:
        work, words = place.work, self._words
        return (
            work.case,
            words.groups.known.get(work.group) or words.groups.number(work.group),
            (work.lane << LANE_BITS) + work.prio,
            STATES[work.state],
            None if work.wake_at is None else to_millis(work.wake_at),
            0,
            words.actor_number(work.mine),
            work.region,
            *place.name,
            to_json(place.numbers).decode(),
            to_json(place.debts).decode(),
            _packed(len(place.joins))(*place.joins),
            to_json(place.gone).decode() if place.gone else None,
        )

    def _put_looked_up(
        self, connection: sqlite3.Connection, places: dict[int, Projection], entries: Iterable[Row]
    ) -> None:
        """Bring obligations, joining keys and contacts up to date, by what the worklist said before."""
        new = {row[0] >> 1 for row in entries if row[1] == 1 and not row[0] & 1}
        fresh = [place for case, place in places.items() if case in new]
        known = [(place, _keys_before(connection, case)) for case, place in places.items() if case not in new]
        for at, (table, column) in enumerate(_LOOKED_UP.items()):
            if table == "contact" and self.skips_contacts:
                continue
            keys = attrgetter(column)
            come = [(key, place.case) for place in fresh for key in keys(place)]
            gone: list[Row] = []
            for place, before in known:
                was, now = before[at], keys(place)
                if was != now:
                    gone += [(key, place.case) for key in was if key not in now]
                    come += [(key, place.case) for key in now if key not in was]
            if gone:
                connection.executemany(_FORGET[table], gone)
            put(connection, f"INSERT OR IGNORE INTO {table}", sorted(come))


def _seal(connection: sqlite3.Connection, grown: int) -> None:
    """Carry on the sum of all journals' last hashes: a chain alone does not show that its end was cut off."""
    found = connection.execute("SELECT value FROM mark WHERE name = ?", (SEAL,)).fetchone()
    sealed = (int(found[0], 16) if found else 0) + grown
    connection.execute("INSERT OR REPLACE INTO mark VALUES (?, ?)", (SEAL, f"{sealed % SEALS:032x}"))


def _check_seen(connection: sqlite3.Connection, batch: Sequence[Changes]) -> None:
    """StaleCase when a journal has moved on since a change was decided, by others or earlier in the batch."""
    if not any(change.seen for change in batch):
        return
    written: dict[int, int] = {}
    for change in batch:
        for stream, seq in change.seen:
            if stream not in written:
                (written[stream],) = connection.execute(_LAST, (stream,)).fetchone()
            if written[stream] != seq:
                raise StaleCase(stream)
        written.update({entry.stream: entry.seq for entry in change.entries})


@cache
def _packed(count: int) -> Callable[..., bytes]:
    return Packing(f"<{count}q").pack


def _look_again(connection: sqlite3.Connection, batch: Sequence[Changes]) -> None:
    """StaleCase when a journal has an entry after the last that was seen."""
    for change in batch:
        for stream, seq in change.seen:
            if connection.execute("SELECT 1 FROM journal WHERE stream = ? AND seq = ?", (stream, seq + 1)).fetchone():
                raise StaleCase(stream)


def _keys_before(connection: sqlite3.Connection, case: int) -> Row:
    """Debts, joining keys and numbers of a case as its worklist row has them."""
    found: Any = connection.execute("SELECT debts, joins, numbers FROM worklist WHERE case_id = ?", (case,)).fetchone()
    return ((), (), ()) if found is None else keys_from(*found)


def keys_from(debts: str, joins: bytes, numbers: str) -> tuple[tuple[int, ...], ...]:
    """Debts, joining keys and numbers out of their columns."""
    return _integers(debts), unpack(f"<{len(joins) // 8}q", joins), _integers(numbers)
