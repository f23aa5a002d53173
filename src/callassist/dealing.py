"""What stands in the way of an agreement, and what moving one payment of it would do. Values in, sentences out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import msgspec
from msgspec.structs import replace

from callassist.ability import ability_of
from callassist.bargains import KINDS, PROMPT, Ability, Matter, Offer
from callassist.creditor_terms import FREE
from callassist.deals import Deal
from callassist.entitlements import gates_of, open_accounts, reduced, ways_of
from callassist.events_deals import Instalment
from callassist.finances import TOKEN
from callassist.money import format_cents
from callassist.negotiation import is_no_demand
from callassist.offers import Joint, first_day, floor_of, is_affordable, joint, prompt_shares, shares_of
from callassist.rules import SEATS
from callassist.schedules import Payment, due_days, peak_cents

LEAST_MONTHS: Final = 2
DAYS_A_MONTH: Final = 31
DAYS_A_YEAR, MONTHS_A_YEAR = 365, 12
NOT_AFFORDABLE: Final = "A month would ask for ${peak}; they can bear ${cap}: less a month, or help."


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """An offer made whole: with its shares filled in, and whose word it takes; None when nobody's here does."""

    offer: Offer
    role: str | None


def fair_part(matter: Matter, offer: Offer) -> Matter:
    """The open accounts that an offer is about, less aid that was found; all of them where it names none."""
    fair = reduced(matter, ability_of(matter))
    named = {debt for debt, _ in offer.shares}
    accounts = tuple(each for each in open_accounts(fair) if not named or each.id in named)
    return replace(fair, accounts=accounts)


def taken(matter: Matter, offer: Offer) -> Taken:
    """An offer as it would be agreed on; the matter is that of `fair_part` and has accounts."""
    at = joint(matter, matter.accounts)
    role = role_of(offer, at, matter)
    by = role or SEATS[-1]
    shares = offer.shares or _shares(offer, at, by)
    return Taken(offer=replace(offer, role=by, shares=shares, owed_cents=at.owed_cents), role=role)


def _shares(offer: Offer, at: Joint, role: str) -> tuple[tuple[int, int], ...]:
    if offer.kind == PROMPT and offer.total_cents == at.prompt_cents:
        return prompt_shares(at)
    return shares_of(at, min(offer.total_cents, at.owed_cents), role)


# ── what stands in the way ──


def fault_of(matter: Matter, offer: Offer) -> str:
    """Why an offer may be made or taken at no seat at all, as a sentence; '' when nothing stands in its way."""
    return next(_faults(matter, offer), "")


def _faults(matter: Matter, offer: Offer) -> Iterator[str]:
    yield from _shape_faults(offer, matter.today)
    yield from closed_faults(matter, offer)
    fair = fair_part(matter, offer)
    if not fair.accounts:
        yield "Nothing is owed on that."
        return
    at = joint(fair, fair.accounts)
    yield from _sum_faults(offer, at)
    ability = ability_of(matter)
    ways = ways_of(matter, ability)
    is_free = any(way.is_entitled and way.percent == FREE for way in ways)
    is_token = not is_free and _is_token(offer, ability, at)
    if is_no_demand(ways, ability) and not is_token:
        yield "No money may be asked for: tell them first what help is theirs."
    if not is_affordable(offer, ability) and not is_token:
        cap = format_cents(max(0, ability.cap_cents or 0))
        yield NOT_AFFORDABLE.format(peak=format_cents(offer.peak_cents), cap=cap)


def _shape_faults(offer: Offer, today: date) -> Iterator[str]:
    days = [payment.due for payment in offer.payments]
    if offer.kind not in KINDS or not days:
        yield "That is no offer of payments."
        return
    if offer.down_cents not in {0, offer.payments[0].cents}:
        yield "What is paid down is the first payment."
    if any(payment.cents <= 0 for payment in offer.payments):
        yield "Every payment must be above nothing."
    if any(later <= earlier for earlier, later in pairwise(days)):
        yield "The payments must follow each other, each on a later day."
    if days[0] < today:
        yield "The first payment's day has passed already."


