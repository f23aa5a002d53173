"""How a person judges an offer and what comes back: yes, no, what they name themselves, or the line goes dead.

Judgement has two sides that both must hold. Worth: being rid of the bill against its cost in payments, later ones
counting less (once for not being now, then each month), what goes beyond a reference share hurting more. Means: month
by month, what was paid so far never beyond what they believe to have set aside by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from callassist.bargains import COUNTER, NO, YES, Counter, Offer
from callassist.simulator.people import TURNS, Person
from callassist.standards import MONTHS

HUNG_UP: Final = "hung_up"
FAR_BEYOND: Final = 2.5
"""Asked at once for so many times what they could, they hang up more readily."""
VERY_GOOD: Final = 0.35
"""So far below its worth to them an offer is taken by whoever meant to hold out."""
NOTHING_CENTS: Final = 1_000
"""Less than this they do not name."""
STEPS: Final = ((10_000, 500), (50_000, 1_000), (200_000, 5_000), (10**12, 10_000))
"""Up to so many cents people name round sums of so many."""


class Reaction(msgspec.Struct, frozen=True, kw_only=True):
    """YES to the offer of this index, NO, COUNTER with what they name, or HUNG_UP."""

    answer: str
    index: int = 0
    counter: Counter | None = None


def month_of(day: date, today: date) -> int:
    """In which month from now a day is: 0 is this one."""
    return max(0, (day.year - today.year) * MONTHS + day.month - today.month)


def liking(person: Person, offer: Offer) -> float:
    """What an offer is worth to them, as a share of what it closes; they take what is worth nothing or more."""
    mind, cost = person.mind, 0.0
    for payment in offer.payments:
        month = month_of(payment.due, person.matter.today)
        cost += payment.cents * (mind.bias * mind.patience**month if month else 1.0)
    share = cost / offer.owed_cents
    return mind.rid - share - (mind.loss - 1) * max(0.0, share - mind.reference)


def is_within_means(person: Person, offer: Offer) -> bool:
    """Whether they believe that they can pay it: from what is set aside, and what a month then adds as they see it."""
    purse, paid = person.purse, 0
    monthly = purse.slack * purse.pledge * purse.optimism
    for payment in offer.payments:
        paid += payment.cents
        if paid > purse.aside + monthly * (1 + month_of(payment.due, person.matter.today)):
            return False
    return True


def would_take(person: Person, offer: Offer) -> bool:
    """Whether they would take it, tactics aside."""
    return liking(person, offer) >= 0 and is_within_means(person, offer)


def react(person: Person, offers: Sequence[Offer], turn: int) -> Reaction:
    """What comes back to one or two offers made in turn `turn` (from 0) of the call."""
    manner = person.manner
    likings = [liking(person, offer) if is_within_means(person, offer) else -1.0 for offer in offers]
    best = max(range(len(offers)), key=lambda index: (likings[index], -index))
    if likings[best] >= (VERY_GOOD if turn < manner.stubborn else 0.0):
        return Reaction(answer=YES, index=best)
    names, hangs, _ = manner.chances[min(turn, TURNS - 1)]
    if hangs < manner.hangs_up * (manner.overasked if _is_far_beyond(person, offers) else 1):
        return Reaction(answer=HUNG_UP)
    if names < manner.volunteers:
        return Reaction(answer=COUNTER, counter=names_themselves(person, offers[best]))
    return Reaction(answer=NO)


def asked_outright(person: Person, refused: Offer, turn: int) -> Counter | None:
    """What they name when asked what would be possible, after `refused`; None when they do not say."""
    told = person.manner.chances[min(turn, TURNS - 1)][2]
    return names_themselves(person, refused) if told < person.manner.answers else None


def _is_far_beyond(person: Person, offers: Sequence[Offer]) -> bool:
    purse = person.purse
    could = purse.aside + purse.slack * purse.pledge * purse.optimism
    return min(offer.payments[0].cents for offer in offers) > FAR_BEYOND * could


# ── what they name ──


def names_themselves(person: Person, refused: Offer) -> Counter:
    """What they propose after a no: a sum at once, so much a month, a share of it, or that they cannot."""
    shade, owed = person.manner.shade, refused.owed_cents
    monthly = person.purse.slack * person.purse.pledge * person.purse.optimism
    at_once = person.purse.aside + monthly
    fair = fair_share(person)
    month, now = rounded(shade * monthly), rounded(shade * min(at_once, fair * owed))
    if month < NOTHING_CENTS and now < NOTHING_CENTS:
        return Counter(kind="nothing")
    is_plan_liked = month >= NOTHING_CENTS and fair * owed >= _felt(person, min(month, owed), owed)
    if is_plan_liked and at_once < fair * owed:
        return Counter(kind="monthly", cents=min(month, owed))
    if now < NOTHING_CENTS:
        return Counter(kind="monthly", cents=min(month, owed))
    return _less(shade * fair, now, owed)


def _felt(person: Person, month: int, owed: int) -> float:
    """What all of it at so much a month feels like, in cents paid now."""
    rate, count = person.mind.patience, -(-owed // month)
    return person.mind.bias * owed * (1 - rate**count) / (1 - rate) / count if rate < 1 else person.mind.bias * owed


def _less(share: float, now: int, owed: int) -> Counter:
    half = 0.5
    if abs(share - half) <= half / 10:
        return Counter(kind="share", percent=50)
    return Counter(kind="lump", cents=max(1, min(now, owed)))


def fair_share(person: Person) -> float:
    """The largest share of the bill, paid now, that being rid of it is worth to them."""
    mind = person.mind
    if mind.rid <= mind.reference:
        return mind.rid
    return (mind.rid + (mind.loss - 1) * mind.reference) / mind.loss


def rounded(cents: float) -> int:
    """Down to a sum that people say."""
    step = next(step for upto, step in STEPS if cents < upto)
    return int(cents // step) * step
