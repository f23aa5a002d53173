"""A sitting of rehearsed calls with keys only: what they say, what is scored, who comes next."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from callassist.cli.rehearsal import Stage, chosen, rehearsal_app, staged
from callassist.cli.rehearse import summary_lines
from callassist.cli.session import Session
from callassist.dialogue import facts_with, is_open, leave, step_at
from callassist.quality_shapes import Scored
from callassist.rehearsing_collector import means_one, taken
from callassist.screens.call import CallScreen
from callassist.screens.rehearsal import RehearsalApp, RehearsalCall
from callassist.screens.score import ScoreScreen
from tests.flows.seen import line, shown
from tests.flows.shift import LARGE, SMALL, Call

pytestmark = pytest.mark.usefixtures("ear")

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
EVERY = range(1, 10)
MOST = 30
PATIENCE = 60.0


async def see(call: Call, pattern: str) -> str:
    """Wait until it is on the screen; the row it stands in."""
    await call.until(lambda: re.search(pattern, shown(call.app)))
    return line(call.app, pattern)


class Sitting(Call):
    """A rehearsal in a Pilot's hands."""

    app: RehearsalApp
    stage: Stage

    async def verify(self) -> None:
        """Dial, hear who it is, and type the birth date and the ZIP that they say."""
        await self.press("enter", "space")
        await self.prove()

    async def prove(self) -> None:
        """On to the check, and type what they say."""
        await self.take("first-contact#verify")
        said = await see(self, "My birthday is")
        await self.press("v")
        await self.type(self.spoken(said, "birthday is ").replace("/", ""))
        await self.to_field("zip")
        await self.type(self.spoken(said, "ZIP is "))
        assert self.case.call
        assert self.case.call.verified

    async def to_field(self, name: str) -> None:
        """On to a field of the check."""
        for _ in range(MOST):
            if getattr(self.app.focused, "name", "") == name:
                return
            await self.press("tab")
        raise AssertionError(shown(self.app))

    def spoken(self, said: str, after: str) -> str:
        """What was said behind some words."""
        return said.partition(after)[2].split('"')[0].split(" ")[0].rstrip(".")

    async def take(self, *meant: str) -> None:
        """The digits of the choices that lead there, one after another."""
        for each in meant:
            step = step_at(self.screen.library, self.screen.at)
            assert means_one(step, (each,)), f"{self.screen.at.at} does not lead to {each}"
            number = taken(step, (each,), (), frozenset(EVERY), {})
            await self.press(str(number))

    async def follow(self) -> None:
        """The digit of what each answer means, until wrap-up is up."""
        seen: Counter[str] = Counter()
        while isinstance(self.app.screen, RehearsalCall):
            screen = self.app.screen
            persona = screen._sitting.person_of(self.case.id)
            assert persona is not None
            step, known = (
                step_at(screen.library, screen.at),
                facts_with(leave(screen.library, screen.at), screen.known()),
            )
            open_to = {choice.number for choice in step.choices if is_open(choice, known)}
            number = taken(step, screen.answer.means, persona.ends, open_to, seen)
            assert number, f"no way on from {screen.at.at}"
            seen[str(screen.at.at)] += 1
            assert seen.total() < MOST, seen
            await self.press(str(number))

    async def until(self, is_so: Callable[[], object]) -> None:
        """Wait for something that comes by itself; what is heard and worked out first may take a while."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not is_so():
            assert loop.time() < end, shown(self.app)
            await self.pilot.pause(0.02)
        await self.settle()

    async def save(self) -> Scored:
        """Enter through the fields of wrap-up, which hold what was agreed, and the score that comes."""
        for _ in range(5):
            if isinstance(self.app.screen, ScoreScreen):
                break
            await self.press("enter")
            await self.pilot.pause(0.1)
        return await self.score()

    async def score(self) -> Scored:
        """The score that comes up once the outcome is saved."""
        await self.until(lambda: isinstance(self.app.screen, ScoreScreen))
        return self.app.sitting.done[-1][1]


@asynccontextmanager
async def sitting(name: str, size: tuple[int, int] = SMALL) -> AsyncIterator[Sitting]:
    """The screens with that person first."""
    with staged(Session(None, "ana", None), chosen(name)) as (made, stage):
        app = rehearsal_app(made, stage, 1)
        async with app.run_test(size=size) as pilot:
            call = Sitting(None, app, pilot)  # type: ignore[arg-type]  # no shift stands behind it
            call.stage = stage
            await call.until(lambda: app.is_screen_installed("call") and isinstance(app.screen, CallScreen))
            yield call


@SIZES
async def test_a_first_contact_is_paid_by_card_without_a_finding(size: tuple[int, int]) -> None:
    async with sitting("housemate", size) as call:
        await see(call, "REHEARSAL")
        await call.press("enter", "space")
        await see(call, "she is right here|I will get her")
        await call.take("first-contact#new-voice")
        await call.prove()
        await call.take("first-contact#coverage")
        await see(call, "no insurance|nothing at all")
        await call.take("first-contact#ask")
        await see(call, "I can pay that now|all of it")
        await call.press("o")
        await see(call, "They say")
        await call.press("1", "enter")
        await call.type("card")
        await call.press("enter")
        await call.follow()
        found = await call.save()
        assert not found.findings, found.findings
        assert found.passes
        await see(call, "No compliance finding")


@SIZES
async def test_a_dispute_is_kept_and_the_next_person_comes_with_enter(size: tuple[int, int]) -> None:
    async with sitting("dispute", size) as call:
        await call.verify()
        await see(call, "not my bill|is not mine")
        await see(call, "- Dispute")  # what the desk makes of it by itself
        await call.follow()
        await call.type("there is another woman of her name")
        await call.press("enter")
        found = await call.score()
        assert (found.outcome, found.findings) == ("DSP", ())
        assert next(mark.result for mark in found.marks if mark.id == "dispute") == "met"
        await see(call, "100 of 100|9. of 100")
        first = call.case.id
        await call.press("enter")
        await call.until(lambda: call.app.desk.opened is not None and call.case.id != first)
        assert isinstance(call.app.screen, CallScreen)
        assert call.case.call is None
        assert "There is no finding" not in shown(call.app)


@SIZES
async def test_somebody_who_was_insured_is_not_asked_for_money(size: tuple[int, int]) -> None:
    async with sitting("insured", size) as call:
        await call.verify()
        await call.take("first-contact#coverage")
        await see(call, "insurance from work|I was covered")
        await call.take(
            "insurance#plan", "insurance#second-plan", "insurance#insurance-noted", "insurance#goodbye", "INS"
        )
        await call.type("Example Mutual through her work")
        await call.press("enter")
        found = await call.score()
        assert (found.outcome, found.findings) == ("INS", ())


@SIZES
async def test_a_plan_is_offered_agreed_and_said_back(size: tuple[int, int]) -> None:
    async with sitting("plan", size) as call:
        await call.verify()
        await call.take("first-contact#coverage", "first-contact#ask")
        await see(call, "in parts|payment plan")
        await call.take("plan#options")
        await see(call, r"\$60")
        await call.press("o")
        await see(call, "They say")
        for _ in range(5):
            if "I can do that" in shown(call.app) or "works for me" in shown(call.app):
                break
            await call.press("down")
        await call.press("enter")
        await call.type("card")
        await call.press("enter")
        await call.follow()
        found = await call.save()
        assert not found.findings, found.findings
        assert found.outcome in {"PLAN", "PTP"}
        assert next(mark.result for mark in found.marks if mark.id == "teach-back") == "met"


async def test_money_asked_before_they_are_heard_is_found_out() -> None:
    async with sitting("dispute") as call:
        await call.verify()
        await call.take("first-contact#coverage", "first-contact#ask")
        await see(call, "I dispute it|not mine")
        await call.press("w")
        await call.type("v")
        await call.press("enter")
        found = await call.score()
        assert "dispute" in {mark.id for mark in found.findings}
        await see(call, "COMPLIANCE FINDING")
        lines = "\n".join(summary_lines(call.app.sitting.done))
        assert "1 compliance finding" in lines


async def test_who_is_pressed_for_money_hangs_up() -> None:
    async with sitting("angry") as call:
        await call.verify()
        await call.take("first-contact#coverage", "first-contact#ask")
        await see(call, "They hung up")
        await call.press("enter")
        found = await call.score()
        assert next(mark.result for mark in found.marks if mark.id == "kindness") == "missed"


async def test_an_offer_that_they_refused_is_not_theirs() -> None:
    async with sitting("plan") as call:
        await call.verify()
        await call.take("first-contact#coverage", "first-contact#ask", "plan#options")
        await call.press("o")
        await see(call, "They say")
        for _ in range(5):
            if "a month" in shown(call.app).rpartition("They say")[2]:
                break
            await call.press("down")
        await call.press("enter")
        await call.type("card")
        await call.press("enter")
        await call.press("w", "enter")
        found = await call.score()
        assert "their-yes" in {mark.id for mark in found.findings}


async def test_after_an_undo_the_call_goes_on_and_its_last_score_stands() -> None:
    async with sitting("stop-calling") as call:
        await call.verify()
        await see(call, "more calls|call me again")
        first = call.case.id
        await call.press("w")
        await call.type("rf")
        await call.press("enter")
        assert "stop" in {mark.id for mark in (await call.score()).findings}
        await call.press("enter")
        await call.until(lambda: call.app.desk.opened is not None and call.case.id != first)
        await call.press("u")
        await call.until(lambda: call.app.desk.opened is not None and call.case.id == first)
        await call.press("w")
        await call.type("xx")
        await call.press("enter")
        found = await call.score()
        assert (found.outcome, found.findings) == ("CND", ())
        assert len(call.app.sitting.done) == 1


async def test_who_hears_nothing_for_long_asks_whether_anybody_is_there() -> None:
    async with sitting("insured") as call:
        await call.press("enter", "space")
        call.screen._last_key -= 60  # type: ignore[attr-defined]  # a minute without a key
        await see(call, "still there|Anybody there")


async def test_who_leaves_before_any_call_hears_that_none_was_finished() -> None:
    async with sitting("insured") as call:
        await see(call, "Enter dials Priya Candle")
        assert [*summary_lines(call.app.sitting.done)] == ["No call was finished."]


async def test_answers_that_do_not_match_are_said_once_more() -> None:
    async with sitting("namesake") as call:
        await call.press("enter", "space")
        await call.take("first-contact#verify")
        await call.press("v")
        await call.type("09021987")
        await call.to_field("zip")
        before = len(call.screen._heard)  # type: ignore[attr-defined]
        await call.type("43081")
        assert len(call.screen._heard) == before + 1  # type: ignore[attr-defined]
        assert call.case.call
        assert not call.case.call.verified
        await see(call, "tries left 2|2 tries left")
