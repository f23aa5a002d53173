"""Verdicts: what drops out of a call, which number is best, when it opens and how long an answer holds."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callassist.calendars import span_key
from callassist.intake.library import data_root, load_rules, load_setting
from callassist.rule_shapes import (
    Asked,
    Given,
    GivenAgency,
    GivenCall,
    GivenClient,
    GivenConsent,
    GivenDebt,
    GivenLimit,
    GivenMark,
    Trial,
)
from callassist.rule_stories import Story
from callassist.rules import ACTIONS, BLOCK, Rulebook, Setting
from callassist.survey import NOT_STOPPED, Verdicts, open_zones, survey

ROOT = data_root()
SETTING = load_setting(ROOT)
RULEBOOK = load_rules(ROOT)


class Plain:
    """The shipped rules for an agency of plain habits."""

    rulebook: Rulebook = RULEBOOK

    def __init__(self, setting: Setting) -> None:
        self.setting = setting


def told(given: Given, at: str = "2026-04-01 10:00", line: str = "agency") -> Verdicts:
    story = Story(Trial(name="", when=Asked(at=at, line=line), then="allow", given=given), SETTING.geography)
    return survey(story.case(), Plain(story.setting()), story.asked_at, line)


def rules_of(verdicts: Verdicts, action: str = "place_call", row: int = 0) -> set[str]:
    return {finding.rule for finding in verdicts.of(action, row).findings}


# ── a clear answer says no more than it knows ──


def test_a_clear_answer_is_no_word_about_the_law() -> None:
    verdict = told(Given()).of("place_call")
    assert (verdict.effect, verdict.findings, verdict.opens) == ("allow", (), None)
    assert verdict.says == NOT_STOPPED == "no rule on file stops this call"


def test_what_was_not_checked_is_listed() -> None:
    verdict = told(Given(zip="", numbers=("other 614-555-0101",))).of("place_call")
    assert verdict.not_checked == (
        "ZIP: missing or unknown; hours are those of all of OH.",
        "Line type of this number: unknown; it may be a work or a shared line.",
        "Calls placed from other systems: not counted.",
        "Holidays of OH: none on file.",
        "Law of OH: not researched.",
    )
    assert (
        "Law of CA: limitation, reporting ban, waits on file; hours, notices unverified; no call limit found."
        in told(Given(state="CA", zip="94110"), "2026-04-01 10:00-07:00").of("letter").not_checked
    )


def test_the_demo_agency_and_clients_without_a_policy_are_named() -> None:
    story = Story(
        Trial(name="", when=Asked(at="2026-04-01 10:00"), then="allow", given=Given(debts=(GivenDebt(client="NEW"),))),
        SETTING.geography,
    )
    verdict = survey(story.case(), Plain(SETTING), story.asked_at).of("place_call")
    assert "Licences: those on file are the demo agency's and invented." in verdict.not_checked
    assert "Policy of client NEW: none on file." in verdict.not_checked


# ── debts drop out; a call stops when all have ──

TWO = (GivenDebt(), GivenDebt())


def test_a_debt_that_is_stopped_is_left_out_and_named() -> None:
    verdict = told(Given(debts=TWO, restrictions=(GivenLimit(kind="attorney", debts=(1,)),))).of("place_call")
    assert (verdict.effect, verdict.debts) == ("warn", (2,))
    assert {(finding.rule, finding.debt, finding.effect) for finding in verdict.findings} == {
        ("us.fdcpa.attorney", 1, "warn"),
        ("agency.attorney-silence", 1, "warn"),
    }
    assert all(finding.say.startswith("Leave account A-1 out: ") for finding in verdict.findings)


def test_when_every_debt_is_stopped_the_call_is() -> None:
    limits = (GivenLimit(kind="attorney", debts=(1,)), GivenLimit(kind="hold", debts=(2,), until=date(2026, 4, 10)))
    verdict = told(Given(debts=TWO, restrictions=limits)).of("place_call")
    assert (verdict.effect, verdict.debts) == ("block", ())
    found = {finding.rule for finding in verdict.findings}
    assert found == {"us.fdcpa.attorney", "agency.attorney-silence", "agency.hold"}
    assert verdict.opens == datetime(2026, 4, 11, 12, 0, 1, tzinfo=UTC)  # the debt on hold opens; the other never


def test_one_debt_may_be_asked_about_alone() -> None:
    verdicts = told(Given(debts=TWO, restrictions=(GivenLimit(kind="attorney", debts=(1,)),)))
    assert verdicts.of("place_call", debt=1).is_stopped
    assert verdicts.of("place_call", debt=1).opens is None
    assert not verdicts.of("place_call", debt=2).is_stopped
    assert verdicts.best_call().debts == (2,)


def test_debts_of_another_line_are_no_part_of_the_call() -> None:
    given = Given(debts=(GivenDebt(), GivenDebt(line="early_out")))
    assert told(given).of("place_call").debts == (1,)
    assert told(given, line="early_out").of("place_call").debts == (2,)


def test_what_stops_the_person_stands_before_what_stops_a_debt() -> None:
    limits = (GivenLimit(kind="hold"), GivenLimit(kind="do_not_call"))
    findings = told(Given(restrictions=limits)).of("place_call").findings
    assert [finding.rule for finding in findings] == ["us.regf.stop-calling", "agency.hold"]


def test_the_law_speaks_before_the_agency() -> None:
    findings = told(Given(), "2026-04-01 23:00").of("place_call").findings
    assert [finding.rule for finding in findings] == ["us.fdcpa.hours", "agency.closed"]


# ── numbers ──

THREE = ("cell 614-555-0101", "home 614-555-0102", "work 614-555-0103")


def test_each_number_is_judged_for_itself() -> None:
    verdicts = told(Given(numbers=THREE, restrictions=(GivenLimit(kind="do_not_call", number=1),)))
    rows = [point.row for point in verdicts.case.consumer.numbers]
    assert [verdicts.of("place_call", row).effect for row in rows] == ["block", "allow", "allow"]


@pytest.mark.parametrize(
    ("given", "best"),
    [
        (Given(numbers=THREE), 0),
        (Given(numbers=THREE, calls=(GivenCall(at="2026-03-10 10:00", result="no answer", number=1),)), 1),
        (Given(numbers=THREE, marks=(GivenMark(number=3, standing="good"),)), 2),
        (Given(numbers=THREE, marks=(GivenMark(number=1, standing="bad"),)), 1),
        (Given(numbers=THREE, restrictions=(GivenLimit(kind="do_not_call", number=1),)), 1),
    ],
)
def test_the_best_number_is_open_then_good_then_longest_not_called(given: Given, best: int) -> None:
    verdicts = told(given)
    assert verdicts.best_row == verdicts.case.consumer.numbers[best].row
    second = verdicts.best_number(tried=[verdicts.best_row])
    assert second is not None
    assert second.row != verdicts.best_row


def test_without_a_number_there_is_nothing_to_call() -> None:
    verdicts = told(Given(numbers=()))
    assert verdicts.best_row == 0
    assert verdicts.best_number() is None
    assert rules_of(verdicts) == {"agency.no-number"}
    assert verdicts.best_call().opens is None


def test_calling_at_all_opens_as_soon_as_one_number_does() -> None:
    limits = (
        GivenLimit(kind="do_not_call", number=1),
        GivenLimit(kind="inconvenient_time", number=2, times=("mon-fri 17:00-21:00",)),
    )
    best = told(Given(numbers=THREE[:2], restrictions=limits)).best_call()
    assert best.is_stopped
    assert best.opens == datetime(2026, 4, 1, 21, 0, 1, tzinfo=UTC)


# ── the other actions ──


def test_before_identity_nothing_may_be_disclosed_and_after_it_may() -> None:
    assert told(Given(calls=(GivenCall(at="2026-04-01 09:59"),))).facts() & {"may_disclose", "may_demand"} == set()
    spoken = GivenCall(at="2026-04-01 09:59", verified=True, said=("collector-disclosure",))
    assert {"may_disclose", "may_demand", "may_take_payment"} <= told(Given(calls=(spoken,))).facts()


def test_every_action_has_a_rule_and_an_answer() -> None:
    verdicts = told(Given())
    judged = {action for rule in RULEBOOK.rules for action in rule.on}
    assert judged == set(ACTIONS)
    for action in ACTIONS:
        assert verdicts.of(action).effect in {"allow", "say", "warn", "block"}


# ── when it opens, and how long an answer holds ──

DAYS = st.dates(date(2026, 2, 20), date(2026, 4, 20))
MOMENTS = st.builds(
    lambda day, hour, minute: f"{day} {hour:02d}:{minute:02d}", DAYS, st.integers(0, 23), st.integers(0, 59)
)
RESULT = st.sampled_from(["no answer", "busy", "voicemail", "conversation", "dropped", ""])
CALLS = st.lists(
    st.builds(
        lambda at, result, by, debts, number: GivenCall(at=at, result=result, by=by, debts=debts, number=number),
        MOMENTS,
        RESULT,
        st.sampled_from(["us", "us", "us", "them"]),
        st.sampled_from([None, (1,), (2,)]),
        st.integers(1, 2),
    ),
    max_size=14,
)
LIMITS = st.lists(
    st.sampled_from(
        [
            GivenLimit(kind="inconvenient_time", words="evenings", times=("mon-fri 17:00-20:00",)),
            GivenLimit(kind="inconvenient_time", number=1, times=("tue-thu 09:30-11:00",)),
            GivenLimit(kind="hold", until=date(2026, 4, 2), debts=(1,)),
            GivenLimit(kind="hold", until=date(2026, 4, 12)),
            GivenLimit(kind="attorney", debts=(2,)),
            GivenLimit(kind="do_not_call", number=2),
            GivenLimit(kind="cease", written=True, until=date(2026, 5, 1)),
        ]
    ),
    max_size=3,
    unique=True,
)
ALL_KINDS = st.builds(
    lambda calls, limits, consents, state: Given(
        state=state[0],
        zip=state[1],
        numbers=(f"cell {state[2]}-555-0101", "home 614-555-0102"),
        debts=TWO,
        calls=tuple(calls),
        restrictions=tuple(limits),
        consents=tuple(consents),
        agency=GivenAgency(times=("mon-sat 08:00-20:30",)),
        clients=GivenClient(calls_in_7_days=2, holidays=(date(2026, 4, 3),)),
    ),
    CALLS,
    LIMITS,
    st.lists(st.builds(lambda at: GivenConsent(at=at, until=date(2026, 4, 30)), MOMENTS), max_size=1),
    st.sampled_from([("OH", "43004", "614"), ("OH", "43004", "614"), ("MA", "02139", "415"), ("WA", "98101", "206")]),
)


def shifted(given: Given, at: str) -> tuple[Story, Plain]:
    """The case and its guide; moments without an offset are on the clock of its ZIP."""
    story = Story(Trial(name="", when=Asked(at=at), then="allow", given=given), SETTING.geography)
    return story, Plain(story.setting())


@settings(max_examples=120, deadline=None)
@given(ALL_KINDS, MOMENTS)
def test_it_opens_at_the_first_moment_at_which_nothing_stops_it(given: Given, at: str) -> None:
    story, guide = shifted(given, at)
    case, now = story.case(), story.asked_at
    verdicts = survey(case, guide, now, "agency")
    row = verdicts.best_row
    verdict = verdicts.of("place_call", row)
    if verdict.opens is None:
        return
    assert verdict.effect == BLOCK
    assert not survey(case, guide, verdict.opens, "agency").of("place_call", row).is_stopped
    gap = (verdict.opens - now) / 40
    before = [now + gap * part for part in range(40)] + [verdict.opens - timedelta(seconds=1)]
    assert all(survey(case, guide, moment, "agency").of("place_call", row).is_stopped for moment in before)


@settings(max_examples=60, deadline=None)
@given(ALL_KINDS, MOMENTS)
def test_an_answer_holds_until_it_says(given: Given, at: str) -> None:
    story, guide = shifted(given, at)
    case, now = story.case(), story.asked_at

    def answer(moment: datetime) -> list[tuple[str, int]]:
        verdicts = survey(case, guide, moment, "agency")
        rows = [point.row for point in case.consumer.numbers]
        return [(f.rule, f.debt) for row in rows for action in ACTIONS for f in verdicts.of(action, row).findings]

    until = survey(case, guide, now, "agency").until
    assert now < until <= now + timedelta(days=1, hours=1)
    gap = (until - now) / 12
    moments = [now, *(now + gap * part for part in range(1, 12)), until - timedelta(seconds=1)]
    answers = [answer(moment) for moment in moments if moment < until]
    assert all(one == other for one, other in pairwise(answers))


def test_a_stop_that_time_does_not_lift_has_no_opening() -> None:
    limits = (GivenLimit(kind="cease", written=True), GivenLimit(kind="hold", until=date(2026, 4, 10)))
    assert told(Given(restrictions=limits)).of("place_call").opens is None


def test_wishes_that_leave_no_time_have_no_opening() -> None:
    limits = (
        GivenLimit(kind="inconvenient_time", times=("mon-fri 17:00-20:00",)),
        GivenLimit(kind="inconvenient_time", times=("mon-sun 09:00-12:00",)),
    )
    assert told(Given(restrictions=limits)).of("place_call").opens is None


def test_a_long_weekend_opens_after_all_of_it() -> None:
    """Friday the client's, Saturday the Fourth of July, Sunday closed."""
    given = Given(clients=GivenClient(holidays=(date(2026, 7, 3),)))
    assert told(given, "2026-07-03 10:00").of("place_call").opens == datetime(2026, 7, 6, 12, 0, 1, tzinfo=UTC)


def test_places_that_share_no_hour_have_no_opening() -> None:
    """Guam and Maine: ten in the morning here is midnight there."""
    given = Given(
        state="ME", zip="04101", numbers=("cell 671-555-0101",), agency=GivenAgency(times=("mon-sun 08:00-17:00",))
    )
    verdict = told(given, "2026-04-01 10:00-04:00").of("place_call")
    assert verdict.is_stopped
    assert verdict.opens is None


# ── the queue's groups ──


def test_groups_of_zones_open_as_the_rules_do() -> None:
    is_open = open_zones(Plain(SETTING), datetime(2026, 4, 1, 12, 30, tzinfo=UTC))  # 08:30 Eastern, 05:30 Pacific
    assert is_open(span_key(("America/New_York",)))
    assert not is_open(span_key(("America/Los_Angeles",)))
    assert not is_open(span_key(("America/Los_Angeles", "America/New_York")))
    assert not is_open("")


def test_groups_of_zones_are_closed_on_holidays_and_on_the_agencys_days_off() -> None:
    for day in ("2026-12-25", "2026-04-05"):
        assert not open_zones(Plain(SETTING), datetime.fromisoformat(f"{day} 15:00-05:00"))("ET")
