"""What brings the queue back to the truth: sweeping, and the doctor."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist import events as ev
from callassist.casefile import CaseFile, consumer_stream
from callassist.checks import by_name
from callassist.commands import PlaceRestriction
from callassist.desk.doctor import examine, mend
from callassist.desk.upkeep import JUDGED, handbook_mark, sweep
from callassist.handbook import Handbook
from callassist.rules import bind
from callassist.store import ASLEEP, BLOCKED, READY, Changes, Projection, Store
from callassist.stores.sqlite import SqliteStore
from callassist.worklist import BROKEN, DUE
from tests.core.journals import rule
from tests.desk.floor import TUESDAY, Debt, Floor, ask, done, served


def swept(floor: Floor, limit: int = 100) -> int:
    """Sweep until nothing is left; how often something was."""
    desk, times = floor.desk(), 0
    while desk.sweep(limit):
        times += 1
        assert times < 50
    return times


# ── sweeping ──


def test_a_promise_that_nobody_kept_comes_into_its_lane_by_itself(floor: Floor) -> None:
    for case, due in ((1, date(2026, 6, 2)), (2, date(2026, 6, 1)), (3, date(2026, 5, 31))):
        floor.person(case)
        share = ev.Share(debt=case, cents=5_000)
        floor.told(consumer_stream(case), ev.PromiseMade(shares=(share,), due=due))
    swept(floor)
    assert [floor.row(case).lane for case in (1, 2, 3)] == [DUE, DUE, BROKEN]
    assert floor.lease("callassist") == ()
    assert served(floor.desk()) == [3, 2, 1]


def test_a_promise_in_somebodys_hands_is_left_to_them(floor: Floor) -> None:
    floor.person(1)
    share = ev.Share(debt=1, cents=5_000)
    floor.told(consumer_stream(1), ev.PromiseMade(shares=(share,), due=date(2026, 5, 20)))
    floor.desk("ben").open(1)
    swept(floor)
    assert floor.row(1).lane == DUE


def test_a_mark_from_before_they_came_of_age_blocks_until_the_rules_are_asked(floor: Floor) -> None:
    floor.person(1, dob=date(2008, 5, 20))
    floor.clock.forward(days=-20)
    floor.told(consumer_stream(1), ev.RestrictionPlaced(kind="minor"))
    floor.clock.forward(days=20)
    row = floor.row(1)
    floor.store.append(Changes(projections=(replace(floor.store.projection_of(1), work=replace(row, state=BLOCKED)),)))
    swept(floor)
    assert floor.row(1).state == READY


def test_a_debt_from_under_age_stops_alone(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1), Debt(2)))
    floor.told(consumer_stream(1), ev.RestrictionPlaced(kind="minor", debts=(1,), words="under age then"))
    opened = floor.desk().next()
    assert opened is not None
    assert opened.verdicts.best_call().debts == (2,)
    assert "was under age when it arose" in opened.verdicts.of("place_call", debt=1).says


def test_a_change_of_the_handbook_frees_what_it_had_blocked(floor: Floor) -> None:
    shipped = floor.handbook.rulebook
    for case in range(1, 6):
        floor.person(case)
    done(ask(floor.desk(), 5, PlaceRestriction(kind="deceased")))
    floor.under(rulebook=bind([rule("always")], by_name()))
    assert served(floor.desk()) == []
    swept(floor)
    floor.under(rulebook=shipped)
    assert swept(floor, limit=2) >= 2
    assert [floor.row(case).state for case in range(1, 6)] == [READY] * 4 + [BLOCKED]
    assert floor.store.setting(JUDGED).endswith(" all")
    assert floor.desk().sweep() == 0


def test_the_same_handbook_is_not_judged_by_twice(floor: Floor) -> None:
    floor.person(1)
    done(ask(floor.desk(), 1, PlaceRestriction(kind="deceased")))
    assert swept(floor) == 1
    assert swept(floor) == 0


def test_a_value_that_comes_into_force_is_a_change(handbook: Handbook) -> None:
    changes = [since for each in handbook.rulebook.rules for since, _ in each.values]
    last = max(changes)
    begun = TUESDAY.replace(year=last.year, month=last.month, day=last.day)
    assert handbook_mark(handbook, begun) != handbook_mark(handbook, begun - timedelta(days=1))
    assert handbook_mark(handbook, begun) == handbook_mark(handbook, begun + timedelta(days=1))


def test_counting_sweeps_a_little(floor: Floor) -> None:
    floor.person(1)
    floor.told(consumer_stream(1), ev.CallbackSet(at=TUESDAY + timedelta(minutes=5)))
    floor.clock.forward(minutes=5)
    assert floor.desk().counters().by_state[READY] == 1


# ── the doctor ──


def astray(floor: Floor, case: int, **work: object) -> None:
    """Put a case where it does not belong."""
    place = floor.place(case)
    floor.store.append(Changes(projections=(replace(place, work=replace(place.work, **work)),)))


@pytest.mark.parametrize(
    ("work", "said"),
    [
        ({"state": "closed"}, "place in the queue"),
        ({"state": "blocked"}, "place in the queue"),
        ({"region": "TX"}, "state of the consumer"),
    ],
)
def test_what_is_out_of_place_is_named_and_mended(floor: Floor, work: dict[str, str], said: str) -> None:
    floor.person(1)
    floor.person(2)
    astray(floor, 1, **work)
    health = examine(floor.desk().cases, lambda _: None)
    (fault,) = health.faults
    assert fault.startswith("Case C1:")
    assert said in fault
    mended = mend(floor.desk().cases, lambda _: None)
    assert (mended.is_well, mended.mended, mended.cases) == (True, 1, 2)


def test_what_the_hour_and_the_rules_decide_is_no_fault(floor: Floor) -> None:
    floor.person(1)
    for state in ("asleep", "ready"):
        astray(floor, 1, state=state, wake_at=TUESDAY + timedelta(days=1))
        assert examine(floor.desk().cases, lambda _: None).is_well


def test_what_an_import_blocks_until_they_come_of_age_is_no_fault(floor: Floor) -> None:
    floor.person(1, dob=date(2008, 6, 20))
    floor.told(consumer_stream(1), ev.RestrictionPlaced(kind="minor"))
    astray(floor, 1, state=BLOCKED)
    assert floor.desk().cases.place(floor.desk().look(1).case).work.state == ASLEEP
    assert examine(floor.desk().cases, lambda _: None).is_well
    swept(floor)
    assert floor.row(1).state == ASLEEP


def test_a_write_between_two_reads_is_no_fault(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    floor.person(1)
    cases = floor.desk().cases
    read = cases.read

    def read_then_moved(case: int) -> CaseFile:
        """Somebody else closes it, and only the index is read after that; once."""
        monkeypatch.setattr(cases, "read", read)
        found = read(case)
        monkeypatch.setattr(cases, "place", lambda again: replace_once(floor.place(again.id)))
        return found

    def replace_once(place: Projection) -> Projection:
        monkeypatch.undo()
        return replace(place, name=("somebody", "else"))

    monkeypatch.setattr(cases, "read", read_then_moved)
    assert examine(cases, lambda _: None).is_well


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (ev.NoticeReturned(notice=99, on=TUESDAY.date()), "NoticeReturned, names notice 99"),
        (ev.RequestAnswered(request=98, on=TUESDAY.date()), "RequestAnswered, names request 98"),
        (ev.AuthorityEnded(authority=97, why="over"), "AuthorityEnded, names authority 97"),
        (ev.ComplaintAnswered(complaint=1, step="resolved"), "ComplaintAnswered, names complaint 1"),
    ],
)
def test_what_ends_nothing_that_stands_there_is_named(
    store: Store, handbook: Handbook, event: ev.Event, said: str
) -> None:
    floor = Floor(store, handbook)
    floor.person(1)
    floor.told(consumer_stream(1), event)
    (fault,) = examine(floor.desk().cases, lambda _: None).faults
    assert fault.startswith("Case C1: event ")
    assert said in fault


def test_what_ends_what_stands_there_is_no_fault(floor: Floor) -> None:
    floor.person(1)
    floor.told(consumer_stream(1), ev.NoticeSent(kind="validation", debts=(1,), on=TUESDAY.date()))
    (sent,) = (e for e in floor.store.load(1)[1] if isinstance(e.event, ev.NoticeSent))
    floor.told(consumer_stream(1), ev.NoticeReturned(notice=sent.seq, on=TUESDAY.date()))
    assert examine(floor.desk().cases, lambda _: None).is_well


def test_the_watch_hears_every_case(floor: Floor) -> None:
    floor.person(1)
    floor.person(2)
    heard: list[int] = []
    examine(floor.desk().cases, heard.append)
    assert heard == [1, 2]


@pytest.fixture
def file(tmp_path: Path, handbook: Handbook) -> Path:
    """A database with two people in it, closed."""
    path = tmp_path / "kept.sqlite"
    store = SqliteStore(str(path))
    store.reserve(2, 2)
    floor = Floor(store, handbook)
    floor.person(1)
    floor.person(2)
    store.close()
    return path


def looked_at(file: Path, handbook: Handbook, statement: str, *, is_mended: bool = False) -> tuple[str, ...]:
    """Change the file behind our back, then look."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute(statement)
    connection.close()
    store = SqliteStore(str(file))
    floor = Floor(store, handbook)
    look = mend if is_mended else examine
    faults = look(floor.desk().cases, lambda _: None).faults
    store.close()
    return faults


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE journal SET body = replace(body, '500', '5') WHERE stream = 3", "Journal 3, entry 1"),
        ("UPDATE journal SET at = at + 1 WHERE stream = 4", "Journal 4, entry 1"),
        ("DELETE FROM journal WHERE stream = 3", "Debt 1"),
    ],
)
def test_a_row_that_was_tampered_with_is_named(file: Path, handbook: Handbook, statement: str, said: str) -> None:
    faults = looked_at(file, handbook, statement)
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM worklist WHERE case_id = 1",
        "DELETE FROM contact",
        "DELETE FROM join_key",
        "UPDATE worklist SET last = 'nobody'",
    ],
)
def test_indexes_that_were_lost_are_written_anew(file: Path, handbook: Handbook, statement: str) -> None:
    assert looked_at(file, handbook, statement) != () or "join_key" in statement
    assert looked_at(file, handbook, "SELECT 1", is_mended=True) == ()
    assert looked_at(file, handbook, "SELECT 1") == ()


def test_a_sweep_finds_nothing_to_do_in_an_empty_store(floor: Floor) -> None:
    assert sweep(floor.desk().cases) == 0
