"""The queue to look at: ready rows in order, lists by state, and counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import Final

from callassist.store import (
    ASLEEP,
    READY,
    WORK_STATES,
    Counters,
    IsOpen,
    Position,
    Projection,
    Seat,
    UnknownCase,
    WorkRow,
)
from callassist.stores.codec import from_millis, to_json, to_millis
from callassist.stores.sqlite_append import keys_from
from callassist.stores.sqlite_claim import FOR_SEAT, HEADS, IN_REGIONS, Seating
from callassist.stores.sqlite_faces import integers
from callassist.stores.sqlite_file import Row, SqliteFile
from callassist.stores.sqlite_schema import IS_HELD, IS_LISTED, IS_READY, IS_SOMEBODYS, LANE_BITS, STATES
from callassist.stores.sqlite_words import Vocabulary

PRIO_MASK: Final = (1 << LANE_BITS) - 1
START: Final = (-1, 0)
AT_ONCE: Final = 8
"""Rows read of a group at a time: a page has some of many groups."""
COLUMNS: Final = "case_id, grp, rank, state, wake_at, mine, region"

# The first row after a position in each of some groups; only so many as rows are wanted can have a part in them.
_HEADS_AFTER: Final = """
    SELECT worklist.rank, worklist.case_id, head.grp FROM (
        SELECT each.value AS grp, (
            SELECT case_id FROM worklist
            WHERE {ready} AND grp = each.value AND mine IN (0, :me) {regions}
            AND (rank, case_id) > (:rank, :case) ORDER BY rank, case_id LIMIT 1
        ) AS case_id FROM json_each(:groups) each
    ) AS head CROSS JOIN worklist ON worklist.case_id = head.case_id
    ORDER BY worklist.rank, worklist.case_id LIMIT :limit
"""
_THESE: Final = f"SELECT {COLUMNS} FROM json_each(?) each CROSS JOIN worklist ON case_id = each.value ORDER BY each.key"


Head = tuple[int, int, int, Iterator[Row] | None]
"""Rank, case and group of a row with the rows that follow; None where the row is only supposed to be there."""


class Pages:
    """Reading the worklist."""

    def __init__(self, file: SqliteFile, words: Vocabulary, seating: Seating) -> None:
        self._file, self._words, self._seating = file, words, seating

    def page(
        self, seat: Seat, is_open: IsOpen, now: datetime, after: Position | None, limit: int
    ) -> tuple[WorkRow, ...]:
        """The next rows after a position: the groups' own orders merged, each read only as far as needed."""
        rank, case = START if after is None else ((after[0] << LANE_BITS) + after[1], after[2])
        asked: dict[str, object] = {
            "groups": self._seating.open(seat, is_open, now),
            "regions": to_json(seat.regions).decode(),
            "me": self._words.actor_number(seat.collector),
            "rank": rank,
            "case": case,
            "limit": limit,
        }
        with self._file.snapshot() as reader:
            merged = _merged(reader, asked, IN_REGIONS if seat.regions else "")
            found = reader.execute(_THESE, (to_json(list(islice(merged, limit))).decode(),)).fetchall()
        return tuple(map(self._row, found))

    def listed(self, state: str, after: int, limit: int) -> tuple[WorkRow, ...]:
        """Rows of a state by case number; the state stands in the text, so that its index is seen to fit."""
        number = STATES[state]
        also = f" AND {IS_LISTED}" if number > STATES[ASLEEP] else ""
        query = f"SELECT {COLUMNS} FROM worklist WHERE state = {number}{also} AND case_id > ? ORDER BY case_id LIMIT ?"
        return tuple(map(self._row, self._file.rows(query, (after, limit))))

    def _row(self, columns: Row) -> WorkRow:
        case, grp, rank, state, wake_at, mine, region = columns
        return WorkRow(
            case=case,
            group=self._words.groups.word(grp),
            state=WORK_STATES[state],
            lane=rank >> LANE_BITS,
            prio=rank & PRIO_MASK,
            wake_at=None if wake_at is None else from_millis(wake_at),
            region=region,
            mine=self._words.actor(mine),
        )

    def projection_of(self, case: int) -> Projection:
        """What the indexes say of a case; UnknownCase."""
        query = f"SELECT debts, joins, numbers, last, first, gone, {COLUMNS} FROM worklist WHERE case_id = ?"
        found = self._file.rows(query, (case,))
        if not found:
            raise UnknownCase(case)
        ((debts, joins, numbers, last, first, gone, *columns),) = found
        held, keys, digits = keys_from(debts, joins, numbers)
        return Projection(
            case=case,
            work=self._row(tuple(columns)),
            numbers=digits,
            name=(last, first),
            joins=keys,
            debts=held,
            gone=integers(gone or "[]"),
        )

    def counters(self, seat: Seat, now: datetime) -> Counters:
        """By state over all cases, held or not; the rest for the seat's collector. Reads whole indexes."""
        me = self._words.actor_number(seat.collector)
        counts = dict.fromkeys(WORK_STATES, 0)
        for number, count in self._file.rows(_COUNTED):
            counts[WORK_STATES[number]] += count
        ((held,),) = self._file.rows(
            f"SELECT count(*) FROM worklist WHERE {IS_HELD} AND holder = ? AND until > ?", (me, to_millis(now))
        )
        ((due,),) = self._file.rows(_DUE, (me, to_millis(now)))
        regions = IN_REGIONS if seat.regions else ""
        asked = {"groups": self._seating.all(seat), "regions": to_json(seat.regions).decode(), "me": me}
        ((workable,),) = self._file.rows(_WORKABLE.format(ready=IS_READY, regions=regions), asked)
        return Counters(by_state=counts, held=held, callbacks_due=due, workable=workable)


