"""Postal addresses as they are compared: house number, street, unit."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import msgspec

from callassist.name_words import spelled

_UNIT: Final = frozenset({"apt", "unit", "ste", "suite", "apartment", "lot", "rm"})
_SHORT: Final = {"street": "st", "avenue": "ave", "road": "rd", "drive": "dr", "lane": "ln", "court": "ct"}
_NUMBER: Final = re.compile(r"\d+[a-z]?")


class Street(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A street address in folded parts; '' for what is not said."""

    number: str = ""
    name: str = ""
    unit: str = ""


@lru_cache(maxsize=65_536)
def street_parts(text: str) -> Street:
    """House number, street name with abbreviated words, unit."""
    words = [_SHORT.get(word, word) for word in spelled(text.replace("#", " unit ")).split()]
    cut = next((at for at, word in enumerate(words) if word in _UNIT), len(words))
    street, unit = words[:cut], words[cut + 1 :]
    number = street[0] if street and _NUMBER.fullmatch(street[0]) else ""
    return Street(number=number, name=" ".join(street[bool(number) :]), unit=" ".join(unit))


def street_level(said: str, on_file: str) -> str:
    """same, unit_missing, partial, different or missing."""
    one, other = street_parts(said), street_parts(on_file)
    if not one.name or not other.name:
        return "missing"
    if one.name != other.name or (one.number and one.number != other.number):
        return "partial" if other.name.startswith(one.name) and not one.number else "different"
    if not one.number:
        return "partial"
    return "same" if one.unit == other.unit else "unit_missing"
