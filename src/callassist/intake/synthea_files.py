"""The CSV export of Synthea as it is needed here, read by header name; columns it does not know are passed over."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from callassist.intake.rows import BadFile
from callassist.money import parse_cents

_DIGITS: Final = re.compile(r"\d+")
GUARDIAN: Final = "Guardian"
PATIENT: Final = "p"


class BadExport(BadFile):
    """A file of the export that is missing, or misses a column; `fault` is a clause."""

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(fault, str(path), "export the patients again with Synthea's CSV exporter")
        self.args = (path, fault)


class Patient(msgspec.Struct, frozen=True, kw_only=True):
    """A patient; names without the digits that Synthea hangs on them."""

    id: str
    first: str
    last: str
    suffix: str
    born: date
    died: date | None
    ssn: str
    street: str
    city: str
    state: str
    zip: str


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """An insurance of a patient from one day to another; `owner` is who holds it, as Synthea writes the name."""

    since: date
    until: date
    payer: str
    member: str
    ownership: str
    owner: str


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim; `billed` is the day on which the patient was last billed."""

    id: str
    patient: str
    payer: str
    facility: str
    served: date
    billed: date | None
    status: str


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a claim's money: CHARGE, PAYMENT, ADJUSTMENT, TRANSFEROUT or TRANSFERIN, in cents.

    `holder` says who owes after a charge or a transfer: 1 and 2 are insurers, p is the patient.
    """

    kind: str
    day: date
    cents: int
    holder: str


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder holds. Covers are in order of time, steps in the order in which they were booked."""

    patients: dict[str, Patient]
    covers: dict[str, tuple[Cover, ...]]
    payers: dict[str, str]
    claims: tuple[Claim, ...]
    steps: dict[str, tuple[Step, ...]]


def read_export(folder: Path) -> Export:
    """Read a folder; BadExport."""
    covers: dict[str, list[Cover]] = {}
    for row in _rows(
        folder / "payer_transitions.csv", "PATIENT START_YEAR END_YEAR PAYER MEMBERID OWNERSHIP OWNERNAME"
    ):
        covers.setdefault(row["PATIENT"], []).append(_cover(row))
    steps: dict[str, list[tuple[int, Step]]] = {}
    for row in _rows(
        folder / "claims_transactions.csv",
        "CLAIMID CHARGEID TYPE AMOUNT PAYMENTS ADJUSTMENTS FROMDATE TRANSFERTYPE",
    ):
        steps.setdefault(row["CLAIMID"], []).append((int(row["CHARGEID"] or 0), _step(row)))
    return Export(
        patients={patient.id: patient for patient in _patients(folder / "patients.csv")},
        covers={patient: tuple(sorted(held, key=lambda c: c.since)) for patient, held in covers.items()},
        payers={row["Id"]: row["NAME"] for row in _rows(folder / "payers.csv", "Id NAME")},
        claims=tuple(_claims(folder)),
        steps={
            claim: tuple(step for _, step in sorted(booked, key=lambda each: each[0]))
            for claim, booked in steps.items()
        },
    )


def without_digits(name: str) -> str:
    """A name as people have it."""
    return " ".join(_DIGITS.sub("", name).split())


def _patients(path: Path) -> Iterator[Patient]:
    columns = "Id BIRTHDATE DEATHDATE SSN FIRST LAST SUFFIX ADDRESS CITY STATE ZIP"
    for row in _rows(path, columns):
        yield Patient(
            id=row["Id"],
            first=without_digits(row["FIRST"]),
            last=without_digits(row["LAST"]),
            suffix=row["SUFFIX"],
            born=date.fromisoformat(row["BIRTHDATE"]),
            died=_day(row["DEATHDATE"]),
            ssn=row["SSN"],
            street=row["ADDRESS"],
            city=row["CITY"],
            state=row["STATE"],
            zip=row["ZIP"],
        )


def _claims(folder: Path) -> Iterator[Claim]:
    """Claims with the organisation of their encounter, which is where the patient was."""
    organisations = {row["Id"]: row["NAME"] for row in _rows(folder / "organizations.csv", "Id NAME")}
    visits = {row["Id"]: row["ORGANIZATION"] for row in _rows(folder / "encounters.csv", "Id ORGANIZATION")}
    columns = "Id PATIENTID PRIMARYPATIENTINSURANCEID APPOINTMENTID SERVICEDATE LASTBILLEDDATEP STATUS1"
    for row in _rows(folder / "claims.csv", columns):
        yield Claim(
            id=row["Id"],
            patient=row["PATIENTID"],
            payer=row["PRIMARYPATIENTINSURANCEID"],
            facility=organisations.get(visits.get(row["APPOINTMENTID"], ""), ""),
            served=date.fromisoformat(row["SERVICEDATE"][:10]),
            billed=_day(row["LASTBILLEDDATEP"]),
            status=row["STATUS1"],
        )


def _cover(row: dict[str, str]) -> Cover:
    return Cover(
        since=date.fromisoformat(row["START_YEAR"][:10]),
        until=_day(row["END_YEAR"]) or date.max,
        payer=row["PAYER"],
        member=row["MEMBERID"],
        ownership=row["OWNERSHIP"],
        owner=row["OWNERNAME"],
    )


def _step(row: dict[str, str]) -> Step:
    amount = {"PAYMENT": row["PAYMENTS"], "ADJUSTMENT": row["ADJUSTMENTS"]}.get(row["TYPE"], row["AMOUNT"])
    return Step(
        kind=row["TYPE"],
        day=date.fromisoformat(row["FROMDATE"][:10]),
        cents=parse_cents(amount) if amount else 0,
        holder=row["TRANSFERTYPE"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _rows(path: Path, columns: str) -> Iterator[dict[str, str]]:
    """Rows of one file with the columns that are needed; what a row says badly is the file's fault."""
    wanted = columns.split()
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, restval="")
            missing = [column for column in wanted if column not in (reader.fieldnames or ())]
            if missing:
                raise BadExport(path, f"it has no column {missing[0]}")
            yield from reader
    except OSError as error:
        raise BadExport(path, error.strerror or "it cannot be read") from error
    except (ValueError, csv.Error) as error:
        raise BadExport(path, f"a row of it makes no sense ({error})") from error
