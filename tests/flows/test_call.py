"""A call, key by key: what the case holds after each."""

from __future__ import annotations

from callassist.decide import identity_gate
from callassist.identity import TRIES_A_DAY
from callassist.screens.call_draft import decode, key_of
from callassist.screens.keys import LOCKED, PREVIEW, RINGING, VERIFIED
from callassist.screens.widgets.pane import Pane
from tests.flows.shift import COLLECTOR, DANA, PROMISED, RUIZ, SPARSE, Shift, running


async def test_the_attempt_is_on_disk_before_it_rings(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        assert call.screen.stage == PREVIEW
        assert call.case.call is None
        await call.press("enter")
        assert call.screen.stage == RINGING
        on_disk = shift.desk().look(DANA).case
        assert on_disk.call is not None
        assert on_disk.consumer.number_at(on_disk.call.row) == on_disk.consumer.numbers[0]


async def test_a_digit_marks_another_number_of_the_same_person(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("2", "enter")
        assert call.case.call is not None
        assert call.case.call.row == call.case.consumer.numbers[1].row


async def test_a_closed_number_is_greyed_and_says_why(shift: Shift) -> None:
    shift.clock.forward(hours=14)  # five past midnight where she lives
    async with running(shift) as call:
        await call.open(DANA)
        assert call.screen.check_action("dial", ()) is None
        await call.press("enter")
        assert call.case.call is None
        assert "1006.6" in call.message or "1692c" in call.message
        assert "08:00 ET" in call.message


async def test_answering_starts_the_talk_and_locks_the_screen(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter")
        assert call.screen.stage == LOCKED
        shift.clock.forward(seconds=83)
        assert call.screen.draft.talk_seconds(shift.clock()) == 83


async def test_going_on_from_the_opening_stamps_the_recording_notice(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "space")
        assert call.case.call is not None
        assert call.case.call.disclosures == ("recording-notice",)
        assert call.screen.at.at.step == "verify"


async def test_two_right_answers_unlock_by_themselves_and_the_script_follows(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        assert call.screen.stage == VERIFIED
        assert call.case.call is not None
        assert call.case.call.verified == ("dob", "zip")
        assert call.screen.at.at.step == "disclose"
        assert call.screen.focused is None


async def test_keys_typed_before_the_unlock_do_not_answer_it(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "v")
        call.send(*"0304198043215", *"dd")
        await call.settle()
        assert call.screen.stage == VERIFIED
        assert call.screen.menu is None


async def test_a_wrong_answer_costs_a_try_and_does_not_say_which(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "v")
        await call.type("0304198099999")
        assert call.screen.stage == LOCKED
        assert call.screen.gate().tries_left == 2
        assert call.message == "Not verified; 2 tries left today."
        assert call.screen.focused is not None
        assert all(not field.value for field in call.screen.query("Field").results())  # type: ignore[attr-defined]


async def test_wrong_tries_persist_to_another_desk(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "v")
        for _ in range(TRIES_A_DAY):
            if call.screen.gate().can_open:
                await call.type("0101195099999")
        assert not call.screen.gate().can_open
        assert call.screen.focused is None
        await call.press("v")
        assert "Cannot verify" in call.message
    elsewhere = shift.desk().look(DANA).case
    assert identity_gate(elsewhere, shift.handbook, shift.clock()).tries_left == 0


async def test_too_little_on_file_offers_only_a_call_back_or_mail(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(SPARSE)
        await call.press("enter", "enter", "r")
        assert call.screen.menu is not None
        assert [item.value for item in call.screen.menu.items] == ["call_back", "mail"]
        await call.press("c")
        assert call.case.call is not None
        assert call.case.call.refused == "call_back"
        assert call.screen.at.at.step == "call-back"


async def test_a_script_choice_that_tells_who_answered_is_journalled(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "4", "4")
        assert call.case.call is not None
        assert call.case.call.third_party == "child"
        assert call.screen.at.at.step == "child"


async def test_a_new_voice_locks_the_screen_again(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("t", "h")
        assert call.screen.stage == LOCKED
        assert call.case.call is not None
        assert call.case.call.verified == ()
        await call.press("v")
        await call.type("0304198043215")
        assert call.screen.stage == VERIFIED


async def test_somebody_elses_time_schedules_and_is_no_consent(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "t", "c")
        await call.type("fr 5p")
        await call.press("enter")
    consumer = shift.desk().look(DANA).case.consumer
    assert [each.asked_by for each in consumer.callbacks] == ["somebody else"]
    assert consumer.callbacks[0].at.isoformat() == "2026-06-05T21:00:00+00:00"
    assert consumer.consents == ()


async def test_location_questions_stay_closed_while_what_we_have_is_not_in_doubt(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "t", "u", "1")
        assert call.screen.at.at.step == "not-here"
        assert "1006.10" in call.message or "1692b" in call.message


async def test_payment_keys_open_when_the_statement_is_stamped(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        assert call.screen.check_action("money", ()) is None
        await call.press("p")
        assert call.screen.menu is None
        assert "1692e(11)" in call.message
        await call.press("s")
        assert call.case.call is not None
        assert "collector-disclosure" in call.case.call.disclosures
        assert call.screen.check_action("money", ()) is True


async def test_another_number_is_dialled_without_leaving_the_case(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "full_stop", "N")
        assert call.case.id == DANA
        assert call.case.consumer.calls[0].outcome == "NA"
        assert call.screen.stage == PREVIEW
        await call.press("enter")
        assert call.case.call is not None
        assert call.case.call.row == call.case.consumer.numbers[1].row


async def test_a_number_picked_during_the_call_comes_up_after_its_outcome(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "l", "1", "n", "enter")
        assert call.case.id == DANA
        assert call.case.consumer.calls[0].outcome == "NA"
        assert call.screen.draft.row == call.case.consumer.numbers[1].row


async def test_an_inbound_caller_is_always_unverified(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(RUIZ)
        await call.press("i")
        await call.type("937 555 0123")
        await call.press("enter")
        assert call.screen.stage == LOCKED
        assert call.case.call is not None
        assert call.case.call.is_inbound
        assert call.case.call.row == call.case.consumer.numbers[0].row
        assert call.screen.at.at.script == "inbound"


async def test_a_skip_needs_a_reason_and_brings_the_next_card(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("s", "enter")
        assert call.case.id == DANA
        await call.type("line of the house is busy")
        await call.press("enter")
        assert call.case.id != DANA
    assert len(shift.desk().look(DANA).case.consumer.skips) == 1


async def test_a_note_typed_before_any_call_is_written_when_the_case_is_left(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(PROMISED)
        await call.press("n")
        await call.type("look for the new address")
        await call.press("f12", "f3")
        assert call.app.desk.opened is None
    case = shift.desk().look(PROMISED).case
    assert [case.texts[note.row] for note in case.consumer.notes] == ["look for the new address"]


async def test_the_queue_waits_until_a_live_call_has_its_outcome(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "f3")
        assert call.app.screen is call.app.get_screen("wrap")
        assert call.case.call is not None
        await call.press("f3")
        assert call.case.call is not None
        assert "outcome first" in call.message


async def test_letters_are_text_in_a_note_and_function_keys_still_act(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("n")
        await call.type("says x and w")
        assert call.screen.draft.note == "says x and w"
        await call.press("f6")
        assert call.screen.at.at.step == "coverage"
        await call.press("f12")
        assert call.screen.focused is None
        assert call.screen.query_one("#notes").text == "says x and w"  # type: ignore[attr-defined]


async def test_what_is_typed_is_kept_within_a_second_without_card_numbers(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "n")
        await call.type("card 4111111111111111 he said")
        await call.until(lambda: b"he said" in shift.store.drafts(COLLECTOR).get(key_of(DANA), b""))
        body = shift.store.drafts(COLLECTOR)[key_of(DANA)]
    draft = decode(body)
    assert draft is not None
    assert draft.note == "card [card number taken out] he said"
    assert b"4111" not in body


async def test_a_cut_off_call_goes_on_with_its_note_step_and_timer(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "space", "n")
        await call.type("asked for Dana")
        await call.until(lambda: b"for Dana" in shift.store.drafts(COLLECTOR).get(key_of(DANA), b""))
        before = call.screen.draft
        shift.clock.forward(seconds=40)
        async with running(shift) as again:  # the first one is never told
            assert again.case.id == DANA
            assert again.screen.stage == LOCKED
            assert again.screen.draft == before.cut(shift.clock())
            assert again.screen.at.at.step == "verify"
            assert again.screen.draft.talk_seconds(shift.clock()) == 0
            assert again.screen.query_one("#notes").text == "asked for Dana"  # type: ignore[attr-defined]


async def test_a_cut_off_wrap_up_goes_on_as_it_was_filled_in(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        shift.clock.forward(seconds=60)
        await call.press("w", "c")
        await call.type("fr 5")
        await call.until(lambda: b"fr 5" in shift.store.drafts(COLLECTOR).get(key_of(DANA), b""))
        async with running(shift) as again:
            wrap = again.app.screen
            assert wrap is again.app.get_screen("wrap")
            assert wrap.form.code == "RPC-CB"  # type: ignore[attr-defined]
            assert wrap.form.typed["at"] == "fr 5"  # type: ignore[attr-defined]


async def test_thirty_keys_in_one_write_are_all_taken_in_order(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        text = "the quick brown fox said 50"
        call.send("enter", "enter", "n", *text)
        await call.settle()
        assert call.screen.draft.note == text


async def test_a_paste_in_cmd_is_ignored_and_said_so(shift: Shift) -> None:
    from textual import events

    async with running(shift) as call:
        await call.open(DANA)
        call.app.post_message(events.Paste("\n\nx"))
        await call.settle()
        assert call.case.call is None
        assert "ignored" in call.message


async def test_a_small_terminal_loses_nothing(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "n")
        await call.type("half a ")
        await call.pilot.resize_terminal(40, 10)
        await call.settle()
        await call.type("word")
        await call.pilot.resize_terminal(80, 24)
        await call.settle()
        assert call.screen.draft.note == "half a word"
        assert call.screen.stage == LOCKED


async def test_what_was_typed_in_the_last_moment_before_leaving_is_kept(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "n")
        await call.type("and then")
    draft = decode(shift.open().drafts(COLLECTOR)[key_of(DANA)])
    assert draft is not None
    assert draft.note == "and then"


async def test_what_is_read_aside_stays_until_the_next_key(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("y")
        choices = call.screen.query_one("#choices", Pane)
        assert choices.border_title == "Why do I owe this?"
        call.screen.paint()
        await call.press("pagedown")
        assert choices.border_title == "Why do I owe this?"
        await call.press("space")
        assert choices.border_title == "They said (1-9, 0 cards)"


async def test_the_story_tells_billed_and_left(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("y")
        story = " ".join(str(line) for line in call.screen.query_one("#choices", Pane).lines)
        assert "Placed with us at $1,417.51." in story
        assert "Left $1,317.51." in story


async def test_history_stands_where_the_account_stood(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        assert not call.screen.query_one("#timeline").display
        await call.press("a")
        assert call.screen.query_one("#timeline").display
        assert not call.screen.query_one("#account").display


async def test_as_the_clock_passes_an_hour_that_closes_the_number_is_judged_anew(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        assert call.screen.refused == {}
        shift.clock.forward(hours=11)
        await call.until(lambda: "dial" in call.screen.refused)
