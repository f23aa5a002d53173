"""Doing things to the case in hand: leases, racing writers, undo, cut-off calls, people who owe a debt together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from callassist import events as ev
from callassist.casefile import consumer_stream, debt_stream
from callassist.commands import (
    DebtCode,
    LogOutcome,
    PlaceCall,
    ReceiveCall,
    UndoOutcome,
    WriteNote,
)
from callassist.desk import Done, Held, Opened
from callassist.desk.desk import CALL_LEASE, LEASE
from callassist.desk.report import last_outcome
from callassist.desk.timeline import timeline
from callassist.handbook import Refused
from callassist.store import ASLEEP, BLOCKED, CLOSED, READY, StaleCase
from tests.desk.floor import TUESDAY, Debt, Floor, Who, ask, call, done, end, served, take, took_a_call, worked

# ── in whose hands ──


def test_a_case_on_another_desk_is_said_to_be_so(floor: Floor) -> None:
    floor.person(1)
    take(floor.desk("ana"), 1)
    held = floor.desk("ben").open(1)
    assert isinstance(held, Held)
    assert held.sentence.startswith("Case C1 is open on another desk")


def test_a_lease_is_kept_by_renewing_and_lost_by_not(floor: Floor) -> None:
    floor.person(1)
    ana, ben = floor.desk("ana"), floor.desk("ben")
    take(ana, 1)
    floor.clock.forward(seconds=80)
    assert ana.renew()
    floor.clock.forward(seconds=80)
    assert isinstance(ben.open(1), Held)
    floor.clock.forward(seconds=20)
    take(ben, 1)
    assert not ana.renew()


def test_nobody_dials_a_case_that_they_have_lost(floor: Floor) -> None:
    floor.person(1)
    ana, ben = floor.desk("ana"), floor.desk("ben")
    take(ana, 1)
    floor.clock.at += LEASE
    take(ben, 1)
    answer = ana.do(PlaceCall(row=3))
    assert isinstance(answer, Refused)
    assert "another desk" in answer.sentence
    assert isinstance(ben.do(PlaceCall(row=3)), Done)


def test_a_case_with_an_open_call_is_kept_for_half_an_hour(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk("ana")
    take(ana, 1)
    done(ana.do(PlaceCall(row=3)))
    (lease,) = floor.lease()
    assert lease.until == TUESDAY + CALL_LEASE
    ana.release()
    assert [each.case for each in floor.lease()] == [1]
    assert isinstance(floor.desk("ben").open(1), Held)


def test_looking_up_somebody_else_does_not_lose_the_call(floor: Floor) -> None:
    floor.person(1)
    floor.person(2)
    ana = floor.desk("ana")
    take(ana, 1)
    done(ana.do(PlaceCall(row=3)))
    assert isinstance(ana.open(2), Held)
    assert [each.case for each in floor.lease()] == [1]


def test_a_cut_off_call_is_offered_again_with_what_was_typed(floor: Floor) -> None:
    floor.person(1)
    floor.person(2)
    ana = floor.desk("ana")
    take(ana, 2)
    ana.release()
    take(ana, 1)
    done(ana.do(PlaceCall(row=3)))
    ana.keep("call:1", b"wife on the line")
    again = floor.desk("ana")
    opened = again.unfinished()
    assert opened is not None
    assert opened.case.id == 1
    assert opened.case.call is not None
    assert again.opened is opened
    assert again.kept() == {"call:1": b"wife on the line"}
    assert floor.desk("ben").unfinished() is None


def test_an_unfinished_call_waits_for_its_collector_after_the_lease(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk("ana")
    take(ana, 1)
    done(ana.do(PlaceCall(row=3)))
    floor.clock.forward(minutes=31)
    assert floor.desk("ben").next() is None
    assert floor.desk("ben").unfinished() is None
    back = floor.desk("ana").unfinished()
    assert back is not None
    assert back.case.call is not None
    done(ana.do(LogOutcome(code="NA")))
    assert floor.desk("ana").unfinished() is None


def test_a_call_that_was_left_is_told_so_after_a_shift_and_frees_its_case(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk("ana")
    take(ana, 1)
    done(ana.do(PlaceCall(row=3)))
    floor.clock.forward(hours=11, minutes=50)
    floor.desk("ben").sweep()
    assert floor.desk("ben").look(1).case.call is not None
    floor.clock.forward(minutes=20)
    floor.desk("ben").sweep()
    seen = floor.desk("ben").look(1).case
    assert (seen.call, seen.consumer.calls[-1].outcome, seen.consumer.calls[-1].is_connected) == (None, "LEFT", True)
    assert floor.row(1).mine == ""
    assert floor.desk("ana").unfinished() is None
    floor.clock.forward(hours=14)
    again = floor.desk("ben").next()
    assert again is not None
    assert again.case.id == 1


def test_a_call_with_two_codes_is_undone_whole(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1), Debt(2)))
    ana = floor.desk("ana")
    took_a_call(ana, 1, "DSP", talk_seconds=60, words="not mine", codes=(DebtCode(debt=2, code="LEGAL"),))
    done(ana.undo())
    seen = ana.look(1)
    assert last_outcome(floor.store.worked(TUESDAY, TUESDAY + timedelta(hours=1), "ana")) == 0
    assert seen.case.call is not None


def test_nothing_is_unfinished_when_only_leases_are_left(floor: Floor) -> None:
    floor.person(1)
    take(floor.desk("ana"), 1)
    again = floor.desk("ana")
    assert again.unfinished() is None
    assert [each.case for each in floor.lease()] == [1]


def test_without_a_case_nothing_is_done(floor: Floor) -> None:
    answer = floor.desk().do(WriteNote(text="hello"))
    assert isinstance(answer, Refused)
    assert not floor.desk().renew()
    assert floor.desk().survey() is None


# ── racing writers ──


def test_what_others_wrote_meanwhile_is_taken_in(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk("ana")
    take(ana, 1)
    floor.told(debt_stream(1), ev.BalanceChanged(balance_cents=3_000, was_cents=50_000))
    done(ana.do(ReceiveCall()))
    assert ana.opened is not None
    assert ana.opened.case.debt(1).balance_cents == 3_000
    over = ana.do(LogOutcome(code="PTP", talk_seconds=60, amount_cents=5_000, due=date(2026, 6, 9)))
    assert isinstance(over, Refused)


def test_a_debt_that_was_recalled_meanwhile_is_not_called_about(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk("ana")
    take(ana, 1)
    floor.told(debt_stream(1), ev.DebtRecalled(why="the client took it back"))
    answer = ana.do(PlaceCall(row=3))
    assert isinstance(answer, Refused)
    assert ana.opened is not None
    assert ana.opened.case.open_debts() == ()
    assert floor.row(1).state == CLOSED


def test_who_is_outrun_again_and_again_is_told(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    floor.person(1)
    ana = floor.desk("ana")
    take(ana, 1)

    def outrun(*_: object) -> Opened:
        raise StaleCase(2)

    monkeypatch.setattr(ana.cases, "append", outrun)
    with pytest.raises(StaleCase):
        ana.do(WriteNote(text="never written"))


# ── two people, one debt ──


def both(floor: Floor) -> None:
    """Dana and Robin owe debt 1 together."""
    floor.person(1, debts=(Debt(1),))
    floor.person(2, who=Who(first="Robin", last="Lee", debts=(Debt(1), Debt(2))))


def test_what_one_says_of_a_debt_is_in_the_others_case(floor: Floor) -> None:
    both(floor)
    took_a_call(floor.desk("ana"), 1, "DSP", talk_seconds=60, words="not mine")
    assert floor.desk().look(2).case.debt(1).disputed_by == (1,)
    assert floor.row(1).state == ASLEEP
    assert floor.row(2).state == READY


def test_one_at_work_takes_in_what_the_other_desk_heard(floor: Floor) -> None:
    both(floor)
    ben = floor.desk("ben")
    take(ben, 2)
    took_a_call(floor.desk("ana"), 1, "DSP", talk_seconds=60, words="not mine")
    assert ben.opened is not None
    assert ben.opened.case.debt(1).disputed_by == ()
    done(ben.do(WriteNote(text="called in")))
    assert ben.opened.case.debt(1).disputed_by == (1,)


def test_undoing_it_takes_it_from_both(floor: Floor) -> None:
    both(floor)
    ana = floor.desk("ana")
    took_a_call(ana, 1, "DSP", talk_seconds=60, words="not mine")
    done(ana.undo())
    assert floor.desk().look(2).case.debt(1).disputed_by == ()
    assert (floor.row(1).state, floor.row(1).mine) == (ASLEEP, "ana"), "its call is open again"
    end(ana, "RPC-NC", talk_seconds=60)


# ── undo ──


def test_an_outcome_is_undone_while_the_next_case_is_up(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1, placed=date(2026, 1, 1)),))
    floor.person(2)
    ana = floor.desk("ana")
    assert ana.next() is not None
    call(ana)
    up = ana.next()
    assert up is not None
    assert up.case.id == 2
    floor.clock.forward(seconds=4)
    back = done(ana.undo())
    assert back.opened.case.id == 1
    assert back.opened.case.call is not None
    assert back.opened.case.call.outcome == ""
    assert [each.case for each in floor.lease()] == [1]
    assert served(floor.desk("ben")) == [2]
    end(ana, "BZ")
    assert ana.look(1).case.consumer.calls[-1].outcome == "BZ"


def test_a_note_that_was_undone_with_its_outcome_stands_once_when_it_is_saved_again(floor: Floor) -> None:
    floor.person(1)
    desk = floor.desk()
    assert desk.next() is not None
    call(desk, note="rang six times")
    done(desk.undo())
    opened = done(desk.do(LogOutcome(code="NA", note="rang six times"))).opened
    told = [line.text for line in timeline(opened.case, opened.entries, "America/New_York")]
    assert told.count("note: rang six times") == 1
    assert "outcome undone" in told


def test_it_is_undone_hours_later_and_after_a_restart(floor: Floor) -> None:
    floor.person(1)
    worked(floor.desk("ana"), 1)
    floor.clock.forward(hours=11)
    done(floor.desk("ana").undo())
    assert floor.desk().look(1).case.call is not None


def test_another_shifts_outcome_stays(floor: Floor) -> None:
    floor.person(1)
    worked(floor.desk("ana"), 1)
    floor.clock.forward(hours=13)
    assert isinstance(floor.desk("ana").undo(), Refused)


def test_undo_goes_back_over_ones_outcomes_and_no_further(floor: Floor) -> None:
    floor.person(1)
    floor.person(2)
    ana = floor.desk("ana")
    worked(floor.desk("ben"), 2)
    worked(ana, 1)
    done(ana.undo())
    again = ana.undo()
    assert isinstance(again, Refused)
    end(ana, "NA")
    ana.release()
    assert isinstance(ask(ana, 2, UndoOutcome()), Refused)


def test_nothing_is_undone_in_the_middle_of_another_call(floor: Floor) -> None:
    floor.person(1)
    floor.person(2)
    ana = floor.desk("ana")
    worked(ana, 1)
    take(ana, 2)
    done(ana.do(PlaceCall(row=3)))
    answer = ana.undo()
    assert isinstance(answer, Refused)
    assert "needs its outcome" in answer.sentence
    assert ana.opened is not None
    assert ana.opened.case.id == 2


def test_undo_leaves_the_card_up_when_there_is_nothing_to_undo(floor: Floor) -> None:
    floor.person(1)
    floor.person(2)
    ana = floor.desk("ana")
    worked(ana, 1)
    floor.told(consumer_stream(1), ev.CallReceived(number=0, debts=(1,), line="agency"), actor="ben")
    take(ana, 2)
    assert isinstance(ana.undo(), Refused)
    assert ana.opened is not None
    assert ana.opened.case.id == 2


def test_undo_says_when_somebody_else_has_the_case(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk("ana")
    worked(ana, 1)
    take(floor.desk("ben"), 1)
    assert isinstance(ana.undo(), Held)


def test_a_retracted_restriction_frees_the_case(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk("ana")
    took_a_call(ana, 1, "CND", talk_seconds=30)
    assert floor.row(1).state == BLOCKED
    done(ana.undo())
    done(ana.do(LogOutcome(code="QHUP")))
    ana.release()
    assert floor.row(1).state == ASLEEP
