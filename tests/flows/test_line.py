"""The line of a call: what is typed becomes proposals, one key each, and nothing by itself."""

from __future__ import annotations

import pytest

from callassist import events as ev
from callassist.screens.offers import OffersScreen
from callassist.screens.widgets.fields import Field
from callassist.screens.wrapup import WrapScreen
from tests.flows.seen import see, shown
from tests.flows.shift import DANA, LARGE, SECRETS, SMALL, Call, Shift, running, told
from tests.flows.test_leak import OF_DEBT, _held

pytestmark = pytest.mark.usefixtures("ear")

SHORTHAND = "lost job, can do 50 on the 1st, wife on line"
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])


async def _say(call: Call, text: str) -> None:
    await call.press(":")
    await call.type(text)
    await call.press("enter")


# ── typed ──


@SIZES
async def test_a_shorthand_gives_three_proposals_with_the_words_they_rest_on(
    shift: Shift, size: tuple[int, int]
) -> None:
    async with running(shift, size) as call:
        await told(call)
        await _say(call, SHORTHAND)
        await see(call, "1 Spouse speaks")
        seen = shown(call.app)
        assert "2 They propose" in seen
        assert '"can do 50 on the 1st"' in seen
        assert "3 Hardship" in seen
        assert not call.case.consumer.statements
        assert call.case.call is not None
        assert call.case.call.speaker == "consumer"


async def test_one_key_keeps_the_sign_of_need_and_the_others_stay_under_their_own_keys(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await _say(call, SHORTHAND)
        await call.press("3")
        assert call.case.consumer.statements[-1].statement.signals == ("lost_job",)
        assert any("lost job" in text for text in call.case.texts.values())
        await see(call, "2 They propose")
        await call.press("2")
        assert isinstance(call.app.screen, OffersScreen)
        field = call.app.screen.query_one("#field-proposal", Field)
        assert field.value == "can do 50 on the 1st"
        assert call.app.focused is field
        await call.press("enter")
        said = call.case.consumer.rounds[-1]
        assert said.answer == "counter"
        assert said.proposed is not None
        assert said.proposed.cents == 5_000


async def test_the_speaker_is_checked_anew_and_money_is_no_longer_proposed(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await _say(call, SHORTHAND)
        await call.press("1")
        assert call.case.call is not None
        assert call.case.call.speaker == "spouse"
        assert call.screen.stage == "locked"
        seen = shown(call.app)
        assert "They propose" not in seen
        assert "Hardship" not in seen


@pytest.mark.parametrize("key", ["0", "f12"])
async def test_none_of_them_leaves_nothing(shift: Shift, key: str) -> None:
    async with running(shift) as call:
        await told(call)
        versions = dict(call.case.versions)
        await _say(call, SHORTHAND)
        await call.press(key)
        assert "They propose" not in shown(call.app)
        assert dict(call.case.versions) == versions
        await call.press("ctrl+l")
        assert call.screen.asked == "line"


async def test_typing_again_takes_their_place(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await _say(call, SHORTHAND)
        await _say(call, "stop calling me")
        seen = shown(call.app)
        assert "1 Stop calling" in seen
        assert "They propose" not in seen


async def test_a_key_typed_ahead_takes_nothing_up(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press(":")
        call.send(*SHORTHAND, "enter", "1")
        await call.settle()
        await see(call, "1 Spouse speaks")
        assert call.case.call is not None
        assert call.case.call.speaker == "consumer"


async def test_stop_words_open_wrap_up_with_their_code_and_words(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await _say(call, "this is not my debt")
        await call.press("1")
        screen = call.app.screen
        assert isinstance(screen, WrapScreen)
        assert screen.form.code == "DSP"
        assert screen.form.typed["words"] == "this is not my debt"
        assert call.case.call is not None
        assert not call.case.call.outcome


async def test_what_contradicts_the_file_is_asked_and_stays_until_it_is_answered(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("t", "s")
        await call.press("s")
        await call.press("enter")
        assert call.case.call is not None
        assert call.case.call.speaker == "spouse"
        await _say(call, "this is her speaking")
        await see(call, "Who speaks: on file spouse")
        await call.press("1")
        await see(call, "1 On file: spouse")
        await call.press("1")
        assert call.case.call.speaker == "spouse"
        await _say(call, "this is her speaking")
        await call.press("1", "2")
        assert call.case.call is not None
        assert call.case.call.speaker == "consumer"


async def test_words_that_call_for_nothing_say_so(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await _say(call, "nice weather")
        assert "Nothing to propose" in call.message


# ── before anybody is verified ──


@SIZES
async def test_a_locked_call_is_proposed_nothing_that_tells_of_a_debt(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await call.open(DANA)
        await call.press("enter", "enter")
        await _say(call, "lost job, can do 50 on the 1st, not my debt, stop calling")
        seen = shown(call.app).lower()
        assert "1 stop calling" in seen
        assert "2 " not in [row.strip()[:2] for row in seen.splitlines()]
        held = _held(call).lower()
        assert [word for word in (*SECRETS, *OF_DEBT) if word.lower() in held] == []
        await call.press("1")
        assert isinstance(call.app.screen, WrapScreen)


async def test_while_it_rings_the_line_works_too(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter")
        await _say(call, "wife on line")
        await call.press("1")
        assert call.case.call is not None
        assert call.case.call.speaker == "spouse"


async def test_what_became_of_the_proposals_is_journalled_by_name_only_where_a_key_was_pressed(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await _say(call, SHORTHAND)
        await call.press("2")
        await call.press("f12", "w", "v", "enter")
    events = [entry.event for entry in shift.desk().look(DANA).entries]
    ended = [end for event in events if isinstance(event, ev.PromptsEnded) for end in event.prompts]
    heard = {end.id: end.how for end in ended if end.id.startswith("heard.")}
    assert list(heard.values()).count("accepted") == 1
    assert heard["heard.passed-over"] == "shown"
    assert len(heard) == 2


async def test_a_card_number_is_taken_out_of_the_line(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await _say(call, "here it is 4111 1111 1111 1111")
        assert "4111" not in shown(call.app)
        assert await see(call, "That holds the number of a card")
