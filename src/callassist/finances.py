"""What somebody says of their income and what they must spend: whole cents, by month, as far as they told it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

A_YEAR: Final[Mapping[str, int]] = {
    "weekly": 52,
    "biweekly": 26,
    "semimonthly": 24,
    "monthly": 12,
    "yearly": 1,
}
"""How often a year each cycle comes."""
SOURCES: Final = (
    "wages",
    "self_employed",
    "social_security",
    "ssi",
    "ssdi",
    "va",
    "child_support",
    "assistance",
    "unemployment",
    "pension",
    "other",
)
PROTECTED: Final = frozenset({"social_security", "ssi", "ssdi", "va", "child_support", "assistance"})
"""Income that creditors may not take (42 USC 407, 1383(d)(1); 38 USC 5301(a)(1); 31 CFR part 212; state law for the
last two): nothing is asked out of it and no recurring debit is urged on it. It protects, and never ranks."""
MONTHS: Final = 12
TOKEN: Final = 50
"""One in so many of a month's income may be taken, when they offer it themselves, though nothing is left over."""


class Income(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One income before tax: one of SOURCES, its cents each time, how often (A_YEAR)."""

    source: str
    cents: int
    cycle: str = "monthly"

    @property
    def yearly_cents(self) -> int:
        """A year of it."""
        return self.cents * A_YEAR[self.cycle]


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A financial statement as it was told on a day; what was not answered is None, and named in `declined`.

    Spending is cents a month. `household` counts everybody, `over_65` those of them who are. `is_documented`: papers
    were seen. `deductions_cents`: taxes and what else is taken from pay.
    """

    taken: date
    incomes: tuple[Income, ...] | None = None
    household: int | None = None
    over_65: int = 0
    housing_cents: int | None = None
    transport_cents: int | None = None
    other_cents: int | None = None
    deductions_cents: int | None = None
    is_documented: bool = False
    declined: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Only that there is one: it is nobody's but theirs."""
        return "Statement(...)"

    @property
    def gross_yearly_cents(self) -> int | None:
        """Income before tax in a year; None when it was not told."""
        return None if self.incomes is None else sum(income.yearly_cents for income in self.incomes)

    @property
    def gross_cents(self) -> int | None:
        """Income before tax in a month, rounded down; None when it was not told."""
        yearly = self.gross_yearly_cents
        return None if yearly is None else yearly // MONTHS

    @property
    def protected_cents(self) -> int:
        """The part of a month's income that no creditor may take, rounded up."""
        yearly = sum(income.yearly_cents for income in self.incomes or () if income.source in PROTECTED)
        return -(-yearly // MONTHS)

    @property
    def is_protected(self) -> bool:
        """Whether all income that was told is protected, and there is some."""
        gross = self.gross_yearly_cents
        return bool(gross) and all(income.source in PROTECTED for income in self.incomes or () if income.cents)


QUESTIONS: Final[Mapping[str, str]] = {
    "household": "How many people live in your household, counting yourself?",
    "incomes": "About how much comes in before taxes, and how often?",
    "housing": "What does housing cost you a month, with utilities?",
    "transport": "And getting around: car, fuel, bus?",
    "other": "Anything else you must pay each month, like medicine, child care or support?",
}
"""What is asked, one at a time and in this order, each with LEAVE before the first of them."""
LEAVE: Final = "You don't have to answer this; it only helps me find something you can afford."


def faults(statement: Statement) -> tuple[str, ...]:
    """What is wrong with a statement, in clear sentences; () when nothing is."""
    found: list[str] = []
    for income in statement.incomes or ():
        if income.source not in SOURCES:
            found.append(f"An income is one of {', '.join(SOURCES)}; {income.source!r} is none.")
        if income.cycle not in A_YEAR:
            found.append(f"An income comes {', '.join(A_YEAR)}; {income.cycle!r} is none of them.")
        if income.cents < 0:
            found.append("An income cannot be below nothing; a business that loses money brings 0.")
    if statement.household is not None and statement.household < 1:
        found.append("A household has one person at least.")
    if statement.household is not None and not 0 <= statement.over_65 <= statement.household:
        found.append("No more can be over 65 than live in the household.")
    spending = (statement.housing_cents, statement.transport_cents, statement.other_cents, statement.deductions_cents)
    if any(cents is not None and cents < 0 for cents in spending):
        found.append("What is spent cannot be below nothing.")
    return tuple(found)
