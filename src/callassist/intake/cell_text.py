"""What stands in a cell: placeholders left out, codes in one form, marks that no terminal may see taken off."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from callassist.intake.vocabulary import (
    LANGUAGES,
    NEWBORN,
    NO_NAME,
    NO_SSN4,
    NO_STREET,
    NO_ZIP,
    NOTHING,
    STATES,
    SUFFIXES,
)

_KEPT: Final = 30_000
_DIGITS: Final = re.compile(r"\D+", re.ASCII)
_UNPRINTED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


class Kept(dict[str, str]):
    """Text → what is made of it, worked out once."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> str:
        if len(self) >= _KEPT:
            self.clear()
        made = self[text] = self._make(text)
        return made


def word(text: str) -> str:
    return "" if text.upper() in NOTHING else text


def name(text: str) -> str:
    single = " ".join(text.split())
    return "" if single.upper() in NO_NAME or NEWBORN.fullmatch(single) else single


def street(text: str) -> str:
    return "" if text.upper() in NO_STREET else text


def suffix(text: str) -> str:
    return SUFFIXES.get(text.upper().rstrip("."), word(text))


def state(text: str) -> str:
    return STATES.get(" ".join(text.upper().split()), "")


def language(text: str) -> str:
    return LANGUAGES.get(text.upper().replace("_", "-").partition("-")[0].strip(), word(text).lower())


def zip_code(text: str) -> str:
    """Five digits, or ''. A spreadsheet drops the zeros in front."""
    five = text.partition("-")[0].strip()
    if not five.isascii() or not five.isdecimal():
        return ""
    if len(five) == 9:  # noqa: PLR2004 - ZIP+4 in one piece
        five = five[:5]
    five = five.zfill(5) if len(five) >= 3 else ""  # noqa: PLR2004 - the lowest ZIP is 00501
    return five if len(five) == 5 and five not in NO_ZIP else ""  # noqa: PLR2004


def ssn4(text: str) -> str:
    """The last four digits of whatever was sent; the others are forgotten at once."""
    if len(text) == 4 and text.isdecimal() and text.isascii():  # noqa: PLR2004
        return "" if text in NO_SSN4 else text
    digits = _DIGITS.sub("", text)
    four = digits[-4:].zfill(4) if digits and len(digits) <= 9 else ""  # noqa: PLR2004
    return "" if four in NO_SSN4 else four


def cleaned(cells: list[str]) -> tuple[list[str], bool]:
    """Cells without control and bidirectional marks, every kind of space a plain one; and whether any was there."""
    texts = [_UNPRINTED.sub("", cell) for cell in cells]
    return [" ".join(text.split()) if not text.isprintable() else text for text in texts], texts != cells
