"""Placement files in a few lines, taken into a store in memory: what the intake tests are written in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypedDict, Unpack

from callassist.casefile import CaseFile, Restriction
from callassist.intake.library import data_root, load_setting
from callassist.intake.placements import import_placements
from callassist.intake.receipt import OnProgress, Receipt
from callassist.journal import fold
from callassist.rules import Setting
from callassist.store import Store

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)

ANN: dict[str, str] = {
    "account_number": "A-1",
    "client": "MERCY",
    "first_name": "Ann",
    "last_name": "Lee",
    "dob": "1980-03-04",
    "ssn_last4": "4417",
    "phone_cell": "614-555-0101",
    "address": "12 Elm St",
    "city": "Columbus",
    "state": "OH",
    "zip": "43215",
    "balance": "120.00",
    "date_of_service": "2026-01-15",
    "itemization_date": "2026-02-01",
    "placed_date": "2026-06-01",
    "guarantor_ref": "G100",
}


@cache
def setting() -> Setting:
    """The setting that callassist ships with."""
    return load_setting(data_root())


def ann(**cells: str) -> dict[str, str]:
    """Ann Lee's record, with other cells."""
    return ANN | cells


def text_of(*records: dict[str, str], delimiter: str = ",") -> str:
    """Records as a delimited file; the header has every column that one of them has."""
    columns = list(dict.fromkeys(column for record in records for column in record))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


class Options(TypedDict, total=False):
    """What may be said about a file."""

    mapping: Path | Mapping[str, str] | None
    client: str | None
    rejects: Path | None
    progress: OnProgress | None


class Intake:
    """A store, and files that are sent to it one after the other."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.path = folder / "placements.csv"

    def send(self, *records: dict[str, str], **options: Unpack[Options]) -> Receipt:
        """Take records in as one file."""
        return self.send_text(text_of(*records), **options)

    def send_text(self, text: str | bytes, now: datetime = NOW, **options: Unpack[Options]) -> Receipt:
        """Take a file in as it is; every record has to be accounted for."""
        self.path.write_bytes(text if isinstance(text, bytes) else text.encode())
        receipt = import_placements(self.store, setting(), self.path, now=now, actor="import", **options)
        assert receipt.read == receipt.added + receipt.updated + receipt.unchanged + receipt.rejected
        return receipt

    def cases(self) -> list[CaseFile]:
        """Every case, folded."""
        return [fold(case, *self.store.load(case)) for case in self.store.scan()]

    def case(self, last: str = "Lee", first: str = "") -> CaseFile:
        """The one case of that name."""
        found = [c for c in self.cases() if c.consumer.last == last and first in {"", c.consumer.first}]
        assert len(found) == 1, [c.consumer.full_name for c in found]
        return found[0]

    def events(self) -> Iterator[str]:
        """The kinds of every entry, case by case; a shared debt's twice."""
        for case in self.store.scan():
            _, entries = self.store.load(case)
            yield from (type(entry.event).__name__ for entry in entries)


def kinds(case: CaseFile) -> list[str]:
    """What limits contact with a person."""
    return [restriction.kind for restriction in case.consumer.restrictions]


def limit(case: CaseFile, kind: str) -> Restriction:
    """The one restriction of a kind."""
    (found,) = [restriction for restriction in case.consumer.restrictions if restriction.kind == kind]
    return found
