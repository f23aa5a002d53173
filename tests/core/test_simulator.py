"""The made-up world: people who are the same each time, deals lived through, offers judged anew, one honest table."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from callassist.bargains import COUNTER, NO, PLAN, SETTLEMENT, YES, Account, Counter, Matter, Offer, Turn
from callassist.creditor_terms import Aid, Terms, Tier
from callassist.errors import BadInput
from callassist.finances import Income, Statement
from callassist.intake.library import data_root, load_standards
from callassist.schedules import Payment, build_schedule, due_days
from callassist.simulator.asking import asked
from callassist.simulator.baselines import LADDER, Rungs
from callassist.simulator.calling import call
from callassist.simulator.clairvoyant import bound
from callassist.simulator.judging import HUNG_UP, fair_share, liking, names_themselves, react, would_take
from callassist.simulator.living import live, no_deal_worth, worth_of
from callassist.simulator.measuring import Report, every_way, everybody, report
from callassist.simulator.ours import Ours
from callassist.simulator.people import LIVED, TURNS, Manner, Mind, Person, Purse, person
from callassist.simulator.permitted import faults_of, left_cents, rises
from callassist.simulator.population import Population, digest, load_population
from callassist.simulator.table import laid

STANDARDS = load_standards(data_root())
FILE = data_root() / "simulation" / "population.yaml"
POPULATION = load_population(FILE)
DOCS = Path(__file__).resolve().parents[2] / "docs"
TODAY = date(2026, 9, 1)
OWED = 120_000
TERMS = Terms(tiers=(Tier(role="collector", least_percent=80), Tier(role="supervisor", least_percent=60)))


def matter_of(terms: Terms = TERMS, **more: object) -> Matter:
    """Give one debt of 1,200 dollars and nothing known of who owes it."""
    account = Account(id=1, balance_cents=OWED, terms=terms, has_terms=True, creditor_kind="physician")
    found = Matter(accounts=(account,), today=TODAY, state="OH", standards=STANDARDS)
    return msgspec.structs.replace(found, **more)


def someone(**purse: float) -> Person:
    """Give a person with 400 dollars aside, who pledges 100 a month, forgets nothing and meets no bad luck."""
    means = {"aside": 40_000.0, "kept": 0.0, "slack": 20_000.0, "pledge": 0.5, "leak": 1.0, **purse}
    told = Statement(taken=TODAY)
    return Person(
        matter=matter_of(),
        truth=replace(told, incomes=(Income(source="wages", cents=300_000),), household=1),
        told=told,
        is_covered=False,
        purse=Purse(
            optimism=1.0, free=np.full(LIVED, means["slack"]), lapses=np.ones(LIVED), lapse=0.0, lapse_more=0.0, **means
        ),
        mind=Mind(rid=1.1, reference=0.8, loss=2.0, bias=0.95, patience=0.99),
        manner=Manner(
            stubborn=0,
            shade=0.8,
            volunteers=0.0,
            answers=0.0,
            hangs_up=0.0,
            overasked=1.0,
            chances=np.full((TURNS, 3), 0.5),
            supervisor_agrees=True,
        ),
    )


def lump(cents: int, days: int = 7) -> Offer:
    """Give an offer of one payment."""
    payments = (Payment(due=TODAY + timedelta(days=days), cents=cents),)
    return Offer(kind=SETTLEMENT, payments=payments, owed_cents=OWED)


def plan(months: int, cents: int = OWED) -> Offer:
    """Give an offer of equal instalments."""
    payments = build_schedule(cents, due_days(TODAY + timedelta(days=7), months))
    return Offer(kind=PLAN, payments=payments, owed_cents=OWED)


# ── people ──


def test_a_person_is_the_same_whoever_else_is_drawn() -> None:
    one, other = (person(POPULATION, STANDARDS, 3, number) for number in (5, 6))
    again = person(POPULATION, STANDARDS, 3, 5)
    assert again.matter == one.matter
    assert np.array_equal(again.purse.free, one.purse.free)
    assert other.matter != one.matter


def test_the_population_is_as_varied_as_its_file_says() -> None:
    people = [person(POPULATION, STANDARDS, 1, number) for number in range(400)]
    share = np.mean([bool(each.manner.stubborn) for each in people])
    assert share == pytest.approx(POPULATION.strategic, abs=0.07)
    owed = [sum(account.balance_cents for account in each.matter.accounts) / 100 for each in people]
    assert np.median(owed) == pytest.approx(POPULATION.balance.median, rel=0.25)
    assert min(owed) >= POPULATION.least_balance * 0.9
    assert max(owed) <= POPULATION.most_balance * 1.01


def test_any_change_of_the_file_changes_its_digest(tmp_path: Path) -> None:
    changed = tmp_path / "population.yaml"
    changed.write_text(FILE.read_text(encoding="utf-8").replace("leak: 0.75", "leak: 0.76"), encoding="utf-8")
    assert digest(changed) != digest(FILE)


def test_a_key_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    wrong = tmp_path / "population.yaml"
    wrong.write_text(FILE.read_text(encoding="utf-8") + "moods: 3\n", encoding="utf-8")
    with pytest.raises(BadInput, match="moods"):
        load_population(wrong)


def test_a_line_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "population.yaml"
    text = FILE.read_text(encoding="utf-8").replace("housing: {median: 1050", "housing: {median: 0")
    wrong.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="housing"):
        load_population(wrong)


def test_every_line_of_the_file_is_explained() -> None:
    text = (DOCS / "simulation.md").read_text(encoding="utf-8")
    assert not [key for key in Population.__struct_fields__ if f"`{key}`" not in text]


# ── how they judge ──


def test_less_is_liked_more_and_later_is_liked_more() -> None:
    who = someone()
    assert liking(who, lump(90_000)) > liking(who, lump(100_000))
    assert liking(who, plan(12)) > liking(who, plan(6)) > liking(who, lump(OWED))


def test_beyond_the_reference_a_dollar_hurts_more() -> None:
    who = someone()
    below = liking(who, lump(84_000)) - liking(who, lump(90_000))
    above = liking(who, lump(102_000)) - liking(who, lump(108_000))
    assert above == pytest.approx(2 * below)


def test_no_one_takes_what_they_do_not_believe_they_can_pay() -> None:
    assert would_take(someone(), plan(12))
    assert not would_take(someone(aside=0.0, slack=10_000.0), plan(12))
    assert would_take(replace(someone(aside=0.0, slack=10_000.0), purse=_optimist(2.5)), plan(12))


def _optimist(optimism: float) -> Purse:
    return replace(someone(aside=0.0, slack=10_000.0).purse, optimism=optimism)


def test_who_holds_out_refuses_first_and_takes_it_then() -> None:
    who = someone()
    holding_out = replace(who, manner=replace(who.manner, stubborn=1))
    assert react(who, (plan(12),), 0).answer == YES
    assert react(holding_out, (plan(12),), 0).answer == NO
    assert react(holding_out, (plan(12),), 1).answer == YES


def test_of_two_the_one_liked_more_is_taken() -> None:
    assert react(someone(aside=200_000.0), (lump(112_000), plan(12)), 0).index == 1


def test_who_has_had_enough_hangs_up() -> None:
    who = someone()
    impatient = replace(who, manner=replace(who.manner, hangs_up=0.6))
    assert react(impatient, (lump(OWED),), 0).answer == HUNG_UP


def test_what_they_name_is_below_what_they_could() -> None:
    for number in range(150):
        who = person(POPULATION, STANDARDS, 2, number)
        found = laid(asked(who))
        if found is None:
            continue
        counter = names_themselves(who, found.offers[0])
        if counter.kind == "monthly":
            assert counter.cents <= who.purse.slack * who.purse.pledge * who.purse.optimism
        elif counter.kind == "lump":
            assert counter.cents <= max(1, fair_share(who) * found.at.owed_cents)


# ── what becomes of a deal ──


def test_a_deal_within_means_is_kept_and_counts_less_the_later() -> None:
    soon, late = live(someone(), plan(6, 60_000)), live(someone(), plan(12, 60_000))
    assert soon.is_kept
    assert late.is_kept
    assert 60_000 > soon.worth > late.worth > 55_000


def test_lost_pay_breaks_a_deal() -> None:
    who = someone(aside=0.0)
    free = who.purse.free.copy()
    free[3:8] = -150_000
    lived = live(replace(who, purse=replace(who.purse, free=free)), plan(12, 60_000))
    assert not lived.is_kept
    assert 0 < lived.paid_cents < 60_000


def test_a_payment_forgotten_once_is_caught_up() -> None:
    who = someone()
    lapses = np.ones(LIVED)
    lapses[1] = 0.0
    forgetful = replace(who, purse=replace(who.purse, lapses=lapses, lapse=0.5))
    assert live(forgetful, plan(6, 30_000)).is_kept


def test_the_bound_is_no_less_than_any_offer_that_is_taken() -> None:
    for number in range(60):
        who = person(POPULATION, STANDARDS, 2, number)
        found = laid(asked(who))
        if found is None:
            continue
        most = bound(who, found)
        assert most >= no_deal_worth(who, found.at.owed_cents, 0)
        assert all(most >= worth_of(who, offer, 1) for offer in found.offers if would_take(who, offer))


# ── offers judged anew ──


def test_a_sound_offer_breaks_nothing() -> None:
    assert faults_of(plan(12), matter_of()) == ()
    assert faults_of(lump(96_000), matter_of()) == ()


@pytest.mark.parametrize(
    ("offer", "fault"),
    [
        (lump(OWED + 1), "owed"),
        (lump(95_999), "authority"),
        (lump(96_000, 31), "late"),
        (plan(13), "long"),
    ],
)
def test_what_breaks_the_terms_is_found(offer: Offer, fault: str) -> None:
    assert fault in faults_of(offer, matter_of())


def test_a_supervisor_may_go_lower() -> None:
    assert faults_of(lump(72_000), matter_of(), "supervisor") == ()
    assert faults_of(lump(71_999), matter_of(), "supervisor") == ("authority",)


def test_what_a_month_cannot_bear_is_found() -> None:
    left = 96_700 + 9_000 + 100_000
    told = Statement(taken=TODAY, incomes=(Income(source="wages", cents=200_000),), household=1, housing_cents=100_000)
    seen = matter_of(statement=told)
    assert left_cents(told, seen) < 200_000 - 100_000
    assert left < 300_000
    assert "unaffordable" in faults_of(plan(3), seen)


def test_gates_and_aid_come_before_any_offer() -> None:
    assert faults_of(plan(12), matter_of(gates=("attorney",))) == ("gate",)
    told = Statement(taken=TODAY, incomes=(Income(source="wages", cents=200_000),), household=1)
    helped = replace(TERMS, aid=(Aid(poverty_percent=200, discount_percent=100),))
    assert "aid" in faults_of(lump(96_000), matter_of(helped, statement=told))


def test_an_offer_that_rises_is_found_and_one_that_stands_is_not() -> None:
    assert rises(turns((lump(96_000),), (lump(97_000),))) == 1
    assert rises(turns((plan(12),), (plan(6),))) == 1
    assert rises(turns((lump(100_000), plan(12)), (lump(96_000),), (lump(96_000), plan(12)))) == 0


def test_an_answer_may_come_to_as_much_as_they_propose_and_no_more() -> None:
    first = Turn(offers=(lump(96_000),), answer=COUNTER, counter=Counter(kind="monthly", cents=9_000))
    low = replace(first, counter=Counter(kind="lump", cents=50_000))
    answered = Turn(offers=(plan(12),), answer=NO)
    assert rises((first, answered)) == 0
    assert rises((low, answered)) == 1


def turns(*made: tuple[Offer, ...]) -> tuple[Turn, ...]:
    """Give turns in which each was refused."""
    return tuple(Turn(offers=offers, answer=NO) for offers in made)


# ── the table ──


@pytest.fixture(scope="module")
def found() -> Report:
    """Give a small table of every way."""
    return report("population", digest(FILE), everybody(POPULATION, STANDARDS, 4, 90), every_way(), 4)


def test_the_same_seed_gives_the_same_table(found: Report) -> None:
    again = report("population", digest(FILE), everybody(POPULATION, STANDARDS, 4, 90), every_way(), 4)
    assert again == found


def test_no_way_is_worth_more_than_the_bound_and_ours_is_worth_most(found: Report) -> None:
    assert all(row.percent <= 100 for row in found.rows)
    assert max(found.rows, key=lambda row: row.percent).name == "ours"


def test_ways_with_gates_tell_of_aid_and_the_bare_script_is_caught(found: Report) -> None:
    rows = {row.name: row for row in found.rows}
    assert rows["ours"].told_percent == 100
    assert rows["script"].told_percent == 0
    assert {"gate", "aid"} <= set(rows["script"].breaches)
    assert not rows["ours"].breaches


def test_a_call_ends_and_asks_nothing_where_a_gate_is_closed() -> None:
    people = [person(POPULATION, STANDARDS, 5, number) for number in range(200)]
    closed = [each for each in people if each.matter.gates]
    assert closed
    assert all(not call(each, way).made for each in closed for way in (Ours(), Rungs("ladder", LADDER)))
