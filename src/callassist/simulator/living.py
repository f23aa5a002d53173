"""What becomes of a deal: each month is lived through, with what it really leaves; payments are made, late, or end.

Nothing here draws: the months were drawn with the person, so two deals with one person meet the same luck.
"""

from __future__ import annotations

from typing import Final

import msgspec

from callassist.bargains import Offer
from callassist.creditor_terms import Terms
from callassist.simulator.judging import month_of
from callassist.simulator.people import LIVED, Person
from callassist.standards import MONTHS

BEHIND: Final = 2
"""So many payments behind a deal is broken."""
WHOLE: Final = 100
A_CALL: Final = 4
"""Rounds of talk that cost as much as a call."""


class Lived(msgspec.Struct, frozen=True, kw_only=True):
    """What a deal brought: cents, of today's worth too; whether it was kept to the end."""

    paid_cents: int
    worth: float
    is_kept: bool


def terms_for(person: Person) -> Terms:
    """The creditor's terms: one creditor for all debts of a person."""
    return person.matter.accounts[0].terms


def live(person: Person, offer: Offer) -> Lived:
    """Month by month to the last payment, or to the month in which the deal is broken."""
    due = _by_month(person, offer)
    purse = person.purse
    rate = (1 + terms_for(person).discount_percent / WHOLE) ** (-1 / MONTHS)
    lapse = purse.lapse + (0.0 if person.matter.cycle.is_known else purse.lapse_more)
    aside, kept, owing, paid, worth, behind = purse.aside, purse.kept, 0, 0, 0.0, 0
    for month in range(LIVED):
        aside, kept, added = _month(person, month, aside, kept)
        owing += due.get(month, 0)
        spent = 0
        if owing and (purse.lapses[month] >= lapse):
            spent = owing if owing <= aside else due.get(month, 0) if due.get(month, 0) <= aside else 0
        owing, paid, worth = owing - spent, paid + spent, worth + spent * rate**month
        aside -= spent + max(0.0, added - spent) * purse.leak
        behind = behind + 1 if owing and month in due and not spent else 0 if not owing else behind
        if behind >= BEHIND or paid == offer.total_cents or (owing and month > max(due)):
            break
    return Lived(paid_cents=paid, worth=worth, is_kept=paid == offer.total_cents)


def _month(person: Person, month: int, aside: float, kept: float) -> tuple[float, float, float]:
    """What is aside and kept after a month's income, and what it added to the first: a bad month takes what is kept."""
    purse, left = person.purse, float(person.purse.free[month])
    if left >= 0:
        added = purse.pledge * left
        return aside + added, kept + (left - added) * (1 - purse.leak), added
    short = max(0.0, -left - kept)
    return max(0.0, aside - short), max(0.0, kept + left), 0.0


def _by_month(person: Person, offer: Offer) -> dict[int, int]:
    found: dict[int, int] = {}
    for payment in offer.payments:
        month = min(LIVED - 1, month_of(payment.due, person.matter.today))
        found[month] = found.get(month, 0) + payment.cents
    return found


def worth_of(person: Person, offer: Offer, rounds: int) -> float:
    """What a deal reached in so many rounds was worth to the creditor: cents of today, its costs taken off."""
    lived, terms = live(person, offer), terms_for(person)
    left = (offer.total_cents - lived.paid_cents) * terms.no_deal_percent / WHOLE
    broken = 0 if lived.is_kept else terms.broken_cost * WHOLE
    return lived.worth + left - broken - round_cents(terms) * rounds


def no_deal_worth(person: Person, owed_cents: int, rounds: int) -> float:
    """What a call without a deal is worth: what such an account brings anyhow, less the rounds."""
    terms = terms_for(person)
    return owed_cents * terms.no_deal_percent / WHOLE - round_cents(terms) * rounds


def round_cents(terms: Terms) -> float:
    """What one round of talk costs."""
    return terms.call_cost * WHOLE / A_CALL
