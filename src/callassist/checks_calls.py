"""Checks that count calls: so many in so many days, the wait after a talk, calls in quick succession.

Days are calendar days where the consumer is; where they may be in several zones, each zone's days are counted
and the strictest count stands. What has been written cannot be told from the clock alone, which may step
back: which call came before which consent is told from the order of the journal.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from callassist.calendars import local_day
from callassist.casefile import Call, Consent, Debt
from callassist.checklist import check, day_begins, near, places
from callassist.rules import LONGEST_WINDOW, Attempt, Evidence, Situation, Values

NOW: Final = sys.maxsize  # later in the journal than anything in it
UNANSWERED: Final = frozenset({"", "none"})
OUR_LEAVE: Final = ("call", "us")
FEWEST: Final = 2


def _day_faults(values: Values) -> Iterable[str]:
    if not 0 < values["days"] <= LONGEST_WINDOW:
        yield f"'days' is {values['days']}; it must be from 1 to {LONGEST_WINDOW}"


# ── how many within how many days ──


@check(
    values={"limit": int, "days": int, "consent_days?": int, "kinds?": list, "excluded?": list, "this_number?": bool},
    words=("count",),
    faults=_day_faults,
)
def calls_within(situation: Situation, values: Values) -> Evidence | None:
    """As many calls as `limit` within `days` days in a row; `kinds`: only those to such numbers.

    Calls on which one of the `excluded` speakers was reached do not count; with `this_number` only those to it do.
    """
    return _over(situation, values, values["limit"])


@check(
    values={"days": int, "consent_days?": int, "excluded?": list},
    words=("count", "limit"),
    faults=_day_faults,
)
def calls_within_agency_cap(situation: Situation, values: Values) -> Evidence | None:
    """As many calls within `days` days as the agency's own cap."""
    return _over(situation, values, situation.setting.agency.calls_in_7_days)


