"""The tables of names: what people are called, spellings of one name, and the words around names.

They are the agency's to edit, so a row that cannot be used is refused with its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from callassist.errors import BadInput
from callassist.intake.table_rows import table_rows
from callassist.name_words import NameTables, spelled

NICKNAMES: Final = ("nickname", "name", "closeness", "source")
WORDS: Final = ("word", "kind")
KINDS: Final = ("title", "suffix", "filler", "particle")
SOURCES: Final = ("nicknames", "own", "variant")
_BOTH_SHORT: Final = 0.5
"""How close two nicknames of one name are, beside one of them and the name: who says Liz is rarely a Betty on file."""
_CLOSE_ENOUGH: Final = 0.3


def load_name_tables(root: Path) -> NameTables:
    """The tables under a data folder. BadInput names the first row that is wrong."""
    folder = root / "tables"
    words = _words(folder / "name_words.csv")
    return NameTables(
        nicknames=_nicknames(folder / "nicknames.csv"),
        titles=frozenset(words["title"]),
        suffixes=frozenset(words["suffix"]),
        fillers=frozenset(words["filler"]),
        particles=frozenset(words["particle"]),
    )


# ── words around names ──


def _words(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for line, row in table_rows(path, WORDS):
        word, kind = (*row, "", "")[:2]
        if len(row) != len(WORDS) or kind not in KINDS or not word or spelled(word) != word:
            what = f"{','.join(row)} is no word of a kind"
            raise BadInput(what, f"{path} line {line}", f"write small letters without accents, and {', '.join(KINDS)}")
        found[kind].append(word)
    return found


# ── nicknames ──


def _nicknames(path: Path) -> dict[str, tuple[tuple[str, float], ...]]:
    """Name → the names that may stand for it, closest first: both ways, and two nicknames of one name."""
    close: dict[str, dict[str, float]] = {}
    called: dict[str, list[tuple[str, float]]] = {}
    for line, row in table_rows(path, NICKNAMES):
        nickname, name, closeness = _pair(path, line, row)
        close.setdefault(nickname, {})[name] = closeness
        close.setdefault(name, {})[nickname] = closeness
        if row[3] != "variant" and closeness * _BOTH_SHORT >= _CLOSE_ENOUGH:
            called.setdefault(name, []).append((nickname, closeness))
    for first, second, closeness in _siblings(called.values()):
        if closeness > close[first].get(second, 0.0):
            close[first][second] = close[second][first] = closeness
    return {name: (*sorted(others.items(), key=_likeliest),) for name, others in close.items()}


def _likeliest(other: tuple[str, float]) -> tuple[float, str]:
    return -other[1], other[0]


def _siblings(families: Iterable[list[tuple[str, float]]]) -> Iterator[tuple[str, str, float]]:
    """Pairs of what the same people are called."""
    for family in families:
        for place, (first, one) in enumerate(family):
            for second, other in family[place + 1 :]:
                if (both := one * other * _BOTH_SHORT) >= _CLOSE_ENOUGH:
                    yield first, second, both


def _pair(path: Path, line: int, row: list[str]) -> tuple[str, str, float]:
    """The two names and how close they are; BadInput when the row does not say so."""
    if len(row) == len(NICKNAMES) and row[3] in SOURCES and _is_plain(row[0]) and _is_plain(row[1]):
        try:
            closeness = float(row[2])
        except ValueError:
            closeness = 0.0
        if row[0] != row[1] and 0 < closeness <= 1:
            return row[0], row[1], closeness
    what = f"{','.join(row)} names no two names"
    remedy = f"write two names in small letters without accents, a closeness up to 1, and {', '.join(SOURCES)}"
    raise BadInput(what, f"{path} line {line}", remedy)


def _is_plain(name: str) -> bool:
    return name.isalpha() and name.isascii() and name.islower()
