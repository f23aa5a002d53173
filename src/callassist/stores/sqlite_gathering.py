"""What a load into an empty store is found by, gathered while it runs: keys above case numbers, one integer each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Final

from callassist.dossier import Row
from callassist.faces import KIND_SHIFT, WORD, marks_in, words_in
from callassist.store import Changes

CASE_BITS: Final = 32
_WORD_BITS: Final = WORD << KIND_SHIFT


class Gathered:
    """Keys with the numbers of the cases that have them, and of the debts, whose keys are those of whoever owes them.

    `unknown` are cases whose keys nobody has told: they are read when all is in.
    """

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        self.of_cases, self.of_debts = array("q"), array("q")
        self.unknown: set[int] = set()

    def add(self, batch: Sequence[Changes]) -> None:
        """Take in what the cases of a batch are found by, as far as it is told."""
        for change in batch:
            for place in change.projections:
                if place.marks:
                    self.keys(place.case, place.words, place.marks)
                else:
                    self.unknown.add(place.case)

    def keys(self, case: int, words: Iterable[str], marks: Iterable[int]) -> None:
        """Take in the keys of a case."""
        terms = self.terms
        into = self.of_cases
        for word in words:
            into.append((_WORD_BITS | terms.setdefault(word, len(terms) + 1)) << CASE_BITS | case)
        into.extend([mark << CASE_BITS | case for mark in marks])

    def row(self, into: array[int], number: int, value: Row) -> None:
        """Take in what a row of a case or of a debt is found by."""
        terms = self.terms
        for word in words_in(value):
            into.append((_WORD_BITS | terms.setdefault(word, len(terms) + 1)) << CASE_BITS | number)
        for mark in marks_in(value):
            into.append(mark << CASE_BITS | number)
