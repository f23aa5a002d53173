"""The search index of a SQLite store, written: what a change adds or takes away, and merging that into the lists.

A change writes a row to `fresh` for each key that a case gains or loses, in its own transaction. Merging moves such
rows into `posting`, where the list of a key is one blob of case numbers (32 bits, little end first, ascending).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from struct import pack, unpack
from typing import Final

from callassist import dossier as rec
from callassist import events as ev
from callassist.faces import KIND_SHIFT, WORD, account_key, marks_in, words_in
from callassist.store import Changes
from callassist.stores.codec import to_json
from callassist.stores.sqlite_faces import read_accounts, read_facts
from callassist.stores.sqlite_file import Row, SqliteFile
from callassist.stores.sqlite_gathering import Gathered
from callassist.stores.sqlite_words import Vocabulary

Keys = tuple[frozenset[str], frozenset[int]]
"""What a case is found by: words of names, and the keys of everything else."""

NO_KEYS: Final[Keys] = (frozenset(), frozenset())
MERGES: Final = "merges"
"""The mark that counts how often lists were written anew."""
SLICE: Final = 500
"""Keys that are merged in one transaction: ten milliseconds for which others wait."""
MANY: Final = 5_000
"""So many rows of what is new are merged; fewer cost a reader nothing."""
FACTS: Final = (rec.Person, rec.Address, rec.Phone, rec.Reference, rec.DebtDetails, rec.Employer)
TURNS: Final = (ev.DebtTaken, ev.DebtReleased, ev.FactCorrected)
_FRESH: Final = "INSERT INTO fresh (key, case_id, gone) VALUES (?, ?, ?)"
_WORD_KEY: Final = WORD << KIND_SHIFT


class Indexing:
    """Keeps the index in step with the dossiers. During a load into an empty store it only gathers."""

    def __init__(self, file: SqliteFile, words: Vocabulary) -> None:
        self.gathering: Gathered | None = None
        self._file, self._words = file, words

    # ── with every change ──

    def before(self, connection: sqlite3.Connection, batch: Sequence[Changes]) -> Mapping[int, Keys]:
        """What the cases that a batch may change are found by as long as nothing of it is written."""
        if self.gathering is not None:
            self.gathering.add(batch)
            return {}
        touched = _touched(connection, batch)
        new = {entry.stream >> 1 for change in batch for entry in change.entries if entry.seq == 1}
        old = [case for case in touched if case not in new]
        return dict.fromkeys(touched, NO_KEYS) | self._keys(connection, old)

    def after(self, connection: sqlite3.Connection, before: Mapping[int, Keys]) -> None:
        """Note down what they have come to be found by, and what no longer."""
        if not before:
            return
        rows = [row for case, now in self._keys(connection, before).items() for row in _turned(case, before[case], now)]
        numbers = self._numbers(connection, {key for key, _, _ in rows if isinstance(key, str)})
        fresh = [(numbers[key] if isinstance(key, str) else key, case, gone) for key, case, gone in rows]
        connection.executemany(_FRESH, fresh)

    def _keys(self, connection: sqlite3.Connection, cases: Collection[int]) -> dict[int, Keys]:
        def ask(statement: str, values: Sequence[object]) -> list[Row]:
            return connection.execute(statement, values).fetchall()

        accounts = read_accounts(ask, self._words, [*cases])
        facts = read_facts(ask, self._words, [*cases])
        return {case: keys_of((*own, *details), accounts[case][0]) for case, (own, details) in facts.items()}

    def _numbers(self, connection: sqlite3.Connection, words: Collection[str]) -> Mapping[str, int]:
        """The posting keys of words, given now if need be."""
        from callassist.sounds import sound_of

        known = _known(connection, words)
        new = [(word, sound_of(word)) for word in sorted(words) if word not in known]
        if new:
            connection.executemany("INSERT INTO term (text, sound, held) VALUES (?, ?, 0)", new)
            known = _known(connection, words)
        return {word: _WORD_KEY | number for word, number in known.items()}

    # ── merging ──

    def merge_all(self, least: int) -> None:
        """Move everything into its lists, a slice at a time, when so many rows wait."""
        if self.merge(SLICE, least):
            while self.merge(SLICE):
                pass

    def merge(self, limit: int, least: int = 0) -> int:
        """Move the rows of at most so many keys into their lists; how many keys are left, 0 when few rows wait."""
        if least and self._file.rows("SELECT count(*) FROM (SELECT 1 FROM fresh LIMIT ?)", (least,))[0][0] < least:
            return 0
        with self._file.writing() as connection:
            found = connection.execute("SELECT DISTINCT key FROM fresh LIMIT ?", (limit + 1,)).fetchall()
            for (key,) in found[:limit]:
                _merge(connection, key)
            if found:
                count_merge(connection)
            (left,) = connection.execute("SELECT count(DISTINCT key) FROM fresh").fetchone()
        return int(left)


def keys_of(values: Iterable[rec.Row], accounts: Iterable[str]) -> Keys:
    """What the values of dossiers are found by; `accounts` are CLIENT/ACCOUNT."""
    kept = tuple(values)
    marks = {mark for value in kept for mark in marks_in(value)}
    marks.update(account_key(each.partition("/")[2]) for each in accounts)
    return frozenset(word for value in kept for word in words_in(value)), frozenset(marks)


def _turned(case: int, was: Keys, now: Keys) -> Iterator[tuple[str | int, int, int]]:
    """Keys gained and lost, as (word or mark, case, whether it is gone)."""
    yield from ((word, case, 0) for word in sorted(now[0] - was[0]))
    yield from ((mark, case, 0) for mark in sorted(now[1] - was[1]))
    yield from ((word, case, 1) for word in sorted(was[0] - now[0]))
    yield from ((mark, case, 1) for mark in sorted(was[1] - now[1]))


def _touched(connection: sqlite3.Connection, batch: Sequence[Changes]) -> tuple[int, ...]:
    """The cases whose faces a batch may change."""
    streams = {row.stream for change in batch for row in change.rows if isinstance(row.value, FACTS)}
    streams |= {entry.stream for change in batch for entry in change.entries if isinstance(entry.event, TURNS)}
    debts = [stream >> 1 for stream in streams if stream & 1]
    asked = "SELECT DISTINCT case_id FROM json_each(?) each CROSS JOIN obligation ON debt = each.value"
    owners = connection.execute(asked, (to_json(debts).decode(),)).fetchall() if debts else []
    placed = {place.case for change in batch for place in change.projections if {*place.debts} & {*debts}}
    return tuple(sorted({stream >> 1 for stream in streams if not stream & 1} | {case for (case,) in owners} | placed))


def _known(connection: sqlite3.Connection, words: Collection[str]) -> dict[str, int]:
    asked = "SELECT term.text, term.id FROM json_each(?) each CROSS JOIN term ON term.text = each.value"
    return dict(connection.execute(asked, (to_json([*words]).decode(),)).fetchall())


def _merge(connection: sqlite3.Connection, key: int) -> None:
    """Write one list anew with what has come and gone."""
    found = connection.execute("SELECT cases FROM posting WHERE key = ?", (key,)).fetchone()
    held = {*unpack(f"<{len(found[0]) // 4}i", found[0])} if found else set()
    for case, gone in connection.execute("SELECT case_id, gone FROM fresh WHERE key = ? ORDER BY seq", (key,)):
        (held.discard if gone else held.add)(case)
    blob = pack(f"<{len(held)}i", *sorted(held))
    if held:
        connection.execute("INSERT OR REPLACE INTO posting (key, cases) VALUES (?, ?)", (key, blob))
    else:
        connection.execute("DELETE FROM posting WHERE key = ?", (key,))
    connection.execute("DELETE FROM fresh WHERE key = ?", (key,))
    if key >> KIND_SHIFT == WORD:
        connection.execute("UPDATE term SET held = ? WHERE id = ?", (len(held), key - _WORD_KEY))


def count_merge(connection: sqlite3.Connection) -> None:
    """Tell every reader that lists have changed."""
    connection.execute(
        "INSERT INTO mark VALUES (?, '1') ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
        (MERGES,),
    )
