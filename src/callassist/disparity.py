"""Whether groups of people are offered, told and granted alike: for compliance, after the fact.

Groups come from the case file when the report is made and nowhere else: nothing here is an input of any offer. A group
below LEAST people is not shown, nor is one from which such a group could be worked out.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Final

import msgspec

LEAST: Final = 11
"""Of fewer people nothing is shown."""
SURE: Final = 0.05
"""A difference counts at this level, shared out among all the tests of a report (Bonferroni)."""
FEW: Final = 5
"""Where fewer would be expected in any of the four fields, the exact test is used."""
LANGUAGE, ZIP, AGE, PAYER = "language", "zip", "age", "payer"
DIMENSIONS: Final = (LANGUAGE, ZIP, AGE, PAYER)
UNKNOWN: Final = "unknown"
AGES: Final = (25, 35, 45, 55, 65)
"""Where a band of ages begins."""
Z, EXACT, WELCH = "two-proportion z", "Fisher exact", "Welch z"


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """One person of a month, with whom a call came to a conversation; `groups` by DIMENSIONS.

    `share` is the first offer of the month over what was owed, None where none was made. `is_kept`: every payment of a
    deal that was due in the month came; None where none was. `is_told`: they were told of aid by the end of it.
    """

    groups: Mapping[str, str]
    share: float | None = None
    is_accepted: bool = False
    is_kept: bool | None = None
    is_told: bool = False


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of a group and of all others of the dimension: shares of 1. None where too few people say anything.

    `of` people it is told of; `chance` that a difference as large comes about by luck, by `test`. `differs`: too
    unlikely for luck, for all that is tested in the report.
    """

    name: str
    of: int | None = None
    share: float | None = None
    others: float | None = None
    chance: float | None = None
    test: str = ""
    differs: bool = False


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """One group and its figures."""

    dimension: str
    group: str
    people: int
    measures: tuple[Measure, ...]


class First(msgspec.Struct, frozen=True, kw_only=True):
    """The first offers of a talk: `facts` is a digest of all that offers rest on; offers as their terms in words."""

    case: int
    role: str
    facts: str
    suggested: tuple[str, ...]
    made: tuple[str, ...] = ()


class Unequal(msgspec.Struct, frozen=True, kw_only=True):
    """Two talks with equal facts whose first offers, `suggested` or `made`, were not equal."""

    cases: tuple[int, int]
    role: str
    what: str
    offers: tuple[tuple[str, ...], tuple[str, ...]]


class Disparity(msgspec.Struct, frozen=True, kw_only=True):
    """A month. `hidden` counts groups that are not shown, `otherwise` first offers made that were not suggested."""

    month: str
    people: int | None
    groups: tuple[Group, ...]
    hidden: Mapping[str, int]
    first_offers: int
    otherwise: int
    unequal: tuple[Unequal, ...]


def report(month: str, people: Sequence[Met], firsts: Sequence[First]) -> Disparity:
    """The figures of a month."""
    groups: list[Group] = []
    hidden: dict[str, int] = {}
    for dimension in DIMENSIONS:
        shown, left_out = _shown(people, dimension)
        groups.extend(shown)
        hidden[dimension] = left_out
    return Disparity(
        month=month,
        people=len(people) if len(people) >= LEAST else None,
        groups=_judged(groups),
        hidden=hidden,
        first_offers=len(firsts),
        otherwise=sum(bool(first.made) and not set(first.made) <= set(first.suggested) for first in firsts),
        unequal=unequal(firsts),
    )


def age_band(born: date | None, day: date) -> str:
    """The band of ages on a day, as `35-44`."""
    if born is None:
        return UNKNOWN
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    since = max((begin for begin in AGES if begin <= age), default=0)
    until = min((begin for begin in AGES if begin > age), default=0)
    return f"under {until}" if not since else f"{since}-{until - 1}" if until else f"{since} and over"


# ── groups ──


def _shown(people: Sequence[Met], dimension: str) -> tuple[list[Group], int]:
    """The groups that may be shown with their figures, and how many others there are."""
    members: dict[str, list[Met]] = defaultdict(list)
    for each in people:
        members[each.groups.get(dimension) or UNKNOWN].append(each)
    order = sorted(members, key=lambda name: (len(members[name]), name))
    hidden = _kept_back(order, [len(members[name]) for name in order])
    found = []
    for name in sorted(set(order) - set(hidden)):
        others = [each for group, held in members.items() if group != name for each in held]
        measures = tuple(measure(members[name], others) for measure in MEASURES)
        found.append(Group(dimension=dimension, group=name, people=len(members[name]), measures=measures))
    return found, len(hidden)


def _kept_back(order: Sequence[str], sizes: Sequence[int]) -> Sequence[str]:
    """The small groups, of groups by size; so many more that what all the others leave tells of no small one."""
    count = sum(size < LEAST for size in sizes)
    while 0 < count < len(sizes) and (count == 1 or sum(sizes[:count]) < LEAST):
        count += 1
    return order[:count]


