"""Other systems that also call for us: up to which day what they did has arrived, kept with the store.

Every process at one store sees a new day within half a minute; where no other system is named this costs nothing.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from msgspec.structs import replace

from callassist.calendars import ALL_ZONES, local_day
from callassist.handbook import Handbook
from callassist.rules import BLOCK
from callassist.store import Store

MARK: Final = "attempts "
"""How the mark of a system in the store begins; its value is the last day, ISO 8601."""
CHECK: Final = "attempts_missing"
HOLDS: Final = timedelta(seconds=30)


def through(store: Store, system: str) -> date | None:
    """The last day whose attempts have arrived from a system; None when none ever did."""
    text = store.setting(MARK + system)
    return date.fromisoformat(text) if text else None


def record(store: Store, system: str, day: date) -> None:
    """Keep that a system's attempts have arrived up to a day."""
    store.setting(MARK + system, day.isoformat())


def with_attempts(handbook: Handbook, store: Store) -> Handbook:
    """The handbook with what the store knows of the other systems; itself when there are none."""
    systems = handbook.setting.agency.other_systems
    if not systems:
        return handbook
    found = {system: day for system in systems if (day := through(store, system))}
    return replace(handbook, setting=replace(handbook.setting, attempts_through=found))


class Current:
    """A handbook that is told anew of other systems when what it was told is old. Any thread may ask."""

    def __init__(self, handbook: Handbook, store: Store) -> None:
        self._held = handbook
        self._store = store
        self._asked: datetime | None = None

    def at(self, now: datetime) -> Handbook:
        """The handbook as it stands now; a clock that stepped back asks again too."""
        if not self._held.setting.agency.other_systems:
            return self._held
        if self._asked is None or not timedelta() <= now - self._asked < HOLDS:
            self._held, self._asked = with_attempts(self._held, self._store), now
        return self._held


def awaited(handbook: Handbook, now: datetime) -> str:
    """A system whose attempts up to yesterday are missing wherever people live, so that nobody may be called; or ''."""
    systems = handbook.setting.agency.other_systems
    if not systems:
        return ""
    day = min(local_day(now, zone) for zone in ALL_ZONES)
    yesterday = day - timedelta(days=1)
    stops = (
        rule
        for rule in handbook.rulebook.rules
        if rule.check == CHECK and rule.effect == BLOCK and not rule.when and rule.values_on(day) is not None
    )
    if next(stops, None) is None:
        return ""
    arrived = handbook.setting.attempts_through
    return next((system for system in systems if arrived.get(system, date.min) < yesterday), "")


def awaited_sentence(handbook: Handbook, now: datetime) -> str:
    """Why nobody may be called, and what to do; '' when other systems are no reason."""
    system = awaited(handbook, now)
    if not system:
        return ""
    day = handbook.setting.attempts_through.get(system)
    last = f"{day:%d %b %Y}" if day else "never"
    return (
        f"Nobody may be called: what {system} did up to yesterday has not arrived (last: {last}). "
        f"Once it has: callassist attempts {system} --through DATE."
    )
