"""Income and spending, asked on the call: in part, declined, several incomes, and only where it may be asked."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from callassist.bargains import Ability
from callassist.dossier import FinancialStatement, ToldIncome
from callassist.screens.statement_form import StatementScreen
from callassist.screens.statement_words import Unreadable, leaves, read_answer, typed_of
from tests.flows.seen import see, shown
from tests.flows.shift import DANA, LARGE, SMALL, TUESDAY, Call, Shift, running, told

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
TODAY = TUESDAY.date()


async def answer(call: Call, *texts: str) -> None:
    for text in texts:
        if text:
            await call.type(text)
        await call.press("enter")


def kept(call: Call) -> FinancialStatement:
    return call.case.consumer.statements[-1].statement


@SIZES
async def test_from_the_call_it_says_what_a_month_leaves_as_it_is_typed(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await told(call)
        await call.press("i")
        await see(call, "You don't have to answer this")
        await answer(call, "2", "")
        await call.type("2400 m wages + 300 i")
        await see(call, r"A month leaves \$[0-9,.]+ of \$2,700.00")
        before = shown(call.app)
        await answer(call, "", "m 15")
        await call.type("$1,050.50")
        assert shown(call.app) != before
        await call.press("f10")
        assert call.app.screen is call.screen
        assert "Statement kept" in call.message
        assert kept(call).housing_cents == 105_050
        assert [each.source for each in kept(call).incomes or ()] == ["wages", "ssi"]


async def test_to_the_last_question_enter_keeps_it(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f5")
        await answer(call, "3", "1", "none", "", "900", "", "80", "0", "y")
        assert call.app.screen is call.screen
        assert (kept(call).household, kept(call).over_65, kept(call).incomes) == (3, 1, ())
        assert (kept(call).other_cents, kept(call).is_documented) == (8_000, True)


async def test_what_is_declined_is_kept_and_what_was_typed_to_it_is_not(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("i")
        await answer(call, "4")
        await call.press("f6")
        await call.press("f8", "f10")
        assert (kept(call).household, kept(call).declined) == (None, ("household",))


async def test_a_bad_amount_is_said_again_and_nothing_is_kept_meanwhile(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("i")
        await answer(call, "2", "", "", "")
        await call.type("rather a lot")
        await call.press("f10")
        await see(call, "That could not be read")
        assert isinstance(call.app.screen, StatementScreen)
        assert not call.case.consumer.statements


async def test_what_was_told_before_is_shown_and_stays(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("i")
        await answer(call, "2", "", "w 2,400 m")
        await call.press("f10", "i")
        await see(call, "and stays unless told anew")
        await see(call, "Income: wages 2,400.00 monthly")
        await answer(call, "", "", "", "", "700")
        await call.press("f10")
        assert (kept(call).household, kept(call).housing_cents) == (2, 70_000)
        assert kept(call).incomes


async def test_what_is_half_told_is_there_when_it_is_opened_again(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("i")
        await answer(call, "5")
        await call.press("f12")
        assert call.app.screen is call.screen
        await call.press("i")
        await see(call, "Household: 5")
        assert not call.case.consumer.statements


async def test_f4_lists_the_sources(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("i", "f4")
        await see(call, r"i  ssi \(protected\)")
        await see(call, "o  other")


async def test_before_the_question_of_cover_it_is_not_asked(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        call.shift.clock.forward(seconds=60)
        await call.press("i")
        assert call.app.screen is call.screen
        assert "Read out the statement first" in call.message
        await call.press("space", "i")
        assert call.app.screen is call.screen
        assert "coverage" in call.message


async def test_with_somebody_else_on_the_line_the_key_does_nothing(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("t", "h", "i", "f5")
        assert call.app.screen is call.screen


async def test_on_a_locked_call_the_key_does_nothing(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "i", "f5")
        assert call.app.screen is call.screen


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2400 m wages", [("wages", 240_000, "monthly")]),
        ("1,800 b", [("other", 180_000, "biweekly")]),
        ("943 ssi; w 500.50 w", [("ssi", 94_300, "monthly"), ("wages", 50_050, "weekly")]),
        ("900 m social security", [("social_security", 90_000, "monthly")]),
        ("0", []),
        ("900 m lottery", None),
        ("wages", None),
    ],
)
def test_incomes_are_read_in_either_order(text: str, found: list[tuple[str, int, str]] | None) -> None:
    read = read_answer("incomes", text, TODAY)
    if found is None:
        assert not isinstance(read, dict)
    else:
        assert isinstance(read, dict)
        assert [(each.source, each.cents, each.cycle) for each in read["incomes"]] == found


def test_an_answer_is_shown_as_it_may_be_typed_again() -> None:
    statement = FinancialStatement(
        taken=TODAY,
        household=3,
        over_65=1,
        incomes=(ToldIncome(source="wages", cents=110_000, cycle="biweekly"), ToldIncome(source="ssi", cents=94_300)),
        housing_cents=1_234_567,
        pay_kind="biweekly",
        pay_anchor=TODAY,
        is_documented=True,
    )
    again = FinancialStatement(taken=TODAY)
    for name in ("household", "over_65", "incomes", "pay", "housing", "documented"):
        read = read_answer(name, typed_of(name, statement), TODAY)
        assert isinstance(read, dict), name
        again = replace(again, **read)
    assert again == statement


def test_a_letter_that_may_be_the_source_or_how_often_is_asked_again() -> None:
    assert isinstance(read_answer("incomes", "w 500", TUESDAY.date()), Unreadable)
    found = read_answer("incomes", "w 500 w", TUESDAY.date())
    assert isinstance(found, dict)
    assert [(each.source, each.cycle) for each in found["incomes"]] == [("wages", "weekly")]


def test_a_month_that_leaves_nothing_is_told_without_a_minus() -> None:
    short = Ability(gross_cents=50_000, residual_cents=-150_200, cap_cents=0)
    assert leaves(short) == "A month leaves nothing: needs take $1,502.00 more than comes in."