@check(
    scopes=("debt", "number_debt"),
    values={"days": int, "consent_days?": int, "excluded?": list},
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
    span = values["days"]
    found = [
        (count, _clears(days, today, span, limit), zone)
        for days, today, zone in zip(_counted(situation, values), situation.today, places(situation), strict=True)
        if (count := near(days, today, span)) >= limit
    ]
    if not found:
        return None
    opens = [day_begins(day, (zone,)) for _, day, zone in found if day is not None]
    return Evidence(
        words={"count": max(count for count, _, _ in found), "limit": limit, **words},
        opens=max(opens) if len(opens) == len(found) else None,
    )


def _clears(days: Sequence[int], today: int, span: int, limit: int) -> int | None:
    """The first later day on which enough calls have fallen out; None when no day has room."""
    if limit <= 0:
        return None
    if days[-1] < today + span:  # the clock has not stepped back by much: all days count until they fall out
        return days[-limit] + span
    return next((day + span for day in days if day + span > today and near(days, day + span, span) < limit), None)


def _counted(situation: Situation, values: Values) -> tuple[tuple[int, ...], ...]:
    """The sorted days, by zone, of the calls that count: connected, not misdirected, not under a consent."""
    kinds, excluded = tuple(values.get("kinds", ())), tuple(values.get("excluded", ()))
    row = situation.number.row if situation.number and values.get("this_number", False) else 0
    key = (situation.debt.id if situation.debt else 0, values.get("consent_days", 0), kinds, excluded, row)
    if key not in situation.counts:
        fits = _rows(situation, kinds, row)
        kept = [a.days for a in situation.attempts if fits(a.call.row) and _counts(a, situation, values)]
        zones = range(len(situation.today))
        situation.counts[key] = tuple(tuple(sorted(days[zone] for days in kept)) for zone in zones)
    return situation.counts[key]


def _rows(situation: Situation, kinds: tuple[str, ...], row: int) -> Callable[[int], bool]:
    """Whether calls to a number, by its row, count: not somebody else's; of these kinds, or this one, where asked."""
    points = situation.case.consumer.numbers
    barred = {point.row for point in points if point.standing == "wrong_party"}
    barred |= {point.row for point in situation.case.consumer.others} - {row}
    only = {row} if row else {point.row for point in points if point.kind in kinds} if kinds else None
    return lambda called: called not in barred and (only is None or called in only)


def _counts(attempt: Attempt, situation: Situation, values: Values) -> bool:
    call = attempt.call
    if not (_is_placed(call) and _is_charged(call, situation.debt)) or call.speaker in values.get("excluded", ()):
        return False
    return not _is_covered(situation, values, call, attempt.days)


def _is_placed(call: Call) -> bool:
    """Whether we placed it, and it went through to somebody who was not plainly the wrong person."""
    return not call.is_inbound and call.is_connected and call.reached != "wrong"


def _concerns(call: Call, debt: Debt | None) -> bool:
    """A call about no debt in particular is charged to every one."""
    return debt is None or not call.debts or debt.id in call.debts


def _is_charged(call: Call, debt: Debt | None) -> bool:
    """A debt that only the consumer brought up was spoken of, but the call was not placed about it."""
    if debt is None or not call.debts:
        return True
    placed = [each for each in call.debts if each in call.about]
    return debt.id in (placed or call.about or call.debts)


# ── the wait after a conversation ──


@check(values={"days": int, "consent_days?": int, "excluded?": list}, words=("since",), faults=_day_faults)
def after_conversation(situation: Situation, values: Values) -> Evidence | None:
    """Within `days` days of a talk about this debt, whoever called whom; the talk's day is the first.

    A talk with one of the `excluded` speakers is none with the consumer.
    """
    if _may_call_anyway(situation, values):
        return None
    last = _last_talk(situation, values)
    clear = [
        day_begins(day + values["days"], (zone,))
        for day, today, zone in zip(last, situation.today, places(situation), strict=bool(last))
        if today < day + values["days"]
    ]
    if not clear:
        return None
    return Evidence(words={"since": f"{date.fromordinal(max(last)):%a %d %b}"}, opens=max(clear))


def _last_talk(situation: Situation, values: Values) -> tuple[int, ...]:
    """The last day, by zone, on which this debt was talked about; () when it was not."""
    key = ("talk", situation.debt.id if situation.debt else 0, *values.get("excluded", ()))
    if key not in situation.counts:
        days = [attempt.days for attempt in _talks(situation, values)]
        situation.counts[key] = (tuple(map(max, zip(*days, strict=True))),)
    return situation.counts[key][0]


def _talks(situation: Situation, values: Values) -> list[Attempt]:
    excluded = values.get("excluded", ())
    return [
        attempt
        for attempt in situation.attempts
        if attempt.call.is_conversation
        and _concerns(attempt.call, situation.debt)
        and attempt.call.speaker not in excluded
    ]


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

    A consent runs from the day it was given, for `consent_days` days or until its own end, and dies when it is taken
    back and at the next conversation about the debt. Leave that was given to the creditor, or to write, is none.
    """
    most, consumer = values.get("consent_days", 0), situation.case.consumer
    consents = (*consumer.consents, *consumer.past_consents)
    return bool(most and consents) and any(
        consent.id < call.id < (consent.ended or NOW + 1)
        and (consent.medium, consent.given_to) == OUR_LEAVE
        and _is_meant(consent, situation.debt, call.row)
        and _is_running(consent, situation, most, days)
        and not any(consent.id < talk.call.id < call.id for talk in _talks(situation, values))
        for consent in consents
    )


def _is_meant(consent: Consent, debt: Debt | None, row: int) -> bool:
    """Whether the consent is to call, given to us, for this debt, and for this number if it named one."""
    is_to_call = consent.medium == "call" and consent.given_to == "us"
    is_for_debt = not consent.debts or (debt is not None and debt.id in consent.debts)
    return is_to_call and is_for_debt and consent.row in {0, row}


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
        and -apart <= situation.now - attempt.call.at < apart
    ]
    if len(recent) < values["calls"] - 1:
        return None
    return Evidence(opens=sorted(recent)[1 - values["calls"]] + apart)


# ── messages, and what was said before ──


@check(
    scopes=("number",),
    values={"codes": list, "limit": int, "days": int},
    words=("count",),
    faults=_day_faults,
)
def messages_left(situation: Situation, values: Values) -> Evidence | None:
    """On this number `limit` messages were left within `days` days, as outcomes of these `codes` say."""
    row, codes = situation.number.row if situation.number else 0, values["codes"]
    days = [
        a.days for a in situation.attempts if a.call.row == row and not a.call.is_inbound and a.call.outcome in codes
    ]
    if len(days) < values["limit"]:
        return None
    zones = [sorted(by_zone) for by_zone in zip(*days, strict=True)]
    counts = [near(zone, today, values["days"]) for zone, today in zip(zones, situation.today, strict=True)]
    return Evidence(words={"count": max(counts)}) if max(counts) >= values["limit"] else None


@check(
    scopes=("debt", "number_debt"),
    values={"codes": list, "times": int, "days": int},
    words=("count", "since"),
    faults=_day_faults,
)
def said_no(situation: Situation, values: Values) -> Evidence | None:
    """About this debt, outcomes of these `codes` were logged `times` times within `days` days: they refused."""
    codes, debt = values["codes"], situation.debt
    days = [a.days for a in situation.attempts if a.call.outcome in codes and _concerns(a.call, debt)]
    zones = [sorted(by_zone) for by_zone in zip(*days, strict=True)]
    counts = [near(zone, today, values["days"]) for zone, today in zip(zones, situation.today, strict=bool(zones))]
    if max(counts, default=0) < values["times"]:
        return None
    return Evidence(words={"count": max(counts), "since": f"{date.fromordinal(max(days[-1])):%a %d %b}"})
