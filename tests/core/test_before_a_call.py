"""Before a call, on any history: counts against a plain reckoning, more limits, other clocks, the next clear moment."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from callassist.intake.library import data_root, load_rules, load_setting
from callassist.kinds import CONTACT
from callassist.rule_shapes import (
    Asked,
    Given,
    GivenAgency,
    GivenCall,
    GivenConsent,
    GivenDebt,
    GivenLimit,
    GivenMessage,
    GivenStatement,
    Trial,
)
from callassist.rule_stories import Story
from callassist.rules import Rulebook, Setting
from callassist.survey import Verdicts, survey

ROOT = data_root()
SETTING = load_setting(ROOT)
RULEBOOK = load_rules(ROOT)
EASTERN = ZoneInfo("America/New_York")
COUNT, TALK = "us.regf.call-frequency", "us.regf.after-conversation"


class Plain:
    """The shipped rules for an agency of plain habits."""

    rulebook: Rulebook = RULEBOOK

    def __init__(self, setting: Setting) -> None:
        self.setting = setting


def told(given: Given, at: str) -> tuple[Story, Plain]:
    story = Story(Trial(name="", when=Asked(at=at), then="allow", given=given), SETTING.geography)
    return story, Plain(story.setting())


def judged(given: Given, at: str) -> Verdicts:
    story, guide = told(given, at)
    return survey(story.case(), guide, story.asked_at, "agency")


# ── the count of calls and the wait after a talk, against a plain reckoning ──


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A call in a drawn history, `day` and `minute` of April on the clock in Ohio."""

    day: int
    minute: int
    by: str = "us"
    result: str = "no answer"
    speaker: str = ""
    about: tuple[int, ...] = (1,)
    debts: tuple[int, ...] = (1,)

    @property
    def at(self) -> str:
        return f"2026-04-{self.day:02d} {self.minute // 60:02d}:{self.minute % 60:02d}"

    @property
    def is_reached(self) -> bool:
        """Whether the consumer, and nobody whom the law excepts, was called or spoken with."""
        return self.speaker not in {"attorney", "creditor", "reporting_agency"}

    def is_charged(self, debt: int) -> bool:
        """Whether it was placed about a debt: one of those it was about, and that came up if any of them did."""
        both = set(self.about) & set(self.debts)
        return not self.debts or debt in (both or self.about or self.debts)

    def counts(self, debt: int, today: date) -> bool:
        """Whether it counts among those of seven days, when there is no leave to call."""
        is_placed = self.by == "us" and self.is_reached and self.result not in {"busy", "not in service"}
        is_near = (today - date(2026, 4, self.day)).days < 7
        return is_placed and is_near and self.is_charged(debt)


HISTORY = st.lists(
    st.builds(
        Made,
        day=st.integers(1, 20),
        minute=st.integers(0, 1439),
        by=st.sampled_from(["us", "us", "us", "us", "them"]),
        result=st.sampled_from(
            ["no answer", "no answer", "voicemail", "busy", "dropped", "not in service", "conversation"]
        ),
        speaker=st.sampled_from(["", "", "", "spouse", "attorney", "creditor"]),
        about=st.sampled_from([(1,), (2,), (1, 2)]),
        debts=st.sampled_from([(1,), (2,), (1, 2), ()]),
    ),
    max_size=40,
    unique_by=lambda call: (call.day, call.minute),
)
CONSENT = st.none() | st.tuples(
    st.integers(1, 20), st.integers(0, 1439), st.integers(0, 9), st.sampled_from([None, 1, 4])
)
TALKS = {"conversation"}


class Leave(msgspec.Struct, frozen=True, kw_only=True):
    """Leave to call: from when, through which day, until when it was taken back."""

    since: datetime
    last: date
    until: datetime | None

    def covers(self, at: datetime, talks: list[datetime]) -> bool:
        is_running = self.since < at and at.date() <= self.last and (self.until is None or at < self.until)
        return is_running and not any(self.since < talk < at for talk in talks)


