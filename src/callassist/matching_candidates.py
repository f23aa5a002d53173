"""Who is worth comparing: lists of cases laid over each other, the heaviest sum first.

Each thing that was said lays down, for every case in any of its lists, the best weight by which it is found. The sums
are an array by case number; nothing is ever left out because one thing does not fit: a wrong word costs its weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

ROOMY: Final = 4
"""A case is in the lists of several things that were said: so many times the wanted number are looked through."""

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]


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
        return Weighed(np.zeros(0, np.int32), np.zeros(0, np.float32))
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
        held = [thing for thing in things if thing.cases.size]
        if not held:
            return Candidates(np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(0, np.float32))
        self._grow(max(int(thing.cases.max()) for thing in held))
        sums, one = self._sums, self._one
        for cases, weights in held:
            one[cases] = weights
            sums[cases] = sums[cases] + one[cases]
        try:
            return _heaviest(sums, [thing.cases for thing in held], most)
        finally:
            for cases, _ in held:
                sums[cases] = 0.0

    def _grow(self, top: int) -> None:
        if top >= self._sums.size:
            size = max(top + 1, self._sums.size * 2)
            self._sums, self._one = np.zeros(size, np.float32), np.zeros(size, np.float32)


def _heaviest(sums: Weights, lists: Sequence[Ids], most: int) -> Candidates:
    """The heaviest, each once. What is far below them is not told apart, and may be counted twice among the others."""
    cases = np.concatenate(lists)
    found = sums[cases]
    light = np.zeros(0, np.float32)
    if cases.size > ROOMY * most:
        least = np.partition(found, cases.size - ROOMY * most)[cases.size - ROOMY * most]
        light, kept = found[found < least], found >= least
        cases, found = cases[kept], found[kept]
    cases, first = np.unique(cases, return_index=True)
    found = found[first]
    order = np.lexsort((cases, -found))
    others = np.concatenate([found[order[most:]], light])
    return Candidates(cases[order[:most]], found[order[:most]], others)
