"""The life of a deal at a desk: agreed on a call, kept payment by payment as money is posted, broken when it is not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from callassist import commands_deals as deals
from callassist import events as ev
from callassist.bargains import Offer, Request
from callassist.casefile import Consumer, debt_stream
from callassist.commands import (
    AcceptLink,
    GiveDisclosure,
    LogOutcome,
    PlaceCall,
    ReceiveCall,
    SuggestLink,
    TryIdentity,
    UndoLink,
    UndoOutcome,
)
from callassist.desk import Desk
from callassist.desk.approvals import answer, waiting
from callassist.desk.promises import SYSTEM, with_broken
from callassist.desk.report import shift
from callassist.desk.timeline import timeline
from callassist.desk.upkeep import sweep
from callassist.handbook import Handbook, Refused
from callassist.matters import as_terms
from callassist.schedules import Payment
from callassist.store import Seat
from callassist.stores.memory import MemoryStore
from tests.desk.floor import ANSWERS, Debt, Floor, done, take

TODAY = date(2026, 6, 2)
MONTH = timedelta(days=31)


def plan(*cents: int, first: int = 10) -> Offer:
    begins = TODAY + timedelta(days=first)
    payments = tuple(Payment(due=begins + MONTH * index, cents=part) for index, part in enumerate(cents))
    return Offer(kind="plan", payments=payments, owed_cents=0)


FIVE = plan(*[10_000] * 5)
FIVE_AS_KEPT = as_terms(FIVE).payments


def agreed(floor: Floor, offer: Offer = FIVE, code: str = "PLAN") -> Desk:
    ana = floor.desk("ana")
    take(ana, 1)
    opened = ana.opened
    assert opened is not None
    done(ana.do(PlaceCall(row=opened.verdicts.best_row)))
    done(ana.do(TryIdentity(answers=ANSWERS)))
    for kind in ("collector-disclosure", "coverage-question"):
        done(ana.do(GiveDisclosure(kind=kind)))
    done(ana.do(deals.AcceptDeal(offer=offer)))
    done(ana.do(LogOutcome(code=code, talk_seconds=200)))
    ana.release()
    return ana


def pay(floor: Floor, cents: int, debt: int = 1) -> None:
    """Post a payment, as a client's file would."""
    case = floor.desk("x").look(1).case
    was = case.debt(debt).balance_cents
    floor.told(debt_stream(debt), ev.BalanceChanged(balance_cents=was - cents, was_cents=was))


def settled(floor: Floor) -> Consumer:
    cases = floor.desk("ana").cases
    return with_broken(cases, cases.load(1)).case.consumer


def test_the_outcome_of_a_call_with_a_deal_takes_its_sum_and_day_from_it(floor: Floor) -> None:
    floor.person(1)
    agreed(floor)
    consumer = floor.desk("ana").look(1).case.consumer

    assert [(p.total_cents, p.due, p.state) for p in consumer.promises] == [(10_000, FIVE.payments[0].due, "open")]
    assert consumer.next_day == FIVE.payments[0].due
    assert [letter.kind for letter in consumer.letters] == ["plan"]
    assert floor.row(1).state == "asleep"


