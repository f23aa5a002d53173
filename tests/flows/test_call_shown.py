"""What the call screen shows and says: the check of the speaker, the letters of its menus, what was dropped."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from callassist.rules import BLOCK, Finding
from callassist.screens.keys import VERIFIED
from callassist.screens.widgets.fields import Field
from callassist.screens.widgets.gate import HINTS, LABELS
from callassist.survey import Verdict, Verdicts
from tests.flows.seen import shown
from tests.flows.shift import DANA, LARGE, RUIZ, SMALL, Shift, running


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
async def test_the_check_of_the_speaker_is_readable_whole(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await call.open(RUIZ)
        await call.press("enter", "enter")
        seen = shown(call.app)
        assert "MATCH 0 of 2  tries left 3" in seen
        assert "ask: DOB, ZIP, SSN, house" in seen
        await call.press("v")
        seen = shown(call.app)
        assert "tries left 3" in seen
        for factor in call.screen.gate().usable:
            assert f"{LABELS[factor]} " in seen
            assert HINTS[factor] in seen
        await call.press("tab")
        for length, name in ((4, "ssn4"), (5, "zip")):
            field = call.screen.query_one(f"#field-{name}", Field)
            field.insert_text_at_cursor("1234567")
            assert len(field.value) <= length


async def test_keys_typed_ahead_of_an_unlock_are_dropped_and_that_is_said(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "v")
        call.send(*"0304198043215", "w")
        await call.settle()
        assert call.screen.stage == VERIFIED
        assert call.app.screen is call.screen
        assert call.message == "Verified. Keys typed ahead of it were dropped."


async def test_a_message_is_no_way_to_end_it_where_none_may_be_left(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = Finding(rule="v", effect=BLOCK, say="The client allows none.", cite="Client policy", verified="")
    real = Verdicts.of

    def judged(self: Verdicts, action: str, row: int = 0, debt: int = 0) -> Verdict:
        verdict = real(self, action, row, debt)
        return replace(verdict, effect=BLOCK, findings=(stop,)) if action == "voicemail" else verdict

    monkeypatch.setattr(Verdicts, "of", judged)
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "full_stop")
        menu = call.screen.menu
        assert menu is not None
        assert "l" not in {item.key for item in menu.items}
        assert "No message may be left. A rule closes this [Client policy]" in call.message
        await call.press("l")
        assert call.case.call is not None


async def test_the_letters_of_menus_are_those_of_wrap_up(shift: Shift) -> None:
    outcomes = shift.handbook.outcomes
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        for key in ("x", "d"):
            await call.press(key)
            menu = call.screen.menu
            assert menu is not None
            keys = {item.value: item.key for item in menu.items}
            assert len({*keys.values()}) == len(keys)
            for code, letter in keys.items():
                row = outcomes.of(code)
                assert row is not None
                assert letter == row.key[-1]
                assert f"{row.key} {row.label}"[:20] in shown(call.app)
            await call.press("f12")
        await call.press("x", "k", "f")
        assert "BKY" in shown(call.app)
