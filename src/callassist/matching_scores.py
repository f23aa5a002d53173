"""How well one face answers what was said: a sum of bits, one term for each thing said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log2
from typing import Final, NamedTuple

import msgspec

from callassist.asked import Clue, Reading
from callassist.faces import FORMER, OWN, PATIENT, Face, Named
from callassist.matching_fields import Compared, compare
from callassist.matching_levels import BEGUN, DIFFERS, EXACT, INITIAL, JOINED, MISSING, NAME, Levels
from callassist.matching_words import Meaning

ORDER, NOT_OWN, MIDDLE, NO_SURNAME = "order", "not own", "middle", "no surname"
FIELDS: Final = {OWN: NAME, FORMER: "former name", PATIENT: "patient"}
"""What a field is called by whose name it is."""
OF_A_MIDDLE_INITIAL: Final = 0.5
NOT_YET: Final = 0.4
"""A word that is still being typed counts against nobody as much as one that is whole."""


class Reason(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of why: the field, what was said, what is on file, the level of likeness, and its weight in bits."""

    field: str
    said: str
    on_file: str
    level: str
    bits: float


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """A word that was said and what it may mean; `covers` are the clues it stands for, two when joined."""

    meaning: Meaning
    covers: tuple[int, ...]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What was said, ready to be compared: `words` by clue, `counted` the share of cases under an exact value."""

    clues: tuple[Clue, ...]
    words: tuple[Word, ...]
    counted: Mapping[tuple[str, str], float]
    size: int

    def said(self, covers: Sequence[int]) -> str:
        """The clues at these places, as they were typed."""
        return self.clues[covers[0]].said if len(covers) == 1 else " ".join([self.clues[at].said for at in covers])


Term = tuple[str, str, str, str, float]
"""What a Reason says, in its order: made for everybody who is compared, while reasons are for those who are shown."""


class Score(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A case with its bits, and the terms that they are the sum of."""

    case: int
    bits: float
    terms: tuple[Term, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why, the heaviest first."""
        heaviest = sorted(self.terms, key=lambda term: -term[-1])
        return tuple([Reason(field=f, said=s, on_file=o, level=x, bits=b) for f, s, o, x, b in heaviest])


_Pair = tuple[float, tuple[int, ...], int, str, str]
"""Bits, the clues that are covered, the place of a word on file, the word, the level."""


class _Pairing(NamedTuple):
    bits: float
    terms: list[Term]
    told: set[int]


_NOBODY: Final = _Pairing(0.0, [], set())


class Scorer:
    """Compares by one table of levels."""

    def __init__(self, levels: Levels) -> None:
        self._levels = levels
        self._bits: dict[tuple[str, str], float] = {
            at: log2(m / levels.u[at]) for at, m in levels.m.items() if at in levels.u
        }

    def score(self, face: Face, wanted: Wanted, accounts: Sequence[str] = ()) -> Score:
        """The bits of a face. `accounts` are its account numbers in canonical form, where any was said."""
        bits, names, told = self._names(face, wanted)
        terms = [*names]
        for at, clue in enumerate(wanted.clues):
            if at not in told:
                term = self._other(face, clue, wanted, accounts)
                if term is not None:
                    terms.append(term)
                    bits += term[-1]
        return Score(case=face.case, bits=bits, terms=tuple(terms))

    # ── names ──

    def _names(self, face: Face, wanted: Wanted) -> _Pairing:
        if not wanted.words:
            return _NOBODY
        best = _NOBODY
        for name in face.names:
            paired = self._paired(name, wanted)
            if best is _NOBODY or paired.bits > best.bits:
                best = paired
        return best

    def _paired(self, name: Named, wanted: Wanted) -> _Pairing:
        """Words to words, the heaviest first, none twice; only parts of a joined word share one."""
        tokens = name.words
        pairs = []
        for word in wanted.words:
            meaning = word.meaning
            for place, token in enumerate(tokens):
                meant = meaning.by_text.get(token)
                if meant is not None:
                    pairs.append((meant.bits, word.covers, place, token, meant.level))
                elif token[0] == meaning.said[0] and (level := _level_of_beginning(token, meaning.said)):
                    bits = meaning.begun if level == BEGUN else _of_letter(meaning, token, place)
                    pairs.append((bits, word.covers, place, token, level))
        if not pairs:
            return _NOBODY
        pairs.sort(key=_heaviest)
        return self._picked(name, pairs, wanted)

    def _picked(self, name: Named, pairs: Iterable[_Pair], wanted: Wanted) -> _Pairing:
        told: set[int] = set()
        taken: dict[int, int] = {}
        terms: dict[int, Term] = {}
        halves: dict[tuple[int, ...], list[int]] = {}
        for bits, covers, place, token, level in pairs:
            if place in taken or not (told.isdisjoint(covers) or (level == JOINED and covers in halves)):
                continue
            if level == JOINED:
                halves.setdefault(covers, []).append(place)
            taken[place] = covers[0]
            told.update(covers)
            terms[place] = (FIELDS[name.whose], wanted.said(covers), token, level, bits)
        for covers, places in halves.items():
            if len(places) == 1:  # half of a word that was said is no word that was said
                del terms[places[0]], taken[places[0]]
                told.difference_update(covers)
        if not terms:
            return _NOBODY
        kept = [*terms.values()]
        if extra := self._extra(name, taken):
            *same, bits = kept[0]
            kept[0] = (*same, bits + extra)  # type: ignore[assignment]  # four words and a number
        return _Pairing(sum([term[-1] for term in kept]), kept, told)

    def _extra(self, name: Named, taken: Mapping[int, int]) -> float:
        """For names in their order, and against names that are not the consumer's now."""
        extra = 0.0 if name.whose == OWN else self._bits[NAME, NOT_OWN]
        cut = len(name.given)
        if 0 not in taken and any(place < cut for place in taken):
            extra += self._bits[NAME, MIDDLE]
        if len(taken) > 1 and not any(place >= cut for place in taken):
            extra += self._bits[NAME, NO_SURNAME]
        given = min((said for place, said in taken.items() if place < cut), default=None)
        family = max((said for place, said in taken.items() if place >= cut), default=None)
        if given is not None and family is not None:
            extra += self._bits[NAME, ORDER] if given < family else -self._bits[NAME, ORDER]
        return extra

    # ── everything else ──

    def _other(self, face: Face, clue: Clue, wanted: Wanted, accounts: Sequence[str]) -> Term | None:
        """The best of what a clue may be; a word that is no name may be a place, a street, an employer."""
        readings = clue.readings
        best: Term | None = None
        for reading in readings:
            compared = compare(reading.field, reading.value, face, accounts)
            term = self._weighed(clue, reading, compared, wanted)
            if best is None or term[-1] > max(best[-1], 0.0):
                best = term
        return best

    def _weighed(self, clue: Clue, reading: Reading, compared: Compared, wanted: Wanted) -> Term:
        field, level, on_file = compared
        if level == MISSING:
            return field, clue.said, "", MISSING, 0.0
        if level == EXACT and (share := wanted.counted.get((reading.field, reading.value))):
            bits = self._levels.bits(field, level, share)
        else:
            bits = self._bits[field, level]
        if level == DIFFERS:
            bits *= NOT_YET if clue.is_open else 1.0
        elif len(clue.readings) > 1:
            bits -= log2(len(clue.readings))
        return field, clue.said, on_file, level, bits


def _of_letter(meaning: Meaning, token: str, place: int) -> float:
    """What a first letter is worth. A middle initial on file says little for a whole word: it goes with every tenth."""
    is_middle = len(token) == 1 and place > 0 and len(meaning.said) > 1
    return min(meaning.letter, OF_A_MIDDLE_INITIAL) if is_middle else meaning.letter


def _level_of_beginning(token: str, said: str) -> str:
    """How a word with the same first letter is like a token beyond what is in the vocabulary's answer; '' for not."""
    if len(token) == 1 or len(said) == 1:
        return INITIAL
    return BEGUN if token.startswith(said) else ""


def _heaviest(pair: _Pair) -> tuple[float, int]:
    """Most bits first; among equals the earliest word on file."""
    return -pair[0], pair[2]
