"""Calls that nobody ended: once a shift has passed they are told as left, so that they count and free their case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from callassist import events as ev
from callassist.casefile import Entry
from callassist.commands import LogOutcome
from callassist.desk.cases import Cases
from callassist.desk.opened import Opened
from callassist.desk.promises import SYSTEM
from callassist.handbook import Refused
from callassist.store import StaleCase
from callassist.worklist import LEFT_AFTER

LOOKED: Final = "left"
"""The mark of the moment up to which calls were looked at last."""
FIRST: Final = timedelta(days=7)
"""How far back the first look goes."""
EVERY: Final = timedelta(minutes=10)
MOMENT: Final = timedelta(seconds=30)


def open_calls(entries: Iterable[Entry]) -> tuple[int, ...]:
    """Cases whose last call, in what was done on calls, has no outcome that stands; newest first."""
    calls: dict[int, tuple[int, int]] = {}
    for entry in entries:
        match entry.event:
            case ev.CallPlaced() | ev.CallReceived():
                calls.pop(entry.stream, None)
                calls[entry.stream] = (entry.seq, 0)
            case ev.OutcomeLogged(call=call) if call and calls.get(entry.stream) == (call, 0):
                calls[entry.stream] = (call, entry.seq)
            case ev.OutcomeRetracted(outcome=outcome) if calls.get(entry.stream, (0, 0))[1] == outcome:
                calls[entry.stream] = (calls[entry.stream][0], 0)
            case _:
                pass
    return tuple(stream >> 1 for stream, (_, outcome) in reversed(calls.items()) if not outcome)


def is_left(opened: Opened, now: datetime) -> bool:
    """Whether the open call began so long ago that nobody will end it."""
    call = opened.case.call
    return call is not None and call.at + LEFT_AFTER <= now


def with_ended(cases: Cases, opened: Opened) -> Opened:
    """The case with a call that was left told as such; as it is when somebody wrote to it meanwhile."""
    outcome, now = cases.handbook.outcomes.abandoned, cases.clock()
    if outcome is None or not is_left(opened, now):
        return opened
    from callassist.decide import decide  # not needed to show the queue

    decision = decide(opened.case, LogOutcome(code=outcome.code), cases.handbook, now, SYSTEM)
    if isinstance(decision, Refused):
        return opened
    try:
        return cases.append(opened, decision)
    except StaleCase:
        return cases.load(opened.case.id, opened.until)


def end_left(cases: Cases, limit: int) -> int:
    """End the calls that were left since the last look, at most `limit`; how many."""
    now = cases.clock()
    last, until = cases.store.setting(LOOKED), now - LEFT_AFTER
    since = datetime.fromisoformat(last) if last else until - FIRST
    if until - since < EVERY:
        return 0
    calls = [e for e in cases.store.worked(since, until) if isinstance(e.event, ev.CallPlaced | ev.CallReceived)]
    held = [entry.at for entry in calls[:limit] if not _ended(cases, entry.stream >> 1, now)]
    reached = calls[limit].at if len(calls) > limit else until
    cases.store.setting(LOOKED, min((*held, reached)).isoformat())
    return len(calls) - len(held)


def _ended(cases: Cases, case: int, now: datetime) -> bool:
    """End the call of a case if it was left; False when the case is in somebody's hands."""
    if not is_left(cases.load(case), now):
        return True
    if cases.store.hold(case, SYSTEM, now, now + MOMENT) is None:
        return False
    try:
        with_ended(cases, cases.load(case))
    finally:
        cases.store.release(case, SYSTEM)
    return True
