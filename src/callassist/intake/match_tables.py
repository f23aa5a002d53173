"""The learnt tables behind caller matching, read from data/tables: levels with m and u, and the calibration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from callassist.errors import BadInput
from callassist.intake.table_rows import table_rows
from callassist.matching_levels import Levels

LEVELS: Final = "match_levels.csv"
CURVE: Final = "match_calibration.csv"
_AS_SHARE: Final = "write a share such as 0.05"


def load_levels(root: Path) -> Levels:
    """Both tables; BadInput."""
    m: dict[tuple[str, str], float] = {}
    u: dict[tuple[str, str], float] = {}
    ways: dict[tuple[str, str], float] = {}
    levels = root / "tables" / LEVELS
    for line, row in _rows(levels, ("field", "level", "m", "u", "ways")):
        at = (row["field"], row["level"])
        m[at] = _share(levels, line, row["m"])
        if row["u"]:
            u[at] = _share(levels, line, row["u"])
        if row["ways"]:
            ways[at] = _number(levels, line, row["ways"])
    curve = root / "tables" / CURVE
    points = [
        (_chance(curve, line, row["raw"]), _chance(curve, line, row["probability"]))
        for line, row in _rows(curve, ("raw", "probability"))
    ]
    if points != sorted(points) or [y for _, y in points] != sorted(y for _, y in points):
        what = "a line has less than the one before it"
        raise BadInput(what, str(curve), "let both columns rise from line to line")
    return Levels(m=m, u=u, ways=ways, curve=tuple(points))


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows by column, with the number of their line."""
    for line, row in table_rows(path, columns):
        if len(row) != len(columns):
            what = f"the row has {len(row)} cells, not {len(columns)}"
            raise BadInput(what, f"{path} line {line}", "write no comma inside a cell without quotation marks")
        yield line, dict(zip(columns, row, strict=True))


def _share(path: Path, line: int, text: str) -> float:
    """A share above 0 and at most 1."""
    share = _chance(path, line, text)
    if not share:
        what = "a share of 0 would rule a person out whatever else is said"
        raise BadInput(what, f"{path} line {line}", "write a small one")
    return share


def _chance(path: Path, line: int, text: str) -> float:
    number = _number(path, line, text)
    if not 0 <= number <= 1:
        what = f"{text} is not between 0 and 1"
        raise BadInput(what, f"{path} line {line}", _AS_SHARE)
    return number


def _number(path: Path, line: int, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        what = f"{text!r} is no number"
        raise BadInput(what, f"{path} line {line}", _AS_SHARE) from None
