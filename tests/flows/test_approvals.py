"""The word of a seat above: asked for on a call, given or refused, and what the pane of offers shows then."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from callassist.commands import PlaceRestriction
from callassist.commands_deals import GrantApproval, RefuseApproval
from callassist.desk import Desk
from callassist.desk.approvals import answer
from callassist.handbook import Accepted
from callassist.screens.app import CallassistApp
from callassist.store import Seat
from tests.flows.seen import see, shown
from tests.flows.shift import DANA, LARGE, SMALL, Call, Shift, running, told


async def test_while_a_supervisor_is_asked_the_pane_says_so(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "c")
        await call.type("50 a month")
        await call.press("enter", "enter", "f7", "f7")
        assert "Nothing further may be offered" not in shown(call.app)


async def test_a_supervisor_answers_on_the_same_call_and_takes_no_focus(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "c")
        await call.type("50 a month")
        await call.press("enter", "enter", "f12", "n")
        await call.type("they wait")
        asked = call.case.consumer.approvals[-1]
        desk = Desk(shift.open(), shift.handbook, shift.clock, Seat(collector="sue", role="supervisor"))
        given = answer(desk.cases, DANA, GrantApproval(request=asked.id), "sue")
        assert isinstance(given, Accepted), given
        await see(call, "A supervisor granted it")
        assert call.app.focused is not None, "the note keeps the keys"
        await call.press("f12", "f7")
        await see(call, "1 Hardship plan, 27 payments")
        await call.press("1", "enter", "enter")
        assert call.case.consumer.deals[-1].approval == asked.id


async def test_what_is_granted_in_place_of_a_deal_takes_its_place(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "2", "enter", "enter", "f7", "c")
        await call.type("50 a month")
        await call.press("enter", "enter", "f12")
        asked = call.case.consumer.approvals[-1]
        desk = Desk(shift.open(), shift.handbook, shift.clock, Seat(collector="sue", role="supervisor"))
        assert isinstance(answer(desk.cases, DANA, GrantApproval(request=asked.id), "sue"), Accepted)
        await see(call, "A supervisor granted it")
        await call.press("f7", "enter", "enter")
        deal = call.case.consumer.deals[-1]
        assert (deal.approval, len(deal.terms.payments)) == (asked.id, 27)
        await call.press("f7")
        assert "granted" not in shown(call.app)


async def test_what_was_granted_is_not_shown_where_a_demand_is_closed_since(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "c")
        await call.type("50 a month")
        await call.press("enter", "enter", "f12")
        asked = call.case.consumer.approvals[-1]
        desk = Desk(shift.open(), shift.handbook, shift.clock, Seat(collector="sue", role="supervisor"))
        assert isinstance(answer(desk.cases, DANA, GrantApproval(request=asked.id), "sue"), Accepted)
        await see(call, "A supervisor granted it")
        call.screen.do(PlaceRestriction(kind="insurance_pending", words="they wait for it", source="call"))
        await call.settle()
        await call.press("f7")
        await see(call, "No sum may be asked for: insurance pending")
        assert "50.00" not in shown(call.app)


async def asked_above(call: Call) -> None:
    """Dana proposes what is beyond the collector's word, and it is asked for."""
    await told(call)
    await call.press("f7", "c")
    await call.type("50 a month")
    await call.press("enter", "enter")


@asynccontextmanager
async def supervising(shift: Shift, size: tuple[int, int] = SMALL) -> AsyncIterator[Call]:
    """Another terminal, a supervisor's, with the list of what is asked for."""
    app = CallassistApp(
        lambda: Desk(shift.open(), shift.handbook, shift.clock, Seat(collector="sue", role="supervisor"))
    )
    async with app.run_test(size=size) as pilot:
        other = Call(shift, app, pilot)
        await other.until(lambda: app.is_ready)
        await other.settle()
        await other.press("g", "a")
        await see(other, "D. L., ana")
        yield other


async def test_a_supervisor_refuses_from_a_list_and_says_why(shift: Shift) -> None:
    async with running(shift) as call:
        await asked_above(call)
        asked = call.case.consumer.approvals[-1].id
        async with supervising(shift) as other:
            await see(other, "C1 D. L., ana: Hardship plan")
            await see(other, "It brings: .* owed. No promise before")
            await other.press("f5")
            await other.press("r")
            await other.type("too long")
            await other.press("enter")
            await see(other, "Nobody asks for anything|Refused")
        approval = next(e for e in shift.desk().look(DANA).case.consumer.approvals if e.id == asked)
        assert (approval.state, approval.said) == ("refused", "too long")


async def test_enter_grants_from_the_list_and_the_collector_hears_of_it(shift: Shift) -> None:
    async with running(shift, LARGE) as call:
        await asked_above(call)
        async with supervising(shift, LARGE) as other:
            await see(other, "They propose: ")
            await other.press("enter")
            await see(other, "Nobody asks for anything")
        await call.press("f12")
        await see(call, "A supervisor granted it")


async def test_what_somebody_else_answers_is_not_granted_by_the_next_enter(shift: Shift) -> None:
    async with running(shift) as call:
        await asked_above(call)
        asked = call.case.consumer.approvals[-1].id
        async with supervising(shift) as other:
            desk = Desk(shift.open(), shift.handbook, shift.clock, Seat(collector="max", role="supervisor"))
            refused = answer(desk.cases, DANA, RefuseApproval(request=asked, why="no"), "max")
            assert isinstance(refused, Accepted), refused
            await see(other, "answered by somebody else")
            await other.press("enter")
        approval = next(e for e in shift.desk().look(DANA).case.consumer.approvals if e.id == asked)
        assert (approval.state, approval.by) == ("refused", "max")


async def test_a_collector_has_no_list_of_approvals(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("g", "a")
        assert "supervisor" in call.message


async def test_no_to_a_question_for_a_supervisor_goes_back_to_the_ladder(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "c")
        await call.type("50 a month")
        await call.press("enter")
        await see(call, "Ask a supervisor")
        await call.press("x")
        assert "Ask a supervisor" not in shown(call.app)
        assert not call.case.consumer.approvals
