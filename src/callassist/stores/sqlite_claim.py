"""Who is next: waking, the head of each open group, leases. Each is a handful of steps through an index."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Final

from callassist.store import MINE_FOR, READY, IsOpen, Lease, Seat, UnknownCase
from callassist.stores.codec import from_millis, to_json, to_millis
from callassist.stores.seats import may_work, minute, open_groups
from callassist.stores.sqlite_file import Row, SqliteFile
from callassist.stores.sqlite_schema import IS_ASLEEP, IS_HELD, IS_READY, IS_SOMEBODYS, LANE_BITS, STATES
from callassist.stores.sqlite_words import Vocabulary

WAKE_AT_ONCE: Final = 32
"""A claim is short even at the hour when half the queue wakes."""

_WAKE: Final = f"""
    UPDATE worklist SET state = {STATES[READY]} WHERE case_id IN (
        SELECT case_id FROM worklist WHERE {IS_ASLEEP} AND wake_at <= ? ORDER BY wake_at LIMIT ?
    )
"""
_EXPIRE: Final = f"""
    UPDATE worklist SET holder = 0, until = NULL WHERE case_id IN (
        SELECT case_id FROM worklist WHERE {IS_HELD} AND until <= ? ORDER BY until LIMIT ?
    )
"""
_GIVE_UP: Final = f"""
    UPDATE worklist SET mine = 0, rank = rank + {1 << LANE_BITS} WHERE case_id IN (
        SELECT case_id FROM worklist WHERE {IS_SOMEBODYS} AND wake_at <= ? ORDER BY wake_at LIMIT ?
    )
"""
# The order in which to look into groups: what is found in one is taken once no other can have anything before it.
# `grp IN (…) ORDER BY rank` would sort every ready row of those groups, and a look into each is many pages to read.
HEADS: Final = """
    SELECT grp, rank, head.case_id FROM json_each(:groups) each CROSS JOIN head ON grp = each.value
    ORDER BY rank, head.case_id
"""
_FIRST: Final = f"""
    SELECT rank, case_id, mine, region FROM worklist WHERE {IS_READY} AND grp = ? ORDER BY rank, case_id LIMIT 1
"""
FOR_SEAT: Final = f"""
    SELECT rank, case_id FROM worklist
    WHERE {IS_READY} AND grp = :grp AND mine IN (0, :me) {{regions}} AND (rank, case_id) > (:rank, :case)
    ORDER BY rank, case_id LIMIT :limit
"""
IN_REGIONS: Final = "AND region IN (SELECT value FROM json_each(:regions))"


class Seating:
    """Which groups are before a seat, remembered for the minute."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._asked: tuple[object, ...] = ()
        self._open = "[]"

    def open(self, seat: Seat, is_open: IsOpen, now: datetime) -> str:
        """The groups a seat may work now, as a JSON array of their numbers."""
        groups = self._words.groups
        asked = (seat, is_open, minute(now), groups.refresh())
        held = self._asked, self._open
        if held[0] != asked:
            numbers = open_groups(seat, is_open, list(groups.known.items()))
            held = asked, to_json(numbers).decode()
            self._asked, self._open = held
        return held[1]

    def all(self, seat: Seat) -> str:
        """The groups a seat may work at some time, as a JSON array of their numbers."""
        self._words.groups.refresh()
        known = list(self._words.groups.known.items())
        return to_json([number for group, number in known if may_work(seat, group)]).decode()


