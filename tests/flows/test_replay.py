"""How the last call went, from the queue: steps, keys and prompts, and nothing that verified anybody."""

from __future__ import annotations

from textual.containers import VerticalScroll

from tests.flows.seen import see, shown
from tests.flows.shift import DANA, LARGE, SMALL, Shift, running


async def test_the_last_call_is_told_step_by_step(shift: Shift) -> None:
    async with running(shift, LARGE) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("space", "w", "v", "s")
        await see(call, r"CMD QUEUE|QUEUE")
        await call.press("y")
        assert await see(call, "Your last call")
        told = shown(call.app)
        assert "recording notice" in told
        assert "1980" not in told
        assert "43215" not in told
        await call.press("y")
        await see(call, "QUEUE")


async def test_without_a_call_it_says_so(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        await call.press("y")
        assert await see(call, "no call in the last twelve hours")


async def test_a_long_one_can_be_read_to_its_end(shift: Shift) -> None:
    async with running(shift, SMALL) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("space", "w", "v", "s")
        await see(call, r"CMD QUEUE|QUEUE")
        await call.press("y")
        assert await see(call, "Your last call")
        box = call.app.screen.query_one(VerticalScroll)
        assert box.max_scroll_y
        await call.press("pagedown", "pagedown")
        assert box.scroll_y == box.max_scroll_y
        await call.press("pageup", "pageup")
        assert box.scroll_y == 0
