"""The search index of the store without a file: sets of cases by key, worked out whenever a case changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from callassist.dossier import DebtDetails, Row
from callassist.faces import WORD, Face, account_key, face_from_rows, key, marks_in, words_in
from callassist.sounds import sound_of
from callassist.store import Brief, Term

Ids = NDArray[np.int32]


class MemoryIndex:
    """A store.SearchIndex; the store that owns it keeps others out while it changes."""

    def __init__(self, brief: Callable[[int], Brief]) -> None:
        self._brief = brief
        self._faces: dict[int, Face] = {}
        self._keys: dict[int, frozenset[int]] = {}
        self._lists: dict[int, set[int]] = {}
        self._terms: dict[str, int] = {}
        self._grown = 0

    def put(self, case: int, rows: Sequence[Row], details: Sequence[DebtDetails]) -> None:
        """These are the facts of a case now."""
        face = face_from_rows(case, rows, details)
        values = (*rows, *details)
        words = sorted({word for value in values for word in words_in(value)})
        marks = [mark for value in values for mark in marks_in(value)]
        marks += [account_key(each.partition("/")[2]) for each in self._brief(case).accounts]
        numbers = [key(WORD, self._terms.setdefault(word, len(self._terms) + 1)) for word in words]
        now = frozenset((*numbers, *marks))
        was = self._keys.get(face.case, frozenset())
        for gone in was - now:
            self._lists[gone].discard(face.case)
        for come in now - was:
            self._lists.setdefault(come, set()).add(face.case)
        self._faces[face.case], self._keys[face.case] = face, now
        self._grown += 1

    def catch_up(self) -> int:
        """Nobody else writes."""
        return self._grown

    def size(self) -> int:
        """How many cases there are."""
        return max(1, len(self._faces))

    def terms(self, after: int) -> Sequence[Term]:
        """Words by id."""
        return [
            Term(id=number, text=text, sound=sound_of(text), held=len(self._lists.get(key(WORD, number), ())))
            for text, number in self._terms.items()
            if number > after
        ]

    def postings(self, keys: Sequence[int]) -> Sequence[Ids]:
        """The cases of each key."""
        return [np.array(sorted(self._lists.get(each, ())), dtype=np.int32) for each in keys]

    def faces(self, cases: Sequence[int]) -> Mapping[int, Face]:
        """Faces as they were put."""
        return {case: self._faces[case] for case in cases if case in self._faces}

    def briefs(self, cases: Sequence[int]) -> Mapping[int, Brief]:
        """Accounts, and whether anything is open."""
        return {case: self._brief(case) for case in cases if case in self._faces}
