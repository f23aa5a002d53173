"""What was offered, answered, agreed on and approved, and what became of it. In the consumer's journal."""

from __future__ import annotations

from datetime import date

import msgspec

from callassist.events_base import Event


class Instalment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One payment that is agreed on: due on a local day, whole cents."""

    due: date
    cents: int


class OfferTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An offer as it was made: one of bargains.KINDS, its payments, how much it closes, the seat whose word it takes.

    `shares` are (debt, cents) of the whole; `down_cents` is the part of the first payment that is a down payment.
    """

    kind: str
    payments: tuple[Instalment, ...]
    owed_cents: int
    role: str = "collector"
    down_cents: int = 0
    shares: tuple[tuple[int, int], ...] = ()


class Proposed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What they proposed instead, read out of their words; the words themselves are not kept. As bargains.Counter."""

    kind: str
    cents: int = 0
    cycle: str = "monthly"
    percent: int = 0
    count: int = 0
    first: date | None = None
    rest: date | None = None
    route: str = ""
    then_cents: int = 0
    is_guessed: bool = False


class StatementTaken(Event, frozen=True, kw_only=True):
    """They told of income and spending, all of it or some; `row` is the dossier row of it."""

    call: int
    row: int


class OffersMade(Event, frozen=True, kw_only=True):
    """One offer, or two together, were made."""

    call: int
    offers: tuple[OfferTerms, ...]


class OfferAnswered(Event, frozen=True, kw_only=True):
    """What came back: yes, no or counter; without an offer before it, they proposed something themselves."""

    call: int
    answer: str
    proposed: Proposed | None = None


class DealAccepted(Event, frozen=True, kw_only=True):
    """They agreed to an offer. Its id is this event's sequence number.

    `by` is the seat whose word it rests on, `approval` the approval where that is not the collector's own. `parts` are,
    payment by payment, the cents for each debt of the terms' shares in their order. `replaces` is an earlier deal.
    """

    call: int
    terms: OfferTerms
    parts: tuple[tuple[int, ...], ...]
    by: str = "collector"
    approval: int = 0
    replaces: int = 0


class DealAuthorised(Event, frozen=True, kw_only=True):
    """They gave leave to take the payments to the cent, or said how they will pay."""

    deal: int
    how: str


class DealMoved(Event, frozen=True, kw_only=True):
    """One instalment, counted from 0, falls on another day."""

    deal: int
    index: int
    due: date


class DealCompleted(Event, frozen=True, kw_only=True):
    """Every payment came."""

    deal: int


class DealBroken(Event, frozen=True, kw_only=True):
    """A payment did not come."""

    deal: int
    why: str


class DealCancelled(Event, frozen=True, kw_only=True):
    """It was taken back before it had come to its end."""

    deal: int
    why: str


class DealRenegotiated(Event, frozen=True, kw_only=True):
    """Another deal took its place; what was paid under it stays paid under it."""

    deal: int
    by: int


class ApprovalAsked(Event, frozen=True, kw_only=True):
    """An offer needs the word of a seat above. Its id is this event's sequence number; `replaces` as DealAccepted."""

    call: int
    terms: OfferTerms
    why: tuple[str, ...] = ()
    otherwise: OfferTerms | None = None
    replaces: int = 0


class ApprovalGiven(Event, frozen=True, kw_only=True):
    """A seat of that role gave its word for what was asked."""

    request: int
    by_role: str
    why: str = ""


class ApprovalRefused(Event, frozen=True, kw_only=True):
    """It was refused."""

    request: int
    by_role: str
    why: str = ""
