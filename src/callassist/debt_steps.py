"""What each kind of event does to a debt: one small step a kind. A step never refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import Debt
from callassist.steps import Rows

TOLD_LATER: Final = ("creditor", "facility", "service", "itemised")
DAYS: Final = ("first_statement", "defaulted", "judged", "basis", "assistance_told")


def evolve_debt(debt_id: int, debt: Debt | None, event: ev.Event, rows: Rows) -> Debt | None:
    """The debt after one entry of its journal; None until it was placed."""
    if isinstance(event, ev.DebtPlaced):
        return _placed(debt_id, event, rows, debt)
    step = _STEPS.get(type(event))
    return debt if debt is None or step is None else step(debt, event, rows)


def _placed(debt: int, event: ev.DebtPlaced, rows: Rows, before: Debt | None) -> Debt:
    """A debt as placed; placed again after a recall it keeps what had been paid, disputed and furnished."""
    details = rows.get(event.row)
    placed = Debt(
        id=debt,
        client=event.client,
        account=event.account,
        balance_cents=event.balance_cents,
        original_cents=event.original_cents or event.balance_cents,
        line=event.line,
        creditor=event.creditor,
        facility=event.facility,
        service=event.service,
        itemised=event.itemised,
        placed=event.placed,
        last_paid=event.last_paid,
        last_paid_cents=event.last_paid_cents,
        details=details if isinstance(details, rec.DebtDetails) else rec.DebtDetails(),
    )
    if before is None:
        return placed
    kept = {name: getattr(before, name) for name in ("paid_cents", "disputed_by", "furnished", *DAYS)}
    return replace(placed, **kept)


def _amended(debt: Debt, event: ev.DebtAmended, rows: Rows) -> Debt:
    named = {name: getattr(event, name) for name in TOLD_LATER}
    changed = replace(debt, **{name: value for name, value in named.items() if value is not None})
    return changed if event.row is None else replace(changed, details=rows[event.row])


def _dated(debt: Debt, event: ev.DebtDated, _rows: Rows) -> Debt:
    named = {name: getattr(event, name) for name in DAYS}
    return replace(debt, **{name: value for name, value in named.items() if value})


def _paid(debt: Debt, event: ev.PaymentReported, _rows: Rows) -> Debt:
    return replace(
        debt,
        balance_cents=debt.balance_cents - event.amount_cents,
        paid_cents=debt.paid_cents + event.amount_cents,
        last_paid=event.on,
        last_paid_cents=event.amount_cents,
    )


def _withdrawn(debt: Debt, event: ev.DisputeWithdrawn, _rows: Rows) -> Debt:
    return replace(debt, disputed_by=tuple(case for case in debt.disputed_by if case != event.by))


_STEPS: Final[dict[type, Callable[[Debt, Any, Rows], Debt]]] = {
    ev.DebtAmended: _amended,
    ev.DebtDated: _dated,
    ev.BalanceChanged: lambda debt, event, _: replace(debt, balance_cents=event.balance_cents),
    ev.PaymentReported: _paid,
    ev.DebtDisputed: lambda debt, event, _: replace(debt, disputed_by=(*debt.disputed_by, event.by)),
    ev.DisputeWithdrawn: _withdrawn,
    ev.DebtFurnished: lambda debt, event, _: replace(debt, furnished=event.on),
    ev.DebtUnfurnished: lambda debt, _event, _rows: replace(debt, furnished=None),
    ev.DebtRecalled: lambda debt, event, _: replace(debt, state="recalled", closed_why=event.why),
    ev.DebtClosed: lambda debt, event, _: replace(debt, state="closed", closed_why=event.why),
}
