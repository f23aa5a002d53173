"""What the offers pane says: ways, the ladder, the schedule with its falling balance, and what may be said of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec
from msgspec.structs import replace
from textual.content import Content

from callassist.bargains import PLAN, Decision, Matter, Offer, Ranked, Suggestion
from callassist.dealing import fair_part, fault_of, taken
from callassist.deals import Deal
from callassist.desk.opened import Opened
from callassist.money import format_cents
from callassist.offering import clause, name, say
from callassist.rules import SEATS
from callassist.schedules import PayCycle, Payment, allocated, due_days
from callassist.screens.text import clean
from callassist.spoken_offers_es import offer_in_spanish

BAR: Final = 24
"""Cells of a balance that is whole."""
SEVERAL: Final = 2
GATED: Final = "No sum may be asked for"
ANSWERS: Final = {
    "accept": "Take it",
    "counter": "Offer back",
    "supervisor": "Ask a supervisor: Enter sends it",
    "decline": "Decline",
    "refer": "Help",
    "ask": "Ask",
}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the ladder: an offer, why it stands there, who could go lower, what a month leaves them.

    `asks` says whose word it takes where that is not this seat's; '' where it needs none.
    """

    offer: Offer
    why: tuple[str, ...] = ()
    floor: str = ""
    left_cents: int | None = None
    asks: str = ""


def rows_of(found: Suggestion, decided: Decision | None) -> tuple[Row, ...]:
    """The ladder: what was decided on their proposal first, then what may be offered, each offer once."""
    rows = {row.offer: row for row in _decided(decided)} if decided else {}
    for each in found.offers:
        rows.setdefault(each.offer, _ranked(each))
    return tuple(rows.values())


def _decided(decided: Decision) -> Iterator[Row]:
    for offer in (decided.offer, decided.also):
        if offer is not None:
            request = decided.request
            is_asked = request is not None and offer == request.offer
            yield Row(
                offer=offer,
                why=decided.why,
                floor=decided.floor_left,
                asks=request.role if request and is_asked else "",
            )


def _ranked(each: Ranked) -> Row:
    return Row(offer=each.offer, why=each.why, floor=each.floor_left, left_cents=each.left_cents)


def on_day(offer: Offer, day: int, today: date) -> Offer:
    """The same payments on another day of each month, the first on its next turn; a down payment stays where it is."""
    cycle = PayCycle(kind="monthly", days=(day,))
    kept = offer.payments[:1] if offer.down_cents else ()
    moving = offer.payments[len(kept) :]
    first = cycle.on_or_after(max(today, kept[-1].due if kept else today))
    days = due_days(first, len(moving), cycle)
    moved = tuple(Payment(due=due, cents=each.cents) for due, each in zip(days, moving, strict=True))
    return replace(offer, payments=(*kept, *moved))


def is_takeable(moved: Offer, offer: Offer, matter: Matter) -> bool:
    """Whether an offer may be agreed on as it was moved, by whoever's word it took before."""
    if fault_of(matter, moved):
        return False
    role = taken(fair_part(matter, moved), moved).role
    return role is not None and SEATS.index(role) <= SEATS.index(max(offer.role, matter.role, key=SEATS.index))


def line_of(index: int, row: Row, width: int) -> str:
    """`2 Plan, 12 payments  109.79 from 09 Jun 26 all 1,317.51`; beyond this seat, whom to ask; what a month leaves."""
    offer = row.offer
    by = "from" if len(offer.payments) > 1 else "by"
    usual = offer.payments[1 if offer.down_cents and len(offer.payments) > 1 else 0].cents
    each, total = format_cents(usual), format_cents(offer.total_cents)
    text = f"{index} {name(offer):<27} {each:>9} {by:<4} {offer.payments[0].due:%d %b %y} {total:>10}"
    more = [
        f"ask {row.asks}" if row.asks else "",
        f"{format_cents(offer.down_cents)} down" if offer.down_cents else "",
        f"leaves {format_cents(row.left_cents)} a month" if row.left_cents is not None else "",
    ]
    for part in filter(None, more):
        text = f"{text} {part}" if len(text) + len(part) < width else text
    return text


