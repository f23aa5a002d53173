"""How invented balances came about: what was charged, allowed, paid and taken off, worked out of the account's number.

Nothing is drawn from the portfolio's chance: what was there before these columns is what it was.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final, TypeVar

import msgspec

T = TypeVar("T")
COLUMNS: Final = (
    *("charged", "allowed", "insurance_paid", "adjustments", "patient_paid"),
    *("denial_codes", "billing_name"),
)
NONE: Final = ("",) * len(COLUMNS)
SILENT, ASTRAY, NAMED, ELSEWHERE = 25, 3, 40, 12
"""In a hundred: debts whose client sends nothing of it, whose sums do not add up, whose bill bears another name; and of
those, a group's."""
SHARES: Final = (10, 15, 20, 20, 25, 30, 50, 100)
"""The patient's part of what was allowed, in per cent."""
PAID_CODES: Final = ("PR-1; CO-45", "PR-2; CO-45", "PR-3; CO-45", "PR-1; PR-2; CO-45")
DENIED_CODES: Final = (
    *("PR-27", "PR-204", "PR-96; N130", "PR-31; N382", "PR-227; N179", "PR-26", "PR-119"),
    *("CO-197", "CO-16; M51", "CO-50; N115", "CO-29", "OA-22; MA04", "OA-19"),
)
GROUPS: Final = ("Specimen Emergency Partners", "Example Imaging Group", "Sample Anesthesia Associates")


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """What the sums must come to: cents; `paid` by the patient, or taken off when they paid nothing."""

    account: str
    balance: int
    original: int
    is_paid: bool
    cover: str
    status: str
    facility: str


def bill_cells(owed: Owed) -> tuple[str, ...]:
    """The cells of COLUMNS; mostly such that charged less all others is the balance."""
    chance = _Digits(owed.account)
    if chance.below(100) < SILENT:
        return NONE
    gone = owed.original - owed.balance
    patient, extra = (gone, 0) if owed.is_paid else (0, gone)
    share = owed.balance + patient
    sums = _sums(owed, chance, share)
    charged, allowed, plan, off, codes = sums
    astray = 1_000 * (1 + chance.below(9)) if chance.below(100) < ASTRAY else 0
    name = _name(owed, chance)
    cells = (charged + extra + astray, allowed, plan, off + extra, patient)
    return (*(_dollars(cents) for cents in cells), codes, name)


def _sums(owed: Owed, chance: _Digits, share: int) -> tuple[int, int | None, int | None, int, str]:
    """Charged, allowed, paid by the plan, taken off, and the reason codes, before what the client took off later."""
    if owed.cover == "self_pay":
        return share, None, 0, 0, ""
    if owed.status == "paid":
        allowed = max(share, share * 100 // chance.pick(SHARES))
        charged = allowed * (120 + chance.below(180)) // 100
        codes = chance.pick(PAID_CODES) if allowed > share else PAID_CODES[0]
        return charged, allowed, allowed - share, charged - allowed, codes
    if owed.status == "denied":
        return share, 0, 0, 0, chance.pick(DENIED_CODES)
    if owed.status == "inactive":
        return share, 0, 0, 0, "PR-27"
    return share, None, None, 0, ""


def _name(owed: Owed, chance: _Digits) -> str:
    if chance.below(100) >= NAMED:
        return ""
    if chance.below(100) < ELSEWHERE or not owed.facility:
        return chance.pick(GROUPS)
    return f"{owed.facility} Billing"


def _dollars(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100}.{cents % 100:02d}"


class _Digits:
    """Numbers out of an account's own number: the same for the same account."""

    def __init__(self, account: str) -> None:
        self._left = int.from_bytes(blake2b(account.encode(), digest_size=24).digest())

    def below(self, end: int) -> int:
        self._left, found = divmod(self._left, end)
        return found

    def pick(self, options: tuple[T, ...]) -> T:
        return options[self.below(len(options))]
