"""What upholds the mark of a dispute on a debt: requests of the consumer, and outcomes of calls."""

from __future__ import annotations

from collections.abc import Iterable

from callassist.casefile import Call, Debt
from callassist.pen import Pen

Named = tuple[int, ...]


def disputed_by_nothing_else(pen: Pen, debts: Iterable[int], *, request: int = 0, call: int = 0) -> tuple[int, ...]:
    """Those of some debts, marked here, that no request but this one disputes and no outcome but that of this call."""
    others = (*_requests(pen, request), *_outcomes(pen, call))
    named = set(debts)
    return tuple(debt.id for debt in _marked(pen) if debt.id in named and not _is_among(debt.id, others))


def disputed_by_requests(pen: Pen) -> tuple[Debt, ...]:
    """The debts, marked here, that requests dispute and no outcome does."""
    asked, told = tuple(_requests(pen, 0)), tuple(_outcomes(pen, 0))
    return tuple(debt for debt in _marked(pen) if _is_among(debt.id, asked) and not _is_among(debt.id, told))


def _marked(pen: Pen) -> Iterable[Debt]:
    return (debt for debt in pen.case.debts if pen.case.id in debt.disputed_by)


def _is_among(debt: int, disputed: Iterable[Named]) -> bool:
    """Whether a debt is among those disputed; what names none is about all."""
    return any(not named or debt in named for named in disputed)


def _requests(pen: Pen, but: int) -> Iterable[Named]:
    return (r.debts for r in pen.case.consumer.requests if r.kind == "dispute" and r.id != but)


def _outcomes(pen: Pen, but: int) -> Iterable[Named]:
    return (named for each in pen.case.consumer.calls if each.id != but for named in _disputed_on(pen, each))


def _disputed_on(pen: Pen, call: Call) -> Iterable[Named]:
    """The debts that a call came out as disputed on."""
    outcomes = pen.handbook.outcomes
    for debts, code in ((call.debts, call.outcome), *(((debt,), code) for debt, code in call.also)):
        outcome = outcomes.of(code) if code else None
        if outcome is not None and outcome.dispute:
            yield debts
