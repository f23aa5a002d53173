"""The offers of a call, weighed: what is legal for this seat, what may follow what was said, what to offer now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec
import numpy as np

from callassist.actions import Asks, Field, Mask, asks_together, field_of, may_follow
from callassist.bargains import NO, YES, Ability, Matter, Offer, Ranked, Transcript, Turn
from callassist.choosing import LADDER, Choice, Stakes, anything, ladder
from callassist.odds import PRIOR, Belief, Costs, Odds, costs_of, learnt, present_share, prior, table
from callassist.offering import facts, floor_left, say, say_pair
from callassist.offers import Joint, is_within, joint, legal_offers

REMEMBERED: Final = timedelta(days=90)
"""So long what was offered and refused on an earlier call still bounds what is offered."""
SILENT_NOES: Final = 2
LEAST_GAIN: Final = 0.01
"""After a no, an offer that brings less of what is owed than this is not worth another round of anybody's time."""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """All that the next offer, or the answer to theirs, rests on."""

    matter: Matter
    ability: Ability
    at: Joint
    field: Field
    allowed: Mask
    belief: Belief
    costs: Costs
    odds: Odds
    least_cents: float

    @property
    def stakes(self) -> Stakes:
        """What a no may lead to."""
        return Stakes(
            hang_up=self.odds.hang_up,
            nothing=self.costs.no_deal_cents,
            round_cents=self.costs.round_cents,
            least=self.least_cents,
        )

    def offers(self, choice: Choice) -> tuple[Offer, ...]:
        """The one or two offers of an action."""
        return tuple(self.field.offers[index] for index in self.field.members[choice.action])


def table_for(matter: Matter, ability: Ability, transcript: Transcript, odds: Odds | None = None) -> Table | None:
    """What may be offered next; None where nothing is legal. The matter has open accounts with something owed."""
    known = odds or PRIOR
    at = joint(matter, matter.accounts)
    offers = [offer for offer in legal_offers(at, matter, ability) if is_within(offer, matter.role)]
    if not offers:
        return None
    costs = costs_of(matter, at.owed_cents)
    belief = learnt(prior(matter, ability, known), transcript, at.owed_cents, known)
    field = field_of(offers, belief, matter, known, costs)
    return Table(
        matter=matter,
        ability=ability,
        at=at,
        field=field,
        allowed=_allowed(field, matter, transcript, known),
        belief=belief,
        costs=costs,
        odds=known,
        least_cents=LEAST_GAIN * at.owed_cents if _offered(transcript) else 0.0,
    )


def _allowed(field: Field, matter: Matter, transcript: Transcript, odds: Odds) -> Mask:
    """What may follow all that was offered: on this call by a step, on earlier ones of late by none too many."""
    allowed = anything(field)
    owed = field.offers[0].owed_cents
    for refusal in matter.past.refusals:
        if matter.today - refusal.on <= REMEMBERED:
            allowed &= may_follow(_asked_before(refusal.total_cents, refusal.peak_cents, refusal.payments), field.asks)[
                0
            ]
    for turn in _offered(transcript):
        share = present_share(table(turn.offers), owed, odds)
        allowed &= may_follow(asks_together(turn.offers, share), field.asks, is_step=True)[0]
    return allowed


def _asked_before(total: int, peak: int, payments: int) -> Asks:
    row = np.full((6, 1), np.inf)
    row[0] = total
    row[1 if payments == 1 else 3] = total
    if payments > 1:
        row[4] = peak
    return Asks(most=row[0], lump=row[1], lump_share=row[2], plan=row[3], plan_peak=row[4], plan_share=row[5])


def _offered(transcript: Transcript) -> Sequence[Turn]:
    return [turn for turn in transcript if turn.offers]


def concessions_left(transcript: Transcript) -> int:
    """How many more offers may be made on this call: the first and LADDER steps down."""
    return max(0, LADDER + 1 - len(_offered(transcript)))


def is_silent(transcript: Transcript) -> bool:
    """Whether two noes in a row came with nothing proposed: then a question follows, and no concession."""
    last = transcript[-SILENT_NOES:]
    return len(last) == SILENT_NOES and all(turn.answer == NO and turn.counter is None for turn in last)


def offers_for(
    matter: Matter, ability: Ability, transcript: Transcript, odds: Odds | None
) -> tuple[tuple[Ranked, ...], tuple[Ranked, ...]]:
    """The ladder of offers, and what to offer now: the first rung, one or two of them. Empty where nothing is left."""
    left = concessions_left(transcript)
    found = table_for(matter, ability, transcript, odds) if left and not _is_agreed(transcript) else None
    if found is None:
        return (), ()
    rungs = ladder(found.field, found.belief.weights, found.allowed, found.stakes, min(left, LADDER))
    ranked: dict[Offer, Ranked] = {}
    weights = found.belief.weights
    for choice in rungs:
        for each in _ranked(found, choice, weights):
            ranked.setdefault(each.offer, each)
        weights = weights * (1 - found.field.takes[choice.action])
    return tuple(ranked.values()), tuple(ranked[offer] for offer in found.offers(rungs[0])) if rungs else ()


def _is_agreed(transcript: Transcript) -> bool:
    return bool(transcript) and transcript[-1].answer == YES


def _ranked(at: Table, choice: Choice, weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[Ranked]:
    field, mass = at.field, max(float(weights.sum()), 1e-12)
    found = []
    members = field.members[choice.action]
    pair = [field.offers[index] for index in members]
    told = say_pair(pair[0], pair[1], at.matter) if len(pair) > 1 else say(pair[0], at.matter)
    for index in members:
        offer, chance = field.offers[index], field.chances[index]
        yes = float(chance @ weights)
        keeps = float((chance * field.worth.keeps[index]) @ weights) / yes if yes > 0 else 0.0
        found.append(
            Ranked(
                offer=offer,
                say=told,
                why=facts(offer, at.matter, at.ability),
                p_accept=min(1.0, yes / mass),
                p_keep=min(1.0, keeps),
                basis=at.odds.basis,
                value_cents=min(offer.total_cents, round(float(field.gains[index] @ weights) / mass)),
                left_cents=None if at.ability.residual_cents is None else at.ability.residual_cents - offer.peak_cents,
                state_rule=at.ability.state_rule if offer.months > 1 else "",
                floor_left=floor_left(offer, at.at, at.matter.role),
            )
        )
    return found