def running_lines(deal: Deal | None) -> Iterator[Content]:
    """The deal that runs, in whose place another would come."""
    if deal is not None:
        left = format_cents(sum(payment.cents for payment in deal.left))
        following = f", the next on {deal.left[0].due:%d %b %Y}" if deal.left else ""
        told = f"{left} still to come under what was agreed{following}. What they agree to here takes its place."
        yield Content.styled(told, "bold $warning")


def aloud(words: str, language: str) -> str:
    """What is said of money, in the language of the call where it is known."""
    return offer_in_spanish(words) if language == "es" else words


def before_lines(found: Suggestion, decided: Decision | None, language: str = "") -> Iterator[Content]:
    """What comes before any sum: what closes a demand, a state's words, the one question, what is theirs by right."""
    if found.gates:
        yield Content.styled(f"{GATED}: {', '.join(each.replace('_', ' ') for each in found.gates)}.", "bold $error")
    for words in found.words:
        yield Content.styled(clean(words), "bold")
    if decided is not None:
        yield from _answer_lines(decided)
    elif found.ask:
        yield Content.assemble(("Ask: ", "bold"), clean(aloud(found.ask, language)))
    for way in found.ways:
        told = "Theirs by right: " if way.is_entitled else "Tell of: "
        yield Content.assemble((told, "bold"), clean(aloud(way.say, language)))


def _answer_lines(decided: Decision) -> Iterator[Content]:
    label = ANSWERS.get(decided.answer, decided.answer)
    yield Content.assemble((f"{label}: ", "bold"), clean("; ".join(decided.why)))


def detail_lines(row: Row, opened: Opened) -> Iterator[Content]:
    """Of one offer: its schedule with the balance falling, how it is shared, what tips it, who could go lower."""
    offer = row.offer
    yield Content.styled("  due              pays      left", "dim")
    left, closes = offer.total_cents, offer.total_cents < offer.owed_cents
    for payment in offer.payments:
        left -= payment.cents
        bar = "#" * max(0, -(-left * BAR // max(1, offer.total_cents)))
        yield Content(f"  {payment.due:%d %b %Y} {format_cents(payment.cents):>10} {format_cents(left):>10} {bar}")
    if closes:
        yield Content(f"  Then closed; {format_cents(offer.owed_cents - offer.total_cents)} is let go.")
    yield from _shares(offer, opened)
    if row.why:
        yield Content.assemble(("What tips it: ", "bold"), clean("; ".join(row.why)))
    if row.floor:
        yield Content.styled(f"[not to be said] {clean(row.floor)}", "dim italic")


def _shares(offer: Offer, opened: Opened) -> Iterator[Content]:
    """Payment by payment, what each debt gets; nothing where there is only one."""
    if len(offer.shares) < SEVERAL:
        return
    accounts = [clean(opened.case.debt(debt).account) for debt, _ in offer.shares]
    yield Content.styled(f"  by debt          {'  '.join(f'{each:>10}' for each in accounts)}", "dim")
    for payment, parts in zip(offer.payments, allocated(offer.payments, offer.shares), strict=True):
        yield Content(f"  {payment.due:%d %b %Y}      {'  '.join(f'{format_cents(each):>10}' for each in parts)}")


def said_of(offers: tuple[Offer, ...], found: Suggestion, matter: Matter) -> str:
    """What to say of one offer, or of the two that are made together."""
    if len(offers) == 1:
        return say(offers[0], matter)
    return found.headline[0].say if found.headline else ""


def read_back(offer: Offer, matter: Matter) -> str:
    """What they agree to, read out before Enter makes it so."""
    return f"So that is {clause(offer, matter.today)}. Is that right? And how will you pay?"


def is_movable(offer: Offer) -> bool:
    """Whether a day of the month can be typed for it."""
    return len(offer.payments) > 1 or offer.kind == PLAN
