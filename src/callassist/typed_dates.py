"""Days as people type them, month first: 3/4/80, 03041980, 1980-03-04, March 4 1980, 4 mar 80."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FULL: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
LONGEST: Final = 40
_PIECE: Final = re.compile(r"[0-9]+|[a-z]+")
_FILLERS: Final = frozenset({"st", "nd", "rd", "th", "the", "of"})
_RUNS: Final = {
    # how many digits in a row: where month, day and year may lie in them
    5: (((0, 1), (1, 3), (3, 5)),),
    6: (((0, 2), (2, 4), (4, 6)),),
    7: (((0, 1), (1, 3), (3, 7)),),
    8: (((0, 2), (2, 4), (4, 8)), ((4, 6), (6, 8), (0, 4))),
}
_YEAR_DIGITS: Final = 4
_SHORT_YEAR_DIGITS: Final = 2
_PARTS: Final = 3


def typed_dates(text: str, today: date) -> frozenset[date]:
    """Every past day it can mean; two-digit years may be of either century. Empty when it is no day."""
    if len(text) > LONGEST:
        return frozenset()
    pieces = [piece for piece in _PIECE.findall(text.lower()) if piece not in _FILLERS]
    readings = (_day(*parts, today) for parts in _readings(pieces))
    return frozenset(day for days in readings for day in days)


def _readings(pieces: list[str]) -> Iterator[tuple[str, str, str]]:
    """(month, day, year) as text, for each way of reading the pieces."""
    if len(pieces) == 1:
        run = pieces[0]
        for month, day, year in _RUNS.get(len(run), ()) if run.isdigit() else ():
            yield run[slice(*month)], run[slice(*day)], run[slice(*year)]
    if len(pieces) == _PARTS:
        first, second, third = pieces
        if len(first) == _YEAR_DIGITS and first.isdigit():
            yield second, third, first
        else:
            yield first, second, third
            if not _month(first) or second.isalpha():
                yield second, first, third


def _month(text: str) -> int:
    """1 to 12 for a number or a name (three letters do); 0 for anything else."""
    if text.isdigit():
        return int(text) if len(text) <= _SHORT_YEAR_DIGITS and int(text) <= len(MONTHS) else 0
    short = text[:3]
    if short not in MONTHS:
        return 0
    index = MONTHS.index(short)
    return index + 1 if FULL[index].startswith(text) or text == "sept" else 0


def _day(month: str, day: str, year: str, today: date) -> Iterator[date]:
    number = _month(month)
    if not number or not day.isdigit() or not year.isdigit() or len(day) > _SHORT_YEAR_DIGITS:
        return
    for full in _years(year):
        try:
            found = date(full, number, int(day))
        except ValueError:
            continue
        if found <= today:
            yield found


def _years(year: str) -> tuple[int, ...]:
    if len(year) == _SHORT_YEAR_DIGITS:
        return 1900 + int(year), 2000 + int(year)
    return (int(year),) if len(year) == _YEAR_DIGITS and year > "0000" else ()
