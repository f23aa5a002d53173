"""The agency and the clients of a rule's case: plain habits and every licence, and what the case says is different."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from callassist.calendars import Geography, Window
from callassist.errors import BadInput
from callassist.policy import Agency, ClientPolicy, Licence
from callassist.rule_shapes import Given
from callassist.rules import Setting

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIMES: Final = re.compile(rf"({'|'.join(DAYS)})(?:-({'|'.join(DAYS)}))? (\d\d):(\d\d)-(\d\d):(\d\d)")


def windows(times: Iterable[str], where: str) -> tuple[Window, ...]:
    """Times written as mon-fri 17:00-20:00; BadInput names the case."""
    return tuple(_window(text, where) for text in times)


def _window(text: str, where: str) -> Window:
    found = _TIMES.fullmatch(text)
    if found is None:
        what = f"{text!r} are no times"
        raise BadInput(what, where, "write them as mon-fri 17:00-20:00")
    first = DAYS.index(found[1])
    days = tuple(range(first, DAYS.index(found[2] or found[1]) + 1))
    minutes = [int(found[hour]) * 60 + int(found[hour + 1]) for hour in (3, 5)]
    return Window(days=days, start_minute=minutes[0], end_minute=minutes[1])


def setting_of(given: Given, geography: Geography, where: str) -> Setting:
    """Who we are and what clients ask, in a case."""
    through = {name: day for name, day in given.agency.attempts_through.items() if day is not None}
    return Setting(
        agency=_agency(given, geography, where),
        clients={code: _policy(code, given) for code in {debt.client for debt in given.debts}},
        geography=geography,
        attempts_through=through,
    )


def _agency(given: Given, geography: Geography, where: str) -> Agency:
    told = given.agency
    (window,) = windows(told.times, where)
    states: Mapping[str, Any] = dict.fromkeys(geography.states) if told.licences is None else told.licences
    return Agency(
        name=told.name,
        voicemail_name=told.voicemail_name,
        address="1 Agency Way",
        callback_number="614-555-0142",
        licences=tuple(Licence(state=state, expires=until) for state, until in states.items()),
        open_minute=window.start_minute,
        close_minute=window.end_minute,
        open_days=window.days,
        calls_in_7_days=told.calls_in_7_days,
        desk_states=told.desk_states,
        other_systems=tuple(told.attempts_through),
    )


def _policy(code: str, given: Given) -> ClientPolicy:
    told = given.clients
    return ClientPolicy(
        code=code,
        name=code,
        calls_in_7_days=told.calls_in_7_days,
        holidays=told.holidays,
        may_leave_voicemail=told.may_leave_voicemail,
        kind=told.kind,
        neutral_names=told.neutral_names,
    )
