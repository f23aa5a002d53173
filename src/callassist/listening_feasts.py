"""Days of the year that have names: Christmas, Thanksgiving, New Year's Day."""

from __future__ import annotations

from datetime import date
from typing import Final

from callassist.listening_calendar import nth_weekday, of_year
from callassist.listening_places import Day, Where

_MADE: Final = {
    "thanksgiving": (11, 3, 4),
    "labor": (9, 0, 1),
    "memorial": (5, 0, -1),
    "mlk": (1, 0, 3),
    "presidents": (2, 0, 3),
    "presidents'": (2, 0, 3),
    "columbus": (10, 0, 2),
}
"""Month, day of the week and which of them; the last is -1."""
_FIXED: Final = {
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "new year 's eve": (12, 31),
    "new years eve": (12, 31),
    "new year 's day": (1, 1),
    "new years day": (1, 1),
    "new year 's": (1, 1),
    "new years": (1, 1),
    "halloween": (10, 31),
    "valentine 's day": (2, 14),
    "valentines day": (2, 14),
    "veterans day": (11, 11),
    "independence day": (7, 4),
    "tax day": (4, 15),
}
_BEGINNINGS: Final = frozenset(said.split()[0] for said in _FIXED)
FEASTS: Final = _BEGINNINGS | frozenset(_MADE)
"""Words with which one may begin."""


def by_feast(where: Where) -> Day | None:
    """Christmas, Thanksgiving, New Year's Day."""
    for said, (month, day) in _FIXED.items() if where.word() in _BEGINNINGS else ():
        length = len(said.split())
        if where.words(length) == said:
            return where.day(length, of_year(month, day, where.today, is_past=where.is_past))
    month, weekday, nth = _MADE.get(where.word(), (0, 0, 0))
    if not month or (where.word() != "thanksgiving" and where.word(1) != "day"):
        return None
    known = (nth_weekday(date(where.today.year + each, month, 1), weekday, nth) for each in range(2))
    found = next((each for each in known if each is not None and each >= where.today), None)
    return where.day(1 + (where.word(1) == "day"), found)
