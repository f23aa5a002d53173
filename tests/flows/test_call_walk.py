"""Walking back through the script of a call: it shows a step again, and writes nothing down a second time."""

from __future__ import annotations

from callassist.dialogue import Place, go, step_at
from callassist.dialogue_names import MONEY_GUARDS
from callassist.said_acts import ToScript
from callassist.screens.call_script import AFTER_DEATH, kept_apart
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


async def test_where_nothing_is_agreed_the_way_on_says_where_one_agrees(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        screen = call.screen
        screen.move(go(screen.library, screen.at, Place(script="plan", step="terms")))
        await call.press("space")
        assert screen.at.at == Place(script="plan", step="terms")
        assert "Nothing is agreed yet: F7 opens the offers" in call.message


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


async def test_after_a_death_no_way_leads_to_money_and_no_talk_that_asks_for_it_can_be_turned_to(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        screen = call.screen
        assert "may_offer" in screen.known()
        assert "plan" in screen.talks()
        screen.move(go(screen.library, screen.at, Place(script="estate", step="the-estate")))
        await call.settle()
        assert not screen.known() & MONEY_GUARDS
        assert set(screen.talks()) == AFTER_DEATH
        await call.press("o")
        assert call.app.screen is screen
        assert "the estate gets it on paper" in call.message
        screen.move(go(screen.library, screen.at, Place(script="aid", step="hardship")))
        await call.settle()
        choice = next(each for each in step_at(screen.library, screen.at).choices if each.guard == "may_offer")
        await call.press(str(choice.number))
        assert screen.at.at.script == "aid"
        assert "the estate gets it on paper" in call.message


async def test_what_was_heard_before_a_death_was_told_leads_to_no_money_after_it(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        screen = call.screen
        screen.move(go(screen.library, screen.at, Place(script="estate", step="the-estate")))
        await call.settle()
        screen._act_on(ToScript(place="plan#options"))
        await call.settle()
        assert screen.at.at.script == "estate"
        assert "Not now" in call.message


async def test_from_the_talk_of_an_estate_no_card_leads_to_the_talk_with_the_person(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        screen = call.screen
        screen.move(go(screen.library, screen.at, Place(script="estate", step="sorry")))
        before = screen.at
        into = go(screen.library, before, Place(script="first-contact", step="disclose"))
        assert kept_apart(screen.library, before, into).at == Place(script="estate", step="disclose")
        elsewhere = go(screen.library, before, Place(script="objections", step="supervisor"))
        assert kept_apart(screen.library, before, elsewhere) == elsewhere
