"""A case as the checks see it at a moment.

Where the consumer may be, which day it is there, which calls count.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec.structs import replace

from callassist.calendars import local_day
from callassist.casefile import CaseFile
from callassist.checklist import places
from callassist.rules import (
    LONGEST_WINDOW,
    OF_A_NUMBER,
    Attempt,
    Rulebook,
    Setting,
    Situation,
    whereabouts,
)
from callassist.sifting import sift

Subject = tuple[int, int]
"""A number's row and a debt's id, 0 for none: (0, 0) is the person."""


def situation_of(case: CaseFile, setting: Setting, now: datetime, line: str) -> Situation:
    """The person's situation, with the calls that a rule may count, each with its day in every zone."""
    base = placed(case, setting, now, whereabouts(case.consumer, setting.geography), line)
    oldest = now - timedelta(days=LONGEST_WINDOW)
    zones = places(base)
    attempts = tuple(
        Attempt(call=call, days=tuple(local_day(call.at, zone).toordinal() for zone in zones))
        for call in case.consumer.calls
        if call.at >= oldest
    )
    return replace(base, attempts=attempts)


def placed(case: CaseFile, setting: Setting, now: datetime, zones: tuple[str, ...], line: str) -> Situation:
    base = Situation(case=case, now=now, day=now.date(), setting=setting, zones=zones, line=line)
    return at(base, now)


def at(base: Situation, now: datetime) -> Situation:
    """The same at another moment."""
    days = [local_day(now, zone) for zone in places(base)]
    return replace(base, now=now, day=min(days), today=tuple(day.toordinal() for day in days))


def on(base: Situation, subject: Subject) -> Situation:
    """The same for a number, a debt, or both."""
    row, debt = subject
    if not row and not debt:
        return base
    consumer = base.case.consumer
    number = consumer.number_at(row) if row else None
    email = consumer.email_at(row) if row and number is None else None
    return replace(base, number=number, email=email, debt=base.case.debt(debt) if debt else None)


# ── what was not checked ──


def not_checked(base: Situation, rulebook: Rulebook, action: str, row: int) -> Iterable[str]:
    consumer, setting = base.case.consumer, base.setting
    if action in OF_A_NUMBER:
        yield from _not_known_of_place(base, row)
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
    number = consumer.number_at(row)
    if number is not None and number.kind == "other":
        yield "Line type of this number: unknown; it may be a work or a shared line."
