"""The contact book on the call screen: what it shows before anybody has verified, and picking a number in it."""

from __future__ import annotations

import pytest

from callassist.screens.widgets.fields import Field
from tests.flows.seen import see, shown
from tests.flows.shift import DANA, LARGE, SMALL, Shift, running

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])


@SIZES
async def test_the_book_marks_the_number_to_dial(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await call.open(DANA)
        numbers = call.case.consumer.numbers
        first = call.screen.draft.row
        await call.press("l")
        await see(call, "Contact book")
        assert all(str(point.number)[-7:-4] + "-" + str(point.number)[-4:] not in shown(call.app) for point in numbers)
        await call.press("down", "enter")
        assert call.app.screen is call.screen
        assert call.screen.draft.row in {point.row for point in numbers} - {first}


async def test_what_is_no_number_of_theirs_is_not_marked(shift: Shift) -> None:
    async with running(shift, SMALL) as call:
        await call.open(DANA)
        first = call.screen.draft.row
        await call.press("l", *["down"] * 12, "enter")
        await see(call, "Only a number of the person's own")
        await call.press("f12")
        assert call.app.screen is call.screen
        assert call.screen.draft.row == first


async def test_on_a_call_the_number_picked_is_next_once_the_outcome_is_saved(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "l", "l")
        await see(call, "Contact book")
        dialled = call.case.consumer.calls[-1].row
        await call.press("down", "enter", "n", "enter")
        assert call.case.id == DANA
        assert call.case.consumer.calls[-1].outcome == "NA"
        assert call.screen.draft.row in {point.row for point in call.case.consumer.numbers} - {dialled}


async def test_a_number_and_an_address_are_marked_in_the_book(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("l", "m")
        await see(call, "g Good")
        await call.press("g")
        assert [point.standing for point in call.case.consumer.numbers].count("good") == 1
        await call.press("down", "down", "m")
        await see(call, "r Returned")
        await call.press("r")
        assert call.case.consumer.places[-1].standing == "returned"
        await call.press("f12")
        assert call.app.screen is call.screen


async def test_a_number_is_added_in_the_book(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("l", "+")
        await call.type("12")
        await call.press("enter")
        assert len(call.case.consumer.numbers) == 2
        await call.press("f12", "+")
        await call.type("614-555-0188 cell")
        await call.press("enter")
        assert [(point.number, point.kind) for point in call.case.consumer.numbers][2:] == [(16145550188, "cell")]
        await see(call, "3. ")


async def test_on_a_call_the_book_is_only_read(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "l", "l", "m")
        await see(call, "The book is changed before a call")
        await call.press("+")
        assert not call.app.screen.query_one(Field).display
