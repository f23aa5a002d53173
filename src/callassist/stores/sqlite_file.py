"""One database file: opening it, refusing what is not ours, waiting for a turn, and telling what went wrong.

Many threads may call. One connection writes, behind a lock; every thread reads through a connection of its own.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from random import uniform
from time import monotonic, sleep
from typing import Any, Final, TypeVar
from weakref import WeakSet

from callassist.errors import CallassistError, DatabaseBusy, DatabaseUnreadable, DatabaseUnwritable
from callassist.stores.sqlite_schema import APPLICATION_ID, VERSION

PATIENCE: Final = 10.0
"""Seconds for which we wait for another program's turn to end."""
LEAST_WAIT, MOST_WAIT = 0.0002, 0.001  # SQLite's own waiting lets latecomers overtake: seconds at worst

CACHE_KIB, LOAD_CACHE_KIB = 8_000, 16_000
READ_CACHE_KIB = 6_000  # every thread that reads has one; a page of the queue looks into two pages a group
CHECKPOINT_PAGES, LOAD_CHECKPOINT_PAGES = 1_000, 20_000
OWNER_ONLY: Final = 0o600
PRIMARY: Final = 0xFF
"""SQLite's extended result codes keep the plain one in their lowest byte."""

T = TypeVar("T")
Row = tuple[Any, ...]
Values = Sequence[object] | Mapping[str, object]

_UNREADABLE: Final = {
    sqlite3.SQLITE_NOTADB: "it is no callassist database",
    sqlite3.SQLITE_CORRUPT: "it is damaged",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
}
_UNWRITABLE: Final = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the file or its folder is read-only",
    sqlite3.SQLITE_PERM: "the file may not be written",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
}


def _code(fault: sqlite3.Error) -> int:
    return int(getattr(fault, "sqlite_errorcode", 0)) & PRIMARY


def _sentence(where: str, fault: sqlite3.Error) -> CallassistError | None:
    """What to say of a fault of the file; None for a mistake of ours."""
    code = _code(fault)
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return DatabaseBusy(where, PATIENCE)
    if code in _UNREADABLE:
        return DatabaseUnreadable(where, _UNREADABLE[code])
    return DatabaseUnwritable(where, _UNWRITABLE[code]) if code in _UNWRITABLE else None


class Connection(sqlite3.Connection):
    """A connection that goes with its thread: closed with the last reference to it."""

    def __del__(self) -> None:
        self.close()


