"""What somebody proposes, as exact payments, to the cent and the day as they said it; whose word it would take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import msgspec
from msgspec.structs import replace

from callassist.bargains import FULL, HARDSHIP, PARTS, PLAN, SETTLEMENT, Counter, Matter, Offer
from callassist.offers import Joint, cycle_of, prompt_offer, shares_of
from callassist.rules import SEATS
from callassist.schedules import FORTNIGHT, UNKNOWN, WEEK, PayCycle, Payment, build_schedule, due_days, months_after

MOST_PAYMENTS: Final = 600
DAYS_A_MONTH: Final = 31
STEPS: Final = {"weekly": WEEK, "biweekly": FORTNIGHT}
FIRST_AND_FIFTEENTH: Final = (1, 15)
PER_YEAR: Final = {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12}


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Their proposal as an offer. `role` is the least seat that may take it, None when the terms let nobody.

    `fault` is what stands in its way: `late` the first payment, `long` the plan, `small` the instalment, `low` the sum.
    """

    offer: Offer
    role: str | None
    fault: str = ""


def proposal_of(counter: Counter, at: Joint, matter: Matter, last: Sequence[Offer]) -> Proposal | None:
    """What a counter-offer amounts to; None for one that names no payments. `last` is what we offered last."""
    match counter.kind:
        case "monthly" if counter.cents > 0:
            return _instalments(counter, at, matter)
        case "lump" if counter.cents > 0:
            return _sum(counter.cents, counter, at, matter)
        case "share" if counter.percent > 0:
            return _sum(_part(counter, at), counter, at, matter)
        case "split" if counter.cents > 0 or counter.percent > 0:
            return _split(replace(counter, cents=counter.cents or _part(counter, at)), at, matter)
        case "split" if counter.count > 1:
            return _equal(counter, at, matter)
        case "later" if counter.first is not None and last:
            return _later(last[-1], counter.first, at)
        case _:
            return None


