"""Checks of the clock and the calendar: hours, days, and what the consumer said does not suit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from callassist.calendars import Window, Windows, is_inside, local_clock, local_day, next_inside
from callassist.casefile import Call, Restriction
from callassist.checklist import check, day_begins, has_reply_due, places, shortened
from callassist.leave import US
from callassist.legal_days import WEEKDAYS, day_faults, falls
from callassist.rules import Evidence, Situation, Values

CONSUMER: Final = "consumer"
_CLOCK: Final = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")


# ── hours ──


def _hours_faults(values: Values) -> Iterable[str]:
    for name in ("open", "close"):
        if not _CLOCK.fullmatch(values[name]):
            yield f"'{name}' is {values[name]!r}; write a time as \"08:00\", in quotation marks"
            return
    if _minute(values["open"]) >= _minute(values["close"]):
        yield f"it opens at {values['open']} and closes at {values['close']}, which is not later"


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


@lru_cache(maxsize=64)
def daily(opens: str, closes: str) -> Windows:
    """The same hours on every day, from "08:00" to "21:00"."""
    return (Window(days=(0, 1, 2, 3, 4, 5, 6), start_minute=_minute(opens), end_minute=_minute(closes)),)


@check(
    scopes=("person",),
    values={"open": str, "close": str, "consent_minutes?": int},
    words=("clock",),
    faults=_hours_faults,
    is_of_place=True,
)
def outside_hours(situation: Situation, values: Values) -> Evidence | None:
    """Outside the daily hours in one of the places where the consumer may be.

    With `consent_minutes` not for so many minutes before and after a moment at which they themselves asked to be
    called, with leave to call, given to us, that is good on that day.
    """
    found = _outside(situation, daily(values["open"], values["close"]))
    minutes = values.get("consent_minutes", 0)
    if found is None or not minutes or not situation.case.consumer.callbacks:
        return found
    span = timedelta(minutes=minutes)
    agreed = [at for at in _agreed(situation) if at + span > situation.now]
    if any(at - span <= situation.now for at in agreed):
        return None
    opens = min((moment for moment in (found.opens, *(at - span for at in agreed)) if moment), default=None)
    return replace(found, opens=opens)


def _agreed(situation: Situation) -> Iterable[datetime]:
    """The moments for which they asked us to call them, with leave that is good then and for that number."""
    consumer = situation.case.consumer
    given = [leave for leave in consumer.consents if leave.medium == "call" and leave.given_to == US]
    for callback in consumer.callbacks:
        day = min(local_day(callback.at, zone) for zone in places(situation))
        is_let = any(day <= leave.until and leave.row in {0, callback.row} for leave in given)
        if callback.asked_by == CONSUMER and is_let:
            yield callback.at


def _outside(situation: Situation, windows: Windows) -> Evidence | None:
    """Evidence when a time does not fit somewhere. Where nothing says where, place_unknown speaks instead."""
    now, zones = situation.now, situation.zones
    if not zones or is_inside(now, zones, windows):
        return None
    closed = next(zone for zone in zones if not is_inside(now, (zone,), windows))
    opens = _or_moved(situation, next_inside(now, zones, windows))
    return Evidence(words={"clock": local_clock(now, closed)}, opens=opens)


def _or_moved(situation: Situation, opens: datetime | None) -> datetime | None:
    """A moment, but no later than they may be somewhere else than they said: what holds then is to be judged then."""
    told = situation.case.consumer.restrictions
    ends = [r.until for r in told if r.kind == "whereabouts" and r.until and r.until >= situation.day]
    return min(
        (m for m in (opens, *(day_begins(d.toordinal() + 1, places(situation)) for d in ends)) if m), default=None
    )


@check(
    scopes=("person",),
    values={"open": str, "close": str, "minutes": int},
    words=("clock",),
    faults=_hours_faults,
)
def hours_ending(situation: Situation, values: Values) -> Evidence | None:
    """Inside the hours, but `minutes` minutes from now no longer."""
    windows = daily(values["open"], values["close"])
    now, zones = situation.now, situation.zones
    later = now + timedelta(minutes=values["minutes"])
    if not is_inside(now, zones, windows) or is_inside(later, zones, windows):
        return None
    closing = next(zone for zone in zones if not is_inside(later, (zone,), windows))
    return Evidence(words={"clock": local_clock(now, closing)})


@check(scopes=("person",), words=("words", "until"), personal=("words",))
def place_stated(situation: Situation, _values: Values) -> Evidence | None:
    """They said where they are, for days that are not over: the hours are those of there."""
    told = [r for r in situation.case.consumer.restrictions if r.kind == "whereabouts"]
    if not told or told[-1].until is None or situation.day > told[-1].until:
        return None
    return Evidence(words={"words": shortened(told[-1].words), "until": f"{told[-1].until:%a %d %b}"})


@check(scopes=("person",), values={"kinds": list}, words=("words",), personal=("words",))
def not_now(situation: Situation, values: Values) -> Evidence | None:
    """On this very call they said that it does not suit: one of `kinds`, and what they said holds now."""
    call = situation.case.call
    if call is None:
        return None
    said = [r for r in situation.case.consumer.restrictions if r.id > call.id and r.kind in values["kinds"]]
    bad = next((r for r in reversed(said) if _holds_now(r, situation, call)), None)
    return None if bad is None else Evidence(words={"words": shortened(bad.words) or bad.kind.replace("_", " ")})


def _holds_now(said: Restriction, situation: Situation, call: Call) -> bool:
    """Hours that were named hold by the clock; "not at work" where the call rings at work; "not now" holds."""
    if said.kind == "inconvenient_time":
        return not call.is_inbound and not is_inside(situation.now, places(situation), said.windows)
    point = situation.case.consumer.number_at(call.row)
    return said.kind != "no_work_calls" or (point is not None and point.kind == "work" and not call.is_inbound)


@check(scopes=("person",), is_of_place=True)
def place_unknown(situation: Situation, _values: Values) -> Evidence | None:
    """Neither an address nor a number says where the consumer may be."""
    return None if situation.zones else Evidence()


@check(scopes=("number",), values={"toll_free?": list}, words=("kind",))
def number_place_unknown(situation: Situation, values: Values) -> Evidence | None:
    """The number's area code belongs to no place that we keep time for (foreign, not assigned).

    A number with one of the `toll_free` codes goes by the address, where there is one.
    """
    number, geography = situation.number, situation.setting.geography
    if number is None or geography.zones_of_number(number.number):
        return None
    home = situation.case.consumer
    is_toll_free = str(number.number)[:4] in {f"1{code}" for code in values.get("toll_free", ())}
    if is_toll_free and geography.zones_of_address(home.zip, home.state):
        return None
    return Evidence(words={"kind": number.kind})


@check(scopes=("person",), words=("clock", "hours"), is_of_place=True)
def agency_closed(situation: Situation, _values: Values) -> Evidence | None:
    """Outside the agency's own hours and days, on the consumer's clock."""
    agency = situation.setting.agency
    window = Window(days=agency.open_days, start_minute=agency.open_minute, end_minute=agency.close_minute)
    found = _outside(situation, (window,))
    if found is None:
        return None
    hours = "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in (window.start_minute, window.end_minute))
    return Evidence(words={**found.words, "hours": hours}, opens=found.opens)


# ── days ──


@check(scopes=("person",), values={"weekdays": list}, words=("weekday",), is_of_place=True)
def on_weekday(situation: Situation, values: Values) -> Evidence | None:
    """It is one of `weekdays` in one of the places where the consumer may be."""
    found = next((day for day in situation.today if WEEKDAYS[_weekday(day)] in values["weekdays"]), None)
    if found is None:
        return None
    return Evidence(words={"weekday": WEEKDAYS[_weekday(found)].capitalize()}, opens=_tomorrow(situation, found))


def _weekday(day: int) -> int:
    return date.fromordinal(day).weekday()


def _tomorrow(situation: Situation, day: int) -> datetime:
    """When the day after has begun wherever the consumer may be."""
    return day_begins(day + 1, places(situation))


def _holiday_faults(values: Values) -> Iterable[str]:
    yield from day_faults(values["days"])


@check(scopes=("person",), values={"days": dict}, words=("holiday",), faults=_holiday_faults, is_of_place=True)
def on_holiday(situation: Situation, values: Values) -> Evidence | None:
    """It is one of the named `days` of the year in one of the places where the consumer may be."""
    for day in situation.today:
        for name, text in values["days"].items():
            if falls(text, date.fromordinal(day).year) == day:
                return Evidence(words={"holiday": name}, opens=_tomorrow(situation, day))
    return None


@check(scopes=("debt",), words=("client",))
def client_holiday(situation: Situation, _values: Values) -> Evidence | None:
    """The debt's client does not want calls on this day."""
    policy = situation.setting.clients.get(situation.debt.client) if situation.debt else None
    days = {day.toordinal() for day in policy.holidays} if policy else set()
    found = next((day for day in situation.today if day in days), None)
    if policy is None or found is None:
        return None
    return Evidence(words={"client": policy.name}, opens=_tomorrow(situation, found))


