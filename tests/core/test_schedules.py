"""Paydays, and that no cent is lost or asked for twice in dividing a sum over days and debts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callassist.schedules import (
    UNKNOWN,
    PayCycle,
    Payment,
    allocated,
    build_schedule,
    due_days,
    months_after,
    peak_cents,
)

DAYS = st.dates(date(2023, 1, 1), date(2033, 12, 31))
WEEKS = st.builds(PayCycle, kind=st.sampled_from(["weekly", "biweekly"]), anchor=DAYS)
MONTHS = st.builds(PayCycle, kind=st.just("monthly"), days=st.tuples(st.integers(1, 31)))
HALVES = st.builds(PayCycle, kind=st.just("semimonthly"), days=st.tuples(st.integers(1, 31), st.integers(1, 31)))
CYCLES = st.one_of(st.just(UNKNOWN), WEEKS, MONTHS, HALVES)
FRIDAY = date(2026, 11, 6)
ENDS = PayCycle(kind="monthly", days=(31,))


def is_payday(day: date, cycle: PayCycle) -> bool:
    """Whether somebody of this cycle is paid on a day, told without the cycle's own reckoning."""
    if cycle.anchor is not None:
        return (day - cycle.anchor).days % (7 if cycle.kind == "weekly" else 14) == 0
    is_last = (day + timedelta(days=1)).month != day.month
    return any(each == day.day or (each > day.day and is_last) for each in cycle.days)


# ── days ──


@given(DAYS, st.integers(1, 60), CYCLES)
def test_days_are_paydays_one_a_calendar_month_strictly_rising(first: date, count: int, cycle: PayCycle) -> None:
    days = due_days(first, count, cycle)
    assert len(days) == count
    assert days[0] >= first
    assert days[0] == cycle.on_or_after(first)
    months = [day.year * 12 + day.month for day in days]
    assert months == list(range(months[0], months[0] + count))
    if cycle.is_known:
        assert all(is_payday(day, cycle) for day in days)


@given(DAYS, CYCLES)
def test_the_next_payday_is_the_first_there_is(day: date, cycle: PayCycle) -> None:
    found = cycle.on_or_after(day)
    assert day <= found <= day + timedelta(days=31)
    if cycle.is_known:
        between = (day + timedelta(days=n) for n in range((found - day).days))
        assert not any(is_payday(each, cycle) for each in between)
        assert is_payday(found, cycle)
    else:
        assert found == day


@pytest.mark.parametrize(
    ("first", "cycle", "days"),
    [
        (date(2026, 12, 31), UNKNOWN, ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"]),
        (date(2028, 1, 31), UNKNOWN, ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]),
        (date(2028, 2, 29), UNKNOWN, ["2028-02-29", "2028-03-29", "2028-04-29", "2028-05-29"]),
        (date(2026, 11, 29), ENDS, ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]),
        (date(2026, 11, 29), PayCycle(kind="monthly", days=(5,)), ["2026-12-05", "2027-01-05", "2027-02-05"]),
        (
            date(2026, 11, 16),
            PayCycle(kind="semimonthly", days=(15, 31)),
            ["2026-11-30", "2026-12-31", "2027-01-31"],
        ),
        (
            date(2026, 11, 30),
            PayCycle(kind="biweekly", anchor=FRIDAY),
            ["2026-12-04", "2027-01-15", "2027-02-12", "2027-03-12"],
        ),
        (date(2027, 1, 28), PayCycle(kind="weekly", anchor=FRIDAY), ["2027-01-29", "2027-02-26", "2027-03-26"]),
    ],
    ids=["31st", "leap", "29 February", "last", "fifth", "halves", "fortnights", "weeks"],
)
def test_days_at_the_edges_of_months(first: date, cycle: PayCycle, days: list[str]) -> None:
    assert [day.isoformat() for day in due_days(first, len(days), cycle)] == days


