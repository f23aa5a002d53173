"""Until when a debt may be sued on: so many years, by its basis, from the first of some days that is on file."""

from __future__ import annotations

from datetime import date
from typing import Final

from callassist.casefile import Debt
from callassist.legal_days import LAST_OF_FEBRUARY, years_later
from callassist.rules import Values

JUDGMENT: Final = "judgment"
MEDICAL: Final = "medical"
STARTS: Final = ("service", "placed", "first_statement", "defaulted", "last_paid", "judged")
"""Days of a debt from which a state's law may count."""


def last_day(debt: Debt, values: Values) -> date | None:
    """The last day of the term; None for a judgment, or where no day to count from is on file.

    `values` has `years` by basis, `start` (of STARTS, the first on file counts) and perhaps `restarts`: a payment
    begins it anew. A debt of no known basis is taken as medical where that has a term, else it has the shortest.
    """
    began: date | None = next((day for name in values["start"] if (day := getattr(debt, name))), None)
    if began is None or debt.basis == JUDGMENT:
        return None
    if values.get("restarts", False) and debt.last_paid:
        began = max(began, debt.last_paid)
    return term_ends(began, term_of(debt, values)[1])


def term_of(debt: Debt, values: Values) -> tuple[str, int]:
    """By which basis the term goes, '' when by the shortest, and its years."""
    terms, basis = values["years"], debt.basis or MEDICAL
    return (basis, terms[basis]) if basis in terms else ("", min(terms.values()))


def term_ends(began: date, years: int) -> date:
    """The last day of a term that began on a day: 28 February where there is no 29th."""
    return years_later(began, years, LAST_OF_FEBRUARY)
