"""A synthetic portfolio in the columns of a placement file: any size, and one seed makes the same bytes.

Nobody in it exists. Every client_ref begins with SYN-, e-mail addresses end in the example domains, payers
and facilities are invented; ZIPs, area codes and the frequency of names are real. Phone numbers have dialable
shapes and may belong to somebody, so none may be called; `fictional_numbers` makes all of them 555-0100 to
555-0199, which belong to nobody, and repeat after a hundred of an area code, and keeps to the usual surnames.

A debt that two people owe stands on two rows, one after the other: the same client and account_number with
two guarantor_refs. So a file of N accounts has about 1 % more than N rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Final, TextIO

from callassist.intake.library import data_root
from callassist.intake.synthetic_accounts import COLUMNS, Accounts, Row
from callassist.intake.synthetic_luck import Luck
from callassist.intake.synthetic_people import Numbers, People
from callassist.intake.synthetic_tables import load_tables

__all__ = ["COLUMNS", "DEMO_ACCOUNTS", "DEMO_AS_OF", "DEMO_SEED", "generate", "write_csv", "write_demo"]

DEMO_AS_OF: Final = date(2026, 6, 1)
DEMO_ACCOUNTS: Final = 600
DEMO_SEED: Final = 2026
CHUNK: Final = 2_000

Progress = Callable[[int], None]
Debt = tuple[Row, ...]


def generate(
    accounts: int, seed: int, as_of: date = DEMO_AS_OF, *, fictional_numbers: bool = False
) -> Iterator[tuple[str, ...]]:
    """Rows of `accounts` debts in the order of COLUMNS, made when asked for; no date is after `as_of`."""
    return chain.from_iterable(_debts(accounts, seed, as_of, fictional_numbers=fictional_numbers))


def write_csv(target: Path | TextIO, accounts: int, seed: int, as_of: date, progress: Progress | None = None) -> int:
    """Write a portfolio with its header and return the number of rows; memory stays flat.

    `progress` is called with the accounts written since its last call; they add up to `accounts`.
    """
    return _write(target, _debts(accounts, seed, as_of, fictional_numbers=False), progress)


def write_demo(target: Path | TextIO) -> int:
    """Write data/demo/placements.csv: the demo portfolio, whose phone numbers belong to nobody."""
    return _write(target, _debts(DEMO_ACCOUNTS, DEMO_SEED, DEMO_AS_OF, fictional_numbers=True), None)


def _debts(accounts: int, seed: int, as_of: date, *, fictional_numbers: bool) -> Iterator[Debt]:
    luck = Luck(seed)
    tables = load_tables(data_root() / "tables", with_rare=not fictional_numbers)
    people = People(luck, tables, Numbers(luck, are_fictional=fictional_numbers), as_of)
    return islice(Accounts(luck, tables, people, as_of).debts(), accounts)


def _write(target: Path | TextIO, debts: Iterator[Debt], progress: Progress | None) -> int:
    if isinstance(target, Path):
        with target.open("w", encoding="utf-8", newline="") as out:
            return _write(out, debts, progress)
    target.write(_line(COLUMNS))
    rows = 0
    while chunk := tuple(islice(debts, CHUNK)):
        lines = tuple(map(_line, chain.from_iterable(chunk)))
        target.write("".join(lines))
        rows += len(lines)
        if progress:
            progress(len(chunk))
    return rows


def _line(row: Row) -> str:
    """A row as csv.writer puts it; which is slow, and asked only where quotes are needed."""
    line = ",".join(row)
    if line.count(",") == len(row) - 1 and '"' not in line:
        return line + "\n"
    quoted = io.StringIO()
    csv.writer(quoted, lineterminator="\n").writerow(row)
    return quoted.getvalue()
