"""What happens to a debt: its money, its claim, the days that rules go by. In the debt's own journal."""

from __future__ import annotations

from datetime import date

import msgspec

from callassist.events_base import Event


class DebtPlaced(Event, frozen=True, kw_only=True):
    """A client gave us a debt to collect. `line` is agency or early_out."""

    client: str
    account: str
    balance_cents: int = msgspec.field(name="balance")
    original_cents: int = msgspec.field(name="original", default=0)
    line: str = "agency"
    creditor: str = ""
    facility: str = ""
    service: date | None = None
    itemised: date | None = None
    placed: date | None = None
    last_paid: date | None = None
    last_paid_cents: int = msgspec.field(name="last_paid_amount", default=0)
    row: int = 1


class DebtAmended(Event, frozen=True, kw_only=True):
    """What the client had told us was corrected; None leaves a field as it was. `source` is '' for a later file."""

    creditor: str | None = None
    facility: str | None = None
    service: date | None = None
    itemised: date | None = None
    row: int | None = None
    source: str = ""
    why: str = ""


class DebtDated(Event, frozen=True, kw_only=True):
    """Days that rules about the debt go by; None leaves one as it was.

    `first_statement` is the first bill after discharge, `defaulted` when it fell due unpaid, `judged` when a court
    decided; `basis` is one of BASES. `assistance_told` is when the patient was told of financial assistance.
    """

    first_statement: date | None = None
    defaulted: date | None = None
    judged: date | None = None
    basis: str = ""
    assistance_told: date | None = None


class BalanceChanged(Event, frozen=True, kw_only=True):
    """The client's balance is now another."""

    balance_cents: int = msgspec.field(name="balance")
    was_cents: int = msgspec.field(name="was")
    why: str = ""


class PaymentReported(Event, frozen=True, kw_only=True):
    """Money arrived; the balance falls by it."""

    amount_cents: int = msgspec.field(name="amount")
    on: date
    source: str


class DebtDisputed(Event, frozen=True, kw_only=True):
    """A consumer disputes the debt."""

    by: int
    reason: str = ""


class DisputeWithdrawn(Event, frozen=True, kw_only=True):
    """A consumer's dispute was recorded in error, or is no longer upheld by them."""

    by: int
    why: str


class DebtFurnished(Event, frozen=True, kw_only=True):
    """The client, or whoever furnishes for it, gave the debt to a consumer reporting agency on a day."""

    on: date


class DebtUnfurnished(Event, frozen=True, kw_only=True):
    """The report was deleted on a day."""

    on: date


class DebtRecalled(Event, frozen=True, kw_only=True):
    """The client took the debt back."""

    why: str = ""


class DebtClosed(Event, frozen=True, kw_only=True):
    """Nothing more is to be collected: paid, settled, cancelled."""

    why: str
