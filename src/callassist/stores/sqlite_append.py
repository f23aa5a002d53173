"""Writing changes: everything is encoded and chained first, so that the transaction only has to put rows down.

The link before a new entry can be read outside the transaction: entries never change, and the primary key
(stream, seq) lets only one writer put down the entry that follows it.
"""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from struct import pack, unpack
from typing import Any, Final

import msgspec

from callassist.casefile import Entry
from callassist.events import Event
from callassist.store import Changes, Projection, StaleCase
from callassist.stores.codec import EPOCH, LAYOUTS, NO_LINK, Kind, leaves, link, signature, to_json, to_millis
from callassist.stores.sqlite_file import Row, SqliteFile
from callassist.stores.sqlite_schema import STATES
from callassist.stores.sqlite_words import Vocabulary

TOGETHER: Final = 32
"""Rows put down by one statement, where there are as many: a quarter cheaper than one by one."""
MANY: Final = 200
"""Changes from which on the collector of cyclic garbage rests: nothing here is cyclic, and it would look at it all."""
LANE_BITS: Final = 40

_integers: Final = msgspec.json.Decoder(tuple[int, ...]).decode

Head = tuple[int, bytes]
"""The last sequence number of a journal and its hash."""

_JOURNAL = "INSERT INTO journal (stream, seq, at, actor, kind, body, hash)"
_DOSSIER = "INSERT INTO dossier (stream, row, kind, body)"
_ACCOUNT = "INSERT INTO account (client, account, debt, digest, balance)"
_ACCOUNT_KNOWN = (
    "ON CONFLICT (client, account) DO UPDATE SET digest = excluded.digest, balance = excluded.balance "
    "WHERE debt = excluded.debt"
)
_WORK = (
    "INSERT INTO worklist (case_id, grp, rank, state, wake_at, holder, mine, region, last, first, "
    "numbers, debts, joins)"
)
# Who holds the case, and until when, stays as it is.
_WORK_KNOWN = (
    "ON CONFLICT (case_id) DO UPDATE SET grp = excluded.grp, rank = excluded.rank, state = excluded.state, "
    "wake_at = excluded.wake_at, mine = excluded.mine, region = excluded.region, last = excluded.last, "
    "first = excluded.first, numbers = excluded.numbers, debts = excluded.debts, joins = excluded.joins"
)
_LOOKED_UP = {
    "contact": (
        "INSERT OR IGNORE INTO contact (value, case_id)",
        "DELETE FROM contact WHERE value = ? AND case_id = ?",
    ),
    "join_key": ("INSERT OR IGNORE INTO join_key (h, case_id)", "DELETE FROM join_key WHERE h = ? AND case_id = ?"),
    "obligation": (
        "INSERT OR IGNORE INTO obligation (debt, case_id)",
        "DELETE FROM obligation WHERE debt = ? AND case_id = ?",
    ),
}


