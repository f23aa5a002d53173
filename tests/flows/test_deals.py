"""Deals on a call: what is agreed on and what came, one payment moved, how it is paid, and taking it back."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from callassist.deals import Deal
from callassist.events_deals import Instalment, OfferTerms
from callassist.hearing import heard_by
from callassist.screens.deal_words import DealRow, brief, detail, heard_deals, line_of, rows_of
from callassist.screens.deals import DealsScreen
from callassist.screens.offers import OffersScreen
from callassist.worklist import why_now
from tests.flows.seen import see, shown
from tests.flows.shift import DANA, LARGE, RUIZ, SECRETS, SMALL, TUESDAY, Call, Shift, running, told

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])


async def agreed(call: Call) -> None:
    """Dana has agreed to a plan of twelve payments."""
    await told(call)
    await call.press("f7", "2", "enter", "enter")
    assert call.case.consumer.deals[-1].total_cents == 131_751


@SIZES
async def test_a_deal_shows_its_payments_its_shares_and_whose_word_it_was(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await agreed(call)
        await see(call, r"deal: 0 of \d+ came, next \$109\.7")
        await call.press("k")
        await see(call, r"accepted +Plan, 12 payments: 1,317\.51, 1,317\.51 left")
        await see(call, r">   1 .* next .*#####")
        await see(call, r"Of this payment: Q-77310 109\.7")
        await see(call, "by the word of .*collector")
        await call.press("up")
        await see(call, r"Of it: Q-77310 1,317\.51")
        await call.press("k")
        assert call.app.screen is call.screen


@SIZES
async def test_a_payment_is_moved_once_what_that_does_was_told(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await agreed(call)
        due = call.case.consumer.deals[-1].terms.payments[0].due
        day = date(2026, 6, 5) if due != date(2026, 6, 5) else date(2026, 6, 4)
        await call.press("k", "m")
        await call.type(f"6/{day.day}")
        call.send("enter", "enter")
        await call.settle()
        await see(call, "That month asks for .*the last payment is on|the last payment is on")
        assert call.case.consumer.deals[-1].terms.payments[0].due == due, "Enter typed ahead moves nothing"
        await call.press("enter")
        assert call.case.consumer.deals[-1].terms.payments[0].due == day
        await see(call, "Moved to")
        assert next(p for p in call.case.consumer.promises if p.state == "open").due == day


async def test_a_day_that_cannot_be_is_refused_and_another_may_be_typed(shift: Shift) -> None:
    async with running(shift) as call:
        await agreed(call)
        before = call.case.consumer.deals[-1].terms.payments
        await call.press("k", "enter")
        await call.type("soon")
        await call.press("enter")
        await see(call, "No day could be read")
        call.send(*(["backspace"] * 4))
        await call.type("+9m")
        await call.press("enter")
        await see(call, "next payment would fall due before it")
        await call.press("f12")
        await call.press("up", "enter")
        await see(call, "Mark a payment")
        assert call.case.consumer.deals[-1].terms.payments == before
        assert isinstance(call.app.screen, DealsScreen)


async def test_how_they_pay_is_asked_and_kept(shift: Shift) -> None:
    async with running(shift) as call:
        await agreed(call)
        await call.press("k", "y", "enter")
        await see(call, "Say how they will pay")
        await call.type("portal")
        await call.press("enter")
        deal = call.case.consumer.deals[-1]
        assert (deal.state, deal.how) == ("authorised", "portal")
        await see(call, "Authorised: ")


@SIZES
async def test_a_deal_is_taken_back_with_why_and_then_runs_no_more(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await agreed(call)
        await call.press("k", "x", "enter")
        await see(call, "Say why")
        await call.type("lost the job")
        await call.press("enter")
        await see(call, "is asked for no more")
        await call.press("f12")
        assert call.case.consumer.deals[-1].is_live, "left at the read-back"
        await call.press("x")
        await call.type("lost the job")
        await call.press("enter", "enter")
        deal = call.case.consumer.deals[-1]
        assert (deal.state, deal.why) == ("cancelled", "lost the job")
        for key in ("m", "y", "x", "n"):
            await call.press(key)
            await see(call, "runs no more")
        assert "deal: 0 of" not in shown(call.app)


async def test_another_deal_in_its_place_is_made_among_the_offers(shift: Shift) -> None:
    async with running(shift) as call:
        await agreed(call)
        await call.press("k", "n")
        assert isinstance(call.app.screen, OffersScreen)
        await see(call, "1,317.51 still to come")


async def test_without_a_deal_it_says_so_and_does_nothing(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("k", "m", "y", "x", "n", "enter")
        await see(call, "Nothing is agreed on")
        await call.press("f12")
        assert call.app.screen is call.screen


async def test_somebody_else_on_the_line_is_shown_no_deal(shift: Shift) -> None:
    async with running(shift) as call:
        await agreed(call)
        await call.press("t", "h", "k")
        assert call.app.screen is call.screen
        assert all(secret not in shown(call.app) for secret in SECRETS)


async def test_who_may_not_hear_an_amount_is_shown_no_deal_that_names_it(shift: Shift) -> None:
    async with running(shift) as call:
        await agreed(call)
        opened = call.opened
        assert len(heard_deals(opened)) == 1
        for relation in ("spouse", "relative", "power_of_attorney", "insurer"):
            assert heard_deals(replace(opened, verdicts=heard_by(opened.verdicts, relation))) == ()


async def test_the_card_waits_for_the_next_payment_of_the_deal(shift: Shift) -> None:
    async with running(shift) as call:
        await agreed(call)
        following = call.case.consumer.deals[-1].left[0].due
        assert why_now(call.case, call.shift.clock()) == (f"promise due {following:%d %b}",)


def test_what_came_is_told_of_each_payment_and_each_debt(shift: Shift) -> None:
    payments = tuple(Instalment(due=date(2026, month, 4), cents=10_500) for month in (6, 7, 8, 9))
    terms = OfferTerms(kind="plan", payments=payments, owed_cents=42_000, shares=((21, 12_000), (22, 30_000)))
    deal = Deal(
        id=7, at=TUESDAY, call=1, terms=terms, parts=((3_000, 7_500),) * 4, state="active", kept=1, how="portal"
    )
    assert brief(deal) == "deal: 1 of 4 came, next $105.00 on 4 Jul"
    lines = [line_of(row) for row in rows_of((deal,))]
    assert lines[0].endswith("420.00, 315.00 left, next 04 Jul 2026")
    assert [line.split()[-3:] for line in lines[1:3]] == [["came", "315.00", "#" * 15], ["next", "210.00", "#" * 10]]
    told_of = detail(DealRow(deal=deal, index=1), shift.desk().look(RUIZ).case)
    assert told_of[-1] == "Of this payment: B-1 30.00; B-2 75.00"
    assert "Paid by: portal" in told_of
    over = replace(deal, state="cancelled", why="lost the job")
    assert len(rows_of((over,))) == 1
    assert "Cancelled: lost the job" in detail(DealRow(deal=over), shift.desk().look(RUIZ).case)


async def test_a_payment_that_came_is_not_moved(shift: Shift) -> None:
    async with running(shift) as call:
        await agreed(call)
        deal = call.case.consumer.deals[-1]
        paid = replace(deal, kept=1, state="active")
        consumer = replace(call.case.consumer, deals=(paid,))
        call.screen.opened = replace(call.opened, case=replace(call.case, consumer=consumer))
        await call.press("k", "up", "m")
        await see(call, "That payment came already")


async def test_another_deal_waits_for_what_comes_before_money_on_every_call(shift: Shift) -> None:
    async with running(shift) as call:
        await agreed(call)
        await call.press("f10", "enter")
        shift.clock.forward(days=10)
        await call.open(DANA)
        await call.verify()
        await call.press("k", "n")
        assert call.app.screen is call.screen
        assert "Read out the statement first" in call.message
