"""Every word of the names on file, in memory: which of them may have been meant by a word that was heard.

A word is looked for by letters that differ, by sound, by how it begins and by how it is put together. Letter sets as
bits rule out nearly all of a vocabulary in one pass of an array; only what is left is compared letter by letter
(rapidfuzz; the bits are the filter of Ukkonen's q-grams, q = 1 and 2).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from callassist.sounds import sound_of
from callassist.store import Term

LAST_LETTER: Final = "\U0010ffff"
FLIPS_OF_A_LETTER, FLIPS_OF_A_PAIR = 2, 6
"""Bits that one slip of the fingers may change in a set of letters, and in a set of neighbouring pairs."""
LOOSE_PAIRS: Final = 10
LONG: Final = 6
"""From so many letters on two slips are looked for: within shorter words two slips make any other word."""
SOUNDS_ALIKE: Final = 0.72
MOST_BEGUN: Final = 60
MOST_UNLIKE: Final = 120
NEAR_IN_LENGTH: Final = 3
UNLIKE_FLIPS: Final = 9
LEAST_UNLIKE: Final = 0.80
SHORTEST_PART: Final = 3

_A: Final = ord("a")
_ONE, _NEXT = 37, 11
"""What a pair of letters is scattered over the bits by."""


class Alike(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A word of the vocabulary that may be meant; `sound` as sounds.sound_of has it, `held` by so many cases."""

    term: int
    text: str
    sound: int
    held: int


class Shelf:
    """Some words, in alphabetical order, with what they are compared by. It never changes."""

    def __init__(self, terms: Sequence[Term]) -> None:
        ordered = sorted(terms, key=lambda term: term.text)
        self.texts = [term.text for term in ordered]
        self._words = np.array(self.texts, dtype=object)  # many are picked out of an array sooner than of a list
        self.ids = np.array([term.id for term in ordered], dtype=np.int32)
        self.held = np.array([term.held for term in ordered], dtype=np.int32)
        self.sounds = np.array([term.sound for term in ordered], dtype=np.uint32)
        self.lengths, self.letters, self.pairs = _signed(self.texts)
        self._by_sound = np.argsort(self.sounds, kind="stable").astype(np.int32)
        self._in_order = self.sounds[self._by_sound]

    def at(self, text: str) -> int:
        """Where a word stands, -1 when it is not there."""
        place = bisect_left(self.texts, text)
        return place if place < len(self.texts) and self.texts[place] == text else -1

    def begun(self, text: str) -> tuple[int, int]:
        """The places from and to (exclusive) of the words that begin so."""
        return bisect_left(self.texts, text), bisect_left(self.texts, text + LAST_LETTER)

    def near(self, text: str, slips: int) -> list[tuple[int, int]]:
        """Places of words within so many slips, and how many slips each is away."""
        length, letters, pairs = _signature(text)
        few = np.bitwise_count(self.letters ^ letters) <= FLIPS_OF_A_LETTER * slips
        places = np.flatnonzero(few)
        apart = np.abs(self.lengths[places].astype(np.int16) - length) <= slips
        alike = np.bitwise_count(self.pairs[places] ^ pairs) <= min(FLIPS_OF_A_PAIR * slips, LOOSE_PAIRS)
        places = places[apart & alike]
        if not places.size:
            return []
        words = self._words[places].tolist()
        found = cdist([text], words, scorer=OSA.distance, score_cutoff=slips, dtype=np.uint8)[0]
        within = np.flatnonzero(found <= slips)
        return list(zip(places[within].tolist(), found[within].tolist(), strict=True))

    def sounding(self, sound: int) -> list[int]:
        """Places of words with this sound."""
        low, high = np.searchsorted(self._in_order, [sound, sound + 1])
        return [int(place) for place in self._by_sound[low:high]]

    def unlike(self, text: str) -> list[tuple[int, float]]:
        """Places of words that are still somewhat alike, the likest first: what is heard or scanned badly."""
        length, letters, _ = _signature(text)
        apart = np.abs(self.lengths.astype(np.int16) - length) <= NEAR_IN_LENGTH
        few = np.bitwise_count(self.letters ^ letters) <= UNLIKE_FLIPS
        places = np.flatnonzero(apart & few)
        if not places.size:
            return []
        words = self._words[places].tolist()
        found = cdist([text], words, scorer=JaroWinkler.similarity, score_cutoff=LEAST_UNLIKE)[0]
        best = np.argsort(-found, kind="stable")[:MOST_UNLIKE]
        return [(int(places[one]), float(found[one])) for one in best if found[one] >= LEAST_UNLIKE]


def _signature(text: str) -> tuple[int, np.uint32, np.uint64]:
    """What `_signed` gives for one word, sooner."""
    codes = text.encode("ascii", "replace")
    letters = pairs = 0
    for code in codes:
        letters |= 1 << ((code - _A if code >= _A else code % 32) % 32)
    for code, after in pairwise(codes):
        pairs |= 1 << ((code * _ONE + after * _NEXT) % 64)
    return min(len(text), 255), np.uint32(letters), np.uint64(pairs)