def test_another_sum_than_was_agreed_on_is_not_logged(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk("ana")
    take(ana, 1)
    done(ana.do(ReceiveCall()))
    done(ana.do(TryIdentity(answers=ANSWERS)))
    done(ana.do(GiveDisclosure(kind="coverage-question")))
    done(ana.do(deals.AcceptDeal(offer=FIVE)))

    refused = ana.do(LogOutcome(code="PTP", amount_cents=2_000, due=FIVE.payments[0].due, talk_seconds=200))
    assert isinstance(refused, Refused)
    assert refused.sentence.startswith("The deal of this call says $100.00 by 12 Jun 2026")
    done(ana.do(LogOutcome(code="PTP", talk_seconds=200)))
    assert [letter.kind for letter in ana.look(1).case.consumer.letters] == ["promise", "plan"]


def test_undoing_the_outcome_keeps_the_deal(floor: Floor) -> None:
    floor.person(1)
    ana = agreed(floor)
    take(ana, 1)
    done(ana.do(UndoOutcome()))
    done(ana.do(LogOutcome(code="PLAN", talk_seconds=12)))
    consumer = ana.look(1).case.consumer

    assert [deal.state for deal in consumer.deals] == ["accepted"]
    assert [promise.state for promise in consumer.promises] == ["open"]
    assert [letter.kind for letter in consumer.letters] == ["plan"]


def test_a_kept_payment_makes_the_next_promise_and_the_case_rests_until_then(floor: Floor) -> None:
    floor.person(1)
    ana = agreed(floor)
    floor.clock.forward(days=11)
    pay(floor, 10_000)

    assert ana.next() is None
    consumer = ana.look(1).case.consumer
    assert [(p.state, p.index) for p in consumer.promises] == [("kept", 0), ("open", 1)]
    assert (consumer.deals[0].state, consumer.deals[0].kept) == ("active", 1)
    row = floor.row(1)
    assert row.state == "asleep"
    assert row.wake_at is not None
    assert row.wake_at.date() == FIVE.payments[1].due


def test_money_for_several_payments_at_once_keeps_each_of_them(floor: Floor) -> None:
    floor.person(1)
    agreed(floor)
    floor.clock.forward(days=1)
    pay(floor, 25_000)
    consumer = settled(floor)
    assert [(p.state, p.index) for p in consumer.promises] == [("kept", 0), ("kept", 1), ("open", 2)]

    floor.clock.forward(days=1)
    pay(floor, 5_000)
    assert [p.state for p in settled(floor).promises] == ["kept", "kept", "kept", "open"]


def test_the_last_payment_ends_the_deal(floor: Floor) -> None:
    floor.person(1)
    agreed(floor)
    floor.clock.forward(days=1)
    pay(floor, 50_000)
    consumer = settled(floor)

    assert consumer.deals[0].state == "completed"
    assert [promise.state for promise in consumer.promises] == ["kept"] * 5
    assert floor.row(1).state == "closed"


def test_a_payment_that_is_authorised_is_waited_for_until_it_may_be_on_file(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk("ana")
    take(ana, 1)
    done(ana.do(ReceiveCall()))
    done(ana.do(TryIdentity(answers=ANSWERS)))
    done(ana.do(GiveDisclosure(kind="coverage-question")))
    done(ana.do(deals.AcceptDeal(offer=FIVE)))
    done(ana.do(deals.AuthoriseDeal(how="card on file")))
    done(ana.do(LogOutcome(code="PLAN", talk_seconds=200)))
    ana.release()

    wakes = floor.row(1).wake_at
    assert wakes is not None
    assert wakes.date() == FIVE.payments[0].due + timedelta(days=2)


def test_a_payment_that_does_not_come_breaks_the_deal_after_the_creditors_days_of_grace(floor: Floor) -> None:
    mercy = floor.handbook.setting.clients["MERCY"]
    assert mercy.terms is not None
    patient = replace(mercy, terms=replace(mercy.terms, grace_days=5))
    floor.under(clients={**floor.handbook.setting.clients, "MERCY": patient})
    floor.person(1)
    agreed(floor)
    floor.clock.forward(days=15)
    sweep(floor.desk(SYSTEM).cases)
    assert floor.desk("ana").look(1).case.consumer.deals[0].state == "accepted"

    floor.clock.forward(days=1)
    sweep(floor.desk(SYSTEM).cases)
    opened = floor.desk("ana").look(1)
    assert opened.case.consumer.deals[0].state == "broken"
    assert opened.case.consumer.promises[-1].state == "broken"
    assert floor.row(1).lane == 2
    first = floor.desk("ana").next()
    assert first is not None
    assert first.case.id == 1


def test_a_deal_on_two_debts_is_kept_when_each_got_its_part(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1, cents=30_000), Debt(2, cents=20_000)))
    agreed(floor)
    floor.clock.forward(days=1)
    pay(floor, 10_000, debt=1)
    assert [promise.state for promise in settled(floor).promises] == ["open"]

    pay(floor, 4_000, debt=2)
    assert [promise.state for promise in settled(floor).promises] == ["kept", "open"]


def test_its_history_says_what_was_agreed_on(floor: Floor) -> None:
    floor.person(1)
    agreed(floor)
    opened = floor.desk("ana").look(1)
    told = [line.text for line in timeline(opened.case, opened.entries, "America/New_York")]

    assert "agreed: plan, 500.00 in 5 from 12 Jun 2026, by the word of a collector" in told


@pytest.mark.parametrize("is_undone", [True, False])
def test_undoing_that_it_was_broken_lets_it_run_again(floor: Floor, *, is_undone: bool) -> None:
    floor.person(1)
    agreed(floor)
    floor.clock.forward(days=14)
    broken = settled(floor)
    assert broken.deals[0].state == "broken"
    if is_undone:
        machine = floor.desk(SYSTEM)
        take(machine, 1)
        done(machine.do(UndoOutcome()))
        machine.release()
    state = floor.desk("ana").look(1).case.consumer.deals[0].state
    assert state == ("accepted" if is_undone else "broken")