class SqliteFile:
    """The connections to one file. `for_load` trades the flush of each commit for speed: the file can be sent again."""

    def __init__(self, path: str, *, for_load: bool = False) -> None:
        self.path = path
        self.for_load = for_load
        self._lock = threading.Lock()
        self._own = threading.local()
        self._readers: WeakSet[Connection] = WeakSet()
        _found(path)
        self._writer = self._connected()
        try:
            self._prepare()
        except BaseException:
            self._writer.close()
            raise

    # ── opening ──

    def _connected(self) -> Connection:
        with self.telling():
            return sqlite3.connect(
                self.path,
                timeout=0,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
                factory=Connection,
            )

    def _prepare(self) -> None:
        with self.telling():
            if self._recognised() != VERSION:
                self._migrate()
        self.tune(for_load=self.for_load)

    def _recognised(self) -> int:
        """The version of our tables in it, 0 for an empty file; DatabaseUnreadable when it is not for us."""
        (mark,) = self._patient("PRAGMA application_id")
        (version,) = self._patient("PRAGMA user_version")
        (tables,) = self._patient("SELECT count(*) FROM sqlite_schema")
        if tables and mark != APPLICATION_ID:
            raise DatabaseUnreadable(self.path, "it belongs to another program")
        if version > VERSION:
            reason = f"a newer callassist has written it (tables {version}, this one knows {VERSION})"
            raise DatabaseUnreadable(self.path, reason)
        return int(version)

    def _migrate(self) -> None:
        from callassist.stores.migrations import migrate

        self._patient("PRAGMA journal_mode = WAL")
        with self.writing() as connection:
            if self._recognised() != VERSION:
                migrate(connection)

    def tune(self, *, for_load: bool, is_alone: bool = False) -> None:
        """A collector's writes are flushed to the disk before they count; a load's only now and then.

        A load that is alone lets the log grow. Beside collectors it must not: the next of them to write would have
        to move all of it into the file.
        """
        with self._lock, self.telling():
            self._patient(f"PRAGMA synchronous = {'NORMAL' if for_load else 'FULL'}")
            self._patient(f"PRAGMA cache_size = -{LOAD_CACHE_KIB if for_load else CACHE_KIB}")
            self._patient(f"PRAGMA wal_autocheckpoint = {LOAD_CHECKPOINT_PAGES if is_alone else CHECKPOINT_PAGES}")

    def _patient(self, statement: str) -> Row:
        return self.in_turn(lambda: self._writer.execute(statement).fetchone() or ())

    # ── turns ──

    def in_turn(self, work: Callable[[], T]) -> T:
        """Do it, again and again while another program is in the way; DatabaseBusy after PATIENCE seconds."""
        end = monotonic() + PATIENCE
        while True:
            try:
                return work()
            except sqlite3.OperationalError as fault:
                if _code(fault) != sqlite3.SQLITE_BUSY or monotonic() > end:
                    raise
            sleep(uniform(LEAST_WAIT, MOST_WAIT))  # noqa: S311  # no secret: only that two do not wait in step

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Faults of the file as sentences."""
        try:
            yield
        except sqlite3.DatabaseError as fault:
            sentence = _sentence(self.path, fault)
            if sentence is None:
                raise
            raise sentence from fault

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that has the file to itself: written as a whole, or not at all."""
        with self._lock, self.telling():
            writer = self._writer
            self.in_turn(lambda: writer.execute("BEGIN IMMEDIATE"))
            try:
                yield writer
                writer.execute("COMMIT")
            except BaseException:
                if writer.in_transaction:  # some faults have ended it already
                    writer.execute("ROLLBACK")
                raise

    @property
    def reader(self) -> sqlite3.Connection:
        """This thread's own connection; it cannot write."""
        reader: Connection | None = getattr(self._own, "reader", None)
        if reader is None:
            made = self._connected()
            for setting in ("query_only = 1", f"cache_size = -{READ_CACHE_KIB}"):
                self.in_turn(partial(made.execute, f"PRAGMA {setting}"))
            self._own.reader = reader = made
            self._readers.add(made)
        return reader

    def rows(self, statement: str, values: Values = ()) -> list[Row]:
        """All rows of a query."""
        with self.telling():
            reader = self.reader
            return self.in_turn(lambda: reader.execute(statement, values).fetchall())

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Several queries that see the store at one moment."""
        with self.telling():
            reader = self.reader
            self.in_turn(partial(_begin_reading, reader))
            try:
                yield reader
            finally:
                reader.execute("COMMIT")

    # ── the file as a whole ──

    def truncate_log(self) -> None:
        """Move what the write-ahead log holds into the file, if nobody is reading just then."""
        with self._lock, self.telling():
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def backup(self, path: str) -> None:
        """A consistent copy, written beside its name first so that a half one never bears it."""
        part = f"{path}.part"
        _created(part, is_new=False)
        with self.telling():
            copy = sqlite3.connect(part, isolation_level=None)
            try:
                self.reader.backup(copy)
            finally:
                copy.close()
        try:
            os.replace(part, path)  # noqa: PTH105  # plain strings all the way: pathlib is not needed to start
        except OSError as fault:
            raise DatabaseUnwritable(path, _clause(fault)) from fault

    def close(self) -> None:
        """Let go of every connection. No thread may be at work any more."""
        for reader in [*self._readers]:
            reader.close()
        self._writer.close()


def _begin_reading(reader: sqlite3.Connection) -> None:
    """Begin, and take hold of the moment with a first look: that may have to wait, as when another program closes."""
    reader.execute("BEGIN")
    try:
        reader.execute("SELECT 1 FROM mark LIMIT 1").fetchone()
    except sqlite3.Error:
        reader.execute("ROLLBACK")
        raise


def _found(path: str) -> None:
    """Make the file when there is none, its owner's alone; refuse one that more than a group of collectors can read."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except FileNotFoundError:
        _created(path, is_new=True)
        return
    except OSError as fault:
        raise DatabaseUnreadable(path, _clause(fault)) from fault
    if not stat.S_ISREG(mode):
        raise DatabaseUnreadable(path, "it is no file")
    if os.name == "posix" and mode & stat.S_IRWXO:
        raise DatabaseUnreadable(path, f"others may read it; say: chmod o= {path}")


def _created(path: str, *, is_new: bool) -> None:
    flags = os.O_CREAT | os.O_RDWR | (0 if is_new else os.O_TRUNC)
    try:
        os.close(os.open(path, flags, OWNER_ONLY))
    except OSError as fault:
        raise DatabaseUnwritable(path, _clause(fault)) from fault


def _clause(fault: OSError) -> str:
    return str(fault.strerror).lower()
