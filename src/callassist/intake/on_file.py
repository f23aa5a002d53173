"""Where to look for a person who may be on file: in the same file while a store is filled, in the store after that."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from callassist.intake.placement import Placement
from callassist.store import Query, Store

MOST_OF_A_NAME: Final = 16
MOST_OF_A_NUMBER: Final = 8


class InFile:
    """For an empty store: whoever is on file came with an earlier record, and the record's clues say which."""

    def __init__(self) -> None:
        self._cases = array("q")
        self._contested: dict[tuple[str, str], list[int]] = {}

    def prepare(self, placements: Sequence[Placement]) -> None:
        """Make room for a chunk's records."""
        if placements:
            missing = placements[-1].ordinal + 1 - len(self._cases)
            self._cases.extend([0] * missing)

    def is_stranger(self, placement: Placement) -> bool:
        """Whether nothing in the file points at somebody on file."""
        return placement.clues is None

    def settled(self, placement: Placement, case: int) -> None:
        """A record's person is this case now."""
        self._cases[placement.ordinal] = case
        clues = placement.clues
        if clues and clues.ref >= 0 and self._cases[clues.ref] != case:
            others = self._contested.setdefault((placement.client, placement.ref.upper()), [])
            if case not in others:
                others.append(case)

    def by_reference(self, placement: Placement) -> Iterable[int]:
        """The first to come under the reference, then those who could not be the same person."""
        if placement.clues and placement.clues.ref >= 0:
            yield from self._case(placement.clues.ref)
            yield from self._contested.get((placement.client, placement.ref.upper()), ())

    def by_birth(self, placement: Placement) -> Iterable[int]:
        """The first of that name and birth date."""
        return self._case(placement.clues.born) if placement.clues else ()

    def alike(self, placement: Placement) -> Iterable[int]:
        """The first of that name with the number, and with the ZIP."""
        clues = placement.clues
        if clues is None:
            return ()
        return dict.fromkeys((*self._case(clues.phone), *self._case(clues.zip)))

    def _case(self, ordinal: int) -> Iterator[int]:
        if ordinal >= 0 and self._cases[ordinal]:
            yield self._cases[ordinal]


class InStore:
    """For a store with cases in it: joining keys for a whole chunk at once, names and numbers where they miss."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._joined: dict[int, list[int]] = {}
        self._named: dict[tuple[str, str], list[int]] = {}

    def prepare(self, placements: Sequence[Placement]) -> None:
        """Look up the joining keys of a chunk."""
        keys = {key for placement in placements for key in placement.joins}
        self._joined = {key: list(cases) for key, cases in self._store.joined(tuple(keys)).items()}
        self._named = {}

    def is_stranger(self, placement: Placement) -> bool:
        """Whether it is sure that nobody on file is meant, which a store cannot say."""
        return not any(placement.name) and not placement.joins

    def settled(self, placement: Placement, case: int) -> None:
        """A record's person is this case now: later records of the chunk may join it."""
        for key in placement.joins:
            cases = self._joined.setdefault(key, [])
            if case not in cases:
                cases.append(case)
        self._named.setdefault(placement.name, []).append(case)

    def by_reference(self, placement: Placement) -> Iterable[int]:
        """Cases under the reference's key."""
        return tuple(self._joined.get(placement.joins[0], ())) if placement.ref else ()

    def by_birth(self, placement: Placement) -> Iterable[int]:
        """Cases under the person's key, which wants SSN last four too."""
        is_keyed = len(placement.joins) > (placement.ref != "")
        return tuple(self._joined.get(placement.joins[-1], ())) if is_keyed else ()

    def alike(self, placement: Placement) -> Iterable[int]:
        """A few cases of the same name or with one of the numbers."""
        last, first = placement.name
        if not last or not first:
            return ()
        found = dict.fromkeys(self._named.get(placement.name, ()))
        for phone in placement.phones:
            if phone.kind != "work":
                found |= dict.fromkeys(self._store.find(Query(number=phone.number), MOST_OF_A_NUMBER))
        return found | dict.fromkeys(self._store.find(Query(last=last, first=first), MOST_OF_A_NAME))
