"""Offers on a call: the pane, what they say to it, the deal, and the word of a supervisor."""

from __future__ import annotations

import pytest

from callassist.screens.offers import OffersScreen
from tests.flows.seen import see, shown
from tests.flows.shift import DANA, LARGE, SMALL, Call, Shift, running

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])


async def told(call: Call) -> None:
    """Dana is verified, has heard the statement and was asked about cover."""
    await call.open(DANA)
    await call.verify()
    call.shift.clock.forward(seconds=60)
    await call.press("space", "space")


@SIZES
async def test_the_pane_shows_what_comes_first_the_ladder_and_the_schedule(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await told(call)
        await call.press("f7")
        await see(call, "1 Prompt pay")
        await see(call, "Say: ")
        await call.press("2")
        await see(call, r"due +pays +left")
        seen = shown(call.app)
        assert "p .4" not in seen
        assert "chance" not in seen
        await call.press("f12", "f12")
        assert call.app.screen is call.screen


async def test_before_the_statement_and_the_question_of_cover_it_says_why_not(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("f7")
        assert call.app.screen is call.screen
        assert "statement" in call.message
        await call.press("space", "o")
        assert call.app.screen is call.screen
        assert "coverage" in call.message


async def test_yes_is_read_back_and_then_agreed(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("o", "enter")
        await see(call, "Read back: ")
        assert not call.case.consumer.deals
        await call.type("card")
        await call.press("enter")
        assert call.app.screen is call.screen
        deal = call.case.consumer.deals[-1]
        assert (deal.total_cents, deal.how) == (118_576, "card")
        assert call.case.consumer.rounds[-1].answer == "yes"


async def test_a_plan_moves_to_the_day_that_is_typed(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "2")
        call.send("1", "5", "enter")
        await call.settle()
        await see(call, "Read back: .*15 June")
        assert not call.case.consumer.deals, "Enter that was typed ahead agrees to nothing"
        await call.press("enter")
        deal = call.case.consumer.deals[-1]
        assert {payment.due.day for payment in deal.terms.payments} == {15}
        assert deal.total_cents == 131_751


async def test_no_is_kept_and_the_next_offer_asks_for_less(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "x")
        assert call.case.consumer.rounds[-1].answer == "no"
        assert isinstance(call.app.screen, OffersScreen)
        await see(call, "Say: ")


async def test_what_they_propose_is_answered_and_beyond_the_seat_it_is_asked_for(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "c")
        await call.type("50 a month")
        await call.press("enter")
        await see(call, "Ask a supervisor")
        assert call.case.consumer.rounds[-1].proposed is not None
        await call.press("enter")
        assert call.case.consumer.approvals[-1].state == "asked"
        await call.press("c")
        await call.type("hmm 12 x blah")
        await call.press("enter")
        assert isinstance(call.app.screen, OffersScreen)
