"""Every dial leaves a check in the journal, and the rules it was made by; lists say what keeps a case and how long."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from callassist import events as ev
from callassist.casefile import consumer_stream
from callassist.checked import book_of
from callassist.commands import LogOutcome, Override, PlaceCall, PlaceRestriction, WriteNote
from callassist.desk import Desk
from callassist.desk.books import kept_rules
from callassist.desk.doctor import examine
from callassist.desk.explain import calls, explain, refused
from callassist.desk.nightly import check_all
from callassist.desk.opened import Opened
from callassist.handbook import Accepted, Refused
from callassist.store import ASLEEP, BLOCKED, INCOMPLETE, SKIP_TRACE, Seat, StaleCase
from tests.desk.floor import Debt, Floor, ask, call, done, take

HOURS_OVER = 12


def checks(floor: Floor, case: int = 1) -> list[ev.CheckMade]:
    return [entry.event for entry in floor.store.load(case)[1] if isinstance(entry.event, ev.CheckMade)]


def too_late(floor: Floor, desk: Desk, case: int = 1) -> Refused:
    """A dial at eleven at night, refused."""
    floor.clock.forward(hours=HOURS_OVER)
    take(desk, case)
    answer = desk.do(PlaceCall(row=3))
    assert isinstance(answer, Refused)
    return answer


# ── kept ──


def test_an_allowed_dial_and_its_check_are_one_append(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk()
    take(ana, 1)
    call(ana)
    kept = [type(entry.event).__name__ for entry in floor.store.load(1)[1] if entry.stream == consumer_stream(1)]
    assert kept[-3:-1] == ["CheckMade", "CallPlaced"]
    assert checks(floor)[0].effect == "allow"


def test_a_refused_dial_is_kept_and_still_refused(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk()
    answer = too_late(floor, ana)
    assert "us.fdcpa.hours" in {finding.rule for finding in answer.findings}
    (made,) = checks(floor)
    assert (made.effect, made.row) == ("block", 3)
    assert ana.opened is not None
    assert ana.opened.case.call is None
    done(ana.do(WriteNote(text="tried too late")))


def test_a_refusal_is_kept_even_when_somebody_else_wrote_meanwhile(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk()
    floor.clock.forward(hours=HOURS_OVER)
    take(ana, 1)
    floor.told(consumer_stream(1), ev.FactAdded(row=99, source="import"))
    assert isinstance(ana.do(PlaceCall(row=3)), Refused)
    assert len(checks(floor)) == 1


def test_the_rules_are_kept_once_for_each_rulebook(floor: Floor) -> None:
    floor.person(1)
    digest = book_of(floor.handbook.rulebook).digest
    assert kept_rules(floor.store, digest) is None
    ana = floor.desk()
    take(ana, 1)
    call(ana)
    rules = kept_rules(floor.store, digest)
    assert rules is not None
    assert [rule.id for rule in rules] == [rule.id for rule in floor.handbook.rulebook.rules]
    assert checks(floor)[0].book == digest
    kept = floor.store.setting(f"rules {digest}")
    call(ana)
    floor.store.setting(f"rules {digest}", "[]")
    assert kept_rules(floor.store, digest) is None
    (fault,) = examine(ana.cases, lambda _: None).faults
    assert fault == f"The rules {digest}, by which a check on C1 was made, are not kept as it names them."
    floor.store.setting(f"rules {digest}", kept)
    assert examine(ana.cases, lambda _: None).is_well


# ── raced ──


def racing(floor: Floor, desk: Desk, monkeypatch: pytest.MonkeyPatch, times: int) -> list[tuple[ev.Event, ...]]:
    """Somebody else writes right before each of the next appends; what was to be appended, try by try."""
    tried: list[tuple[ev.Event, ...]] = []
    append = desk.cases.append

    def raced(opened: Opened, done: Accepted) -> Opened:
        tried.append(tuple(entry.event for entry in done.entries))
        if len(tried) <= times:
            floor.told(consumer_stream(1), ev.RestrictionPlaced(kind="cease", words="stop", is_written=True))
        return append(opened, done)

    monkeypatch.setattr(desk.cases, "append", raced)
    return tried


def test_a_refusal_that_lost_a_race_is_decided_anew_and_kept_once(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor.person(1)
    ana = floor.desk()
    floor.clock.forward(hours=HOURS_OVER)
    take(ana, 1)
    tried = racing(floor, ana, monkeypatch, times=1)
    answer = ana.do(PlaceCall(row=3))
    assert isinstance(answer, Refused)
    assert len(tried) == 2, "the first append was stale"
    (made,) = checks(floor)
    assert tried[1] == (made,)
    first, second = ({each.rule for each in event.found} for (event,) in tried if isinstance(event, ev.CheckMade))
    assert second - first >= {"us.fdcpa.cease"}, "what somebody else wrote meanwhile was judged too"
    assert "us.fdcpa.cease" in {finding.rule for finding in answer.findings}


def test_a_refusal_that_loses_every_race_says_so_and_keeps_nothing(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor.person(1)
    ana = floor.desk()
    floor.clock.forward(hours=HOURS_OVER)
    take(ana, 1)
    tried = racing(floor, ana, monkeypatch, times=100)
    with pytest.raises(StaleCase):
        ana.do(PlaceCall(row=3))
    assert len(tried) > 1
    assert checks(floor) == []


# ── told ──


def test_why_a_call_was_allowed_is_told_after_the_rules_have_changed(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk()
    take(ana, 1)
    call(ana)
    (placed,) = calls(ana.cases, 1)
    before = explain(ana.cases, 1, placed.call)
    floor.under(rulebook=replace(floor.handbook.rulebook, rules=floor.handbook.rulebook.rules[:1]))
    assert explain(floor.desk().cases, 1, placed.call) == before
    assert before is not None
    assert {each.rule for each in before.asked} >= {"us.fdcpa.hours", "us.regf.call-frequency", "agency.call-cap"}
    assert len({each.rule for each in before.asked}) == before.judged
    assert before.day == date(2026, 6, 2)


def test_refused_dials_are_told_apart_from_calls(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk()
    take(ana, 1)
    call(ana)
    floor.clock.forward(days=1)
    too_late(floor, ana)
    (told,) = refused(ana.cases, 1)
    assert (told.call, told.effect, told.by) == (0, "block", "ana")
    assert len(calls(ana.cases, 1)) == 1


def test_a_call_without_a_check_cannot_be_explained(floor: Floor) -> None:
    floor.person(1)
    floor.told(consumer_stream(1), ev.CallPlaced(row=3, debts=(1,), line="agency"), actor="ana")
    cases = floor.desk().cases
    (placed,) = calls(cases, 1)
    assert not placed.is_kept
    assert explain(cases, 1, placed.call) is None


# ── by role ──


def test_the_role_is_the_seats(floor: Floor) -> None:
    floor.person(1)
    hold = PlaceRestriction(kind="hold", debts=(1,), until=date(2026, 6, 9), words="payment plan")
    done(ask(floor.desk(), 1, hold))
    spite = PlaceCall(row=3, override=Override(rules=("agency.hold",), why="the client asked for it"))
    assert isinstance(ask(floor.desk(), 1, spite), Refused)
    sue = Desk(floor.store, floor.handbook, floor.clock, Seat(collector="sue", role="supervisor"))
    take(sue, 1)
    done(sue.do(spite))
    done(sue.do(LogOutcome(code="NA")))
    assert [made.by_role for made in checks(floor)] == ["", "supervisor"]
    assert checks(floor)[1].overridden == ("agency.hold",)
    assert "plan" not in repr(checks(floor))


# ── lists ──


def test_what_waits_for_a_number_or_a_fact_is_kept_by_no_hour(floor: Floor) -> None:
    floor.person(1, phones=())
    floor.person(2, debts=(Debt(2, itemised=None),))
    floor.clock.forward(hours=HOURS_OVER)
    ana = floor.desk()
    for state in (SKIP_TRACE, INCOMPLETE):
        (card,) = ana.listed(state)
        assert (card.blocked, card.until) == (None, "")


def test_until_is_when_everything_that_keeps_a_case_has_ended(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk()
    done(ask(ana, 1, PlaceRestriction(kind="hold", debts=(1,), until=date(2026, 6, 9), words="plan")))
    (card,) = ana.listed(ASLEEP)
    assert card.blocked is not None
    assert card.blocked.opens == midnight_of_the_tenth()
    assert card.until == "Wed 10 Jun 08:00 ET"


def midnight_of_the_tenth() -> datetime:
    return datetime.fromisoformat("2026-06-10T00:00:00-04:00")


def test_the_blocked_are_counted_by_rule(floor: Floor) -> None:
    for case, kind in ((1, "bankruptcy"), (2, "bankruptcy"), (3, "deceased")):
        floor.person(case, last=f"Lee{case}", phones=(16145550100 + case,))
        done(ask(floor.desk(), case, PlaceRestriction(kind=kind)))
    assert floor.row(1).state == BLOCKED
    counted = floor.desk().blocked_by_rule()
    assert [(each.rule, each.count) for each in counted] == [("us.bankruptcy.stay", 2), (counted[1].rule, 1)]
    assert all(each.title for each in counted)


def test_the_count_is_kept_for_a_few_minutes(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk()
    assert ana.blocked_by_rule() == ()
    done(ask(floor.desk("ben"), 1, PlaceRestriction(kind="bankruptcy")))
    assert ana.blocked_by_rule() == ()
    floor.clock.forward(minutes=5)
    assert [each.count for each in ana.blocked_by_rule()] == [1]


# ── all of them ──


def test_every_case_is_asked_and_counted(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, last="Roe", phones=(16145550102,))
    done(ask(floor.desk(), 2, PlaceRestriction(kind="bankruptcy")))
    seen: list[int] = []
    tally = check_all(floor.desk().cases, seen.append)
    assert (tally.cases, tally.allow, tally.block, tally.lasting, seen) == (2, 1, 1, 1, [1, 2])
    assert ("us.bankruptcy.stay", 1) in {(each.rule, each.block) for each in tally.rules}
    floor.clock.forward(hours=HOURS_OVER)
    assert check_all(floor.desk().cases, seen.append).block == 2
