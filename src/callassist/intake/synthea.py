"""Takes in a CSV export of Synthea: synthetic patients with debts, to try callassist on something real.

Nobody in it exists. Telephone numbers are not part of an export; on request each person gets one between 555-0100
and 555-0199, which belong to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Final

from callassist.intake.cells import Reader
from callassist.intake.columns import COLUMNS, Cells, Layout
from callassist.intake.library import data_root
from callassist.intake.placement import Placement, Slip
from callassist.intake.placements import terms_of
from callassist.intake.placing import Placing
from callassist.intake.receipt import Acknowledging, OnProgress, Receipt
from callassist.intake.rejects import Reject, RejectsFile
from callassist.intake.synthea_debts import SyntheaDebt, debts_of
from callassist.intake.synthea_files import Export, read_export, without_digits
from callassist.intake.synthetic_tables import load_tables
from callassist.intake.vocabulary import STATES
from callassist.intake.writing import Stamp
from callassist.money import format_cents
from callassist.rules import Setting
from callassist.store import Store

CLIENT: Final = "SYNTHEA"
CHUNK: Final = 500
EXTRA: Final = ("synthetic", "died")
_MEDICARE: Final = {"Medicare": "medicare", "Medicaid": "medicaid", "Dual Eligible": "medicaid"}
UNDER_AGE: Final = "under age on the day of service"
UNINSURED: Final = "NO_INSURANCE"


def import_synthea(  # noqa: PLR0913 - what a command line offers, by name
    store: Store,
    setting: Setting,
    folder: Path,
    *,
    now: datetime,
    actor: str,
    phones_from: int | None = None,
    after: date | None = None,
    rejects: Path | None = None,
    progress: OnProgress | None = None,
) -> Receipt:
    """Take in an export. What patients paid after a day is left out, everything without `after`; BadExport."""
    export = read_export(folder)
    layout = Layout(
        width=len(COLUMNS) + len(EXTRA),
        known=tuple(range(len(COLUMNS))),
        extra=tuple((name, at) for at, name in enumerate(EXTRA, len(COLUMNS))),
        ordered=tuple(range(len(COLUMNS) + len(EXTRA))),
    )
    terms = terms_of(setting, layout, now, CLIENT)
    reader = Reader(terms)
    rows = list(_Rows(export, phones_from).of(debts_of(export, after, terms.adult)))
    placing = Placing(store, setting, Stamp(at=now, actor=actor, source=f"Synthea {folder.name}"), is_first=False)
    with RejectsFile(rejects) as rejects_file, store.loading():
        count = Acknowledging(folder, len(rows), rejects_file, progress)
        for at in range(0, len(rows), CHUNK):
            _take(placing, reader, rows[at : at + CHUNK], at, count)
        count.refuse(placing.finish())
    return count.receipt(placing.tally)


def _take(placing: Placing, reader: Reader, rows: Sequence[list[str]], first: int, count: Acknowledging) -> None:
    """One chunk of records, numbered from `first`."""

    def read(slip: Slip) -> Placement | None:
        placement = reader.placement(slip)
        if isinstance(placement, Reject):
            count.refuse((placement,))
            return None
        return placement

    slips = [reader.slip(number, number + 1, row, is_plain=False) for number, row in enumerate(rows, first)]
    count.refuse(placing.renew(slips, read))
    count.let_pass(reader.warnings(), reader.stripped_lately(), 0)
    count.went(len(rows), first + len(rows))


class _Rows:
    """Writes debts as records of a placement file, so that they go the same way as any."""

    def __init__(self, export: Export, phones_from: int | None) -> None:
        self._export = export
        self._seed = phones_from
        # The day of the last entry: a day of the files' own, so that the same folder makes the same records.
        self._placed = max((step.day for steps in export.steps.values() for step in steps), default=date.min)
        self._area_codes = _area_codes() if phones_from is not None else {}

    def of(self, debts: Iterator[SyntheaDebt]) -> Iterator[list[str]]:
        """A record for each debt: our columns, then EXTRA."""
        for debt in debts:
            cells = self._cells(debt)
            marks = "person" if self._seed is None else f"person; number from seed {self._seed}"
            died = debt.patient.died
            yield [*cells, marks, died.isoformat() if died else ""]

    def _cells(self, debt: SyntheaDebt) -> Cells:
        claim, patient, owed, cover = debt.claim, debt.patient, debt.owed, debt.cover
        payer = self._export.payers.get(claim.payer, "")
        who = self._who(debt)
        return Cells(
            account_number=claim.id,
            client_ref="",
            client=CLIENT,
            creditor=claim.facility,
            **who,
            phone_home="",
            phone_cell=self._number(who["guarantor_ref"], patient.state),
            phone_work="",
            email="",
            address=patient.street,
            city=patient.city,
            state=patient.state,
            zip=patient.zip,
            balance=format_cents(owed.balance_cents),
            original_balance=format_cents(owed.transferred_cents),
            date_of_service=claim.served.isoformat(),
            itemization_date=(claim.billed or claim.served).isoformat(),
            last_payment_date=owed.last_paid.isoformat() if owed.last_paid else "",
            last_payment_amount=format_cents(owed.last_paid_cents) if owed.last_paid else "",
            placed_date=self._placed.isoformat(),
            facility=claim.facility,
            insurance_name="" if payer == UNINSURED else payer,
            insurance_type="self_pay" if payer == UNINSURED else _MEDICARE.get(payer, "commercial"),
            insurance_member_id=cover.member if cover else "",
            insurance_status=claim.status.lower(),
            language="",
            patient_first_name=patient.first,
            patient_last_name=patient.last,
            first_statement_date="",
            default_date="",
            judgment_date="",
            debt_basis="",
            assistance_told_date="",
        )

    def _who(self, debt: SyntheaDebt) -> dict[str, str]:
        """Who owes it: the guardian of a patient who was under age, else the patient, alive or not."""
        patient = debt.patient
        if debt.guardian:
            first, _, last = without_digits(debt.guardian).rpartition(" ")
            mine = {"first_name": first, "last_name": last, "suffix": "", "dob": "", "ssn_last4": "", "notes": ""}
            return {**mine, "middle_name": "", "guarantor_ref": f"{patient.id} {debt.guardian}"}
        return {
            "first_name": patient.first,
            "middle_name": "",
            "last_name": patient.last,
            "suffix": patient.suffix,
            "dob": patient.born.isoformat(),
            "ssn_last4": patient.ssn,
            "guarantor_ref": patient.id,
            "notes": UNDER_AGE if debt.is_minor else "deceased" if patient.died else "",
        }

    def _number(self, reference: str, state: str) -> str:
        """A number that belongs to nobody, the same for the same person and seed."""
        codes = self._area_codes.get(STATES.get(state.upper(), ""))
        if self._seed is None or not codes:
            return ""
        drawn = int.from_bytes(blake2b(f"{self._seed} {reference}".encode(), digest_size=8).digest())
        return f"{codes[drawn % len(codes)]}55501{drawn // len(codes) % 100:02d}"


def _area_codes() -> dict[str, tuple[str, ...]]:
    """The area codes of each state."""
    codes: dict[str, set[str]] = {}
    for place, _ in load_tables(data_root() / "tables").places:
        codes.setdefault(place.state, set()).update(place.area_codes)
    return {state: tuple(sorted(found)) for state, found in codes.items()}
