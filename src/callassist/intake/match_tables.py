"""The learnt tables behind caller matching, read from data/tables: levels with m and u, and the calibration."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from callassist.errors import CallassistError
from callassist.matching_levels import Levels

LEVELS: Final = "match_levels.csv"
CURVE: Final = "match_calibration.csv"


class BadTable(CallassistError):
    """A row of a table that cannot be used."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(path, line, reason)
        self.path, self.line, self.reason = path, line, reason

    def __str__(self) -> str:
        return f"{self.path.name}, line {self.line}: {self.reason}."


def load_levels(root: Path) -> Levels:
    """Both tables; BadTable."""
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
        raise BadTable(curve, 2, "both columns have to rise from line to line")
    return Levels(m=m, u=u, ways=ways, curve=tuple(points))


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the number of their line; what the table is stands above its header in lines that begin with #."""
    with path.open(encoding="utf-8", newline="") as source:
        lines = [(number, line) for number, line in enumerate(source, 1) if not line.startswith("#")]
    reader = csv.DictReader(line for _, line in lines)
    if tuple(reader.fieldnames or ()) != columns:
        raise BadTable(path, lines[0][0] if lines else 1, f"its columns are {', '.join(columns)}")
    yield from zip((number for number, _ in lines[1:]), reader, strict=False)


def _share(path: Path, line: int, text: str) -> float:
    """A share above 0 and at most 1."""
    share = _chance(path, line, text)
    if not share:
        raise BadTable(path, line, "a share of 0 would rule a person out whatever else is said")
    return share


def _chance(path: Path, line: int, text: str) -> float:
    number = _number(path, line, text)
    if not 0 <= number <= 1:
        raise BadTable(path, line, f"{text} is not between 0 and 1")
    return number


def _number(path: Path, line: int, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadTable(path, line, f"{text!r} is no number") from None
