"""Seeded draws by the distributions of a population: each person has a stream of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from callassist.simulator.population import Bell, LogNormal

CENTS = 100


class Chance:
    """The stream of one person: the same seed and number give the same draws, whoever else is drawn."""

    def __init__(self, seed: int, number: int) -> None:
        self.draw = np.random.default_rng([seed, number])

    def happens(self, share: float) -> bool:
        """True in `share` of the cases."""
        return bool(self.draw.random() < share)

    def cents(self, dollars: LogNormal) -> int:
        """A sum in whole cents."""
        return round(self.times(dollars) * CENTS)

    def times(self, factor: LogNormal) -> float:
        """A factor of one about its median."""
        return float(factor.median * np.exp(factor.spread * self.draw.standard_normal()))

    def bell(self, bell: Bell) -> float:
        """A number between the ends of a bell."""
        return float(np.clip(bell.mean + bell.spread * self.draw.standard_normal(), bell.least, bell.most))

    def weighed(self, weights: Sequence[int]) -> int:
        """The index of one of the weights."""
        upto = np.cumsum(weights)
        return int(np.searchsorted(upto, self.draw.random() * upto[-1], side="right"))

    def named(self, weights: Mapping[str, int]) -> str:
        """One of the names by its weight."""
        return tuple(weights)[self.weighed(tuple(weights.values()))]
