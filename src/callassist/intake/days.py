"""Dates as placement files write them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from callassist.intake.vocabulary import NO_DAYS, NOTHING

_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ].*)?", re.ASCII)
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?: .*)?", re.ASCII)
_OLDEST_YEARS: Final = 115
_REMEMBERED: Final = 50_000
UNREADABLE: Final = "is no date that can be read"
FUTURE: Final = "lies in the future"
TOO_OLD: Final = f"is more than {_OLDEST_YEARS} years ago"


class Days(dict[str, date | None]):
    """Text → day, or None. `faults` has the text that is no day at all; a placeholder is none and no fault.

    Reads 2024-01-31, 20240131, 1/31/2024 and 1/31/24, with a time of day or not. Two digits of a year mean this
    century unless that lies in the future, or next year's for anything but birth dates (`are_births`).
    """

    def __init__(self, today: date, *, are_births: bool) -> None:
        super().__init__()
        self._latest = today + timedelta(days=1)  # somewhere it is tomorrow already
        self._pivot = today.year % 100 + (0 if are_births else 1)
        self._earliest = today.year - _OLDEST_YEARS
        self.faults: dict[str, str] = {}

    def __missing__(self, text: str) -> date | None:
        """Read it, and remember."""
        if len(self) >= _REMEMBERED:
            self.clear()
            self.faults.clear()
        day, fault = self._read(text)
        if fault:
            self.faults[text] = fault
        self[text] = day
        return day

    def _read(self, text: str) -> tuple[date | None, str]:
        if not text or text.upper() in NOTHING or not text.strip("0/-. "):
            return None, ""
        day = self._day(text)
        if day is None:
            return None, UNREADABLE
        if day in NO_DAYS:
            return None, ""
        if day > self._latest:
            return None, FUTURE
        return (None, TOO_OLD) if day.year < self._earliest else (day, "")

    def _day(self, text: str) -> date | None:
        if found := _YEAR_FIRST.fullmatch(text):
            if not found[2] and len(found[3]) + len(found[4]) < 4:  # noqa: PLR2004 - 2024131 could be two days
                return None
            year, month, day = int(found[1]), int(found[3]), int(found[4])
        elif found := _YEAR_LAST.fullmatch(text):
            year, month, day = self._year(found[4]), int(found[1]), int(found[3])
        else:
            return None
        try:
            return date(year, month, day)
        except ValueError:
            return None

    def _year(self, digits: str) -> int:
        year = int(digits)
        if len(digits) > 2:  # noqa: PLR2004
            return year
        century = self._latest.year // 100 * 100
        return century + year if year <= self._pivot else century - 100 + year
