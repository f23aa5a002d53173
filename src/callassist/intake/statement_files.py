"""A financial statement as a file: what was told of income and spending, in dollars as people write them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from callassist.dossier import FinancialStatement, ToldIncome
from callassist.errors import BadInput
from callassist.finances import faults
from callassist.intake.rule_files import convert
from callassist.intake.yaml_files import read_yaml
from callassist.matters import as_statement
from callassist.money import BadAmount, parse_cents

CYCLES: Final = ("weekly", "biweekly", "semimonthly", "monthly")
Amount = str | int | float
"""As YAML reads a sum; it is taken by its digits, never reckoned with."""


class _Income(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    source: str
    amount: Amount
    every: str = "monthly"


class _Pay(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    every: str
    on: date | None = None
    days: tuple[int, ...] = ()


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    household: int | None = None
    over_65: int = 0
    incomes: tuple[_Income, ...] | None = None
    housing: Amount | None = None
    transport: Amount | None = None
    other: Amount | None = None
    deductions: Amount | None = None
    documented: bool = False
    declined: tuple[str, ...] = ()
    pay: _Pay | None = None
    signals: tuple[str, ...] = ()
    autopay: bool = False


def read_statement(path: Path, today: date) -> FinancialStatement:
    """A statement out of a YAML file, as told today; BadInput names what makes no sense."""
    read = convert(read_yaml(path), _File, path.name)
    where = path.name
    incomes = None
    if read.incomes is not None:
        incomes = tuple(
            ToldIncome(source=each.source, cents=_cents(each.amount, where), cycle=each.every) for each in read.incomes
        )
    found = FinancialStatement(
        taken=today,
        incomes=incomes,
        household=read.household,
        over_65=read.over_65,
        housing_cents=_spent(read.housing, where),
        transport_cents=_spent(read.transport, where),
        other_cents=_spent(read.other, where),
        deductions_cents=_spent(read.deductions, where),
        is_documented=read.documented,
        declined=read.declined,
        pay_kind=_cycle(read.pay, where),
        pay_anchor=read.pay.on if read.pay else None,
        pay_days=read.pay.days if read.pay else (),
        signals=read.signals,
        is_autopay_wanted=read.autopay,
    )
    for fault in faults(as_statement(found)):
        raise BadInput(fault[0].lower() + fault[1:-1], where, "mend it; docs/deals.md shows a whole file")
    return found


def _spent(amount: Amount | None, where: str) -> int | None:
    return None if amount is None else _cents(amount, where)


def _cents(amount: Amount, where: str) -> int:
    try:
        return parse_cents(f"{amount}")
    except BadAmount as fault:
        what = f"{amount!r} is no sum of dollars"
        raise BadInput(what, where, "write it as 1850.50") from fault


def _cycle(pay: _Pay | None, where: str) -> str:
    """When they are paid; BadInput where it does not say on which days."""
    if pay is None:
        return ""
    is_by_week = pay.every in CYCLES[:2]
    is_told = pay.on is not None if is_by_week else bool(pay.days) and all(1 <= day <= 31 for day in pay.days)  # noqa: PLR2004
    if pay.every not in CYCLES or not is_told:
        what = f"'pay' says {pay.every!r} without its days"
        raise BadInput(
            what, where, f"write 'every' one of {', '.join(CYCLES)}, and 'on' a payday or 'days' of the month"
        )
    return pay.every