# ── what the consumer said does not suit ──


@check(
    scopes=("person", "number"),
    values={"reply?": bool, "reply_days?": int, "medium?": str},
    words=("words",),
    personal=("words",),
)
def outside_stated_times(situation: Situation, values: Values) -> Evidence | None:
    """Outside the times that the consumer said suit; at person scope those stated for every number."""
    row = situation.number.row if situation.number else 0
    stated = [
        restriction
        for restriction in situation.case.consumer.restrictions
        if restriction.kind == "inconvenient_time"
        and restriction.row == row
        and (restriction.until is None or situation.day <= restriction.until)
        and not is_inside(situation.now, situation.zones, restriction.windows)
    ]
    if not stated or has_reply_due(situation, stated[-1].id, values):
        return None
    moments = [_suits(situation, restriction) for restriction in stated]
    opens = None if None in moments else max(moment for moment in moments if moment is not None)
    return Evidence(words={"words": shortened(stated[-1].words) or "stated"}, opens=opens)


def _suits(situation: Situation, restriction: Restriction) -> datetime | None:
    """When a stated time next suits, or no longer binds."""
    inside = _or_moved(situation, next_inside(situation.now, situation.zones, restriction.windows))
    until = restriction.until
    over = day_begins(until.toordinal() + 1, places(situation)) if until else None
    return min((moment for moment in (inside, over) if moment), default=None)


