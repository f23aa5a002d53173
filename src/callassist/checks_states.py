"""Checks that state and city law asks for: limitation, waits, bans of reporting, requests that stop us, remedies.

Terms of years and days, the lists of words, the conditions of a ban stand in the rules. A day that is needed and not
on file never counts as passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from callassist import notices as nt
from callassist.calendars import CLOCKS, WEEKDAYS, Window, is_inside, local_clock, local_day, next_inside
from callassist.casefile import Debt
from callassist.checklist import check, day_begins, places, strangers
from callassist.kinds import BASES, NOTICES, REQUESTS, RESTRICTIONS
from callassist.limitation import JUDGMENT, MEDICAL, STARTS, last_day, term_ends, term_of
from callassist.rules import Evidence, Situation, Values

DEFAULT: Final = ("defaulted",)
DAY: Final = "%d %b %Y"
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


# ── limitation ──


def _term_faults(values: Values) -> Iterable[str]:
    yield from strangers("basis of a debt", values["years"], BASES)
    yield from strangers("day of a debt", values["start"], STARTS)
    for basis, years in values["years"].items():
        if type(years) is not int or years < 1:
            yield f"the years of {basis} are {years!r}; write a whole number"


@check(
    scopes=("debt",),
    values={"years": dict, "start": list, "restarts?": bool},
    words=("term", "basis", "ended"),
    faults=_term_faults,
)
def limitation_expired(situation: Situation, values: Values) -> Evidence | None:
    """The term of `years` by basis is over, from the first day of `start` that is on file.

    `restarts`: a payment begins it anew. A debt of unknown basis is taken as medical where that has a term, else by the
    shortest. Judgments have terms of their own.
    """
    debt = situation.debt
    ended = last_day(debt, values) if debt else None
    if debt is None or ended is None or situation.day <= ended:
        return None
    basis, years = term_of(debt, values)
    return Evidence(words={"term": years, "basis": basis or "shortest on file", "ended": f"{ended:{DAY}}"})


@check(scopes=("debt",), values={"years": dict, "otherwise": int, "medical_starts": dict}, words=("lacking",))
def limitation_untold(situation: Situation, values: Values) -> Evidence | None:
    """Limitation may be over and cannot be told: no day of default, or no term for the state, is on file.

    `years` are the shortest of each state; nothing is said while not even those have passed since the care.
    `medical_starts` names, for states that count medical debt from other days than the default, those days.
    """
    debt, state = situation.debt, situation.case.consumer.state
    if debt is None or debt.basis == JUDGMENT:
        return None
    began = debt.defaulted or debt.service
    years = values["years"].get(state, values["otherwise"])
    if began is not None and situation.day <= term_ends(began, years):
        return None
    starts = values["medical_starts"].get(state, DEFAULT) if (debt.basis or MEDICAL) == MEDICAL else DEFAULT
    if state not in values["years"]:
        return Evidence(words={"lacking": f"the term of {state or 'the state'}"})
    return None if any(getattr(debt, name) for name in starts) else Evidence(words={"lacking": "the day of default"})


# ── waits ──


def _wait_faults(values: Values) -> Iterable[str]:
    yield from strangers("day of a debt", (values["since"],), STARTS)


@check(scopes=("debt",), values={"days": int, "since": str}, words=("began",), faults=_wait_faults)
def too_soon_after(situation: Situation, values: Values) -> Evidence | None:
    """Fewer than `days` days since a day of the debt, or nobody knows when that was."""
    began = getattr(situation.debt, values["since"])
    if began is None:
        return Evidence(words={"began": "not on file"})
    over = began.toordinal() + values["days"]
    if min(situation.today) >= over:
        return None
    return Evidence(words={"began": f"{began:{DAY}}"}, opens=day_begins(over, places(situation)))


def _notice_faults(values: Values) -> Iterable[str]:
    yield from strangers("notice", (values["notice"],), NOTICES)


@check(scopes=("debt",), values={"notice": str, "days": int, "silent?": list}, words=("since",), faults=_notice_faults)
def notice_owed_after_contact(situation: Situation, values: Values) -> Evidence | None:
    """We have been in touch about the debt and a notice of that kind, due so many days later, is not on file.

    `silent` are kinds of message that say nothing of a debt.
    """
    consumer, debt = situation.case.consumer, situation.debt
    if debt is None or not (consumer.calls or consumer.messages or consumer.notices):
        return None
    if nt.delivered(situation.case, debt.id, values["notice"]):
        return None
    since = nt.initial_communication(situation.case, debt.id, situation.zones, values.get("silent", ()))
    if since is None:
        return None
    return Evidence(words={"since": f"{since:{DAY}}"}, due=since + timedelta(days=values["days"]))


@check(scopes=("debt",), values={"uninsured?": bool})
def aid_not_told(situation: Situation, values: Values) -> Evidence | None:
    """Nothing on file says that the patient was told of, or screened for, help; `uninsured` leaves the insured out."""
    debt = situation.debt
    if debt is None or debt.assistance_told is not None:
        return None
    is_left_out = values.get("uninsured", False) and debt.details.insurance_type
    return None if is_left_out else Evidence()


# ── what they asked for ──


def _request_faults(values: Values) -> Iterable[str]:
    yield from strangers("request", values["kinds"], REQUESTS)
    if values.get("over", False) and "days" not in values:
        yield "'over' needs 'days'"


@check(
    scopes=("debt",),
    values={"kinds": list, "days?": int, "written?": bool, "over?": bool},
    words=("asked",),
    faults=_request_faults,
)
def asked_and_unanswered(situation: Situation, values: Values) -> Evidence | None:
    """They asked for one of `kinds` about the debt, and it was not answered.

    `written` counts what was asked in writing alone; `days` is how long we have, `over` speaks only when that is over.
    """
    debt = situation.debt.id if situation.debt else 0
    open_ = nt.waiting(situation.case, values["kinds"], debt, is_written=values.get("written", False))
    if not open_:
        return None
    asked = min(request.on for request in open_)
    due = asked + timedelta(days=values["days"]) if "days" in values else None
    if values.get("over", False) and due is not None and situation.day <= due:
        return None
    return Evidence(words={"asked": f"{asked:{DAY}}"}, due=due)


def _lapse_faults(values: Values) -> Iterable[str]:
    yield from strangers("kind of restriction", values["kinds"], RESTRICTIONS)


@check(scopes=("person",), values={"kinds": list, "days": int, "confirm": int}, words=("said",), faults=_lapse_faults)
def spoken_request_lapses(situation: Situation, values: Values) -> Evidence | None:
    """A spoken request of one of `kinds` holds for `days` days unless they confirm it in writing within `confirm`."""
    for restriction in reversed(situation.case.consumer.restrictions):
        if restriction.kind in values["kinds"] and not restriction.is_written:
            said = local_day(restriction.since, places(situation)[0])
            if situation.day <= said + timedelta(days=values["days"]):
                confirm = said + timedelta(days=values["confirm"])
                return Evidence(words={"said": f"{said:{DAY}}"}, due=confirm)
    return None


# ── what may not be done, or only within limits ──


def _since_faults(values: Values) -> Iterable[str]:
    for name in ("service_from", "reported_from"):
        try:
            date.fromisoformat(values.get(name, "2026-01-01"))
        except ValueError:
            yield f"'{name}' is {values[name]!r}; write a day as \"2026-01-31\", in quotation marks"


@check(
    scopes=("debt",),
    values={"effect": str, "service_from?": str, "under_cents?": int, "paid?": bool, "reported_from?": str},
    words=("why", "reported"),
    faults=_since_faults,
)
def furnishing_banned(situation: Situation, values: Values) -> Evidence | None:
    """The debt may not be reported: whatever it is, or by any one of the conditions that are named.

    They are care since `service_from`, a balance under `under_cents`, a debt that is `paid`. Unknown care counts.
    With `reported_from` only a debt that was reported on that day or later, and still is.
    """
    debt = situation.debt
    if debt is None:
        return None
    if "reported_from" not in values:
        why = _why_banned(debt, situation, values)
        return Evidence(words={"why": why, "reported": ""}) if why else None
    on = debt.furnished
    why = _why_banned(debt, situation, values) if on and on >= date.fromisoformat(values["reported_from"]) else ""
    return Evidence(words={"why": why, "reported": f"{on:{DAY}}"}) if why else None


def _why_banned(debt: Debt, situation: Situation, values: Values) -> str:
    if not values.keys() & {"service_from", "under_cents", "paid"}:
        return "medical debt"
    since = values.get("service_from")
    if since and (debt.service is None or debt.service >= date.fromisoformat(since)):
        return f"care since {date.fromisoformat(since):{DAY}}"
    if debt.balance_cents < values.get("under_cents", 0):
        return "a small balance"
    is_paid = (
        debt.balance_cents <= 0 or debt.closed_why == "paid" or situation.case.stated("paid", debt.id, situation.day)
    )
    return "paid" if values.get("paid", False) and is_paid else ""


@check(scopes=("debt",), values={"service_from": str}, faults=_since_faults)
def cared_for_since(situation: Situation, values: Values) -> Evidence | None:
    """The care was given on or after a day, or nobody knows when."""
    debt = situation.debt
    if debt is None:
        return None
    is_after = debt.service is None or debt.service >= date.fromisoformat(values["service_from"])
    return Evidence() if is_after else None


@check(scopes=("debt",), values={"percent": int, "least?": int, "granted?": int}, words=("most",))
def interest_capped(situation: Situation, values: Values) -> Evidence | None:
    """Interest may be `percent` a year at most; `granted` is the cap once help with the bill was granted.

    `least` is where a rate that moves with an index begins.
    """
    debt = situation.debt
    if debt is None:
        return None
    has_aid = "granted" in values and situation.case.stated("assistance_granted", debt.id, situation.day)
    return Evidence(words={"most": values["granted"] if has_aid else values["percent"]})


@check(scopes=("person",))
def zip_unknown(situation: Situation, _values: Values) -> Evidence | None:
    """No ZIP on file says in which city of their state they live."""
    return None if situation.case.consumer.zip else Evidence()


@check(scopes=("person",), values={"languages": dict}, words=("language",))
def speaks(situation: Situation, values: Values) -> Evidence | None:
    """Their language is one of `languages`, each with its name."""
    name = values["languages"].get(situation.case.consumer.language)
    return None if name is None else Evidence(words={"language": name})


def _zone_faults(values: Values) -> Iterable[str]:
    yield from strangers("time zone that we keep", (values["zone"],), CLOCKS)
    for name in ("open", "close"):
        if not _CLOCK.fullmatch(values[name]):
            yield f"'{name}' is {values[name]!r}; write a time as \"08:00\", in quotation marks"


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


@check(
    scopes=("person",),
    values={"open": str, "close": str, "zone": str},
    words=("clock",),
    faults=_zone_faults,
)
def outside_hours_in(situation: Situation, values: Values) -> Evidence | None:
    """Outside the daily hours of one zone, wherever the person may be."""
    minutes = _minute(values["open"]), _minute(values["close"])
    windows = (Window(days=tuple(WEEKDAYS), start_minute=minutes[0], end_minute=minutes[1]),)
    zones = (values["zone"],)
    if is_inside(situation.now, zones, windows):
        return None
    clock = local_clock(situation.now, values["zone"])
    return Evidence(words={"clock": clock}, opens=next_inside(situation.now, zones, windows))
