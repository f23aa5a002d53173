"""Who is next and why, from the case alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from callassist.casefile import CaseFile
from callassist.rules import creditor_of, missing_facts
from callassist.store import ASLEEP, BLOCKED, CLOSED, INCOMPLETE, MINE_FOR, READY, SKIP_TRACE, WorkRow
from callassist.worklist import BROKEN, CALLBACK, DUE, INPUTS, LANES, MINE, NEW, REST, project, why_now
from tests.core.journals import DANA, NOW, SETTING, case_of, eastern

NEVER_LOOKED_AT = ("age", "sex", "gender", "language", "zip", "facility", "race")


def row(*journals: str, now: datetime = NOW) -> WorkRow:
    """Dana's place in the queue, no rule asked."""
    return project(case_of(DANA, *journals), SETTING, now).work


# ── lanes ──


@pytest.mark.parametrize(
    ("journal", "lane", "why"),
    [
        ("", NEW, "new business, placed 01 Jun 2026"),
        ("2026-11-23 10:00 called home\n2026-11-23 10:05 ended NA none 0:00", REST, "follow-up, last tried 1 d ago"),
        ("2026-11-10 10:00 promised 50.00 by 2026-11-24", DUE, "promise due 24 Nov"),
        ("2026-11-10 10:00 promised 50.00 by 2026-11-23", DUE, "promise overdue since 23 Nov"),
        ("2026-11-23 10:00 callback 2026-11-24 09:50", MINE, "callback 09:50 asked for"),
        ("2026-11-23 10:00 callback 2026-11-24 09:40", CALLBACK, "callback 09:40 asked for"),
    ],
)
def test_a_lane_and_the_reason_for_it(journal: str, lane: int, why: str) -> None:
    assert row(journal).lane == lane
    assert why_now(case_of(DANA, journal), NOW, "America/New_York")[0] == why
    assert row(journal).state == READY


def broken(*journals: str) -> CaseFile:
    case = case_of(DANA, "2026-11-10 10:00 promised 50.00 by 2026-11-20", *journals)
    promises = tuple(replace(promise, state="broken") for promise in case.consumer.promises)
    return replace(case, consumer=replace(case.consumer, promises=promises))


def test_a_broken_promise_stays_first_until_they_have_talked() -> None:
    unanswered = "2026-11-22 10:00 called home\n2026-11-22 10:01 ended NA none 0:00"
    talked = "2026-11-22 11:00 called home\n2026-11-22 11:05 ended RPC-NC right 4:00"
    assert project(broken(), SETTING, NOW).work.lane == BROKEN
    assert project(broken(unanswered), SETTING, NOW).work.lane == BROKEN
    assert project(broken(talked), SETTING, NOW).work.lane == REST
    assert why_now(broken(), NOW) == ("broken promise of 20 Nov",)


def test_a_talk_late_on_the_due_day_is_of_that_day() -> None:
    late = broken("2026-11-20 22:30 called home", "2026-11-20 22:31 ended RPC-NC right 4:00")
    assert why_now(late, NOW, "America/New_York") == ("broken promise of 20 Nov",)
    assert project(late, SETTING, NOW).work.lane == BROKEN


def test_a_late_call_is_ordered_by_the_consumers_day() -> None:
    late, early = row("2026-11-20 22:30 called home"), row("2026-11-20 09:30 called home")
    assert late.prio == early.prio


def test_of_two_promises_the_one_due_first_counts() -> None:
    place = row("2026-11-10 10:00 promised 50.00 by 2026-12-24 A-1\n2026-11-10 10:01 promised 5.00 by 2026-11-24 A-2")
    assert (place.lane, place.prio) == (DUE, NOW.date().toordinal())


def test_the_day_of_the_consumer_decides_what_is_overdue() -> None:
    case = case_of(DANA, "2026-11-10 10:00 promised 50.00 by 2026-11-24")
    late = eastern("2026-11-24 23:30")
    assert late.astimezone(UTC).day == 25
    assert why_now(case, late, "America/New_York") == ("promise due 24 Nov",)


# ── whose callback ──


def test_a_callback_is_kept_for_who_took_it_a_quarter_of_an_hour() -> None:
    at, journal = eastern("2026-11-24 09:00"), "2026-11-23 10:00 callback 2026-11-24 09:00"
    early = row(journal, now=at - timedelta(minutes=1))
    assert (early.state, early.mine, early.lane, early.wake_at) == (ASLEEP, "ana", MINE, at)
    inside = row(journal, now=at + MINE_FOR - timedelta(seconds=1))
    assert (inside.state, inside.mine, inside.lane) == (READY, "ana", MINE)
    after = row(journal, now=at + MINE_FOR)
    assert (after.state, after.mine, after.lane) == (READY, "", CALLBACK)


def test_a_callback_of_another_day_says_the_day() -> None:
    case = case_of(DANA, "2026-11-23 10:00 callback 2026-11-25 09:00")
    assert why_now(case, NOW, "America/New_York") == ("callback 25 Nov 09:00 asked for", "taken by ana")


