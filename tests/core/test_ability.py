"""What a month may cost somebody: residual income, caps of states, protected income, tables that are too old."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callassist.ability import ability_of
from callassist.bargains import Ability, Account, Matter
from callassist.finances import PROTECTED, QUESTIONS, SOURCES, Income, Statement
from callassist.standards import IncomeCap, LivingStandard, PovertyLine, Standards

TODAY = date(2026, 11, 25)
READ = date(2026, 11, 1)
COLORADO = "Col. Rev. Stat. 6-20-203"
STANDARDS = Standards(
    poverty=(PovertyLine(since=date(2026, 1, 13), source="HHS", as_of=READ, first=15960, each=5680),),
    living=(
        LivingStandard(
            since=date(2026, 4, 20),
            source="IRS",
            as_of=READ,
            by_size=(839, 1481, 1753, 2129),
            each=394,
            health=83,
            health_old=158,
        ),
    ),
    caps=(
        IncomeCap(
            since=date(2023, 6, 1),
            source=COLORADO,
            as_of=READ,
            state="CO",
            percent=4,
            poverty_percent=250,
            creditors=("hospital", "nonprofit_hospital"),
            most_payments=36,
            title="Colorado: 4 % for a facility",
        ),
        IncomeCap(
            since=date(2023, 6, 1),
            source=COLORADO,
            as_of=READ,
            state="CO",
            percent=2,
            poverty_percent=250,
            creditors=("physician",),
            most_payments=36,
        ),
        IncomeCap(
            since=date(2023, 6, 1),
            source=COLORADO,
            as_of=READ,
            state="CO",
            percent=6,
            poverty_percent=250,
            creditors=("hospital", "nonprofit_hospital", "physician"),
            most_payments=36,
        ),
        IncomeCap(since=date(2024, 10, 20), source="N.Y. PHL 2807-k", as_of=READ, state="NY", percent=5),
    ),
)


def wages(dollars: int, cycle: str = "monthly", source: str = "wages") -> Income:
    return Income(source=source, cents=dollars * 100, cycle=cycle)


def told(*incomes: Income, household: int | None = 1, **spent: int) -> Statement:
    """`spent` is dollars by housing, transport, other and deductions."""
    spending = {f"{key}_cents": dollars * 100 for key, dollars in spent.items()}
    return msgspec.structs.replace(Statement(taken=TODAY, incomes=incomes, household=household), **spending)


def ability(
    statement: Statement | None, state: str = "OH", kinds: tuple[str, ...] = ("hospital",), day: date = TODAY
) -> Ability:
    accounts = tuple(Account(id=index, balance_cents=100_000, creditor_kind=kind) for index, kind in enumerate(kinds))
    return ability_of(Matter(accounts=accounts, today=day, state=state, statement=statement, standards=STANDARDS))


def test_without_a_statement_nothing_is_known_and_everything_may_be_asked() -> None:
    assert ability(None) == Ability(missing=tuple(QUESTIONS))


def test_what_is_left_is_income_less_food_care_housing_transport_and_the_rest() -> None:
    found = ability(told(wages(4000), deductions=600, housing=1000, transport=300, other=78))
    assert found.allowed_cents == (839 + 83 + 1000 + 300 + 78) * 100
    assert found.residual_cents == found.cap_cents == 1100_00
    assert found.poverty_percent == 300
    assert found.missing == ()
    assert found.standards_since == ("poverty guidelines since 2026-01-13", "living standards since 2026-04-20")


def test_pay_every_two_weeks_comes_26_times_a_year() -> None:
    assert ability(told(wages(1000, "biweekly"))).gross_cents == 2166_66


def test_each_person_over_65_is_left_more_for_care() -> None:
    young = told(wages(4000), household=2)
    old = msgspec.structs.replace(young, over_65=2)
    assert ability(old).allowed_cents == (ability(young).allowed_cents or 0) + 2 * 75_00


def test_what_was_not_told_is_named_and_what_was_declined_is_not_asked_again() -> None:
    statement = Statement(taken=TODAY, incomes=(wages(3000),), household=1, declined=("transport",))
    found = ability(statement)
    assert found.missing == ("housing", "other")
    assert found.residual_cents == (3000 - 839 - 83) * 100


@pytest.mark.parametrize("gone", ["household", "incomes"])
def test_nothing_is_left_over_by_guess(gone: str) -> None:
    found = ability(msgspec.structs.replace(told(wages(3000), housing=500), **{gone: None}))
    assert (found.residual_cents, found.cap_cents, found.poverty_percent) == (None, None, None)
    assert found.missing[0] == gone


def test_needs_above_income_leave_less_than_nothing_and_ask_for_nothing() -> None:
    found = ability(told(wages(1000), housing=900))
    assert found.residual_cents == (1000 - 839 - 83 - 900) * 100
    assert found.cap_cents == 0


def test_protected_income_alone_is_never_asked_for_however_large() -> None:
    for source in PROTECTED:
        found = ability(told(wages(9000, source=source)))
        assert found.is_protected
        assert (found.residual_cents, found.cap_cents) == (0, 0)


def test_needs_are_met_from_protected_income_first() -> None:
    found = ability(told(wages(900, source="ssdi"), wages(1200), housing=500))
    assert not found.is_protected
    assert found.residual_cents == (1200 - (839 + 83 + 500 - 900)) * 100


def test_protected_income_over_the_needs_is_not_counted() -> None:
    assert ability(told(wages(5000, source="va"), wages(200))).cap_cents == 200_00


def test_protected_income_without_a_household_is_still_not_asked_for() -> None:
    assert ability(told(wages(2000, source="ssi"), household=None), state="NY").cap_cents == 0


def test_a_state_caps_the_instalment_by_income_and_names_its_law() -> None:
    found = ability(told(wages(3000)), state="CO")
    assert found.state_cap_cents == found.cap_cents == 120_00
    assert found.state_rule == f"Colorado: 4 % for a facility ({COLORADO})"
    assert found.most_payments == 36


def test_a_cap_ends_above_its_line_of_poverty() -> None:
    assert ability(told(wages(3332)), state="CO").state_cap_cents == 133_28  # 250 % and a part of one
    above = ability(told(wages(3339)), state="CO")
    assert (above.poverty_percent, above.state_cap_cents, above.state_rule, above.most_payments) == (251, None, "", 0)


def test_a_facility_and_a_physician_together_fall_under_the_cap_for_both() -> None:
    statement = told(wages(3000))
    assert ability(statement, "CO", ("physician",)).state_cap_cents == 60_00
    assert ability(statement, "CO", ("physician", "hospital")).state_cap_cents == 180_00
    assert ability(statement, "CO", ("laboratory",)).state_cap_cents is None
    assert ability(statement, "CO", ("laboratory", "physician")).state_cap_cents == 60_00


def test_a_cap_holds_where_the_household_is_not_known() -> None:
    found = ability(told(wages(3000), household=None), state="CO")
    assert (found.residual_cents, found.cap_cents) == (None, 120_00)


def test_a_table_that_is_too_old_decides_nothing_and_is_named() -> None:
    found = ability(told(wages(3000), housing=10), day=date(2028, 1, 1))
    assert (found.cap_cents, found.residual_cents, found.poverty_percent) == (None, None, None)
    assert found.standards_since == (
        "poverty guidelines: too old to decide by, its newest figures are of 2026-01-13",
        "living standards: too old to decide by, its newest figures are of 2026-04-20",
    )


def test_no_tables_at_all_are_no_crash() -> None:
    found = ability_of(Matter(accounts=(), today=TODAY, statement=told(wages(1))))
    assert found.cap_cents is None
    assert found.standards_since[0] == "poverty guidelines: too old to decide by, there are none"


def test_a_statement_of_zeros_is_calm() -> None:
    found = ability(told(wages(0), deductions=0, housing=0, transport=0, other=0), state="CO")
    assert (found.gross_cents, found.poverty_percent, found.cap_cents) == (0, 0, 0)
    assert not found.is_protected


@pytest.mark.parametrize(
    "statement",
    [
        told(wages(-500)),
        told(wages(100, "fortnightly")),
        told(wages(100), household=0),
        told(wages(100), household=-3),
        told(wages(10_000_000)),
        told(wages(100), housing=-4),
        msgspec.structs.replace(told(wages(100)), over_65=9),
        told(),
    ],
)
def test_what_makes_no_sense_is_calm(statement: Statement) -> None:
    found = ability(statement)
    assert found.cap_cents is None or found.cap_cents >= 0
    assert found.gross_cents is None or found.gross_cents >= 0


INCOMES = st.lists(
    st.builds(
        Income,
        source=st.sampled_from(SOURCES),
        cents=st.integers(0, 900_000),
        cycle=st.sampled_from(("weekly", "biweekly", "semimonthly", "monthly", "yearly")),
    ),
    max_size=4,
).map(tuple)
SPENT = st.none() | st.integers(0, 400_000)
STATEMENTS = st.builds(
    Statement,
    taken=st.just(TODAY),
    incomes=INCOMES,
    household=st.none() | st.integers(1, 9),
    housing_cents=SPENT,
    transport_cents=SPENT,
    other_cents=SPENT,
    deductions_cents=SPENT,
)
PLACES = st.sampled_from(("CO", "NY", "OH"))
CREDITORS = st.sets(st.sampled_from(("hospital", "physician", "laboratory", "")), min_size=1).map(tuple)


@given(STATEMENTS, INCOMES.filter(bool), PLACES, CREDITORS)
def test_more_income_never_lowers_the_cap(
    statement: Statement, more: tuple[Income, ...], state: str, kinds: tuple[str, ...]
) -> None:
    richer = msgspec.structs.replace(statement, incomes=(statement.incomes or ()) + more)
    before, after = (ability(each, state, kinds) for each in (statement, richer))
    assert after.cap_cents is None or (before.cap_cents is not None and after.cap_cents >= before.cap_cents)
    if before.residual_cents is not None:
        assert after.residual_cents is not None
        assert after.residual_cents >= before.residual_cents


@given(STATEMENTS.filter(lambda each: each.household is not None), PLACES)
def test_one_more_in_the_household_never_lowers_what_is_allowed_nor_worsens_the_class(
    statement: Statement, state: str
) -> None:
    larger = msgspec.structs.replace(statement, household=(statement.household or 0) + 1)
    before, after = ability(statement, state), ability(larger, state)
    assert (after.allowed_cents or 0) > (before.allowed_cents or 0)
    assert (after.poverty_percent or 0) <= (before.poverty_percent or 0)
    assert (after.most_payments > 0) >= (before.most_payments > 0)


@given(STATEMENTS, PLACES, CREDITORS)
def test_a_cap_is_never_above_unprotected_income_nor_above_either_of_its_parts(
    statement: Statement, state: str, kinds: tuple[str, ...]
) -> None:
    found = ability(statement, state, kinds)
    if found.cap_cents is not None:
        yearly = sum(income.yearly_cents for income in statement.incomes or () if income.source not in PROTECTED)
        assert 0 <= found.cap_cents <= yearly // 12
        assert found.residual_cents is None or found.cap_cents <= max(0, found.residual_cents)
        assert found.state_cap_cents is None or found.cap_cents <= found.state_cap_cents
