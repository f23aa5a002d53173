"""Cases in hand while records are taken in, and the numbers for new ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeVar

import msgspec

from callassist.casefile import CaseFile, DossierRow, Entry
from callassist.events import DebtTaken, LinkSuggested
from callassist.intake.people import Who, who_is, who_of
from callassist.intake.placement import Placement
from callassist.intake.writing import Pen, Stamp, place_debt, start_consumer
from callassist.journal import fold
from callassist.store import Store

RECENT: Final = 8_192
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
        entry, row = place_debt(self.placement, self.debt, stamp)
        pen = self.begun(DebtTaken(debt=self.debt), stamp)
        return [entry, *pen.entries], [row, *pen.rows]


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


class Cases:
    """Cases as they stand with everything written so far, committed or not.

    Newcomers are kept as their record and folded only when somebody asks for the case. `keeps` says that nobody
    else writes to the store, so that what a chunk leaves behind is worth keeping for the next.
    """

    def __init__(self, store: Store, stamp: Stamp, *, keeps: bool) -> None:
        self._store = store
        self._stamp = stamp
        self._keeps = keeps
        self._newcomers: dict[int, Newcomer] = {}
        self._open: dict[int, CaseFile] = {}

    def welcome(self, newcomer: Newcomer) -> None:
        """Somebody new, whose entries are written."""
        self._newcomers[newcomer.case] = newcomer

    def put(self, case: CaseFile) -> None:
        """A case as it stands now."""
        self._newcomers.pop(case.id, None)
        self._open[case.id] = case

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
            held = self._open[case] = fold(case, rows, entries)
        return held

    def who(self, case: int) -> Who:
        """The person of a case."""
        if case in self._newcomers and case not in self._open:
            return who_of(self._newcomers[case].placement)
        return who_is(self.get(case).consumer)

    def committed(self) -> None:
        """A chunk is in the store: let go of most of it."""
        if not self._keeps:
            self.forget()
            return
        _shorten(self._newcomers, RECENT)
        _shorten(self._open, RECENT // 4)

    def forget(self) -> None:
        """Let go of everything: what is in the store is not what was thought."""
        self._newcomers.clear()
        self._open.clear()


def _shorten(held: dict[int, T], most: int) -> None:
    """Drop the oldest beyond `most`."""
    for key in list(held)[: max(0, len(held) - most)]:
        del held[key]
