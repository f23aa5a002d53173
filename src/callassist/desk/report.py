"""Figures of a shift, by the trade's definitions (docs/reports.md), counted from what was journalled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from callassist import events as ev
from callassist.casefile import Entry


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """What a span of work came to. Talk is in seconds, money in cents; rates are for an hour between first and last."""

    since: datetime
    until: datetime
    actor: str
    calls: int
    inbound: int
    connects: int
    right_party_contacts: int
    third_parties: int
    wrong_numbers: int
    promises: int
    promised_cents: int
    talk_seconds: int
    hours: float
    calls_per_hour: float
    contacts_per_hour: float
    outcomes: dict[str, int]


def shift(entries: Iterable[Entry], since: datetime, until: datetime, actor: str) -> Shift:
    """Count a span. An outcome that was taken back counts for nothing; its promise goes with it."""
    kept = tuple(entries)
    undone = {(e.stream, seq) for e in kept for seq in _undone(e)}
    standing = [e for e in kept if (e.stream, e.seq) not in undone]
    logged = [e.event for e in standing if isinstance(e.event, ev.OutcomeLogged)]
    promises = [e.event for e in standing if isinstance(e.event, ev.PromiseMade)]
    placed = sum(isinstance(e.event, ev.CallPlaced) for e in standing)
    right = sum(outcome.reached == "right" for outcome in logged)
    hours = (kept[-1].at - kept[0].at).total_seconds() / 3600 if kept else 0.0
    outcomes: dict[str, int] = {}
    for outcome in logged:
        outcomes[outcome.code] = outcomes.get(outcome.code, 0) + 1
    return Shift(
        since=since,
        until=until,
        actor=actor,
        calls=placed,
        inbound=sum(isinstance(e.event, ev.CallReceived) for e in standing),
        connects=sum(outcome.is_connected for outcome in logged),
        right_party_contacts=right,
        third_parties=sum(outcome.reached == "third" for outcome in logged),
        wrong_numbers=sum(outcome.reached == "wrong" for outcome in logged),
        promises=len(promises),
        promised_cents=sum(share.cents for promise in promises for share in promise.shares),
        talk_seconds=sum(outcome.talk_seconds for outcome in logged),
        hours=round(hours, 2),
        calls_per_hour=_rate(placed, hours),
        contacts_per_hour=_rate(right, hours),
        outcomes=dict(sorted(outcomes.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def last_outcome(entries: Iterable[Entry]) -> int:
    """The case on which the last outcome of a call was logged that still stands; 0 when there is none."""
    standing: dict[tuple[int, int], int] = {}
    for entry in entries:
        match entry.event:
            case ev.OutcomeLogged(call=call) if call:
                standing[entry.stream, entry.seq] = entry.stream >> 1
            case ev.OutcomeRetracted(outcome=outcome):
                standing.pop((entry.stream, outcome), None)
            case _:
                pass
    return next(reversed(standing.values()), 0)


def _undone(entry: Entry) -> tuple[int, ...]:
    match entry.event:
        case ev.OutcomeRetracted(outcome=outcome, effects=effects):
            return (outcome, *effects)
        case _:
            return ()


def _rate(count: int, hours: float) -> float:
    return round(count / hours, 1) if hours else 0.0
