"""Wrap-up: what the case holds after Enter, and after thinking better of it."""

from __future__ import annotations

import pytest

from callassist.errors import CallassistError
from callassist.screens.keys import LOCKED, PREVIEW, RINGING, VERIFIED
from callassist.screens.widgets.fields import NoteArea
from callassist.screens.widgets.pane import Pane
from callassist.screens.wrapup import WrapScreen
from tests.flows.shift import COLLECTOR, DANA, RUIZ, Call, Shift, running

SPOKE = "Spoke with the consumer, verified by date of birth and ZIP code. Read out: recording notice."


def _wrap(call: Call) -> WrapScreen:
    screen = call.app.screen
    assert isinstance(screen, WrapScreen)
    return screen


def _follows(call: Call) -> str:
    """What the screen says that Enter would bring about."""
    return " ".join(str(line) for line in _wrap(call).query_one("#follows", Pane).lines)


async def _talked(call: Call, case: int = DANA) -> None:
    """A verified talk of a minute, in wrap-up."""
    await call.open(case)
    if case == DANA:
        await call.verify()
    else:
        await call.press("enter", "enter", "v")
        await call.type("0701197545402")
    call.shift.clock.forward(seconds=60)
    await call.press("w")


async def test_what_happened_suggests_the_code(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "w")
        assert _wrap(call).form.code == "NA"
        await call.press("f12", "t", "k", "w")
        assert _wrap(call).form.code == "MIN"


async def test_half_a_key_is_never_passed_over_by_enter(shift: Shift) -> None:
    async with running(shift) as call:
        await _talked(call)
        suggested = _wrap(call).form.code
        await call.press("d", "enter")
        assert "one more letter" in call.message
        assert _wrap(call).form.code == suggested
        await call.press("f12", "q", "enter")
        assert _wrap(call).form.code == "RPC-HU"
        assert not call.app.screen.query("QueueScreen")


async def test_consequences_stand_there_before_enter(shift: Shift) -> None:
    async with running(shift) as call:
        await _talked(call)
        await call.press("d", "d")
        await call.type("never there")
        await call.until(lambda: "disputed" in _follows(call))
        assert "No calls" in _follows(call)
        assert call.case.call is not None, "nothing is written before Enter"


async def test_impossible_for_the_talk_time_is_refused(shift: Shift) -> None:
    async with running(shift) as call:
        await _talked(call)
        call.screen.put(talk_since=shift.clock())
        await call.press("v", "enter")
        assert call.case.call is not None
        assert "0:10" in call.message


async def test_no_next_call_without_an_outcome(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "w", "f12", "f12", "f3", "f12")
        assert call.case.id == DANA
        assert call.case.call is not None


