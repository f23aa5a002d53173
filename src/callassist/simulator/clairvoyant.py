"""The bound: who knows what a person would take and what their months will bring makes the best legal offer for it."""

from __future__ import annotations

from collections.abc import Iterator

from callassist.bargains import Matter, Offer
from callassist.simulator.judging import names_themselves, would_take
from callassist.simulator.living import no_deal_worth, worth_of
from callassist.simulator.people import Person
from callassist.simulator.table import Laid, theirs


def bound(person: Person, found: Laid) -> float:
    """The most that one round can bring: cents of today; never less than walking away."""
    owed = found.at.owed_cents
    taken = (worth_of(person, offer, 1) for offer in _taken(person, found))
    return max(taken, default=0.0) if owed == 0 else max([no_deal_worth(person, owed, 0), *taken])


def _taken(person: Person, found: Laid) -> Iterator[Offer]:
    """Every legal offer that they would take, and what they would name themselves, where it may be taken."""
    yield from (offer for offer in found.offers if would_take(person, offer))
    own = theirs(found, names_themselves(person, found.offers[0]), found.offers[:1])
    if own is not None:
        yield own


def known(matter: Matter) -> Matter:
    """The bound goes by what the desk is told, too: what may be asked for turns on it."""
    return matter
