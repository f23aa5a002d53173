"""Postal addresses as they are compared: house number, street, unit."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import msgspec

from callassist.name_words import spelled
from callassist.street_words import ALIKE, BARE_UNITS, DIRECTIONS, NUMBERED, SHORT, SUFFIXES, UNITS

SAME, UNIT_MISSING, PARTIAL, NEAR, DIFFERENT, MISSING = (
    "same",
    "unit_missing",
    "partial",
    "near",
    "different",
    "missing",
)
LEVELS: Final = (SAME, UNIT_MISSING, PARTIAL, NEAR, DIFFERENT, MISSING)
"""How like two addresses are, the likest first."""
SHORTEST_SLIP: Final = 3
"""A name, or a house number, below so many signs is another one when one sign differs."""
PO_BOX: Final = "po box"
_NUMBER: Final = re.compile(r"\d+[a-z]?|[nsew]\d+[nsew]\d+")
_BOX: Final = re.compile(r"^(?:p ?o ?(?:b|box)|po drawer|(?:post office )?box) (?:no )?(?=\w)")
_HALF: Final = re.compile(r"(?<=\d)[ -]1/2\b")


class Street(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A street address in folded parts, words written short as the post does; '' for what is not said.

    A post box has its number as `number` and `name` PO_BOX.
    """

    number: str = ""
    name: str = ""
    unit: str = ""

    def __repr__(self) -> str:
        """Nothing of where it is."""
        return "Street(...)"


@lru_cache(maxsize=65_536)
def street_parts(text: str) -> Street:
    """House number, street name with abbreviated words, unit. Never refuses: what is no address is a name."""
    plain = spelled(_HALF.sub("h", text).replace("#", " unit "))
    if box := _BOX.match(plain):
        return Street(number=plain[box.end() :].replace(" ", ""), name=PO_BOX)
    words = plain.split()
    number = words[0] if len(words) > 1 and _NUMBER.fullmatch(words[0]) else ""
    rest = words[bool(number) :]
    if len(rest) > 1 and number.isdigit() and len(rest[0]) == 1 and rest[0] not in DIRECTIONS:
        number, rest = number + rest[0], rest[1:]  # 412-B Oak St
    return _parted(number, rest)


def _parted(number: str, words: list[str]) -> Street:
    """The street and the door of what follows a house number."""
    if len(words) > 2 and words[0] in {"rr", "hc"} and words[-2] == "box":  # noqa: PLR2004 - rr 2 box 15
        return Street(number=words[-1], name=" ".join(words[:-1]))
    cut = next((at for at in range(1, len(words)) if words[at] in UNITS and not _is_named(words, at)), len(words))
    street, unit = words[:cut], _unit(words[cut:])
    if not unit:
        street, unit = _trailing(street)
    return Street(number=number, name=" ".join(SHORT.get(word, word) for word in street), unit=unit)


def _is_named(words: list[str], at: int) -> bool:
    """Whether a word for a unit is a word of the street's name: Two Lot Rd, Trailer Park Ln."""
    after = words[at + 1] if at + 1 < len(words) else ""
    return after in SHORT and len(after) > 1 and after not in DIRECTIONS


def _unit(words: list[str]) -> str:
    """A door without the word that it is called by, where that word makes no difference; '' when none is named."""
    kinds = [UNITS.get(word, word) for word in words if word]
    named = [word for word in kinds if word not in ALIKE]
    return "".join(named) if any(word not in UNITS for word in named) else ""


def _trailing(words: list[str]) -> tuple[list[str], str]:
    """A door at the end that nothing announces: 412 Oak St 3B, 412 Oak St Rear."""
    if len(words) > 1 and words[-1] in BARE_UNITS:
        return words[:-1], BARE_UNITS[words[-1]]
    if len(words) < 3:  # noqa: PLR2004 - a name, a suffix and a door
        return words, ""
    before = SHORT.get(words[-2], words[-2])
    is_door = words[-1][0].isdigit() and before in SUFFIXES and before not in NUMBERED
    is_road = before == "rd" and words[-3] in {"county", "co", "state", "farm", "ranch", "cr"}
    return (words[:-1], words[-1]) if is_door and not is_road else (words, "")


@lru_cache(maxsize=65_536)
def street_level(said: str, on_file: str) -> str:
    """One of LEVELS: how what was said is like what is on file.

    UNIT_MISSING: one house, a door is named by one of them alone. PARTIAL: what is there is right, and the number, the
    suffix, a direction or the end of the name is not. NEAR: one slip in the number, the name, the suffix or the door.
    """
    one, other = street_parts(said), street_parts(on_file)
    if not one.name or not other.name:
        return MISSING
    if (one.name == PO_BOX) != (other.name == PO_BOX):
        return DIFFERENT
    if one.name == other.name:
        return _same_street(one, other)
    if one.number and other.number and one.number != other.number:
        return DIFFERENT
    is_cut = _is_cut(one.name, other.name) or _is_cut(other.name, one.name)
    if is_cut:
        return PARTIAL
    is_near = _is_slip_of_name(one.name, other.name) or _is_other_suffix(one.name, other.name)
    return NEAR if is_near else DIFFERENT


def _is_slip_of_name(one: str, other: str) -> bool:
    """One slip in the letters: 5th St and 6th St are two streets of one town."""
    numbers = [[char for char in name if char.isdigit()] for name in (one, other)]
    return numbers[0] == numbers[1] and is_slip(one, other)


def _same_street(one: Street, other: Street) -> str:
    if one.number != other.number:
        if not one.number or not other.number:
            return PARTIAL
        return NEAR if one.name != PO_BOX and is_slip(one.number, other.number) else DIFFERENT
    if not one.number:
        return PARTIAL
    if one.unit == other.unit:
        return SAME
    return NEAR if one.unit and other.unit else UNIT_MISSING


def _is_cut(short: str, whole: str) -> bool:
    """Whether the one is the other without its suffix, a direction, or the end of its last word."""
    if len(short) >= SHORTEST_SLIP and whole.startswith(short):
        return True
    kept = [word for word in whole.split() if word not in DIRECTIONS]
    return len(short) >= SHORTEST_SLIP and bool(kept) and " ".join(kept).startswith(short)


def _is_other_suffix(one: str, other: str) -> bool:
    """Oak St and Oak Ave: more often one street miswritten than two, where the number is the same."""
    name, _, suffix = one.rpartition(" ")
    their_name, _, their_suffix = other.rpartition(" ")
    return bool(name) and name == their_name and suffix in SUFFIXES and their_suffix in SUFFIXES


def is_slip(one: str, other: str) -> bool:
    """Whether one sign more, less or other, or two turned, makes one of the other."""
    if min(len(one), len(other)) < SHORTEST_SLIP or abs(len(one) - len(other)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) != len(other):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return longer[at + 1 :] == shorter[at:]
    if one[at + 1 :] == other[at + 1 :]:
        return True
    return one[at + 2 :] == other[at + 2 :] and one[at : at + 2] == other[at : at + 2][::-1]
