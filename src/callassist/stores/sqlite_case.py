"""Reading cases: dossier and journals of one, what was done by all, and where the numbers of new ones come from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from callassist.casefile import DossierRow, Entry, consumer_stream, debt_stream
from callassist.store import UnknownCase
from callassist.stores.codec import entry_from, held_debts, rows_from, to_millis
from callassist.stores.sqlite_file import Row, SqliteFile
from callassist.stores.sqlite_schema import FIRST_KIND
from callassist.stores.sqlite_words import Vocabulary

AT_ONCE: Final = 1_000
NEXT: Final = "next number"

_JOURNAL: Final = "SELECT stream, seq, at, actor, kind, CAST(body AS BLOB) FROM journal WHERE stream = ? ORDER BY seq"
_DOSSIER: Final = "SELECT row, kind, CAST(body AS BLOB) FROM dossier WHERE stream = ? ORDER BY row"
# The keys first, by the index alone; then each entry by its key.
_WORKED: Final = f"""
    SELECT journal.stream, journal.seq, journal.at, actor, kind, CAST(body AS BLOB) FROM (
        SELECT at, stream, seq FROM journal
        WHERE kind < {FIRST_KIND} AND (at, stream, seq) > (?, ?, ?) AND at < ?
        ORDER BY at, stream, seq LIMIT {AT_ONCE}
    ) AS done CROSS JOIN journal ON journal.stream = done.stream AND journal.seq = done.seq
    ORDER BY done.at, done.stream, done.seq
"""


class Cases:
    """The truth of a store, read."""

    def __init__(self, file: SqliteFile, words: Vocabulary) -> None:
        self._file, self._words = file, words

    def load(self, case: int) -> tuple[tuple[DossierRow, ...], tuple[Entry, ...]]:
        """Everything about a consumer and the debts they are obliged on, as of one moment; UnknownCase."""
        home = consumer_stream(case)
        with self._file.snapshot() as reader:
            entries = self._journal(reader, home)
            if not entries:
                raise UnknownCase(case)
            streams = [home, *map(debt_stream, held_debts(entries))]
            for stream in streams[1:]:
                entries += self._journal(reader, stream)
            leaves = [(stream, *leaf) for stream in streams for leaf in reader.execute(_DOSSIER, (stream,))]
        return tuple(row for leaf in leaves for row in self._rows(*leaf)), tuple(entries)

    def _journal(self, reader: sqlite3.Connection, stream: int) -> list[Entry]:
        return [self.entry(row) for row in reader.execute(_JOURNAL, (stream,))]

    def entry(self, row: Row) -> Entry:
        """An entry from stream, seq, at, actor, kind and body; BadEntry."""
        stream, seq, at, actor, kind, body = row
        name, lead = self._words.kinds.word(kind)
        return entry_from((stream, seq, at), self._words.actor(actor), name, lead + body)

    def _rows(self, stream: int, first: int, kind: int, body: bytes) -> tuple[DossierRow, ...]:
        name, lead = self._words.kinds.word(kind)
        return rows_from(stream, first, name, lead + body)

    def worked(self, since: datetime, until: datetime, actor: str) -> Iterator[Entry]:
        """Calls, outcomes and promises of a time, in order."""
        end = to_millis(until)
        after = (to_millis(since), -1, 0)
        while found := self._file.rows(_WORKED, (*after, end)):
            for row in found:
                entry = self.entry(row)
                if actor in {"", entry.actor}:
                    yield entry
            stream, seq, at, *_ = found[-1]
            after = (at, stream, seq)

    def scan(self, after: int) -> Iterator[int]:
        """Case numbers in order, a thousand at a time, so that no long reading keeps the log from being emptied."""
        query = f"SELECT case_id FROM worklist WHERE case_id > ? ORDER BY case_id LIMIT {AT_ONCE}"
        while found := self._file.rows(query, (after,)):
            for (case,) in found:
                yield case
            after = found[-1][0]

    def reserve(self, cases: int, debts: int) -> tuple[int, int]:
        """The first of so many new cases, and of so many debts.

        Both count together, and so leave gaps: what comes in together then lies together, at the end of each
        table, which keeps pages full.
        """
        with self._file.writing() as connection:
            found = connection.execute("SELECT value FROM mark WHERE name = ?", (NEXT,)).fetchone()
            first = int(found[0]) if found else 1
            after = str(first + max(cases, debts))
            connection.execute("INSERT OR REPLACE INTO mark VALUES (?, ?)", (NEXT, after))
        return first, first