def _signed(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint32], NDArray[np.uint64]]:
    """Lengths, sets of letters and sets of neighbouring pairs of words, as bits."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    spread = np.frombuffer(" ".join([*texts, ""]).encode("ascii", "replace"), dtype=np.uint8)
    if not texts:
        return lengths.astype(np.uint8), np.zeros(0, np.uint32), np.zeros(0, np.uint64)
    starts = np.concatenate(([0], np.cumsum(lengths[:-1] + 1)))
    code = np.where(spread >= _A, spread - _A, spread % 32).astype(np.uint32)
    is_letter = spread != ord(" ")
    bits = np.where(is_letter, np.uint32(1) << (code % 32), np.uint32(0)).astype(np.uint32)
    letters = np.bitwise_or.reduceat(bits, starts)
    after = np.roll(spread, -1).astype(np.uint64)
    paired = (spread.astype(np.uint64) * _ONE + after * _NEXT) % 64
    marks = np.where(is_letter & (np.roll(spread, -1) != ord(" ")), np.uint64(1) << paired, np.uint64(0))
    return np.minimum(lengths, 255).astype(np.uint8), letters, np.bitwise_or.reduceat(marks, starts)


class Lexicon:
    """The vocabulary of a store: one big shelf, and a small one of words that came later."""

    MOST_YOUNG: Final = 2_000

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self._old = Shelf([*terms])
        self._young: list[Term] = []
        self._shelves: tuple[Shelf, ...] = (self._old,)
        self.last = max((int(self._old.ids.max()) if self._old.ids.size else 0), 0)

    def add(self, terms: Sequence[Term]) -> None:
        """Learn further words."""
        if not terms:
            return
        self._young += terms
        self.last = max(self.last, *(term.id for term in terms))
        if len(self._young) > self.MOST_YOUNG:
            self._old = Shelf([*self._terms(self._old), *self._young])
            self._young = []
        self._shelves = (self._old, Shelf(self._young)) if self._young else (self._old,)

    def _terms(self, shelf: Shelf) -> Iterator[Term]:
        for place, text in enumerate(shelf.texts):
            sound, held = int(shelf.sounds[place]), int(shelf.held[place])
            yield Term(id=int(shelf.ids[place]), text=text, sound=sound, held=held)

    def exact(self, text: str) -> Iterator[Alike]:
        """The word itself, where it is on file."""
        for shelf in self._shelves:
            place = shelf.at(text)
            if place >= 0:
                yield _alike(shelf, place)

    def near(self, text: str, slips: int) -> Iterator[tuple[Alike, int]]:
        """Words within so many slips, with their number; the word itself is none of them."""
        for shelf in self._shelves:
            for place, away in shelf.near(text, slips):
                if away:
                    yield _alike(shelf, place), away

    def sounding(self, text: str) -> Iterator[Alike]:
        """Words that sound the same and look somewhat alike."""
        sound = sound_of(text)
        for shelf in self._shelves:
            for place in shelf.sounding(sound):
                if JaroWinkler.similarity(text, shelf.texts[place]) >= SOUNDS_ALIKE:
                    yield _alike(shelf, place)

    def begun(self, text: str) -> tuple[list[Alike], int]:
        """The most frequent of the words that begin so, and how many names hold any of them."""
        found: list[Alike] = []
        total = 0
        for shelf in self._shelves:
            low, high = shelf.begun(text)
            held = shelf.held[low:high]
            total += int(held.sum())
            most = np.argpartition(-held, MOST_BEGUN)[:MOST_BEGUN] if held.size > MOST_BEGUN else range(held.size)
            found += [_alike(shelf, low + int(place)) for place in most]
        return found, total

    def share(self, letter: str) -> float:
        """The share of all names on file that begin with a letter; never nothing."""
        begun, whole = 1, 1
        for shelf in self._shelves:
            low, high = shelf.begun(letter)
            begun += int(shelf.held[low:high].sum()) + high - low  # a word that is new is held by nobody yet
            whole += int(shelf.held.sum()) + shelf.held.size
        return begun / whole

    def unlike(self, text: str) -> Iterator[tuple[Alike, float]]:
        """Words that are only somewhat alike, with their Jaro-Winkler similarity."""
        for shelf in self._shelves:
            for place, likeness in shelf.unlike(text):
                yield _alike(shelf, place), likeness

    def parts(self, text: str) -> Iterator[tuple[str, str]]:
        """The ways in which a word is two words of the vocabulary."""
        for cut in range(SHORTEST_PART, len(text) - SHORTEST_PART + 1):
            one, other = text[:cut], text[cut:]
            if any(s.at(one) >= 0 for s in self._shelves) and any(s.at(other) >= 0 for s in self._shelves):
                yield one, other


def _alike(shelf: Shelf, place: int) -> Alike:
    return Alike(
        term=int(shelf.ids[place]),
        text=shelf.texts[place],
        sound=int(shelf.sounds[place]),
        held=int(shelf.held[place]),
    )