@given(DAYS, st.integers(0, 240))
def test_the_same_day_some_months_on(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_a_cycle_without_its_days_is_not_known() -> None:
    assert not PayCycle(kind="weekly").is_known
    assert not PayCycle(kind="monthly").is_known
    assert not UNKNOWN.is_known


# ── sums ──

TOTALS = st.integers(60, 1_000_000_000)


@given(TOTALS, st.integers(1, 60), st.sampled_from(["first", "last"]), CYCLES, DAYS)
def test_a_schedule_sums_to_the_cent(total: int, count: int, remainder: str, cycle: PayCycle, first: date) -> None:
    payments = build_schedule(total, due_days(first, count, cycle), remainder=remainder)
    assert sum(payment.cents for payment in payments) == total
    cents = sorted(payment.cents for payment in payments)
    assert cents[0] > 0
    assert cents[-1] - cents[0] < count
    odd = payments[0] if remainder == "first" else payments[-1]
    assert odd.cents == cents[-1]
    assert peak_cents(payments) == cents[-1]


@given(TOTALS, st.integers(2, 59), st.integers(1, 99), DAYS)
def test_a_down_payment_comes_first_and_is_part_of_the_sum(total: int, count: int, percent: int, first: date) -> None:
    down = total * percent // 100
    days = due_days(first, count)
    if down == 0 or total - down < count - 1:
        return
    payments = build_schedule(total, days, down)
    assert payments[0] == Payment(due=first, cents=down)
    assert sum(payment.cents for payment in payments) == total
    rest = [payment.cents for payment in payments[1:]]
    assert max(rest) - min(rest) < len(rest)


@pytest.mark.parametrize(
    ("total", "count", "down"),
    [(1, 2, 0), (0, 1, 0), (100, 0, 0), (100, 3, 100), (100, 1, 50), (100, 2, -1), (100, 2, 101)],
)
def test_a_sum_that_its_days_cannot_carry_is_refused(total: int, count: int, down: int) -> None:
    with pytest.raises(ValueError, match="cannot be paid"):
        build_schedule(total, due_days(FRIDAY, count), down)


def test_one_cent_is_one_payment() -> None:
    assert build_schedule(1, [FRIDAY]) == (Payment(due=FRIDAY, cents=1),)
    assert build_schedule(100, [FRIDAY], 100) == (Payment(due=FRIDAY, cents=100),)


# ── several debts ──

OWED = st.lists(st.integers(0, 5_000_000), min_size=1, max_size=40).filter(lambda each: sum(each) > 0)


@given(OWED, st.integers(1, 24), st.integers(1, 100), st.integers(0, 50))
def test_what_is_paid_goes_to_debts_to_the_cent(owed: list[int], count: int, percent: int, down_percent: int) -> None:
    total = max(count + 1, sum(owed) * percent // 100)
    down = total * down_percent // 100 if count > 1 and total >= 100 else 0
    payments = build_schedule(total, due_days(FRIDAY, count), down if total - down >= count else 0)
    rows = allocated(payments, list(enumerate(owed)))
    assert [sum(row) for row in rows] == [payment.cents for payment in payments]
    assert all(cents >= 0 for row in rows for cents in row)
    columns = [sum(column) for column in zip(*rows, strict=True)]
    assert sum(columns) == total
    for got, cents in zip(columns, owed, strict=True):
        assert abs(got * sum(owed) - total * cents) < sum(owed), "a debt is a cent or more away from its share"


def test_each_payment_is_shared_by_what_is_owed() -> None:
    payments = build_schedule(30_001, due_days(FRIDAY, 3))
    assert allocated(payments, [(7, 20_000), (9, 10_001)]) == ((6_666, 3_334), (6_667, 3_333), (6_667, 3_334))


def test_the_most_in_a_month_counts_all_that_falls_due_in_it() -> None:
    due = (date(2026, 12, 4), date(2026, 12, 18), date(2027, 1, 1))
    assert peak_cents([Payment(due=day, cents=5_000) for day in due]) == 10_000
    assert peak_cents(()) == 0
