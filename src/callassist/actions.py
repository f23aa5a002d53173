"""What may be offered in one breath, weighed: single offers, pairs to choose from, and what may follow a no to each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from callassist.bargains import Matter, Offer
from callassist.odds import Belief, Costs, Floats, Odds, Worth, present_share, table, taken, worth

Mask = NDArray[np.bool_]

LUMPS: Final = 6
PLANS: Final = 8
"""So many of each are paired."""
LEAST_STEP: Final = 0.02
"""A step down is of so much of what is owed at least, or is none: no salami."""


class Asks(msgspec.Struct, frozen=True, kw_only=True):
    """What actions ask for, by class: once-paid (`lump`) and over time (`plan`); infinite where there is none of it.

    `most` is the largest total of an action, `share` what each class costs them as a share of what is owed.
    """

    most: Floats
    lump: Floats
    lump_share: Floats
    plan: Floats
    plan_peak: Floats
    plan_share: Floats


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """All that may be offered with what it is worth at each point of a belief.

    `members` are the offers of each action, one or two; `takes` the chance that it is taken (actions, points), `gains`
    that chance times its worth; `follows[k, l]`: whether l may follow a no to k.
    """

    offers: tuple[Offer, ...]
    worth: Worth
    chances: Floats
    members: tuple[tuple[int, ...], ...]
    takes: Floats
    gains: Floats
    follows: Mask
    asks: Asks


def field_of(offers: Sequence[Offer], belief: Belief, matter: Matter, odds: Odds, costs: Costs) -> Field:
    """What may be offered, weighed; `offers` are not empty, and close the same debts."""
    known = tuple(offers)
    rows, owed = table(known), known[0].owed_cents
    chances = taken(belief, rows, owed, odds)
    value = worth(belief, rows, matter, odds, costs)
    gains = chances * value.value
    singles = [(index,) for index in range(len(known))]
    pairs = _pairs(known, gains @ belief.weights)
    share = present_share(rows, owed, odds)
    takes, pair_gains = _paired(pairs, chances, value.value, share)
    members: tuple[tuple[int, ...], ...] = (*singles, *pairs)
    asks = asks_of(np.array([(each[0], each[-1]) for each in members]), rows, share)
    return Field(
        offers=known,
        worth=value,
        chances=chances,
        members=members,
        takes=np.vstack([chances, takes]),
        gains=np.vstack([gains, pair_gains]),
        follows=may_follow(asks, asks, is_step=True),
        asks=asks,
    )


def _pairs(offers: tuple[Offer, ...], gained: Floats) -> list[tuple[int, int]]:
    """A sum at once beside instalments: the best of each."""
    best = [int(index) for index in np.argsort(-gained, kind="stable")]
    lumps = [index for index in best if offers[index].months == 1][:LUMPS]
    plans = [index for index in best if offers[index].months > 1][:PLANS]
    return [(lump, plan) for lump in lumps for plan in plans]


def _paired(pairs: Sequence[tuple[int, int]], chances: Floats, value: Floats, share: Floats) -> tuple[Floats, Floats]:
    """The chance that one of two is taken, and the gain: who would take either takes the one that costs them less."""
    if not pairs:
        return np.empty((0, chances.shape[1])), np.empty((0, chances.shape[1]))
    one, two = (np.array([pair[side] for pair in pairs]) for side in (0, 1))
    p, q, v, u = chances[one], chances[two], value[one], value[two]
    cheaper = np.where((share[one] <= share[two])[:, None], v, u)
    return p + q - p * q, p * (1 - q) * v + q * (1 - p) * u + p * q * cheaper


def asks_of(members: NDArray[np.intp], rows: Floats, share: Floats) -> Asks:
    """What each action asks for; `members` are (actions, 2), a single offer named twice; `rows` as odds.table."""
    total, at_once = rows[:, 0][members], rows[:, 4][members] > 0
    each, cost = rows[:, 2][members], share[members]
    later = ~at_once
    return Asks(
        most=total.max(axis=1),
        lump=np.where(at_once, total, np.inf).min(axis=1),
        lump_share=np.where(at_once, cost, np.inf).min(axis=1),
        plan=np.where(later, total, np.inf).min(axis=1),
        plan_peak=np.where(later, each, np.inf).min(axis=1),
        plan_share=np.where(later, cost, np.inf).min(axis=1),
    )


def asks_together(offers: Sequence[Offer], share: Floats) -> Asks:
    """What one or two offers that were made in one breath asked for."""
    return asks_of(np.array([[0, len(offers) - 1]]), table(offers), share)


def may_follow(before: Asks, after: Asks, *, is_step: bool = False) -> Mask:
    """Whether an action may follow another (before, after): concessions go one way, with `is_step` by a step at least.

    No total is above all that was offered; what is paid at once never rises, nor what is paid over time, nor at an
    equal total the instalment. A step: one of the two costs them LEAST_STEP less, or is new.
    """
    most = after.most[None, :] <= before.most[:, None]
    lump = (after.lump[None, :] <= before.lump[:, None]) | np.isinf(after.lump)[None, :]
    total, peak = after.plan[None, :], after.plan_peak[None, :]
    plan = (total < before.plan[:, None]) | ((total == before.plan[:, None]) & (peak <= before.plan_peak[:, None]))
    plan = plan | np.isinf(total)
    if not is_step:
        return np.asarray(most & lump & plan)
    is_new = (np.isinf(before.lump)[:, None] & ~np.isinf(after.lump)[None, :]) | (
        np.isinf(before.plan)[:, None] & ~np.isinf(total)
    )
    with np.errstate(invalid="ignore"):
        lump_step = before.lump_share[:, None] - after.lump_share[None, :] >= LEAST_STEP
        plan_step = before.plan_share[:, None] - after.plan_share[None, :] >= LEAST_STEP
    return np.asarray(most & lump & plan & (is_new | lump_step | plan_step))
