"""What may be asked of a case about money that is agreed on: commands as those of commands.py."""

from __future__ import annotations

from datetime import date

from callassist.bargains import Counter, Offer, Request
from callassist.commands import Command
from callassist.dossier import FinancialStatement


class TakeStatement(Command, frozen=True, kw_only=True):
    """They told of income and spending, all of it or some; what they told earlier and is not told anew stays."""

    statement: FinancialStatement


class MakeOffers(Command, frozen=True, kw_only=True):
    """One offer, or two together, were made aloud; in place of the deal `replaces`, if it is one that runs."""

    offers: tuple[Offer, ...]
    replaces: int = 0


class AnswerOffer(Command, frozen=True, kw_only=True):
    """What they said to it: yes, no, or counter with what they propose."""

    answer: str
    counter: Counter | None = None


class AcceptDeal(Command, frozen=True, kw_only=True):
    """They agreed to an offer, in so many words. `approval` is the one that was given for it, 0 to look for it."""

    offer: Offer
    approval: int = 0


class Renegotiate(Command, frozen=True, kw_only=True):
    """They agreed to another offer in place of a deal that runs; what was paid under that stays as it is."""

    deal: int
    offer: Offer
    approval: int = 0


class AskApproval(Command, frozen=True, kw_only=True):
    """Ask the seat above for its word on what they propose."""

    request: Request
    replaces: int = 0


class GrantApproval(Command, frozen=True, kw_only=True):
    """Give one's word for what was asked; it has to be within one's own limits."""

    request: int
    why: str = ""


class RefuseApproval(Command, frozen=True, kw_only=True):
    """Refuse it; why is required."""

    request: int
    why: str


class AuthoriseDeal(Command, frozen=True, kw_only=True):
    """They said how it will be paid, or gave leave to take it; `how` is required. `deal` 0 is the only one."""

    how: str
    deal: int = 0


class MoveInstalment(Command, frozen=True, kw_only=True):
    """One payment still to come, counted from 0, falls on another day."""

    index: int
    due: date
    deal: int = 0


class CancelDeal(Command, frozen=True, kw_only=True):
    """The deal is taken back; why is required."""

    why: str
    deal: int = 0
