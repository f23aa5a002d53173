"""The line of guidance in a call: one thing at a time, set aside by a key, journalled with the outcome."""

from __future__ import annotations

from datetime import timedelta

from callassist import events as ev
from callassist.desk.prompt_report import prompt_uses, prompts_between
from callassist.prompts import ACCEPTED, DISMISSED, OVERRIDDEN
from tests.flows.shift import DANA, Shift, running

CLOSE = ("w", "v", "enter")
"""Wrap up as verified without a commitment."""


def ends(shift: Shift) -> dict[str, str]:
    """Of the call of Dana Lee, how each prompt ended, as it is on disk."""
    entries = shift.desk().look(DANA).entries
    kept = [entry.event for entry in entries if isinstance(entry.event, ev.PromptsEnded)]
    return {end.id: end.how for event in kept for end in event.prompts}


async def test_what_is_done_makes_room_for_the_next(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("s")
        await call.until(lambda: "coverage" in call.message)
        await call.press(*CLOSE)
    found = ends(shift)
    assert found["call.identity"] == ACCEPTED
    assert found["say.coverage-question"] == OVERRIDDEN


async def test_the_report_finds_the_prompts_of_the_calls_of_a_span(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press(*CLOSE)
    now, store = shift.clock(), shift.desk().store
    day = timedelta(days=1)
    found = {use.prompt: use.times for use in prompt_uses(prompts_between(store, now - day, now + day))}
    assert found.keys() == ends(shift).keys()
    assert set(found.values()) == {1}
    assert not tuple(prompts_between(store, now - day, now + day, "somebody else"))
    assert not tuple(prompts_between(store, now + day, now + 2 * day))


async def test_what_is_set_aside_stays_away_and_is_kept_so(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        shift.clock.forward(seconds=7)
        await call.press("s")
        await call.until(lambda: "coverage" in call.message)
        await call.press("q")
        await call.until(lambda: "coverage" not in call.message)
        await call.press("q")
        assert "nothing that could be set aside" in call.message
        await call.press(*CLOSE)
    assert ends(shift)["say.coverage-question"] == DISMISSED


async def test_a_call_that_nobody_took_keeps_nothing_of_the_line(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "full_stop", "n")
    assert ends(shift) == {}


async def test_the_way_through_the_script_is_kept_with_the_keys(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        shift.clock.forward(seconds=9)
        await call.press("space")
        await call.until(lambda: call.screen.at.at.step == "coverage")
        await call.press(*CLOSE)
    kept = [entry.event for entry in shift.desk().look(DANA).entries if isinstance(entry.event, ev.ScriptFollowed)]
    assert len(kept) == 1
    told = [(step.place, step.key) for step in kept[0].steps]
    assert told == [
        ("first-contact#open", ""),
        ("first-contact#verify", ""),
        ("first-contact#disclose", ""),
        ("first-contact#coverage", "1"),
    ]
    assert kept[0].steps[-1].seconds >= 9