def leave_of(drawn: tuple[int, int, int, int | None] | None) -> tuple[Leave | None, tuple[GivenConsent, ...]]:
    """As the reckoning has it, and as a case tells it: at most seven days, the day it was given being the first."""
    if drawn is None:
        return None, ()
    day, minute, length, taken_back = drawn
    since = datetime(2026, 4, day, minute // 60, minute % 60, 30)  # noqa: DTZ001 - the wall clock in Ohio
    stated = since.date() + timedelta(days=length)
    until = since + timedelta(days=taken_back, seconds=15) if taken_back else None
    told = GivenConsent(at=f"{since}", until=stated, revoked=f"{until}" if until else "")
    return Leave(since=since, last=min(stated, since.date() + timedelta(days=6)), until=until), (told,)


@settings(max_examples=200, deadline=None)
@given(HISTORY, CONSENT, st.integers(15, 27), st.integers(0, 1439))
def test_the_count_and_the_wait_are_what_a_plain_reckoning_says(
    history: list[Made], drawn: tuple[int, int, int, int | None] | None, day: int, minute: int
) -> None:
    now = datetime(2026, 4, day, minute // 60, minute % 60, 45)  # noqa: DTZ001 - the wall clock in Ohio
    leave, consents = leave_of(drawn)
    past = [call for call in history if datetime.fromisoformat(call.at) < now]
    consents = tuple(each for each in consents if datetime.fromisoformat(each.at) < now)
    leave = leave if consents else None
    if leave and leave.until and leave.until >= now:
        leave, consents = replace(leave, until=None), tuple(replace(each, revoked="") for each in consents)
    calls = tuple(
        GivenCall(at=c.at, by=c.by, result=c.result, speaker=c.speaker, about=c.about, debts=c.debts) for c in past
    )
    verdicts = judged(Given(debts=(GivenDebt(), GivenDebt()), calls=calls, consents=consents), f"{now}")
    for debt in (1, 2):
        talks = [
            datetime.fromisoformat(call.at)
            for call in past
            if call.result in TALKS and call.is_reached and (not call.debts or debt in call.debts)
        ]
        counted = [call for call in past if call.counts(debt, now.date())]
        free = [call for call in counted if leave and leave.covers(datetime.fromisoformat(call.at), talks)]
        has_leave = leave is not None and leave.covers(now, talks)
        found = {finding.rule for finding in verdicts.of("place_call", debt=debt).findings}
        assert (COUNT in found) == (len(counted) - len(free) >= 7 and not has_leave)
        is_waiting = any((now.date() - talk.date()).days < 7 for talk in talks)
        assert (TALK in found) == (is_waiting and not has_leave)


# ── any limits, any clock, any moment ──

DAYS = st.dates(date(2026, 3, 1), date(2026, 4, 20))
MOMENTS = st.builds(lambda d, h, m: f"{d} {h:02d}:{m:02d}", DAYS, st.integers(0, 23), st.integers(0, 59))
SAID = st.lists(
    st.builds(
        lambda says, at, number: GivenStatement(says=says, at=at, number=number),
        st.sampled_from(
            [
                "not before noon",
                "not on Fridays",
                "weekdays except 3 to 5",
                "no weekends",
                "only evenings",
                "not at work",
                "don't contact me at home",
                "stop calling",
                "I'm busy right now",
                "talk to my attorney",
            ]
        ),
        MOMENTS,
        st.integers(0, 2),
    ),
    max_size=3,
)
PLACED = st.lists(
    st.builds(
        lambda kind, at, until, number: GivenLimit(
            kind=kind, at=at, until=until, number=number, words="CA" if kind == "whereabouts" else ""
        ),
        st.sampled_from([kind for kind in CONTACT if kind != "inconvenient_time"]),
        MOMENTS,
        st.none() | st.dates(date(2026, 4, 1), date(2026, 4, 25)),
        st.integers(0, 2),
    ),
    max_size=3,
)
CALLS = st.lists(
    st.builds(
        lambda at, result, by, number, speaker: GivenCall(at=at, result=result, by=by, number=number, speaker=speaker),
        MOMENTS,
        st.sampled_from(["no answer", "voicemail", "busy", "conversation"]),
        st.sampled_from(["us", "us", "them"]),
        st.integers(1, 2),
        st.sampled_from(["", "", "attorney"]),
    ),
    max_size=9,
)
LETTERS = st.lists(st.builds(lambda at: GivenMessage(at=at, medium="mail", kind="attorney"), MOMENTS), max_size=3)
ANY = st.builds(
    lambda said, placed, calls, letters, home: Given(
        state=home[0],
        zip=home[1],
        numbers=(f"cell {home[2]}-555-0101", "home 614-555-0102"),
        debts=(GivenDebt(), GivenDebt()),
        statements=tuple(said),
        restrictions=tuple(placed),
        calls=tuple(calls),
        messages=tuple(letters),
        agency=GivenAgency(calls_in_7_days=5),
    ),
    SAID,
    PLACED,
    CALLS,
    LETTERS,
    st.sampled_from([("OH", "43004", "614"), ("OH", "43004", "415"), ("WA", "98101", "206")]),
)


@settings(max_examples=120, deadline=None)
@given(ANY, SAID, PLACED, MOMENTS)
def test_more_limits_never_allow_more(
    given: Given, said: list[GivenStatement], placed: list[GivenLimit], at: str
) -> None:
    """But for two kinds: where they say they are goes before what the file indicates, and a way named is left open."""
    names_a_way = {"confidential", "safety"}
    limits = tuple(x for x in placed if x.kind != "whereabouts" and not (x.kind in names_a_way and x.number))
    more = replace(given, statements=(*given.statements, *said), restrictions=(*given.restrictions, *limits))
    before, after = judged(given, at), judged(more, at)
    for point in before.case.consumer.numbers:
        for action in ("place_call", "prerecorded", "voicemail", "text"):
            for debt in (0, 1, 2):
                first, then = before.of(action, point.row, debt), after.of(action, point.row, debt)
                assert then.is_stopped or not first.is_stopped
                assert set(then.debts) <= set(first.debts)


@settings(max_examples=120, deadline=None)
@given(ANY, MOMENTS)
def test_at_the_next_clear_moment_nothing_refuses_and_the_minute_before_something_does(given: Given, at: str) -> None:
    story, guide = told(given, at)
    case, now = story.case(), story.asked_at
    verdicts = survey(case, guide, now, "agency")
    for point in case.consumer.numbers:
        opens = verdicts.of("place_call", point.row).opens
        if opens is not None:
            assert not survey(case, guide, opens, "agency").of("place_call", point.row).is_stopped
            earlier = max(now, opens - timedelta(minutes=1))
            assert survey(case, guide, earlier, "agency").of("place_call", point.row).is_stopped


@settings(max_examples=60, deadline=None)
@given(ANY, MOMENTS)
def test_an_answer_holds_until_it_says(given: Given, at: str) -> None:
    story, guide = told(given, at)
    case, now = story.case(), story.asked_at

    def answer(moment: datetime) -> list[tuple[str, int]]:
        verdicts = survey(case, guide, moment, "agency")
        return [
            (f.rule, f.debt) for point in case.consumer.numbers for f in verdicts.of("place_call", point.row).findings
        ]

    until = survey(case, guide, now, "agency").until
    gap = (until - now) / 9
    moments = [*(now + gap * part for part in range(1, 9)), until - timedelta(seconds=1)]
    assert all(answer(moment) == answer(now) for moment in moments if now < moment < until)


@contextmanager
def machine_in(zone: str) -> Iterator[None]:
    """The machine's own clock in another zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


@settings(max_examples=40, deadline=None)
@given(ANY, MOMENTS)
def test_the_answer_does_not_depend_on_the_machines_zone(given: Given, at: str) -> None:
    def answers(zone: str) -> list[object]:
        with machine_in(zone):
            verdicts = judged(given, at)
            found = [verdicts.of("place_call", point.row) for point in verdicts.case.consumer.numbers]
            return [verdicts.until, *found]

    assert answers("UTC") == answers("Pacific/Kiritimati") == answers("America/Los_Angeles")


# ── where they are ──


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-01 07:59-05:00", False),  # the first morning of winter time
        (
            "2026-11-01 12:30-00:00",
            False,
        ),  # half past seven there; with the summer's offset it would be half past eight
        ("2026-11-01 13:30-00:00", True),
        ("2026-03-08 12:30-00:00", True),  # half past eight on the first morning of summer time
        ("2026-03-08 11:30-00:00", False),
    ],
)
def test_the_offset_is_that_of_the_date(at: str, *, is_open: bool) -> None:
    given = Given(agency=GivenAgency(times=("mon-sun 08:00-21:00",)))
    found = {finding.rule for finding in judged(given, at).of("place_call").findings}
    assert ("us.fdcpa.hours" not in found) == is_open


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 4 * 24 * 60 - 1))
def test_a_known_place_counts_alone_on_its_days_and_no_day_longer(minute: int) -> None:
    """In California through 15 April; the file says Ohio."""
    limit = GivenLimit(kind="whereabouts", words="CA", at="2026-04-13 09:00", until=date(2026, 4, 15))
    given = Given(restrictions=(limit,), agency=GivenAgency(times=("mon-sun 08:00-21:00",)))
    now = datetime(2026, 4, 14, tzinfo=EASTERN) + timedelta(minutes=minute)
    there = now.astimezone(ZoneInfo("America/Los_Angeles"))
    clock = there if there.date() <= date(2026, 4, 15) else now
    is_open = 8 * 60 < clock.hour * 60 + clock.minute < 21 * 60
    assert judged(given, now.isoformat()).of("place_call").is_stopped != is_open
