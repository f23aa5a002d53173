"""How much each kind of likeness counts: the learnt table behind caller matching, and the curve from bits to chances.

A level is a way in which what was said is like what is on file. Its weight is log2(m ÷ u): m is how often the level
turns up when it is the same person, u how often when it is not (Fellegi and Sunter 1969). For names and for most exact
fields u is counted in the portfolio itself: Smith says less than Abernathy.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from math import log2
from typing import Final

import msgspec

EXACT, SLIP_SOUND, SLIP, SOUND, NICK, SLIPS, BEGUN, INITIAL, UNLIKE, JOINED = (
    "exact",
    "1 letter, same sound",
    "1 letter",
    "same sound",
    "nickname",
    "2 letters",
    "begins so",
    "initial",
    "similar",
    "joined or split",
)
DIFFERS, MISSING, SWAPPED, PERMUTED, PART, SHARED = (
    "differs",
    "not on file",
    "turned",
    "digits turned",
    "part",
    "shared",
)

NAME: Final = "name"


class Levels(msgspec.Struct, frozen=True, kw_only=True):
    """m of each (field, level), u where it is not counted, and points of the calibration, rising in both.

    `ways` is how many spellings a level of a name has: a slip makes one of many words, a whole name only itself.
    """

    m: Mapping[tuple[str, str], float]
    u: Mapping[tuple[str, str], float]
    ways: Mapping[tuple[str, str], float]
    curve: tuple[tuple[float, float], ...] = ()
    nearest: Mapping[str, float] = {}
    """The most that a field weighs, in bits, where it is like and not exact; follows from the rest."""

    def __post_init__(self) -> None:
        """Look the nearest up once."""
        nearest: dict[str, float] = {}
        for (field, level), u in self.u.items():
            if level != EXACT and (m := self.m.get((field, level))):
                nearest[field] = max(nearest.get(field, 0.0), log2(m / u))
        msgspec.structs.force_setattr(self, "nearest", nearest)

    def bits(self, field: str, level: str, u: float = 0.0) -> float:
        """The weight of a level in bits; `u` where it is counted, else that of the table.

        What is exact weighs more than what is nearly so, even where a small portfolio makes its count look common.
        """
        at = (field, level)
        weight = log2(self.m[at] / (u or self.u[at]))
        return max(weight, self.nearest.get(field, 0.0) + 1.0) if level == EXACT else weight

    def chance(self, raw: float) -> float:
        """A probability that has proved right, from the one that the sum of bits gives."""
        curve = self.curve
        if not curve:
            return raw
        place = bisect_right(curve, (raw, 2.0))
        if place == 0:
            return curve[0][1]
        if place == len(curve):
            return curve[-1][1]
        (x, y), (far_x, far_y) = curve[place - 1], curve[place]
        return y + (far_y - y) * (raw - x) / (far_x - x) if far_x > x else y
