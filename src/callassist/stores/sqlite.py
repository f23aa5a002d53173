"""The store in one SQLite file: a laptop's, or a whole floor's on one host. See sqlite_schema for its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property

from callassist.casefile import DossierRow, Entry
from callassist.store import (
    Account,
    Changes,
    Counters,
    IsOpen,
    Lease,
    Position,
    Projection,
    Query,
    SearchIndex,
    Seat,
    WorkRow,
)
from callassist.stores.sqlite_append import Appending
from callassist.stores.sqlite_bulk import Bulk
from callassist.stores.sqlite_case import Cases
from callassist.stores.sqlite_claim import Claims, Seating
from callassist.stores.sqlite_file import SqliteFile
from callassist.stores.sqlite_find import Finding
from callassist.stores.sqlite_indexing import Indexing
from callassist.stores.sqlite_page import Pages
from callassist.stores.sqlite_words import Vocabulary


class SqliteStore:
    """A store.Store in a file, made when it is not there. Any thread may call, and any number of processes.

    `for_load`: commits survive the end of the program, but not surely a power cut; for files that can be sent again.
    """

    def __init__(self, path: str, *, for_load: bool = False) -> None:
        self._file = SqliteFile(path, for_load=for_load)
        words = self._words = Vocabulary(self._file)
        seating = Seating(words)
        self._indexing = Indexing(self._file, words)
        self._appending = Appending(self._file, words, self._indexing)
        self._bulk = Bulk(self._file, words, self._appending, self._indexing)
        self._cases = Cases(self._file, words)
        self._claims = Claims(self._file, words, seating)
        self._pages = Pages(self._file, words, seating)
        self._finding = Finding(self._file, words)
        self._bulk.mend_abandoned()

    def load(self, case: int) -> tuple[tuple[DossierRow, ...], tuple[Entry, ...]]:
        return self._cases.load(case)

    def append(self, changes: Changes) -> None:
        self._appending.append((changes,))

    def append_many(self, batch: Sequence[Changes]) -> None:
        self._appending.append(batch)

    def loading(self) -> AbstractContextManager[None]:
        return self._bulk.loading()

    def reserve(self, cases: int, debts: int) -> tuple[int, int]:
        return self._cases.reserve(cases, debts)

    def wake(self, now: datetime, limit: int = 500) -> int:
        return self._claims.wake(now, limit)

    def claim(self, seat: Seat, is_open: IsOpen, now: datetime, until: datetime) -> Lease | None:
        return self._claims.claim(seat, is_open, now, until)

    def hold(self, case: int, holder: str, now: datetime, until: datetime) -> Lease | None:
        return self._claims.hold(case, holder, now, until)

    def renew(self, case: int, holder: str, until: datetime) -> bool:
        return self._claims.renew(case, holder, until)

    def release(self, case: int, holder: str) -> None:
        self._claims.release(case, holder)

    def page(
        self, seat: Seat, is_open: IsOpen, now: datetime, after: Position | None, limit: int
    ) -> tuple[WorkRow, ...]:
        return self._pages.page(seat, is_open, now, after, limit)

    def listed(self, state: str, after: int, limit: int) -> tuple[WorkRow, ...]:
        return self._pages.listed(state, after, limit)

    def find(self, query: Query, limit: int) -> tuple[int, ...]:
        return self._finding.find(query, limit)

    def accounts(self, client: str, accounts: Sequence[str]) -> Mapping[str, Account]:
        return self._finding.accounts(client, accounts)

    def joined(self, keys: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
        return self._finding.joined(keys)

    def owners(self, debt: int) -> tuple[int, ...]:
        return self._finding.owners(debt)

    def projection_of(self, case: int) -> Projection:
        return self._pages.projection_of(case)

    def draft_put(self, holder: str, key: str, body: bytes) -> None:
        with self._file.writing() as connection:
            if body:
                connection.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (holder, key, body))
            else:
                connection.execute("DELETE FROM draft WHERE holder = ? AND key = ?", (holder, key))

    def drafts(self, holder: str) -> Mapping[str, bytes]:
        return dict(self._file.rows("SELECT key, body FROM draft WHERE holder = ? ORDER BY key", (holder,)))

    def leases(self, holder: str, now: datetime) -> tuple[Lease, ...]:
        return self._claims.leases(holder, now)

    def counters(self, seat: Seat, now: datetime) -> Counters:
        return self._pages.counters(seat, now)

    def worked(self, since: datetime, until: datetime, actor: str = "") -> Iterator[Entry]:
        return self._cases.worked(since, until, actor)

    def scan(self, after: int = 0) -> Iterator[int]:
        return self._cases.scan(after)

    def setting(self, name: str, value: str | None = None) -> str:
        if value is not None:
            with self._file.writing() as connection:
                connection.execute("INSERT OR REPLACE INTO mark VALUES (?, ?)", (name, value))
            return value
        found = self._file.rows("SELECT value FROM mark WHERE name = ?", (name,))
        return str(found[0][0]) if found else ""

    def faults(self) -> Iterable[str]:
        from callassist.stores.sqlite_faults import Inspection  # read when somebody looks, not at every start

        return Inspection(self._file, self._words).faults()

    @cached_property
    def index(self) -> SearchIndex:
        from callassist.stores.sqlite_index import SqliteIndex

        return SqliteIndex(self._file, self._words)

    def merge(self, limit: int = 500, least: int = 0) -> int:
        return self._indexing.merge(limit, least)

    def reindex(self) -> None:
        self._bulk.reindex()

    def backup(self, path: str) -> None:
        self._file.backup(path)

    def close(self) -> None:
        self._file.close()
