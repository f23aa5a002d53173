"""The two stores side by side through the same shift, drawn at random: whatever is asked, they answer alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from callassist.store import WORK_STATES, Changes, Group, Seat, Store, WorkRow
from callassist.stores.memory import MemoryStore
from callassist.stores.sqlite import SqliteStore
from tests.contract.made import NOON, place, placed

STEPS = 400
GROUPS = tuple(
    Group(zones=zones, client=client, line="agency", language="en", desk=desk)
    for zones in ("ET", "CT", "PT")
    for client in ("A", "B")
    for desk in ("", "north")
)
SEATS = (
    Seat(collector="ann"),
    Seat(collector="bob", clients=("A",)),
    Seat(collector="cy", regions=("OR", "TX"), desks=("north",)),
    Seat(collector="di", barred=("B",), regions=("ME",)),
)


class Shift:
    """One step after the other, drawn from a seed, done to both stores."""

    def __init__(self, seed: int, stores: tuple[Store, Store]) -> None:
        self.luck = Random(seed)
        self.stores = stores
        self.now = NOON
        self.cases = 0
        self.steps: tuple[Callable[[], None], ...] = (
            self.comes,
            self.changes,
            self.changes,
            self.is_claimed,
            self.is_claimed,
            self.is_held,
            self.is_renewed,
            self.is_released,
            self.is_looked_at,
            self.wakes,
        )

    def step(self) -> None:
        self.now += timedelta(seconds=self.luck.randrange(120))
        self.luck.choice(self.steps)()

    def alike(self, ask: Callable[[Store], object]) -> object:
        one, other = map(ask, self.stores)
        assert one == other
        return one

    def row(self, case: int) -> WorkRow:
        luck = self.luck
        return WorkRow(
            case=case,
            group=luck.choice(GROUPS),
            state=luck.choice((*WORK_STATES, "ready", "ready", "ready", "asleep")),
            lane=luck.randrange(3),
            prio=luck.randrange(5),
            wake_at=luck.choice((None, self.now + timedelta(minutes=luck.randrange(-30, 60)))),
            region=luck.choice(("", "OR", "TX", "ME")),
            mine=luck.choice(("", "", "", "ann", "bob")),
        )

    def any_case(self) -> int:
        return self.luck.randint(1, max(1, self.cases))

    def until(self) -> datetime:
        return self.now + timedelta(minutes=self.luck.randrange(1, 30))

    def comes(self) -> None:
        new = range(self.cases + 1, self.cases + 1 + self.luck.randrange(1, 5))
        batch = [placed(self.row(case)) for case in new]
        self.cases = new[-1]
        self.alike(lambda store: store.append_many(batch))

    def changes(self) -> None:
        if self.cases:
            change = Changes(projections=(place(self.row(self.any_case())),))
            self.alike(lambda store: store.append(change))

    def is_claimed(self) -> None:
        seat, until = self.luck.choice(SEATS), self.until()
        shut = self.luck.choice(("", "ET", "PT"))
        self.alike(lambda store: store.claim(seat, lambda zones: zones != shut, self.now, until))

    def is_held(self) -> None:
        if self.cases:
            case, until = self.any_case(), self.until()
            self.alike(lambda store: store.hold(case, "eve", self.now, until))

    def is_renewed(self) -> None:
        case, until, who = self.any_case(), self.until(), self.luck.choice(SEATS).collector
        self.alike(lambda store: store.renew(case, who, until))

    def is_released(self) -> None:
        case, who = self.any_case(), self.luck.choice(SEATS).collector
        self.alike(lambda store: store.release(case, who))

    def wakes(self) -> None:
        limit = self.luck.choice((1, 3, 500))
        self.alike(lambda store: store.wake(self.now, limit))

    def is_looked_at(self) -> None:
        seat, limit = self.luck.choice(SEATS), self.luck.randrange(1, 20)
        after = self.luck.choice((None, (self.luck.randrange(3), self.luck.randrange(5), self.any_case())))
        self.alike(lambda store: store.page(seat, lambda zones: zones != "CT", self.now, after, limit))
        self.alike(lambda store: store.counters(seat, self.now))
        self.alike(lambda store: store.leases(seat.collector, self.now))
        self.alike(lambda store: store.listed(self.luck_state, 0, limit))

    @property
    def luck_state(self) -> str:
        return WORK_STATES[self.cases % len(WORK_STATES)]


@pytest.mark.parametrize("seed", range(12))
def test_both_stores_go_through_a_shift_alike(tmp_path: Path, seed: int) -> None:
    stores = MemoryStore(), SqliteStore(str(tmp_path / "floor"))
    shift = Shift(seed, stores)
    for _ in range(STEPS):
        shift.step()
    assert shift.cases > 50
    for store in stores:
        assert list(store.faults()) == []
        store.close()