class Claims:
    """Leases of cases."""

    def __init__(self, file: SqliteFile, words: Vocabulary, seating: Seating) -> None:
        self._file, self._words, self._seating = file, words, seating

    def wake(self, now: datetime, limit: int) -> int:
        """Make asleep cases ready whose time has come, take back leases that ran out, give callbacks to anyone."""
        with self._file.writing() as connection:
            return _woken(connection, now, limit)

    def claim(self, seat: Seat, is_open: IsOpen, now: datetime, until: datetime) -> Lease | None:
        """The first ready case of the open groups, for the seat's collector."""
        groups = self._seating.open(seat, is_open, now)
        me = self._words.actor_number(seat.collector)
        with self._file.writing() as connection:
            case = None
            is_more = True
            while case is None and is_more:
                is_more = _woken(connection, now, WAKE_AT_ONCE) > 0
                case = _first(connection, groups, me, seat.regions)
            if case is None:
                return None
            connection.execute(
                "UPDATE worklist SET holder = ?, until = ? WHERE case_id = ?", (me, to_millis(until), case)
            )
        return Lease(case=case, holder=seat.collector, until=from_millis(to_millis(until)))

    def hold(self, case: int, holder: str, now: datetime, until: datetime) -> Lease | None:
        """Lease one case, whatever its state, unless somebody else has it; UnknownCase."""
        me = self._words.actor_number(holder)
        with self._file.writing() as connection:
            found = connection.execute("SELECT holder, until FROM worklist WHERE case_id = ?", (case,)).fetchone()
            if found is None:
                raise UnknownCase(case)
            if found[0] not in {0, me} and found[1] > to_millis(now):
                return None
            connection.execute(
                "UPDATE worklist SET holder = ?, until = ? WHERE case_id = ?", (me, to_millis(until), case)
            )
        return Lease(case=case, holder=holder, until=from_millis(to_millis(until)))

    def renew(self, case: int, holder: str, until: datetime) -> bool:
        """Move a lease's end; False when it is not the holder's any more."""
        mine = (to_millis(until), case, self._words.actor_number(holder))
        with self._file.writing() as connection:
            changed = connection.execute("UPDATE worklist SET until = ? WHERE case_id = ? AND holder = ?", mine)
        return changed.rowcount == 1

    def release(self, case: int, holder: str) -> None:
        """End a lease; nothing when it is not the holder's."""
        mine = (case, self._words.actor_number(holder))
        with self._file.writing() as connection:
            connection.execute("UPDATE worklist SET holder = 0, until = NULL WHERE case_id = ? AND holder = ?", mine)

    def leases(self, holder: str, now: datetime) -> tuple[Lease, ...]:
        """What a holder has in hand, the first to run out first."""
        query = f"SELECT case_id, until FROM worklist WHERE {IS_HELD} AND until > ? AND holder = ? ORDER BY until"
        found = self._file.rows(query, (to_millis(now), self._words.actor_number(holder)))
        return tuple(Lease(case=case, holder=holder, until=from_millis(until)) for case, until in found)


def _woken(connection: sqlite3.Connection, now: datetime, limit: int) -> int:
    steps = ((_EXPIRE, now), (_GIVE_UP, now - MINE_FOR), (_WAKE, now))
    return sum(connection.execute(step, (to_millis(moment), limit)).rowcount for step, moment in steps)


def _first(connection: sqlite3.Connection, groups: str, me: int, regions: tuple[str, ...]) -> int | None:
    """The first ready case of the groups that is for the collector; heads that are gone are corrected on the way."""
    best: Row | None = None
    heads = connection.execute(HEADS, {"groups": groups})
    for grp, *head in heads:
        if best is not None and best < tuple(head):
            break
        found = connection.execute(_FIRST, (grp,)).fetchone()
        if found is None:
            connection.execute("DELETE FROM head WHERE grp = ?", (grp,))
            continue
        rank, case, mine, region = found
        place: Row | None = (rank, case)
        if [rank, case] != head:
            connection.execute("UPDATE head SET rank = ?, case_id = ? WHERE grp = ?", (rank, case, grp))
        if mine not in {0, me} or (regions and region not in regions):
            place = _first_for(connection, grp, me, regions)
        best = min(filter(None, (best, place)), default=None)
    heads.close()
    return None if best is None else int(best[1])


def _first_for(connection: sqlite3.Connection, grp: int, me: int, regions: tuple[str, ...]) -> Row | None:
    asked = {"grp": grp, "me": me, "regions": to_json(regions).decode(), "rank": -1, "case": 0, "limit": 1}
    query = FOR_SEAT.format(regions=IN_REGIONS if regions else "")
    found: Row | None = connection.execute(query, asked).fetchone()
    return found
