"""Whether an offer may be made, judged anew from the terms and the tables: nothing here asks what built the offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from callassist.bargains import PROMPT, Account, Counter, Matter, Offer, Turn
from callassist.finances import PROTECTED, Income, Statement
from callassist.rules import SEATS
from callassist.standards import MONTHS, poverty_percent

WHOLE: Final = 100
SMALL_SHARE: Final = 50
"""One in so many of a month's income may be taken when they offer it, though it is more than what is left."""
FREE: Final = 100


def faults_of(offer: Offer, matter: Matter, role: str = "collector") -> tuple[str, ...]:
    """What an offer breaks: authority, owed, order, late, long, small, unaffordable, gate or aid; () for nothing."""
    accounts = open_debts(matter)
    if not accounts:
        return ("gate",)
    owed = sum(debt_cents(account, matter) for account in accounts)
    tests = {
        "aid": is_perhaps_free(matter, accounts),
        "owed": offer.total_cents > owed,
        "order": any(a.due >= b.due for a, b in zip(offer.payments, offer.payments[1:], strict=False)),
        "authority": not _is_in_authority(offer, matter, accounts, role),
        "late": offer.payments[0].due > _latest(matter, accounts, role),
        "long": _is_too_long(offer, matter, accounts, role),
        "unaffordable": not is_affordable(offer, matter),
    }
    return tuple(name for name, is_broken in tests.items() if is_broken)


def rises(turns: Sequence[Turn]) -> int:
    """How many offers ask for more than was asked before: in all, or of their class, at once or in parts.

    One made before may stand, and an answer to what they propose may come to as much in all as that does.
    """
    before: list[Offer] = []
    found = theirs = 0
    for turn in turns:
        new = [offer for offer in turn.offers if offer not in before and offer.total_cents > theirs]
        found += sum(_rises(offer, before) for offer in new)
        before += turn.offers
        theirs = _in_all(turn.counter, before) if turn.counter else 0
    return found


