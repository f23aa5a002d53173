"""What the other ways choose from: the same legal offers as ours, and the same rule that they only fall."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from callassist.ability import ability_of
from callassist.bargains import Ability, Counter, Matter, Offer, Transcript
from callassist.choosing import LADDER
from callassist.creditor_terms import Terms
from callassist.entitlements import gates_of, open_accounts, reduced, ways_of
from callassist.negotiation import is_no_demand
from callassist.offers import Joint, is_affordable, is_within, joint, legal_offers
from callassist.proposals import proposal_of

WHOLE: Final = 100
DAYS_A_YEAR: Final = 365


class Laid(msgspec.Struct, frozen=True, kw_only=True):
    """What may be offered at all: the matter less aid that is due, its debts together, every legal offer."""

    matter: Matter
    ability: Ability
    at: Joint
    offers: tuple[Offer, ...]

    @property
    def terms(self) -> Terms:
        """The creditor's."""
        return self.at.accounts[0].terms


def laid(matter: Matter) -> Laid | None:
    """Everything legal for a collector; None where gates, aid or means leave nothing to ask for."""
    ability = ability_of(matter)
    accounts = open_accounts(matter)
    if not accounts or gates_of(matter) or is_no_demand(ways_of(matter, ability), ability):
        return None
    fair = reduced(matter, ability)
    fair = msgspec.structs.replace(fair, accounts=open_accounts(fair))
    at = joint(fair, fair.accounts)
    offers = tuple(each for each in legal_offers(at, fair, ability) if is_within(each, matter.role))
    return Laid(matter=fair, ability=ability, at=at, offers=offers) if offers else None


def made_in(transcript: Transcript) -> tuple[Offer, ...]:
    """All that was offered on the call, in its order."""
    return tuple(offer for turn in transcript for offer in turn.offers)


def may_still(transcript: Transcript) -> bool:
    """Whether another concession may be made on this call."""
    return len([turn for turn in transcript if turn.offers]) <= LADDER


def falls(offer: Offer, before: Iterable[Offer]) -> bool:
    """Whether an offer asks no more than those before it of its class, at once or in parts, and is not one of them."""
    known = tuple(before)
    alike = [each for each in known if (len(each.payments) == 1) == (len(offer.payments) == 1)]
    if known and offer.total_cents > max(each.total_cents for each in known):
        return False
    mine = (offer.total_cents, offer.peak_cents)
    return offer not in known and all(mine <= (each.total_cents, each.peak_cents) for each in alike)


def open_to(found: Laid, transcript: Transcript) -> tuple[Offer, ...]:
    """The offers that may still be made, dearest first."""
    before = made_in(transcript)
    return tuple(each for each in found.offers if falls(each, before)) if may_still(transcript) else ()


def theirs(found: Laid, counter: Counter, last: Sequence[Offer]) -> Offer | None:
    """What they propose, where a collector may take it and they can bear it."""
    proposal = proposal_of(counter, found.at, found.matter, last)
    if proposal is None or proposal.role is None or not is_within(proposal.offer, found.matter.role):
        return None
    return proposal.offer if is_affordable(proposal.offer, found.ability) else None


def sure_worth(offer: Offer, terms: Terms, matter: Matter) -> float:
    """An offer as if every payment of it were certain: today's cents."""
    rate = (1 + terms.discount_percent / WHOLE) ** (-1 / DAYS_A_YEAR)
    return math.fsum(each.cents * rate ** (each.due - matter.today).days for each in offer.payments)
