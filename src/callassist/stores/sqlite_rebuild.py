"""The search index of a SQLite store, written as a whole from the dossiers: after a big load, or when it is doubted."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from callassist.dossier import Row
from callassist.faces import KIND_SHIFT, WORD, account_key, marks_in, words_in
from callassist.sounds import sound_of
from callassist.stores.sqlite_append import put
from callassist.stores.sqlite_faces import Numbered, integers, last_details, values_of
from callassist.stores.sqlite_file import SqliteFile
from callassist.stores.sqlite_indexing import count_merge
from callassist.stores.sqlite_words import Vocabulary

STREAMS: Final = 10_000
"""So many journals are read at once: a long reading keeps the log from being emptied."""
ROWS: Final = 2_000
STRETCH: Final = 500_000
CASE_BITS: Final = 32
_LOW: Final = (1 << CASE_BITS) - 1

Packed = NDArray[np.int64]
"""A key above a case number, in one integer each."""


class Gathered:
    """Keys with the numbers of what has them: cases for a consumer's, debts for a debt's."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        self.of_cases, self.of_debts = array("q"), array("q")

    def add(self, into: array[int], number: int, value: Row) -> None:
        """Take in what a row is found by."""
        terms = self.terms
        for word in words_in(value):
            into.append((WORD << KIND_SHIFT | terms.setdefault(word, len(terms) + 1)) << CASE_BITS | number)
        for mark in marks_in(value):
            into.append(mark << CASE_BITS | number)


def gathered(file: SqliteFile, words: Vocabulary) -> Gathered:
    """Everything that the index should say, from the dossiers."""
    found = Gathered()
    gone = {
        case: integers(rows) for case, rows in file.rows("SELECT case_id, gone FROM worklist WHERE gone IS NOT NULL")
    }
    for stream, rows in _dossiers(file, words):
        number = stream >> 1
        if stream & 1:
            for details in last_details(rows):
                found.add(found.of_debts, number, details)
        else:
            skipped = gone.get(number, ())
            for row, value in rows:
                if row not in skipped:
                    found.add(found.of_cases, number, value)
    for account, debt in _accounts(file):
        found.of_debts.append(account_key(account) << CASE_BITS | debt)
    return found


def _accounts(file: SqliteFile) -> Iterator[tuple[str, int]]:
    """Every account number with its debt, some at a time."""
    asked = f"SELECT client, account, debt FROM account WHERE (client, account) > (?, ?) ORDER BY 1, 2 LIMIT {STREAMS}"
    after: tuple[int, str] = (-1, "")
    while found := file.rows(asked, after):
        yield from ((account, debt) for _, account, debt in found)
        after = found[-1][:2]


def _dossiers(file: SqliteFile, words: Vocabulary) -> Iterator[tuple[int, list[Numbered]]]:
    """Every stream with its numbered values."""
    (last,) = file.rows("SELECT coalesce(max(stream), 0) FROM dossier")[0]
    asked = (
        "SELECT stream, row, kind, CAST(body AS BLOB) FROM dossier "
        "WHERE stream >= ? AND stream < ? ORDER BY stream, row"
    )
    for first in range(0, last + 1, STREAMS):
        for stream, leaves in groupby(file.rows(asked, (first, first + STREAMS)), itemgetter(0)):
            yield stream, [value for _, *leaf in leaves for value in values_of(words, stream, tuple(leaf))]


def packed(file: SqliteFile, found: Gathered) -> Packed:
    """All pairs of key and case, sorted, each once; a debt's keys are those of whoever owes it."""
    debts = np.frombuffer(found.of_debts, dtype=np.int64)
    of_debts = _of_owners(file, debts) if debts.size else debts
    found.of_cases.frombytes(of_debts.tobytes())  # sorted where it lies: there may be a hundred million
    pairs = np.frombuffer(found.of_cases, dtype=np.int64)
    pairs.sort()
    return pairs


def _of_owners(file: SqliteFile, debts: Packed) -> Packed:
    owed = np.frombuffer(_obligations(file), dtype=np.int64).reshape(-1, 2)
    debt = debts & _LOW
    low = np.searchsorted(owed[:, 0], debt)
    high = np.searchsorted(owed[:, 0], debt, side="right")
    count = high - low
    first = np.repeat(low - np.concatenate(([0], np.cumsum(count)[:-1])), count)
    packed: Packed = np.repeat(debts & ~_LOW, count) | owed[np.arange(count.sum()) + first, 1]
    return packed


def _obligations(file: SqliteFile) -> array[int]:
    """Debt and case of every obligation, one after the other, by debt."""
    owed = array("q")
    asked = f"SELECT debt, case_id FROM obligation WHERE (debt, case_id) > (?, ?) ORDER BY 1, 2 LIMIT {STREAMS}"
    after: tuple[int, ...] = (-1, -1)
    while found := file.rows(asked, after):
        for pair in found:
            owed.extend(pair)
        after = found[-1]
    return owed


def lists(pairs: Packed) -> Iterator[tuple[int, bytes]]:
    """Each key with its list of cases as it is stored, a stretch of keys at a time."""
    start = 0
    while start < pairs.size:
        end = min(start + STRETCH, pairs.size)
        if end < pairs.size:
            end = int(np.searchsorted(pairs, (int(pairs[end]) >> CASE_BITS) << CASE_BITS))
            if end <= start:  # one key is longer than a stretch
                end = int(np.searchsorted(pairs, ((int(pairs[start]) >> CASE_BITS) + 1) << CASE_BITS))
        yield from _stretch(pairs[start:end])
        start = end


def _stretch(pairs: Packed) -> Iterator[tuple[int, bytes]]:
    pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))]
    keys = pairs >> CASE_BITS
    starts = np.concatenate(([0], np.flatnonzero(keys[1:] != keys[:-1]) + 1))
    ends = np.concatenate((starts[1:], [keys.size]))
    cases = (pairs & _LOW).astype("<i4")
    for key, start, end in zip(keys[starts].tolist(), starts.tolist(), ends.tolist(), strict=True):
        yield key, cases[start:end].tobytes()


def rebuild(file: SqliteFile, words: Vocabulary) -> None:
    """Write the whole index anew, in one transaction: whoever looks meanwhile sees the old one."""
    found = gathered(file, words)
    pairs = packed(file, found)
    with file.writing() as connection:
        for table in ("fresh", "posting", "term"):
            connection.execute(f"DELETE FROM {table}")
        held: dict[int, int] = {}
        _write(connection, "INSERT INTO posting (key, cases)", _counted(lists(pairs), held))
        terms = ((number, text, sound_of(text), held.get(number, 0)) for text, number in found.terms.items())
        _write(connection, "INSERT INTO term (id, text, sound, held)", terms)
        count_merge(connection)


def _counted(every: Iterable[tuple[int, bytes]], held: dict[int, int]) -> Iterator[tuple[int, bytes]]:
    for key, cases in every:
        if key >> KIND_SHIFT == WORD:
            held[key - (WORD << KIND_SHIFT)] = len(cases) // 4
        yield key, cases


def _write(connection: sqlite3.Connection, into: str, rows: Iterable[tuple[object, ...]]) -> None:
    batch: list[tuple[object, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS:
            put(connection, into, batch)
            batch = []
    put(connection, into, batch)
