"""The queue to look at: ready rows in order, lists by state, and counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from heapq import heappop, heappush
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
from callassist.stores.sqlite_claim import IN_REGIONS, Seating
from callassist.stores.sqlite_file import Row, SqliteFile
from callassist.stores.sqlite_schema import IS_HELD, IS_LISTED, IS_READY, IS_SOMEBODYS, LANE_BITS, STATES
from callassist.stores.sqlite_words import Vocabulary

PRIO_MASK: Final = (1 << LANE_BITS) - 1
START: Final = (-1, 0)
COLUMNS: Final = "case_id, grp, rank, state, wake_at, mine, region"

# The first row of each group after a position; only so many groups as rows are wanted can have a part in them.
_HEADS: Final = """
    SELECT worklist.rank, worklist.case_id, head.grp FROM (
        SELECT each.value AS grp, (
            SELECT case_id FROM worklist
            WHERE {ready} AND grp = each.value AND mine IN (0, :me) {regions}
            AND (rank, case_id) > (:rank, :case) ORDER BY rank, case_id LIMIT 1
        ) AS case_id FROM json_each(:groups) each
    ) AS head CROSS JOIN worklist ON worklist.case_id = head.case_id
    ORDER BY worklist.rank, worklist.case_id LIMIT :limit
"""
_AFTER: Final = """
    SELECT rank, case_id FROM worklist
    WHERE {ready} AND grp = :grp AND mine IN (0, :me) {regions} AND (rank, case_id) > (:rank, :case)
    ORDER BY rank, case_id LIMIT :limit
"""


class Pages:
    """Reading the worklist."""

    def __init__(self, file: SqliteFile, words: Vocabulary, seating: Seating) -> None:
        self._file, self._words, self._seating = file, words, seating

    def page(
        self, seat: Seat, is_open: IsOpen, now: datetime, after: Position | None, limit: int
    ) -> tuple[WorkRow, ...]:
        """The next rows after a position: the groups' own orders merged, each read only as far as needed."""
        rank, case = START if after is None else ((after[0] << LANE_BITS) + after[1], after[2])
        asked = {
            "groups": self._seating.open(seat, is_open, now),
            "regions": to_json(seat.regions).decode(),
            "me": self._words.actor_number(seat.collector),
            "rank": rank,
            "case": case,
            "limit": limit,
        }
        cases = list(self._merged(asked, IN_REGIONS if seat.regions else ""))
        query = f"SELECT {COLUMNS} FROM json_each(?) each CROSS JOIN worklist ON case_id = each.value ORDER BY each.key"
        return tuple(map(self._row, self._file.rows(query, (to_json(cases).decode(),))))

    def _merged(self, asked: dict[str, object], regions: str) -> Iterator[int]:
        heads = self._file.rows(_HEADS.format(ready=IS_READY, regions=regions), asked)
        further = _AFTER.format(ready=IS_READY, regions=regions)
        heap: list[tuple[int, int, int, Iterator[Row]]] = []
        for rank, case, grp in heads:  # they come in order, so this is a heap already
            heap.append((rank, case, grp, iter(())))
        for _ in range(int(str(asked["limit"]))):
            if not heap:
                return
            rank, case, grp, rest = heappop(heap)
            yield case
            following = next(rest, None)
            if following is None:
                rest = iter(self._file.rows(further, {**asked, "grp": grp, "rank": rank, "case": case}))
                following = next(rest, None)
            if following is not None:
                heappush(heap, (*following, grp, rest))

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
        query = f"SELECT debts, joins, numbers, last, first, {COLUMNS} FROM worklist WHERE case_id = ?"
        found = self._file.rows(query, (case,))
        if not found:
            raise UnknownCase(case)
        ((debts, joins, numbers, last, first, *columns),) = found
        held, keys, digits = keys_from(debts, joins, numbers)
        return Projection(
            case=case, work=self._row(tuple(columns)), numbers=digits, name=(last, first), joins=keys, debts=held
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
