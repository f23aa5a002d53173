"""Why do I owe this? One plain story of a debt out of its ledger and claim, as far as whoever asks may hear it.

No diagnosis: we hold none. A sum that was not sent is said to be missing, never taken for 0; sums that do not add up
are said not to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import msgspec
from msgspec.structs import replace

from callassist.casefile import Debt
from callassist.dossier import Bill, DebtDetails
from callassist.errors import BadInput
from callassist.kinds import listed
from callassist.money import format_cents

CREDITOR, AMOUNT, CARE = "disclose_creditor", "disclose_amount", "disclose_care"
"""The facts of hearing.FACTS that a story is made of."""
HEADER: Final = ("code", "why", "group", "patient")
PATIENT: Final = ("yes", "no", "off", "depends")
GROUPS: Final[Mapping[str, str]] = {"PR": "yes", "CO": "no"}
"""The group before a code says first whose the part is: the patient's responsibility, or the provider's by contract."""
MONEY_ONLY: Final = "What it was for may not be told to whoever is speaking."
UNTOLD: Final = "Not told: whoever is speaking may not hear how much it is."
KINDS: Final = {
    "commercial_ppo": "commercial PPO",
    "commercial_hmo": "commercial HMO",
    "commercial_pos": "commercial POS",
    "medicare": "Medicare",
    "medicaid": "Medicaid",
    "workers_comp": "workers' compensation",
    "auto_liability": "motor liability",
    "self_pay": "no cover, pays themself",
}
STATUSES: Final = {
    "paid": "has paid",
    "denied": "denied the claim",
    "pending": "still to decide",
    "not_billed": "never billed",
    "inactive": "not in force that day",
}


class Denial(msgspec.Struct, frozen=True, kw_only=True):
    """A reason code in plain words; `patient` is one of PATIENT: whether that part is usually the patient's to pay.

    `off` is neither: it lowers the price, and is taken off by whoever billed.
    """

    code: str
    why: str
    group: str
    patient: str


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """What a debt's people and places are called where it is told: a facility by a name that does not tell the care."""

    creditor: str = ""
    facility: str = ""


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """How a balance came about, in cents; None for what is not known. `since_cents` came after it was placed.

    `off_cents` is what stands between the sum and the balance: 0 when they agree, None when it cannot be worked out.
    """

    charged_cents: int | None
    allowed_cents: int | None
    plan_paid_cents: int | None
    adjusted_cents: int | None
    patient_paid_cents: int | None
    since_cents: int
    left_cents: int
    off_cents: int | None


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Why one debt is owed: sentences to say, and `asides` for the collector alone. `sums` None: not to be heard."""

    debt: int
    account: str
    lines: tuple[str, ...]
    asides: tuple[str, ...] = ()
    sums: Sums | None = None

    def __repr__(self) -> str:
        """Of which debt, nothing of it."""
        return f"Story(debt={self.debt})"

    @property
    def text(self) -> str:
        """The story in one piece."""
        return " ".join(self.lines)


def owing(debt: Debt, heard: Collection[str], names: Names, reasons: Mapping[str, Denial]) -> Story:
    """The story of a debt, as far as `heard` (of hearing.FACTS) goes."""
    if AMOUNT not in heard:
        return Story(debt=debt.id, account=debt.account, lines=(UNTOLD,))
    sums = sums_of(debt)
    if CARE not in heard:
        lines = (*_owed(names, heard), *_money(sums, debt), MONEY_ONLY)
        return Story(debt=debt.id, account=debt.account, lines=lines, asides=_checked(sums), sums=sums)
    lines = (_care(debt, names), *_owed_by_bill(debt, names, heard), *_claim(debt, sums, reasons), *_rest(sums, debt))
    asides = (*_checked(sums), *_whose(debt, reasons))
    return Story(debt=debt.id, account=debt.account, lines=lines, asides=asides, sums=sums)


# ── sums ──


def sums_of(debt: Debt) -> Sums:
    """The sums of a debt, and whether they come to what is left."""
    bill = debt.details.bill or Bill()
    parts = (bill.adjusted_cents, bill.plan_paid_cents, bill.patient_paid_cents)
    off = None
    if bill.charged_cents is not None and None not in parts:
        taken = sum(part for part in parts if part is not None)
        off = debt.balance_cents - (bill.charged_cents - taken - debt.paid_cents)
    return Sums(
        charged_cents=bill.charged_cents,
        allowed_cents=bill.allowed_cents,
        plan_paid_cents=bill.plan_paid_cents,
        adjusted_cents=bill.adjusted_cents,
        patient_paid_cents=bill.patient_paid_cents,
        since_cents=debt.paid_cents,
        left_cents=debt.balance_cents,
        off_cents=off,
    )


def _checked(sums: Sums) -> tuple[str, ...]:
    """Whether it adds up, for the collector; nothing where nothing was sent."""
    if sums.off_cents == 0:
        minus = (sums.adjusted_cents, sums.plan_paid_cents, sums.patient_paid_cents, sums.since_cents)
        parts = "".join(f" - {_sum(cents)}" for cents in minus if cents)
        return (f"It adds up: {_sum(sums.charged_cents or 0)}{parts} = {_sum(sums.left_cents)}.",)
    if sums.off_cents is not None:
        more = "more" if sums.off_cents > 0 else "less"
        off = _sum(abs(sums.off_cents))
        return (f"It does not add up: the balance is {off} {more} than these sums leave. Ask the client first.",)
    missing = [
        name
        for name, cents in (
            ("the charge", sums.charged_cents),
            ("what was taken off", sums.adjusted_cents),
            ("what the plan paid", sums.plan_paid_cents),
            ("what the patient paid", sums.patient_paid_cents),
        )
        if cents is None
    ]
    return (f"Whether it adds up cannot be told: the client did not send {listed(missing)}.",)


# ── what is said ──


def _care(debt: Debt, names: Names) -> str:
    patient = f", for {debt.details.patient_first}" if debt.details.patient_first else ""
    return f"Care on {_day(debt.service)} at {names.facility or names.creditor or 'a place not told'}{patient}."


def _owed(names: Names, heard: Collection[str]) -> Iterator[str]:
    if names.creditor and CREDITOR in heard:
        yield f"Owed to {names.creditor}."


def _owed_by_bill(debt: Debt, names: Names, heard: Collection[str]) -> Iterator[str]:
    """To whom, and under which name the bill came, where that is another."""
    bill = debt.details.bill
    billed = bill.billing_name if bill else ""
    if billed and billed.casefold() not in {names.facility.casefold(), names.creditor.casefold()}:
        yield f"The bill came as {billed}."
    if names.creditor.casefold() != names.facility.casefold():
        yield from _owed(names, heard)


def _money(sums: Sums, debt: Debt) -> Iterator[str]:
    """The sums without a word of a plan."""
    yield from _charged(sums, debt)
    others = (sums.adjusted_cents or 0) + (sums.plan_paid_cents or 0)
    if others:
        yield f"Others paid or took off {_sum(others)}."
    yield from _rest(sums, debt)


def _charged(sums: Sums, debt: Debt) -> Iterator[str]:
    if sums.charged_cents is not None:
        yield f"Charged {_sum(sums.charged_cents)}."
    elif debt.original_cents != debt.balance_cents:
        yield f"Placed with us at {_sum(debt.original_cents)}."


def _claim(debt: Debt, sums: Sums, reasons: Mapping[str, Denial]) -> Iterator[str]:
    """What was charged, what became of the claim, and what was taken off."""
    yield from _charged(sums, debt)
    yield _plan(debt.details, sums)
    bill = debt.details.bill
    for code in bill.denials if bill else ():
        reason = reasons.get(_bare(code))
        yield f"Why: {reason.why} ({code})." if reason else f"Why: code {code}, which our list does not have."
    if sums.adjusted_cents:
        yield f"Taken off by whoever billed: {_sum(sums.adjusted_cents)}."


def _plan(details: DebtDetails, sums: Sums) -> str:
    """The plan, what it allowed and paid; of a cover that is unknown, that it is."""
    if not details.insurance_name and details.insurance_type == "self_pay":
        return "No plan is on file for that day."
    did = [
        f"{verb} {_sum(cents) if cents else 'nothing'}"
        for verb, cents in (("allowed", sums.allowed_cents), ("paid", sums.plan_paid_cents))
        if cents is not None
    ]
    is_told = bool(did) and details.insurance_status == "paid"
    told = insurance(replace(details, insurance_status="") if is_told else details)
    did_so = " and ".join(did)
    if not told:
        return f"A plan {did_so}." if did else "Whether a plan covered that day is not on file."
    return f"Insurance: {told}; it {did_so}." if did else f"Insurance: {told}."


def _rest(sums: Sums, debt: Debt) -> Iterator[str]:
    """Payments, and what is left."""
    if sums.patient_paid_cents:
        yield f"Paid by the patient {_sum(sums.patient_paid_cents)}."
    if sums.since_cents:
        yield f"Paid since it came to us {_sum(sums.since_cents)}."
    if debt.last_paid and debt.last_paid_cents:
        yield f"The last payment was {_sum(debt.last_paid_cents)} on {_day(debt.last_paid)}."
    yield f"Left {_sum(sums.left_cents)}."


def _whose(debt: Debt, reasons: Mapping[str, Denial]) -> Iterator[str]:
    """Where a reason speaks for it that the patient does not owe that part."""
    bill = debt.details.bill or Bill()
    for code in bill.denials:
        reason = reasons.get(_bare(code))
        group = code.partition("-")[0] if "-" in code else (reason.group if reason else "")
        is_off = reason is not None and reason.patient == "off"
        whose = GROUPS.get(group) or (reason.patient if reason else "")
        if whose == "no" and not (is_off and bill.adjusted_cents):
            yield f"{code} is usually not the patient's to pay: ask the client before you ask for money."


def _bare(code: str) -> str:
    return code.rpartition("-")[2]


def insurance(details: DebtDetails) -> str:
    """The cover in words: who, of what kind, what came of it. A client's own kind is shown as written."""
    kind = KINDS.get(details.insurance_type, details.insurance_type.replace("_", " "))
    status = STATUSES.get(details.insurance_status, details.insurance_status.replace("_", " "))
    return ", ".join(part for part in (details.insurance_name, kind, status) if part)


def _sum(cents: int) -> str:
    return f"${format_cents(cents)}"


def _day(day: date | None) -> str:
    return f"{day:%d %b %Y}" if day else "an unknown day"


# ── the table of reasons ──


def parse_denials(rows: Iterable[Sequence[str]], name: str = "carc.csv") -> dict[str, Denial]:
    """Reason codes by code; BadInput names what is wrong. Rows that begin with # are remarks."""
    told = [row for row in rows if row and not row[0].startswith("#")]
    if not told or tuple(told[0]) != HEADER:
        message = f"its header is not {','.join(HEADER)}"
        raise BadInput(message, name, "put it back")
    found: dict[str, Denial] = {}
    for row in told[1:]:
        if len(row) != len(HEADER) or row[3] not in PATIENT or not row[0] or row[0] in found:
            message = (
                f"the row {','.join(row)!r} is none of code, why, group, patient ({', '.join(PATIENT)}), each once"
            )
            raise BadInput(message, name, "mend it")
        found[row[0]] = Denial(code=row[0], why=row[1], group=row[2], patient=row[3])
    return found
