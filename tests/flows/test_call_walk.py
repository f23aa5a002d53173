"""Walking back through the script of a call: it shows a step again, and writes nothing down a second time."""

from __future__ import annotations

from callassist.dialogue import Place, go
from callassist.screens.replay import ReplayScreen
from tests.flows.seen import see
from tests.flows.shift import DANA, Shift, running, told


async def test_back_past_whoever_answered_leaves_the_person_verified(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "t", "k")
        assert call.case.call is not None
        assert call.case.call.third_party == "child"
        await call.press("2", "7", "v")
        await call.type("0304198043215")
        await see(call, r"\[OK\]")
        for _ in range(9):
            await call.press("b")
        assert call.case.call is not None
        assert (call.case.call.third_party, bool(call.case.call.verified)) == ("", True)
        assert call.screen.at.at.script == "third-party"


async def test_what_happens_after_a_pane_was_opened_is_not_put_down_to_its_key(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        screen = call.screen
        screen.move(go(screen.library, screen.at, Place(script="plan", step="options")))
        await call.press("2")
        await call.press("f12", "t", "k")
        assert [(step.place, step.key) for step in screen.draft.walked[-2:]] == [
            ("plan#options", ""),
            ("third-party#child", ""),
        ]


async def test_a_replay_that_comes_late_does_not_lie_over_the_next_call(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("space", "w", "v", "s")
        await see(call, r"CMD QUEUE|QUEUE")
        call.app.action_replay()
        call.app.go("call")
        await call.settle()
        assert not isinstance(call.app.screen, ReplayScreen)
