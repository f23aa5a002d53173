"""Dated tables by which ability to pay is measured: poverty lines, living standards, caps of states, Medicaid.

Each figure carries the day from which it holds, its source and the day on which that was read; what is asked for a day
gets the figure in force on it. A figure whose source was read too long ago decides nothing: Stale says which.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, TypeVar

import msgspec

from callassist.errors import CallassistError

OLDEST_MONTHS: Final = 15
"""Poverty lines come out each January; an older table would decide by a line that is no more."""
DAYS_A_MONTH: Final = 30.44
MONTHS: Final = 12


class Stale(CallassistError):
    """A table that ends too long before the day it is asked for."""

    def __init__(self, table: str, since: date | None, day: date) -> None:
        super().__init__(table, since, day)
        self.table, self.since, self.day = table, since, day

    def __str__(self) -> str:
        last = f"its newest figures are of {self.since}" if self.since else "it has none"
        return f"The table of {self.table} cannot be used for {self.day}: {last}. Bring data/standards up to date."


class Figure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What any figure carries: in force since, where it stands, as of which day it was read there, V V2 or U."""

    since: date
    source: str
    as_of: date
    verified: str = "U"


F = TypeVar("F", bound=Figure)


class PovertyLine(Figure, frozen=True, kw_only=True):
    """The federal poverty guideline in dollars a year: for one person and each further, by region."""

    first: int
    each: int
    region: str = "contiguous"


class LivingStandard(Figure, frozen=True, kw_only=True):
    """What a household is left for living, in dollars a month: by its size, one to four and each further person.

    `health` is out-of-pocket care for each person under 65, `health_old` for each older one.
    """

    by_size: tuple[int, int, int, int]
    each: int
    health: int
    health_old: int


class IncomeCap(Figure, frozen=True, kw_only=True):
    """The most that a state lets a month's instalment be, as a percentage of a month's gross income.

    Only for income up to `poverty_percent` of the poverty line, 0 for everybody; for debts of these `creditors`
    (policy.CREDITORS), all when empty. After `most_payments` the debt is paid in full, 0 for no such rule.
    `interest_percent` a year is the most on a plan, None where none is named.
    """

    state: str
    percent: int
    poverty_percent: int = 0
    creditors: tuple[str, ...] = ()
    most_payments: int = 0
    interest_percent: int | None = None
    title: str = ""


class MedicaidLine(Figure, frozen=True, kw_only=True):
    """Up to which percentage of the poverty line adults may have Medicaid in these states."""

    states: tuple[str, ...]
    percent: int
    retroactive_months: int = 3


class Standards(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of them. Regions of the poverty guideline are contiguous, AK and HI."""

    poverty: tuple[PovertyLine, ...] = ()
    living: tuple[LivingStandard, ...] = ()
    caps: tuple[IncomeCap, ...] = ()
    medicaid: tuple[MedicaidLine, ...] = ()

    def poverty_line(self, state: str, day: date) -> PovertyLine:
        """The guideline in force in a state on a day; Stale."""
        region = state if state in {"AK", "HI"} else "contiguous"
        return _current("poverty guidelines", (each for each in self.poverty if each.region == region), day)

    def poverty_cents(self, state: str, household: int, day: date) -> int:
        """The poverty line of a household, cents a year; Stale."""
        line = self.poverty_line(state, day)
        return (line.first + line.each * (household - 1)) * 100

    def living_standard(self, day: date) -> LivingStandard:
        """The living standard in force on a day; Stale."""
        return _current("living standards", self.living, day)

    def living_cents(self, household: int, over_65: int, day: date) -> int:
        """Food, clothing and other needs, and care out of pocket: cents a month for a household; Stale."""
        known = self.living_standard(day)
        size = min(household, len(known.by_size))
        needs = known.by_size[size - 1] + known.each * (household - size)
        health = known.health * (household - over_65) + known.health_old * over_65
        return (needs + health) * 100

    def income_caps(self, state: str, day: date) -> tuple[IncomeCap, ...]:
        """The caps that a state sets on a day, those of the same creditors by their newest."""
        newest: dict[tuple[str, ...], IncomeCap] = {}
        for cap in sorted(self.caps, key=lambda each: each.since):
            if cap.state == state and cap.since <= day:
                newest[cap.creditors] = cap
        return tuple(newest.values())

    def medicaid_line(self, state: str, day: date) -> MedicaidLine | None:
        """Up to where adults of a state may have Medicaid; None where nothing is on file."""
        known = [each for each in self.medicaid if state in each.states and each.since <= day]
        return max(known, key=lambda each: each.since, default=None)


def poverty_percent(gross_yearly_cents: int, line_cents: int) -> int:
    """Income as a whole percentage of the poverty line, rounded down: who stands on a line is within it."""
    return gross_yearly_cents * 100 // line_cents


def _current(name: str, figures: Iterable[F], day: date) -> F:
    known = [each for each in figures if each.since <= day]
    newest = max(known, key=lambda each: each.since, default=None)
    if newest is None or (day - newest.since).days > OLDEST_MONTHS * DAYS_A_MONTH:
        raise Stale(name, newest.since if newest else None, day)
    return newest
