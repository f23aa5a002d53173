"""Figures of a shift by their definitions in docs/reports.md."""

from __future__ import annotations

from datetime import date, timedelta

from callassist.commands import DebtCode, PlaceCall
from callassist.desk.report import Shift, shift
from tests.desk.floor import TUESDAY, Debt, Floor, done, end, take, took_a_call, worked

SPAN = (TUESDAY - timedelta(hours=1), TUESDAY + timedelta(hours=10))


def figures(floor: Floor, actor: str = "ana") -> Shift:
    return shift(floor.store.worked(*SPAN, actor), *SPAN, actor)


def ten_calls(floor: Floor) -> None:
    for case in range(1, 11):
        floor.person(case)
    ana = floor.desk()
    for case in range(1, 7):
        worked(ana, case)
        floor.clock.forward(minutes=6)
    worked(ana, 7, "WN")
    worked(ana, 8, "TP-R")
    worked(ana, 9, "BZ")
    worked(ana, 10, "PTP", talk_seconds=90, amount_cents=5_000, due=date(2026, 6, 12))


def test_each_call_is_counted_for_what_it_reached(floor: Floor) -> None:
    ten_calls(floor)
    found = figures(floor)
    assert (found.calls, found.connects, found.right_party_contacts) == (10, 9, 1)
    assert (found.third_parties, found.wrong_numbers, found.inbound, found.uncoded) == (1, 1, 0, 0)
    assert (found.promises, found.promised_cents, found.talk_seconds) == (1, 5_000, 90)
    assert found.outcomes == {"NA": 6, "WN": 1, "TP-R": 1, "BZ": 1, "PTP": 1}
    assert found.hours == 0.6
    assert (found.calls_per_hour, found.contacts_per_hour, found.dollars_per_hour) == (16.7, 1.7, 83.3)


def test_what_was_undone_counts_for_nothing(floor: Floor) -> None:
    ten_calls(floor)
    ana = floor.desk()
    done(ana.undo())
    found = figures(floor)
    assert (found.calls, found.promises, found.promised_cents, found.uncoded) == (10, 0, 0, 1)
    end(ana, "RPC-NC", talk_seconds=20)
    found = figures(floor)
    assert (found.right_party_contacts, found.uncoded, "PTP" in found.outcomes) == (1, 0, False)


def test_a_call_about_several_debts_is_one_call(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1), Debt(2)))
    took_a_call(floor.desk(), 1, "RPC-NC", talk_seconds=60, codes=(DebtCode(debt=2, code="DSP"),), words="not hers")
    found = figures(floor)
    assert (found.calls, found.inbound, found.connects, found.outcomes) == (0, 1, 1, {"RPC-NC": 1})


def test_pauses_are_no_work_and_too_little_has_no_rate(floor: Floor) -> None:
    floor.person(1)
    floor.person(2)
    ana = floor.desk()
    worked(ana, 1)
    floor.clock.forward(minutes=45)
    worked(ana, 2)
    found = figures(floor)
    assert (found.hours, found.calls_per_hour, found.dollars_per_hour) == (0.0, None, None)


def test_everyone_is_the_sum_and_each_works_their_own_hours(floor: Floor) -> None:
    for case in range(1, 5):
        floor.person(case)
    for _ in range(2):
        worked(floor.desk("ana"), 1 if floor.clock() == TUESDAY else 2)
        worked(floor.desk("ben"), 3 if floor.clock() == TUESDAY else 4)
        floor.clock.forward(minutes=30)
    assert figures(floor, "").hours == 1.0
    assert figures(floor, "ben").hours == 0.5
    assert figures(floor, "").calls == 4


def test_an_attempt_without_an_outcome_still_counts(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk()
    take(ana, 1)
    done(ana.do(PlaceCall(row=3)))
    assert (figures(floor).calls, figures(floor).uncoded) == (1, 1)


def test_an_empty_shift(floor: Floor) -> None:
    assert figures(floor).calls == 0
    assert figures(floor).calls_per_hour is None
