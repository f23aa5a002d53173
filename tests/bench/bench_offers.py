"""Offers: how long one decision takes over 1,000 made-up matters, and what the ways of negotiating are worth."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from callassist.bargains import NO, Counter, Matter, Turn
from callassist.intake.library import data_root, load_standards
from callassist.negotiation import respond, suggest
from callassist.simulator.asking import asked
from callassist.simulator.judging import names_themselves
from callassist.simulator.measuring import Report, every_way, everybody, report
from callassist.simulator.people import Person, person
from callassist.simulator.population import digest, load_population
from tests.bench.figure import Figure

MATTERS, FEW = 1_000, 100
PEOPLE, SOME = 3_000, 200
SEED = 201
TIMED = 202
POINTS, ROUNDS, BELOW = 8.0, 2.2, 3.0
P50_MS, P99_MS = 2.0, 10.0
SIMULATION = data_root() / "simulation"


def run(*, quick: bool) -> Iterator[Figure]:
    """Decisions first, then both populations."""
    yield from _decisions(FEW if quick else MATTERS)
    for name in ("population", "shifted"):
        yield from _simulated(SIMULATION / f"{name}.yaml", SOME if quick else PEOPLE, is_look=quick)


def _decisions(count: int) -> Iterator[Figure]:
    population, standards = load_population(SIMULATION / "population.yaml"), load_standards(data_root())
    people = [person(population, standards, TIMED, number) for number in range(count)]
    matters = [(each, asked(each)) for each in people]
    suggest(matters[0][1])  # what is built once a process
    yield from _timed("suggest", [_taking(suggest, matter) for _, matter in matters])
    yield from _timed("respond", [_answering(each, matter) for each, matter in matters])


def _taking(decide: Callable[[Matter], object], matter: Matter) -> Callable[[], object]:
    return lambda: decide(matter)


def _answering(each: Person, matter: Matter) -> Callable[[], object]:
    """Their own words after a no to what is suggested first."""
    made = tuple(ranked.offer for ranked in suggest(matter).headline)
    counter = names_themselves(each, made[0]) if made else Counter(kind="monthly", cents=5_000)
    transcript = (Turn(offers=made, answer=NO),) if made else ()
    return lambda: respond(matter, transcript, counter)


def _timed(name: str, decisions: list[Callable[[], object]]) -> Iterator[Figure]:
    spent = []
    for decide in decisions:
        started = time.perf_counter()
        decide()
        spent.append((time.perf_counter() - started) * 1000)
    for percentile, most in ((50, P50_MS), (99, P99_MS)):
        yield Figure(
            name=f"{name}, one decision, p{percentile} of {len(spent):,} matters",
            ours=float(np.percentile(spent, percentile)),
            unit="ms",
            most=most,
        )


def _simulated(path: Path, people: int, *, is_look: bool) -> Iterator[Figure]:
    """The table, and what it must reach; too few people for a look at it prove nothing, so nothing is asked of them."""
    everyone = everybody(load_population(path), load_standards(data_root()), SEED, people)
    found = report(path.stem, digest(path), everyone, every_way(), SEED)
    label = f"{found.population} {found.digest}, {found.asked} people"
    for row in found.rows:
        yield Figure(name=f"{label}: {row.name}", ours=row.percent, unit="% of the bound")
    if not is_look:
        yield from _required(found)


def _required(found: Report) -> Iterator[Figure]:
    ours = found.rows[0]
    for row in found.rows:
        if row.name in {"greedy", "static ladder"}:
            name = f"{found.population}: short of {POINTS:.0f} points above {row.name}"
            yield Figure(name=name, ours=POINTS - row.gap, unit="points", most=0)
            name = f"{found.population}: two errors less the gap to {row.name}"
            yield Figure(name=name, ours=2 * row.error - row.gap, unit="points", most=0)
    yield Figure(name=f"{found.population}: breaches of ours", ours=sum(ours.breaches.values()), unit="", most=0)
    yield Figure(name=f"{found.population}: below the standard", ours=ours.below_percent, unit="%", most=BELOW)
    yield Figure(name=f"{found.population}: rounds", ours=ours.rounds, unit="", most=ROUNDS)
    yield Figure(name=f"{found.population}: not told of aid", ours=100 - ours.told_percent, unit="%", most=0)
