"""Takes in a placement file: reads, joins, tells as events, and acknowledges. The same file twice changes nothing.

Into an empty store it reads with a second process and writes large chunks. Into a store with cases in it chunks are
small and followed by a pause, so that collectors get their turn. A chunk is one transaction: whatever ends an import
leaves whole chunks, and the same command takes in the rest.
"""

from __future__ import annotations

import csv
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from callassist.intake.ahead import Job, ahead, frames
from callassist.intake.cells import Reader, Terms
from callassist.intake.chunk import Tally
from callassist.intake.columns import Layout, lay_out, read_map
from callassist.intake.library import data_root
from callassist.intake.placement import Placement, Slip
from callassist.intake.placing import Placing
from callassist.intake.receipt import Acknowledging, OnProgress, Receipt
from callassist.intake.rejects import Reject, RejectsFile
from callassist.intake.rows import BadFile, examine
from callassist.intake.sheets import sheets
from callassist.intake.writing import Stamp
from callassist.rules import Setting
from callassist.store import Store

FIRST_CHUNK: Final = 5_000
SHEET: Final = 4_000
WORTH_A_PROCESS: Final = 4_000_000
"""Bytes of a file; a process takes a quarter of a second to start."""


UNREADABLE: Final = "it cannot be read"


class Unreadable(BadFile):
    """A file that is not there or may not be read; `reason` is the system's word for it."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(reason, str(path), "check its name and who may read it")
        self.args = (path, reason)


def import_placements(  # noqa: PLR0913 - what a command line offers, by name
    store: Store,
    setting: Setting,
    path: Path,
    *,
    now: datetime,
    actor: str,
    mapping: Path | Mapping[str, str] | None = None,
    client: str | None = None,
    rejects: Path | None = None,
    progress: OnProgress | None = None,
) -> Receipt:
    """Take in a placement file. `client` is for records that name none; BadFile when it cannot be read at all."""
    try:
        shape = examine(path)
        renames = read_map(mapping) if isinstance(mapping, Path) else mapping or {}
    except OSError as error:
        raise Unreadable(Path(error.filename or path), error.strerror or UNREADABLE) from error
    terms = terms_of(setting, lay_out(path, shape, renames), now, client or "")
    job = Job(path=str(path), shape=shape, terms=terms, chunk=FIRST_CHUNK)
    stamp = Stamp(at=now, actor=actor, source=path.name)
    is_first = next(iter(store.scan()), None) is None
    placing = Placing(store, setting, stamp, is_first=is_first)
    with RejectsFile(rejects) as rejects_file, store.loading(), _no_collecting():
        count = Acknowledging(path, shape.size, rejects_file, progress)
        tally = _fill(placing, job, count) if is_first else _renew(placing, job, count)
    return count.receipt(tally)


def _fill(placing: Placing, job: Job, count: Acknowledging) -> Tally:
    """Into an empty store: read and checked by another process, when the file is worth one."""
    for frame in ahead(job) if job.shape.size >= WORTH_A_PROCESS else frames(job):
        if frame.fault:
            raise Unreadable(Path(job.path), frame.fault)
        count.let_pass(frame.warnings, frame.stripped, frame.recoded)
        count.refuse(frame.rejects)
        count.refuse(placing.fill(frame.placements))
        count.went(len(frame.placements) + len(frame.rejects), frame.done)
    return placing.tally


def _renew(placing: Placing, job: Job, count: Acknowledging) -> Tally:
    """Into a store in use: most records stop at their account; the others leave room for collectors."""
    reader = Reader(job.terms)
    placing.expect(job.shape.rows)

    def read(slip: Slip) -> Placement | None:
        placement = reader.placement(slip)
        if isinstance(placement, Reject):
            count.refuse((placement,))
            return None
        return placement

    try:
        for sheet in sheets(Path(job.path), job.shape, reader, SHEET):
            count.refuse(sheet.rejects)
            count.refuse(placing.renew(sheet.slips, read))
            count.let_pass(reader.warnings(), reader.stripped_lately(), sheet.recoded)
            count.went(len(sheet.slips) + len(sheet.rejects), sheet.done)
    except OSError as error:
        raise Unreadable(Path(job.path), error.strerror or UNREADABLE) from error
    count.refuse(placing.finish())
    return placing.tally


def terms_of(setting: Setting, layout: Layout, now: datetime, client: str) -> Terms:
    """What a file is read by: our clients, the age of majority, and the phrases that hand on restrictions."""
    tables = data_root() / "tables"
    codes = {code.upper(): code for code in setting.clients}
    return Terms(
        layout=layout,
        client=codes.get(client.upper(), client),
        clients=codes,
        lines={code: policy.line for code, policy in setting.clients.items()},
        adult={row["state"]: int(row["age"]) for row in _rows(tables / "majority.csv")},
        phrases=tuple((row["phrase"], row["kind"]) for row in _rows(tables / "inherited_notes.csv")),
        today=now.date(),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    """Rows of a table whose sources stand in comment lines on top."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Millions of values and no cycle among them: the collector of cycles would look at them all, again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
