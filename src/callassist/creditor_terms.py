"""What a creditor has written down of money: how little settles, how long a plan may run, who is helped without asking.

Read from data/clients/*.yaml. Sums are whole dollars as people write them there, shares whole percents; nothing here is
a default of the law. A creditor without terms has STANDARD: no settlement and no discount of any kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

PAYERS: Final = (
    "self_pay",
    "commercial",
    "medicare",
    "medicaid",
    "tricare",
    "va",
    "workers_comp",
    "liability",
    "other",
)
"""Who was to pay before the person, by which terms may differ."""
FEDERAL: Final = frozenset({"medicare", "medicaid", "tricare", "va"})
"""Programmes whose cost share is not discounted without a written policy and a finding of need on record.

42 USC 1320a-7a(a)(5), (i)(6)(A): a waiver that is neither advertised nor routine, after need is found in good faith.
"""
FREE: Final = 100


class Tier(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The least that settles in full, as a percentage of what is owed, and whose word that takes (rules.SEATS)."""

    role: str
    least_percent: int


class PromptPay(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A discount for everybody who pays all at once within some days; told to all alike."""

    percent: int
    days: int


class Term(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The longest plan, in months, of a balance of so many whole dollars or more."""

    dollars: int = msgspec.field(name="from")
    months: int


class Aid(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Assistance for income up to a percentage of the federal poverty level: so much off, 100 is free care."""

    poverty_percent: int
    discount_percent: int


class Hardship(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Plans for whoever cannot pay by the usual ones: longer, smaller, by whose word (rules.SEATS)."""

    months: int
    least_instalment: int = 10
    role: str = "supervisor"


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A creditor's terms.

    `tiers` from the least authority to the most, each settling for less than the one before. `least_instalment` in
    dollars; `down_percent` is what a plan over `down_from_months` is offered with at once, 0 for nothing; one without
    it may be agreed too.
    `first_payment_days`: how far off the first payment may be. `settlement_months`: in how many months a settlement may
    be paid, 1 is at once. `interest_percent` a year is what the creditor charges; no offer adds any.
    `discount_percent` a year is the cost of waiting for money, `call_cost` dollars that of one more call,
    `broken_cost` dollars that of a plan begun and broken (more for a creditor who minds completion),
    `no_deal_percent` what an account without a deal is expected to bring; these four weigh offers and are told to
    nobody on a call. `payers` holds what differs by who was to pay before. `grace_days` after its day a payment
    that did not come breaks the plan. `federal_policy` names the written policy by which a federal programme's cost
    share may be reduced.
    """

    tiers: tuple[Tier, ...] = ()
    prompt_pay: PromptPay | None = None
    months: tuple[Term, ...] = (Term(dollars=0, months=12),)
    least_instalment: int = 25
    down_percent: int = 0
    down_from_months: int = 12
    first_payment_days: int = 30
    settlement_months: int = 1
    hardship: Hardship | None = None
    aid: tuple[Aid, ...] = ()
    interest_percent: int = 0
    discount_percent: int = 12
    call_cost: int = 4
    broken_cost: int = 0
    no_deal_percent: int = 6
    remainder: str = "last"
    federal_policy: str = ""
    payers: Mapping[str, Terms] = {}
    grace_days: int = 1

    def longest(self, owed_cents: int) -> int:
        """The months of the longest plan for what is owed."""
        return max(term.months for term in self.months if term.dollars * 100 <= owed_cents or term is self.months[0])

    def tier(self, total_cents: int, owed_cents: int) -> str | None:
        """The least role whose word settles `owed_cents` for `total_cents`; None when nobody's here does.

        What is whole needs nobody's word beyond a collector's.
        """
        if total_cents >= owed_cents:
            return "collector"
        return next((t.role for t in self.tiers if total_cents * 100 >= t.least_percent * owed_cents), None)

    def of_payer(self, payer: str) -> Terms:
        """The terms for an account by who was to pay before (PAYERS): the payer's own, whole, or these.

        Without a written policy nothing is taken off a federal programme's cost share.
        """
        own = self.payers.get(payer, self)
        if payer in FEDERAL and not own.federal_policy:
            return msgspec.structs.replace(own, tiers=(), prompt_pay=None, aid=())
        return own


STANDARD: Final = Terms()
"""Of a creditor who wrote nothing down: all of it, a plan of a year at most, aid by law, or hold."""
