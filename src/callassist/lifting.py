"""Who may lift a limit before it ends by itself: the agency's table of roles by kind, data/tables/limits.csv."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from callassist.errors import BadInput
from callassist.kinds import RESTRICTIONS
from callassist.rules import SEATS

COLUMNS: Final = ("kind", "lifted_by", "settled")
TABLE: Final = "limits.csv"


def parse_lifts(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """The least role, of SEATS, that may lift a limit of each kind. BadInput names the first row that is wrong."""
    table = [tuple(row) for row in rows if row and not row[0].startswith("#")]
    if not table or table[0] != COLUMNS:
        what = "the header is another"
        raise BadInput(what, TABLE, f"let it read {','.join(COLUMNS)}")
    lifts: dict[str, str] = {}
    for row in table[1:]:
        kind, role = _checked(row)
        if kind in lifts:
            what = f"{kind} stands there twice"
            raise BadInput(what, TABLE, "leave one row for each kind")
        lifts[kind] = role
    if missing := [kind for kind in RESTRICTIONS if kind not in lifts]:
        what = f"no row says who may lift {', '.join(missing)}"
        raise BadInput(what, TABLE, "add one for each kind")
    return lifts


def _checked(row: Sequence[str]) -> tuple[str, str]:
    kind, role = (*row, "", "")[:2]
    if len(row) != len(COLUMNS) or kind not in RESTRICTIONS or role not in SEATS:
        what = f"the row {','.join(row)} names no kind of limit, or no role"
        raise BadInput(what, TABLE, f"write a kind, one of {', '.join(SEATS)}, and what settles it")
    return kind, role


def role_to_lift(kind: str, lifts: Mapping[str, str]) -> str:
    """The least role that may lift a limit of a kind; the highest there is for a kind that no row names."""
    return lifts.get(kind, SEATS[-1])
