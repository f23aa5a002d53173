"""Search over whatever is on the screen: it finds by account, phone and name, and never costs a live call."""

from __future__ import annotations

import pytest
from textual import events

from callassist.screens.search import SearchScreen
from tests.flows.seen import index_accounts, see, shown
from tests.flows.shift import DANA, RUIZ, SMALL, Shift, running


@pytest.fixture(autouse=True)
def _accounts(shift: Shift) -> None:
    index_accounts(shift, DANA, RUIZ)


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("Q-77310", "by account"),
        ("b-1", "by account"),
        ("(937) 555-0123", "by phone"),
        ("937.555.0123", "by phone"),
        ("+1 937 555 0123", "by phone"),
        ("9375550123", "by phone"),
        ("lee, dana", "by name"),
        ("ruiz", "by name"),
        ("rui", "by name"),
        ("marta r", "by name"),
    ],
)
async def test_it_finds_by_account_by_phone_in_any_format_and_by_name_or_its_start(
    shift: Shift, words: str, by: str
) -> None:
    async with running(shift) as call:
        await call.press("/")
        await call.type(words)
        row = await see(call, by)
        assert "Lee, Dana" in row or "Ruiz, Marta" in row


async def test_letters_of_the_words_are_text_and_the_screen_says_type(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("/")
        await call.type("snub? q")
        assert "TYPE  Search" in shown(call.app)
        assert "snub? q" in shown(call.app)
        await see(call, "Nobody on file by that")
        assert call.app.desk.opened is None


async def test_enter_opens_the_one_that_is_marked(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("/")
        await call.type("ruiz")
        await see(call, r"> ?Ruiz")
        await call.press("ctrl+j")
        await see(call, r"\[PREVIEW\]")
        assert call.case.id == RUIZ


async def test_up_and_down_choose_while_the_words_stay(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("/")
        await call.type("lee")
        await see(call, "2 found")
        await call.press("down")
        assert ">Lee" in shown(call.app).splitlines()[4]
        await call.press("enter")
        await see(call, r"\[PREVIEW\]")
        assert call.case.consumer.suffix == "Sr"


async def test_typed_faster_than_it_is_found_it_opens_all_the_same(shift: Shift) -> None:
    async with running(shift) as call:
        call.send("/", *"ruiz", "enter")
        await see(call, r"\[PREVIEW\]")
        assert call.case.id == RUIZ


async def test_whoever_is_found_is_not_verified(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("/")
        await call.type("Q-77310")
        await see(call, "1 found")
        seen = shown(call.app)
        assert "not verified" in seen or "Nobody here is verified" in seen
        for secret in ("1,284", "Quillfeather", "43215", "1980", "Mercy"):
            assert secret not in seen


@pytest.mark.parametrize("key", ["f12", "f3"])
async def test_it_closes_without_esc_and_leaves_what_was_there(shift: Shift, key: str) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        await call.press("down", "/")
        await call.type("ru")
        await call.press(key)
        assert not isinstance(call.app.screen, SearchScreen)
        await see(call, r"> +2 M\. R\.")
        assert "CMD QUEUE" in shown(call.app)


async def test_a_live_call_is_not_lost_by_searching(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter")
        before = call.case
        await call.press("/")
        await call.type("ruiz")
        await see(call, "1 found")
        assert "Dana" in shown(call.app)  # the call stands beneath
        await call.press("enter")
        await see(call, "needs its outcome first")
        assert call.case == before
        await call.press("f12")
        assert call.app.screen is call.screen
        assert call.case == before


async def test_the_case_of_the_live_call_is_gone_back_to(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "/")
        await call.type("Q-77310")
        await see(call, "1 found")
        await call.press("enter")
        assert call.app.screen is call.screen
        assert call.case.call is not None


async def test_a_paste_into_the_words_is_taken_in_turn_with_the_keys(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("/")
        call.send("r")
        call.app.post_message(events.Paste("ui"))
        call.send("z")
        await see(call, "Ruiz, Marta")


async def test_there_is_one_search_however_often_it_is_asked_for(shift: Shift) -> None:
    async with running(shift, SMALL) as call:
        await call.press("/", "f2", "f2", "f12")
        assert call.app.screen is call.app.get_screen("queue")
