"""Every way of negotiating over the same people, and what is measured of each: one table.

All ways meet the same people with the same luck, so their differences are paired: person by person.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec
import numpy as np
from msgspec.structs import replace

from callassist.bargains import Matter, Offer
from callassist.negotiation import suggest
from callassist.simulator.asking import asked
from callassist.simulator.baselines import LADDER, PLANS_FIRST, SCRIPT, Chosen, Greedy, Rungs
from callassist.simulator.calling import Call, call
from callassist.simulator.clairvoyant import bound
from callassist.simulator.living import live, no_deal_worth, worth_of
from callassist.simulator.ours import Ours
from callassist.simulator.people import Floats, Person, person
from callassist.simulator.permitted import faults_of, left_cents, open_debts, poverty_of, rises
from callassist.simulator.population import Population
from callassist.simulator.table import laid
from callassist.simulator.ways import Way
from callassist.standards import Standards

WHOLE: Final = 100
OURS: Final = "ours"


def every_way() -> tuple[Way, ...]:
    """Ours first, then those that it is compared with."""
    return (
        Ours(),
        Greedy(),
        Rungs("static ladder", LADDER),
        Rungs("plans first", PLANS_FIRST),
        Rungs("script + gates", SCRIPT),
        Rungs("script", SCRIPT, is_gated=False),
        Chosen(),
    )


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One way. Percentages are of the bound's dollars; `gap` is ours less this, `error` its paired standard error.

    `by_person` is the mean of each person's own percentage; `below_percent` of accepted deals take somebody below the
    living standard, by what is true of them; `already_percent` are instalments of people who were below it before the
    call, and told nothing or not enough; `breaches` counts offers by what they break; `told_percent` of those who are
    eligible for aid were told of it.
    """

    name: str
    percent: float
    gap: float
    error: float
    by_person: float
    rounds: float
    deals_percent: float
    kept_percent: float
    below_percent: float
    already_percent: float
    told_percent: float
    breaches: Mapping[str, int]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured on whom. `asked` are the people of whom anything may be asked; `bound_cents` is theirs."""

    population: str
    digest: str
    seed: int
    people: int
    asked: int
    bound_cents: int
    rows: tuple[Row, ...]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A person, what the desk knows after its questions, and the bound: None where nothing may be asked for."""

    person: Person
    seen: Matter
    owed_cents: int = 0
    bound: float | None = None

    @property
    def is_eligible(self) -> bool:
        """Whether some creditor's aid is due to them by what they told, or by what is true where they told nothing."""
        poverty = poverty_of(self.seen)
        if poverty is None:
            poverty = poverty_of(replace(self.seen, statement=self.person.truth)) or 0
        lines = [row.poverty_percent for each in open_debts(self.seen) for row in each.terms.aid]
        return poverty <= max(lines, default=-1)


def bound_of(known: Iterable[Known]) -> tuple[int, int]:
    """How many may be asked for anything, and the bound over them in cents."""
    bounds = [each.bound for each in known if each.bound is not None]
    return len(bounds), round(sum(bounds))


def report(name: str, digest: str, known: Sequence[Known], ways: Sequence[Way], seed: int) -> Report:
    """The table of these people."""
    count, cents = bound_of(known)
    rows = tuple(rows_of(known, ways))
    return Report(
        population=name, digest=digest, seed=seed, people=len(known), asked=count, bound_cents=cents, rows=rows
    )


def everybody(population: Population, standards: Standards, seed: int, people: int) -> list[Known]:
    """The people of a seed, with what may be known and reached of each."""
    return [_known(person(population, standards, seed, number)) for number in range(people)]


def _known(each: Person) -> Known:
    seen = asked(each)
    found = laid(seen)
    if found is None:
        return Known(person=each, seen=seen)
    return Known(person=each, seen=seen, owed_cents=found.at.owed_cents, bound=bound(each, found))


# ── one way ──


def rows_of(known: Sequence[Known], ways: Sequence[Way]) -> list[Row]:
    """A row of each way."""
    bounds = np.array([each.bound for each in known if each.bound is not None])
    rows: list[Row] = []
    first: Floats | None = None
    for way in ways:
        calls = [call(each.person, way) for each in known]
        worths = np.array([_worth(each, one) for each, one in zip(known, calls, strict=True) if each.bound is not None])
        first = worths if first is None else first
        rows.append(_row(way, known, calls, _Worths(bounds=bounds, first=first, worths=worths)))
    return rows


class _Worths(msgspec.Struct, frozen=True, kw_only=True):
    bounds: Floats
    first: Floats
    worths: Floats


def _row(way: Way, known: Sequence[Known], calls: Sequence[Call], cents: _Worths) -> Row:
    apart = (cents.first - cents.worths) / cents.bounds.mean() * WHOLE
    made = [one for one in calls if one.made]
    asked_of = [one for each, one in zip(known, calls, strict=True) if each.bound is not None]
    deals = [(each, one) for each, one in zip(known, calls, strict=True) if one.deal]
    eligible = [(each, one) for each, one in zip(known, calls, strict=True) if each.is_eligible]
    return Row(
        name=way.name,
        percent=float(cents.worths.sum() / cents.bounds.sum() * WHOLE),
        gap=float(apart.mean()),
        error=float(apart.std(ddof=1) / math.sqrt(len(apart))) if len(apart) > 1 else 0.0,
        by_person=float(np.mean(cents.worths / np.maximum(cents.bounds, WHOLE)) * WHOLE),
        rounds=_mean([one.rounds for one in made]),
        deals_percent=_mean([one.deal is not None for one in asked_of]) * WHOLE,
        kept_percent=_mean([live(each.person, one.deal).is_kept for each, one in deals if one.deal]) * WHOLE,
        below_percent=_mean([_left(each) >= 0 and _is_below(each, one.deal) for each, one in deals]) * WHOLE,
        already_percent=_mean([_left(each) < 0 and _is_below(each, one.deal) for each, one in deals]) * WHOLE,
        told_percent=_mean([way.is_gated and _is_told(one) for _, one in eligible]) * WHOLE,
        breaches=_breaches(zip(known, calls, strict=True), is_gated=way.is_gated),
    )


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if len(values) else 0.0


def _worth(each: Known, one: Call) -> float:
    """What the call was worth; what was agreed in breach of a rule goes back, and is worth no more than no deal."""
    if one.deal is None or faults_of(one.deal, each.seen if one.is_blind else one.seen, one.by_role):
        return no_deal_worth(each.person, each.owed_cents, one.rounds)
    return worth_of(each.person, one.deal, one.rounds)


def _left(each: Known) -> int:
    """What a month leaves them above the living standard, by what is true of them: cents, also below nothing."""
    return left_cents(each.person.truth, each.seen)


def _is_below(each: Known, deal: Offer | None) -> bool:
    return deal is not None and deal.peak_cents > max(0, _left(each))


def _is_told(one: Call) -> bool:
    return any(way.kind == "aid" for way in suggest(one.seen).ways)


def _breaches(calls: Iterable[tuple[Known, Call]], *, is_gated: bool) -> dict[str, int]:
    """How many offers and deals break what, each judged anew by what the desk knew, or could have asked."""
    found: dict[str, int] = {}
    for each, one in calls:
        seen = one.seen if is_gated else each.seen
        faults = [fault for offers in one.made for offer in offers for fault in faults_of(offer, seen)]
        faults += faults_of(one.deal, seen, one.by_role) if one.deal else ()
        faults += ["rising"] * rises(one.turns)
        for fault in faults:
            found[fault] = found.get(fault, 0) + 1
    return found
