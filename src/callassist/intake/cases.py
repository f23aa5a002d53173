"""Cases in hand while records are taken in, and the numbers for new ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from callassist.casefile import CaseFile, DossierRow, Entry
from callassist.events import DebtTaken, LinkSuggested
from callassist.intake.people import Who, who_is, who_of
from callassist.intake.placement import Placement
from callassist.intake.writing import Pen, Stamp, place_debt, plain_newcomer, start_consumer
from callassist.journal import fold
from callassist.store import ASLEEP, Store

T = TypeVar("T")


class Newcomer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Somebody who came with one debt; `suggestions` are (case, why)."""

    placement: Placement
    case: int
    debt: int
    suggestions: tuple[tuple[int, str], ...] = ()

    def begun(self, taken: DebtTaken, stamp: Stamp) -> Pen:
        """The journal and dossier of the person."""
        pen = start_consumer(self.placement, self.case, taken, stamp)
        for other, why in self.suggestions:
            pen.event(LinkSuggested(other=other, why=why))
        return pen

    def written(self, stamp: Stamp) -> tuple[list[Entry], list[DossierRow]]:
        """The same with the debt's own, for one that nobody had placed before."""
        placement = self.placement
        if not (placement.note or placement.is_minor or self.suggestions or placement.dated):
            return plain_newcomer(placement, self.case, self.debt, stamp)
        first, row = place_debt(placement, self.debt, stamp)
        pen = self.begun(DebtTaken(debt=self.debt), stamp)
        return [*first, *pen.entries], [row, *pen.rows]


class Numbers:
    """Numbers for new cases and debts. Those of a chunk that has to be redone are used again."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cases: list[int] = []
        self._debts: list[int] = []
        self._case = self._debt = 0

    def ensure(self, count: int) -> None:
        """Have at least that many of each at hand."""
        self._cases, self._debts = self._cases[self._case :], self._debts[self._debt :]
        self.rewind()
        cases, debts = max(0, count - len(self._cases)), max(0, count - len(self._debts))
        if cases or debts:
            first_case, first_debt = self._store.reserve(cases, debts)
            self._cases.extend(range(first_case, first_case + cases))
            self._debts.extend(range(first_debt, first_debt + debts))

    def rewind(self) -> None:
        """Give out again what was given out since `ensure`."""
        self._case = self._debt = 0

    def case(self) -> int:
        """The next case."""
        self._case += 1
        return self._cases[self._case - 1]

    def debt(self) -> int:
        """The next debt."""
        self._debt += 1
        return self._debts[self._debt - 1]


class Recent(Generic[T]):
    """What was last in hand: from this chunk and the one before."""

    def __init__(self) -> None:
        self.newer: dict[int, T] = {}
        self._older: dict[int, T] = {}

    def get(self, case: int) -> T | None:
        """What is kept of a case."""
        return self.newer.get(case) or self._older.get(case)

    def drop(self, case: int) -> None:
        """Keep it no longer."""
        self.newer.pop(case, None)
        self._older.pop(case, None)

    def age(self) -> None:
        """Let the older half go."""
        self._older, self.newer = self.newer, {}

    def clear(self) -> None:
        """Keep nothing."""
        self.newer, self._older = {}, {}


class Cases:
    """Cases as they stand with everything written so far, committed or not.

    Newcomers are kept as their record and folded only when somebody asks for the case. `keeps` says that nobody
    else writes to the store, so that what a chunk leaves behind is worth keeping for the next.
    """

    def __init__(self, store: Store, stamp: Stamp, *, keeps: bool) -> None:
        self._store = store
        self._stamp = stamp
        self._keeps = keeps
        self._newcomers: Recent[Newcomer] = Recent()
        self._open: Recent[CaseFile] = Recent()
        self._read: dict[int, Mapping[int, int]] = {}

    def welcome(self, newcomer: Newcomer) -> None:
        """Somebody new, whose entries are written."""
        self._newcomers.newer[newcomer.case] = newcomer

    def put(self, case: CaseFile) -> None:
        """A case as it stands now."""
        self._newcomers.drop(case.id)
        self._open.newer[case.id] = case

    def get(self, case: int) -> CaseFile:
        """The case."""
        held = self._open.get(case)
        if held is None:
            newcomer = self._newcomers.get(case)
            entries: Iterable[Entry]
            rows: Iterable[DossierRow]
            if newcomer:
                entries, rows = newcomer.written(self._stamp)
            else:
                rows, entries = self._store.load(case)
            held = self._open.newer[case] = fold(case, rows, entries)
            if not newcomer:
                self._read[case] = held.versions
        return held

    def read_to(self, cases: Iterable[int]) -> tuple[tuple[int, int], ...]:
        """How far the journals of those cases had been read in the store; nothing for those it did not have."""
        return tuple({at for case in cases for at in self._read.get(case, {}).items()})

    def asleep_until(self, case: int) -> datetime | None:
        """When a case that was read from the store wakes, None for one that does not sleep."""
        if case not in self._read or self._keeps:
            return None
        work = self._store.projection_of(case).work
        return work.wake_at if work.state == ASLEEP else None

    def who(self, case: int) -> Who:
        """The person of a case."""
        newcomer = self._newcomers.get(case)
        return who_of(newcomer.placement) if newcomer else who_is(self.get(case).consumer)

    def committed(self) -> None:
        """A chunk is in the store: let go of most of it."""
        self._read.clear()
        if not self._keeps:
            self.forget()
            return
        self._newcomers.age()
        self._open.age()

    def forget(self) -> None:
        """Let go of everything: what is in the store is not what was thought."""
        self._newcomers.clear()
        self._open.clear()
        self._read.clear()