async def test_undo_reopens_that_call_even_when_the_next_card_is_up(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("n")
        await call.type("kind voice")
        await call.press("f12")
        shift.clock.forward(seconds=60)
        await call.press("w", "enter")
        assert call.case.id != DANA
        assert call.screen.stage == PREVIEW
        assert "u undoes" in call.message
        await call.press("u")
        assert call.case.id == DANA
        assert call.case.call is not None
        assert call.screen.stage == VERIFIED
        assert call.screen.draft.note == "kind voice"
        assert call.screen.draft.talk_seconds(shift.clock()) == 80
        await call.press("w", "enter")
        assert shift.desk().look(DANA).case.consumer.calls[-1].outcome == "RPC-NC"


async def test_undo_of_a_hot_disposition_rings_on(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "full_stop", "n", "u")
        assert call.case.id == DANA
        assert call.screen.stage == RINGING


async def test_the_leave_to_call_before_then_is_kept_with_words_scope_and_end(shift: Shift) -> None:
    async with running(shift) as call:
        await _talked(call)
        await call.press("c")
        await call.type("mo 10a")
        await call.press("enter")
        await call.type("sure, until fr")
        await call.press("enter")
        consumer = shift.desk().look(DANA).case.consumer
    assert [(each.words, each.until.isoformat(), each.debts) for each in consumer.consents] == [
        ("sure, until fr", "2026-06-05", (11,))
    ]
    assert consumer.callbacks[0].asked_by == "consumer"
    assert consumer.callbacks[0].at.isoformat() == "2026-06-08T14:00:00+00:00"


async def test_a_time_that_cannot_be_read_keeps_the_field_and_says_how_to_write_it(shift: Shift) -> None:
    async with running(shift) as call:
        await _talked(call)
        await call.press("c")
        await call.type("sometime")
        await call.press("enter", "enter")
        assert call.case.call is not None
        assert "fr 5p" in call.message
        assert _wrap(call).focused is not None
        assert _wrap(call).focused.name == "at"  # type: ignore[union-attr]


async def test_each_debt_has_an_outcome_and_one_key_makes_them_the_same(shift: Shift) -> None:
    async with running(shift) as call:
        await _talked(call, RUIZ)
        await call.press("v", "down", "down", "d", "d")
        await call.type("not mine")
        await call.press("f12")
        assert _wrap(call).form.codes == {22: "DSP"}
        await call.press("asterisk")
        assert _wrap(call).form.codes == {}
        assert _wrap(call).form.ticked == (21, 22)
        await call.press("down", "down", "d", "d", "enter")
        case = shift.desk().look(RUIZ).case
    assert case.consumer.calls[-1].outcome == "RPC-NC"
    assert case.consumer.calls[-1].also == ((22, "DSP"),)
    assert case.debt(22).disputed_by == (RUIZ,)
    assert case.debt(21).disputed_by == ()


async def test_a_debt_that_is_unticked_was_not_discussed_and_is_not_promised(shift: Shift) -> None:
    async with running(shift) as call:
        await _talked(call, RUIZ)
        await call.press("2", "p")
        assert _wrap(call).form.typed["amount"] == "120.00"
        await call.press("enter")
        await call.type("+3d")
        await call.press("enter", "enter")
        case = shift.desk().look(RUIZ).case
    assert [(share.debt, share.cents) for share in case.consumer.promises[0].shares] == [(21, 12_000)]
    assert case.consumer.calls[-1].debts == (21,)


async def test_a_drafted_note_can_be_edited(shift: Shift) -> None:
    async with running(shift) as call:
        await _talked(call)
        await call.until(lambda: _wrap(call).query_one(NoteArea).text)
        await call.press("e")
        await call.type(" Calm.")
        await call.press("f12", "enter")
        case = shift.desk().look(DANA).case
    assert [case.texts[note.row] for note in case.consumer.notes] == [f"No commitment. {SPOKE} Calm."]


async def test_what_will_be_kept_is_shown_to_be_read_back_before_goodbye(shift: Shift) -> None:
    async with running(shift) as call:
        await _talked(call)
        await call.press("p")
        await call.type("50")
        await call.press("enter")
        await call.type("+3d")
        await call.until(lambda: "Read back: So I wrote down: you pay $50.00 by" in _follows(call))


async def test_of_a_call_that_nobody_answered_nothing_is_read_back(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "w")
        await call.until(lambda: _follows(call))
        assert "Read back" not in _follows(call)


async def test_words_from_the_call_follow_the_drafted_note(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("n")
        await call.type("wife was near")
        await call.press("f12")
        shift.clock.forward(seconds=60)
        await call.press("w", "enter")
        case = shift.desk().look(DANA).case
    assert [case.texts[note.row] for note in case.consumer.notes] == [f"No commitment. {SPOKE} wife was near"]


async def test_a_note_with_a_card_number_is_refused_with_a_sentence(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("n")
        await call.type("4111 1111 1111 1111")
        await call.press("f12")
        shift.clock.forward(seconds=60)
        await call.press("w", "enter")
        assert call.case.call is not None
        assert "card number" in call.message


async def test_a_word_finds_an_outcome(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "w", "f4")
        await call.type("fax")
        await call.press("enter")
        assert _wrap(call).form.code == "FAX"


async def test_a_code_that_contradicts_the_call_is_not_offered(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "w", "p")
        assert _wrap(call).form.code == "NA"
        assert "No outcome that fits" in call.message


async def test_save_and_pause_goes_to_the_queue(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "w", "s")
        assert call.app.screen is call.app.get_screen("queue")
        assert call.app.desk.opened is None
    assert shift.desk().look(DANA).case.consumer.calls[-1].outcome == "NA"


async def test_save_and_go_on_with_another_number(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "w", "g")
        assert call.case.id == DANA
        assert call.screen.draft.row == call.case.consumer.numbers[1].row


async def test_back_from_wrap_up_the_talk_goes_on(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "h")
        shift.clock.forward(seconds=30)
        assert call.screen.draft.talk_seconds(shift.clock()) == 0
        await call.press("f12")
        assert call.app.screen is call.screen
        assert call.screen.stage == LOCKED
        assert call.screen.draft.talk_seconds(shift.clock()) == 30


async def test_times_that_were_stated_limit_calls(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        shift.clock.forward(seconds=60)
        await call.press("x", "i")
        await call.type("after 5p weekdays")
        await call.press("enter")
        consumer = shift.desk().look(DANA).case.consumer
    limit = consumer.restrictions[-1]
    assert limit.kind == "inconvenient_time"
    assert [(w.days, w.start_minute, w.end_minute) for w in limit.windows] == [((0, 1, 2, 3, 4), 1020, 1440)]


async def test_a_saved_call_leaves_no_draft_behind(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "n")
        await call.type("rang twice")
        await call.press("f12")
        await call.until(lambda: shift.store.drafts(COLLECTOR))
        await call.press("full_stop", "n")
        await call.until(lambda: not shift.store.drafts(COLLECTOR))
    case = shift.desk().look(DANA).case
    assert [case.texts[note.row] for note in case.consumer.notes] == ["rang twice"]


async def test_a_caller_whose_number_is_withheld_says_which_number_is_closed(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("i", "enter", "x", "n")
        assert _wrap(call).focused is not None
        assert _wrap(call).focused.name == "number"  # type: ignore[union-attr]
        await call.type("0199")
        await call.press("enter")
        consumer = shift.desk().look(DANA).case.consumer
    limit = consumer.restrictions[-1]
    assert limit.kind == "do_not_call"
    assert limit.row == consumer.numbers[1].row


async def test_a_disk_that_is_full_loses_nothing_and_the_same_key_tries_again(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    class DiskFull(CallassistError):
        def __str__(self) -> str:
            return "The disk is full; make room and try again."

    def full(_changes: object) -> None:
        raise DiskFull

    async with running(shift) as call:
        await _talked(call)
        with monkeypatch.context() as broken:
            broken.setattr(call.app.desk.store, "append", full)
            await call.press("enter")
            assert "disk is full" in call.message
            assert call.case.call is not None
            assert _wrap(call).form.code == "RPC-NC"
        await call.press("enter")
        assert call.case.id != DANA
    assert shift.desk().look(DANA).case.consumer.calls[-1].outcome == "RPC-NC"
