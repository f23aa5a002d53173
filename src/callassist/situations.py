"""A case as the checks see it at a moment.

Where the consumer may be, which day it is there, which calls count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from callassist.calendars import Geography, local_day
from callassist.casefile import CaseFile, Consumer
from callassist.checklist import places
from callassist.rules import (
    LONGEST_WINDOW,
    OF_A_NUMBER,
    OF_AN_ADDRESS,
    Attempt,
    Rulebook,
    Setting,
    Situation,
    whereabouts,
)
from callassist.sifting import sift

WHEREABOUTS: Final = "whereabouts"
Subject = tuple[int, int]
"""A number's row and a debt's id, 0 for none: (0, 0) is the person."""


def situation_of(case: CaseFile, setting: Setting, now: datetime, line: str) -> Situation:
    """The person's situation, with the calls that a rule may count, each with its day in every zone."""
    return _with_attempts(placed(case, setting, now, _where(case.consumer, setting.geography, now), line))


def _with_attempts(base: Situation) -> Situation:
    oldest = base.now - timedelta(days=LONGEST_WINDOW)
    zones = places(base)
    attempts = tuple(
        Attempt(call=call, days=tuple(local_day(call.at, zone).toordinal() for zone in zones))
        for call in base.case.consumer.calls
        if call.at >= oldest
    )
    return replace(base, attempts=attempts)


def _where(consumer: Consumer, geography: Geography, now: datetime) -> tuple[str, ...]:
    """Where they said they are, as long as that holds; else every place that the file indicates."""
    return stated_place(consumer, geography, now) or whereabouts(consumer, geography)


def stated_place(consumer: Consumer, geography: Geography, now: datetime) -> tuple[str, ...]:
    """The zones of the ZIP or state in which they said they are, on the days for which they said it; else ().

    A known place goes before what the file indicates (12 CFR 1006.6(b)(1)(i), comment 2).
    """
    told = next((r for r in reversed(consumer.restrictions) if r.kind == WHEREABOUTS), None)
    if told is None or told.until is None:
        return ()
    zones = zones_of_words(told.words, geography)
    return zones if all(local_day(now, zone) <= told.until for zone in zones) else ()


def zones_of_words(words: str, geography: Geography) -> tuple[str, ...]:
    """The zones of a ZIP, else of a state's two capital letters, that words name; () when they name neither."""
    codes = [geography.zones_of_zip(code) for code in re.findall(r"\b\d{5}\b", words)]
    states = [geography.zones_of_state(state) for state in re.findall(r"\b[A-Z]{2}\b", words)]
    return next((zones for zones in (*codes, *states) if zones), ())


def placed(case: CaseFile, setting: Setting, now: datetime, zones: tuple[str, ...], line: str) -> Situation:
    base = Situation(case=case, now=now, day=now.date(), setting=setting, zones=zones, line=line)
    return at(base, now)


def at(base: Situation, now: datetime) -> Situation:
    """The same at another moment; by then a place that they said they are in may no longer hold."""
    if now != base.now and any(r.kind == WHEREABOUTS for r in base.case.consumer.restrictions):
        zones = _where(base.case.consumer, base.setting.geography, now)
        base = base if zones == base.zones else _with_attempts(replace(base, zones=zones, counts={}))
    days = [local_day(now, zone) for zone in places(base)]
    return replace(base, now=now, day=min(days), today=tuple(day.toordinal() for day in days))


def on(base: Situation, subject: Subject) -> Situation:
    """The same for a number, a debt, or both."""
    row, debt = subject
    if not row and not debt:
        return base
    consumer = base.case.consumer
    number = consumer.contact_at(row) if row else None
    email = consumer.email_at(row) if row and number is None else None
    return replace(base, number=number, email=email, debt=base.case.debt(debt) if debt else None)


# ── what was not checked ──


def not_checked(base: Situation, rulebook: Rulebook, action: str, row: int) -> Iterable[str]:
    consumer, setting = base.case.consumer, base.setting
    if action in OF_A_NUMBER or action in OF_AN_ADDRESS:
        yield from _not_known_of_place(base, row)
    if action in OF_A_NUMBER:
        if not setting.agency.other_systems:
            yield "Calls placed from other systems: not counted."
        if not sift(rulebook, consumer.state, base.line, base.day).has_holidays:
            yield f"Holidays of {consumer.state or 'the state'}: none on file."
    if setting.agency.is_demo:
        yield "Licences: those on file are the demo agency's and invented."
    for code in sorted({debt.client for debt in base.case.open_debts(base.line)} - setting.clients.keys()):
        yield f"Policy of client {code}: none on file."
    if consumer.state:
        found = rulebook.researched.get(consumer.state)
        yield f"Law of {consumer.state}: {'not researched' if found is None else found}."


def _not_known_of_place(base: Situation, row: int) -> Iterable[str]:
    consumer, geography = base.case.consumer, base.setting.geography
    if not geography.zones_of_zip(consumer.zip):
        where = f"all of {consumer.state}" if consumer.state else "the telephone numbers alone"
        yield f"ZIP: missing or unknown; hours are those of {where}."
    number = consumer.contact_at(row)
    if number is not None and not number.relation and number.kind == "other":
        yield "Line type of this number: unknown; it may be a work or a shared line."
