"""A number that rings while one works: said in a line, looked up beside what one does, offered when they call us."""

from __future__ import annotations

import asyncio
from threading import get_ident

import pytest

from callassist.desk.pops import leave, left, ringing
from callassist.errors import DatabaseBusy
from callassist.screens.keys import LOCKED, PREVIEW
from callassist.screens.search import SearchScreen
from callassist.screens.widgets.fields import Field
from tests.flows.seen import index_accounts, line, other_desk, see, shown
from tests.flows.shift import COLLECTOR, DANA, LARGE, RUIZ, SECRETS, SMALL, Call, Shift, running

RUIZ_CELL, NOBODYS = 19375550123, 16145550177
RINGS = "Ringing: 937-...-0123, 1 candidate, / shows them"


@pytest.fixture(autouse=True)
def _accounts(shift: Shift) -> None:
    index_accounts(shift, DANA, RUIZ)


def rings(call: Call, number: int = RUIZ_CELL) -> None:
    """The hook of the telephone leaves it, from another seat at the file."""
    leave(other_desk(call.shift, "hook").store, COLLECTOR, number, call.shift.clock())


async def gone(call: Call) -> None:
    """Wait until nothing is said to ring."""
    await call.until(lambda: "Ringing" not in shown(call.app))


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_queue_says_within_a_second_or_so_what_rings(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await call.press("down")
        marked, focused = line(call.app, "^>"), call.app.focused
        loop = asyncio.get_running_loop()
        rings(call)
        since = loop.time()
        await see(call, "Ringing: 937-...-0123")
        assert loop.time() - since < 2.0
        await see(call, RINGS)
        assert line(call.app, "^>") == marked
        assert call.app.focused is focused
        assert call.app.desk.opened is None
        seen = shown(call.app)
        assert "555-0123" not in seen
        assert not any(secret in seen for secret in SECRETS)


@pytest.mark.parametrize(("number", "said"), [(NOBODYS, "no candidate on file, / searches"), (16145550101, "1 cand")])
async def test_it_says_how_many_it_may_be(shift: Shift, number: int, said: str) -> None:
    async with running(shift) as call:
        rings(call, number)
        await see(call, said)


async def test_another_number_takes_its_place_and_a_stale_one_goes(shift: Shift) -> None:
    async with running(shift) as call:
        rings(call)
        await see(call, RINGS)
        rings(call, NOBODYS)
        await see(call, "Ringing: 614-...-0177, no candidate")
        assert shown(call.app).count("Ringing") == 1
        shift.clock.forward(minutes=5)
        await gone(call)
        assert not call.app.desk.kept()  # not on the disk either


async def test_it_is_for_its_own_login(shift: Shift) -> None:
    async with running(shift) as call:
        leave(shift.store, "ben", RUIZ_CELL, shift.clock())
        await call.pilot.pause(1.3)
        assert "Ringing" not in shown(call.app)


async def test_a_note_goes_on_while_it_rings_and_the_next_screens_say_it_too(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "n")
        call.send(*"said he ")
        rings(call)
        await see(call, RINGS)
        await call.type("pays / later")
        assert call.screen.draft.note == "said he pays / later"
        assert call.app.focused is not None
        assert call.screen.stage == LOCKED
        assert not any(secret in shown(call.app) for secret in SECRETS)
        await call.press("f12", "w")
        assert "WRAP" in shown(call.app)
        await see(call, RINGS)
        await call.press("f12")
        assert call.screen.is_current
        assert shown(call.app).count("Ringing") == 1


async def test_it_is_seen_below_a_box_that_was_open(shift: Shift) -> None:
    async with running(shift, LARGE) as call:
        await call.press("/")
        await call.type("lee")
        rings(call)
        await see(call, RINGS)
        assert isinstance(call.app.screen, SearchScreen)
        assert call.app.screen.query_one(Field).value == "lee"


async def test_a_live_call_shows_whom_it_may_be_beside_it_and_keeps_its_case(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter")
        before = call.case
        rings(call)
        await see(call, RINGS)
        await call.press("/")
        await see(call, "937-...-0123 is calling; it may be somebody else's phone")
        await see(call, ">.*Ruiz")
        assert "Dana" in shown(call.app).splitlines()[0]
        await call.press("enter")
        await see(call, "needs its outcome first")
        assert call.case == before
        await call.press("f12")
        assert call.screen.is_current
        assert call.case == before
        assert ringing(call.app.desk) == RUIZ_CELL
        await see(call, RINGS)


async def test_the_number_of_whom_one_speaks_with_rings_no_more_once_said_and_tells_nothing(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter")
        rings(call, 16145550199)
        await see(call, "Ringing: 614-...-0199")
        await call.press("/")
        await see(call, ">.*Lee, Dana")
        assert "caller" not in line(call.app, ">.*Lee, Dana")
        assert "exact" not in shown(call.app)
        await call.press("enter")
        assert call.screen.is_current
        await gone(call)


async def test_who_was_found_by_it_is_taken_and_their_call_begins_with_it(shift: Shift) -> None:
    async with running(shift) as call:
        rings(call)
        await see(call, RINGS)
        await call.press("/")
        await see(call, ">.*Ruiz")
        await call.press("enter")
        await see(call, r"\[PREVIEW\]")
        await gone(call)
        await call.press("i")
        assert call.app.screen.query_one("#field-prompt", Field).value == "(937) 555-0123"
        await see(call, "Enter takes it, typing replaces it")
        await call.press("enter")
        taken = call.case.call
        assert taken is not None
        assert taken.is_inbound
        assert taken.row == call.case.consumer.numbers[0].row
        assert call.screen.stage == LOCKED
        await call.until(lambda: not left(call.app.desk).number)


async def test_they_call_us_offers_what_rings_and_typing_replaces_it(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        rings(call)
        await call.press("i")
        assert call.app.screen.query_one("#field-prompt", Field).value == "(937) 555-0123"
        await call.type("614 555 0101")
        assert call.app.screen.query_one("#field-prompt", Field).value == "614 555 0101"
        await call.press("enter")
        assert call.case.call is not None
        assert call.case.call.row == call.case.consumer.numbers[0].row
        await see(call, RINGS)  # it was another call: it rings on


async def test_what_was_taken_for_one_is_not_offered_for_another(shift: Shift) -> None:
    async with running(shift) as call:
        rings(call)
        await call.press("/")
        await see(call, ">.*Ruiz")
        await call.press("enter")
        await see(call, r"\[PREVIEW\]")
        await call.press("f3")
        await call.open(DANA)
        await call.press("i")
        assert call.app.screen.query_one("#field-prompt", Field).value == ""
        await see(call, "Which number is shown")
        await call.press("f12")
        assert call.screen.stage == PREVIEW


async def test_typed_in_one_go_nothing_is_lost(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(RUIZ)
        rings(call)
        call.send("i", "enter", "n", *"calls back")
        await call.settle()
        assert call.case.call is not None
        assert call.case.call.is_inbound
        assert call.screen.draft.note == "calls back"


async def test_it_is_looked_for_off_the_loop_by_one_read_and_trouble_is_not_told(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    async with running(shift) as call:
        store, kept = call.app.desk.store, call.app.desk.store.drafts

        def drafts(holder: str) -> object:
            threads.append(get_ident())
            if len(threads) == 1:
                where = "the database"
                raise DatabaseBusy(where, 5.0)
            return kept(holder)

        monkeypatch.setattr(store, "drafts", drafts)
        await call.until(lambda: len(threads) >= 2)
        assert get_ident() not in threads
        assert "X " not in shown(call.app)
