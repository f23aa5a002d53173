"""What holds for the chances behind offers, and for what a month can bear: more of the bad is never better."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from callassist.ability import ability_of
from callassist.bargains import COUNTER, PLAN, Account, Counter, Matter, Offer, Past, Turn
from callassist.creditor_terms import Terms
from callassist.finances import Income
from callassist.negotiation import suggest
from callassist.odds import PRIOR, costs_of, learnt, prior, table, taken, worth
from callassist.schedules import build_schedule, due_days
from tests.core.matters import TODAY, matters

MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(matters())
def test_chances_are_chances_and_no_offer_is_worth_more_than_it_pays(matter: Matter) -> None:
    for each in suggest(matter).offers:
        assert 0 <= each.p_accept <= 1
        assert 0 <= each.p_keep <= 1
        assert each.value_cents <= each.offer.total_cents
        assert each.basis == "prior"


@MANY
@given(matters())
def test_one_more_broken_promise_never_makes_keeping_likelier(matter: Matter) -> None:

    ability = ability_of(matter)
    offers = [each.offer for each in suggest(matter).offers]
    assume(offers)
    believed = prior(matter, ability, PRIOR)
    costs = costs_of(matter, offers[0].owed_cents)

    def keeps(past: Past) -> float:
        return float(worth(believed, table(offers), replace(matter, past=past), PRIOR, costs).keeps.mean())

    past = matter.past
    assert keeps(replace(past, broken=past.broken + 1)) <= keeps(past) <= keeps(replace(past, kept=past.kept + 1))


def test_contradicting_counters_leave_a_belief_that_is_one() -> None:

    matter = Matter(accounts=(Account(id=1, balance_cents=90_000),), today=TODAY, has_had_cover=False)
    said = [Counter(kind="monthly", cents=cents) for cents in (100, 90_000, 1, 50_000)] * 3
    offers = tuple(each.offer for each in suggest(matter).headline)
    turns = tuple(Turn(offers=offers, answer=COUNTER, counter=counter) for counter in said)
    weights = learnt(prior(matter, ability_of(matter), PRIOR), turns, 90_000, PRIOR).weights
    assert abs(float(weights.sum()) - 1) < 1e-9
    assert float(weights.min()) >= 0


def test_the_dearer_the_wait_the_less_a_plan_is_worth() -> None:

    def value(percent: int) -> float:
        terms = Terms(discount_percent=percent)
        matter = Matter(accounts=(Account(id=1, balance_cents=90_000, terms=terms),), today=TODAY, has_had_cover=False)
        plan = next(r.offer for r in suggest(matter).offers if r.offer.months > 1)
        believed = prior(matter, ability_of(matter), PRIOR)
        return float(worth(believed, table([plan]), matter, PRIOR, costs_of(matter, 90_000)).value.mean())

    assert value(30) < value(12) < value(0)


@MANY
@given(matters(most=1), st.integers(20_000, 500_000))
def test_a_longer_plan_is_kept_less_and_a_dearer_offer_taken_less(matter: Matter, owed_cents: int) -> None:

    ability = ability_of(matter)
    believed = prior(matter, ability, PRIOR)
    days = due_days(TODAY + timedelta(days=7), 24)

    def plan(cents: int, months: int) -> Offer:
        return Offer(kind=PLAN, payments=build_schedule(cents, days[:months]), owed_cents=owed_cents)

    longer = [plan(owed_cents // 24 * months, months) for months in (3, 6, 12, 24)]
    keeps = worth(believed, table(longer), matter, PRIOR, costs_of(matter, owed_cents)).keeps.mean(axis=1)
    assert all(later <= sooner + 1e-9 for sooner, later in pairwise(keeps))
    dearer = [plan(owed_cents * percent // 100, 6) for percent in (50, 70, 90, 100)]
    chances = taken(believed, table(dearer), owed_cents, PRIOR).mean(axis=1)
    assert all(more <= less + 1e-9 for less, more in pairwise(chances))
    slower = [plan(owed_cents, months) for months in (3, 6, 12, 24)]
    yes = taken(believed, table(slower), owed_cents, PRIOR).mean(axis=1)
    assert all(later >= sooner - 1e-9 for sooner, later in pairwise(yes))


@MANY
@given(matters(told=True), st.integers(1, 200_000))
def test_more_income_never_lowers_what_a_month_can_bear(matter: Matter, more: int) -> None:
    statement = matter.statement
    assert statement is not None
    richer = replace(
        statement, incomes=(*(statement.incomes or ()), Income(source="wages", cents=more, cycle="monthly"))
    )
    before, after = ability_of(matter), ability_of(replace(matter, statement=richer))
    if before.cap_cents is not None and before.state_cap_cents is None and after.cap_cents is not None:
        assert after.cap_cents >= before.cap_cents