@given(
    parts=st.lists(st.integers(1, 400), min_size=2, max_size=6),
    gaps=st.lists(st.integers(1, 900), min_size=1, max_size=12),
    split=st.integers(1, 99),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_over_its_life_the_promises_of_a_deal_sum_to_its_total(
    handbook: Handbook,
    parts: list[int],
    gaps: list[int],
    split: int,
) -> None:
    floor = Floor(MemoryStore(), handbook)
    cents = [2_500 + part for part in parts]
    total = sum(cents)
    one = max(1, total * split // 100)
    floor.person(1, debts=(Debt(1, cents=one), Debt(2, cents=total - one)))
    agreed(floor, plan(*cents))
    left = {1: one, 2: total - one}
    for gap in [*gaps, total]:
        floor.clock.forward(hours=1)
        for debt in (1, 2):
            given_now = min(left[debt], gap)
            if given_now:
                pay(floor, given_now, debt)
                left[debt] -= given_now
        settled(floor)
    consumer = settled(floor)
    assert sum(promise.total_cents for promise in consumer.promises) == total
    assert consumer.deals[0].state == "completed"
    by_debt = {1: 0, 2: 0}
    for promise in consumer.promises:
        for share in promise.shares:
            by_debt[share.debt] += share.cents
    assert by_debt == {1: one, 2: total - one}


def test_a_deal_goes_on_where_its_debt_goes_and_comes_back_with_it(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, first="Dana", phones=(16145550177,))
    agreed(floor)
    floor.clock.forward(days=1)
    pay(floor, 10_000)
    settled(floor)
    boss = floor.desk("boss")
    take(boss, 2)
    done(boss.do(SuggestLink(other=boss.cases.read(1), why="same person")))
    done(boss.do(AcceptLink(other=boss.cases.read(1))))
    here, there = boss.look(2).case.consumer, boss.look(1).case.consumer
    assert [deal.state for deal in there.deals] == ["cancelled"]
    (deal,) = here.deals
    assert (deal.state, deal.total_cents, deal.terms.payments) == ("accepted", 40_000, FIVE_AS_KEPT[1:])
    assert [(p.state, p.total_cents) for p in here.promises] == [("open", 10_000)]

    done(boss.do(UndoLink(other=boss.cases.read(1), debts=(1,))))
    back = boss.look(1).case.consumer
    assert [deal.state for deal in back.deals] == ["cancelled", "accepted"]
    assert [deal.state for deal in boss.look(2).case.consumer.deals] == ["cancelled"]


def supervisor(floor: Floor) -> Desk:
    return Desk(floor.store, floor.handbook, floor.clock, Seat(collector="sue", role="supervisor"))


def test_a_word_that_is_given_meanwhile_reaches_the_collector_on_the_call(floor: Floor) -> None:
    floor.person(1)
    ana, sue = (
        floor.desk("ana"),
        Desk(floor.store, floor.handbook, floor.clock, Seat(collector="sue", role="supervisor")),
    )
    take(ana, 1)
    done(ana.do(ReceiveCall()))
    done(ana.do(TryIdentity(answers=ANSWERS)))
    done(ana.do(GiveDisclosure(kind="coverage-question")))
    low = replace(plan(38_000), kind="settlement")
    refused = ana.do(deals.AcceptDeal(offer=low))
    assert refused == Refused(sentence="That takes the word of a supervisor: ask first.")
    done(ana.do(deals.AskApproval(request=Request(offer=low, role="supervisor", why=("all they have",)))))

    (asked,) = waiting(sue.cases)
    granted = answer(sue.cases, 1, deals.GrantApproval(request=asked.approval.id), "sue")
    assert not isinstance(granted, Refused)
    assert waiting(sue.cases) == ()

    seen = ana.survey()
    assert seen is not None
    assert seen.case.consumer.approvals[0].state == "given"
    opened = done(ana.do(deals.AcceptDeal(offer=low))).opened
    assert opened.case.consumer.deals[0].by == "supervisor"


def test_a_granted_sum_does_not_hold_on_another_call(floor: Floor) -> None:
    floor.person(1)
    ana, sue = (
        floor.desk("ana"),
        Desk(floor.store, floor.handbook, floor.clock, Seat(collector="sue", role="supervisor")),
    )
    low = replace(plan(38_000), kind="settlement")
    take(ana, 1)
    done(ana.do(ReceiveCall()))
    done(ana.do(TryIdentity(answers=ANSWERS)))
    done(ana.do(GiveDisclosure(kind="coverage-question")))
    done(ana.do(deals.AskApproval(request=Request(offer=low, role="supervisor", why=()))))
    (asked,) = waiting(sue.cases)
    answer(sue.cases, 1, deals.GrantApproval(request=asked.approval.id), "sue")
    done(ana.do(LogOutcome(code="RPC-NC", talk_seconds=90)))
    done(ana.do(ReceiveCall()))
    done(ana.do(TryIdentity(answers=ANSWERS)))
    done(ana.do(GiveDisclosure(kind="coverage-question")))

    assert isinstance(ana.do(deals.AcceptDeal(offer=low)), Refused)


def test_a_later_payment_is_nobodys_promise_in_the_figures(floor: Floor) -> None:
    floor.person(1)
    agreed(floor)
    floor.clock.forward(days=1)
    pay(floor, 20_000)
    settled(floor)
    since, until = floor.clock() - timedelta(days=2), floor.clock() + timedelta(days=1)
    figures = shift(floor.store.worked(since, until), since, until, "")

    assert (figures.promises, figures.promised_cents) == (1, 10_000)
