"""The days of a debt that rules go by, as a placement file gives them; most files give none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, TypeVar

from callassist.casefile import Debt
from callassist.events import DebtDated
from callassist.intake.columns import Cells
from callassist.intake.days import Days
from callassist.intake.vocabulary import NOTHING
from callassist.kinds import BASES

T = TypeVar("T")
GIVEN: Final = (
    ("first_statement", "first_statement_date"),
    ("defaulted", "default_date"),
    ("judged", "judgment_date"),
    ("assistance_told", "assistance_told_date"),
)
SPOKEN: Final = {
    "contract": "written",
    "written contract": "written",
    "verbal": "oral",
    "open account": "account",
    "account stated": "account",
    "services": "medical",
    "judgement": "judgment",
    **{basis: basis for basis in BASES},
}
NO_BASIS: Final = f"is none of {', '.join(BASES)}"


class DebtDays:
    """Reads the days of a record. `warn` is told the column, and what is wrong with its text."""

    def __init__(self, days: Days, warn: Callable[[str, str], None]) -> None:
        self._days = days
        self._warn = warn

    def of(self, cells: Cells) -> DebtDated | None:
        """What a record gives; None when it gives nothing."""
        if not any(cells[FIRST:LAST]):
            return None
        days = {name: day for name, column in GIVEN if (day := self._day(column, getattr(cells, column)))}
        dated = DebtDated(**days, basis=self._basis(cells.debt_basis))
        return None if dated == DebtDated() else dated

    def _day(self, column: str, text: str) -> date | None:
        day = self._days[text]
        if day is None and text in self._days.faults:
            self._warn(column, self._days.faults[text])
        return day

    def _basis(self, text: str) -> str:
        if not text or text.upper() in NOTHING:
            return ""
        basis = SPOKEN.get(" ".join(text.lower().replace("_", " ").split()), "")
        if not basis:
            self._warn("debt_basis", NO_BASIS)
        return basis


FIRST: Final = Cells._fields.index("first_statement_date")
LAST: Final = Cells._fields.index("assistance_told_date") + 1


def learnt(debt: Debt, given: DebtDated | None) -> DebtDated | None:
    """What a later record says that is not on file; None when it says nothing new."""
    if given is None:
        return None
    new = DebtDated(
        first_statement=_new(debt.first_statement, given.first_statement),
        defaulted=_new(debt.defaulted, given.defaulted),
        judged=_new(debt.judged, given.judged),
        basis=_new(debt.basis, given.basis) or "",
        assistance_told=_new(debt.assistance_told, given.assistance_told),
    )
    return None if new == DebtDated() else new


def _new(was: T, given: T) -> T | None:
    return given if given and given != was else None
