"""Who is next, who holds what, and what a seat may see, on every store."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from threading import Thread

import pytest
from msgspec.structs import replace

from callassist.store import (
    ASLEEP,
    BLOCKED,
    CLOSED,
    INCOMPLETE,
    MINE_FOR,
    READY,
    SKIP_TRACE,
    Changes,
    Group,
    Query,
    Seat,
    Store,
    WorkRow,
)
from tests.contract.made import EAST, EVERYBODY, LATER, NOON, always, never, place, placed, work

WEST = replace(EAST, zones="PT")
ALL_DAY = NOON + timedelta(hours=12)


def filled(store: Store, *rows: WorkRow) -> None:
    """A store with these cases."""
    store.append_many([placed(row) for row in rows])


def next_for(store: Store, seat: Seat = EVERYBODY) -> int | None:
    """The case that a seat is given now."""
    lease = store.claim(seat, always, NOON, LATER)
    return lease.case if lease else None


def all_for(store: Store, seat: Seat) -> list[int]:
    """Every case of a seat's queue, looked at and not taken."""
    return [row.case for row in store.page(seat, always, NOON, None, 99)]


# ── order ──


def test_lane_then_prio_then_case_over_all_groups(store: Store) -> None:
    filled(
        store,
        work(1, lane=3, prio=9),
        work(2, lane=3, prio=2, group=WEST),
        work(3, lane=0, prio=70),
        work(4, lane=3, prio=2),
        work(5, lane=4, prio=0, group=WEST),
        work(6, lane=3, prio=2**40 - 1),
    )
    assert all_for(store, EVERYBODY) == [3, 2, 4, 1, 6, 5]
    assert [next_for(store) for _ in range(7)] == [3, 2, 4, 1, 6, 5, None]


def test_pages_meet_and_leave_nothing_out(store: Store) -> None:
    luck = Random(4)
    groups = [replace(EAST, zones=zones, client=client) for zones in ("ET", "CT", "PT") for client in ("A", "B")]
    rows = [
        work(case, group=luck.choice(groups), lane=luck.randrange(5), prio=luck.randrange(4)) for case in range(1, 120)
    ]
    filled(store, *rows)
    seen: list[WorkRow] = []
    after = None
    while page := store.page(EVERYBODY, always, NOON, after, 7):
        seen += page
        after = (page[-1].lane, page[-1].prio, page[-1].case)
    assert seen == sorted(rows, key=lambda row: (row.lane, row.prio, row.case))


def test_what_is_closed_now_is_passed_over(store: Store) -> None:
    filled(store, work(1), work(2, prio=1, group=WEST))
    lease = store.claim(EVERYBODY, lambda zones: zones == "PT", NOON, LATER)
    assert lease is not None
    assert lease.case == 2
    assert store.claim(EVERYBODY, never, NOON, LATER) is None
    assert store.page(EVERYBODY, never, NOON, None, 9) == ()


def test_only_what_is_ready_comes(store: Store) -> None:
    states = (BLOCKED, CLOSED, SKIP_TRACE, INCOMPLETE, ASLEEP)
    filled(store, *(work(case, state=state) for case, state in enumerate(states, start=1)), work(9))
    assert all_for(store, EVERYBODY) == [9]


# ── seats ──


@pytest.mark.parametrize(
    ("seat", "cases"),
    [
        (Seat(collector="ann"), [1, 2, 3, 4, 5, 6]),
        (Seat(collector="ann", clients=("MERCY",)), [1, 2, 3, 4, 5]),
        (Seat(collector="ann", barred=("MERCY",)), [6]),
        (Seat(collector="ann", lines=("early_out",)), [2]),
        (Seat(collector="ann", languages=("es", "vi")), [3]),
        (Seat(collector="ann", desks=("north",)), [1, 2, 3, 4, 5, 6]),
        (Seat(collector="ann", desks=("south",), teams=("two",)), [1, 2, 3, 5, 6]),
        (Seat(collector="ann", teams=("one",)), [1, 2, 3, 4, 6]),
        (Seat(collector="ann", regions=("TX", "ME")), [4]),
        (Seat(collector="ann", clients=("OTHER",), lines=("early_out",)), []),
    ],
)
def test_a_seat_is_given_what_it_may_work(store: Store, seat: Seat, cases: list[int]) -> None:
    """A group without desk or team is anybody's; regions are the consumers' states."""
    filled(
        store,
        work(1),
        work(2, group=replace(EAST, line="early_out")),
        work(3, group=replace(EAST, language="es")),
        replace(work(4, group=replace(EAST, desk="north")), region="TX"),
        work(5, group=replace(EAST, team="two")),
        work(6, group=replace(EAST, client="OTHER")),
    )
    assert all_for(store, seat) == cases
    assert store.counters(seat, NOON).workable == len(cases)
    assert [next_for(store, seat) for _ in cases] == cases
    assert next_for(store, seat) is None


