"""What one word may mean: every word on file that it may be, with the bits that each is worth."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from math import log2
from typing import Final

import msgspec

from callassist.lexicon import LONG, Alike, Lexicon
from callassist.matching_levels import (
    BEGUN,
    EXACT,
    INITIAL,
    JOINED,
    NAME,
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
LEAST_BITS: Final = -6.0
"""Who bears a word that is worth less than this is found by other things that were said, or not at all."""
NEW_WORD: Final = 1e-6
"""The chance of hearing this very word from somebody whose name is in no portfolio."""
KEPT: Final = 512
UNLIKE_STEEPNESS: Final = 24.0


class Meant(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A word on file that may be meant: its term, the level of likeness, and its weight in bits."""

    term: int
    text: str
    level: str
    bits: float


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """All that a word may mean, the likeliest first; `by_text` is the same by the word on file.

    `begun` is what any word that begins so is worth, `letter` what somebody is worth of whom only the first letter of
    such a word is on file; of a single letter, what any word is worth that begins with it.
    """

    said: str
    meant: tuple[Meant, ...]
    by_text: dict[str, Meant]
    begun: float
    letter: float


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
        begun, total = self._lexicon.begun(word) if len(word) > 1 else ([], 0)
        best: dict[str, tuple[Alike, str, float]] = {}
        ways = (*self._alike(word, is_deep=is_deep), *((alike, BEGUN, 1.0) for alike in begun))
        for alike, level, share in sorted(ways, key=lambda way: self._chance(*way[1:], is_open=is_open)):
            best[alike.text] = (alike, level, share)
        anybody = self._anybody(best.values(), (size, total), is_open=is_open)
        heard = sorted(self._weighed(word, best.values(), size, anybody, is_open=is_open), key=lambda m: -m.bits)
        meant = _kept(heard, MOST_DEEP if is_deep else MOST)
        return Meaning(
            said=word,
            meant=meant,
            by_text={each.text: each for each in meant},
            begun=log2(self._chance(BEGUN, 1.0, is_open=is_open) / anybody),
            letter=self._levels.bits(NAME, INITIAL, self._lexicon.share(word[0])),
        )

    def _alike(self, word: str, *, is_deep: bool) -> Iterator[tuple[Alike, str, float]]:
        """Words on file, how they are alike, and how likely just this spelling is within the level (1 the most)."""
        lexicon = self._lexicon
        yield from ((alike, EXACT, 1.0) for alike in lexicon.exact(word))
        if len(word) == 1:
            return
        yield from self._slipped(word)
        yield from ((alike, SOUND, 1.0) for alike in lexicon.sounding(word))
        for name, closeness in self._tables.nicknames.get(word, ()):
            yield from ((alike, NICK, closeness) for alike in lexicon.exact(name))
        if is_deep:
            for alike, likeness in lexicon.unlike(word):
                yield alike, UNLIKE, 2.0 ** ((likeness - 1.0) * UNLIKE_STEEPNESS)

    def _slipped(self, word: str) -> Iterator[tuple[Alike, str, float]]:
        """Words that slips of the fingers made."""
        sound = sound_of(word)
        for alike, slips in self._lexicon.near(word, 2 if len(word) >= LONG else 1):
            if slips > 1:
                yield alike, SLIPS, 1.0
            else:
                yield alike, SLIP_SOUND if alike.sound == sound else SLIP, 1.0

    def _anybody(self, found: Iterable[tuple[Alike, str, float]], sizes: tuple[int, int], *, is_open: bool) -> float:
        """The chance that anybody says this word, whoever they are."""
        size, begun = sizes
        heard = (max(1, alike.held) * self._chance(level, share) for alike, level, share in found if level != BEGUN)
        return NEW_WORD + (sum(heard) + self._chance(BEGUN, 1.0, is_open=is_open) * begun) / size

    def _weighed(
        self, word: str, found: Iterable[tuple[Alike, str, float]], size: int, anybody: float, *, is_open: bool
    ) -> Iterator[Meant]:
        """Each word's chance of being said so, over the chance that anybody says it: a noisy channel.

        A word that only Johnsons can mean is worth as much as that somebody is a Johnson, however it was spelt.
        """
        for alike, level, share in found:
            bits = log2(self._chance(level, share, is_open=is_open) / anybody)
            if bits >= LEAST_BITS:
                yield Meant(term=alike.term, text=alike.text, level=level, bits=bits)
        for part in dict.fromkeys(part for parts in self._lexicon.parts(word) for part in parts):
            for alike in self._lexicon.exact(part):
                share = max(1, alike.held) / size
                yield Meant(term=alike.term, text=part, level=JOINED, bits=log2(self._chance(JOINED, 1.0) / share))

    def _chance(self, level: str, share: float, *, is_open: bool = False) -> float:
        """How likely somebody says just this for a word on file."""
        at = (NAME, "open" if is_open and level == BEGUN else level)
        return self._levels.m[at] * share / self._levels.ways[at]


def _kept(heard: Iterable[Meant], most: int) -> tuple[Meant, ...]:
    """The likeliest; words that only begin so are counted by themselves, as a short beginning has very many."""
    begun = others = 0
    kept = []
    for each in heard:
        if each.level == BEGUN:
            begun += 1
        else:
            others += 1
        if (begun if each.level == BEGUN else others) <= most:
            kept.append(each)
    return tuple(kept)
