"""The population as its file describes it: distributions and shares, never a person. Sums are whole dollars."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec

from callassist.creditor_terms import Terms
from callassist.errors import BadInput
from callassist.intake.rule_files import convert
from callassist.intake.yaml_files import read_yaml
from callassist.intake.yaml_lines import lines_of, where, with_line

REMEDY = "mend it; docs/simulation.md explains every line"


class LogNormal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By its median, and the spread of its logarithm."""

    median: float
    spread: float


class Bell(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A normal, cut off at both ends."""

    mean: float
    spread: float
    least: float
    most: float


class Creditor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the creditors, with how often it is met beside the others; `kind` is one of policy.CREDITORS."""

    weight: int
    kind: str
    terms: Terms


class Population(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every line of the file, in its order; docs/simulation.md explains each."""

    today: date
    states: Mapping[str, int]
    balance: LogNormal
    least_balance: int
    most_balance: int
    several: float
    gated: float
    gated_debt: float
    covered: float
    take_home: LogNormal
    second: float
    second_percent: int
    deducted_percent: int
    household: tuple[int, ...]
    over_65: float
    protected: float
    protected_income: LogNormal
    housing: LogNormal
    transport: LogNormal
    other: LogNormal
    housing_most_percent: int
    thrift: Bell
    debts: LogNormal
    lifestyle: Bell
    least_slack: int
    no_cash: float
    cash_months: LogNormal
    dips: Bell
    pledges: Bell
    job_loss: float
    jobless_months: int
    jobless_percent: int
    repair: float
    repair_cost: LogNormal
    refund: float
    refund_size: LogNormal
    leak: float
    lapse: Bell
    lapse_without_payday: float
    rids: Bell
    references: Bell
    losses: Bell
    present_bias: Bell
    monthly_patience: Bell
    over_promises: float
    optimism: Bell
    strategic: float
    stubborn: tuple[int, ...]
    silent: float
    volunteers: float
    answers: float
    honest_shade: Bell
    strategic_shade: Bell
    hangs_up: Bell
    overasked: float
    tells_statement: float
    tells_some: float
    found: float
    statement_noise: float
    knows_payday: float
    promises: tuple[int, ...]
    honest_keeps: float
    over_keeps: float
    supervisor_agrees: float
    creditors: tuple[Creditor, ...]


def load_population(path: Path) -> Population:
    """A population from its file; BadInput names the line, where there is one."""
    try:
        found = convert(read_yaml(path), Population, str(path))
    except BadInput as fault:
        lined = with_line(fault, path, REMEDY)
        raise BadInput(lined.what, lined.where, REMEDY) from fault
    for key in Population.__struct_fields__:
        if wrong := _fault(getattr(found, key)):
            what = f"{key!r} {wrong}"
            raise BadInput(what, where(str(path), (key,), lines_of(path)), REMEDY)
    return found


def _fault(value: object) -> str:
    """What is wrong with a line; '' when nothing is."""
    match value:
        case LogNormal(median=median, spread=spread) if median <= 0 or spread < 0:
            return "needs a median above 0 and no spread below it"
        case Bell(spread=spread, least=least, most=most) if least > most or spread < 0:
            return "needs its least below its most, and no spread below 0"
        case int() | float() if value < 0:
            return "cannot be below 0"
        case tuple() | dict() if not value:
            return "cannot be empty"
        case _:
            return ""


def digest(path: Path) -> str:
    """Twelve hexadecimal digits that change with any change of the file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
