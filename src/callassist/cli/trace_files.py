"""Files to and from those who find people: `export trace-request`, `import traces`."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TextIO

import click

from callassist.cli.cases import public, resolve
from callassist.cli.printed import cells
from callassist.cli.session import Session
from callassist.desk.trace_requests import COLUMNS, asked_for, lost
from callassist.errors import BadInput

SHOWN = 20
"""So many cases that were left out are told of, each with its reason."""


def vendor_named(session: Session, vendor: str) -> str:
    """The vendor of agency.yaml that is meant: the only one, when none is named."""
    known = sorted(session.handbook.setting.agency.traces.vendors)
    if vendor in known:
        return vendor
    if not vendor and len(known) == 1:
        return known[0]
    said = f"no vendor called {vendor}" if vendor else "several vendors" if known else "no vendor under traces"
    message = f"agency.yaml has {said}; name one with --vendor: {', '.join(known) or 'none'}."
    raise click.UsageError(message)


def write_request(session: Session, out: Path | None, named: Sequence[str], vendor: str) -> None:
    """Write the request about the cases that are named, else about the skip list, and put on file that it was made."""
    if out is None:
        message = "Name the file to write with --out FILE.csv."
        raise click.UsageError(message)
    who = vendor_named(session, vendor)
    desk = session.desk()
    chosen = [resolve(desk.store, each) for each in named]
    for case in chosen:
        desk.look(case)  # all of them are there, before anybody is put on file as asked for
    left: list[str] = []
    written = 0
    with _own_file(out) as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        for asked, pending in asked_for(desk.cases, session.actor, who, chosen or [*lost(desk.store)]):
            if pending is None:
                left.append(f"{public(asked.case)}: {asked.fault}")
                continue
            lines.writerow(cells(asked.cells))
            file.flush()  # what is on file as asked was written
            written += 1
            if fault := pending.keep():
                left.append(f"{public(asked.case)}: its line is in the file, but it is not on file as asked. {fault}")
    if not written:
        out.unlink()
    session.say("\n".join(_told(out, who, written, left)))


def _told(out: Path, vendor: str, written: int, left: Sequence[str]) -> list[str]:
    people = f"{out}: {written:,} {'person' if written == 1 else 'people'} for {vendor} to find."
    lines = [people if written else f"Nobody is left to ask {vendor} for; {out} is not written."]
    lines += [f"Left out: {each}" for each in left[:SHOWN]]
    return [*lines, *([f"Left out: {len(left) - SHOWN:,} more."] if len(left) > SHOWN else [])]


def _own_file(path: Path) -> AbstractContextManager[TextIO]:
    """A new file that its owner alone may read. One that is there may hold a request that was made: it stays."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        what, remedy = "it is there already, and may hold people who were asked for", "name another file with --out"
        raise BadInput(what, str(path), remedy) from None
    return open(handle, "w", encoding="utf-8", newline="")  # noqa: PTH123 - a descriptor, made for its owner alone
