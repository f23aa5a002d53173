"""How old the facts are: tables by the month their header names, rules by the day their text was looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from callassist.errors import BadInput
from callassist.rules import Rule

MONTHS: Final = 15
_MONTH: Final = re.compile(r"\b(20\d\d)-(0[1-9]|1[0-2])\b")


def stale(tables: Path, rules: Iterable[Rule], today: date) -> Iterator[str]:
    """A sentence for each table, and for each day on which rules were looked at, that is older than MONTHS months."""
    for path in sorted(tables.glob("*.csv")):
        made = _month_of(path)
        if made is None:
            yield f"tables/{path.name}: its header names no month; write when it was made, as 2026-11."
        elif _age(made, today) > MONTHS:
            yield f"tables/{path.name}: stale, it is of {made:%Y-%m}; look it up anew."
    old: dict[date, list[str]] = {}
    for rule in rules:
        if rule.as_of is not None and _age(rule.as_of, today) > MONTHS:
            old.setdefault(rule.as_of, []).append(rule.id)
    for day, ids in sorted(old.items()):
        yield f"rules looked at on {day}: stale, read their texts anew: {', '.join(sorted(ids))}."


def _month_of(path: Path) -> date | None:
    """The last month that the remarks at the head of a table name."""
    found = None
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                if not line.startswith("#"):
                    break
                for year, month in _MONTH.findall(line):
                    found = date(int(year), int(month), 1)
    except (OSError, UnicodeDecodeError) as fault:
        what = f"the table cannot be read ({fault})"
        raise BadInput(what, str(path), "put back the file that came with callassist") from fault
    return found


def _age(then: date, today: date) -> int:
    """Whole months."""
    return (today.year - then.year) * 12 + today.month - then.month - (today.day < then.day)
