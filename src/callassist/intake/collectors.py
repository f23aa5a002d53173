"""Who may work what: data/collectors.csv, one line a login. A login without a line may work everything."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from callassist.errors import BadInput
from callassist.intake.library import data_root
from callassist.store import Seat

FILE: Final = "collectors.csv"
LIMITS: Final = ("desks", "teams", "clients", "lines", "languages", "states")
COLUMNS: Final = ("login", *LIMITS)


def read_seat(login: str, root: Path | None = None) -> Seat:
    """The seat of a login; each limit is a list with spaces between, and empty means none. BadInput."""
    path = (root or data_root()) / FILE
    if not path.exists():
        return Seat(collector=login)
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        what = f"it cannot be read ({fault})"
        raise BadInput(what, str(path), "mend it, or take it away") from fault
    if rows and tuple(rows[0]) != COLUMNS:
        what = "its columns are not those of collectors"
        raise BadInput(what, str(path), f"write {','.join(COLUMNS)}")
    row = next((each for each in rows if each["login"] == login), None)
    if row is None:
        return Seat(collector=login)
    desks, teams, clients, lines_of_business, languages, states = (tuple((row[name] or "").split()) for name in LIMITS)
    return Seat(
        collector=login,
        desks=desks,
        teams=teams,
        clients=clients,
        lines=lines_of_business,
        languages=languages,
        regions=states,
    )
