"""A seat as it is on a day: without clients that want no calls or want other people, and without unlicensed states.

Each case is still judged on its own. This only keeps a claim from walking over thousands that one rule stops alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from msgspec.structs import replace

from callassist.calendars import local_day
from callassist.handbook import Handbook
from callassist.policy import ClientPolicy
from callassist.rules import BLOCK, Rulebook, Setting
from callassist.store import Seat

FIRST_DAY, LAST_DAY = "Pacific/Honolulu", "America/New_York"
"""Where a day of the fifty states ends last, and begins first."""
NOWHERE: Final = ("",)


def seat_today(seat: Seat, handbook: Handbook, now: datetime) -> Seat:
    """The seat with what nobody, or not this collector, may work today left out."""
    setting = handbook.setting
    barred = tuple(code for code, policy in setting.clients.items() if _is_barred(policy, seat.collector, now))
    return replace(seat, barred=(*seat.barred, *barred), regions=_regions(seat, handbook, now))


def _is_barred(policy: ClientPolicy, collector: str, now: datetime) -> bool:
    """Whether a client certifies others only, or keeps a holiday all over the country."""
    if policy.certified and collector not in policy.certified:
        return True
    today = local_day(now, FIRST_DAY)
    return today in policy.holidays and today == local_day(now, LAST_DAY)


def _regions(seat: Seat, handbook: Handbook, now: datetime) -> tuple[str, ...]:
    closed = frozenset(unlicensed(handbook, now))
    if not closed:
        return seat.regions
    wanted = seat.regions or tuple(handbook.setting.geography.states)
    return tuple(region for region in wanted if region not in closed) or NOWHERE


def unlicensed(handbook: Handbook, now: datetime) -> tuple[str, ...]:
    """The states in which a rule stops every call for want of a licence."""
    day = local_day(now, FIRST_DAY)
    if not _asks_for_licences(handbook.rulebook, day):
        return ()
    held = _licensed(handbook.setting, day)
    return tuple(state for state in handbook.setting.geography.states if state not in held)


def _asks_for_licences(rulebook: Rulebook, day: date) -> bool:
    return any(
        rule.check == "not_licensed" and rule.effect == BLOCK and not rule.when and rule.values_on(day) is not None
        for rule, _ in rulebook.of("place_call", "person")
    )


def _licensed(setting: Setting, day: date) -> frozenset[str]:
    current: Iterable[str] = (
        licence.state for licence in setting.agency.licences if licence.expires is None or day <= licence.expires
    )
    return frozenset(current)