@contextmanager
def _resting(batch: Sequence[Changes]) -> Iterator[None]:
    if len(batch) < MANY or not gc.isenabled():
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

    def __init__(self, file: SqliteFile, words: Vocabulary) -> None:
        self.skips_contacts = False
        self.marks: tuple[tuple[str, str], ...] = ()
        self._file, self._words = file, words
        self._signed: dict[tuple[str, str], bytes] = {}
        self._leads: dict[tuple[type, Row], tuple[int, int]] = {}

    def append(self, batch: Sequence[Changes]) -> None:
        """All of it in one transaction; StaleCase when a sequence number is taken or leaves a gap."""
        with _resting(batch):
            heads = self._heads(batch)
            entries = sorted(self._entries(batch, heads))
            rows = sorted(self._leaves(batch))
            places = {p.case: p for change in batch for p in change.projections}
            work = [self._work(places[case]) for case in sorted(places)]
            accounts = self._accounts(batch)
            with self._file.writing() as connection:
                self._put_entries(connection, entries)
                put(connection, _DOSSIER, rows)
                self._put_accounts(connection, accounts)
                self._put_looked_up(connection, places, entries)
                put(connection, _WORK, work, _WORK_KNOWN)
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
                if entry.stream not in wanted:
                    wanted[entry.stream] = entry.seq - 1
        heads: dict[int, Head] = {}
        for stream, seq in wanted.items():
            if seq:
                found = self._file.rows("SELECT hash FROM journal WHERE stream = ? AND seq = ?", (stream, seq))
                if not found:
                    raise StaleCase(stream)
                heads[stream] = (seq, found[0][0])
        return heads

    def _entries(self, batch: Sequence[Changes], heads: dict[int, Head]) -> Iterator[Row]:
        """The journal's rows, each linked to the one before; `heads` follows."""
        nothing = (0, NO_LINK)
        moment, at = EPOCH, 0
        for change in batch:
            for entry in change.entries:
                stream, seq, actor = entry.stream, entry.seq, entry.actor
                last, previous = heads.get(stream, nothing)
                if seq != last + 1:
                    raise StaleCase(stream)
                if entry.at is not moment:
                    moment, at = entry.at, to_millis(entry.at)
                kind, body, cut = self._coded(entry.event)
                signed = self._signed.get((actor, type(entry.event).__name__)) or self._sign(entry)
                digest = link(previous, (stream, seq, at), signed, body)
                heads[stream] = (seq, digest)
                number = self._words.actors.known.get(actor) or self._words.actor_number(actor)
                yield stream, seq, at, number, kind, body[cut:], digest

    def _sign(self, entry: Entry) -> bytes:
        name = type(entry.event).__name__
        self._signed[entry.actor, name] = signed = signature(entry.actor, name)
        return signed

    def _coded(self, event: Event) -> tuple[int, bytes, int]:
        """The number of the kind, the exact JSON, and how much of its beginning the kind says."""
        kind = type(event)
        layout = LAYOUTS.get(kind)
        if layout is None:
            return self._words.kinds.known.get((kind.__name__, NO_LINK)) or self._plain(kind), to_json(event), 0
        fields = layout.picked(event)
        key = kind, fields[: layout.leading]
        number, cut = self._leads.get(key) or self._lead(key, layout.lead(fields))
        return number, layout.body(fields), cut

    def _plain(self, kind: type) -> int:
        return self._words.kinds.number((kind.__name__, NO_LINK))

    def _lead(self, key: tuple[type, Row], lead: bytes) -> tuple[int, int]:
        number, lead = self._words.kind((key[0].__name__, lead))
        self._leads[key] = found = number, len(lead)
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
        known = self._words.kinds.known
        for change in batch:
            for leaf in leaves(change.rows):
                number, body = known.get(leaf.kind), leaf.body
                if number is None:
                    number, body = self._new_leaf(leaf.kind, body)
                yield leaf.stream, leaf.first, number, body

    def _new_leaf(self, kind: Kind, body: bytes) -> tuple[int, bytes]:
        number, lead = self._words.kind(kind)
        return number, body if lead == kind[1] else kind[1] + body

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
            pack(f"<{len(place.joins)}q", *place.joins),
        )

    def _put_looked_up(
        self, connection: sqlite3.Connection, places: dict[int, Projection], entries: Iterable[Row]
    ) -> None:
        """Bring obligations, joining keys and contacts up to date, by what the worklist said before."""
        new = {stream >> 1 for stream, seq, *_ in entries if seq == 1 and not stream & 1}
        before = {case: _keys_before(connection, case) for case in places if case not in new}
        nothing: Row = ((), (), ())
        for at, table in enumerate(("obligation", "join_key", "contact")):
            if table == "contact" and self.skips_contacts:
                continue
            insert, delete = _LOOKED_UP[table]
            gone: list[Row] = []
            come: list[Row] = []
            for case, place in places.items():
                was, now = before.get(case, nothing)[at], (place.debts, place.joins, place.numbers)[at]
                if was != now:
                    gone += [(key, case) for key in was if key not in now]
                    come += [(key, case) for key in now if key not in was]
            if gone:
                connection.executemany(delete, gone)
            put(connection, insert, sorted(come))


def _keys_before(connection: sqlite3.Connection, case: int) -> Row:
    """Debts, joining keys and numbers of a case as its worklist row has them."""
    found: Any = connection.execute("SELECT debts, joins, numbers FROM worklist WHERE case_id = ?", (case,)).fetchone()
    return ((), (), ()) if found is None else keys_from(*found)


def keys_from(debts: str, joins: bytes, numbers: str) -> tuple[tuple[int, ...], ...]:
    """Debts, joining keys and numbers out of their columns."""
    return _integers(debts), unpack(f"<{len(joins) // 8}q", joins), _integers(numbers)