def closed_faults(matter: Matter, offer: Offer) -> Iterator[str]:
    """The gates that close an offer, each as a sentence."""
    named = {debt for debt, _ in offer.shares}
    if matter.gates or not open_accounts(matter):
        told = ", ".join(gate.replace("_", " ") for gate in gates_of(matter))
        yield f"Nothing may be asked for: {told}."
    for account in matter.accounts:
        if account.id in named and account.gates:
            yield f"Leave out an account that is closed to demands: {account.gates[0].replace('_', ' ')}."
    if named - {account.id for account in matter.accounts}:
        yield "One of those debts is not open on this case, or not theirs to hear of."


def _sum_faults(offer: Offer, at: Joint) -> Iterator[str]:
    owed = {account.id: account.balance_cents for account in at.accounts}
    total = sum(cents for _, cents in offer.shares) if offer.shares else offer.total_cents
    if len({debt for debt, _ in offer.shares}) < len(offer.shares):
        yield "A debt is named twice."
    if offer.total_cents > at.owed_cents:
        yield f"That is more than the ${format_cents(at.owed_cents)} owed."
    if offer.shares and total != offer.total_cents:
        yield "The shares of the debts do not add up to the payments."
    if any(not 0 <= cents <= owed.get(debt, cents) for debt, cents in offer.shares):
        yield "A debt would get more than is owed on it."
    if offer.owed_cents not in {0, at.owed_cents}:
        yield f"The sum owed has changed: it is ${format_cents(at.owed_cents)} now. Offer anew."


def _is_token(offer: Offer, ability: Ability, at: Joint) -> bool:
    gross = ability.gross_cents or 0
    month = max(offer.peak_cents, *(payment.cents for payment in offer.payments))
    is_small = 0 < month * TOKEN <= gross
    return is_small and offer.total_cents == at.owed_cents and not ability.is_protected


# ── whose word it takes ──


def role_of(offer: Offer, at: Joint, matter: Matter) -> str | None:
    """The least seat whose word takes an offer, by each creditor's terms; None when none here does.

    To wait for the payday on which we would have a first instalment ourselves is not late.
    """
    if is_closing(offer, ability_of(matter)):
        return SEATS[0]
    latest = max(at.latest, *due_days(first_day(at, matter), 1, matter.cycle))
    role = _role_by_terms(offer, at)
    if role is None or offer.payments[0].due <= latest or (offer.kind == PROMPT and len(offer.payments) == 1):
        return role
    return max(role, SEATS[1], key=SEATS.index)


def is_closing(offer: Offer, ability: Ability) -> bool:
    """Whether it is the plan after which a state holds the debt to be paid: so many payments of its cap."""
    cap, most = ability.cap_cents or 0, ability.most_payments
    is_so_many = most > 0 and len(offer.payments) == most and months_of(offer.payments) <= most + 1
    return cap > 0 and is_so_many and offer.total_cents == cap * most


def _role_by_terms(offer: Offer, at: Joint) -> str | None:
    total = offer.total_cents
    if offer.kind == PROMPT:
        return SEATS[0] if _is_prompt(offer, at) else None
    if len(offer.payments) == 1:
        return _role_of_less(offer, at)
    if total >= at.owed_cents:
        return _role_of_plan(offer, at)
    if months_of(offer.payments) <= max(at.settlement_months, LEAST_MONTHS) and _is_parts(offer, at):
        return _role_of_less(offer, at)
    return None


def _is_parts(offer: Offer, at: Joint) -> bool:
    """Whether a settlement's parts are no more and no smaller than the terms have them."""
    count = len(offer.payments)
    return count <= at.settlement_months and offer.total_cents // count >= at.least_cents


def _is_prompt(offer: Offer, at: Joint) -> bool:
    until = max(at.earliest, at.today + timedelta(days=at.prompt_days))
    is_once = len(offer.payments) == 1 and offer.payments[0].due <= until
    shares, least = dict(offer.shares), dict(prompt_shares(at))
    is_each = not shares or all(shares.get(debt, 0) >= cents for debt, cents in least.items())
    return bool(at.prompt_cents) and is_once and is_each and offer.total_cents >= at.prompt_cents


def _role_of_less(offer: Offer, at: Joint) -> str | None:
    """Whose word takes a total, and what each debt gets of it."""
    role = at.role_for(offer.total_cents)
    shares = dict(offer.shares)
    while role is not None and shares:
        if all(shares.get(account.id, 0) >= floor_of(account, role) for account in at.accounts):
            return role
        index = SEATS.index(role) + 1
        role = SEATS[index] if index < len(SEATS) else None
    return role