def _in_all(counter: Counter, before: Sequence[Offer]) -> int:
    """What they propose comes to, in cents: so much a month is meant until all is paid."""
    owed = before[-1].owed_cents if before else 0
    return {"lump": counter.cents, "share": owed * counter.percent // WHOLE, "nothing": 0}.get(counter.kind, owed)


def _rises(offer: Offer, before: Sequence[Offer]) -> bool:
    alike = [each for each in before if (len(each.payments) == 1) == (len(offer.payments) == 1)]
    if before and offer.total_cents > max(each.total_cents for each in before):
        return True
    totals = [each.total_cents for each in alike]
    if alike and offer.total_cents > min(totals):
        return True
    peaks = [each.peak_cents for each in alike if each.total_cents == offer.total_cents]
    return bool(peaks) and offer.peak_cents > min(peaks)


def open_debts(matter: Matter) -> tuple[Account, ...]:
    """The debts that nothing closes."""
    return () if matter.gates else tuple(a for a in matter.accounts if not a.gates and a.balance_cents > 0)


def debt_cents(account: Account, matter: Matter) -> int:
    """What is owed on one, less the scale of the creditor's aid where need was found."""
    off = _aid_percent(account, poverty_of(matter)) if account.has_finding else 0
    return account.balance_cents * (WHOLE - off) // WHOLE


def poverty_of(matter: Matter) -> int | None:
    """Income as a percentage of the poverty line; None where it was not told."""
    told = matter.statement
    if told is None or told.incomes is None or told.household is None:
        return None
    line = matter.standards.poverty_cents(matter.state, told.household, matter.today)
    return poverty_percent(told.gross_yearly_cents or 0, line)


def _aid_percent(account: Account, poverty: int | None) -> int:
    rows = [row.discount_percent for row in account.terms.aid if poverty is not None and poverty <= row.poverty_percent]
    return max(rows, default=0)


def is_perhaps_free(matter: Matter, accounts: Sequence[Account]) -> bool:
    """Whether income that was told gives free care on any debt: nothing is asked for until that is decided."""
    return any(_aid_percent(account, poverty_of(matter)) == FREE for account in accounts)


# ── means ──


def cap_cents(matter: Matter) -> int | None:
    """What a month can bear by what was told: what is left of unprotected income, and the state's cap of gross."""
    told = matter.statement
    if told is None or told.incomes is None:
        return None
    caps = [(told.gross_cents or 0) * percent // WHOLE for percent in _state_percents(matter)]
    if told.household is not None:
        caps.append(left_cents(told, matter))
    free = sum(each.yearly_cents for each in told.incomes if each.source not in PROTECTED)
    return max(0, min(caps)) if caps and free else None if free else 0


def left_cents(told: Statement, matter: Matter) -> int:
    """What a month leaves of unprotected income when the standards and what they told of spending are met."""
    living = matter.standards.living_cents(told.household or 1, told.over_65, matter.today)
    needs = living + (told.housing_cents or 0) + (told.transport_cents or 0) + (told.other_cents or 0)
    incomes = told.incomes or ()
    free = _monthly(incomes, is_protected=False) - (told.deductions_cents or 0)
    return free - max(0, needs - _monthly(incomes, is_protected=True))


def _monthly(incomes: Sequence[Income], *, is_protected: bool) -> int:
    return sum(each.yearly_cents for each in incomes if (each.source in PROTECTED) == is_protected) // MONTHS


def _state_percents(matter: Matter) -> list[int]:
    poverty, kinds = poverty_of(matter), {account.creditor_kind for account in open_debts(matter)}
    return [
        cap.percent
        for cap in matter.standards.income_caps(matter.state, matter.today)
        if (not cap.creditors or kinds & set(cap.creditors))
        and (not cap.poverty_percent or poverty is None or poverty <= cap.poverty_percent)
    ]


def is_affordable(offer: Offer, matter: Matter) -> bool:
    """Whether no month asks for more than it can bear; one payment, or a down payment, is their own choice."""
    cap = cap_cents(matter)
    if cap is None or len(offer.payments) == 1:
        return True
    months: dict[tuple[int, int], int] = {}
    for payment in offer.payments[1:] if offer.down_cents else offer.payments:
        key = (payment.due.year, payment.due.month)
        months[key] = months.get(key, 0) + payment.cents
    peak = max(months.values())
    is_two = bool(offer.down_cents) and len(offer.payments) == 2  # noqa: PLR2004 - now, and the rest later
    gross = (matter.statement.gross_cents or 0) if matter.statement else 0
    return is_two or peak <= cap or (cap > 0 and peak * SMALL_SHARE <= gross)


# ── terms ──


def _is_in_authority(offer: Offer, matter: Matter, accounts: Sequence[Account], role: str) -> bool:
    seats = SEATS[: SEATS.index(role) + 1]
    least = prompt = 0
    for account in accounts:
        owed, terms = debt_cents(account, matter), account.terms
        least += -(-owed * min((t.least_percent for t in terms.tiers if t.role in seats), default=WHOLE) // WHOLE)
        prompt += owed - owed * terms.prompt_pay.percent // WHOLE if terms.prompt_pay else owed
    total = offer.total_cents
    return total >= least or (offer.kind == PROMPT and total >= prompt) or _is_closing(offer, matter)


def _is_closing(offer: Offer, matter: Matter) -> bool:
    """A state that holds a debt to be paid after so many payments takes no more than those."""
    rules = matter.standards.income_caps(matter.state, matter.today)
    return any(rule.most_payments and len(offer.payments) == rule.most_payments for rule in rules)


def _latest(matter: Matter, accounts: Sequence[Account], role: str) -> date:
    days = min(account.terms.first_payment_days for account in accounts)
    return matter.today + timedelta(days=days if role == SEATS[0] else days * 12)


def _is_too_long(offer: Offer, matter: Matter, accounts: Sequence[Account], role: str) -> bool:
    """Longer, or in smaller parts, than the terms have it, those for hardship among them where the seat may."""
    payments = offer.payments
    if len(payments) == 1:
        return False
    terms, owed = accounts[0].terms, offer.owed_cents
    months = len({(payment.due.year, payment.due.month) for payment in payments})
    monthly = max(offer.total_cents // months, (offer.total_cents - payments[-1].cents) // max(1, months - 1))
    if offer.total_cents < owed and _is_closing(offer, matter):
        return False
    if offer.total_cents < owed:
        return months > max(terms.settlement_months, terms.longest(owed))
    if months <= terms.longest(owed) and monthly >= terms.least_instalment * WHOLE - WHOLE:
        return False
    known = terms.hardship
    may = known is not None and SEATS.index(known.role) <= SEATS.index(role)
    return not may or known is None or months > known.months or monthly < known.least_instalment * WHOLE - WHOLE
