"""Facts on file during a call: only once verified, masked where they must be, put right or kept as changed."""

from __future__ import annotations

import pytest

from callassist.events import FactAdded, FactCorrected
from callassist.screens.edit import EditScreen
from tests.flows.seen import line, see, shown
from tests.flows.shift import DANA, LARGE, PROMISED, SMALL, Call, Shift, running

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])


async def look(call: Call) -> None:
    """Dana Lee is verified, and her facts are up."""
    await call.open(DANA)
    await call.verify()
    await call.press("f")
    await see(call, "Last name +Lee")


async def retype(call: Call, text: str) -> None:
    """In place of what the field holds."""
    await call.press("enter")  # all of it is marked: typing takes its place
    await call.type(text)
    await call.press("enter")


async def to(call: Call, label: str) -> None:
    """Move to the fact of that name."""
    for _ in range(30):
        if line(call.app, f"> *{label}"):
            return
        await call.press("down")
    raise AssertionError(label)


def typed(call: Call) -> str:
    screen = call.app.screen
    assert isinstance(screen, EditScreen)
    return screen.query_one("#field-fact").value  # type: ignore[no-any-return,attr-defined]


@SIZES
async def test_a_surname_is_corrected_and_the_call_has_it(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await look(call)
        await to(call, "Last name")
        await retype(call, "Leigh")
        await see(call, r"> *Last name +Leigh")
        assert "Before: Lee" in shown(call.app)
        assert "by ana, source: consumer" in shown(call.app)
        assert "corrected" in shown(call.app)
        assert (call.case.consumer.last, call.screen.held.case.consumer.last) == ("Leigh", "Leigh")
        assert isinstance(call.opened.entries[-1].event, FactCorrected)
        await call.press("f12")
        assert call.app.screen is call.screen
        await see(call, "Leigh")


async def test_they_moved_the_old_address_is_kept(shift: Shift) -> None:
    async with running(shift) as call:
        await look(call)
        await to(call, "Street")
        await call.press("f4", "f4", "f5")
        await see(call, "document says so +changed: keep the old one")
        await retype(call, "9 Birch Rd")
        await see(call, r"> *Street +9 Birch Rd")
        assert [place.address.street for place in call.case.consumer.places] == ["1204 Elm St", "9 Birch Rd"]
        event = call.opened.entries[-1].event
        assert isinstance(event, FactAdded)
        assert event.source == "document"
        assert "correction" in shown(call.app)  # the next is one again


async def test_source_and_change_are_chosen_while_typing_too(shift: Shift) -> None:
    async with running(shift) as call:
        await look(call)
        await call.press("enter", "f4", "f5")
        assert "TYPE  Facts on file   representative says so   changed: keep the old one" in shown(call.app)
        assert typed(call) == "Dana"
        await call.press("end")
        await call.type("c")
        assert typed(call) == "Danac"


async def test_a_refusal_keeps_what_was_typed(shift: Shift) -> None:
    async with running(shift) as call:
        await look(call)
        await to(call, "ZIP")
        before = call.case.consumer
        await retype(call, "4321")
        assert "X A ZIP has five digits" in shown(call.app)
        assert typed(call) == "4321"
        await call.type("6")
        await call.press("enter")
        await see(call, r"> *ZIP +43216")
        assert (before.zip, call.case.consumer.zip) == ("43215", "43216")


async def test_up_and_down_do_not_move_the_mark_from_what_is_typed(shift: Shift) -> None:
    async with running(shift) as call:
        await look(call)
        await to(call, "Last name")
        await call.press("enter", "down", "down")
        assert line(call.app, "> *Last name")
        await call.press("f12")
        assert "CMD  Facts on file" in shown(call.app)
        await call.press("f12")
        assert call.app.screen is call.screen
        assert call.case.consumer.last == "Lee"


async def test_a_phone_is_corrected_as_it_is_written(shift: Shift) -> None:
    async with running(shift) as call:
        await look(call)
        await to(call, "Phone number +614-555-0101")
        await retype(call, "614 555 0177")
        await see(call, r"614-555-0177")
        assert "Before: 614-555-0101" in shown(call.app)
        assert 16145550177 in [point.number for point in call.case.consumer.numbers]


async def test_it_is_not_reached_before_somebody_is_verified(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        for keys in ((), ("enter",), ("enter",)):
            await call.press(*keys, "f")
            assert not isinstance(call.app.screen, EditScreen)
        assert "1204" not in shown(call.app)


async def test_an_ssn_is_never_shown_and_is_typed_whole(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(PROMISED)
        await call.press("enter", "enter")
        shift.clock.forward(seconds=20)
        await call.press("v")
        await call.type("0102199043215")
        await call.press("f")
        await see(call, "SSN, last four +••••")
        await to(call, "SSN")
        await call.press("enter")
        assert typed(call) == ""
        assert "is not shown" in shown(call.app)
        await call.type("8813")
        await call.press("enter")
        await see(call, "> *SSN, last four +••••")
        assert call.case.consumer.ssn4 == "8813"
        assert "Before: ••••" in shown(call.app)
        for digits in ("8812", "8813"):
            assert digits not in shown(call.app)


@SIZES
async def test_why_is_kept_beside_what_is_put_right(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await look(call)
        await to(call, "Last name")
        await call.press("enter")
        await call.type("Leigh")
        await call.press("tab")
        await call.type("misread on the form")
        await call.press("enter")
        await see(call, r"> *Last name +Leigh")
        assert "source: consumer (misread on the form)" in shown(call.app)
        event = call.opened.entries[-1].event
        assert isinstance(event, FactCorrected)
        assert event.why == "misread on the form"
        await call.press("enter", "tab")
        assert "misread on the form" not in str(call.app.screen.query_one("#field-why").value)  # type: ignore[attr-defined]


async def test_a_new_number_and_a_new_address_are_added_beside_the_old(shift: Shift) -> None:
    async with running(shift) as call:
        await look(call)
        await call.press("plus")
        await to(call, "One more: phone")
        await call.press("enter", "f4")
        await call.type("614-555-0188 work")
        await call.press("tab")
        await call.type("her new job")
        await call.press("enter")
        await see(call, r"> *Phone number +614-555-0188")
        assert "source: representative (her new job)" in shown(call.app)
        point = call.case.consumer.numbers[-1]
        assert (point.number, point.kind, point.source) == (16145550188, "work", "representative")
        await call.press("plus", "enter")
        await call.type("nowhere")
        await call.press("enter")
        assert "X An address needs its street and its city" in shown(call.app)
        await call.press("f12")
        await retype(call, "9 Birch Rd, Dayton, OH 45402")
        await see(call, r"> *Street +9 Birch Rd")
        assert [place.address.city for place in call.case.consumer.places] == ["Columbus", "Dayton"]
        assert isinstance(call.opened.entries[-1].event, FactAdded)


async def test_an_empty_field_and_a_cover_are_filled(shift: Shift) -> None:
    async with running(shift) as call:
        await look(call)
        await call.press("plus")
        await to(call, "Empty: Middle")
        await retype(call, "Ann")
        await see(call, r"> *Middle name +Ann")
        assert "correction" in shown(call.app)
        await call.press("plus")
        await to(call, "Empty: Member id, debt")
        await call.press("f12")
        await see(call, "First name +Dana")
        await call.press("f12")
        assert call.app.screen is call.screen
