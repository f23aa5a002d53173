"""Asking somebody else where the person is, by keys: whom, what is said, what is closed, and what they tell."""

from __future__ import annotations

import pytest

from callassist.commands import MarkNumber
from callassist.desk import Done, Opened
from callassist.kinds import LOCATION
from callassist.screens.call_menus import Item
from callassist.screens.keys import LOCKED, PREVIEW, RINGING
from callassist.screens.widgets.gate import GateBox
from callassist.screens.wrapup import WrapScreen
from tests.flows.seen import other_desk, see, shown
from tests.flows.shift import COLLECTOR, DANA, LARGE, SECRETS, SMALL, Call, Shift, running

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
TOLD = (("a", "9 Oak Ave, Dayton, OH 45402"), ("n", "614-555-0188 home"), ("e", "Invented Mill"))
SISTER = "relative Sam Lee: 614-555-0177"


def lost(shift: Shift) -> None:
    """Neither of Dana's numbers leads to her any more."""
    desk = other_desk(shift, COLLECTOR)
    opened = desk.open(DANA)
    assert isinstance(opened, Opened)
    for point, standing in zip(opened.case.consumer.numbers, ("bad", "wrong_party"), strict=True):
        assert isinstance(desk.do(MarkNumber(row=point.row, standing=standing, why="said so")), Done)
    desk.release()


def ended_as(call: Call) -> tuple[Item, ...]:
    """What the menu that is open offers."""
    menu = call.screen.menu
    assert menu is not None
    return menu.items


async def to_the_sister(call: Call) -> None:
    """Keep her number in the book and mark it: the cursor stands on it."""
    await call.open(DANA)
    await call.press("l", "+", "p")
    await call.type(SISTER)
    await call.press("enter")
    others = call.case.consumer.others
    assert [(other.number, other.relation, other.whose) for other in others] == [(16145550177, "relative", "Sam Lee")]
    await call.press("down", "down", "enter")
    assert call.screen.draft.row == others[0].row


@SIZES
async def test_somebody_else_is_rung_and_asked_by_the_words_of_the_law(shift: Shift, size: tuple[int, int]) -> None:
    lost(shift)
    async with running(shift, size) as call:
        await to_the_sister(call)
        assert call.screen.stage == PREVIEW
        await see(call, "Sam Lee")
        await see(call, "asks where they are, and nothing else")
        await call.press("enter")
        assert call.case.call is not None
        assert (call.screen.stage, call.case.call.purpose) == (RINGING, LOCATION)
        await see(call, r"\(614\) 555-0177")
        await call.press("enter")
        await see(call, "I am calling to")
        assert not call.screen.query_one(GateBox).display
        assert not [secret for secret in SECRETS if secret in shown(call.app)]
        await call.press("1")
        await see(call, "Do you know their home address?")
        assert call.case.call.disclosures == ("recording-notice",)


@SIZES
async def test_what_they_tell_is_kept_with_its_source(shift: Shift, size: tuple[int, int]) -> None:
    lost(shift)
    async with running(shift, size) as call:
        await to_the_sister(call)
        await call.press("enter", "enter", "1", "l", "l")
        for key, told in TOLD:
            await call.press("+", key)
            await call.type(told)
            await call.press("enter")
        await call.press("f12", "1", "1")
        assert isinstance(call.app.screen, WrapScreen)
        await call.press("g")
        consumer = call.case.consumer
        assert consumer.calls[-1].outcome == "TP-L"
        assert not consumer.calls[-1].is_conversation
        assert (consumer.places[-1].address.city, consumer.places[-1].source) == ("Dayton", "third party")
        assert (consumer.numbers[-1].number, consumer.numbers[-1].source) == (16145550188, "third party")


@SIZES
async def test_nobody_is_verified_and_no_message_is_left_on_it(shift: Shift, size: tuple[int, int]) -> None:
    lost(shift)
    async with running(shift, size) as call:
        await to_the_sister(call)
        await call.press("enter", "enter", "v")
        await see(call, "nobody is verified on it")
        assert call.screen.stage == LOCKED
        await call.press("f12", "r")
        await see(call, "nobody is verified on it")
        assert call.screen.menu is None
        await call.press("full_stop")
        assert "AM-L" not in {item.value for item in ended_as(call)}


async def test_it_is_refused_while_our_own_information_is_not_in_doubt(shift: Shift) -> None:
    async with running(shift, LARGE) as call:
        await call.open(DANA)
        await call.press("l", "+", "p")
        await call.type(SISTER)
        await call.press("enter", "down", "down", "enter")
        await see(call, "Address and number are on file and not in doubt")
        await call.press("f12")
        assert call.screen.draft.row in {point.row for point in call.case.consumer.numbers}


async def test_nobody_is_asked_twice(shift: Shift) -> None:
    lost(shift)
    async with running(shift, LARGE) as call:
        await to_the_sister(call)
        await call.press("enter", "enter", "2", "1", "g")
        assert call.case.consumer.calls[-1].outcome == "TP-R"
        await call.press("l", "down", "down", "enter")
        await see(call, "may be asked once")


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("p", "stranger Sam: 614-555-0177", "Write who they are"),
        ("p", "relative Sam 12", "Write who they are"),
        ("a", "9 Oak Ave", "An address is street"),
        ("e", " ", "Say where they work"),
        ("n", "12", "no whole telephone number|That is no"),
    ],
)
async def test_what_cannot_be_read_is_asked_again(shift: Shift, key: str, typed: str, says: str) -> None:
    async with running(shift, LARGE) as call:
        await call.open(DANA)
        before = call.case
        await call.press("l", "+", key)
        await call.type(typed)
        await call.press("enter")
        await see(call, says)
        assert call.case == before


async def test_on_a_call_with_the_person_nobody_else_is_marked(shift: Shift) -> None:
    lost(shift)
    async with running(shift, LARGE) as call:
        await to_the_sister(call)
        await call.press("i", "enter", "l", "l", "down", "down", "enter")
        await see(call, "in a call of its own")
