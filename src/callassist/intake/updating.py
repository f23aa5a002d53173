"""A record of an account that is on file: what it changes, as events; nothing when it says nothing new."""

from __future__ import annotations

from typing import Final, TypeVar

from msgspec.structs import replace

from callassist.casefile import CaseFile, Debt, consumer_stream, debt_stream
from callassist.dossier import DebtDetails
from callassist.events import BalanceChanged, DebtAmended, DebtPlaced, FactAdded
from callassist.intake.bills import merged
from callassist.intake.debt_days import learnt
from callassist.intake.people import difference, is_alike, who_is, who_of
from callassist.intake.placement import Placement
from callassist.intake.writing import Pen, Stamp, correct_person, corrected, new_facts, pen_for, write_new_note

T = TypeVar("T")
WHY: Final = "as the client's file has it"
SECOND: Final = "co_guarantor"


def owner_of(placement: Placement, owners: tuple[CaseFile, ...]) -> CaseFile | None:
    """Which of those who owe a debt a record of it is about; None when it is about somebody else."""
    reference = (placement.client, placement.ref.upper())
    for owner in owners:
        held = {(client, ref.upper()) for client, ref in owner.consumer.references}
        if placement.ref and reference in held:
            return owner
    given = who_of(placement)
    for owner in owners:
        other = who_is(owner.consumer)
        if difference(given, other) or not is_alike(given, other):
            continue
        is_numbered = any(client == placement.client for client, _ in owner.consumer.references)
        if not placement.ref or not is_numbered or (given.dob is not None and given.dob == other.dob):
            return owner
    return None


def update_debt(case: CaseFile, debt: Debt, placement: Placement, stamp: Stamp) -> Pen:
    """Money and claim. What the client leaves out of a later record stays as it was."""
    pen = pen_for(case, debt_stream(debt.id), stamp)
    terms, details = placement.terms, _merged(debt.details, placement.details)
    is_placed_again = debt.state == "recalled"
    if terms.balance_cents != debt.balance_cents and not is_placed_again:
        pen.event(BalanceChanged(balance_cents=terms.balance_cents, was_cents=debt.balance_cents, why=WHY))
    if dated := learnt(debt, placement.dated):
        pen.event(dated)
    if is_placed_again or _is_restated(debt, terms):
        pen.event(_restated(debt, terms, pen.row(details)))
        return pen
    amended = DebtAmended(
        creditor=_changed(debt.creditor, terms.creditor),
        facility=_changed(debt.facility, terms.facility),
        service=_changed(debt.service, terms.service),
        itemised=_changed(debt.itemised, terms.itemised),
        row=pen.row(details) if details != debt.details else None,
    )
    if amended != DebtAmended():
        pen.event(amended)
    return pen


def _changed(was: T, given: T) -> T | None:
    return given if given and given != was else None


def _is_restated(debt: Debt, terms: DebtPlaced) -> bool:
    """Whether something changed that an amendment cannot say."""
    pairs = (
        (debt.original_cents, terms.original_cents),
        (debt.placed, terms.placed),
        (debt.last_paid, terms.last_paid),
        (debt.last_paid_cents, terms.last_paid_cents),
    )
    return any(_changed(was, given) is not None for was, given in pairs)


def _restated(debt: Debt, terms: DebtPlaced, row: int) -> DebtPlaced:
    return replace(
        terms,
        original_cents=terms.original_cents or debt.original_cents,
        creditor=terms.creditor or debt.creditor,
        facility=terms.facility or debt.facility,
        service=terms.service or debt.service,
        itemised=terms.itemised or debt.itemised,
        placed=terms.placed or debt.placed,
        last_paid=terms.last_paid or debt.last_paid,
        last_paid_cents=terms.last_paid_cents or debt.last_paid_cents,
        row=row,
    )


def _merged(held: DebtDetails, given: DebtDetails) -> DebtDetails:
    return DebtDetails(
        client_ref=given.client_ref or held.client_ref,
        patient_first=given.patient_first or held.patient_first,
        patient_last=given.patient_last or held.patient_last,
        insurance_name=given.insurance_name or held.insurance_name,
        insurance_type=given.insurance_type or held.insurance_type,
        insurance_member_id=given.insurance_member_id or held.insurance_member_id,
        insurance_status=given.insurance_status or held.insurance_status,
        extra=held.extra | given.extra,
        bill=merged(held.bill, given.bill),
    )


def update_person(case: CaseFile, placement: Placement, debt: int, stamp: Stamp) -> Pen:
    """Who they are and where they can be reached."""
    pen = pen_for(case, consumer_stream(case.id), stamp)
    for fact in new_facts(case.consumer, placement):
        pen.event(FactAdded(row=pen.row(fact), source=pen.source))
    correct_person(pen, case.consumer, corrected(case.consumer, placement))
    write_new_note(pen, case, placement, debt)
    return pen
