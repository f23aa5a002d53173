"""What no agreement may be: shares counted twice, a discount moved between creditors, a balloon, a yes gone stale."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from callassist.bargains import ACCEPT, OFFERED, PARTS, PLAN, PROMPT, Account, Counter, Matter, Offer, Turn
from callassist.creditor_terms import PromptPay, Terms, Tier
from callassist.dealing import fair_part, fault_of, taken
from callassist.finances import Income, Statement
from callassist.negotiation import respond, suggest
from callassist.schedules import Payment
from tests.core.matters import TODAY, standards

TWO = Matter(
    accounts=(Account(id=1, balance_cents=70_000), Account(id=2, balance_cents=70_000)),
    today=TODAY,
    has_had_cover=False,
    standards=standards(),
)


def paying(*parts: tuple[int, int], kind: str = PLAN, **more: object) -> Offer:
    """Payments as (days from now, cents)."""
    payments = tuple(Payment(due=TODAY + timedelta(days=days), cents=cents) for days, cents in parts)
    return Offer(kind=kind, payments=payments, owed_cents=0, **more)  # type: ignore[arg-type]


def role_of(offer: Offer, matter: Matter) -> str | None:
    return taken(fair_part(matter, offer), offer).role


def test_no_debt_counts_twice() -> None:
    twice = paying((7, 140_000), kind="full", shares=((1, 60_000), (1, 60_000), (2, 20_000)))
    assert fault_of(TWO, twice) == "A debt is named twice."


def test_what_is_paid_down_is_the_first_payment() -> None:
    assert "paid down" in fault_of(TWO, paying((7, 70_000), (38, 70_000), down_cents=1))


def test_a_discount_stays_with_the_creditor_who_gives_it() -> None:
    gives = Terms(prompt_pay=PromptPay(percent=10, days=30))
    matter = replace(TWO, accounts=(replace(TWO.accounts[0], terms=gives, has_terms=True), TWO.accounts[1]))
    right = paying((7, 133_000), kind=PROMPT, shares=((1, 63_000), (2, 70_000)))
    assert role_of(right, matter) == "collector"
    assert role_of(replace(right, shares=((1, 70_000), (2, 63_000))), matter) is None


def test_a_balloon_is_no_usual_plan() -> None:
    parts = [(7 + 31 * index, 1) for index in range(11)]
    assert role_of(paying(*parts, (7 + 31 * 11, 139_989)), TWO) is None


def test_parts_of_a_settlement_lie_a_month_apart_at_most() -> None:
    terms = Terms(tiers=(Tier(role="collector", least_percent=50),), settlement_months=3)
    matter = replace(TWO, accounts=tuple(replace(each, terms=terms, has_terms=True) for each in TWO.accounts))
    near, far = [(7, 30_000), (38, 30_000), (69, 30_000)], [(7, 30_000), (372, 30_000), (737, 30_000)]
    assert role_of(paying(*near, kind=PARTS), matter) == "collector"
    assert role_of(paying(*far, kind=PARTS), matter) is None


def test_a_yes_to_what_a_month_can_no_longer_bear_is_answered_anew() -> None:
    matter = replace(TWO, accounts=(Account(id=1, balance_cents=120_000),))
    plan = next(each.offer for each in suggest(matter).offers if each.offer.months > 1)
    transcript = (Turn(offers=(plan,), answer=OFFERED),)
    assert respond(matter, transcript, Counter(kind="yes")).answer == ACCEPT
    tight = Statement(
        taken=date(2026, 11, 25),
        incomes=(Income(source="wages", cents=250_000),),
        household=1,
        housing_cents=130_000,
        transport_cents=20_000,
        other_cents=1_000,
    )
    answer = respond(replace(matter, statement=tight), transcript, Counter(kind="yes"))
    assert answer.answer != ACCEPT or (answer.offer is not None and answer.offer.peak_cents < plan.peak_cents)
