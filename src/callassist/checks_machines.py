"""Checks of calls that a machine places and of what other systems did: leave, look-ups, how much in how long.

A message counts on the day on which it was sent. Leave ends with its last day; what was taken back is not on file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from callassist.calendars import day_of, local_day
from callassist.casefile import Call
from callassist.checklist import check, day_begins, near, places, strangers
from callassist.kinds import MEDIA, WRITTEN
from callassist.leave import CREDITOR, US, is_same_since, leave_for
from callassist.legal_days import day_faults, working_day
from callassist.rules import LONGEST_WINDOW, Evidence, Situation, Values
from callassist.standing import Message

REASSIGNED: Final = "reassigned"
COUNTED: Final = ("call", *WRITTEN)


# ── leave ──


def _media_faults(values: Values) -> Iterable[str]:
    yield from strangers("medium that leave is given for", values["media"], MEDIA)


@check(values={"media": list, "from": list}, faults=_media_faults)
def leave_missing(situation: Situation, values: Values) -> Evidence | None:
    """No leave on file for one of `media`, given to one of `from`: for this number or address, and this debt."""
    return None if leave_for(situation, values["media"], values["from"]) else Evidence()


@check(values={"media": list}, words=("since",), faults=_media_faults)
def leave_is_creditors(situation: Situation, values: Values) -> Evidence | None:
    """The only leave on file for one of `media` was given to the creditor."""
    if not situation.case.consumer.consents or leave_for(situation, values["media"], (US,)):
        return None
    passed_on = leave_for(situation, values["media"], (CREDITOR,))
    return Evidence(words={"since": f"{day_of(passed_on[-1].at, situation.zones):%d %b %Y}"}) if passed_on else None


# ── whose number it is by now ──


@check(scopes=("number",), words=("on",))
def number_reassigned(situation: Situation, _values: Values) -> Evidence | None:
    """The reassigned numbers database said that the number has passed to somebody else."""
    number = situation.number
    if number is None or number.check_result != REASSIGNED or number.checked is None:
        return None
    return Evidence(words={"on": f"{number.checked:%d %b %Y}"})


@check(scopes=("number", "number_debt"), values={"media": list}, faults=_media_faults)
def not_looked_up(situation: Situation, values: Values) -> Evidence | None:
    """There is leave, but no look-up since the day it was given that found the number to be the same person's."""
    leave = leave_for(situation, values["media"], (US, CREDITOR))
    if not leave:
        return None
    newest = max(day_of(consent.at, situation.zones) for consent in leave)
    return None if is_same_since(situation, newest) else Evidence()


# ── leave that was taken back ──


@check(scopes=("number",), words=("since",))
def revoked_elsewhere(situation: Situation, _values: Values) -> Evidence | None:
    """Leave for calls and texts by a machine was taken back on another number of theirs."""
    row = situation.number.row if situation.number else 0
    taken = [r for r in situation.case.consumer.restrictions if r.kind == "revoked" and r.row not in {0, row}]
    return Evidence(words={"since": f"{day_of(taken[-1].since, situation.zones):%d %b %Y}"}) if taken else None


def _working_faults(values: Values) -> Iterable[str]:
    yield from day_faults(values["holidays"])


@check(scopes=("person",), values={"working_days": int, "holidays": dict}, words=("since",), faults=_working_faults)
def revocation_spreading(situation: Situation, values: Values) -> Evidence | None:
    """Leave was taken back not so many working days ago: whoever else calls must hear of it."""
    for restriction in reversed(situation.case.consumer.restrictions):
        if restriction.kind == "revoked":
            since = day_of(restriction.since, situation.zones)
            due = working_day(since, values["working_days"], values["holidays"])
            if situation.day <= due:
                return Evidence(words={"since": f"{since:%d %b %Y}"}, due=due)
    return None


# ── other systems ──


@check(scopes=("person", "number"), words=("system", "through"))
def attempts_missing(situation: Situation, _values: Values) -> Evidence | None:
    """What another system did up to yesterday, on the consumer's calendar, has not arrived."""
    for system in situation.setting.agency.other_systems:
        through = situation.setting.attempts_through.get(system)
        if through is None or through.toordinal() < max(situation.today) - 1:
            return Evidence(words={"system": system, "through": f"{through:%d %b %Y}" if through else "never"})
    return None