def _merged(reader: sqlite3.Connection, asked: Mapping[str, object], regions: str) -> Iterator[int]:
    """Cases in order. A group whose head lies further on is looked into only when its turn comes."""
    further = FOR_SEAT.format(regions=regions)

    def rows(grp: int, rank: int, case: int) -> Iterator[Row]:
        here = {**asked, "grp": grp, "rank": rank, "case": case, "limit": AT_ONCE}
        return iter(reader.execute(further, here).fetchall())

    heap = _heads(reader, asked, regions)
    heapify(heap)
    while heap:
        rank, case, grp, rest = heappop(heap)
        if rest is None:
            rest = rows(grp, rank, case - 1)
        else:
            yield case
        following = next(rest, None)
        if following is None:
            rest = rows(grp, rank, case)
            following = next(rest, None)
        if following is not None:
            heappush(heap, (*following, grp, rest))


def _heads(reader: sqlite3.Connection, asked: Mapping[str, object], regions: str) -> list[Head]:
    """Of the groups begun before the position the first row after it; of the others the head, which may be gone."""
    start = asked["rank"], asked["case"]
    heads = reader.execute(HEADS, {"groups": asked["groups"]}).fetchall()
    begun = to_json([grp for grp, *place in heads if tuple(place) <= start]).decode()
    query = _HEADS_AFTER.format(ready=IS_READY, regions=regions)
    found = reader.execute(query, {**asked, "groups": begun}).fetchall()
    return [
        *((*head, iter(())) for head in found),
        *((rank, case, grp, None) for grp, rank, case in heads if (rank, case) > start),
    ]


# Each part is read from the partial index that holds just those rows.
_COUNTED: Final = f"""
    SELECT {STATES[READY]}, count(*) FROM worklist WHERE {IS_READY}
    UNION ALL SELECT {STATES[ASLEEP]}, count(*) FROM worklist WHERE state = {STATES[ASLEEP]} AND holder = 0
    UNION ALL SELECT state, count(*) FROM worklist WHERE {IS_LISTED} GROUP BY state
    UNION ALL SELECT state, count(*) FROM worklist WHERE {IS_HELD} AND state <= {STATES[ASLEEP]} GROUP BY state
"""
_DUE: Final = f"""
    SELECT count(*) FROM worklist WHERE {IS_SOMEBODYS} AND mine = ? AND wake_at <= ? AND state <= {STATES[ASLEEP]}
"""
_WORKABLE: Final = """
    SELECT coalesce(sum((
        SELECT count(*) FROM worklist WHERE {ready} AND grp = each.value AND mine IN (0, :me) {regions}
    )), 0) FROM json_each(:groups) each
"""
