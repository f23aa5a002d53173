"""What the queue shows of a case: initials, why now, the hours. No name in full, no debt, no creditor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from callassist.calendars import local_clock, span_zones
from callassist.casefile import CaseFile
from callassist.rules import Finding
from callassist.store import Position, WorkRow
from callassist.worklist import LANES, REST, why_now


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the queue. `blocked` is the finding that keeps the case from being called, if any does."""

    case: int
    position: Position
    initials: str
    lane: str
    why: tuple[str, ...]
    clock: str
    language: str
    last: str
    state: str
    wake_at: datetime | None = None
    blocked: Finding | None = None


def initials(case: CaseFile) -> str:
    """The letters a name starts with: enough to recognise a line, not a person."""
    consumer = case.consumer
    letters = [part[0] for part in (consumer.first, consumer.last) if part]
    return " ".join(f"{letter}." for letter in letters) or "?"


def card(row: WorkRow, case: CaseFile, now: datetime, blocked: Finding | None = None) -> Card:
    """The queue's line for a case."""
    zones = span_zones(row.group.zones)
    zone = zones[0] if zones else "UTC"
    calls = case.consumer.calls
    return Card(
        case=case.id,
        position=(row.lane, row.prio, row.case),
        initials=initials(case),
        lane=LANES[min(row.lane, REST)],
        why=why_now(case, now, zone),
        clock=clocks(now, zones),
        language=case.consumer.language,
        last=f"{calls[-1].at:%d %b} {calls[-1].outcome or '?'}" if calls else "",
        state=row.state,
        wake_at=row.wake_at,
        blocked=blocked,
    )


def clocks(now: datetime, zones: Sequence[str]) -> str:
    """The time where the person may be: one clock, or the earliest and the latest."""
    shown = sorted({local_clock(now, zone) for zone in zones})
    return " / ".join((shown[0], shown[-1]) if len(shown) > 1 else shown) or "?"
