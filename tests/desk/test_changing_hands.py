"""Promises that broke, linked cases, namesakes, and the clock that steps back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from callassist import events as ev
from callassist.casefile import consumer_stream, debt_stream
from callassist.commands import (
    AcceptLink,
    LogOutcome,
    PlaceCall,
    PlaceRestriction,
    TryIdentity,
    UndoLink,
)
from callassist.desk.records import link_command, suggestion
from callassist.desk.report import shift
from callassist.handbook import Refused
from callassist.store import CLOSED, READY
from tests.desk.floor import ANSWERS, TUESDAY, Debt, Floor, Who, ask, done, served, take, worked

# ── broken promises ──


def promised(floor: Floor, due: date) -> None:
    share = ev.Share(debt=1, cents=5_000)
    floor.told(consumer_stream(1), ev.PromiseMade(shares=(share,), due=due))


def test_a_promise_has_a_day_of_grace(floor: Floor) -> None:
    floor.person(1)
    promised(floor, date(2026, 6, 1))
    opened = floor.desk().next()
    assert opened is not None
    assert opened.case.consumer.promises[0].state == "open"


def test_a_broken_promise_is_told_once_and_by_nobody(floor: Floor) -> None:
    floor.person(1)
    promised(floor, date(2026, 5, 31))
    for name in ("ana", "ben"):
        desk = floor.desk(name)
        assert desk.next() is not None
        desk.release()
    seen = floor.desk().look(1)
    broken = [entry for entry in seen.entries if isinstance(entry.event, ev.PromiseBroken)]
    assert [entry.actor for entry in broken] == ["callassist"]
    assert seen.case.consumer.status == "broken promise"
    span = TUESDAY - timedelta(days=1), TUESDAY + timedelta(days=1)
    assert shift(floor.store.worked(*span, "ana"), *span, "ana").outcomes == {}
    assert isinstance(floor.desk("ana").undo(), Refused)


@pytest.mark.parametrize("paid", [5_000, 4_999])
@pytest.mark.parametrize("is_balance", [True, False])
def test_a_promise_whose_money_came_is_kept_and_one_that_lacks_a_cent_is_broken(
    floor: Floor, paid: int, *, is_balance: bool
) -> None:
    floor.person(1)
    floor.clock.forward(days=-4)
    promised(floor, date(2026, 5, 31))
    floor.clock.forward(days=3)
    if is_balance:
        floor.told(debt_stream(1), ev.BalanceChanged(balance_cents=50_000 - paid, was_cents=50_000))
    else:
        floor.told(debt_stream(1), ev.PaymentReported(amount_cents=paid, on=date(2026, 5, 31), source="client"))
    floor.clock.forward(days=1)
    opened = floor.desk().next()
    assert opened is not None
    assert opened.case.consumer.promises[0].state == ("kept" if paid == 5_000 else "broken")


def test_money_from_before_a_promise_does_not_keep_it(floor: Floor) -> None:
    floor.person(1)
    floor.clock.forward(days=-9)
    floor.told(debt_stream(1), ev.BalanceChanged(balance_cents=45_000, was_cents=50_000))
    floor.clock.forward(days=5)
    promised(floor, date(2026, 5, 31))
    floor.clock.forward(days=4)
    opened = floor.desk().next()
    assert opened is not None
    assert opened.case.consumer.promises[0].state == "broken"


def test_a_later_promise_keeps_its_day(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1), Debt(2)))
    promised(floor, date(2026, 5, 20))
    floor.told(consumer_stream(1), ev.PromiseMade(shares=(ev.Share(debt=2, cents=4_000),), due=date(2026, 6, 2)))
    opened = floor.desk().next()
    assert opened is not None
    assert [promise.state for promise in opened.case.consumer.promises] == ["broken", "open"]


def test_in_the_middle_of_a_call_no_promise_is_told_as_broken(floor: Floor) -> None:
    floor.person(1)
    promised(floor, date(2026, 5, 20))
    floor.told(consumer_stream(1), ev.CallPlaced(row=3, debts=(1,), line="agency"))
    floor.desk().sweep()
    assert floor.desk().look(1).case.consumer.promises[0].state == "open"


# ── linked cases ──


def test_linking_and_unlinking_moves_the_debts_and_both_places(floor: Floor) -> None:
    floor.person(1)
    floor.person(2)
    floor.told(consumer_stream(1), ev.LinkSuggested(other=2, why="same name"))
    ana = floor.desk("ana")
    take(ana, 1)
    linked = done(ana.do(AcceptLink(other=ana.look(2).case)))
    assert [debt.id for debt in linked.opened.case.debts] == [1, 2]
    assert floor.place(1).debts == (1, 2)
    assert (floor.place(2).debts, floor.row(2).state) == ((), CLOSED)
    undone = done(ana.do(UndoLink(other=ana.look(2).case, debts=(2,))))
    assert [debt.id for debt in undone.opened.case.debts] == [1]
    assert (floor.place(2).debts, floor.row(2).state) == ((2,), READY)


def test_either_side_of_a_link_settles_both(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, phones=(16145550102,))
    ana = floor.desk("ana")
    done(ana.do(suggestion(ana, take(ana, 1), 2, "the same voice")))
    (link,) = ana.look(2).case.consumer.links
    assert (link.other, link.state) == (1, "suggested")
    assert link.why.startswith("the same voice (name")
    ana.release()
    joined = done(ana.do(link_command(ana.cases, take(ana, 2), 1, "accept"))).opened.case
    assert [debt.id for debt in joined.debts] == [2, 1]
    assert [link.state for link in ana.look(1).case.consumer.links] == ["accepted"]
    ana.release()
    undone = done(ana.do(link_command(ana.cases, take(ana, 1), 2, "undo"))).opened.case
    assert [debt.id for debt in undone.debts] == [1]
    assert [debt.id for debt in ana.look(2).case.debts] == [2]
    assert {link.state for case in (1, 2) for link in ana.look(case).case.consumer.links} == {"refused"}


def test_an_undone_link_takes_what_it_brought_away_again(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, phones=(16145550102,))
    floor.told(consumer_stream(1), ev.RestrictionPlaced(kind="no_work_calls"))
    floor.told(consumer_stream(1), ev.LinkSuggested(other=2, why="same name"))
    ana = floor.desk("ana")
    ask(ana, 2, PlaceRestriction(kind="attorney", words="by letter", party="Ms Roe"))
    ana.release()
    take(ana, 1)
    joined = done(ana.do(AcceptLink(other=ana.look(2).case))).opened.case
    carried = joined.consumer.restrictions[-1]
    assert (carried.kind, joined.texts[carried.party]) == ("attorney", "Ms Roe")
    undone = done(ana.do(UndoLink(other=ana.look(2).case, debts=(2,)))).opened.case
    assert [limit.kind for limit in undone.consumer.restrictions] == ["no_work_calls"]
    assert [(point.number, point.standing) for point in undone.consumer.numbers] == [
        (16145550101, "untried"),
        (16145550102, "retired"),
    ]
    assert [limit.kind for limit in ana.look(2).case.consumer.restrictions] == ["attorney"]


def test_a_link_is_decided_again_when_the_other_case_moved_on(floor: Floor) -> None:
    floor.person(1)
    floor.person(2)
    floor.told(consumer_stream(1), ev.LinkSuggested(other=2, why="same name"))
    ana = floor.desk("ana")
    take(ana, 1)
    other = ana.look(2).case
    worked(floor.desk("ben"), 2)
    done(ana.do(AcceptLink(other=other)))
    assert floor.place(1).debts == (1, 2)
    assert [(r.kind, r.debts) for r in ana.look(1).case.consumer.restrictions] == [("hold", (2,))]


# ── namesakes ──


@pytest.mark.parametrize(("street", "first", "expected"), [("12 ELM ST", "Dana", True), ("9 Oak St", "Dana", False)])
def test_another_of_that_name_at_the_address_is_pointed_out(
    floor: Floor, street: str, first: str, *, expected: bool
) -> None:
    floor.person(1)
    floor.person(2, who=Who(first=first, street=street, dob=date(1999, 1, 1)))
    floor.person(3, who=Who(first="Danae"))
    assert take(floor.desk(), 1).has_namesake is expected


def test_verifying_is_kept_through_a_race(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk("ana")
    take(ana, 1)
    done(ana.do(PlaceCall(row=3)))
    done(ana.do(TryIdentity(answers=ANSWERS)))
    floor.told(consumer_stream(1), ev.NoteWritten(row=99), actor="import")
    ended = done(ana.do(LogOutcome(code="RPC-NC", talk_seconds=40)))
    assert ended.opened.case.consumer.calls[-1].reached == "right"


# ── the clock ──


def test_a_clock_that_steps_back_loses_nothing(floor: Floor) -> None:
    floor.person(1)
    floor.person(2)
    ana = floor.desk("ana")
    worked(ana, 1)
    floor.clock.forward(minutes=-40)
    worked(ana, 2)
    assert [call.outcome for call in ana.look(1).case.consumer.calls] == ["NA"]
    done(floor.desk("ana").undo())
    back = floor.desk("ana").unfinished()
    assert back is not None
    assert back.case.call is not None
    assert ana.next() is None
    floor.clock.forward(days=1, hours=2)
    assert served(floor.desk("ben")) != []
