"""When the clock alone may next change what the rules say of a case: until then a verdict holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from callassist.calendars import Window, Windows, closes_at, is_inside, next_inside
from callassist.checklist import day_begins, places
from callassist.rules import Finding, Situation
from callassist.sifting import Sifted

NEVER: Final = datetime.max.replace(tzinfo=UTC)


def turns_at(base: Situation, rules: Sifted, found: Iterable[Finding]) -> datetime:
    """When the clock alone may next change a verdict: at midnight, an edge of hours, as a finding opens."""
    moments = [day_begins(day + 1, (zone,)) for zone, day in zip(places(base), base.today, strict=True)]
    moments += [finding.opens for finding in found if finding.opens]
    for windows, ahead in _watched(base, rules):
        moments.append(_edge(base.now + ahead, base.zones, windows) - ahead)
    moments += _still_to_come(base, rules)
    return min(moment for moment in moments if moment > base.now)


def _still_to_come(base: Situation, rules: Sifted) -> Iterable[datetime]:
    """When calls that the clock, having stepped back, takes to be still to come begin to be near.

    And when a moment for which they asked to be called begins and ceases to be near.
    """
    ahead = [attempt.call.at for attempt in base.attempts if attempt.call.at > base.now]
    yield from (at - minutes for at in ahead for minutes in rules.spans)
    asked = [callback.at for callback in base.case.consumer.callbacks]
    yield from (moment for at in asked for minutes in rules.spans for moment in (at - minutes, at + minutes))


def _edge(now: datetime, zones: tuple[str, ...], windows: Windows) -> datetime:
    """When it next goes from inside to outside, or the other way; a day before NEVER when it does not."""
    turn = closes_at if is_inside(now, zones, windows) else next_inside
    return turn(now, zones, windows) or NEVER - timedelta(days=1)


def _watched(base: Situation, rules: Sifted) -> Iterable[tuple[Windows, timedelta]]:
    """All hours that a rule, the agency or the consumer has set, and how far ahead a rule looks at them."""
    yield from rules.hours
    agency = base.setting.agency
    window = Window(days=agency.open_days, start_minute=agency.open_minute, end_minute=agency.close_minute)
    yield (window,), timedelta()
    for restriction in base.case.consumer.restrictions:
        if restriction.windows:
            yield restriction.windows, timedelta()
