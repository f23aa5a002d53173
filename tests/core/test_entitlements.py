"""Gates, and what somebody is entitled to: told before any money, never guessed."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callassist.ability import ability_of
from callassist.bargains import GATES, ROUTES, Ability, Account, Matter
from callassist.creditor_terms import Aid, Terms
from callassist.entitlement_words import CLOSINGS
from callassist.entitlements import gates_of, next_question, not_asked, open_accounts, reduced
from callassist.finances import QUESTIONS, Statement
from tests.core.in_need import (
    GENEROUS,
    PLAIN,
    TODAY,
    account,
    kinds,
    matter,
    told,
    way,
    ways,
)

# ── gates ──


def test_gates_come_strongest_first_whatever_order_they_are_in() -> None:
    for order in permutations(("hold", "bankruptcy", "cease")):
        assert gates_of(matter(gates=order)) == ("bankruptcy", "cease", "hold")


def test_every_gate_has_its_words_and_a_way_that_asks_for_nothing() -> None:
    assert set(CLOSINGS) == set(GATES)
    for gate in GATES:
        about = matter(account(1), account(2), gates=(gate,))
        assert open_accounts(about) == ()
        (only,) = ways(about)
        assert only.debts == (1, 2)
        assert only.kind in ROUTES
        assert next_question(about, ability_of(about)) == ""


def test_of_two_gates_the_strongest_names_the_way_and_both_are_listed() -> None:
    about = matter(gates=("dispute", "deceased"))
    assert gates_of(about) == ("deceased", "dispute")
    assert ways(about)[0].say == CLOSINGS["deceased"].say


def test_a_gate_of_an_account_closes_that_account_alone() -> None:
    about = matter(account(1, gates=("unbilled",)), account(2))
    assert gates_of(about) == ()
    assert [each.id for each in open_accounts(about)] == [2]
    assert way(about, "insurance").debts == (1,)
    assert 1 not in {debt for each in ways(about) if each.kind != "insurance" for debt in each.debts}
    assert not_asked(ways(about)) >= {1}


def test_gates_of_accounts_close_the_talk_when_none_is_left_open() -> None:
    assert gates_of(matter(account(1, gates=("hold",)), account(2, gates=("qmb", "hold")))) == ("qmb", "hold")


def test_a_gate_that_nobody_knows_holds_everything() -> None:
    about = matter(gates=("eclipse",))
    assert gates_of(about) == ("eclipse",)
    assert kinds(about) == ["hold"]


@pytest.mark.parametrize("accounts", [(), (account(balance_cents=0),), (account(balance_cents=-500),)])
def test_nothing_owed_asks_for_nothing(accounts: tuple[Account, ...]) -> None:
    about = Matter(accounts=accounts, today=TODAY)
    assert gates_of(about) == ("nothing_owed",)
    (only,) = ways(about)
    assert only.say == "There is nothing left for you to pay."
    assert reduced(about, Ability()) == about


# ── aid ──


@pytest.mark.parametrize(
    ("dollars", "percent"), [(0, 100), (1500, 100), (1890, 100), (2110, 60), (2840, 60), (3160, None), (9000, None)]
)
def test_a_clients_table_gives_free_care_and_the_sliding_scale_by_income(dollars: int, percent: int | None) -> None:
    about = matter(statement=told(dollars))
    found = [each for each in ways(about) if each.kind == "aid"]
    assert [each.percent for each in found] == ([] if percent is None else [percent])
    assert all(each.is_entitled and each.do.startswith("Pass it to the client") for each in found)


def test_free_care_closes_the_demand_and_the_sliding_scale_does_not() -> None:
    assert not_asked(ways(matter(statement=told(1500)))) == {1}
    assert not_asked(ways(matter(statement=told(2500)))) == frozenset()


@pytest.mark.parametrize(("dollars", "percent"), [(1900, 100), (2000, 100), (2100, 60), (3150, 0)])
def test_within_five_percent_of_a_line_it_is_looked_into(dollars: int, percent: int) -> None:
    found = way(matter(statement=told(dollars)), "aid")
    assert (found.percent, found.do.startswith("Screen:")) == (percent, True)


def test_without_papers_it_is_looked_into() -> None:
    found = way(matter(statement=told(1000, is_documented=False)), "aid")
    assert found.do.startswith("Screen:")
    assert "while it's looked at" in found.say
    assert "1" in found.why
    assert not_asked((found,)) == {1}


def test_without_a_statement_it_is_still_said_that_there_is_help() -> None:
    found = way(matter(), "aid")
    assert (found.percent, found.is_entitled) == (0, True)
    declined = Statement(taken=TODAY, declined=tuple(QUESTIONS))
    assert way(matter(statement=declined), "aid") == found


def test_each_clients_table_counts_for_its_own_accounts() -> None:
    about = matter(account(1), account(2, PLAIN, client="OTHER"), account(3), statement=told(1500))
    assert way(about, "aid").debts == (1, 3)


def test_a_nonprofit_hospitals_aid_cites_the_regulation() -> None:
    about = matter(account(creditor_kind="nonprofit_hospital"), statement=told(1500))
    assert "26 CFR 1.501(r)-4(b)" in way(about, "aid").why
    assert "Income is 150 % of the poverty line" in way(about, "aid").why


def test_a_table_too_old_gives_nobody_a_class() -> None:
    about = matter(statement=told(1500), today=date(2029, 1, 1))
    assert way(about, "aid").percent == 0


def test_need_that_was_found_takes_the_scale_off_in_their_favour() -> None:
    about = matter(account(balance_cents=100_01, has_finding=True), account(2), statement=told(2500))
    after = reduced(about, ability_of(about))
    assert [each.balance_cents for each in after.accounts] == [40_00, 120_000]
    assert reduced(about, Ability()) == about
    free = matter(account(has_finding=True), statement=told(500))
    assert gates_of(reduced(free, ability_of(free))) == ("nothing_owed",)


@given(st.integers(1, 10**9), st.integers(1, 100))
def test_what_is_left_is_exact(balance: int, percent: int) -> None:
    terms = Terms(aid=(Aid(poverty_percent=400, discount_percent=percent),))
    about = matter(account(terms=terms, balance_cents=balance, has_finding=True), statement=told(2500))
    (left,) = (each.balance_cents for each in reduced(about, ability_of(about)).accounts)
    assert left * 100 <= balance * (100 - percent) < (left + 1) * 100


# ── federal programmes ──


@pytest.mark.parametrize("payer", ["medicare", "medicaid", "tricare", "va"])
def test_a_federal_cost_share_gets_no_discount_without_policy_and_finding(payer: str) -> None:
    federal = account(payer=payer)
    written = account(payer=payer, terms=msgspec.structs.replace(GENEROUS, federal_policy="FP-1"))
    found = msgspec.structs.replace(written, has_finding=True)
    statement = told(2500)
    assert not {"prompt_pay", "aid"} & set(kinds(matter(federal, statement=statement)))
    assert "prompt_pay" not in kinds(matter(written, statement=statement))
    assert {"prompt_pay", "aid"} <= set(kinds(matter(found, statement=statement)))
    unwritten = matter(account(payer=payer, has_finding=True), statement=statement)
    assert reduced(unwritten, ability_of(unwritten)) == unwritten


# ── prompt pay and hardship ──


def test_prompt_pay_is_told_to_everybody_alike() -> None:
    rich, poor, silent = (matter(statement=each) for each in (told(9000), told(100), None))
    assert way(rich, "prompt_pay") == way(poor, "prompt_pay") == way(silent, "prompt_pay")
    assert way(rich, "prompt_pay").say == "Anybody who pays all of it within 30 days gets 10 percent off."
    assert "prompt_pay" not in kinds(matter(account(terms=PLAIN)))


def test_hardship_is_told_to_whoever_meets_its_test() -> None:
    fits = told(4000, housing_cents=3020_00)  # leaves 100 dollars, as a year's plan takes
    short = told(4000, housing_cents=3021_00)
    assert "hardship" not in kinds(matter(statement=fits))
    assert way(matter(statement=short), "hardship").is_entitled
    assert "hardship" not in kinds(matter())
    assert "hardship" not in kinds(matter(account(terms=PLAIN), statement=short))


def test_nothing_left_is_referred_without_a_demand() -> None:
    about = matter(account(terms=PLAIN), statement=told(4000, housing_cents=4000_00))
    assert kinds(about) == ["loss_mitigation"]
    assert "You don't have to pay now." in ways(about)[0].say


def test_nothing_is_asked_out_of_protected_income() -> None:
    about = matter(statement=told(5000, source="ssdi"))
    assert not_asked(ways(about)) == {1}
    assert "42 USC 407" in way(about, "hold").why
    assert "no recurring debit" in way(about, "hold").do


# ── Medicaid and other cover ──


def test_medicaid_is_looked_into_up_to_the_states_line_and_as_far_back_as_it_reaches() -> None:
    days = (date(2026, 7, 31), date(2026, 8, 1), None)
    accounts = tuple(account(number, service=day) for number, day in enumerate(days, 1))
    found = way(matter(*accounts, state="OH", statement=told(1380)), "medicaid")
    assert found.debts == (2, 3)
    assert "from 2026-08-01 on" in found.do
    assert "42 CFR 435.119" in found.why
    assert not_asked((found,)) == {2, 3}


@pytest.mark.parametrize(("dollars", "is_told"), [(0, True), (1389, True), (1440, True), (1460, False)])
def test_medicaid_near_its_line_is_looked_into(dollars: int, *, is_told: bool) -> None:
    assert ("medicaid" in kinds(matter(state="OH", statement=told(dollars)))) is is_told


@pytest.mark.parametrize(
    "more", [{"has_had_cover": True}, {"has_had_cover": None}, {"state": "PA"}, {"statement": None}]
)
def test_medicaid_is_not_guessed(more: dict[str, object]) -> None:
    about = matter(state="OH", statement=told(500))
    assert "medicaid" not in kinds(msgspec.structs.replace(about, **more))


def test_cover_that_was_never_billed_is_billed_first() -> None:
    about = matter(account(1), account(2, payer="commercial"), has_had_cover=True)
    assert way(about, "insurance").debts == (1,)
