"""Search over whatever is on the screen: it finds by account, phone and name, and never costs a live call."""

from __future__ import annotations

import re

import pytest
from textual import events

from callassist.desk.pops import leave, ringing
from callassist.desk.searching import Hit
from callassist.desk.unmatched import unmatched
from callassist.events import CaseFound
from callassist.screens.search import SearchScreen
from callassist.screens.search_rows import kept_under
from tests.flows.seen import index_accounts, see, shown
from tests.flows.shift import DANA, RUIZ, SMALL, Shift, running


@pytest.fixture(autouse=True)
def _accounts(shift: Shift) -> None:
    index_accounts(shift, DANA, RUIZ)


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("Q-77310", "ref="),
        ("b-1", "ref="),
        ("Q-773", "ref~"),
        ("(937) 555-0123", "phone="),
        ("937.555.0123", "phone="),
        ("+1 937 555 0123", "phone="),
        ("9375550123", "phone="),
        ("lee, dana", "name="),
        ("ruiz", "name="),
        ("rui", "name~"),
        ("marta r", "name~"),
        ("ruis marta", "name~"),
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
        await see(call, r">.*Ruiz")
        await call.press("ctrl+j")
        await see(call, r"\[PREVIEW\]")
        assert call.case.id == RUIZ


async def test_up_and_down_choose_while_the_words_stay(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("/")
        await call.type("lee")
        await see(call, "2 found")
        await call.press("down")
        assert re.search(r">.*Lee", shown(call.app).splitlines()[4])
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
        assert "Nobody is verified" in seen
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


async def test_a_mangled_caller_is_found_with_a_few_keys(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("/")
        await call.type("leigh dena")
        row = await see(call, "Lee, Dana")
        assert "name~" in row


async def test_the_question_that_tells_two_of_one_name_apart_is_shown(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("/")
        await call.type("lee dana")
        await see(call, "Ask for their")


async def test_what_is_marked_stays_under_the_cursor_whatever_comes(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("/")
        await call.type("lee")
        await see(call, "2 found")
        await call.press("down")
        screen = call.app.screen
        assert isinstance(screen, SearchScreen)
        marked = screen._hits[1].case
        await call.type(" d")
        await see(call, "2 found")
        await call.press("enter")
        await see(call, r"\[PREVIEW\]")
        assert call.case.id == marked


async def test_a_deeper_look_keeps_the_marked_one_where_it_was() -> None:
    some = tuple(Hit(case=n, person=n, name=f"N{n}", city="", accounts=(), is_open=True) for n in (5, 3, 9))
    assert [hit.case for hit in kept_under(some, 9, 0)[0]] == [9, 5, 3]
    assert kept_under(some, 9, 1) == ((some[0], some[2], some[1]), 1)
    assert kept_under(some, 77, 2) == (some, 0)


async def test_the_purpose_is_kept_with_the_case_and_what_was_typed_is_not(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("/")
        await call.press("f4")
        await see(call, "for callback")
        await call.type("ruiz 43215")
        await see(call, "Ruiz")
        await call.press("enter")
        await see(call, r"\[PREVIEW\]")
        _, entries = call.app.desk.store.load(RUIZ)
        (found,) = (entry.event for entry in entries if isinstance(entry.event, CaseFound))
        assert found.purpose == "callback"
        assert "name" in found.by
        assert "43215" not in str(found)


async def test_only_open_cases_on_a_key_and_lately_had_ones_before_anything_is_typed(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "w")
        await call.press("f12", "f12")
        await call.press("/")
        await see(call, "all cases")
        await call.press("ctrl+n")
        await see(call, "open cases only")


async def test_what_was_found_before_is_gone_while_the_next_search_is_still_looking(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(shift) as call:
        await call.press("/")
        await call.type("ruiz")
        await see(call, r">.*Ruiz")
        await call.press("f12")
        monkeypatch.setattr(call.app, "read", lambda *_, **__: None)  # a busy machine: the answer is long in coming
        call.app.search("")
        await see(call, "TYPE  Search")
        assert "Ruiz, Marta" not in shown(call.app)


@pytest.mark.parametrize("words", ["'; DROP TABLE x;--", "[bold]x[/bold]", "\U0001f600", "???", "a" * 400])
async def test_odd_words_are_calm(shift: Shift, words: str) -> None:
    async with running(shift) as call:
        await call.press("/")
        call.app.post_message(events.Paste(words))
        await see(call, "Nobody on file by that|found")


async def test_a_number_that_rings_begins_the_search_with_whom_it_may_be(shift: Shift) -> None:
    async with running(shift) as call:
        desk = call.app.desk
        leave(desk.store, desk.seat.collector, 19375550123, desk.clock())
        await call.press("/")
        await see(call, "somebody else's phone")
        seen = shown(call.app)
        assert "937-***-0123 is calling" in seen
        assert "555-0123" not in seen
        assert "5550123" not in seen
        await see(call, r">.*(Lee|Ruiz)")
        await call.press("enter")
        await see(call, r"\[PREVIEW\]")
        assert ringing(desk) == 0


async def test_on_a_locked_call_the_box_says_nothing_that_would_verify(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter")
        consumer = call.case.consumer
        await call.press("/")
        await call.type(f"dana lee {consumer.dob:%m/%d/%Y} {consumer.ssn4} {consumer.zip}")
        await see(call, "Lee, Dana")
        seen = shown(call.app)
        for told in ("dob=", "ssn4=", "zip=", "dob exact", "ssn4 exact", "zip exact"):
            assert told not in seen


@pytest.mark.parametrize("keys", [(), ("enter",)], ids=["before dialling", "ringing"])
async def test_one_found_is_suggested_as_the_same_person_as_the_open_case(shift: Shift, keys: tuple[str, ...]) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press(*keys, "/")
        await call.type("ruiz")
        await see(call, "Ruiz, Marta")
        assert "^l same person" in shown(call.app)
        await call.press("ctrl+l")
        await see(call, f"C{RUIZ} is suggested as the same person")
        for case, other in ((DANA, RUIZ), (RUIZ, DANA)):
            (link,) = shift.desk().look(case).case.consumer.links
            assert (link.other, link.state) == (other, "suggested")
            assert link.why.startswith("found by a search, for inbound call (")
        await call.press("f6")
        await see(call, f"X C{RUIZ} is suggested already")
        await call.press("f12")
        assert call.app.screen is call.screen
        assert [link.other for link in call.screen.held.case.consumer.links] == [RUIZ]
        assert (call.case.call is not None) == bool(keys)


async def test_without_an_open_case_nobody_is_suggested(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("/")
        await call.type("ruiz")
        await see(call, "Ruiz, Marta")
        await call.press("f6")
        await see(call, "Open a case first")


async def test_a_caller_on_no_file_is_kept_and_rings_no_more(shift: Shift) -> None:
    desk = shift.desk()
    leave(desk.store, "ana", 19375550144, shift.clock())
    async with running(shift) as call:
        await call.press("/")
        await see(call, "937-...-0144 is calling")
        await call.press("ctrl+r")
        await see(call, "Kept: a call of ..0144 with nobody on file")
        assert [(each.number, each.by) for each in unmatched(desk.store)] == [("..0144", "ana")]
        assert ringing(call.app.desk) == 0


async def test_on_a_call_with_a_case_nobody_is_no_answer(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "/", "ctrl+r")
        await see(call, "You are on a call with a case")
        assert unmatched(shift.desk().store) == ()
