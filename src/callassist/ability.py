"""What a month may cost somebody, from what they said of their income and needs and from dated tables.

The least counts of what is left to live on and of what their state lets an instalment be. Whatever is not known stays
unknown: no figure is made up, and a table too old to decide by decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from callassist.bargains import Ability, Matter
from callassist.finances import A_YEAR, MONTHS, PROTECTED, QUESTIONS, Statement
from callassist.money import format_cents
from callassist.standards import IncomeCap, Stale, poverty_percent

PERCENT: Final = 100


class _Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One measure against a dated table: its value, None where it could not be taken, and the table's age in words."""

    value: int | None = None
    since: str = ""


def ability_of(matter: Matter) -> Ability:
    """What a month may cost them.

    `missing` holds keys of finances.QUESTIONS in their order: neither answered nor declined. `standards_since` says of
    each table used since when it holds, or that it is too old to decide by; never raises for a table that is.
    """
    told = matter.statement
    if told is None:
        return Ability(missing=tuple(QUESTIONS))
    told = _sound(told)
    gross = told.gross_cents
    if gross is None:
        return Ability(missing=missing_of(told))
    living = _dated("living standards", _living(matter, told))
    poverty = _dated("poverty guidelines", _poverty(matter, told))
    allowed = None if living.value is None else living.value + _spent(told)
    residual = None if allowed is None else _residual(told, allowed)
    caps = caps_of(matter, poverty.value)
    state_cap = min((gross * cap.percent // PERCENT for cap in caps), default=None)
    return Ability(
        cap_cents=_cap(told, residual, state_cap),
        gross_cents=gross,
        allowed_cents=allowed,
        residual_cents=residual,
        state_cap_cents=state_cap,
        state_rule=_rule(caps),
        most_payments=min((cap.most_payments for cap in caps if cap.most_payments), default=0),
        poverty_percent=poverty.value,
        is_protected=told.is_protected,
        missing=missing_of(told),
        standards_since=tuple(each.since for each in (poverty, living) if each.since),
    )


def missing_of(told: Statement | None) -> tuple[str, ...]:
    """The questions, by their keys, that a statement leaves open and that were not declined."""
    if told is None:
        return tuple(QUESTIONS)
    answers = {
        "household": told.household,
        "incomes": told.incomes,
        "housing": told.housing_cents,
        "transport": told.transport_cents,
        "other": told.other_cents,
    }
    return tuple(key for key in QUESTIONS if answers[key] is None and key not in told.declined)


def caps_of(matter: Matter, percent: int | None) -> tuple[IncomeCap, ...]:
    """The state's caps for these creditors and this income, as a percentage of the poverty line.

    A cap that names all kinds of creditor there are goes before those for some of them. Income that is not known
    counts as within every line, and a creditor of no known kind as any: what is in doubt protects.
    """
    kinds = {account.creditor_kind for account in matter.accounts if not account.gates} - {""}
    known = matter.standards.income_caps(matter.state, matter.today)
    whole = [cap for cap in known if not cap.creditors or kinds <= set(cap.creditors)]
    some = [cap for cap in known if kinds & set(cap.creditors)]
    return tuple(cap for cap in whole or some if _is_within(cap, percent))


def _is_within(cap: IncomeCap, percent: int | None) -> bool:
    return not cap.poverty_percent or percent is None or percent <= cap.poverty_percent


def _rule(caps: Iterable[IncomeCap]) -> str:
    """The title and the citation of the lowest cap."""
    lowest = min(caps, key=lambda cap: cap.percent, default=None)
    if lowest is None:
        return ""
    title = lowest.title or f"{lowest.state}: at most {lowest.percent} % of a month's income"
    return f"{title} ({lowest.source})"


def _sound(told: Statement) -> Statement:
    """What can be counted with: nothing below nothing, and what makes no sense counts as not answered."""
    incomes = told.incomes
    if incomes is not None:
        is_odd = any(income.cycle not in A_YEAR for income in incomes)
        above = tuple(msgspec.structs.replace(income, cents=max(0, income.cents)) for income in incomes)
        incomes = None if is_odd else above
    household = told.household if told.household and told.household > 0 else None
    return msgspec.structs.replace(
        told, incomes=incomes, household=household, over_65=max(0, min(told.over_65, household or 0))
    )


def _spent(told: Statement) -> int:
    """What they said they must spend beside food and care: what was not told counts as nothing."""
    return sum(max(0, cents or 0) for cents in (told.housing_cents, told.transport_cents, told.other_cents))


def _residual(told: Statement, allowed: int) -> int:
    """What is left of a month's unprotected income; below nothing when needs are above all income.

    Needs are met from protected income first, since no creditor may take that; what it leaves over is never counted.
    """
    free, short = _net(told)
    protected = sum(income.yearly_cents for income in told.incomes or () if income.source in PROTECTED) // MONTHS
    return free - max(0, allowed + short - protected)


def _net(told: Statement) -> tuple[int, int]:
    """Unprotected income after what is taken from pay, and how much more is taken than that; cents a month."""
    yearly = sum(income.yearly_cents for income in told.incomes or () if income.source not in PROTECTED)
    left = yearly // MONTHS - max(0, told.deductions_cents or 0)
    return max(0, left), max(0, -left)


def _cap(told: Statement, residual: int | None, state_cap: int | None) -> int | None:
    """The least of both, never below nothing; nothing where all income is protected or there is none."""
    free, _ = _net(told)
    known = [cents for cents in (residual, state_cap) if cents is not None]
    if not free:
        return 0
    return max(0, min(*known, free)) if known else None


def _living(matter: Matter, told: Statement) -> Callable[[], tuple[int, str]] | None:
    household = told.household
    if household is None:
        return None

    def measure() -> tuple[int, str]:
        since = matter.standards.living_standard(matter.today).since
        return matter.standards.living_cents(household, told.over_65, matter.today), since.isoformat()

    return measure


def _poverty(matter: Matter, told: Statement) -> Callable[[], tuple[int, str]] | None:
    household, yearly = told.household, told.gross_yearly_cents
    if household is None or yearly is None:
        return None

    def measure() -> tuple[int, str]:
        since = matter.standards.poverty_line(matter.state, matter.today).since
        line = matter.standards.poverty_cents(matter.state, household, matter.today)
        return poverty_percent(yearly, line), since.isoformat()

    return measure


def _dated(name: str, measure: Callable[[], tuple[int, str]] | None) -> _Measure:
    """A measure by a table that may be too old; then it has no value, and the words say so."""
    if measure is None:
        return _Measure()
    try:
        value, since = measure()
    except Stale as stale:
        last = f"its newest figures are of {stale.since}" if stale.since else "there are none"
        return _Measure(since=f"{name}: too old to decide by, {last}")
    return _Measure(value=value, since=f"{name} since {since}")


def left_over(residual_cents: int) -> str:
    """What a month leaves, in words: `$362.00`, or that needs take more than comes in."""
    amount = format_cents(abs(residual_cents))
    return f"${amount}" if residual_cents >= 0 else f"nothing: needs take ${amount} more than comes in"
