"""What is suggested, answered, agreed on and asked for, as rows with stable keys: for --json and other programs.

Sums are whole cents, days ISO 8601. Chances and values are in them; a call screen leaves them out.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import asdict

from callassist.bargains import Counter, Decision, Offer, Ranked, Suggestion, Way
from callassist.deals import Approval, Deal
from callassist.desk.opened import Opened
from callassist.events_deals import OfferTerms
from callassist.matters import as_offer

View = dict[str, Any]


def offer_view(offer: Offer) -> View:
    """An offer: `shares` are how much of it goes to each debt."""
    return {
        "kind": offer.kind,
        "total_cents": offer.total_cents,
        "owed_cents": offer.owed_cents,
        "down_cents": offer.down_cents,
        "payments": [{"due": payment.due, "cents": payment.cents} for payment in offer.payments],
        "shares": [{"debt": debt, "cents": cents} for debt, cents in offer.shares],
        "role": offer.role,
    }


def ranked_view(ranked: Ranked) -> View:
    """An offer with what to say and why; chances from 0 to 1, `value_cents` expected, today."""
    return {
        **offer_view(ranked.offer),
        "say": ranked.say,
        "why": list(ranked.why),
        "left_cents": ranked.left_cents,
        "state_rule": ranked.state_rule,
        "floor_left": ranked.floor_left,
        "p_accept": round(ranked.p_accept, 4),
        "p_keep": round(ranked.p_keep, 4),
        "basis": ranked.basis,
        "value_cents": ranked.value_cents,
    }


def way_view(way: Way) -> View:
    """A way that asks for no money."""
    return {**asdict(way), "debts": list(way.debts)}


def suggestion_view(case: int, found: Suggestion) -> View:
    """What to do now, in the order in which to do it."""
    return {
        "case": f"C{case}",
        "gates": list(found.gates),
        "ask": found.ask,
        "words": list(found.words),
        "ways": [way_view(way) for way in found.ways],
        "owed_cents": found.owed_cents,
        "ability": asdict(found.ability),
        "headline": [ranked_view(each) for each in found.headline],
        "offers": [ranked_view(each) for each in found.offers],
        "named": dict(found.named),
    }


def decision_view(case: int, counter: Counter, found: Decision) -> View:
    """What they proposed as it was read, and what to answer."""
    request = found.request
    return {
        "case": f"C{case}",
        "counter": asdict(counter),
        "answer": found.answer,
        "say": found.say,
        "why": list(found.why),
        "ask": found.ask,
        "offer": offer_view(found.offer) if found.offer else None,
        "also": offer_view(found.also) if found.also else None,
        "way": way_view(found.way) if found.way else None,
        "request": {
            "offer": offer_view(request.offer),
            "role": request.role,
            "why": list(request.why),
            "otherwise": offer_view(request.otherwise) if request.otherwise else None,
            "value_cents": request.value_cents,
        }
        if request
        else None,
        "floor_left": found.floor_left,
    }


def deal_view(deal: Deal) -> View:
    """A deal as it stands: its payments, each with whether it came; `left_cents` is what is still to come."""
    return {
        "deal": deal.id,
        "at": deal.at,
        "state": deal.state,
        "kind": deal.terms.kind,
        "total_cents": deal.total_cents,
        "left_cents": sum(payment.cents for payment in deal.left),
        "payments": [
            {"due": payment.due, "cents": payment.cents, "came": index < deal.kept}
            for index, payment in enumerate(deal.terms.payments)
        ],
        "shares": [{"debt": debt, "cents": cents} for debt, cents in deal.terms.shares],
        "by": deal.by,
        "how": deal.how,
        "why": deal.why,
        "replaces": deal.replaces or None,
        "replaced_by": deal.replaced_by or None,
    }


def deal_views(opened: Opened, heard: frozenset[int]) -> list[View]:
    """The deals of debts whose amount may be heard, the oldest first."""
    return [deal_view(deal) for deal in opened.case.consumer.deals if set(deal.debts) <= heard]


def approval_view(case: int, approval: Approval) -> View:
    """What is asked for, and what became of it; `id` is what grant and refuse take."""
    return {
        "id": f"C{case}-{approval.id}",
        "at": approval.at,
        "asked_by": approval.actor,
        "state": approval.state,
        "role": approval.terms.role,
        "offer": _terms(approval.terms),
        "why": list(approval.why),
        "otherwise": _terms(approval.otherwise) if approval.otherwise else None,
        "by": approval.by,
        "said": approval.said,
    }


def _terms(terms: OfferTerms) -> View:
    return offer_view(as_offer(terms))
