"""The contact book on the call screen: what it shows before anybody has verified, and picking a number in it."""

from __future__ import annotations

import pytest

from callassist.commands_traces import ReceiveTrace
from callassist.desk import Done, Opened
from callassist.dossier import Trace, TracedPhone, TracedPlace
from callassist.screens.widgets.fields import Field
from tests.flows.seen import other_desk, see, shown
from tests.flows.shift import COLLECTOR, DANA, LARGE, SECRETS, SMALL, Shift, running

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
        await see(call, "Only a number that is in use can be marked to dial")
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
        await call.press("l", "+", "n")
        await call.type("12")
        await call.press("enter")
        assert len(call.case.consumer.numbers) == 2
        await call.press("f12", "+", "n")
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


def an_answer_waits(shift: Shift) -> None:
    """A vendor says of Dana what a person is to judge."""
    found = Trace(
        first="Dana",
        last="Lee",
        place=TracedPlace(street="77 Pine Rd", city="Dayton", state="OH", zip="45402"),
        phones=(TracedPhone(number=16145550177, kind="cell"),),
        digest="aa",
    )
    levels = (("name", "exact"), ("phone", "different"))
    desk = other_desk(shift, COLLECTOR)
    assert isinstance(desk.open(DANA), Opened)
    received = ReceiveTrace(
        found=found, vendor="V", purpose="collection", grade="B", score=21, margin=3, evidence=levels
    )
    assert isinstance(desk.do(received), Done)
    desk.release()


@SIZES
async def test_an_answer_that_waits_is_accepted_in_the_book(shift: Shift, size: tuple[int, int]) -> None:
    an_answer_waits(shift)
    async with running(shift, size) as call:
        await call.open(DANA)
        await call.press("l")
        await see(call, "V says where they are: grade B")
        await call.press("enter")
        await see(call, "y it is they")
        await see(call, "Would add: cell number")
        assert all(secret not in shown(call.app) for secret in ("45402", "0177", "Pine", *SECRETS))
        await call.press("y")
        assert call.case.consumer.traces[-1].state == "accepted"
        assert 16145550177 in {point.number for point in call.case.consumer.numbers}
        assert "says where they are" not in shown(call.app)


async def test_an_answer_is_refused_with_a_reason(shift: Shift) -> None:
    an_answer_waits(shift)
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("l", "enter", "n", "enter")
        assert call.case.consumer.traces[-1].state == "waiting"
        await call.type("another Dana")
        await call.press("enter")
        assert call.case.consumer.traces[-1].state == "refused"
        assert len(call.case.consumer.numbers) == 2


async def test_on_a_call_no_answer_is_shown(shift: Shift) -> None:
    an_answer_waits(shift)
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "l", "l")
        await see(call, "Contact book")
        assert "says where they are" not in shown(call.app)