def test_groups_that_come_later_are_seen(store: Store) -> None:
    filled(store, work(1))
    assert next_for(store) == 1
    filled(store, work(2, group=WEST))
    assert next_for(store) == 2


def test_a_callback_is_its_collectors_for_a_while_and_then_anyones(store: Store) -> None:
    row = WorkRow(case=1, group=EAST, state=ASLEEP, lane=0, prio=5, wake_at=NOON, mine="bob")
    filled(store, row, work(2))
    assert store.wake(NOON - timedelta(seconds=1)) == 0
    assert store.wake(NOON) == 1
    assert all_for(store, EVERYBODY) == [2]
    assert all_for(store, Seat(collector="bob")) == [1, 2]
    assert store.counters(Seat(collector="bob"), NOON).callbacks_due == 1
    assert store.counters(EVERYBODY, NOON).callbacks_due == 0
    assert store.wake(NOON + MINE_FOR) == 1
    assert store.page(EVERYBODY, always, NOON, None, 1)[0] == replace(row, state=READY, lane=1, mine="")


# ── waking ──


def test_a_claim_wakes_what_is_due(store: Store) -> None:
    moments = [NOON - timedelta(minutes=minutes) for minutes in range(100)]
    rows = [
        replace(work(case, prio=case), state=ASLEEP, wake_at=moment) for case, moment in enumerate(moments, start=1)
    ]
    filled(store, *rows, replace(work(200), state=ASLEEP, wake_at=NOON + timedelta(seconds=1)))
    assert all_for(store, EVERYBODY) == []
    claimed = [next_for(store) for _ in range(101)]
    assert set(claimed) == {*range(1, 101), None}
    assert claimed[-1] is None


def test_waking_is_bounded(store: Store) -> None:
    filled(store, *(replace(work(case), state=ASLEEP, wake_at=NOON) for case in range(1, 8)))
    assert [store.wake(NOON, 3) for _ in range(4)] == [3, 3, 1, 0]
    assert len(all_for(store, EVERYBODY)) == 7


# ── leases ──


def test_a_lease_is_kept_renewed_and_given_back(store: Store) -> None:
    filled(store, work(1))
    assert next_for(store) == 1
    assert next_for(store, Seat(collector="bob")) is None
    assert store.hold(1, "bob", NOON, LATER) is None
    assert store.renew(1, "ann", ALL_DAY)
    assert not store.renew(1, "bob", ALL_DAY)
    (lease,) = store.leases("ann", NOON)
    assert (lease.case, lease.holder, lease.until) == (1, "ann", ALL_DAY)
    assert store.leases("bob", NOON) == ()
    store.release(1, "bob")
    assert next_for(store, Seat(collector="bob")) is None
    store.release(1, "ann")
    assert next_for(store, Seat(collector="bob")) == 1


def test_a_lease_that_ran_out_is_anyones(store: Store) -> None:
    filled(store, work(1))
    assert next_for(store) == 1
    assert store.leases("ann", LATER) == ()
    bob = Seat(collector="bob")
    assert store.claim(bob, always, LATER - timedelta(seconds=1), ALL_DAY) is None
    lease = store.claim(bob, always, LATER, ALL_DAY)
    assert lease is not None
    assert lease.case == 1
    assert not store.renew(1, "ann", ALL_DAY)


def test_a_case_in_hand_keeps_its_lease_when_its_place_changes(store: Store) -> None:
    filled(store, work(1))
    assert next_for(store) == 1
    tomorrow = NOON + timedelta(days=1)
    asleep = replace(work(1), state=ASLEEP, wake_at=tomorrow)
    store.append(Changes(projections=(place(asleep),)))
    assert [lease.case for lease in store.leases("ann", NOON)] == [1]
    assert store.projection_of(1).work == asleep
    store.release(1, "ann")
    assert next_for(store) is None
    assert store.claim(EVERYBODY, always, tomorrow, tomorrow + timedelta(minutes=1)) is not None


