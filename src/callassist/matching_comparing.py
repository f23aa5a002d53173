"""Comparing candidates field by field, the heaviest first, as long as somebody could still come among the first."""

from __future__ import annotations

from typing import Final

import numpy as np

from callassist.faces import Face, canon
from callassist.matching_candidates import Candidates, Weights
from callassist.matching_scores import Score, Scorer, Wanted
from callassist.store import SearchIndex

AT_ONCE: Final = 12
ORDERLY: Final = 0.5
"""Bits by which somebody may weigh more once compared, as names in their order do."""
MOST_OVER: Final = 20
"""Bits above the prior beyond which more of them change no share."""
_ONLY_COMPARED: Final = frozenset({"city", "house", "street", "employer", "birthday", "suffix", "phone", "phone7"})
"""Fields that weigh more once compared than by the keys under which they are found."""


class Comparing:
    """How far one question has come: `scores` and `faces` of those who were compared so far."""

    def __init__(self, index: SearchIndex, scorer: Scorer, found: Candidates, wanted: Wanted) -> None:
        self._index, self._scorer, self._found, self._wanted = index, scorer, found, wanted
        self._place = 0
        self._is_final = not any(r.field in _ONLY_COMPARED for clue in wanted.clues for r in clue.readings)
        self._letters = sum(word.meaning.letter for word in wanted.words if len(word.meaning.said) == 1)
        self._needs_accounts = any(r.field == "ref" for clue in wanted.clues for r in clue.readings)
        self.scores: list[Score] = []
        self.faces: dict[int, Face] = {}

    def until(self, most: int, alone: float = 0.0) -> None:
        """Go on until nobody else could come among the first so many.

        Whoever weighs no more than `alone` answers one thing that was said: names in their order add nothing to that.
        """
        sums = self._found.sums
        while self._place < sums.size:
            slack = self._letters + (ORDERLY if sums[self._place] > alone else 0.0)
            if self._is_final and len(self.scores) >= most and sums[self._place] + slack <= self._nth(most):
                break
            self._compare(self._found.cases[self._place : self._place + AT_ONCE].tolist())
            self._place += AT_ONCE

    def others(self, prior: float) -> Weights:
        """The odds of everybody who was found but not compared, by the keys under which they were found."""
        rest = np.concatenate([self._found.sums[self._place :], self._found.others])
        odds: Weights = np.exp2(np.minimum(rest, prior + MOST_OVER) - prior)
        return odds

    def _compare(self, cases: list[int]) -> None:
        read = self._index.faces(cases)
        briefs = self._index.briefs(cases) if self._needs_accounts else {}
        self.faces.update(read)
        for case, face in read.items():
            accounts = [canon(each.partition("/")[2]) for each in briefs[case].accounts] if briefs else []
            self.scores.append(self._scorer.score(face, self._wanted, accounts))

    def _nth(self, most: int) -> float:
        return sorted((score.bits for score in self.scores), reverse=True)[most - 1]
