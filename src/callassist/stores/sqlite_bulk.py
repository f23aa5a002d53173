"""Loading much at once: indexes of an empty store are postponed, and written when all is in.

Until then the store says that search is incomplete, in the same transactions as the cases. A load that is killed
leaves that mark behind; the next to open the store finds the loader gone and writes the indexes.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from callassist.errors import CallassistError
from callassist.stores.sqlite_append import Appending, keys_from, put
from callassist.stores.sqlite_file import SqliteFile
from callassist.stores.sqlite_gathering import Gathered
from callassist.stores.sqlite_indexing import MANY, Indexing
from callassist.stores.sqlite_schema import INDEXES, IS_READY, SEARCH, TRIGGERS, UNSEARCHABLE
from callassist.stores.sqlite_words import Vocabulary

LOADER: Final = "loader"
SCANNED: Final = 5_000


class Bulk:
    """What a load does before and after it appends."""

    def __init__(self, file: SqliteFile, words: Vocabulary, appending: Appending, indexing: Indexing) -> None:
        self._file, self._words = file, words
        self._appending, self._indexing = appending, indexing

    @contextmanager
    def loading(self) -> Iterator[None]:
        """While inside, commits are not flushed one by one, and an empty store does without its indexes."""
        is_postponed = self._postponed()
        self._file.tune(for_load=True, is_alone=is_postponed)
        try:
            yield
        except BaseException:
            if is_postponed:
                with suppress(CallassistError):  # the mark stays, and the next to open it sees to it
                    self._complete()
            raise
        else:
            if is_postponed:
                self._complete()
        finally:
            self._indexing.merge_all(MANY)
            self._file.truncate_log()
            self._file.tune(for_load=self._file.for_load)

    def _postponed(self) -> bool:
        """Take the indexes away, if nothing is in the store yet."""
        with self._file.writing() as connection:
            if connection.execute("SELECT 1 FROM worklist LIMIT 1").fetchone() or _marked(connection):
                return False
            for name in INDEXES:
                connection.execute(f"DROP INDEX IF EXISTS {name}")
            for name in TRIGGERS:
                connection.execute(f"DROP TRIGGER IF EXISTS {name}")
            self._appending.marks = (UNSEARCHABLE, (LOADER, _myself()))
            self._appending.put_marks(connection)
        self._appending.skips_contacts = True
        self._indexing.gathering = Gathered()
        return True

    def _complete(self) -> None:
        self._appending.skips_contacts = False
        self._appending.marks = ()
        found, self._indexing.gathering = self._indexing.gathering, None
        self.write_indexes(found)

    def mend_abandoned(self) -> None:
        """Write the indexes that a load left out when it was killed."""
        if self._file.rows("SELECT 1 FROM mark WHERE name = ?", (SEARCH,)):
            loaders = self._file.rows("SELECT value FROM mark WHERE name = ?", (LOADER,))
            if not loaders or _is_gone(loaders[0][0]):
                self.write_indexes()

    def write_indexes(self, found: Gathered | None = None) -> None:
        """Whatever a load postpones, written anew from the worklist and the dossiers.

        `found` is what a load has gathered for the search index.
        Contacts, heads and the end of the mark are one transaction: a load still running sets its mark again.
        """
        from callassist.stores.sqlite_rebuild import rebuild  # an import of numpy, which other work does without

        rebuild(self._file, self._words, found)
        for name, what in INDEXES.items():
            with self._file.writing() as connection:
                connection.execute(f"DROP INDEX IF EXISTS {name}")
                connection.execute(f"CREATE INDEX {name} ON {what}")
        with self._file.writing() as connection:
            _refill(connection, "contact", "value", "numbers")
            _write_heads(connection)
            connection.execute("DELETE FROM mark WHERE name IN (?, ?)", (SEARCH, LOADER))

    def reindex(self) -> None:
        """Everything that follows from the worklist, written anew."""
        self.write_indexes()
        with self._file.writing() as connection:
            _refill(connection, "obligation", "debt", "debts")
            connection.execute("DELETE FROM join_key")
            every = connection.execute("SELECT case_id, joins FROM worklist")
            while found := every.fetchmany(SCANNED):
                keys = [(key, case) for case, joins in found for key in keys_from("[]", joins, "[]")[1]]
                put(connection, "INSERT OR IGNORE INTO join_key (h, case_id)", sorted(keys))


def _refill(connection: sqlite3.Connection, table: str, column: str, source: str) -> None:
    connection.execute(f"DELETE FROM {table}")
    connection.execute(
        f"INSERT INTO {table} ({column}, case_id) "
        f"SELECT DISTINCT each.value, case_id FROM worklist, json_each({source}) each ORDER BY 1, 2"
    )


def _write_heads(connection: sqlite3.Connection) -> None:
    """The head of each group, and the triggers that keep it."""
    connection.execute("DELETE FROM head")
    connection.execute(
        "INSERT INTO head (grp, rank, case_id) SELECT grp, rank, min(case_id) FROM worklist "
        f"JOIN (SELECT grp AS of, min(rank) AS least FROM worklist WHERE {IS_READY} GROUP BY grp) "
        f"ON grp = of AND rank = least WHERE {IS_READY} GROUP BY grp"
    )
    for name, what in TRIGGERS.items():
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        connection.execute(f"CREATE TRIGGER {name} {what}")


def _marked(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM mark WHERE name = ?", (SEARCH,)).fetchone() is not None


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else ""


def _myself() -> str:
    return f"{os.getpid()} {_host()}"


def _is_gone(loader: str) -> bool:
    """Whether the program that was loading on this machine has ended; of another machine nobody knows."""
    number, _, host = loader.partition(" ")
    if not host or host != _host():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
