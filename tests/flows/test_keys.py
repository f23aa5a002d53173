"""One table of keys: bindings, help, palette, the last line and the printed card cannot disagree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from callassist.screens.help import key_card, names
from callassist.screens.keys import ANYWHERE, KEYS, Key, clashes, of
from callassist.screens.widgets.bars import HintLine
from tests.flows.seen import line, see, shown
from tests.flows.shift import DANA, Shift, running

ROOT = Path(__file__).resolve().parents[2]


# ── one table of keys ──


def test_no_two_commands_of_a_screen_claim_one_key() -> None:
    assert clashes() == ()
    extra = Key(id="other", keys="b", title="Other", action="other", where=("queue",))
    assert clashes((*KEYS, extra)) == ("b on queue: queue.lists and other",)


def test_no_command_needs_esc_or_a_key_that_terminals_lose() -> None:
    for key in KEYS:
        assert not re.search(
            r"escape|alt\+|ctrl\+\d|ctrl\+[hijmabswq](?!\w)|shift\+f3",
            key.keys.replace("ctrl+j", "").replace("ctrl+q", ""),
        )


def test_every_function_key_of_one_screen_has_a_letter_or_is_known_everywhere() -> None:
    for key in KEYS:
        if ANYWHERE not in key.where and re.match(r"f\d", key.keys):
            assert any(len(each) == 1 for each in key.keys.split(",")), key


def test_the_printed_key_card_is_the_table() -> None:
    card = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    again = (
        ".venv/bin/python -c 'from callassist.screens.help import key_card as k; print(k(), end=str())' > docs/keys.md"
    )
    assert card == key_card(), f"write it anew: {again}"


def test_names_of_keys_are_those_on_the_keyboard() -> None:
    by_id = {key.id: names(key) for key in KEYS}
    assert by_id["help"] == "F1  ?"
    assert by_id["undo"] == "^z  u"
    assert by_id["queue.take"] == "Enter  ^j"
    assert by_id["call.choice"] == "1-9"


# ── help and palette ──


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_tells_every_key_of_the_screen_and_f12_closes_it(shift: Shift, key: str) -> None:
    async with running(shift, (120, 50)) as call:
        await call.press(key)
        seen = shown(call.app)
        assert "Help: queue" in seen
        for each in of("queue"):
            assert each.title in seen
        await call.press("f12")
        assert call.app.screen is call.app.get_screen("queue")
        await call.press(key, key)
        assert call.app.screen is call.app.get_screen("queue")


async def test_help_in_a_call_tells_the_keys_of_its_stage_and_leaves_the_call_alone(shift: Shift) -> None:
    async with running(shift, (120, 60)) as call:
        await call.open(DANA)
        await call.press("enter", "question_mark")
        assert "Help: ringing" in shown(call.app)
        await call.press("w", "h", "enter")
        assert call.case.call is not None
        assert call.app.screen is call.screen


async def test_the_palette_finds_a_command_by_a_part_of_its_name_and_does_it(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        await call.press("ctrl+p")
        await call.type("whoever next")
        assert ">Take whoever is next" in shown(call.app)
        await call.press("enter")
        await see(call, r"\[PREVIEW\]")
        assert call.case.id == DANA


async def test_the_palette_typed_ahead_of_itself_does_the_same(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        call.send("f2", *"whoever", "enter")
        await see(call, r"\[PREVIEW\]")


async def test_a_command_that_a_rule_refuses_says_why_in_the_palette_too(shift: Shift) -> None:
    shift.clock.forward(hours=14)
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("f2")
        await call.type("dial")
        await call.press("enter")
        assert call.case.call is None
        assert "08:00 ET" in call.message


async def test_the_palette_searches_people_for_words_that_are_no_command(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("f2")
        await call.type("ruiz")
        await call.press("enter")
        await see(call, r">.*Ruiz, Marta")


# ── the last line ──


async def test_keys_that_do_not_fit_are_on_the_next_page_and_none_is_left_out(shift: Shift) -> None:
    async with running(shift) as call:
        hints = call.app.screen.query_one(HintLine)
        pages = []
        for _ in range(12):
            pages.append(str(hints.render()))
            assert len(pages[-1]) <= 80
            assert pages[-1].endswith("^k More  ? Help ")
            await call.press("ctrl+k")
        everything = " ".join(pages)
        for key in of("queue"):
            assert key.first in everything


async def test_in_a_field_the_last_line_shows_only_keys_that_act_there(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        await call.press("s")
        last = shown(call.app).splitlines()[-1]
        assert "F12 Back" in last
        assert "s Skip" not in last


async def test_go_takes_one_more_letter_and_any_other_key_leaves_it(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        await call.press("g")
        assert "q queue" in call.message
        await call.press("s")
        assert "Search" in shown(call.app)
        await call.press("f12", "g", "space")
        assert call.app.desk.opened is None
        await call.press("g", "c")
        assert "No case is open" in call.message
        await call.press("space", "g", "q")
        await see(call, "CMD QUEUE")


async def test_a_jump_puts_a_letter_on_each_field_and_goes_to_the_one_that_is_pressed(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        await call.press("ctrl+o")
        assert "no field" in call.message
        await call.open(DANA)
        await call.press("enter", "enter", "ctrl+o")
        letter = re.search(r"^ ?( [a-z] )", line(call.app, r"^ ? [a-z] {3,}") or " a ")
        assert letter, shown(call.app)
        await call.press("f12")
        assert "CMD CALL" in shown(call.app)
        await call.press("ctrl+o", letter[1].strip())
        assert "TYPE CALL" in shown(call.app)
