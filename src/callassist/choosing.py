"""Which offer to make now: the one whose worth, with all that may follow a no, is the most.

Its worth counts two refusals ahead: after each no the belief is what such a no leaves of it, and only offers that give
no less follow. Matrices: all actions are weighed at once.
"""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from callassist.actions import Field, Mask
from callassist.odds import Floats

WEIGHED: Final = 24
FOLLOWED: Final = 3
"""So many actions are looked at two refusals ahead, each with so many that may follow."""
LADDER: Final = 4
"""Concessions on one call, at most."""


class Stakes(msgspec.Struct, frozen=True, kw_only=True):
    """What a no may lead to: they hang up with a chance; no deal is worth so many cents, and a round costs some.

    After a first offer was refused one is worth making only where it brings `least` cents more than no deal.
    `open` is what their own counter-offer is worth at each point, where it may still be taken after a no to ours.
    """

    hang_up: float
    nothing: float
    round_cents: float
    least: float = 0.0
    open: Floats | None = None


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One action, by its number in the field, and the expected worth of taking it now, in cents."""

    action: int
    value: float


def anything(field: Field) -> Mask:
    """Every action allowed."""
    return np.ones(len(field.members), dtype=bool)


def best(field: Field, weights: Floats, allowed: Mask, stakes: Stakes, *, is_far: bool = True) -> Choice | None:
    """The action to take now; None where walking away is worth no less. The first of equal ones."""
    values = worths(field, weights, allowed, stakes, is_far=is_far)
    at = int(np.argmax(values))
    if not np.isfinite(values[at]) or values[at] <= (stakes.nothing + stakes.least) * weights.sum():
        return None
    return Choice(action=at, value=float(values[at]))


def worths(field: Field, weights: Floats, allowed: Mask, stakes: Stakes, *, is_far: bool = True) -> Floats:
    """The expected worth of every allowed action now, in cents; minus infinity for one that is not allowed.

    `is_far` looks two refusals ahead, else one.
    """
    ends = field.gains + stakes.nothing * (1 - field.takes) - stakes.round_cents
    now = field.gains @ weights - stakes.round_cents * weights.sum()
    left = weights * (1 - field.takes)
    mass = left.sum(axis=1)
    after = np.where(field.follows, left @ ends.T, -np.inf)
    following = np.maximum(after.max(axis=1), _open(left, stakes))
    one = np.where(allowed, now + _unless_they_hang_up(following, mass, stakes), -np.inf)
    looked = np.argsort(-one, kind="stable")[:WEIGHED]
    looked = looked[np.isfinite(one[looked])]
    if is_far and len(looked):
        two = np.maximum(_again(field, ends, left[looked], after[looked], stakes), _open(left[looked], stakes))
        one[looked] = np.maximum(one[looked], now[looked] + _unless_they_hang_up(two, mass[looked], stakes))
    return one


def _unless_they_hang_up(following: Floats, mass: Floats, stakes: Stakes) -> Floats:
    """What a no leaves: what may follow it, or nothing more, where they do not hang up first."""
    nothing = stakes.nothing * mass
    return np.asarray((1 - stakes.hang_up) * np.maximum(following, nothing) + stakes.hang_up * nothing)


def _open(left: Floats, stakes: Stakes) -> Floats:
    """What taking their own offer after all would bring, of what a no has left."""
    return np.asarray(left @ stakes.open) if stakes.open is not None else np.full(len(left), -np.inf)


def _again(field: Field, ends: Floats, left: Floats, after: Floats, stakes: Stakes) -> Floats:
    """For each action that was refused, the best of those that may follow, itself weighed with what follows that."""
    chosen: NDArray[np.intp] = np.argsort(-after, axis=1, kind="stable")[:, :FOLLOWED]
    flat = chosen.ravel()
    mind = np.repeat(left, chosen.shape[1], axis=0)
    gained = np.einsum("ij,ij->i", field.gains[flat], mind) - stakes.round_cents * mind.sum(axis=1)
    rest = mind * (1 - field.takes[flat])
    last = np.maximum(np.where(field.follows[flat], rest @ ends.T, -np.inf).max(axis=1), _open(rest, stakes))
    value = gained + _unless_they_hang_up(last, rest.sum(axis=1), stakes)
    possible = np.isfinite(np.take_along_axis(after, chosen, axis=1))
    return np.asarray(np.where(possible, value.reshape(chosen.shape), -np.inf).max(axis=1))


def ladder(field: Field, weights: Floats, allowed: Mask, stakes: Stakes, steps: int = LADDER) -> tuple[Choice, ...]:
    """The best action now, then the best after its refusal, and so on: what the collector goes down by."""
    found: list[Choice] = []
    while len(found) < steps:
        choice = best(field, weights, allowed, stakes, is_far=not found)
        if choice is None:
            break
        found.append(choice)
        weights = weights * (1 - field.takes[choice.action])
        allowed = allowed & field.follows[choice.action]
    return tuple(found)
