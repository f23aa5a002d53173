"""How a database came to its shape, one step after the other. Imported only to take a step: it costs 70 ms."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from callassist.stores.sqlite_schema import (
    APPLICATION_ID,
    INDEXES,
    KINDS,
    SEARCH_TABLES,
    TABLES,
    TRIGGERS,
    UNSEARCHABLE,
    VERSION,
)

STEPS: Final = Migrations("callassist")


@STEPS()
def founded(db: Database) -> None:
    """The first tables."""
    for statement in TABLES:
        db.execute(statement)
    for name, what in INDEXES.items():
        db.execute(f"CREATE INDEX {name} ON {what}")
    for name, what in TRIGGERS.items():
        db.execute(f"CREATE TRIGGER {name} {what}")
    for number, name in KINDS:
        db.execute("INSERT INTO kind (id, name, lead) VALUES (?, ?, X'')", (number, name))


@STEPS()
def searchable(db: Database) -> None:
    """The search index. Of cases that were there before, whoever opens the store next writes it."""
    for statement in SEARCH_TABLES:
        db.execute(statement)
    if db.execute("SELECT 1 FROM worklist LIMIT 1").fetchone():
        db.execute("INSERT OR REPLACE INTO mark VALUES (?, ?)", UNSEARCHABLE)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to VERSION. The caller has begun a transaction, and ends it."""
    STEPS.apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
