"""Tables of data/tables as rows: CSV, under lines that begin with # and say where it comes from."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from callassist.errors import BadInput


def table_rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """(line, row) under the header; BadInput when the table cannot be read or has another header."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = [(line, row) for line, row in enumerate(csv.reader(lines), 1) if row and row[0][:1] != "#"]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        what, remedy = f"the table cannot be read ({fault})", "put back the file that came with callassist"
        raise BadInput(what, str(path), remedy) from fault
    if not rows or (*rows[0][1],) != columns:
        what = "the header is another"
        raise BadInput(what, str(path), f"let it read {','.join(columns)}")
    yield from rows[1:]
