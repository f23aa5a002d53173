"""What holds for every offer and every answer, whatever is owed, known and said (docs/negotiation.md, Guarantees)."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from callassist.ability import ability_of
from callassist.bargains import (
    ACCEPT,
    ASK_SUPERVISOR,
    COUNTER,
    COUNTERED,
    FULL,
    NO,
    PLAN,
    Account,
    Counter,
    Decision,
    Matter,
    Offer,
    Turn,
)
from callassist.creditor_terms import FEDERAL, PromptPay, Terms, Tier
from callassist.entitlements import open_accounts, reduced
from callassist.finances import Income, Statement
from callassist.negotiation import is_no_demand, respond, suggest
from callassist.offers import floor_of, joint
from callassist.rules import SEATS
from callassist.schedules import peak_cents
from tests.core.matters import COUNTERS, TODAY, matters

MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
UNSAID = re.compile(
    r"\b(sue|suit|court|credit|garnish|arrest|wage|supervisor|compliance|collector|legal)\b", re.IGNORECASE
)


def owed(matter: Matter) -> int:
    """What the offers close: of open debts, less aid that was granted."""
    fair = reduced(matter, ability_of(matter))
    return sum(account.balance_cents for account in open_accounts(fair))


def is_lawful(offer: Offer, matter: Matter, role: str) -> bool:
    """G1, G2, G5: never above what is owed, not for less than the role it takes may take, exact, dates rising."""
    fair = reduced(matter, ability_of(matter))
    known = open_accounts(fair)
    floors = sum(floor_of(account, offer.role) for account in known)
    closing = ability_of(matter).most_payments
    is_enough = offer.total_cents >= floors or offer.kind == "prompt_pay" or (offer.kind == PLAN and bool(closing))
    return (
        offer.total_cents <= sum(account.balance_cents for account in known)
        and is_enough
        and SEATS.index(offer.role) <= SEATS.index(role)
        and all(payment.cents > 0 for payment in offer.payments)
        and all(one.due < two.due for one, two in pairwise(offer.payments))
        and offer.payments[0].due >= matter.today
        and sum(cents for _, cents in offer.shares) == offer.total_cents
    )


@MANY
@given(matters())
def test_every_offer_is_within_authority_never_above_what_is_owed_and_exact(matter: Matter) -> None:
    for each in suggest(matter).offers:
        assert is_lawful(each.offer, matter, matter.role), each.offer
        assert each.offer.owed_cents == owed(matter)


@MANY
@given(matters(told=True))
def test_no_month_asks_for_more_than_they_can_bear(matter: Matter) -> None:
    ability = ability_of(matter)
    for each in suggest(matter).offers:
        parts = each.offer.payments[1:] if each.offer.down_cents else each.offer.payments
        if ability.cap_cents is not None and len(parts) > 1:
            assert peak_cents(parts) <= ability.cap_cents


@MANY
@given(matters(gated=True))
def test_a_gate_closes_every_demand_on_its_debt(matter: Matter) -> None:
    found = suggest(matter)
    closed = {account.id for account in matter.accounts if account.gates}
    for each in found.offers:
        assert not closed & {debt for debt, cents in each.offer.shares if cents}
    if closed == {account.id for account in matter.accounts}:
        assert found.gates
        assert not found.offers


@MANY
@given(matters(), st.sampled_from(["bankruptcy", "deceased", "attorney", "cease", "qmb", "aid_pending"]))
def test_a_gate_on_the_person_closes_everything(matter: Matter, gate: str) -> None:
    gated = replace(matter, gates=(gate,))
    found = suggest(gated)
    assert gate in found.gates or not owed(matter)
    assert not found.offers
    assert respond(gated, (), Counter(kind="lump", cents=5_000)).answer == "refer"


@MANY
@given(matters(told=True))
def test_free_care_protected_income_and_an_empty_month_come_before_any_demand(matter: Matter) -> None:
    found = suggest(matter)
    if is_no_demand(found.ways, found.ability):
        assert not found.offers
        assert respond(matter, (), Counter(kind="lump", cents=5_000)).answer == "refer"


@MANY
@given(matters())
def test_concessions_go_one_way_and_end(matter: Matter) -> None:
    transcript: tuple[Turn, ...] = ()
    last: tuple[Offer, ...] = ()
    rounds = 0
    while found := suggest(matter, transcript).headline:
        offers = tuple(each.offer for each in found)
        if last:
            assert max(o.total_cents for o in offers) <= max(o.total_cents for o in last)
            _never_dearer(last, offers)
        last = offers
        transcript = (*transcript, Turn(offers=offers, answer=NO))
        rounds += 1
    assert rounds <= 5


def _never_dearer(before: tuple[Offer, ...], after: tuple[Offer, ...]) -> None:
    for is_once in (True, False):
        old = [o for o in before if (o.months == 1) == is_once]
        new = [o for o in after if (o.months == 1) == is_once]
        for one in old:
            for two in new:
                assert two.total_cents <= one.total_cents
                if two.total_cents == one.total_cents and not is_once:
                    assert two.peak_cents <= one.peak_cents or two.instalment_cents <= one.instalment_cents


@MANY
@given(matters(), st.lists(COUNTERS, min_size=1, max_size=3))
def test_every_answer_is_lawful_and_what_is_taken_is_theirs_to_the_cent(matter: Matter, said: list[Counter]) -> None:
    transcript: tuple[Turn, ...] = ()
    for counter in said:
        found = suggest(matter, transcript).headline
        offers = tuple(each.offer for each in found)
        decision = respond(matter, (*transcript, Turn(offers=offers, answer=NO)), counter)
        _answered(decision, counter, matter)
        transcript = (*transcript, Turn(offers=offers, answer=COUNTER, counter=counter))


def _answered(decision: Decision, counter: Counter, matter: Matter) -> None:
    if decision.answer in {ACCEPT, COUNTERED} and decision.offer:
        assert is_lawful(decision.offer, matter, matter.role), decision
    if decision.answer == ACCEPT and decision.offer:
        _is_theirs(decision.offer, counter)
        cap = ability_of(matter).cap_cents
        assert cap is None or decision.offer.peak_cents <= max(cap, (ability_of(matter).gross_cents or 0) // 50)
    if decision.answer == ASK_SUPERVISOR:
        assert decision.request is not None
        assert SEATS.index(decision.request.role) > SEATS.index(matter.role) or matter.role == SEATS[-1]


def _is_theirs(offer: Offer, counter: Counter) -> None:
    """What was taken is what they said, to the cent and the day; no more than is owed, or than prompt pay asks."""
    if counter.kind == "lump":
        assert offer.total_cents == min(counter.cents, offer.owed_cents) or offer.kind == "prompt_pay"
    if counter.kind == "monthly" and offer.months > 1:
        assert {payment.cents for payment in offer.payments[:-1]} == {counter.cents}
        assert offer.total_cents == (offer.owed_cents if offer.months != counter.count else offer.total_cents)
    if counter.kind == "split" and offer.months > 1 and counter.cents:
        assert offer.payments[0].cents == counter.cents
        assert not counter.then_cents or offer.payments[1].cents in {counter.then_cents, offer.payments[-1].cents}
    if counter.first and counter.kind in {"lump", "monthly"}:
        assert offer.payments[0].due == counter.first


@MANY
@given(matters(), COUNTERS)
def test_the_same_facts_give_the_same_answer_in_whatever_order_debts_come(matter: Matter, counter: Counter) -> None:
    turned = replace(matter, accounts=tuple(reversed(matter.accounts)))
    assert suggest(matter) == suggest(matter)
    assert [(r.offer.kind, r.offer.payments) for r in suggest(matter).offers] == [
        (r.offer.kind, r.offer.payments) for r in suggest(turned).offers
    ]
    assert respond(matter, (), counter).answer == respond(turned, (), counter).answer


@MANY
@given(matters())
def test_what_is_said_has_no_floor_no_seat_and_no_threat(matter: Matter) -> None:
    for each in suggest(matter).offers:
        assert not UNSAID.search(each.say), each.say
        amounts = {float(text.replace(",", "")) for text in re.findall(r"\$([\d,]+\.\d\d)", each.say)}
        known = {payment.cents / 100 for ranked in suggest(matter).offers for payment in ranked.offer.payments}
        assert amounts <= known
        assert ("up to you" in each.say) == any(a.is_time_barred for a in open_accounts(matter))


@MANY
@given(matters())
def test_no_offer_falls_due_in_the_time_to_dispute(matter: Matter) -> None:
    ends = [account.validation_ends for account in open_accounts(matter) if account.validation_ends]
    for each in suggest(matter).offers:
        assert all(each.offer.payments[0].due > end for end in ends)


@MANY
@given(matters(most=1))
def test_a_debt_split_in_two_is_offered_for_the_same_totals(matter: Matter) -> None:
    one = matter.accounts[0]
    assume(one.balance_cents > 10_000)
    halves = (
        replace(one, balance_cents=one.balance_cents // 2),
        replace(one, id=2, balance_cents=one.balance_cents - one.balance_cents // 2),
    )
    whole = {r.offer.months: r.offer.total_cents for r in suggest(matter).offers if r.offer.kind == PLAN}
    parts = {
        r.offer.months: r.offer.total_cents
        for r in suggest(replace(matter, accounts=halves)).offers
        if r.offer.kind == PLAN
    }
    assert {n: t for n, t in whole.items() if n in parts} == {n: t for n, t in parts.items() if n in whole}


@MANY
@given(matters())
def test_another_day_moves_dates_and_no_total(matter: Matter) -> None:
    calm = replace(
        matter,
        accounts=tuple(replace(a, validation_ends=None) for a in matter.accounts),
        past=replace(matter.past, refusals=()),
        cycle=replace(matter.cycle, kind="", days=(), anchor=None),
    )
    later = replace(calm, today=calm.today + timedelta(days=1))
    assert {r.offer.total_cents for r in suggest(calm).offers} == {r.offer.total_cents for r in suggest(later).offers}


@MANY
@given(matters(), st.sampled_from(sorted(FEDERAL)))
def test_a_federal_cost_share_is_not_discounted_without_a_finding(matter: Matter, payer: str) -> None:
    federal = replace(matter, accounts=tuple(replace(a, payer=payer, has_finding=False) for a in matter.accounts))
    assert {r.offer.total_cents for r in suggest(federal).offers} <= {owed(federal)} | _closing(federal)


def _closing(matter: Matter) -> set[int]:
    ability = ability_of(matter)
    return {ability.most_payments * (ability.cap_cents or 0)} if ability.most_payments else set()


def test_without_terms_nothing_is_discounted() -> None:
    bare = Matter(accounts=(Account(id=1, balance_cents=100_000),), today=TODAY, has_had_cover=False)
    offers = suggest(bare).offers
    assert offers
    assert {r.offer.total_cents for r in offers} == {100_000}
    assert max(r.offer.months for r in offers) <= 12


@pytest.mark.parametrize("balances", [(0,), (1,), (1,) * 40, (1_000_000_000,), (99,) * 40])
def test_odd_balances_are_calm(balances: tuple[int, ...]) -> None:
    accounts = tuple(Account(id=n, balance_cents=cents) for n, cents in enumerate(balances, 1))
    matter = Matter(accounts=accounts, today=TODAY, has_had_cover=False)
    found = suggest(matter)
    assert bool(found.offers) <= bool(sum(balances))
    for each in found.offers:
        assert is_lawful(each.offer, matter, "collector")


def test_a_statement_of_zeros_asks_for_nothing() -> None:
    nothing = Statement(taken=TODAY, incomes=(Income(source="wages", cents=0),), household=1)
    matter = Matter(accounts=(Account(id=1, balance_cents=90_000),), today=TODAY, statement=nothing, has_had_cover=True)
    assert not suggest(matter).offers


def test_more_than_is_owed_is_taken_as_what_is_owed() -> None:
    matter = Matter(accounts=(Account(id=1, balance_cents=90_000),), today=TODAY, has_had_cover=False)
    found = respond(matter, (), Counter(kind="lump", cents=500_000))
    assert found.answer == ACCEPT
    assert found.offer is not None
    assert (found.offer.kind, found.offer.total_cents) == (FULL, 90_000)


def test_each_account_goes_no_lower_than_its_own_creditor_lets_it() -> None:
    strict, easy = Terms(), Terms(tiers=(Tier(role="collector", least_percent=50),))
    matter = Matter(
        accounts=(
            Account(id=1, balance_cents=40_000, terms=strict),
            Account(id=2, balance_cents=60_000, terms=easy),
        ),
        today=TODAY,
        has_had_cover=False,
    )
    assert joint(matter, matter.accounts).floor_for("collector") == 70_000
    for each in suggest(matter).offers:
        shares = dict(each.offer.shares)
        assert shares[1] == 40_000
        assert shares[2] >= 30_000


@MANY
@given(matters(), COUNTERS)
def test_what_goes_to_a_supervisor_is_legal_there_and_not_here(matter: Matter, counter: Counter) -> None:
    collector = replace(matter, role="collector")
    decision = respond(collector, (), counter)
    if decision.answer == ASK_SUPERVISOR and decision.request:
        assert decision.request.role != "collector"
        assert decision.request.otherwise is None or is_lawful(decision.request.otherwise, collector, "collector")


@MANY
@given(matters(), COUNTERS)
def test_neither_clock_nor_chance_is_asked(matter: Matter, counter: Counter) -> None:
    import random
    import time

    with pytest.MonkeyPatch.context() as patched:
        for module, name in ((time, "time"), (time, "monotonic"), (random, "random"), (random, "randrange")):
            patched.setattr(module, name, _never)
        found, answer = suggest(matter), respond(matter, (), counter)
    assert (found, answer) == (suggest(matter), respond(matter, (), counter))


def _never(*_: object) -> float:
    message = "an offer asked the clock or chance"
    raise AssertionError(message)


def test_who_pays_at_once_is_never_asked_for_more_than_prompt_pay_asks() -> None:
    terms = Terms(
        tiers=(Tier(role="collector", least_percent=60),),
        prompt_pay=PromptPay(percent=10, days=30),
        settlement_months=1,
    )
    matter = Matter(
        accounts=(Account(id=1, balance_cents=100_000, terms=terms, has_terms=True),), today=TODAY, has_had_cover=False
    )
    once = [each.offer for each in suggest(matter).offers if each.offer.months == 1]
    assert once
    assert max(offer.total_cents for offer in once) <= 90_000
    for cents in (95_000, 100_000, 250_000):
        found = respond(matter, (), Counter(kind="lump", cents=cents))
        assert found.offer is not None
        assert (found.answer, found.offer.kind, found.offer.total_cents) == (ACCEPT, "prompt_pay", 90_000)
    late = respond(matter, (), Counter(kind="lump", cents=100_000, first=TODAY + timedelta(days=45)))
    assert late.offer is not None
    assert late.offer.kind == FULL


def test_what_we_propose_instead_begins_on_the_day_that_they_named() -> None:
    matter = Matter(accounts=(Account(id=1, balance_cents=120_000),), today=TODAY, has_had_cover=False)
    day = TODAY + timedelta(days=20)
    found = respond(matter, (), Counter(kind="monthly", cents=9_900, first=day))
    assert found.offer is not None
    assert found.offer.payments[0].due == day
    assert f"{day.day} {day:%B}" in found.say


def test_what_they_bound_is_not_stretched_and_the_fifteenth_is_the_fifteenth() -> None:
    matter = Matter(
        accounts=(Account(id=1, balance_cents=60_000),), today=TODAY, has_had_cover=False, role="compliance"
    )
    bounded = respond(matter, (), Counter(kind="split", cents=10_000, then_cents=5_000, count=3))
    assert bounded.answer != ACCEPT
    twice = respond(
        matter, (), Counter(kind="monthly", cents=10_000, cycle="semimonthly", first=TODAY.replace(month=12, day=1))
    )
    assert twice.answer == ACCEPT
    assert twice.offer is not None
    assert [payment.due.day for payment in twice.offer.payments] == [1, 15] * 3
