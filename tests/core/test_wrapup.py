"""Wrapping up: outcomes that cannot be, what follows from those that can, undo, and what is said before Enter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from callassist import commands as cmd
from callassist import events as ev
from callassist.calendars import Window
from callassist.casefile import debt_stream
from callassist.commands import DebtCode, Leave, LogOutcome, PlaceCall
from callassist.decide import Accepted, Refused, consequences, decide, draft_note
from callassist.dossier import NoteText
from callassist.handbook import Handbook
from callassist.journal import evolve
from tests.core.decisions import A1, A2, CALL, CELL, HOME, LATER, TABLE, accepted, after, refusal, talking
from tests.core.journals import DANA, NOW, TODAY, case_of, eastern, handbook_of, rule


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return handbook_of(TABLE)


# ── outcomes that cannot be ──

PTP = LogOutcome(code="PTP", talk_seconds=60, amount_cents=5000, due=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("command", "part"),
    [
        (LogOutcome(code="XYZ"), "no such outcome code"),
        (replace(PTP, amount_cents=0), "needs an amount"),
        (replace(PTP, due=None), "needs the day"),
        (replace(PTP, amount_cents=18_051), "$180.51 is more than the $180.50 owed"),
        (replace(PTP, debts=(A2,), amount_cents=6051), "$60.51 is more than the $60.50 owed"),
        (replace(PTP, due=date(2026, 11, 23)), "passed already"),
        (replace(PTP, due=date(2027, 1, 9)), "by 08 Jan 2027 at the latest"),
        (replace(PTP, talk_seconds=3), "PTP does not fit a talk of 0:03: it takes at least 0:15"),
        (replace(PTP, talk_seconds=-1), "cannot be negative"),
        (replace(PTP, debts=(99,)), "not about one of those"),
        (replace(PTP, codes=(DebtCode(debt=A1, code="XYZ"),)), "one code out of the table"),
        (replace(PTP, codes=(DebtCode(debt=99, code="INS"),)), "tick it first"),
        (replace(PTP, codes=(DebtCode(debt=A1, code="UNA"), DebtCode(debt=A2, code="UNA"))), "make one of them"),
        (replace(PTP, codes=(DebtCode(debt=A2, code="PAY"),)), "Only one of the codes"),
        (replace(PTP, codes=(DebtCode(debt=A2, code="DSP"),)), "DSP needs what was said"),
        (replace(PTP, consent=Leave(words="", until=TODAY)), "Write down the words"),
        (replace(PTP, consent=Leave(words="ok", until=date(2026, 11, 1))), "passed already"),
        (replace(PTP, note="4111 1111 1111 1111"), "card number"),
        (replace(PTP, row=99), "no such number"),
        (LogOutcome(code="NA"), "NA does not fit: the person was verified"),
        (LogOutcome(code="RPC-CB", talk_seconds=9), "needs the day and time"),
        (LogOutcome(code="RPC-CB", talk_seconds=9, at=NOW), "passed already"),
        (LogOutcome(code="RPC-CB", talk_seconds=9, at=NOW + timedelta(days=61)), "within 60 days"),
        (LogOutcome(code="RPC-CB", talk_seconds=9, at=NOW.replace(tzinfo=None)), "time zone"),
        (LogOutcome(code="ATTY"), "needs the name of the attorney"),
        (LogOutcome(code="TIME"), "needs the times"),
    ],
)
def test_outcomes_that_are_refused(command: LogOutcome, part: str, handbook: Handbook) -> None:
    assert part in refusal(talking(), command, handbook)


@pytest.mark.parametrize(
    ("command", "part"),
    [
        (replace(PTP), "needs the person to be verified"),
        (LogOutcome(code="NA", talk_seconds=90), "it takes at most 0:10"),
        (LogOutcome(code="CND", consent=Leave(words="ok", until=TODAY)), "Only the verified consumer"),
    ],
)
def test_outcomes_that_need_the_person(command: LogOutcome, part: str, handbook: Handbook) -> None:
    assert part in refusal(case_of(DANA, CALL), command, handbook)


def test_do_not_call_needs_a_number_when_none_was_shown(handbook: Handbook) -> None:
    case = case_of(DANA, "2026-11-24 09:50 rang")
    assert "which number" in refusal(case, LogOutcome(code="DNC"), handbook)
    assert after(case, LogOutcome(code="DNC", row=CELL), handbook).consumer.restrictions[0].row == CELL


def test_nothing_is_promised_on_a_disputed_debt_while_another_is_open_not_even_when_ticked(handbook: Handbook) -> None:
    case = talking("2026-11-01 10:00 disputed A-1")
    promise = after(case, PTP, handbook).consumer.promises[-1]
    assert promise.shares == (ev.Share(debt=A2, cents=5000),)
    ticked = after(case, replace(PTP, debts=(A1, A2)), handbook).consumer.promises[-1]
    assert {share.debt for share in ticked.shares} == {A2}
    both = talking("2026-11-01 10:00 disputed A-1", "2026-11-01 10:00 disputed A-2")
    assert "disputed" in refusal(both, PTP, handbook)


# ── outcomes and what follows ──


def test_a_promise_is_divided_by_what_is_owed(handbook: Handbook) -> None:
    promise = after(talking(), replace(PTP, amount_cents=10_001), handbook).consumer.promises[-1]
    assert promise.shares == (ev.Share(debt=A1, cents=6649), ev.Share(debt=A2, cents=3352))


def test_a_new_promise_takes_the_place_of_the_old(handbook: Handbook) -> None:
    case = talking("2026-11-10 10:00 promised 20.00 by 2026-11-30 A-1")
    assert [p.state for p in after(case, PTP, handbook).consumer.promises] == ["cancelled", "open"]


def test_a_broken_promise_is_broken_by_the_systems_code(handbook: Handbook) -> None:
    case = case_of(DANA, "2026-11-10 10:00 promised 20.00 by 2026-11-20 A-1")
    broken = after(case, LogOutcome(code="BRK"), handbook)
    assert [p.state for p in broken.consumer.promises] == ["broken"]
    assert broken.consumer.status == "broken promise"


def test_each_debt_may_come_out_its_own_way(handbook: Handbook) -> None:
    command = replace(PTP, words="Aetna", codes=(DebtCode(debt=A2, code="INS"),))
    done = after(talking(), command, handbook)
    call = done.consumer.calls[-1]
    assert (call.outcome, call.also, set(call.debts)) == ("PTP", ((A2, "INS"),), {A1, A2})
    assert done.consumer.promises[-1].shares == (ev.Share(debt=A1, cents=5000),)
    assert [(r.kind, r.debts) for r in done.consumer.restrictions] == [("insurance_pending", (A2,)), ("hold", (A2,))]
    assert done.consumer.next_day == date(2026, 12, 1), "the earlier of promise and hold"


def test_the_talk_starts_the_clock_of_what_was_discussed_on_its_own_day(handbook: Handbook) -> None:
    waits = handbook_of(TABLE, rule("after_conversation", scope="debt", days=7))
    case = case_of(DANA, "2026-11-23 16:00 called cell", "2026-11-23 16:01 verified dob zip")
    done = after(case, LogOutcome(code="RPC-NC", talk_seconds=300, debts=(A1,)), waits)
    assert done.consumer.calls[-1].at == eastern("2026-11-23 16:00")
    sixth, eighth = eastern("2026-11-29 10:00"), eastern("2026-11-30 10:00")
    first = decide(done, PlaceCall(row=CELL), waits, sixth, "ana")
    assert isinstance(first, Accepted)
    assert [e.event.debts for e in first.entries if isinstance(e.event, ev.CallPlaced)] == [(A2,)]
    then = decide(done, PlaceCall(row=CELL), waits, eighth, "ana")
    assert isinstance(then, Accepted)
    assert [e.event.debts for e in then.entries if isinstance(e.event, ev.CallPlaced)] == [(A1, A2)]


def test_a_call_clears_the_callback_it_keeps(handbook: Handbook) -> None:
    kept = case_of(DANA, "2026-11-20 10:00 callback 2026-11-24 10:00", CALL)
    assert after(kept, LogOutcome(code="NA"), handbook).consumer.callbacks == ()
    early = case_of(DANA, "2026-11-20 10:00 callback 2026-11-24 17:00", CALL)
    assert len(after(early, LogOutcome(code="NA"), handbook).consumer.callbacks) == 1
    moved = after(
        talking("2026-11-20 10:00 callback 2026-11-24 17:00"),
        LogOutcome(code="RPC-CB", talk_seconds=9, at=eastern("2026-11-27 17:00"), words="after work"),
        handbook,
    )
    assert [callback.words for callback in moved.consumer.callbacks] == ["after work"]


def test_leave_to_call_before_then_is_kept_with_its_words(handbook: Handbook) -> None:
    leave = Leave(words="yes, any evening", until=date(2026, 11, 30))
    consent = after(talking(), replace(PTP, consent=leave, debts=(A1,)), handbook).consumer.consents[-1]
    assert (consent.words, consent.until, consent.debts) == ("yes, any evening", date(2026, 11, 30), (A1,))


def test_a_third_partys_time_is_no_consent(handbook: Handbook) -> None:
    case = case_of(DANA, CALL, "2026-11-24 09:51 answered household")
    set_by = after(case, LogOutcome(code="TP-CB", at=eastern("2026-11-27 17:00")), handbook)
    assert set_by.consumer.callbacks[-1].asked_by == "somebody else"
    assert set_by.consumer.consents == ()


def test_a_letter_waits_for_the_undo(handbook: Handbook) -> None:
    letter = after(talking(), PTP, handbook).consumer.letters[-1]
    assert (letter.kind, letter.not_before) == ("promise", NOW + timedelta(seconds=5))


def test_an_attorney_is_kept_with_the_restriction(handbook: Handbook) -> None:
    done = after(talking(), LogOutcome(code="ATTY", party="J. Doe", party_phone="614 555 0142"), handbook)
    assert done.texts[done.consumer.restrictions[-1].party] == "J. Doe"


def test_stated_times_are_kept_as_windows(handbook: Handbook) -> None:
    evenings = (Window(days=(0, 1), start_minute=1020, end_minute=1200),)
    done = after(talking(), LogOutcome(code="TIME", windows=evenings), handbook)
    assert done.consumer.restrictions[-1].windows == evenings


def test_a_dispute_marks_each_debt_once(handbook: Handbook) -> None:
    case = talking("2026-11-01 10:00 disputed A-1")
    decision = accepted(case, LogOutcome(code="DSP", talk_seconds=60, words="not mine"), handbook)
    assert [e.stream for e in decision.entries if isinstance(e.event, ev.DebtDisputed)] == [debt_stream(A2)]


def test_notes_are_drafted_written_or_left_out(handbook: Handbook) -> None:
    drafted = "Promised $50.00 by Tue 1 Dec. Spoke with the consumer, verified by date of birth and ZIP code."
    for note, expected in ((None, drafted), ("my own words", "my own words")):
        done = after(talking(), replace(PTP, note=note), handbook)
        assert done.texts[done.consumer.notes[-1].row] == expected
    assert after(talking(), replace(PTP, note=""), handbook).consumer.notes == ()
    assert draft_note(talking(), PTP, handbook, NOW) == drafted
    assert draft_note(talking(), LogOutcome(code="XYZ"), handbook, NOW) == ""


def test_identity_attested_elsewhere_counts_for_the_outcome_and_opens_nothing(handbook: Handbook) -> None:
    done = after(case_of(DANA, CALL), replace(PTP, is_attested=True), handbook)
    assert (done.consumer.calls[-1].reached, done.consumer.calls[-1].verified) == ("right", ("attested",))
    back = after(done, cmd.UndoOutcome(), handbook)
    assert back.call is not None
    assert back.call.verified == ()


# ── undo ──

UNDONE = [
    PTP,
    LogOutcome(code="DSP", talk_seconds=60, words="not mine"),
    LogOutcome(code="ATTY", talk_seconds=60, party="J. Doe"),
    LogOutcome(code="RPC-CB", talk_seconds=60, at=eastern("2026-11-27 17:00"), consent=Leave(words="ok", until=TODAY)),
    replace(PTP, words="Aetna", codes=(DebtCode(debt=A2, code="INS"),)),
    LogOutcome(code="PIF", talk_seconds=60),
    LogOutcome(code="TIME", windows=(Window(days=(1,), start_minute=600, end_minute=700),)),
]


@pytest.mark.parametrize("command", UNDONE, ids=lambda command: command.code)
def test_undo_puts_everything_back(command: LogOutcome, handbook: Handbook) -> None:
    before = talking("2026-11-10 10:00 promised 20.00 by 2026-11-30 A-1", "2026-11-20 10:00 callback 2026-11-24 10:00")
    done = after(before, command, handbook)
    decision = decide(done, cmd.UndoOutcome(), handbook, LATER, "ana")
    assert isinstance(decision, Accepted)
    back = evolve(done, decision.entries, decision.rows)
    assert replace(back.consumer, notes=before.consumer.notes) == before.consumer
    assert back.debts == before.debts
    assert decision.says == "Undone: the call is open again."
    assert after(back, LogOutcome(code="RPC-NC", talk_seconds=60), handbook).consumer.status == "contacted"


def test_undo_gives_a_number_its_standing_back(handbook: Handbook) -> None:
    case = case_of(DANA, "2026-11-20 10:00 marked cell good", CALL)
    done = after(case, LogOutcome(code="WN"), handbook)
    assert done.consumer.numbers[1].standing == "wrong_party"
    back = after(done, cmd.UndoOutcome(), handbook)
    assert back.consumer.numbers[1].standing == "good"


def test_undo_of_a_system_code_restores_the_promise(handbook: Handbook) -> None:
    case = case_of(DANA, "2026-11-10 10:00 promised 20.00 by 2026-11-20 A-1")
    back = after(after(case, LogOutcome(code="BRK"), handbook), cmd.UndoOutcome(), handbook)
    assert replace(back.consumer, notes=()) == case.consumer


def test_an_undo_that_comes_too_late(handbook: Handbook) -> None:
    done = after(talking(), PTP, handbook)
    assert "no outcome to undo" in refusal(talking(), cmd.UndoOutcome(), handbook)
    other = decide(done, cmd.UndoOutcome(), handbook, LATER, "ben")
    assert isinstance(other, Refused)
    assert "Somebody else" in other.sentence
    late = decide(done, cmd.UndoOutcome(), handbook, NOW + timedelta(hours=13), "ana")
    assert isinstance(late, Refused)
    assert "earlier shift" in late.sentence
    assert "no outcome to undo" in refusal(after(done, PlaceCall(row=HOME), handbook), cmd.UndoOutcome(), handbook)
    assert "no outcome to undo" in refusal(after(done, cmd.UndoOutcome(), handbook), cmd.UndoOutcome(), handbook)


def test_a_letter_that_may_have_gone_is_not_unsaid(handbook: Handbook) -> None:
    done = after(talking(), PTP, handbook)
    decision = decide(done, cmd.UndoOutcome(), handbook, NOW + timedelta(seconds=6), "ana")
    assert isinstance(decision, Accepted)
    assert decision.says.endswith("A letter from it may have gone out.")
    assert len(evolve(done, decision.entries).consumer.letters) == 1


# ── what is said before Enter ──


def test_consequences_say_all_that_will_be_done(handbook: Handbook) -> None:
    lines = consequences(talking(), LogOutcome(code="DSP", talk_seconds=60, words="not mine"), handbook, NOW)
    assert lines == (
        "Dispute. Comes back Fri 25 Dec.",
        "Account A-1 is marked as disputed.",
        "Account A-2 is marked as disputed.",
        "No calls about these debts before Fri 25 Dec: dispute.",
        "Letter: dispute, to be drafted.",
    )
    lines = consequences(talking(), LogOutcome(code="ATTY", party="J. Doe"), handbook, NOW)
    assert lines == ("Has an attorney.", "From now on contact goes to the attorney only. J. Doe is recorded.")


def test_consequences_of_a_promise_name_its_day_and_the_first_call_about_it() -> None:
    waits = handbook_of(TABLE, rule("after_conversation", scope="debt", days=7))
    lines = consequences(talking(), replace(PTP, due=TODAY + timedelta(days=2)), waits, NOW)
    assert lines[-1] == "Due Thu 26 Nov; first call about it Tue 1 Dec."
    assert not [line for line in lines if "Comes back" in line or "No call before" in line]


def test_consequences_say_when_no_number_is_left(handbook: Handbook) -> None:
    gone = "The number ending 0101 is marked bad. No number is left: goes to the skip list."
    last = case_of(DANA, "2026-11-20 10:00 marked cell bad", "2026-11-24 09:50 called home")
    assert gone in consequences(last, LogOutcome(code="DISC"), handbook, NOW)
    other = case_of(DANA, "2026-11-24 09:50 called home")
    assert gone not in consequences(other, LogOutcome(code="DISC"), handbook, NOW)


def test_a_note_leaves_blank_what_is_not_filled_in(handbook: Handbook) -> None:
    assert draft_note(talking(), LogOutcome(code="PTP"), handbook, NOW).startswith("Promised … by ….")
    assert draft_note(talking(), LogOutcome(code="RPC-CB"), handbook, NOW).startswith("Asked to be called ….")


@pytest.mark.parametrize("is_allowed", [True, False])
def test_a_message_that_policy_did_not_allow_is_recorded_as_such(*, is_allowed: bool) -> None:
    rules = () if is_allowed else (rule("always", on="voicemail"),)
    handbook = handbook_of(TABLE, *rules)
    case = case_of(DANA, "2026-11-24 09:50 called home")
    decision = accepted(case, LogOutcome(code="AM-L", talk_seconds=30), handbook)
    assert ("Policy did not allow a message." in decision.says) is not is_allowed
    notes = [row.value.text for row in decision.rows if isinstance(row.value, NoteText)]
    assert notes == ([] if is_allowed else ["Policy did not allow a message."])


def test_consequences_name_the_next_clear_moment() -> None:
    waits = handbook_of(TABLE, rule("after_conversation", scope="debt", days=7))
    lines = consequences(talking(), LogOutcome(code="RPC-NC", talk_seconds=60), waits, NOW)
    assert lines[-1] == "No call before Tue 1 Dec 00:00 ET."


def test_consequences_of_what_cannot_be_are_the_reason(handbook: Handbook) -> None:
    assert consequences(talking(), LogOutcome(code="PTP", talk_seconds=60), handbook, NOW) == (
        "PTP needs an amount above zero.",
    )


@pytest.mark.parametrize("code", ["DSP", "IDT", "CND", "BKY", "QOC", "LEGAL", "RNV", "CMPL", "MIL"])
def test_while_locked_nothing_tells_of_a_debt(code: str, handbook: Handbook) -> None:
    command = LogOutcome(code=code, talk_seconds=60, words="stop")
    said = " ".join(consequences(case_of(DANA, CALL), command, handbook, NOW)).lower()
    decision = accepted(case_of(DANA, CALL), command, handbook)
    for text in (said, decision.says.lower()):
        assert not [word for word in ("debt", "account", "a-1", "mercy", "120.00", "owed", "balance") if word in text]


def test_consequences_write_nothing(handbook: Handbook) -> None:
    case = talking()
    consequences(case, PTP, handbook, NOW)
    assert case == talking()


def test_no_promise_is_kept_on_a_debt_that_no_money_may_be_taken_on() -> None:
    qmb = rule("restricted", "take_payment", scope="debt", say="Owes none of it.", kinds={"medicare_qmb": "any"})
    handbook = handbook_of(TABLE, qmb)
    case = talking("2026-11-01 10:00 restricted medicare_qmb A-1")
    assert refusal(case, replace(PTP, debts=(A1, A2)), handbook).startswith(
        "No money from the consumer on A-1; leave it out: Owes none of it."
    )
    assert after(case, replace(PTP, debts=(A2,)), handbook).consumer.promises[-1].shares[0].debt == A2
