"""What the patients of a Synthea export owe, and who answers for it.

Synthea pays almost every claim on the spot. A debt is what had been transferred to the patient, or charged to them
in the first place, less what they paid up to a stated day: payments after it are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from callassist.intake.synthea_files import GUARDIAN, PATIENT, Claim, Cover, Export, Patient, Step
from callassist.intake.vocabulary import STATES


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """A claim's patient balance in cents: all that came to the patient, and what is left of it."""

    transferred_cents: int
    balance_cents: int
    last_paid: date | None = None
    last_paid_cents: int = 0


class SyntheaDebt(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that is owed. For a patient under age then, `guardian` answers, as Synthea writes it; '' for nobody."""

    claim: Claim
    patient: Patient
    owed: Owed
    cover: Cover | None
    is_minor: bool
    guardian: str


def owed_of(steps: tuple[Step, ...], after: date | None) -> Owed:
    """Walk a claim's steps in order. A payment is the patient's when the patient held the line just then."""
    transferred = balance = last_cents = 0
    last: date | None = None
    holder = ""
    for step in steps:
        if step.kind in {"CHARGE", "TRANSFERIN"}:
            holder = step.holder
            if holder == PATIENT:
                transferred += step.cents
                balance += step.cents
        elif holder == PATIENT and step.kind == "ADJUSTMENT":
            balance -= step.cents
        elif holder == PATIENT and step.kind == "PAYMENT" and after and step.day <= after:
            balance -= step.cents
            last, last_cents = step.day, step.cents
    return Owed(transferred_cents=transferred, balance_cents=balance, last_paid=last, last_paid_cents=last_cents)


def debts_of(export: Export, after: date | None, adult: Mapping[str, int]) -> Iterator[SyntheaDebt]:
    """Every claim with something left to pay, in the order of the file; claims of unknown patients are none."""
    for claim in export.claims:
        patient = export.patients.get(claim.patient)
        owed = owed_of(export.steps.get(claim.id, ()), after)
        if patient and owed.balance_cents > 0:
            covers = export.covers.get(claim.patient, ())
            is_minor = years_at(patient, claim.served) < age_of_majority(patient, adult)
            yield SyntheaDebt(
                claim=claim,
                patient=patient,
                owed=owed,
                cover=next((c for c in covers if c.since <= claim.served < c.until), None),
                is_minor=is_minor,
                guardian=_guardian(covers, claim.served) if is_minor else "",
            )


def years_at(patient: Patient, day: date) -> int:
    """The patient's age in whole years."""
    born = patient.born
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_of_majority(patient: Patient, adult: Mapping[str, int]) -> int:
    """From which age a patient answers for themselves."""
    return adult.get(STATES.get(patient.state.upper(), ""), adult["*"])


def _guardian(covers: tuple[Cover, ...], day: date) -> str:
    """Who held a guardian's cover for the patient that day; else the last before it, else the first after it."""
    held = [cover for cover in covers if cover.ownership == GUARDIAN and cover.owner]
    before = [cover.owner for cover in held if cover.since <= day]
    return before[-1] if before else next((cover.owner for cover in held), "")
