"""What one word may mean: every word on file that it may be, with the bits that each is worth."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from callassist.lexicon import LONG, Alike, Lexicon
from callassist.matching_levels import (
    BEGUN,
    EXACT,
    JOINED,
    NAME,
    NAME_LEVELS,
    NICK,
    SLIP,
    SLIP_SOUND,
    SLIPS,
    SOUND,
    UNLIKE,
    Levels,
)
from callassist.name_words import NameTables
from callassist.sounds import sound_of

MOST: Final = 60
MOST_DEEP: Final = 160
LEAST_BITS: Final = 0.5
LEAST_U_UNLIKE: Final = 5e-4
"""A word that is only somewhat alike is no rare find, however rare it is itself (reference: matching, 3.4)."""
UNLIKE_LESS: Final = 3.0
KEPT: Final = 512
_ORDER: Final = {level: place for place, level in enumerate(NAME_LEVELS)}


class Meant(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A word on file that may be meant: its term, the level of likeness, and its weight in bits."""

    term: int
    text: str
    level: str
    bits: float


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """All that a word may mean, the likeliest first; `by_text` is the same by the word on file."""

    said: str
    meant: tuple[Meant, ...]
    by_text: dict[str, Meant]


class Meanings:
    """Works meanings out, and keeps those of words that were asked lately: while typing only the last one is new."""

    def __init__(self, lexicon: Lexicon, tables: NameTables, levels: Levels) -> None:
        self._lexicon, self._tables, self._levels = lexicon, tables, levels
        self._kept: OrderedDict[tuple[str, bool, bool], Meaning] = OrderedDict()

    def forget(self) -> None:
        """Words on file have changed."""
        self._kept.clear()

    def of(self, word: str, size: int, *, is_open: bool, is_deep: bool) -> Meaning:
        """What a word may mean among so many cases; an open word may go on, a deep search looks further."""
        at = (word, is_open, is_deep)
        found = self._kept.get(at)
        if found is None:
            self._kept[at] = found = self._work_out(word, size, is_open=is_open, is_deep=is_deep)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def _work_out(self, word: str, size: int, *, is_open: bool, is_deep: bool) -> Meaning:
        best: dict[str, tuple[Alike, str, float]] = {}
        for alike, level, share in self._alike(word, is_deep=is_deep):
            known = best.get(alike.text)
            if known is None or _ORDER[level] < _ORDER[known[1]]:
                best[alike.text] = (alike, level, share)
        begun, total = self._lexicon.begun(word) if len(word) > 1 else ([], 0)
        for alike in begun:
            best.setdefault(alike.text, (alike, BEGUN, 1.0))
        meant = sorted(self._weighed(best.values(), size, total, is_open=is_open), key=lambda m: -m.bits)
        meant = meant[: MOST_DEEP if is_deep else MOST]
        return Meaning(said=word, meant=tuple(meant), by_text={each.text: each for each in meant})

    def _alike(self, word: str, *, is_deep: bool) -> Iterator[tuple[Alike, str, float]]:
        lexicon = self._lexicon
        for alike in lexicon.exact(word, EXACT):
            yield alike, EXACT, 1.0
        if len(word) < 2:
            return
        sound = sound_of(word)
        for alike, slips in lexicon.near(word, 2 if len(word) >= LONG else 1):
            if slips > 1:
                yield alike, SLIPS, 1.0
            else:
                yield alike, SLIP_SOUND if sound_of(alike.text) == sound else SLIP, 1.0
        for alike in lexicon.sounding(word):
            yield alike, SOUND, 1.0
        for name, closeness in self._tables.nicknames.get(word, ()):
            for alike in lexicon.exact(name, NICK):
                yield alike, NICK, closeness
        for part in {part for parts in lexicon.parts(word) for part in parts}:
            for alike in lexicon.exact(part, JOINED):
                yield alike, JOINED, 0.5
        if is_deep:
            for alike, likeness in lexicon.unlike(word):
                yield alike, UNLIKE, likeness

    def _weighed(
        self, found: Iterable[tuple[Alike, str, float]], size: int, begun: int, *, is_open: bool
    ) -> Iterator[Meant]:
        """u of a word is the share of cases that hold it or any word at least as similar."""
        levels, held = self._levels, 0
        for alike, level, share in sorted(found, key=lambda f: (_ORDER[f[1]], -f[2], -f[0].held)):
            held += max(1, alike.held)
            many = max(held, begun) if level == BEGUN else held
            u = min(0.9, many / size)
            if level == UNLIKE:
                u = max(u, LEAST_U_UNLIKE)
            m = "open" if is_open and level == BEGUN else level
            bits = levels.bits(NAME, m, u / share) - (UNLIKE_LESS if level == UNLIKE else 0.0)
            if bits >= LEAST_BITS:
                yield Meant(term=alike.term, text=alike.text, level=level, bits=bits)
