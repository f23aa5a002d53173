"""Checks on any history: caps that nothing slips past, hours at the second, clocks that step back."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import CaseFile, DossierRow, Entry, consumer_stream, debt_stream
from callassist.checks import CHECKS, by_name
from callassist.intake.library import data_root, load_rules, load_setting
from callassist.journal import evolve, fold
from callassist.rules import Rulebook, Setting, bind
from callassist.survey import survey

ROOT = data_root()
SETTING = load_setting(ROOT)
RULEBOOK = load_rules(ROOT)
EASTERN = ZoneInfo("America/New_York")
HOME = consumer_stream(1)
CONNECTED, BUSY, TALK = ("none", True, False), ("none", False, False), ("right", True, True)


class Only:
    """A guide with some of the rules that ship."""

    setting: Setting = SETTING

    def __init__(self, *names: str) -> None:
        kept = [rule for rule in RULEBOOK.rules if not names or rule.id in names]
        assert len(kept) == (len(names) or len(RULEBOOK.rules))
        self.rulebook: Rulebook = bind(kept, by_name())


SEVEN = Only("us.regf.call-frequency")
WAIT = Only("us.regf.after-conversation")
HOURS = Only("us.fdcpa.hours")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=EASTERN).astimezone(UTC)


def placed(*numbers: tuple[str, int], code: str = "43004", state: str = "OH", debts: int = 1) -> CaseFile:
    """A person with debts, as they come from a file."""
    values: list[rec.Row] = [
        rec.Person(first="Avery", last="Example", dob=date(1980, 5, 17)),
        rec.Address(street="1 Example St", city="Anytown", state=state, zip=code),
        *(rec.Phone(number=number, kind=kind) for kind, number in numbers or (("cell", 16145550101),)),
    ]
    rows = [DossierRow(stream=HOME, row=row, value=value) for row, value in enumerate(values, 1)]
    at, day = local("2026-01-05 09:00"), date(2025, 11, 3)
    first: list[Entry] = []
    for debt in range(1, debts + 1):
        event = ev.DebtPlaced(client="MERCY", account=f"A-{debt}", balance_cents=450_00, service=day, itemised=day)
        taken = ev.DebtTaken(debt=debt, rows=tuple(range(1, len(rows) + 1)) if debt == 1 else ())
        first.append(Entry(stream=debt_stream(debt), seq=1, at=at, actor="intake", event=event))
        first.append(Entry(stream=HOME, seq=debt, at=at, actor="intake", event=taken))
    return fold(1, rows, first)


def then(case: CaseFile, at: datetime, *events: ev.Event) -> CaseFile:
    """The case after something happened; an outcome ends the newest call."""
    for event in events:
        seq = case.versions[HOME] + 1
        call = case.consumer.calls[-1].id if case.consumer.calls else 0
        told = replace(event, call=call) if isinstance(event, ev.OutcomeLogged) else event
        case = evolve(case, [Entry(stream=HOME, seq=seq, at=at, actor="ann", event=told)])
    return case


def called(case: CaseFile, at: datetime, ended: tuple[str, bool, bool] = CONNECTED, *, by_us: bool = True) -> CaseFile:
    debts = tuple(debt.id for debt in case.debts)
    reached, is_connected, is_conversation = ended
    call: ev.Event = ev.CallPlaced(row=3, debts=debts, line="agency")
    if not by_us:
        call = ev.CallReceived(number=16145550101, debts=debts, line="agency")
    outcome = ev.OutcomeLogged(
        call=0,
        code="X",
        debts=debts,
        reached=reached,
        is_connected=is_connected,
        is_conversation=is_conversation,
    )
    return then(case, at, call, outcome)


def most_in_a_row(days: Iterable[date], span: int) -> int:
    """The most days of a list that fall in `span` days in a row."""
    numbers = sorted(day.toordinal() for day in days)
    return max((sum(first <= other < first + span for other in numbers) for first in numbers), default=0)


MINUTES = st.lists(st.integers(0, 24 * 60 * 24), min_size=8, max_size=45)


# ── never an eighth ──


@settings(max_examples=150, deadline=None)
@given(MINUTES, st.lists(st.booleans(), min_size=45, max_size=45))
def test_no_history_lets_an_eighth_call_through(minutes: list[int], busy: list[bool]) -> None:
    """In whatever order the clock tells the attempts: it may step back as it likes."""
    case, counted = placed(), list[date]()
    for minute, is_busy in zip(minutes, busy, strict=False):
        now = local("2026-03-01 00:00") + timedelta(minutes=minute)
        if not survey(case, SEVEN, now).of("place_call").is_stopped:
            case = called(case, now, BUSY if is_busy else CONNECTED)
            counted += [] if is_busy else [now.astimezone(EASTERN).date()]
    assert most_in_a_row(counted, 7) <= 7


@settings(max_examples=60, deadline=None)
@given(MINUTES)
def test_a_clock_that_only_runs_on_is_never_stopped_below_seven(minutes: list[int]) -> None:
    case, counted = placed(), list[date]()
    for minute in sorted(minutes):
        now = local("2026-03-01 00:00") + timedelta(minutes=minute)
        day = now.astimezone(EASTERN).date()
        is_full = sum((day - other).days < 7 for other in counted) >= 7
        assert survey(case, SEVEN, now).of("place_call").is_stopped == is_full
        if not is_full:
            case, counted = called(case, now), [*counted, day]


@settings(max_examples=60, deadline=None)
@given(MINUTES)
def test_zones_apart_never_let_an_eighth_call_through_on_either_calendar(minutes: list[int]) -> None:
    case = placed(("cell", 18085550101), code="04101", state="ME")  # Hawaii and Maine
    counted: list[datetime] = []
    for minute in sorted(minutes):
        now = local("2026-03-01 00:00") + timedelta(minutes=minute)
        if not survey(case, SEVEN, now).of("place_call").is_stopped:
            case, counted = called(case, now), [*counted, now]
    for zone in ("Pacific/Honolulu", "America/New_York"):
        assert most_in_a_row((at.astimezone(ZoneInfo(zone)).date() for at in counted), 7) <= 7


@settings(max_examples=80, deadline=None)
@given(
    st.integers(0, 60 * 24 * 30),
    st.lists(st.tuples(st.integers(0, 60 * 24 * 30), st.booleans()), min_size=1, max_size=12),
)
def test_a_conversation_closes_seven_days_of_which_its_own_is_the_first(
    asked: int, talks: list[tuple[int, bool]]
) -> None:
    case, days = placed(), list[date]()
    for minute, by_us in sorted(talks):
        at = local("2026-03-01 00:00") + timedelta(minutes=minute)
        case, days = called(case, at, TALK, by_us=by_us), [*days, at.astimezone(EASTERN).date()]
    now = local("2026-03-01 00:00") + timedelta(minutes=asked)
    today = now.astimezone(EASTERN).date()
    assert survey(case, WAIT, now).of("place_call").is_stopped == ((today - max(days)).days < 7)


# ── a clock that steps back ──


def test_a_talk_counts_though_the_clock_says_that_it_is_still_to_come() -> None:
    case = called(placed(), local("2026-04-01 14:00"), TALK)
    verdict = survey(case, WAIT, local("2026-04-01 13:30")).of("place_call")
    assert verdict.is_stopped
    assert verdict.opens == local("2026-04-08 00:00")


def test_the_journal_and_not_the_clock_tells_whether_a_talk_came_after_a_consent() -> None:
    consent = ev.ConsentGiven(debts=(), until=date(2026, 4, 30), words="call me")
    given_in_the_talk = then(called(placed(), local("2026-04-01 10:00"), TALK), local("2026-04-01 09:00"), consent)
    assert not survey(given_in_the_talk, WAIT, local("2026-04-02 10:00")).of("place_call").is_stopped
    ended_by_a_talk = called(given_in_the_talk, local("2026-04-01 08:30"), TALK)
    assert survey(ended_by_a_talk, WAIT, local("2026-04-02 10:00")).of("place_call").is_stopped


def test_quick_succession_is_seen_on_both_sides_of_the_clock() -> None:
    case = called(placed(), local("2026-04-01 10:00"))
    rapid = Only("us.regf.rapid-succession")
    assert survey(case, rapid, local("2026-04-01 09:58")).of("place_call").effect == "warn"
    assert survey(case, rapid, local("2026-04-01 09:54")).of("place_call").effect == "allow"


# ── hours at the second ──

PLACES = (
    (("cell", 16145550101), "43004", "OH"),
    (("cell", 14155550101), "43004", "OH"),
    (("cell", 18505550101), "32301", "FL"),
    (("cell", 16025550101), "85001", "AZ"),
    (("cell", 19075550101), "99501", "AK"),
    (("cell", 18085550101), "04101", "ME"),
)


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(PLACES), st.integers(0, 366 * 86_400))
def test_hours_are_open_after_eight_and_before_nine_wherever_they_may_be(
    place: tuple[tuple[str, int], str, str], second: int
) -> None:
    number, code, state = place
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    verdicts = survey(placed(number, code=code, state=state), HOURS, now)
    clocks = [now.astimezone(ZoneInfo(zone)) for zone in verdicts.zones]
    seconds = [clock.hour * 3600 + clock.minute * 60 + clock.second for clock in clocks]
    assert verdicts.of("place_call").is_stopped != all(8 * 3600 < each < 21 * 3600 for each in seconds)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-03-08 01:30-05:00", "2026-03-08 08:00:01-04:00"),  # the night that skips an hour
        ("2026-11-01 01:30-04:00", "2026-11-01 08:00:01-05:00"),  # the first half past one
        ("2026-11-01 01:30-05:00", "2026-11-01 08:00:01-05:00"),  # the second
    ],
)
def test_a_night_in_which_clocks_change_opens_at_eight(now: str, opens: str) -> None:
    verdict = survey(placed(), HOURS, datetime.fromisoformat(now)).of("place_call")
    assert verdict.opens == datetime.fromisoformat(opens)


# ── the list of checks ──


def test_every_check_is_used_by_a_rule() -> None:
    assert CHECKS.keys() == {rule.check for rule in RULEBOOK.rules}


def test_every_check_says_what_it_looks_at() -> None:
    assert [name for name, listed in CHECKS.items() if not (listed.check.__doc__ or "").strip()] == []


@pytest.mark.parametrize(
    ("why", "asked"),
    [
        ("paid in full", True),
        ("Cancelled by the client", True),
        ("unpaid, gone away", False),
        ("terror of the ward", False),
    ],
)
def test_a_reason_for_closing_is_looked_for_in_whole_words(why: str, asked: bool) -> None:  # noqa: FBT001
    case = placed()
    (debt,) = case.debts
    closed = replace(debt, state="closed", closed_why=why, furnished=date(2026, 1, 9))
    verdicts = survey(replace(case, debts=(closed,)), Only("agency.report-deletion"), local("2026-04-01 10:00"))
    found = [finding.rule for finding in verdicts.of("owe", debt=debt.id).findings]
    assert found == (["agency.report-deletion"] if asked else [])
