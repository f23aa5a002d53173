"""Disputes that end without an answer: withdrawn, undone, or upheld by something else."""

from __future__ import annotations

from datetime import date

from callassist import commands as cmd
from callassist.carried import carry_duties
from callassist.journal import evolve
from callassist.pen import Pen
from tests.core.journals import DANA, NOW, case_of
from tests.core.test_notices import A1, A2, after, handbook, other_case, refusal, stops


def test_a_dispute_that_nobody_answered_is_repeated_by_none() -> None:
    case = after(case_of(DANA), cmd.MakeRequest(kind="dispute", is_written=True, debts=(A1,)))
    gone = after(case, cmd.WithdrawRequest(request=case.consumer.requests[0].id, why="meant for another case"))
    again = cmd.MakeRequest(kind="dispute", is_written=True, debts=(A1,), is_new=False)
    assert "repeats none" in refusal(gone, again)


def test_with_the_last_of_its_disputes_a_debt_is_disputed_no_more() -> None:
    ask = cmd.MakeRequest(kind="dispute", debts=(A1,))
    case = after(after(case_of(DANA), ask), ask)
    for left in (1, 0):
        case = after(case, cmd.WithdrawRequest(request=case.consumer.requests[0].id, why="they pay after all"))
        assert bool(case.debt(A1).disputed_by) == bool(left)


def test_an_undone_outcome_leaves_a_dispute_that_a_letter_upholds() -> None:
    call = ("2026-11-24 09:50 called home", "2026-11-24 09:51 verified dob zip")
    logged = after(case_of(DANA, *call), cmd.LogOutcome(code="DSP", words="not mine", talk_seconds=60))
    assert logged.debt(A1).disputed_by == logged.debt(A2).disputed_by == (logged.id,)
    written = after(logged, cmd.MakeRequest(kind="dispute", is_written=True, debts=(A1,)))
    undone = after(written, cmd.UndoOutcome())
    assert (undone.debt(A1).disputed_by, undone.debt(A2).disputed_by) == ((undone.id,), ())


def test_a_mark_that_an_outcome_made_outlives_a_request_that_is_withdrawn() -> None:
    called = ("2026-11-20 10:00 called home", "2026-11-20 10:05 ended DSP right 1:00")
    case = after(case_of(DANA, *called, "disputed A-1"), cmd.MakeRequest(kind="dispute", debts=(A1,)))
    gone = after(case, cmd.WithdrawRequest(request=case.consumer.requests[0].id, why="said once"))
    assert gone.debt(A1).disputed_by == (gone.id,)


def test_withdrawn_after_its_answer_came_back_a_dispute_holds_nothing() -> None:
    asked = cmd.MakeRequest(kind="dispute", is_written=True, on=date(2026, 11, 2))
    case = after(case_of(DANA), asked, cmd.RecordNotice(kind="verification", on=date(2026, 11, 5)))
    back = after(case, cmd.ReturnNotice(notice=case.consumer.notices[0].id, on=date(2026, 11, 20)))
    assert "us.fdcpa.dispute-hold" in stops(back, "demand", A1)
    gone = after(back, cmd.WithdrawRequest(request=back.consumer.requests[0].id, why="they pay after all"))
    assert "us.fdcpa.dispute-hold" not in stops(gone, "demand", A1)


def test_what_was_brought_along_before_is_not_brought_twice() -> None:
    other = after(other_case(), cmd.RecordNotice(kind="validation"), cmd.MakeRequest(kind="dispute", is_written=True))
    case = case_of(DANA)
    pen = Pen(case, handbook(), NOW, "ana")
    carry_duties(pen, Pen(other, handbook(), NOW, "ana"))
    assert len(pen.entries) == 2
    again = Pen(evolve(case, pen.entries, ()), handbook(), NOW, "ana")
    carry_duties(again, Pen(other, handbook(), NOW, "ana"))
    assert again.entries == []
