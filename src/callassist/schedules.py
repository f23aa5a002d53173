"""Payments on days, exact to the cent: the only place where a sum is split over days or over debts."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from callassist.money import allocate_cents

WEEK: Final = 7
FORTNIGHT: Final = 14
DECEMBER: Final = 12
SOON: Final = 7
"""Days to the first payment where no payday is known."""
LAST_OF_MONTH: Final = 31


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """One payment: due on a day, whole cents."""

    due: date
    cents: int


class PayCycle(msgspec.Struct, frozen=True, kw_only=True):
    """When somebody is paid.

    `kind` is weekly, biweekly, semimonthly, monthly, or '' where it is not known; `anchor` is any one payday (weekly,
    biweekly), `days` the days of the month (one or two; a 31 is the last day of any month).
    """

    kind: str = ""
    anchor: date | None = None
    days: tuple[int, ...] = ()

    def on_or_after(self, day: date) -> date:
        """The first payday from a day on; that day itself where none is known."""
        if self.kind in {"weekly", "biweekly"} and self.anchor is not None:
            step = WEEK if self.kind == "weekly" else FORTNIGHT
            return day + timedelta(days=-(day - self.anchor).days % step)
        if self.kind in {"monthly", "semimonthly"} and self.days:
            return next(each for each in self._monthly(day) if each >= day)
        return day

    def _monthly(self, day: date) -> Iterator[date]:
        year, month = day.year, day.month
        while True:
            last = monthrange(year, month)[1]
            yield from sorted({date(year, month, min(each, last)) for each in self.days})
            year, month = (year + 1, 1) if month == DECEMBER else (year, month + 1)

    @property
    def is_known(self) -> bool:
        """Whether it says on which days."""
        return bool(self.anchor if self.kind in {"weekly", "biweekly"} else self.kind and self.days)


UNKNOWN: Final = PayCycle()


def months_after(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    index = day.year * DECEMBER + day.month - 1 + months
    year, month = divmod(index, DECEMBER)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_days(first: date, count: int, cycle: PayCycle = UNKNOWN) -> tuple[date, ...]:
    """`count` days in as many months: the payday on or after `first`, then after the same day of each month from there.

    A payday that would fall into the next month's turn is drawn back to the last payday before it, so that no calendar
    month asks for two payments where two paydays are near its end.
    """
    start = cycle.on_or_after(first)
    days: list[date] = []
    for index in range(count):
        target = months_after(start, index)
        day = cycle.on_or_after(target)
        if (day.year, day.month) != (target.year, target.month):
            day = _last_payday_in(target, cycle) or target
        days.append(day)
    return tuple(days)


def _last_payday_in(target: date, cycle: PayCycle) -> date | None:
    """The last payday of the target's month."""
    day, found = target.replace(day=1), None
    while True:
        day = cycle.on_or_after(day)
        if (day.year, day.month) != (target.year, target.month):
            return found
        found, day = day, day + timedelta(days=1)


def build_schedule(
    total_cents: int, days: Sequence[date], down_cents: int = 0, remainder: str = "last"
) -> tuple[Payment, ...]:
    """`total_cents` over days: `down_cents` on the first, the rest in equal parts; the odd cents in the last part.

    `remainder` first puts them into the first of the equal parts. The sum is the total by construction; the parts
    differ by fewer cents than there are of them. ValueError for no day, a total below the count, or a down payment that
    leaves too little.
    """
    parts = list(days)[1:] if down_cents else list(days)
    rest = total_cents - down_cents
    if not days or down_cents < 0 or rest < len(parts) or (down_cents and bool(rest) != bool(parts)):
        message = f"{total_cents} cents cannot be paid on {len(days)} days after {down_cents} down"
        raise ValueError(message)
    payments = [Payment(due=days[0], cents=down_cents)] if down_cents else []
    if parts:
        each, odd = divmod(rest, len(parts))
        at = 0 if remainder == "first" else len(parts) - 1
        payments += [Payment(due=day, cents=each + (odd if index == at else 0)) for index, day in enumerate(parts)]
    return tuple(payments)


def allocated(payments: Sequence[Payment], owed: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """Each payment divided over debts, `owed` as (debt, cents) with the oldest care first; in cents, in that order.

    What is paid goes to debts by what is owed on each, largest remainders first; over all payments each debt gets its
    share of the total to the cent.
    """
    total = sum(payment.cents for payment in payments)
    shares = [cents for _, cents in owed]
    targets = allocate_cents(total, shares)
    given = [0] * len(shares)
    rows: list[tuple[int, ...]] = []
    paid = 0
    for payment in payments:
        paid += payment.cents
        upto = targets if paid == total else allocate_cents(paid, targets)
        row = tuple(min(new, target) - old for new, old, target in zip(upto, given, targets, strict=True))
        row = _settled(row, payment.cents, given, targets)
        given = [old + cents for old, cents in zip(given, row, strict=True)]
        rows.append(row)
    return tuple(rows)


def _settled(row: tuple[int, ...], cents: int, given: Sequence[int], targets: Sequence[int]) -> tuple[int, ...]:
    """A row that sums to the payment: no part is below nothing, and none goes past what its debt is to get."""
    parts = [max(0, part) for part in row]
    short = cents - sum(parts)
    for index in range(len(parts)):
        room = targets[index] - given[index] - parts[index]
        step = max(-parts[index], min(room, short))
        parts[index] += step
        short -= step
    return tuple(parts)


def peak_cents(payments: Sequence[Payment]) -> int:
    """The most that falls due in one calendar month."""
    months: dict[tuple[int, int], int] = {}
    for payment in payments:
        key = (payment.due.year, payment.due.month)
        months[key] = months.get(key, 0) + payment.cents
    return max(months.values(), default=0)
