"""Until when a debt may be sued on: so many years, by its basis, from the first of some days that is on file."""

from __future__ import annotations

from datetime import date
from typing import Final

from callassist.casefile import Debt
from callassist.rules import Values

JUDGMENT: Final = "judgment"
STARTS: Final = ("service", "placed", "first_statement", "defaulted", "last_paid", "judged")
"""Days of a debt from which a state's law may count."""


def last_day(debt: Debt, values: Values) -> date | None:
    """The last day of the term; None for a judgment, or where no day to count from is on file.

    `values` has `years` by basis, `start` (of STARTS, the first on file counts) and perhaps `restarts`: a payment
    begins it anew. A debt of no known basis has the shortest term.
    """
    began: date | None = next((day for name in values["start"] if (day := getattr(debt, name))), None)
    if began is None or debt.basis == JUDGMENT:
        return None
    if values.get("restarts", False) and debt.last_paid:
        began = max(began, debt.last_paid)
    terms = values["years"]
    years: int = terms.get(debt.basis) or min(terms.values())
    try:
        return began.replace(year=began.year + years)
    except ValueError:  # 29 February
        return began.replace(year=began.year + years, day=28)
