"""The worklist of the store in memory: the same order, leases and waking as in SQLite, over a dictionary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from callassist.store import (
    ASLEEP,
    MINE_FOR,
    READY,
    WORK_STATES,
    Counters,
    IsOpen,
    Lease,
    Position,
    Projection,
    Seat,
    UnknownCase,
    WorkRow,
)
from callassist.stores.codec import from_millis, to_millis
from callassist.stores.seats import may_work, open_groups

WAKE_AT_ONCE: Final = 32


def whole_millis(moment: datetime) -> datetime:
    """A moment as a file would keep it."""
    return from_millis(to_millis(moment))


class Queue:
    """Cases by number, and who has which in hand. Its caller has the lock."""

    def __init__(self) -> None:
        self._places: dict[int, Projection] = {}
        self._held: dict[int, Lease] = {}

    def put(self, place: Projection) -> None:
        """Take a case's place, whoever holds it."""
        wake_at = place.work.wake_at
        if wake_at is not None:
            place = replace(place, work=replace(place.work, wake_at=whole_millis(wake_at)))
        self._places[place.case] = place

    def place(self, case: int) -> Projection:
        """UnknownCase."""
        if case not in self._places:
            raise UnknownCase(case)
        return self._places[case]

    def places(self) -> Iterator[tuple[int, Projection]]:
        """Every case in order."""
        yield from sorted(self._places.items())

    def cases(self, after: int) -> list[int]:
        """Case numbers after one, in order."""
        return sorted(case for case in self._places if case > after)

    # ── waking ──

    def woken(self, now: datetime, limit: int) -> int:
        """Leases that ran out, callbacks that are anyone's by now, cases whose time has come; how many."""
        expired = sorted((lease.until, case) for case, lease in self._held.items() if lease.until <= now)[:limit]
        for _, case in expired:
            del self._held[case]
        given_up = self._due(now - MINE_FOR, limit, lambda row: bool(row.mine))
        for row in given_up:
            self._change(row, mine="", lane=row.lane + 1)
        awake = self._due(now, limit, lambda row: row.state == ASLEEP and row.case not in self._held)
        for row in awake:
            self._change(row, state=READY)
        return len(expired) + len(given_up) + len(awake)

    def _due(self, now: datetime, limit: int, fits: Callable[[WorkRow], bool]) -> list[WorkRow]:
        due = [(row.wake_at, row.case) for row in self._rows() if row.wake_at and row.wake_at <= now and fits(row)]
        return [self._places[case].work for _, case in sorted(due)[:limit]]

    def _change(self, row: WorkRow, **changes: object) -> None:
        self._places[row.case] = replace(self._places[row.case], work=replace(row, **changes))

    def _rows(self) -> Iterator[WorkRow]:
        return (place.work for place in self._places.values())

    # ── order ──

    def _open(self, seat: Seat, is_open: IsOpen) -> list[WorkRow]:
        """What a seat may be given now, in order."""
        groups = {row.group for row in self._rows()}
        fitting = frozenset(open_groups(seat, is_open, ((group, group) for group in groups)))
        ready = [row for row in self._rows() if row.group in fitting and self._is_for(seat, row)]
        return sorted(ready, key=_position)

    def _is_for(self, seat: Seat, row: WorkRow) -> bool:
        is_ready = row.state == READY and row.case not in self._held
        in_region = not seat.regions or row.region in seat.regions
        return is_ready and in_region and row.mine in {"", seat.collector}

    def page(self, seat: Seat, is_open: IsOpen, after: Position | None, limit: int) -> tuple[WorkRow, ...]:
        """The next rows after a position."""
        rows = self._open(seat, is_open)
        return tuple(row for row in rows if after is None or _position(row) > after)[:limit]

    def listed(self, state: str, after: int, limit: int) -> tuple[WorkRow, ...]:
        """Rows of a state by case number."""
        return tuple(self._places[case].work for case in self.cases(after) if self._places[case].work.state == state)[
            :limit
        ]

    # ── leases ──

    def claim(self, seat: Seat, is_open: IsOpen, now: datetime, until: datetime) -> Lease | None:
        """The first row of the seat's."""
        while True:
            is_more = self.woken(now, WAKE_AT_ONCE) > 0
            first = self.page(seat, is_open, None, 1)
            if first:
                return self._lease(first[0].case, seat.collector, until)
            if not is_more:
                return None

    def hold(self, case: int, holder: str, now: datetime, until: datetime) -> Lease | None:
        """One case, unless somebody else has it."""
        self.place(case)
        held = self._held.get(case)
        if held is not None and held.holder != holder and held.until > now:
            return None
        return self._lease(case, holder, until)

    def _lease(self, case: int, holder: str, until: datetime) -> Lease:
        self._held[case] = lease = Lease(case=case, holder=holder, until=until)
        return lease

    def renew(self, case: int, holder: str, until: datetime) -> bool:
        """Whether it is still the holder's."""
        held = self._held.get(case)
        if held is None or held.holder != holder:
            return False
        self._lease(case, holder, until)
        return True

    def release(self, case: int, holder: str) -> None:
        """Nothing when it is not the holder's."""
        held = self._held.get(case)
        if held is not None and held.holder == holder:
            del self._held[case]

    def leases(self, holder: str, now: datetime) -> tuple[Lease, ...]:
        """What a holder has, the first to run out first."""
        own = [lease for lease in self._held.values() if lease.holder == holder and lease.until > now]
        return tuple(sorted(own, key=lambda lease: lease.until))

    # ── counts ──

    def counters(self, seat: Seat, now: datetime) -> Counters:
        """By state over all cases; the rest for the seat."""
        counts = dict.fromkeys(WORK_STATES, 0)
        due = workable = 0
        for row in self._rows():
            counts[row.state] += 1
            is_mine = row.mine == seat.collector and row.state in {READY, ASLEEP}
            due += is_mine and row.wake_at is not None and row.wake_at <= now
            workable += may_work(seat, row.group) and self._is_for(seat, row)
        return Counters(
            by_state=counts, held=len(self.leases(seat.collector, now)), callbacks_due=due, workable=workable
        )


def _position(row: WorkRow) -> Position:
    return row.lane, row.prio, row.case