def _judged(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Which differences count, after how many were looked for."""
    every = tuple(groups)
    tests = sum(measure.chance is not None for group in every for measure in group.measures)
    return tuple(
        msgspec.structs.replace(group, measures=tuple(_marked(measure, tests) for measure in group.measures))
        for group in every
    )


def _marked(measure: Measure, tests: int) -> Measure:
    differs = measure.chance is not None and measure.chance < SURE / tests
    return msgspec.structs.replace(measure, differs=differs)


# ── figures ──

Value = Callable[[Met], bool | None]


def _rate(name: str, value: Value) -> Callable[[Sequence[Met], Sequence[Met]], Measure]:
    """A measure that counts those of whom something holds, of those of whom it can be said."""

    def measured(members: Sequence[Met], others: Sequence[Met]) -> Measure:
        ours = [found for each in members if (found := value(each)) is not None]
        theirs = [found for each in others if (found := value(each)) is not None]
        if len(ours) < LEAST:
            return Measure(name=name)
        share = sum(ours) / len(ours)
        if len(theirs) < LEAST:
            return Measure(name=name, of=len(ours), share=share)
        chance, test = compared((sum(ours), len(ours)), (sum(theirs), len(theirs)))
        return Measure(name=name, of=len(ours), share=share, others=sum(theirs) / len(theirs), chance=chance, test=test)

    return measured


def _first_offer(members: Sequence[Met], others: Sequence[Met]) -> Measure:
    """The mean share of what was owed that the first offer asked for."""
    ours = [each.share for each in members if each.share is not None]
    theirs = [each.share for each in others if each.share is not None]
    if len(ours) < LEAST:
        return Measure(name="first_offer_share")
    share = sum(ours) / len(ours)
    if len(theirs) < LEAST:
        return Measure(name="first_offer_share", of=len(ours), share=share)
    return Measure(
        name="first_offer_share",
        of=len(ours),
        share=share,
        others=sum(theirs) / len(theirs),
        chance=means_compared(ours, theirs),
        test=WELCH,
    )


MEASURES: Final = (
    _rate("offered", lambda met: met.share is not None),
    _first_offer,
    _rate("accepted", lambda met: met.is_accepted if met.share is not None else None),
    _rate("kept", lambda met: met.is_kept),
    _rate("told_of_aid", lambda met: met.is_told),
)


def compared(ours: tuple[int, int], theirs: tuple[int, int]) -> tuple[float, str]:
    """The chance that two shares (how many, of how many) differ as much by luck, two-sided, and the test used."""
    (yes, count), (other_yes, other_count) = ours, theirs
    whole, taken = count + other_count, yes + other_yes
    if min(count, other_count) * min(taken, whole - taken) < FEW * whole:
        return _exact(yes, count, taken, whole), EXACT
    pooled = taken / whole
    error = math.sqrt(pooled * (1 - pooled) * (1 / count + 1 / other_count))
    return _by_luck((yes / count - other_yes / other_count) / error), Z


def _exact(yes: int, count: int, taken: int, whole: int) -> float:
    """Fisher's: all fields with these margins that are no likelier than what was seen."""
    least, most = max(0, count - (whole - taken)), min(count, taken)
    ways = [math.comb(taken, k) * math.comb(whole - taken, count - k) for k in range(least, most + 1)]
    return sum(way for way in ways if way <= ways[yes - least]) / math.comb(whole, count)


def means_compared(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The chance that two means differ as much by luck, two-sided, each group with its own spread."""
    error = math.sqrt(_squared_error(ours) + _squared_error(theirs))
    apart = sum(ours) / len(ours) - sum(theirs) / len(theirs)
    if error < TINY:
        return 1.0 if abs(apart) < TINY else 0.0
    return _by_luck(apart / error)


TINY: Final = 1e-12


def _squared_error(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values)


def _by_luck(z: float) -> float:
    return math.erfc(abs(z) / math.sqrt(2))


# ── equal facts, equal first offers ──


def unequal(firsts: Iterable[First]) -> tuple[Unequal, ...]:
    """Every two talks at one seat with equal facts whose first offers were not equal: there must be none."""
    alike: dict[tuple[str, str], list[First]] = defaultdict(list)
    for first in sorted(firsts, key=lambda each: (each.case, each.suggested, each.made)):
        alike[first.role, first.facts].append(first)
    pairs = (pair for _, held in sorted(alike.items()) for pair in combinations(held, 2))
    return tuple(found for one, other in pairs for found in _differences(one, other))


def _differences(one: First, other: First) -> Iterable[Unequal]:
    for what in ("suggested", "made"):
        offers = (getattr(one, what), getattr(other, what))
        if offers[0] != offers[1]:
            yield Unequal(cases=(one.case, other.case), role=one.role, what=what, offers=offers)
