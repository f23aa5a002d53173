"""Seeded chance: one source for all that a synthetic portfolio draws; one seed makes the same bytes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Final, TypeVar

T = TypeVar("T")

# Resolution of a wheel. One look-up instead of a search: a million accounts take some thirty million draws.
SLOTS: Final = 1 << 16
FEW, SLOTS_OF_FEW = 64, 1 << 12


class Luck:
    """Draws from one seed. Nothing else may decide, neither hash order nor the clock."""

    def __init__(self, seed: int) -> None:
        rng = Random(seed)
        self.draw = rng.random  # 0 ≤ x < 1
        self.lognormal = rng.lognormvariate

    def happens(self, share: float) -> bool:
        """True in `share` of the cases."""
        return self.draw() < share

    def below(self, end: int) -> int:
        """A whole number from 0 to below `end`."""
        return int(self.draw() * end)

    def low(self, end: int) -> int:
        """As `below`, but small numbers come up more often."""
        return int(self.draw() ** 2 * end)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, each as likely."""
        return options[int(self.draw() * len(options))]

    def wheel(self, weighted: Iterable[tuple[T, int]]) -> Callable[[], T]:
        """A draw by weight in one look-up; what weighs under half a slot may never come up."""
        options = tuple(weighted)
        size = SLOTS if len(options) > FEW else SLOTS_OF_FEW
        total, upto = sum(weight for _, weight in options), 0
        slots: list[T] = []
        for value, weight in options:
            upto += weight
            slots += [value] * ((2 * upto * size + total) // (2 * total) - len(slots))
        draw = self.draw

        def spin() -> T:
            return slots[int(draw() * size)]

        return spin

    def choice(self, weighted: Iterable[tuple[T, int]]) -> Callable[[], T]:
        """A draw by weight among very many, none of which weighs enough for a slot of a wheel."""
        options = tuple(weighted)
        upto = tuple(accumulate(weight for _, weight in options))
        draw, total = self.draw, upto[-1]

        def drawn() -> T:
            return options[bisect_right(upto, draw() * total)][0]

        return drawn
