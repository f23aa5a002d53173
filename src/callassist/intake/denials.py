"""Why plans pay less or nothing, by reason code: data/tables/carc.csv."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from callassist.errors import BadInput
from callassist.owing import Denial, parse_denials

TABLE: Final = "carc.csv"


def load_denials(root: Path) -> dict[str, Denial]:
    """Reason codes in plain words; BadInput when the table cannot be read or is wrong."""
    path = root / "tables" / TABLE
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return parse_denials(csv.reader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        what, remedy = f"the table cannot be read ({fault})", "put back the file that came with callassist"
        raise BadInput(what, str(path), remedy) from fault