def test_a_callback_that_a_rule_holds_up_is_kept_from_when_it_opens() -> None:
    case = case_of(DANA, "2026-11-23 10:00 callback 2026-11-24 09:00")
    opens = NOW + timedelta(hours=3)
    place = project(case, SETTING, NOW, opens, is_stopped=True).work
    assert (place.state, place.wake_at, place.mine) == (ASLEEP, opens, "ana")


# ── states ──


@pytest.mark.parametrize(
    ("journal", "state"),
    [
        ("2026-11-20 10:00 restricted attorney", BLOCKED),
        ("2026-11-20 10:00 restricted attorney A-1", READY),
        ("2026-11-20 10:00 restricted attorney A-1\n2026-11-20 10:00 restricted cease A-2", BLOCKED),
        ("2026-11-20 10:00 restricted do_not_call", BLOCKED),
        ("2026-11-20 10:00 restricted do_not_call home", READY),
        ("2026-11-20 10:00 restricted bankruptcy 2026-12-24", READY),
        ("2026-11-20 10:00 restricted unread_notes", BLOCKED),
        ("2026-11-20 10:00 marked home bad\n2026-11-20 10:00 marked cell wrong_party", SKIP_TRACE),
        ("2026-11-20 10:00 marked home bad", READY),
        ("2026-11-20 10:00 paid A-1\n2026-11-20 10:00 paid A-2", CLOSED),
        ("2026-11-20 10:00 paid A-1", READY),
    ],
)
def test_where_a_case_stands(journal: str, state: str) -> None:
    assert row(journal).state == state


def test_a_case_without_a_state_is_incomplete() -> None:
    nowhere = case_of("Dana Lee, born 1980-03-04", "phone home 614-555-0101", "owes A-1 to MERCY 120.00")
    assert project(nowhere, SETTING, NOW).work.state == INCOMPLETE
    assert missing_facts(nowhere, nowhere.debts[0], SETTING) == ("state",)


def test_a_clients_code_is_never_spoken_for_its_name() -> None:
    case = case_of(DANA)
    debt = replace(case.debts[0], creditor="")
    assert creditor_of(case.debts[0], SETTING) == "Mercy"
    assert creditor_of(debt, SETTING) == SETTING.clients["MERCY"].name != "MERCY"
    stranger = replace(debt, client="NOBODY")
    assert creditor_of(stranger, SETTING) == ""
    assert missing_facts(case, stranger, SETTING) == ("creditor",)
    nameless = project(replace(case, debts=(stranger,)), SETTING, NOW).work
    assert nameless.state == INCOMPLETE


@pytest.mark.parametrize("kind", ["minor", "attorney", "unread_notes"])
def test_the_rules_free_what_a_restriction_seemed_to_close(kind: str) -> None:
    case = case_of(DANA, f"2026-11-20 10:00 restricted {kind}")
    later = NOW + timedelta(days=2)
    assert project(case, SETTING, NOW).work.state == BLOCKED
    assert project(case, SETTING, NOW, is_stopped=False).work.state == READY
    assert project(case, SETTING, NOW, later, is_stopped=True).work.state == ASLEEP
    assert project(case, SETTING, NOW, is_stopped=True).work.state == BLOCKED


def test_what_is_stopped_is_never_ready() -> None:
    case = case_of(DANA)
    moments = (None, NOW - timedelta(days=1), NOW, NOW + timedelta(seconds=1))
    states = [project(case, SETTING, NOW, opens, is_stopped=True).work.state for opens in moments]
    assert states == [BLOCKED, BLOCKED, BLOCKED, ASLEEP]


# ── order ──


def test_it_looks_at_its_inputs_and_at_nothing_else() -> None:
    assert not [word for text in INPUTS for word in NEVER_LOOKED_AT if word in text.split()]
    assert len(LANES) == REST + 1


@given(st.sampled_from(["es", "en", "vi"]), st.sampled_from(["43215", "43201"]), st.integers(1930, 2000))
def test_language_zip_and_age_change_no_place(language: str, code: str, year: int) -> None:
    journal = f"""
        Dana Lee, born {year}-03-04, ssn 4417, speaks {language}
        lives 12 Elm St, Columbus, OH {code}
        phone home 614-555-0101
        owes A-1 to MERCY 120.00
    """
    place = project(case_of(journal), SETTING, NOW).work
    assert (place.lane, place.prio, place.state) == (NEW, place.prio, READY)
    assert place.prio == project(case_of(journal.replace(str(year), "1980")), SETTING, NOW).work.prio


def test_a_skip_hides_for_an_hour() -> None:
    case = case_of(DANA)
    skipped = replace(case, consumer=replace(case.consumer, skips=(NOW,)))
    place = project(skipped, SETTING, NOW).work
    assert (place.state, place.wake_at) == (ASLEEP, NOW + timedelta(hours=1))
    assert project(skipped, SETTING, NOW + timedelta(hours=1)).work.state == READY
