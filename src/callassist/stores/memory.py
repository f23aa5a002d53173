"""The store without a file, for rehearsals and tests: the same as the one in SQLite, but it ends with the program.

Everything is looked for by looking at every case, which is quick enough for some thousands.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import datetime
from threading import RLock
from typing import Final

from msgspec.structs import replace

from callassist.casefile import DossierRow, Entry, consumer_stream, debt_stream
from callassist.dossier import DebtDetails, Row
from callassist.store import (
    CLOSED,
    WORKED,
    Account,
    Brief,
    Changes,
    Counters,
    IsOpen,
    Lease,
    Position,
    Projection,
    Query,
    SearchIndex,
    Seat,
    StaleCase,
    Store,
    UnknownCase,
    WorkRow,
)
from callassist.stores.codec import entry_from, event_json, held_debts, kind_of, to_millis
from callassist.stores.memory_index import MemoryIndex
from callassist.stores.memory_queue import Queue, whole_millis

Kept = tuple[int, str, str, bytes]
"""An entry of a journal: milliseconds, actor, kind, JSON. Nobody can reach in, so no hash is needed."""

NEXT: Final = "next number"


class MemoryStore:
    """A store.Store that any thread may call."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._journals: dict[int, list[Kept]] = {}
        self._dossier: dict[int, dict[int, DossierRow]] = {}
        self._accounts: dict[tuple[str, str], Account] = {}
        self._queue = Queue()
        self._drafts: dict[tuple[str, str], bytes] = {}
        self._marks: dict[str, str] = {}
        self._index: MemoryIndex | None = None

    # ── cases ──

    def load(self, case: int) -> tuple[tuple[DossierRow, ...], tuple[Entry, ...]]:
        with self._lock:
            entries = list(self._journal(consumer_stream(case)))
            if not entries:
                raise UnknownCase(case)
            streams = [consumer_stream(case), *map(debt_stream, held_debts(entries))]
            for stream in streams[1:]:
                entries += self._journal(stream)
            rows = [row for stream in streams for _, row in sorted(self._dossier.get(stream, {}).items())]
        return tuple(rows), tuple(entries)

    def _journal(self, stream: int) -> Iterator[Entry]:
        for seq, (at, actor, name, body) in enumerate(self._journals.get(stream, ()), start=1):
            yield entry_from((stream, seq, at), actor, name, body)

    def append(self, changes: Changes) -> None:
        self.append_many((changes,))

    def append_many(self, batch: Sequence[Changes]) -> None:
        with self._lock:
            self._check(batch)
            for change in batch:
                for entry in change.entries:
                    key, body = event_json(entry.event)
                    kept = (to_millis(entry.at), entry.actor, kind_of(key)[0], body)
                    self._journals.setdefault(entry.stream, []).append(kept)
                for row in change.rows:
                    self._dossier.setdefault(row.stream, {})[row.row] = row
                for account in change.accounts:
                    self._accounts[account.client, account.account] = account
                for place in change.projections:
                    self._queue.put(replace(place, words=(), marks=()))
            self._keep_faces(batch)

    def _check(self, batch: Sequence[Changes]) -> None:
        """StaleCase, before anything is written, when the batch does not go on where its journals are."""
        last: dict[int, int] = {}
        for change in batch:
            for stream, seq in change.seen:
                if last.get(stream, len(self._journals.get(stream, ()))) != seq:
                    raise StaleCase(stream)
            for entry in change.entries:
                if last.get(entry.stream, len(self._journals.get(entry.stream, ()))) + 1 != entry.seq:
                    raise StaleCase(entry.stream)
                last[entry.stream] = entry.seq
            for account in change.accounts:
                known = self._accounts.get((account.client, account.account), account)
                if known.debt != account.debt:
                    raise StaleCase(debt_stream(known.debt))

    def loading(self) -> AbstractContextManager[None]:
        return nullcontext()

    def reserve(self, cases: int, debts: int) -> tuple[int, int]:
        with self._lock:
            first = int(self._marks.get(NEXT, "1"))
            self._marks[NEXT] = str(first + max(cases, debts))
        return first, first

    def scan(self, after: int = 0) -> Iterator[int]:
        with self._lock:
            cases = self._queue.cases(after)
        return iter(cases)

    def worked(self, since: datetime, until: datetime, actor: str = "") -> Iterator[Entry]:
        start, end = to_millis(since), to_millis(until)
        with self._lock:
            done = [
                ((at, stream, seq), actor_then, name, body)
                for stream, journal in self._journals.items()
                for seq, (at, actor_then, name, body) in enumerate(journal, start=1)
                if start <= at < end and name in WORKED and actor in {"", actor_then}
            ]
        for (at, stream, seq), actor_then, name, body in sorted(done):
            yield entry_from((stream, seq, at), actor_then, name, body)

    # ── the queue ──

    def wake(self, now: datetime, limit: int = 500) -> int:
        with self._lock:
            return self._queue.woken(whole_millis(now), limit)

    def claim(self, seat: Seat, is_open: IsOpen, now: datetime, until: datetime) -> Lease | None:
        with self._lock:
            return self._queue.claim(seat, is_open, whole_millis(now), whole_millis(until))

    def hold(self, case: int, holder: str, now: datetime, until: datetime) -> Lease | None:
        with self._lock:
            return self._queue.hold(case, holder, whole_millis(now), whole_millis(until))

    def renew(self, case: int, holder: str, until: datetime) -> bool:
        with self._lock:
            return self._queue.renew(case, holder, whole_millis(until))

    def release(self, case: int, holder: str) -> None:
        with self._lock:
            self._queue.release(case, holder)

    def leases(self, holder: str, now: datetime) -> tuple[Lease, ...]:
        with self._lock:
            return self._queue.leases(holder, whole_millis(now))

    def page(
        self,
        seat: Seat,
        is_open: IsOpen,
        now: datetime,  # noqa: ARG002  # nothing is remembered from one page to the next
        after: Position | None,
        limit: int,
    ) -> tuple[WorkRow, ...]:
        with self._lock:
            return self._queue.page(seat, is_open, after, limit)

    def listed(self, state: str, after: int, limit: int) -> tuple[WorkRow, ...]:
        with self._lock:
            return self._queue.listed(state, after, limit)

    def counters(self, seat: Seat, now: datetime) -> Counters:
        with self._lock:
            return self._queue.counters(seat, whole_millis(now))

    # ── finding ──

    def find(self, query: Query, limit: int) -> tuple[int, ...]:
        with self._lock:
            if query.number:
                cases = [case for case, place in self._queue.places() if query.number in place.numbers]
            elif query.account:
                cases = self._by_account(query.account)
            elif query.last or query.first:
                cases = self._by_name(query)
            else:
                cases = []
        return tuple(dict.fromkeys(cases))[:limit]

    def _by_account(self, prefix: str) -> list[int]:
        found = sorted((a.account, a.debt) for a in self._accounts.values() if a.account.startswith(prefix))
        return [case for _, debt in found for case in self.owners(debt)]

    def _by_name(self, query: Query) -> list[int]:
        named = sorted((place.name, case) for case, place in self._queue.places())
        return [case for (last, first), case in named if last.startswith(query.last) and first.startswith(query.first)]

    @property
    def index(self) -> SearchIndex:
        with self._lock:
            if self._index is None:
                self._index = MemoryIndex(self._brief)
                for case in self._queue.cases(0):
                    self._index.put(case, *self._facts(case))
            return self._index

    def _keep_faces(self, batch: Sequence[Changes]) -> None:
        """Show the index the faces of all whom a batch touches, once somebody has asked for it."""
        if self._index is None:
            return
        streams = {row.stream for change in batch for row in change.rows}
        streams |= {entry.stream for change in batch for entry in change.entries}
        touched = {stream >> 1 for stream in streams if not stream & 1}
        touched |= {case for stream in streams if stream & 1 for case in self.owners(stream >> 1)}
        for case in sorted(touched):
            self._index.put(case, *self._facts(case))

    def _facts(self, case: int) -> tuple[list[Row], list[DebtDetails]]:
        """What no correction replaced, and the details of the debts as they hold."""
        place = self._queue.place(case)
        own = [
            row.value
            for number, row in self._dossier.get(consumer_stream(case), {}).items()
            if number not in place.gone
        ]
        held = [self._dossier.get(debt_stream(debt), {}).values() for debt in place.debts]
        details = [[row.value for row in rows if isinstance(row.value, DebtDetails)][-1:] for rows in held]
        return own, [last for found in details for last in found]

    def _brief(self, case: int) -> Brief:
        with self._lock:
            place = self._queue.place(case)
            accounts = {a.debt: f"{a.client}/{a.account}" for a in self._accounts.values() if a.debt in place.debts}
            told = tuple(accounts[debt] for debt in place.debts if debt in accounts)
            return Brief(accounts=told, is_open=place.work.state != CLOSED)

    def merge(self, limit: int = 500, least: int = 0) -> int:  # noqa: ARG002  # nothing waits to be merged
        return 0

    def accounts(self, client: str, accounts: Sequence[str]) -> Mapping[str, Account]:
        wanted = frozenset(accounts)
        with self._lock:
            found = [a for a in self._accounts.values() if a.account in wanted and client in {"", a.client}]
        return {account.account if client else f"{account.client}/{account.account}": account for account in found}

    def joined(self, keys: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
        cases: dict[int, tuple[int, ...]] = {}
        with self._lock:
            for case, place in self._queue.places():
                for key in set(place.joins).intersection(keys):
                    cases[key] = (*cases.get(key, ()), case)
        return cases

    def owners(self, debt: int) -> tuple[int, ...]:
        with self._lock:
            return tuple(case for case, place in self._queue.places() if debt in place.debts)

    def projection_of(self, case: int) -> Projection:
        with self._lock:
            return self._queue.place(case)

    # ── drafts, marks ──

    def draft_put(self, holder: str, key: str, body: bytes) -> None:
        with self._lock:
            self._drafts[holder, key] = body
            if not body:
                del self._drafts[holder, key]

    def drafts(self, holder: str) -> Mapping[str, bytes]:
        with self._lock:
            return {key: body for (whose, key), body in sorted(self._drafts.items()) if whose == holder}

    def setting(self, name: str, value: str | None = None) -> str:
        with self._lock:
            if value is not None:
                self._marks[name] = value
            return self._marks.get(name, "")

    def faults(self) -> Iterable[str]:
        with self._lock:
            cases = {stream >> 1 for stream in self._journals if not stream & 1}
            placed = set(self._queue.cases(0))
        for case in sorted(cases - placed):
            yield f"Case {case}: it has a journal but no place in the queue; run callassist doctor --mend."
        for case in sorted(placed - cases):
            yield f"Case {case}: it is in the queue but has no journal; restore a backup."

    def reindex(self) -> None:
        """Nothing is kept that could differ."""

    # ── the end ──

    def backup(self, path: str) -> None:
        """Write it all to a SQLite store, which can be opened and worked on; leases are not kept."""
        from callassist.stores.sqlite import SqliteStore

        part = f"{path}.part"
        with suppress(FileNotFoundError):
            os.remove(part)  # noqa: PTH107  # plain strings all the way, as in the SQLite store
        copy = SqliteStore(part)
        try:
            self._copy(copy)
        finally:
            copy.close()
        os.replace(part, path)  # noqa: PTH105

    def _copy(self, copy: Store) -> None:
        with self._lock:
            entries = tuple(entry for stream in sorted(self._journals) for entry in self._journal(stream))
            rows = tuple(row for _, kept in sorted(self._dossier.items()) for _, row in sorted(kept.items()))
            places = tuple(place for _, place in self._queue.places())
            accounts = tuple(self._accounts.values())
            copy.append(Changes(entries=entries, rows=rows, projections=places, accounts=accounts))
            for (holder, key), body in self._drafts.items():
                copy.draft_put(holder, key, body)
            for name, value in self._marks.items():
                copy.setting(name, value)

    def close(self) -> None:
        """Nothing to let go of."""
