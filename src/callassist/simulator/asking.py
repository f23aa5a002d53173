"""The questions before any offer, as the desk asks them one at a time, and what this person answers."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from callassist.ability import ability_of
from callassist.bargains import Matter
from callassist.entitlements import COVERAGE, next_key
from callassist.finances import Statement
from callassist.simulator.people import Person

MOST: Final = 12
FIELDS: Final = {
    "household": ("household", "over_65"),
    "incomes": ("incomes", "deductions_cents"),
    "housing": ("housing_cents",),
    "transport": ("transport_cents",),
    "other": ("other_cents",),
}


def asked(person: Person, matter: Matter | None = None, *, for_plan: bool = False) -> Matter:
    """What the desk knows when it has asked what there was to ask."""
    known = matter or person.matter
    for _ in range(MOST):
        key = next_key(known, ability_of(known), for_plan=for_plan)
        if not key:
            break
        known = _answered(person, known, key)
    return known


def _answered(person: Person, matter: Matter, key: str) -> Matter:
    """With the answer to one question, or with that it was declined."""
    asked_now = (*matter.answered, key)
    if key == COVERAGE:
        return replace(matter, has_had_cover=person.is_covered, answered=asked_now)
    before = matter.statement or Statement(taken=matter.today)
    given = {name: getattr(person.told, name) for name in FIELDS[key]}
    if given[FIELDS[key][0]] is None:
        declined = replace(before, declined=(*before.declined, key))
        return replace(matter, statement=declined, answered=asked_now)
    return replace(matter, statement=replace(before, **given), answered=asked_now)
