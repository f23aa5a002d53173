"""Brute force over everybody on file: what the matching has to be quicker than, and never worse than."""

from collections.abc import Callable, Iterator, Sequence
from statistics import median
from time import perf_counter

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from tests.bench.callers import Caller, Holder, is_same_person, value

BEST = 5
SHORTLIST = 60
"""Enough for five persons, each of whom may owe several accounts."""
BATCH = 2
"""Queries at a time: rapidfuzz gives each worker a query of its own."""
BONUS = 30
"""Points for a field that agrees, where an equal name makes 100: the name alone never outweighs two fields."""
ABSENT = -1

Points = NDArray[np.float32]
Codes = NDArray[np.int64]


def names(holders: Sequence[Holder]) -> list[str]:
    """First and last name of everybody, as peers compare them."""
    return [" ".join(one.name) for one in holders]


def extract_ms(everybody: Sequence[str], queries: Sequence[str], scorer: Callable[..., float]) -> float:
    """Median milliseconds of `process.extract` for the best five of everybody."""
    took = []
    for query in queries:
        start = perf_counter()
        process.extract(query, everybody, scorer=scorer, limit=BEST)
        took.append((perf_counter() - start) * 1000)
    return median(took)


def token_sort_ms(everybody: Sequence[str], queries: Sequence[str]) -> float:
    """`process.extract` with token_sort_ratio, p50 in milliseconds."""
    return extract_ms(everybody, queries, fuzz.token_sort_ratio)


def wratio_ms(everybody: Sequence[str], queries: Sequence[str]) -> float:
    """`process.extract` with WRatio, p50 in milliseconds."""
    return extract_ms(everybody, queries, fuzz.WRatio)


class Brute:
    """Ranks by the best of three name scores, and a bonus for every further field that agrees exactly.

    It is told the plain values of the fields, not how they were typed, and names in Latin letters: a peer that reads
    every spelling.
    """

    def __init__(self, holders: Sequence[Holder]) -> None:
        self._holders = holders
        self._names = names(holders)
        self._codes: dict[str, dict[str, int]] = {}
        self._columns: dict[str, tuple[Codes, ...]] = {}

    def ranked(self, callers: Sequence[Caller]) -> Iterator[tuple[str, ...]]:
        """For each caller the account numbers of the five persons that score best, best first."""
        for start in range(0, len(callers), BATCH):
            some = callers[start : start + BATCH]
            for caller, points in zip(some, self._name_points(some), strict=True):
                yield self._best(points + self._bonuses(caller))

    def ranked_by_name(self, callers: Sequence[Caller]) -> Iterator[tuple[str, ...]]:
        """The same by the name alone."""
        for start in range(0, len(callers), BATCH):
            for points in self._name_points(callers[start : start + BATCH]):
                yield self._best(points)

    def _name_points(self, callers: Sequence[Caller]) -> Points:
        said = [anyascii(caller.plain.get("name", "")).lower() for caller in callers]
        best = self._compared(said, fuzz.token_sort_ratio)
        np.maximum(best, self._compared(said, fuzz.token_set_ratio), out=best)
        likeness: Points = process.cdist(said, self._names, scorer=JaroWinkler.similarity, dtype=np.float32, workers=2)
        np.maximum(best, likeness * 100, out=best)
        return best

    def _compared(self, said: Sequence[str], scorer: Callable[..., float]) -> Points:
        points: NDArray[np.uint8] = process.cdist(said, self._names, scorer=scorer, dtype=np.uint8, workers=2)
        return points.astype(np.float32)

    def _bonuses(self, caller: Caller) -> Points:
        bonuses: Points = np.zeros(len(self._names), dtype=np.float32)
        for field, text in caller.plain.items():
            if field == "name":
                continue
            columns = self._column(field)  # fills the codes
            code = self._codes[field].get(_folded(field, text), ABSENT)
            if code != ABSENT:
                bonuses[np.logical_or.reduce([column == code for column in columns])] += BONUS
        return bonuses

    def _column(self, field: str) -> tuple[Codes, ...]:
        """What is on file under a field, as a number for each value; of phones three columns, of references two."""
        if field not in self._columns:
            codes: dict[str, int] = {}
            self._codes[field] = codes
            self._columns[field] = tuple(
                np.fromiter((codes.setdefault(text, len(codes)) if text else ABSENT for text in texts), dtype=np.int64)
                for texts in self._texts(field)
            )
        return self._columns[field]

    def _texts(self, field: str) -> tuple[Iterator[str], ...]:
        everybody = self._holders
        match field:
            case "phone" | "caller_id":
                return tuple(_nth_phone(everybody, nth, 0) for nth in range(3))
            case "last4":
                return tuple(_nth_phone(everybody, nth, -4) for nth in range(3))
            case "account":
                return (
                    (_folded(field, one.account_number) for one in everybody),
                    (_folded(field, one.client_ref) for one in everybody),
                )
            case _:
                return ((_folded(field, value(one, field)) for one in everybody),)

    def _best(self, points: Points) -> tuple[str, ...]:
        shortlist = min(SHORTLIST, len(points))
        top = np.argpartition(-points, shortlist - 1)[:shortlist]
        found: list[Holder] = []
        for at in top[np.argsort(-points[top], kind="stable")]:
            one = self._holders[at]
            if not any(is_same_person(one, other) for other in found):
                found.append(one)
        return tuple(one.account_number for one in found[:BEST])


def _folded(field: str, text: str) -> str:
    """Without capitals; a number also without what parts it into pieces."""
    return text.lower().replace(" ", "").replace("-", "") if field == "account" else text.lower()


def _nth_phone(everybody: Sequence[Holder], nth: int, start: int) -> Iterator[str]:
    return (one.phones[nth][start:] if len(one.phones) > nth else "" for one in everybody)