# ── how much within how long ──


def _count_faults(values: Values) -> Iterable[str]:
    if not 0 < values["days"] <= LONGEST_WINDOW:
        yield f"'days' is {values['days']}; it must be from 1 to {LONGEST_WINDOW}"
    if values["limit"] < 1:
        yield f"'limit' is {values['limit']}; it must be 1 at least, since nothing would ever clear it"
    yield from strangers("medium that is counted", values["media"], COUNTED)


@check(
    scopes=("person", "number", "debt", "number_debt", "address"),
    values={
        "limit": int,
        "days": int,
        "media": list,
        "kinds?": list,
        "but?": list,
        "connected?": bool,
        "this_number?": bool,
        "with_leave?": list,
        "without_leave?": list,
    },
    words=("count",),
    faults=_count_faults,
)
def attempts_within(situation: Situation, values: Values) -> Evidence | None:
    """As many calls and messages of `media` as `limit` within `days` days in a row: about this debt, or at all.

    `kinds` counts calls and texts to such numbers only, `this_number` those to this one; `connected` leaves out calls
    that did not go through, `but` messages of such kinds. `with_leave` and `without_leave` name media: it is judged
    only where there is leave for one of them, or none.
    """
    most_of_all = len(situation.attempts) + len(situation.case.consumer.messages)
    if most_of_all < values["limit"] or not _is_judged(situation, values):
        return None
    opens: list[datetime] = []
    most = 0
    for days, zone, today in zip(_days(situation, values), places(situation), situation.today, strict=True):
        count = near(days, today, values["days"])
        if count >= values["limit"]:
            most = max(most, count)
            opens.append(day_begins(_clears(days, today, values), (zone,)))
    return Evidence(words={"count": most}, opens=max(opens)) if opens else None


def counted(situation: Situation, values: Values) -> int | None:
    """How many attempts_within counts, by the strictest zone, be it few or many; None where it does not judge."""
    if not _is_judged(situation, values):
        return None
    pairs = zip(_days(situation, values), situation.today, strict=True)
    return max(near(days, today, values["days"]) for days, today in pairs)


def _days(situation: Situation, values: Values) -> Iterator[list[int]]:
    """The sorted days of what is counted, zone by zone."""
    attempts = tuple(_attempts(situation, values))
    return (sorted(each[nth] for each in attempts) for nth in range(len(situation.today)))


def _is_judged(situation: Situation, values: Values) -> bool:
    wanted, barred = values.get("with_leave"), values.get("without_leave")
    return (wanted is None or bool(leave_for(situation, wanted, (US,)))) and (
        barred is None or not leave_for(situation, barred, (US, CREDITOR))
    )


def _attempts(situation: Situation, values: Values) -> Iterator[tuple[int, ...]]:
    """Of each counted call and message its day in every zone."""
    oldest = situation.now - timedelta(days=LONGEST_WINDOW)
    if "call" in values["media"]:
        for attempt in situation.attempts:
            if _is_placed(attempt.call, values) and _is_counted(attempt.call, situation, values):
                yield attempt.days
    for message in situation.case.consumer.messages:
        is_meant = message.medium in values["media"] and message.kind not in values.get("but", ())
        if is_meant and not message.is_inbound and message.at >= oldest and _is_counted(message, situation, values):
            yield tuple(local_day(message.at, zone).toordinal() for zone in places(situation))


def _is_placed(call: Call, values: Values) -> bool:
    is_through = call.is_connected or not values.get("connected", False)
    return not call.is_inbound and call.reached != "wrong" and is_through


def _is_counted(each: Call | Message, situation: Situation, values: Values) -> bool:
    if situation.debt is not None and each.debts and situation.debt.id not in each.debts:
        return False
    if values.get("this_number", False) and (situation.number is None or each.row != situation.number.row):
        return False
    point = situation.case.consumer.number_at(each.row)
    return point is None or point.kind in values.get("kinds", (point.kind,))


def _clears(days: list[int], today: int, values: Values) -> int:
    """The first later day on which enough of them have fallen out."""
    span: int = values["days"]
    later = (day + span for day in days if day + span > today)
    return next((day for day in later if near(days, day, span) < values["limit"]), max(days) + span)
