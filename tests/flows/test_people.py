"""Who speaks for whom, what they may hear, complaints, words to be careful with, dialling in spite of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callassist.commands import LogOutcome, PlaceCall
from callassist.desk import Done, Opened
from tests.flows.seen import other_desk, see, shown
from tests.flows.shift import COLLECTOR, DANA, SECRETS, Shift, running

if TYPE_CHECKING:
    from tests.flows.shift import Call

HUSBAND = "Pat Lee"


async def hand_over(call: Call, name: str = HUSBAND) -> None:
    """The spouse takes the telephone."""
    await call.press("t", "s", "s")
    await call.type(name)
    await call.press("enter")


async def test_a_spouse_without_leave_cannot_be_verified_and_hears_nothing(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter")
        await hand_over(call)
        assert call.case.call is not None
        assert call.case.call.speaker == "spouse"
        assert "spouse speaks: no word before" in shown(call.app)
        assert "[CANNOT VERIFY]" in shown(call.app)
        assert not [secret for secret in SECRETS if secret in shown(call.app)]


async def test_after_a_wrong_number_nobody_is_verified_whoever_is_named_next(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "t", "w")
        await see(call, "suggested WN")
        await call.press("f12")
        await see(call, r"\[CANNOT VERIFY\]")
        await hand_over(call)
        await call.press("v")
        assert call.case.call is not None
        assert call.case.call.speaker == "spouse"
        assert "not theirs" in call.message
        assert "[CANNOT VERIFY]" in shown(call.app)


async def test_leave_given_by_the_verified_consumer_lets_the_spouse_hear_and_not_of_the_care(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("e", "s")
        await call.type(f"{HUSBAND}: he deals with the bills")
        await call.press("enter")
        assert [each.relation for each in call.case.consumer.authorities] == ["spouse"]
        await hand_over(call)
        await see(call, r"\[LOCKED\]")
        await call.press("v")
        await call.type(HUSBAND)
        await call.press("enter")
        await call.type("43215")
        await call.press("enter")
        await see(call, r"\[OK\]")
        seen = shown(call.app)
        assert "Say nothing of the" in seen
        assert not [word for word in ("Zzyzx", "Oncology", "03 Nov 2025", "3 November 2025") if word in seen]


async def test_a_complaint_is_kept_by_one_key_and_says_until_when_it_is_answered(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("j", "c")
        await call.type("you call me all day")
        await call.press("enter")
        (made,) = call.case.consumer.complaints
        assert (made.kind, made.step) == ("contact", "open")
        assert "Acknowledge the complaint of 02 Jun 2026" in call.message


async def test_words_that_may_not_be_said_are_noticed_while_the_note_is_typed(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("n")
        await call.type("told him we will garnish his wages")
        await see(call, "If it was we who said so: words that threaten wages")


async def test_who_may_dial_over_the_agencys_own_cap_gives_a_reason_and_others_are_told_who_may(shift: Shift) -> None:
    for _ in range(3):
        desk = other_desk(shift, COLLECTOR)
        opened = desk.open(DANA)
        assert isinstance(opened, Opened)
        assert isinstance(desk.do(PlaceCall(row=opened.verdicts.best_row)), Done)
        assert isinstance(desk.do(LogOutcome(code="NA")), Done)
        desk.release()
        shift.clock.forward(minutes=20)
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("exclamation_mark")
        assert "takes compliance; you work as a collector" in call.message
        await call.press("enter")
        assert call.case.call is None
        await call.press("f12")
    shift.role = "compliance"
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("exclamation_mark")
        await call.press("enter")
        assert "It needs words" in call.message
        await call.type("the consumer asked for it by letter")
        await call.press("enter")
        assert call.case.call is not None


async def test_a_refusal_to_be_recorded_is_kept_as_soon_as_the_script_hears_it(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "9")
        await see(call, "Let me see what I can do")
        assert [limit.kind for limit in call.case.consumer.restrictions] == ["recording_refused"]


async def test_a_machine_hears_no_recording_notice(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "5")
        await see(call, "Let the greeting end")
        assert call.case.call is not None
        assert call.case.call.disclosures == ()


async def test_each_note_is_read_and_each_case_warns_anew(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("n")
        await call.type("we will sue you ")
        await see(call, "If it was we who said so")
        call.screen.say("")
        await call.type("and garnish your wages")
        await see(call, "If it was we who said so")


async def test_a_spouse_who_cannot_be_verified_is_spoken_to_as_a_stranger(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter")
        await hand_over(call)
        assert "date of birth" not in shown(call.app)
        assert "ZIP code" not in shown(call.app)


async def test_a_spouse_with_leave_is_told_as_far_as_it_goes_and_asked_for_nothing(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("e", "s")
        await call.type(f"{HUSBAND}: he deals with the bills")
        await call.press("enter")
        await hand_over(call)
        assert str(call.screen.at.at) == "representative#check"
        await call.press("v")
        await call.type(HUSBAND)
        await call.press("enter")
        await call.type("43215")
        await see(call, r"\[OK\]")
        assert str(call.screen.at.at) == "representative#may-they-hear"
        await call.press("1", "1")
        assert str(call.screen.at.at) == "representative#coverage"
        await call.press("2", "1")
        assert str(call.screen.at.at) == "representative#what-next"
        await call.press("2")
        assert str(call.screen.at.at) == "representative#what-next"
