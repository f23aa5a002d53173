"""Figures of a shift, by the trade's definitions (docs/reports.md), counted from what was journalled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, TypeVar

import msgspec

from callassist import events as ev
from callassist.casefile import Entry

E = TypeVar("E", bound=ev.Event)
PAUSE: Final = timedelta(minutes=30)
"""A longer gap between two calls is no work: a meal, a meeting, the end of the day."""
HOUR: Final = 3_600
RATED_FROM: Final = 0.25
"""Hours below which a rate would say nothing."""


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """What a span of work came to. Talk is in seconds, money in cents.

    Rates are for an hour that was worked, dollars in dollars; None where too little was worked to tell.
    """

    since: datetime
    until: datetime
    actor: str
    calls: int
    inbound: int
    connects: int
    right_party_contacts: int
    third_parties: int
    wrong_numbers: int
    uncoded: int
    promises: int
    promised_cents: int
    talk_seconds: int
    hours: float
    calls_per_hour: float | None
    contacts_per_hour: float | None
    promises_per_hour: float | None
    dollars_per_hour: float | None
    outcomes: dict[str, int]


def shift(entries: Iterable[Entry], since: datetime, until: datetime, actor: str) -> Shift:
    """Count a span. An outcome that was taken back counts for nothing; its promise goes with it."""
    every = tuple(entry for entry in entries if not _follows(entry))
    undone = {(entry.stream, seq) for entry in every for seq in _undone(entry)}
    kept = [entry for entry in every if (entry.stream, entry.seq) not in undone]
    placed, taken = _of(kept, ev.CallPlaced), _of(kept, ev.CallReceived)
    logged = _ends(kept)
    promises = [event for _, event in _of(kept, ev.PromiseMade)]
    promised = sum(share.cents for promise in promises for share in promise.shares)
    reached = Counter(outcome.reached for outcome in logged.values())
    hours = _hours(every)
    begun = {(entry.stream, entry.seq) for entry, _ in (*placed, *taken)}
    return Shift(
        since=since,
        until=until,
        actor=actor,
        calls=len(placed),
        inbound=len(taken),
        connects=sum(outcome.is_connected for outcome in logged.values()),
        right_party_contacts=reached["right"],
        third_parties=reached["third"],
        wrong_numbers=reached["wrong"],
        uncoded=len(begun - logged.keys()),
        promises=len(promises),
        promised_cents=promised,
        talk_seconds=sum(outcome.talk_seconds for outcome in logged.values()),
        hours=round(hours, 2),
        calls_per_hour=_rate(len(placed), hours),
        contacts_per_hour=_rate(reached["right"], hours),
        promises_per_hour=_rate(len(promises), hours),
        dollars_per_hour=_rate(promised / 100, hours),
        outcomes=dict(Counter(outcome.code for outcome in logged.values()).most_common()),
    )


def _of(entries: Iterable[Entry], kind: type[E]) -> list[tuple[Entry, E]]:
    return [(entry, entry.event) for entry in entries if isinstance(entry.event, kind)]


def _ends(entries: Iterable[Entry]) -> dict[tuple[int, int], ev.OutcomeLogged]:
    """The outcome of each call, by journal and call: the first, since those of single debts come after it."""
    ends: dict[tuple[int, int], ev.OutcomeLogged] = {}
    for entry, outcome in _of(entries, ev.OutcomeLogged):
        if outcome.call:
            ends.setdefault((entry.stream, outcome.call), outcome)
    return ends


def _hours(entries: Iterable[Entry]) -> float:
    """Worked time of everybody: what lies between one's entries, pauses left out, and the talk before the first."""
    spans: dict[str, tuple[datetime, timedelta]] = {}
    for entry in entries:
        at, worked = spans.get(entry.actor, (entry.at, timedelta()))
        gap = entry.at - at
        spans[entry.actor] = max(at, entry.at), worked + (gap if timedelta() < gap <= PAUSE else timedelta())
    return sum((worked for _, worked in spans.values()), timedelta()).total_seconds() / HOUR


def last_outcome(entries: Iterable[Entry]) -> int:
    """The case on which the last outcome of a call was logged that still stands; 0 when there is none."""
    standing: dict[tuple[int, int], int] = {}
    for entry in entries:
        match entry.event:
            case ev.OutcomeLogged(call=call) if call:
                standing[entry.stream, entry.seq] = entry.stream >> 1
            case ev.OutcomeRetracted(outcome=outcome, effects=effects):
                for seq in (outcome, *effects):
                    standing.pop((entry.stream, seq), None)
            case _:
                pass
    return next(reversed(standing.values()), 0)


def _follows(entry: Entry) -> bool:
    """Whether it is a later payment of a deal, which nobody promised anew."""
    return isinstance(entry.event, ev.PromiseMade) and entry.event.index > 0


def _undone(entry: Entry) -> tuple[int, ...]:
    match entry.event:
        case ev.OutcomeRetracted(outcome=outcome, effects=effects):
            return (outcome, *effects)
        case _:
            return ()


def _rate(count: float, hours: float) -> float | None:
    return round(count / hours, 1) if hours >= RATED_FROM else None