@check(
    scopes=("number",),
    values={"places": dict, "reply?": bool, "reply_days?": int, "medium?": str},
    words=("kind", "words"),
    personal=("words",),
)
def at_stated_place(situation: Situation, values: Values) -> Evidence | None:
    """The number rings at a place where the consumer said that calls do not suit.

    `places` gives, for each kind of number, the words that mean its place; words that mean none close every
    number.
    """
    number = situation.number
    if number is None:
        return None
    for restriction in reversed(situation.case.consumer.restrictions):
        is_stated = restriction.kind == "inconvenient_place" and restriction.row in {0, number.row}
        if is_stated and (restriction.until is None or situation.day <= restriction.until):
            said = set(re.findall(r"[a-z]+", restriction.words.lower()))
            kinds = [kind for kind, words in values["places"].items() if said & set(words)]
            is_meant = restriction.row == number.row or not kinds or number.kind in kinds
            if is_meant and not has_reply_due(situation, restriction.id, values):
                return _at_place(situation, restriction)
    return None


def _at_place(situation: Situation, restriction: Restriction) -> Evidence:
    until = restriction.until
    opens = day_begins(until.toordinal() + 1, places(situation)) if until else None
    kind = situation.number.kind if situation.number else ""
    return Evidence(words={"kind": kind, "words": shortened(restriction.words) or kind}, opens=opens)