def _is_even(offer: Offer) -> bool:
    """Whether no later payment is more than twice another: no balloon. A last remainder may be small."""
    parts = [payment.cents for payment in offer.payments[1:]] or [offer.total_cents]
    return max(parts) <= 2 * min(parts[:-1], default=parts[-1])


def _role_of_plan(offer: Offer, at: Joint) -> str | None:
    if not _is_even(offer):
        return None
    months = months_of(offer.payments)
    monthly = max(offer.total_cents // months, _monthly(offer))
    first, second = (payment.cents for payment in offer.payments[:2])
    if offer.down_cents or first < second:  # a part now and the rest later: what is small is paid soon
        monthly = max(monthly, at.least_cents)
    if months <= at.longest and monthly >= at.least_cents:
        return SEATS[0]
    known = at.hardship
    if known and months <= known.months and monthly >= known.least_instalment * 100:
        return known.role
    return None


def _monthly(offer: Offer) -> int:
    """What a usual instalment comes to in a month, where there are several in one."""
    payments = offer.payments
    if _has_own_months(payments):
        return offer.instalment_cents
    gap = max(1, (payments[1].due - payments[0].due).days)
    return offer.instalment_cents * DAYS_A_YEAR // (MONTHS_A_YEAR * gap)


def _has_own_months(payments: tuple[Payment, ...]) -> bool:
    return len({(payment.due.year, payment.due.month) for payment in payments}) == len(payments)


def months_of(payments: tuple[Payment, ...]) -> int:
    """How many months a plan runs: by its days, and one a payment where each has a month of its own."""
    days = (payments[-1].due - payments[0].due).days
    by_count = len(payments) if _has_own_months(payments) else LEAST_MONTHS
    return max(LEAST_MONTHS, by_count, -(-days // DAYS_A_MONTH))


# ── moving one payment ──


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What moving a payment does: what then falls due in its month, what they can bear (None unknown), the last day.

    `fault` is why it may not be moved there; '' when it may.
    """

    payments: tuple[Instalment, ...]
    month_cents: int
    cap_cents: int | None
    last: date
    fault: str = ""

    @property
    def sentence(self) -> str:
        """The consequences, to be told before it is done."""
        cap = "" if self.cap_cents is None else f" of the ${format_cents(self.cap_cents)} they can bear"
        return (
            f"That month asks for ${format_cents(self.month_cents)}{cap}; the last payment is on {self.last:%d %b %Y}."
        )


def moved(deal: Deal, index: int, due: date, today: date, cap_cents: int | None = None) -> Moved:
    """What moving the payment of that index to a day would do."""
    held = deal.terms.payments
    if not deal.kept <= index < len(held):
        gone = "There is no such payment to come."
        return Moved(payments=held, month_cents=0, cap_cents=cap_cents, last=held[-1].due, fault=gone)
    payments = tuple(replace(each, due=due) if at == index else each for at, each in enumerate(held))
    month = [Payment(due=p.due, cents=p.cents) for p in payments if (p.due.year, p.due.month) == (due.year, due.month)]
    found = Moved(payments=payments, month_cents=peak_cents(month), cap_cents=cap_cents, last=payments[-1].due)
    return replace(found, fault=next(_move_faults(found, deal, index, today), ""))


def _move_faults(found: Moved, deal: Deal, index: int, today: date) -> Iterator[str]:
    payments, due = found.payments, found.payments[index].due
    if due < today:
        yield "That day has passed already."
    if due == deal.terms.payments[index].due:
        yield "It is due on that day already."
    if index > deal.kept and due <= payments[index - 1].due:
        yield "The payment before it would fall due later."
    if index + 1 < len(payments) and due >= payments[index + 1].due:
        yield "The next payment would fall due before it; move that one first."
    if index + 1 == len(payments) and (due - (deal.ends or payments[index].due)).days > DAYS_A_MONTH:
        yield "The last payment may move by a month at most; renegotiate instead."
    is_more = found.month_cents > max(0, found.cap_cents or 0)
    if found.cap_cents is not None and is_more and found.month_cents > payments[index].cents:
        yield NOT_AFFORDABLE.format(peak=format_cents(found.month_cents), cap=format_cents(max(0, found.cap_cents)))
