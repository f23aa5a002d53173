"""A call replayed: read from the store, told on the consumer's own clock, as lines for a terminal or a screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from callassist.calendars import local_clock, local_day
from callassist.desk.books import kept_rules
from callassist.desk.cases import Cases
from callassist.events import CallPlaced, CallReceived
from callassist.journal import fold
from callassist.replaying import Replay, Step, replay
from callassist.rules import whereabouts

EASTERN: Final = "America/New_York"
RECENT: Final = timedelta(hours=12)


def replay_of(cases: Cases, case: int, call: int = 0) -> Replay | None:
    """A call of a case by its number, 0 its last one; None when there is no such call. UnknownCase."""
    rows, entries = cases.store.load(case)
    found = fold(case, rows, entries)
    number = call or max((each.id for each in found.consumer.calls), default=0)
    zones = whereabouts(found.consumer, cases.handbook.setting.geography)
    zone = zones[0] if zones else EASTERN
    return replay(found, entries, number, zone, lambda digest: kept_rules(cases.store, digest))


def calls_of(cases: Cases, case: int) -> tuple[int, ...]:
    """The numbers of a case's calls, oldest first. UnknownCase."""
    return tuple(call.id for call in cases.read(case).consumer.calls)


def last_call(cases: Cases, collector: str) -> tuple[int, int] | None:
    """Case and number of the call that a collector began last, within half a day."""
    now = cases.clock()
    for entry in reversed(tuple(cases.store.worked(now - RECENT, now + RECENT, collector))):
        if isinstance(entry.event, CallPlaced | CallReceived):
            return entry.stream >> 1, entry.seq
    return None


# ── as lines ──


def lines(told: Replay) -> tuple[str, ...]:
    """The whole replay, a line a step, and behind each what the rules said."""
    steps = (line for step in told.steps for line in step_lines(step, told.zone))
    return (headline(told), *steps, *told.not_kept)


def headline(told: Replay) -> str:
    """Which call, when, and how it ended."""
    day, clock = local_day(told.at, told.zone), local_clock(told.at, told.zone)
    how = "they called us" if told.is_inbound else "we called"
    minutes, seconds = divmod(told.talk_seconds, 60)
    ended = f"ended {told.outcome} after {minutes}:{seconds:02d}" if told.outcome else "no outcome yet"
    return f"{told.case}:{told.call}, {how} {day:%a %d %b %Y} {clock}, {ended}."


def step_lines(step: Step, zone: str) -> Iterator[str]:
    """A step, and what the rules said that were asked."""
    by = f"[{step.key}]" if step.key else ""
    yield f"{local_clock(step.at, zone):>9}  {step.seconds:>+6} s  {by:<8}{step.what}  ({step.by})"
    for said in step.rules:
        about = f", debt {said.debt}" if said.debt else ""
        yield f"{'':>21}{said.effect}: {said.rule}{about}{f': {said.say}' if said.say else ''}"
