"""Who is worth comparing: lists of cases laid over each other, the heaviest sum first.

Each thing that was said lays down, for every case in any of its lists, the best weight by which it is found. The sums
are an array by case number; nobody is ever left out because one thing does not fit: a wrong word costs its weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

ROOMY: Final = 4
"""A case is in the lists of several things that were said: so many times the wanted number are looked through."""
STEPS: Final = (0.5, 2.0, 4.0, 8.0, 16.0)
"""Bits below the heaviest at which a cut is tried: counting is cheaper than sorting."""
MOST_EQUAL: Final = 2_000
"""Where so many weigh the same nothing that was said tells them apart; more of them are not looked at."""
LONG: Final = 30_000
"""A thing with longer lists is laid only over those whom the others found, where that provably loses nobody."""

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
_NOBODY: Final = np.zeros(0, np.int32)
_NOTHING: Final = np.zeros(0, np.float32)


class Weighed(NamedTuple):
    """Cases found by one thing that was said, the lightest first, so that the best weight of each stands."""

    cases: Ids
    weights: Weights


class Candidates(NamedTuple):
    """Cases by sum of weights, heaviest first, and the sums of all others that were found."""

    cases: Ids
    sums: Weights
    others: Weights


def weighed(found: Sequence[tuple[float, Ids]]) -> Weighed:
    """One thing's lists with their weights."""
    lists = sorted(((bits, ids) for bits, ids in found if ids.size), key=lambda each: each[0])
    if not lists:
        return Weighed(_NOBODY, _NOTHING)
    sizes = [ids.size for _, ids in lists]
    weights = np.repeat(np.array([bits for bits, _ in lists], dtype=np.float32), sizes)
    return Weighed(np.concatenate([ids for _, ids in lists]), weights)


class Pile:
    """The arrays by case number. They are wiped after use, only where they were written."""

    def __init__(self) -> None:
        self._sums = np.zeros(1024, np.float32)
        self._one = np.zeros(1024, np.float32)

    def best(self, things: Sequence[Weighed], most: int) -> Candidates:
        """The heaviest cases of all that were found."""
        held = sorted((thing for thing in things if thing.cases.size), key=lambda thing: thing.cases.size)
        if not held:
            return Candidates(_NOBODY, _NOTHING, _NOTHING)
        if len(held) == 1:
            return _of_one(held[0], most)
        self._grow(max(int(thing.cases.max()) for thing in held))
        short = [thing for thing in held if thing.cases.size <= LONG] or held[:1]
        found = self._laid(short, held[len(short) :], most)
        return found if found is not None else self._laid(held, (), most) or Candidates(_NOBODY, _NOTHING, _NOTHING)

    def _laid(self, short: Sequence[Weighed], long: Sequence[Weighed], most: int) -> Candidates | None:
        """Sums over those whom the short lists found; None when somebody in long lists alone could weigh as much."""
        sums, one = self._sums, self._one
        try:
            for cases, weights in short:
                one[cases] = weights
                sums[cases] = sums[cases] + one[cases]
            cases = np.concatenate([thing.cases for thing in short])
            found = sums[cases]
            for thing in long:
                found = found + self._over(cases, thing)
            alone = sum(float(thing.weights[-1]) for thing in long)
            if long and np.count_nonzero(found > alone) < ROOMY * most:
                return None
            return _heaviest(cases, found, most)
        finally:
            for cases, _ in short:
                sums[cases] = 0.0

    def _over(self, cases: Ids, thing: Weighed) -> Weights:
        """The weights of a thing for these cases, 0 for whom it does not find."""
        one = self._one
        one[cases] = 0.0
        one[thing.cases] = thing.weights
        return one[cases]

    def _grow(self, top: int) -> None:
        if top >= self._sums.size:
            size = max(top + 1, self._sums.size * 2)
            self._sums, self._one = np.zeros(size, np.float32), np.zeros(size, np.float32)


def _of_one(thing: Weighed, most: int) -> Candidates:
    """Nothing to add up: the end of the lists is the heaviest."""
    cases, weights = thing
    cut = max(0, cases.size - max(ROOMY * most, MOST_EQUAL))
    found = _heaviest(cases[cut:][::-1], weights[cut:][::-1], most)  # a case that is in several lists: its best first
    return found._replace(others=np.concatenate([found.others, weights[:cut]]))


def _heaviest(cases: Ids, found: Weights, most: int) -> Candidates:
    """The heaviest, each once. What is far below them is not told apart, and may be counted twice among the others."""
    light = _NOTHING
    if cases.size > ROOMY * most:
        top = float(found.max())
        for step in STEPS:
            kept = found >= top - step
            if np.count_nonzero(kept) >= ROOMY * most:
                light = found[~kept]
                cases, found = cases[kept], found[kept]
                break
    if cases.size > MOST_EQUAL + ROOMY * most:
        kept = _some(found, MOST_EQUAL)
        light = np.concatenate([light, found[~kept]])
        cases, found = cases[kept], found[kept]
    cases, first = np.unique(cases, return_index=True)
    found = found[first]
    order = np.lexsort((cases, -found))
    others = np.concatenate([found[order[most:]], light])
    return Candidates(cases[order[:most]], found[order[:most]], others)


def _some(found: Weights, most: int) -> NDArray[np.bool_]:
    """Which are the `most` heaviest; of equals the first. Sorting is sooner done than parting where many are equal."""
    cut = np.sort(found)[-most]
    kept: NDArray[np.bool_] = found > cut
    kept[np.flatnonzero(found == cut)[: most - int(np.count_nonzero(kept))]] = True
    return kept