def test_a_case_of_any_state_can_be_held_and_keeps_its_state(store: Store) -> None:
    """An inbound call on a blocked case: after it, nobody is given that case."""
    filled(store, work(1, state=BLOCKED))
    assert store.hold(1, "ann", NOON, LATER) is not None
    assert store.hold(1, "ann", NOON, ALL_DAY) is not None
    assert store.wake(ALL_DAY) == 1
    assert store.claim(EVERYBODY, always, ALL_DAY, ALL_DAY) is None
    assert [row.case for row in store.listed(BLOCKED, 0, 9)] == [1]
    assert store.hold(1, "bob", ALL_DAY, ALL_DAY) is not None


def test_no_case_is_given_to_two(store: Store) -> None:
    """Four threads take until nothing is left."""
    filled(store, *(work(case, group=(EAST, WEST)[case % 2], prio=case % 7) for case in range(1, 201)))
    taken: list[int] = []

    def take(who: str) -> None:
        seat = Seat(collector=who)
        while (lease := store.claim(seat, always, NOON, LATER)) is not None:
            taken.append(lease.case)

    threads = [Thread(target=take, args=(who,)) for who in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 201))


# ── lists, counts, search ──


def test_lists_go_on_after_a_case(store: Store) -> None:
    rows = [work(case, state=(BLOCKED, SKIP_TRACE)[case % 2]) for case in range(1, 10)]
    filled(store, *rows)
    assert store.listed(BLOCKED, 0, 3) == tuple(rows[at] for at in (1, 3, 5))
    assert [row.case for row in store.listed(BLOCKED, 6, 3)] == [8]
    assert [row.case for row in store.listed(SKIP_TRACE, 0, 99)] == [1, 3, 5, 7, 9]
    assert store.listed(INCOMPLETE, 0, 9) == store.listed(READY, 0, 9) == ()


def test_counts_are_of_states_whoever_holds_them(store: Store) -> None:
    filled(store, work(1), work(2, group=WEST), work(3, state=ASLEEP), work(4, state=CLOSED), work(5))
    assert next_for(store) == 1
    store.hold(4, "ann", NOON, LATER)
    counts = store.counters(EVERYBODY, NOON)
    assert counts.by_state == {READY: 3, ASLEEP: 1, BLOCKED: 0, CLOSED: 1, SKIP_TRACE: 0, INCOMPLETE: 0}
    assert (counts.held, counts.workable) == (2, 2)
    assert store.counters(Seat(collector="bob"), NOON).held == 0


def named(store: Store, *names: tuple[str, str]) -> None:
    """Cases 1, 2, 3 … of these (last, first) names."""
    for case, (last, first) in enumerate(names, start=1):
        change = placed(work(case), account=f"{case % 2}-{case}")
        store.append(replace(change, projections=(place(work(case), last=last, first=first),)))


def test_names_are_found_by_prefix_and_the_exact_first(store: Store) -> None:
    named(
        store, ("smithson", "al"), ("smith", "joan"), ("smith", "jo"), ("smit", "zoe"), ("jones", "jo"), ("smith", "")
    )
    assert store.find(Query(last="smith"), 9) == (6, 3, 2, 1)
    assert store.find(Query(last="smith", first="jo"), 9) == (3, 2)
    assert store.find(Query(last="smi"), 2) == (4, 6)
    assert store.find(Query(first="jo"), 9) == (5, 3, 2)
    assert store.find(Query(last="zzz"), 9) == ()
    assert store.find(Query(), 9) == ()


def test_accounts_and_numbers_are_found(store: Store) -> None:
    named(store, ("a", ""), ("b", ""), ("c", ""), ("d", ""))
    other = Group(zones="ET", client="OTHER", line="agency", language="en")
    store.append(placed(work(5, group=other), account="1-1"))
    assert store.find(Query(account="1-1"), 9) == (1, 5)
    assert store.find(Query(account="1-"), 9) == (1, 5, 3)
    assert store.find(Query(account="0-4"), 9) == (4,)
    assert store.find(Query(account="2"), 9) == ()
    assert store.find(Query(number=15035550103), 9) == (3,)
    assert store.find(Query(number=1503555010), 9) == ()
