"""The search index of a SQLite store, written as a whole from the dossiers: after a big load, or when it is doubted."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from callassist.dossier import DebtDetails, Row
from callassist.faces import KIND_SHIFT, WORD, account_key
from callassist.sounds import sound_of
from callassist.stores.codec import values_from
from callassist.stores.sqlite_append import put
from callassist.stores.sqlite_faces import integers, read_accounts, read_facts
from callassist.stores.sqlite_file import SqliteFile
from callassist.stores.sqlite_gathering import CASE_BITS, Gathered
from callassist.stores.sqlite_indexing import count_merge, keys_of
from callassist.stores.sqlite_words import Vocabulary

STREAMS: Final = 10_000
"""So many journals are read at once: a long reading keeps the log from being emptied."""
ROWS: Final = 2_000
STRETCH: Final = 200_000
NONE: Final[frozenset[int]] = frozenset()
_LOW: Final = (1 << CASE_BITS) - 1

Packed = NDArray[np.int64]
"""A key above a case number, in one integer each."""


def gathered(file: SqliteFile, words: Vocabulary) -> Gathered:
    """Everything that the index should say, from the dossiers."""
    found = Gathered()
    asked = "SELECT case_id, gone FROM worklist WHERE gone IS NOT NULL"
    gone = {case: frozenset(integers(rows)) for case, rows in file.rows(asked)}
    held: tuple[int, DebtDetails] | None = None
    for stream, first, values in _leaves(file, words):
        if stream & 1:
            held = _later(found, held, stream >> 1, values)
            continue
        skipped = gone.get(stream >> 1, NONE)
        for row, value in enumerate(values, first):
            if row not in skipped:
                found.row(found.of_cases, stream >> 1, value)
    if held:
        found.row(found.of_debts, *held)
    for account, debt in _accounts(file):
        found.of_debts.append(account_key(account) << CASE_BITS | debt)
    return found


def _later(
    found: Gathered, held: tuple[int, DebtDetails] | None, debt: int, values: Sequence[Row]
) -> tuple[int, DebtDetails] | None:
    """The details of a debt as far as they are read: of several the last hold, and are taken in when another comes."""
    for value in values:
        if isinstance(value, DebtDetails):
            if held and held[0] != debt:
                found.row(found.of_debts, *held)
            held = (debt, value)
    return held


def _take_unknown(found: Gathered, file: SqliteFile, words: Vocabulary) -> None:
    """Read what cases are found by of whom nobody has told."""
    cases = sorted(found.unknown)
    for start in range(0, len(cases), ROWS):
        some = cases[start : start + ROWS]
        accounts = read_accounts(file.rows, words, some)
        for case, (own, details) in read_facts(file.rows, words, some).items():
            found.keys(case, *keys_of((*own, *details), accounts[case][0]))


def _leaves(file: SqliteFile, words: Vocabulary) -> Iterator[tuple[int, int, tuple[Row, ...]]]:
    """Every leaf of every dossier by stream: stream, number of its first row, values."""
    (last,) = file.rows("SELECT coalesce(max(stream), 0) FROM dossier")[0]
    asked = (
        "SELECT stream, row, kind, CAST(body AS BLOB) FROM dossier "
        "WHERE stream >= ? AND stream < ? ORDER BY stream, row"
    )
    kinds = words.kinds
    for start in range(0, last + 1, STREAMS):
        for stream, first, kind, body in file.rows(asked, (start, start + STREAMS)):
            name, lead = kinds.word(kind)
            yield stream, first, values_from(stream, first, name, lead + body)


def _accounts(file: SqliteFile) -> Iterator[tuple[str, int]]:
    """Every account number with its debt, some at a time."""
    asked = f"SELECT client, account, debt FROM account WHERE (client, account) > (?, ?) ORDER BY 1, 2 LIMIT {STREAMS}"
    after: tuple[int, str] = (-1, "")
    while found := file.rows(asked, after):
        yield from ((account, debt) for _, account, debt in found)
        after = found[-1][:2]


def packed(file: SqliteFile, found: Gathered) -> Packed:
    """All pairs of key and case, sorted; a debt's keys are those of whoever owes it."""
    debts = np.frombuffer(found.of_debts, dtype=np.int64)
    owed = np.frombuffer(_obligations(file) if debts.size else array("q"), dtype=np.int64).reshape(-1, 2)
    for start in range(0, debts.size, STRETCH):
        # Appended and sorted where they lie: there may be a hundred million.
        found.of_cases.frombytes(_of_owners(owed, debts[start : start + STRETCH]).tobytes())
    pairs = np.frombuffer(found.of_cases, dtype=np.int64)
    pairs.sort()
    return pairs


def _of_owners(owed: Packed, debts: Packed) -> Packed:
    """Pairs of key and debt as pairs of key and case; `owed` is debt and case, by debt."""
    debt = debts & _LOW
    low = np.searchsorted(owed[:, 0], debt)
    high = np.searchsorted(owed[:, 0], debt, side="right")
    count = high - low
    first = np.repeat(low - np.concatenate(([0], np.cumsum(count)[:-1])), count)
    pairs: Packed = np.repeat(debts & ~_LOW, count) | owed[np.arange(count.sum()) + first, 1]
    return pairs


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


def rebuild(file: SqliteFile, words: Vocabulary, found: Gathered | None = None) -> None:
    """Write the whole index anew, in one transaction: whoever looks meanwhile sees the old one.

    From what a load has gathered, else from the dossiers.
    """
    if found is None:
        found = gathered(file, words)
    else:
        _take_unknown(found, file, words)
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
