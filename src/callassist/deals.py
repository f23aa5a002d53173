"""What was agreed on with a person, as a case holds it: statements told, offers made, deals, approvals."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import msgspec

from callassist.dossier import FinancialStatement
from callassist.events_deals import Instalment, OfferTerms, Proposed

ACCEPTED, AUTHORISED, ACTIVE = "accepted", "authorised", "active"
COMPLETED, BROKEN, RENEGOTIATED, CANCELLED = "completed", "broken", "renegotiated", "cancelled"
LIVE: Final = (ACCEPTED, AUTHORISED, ACTIVE)
"""Agreed on; to be paid as they said or may be taken; the first payment came."""
OVER: Final = (COMPLETED, BROKEN, RENEGOTIATED, CANCELLED)
ASKED, GIVEN, REFUSED = "asked", "given", "refused"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A financial statement, who took it and on which call."""

    id: int
    at: datetime
    actor: str
    call: int
    row: int
    statement: FinancialStatement


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """One turn of a talk about money: what we offered, what came back; `answer` '' while nothing did."""

    id: int
    at: datetime
    call: int
    offers: tuple[OfferTerms, ...] = ()
    answer: str = ""
    proposed: Proposed | None = None


class Deal(msgspec.Struct, frozen=True, kw_only=True):
    """What they agreed to. `terms` have the days as they now are, `kept` counts payments that came.

    `ends` is the last day as it was agreed, whatever was moved since.

    `parts` as DealAccepted; `how` is how it was authorised; `replaced_by` the deal that took its place,
    `why` and when it `ended`.
    """

    id: int
    at: datetime
    call: int
    terms: OfferTerms
    parts: tuple[tuple[int, ...], ...]
    by: str = "collector"
    state: str = ACCEPTED
    kept: int = 0
    approval: int = 0
    replaces: int = 0
    ends: date | None = None
    replaced_by: int = 0
    how: str = ""
    why: str = ""
    ended: datetime | None = None

    @property
    def is_live(self) -> bool:
        """Whether payments are still to come under it."""
        return self.state in LIVE

    @property
    def debts(self) -> tuple[int, ...]:
        """The debts that it pays."""
        return tuple(debt for debt, _ in self.terms.shares)

    @property
    def total_cents(self) -> int:
        """All that is paid under it."""
        return sum(payment.cents for payment in self.terms.payments)

    @property
    def left(self) -> tuple[Instalment, ...]:
        """The payments still to come; () when it is over."""
        return self.terms.payments[self.kept :] if self.is_live else ()

    def upto(self, index: int, debt: int) -> int:
        """What a debt is to have got when the payment of that index, counted from 0, has come: cents."""
        at = self.debts.index(debt)
        return sum(row[at] for row in self.parts[: index + 1])


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """An offer that needs another seat's word: asked, given or refused; `by_role` is whose word it was."""

    id: int
    at: datetime
    actor: str
    call: int
    terms: OfferTerms
    why: tuple[str, ...] = ()
    otherwise: OfferTerms | None = None
    replaces: int = 0
    state: str = ASKED
    by: str = ""
    by_role: str = ""
    said: str = ""


def first_payment(terms: OfferTerms) -> date:
    """The day of the first payment."""
    return terms.payments[0].due
