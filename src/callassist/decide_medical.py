"""Decisions about a debt's own days: the first bill, the default, a judgment, when the patient was told of aid."""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec.structs import asdict

from callassist import events as ev
from callassist.casefile import Debt
from callassist.commands import DateDebt
from callassist.handbook import Decision, Refused
from callassist.kinds import BASES
from callassist.pen import Pen

WORDS: Final = {
    "first_statement": "first bill",
    "defaulted": "in default since",
    "judged": "judgment",
    "basis": "basis",
    "assistance_told": "told of assistance",
}


def date_debt(pen: Pen, command: DateDebt) -> Decision:
    """Keep the days that were learnt of one debt; a later one takes an earlier one's place."""
    debts = [debt for debt in pen.case.debts if command.debt in {0, debt.id}]
    if len(debts) != 1:
        says = "Name the debt: several are on this case." if debts else "That debt is not on this case."
        return Refused(sentence=says)
    debt = debts[0]
    given = {name: value for name, value in asdict(command).items() if name in WORDS and value}
    if fault := _fault(debt, given, pen.today):
        return Refused(sentence=fault)
    if all(getattr(debt, name) == value for name, value in given.items()):
        return Refused(sentence="That is on file already.")
    pen.write_debt(debt.id, ev.DebtDated(**given))
    return pen.accepted(f"Account {debt.account}: {dated(given)}.")


def dated(given: dict[str, date | str]) -> str:
    """The days in words, as `first bill 05 Jan 2026, basis account`."""
    told = (f"{value:%d %b %Y}" if isinstance(value, date) else value for value in given.values())
    return ", ".join(f"{WORDS[name]} {value}" for name, value in zip(given, told, strict=True))


def _fault(debt: Debt, given: dict[str, date | str], today: date) -> str:
    days = {name: value for name, value in given.items() if isinstance(value, date)}
    first = days.get("first_statement")
    faults = {
        "Say which day was learnt.": not given,
        f"The basis of a debt is one of: {', '.join(BASES)}.": given.get("basis", BASES[0]) not in BASES,
        "That day has not come yet.": any(day > today for day in days.values()),
        "The first bill cannot have come before the care.": (
            first is not None and debt.service is not None and first < debt.service
        ),
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")