def _part(counter: Counter, at: Joint) -> int:
    """A percentage of what is owed, in cents, rounded up."""
    return -(-at.owed_cents * counter.percent // 100)


def begins(counter: Counter, at: Joint, matter: Matter) -> date:
    """The first day of what they propose: the one they named, else their next payday a week off."""
    if counter.first is not None:
        return max(counter.first, matter.today)
    return cycle_of(at, matter).on_or_after(matter.today + timedelta(days=WEEK))


def _made(at: Joint, kind: str, payments: tuple[Payment, ...], role: str | None, fault: str = "") -> Proposal:
    """An offer of these payments; a first one that is not like the rest is a down payment."""
    total = sum(payment.cents for payment in payments)
    if payments[0].due > at.latest and not fault:
        role, fault = _beyond(role), "late"
    shares = shares_of(at, total, role or SEATS[-1]) if total else ()
    down = payments[0].cents if len(payments) > 1 and payments[0].cents > payments[1].cents else 0
    down = payments[0].cents if len(payments) == 2 else down  # noqa: PLR2004 - now, and the rest later
    offer = Offer(
        kind=kind,
        payments=payments,
        owed_cents=at.owed_cents,
        role=role or SEATS[-1],
        down_cents=down,
        shares=shares,
    )
    return Proposal(offer=offer, role=role, fault=fault)


def _beyond(role: str | None) -> str | None:
    """Later than the terms have it takes a supervisor at least."""
    return None if role is None else max(role, SEATS[1], key=SEATS.index)


# ── instalments ──


def _instalments(counter: Counter, at: Joint, matter: Matter) -> Proposal:
    each = min(counter.cents, at.owed_cents)
    count = -(-at.owed_cents // each)
    if 0 < counter.count < count:
        return _less(each * counter.count, _days(counter, at, matter, counter.count), at)
    if count == 1:
        return _once(at.owed_cents, counter.first, at, matter)
    count = min(count, MOST_PAYMENTS)
    days = _days(counter, at, matter, count)
    cents = [each] * (count - 1) + [max(1, at.owed_cents - each * (count - 1))]
    payments = tuple(Payment(due=day, cents=part) for day, part in zip(days, cents, strict=True))
    months = max(2, -(-count * 12 // PER_YEAR.get(counter.cycle, 12)))
    monthly = each * PER_YEAR.get(counter.cycle, 12) // 12
    return _judged(at, payments, months, monthly)


def _judged(at: Joint, payments: tuple[Payment, ...], months: int, monthly: int) -> Proposal:
    """By the usual terms, else by those for hardship, else by nobody's."""
    is_whole = sum(payment.cents for payment in payments) == at.owed_cents
    if is_whole and months <= at.longest and monthly >= at.least_cents:
        return _made(at, PLAN, payments, SEATS[0])
    known = at.hardship
    if is_whole and known and months <= known.months and monthly >= known.least_instalment * 100:
        return _made(at, HARDSHIP, payments, known.role)
    least = known.least_instalment * 100 if known else at.least_cents
    return _made(at, HARDSHIP, payments, None, "small" if monthly < least else "long")


def _days(counter: Counter, at: Joint, matter: Matter, count: int) -> Sequence[date]:
    first = begins(counter, at, matter)
    if counter.cycle in STEPS:
        return [first + timedelta(days=STEPS[counter.cycle] * index) for index in range(count)]
    if counter.cycle == "semimonthly":
        return _twice_a_month(first, count)
    return due_days(first, count, UNKNOWN if counter.first else cycle_of(at, matter))


def _twice_a_month(first: date, count: int) -> list[date]:
    """The 1st and the 15th where they begin on one of them, else a day and the one fifteen days later."""
    if first.day in FIRST_AND_FIFTEENTH:
        cycle, days = PayCycle(kind="semimonthly", days=FIRST_AND_FIFTEENTH), [first]
        while len(days) < count:
            days.append(cycle.on_or_after(days[-1] + timedelta(days=1)))
        return days
    half = first + timedelta(days=WEEK * 2 + 1)
    return [months_after(half if index % 2 else first, index // 2) for index in range(count)]


def _less(total: int, days: Sequence[date], at: Joint) -> Proposal:
    """Less than is owed, in equal parts: a settlement, by the word its total takes, within the months of the terms."""
    payments = build_schedule(total, days, 0, at.remainder)
    if len(days) > at.settlement_months:
        return _made(at, PARTS, payments, None, "long")
    if total // len(days) < at.least_cents:
        return _made(at, PARTS, payments, None, "small")
    role = at.role_for(total)
    return _made(at, PARTS, payments, role, "" if role else "low")


def _equal(counter: Counter, at: Joint, matter: Matter) -> Proposal:
    """All of it in so many equal parts."""
    count = min(counter.count, MOST_PAYMENTS, at.owed_cents)
    payments = build_schedule(at.owed_cents, _days(counter, at, matter, count), 0, at.remainder)
    return _judged(at, payments, max(2, count), payments[0].cents)


# ── at once, and the rest later ──


def _sum(cents: int, counter: Counter, at: Joint, matter: Matter) -> Proposal:
    """A sum at once, or in so many parts."""
    total = min(cents, at.owed_cents)
    if counter.count < 2 or total < counter.count:  # noqa: PLR2004 - two parts at least
        return _once(total, counter.first, at, matter)
    if total == at.owed_cents:
        return _equal(counter, at, matter)
    return _less(total, _days(counter, at, matter, counter.count), at)


def _once(cents: int, first: date | None, at: Joint, matter: Matter) -> Proposal:
    """A sum at once: never more than is owed, nor than prompt pay asks of whoever pays as soon."""
    total = min(cents, at.owed_cents)
    due = matter.today if first is None else max(first, matter.today)
    is_prompt = at.prompt_cents and total >= at.prompt_cents and due <= at.today + timedelta(days=at.prompt_days)
    if is_prompt and (prompt := prompt_offer(at, due)):
        return Proposal(offer=prompt, role=prompt.role)
    kind = FULL if total == at.owed_cents else SETTLEMENT
    role = at.role_for(total)
    return _made(at, kind, (Payment(due=due, cents=total),), role, "" if role else "low")


def _split(counter: Counter, at: Joint, matter: Matter) -> Proposal:
    first = matter.today if counter.first is None else max(counter.first, matter.today)
    if counter.cents >= at.owed_cents:
        return _once(at.owed_cents, counter.first, at, matter)
    rest = at.owed_cents - counter.cents
    count = max(1, min(counter.count, rest))
    begin = counter.rest or months_after(first, 1)
    if begin <= first:
        begin = months_after(first, 1)
    if counter.then_cents:
        return _then(counter, first, begin, at, matter)
    days = due_days(begin, count)
    part, odd = divmod(rest, count)
    later = tuple(Payment(due=day, cents=part + (odd if index == count - 1 else 0)) for index, day in enumerate(days))
    span = max(2, -(-(days[-1] - first).days // DAYS_A_MONTH))
    return _judged(at, (Payment(due=first, cents=counter.cents), *later), span, max(part, at.least_cents))


def _then(counter: Counter, first: date, begin: date, at: Joint, matter: Matter) -> Proposal:
    """So much at first, then so much each time until all of it is paid."""
    rest = at.owed_cents - counter.cents
    each = min(counter.then_cents, rest)
    count = min(-(-rest // each), MOST_PAYMENTS)
    is_less = 0 < counter.count < count
    count = counter.count if is_less else count
    days = _days(replace(counter, first=begin), at, matter, count)
    cents = [each] * count if is_less else [each] * (count - 1) + [rest - each * (count - 1)]
    later = tuple(Payment(due=day, cents=part) for day, part in zip(days, cents, strict=True))
    a_year = PER_YEAR.get(counter.cycle, 12)
    months = 1 + max(1, -(-count * 12 // a_year))
    if is_less:
        payments = (Payment(due=first, cents=counter.cents), *later)
        role = at.role_for(sum(payment.cents for payment in payments)) if months <= at.settlement_months else None
        return _made(at, PARTS, payments, role, "" if role else "low")
    return _judged(at, (Payment(due=first, cents=counter.cents), *later), months, each * a_year // 12)


def moved(offer: Offer, first: date) -> Offer:
    """An offer from another day on, a month between its payments."""
    days = (first,) if offer.months == 1 else due_days(first, offer.months)
    payments = tuple(replace(each, due=day) for each, day in zip(offer.payments, days, strict=True))
    return replace(offer, payments=payments)


def _later(offer: Offer, first: date, at: Joint) -> Proposal:
    """What we offered last, from the day they name; later than the terms have it takes a higher word."""
    begins = moved(offer, first)
    if first <= at.latest:
        return Proposal(offer=begins, role=offer.role)
    role = _beyond(offer.role) or SEATS[-1]
    return Proposal(offer=replace(begins, role=role), role=role, fault="late")
