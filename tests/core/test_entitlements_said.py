"""Which question of need is asked, what is said of every way, and the checklist of options."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callassist.ability import ability_of
from callassist.bargains import GATES, Ability
from callassist.entitlement_words import CLOSINGS
from callassist.entitlements import named, next_key
from callassist.finances import LEAVE, QUESTIONS, Income, Statement
from tests.core.in_need import (
    PLAIN,
    TODAY,
    account,
    asked,
    matter,
    told,
    ways,
)

# ── questions ──


def test_coverage_is_asked_first_by_the_day_of_care_and_once() -> None:
    about = matter(has_had_cover=None)
    assert asked(about) == (
        "Did you have any health coverage, like Medicaid, Medicare or a plan at work, on September 3, 2026?"
    )
    assert "when you had this care?" in asked(matter(account(1), account(2, service=None), has_had_cover=None))
    assert (
        next_key(msgspec.structs.replace(about, answered=("coverage",)), Ability(missing=("household",))) == "household"
    )


def test_needs_are_asked_one_at_a_time_with_leave_before_the_first_alone() -> None:
    about = matter()
    assert asked(about) == f"{LEAVE} {QUESTIONS['household']}"
    statement = Statement(taken=TODAY, household=1)
    order = []
    answers = {
        "incomes": (Income(source="wages", cents=500_000),),
        "housing_cents": 1,
        "transport_cents": 1,
        "other_cents": 1,
    }
    for field, value in answers.items():
        order.append(asked(msgspec.structs.replace(about, statement=statement)))
        statement = msgspec.structs.replace(statement, **{field: value})
    assert order == [QUESTIONS[key] for key in ("incomes", "housing", "transport", "other")]
    assert asked(msgspec.structs.replace(about, statement=statement)) == ""


def test_what_was_declined_is_not_asked_again() -> None:
    statement = Statement(taken=TODAY, declined=("household", "incomes"))
    assert asked(matter(statement=statement)) == ""
    assert asked(matter(answered=("household",))) == QUESTIONS["incomes"]


def test_income_is_asked_only_where_something_turns_on_it() -> None:
    bare = account(terms=PLAIN)
    assert asked(matter(bare)) == ""
    assert asked(matter(bare), for_plan=True).endswith(QUESTIONS["household"])
    assert asked(matter(bare, state="NY")).endswith(QUESTIONS["household"])
    assert asked(matter(bare, state="OH")).endswith(QUESTIONS["household"])
    assert asked(matter(bare, state="OH", has_had_cover=True)) == ""


@pytest.mark.parametrize("signal", ["homeless", "food_help", "no_cover"])
def test_a_sign_of_need_prompts_a_question_and_decides_nothing(signal: str) -> None:
    plain, signed = matter(account(terms=PLAIN)), matter(account(terms=PLAIN), signals=(signal,))
    assert asked(plain) == ""
    assert asked(signed).endswith(QUESTIONS["household"])
    assert ways(plain) == ways(signed)


def test_spending_is_not_asked_of_whom_nothing_will_be_asked() -> None:
    unasked: dict[str, object] = {"housing_cents": None, "transport_cents": None, "other_cents": None}
    free, protected, usual = told(1500), told(5000, source="ssdi"), told(5000)
    assert asked(matter(statement=msgspec.structs.replace(free, **unasked))) == ""
    assert asked(matter(statement=msgspec.structs.replace(protected, **unasked))) == ""
    assert asked(matter(statement=msgspec.structs.replace(usual, **unasked))) == QUESTIONS["housing"]


# ── the checklist ──


def test_the_checklist_names_every_option_once() -> None:
    about = matter(statement=told(9000))
    found = named(about, ability_of(about), ways(about), offered=("full", "plan"))
    assert found == {
        "full": "told",
        "prompt_pay": "told",
        "settlement": "next",
        "parts": "next",
        "plan": "told",
        "hardship": "does not apply: a usual plan fits what a month leaves",
        "aid": "does not apply: income is above every line of it",
        "medicaid": "does not apply: no line of their state is on file",
        "insurance": "does not apply: there was no cover on the day of care",
        "loss_mitigation": "does not apply: a month leaves something",
    }


def test_the_checklist_of_a_creditor_without_terms_says_why() -> None:
    about = matter(account(terms=PLAIN))
    found = named(about, ability_of(about), ways(about))
    assert found["settlement"] == "does not apply: no creditor takes less"
    assert found["aid"] == "does not apply: no creditor has a table for it"
    assert (found["plan"], found["loss_mitigation"]) == ("next", "next")


def test_behind_a_gate_the_checklist_says_which() -> None:
    about = matter(gates=("attorney",))
    assert set(named(about, ability_of(about), ways(about)).values()) == {"does not apply: closed by attorney"}


# ── words ──

PRESSURE = re.compile(
    r"only today|today only|must|last chance|suit|sue\b|court|credit|garnish|arrest|wage|hurry|deadline"
    r"|collector|supervisor"
)
BREATH = 30
GRADE = 8.0


def grade(text: str) -> float:
    """Flesch and Kincaid's, by groups of vowels."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = max(1, len(re.findall(r"[.?!](?:\s|$)", text)))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower())))) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def every_say() -> set[str]:
    statements = (
        None,
        told(0),
        told(1000),
        told(1500, is_documented=False),
        told(2500),
        told(3150),
        told(900, source="ssi"),
    )
    covers = (None, True, False)
    abouts = [matter(state="OH", statement=each, has_had_cover=cover) for each in statements for cover in covers]
    said = {each.say for about in abouts for each in ways(about)}
    return said | {each.say for each in CLOSINGS.values()}


@pytest.mark.parametrize("said", sorted(every_say()))
def test_what_is_said_is_one_breath_plain_and_without_pressure(said: str) -> None:
    assert not PRESSURE.search(said.lower())
    assert len(said.split()) <= BREATH
    assert grade(said) <= GRADE


@given(
    st.sampled_from(("OH", "PA", "NY")),
    st.integers(0, 6000),
    st.sampled_from((None, True, False)),
    st.lists(st.sampled_from(GATES), max_size=2).map(tuple),
    st.permutations([1, 2, 3]),
)
def test_the_order_of_accounts_changes_nothing(
    state: str, dollars: int, cover: object, gates: tuple[str, ...], order: list[int]
) -> None:
    accounts = {1: account(1, gates=gates), 2: account(2), 3: account(3, PLAIN, service=None)}
    same = matter(*accounts.values(), state=state, statement=told(dollars), has_had_cover=cover)
    mixed = msgspec.structs.replace(same, accounts=tuple(accounts[number] for number in order))
    assert ways(same) == ways(mixed)
    assert asked(same) == asked(mixed)
    assert all(each.debts and each.say and each.do and each.why for each in ways(same))
