"""Who may work what, and as what: data/collectors.csv, one line a login. A login without a line may work everything."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from callassist.errors import BadInput
from callassist.intake.library import data_root
from callassist.rules import SEATS
from callassist.store import Seat

FILE: Final = "collectors.csv"
LIMITS: Final = ("desks", "teams", "clients", "lines", "languages", "states")
COLUMNS: Final = ("login", *LIMITS, "role")
WITHOUT_ROLES: Final = COLUMNS[:-1]
"""The file as it was before there were roles; everybody in it is a collector."""


def read_seat(login: str, root: Path | None = None) -> Seat:
    """The seat of a login; each limit is a list with spaces between, and empty means none. BadInput."""
    path = (root or data_root()) / FILE
    row = next((each for each in _lines(path) if each["login"] == login), None)
    if row is None:
        return Seat(collector=login)
    desks, teams, clients, lines_of_business, languages, states = (tuple((row[name] or "").split()) for name in LIMITS)
    return Seat(
        collector=login,
        role=_role(row.get("role") or "", login, path),
        desks=desks,
        teams=teams,
        clients=clients,
        lines=lines_of_business,
        languages=languages,
        regions=states,
    )


def _lines(path: Path) -> list[dict[str, str | None]]:
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        what = f"it cannot be read ({fault})"
        raise BadInput(what, str(path), "mend it, or take it away") from fault
    if rows and tuple(rows[0]) not in {COLUMNS, WITHOUT_ROLES}:
        what = "its columns are not those of collectors"
        raise BadInput(what, str(path), f"write {','.join(COLUMNS)}")
    return rows


def _role(text: str, login: str, path: Path) -> str:
    """As what somebody works; nobody has a role by a slip of the pen."""
    role = text.strip() or SEATS[0]
    if role not in SEATS:
        what = f"{login} has the role {role!r}"
        raise BadInput(what, str(path), f"write {', '.join(SEATS)}")
    return role
