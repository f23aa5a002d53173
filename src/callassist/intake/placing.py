"""Chunks of records into the store, each in one transaction; redone when somebody else wrote meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import sleep
from typing import Final

from callassist.intake.accounts import Accounts, Work
from callassist.intake.cases import Cases, Numbers
from callassist.intake.chunk import Chunk, Tally, Workplace
from callassist.intake.on_file import InFile, InStore
from callassist.intake.placement import Placement, Slip
from callassist.intake.projecting import FreshProjections
from callassist.intake.rejects import Reject
from callassist.intake.writing import Stamp
from callassist.rules import Setting
from callassist.store import StaleCase, Store

TRIES: Final = 5
TURN: Final = 500
PAUSE: Final = 0.01
Read = Callable[[Slip], Placement | None]


class Placing:
    """One import under way. `is_first` says that the store is empty and nobody else writes to it."""

    def __init__(self, store: Store, setting: Setting, stamp: Stamp, *, is_first: bool) -> None:
        self._accounts = Accounts(store)
        self._place = Workplace(
            store=store,
            cases=Cases(store, stamp, keeps=is_first),
            finder=InFile() if is_first else InStore(store),
            numbers=Numbers(store),
            projections=FreshProjections(setting),
            stamp=stamp,
        )
        self._tally = Tally()

    def expect(self, records: int) -> None:
        """How many records are to come, about."""
        self._accounts.expect(records)

    @property
    def tally(self) -> Tally:
        """What became of the records so far."""
        return self._tally

    def fill(self, placements: Sequence[Placement]) -> list[Reject]:
        """Take records into the empty store; those that are refused for what is on file."""
        return self._commit(self._accounts.first_load(placements))

    def renew(self, slips: Sequence[Slip], read: Read) -> list[Reject]:
        """Take records into a store in use; those refused for what is on file."""
        return self._in_turns(self._accounts.later_load(slips, read))

    def finish(self) -> list[Reject]:
        """Take in what waited for the end of the file."""
        return self._in_turns(self._accounts.left())

    def _in_turns(self, works: list[Work]) -> list[Reject]:
        """A little at a time, and a pause after each, so that collectors get their turn."""
        refused = self._commit(works[:TURN])
        for at in range(TURN, len(works), TURN):
            sleep(PAUSE)
            refused += self._commit(self._accounts.as_they_are_now(works[at : at + TURN]))
        return refused

    def _commit(self, works: list[Work]) -> list[Reject]:
        self._tally.unchanged += self._accounts.unchanged
        self._accounts.unchanged = 0
        if not works:
            return []
        self._place.numbers.ensure(len(works))
        chunk = self._written(works, TRIES)
        self._place.cases.committed()
        self._accounts.done(works)
        self._tally += chunk.tally
        return chunk.rejects

    def _written(self, works: list[Work], tries: int) -> Chunk:
        """Work a chunk and write it; from the start again when somebody else wrote meanwhile."""
        place = self._place
        place.finder.prepare([work.placement for work in works])
        chunk = Chunk(place)
        for work in works:
            chunk.take(work)
        try:
            place.store.append_many((chunk.changes(),))
        except StaleCase:
            if tries == 1:
                raise
            place.cases.forget()
            place.numbers.rewind()
            return self._written(self._accounts.as_they_are_now(works), tries - 1)
        return chunk
