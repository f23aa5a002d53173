"""Checks that count calls: so many in so many days, the wait after a talk, calls in quick succession.

Days are calendar days where the consumer is; where they may be in several zones, each zone's days are counted
and the strictest count stands. What has been written cannot be told from the clock alone, which may step
back: which call came before which consent is told from the order of the journal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from callassist.calendars import local_day
from callassist.casefile import Call, Consent, Debt
from callassist.checklist import check, day_begins, places
from callassist.rules import LONGEST_WINDOW, Attempt, Evidence, Situation, Values

NOW: Final = sys.maxsize  # later in the journal than anything in it
UNANSWERED: Final = frozenset({"", "none"})
FEWEST: Final = 2


def _day_faults(values: Values) -> Iterable[str]:
    if not 0 < values["days"] <= LONGEST_WINDOW:
        yield f"'days' is {values['days']}; it must be from 1 to {LONGEST_WINDOW}"


# ── how many within how many days ──


@check(
    values={"limit": int, "days": int, "consent_days?": int, "kinds?": list},
    words=("count",),
    faults=_day_faults,
)
def calls_within(situation: Situation, values: Values) -> Evidence | None:
    """As many calls as `limit` within `days` days in a row; `kinds`: only those to such numbers."""
    return _over(situation, values, values["limit"])


@check(values={"days": int, "consent_days?": int}, words=("count", "limit"), faults=_day_faults)
def calls_within_agency_cap(situation: Situation, values: Values) -> Evidence | None:
    """As many calls within `days` days as the agency's own cap."""
    return _over(situation, values, situation.setting.agency.calls_in_7_days)


@check(
    scopes=("debt", "number_debt"),
    values={"days": int, "consent_days?": int},
    words=("count", "limit", "client"),
    faults=_day_faults,
)
def calls_within_client_cap(situation: Situation, values: Values) -> Evidence | None:
    """As many calls within `days` days as the debt's client allows; a client may set no cap."""
    policy = situation.setting.clients.get(situation.debt.client) if situation.debt else None
    if policy is None or policy.calls_in_7_days is None:
        return None
    return _over(situation, values, policy.calls_in_7_days, client=policy.name)


def _over(situation: Situation, values: Values, limit: int, **words: str) -> Evidence | None:
    if _may_call_anyway(situation, values):
        return None
    counted = _counted(situation, values)
    if len(counted) < limit:
        return None
    spans = [_span(counted, index, today, values["days"]) for index, today in enumerate(situation.today)]
    full = [index for index, span in enumerate(spans) if len(span) >= limit]
    if not full:
        return None
    clear = [_clears(counted, index, limit, values["days"], situation) for index in full]
    opens = None if None in clear else max(moment for moment in clear if moment is not None)
    return Evidence(words={"count": max(len(span) for span in spans), "limit": limit, **words}, opens=opens)


def _span(counted: Sequence[Attempt], zone: int, today: int, days: int) -> list[int]:
    """Days of the calls that one placed today could share `days` days in a row with.

    Later ones too: the clock may have stepped back.
    """
    return [a.days[zone] for a in counted if -days < a.days[zone] - today < days]


def _clears(counted: Sequence[Attempt], zone: int, limit: int, days: int, situation: Situation) -> datetime | None:
    """When the count of one zone is below the limit again: as enough calls have fallen out."""
    today = situation.today[zone]
    for day in sorted({attempt.days[zone] + days for attempt in counted}):
        if day > today and len(_span(counted, zone, day, days)) < limit:
            return day_begins(day, (places(situation)[zone],))
    return None


def _counted(situation: Situation, values: Values) -> list[Attempt]:
    """Calls that count: placed by us, connected, not misdirected, not under a consent."""
    since = min(situation.today) - values["days"]  # zones are at most a day apart
    recent = [attempt for attempt in situation.attempts if attempt.days[0] >= since and _is_placed(attempt.call)]
    if not recent:
        return recent
    numbers = situation.case.consumer.numbers
    strangers = {point.row for point in numbers if point.standing == "wrong_party"}
    kinds = values.get("kinds")
    rows = {point.row for point in numbers if point.kind in kinds} if kinds is not None else None
    return [
        attempt
        for attempt in recent
        if attempt.call.row not in strangers
        and (rows is None or attempt.call.row in rows)
        and _concerns(attempt.call, situation.debt)
        and not _is_covered(situation, values, attempt.call, attempt.days)
    ]


