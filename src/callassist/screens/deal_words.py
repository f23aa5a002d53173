"""What the deals of a call say: a line each, one a payment with the balance falling, and all that is known of one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from callassist.casefile import CaseFile
from callassist.deals import Deal
from callassist.desk.heard import AMOUNT, heard_of
from callassist.desk.opened import Opened
from callassist.money import format_cents
from callassist.rules import SAID_OF

BAR: Final = 20
"""Cells of a balance that is whole."""
NO_PAYMENT: Final = -1


class DealRow(msgspec.Struct, frozen=True, kw_only=True):
    """A deal, or one payment of it counted from 0; `index` is NO_PAYMENT for the deal itself."""

    deal: Deal
    index: int = NO_PAYMENT

    @property
    def is_to_come(self) -> bool:
        """Whether it is a payment that has not come, of a deal that runs."""
        return self.deal.is_live and self.index >= self.deal.kept


def heard_deals(opened: Opened) -> tuple[Deal, ...]:
    """The deals of which whoever is speaking may hear every debt's amount: those that run first, the newest first."""
    deals = [
        deal
        for deal in reversed(opened.case.consumer.deals)
        if all(AMOUNT in facts for facts in heard_of(opened, map(opened.case.debt, deal.debts)).values())
    ]
    return tuple(sorted(deals, key=lambda deal: not deal.is_live))


def rows_of(deals: tuple[Deal, ...]) -> tuple[DealRow, ...]:
    """Each deal; under one that runs, its payments."""
    return tuple(row for deal in deals for row in _rows(deal))


def _rows(deal: Deal) -> Iterator[DealRow]:
    yield DealRow(deal=deal)
    if deal.is_live:
        yield from (DealRow(deal=deal, index=index) for index in range(len(deal.terms.payments)))


def line_of(row: DealRow) -> str:
    """`active Plan, 12 payments: 1,317.51, 925.92 left, next 04 Dec 2026`; of a payment, what is left after it."""
    return _payment(row.deal, row.index) if row.index != NO_PAYMENT else _deal(row.deal)


def _deal(deal: Deal) -> str:
    from callassist.matters import as_offer  # not needed before the deals are shown
    from callassist.offering import name

    left = deal.left
    text = f"{deal.state:<12} {name(as_offer(deal.terms))}: {format_cents(deal.total_cents)}"
    if not left:
        return text
    return f"{text}, {format_cents(_sum(deal, deal.kept))} left, next {left[0].due:%d %b %Y}"


def _payment(deal: Deal, index: int) -> str:
    payment = deal.terms.payments[index]
    after = _sum(deal, index + 1)
    bar = "#" * -(-after * BAR // max(1, deal.total_cents))
    state = "came" if index < deal.kept else "next" if index == deal.kept else ""
    head = f"{index + 1:>4} {payment.due:%a %d %b %Y} {format_cents(payment.cents):>10} {state:<4}"
    return f"{head} {format_cents(after):>10} {bar}"


def _sum(deal: Deal, start: int) -> int:
    return sum(payment.cents for payment in deal.terms.payments[start:])


def detail(row: DealRow, case: CaseFile) -> tuple[str, ...]:
    """Of a deal: by whose word, how it is paid, what became of it; of it or one payment, how it is shared."""
    deal = row.deal
    came = f"{deal.kept} of {len(deal.terms.payments)} came"
    by = f"Agreed on {deal.at:%d %b %Y} by the word of {SAID_OF.get(deal.by, deal.by)}; {came}."
    how = f"Paid by: {deal.how}" if deal.how else "How they will pay is not said yet: y asks." if deal.is_live else ""
    ends = f"{deal.state.capitalize()}: {deal.why}" if deal.why else ""
    closes = deal.terms.owed_cents - deal.total_cents
    let_go = f"Then closed; {format_cents(closes)} is let go." if closes > 0 else ""
    return tuple(filter(None, (by, how, ends, let_go, _shared(row, case))))


def _shared(row: DealRow, case: CaseFile) -> str:
    parts = [cents for _, cents in row.deal.terms.shares]
    if row.index != NO_PAYMENT:
        parts = [*row.deal.parts[row.index]]
    accounts = [case.debt(debt).account for debt in row.deal.debts]
    told = "; ".join(f"{account} {format_cents(cents)}" for account, cents in zip(accounts, parts, strict=True))
    return f"{'Of it' if row.index == NO_PAYMENT else 'Of this payment'}: {told}"


def brief(deal: Deal) -> str:
    """`deal: 3 of 12 came, next $102.88 on 4 Dec`."""
    came = f"deal: {deal.kept} of {len(deal.terms.payments)} came"
    following = deal.left[0] if deal.left else None
    return f"{came}, next ${format_cents(following.cents)} on {_day(following.due)}" if following else came


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"
