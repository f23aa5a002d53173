"""The bound: who knows what a person would take and what their months will bring makes the best legal offer for it."""

from __future__ import annotations

from collections.abc import Iterator

from callassist.bargains import Offer
from callassist.proposals import proposal_of
from callassist.simulator.calling import SUPERVISOR
from callassist.simulator.judging import names_themselves, would_take
from callassist.simulator.living import no_deal_worth, worth_of
from callassist.simulator.people import Person
from callassist.simulator.permitted import faults_of
from callassist.simulator.table import Laid


def bound(person: Person, found: Laid) -> float:
    """The most that one round can bring: cents of today; never less than walking away."""
    nothing = no_deal_worth(person, found.at.owed_cents, 0)
    return max([nothing, *(worth_of(person, offer, 1) for offer in _taken(person, found))])


def _taken(person: Person, found: Laid) -> Iterator[Offer]:
    """Every legal offer that they would take, and what they would name themselves, where somebody may take it."""
    yield from (offer for offer in found.offers if would_take(person, offer))
    counter = names_themselves(person, found.offers[0])
    own = proposal_of(counter, found.at, found.matter, found.offers[:1])
    if own is not None and _may_be_taken(person, own.offer, found):
        yield own.offer


def _may_be_taken(person: Person, offer: Offer, found: Laid) -> bool:
    role = SUPERVISOR if person.manner.supervisor_agrees else "collector"
    return not faults_of(offer, found.matter, role)
