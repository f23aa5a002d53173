"""The other ways: a desk's script, with gates or without, fixed ladders, chance, the best single offer at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from msgspec.structs import replace

from callassist.bargains import COUNTER, FULL, HARDSHIP, PROMPT, SETTLEMENT, Counter, Matter, Offer, Transcript
from callassist.bidding import Table, table_for
from callassist.odds import PRIOR, Odds, table, worth
from callassist.simulator.table import Laid, falls, laid, made_in, may_still, open_to, sure_worth, theirs
from callassist.simulator.ways import Move

Rung = Callable[[Laid], Offer | None]


# ── rungs ──


def _whole(found: Laid) -> Offer | None:
    return next((each for each in found.offers if each.kind == FULL), None)


def _prompt(found: Laid) -> Offer | None:
    return next((each for each in found.offers if each.kind == PROMPT), None)


def _floor(found: Laid) -> Offer | None:
    """The lowest settlement of the tier."""
    return next((each for each in reversed(found.offers) if each.kind == SETTLEMENT), None)


def _lump(percent: int) -> Rung:
    """The settlement nearest to a share from above."""

    def rung(found: Laid) -> Offer | None:
        least = percent * found.at.owed_cents // 100
        lumps = [each for each in found.offers if each.kind == SETTLEMENT and each.total_cents >= least]
        return lumps[-1] if lumps else None

    return rung


def _plan(months: int) -> Rung:
    """All of it in the usual plan nearest to a length from below."""

    def rung(found: Laid) -> Offer | None:
        plans = _plans(found, 2, months)
        return max(plans, key=lambda each: (each.months, -each.down_cents), default=None)

    return rung


def _hardship(found: Laid) -> Offer | None:
    plans = [each for each in found.offers if each.kind == HARDSHIP]
    return max(plans, key=lambda each: each.months, default=None)


def _plans(found: Laid, least: int, most: int) -> list[Offer]:
    whole = found.at.owed_cents
    return [
        each
        for each in found.offers
        if least <= each.months <= most and each.total_cents == whole and each.kind != HARDSHIP
    ]


SCRIPT: Final = (_whole, _floor, _plan(12))
LADDER: Final = (_whole, _plan(12), _lump(80), _plan(60), _hardship)
PLANS_FIRST: Final = (_plan(24), _hardship, _lump(1))


class Rungs:
    """Fixed rungs from the top down, each once, whatever is learnt; a proposal is taken when the next is worth less."""

    def __init__(self, name: str, rungs: Sequence[Rung], *, is_gated: bool = True) -> None:
        self.name, self.is_gated, self._rungs = name, is_gated, tuple(rungs)

    def move(self, matter: Matter, transcript: Transcript, counter: Counter | None) -> Move:
        """The next rung, or their proposal."""
        found = laid(matter if self.is_gated else _blind(matter))
        if found is None:
            return Move()
        rung = self._following(found, transcript)
        offered = made_in(transcript)
        taken = theirs(found, counter, offered[-1:]) if counter else None
        if taken and (rung is None or _sure(taken, found) >= _sure(rung, found)):
            return Move(deal=taken)
        return Move(offers=(rung,)) if rung else Move()

    def _following(self, found: Laid, transcript: Transcript) -> Offer | None:
        """The first rung below the last one that was made."""
        if not may_still(transcript):
            return None
        before = made_in(transcript)
        rungs = list(dict.fromkeys(each for each in (rung(found) for rung in self._rungs) if each))
        last = max((index for index, each in enumerate(rungs) if each in before), default=-1)
        return next((each for each in rungs[last + 1 :] if falls(each, before)), None)


def _blind(matter: Matter) -> Matter:
    """As a desk without gates sees it: nothing closes anything."""
    accounts = tuple(replace(account, gates=()) for account in matter.accounts)
    return replace(matter, gates=(), accounts=accounts)


def _sure(offer: Offer, found: Laid) -> float:
    return sure_worth(offer, found.terms, found.matter)


class Chosen:
    """Any legal offer, each as likely, and any legal proposal taken; the draw is by the person, so that it repeats."""

    name = "random legal"
    is_gated = True

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed

    def move(self, matter: Matter, transcript: Transcript, counter: Counter | None) -> Move:
        """One of those that may still be made."""
        found = laid(matter)
        if found is None:
            return Move()
        taken = theirs(found, counter, made_in(transcript)[-1:]) if counter else None
        if taken:
            return Move(deal=taken)
        left = open_to(found, transcript)
        draw = np.random.default_rng([self.seed, found.at.owed_cents, len(transcript)])
        return Move(offers=(left[int(draw.integers(len(left)))],)) if left else Move()


class Greedy:
    """The single offer that is worth most by itself, by our own belief and odds: no look-ahead and no pairs.

    It learns from every answer as ours does, and takes a proposal that is worth no less than its best offer.
    """

    name = "greedy"
    is_gated = True

    def __init__(self, odds: Odds = PRIOR) -> None:
        self.odds = odds

    def move(self, matter: Matter, transcript: Transcript, counter: Counter | None) -> Move:
        """The best of those that may still be made, or their proposal."""
        found = laid(matter)
        if found is None:
            return Move()
        said = _said(transcript, counter)
        weighed = table_for(found.matter, found.ability, said, self.odds) if may_still(transcript) else None
        best, value = _best(weighed) if weighed else (None, 0.0)
        taken = theirs(found, counter, made_in(transcript)[-1:]) if counter else None
        if taken and (weighed is None or self._value(taken, weighed) >= value):
            return Move(deal=taken)
        return Move(offers=(best,)) if best else Move()

    def _value(self, offer: Offer, weighed: Table) -> float:
        rows = worth(weighed.belief, table([offer]), weighed.matter, self.odds, weighed.costs)
        return float(rows.value[0] @ weighed.belief.weights)


def _said(transcript: Transcript, counter: Counter | None) -> Transcript:
    if counter is None or not transcript:
        return transcript
    return (*transcript[:-1], replace(transcript[-1], answer=COUNTER, counter=counter))


def _best(weighed: Table) -> tuple[Offer | None, float]:
    """The single offer whose chance times worth, with nothing for a no, is the most; None where walking is no worse."""
    field, weights = weighed.field, weighed.belief.weights
    count = len(field.offers)
    ends = field.gains[:count] + weighed.costs.no_deal_cents * (1 - field.chances) - weighed.costs.round_cents
    values = np.where(weighed.allowed[:count], ends @ weights, -np.inf)
    at = int(np.argmax(values))
    if not np.isfinite(values[at]) or values[at] <= weighed.costs.no_deal_cents:
        return None, weighed.costs.no_deal_cents
    return field.offers[at], float(values[at])
