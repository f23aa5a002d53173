"""What a caller says of themselves, or a collector types of it, as clues: words, numbers, days, each with its readings.

One box takes everything in any order; columns of a file say what they are. Nothing here looks anything up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

import msgspec

from callassist.asked_days import birth_year
from callassist.asked_digits import (
    Reading,
    Readings,
    as_birth,
    as_member,
    as_phone,
    as_reference,
    as_ssn,
    as_zip,
    canon,
    marks_at,
)
from callassist.asked_line import MOST, Clue, Scan, last_four, line_of
from callassist.name_words import NameTables, spelled

__all__ = ["NAMED", "Asked", "Clue", "Reading", "ask", "ask_fields", "whole_reference"]


class Asked(msgspec.Struct, frozen=True):
    """Everything that was said, in its order."""

    clues: tuple[Clue, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words among it, folded, each by its first reading as a word."""
        read = (next((r.value for r in clue.readings if r.field in {"word", NAMED}), "") for clue in self.clues)
        return (*filter(None, read),)


def ask(text: str, tables: NameTables, today: date) -> Asked:
    """The clues of one line of free text; `today` bounds birth days."""
    line = line_of(text)
    return Asked(clues=Scan(line, tables, today).clues()) if line.plain else Asked(clues=())


_REFERENCE: Final = re.compile(r"(?=[^\d]*\d)[\w ./#-]+", re.ASCII)


def whole_reference(text: str) -> str:
    """A line that may be one reference, however it is spaced, in canonical form; '' for any other.

    Only who looks it up can tell `ol 0100 0003` from a word and two numbers.
    """
    plain = line_of(text).plain.strip()
    start, marks = marks_at(plain, 0)
    rest = plain[start:] if marks == {"ref"} else plain
    return canon(rest) if _REFERENCE.fullmatch(rest) else ""


# ── columns ──

NAMED: Final = "named"
"""The reading of a word that is a name and nothing else: Kirra and London are people where a name is asked for."""
_NAMING: Final = {"word": NAMED, "initial": "initial", "suffix": "suffix"}


def ask_fields(fields: Mapping[str, str], tables: NameTables, today: date) -> Asked:
    """The clues of named columns: each is read as its column says, and as nothing else; other columns say nothing."""
    clues: list[Clue] = []
    for field, value in fields.items():
        if value.strip():
            clues += _column(field, value, tables, today)
    return Asked(clues=(*clues[:MOST],))


def _column(field: str, value: str, tables: NameTables, today: date) -> tuple[Clue, ...]:
    if field in {"text", "name"}:
        said = (msgspec.structs.replace(clue, is_open=False) for clue in ask(value, tables, today).clues)
        return (*said,) if field == "text" else (*map(_as_name, said),)
    if field == "address":
        return _address(value, today)
    read = _COLUMNS.get(field)
    if read is None:
        return ()
    line = line_of(value)
    shown = line.shown.strip()
    return (Clue(last_four(shown) if field == "ssn4" else shown, read(line.plain.strip(), today)),)


def _as_name(clue: Clue) -> Clue:
    naming = ((_NAMING[found.field], found.value) for found in clue.readings if found.field in _NAMING)
    return Clue(clue.said, (*(Reading(field, value) for field, value in naming),))


# ── addresses ──

_UNIT: Final = re.compile(r"(?:,| |^)(?:(?:apt|apartment|unit|suite|ste|lot|trlr|spc|rm)\b\.?|#) *[a-z0-9-]+")
_HOUSE: Final = re.compile(r"(\d{1,6})(?:-?[a-z])?(?= )")
_ZIP_AT_END: Final = re.compile(r"(?<=[ ,])(\d{5})(?:-\d{4})?$")


def _address(value: str, today: date) -> tuple[Clue, ...]:
    """House number, street and ZIP; what stands after a comma is a town, a unit or a state and is left."""
    line = line_of(value)
    plain = line.plain.strip()
    zipped = _ZIP_AT_END.search(plain)
    street = _UNIT.sub(" ", plain[: zipped.start()] if zipped else plain).split(",")[0].strip()
    house = _HOUSE.match(street)
    words = spelled(street[house.end() :] if house else street)
    clues = (
        *((Clue(house[0], (Reading("house", house[1]),)),) if house else ()),
        *((Clue(words, (Reading("street", words),)),) if words else ()),
        *((Clue(zipped[0], as_zip(zipped[0], today)),) if zipped else ()),
    )
    return clues or (Clue(line.shown.strip(), ()),)


# ── one value a column ──

_NOT_DIGITS: Final = re.compile(r"\D+")


def _digits_of(field: str, *lengths: int) -> Callable[[str, date], Readings]:
    """A reader of a number that has one of these lengths."""

    def read(text: str, _today: date) -> Readings:
        digits = _NOT_DIGITS.sub("", text)
        return (Reading(field, digits),) if len(digits) in lengths else ()

    return read


def _words_of(field: str) -> Callable[[str, date], Readings]:
    """A reader of words, folded."""

    def read(text: str, _today: date) -> Readings:
        words = spelled(text)
        return (Reading(field, words),) if words else ()

    return read


def _born(text: str, today: date) -> Readings:
    year = birth_year(text, today)
    return (Reading("born", year),) if year else ()


def _caller(text: str, today: date) -> Readings:
    """A caller id: whole numbers alone."""
    whole = (found.value for found in as_phone(text, today) if found.field == "phone")
    return (*(Reading("caller_id", number) for number in whole if number),)


def _coded(read: Callable[[str, date], Readings]) -> Callable[[str, date], Readings]:
    """A reader of a code, that takes nothing without a letter or a digit for one."""

    def checked(text: str, today: date) -> Readings:
        found = read(text, today)
        return found if found[0].value else ()

    return checked


_COLUMNS: Final[dict[str, Callable[[str, date], Readings]]] = {
    "phone": as_phone,
    "caller_id": _caller,
    "dob": as_birth,
    "ssn4": as_ssn,
    "last4": _digits_of("last4", 4),
    "birth_year": _born,
    "zip": as_zip,
    "city": _words_of("city"),
    "employer": _words_of("employer"),
    "account": _coded(as_reference),
    "member": _coded(as_member),
}
"""What a column is read as; address, name and text are read on their own."""
