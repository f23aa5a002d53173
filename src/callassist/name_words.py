"""Names as words for finding and comparing: one spelling for accents, alphabets, apostrophes and hyphens.

Plain names of Latin letters come out as `joining.folded` writes them; other alphabets are put into Latin letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import msgspec

LONGEST: Final = 200
"""Characters that are looked at: no name, and no line that is typed during a call, is longer."""
_APOSTROPHES: Final = "`\u00b4\u02bb\u02bc\u2018\u2019\u2032"
_TO_APOSTROPHE: Final = dict.fromkeys(map(ord, _APOSTROPHES), "'")
_TYPEWRITTEN: Final = re.compile(r"[ -_a-~]*")  # without the grave accent, which is typed for an apostrophe
_INSIDE: Final = re.compile(r"(?<=[a-z0-9])'(?=[a-z])")
_ABBREVIATED: Final = re.compile(r"(?<![a-z])([a-z])\.(?=[a-z])")  # J.R. is jr, but St.John is two words
_MARKS: Final = re.compile(r"[^a-z0-9]+")
# Chinese and Korean write family and given name together, the family's first: one sign, then one or two.
_FAMILY_FIRST: Final = re.compile(r"(?<![㐀-鿿가-힣])([㐀-鿿가-힣])([㐀-鿿가-힣]{1,2})(?![㐀-鿿가-힣])")


class NameTables(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of names; every word is folded as by `spelled`.

    `nicknames`: the names a given name may stand for or be called by, each with a closeness above 0 and up to 1.
    `fillers` also has phrases of up to three words.
    """

    nicknames: Mapping[str, tuple[tuple[str, float], ...]]
    titles: frozenset[str] = frozenset()
    suffixes: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()


def legible(text: str) -> str:
    """The line without controls, marks of direction and pictures, in the usual forms of its letters, one line long."""
    if len(text) <= LONGEST and _TYPEWRITTEN.fullmatch(text):
        return text
    composed = unicodedata.normalize("NFKC", text[:LONGEST].translate(_TO_APOSTROPHE))[:LONGEST]
    kept = "".join(" " if char.isspace() else char for char in composed if not _is_noise(char))
    return _FAMILY_FIRST.sub(r"\1 \2", kept)


def _is_noise(char: str) -> bool:
    """Controls, marks of direction, lone surrogates, what stands for no character, and pictures."""
    category = unicodedata.category(char)
    return (category[0] == "C" and not char.isspace()) or (category in {"So", "Sk"} and not char.isascii())


def latin(char: str) -> str:
    """One character in Latin letters; several, or none, for some."""
    if char.isascii():
        return char
    from anyascii import anyascii

    return anyascii(char)


@lru_cache(maxsize=16384)
def spelled(text: str) -> str:
    """The name in lower-case a to z and 0 to 9, its words parted by one space; at most LONGEST characters."""
    shown = legible(text)
    plain = shown.lower() if shown.isascii() else "".join(map(latin, shown)).lower()
    return " ".join(_MARKS.sub(" ", _ABBREVIATED.sub(r"\1", _INSIDE.sub("", plain))).split())[:LONGEST].rstrip()


def name_tokens(text: str) -> tuple[str, ...]:
    """The words of a name, in their order."""
    return (*spelled(text).split(),)
