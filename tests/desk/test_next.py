"""Who is next: lanes, whose callback, what rules stop, what a seat may work."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from statistics import median
from threading import Thread
from time import process_time

import pytest
from msgspec.structs import replace

from callassist import events as ev
from callassist.casefile import consumer_stream
from callassist.checks import by_name
from callassist.commands import LiftRestriction, PlaceCall, PlaceRestriction, SkipCase
from callassist.desk import Desk, StillSifting
from callassist.desk import desk as desk_module
from callassist.policy import Licence
from callassist.rules import bind
from callassist.store import ASLEEP, BLOCKED, INCOMPLETE, MINE_FOR, READY, SKIP_TRACE, Seat
from callassist.worklist import BROKEN, CALLBACK, DUE, MINE, NEW, REST
from tests.core.journals import rule
from tests.desk.floor import TUESDAY, Debt, Floor, Who, ask, call, done, served, take, took_a_call, worked


def callback(floor: Floor, case: int, minutes: int, by: str = "ana") -> None:
    at = TUESDAY + timedelta(minutes=minutes)
    floor.told(consumer_stream(case), ev.CallbackSet(at=at), actor=by)


def promise(floor: Floor, case: int, due: date) -> None:
    share = ev.Share(debt=case, cents=5_000)
    floor.told(consumer_stream(case), ev.PromiseMade(shares=(share,), due=due))


# ── lanes ──


def test_lanes_come_in_their_order(floor: Floor) -> None:
    for case in range(1, 8):
        floor.person(case, last=f"Name{case}")
    worked(floor.desk("ben"), 7)
    floor.clock.forward(days=-4)
    worked(floor.desk("ben"), 6)
    floor.clock.forward(days=4)
    promise(floor, 5, date(2026, 6, 2))
    promise(floor, 4, date(2026, 5, 20))
    callback(floor, 3, -40, by="ben")
    callback(floor, 2, -5)
    ana = floor.desk()
    ana.sweep()
    lanes = {case: floor.row(case).lane for case in range(1, 7)}
    assert lanes == {1: NEW, 2: MINE, 3: CALLBACK, 4: BROKEN, 5: DUE, 6: REST}
    assert served(ana) == [2, 3, 4, 5, 1, 6]


def test_it_says_why_now_in_the_words_of_its_inputs(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, last="Roe")
    callback(floor, 2, -5)
    cards = {card.case: card for card in floor.desk().page().cards}
    assert cards[1].why == ("new business, placed 01 Apr 2026",)
    assert cards[2].why == ("callback 10:00 asked for", "taken by ana")
    assert cards[2].lane == "your callback"


def test_the_oldest_placement_and_of_one_day_the_largest_balance_is_first(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1, placed=date(2026, 5, 1)),))
    floor.person(2, debts=(Debt(2, placed=date(2026, 4, 1), cents=20_000),))
    floor.person(3, debts=(Debt(3, placed=date(2026, 4, 1), cents=90_000),))
    assert served(floor.desk()) == [3, 2, 1]


# ── whose callback ──


def test_a_callback_is_its_collectors_for_a_quarter_of_an_hour(floor: Floor) -> None:
    floor.person(1)
    callback(floor, 1, 30)
    ana, ben = floor.desk("ana"), floor.desk("ben")
    floor.clock.forward(minutes=29)
    assert served(ana) == []
    floor.clock.forward(minutes=1)
    assert served(ben) == []
    assert [card.case for card in ana.page().cards] == [1]
    assert ana.counters().callbacks_due == 1
    floor.clock.at = TUESDAY + timedelta(minutes=30) + MINE_FOR - timedelta(seconds=1)
    assert served(ben) == []
    floor.clock.forward(seconds=1)
    assert served(ben) == [1]


def test_an_unkept_callback_yields_to_ones_own(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, last="Roe")
    callback(floor, 1, -60, by="ben")
    callback(floor, 2, -1, by="ana")
    assert served(floor.desk("ana")) == [2, 1]


def test_a_callback_written_late_is_anyones_at_once(floor: Floor) -> None:
    floor.person(1)
    callback(floor, 1, -16)
    assert floor.row(1).mine == ""
    assert served(floor.desk("ben")) == [1]


# ── what rules stop ──


def test_what_a_rule_stops_for_now_is_put_to_sleep_until_it_opens(floor: Floor) -> None:
    floor.person(1)
    for _ in range(3):
        floor.told(consumer_stream(1), ev.CallPlaced(row=3, debts=(1,), line="agency"))
        floor.told(consumer_stream(1), _ended(floor))
    assert floor.row(1).state == READY
    assert floor.desk().next() is None
    row = floor.row(1)
    assert row.state == ASLEEP
    assert row.wake_at is not None
    assert row.wake_at > TUESDAY + timedelta(days=6)
    floor.clock.at = row.wake_at
    assert served(floor.desk()) == [1]


def _ended(floor: Floor) -> ev.OutcomeLogged:
    call = floor.desk().look(1).case.consumer.calls[-1].id
    return ev.OutcomeLogged(call=call, code="NA", debts=(1,), reached="none", is_connected=True, is_conversation=False)


def test_what_no_time_opens_is_blocked_and_named(floor: Floor) -> None:
    floor.person(1)
    floor.under(rulebook=bind([rule("always")], by_name()))
    ana = floor.desk()
    assert ana.next() is None
    assert ana.next() is None
    assert floor.row(1).state == BLOCKED
    assert floor.lease() == ()
    (card,) = ana.listed()
    assert card.blocked is not None
    assert card.blocked.rule == "test.always"


def test_one_that_is_stopped_does_not_hide_the_next(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1, placed=date(2026, 1, 1)),))
    floor.person(2, last="Roe")
    done(ask(floor.desk(), 1, PlaceRestriction(kind="hold", debts=(1,), until=date(2026, 6, 9))))
    floor.told(consumer_stream(1), ev.FactAdded(row=99, source="import"))  # an import asks no rules: ready again
    assert floor.row(1).state == READY
    assert served(floor.desk()) == [2]
    assert floor.row(1).state == ASLEEP


def test_very_many_that_are_stopped_at_once_are_sifted_a_piece_at_a_time(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "SIFTED", 3)
    for case in range(1, 6):
        floor.person(case)
    floor.under(rulebook=bind([rule("always")], by_name()))
    ana = floor.desk()
    with pytest.raises(StillSifting, match="next 3 cases"):
        ana.next()
    assert ana.next() is None
    assert [floor.row(case).state for case in range(1, 6)] == [BLOCKED] * 5


def test_a_page_leaves_out_what_is_stopped_and_goes_on(floor: Floor) -> None:
    for case in range(1, 7):
        floor.person(case, debts=(Debt(case, placed=date(2026, 1, case)),))
    for case in (1, 2, 3):
        done(ask(floor.desk(), case, PlaceRestriction(kind="hold", debts=(case,), until=date(2026, 6, 9))))
        floor.told(consumer_stream(case), ev.FactAdded(row=99, source="import"))
    ana = floor.desk()
    page = ana.page(None, 2)
    assert [card.case for card in page.cards] == [4]
    rest = ana.page(page.after, 2)
    assert [card.case for card in rest.cards] == [5, 6]
    assert ana.page(rest.after, 2).cards == ()
    assert [floor.row(case).state for case in (1, 2, 3)] == [ASLEEP] * 3


def test_nobody_is_called_outside_the_hours_of_where_they_are(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, who=Who(last="West", state="CA", zip="94110", phones=(14155550101,)))
    assert served(floor.desk()) == [1]
    floor.clock.forward(hours=1)
    assert served(floor.desk("ben")) == [2]


def test_lists_of_what_is_not_dialable(floor: Floor) -> None:
    floor.person(1, phones=())
    floor.person(2, debts=(Debt(2, itemised=None),))
    floor.person(3, debts=(Debt(3, cents=0),))
    ana = floor.desk()
    assert ana.next() is None
    (lost,) = ana.listed(SKIP_TRACE)
    assert (lost.case, lost.why) == (1, ("search our own files by name, birth date and address",))
    (card,) = ana.listed(INCOMPLETE)
    assert card.why == ("to be completed: itemisation date",)
    counts = ana.counters()
    assert (counts.by_state[SKIP_TRACE], counts.by_state[INCOMPLETE], counts.workable) == (1, 1, 0)


def test_a_lifted_restriction_brings_a_blocked_case_back(floor: Floor) -> None:
    floor.person(1)
    done(ask(floor.desk(), 1, PlaceRestriction(kind="attorney", party="A. Torney")))
    assert floor.row(1).state == BLOCKED
    lifted = floor.desk().look(1).case.consumer.restrictions[0].id
    officer = Desk(floor.store, floor.handbook, floor.clock, Seat(collector="cora", role="compliance"))
    done(ask(officer, 1, LiftRestriction(restriction=lifted, why="no longer represented")))
    assert served(floor.desk()) == [1]


# ── what a seat may work ──


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, [1, 2, 3, 4]),
        ({"clients": ("MERCY",)}, [1, 4]),
        ({"desks": ("north",)}, [1, 3, 4]),
        ({"teams": ("late",)}, [1, 2, 4]),
        ({"lines": ("early_out",)}, [3]),
        ({"languages": ("en",)}, [1, 2, 3]),
        ({"regions": ("OH",)}, [1, 2, 3, 4]),
        ({"regions": ("PA",)}, []),
        ({"barred": ("MERCY", "STELMO")}, [3]),
    ],
)
def test_a_seat_is_served_what_it_may_work(
    floor: Floor, limits: dict[str, tuple[str, ...]], expected: list[int]
) -> None:
    floor.person(1)
    floor.person(2, debts=(Debt(2, client="STELMO"),))
    floor.person(3, debts=(Debt(3, client="PRAIRIEX", line="early_out"),))
    floor.person(4, language="es")
    desk = floor.desk("ana", **limits)
    assert [card.case for card in desk.page().cards] == expected
    assert served(desk) == expected


def test_a_client_that_certifies_people_is_worked_by_them_alone(floor: Floor) -> None:
    floor.person(1)
    clients = dict(floor.handbook.setting.clients)
    clients["MERCY"] = replace(clients["MERCY"], certified=("ben",))
    floor.under(clients=clients)
    assert served(floor.desk("ana")) == []
    assert served(floor.desk("ben")) == [1]


def test_a_clients_holiday_leaves_its_cases_where_they_are(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, debts=(Debt(2, client="STELMO"),))
    clients = dict(floor.handbook.setting.clients)
    clients["MERCY"] = replace(clients["MERCY"], holidays=(date(2026, 6, 2),))
    floor.under(clients=clients)
    assert served(floor.desk()) == [2]
    assert floor.row(1).state == READY
    floor.clock.at = datetime(2026, 6, 3, 15, tzinfo=UTC)
    assert 1 in served(floor.desk("ben"))


def test_no_case_of_a_state_without_a_licence(floor: Floor) -> None:
    floor.person(1)
    floor.person(2, who=Who(last="Penn", state="PA", zip="19103", phones=(12155550101,)))
    agency = replace(floor.handbook.setting.agency, licences=(Licence(state="PA"), Licence(state="OH")))
    lapsed = replace(agency, licences=(Licence(state="PA"), Licence(state="OH", expires=date(2026, 6, 1))))
    floor.under(agency=lapsed)
    ana = floor.desk()
    assert served(ana) == [2]
    while ana.sweep():
        pass
    (card,) = ana.listed()
    assert (card.case, card.blocked and card.blocked.rule) == (1, "agency.licence")
    floor.under(agency=agency)
    ben = floor.desk("ben")
    while ben.sweep():
        pass
    assert served(ben) == [1]


# ── skipping, and two at once ──


def test_a_skipped_case_is_hidden_for_an_hour(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk()
    assert ana.next() is not None
    done(ana.skip("asked to look at the file first"))
    assert ana.opened is None
    floor.clock.forward(minutes=59)
    assert ana.next() is None
    floor.clock.forward(minutes=1)
    assert ana.next() is not None


def test_a_skip_needs_a_reason(floor: Floor) -> None:
    floor.person(1)
    take(floor.desk(), 1)
    assert ask(floor.desk(), 1, SkipCase(why="  ")) is not None
    assert floor.row(1).state == READY


def test_two_desks_never_get_the_same_case(floor: Floor) -> None:
    for case in range(1, 41):
        floor.person(case)
    got: dict[str, list[int]] = {"ana": [], "ben": [], "cy": []}

    def work(name: str) -> None:
        desk = floor.desk(name)
        while (opened := desk.next()) is not None:
            got[name].append(opened.case.id)
            call(desk)

    threads = [Thread(target=work, args=(name,)) for name in got]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = [case for cases in got.values() for case in cases]
    assert sorted(every) == list(range(1, 41))


def test_a_call_without_an_outcome_stays_in_hand(floor: Floor) -> None:
    floor.person(1)
    floor.person(2)
    ana = floor.desk()
    first = ana.next()
    assert first is not None
    done(ana.do(PlaceCall(row=first.verdicts.best_row)))
    again = ana.next()
    assert again is not None
    assert again.case.id == first.case.id
    assert again.case.call is not None


def test_after_its_call_a_case_comes_when_its_outcome_said(floor: Floor) -> None:
    floor.person(1)
    took_a_call(floor.desk(), 1, "RPC-CB", talk_seconds=60, at=TUESDAY + timedelta(days=8), words="then")
    assert floor.row(1).wake_at == TUESDAY + timedelta(days=8)
    assert floor.row(1).mine == "ana"


def test_counters_say_what_is_before_a_seat(floor: Floor) -> None:
    for case in (1, 2, 3):
        floor.person(case)
    floor.person(4, debts=(Debt(4, client="STELMO"),))
    ana = floor.desk("ana", clients=("MERCY",))
    assert ana.next() is not None
    counts = ana.counters()
    assert (counts.by_state[READY], counts.held, counts.workable) == (4, 1, 2)


def test_the_next_case_costs_a_few_milliseconds(floor: Floor) -> None:
    """Of the processor, so that a busy machine does not fail it; tests/bench has the figure itself."""
    for case in range(1, 41):
        floor.person(case)
    ana, took = floor.desk(), []
    for _ in range(40):
        began = process_time()
        assert ana.next() is not None
        took.append(process_time() - began)
        call(ana)
    assert median(took) < 0.01
