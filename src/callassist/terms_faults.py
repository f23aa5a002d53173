"""What is wrong with a creditor's terms: each fault with its place, so that whoever wrote the file finds the line.

And proof that they work: `examples` settles, divides and discounts the smallest balances that each of them is for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

import msgspec

from callassist.creditor_terms import FEDERAL, FREE, PAYERS, Term, Terms
from callassist.money import format_cents
from callassist.rules import SAID_OF, SEATS
from callassist.schedules import Payment, build_schedule, due_days

MOST_PROMPT: Final = 50
MOST_POVERTY: Final = 1000
MOST_INTEREST: Final = 36
LONGEST_PLAN: Final = 120
_WHOLE: Final = 100
_A_DAY: Final = date(2026, 1, 1)
"""Any day: an example's sums do not depend on it."""

At = tuple[str | int, ...]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, a clause; where in the terms: keys and places in lists; and what to do, an imperative."""

    at: At
    what: str
    remedy: str


def faults(terms: Terms) -> tuple[Fault, ...]:
    """Everything that is wrong with terms and with those of their payers; () when nothing is."""
    found = [*_own(terms)]
    for payer, theirs in terms.payers.items():
        at: At = ("payers", payer)
        if payer not in PAYERS:
            found.append(Fault(at=at, what=f"there is no payer {payer!r}", remedy=f"name one of {', '.join(PAYERS)}"))
        if theirs.payers:
            found.append(Fault(at=(*at, "payers"), what="a payer has payers of its own", remedy="name them one above"))
        if payer in FEDERAL:
            found += _federal(payer, theirs)
        found += [msgspec.structs.replace(fault, at=(*at, *fault.at)) for fault in _own(theirs)]
    return tuple(found)


def _federal(payer: str, terms: Terms) -> Iterator[Fault]:
    """42 USC 1320a-7a(a)(5), (i)(6)(A): no discount without a written policy that names who decides on need."""
    given = [name for name in ("tiers", "prompt_pay", "aid") if getattr(terms, name)]
    if given and not terms.federal_policy.strip():
        yield Fault(
            at=("payers", payer, given[0]),
            what=f"{given[0]!r} takes something off a cost share of {payer} without a written policy",
            remedy="name the policy under 'federal_policy', or leave it out",
        )


def _own(terms: Terms) -> Iterator[Fault]:
    yield from _tiers(terms)
    yield from _prompt_pay(terms)
    yield from _months(terms)
    yield from _hardship(terms)
    yield from _aid(terms)
    yield from _numbers(terms)
    if terms.remainder not in {"first", "last"}:
        yield Fault(
            at=("remainder",), what=f"the odd cents cannot go {terms.remainder!r}", remedy="write first or last"
        )


# ── how little settles ──


def _tiers(terms: Terms) -> Iterator[Fault]:
    for index, tier in enumerate(terms.tiers):
        if tier.role not in SEATS:
            yield _role(("tiers", index, "role"), tier.role)
        if not 1 <= tier.least_percent <= _WHOLE:
            yield _out_of(("tiers", index, "least_percent"), tier.least_percent, "1 to 100")
    for index, (before, tier) in enumerate(pairwise(terms.tiers), start=1):
        if tier.least_percent >= before.least_percent:
            yield Fault(
                at=("tiers", index, "least_percent"),
                what=f"{tier.least_percent} overlaps the {before.least_percent} of the tier before it",
                remedy="let each tier settle for less than the one before",
            )
        if {before.role, tier.role} <= {*SEATS} and SEATS.index(tier.role) <= SEATS.index(before.role):
            yield Fault(
                at=("tiers", index, "role"),
                what=f"{tier.role} has no more say than {before.role} before it",
                remedy=f"name each role once, in the order {', '.join(SEATS)}",
            )
    if terms.tiers and 1 <= terms.tiers[-1].least_percent <= terms.no_deal_percent:
        yield Fault(
            at=("tiers", len(terms.tiers) - 1, "least_percent"),
            what=f"it settles for no more than the {terms.no_deal_percent} that no deal is expected to bring",
            remedy="raise it, or lower 'no_deal_percent'",
        )


def _prompt_pay(terms: Terms) -> Iterator[Fault]:
    if terms.prompt_pay is None:
        return
    if not 1 <= terms.prompt_pay.percent <= MOST_PROMPT:
        yield _out_of(("prompt_pay", "percent"), terms.prompt_pay.percent, f"1 to {MOST_PROMPT}")
    if terms.prompt_pay.days < 1:
        yield _out_of(("prompt_pay", "days"), terms.prompt_pay.days, "a day or more")


# ── how long a plan may run ──


def _months(terms: Terms) -> Iterator[Fault]:
    starts = [term.dollars for term in terms.months]
    if not starts or starts[0] != 0:
        yield Fault(
            at=("months", 0, "from") if starts else ("months",),
            what=f"the first plan begins {f'from {starts[0]} dollars' if starts else 'nowhere'}",
            remedy="begin 'from' 0, so that every balance has one",
        )
    for index, term in enumerate(terms.months):
        if not 1 <= term.months <= LONGEST_PLAN:
            yield _out_of(("months", index, "months"), term.months, f"1 to {LONGEST_PLAN}")
    for index, (before, term) in enumerate(pairwise(terms.months), start=1):
        if term.dollars <= before.dollars:
            yield _order(("months", index, "from"), term.dollars, before.dollars)
        elif term.months < before.months:
            yield _order(("months", index, "months"), term.months, before.months)
        elif _smallest(terms, before) > term.dollars * 100:
            yield Fault(
                at=("months", index - 1, "months"),
                what=f"no balance below {term.dollars} dollars takes {before.months} instalments of "
                f"{terms.least_instalment} or more",
                remedy="write fewer months, or a smaller 'least_instalment'",
            )


def _hardship(terms: Terms) -> Iterator[Fault]:
    if terms.hardship is None:
        return
    if terms.hardship.role not in SEATS:
        yield _role(("hardship", "role"), terms.hardship.role)
    longest = max((term.months for term in terms.months), default=0)
    if not longest <= terms.hardship.months <= LONGEST_PLAN:
        yield _out_of(("hardship", "months"), terms.hardship.months, f"{longest}, the longest plan, to {LONGEST_PLAN}")
    if not 1 <= terms.hardship.least_instalment <= max(1, terms.least_instalment):
        most = f"1 to the {terms.least_instalment} dollars of other plans"
        yield _out_of(("hardship", "least_instalment"), terms.hardship.least_instalment, most)


# ── who is helped without asking ──


def _aid(terms: Terms) -> Iterator[Fault]:
    for index, aid in enumerate(terms.aid):
        if not 1 <= aid.poverty_percent <= MOST_POVERTY:
            yield _out_of(("aid", index, "poverty_percent"), aid.poverty_percent, f"1 to {MOST_POVERTY}")
        if not 1 <= aid.discount_percent <= FREE:
            yield _out_of(("aid", index, "discount_percent"), aid.discount_percent, "1 to 100, which is free care")
    for index, (before, aid) in enumerate(pairwise(terms.aid), start=1):
        if aid.poverty_percent <= before.poverty_percent:
            yield _order(("aid", index, "poverty_percent"), aid.poverty_percent, before.poverty_percent)
        if aid.discount_percent >= before.discount_percent:
            yield Fault(
                at=("aid", index, "discount_percent"),
                what=f"{aid.discount_percent} is no less than the {before.discount_percent} for lower incomes",
                remedy="let the discount fall as income rises",
            )


def _numbers(terms: Terms) -> Iterator[Fault]:
    ranges = (
        ("least_instalment", 1, 10_000, "1 dollar or more"),
        ("down_percent", 0, _WHOLE - 1, "0 to 99"),
        ("down_from_months", 1, LONGEST_PLAN, f"1 to {LONGEST_PLAN}"),
        ("first_payment_days", 1, 365, "1 to 365 days"),
        ("settlement_months", 1, LONGEST_PLAN, "1, which is at once, or more"),
        ("grace_days", 0, 31, "0 to 31"),
        ("interest_percent", 0, MOST_INTEREST, f"0 to {MOST_INTEREST}"),
        ("discount_percent", 0, _WHOLE, "0 to 100"),
        ("call_cost", 0, 10_000, "whole dollars, 0 for none"),
        ("broken_cost", 0, 10_000, "whole dollars, 0 for none"),
        ("no_deal_percent", 0, _WHOLE - 1, "0 to 99"),
    )
    for name, least, most, said in ranges:
        if not least <= getattr(terms, name) <= most:
            yield _out_of((name,), getattr(terms, name), said)


def _role(at: At, role: str) -> Fault:
    return Fault(at=at, what=f"there is no role {role!r}", remedy=f"name one of {', '.join(SEATS)}")


def _out_of(at: At, number: int, said: str) -> Fault:
    return Fault(at=at, what=f"{at[-1]!r} cannot be {number}", remedy=f"write {said}")


def _order(at: At, number: int, before: int) -> Fault:
    return Fault(at=at, what=f"{at[-1]!r} is {number} after {before}", remedy="put them in order, each above the last")


# ── proof ──


def examples(terms: Terms) -> tuple[str, ...]:
    """What terms without faults come to for the smallest balance each is for: a line each, with exact sums.

    ValueError when terms do not do what they say.
    """
    lines = [*_settled(terms), *_planned(terms)]
    if terms.prompt_pay is not None:
        off = terms.prompt_pay.percent
        lines.append(f"$100.00 paid within {terms.prompt_pay.days} days: ${format_cents((_WHOLE - off) * 100)}")
    lines += [
        f"income up to {aid.poverty_percent} % of the poverty line: $100.00 becomes "
        f"${format_cents((FREE - aid.discount_percent) * 100)}"
        for aid in terms.aid
    ]
    for payer, theirs in terms.payers.items():
        lines += [f"{payer}: {line}" for line in examples(theirs)]
    return tuple(lines)


def _settled(terms: Terms) -> Iterator[str]:
    """Each tier at a hundred dollars, and at the smallest balance of which it takes off a cent."""
    roles = [tier.role for tier in terms.tiers]
    for index, tier in enumerate(terms.tiers):
        smallest = next((cents for cents in range(1, _WHOLE) if _least(cents, tier.least_percent) < cents), 1)
        for cents in (smallest, 100_00):
            least = _least(cents, tier.least_percent)
            who, less = terms.tier(least, cents), terms.tier(least - 1, cents)
            if (least < cents and who not in roles[: index + 1]) or less in roles[: index + 1]:
                message = f"{tier.role} does not settle {cents} cents for {least} at least"
                raise ValueError(message)
        below = f"less takes {SAID_OF[roles[index + 1]]}" if index + 1 < len(roles) else "less is not settled"
        yield f"{SAID_OF[tier.role]} settles $100.00 for ${format_cents(_least(100_00, tier.least_percent))}; {below}"


def _least(owed_cents: int, percent: int) -> int:
    return -(-owed_cents * percent // _WHOLE)


def _planned(terms: Terms) -> Iterator[str]:
    """Each longest plan at the smallest balance that takes it whole, in a band of its own."""
    for term in terms.months:
        cents = max(term.dollars * 100, _smallest(terms, term))
        down = cents * _down_percent(terms, term) // _WHOLE
        payments = build_schedule(cents, due_days(_A_DAY, term.months), down, terms.remainder)
        usual = payments[1:] if down else payments
        least = min(payment.cents for payment in usual)
        if terms.longest(cents) < term.months or least < terms.least_instalment * 100:
            message = f"{cents} cents cannot be paid in {term.months} months"
            raise ValueError(message)
        yield f"${format_cents(cents)} in {term.months} payments: {_parts(payments, down, terms.remainder)}"


def _down_percent(terms: Terms, term: Term) -> int:
    return terms.down_percent if term.months > terms.down_from_months else 0


def _smallest(terms: Terms, term: Term) -> int:
    """The least cents of which a plan can run all its months, none of its instalments below the least."""
    percent = min(_down_percent(terms, term), _WHOLE - 1)
    count = term.months - 1 if percent else term.months
    return -(-terms.least_instalment * 100 * count * _WHOLE // (_WHOLE - percent))


def _parts(payments: Sequence[Payment], down_cents: int, remainder: str) -> str:
    """The payments in a line: what is paid down, the equal ones, and the one with the odd cents."""
    first = f"${format_cents(down_cents)} down, then " if down_cents else ""
    rest = [payment.cents for payment in (payments[1:] if down_cents else payments)]
    odd, equal = (rest[0], rest[-1]) if remainder == "first" else (rest[-1], rest[0])
    other = "" if odd == equal else f", the {remainder} ${format_cents(odd)}"
    return f"{first}{len(rest)} of ${format_cents(equal)}{other}"
