"""A letter vendor's file, line by line: what was put on file, and what was refused with the reason."""

from __future__ import annotations

import csv
import os
from pathlib import Path

from callassist.cli.files import progress
from callassist.cli.printed import cells
from callassist.cli.session import Session
from callassist.desk.posted import ADDED, UNCHANGED, UPDATED, post
from callassist.errors import CallassistError
from callassist.intake.postings import read_postings
from callassist.notices import Posting

Refusals = list[tuple[int, str]]


def take(session: Session, file: Path, client: str, rejects: Path) -> tuple[dict[str, int], Path | None]:
    """Counts of the lines: read is the sum of the others. The second is where refusals were written, if any were."""
    desk = session.desk()
    counts = dict.fromkeys(("read", ADDED, UPDATED, UNCHANGED, "rejected"), 0)
    refused: Refusals = []
    with progress("lines read") as advance:
        for line, posting in read_postings(file, client, session.clock().date()):
            counts["read"] += 1
            advance(counts["read"])
            try:
                counts[post(desk.cases, session.actor, _read(posting))] += 1
            except CallassistError as fault:
                counts["rejected"] += 1
                refused.append((line, str(fault)))
    if not refused:
        return counts, None
    write_refusals(rejects, refused)
    return counts, rejects


def _read(posting: Posting | CallassistError) -> Posting:
    if isinstance(posting, CallassistError):
        raise posting
    return posting


def write_refusals(path: Path, refused: Refusals) -> None:
    """For the owner's eyes only: reasons hold account numbers."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "w", encoding="utf-8", newline="") as out:  # noqa: PTH123 - a descriptor, made for its owner alone
        writer = csv.writer(out)
        writer.writerow(("line", "reason"))
        writer.writerows(cells(each) for each in refused)
