"""Notices that a letter vendor sent, or got back, from its file: one a line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from callassist.errors import BadInput
from callassist.intake.days import Days
from callassist.kinds import NOTICES, WRITTEN
from callassist.notices import Posting

NEEDED: Final = ("account_number", "notice", "sent_date")
KNOWN: Final = (*NEEDED, "client", "medium", "returned_date", "last_day", "case")


class BadLine(BadInput):
    """A line that tells of no notice; the sentence says why."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what, f"line {line}", "mend the line, and take the file again")


def read_postings(path: Path, client: str, today: date) -> Iterator[tuple[int, Posting | BadLine]]:
    """Each line with its number; BadInput when the file lacks a column. Columns that are not known are passed over."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        rows = csv.DictReader(text)
        names = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
        lacking = [name for name in (*NEEDED, *(() if client else ("client",))) if name not in names]
        if lacking:
            what = f"the column {lacking[0]} is missing"
            raise BadInput(what, path.name, f"head the columns {', '.join(KNOWN)}")
        days = Days(today, are_births=False)
        for row in rows:
            cells = {name: (row[named] or "").strip() for name, named in names.items() if name in KNOWN}
            yield (
                rows.line_num,
                _posting({"client": client, **{k: v for k, v in cells.items() if v}}, days, rows.line_num),
            )


def _posting(cells: Mapping[str, str], days: Days, line: int) -> Posting | BadLine:
    kind, medium = cells.get("notice", "").lower().replace(" ", "_"), cells.get("medium", "mail").lower()
    read = {name: days[cells.get(name, "")] for name in ("sent_date", "returned_date", "last_day")}
    sent = read["sent_date"]
    faults = (
        ("the account number is missing", not cells.get("account_number")),
        (f"{kind!r} is none of {', '.join(NOTICES)}", kind not in NOTICES),
        (f"{medium!r} is none of {', '.join(WRITTEN)}", medium not in WRITTEN),
        *((f"{name} {cells[name]!r} is no day that can be", not day) for name, day in read.items() if cells.get(name)),
        ("the day of sending is missing", sent is None),
        (f"{cells.get('case')!r} is no case", not cells.get("case", "C0").upper().removeprefix("C").isdecimal()),
    )
    fault = next((what for what, is_so in faults if is_so), "")
    if fault or sent is None:
        return BadLine(fault, line)
    return Posting(
        client=cells["client"],
        account=cells["account_number"],
        kind=kind,
        on=sent,
        medium=medium,
        returned=read["returned_date"],
        ends=read["last_day"],
        case=int(cells.get("case", "C0").upper().removeprefix("C")),
    )