def _is_placed(call: Call) -> bool:
    """Whether we placed it, and it went through to somebody who was not plainly the wrong person."""
    return not call.is_inbound and call.is_connected and call.reached != "wrong"


def _concerns(call: Call, debt: Debt | None) -> bool:
    """A call about no debt in particular is charged to every one."""
    return debt is None or not call.debts or debt.id in call.debts


# ── the wait after a conversation ──


@check(values={"days": int, "consent_days?": int}, words=("since",), faults=_day_faults)
def after_conversation(situation: Situation, values: Values) -> Evidence | None:
    """Within `days` days of a talk about this debt, whoever called whom; the talk's day is the first."""
    if _may_call_anyway(situation, values):
        return None
    talks = _talks(situation)
    if not talks:
        return None
    last = [max(attempt.days[zone] for attempt in talks) for zone in range(len(situation.today))]
    clear = [
        day_begins(day + values["days"], (zone,))
        for day, today, zone in zip(last, situation.today, places(situation), strict=True)
        if today < day + values["days"]
    ]
    if not clear:
        return None
    return Evidence(words={"since": f"{date.fromordinal(max(last)):%a %d %b}"}, opens=max(clear))


def _talks(situation: Situation) -> list[Attempt]:
    return [a for a in situation.attempts if a.call.is_conversation and _concerns(a.call, situation.debt)]


# ── consent to be called ──


def _may_call_anyway(situation: Situation, values: Values) -> bool:
    """Whether a consent covers a call that is still to be placed."""
    row = situation.number.row if situation.number else 0
    return _is_covered(situation, values, Moment(id=NOW, row=row), situation.today)


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A call to come: later in the journal than anything in it."""

    id: int
    row: int


def _is_covered(situation: Situation, values: Values, call: Call | Moment, days: Sequence[int]) -> bool:
    """Whether a consent covers a call placed on these days (one a zone).

    A consent runs from the day it was given, for `consent_days` days or until its own end, and dies at the
    next conversation about the debt.
    """
    most = values.get("consent_days", 0)
    consents = situation.case.consumer.consents
    return bool(most and consents) and any(
        consent.id < call.id
        and _is_meant(consent, situation.debt, call.row)
        and _is_running(consent, situation, most, days)
        and not any(consent.id < talk.call.id < call.id for talk in _talks(situation))
        for consent in consents
    )


def _is_meant(consent: Consent, debt: Debt | None, row: int) -> bool:
    """Whether the consent is for this debt, and for this number if it named one."""
    is_for_debt = not consent.debts or (debt is not None and debt.id in consent.debts)
    return is_for_debt and consent.row in {0, row}


def _is_running(consent: Consent, situation: Situation, most: int, days: Sequence[int]) -> bool:
    until = consent.until.toordinal()
    return all(
        day <= min(until, local_day(consent.at, zone).toordinal() + most - 1)
        for day, zone in zip(days, places(situation), strict=True)
    )


# ── quick succession ──


def _call_faults(values: Values) -> Iterable[str]:
    if values["calls"] < FEWEST:
        yield f"'calls' is {values['calls']}; quick succession takes {FEWEST} at least"


@check(scopes=("number",), values={"calls": int, "minutes": int}, faults=_call_faults)
def rapid_succession(situation: Situation, values: Values) -> Evidence | None:
    """One more call would make `calls` unanswered ones to the same number within `minutes` minutes."""
    number, apart = situation.number, timedelta(minutes=values["minutes"])
    recent = [
        attempt.call.at
        for attempt in situation.attempts
        if number is not None
        and attempt.call.row == number.row
        and not attempt.call.is_inbound
        and not attempt.call.is_conversation
        and attempt.call.reached in UNANSWERED
        and abs(situation.now - attempt.call.at) < apart
    ]
    if len(recent) < values["calls"] - 1:
        return None
    return Evidence(opens=sorted(recent)[1 - values["calls"]] + apart)
