"""What the queue shows of a case: initials, why now, the hours. No name in full, no debt, no creditor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from callassist.calendars import local_clock, local_day, span_zones
from callassist.casefile import CaseFile
from callassist.rules import Finding, missing_facts
from callassist.skip_tracing import plan
from callassist.store import ASLEEP, INCOMPLETE, SKIP_TRACE, Position, WorkRow
from callassist.survey import Verdicts
from callassist.worklist import LANES, REST, why_now


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the queue. `blocked` is the finding that keeps the case from being called, if any does.

    `until` is when no rule stops it any more, or when an asleep case wakes if that is later, on the person's own wall;
    '' when no time ends it.
    """

    case: int
    position: Position
    initials: str
    lane: str
    why: tuple[str, ...]
    clock: str
    language: str
    last: str
    state: str
    until: str = ""
    blocked: Finding | None = None


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of the queue, and where the next begins: None when there is no more."""

    cards: tuple[Card, ...]
    after: Position | None


def initials(case: CaseFile) -> str:
    """The letters a name starts with: enough to recognise a line, not a person."""
    consumer = case.consumer
    letters = [part[0] for part in (consumer.first, consumer.last) if part]
    return " ".join(f"{letter}." for letter in letters) or "?"


def card(row: WorkRow, at: Verdicts, blocked: Finding | None = None) -> Card:
    """The queue's line for a case, `at` the moment at which it was judged."""
    now, case = at.now, at.case
    zones = span_zones(row.group.zones)
    zone = zones[0] if zones else "UTC"
    calls = case.consumer.calls
    opens = _opens(row, at, blocked)
    return Card(
        case=case.id,
        position=(row.lane, row.prio, row.case),
        initials=initials(case),
        lane=LANES[min(row.lane, REST)],
        why=_why(row, at, zone),
        clock=clocks(now, zones),
        language=case.consumer.language,
        last=f"{local_day(calls[-1].at, zone):%d %b} {calls[-1].outcome or '?'}" if calls else "",
        state=row.state,
        until=f"{opens.astimezone(ZoneInfo(zone)):%a %d %b} {local_clock(opens, zone)}" if opens else "",
        blocked=blocked,
    )


def _opens(row: WorkRow, at: Verdicts, blocked: Finding | None) -> datetime | None:
    """When all that keeps it has ended: one rule may open while another still stops it."""
    clear = at.best_call().opens if blocked else None
    if row.state != ASLEEP or row.wake_at is None or (blocked and clear is None):
        return clear
    return max(clear, row.wake_at) if clear else row.wake_at


def _why(row: WorkRow, at: Verdicts, zone: str) -> tuple[str, ...]:
    """Why now; of a list that is not called from, what it waits for."""
    if row.state == SKIP_TRACE:
        step = plan(at).next
        return (step.say if step else "everything that this balance is worth was tried",)
    if row.state == INCOMPLETE:
        case, setting = at.case, at.base.setting
        missing = dict.fromkeys(fact for debt in case.open_debts() for fact in missing_facts(case, debt, setting))
        return (f"to be completed: {', '.join(missing)}",)
    return why_now(at.case, at.now, zone)


def clocks(now: datetime, zones: Sequence[str]) -> str:
    """The time where the person may be: one clock, or the earliest and the latest."""
    shown = sorted({local_clock(now, zone) for zone in zones})
    return " / ".join((shown[0], shown[-1]) if len(shown) > 1 else shown) or "?"
