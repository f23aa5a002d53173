"""What it counts when a vendor's answer agrees with a case: trace_grades.csv, of which a bad row is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from callassist.errors import BadInput
from callassist.intake.table_rows import table_rows
from callassist.tracing import FIELD_LEVELS, GRADES, Weights

TABLE: Final = "trace_grades.csv"
COLUMNS: Final = ("kind", "field", "level", "bits", "reason")


def load_weights(root: Path) -> Weights:
    """The table under a data folder; BadInput names the first row that is wrong."""
    path = root / "tables" / TABLE
    bits: dict[tuple[str, str], int] = {}
    bars: set[tuple[str, str]] = set()
    grades: dict[str, int] = {}
    household: tuple[tuple[str, ...], int] = ((), 0)
    for line, (kind, field, level, worth, _) in _rows(path):
        where = f"{path} line {line}"
        match kind:
            case "field" if level in FIELD_LEVELS.get(field, ()):
                bits[field, level] = _whole(worth, where)
            case "bar" if level in FIELD_LEVELS.get(field, ()):
                bars.add((field, level))
            case "household" if {*field.split()} <= FIELD_LEVELS.keys():
                household = ((*field.split(),), _whole(worth, where))
            case "grade" if field in GRADES:
                grades[field] = _whole(worth, where)
            case _:
                what, remedy = (
                    f"{kind} {field} {level} is nothing that is compared",
                    "take a field of docs/tracing.md",
                )
                raise BadInput(what, where, remedy)
    best_first = tuple(sorted(((least, grade) for grade, least in grades.items()), reverse=True))
    if tuple(grade for _, grade in best_first) != GRADES:
        what, remedy = "the grades are not A, B, C and D, best first", "write a row of kind grade for each"
        raise BadInput(what, str(path), remedy)
    return Weights(bits=bits, household=household[0], most=household[1], bars=frozenset(bars), grades=best_first)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    for line, row in table_rows(path, COLUMNS):
        if len(row) != len(COLUMNS):
            what, remedy = f"the row has {len(row)} cells, not {len(COLUMNS)}", "write no comma inside a cell"
            raise BadInput(what, f"{path} line {line}", remedy)
        yield line, row


def _whole(text: str, where: str) -> int:
    try:
        return int(text)
    except ValueError as fault:
        what = f"{text!r} is no whole number of bits"
        raise BadInput(what, where, "write one, below 0 for what speaks against") from fault
