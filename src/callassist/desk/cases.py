"""Cases as a desk reads and writes them: loaded, folded, judged, and written together with all that follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from msgspec.structs import replace

from callassist.casefile import CaseFile, DossierRow, Entry, consumer_stream
from callassist.checked import book_of
from callassist.desk.attempts import Current
from callassist.desk.books import keep_book
from callassist.desk.opened import Opened
from callassist.events import CheckMade, DebtReleased, DebtTaken, LinkAccepted, LinkRefused, LinkSuggested
from callassist.handbook import Accepted, Handbook
from callassist.journal import evolve, fold
from callassist.store import ASLEEP, BLOCKED, READY, Changes, Projection, StaleCase, Store
from callassist.survey import Verdicts, glance
from callassist.worklist import project

Clock = Callable[[], datetime]
Seen = tuple[tuple[int, int], ...]
_OF_TWO = (DebtTaken, DebtReleased, LinkSuggested, LinkAccepted, LinkRefused)
"""What is written to the journals of two people at once."""


class Cases:
    """The cases of a store, judged by one handbook as far as is asked. It holds none itself, and any thread may ask."""

    def __init__(self, store: Store, handbook: Handbook, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self._current = Current(handbook, store)
        self._has_book = False

    @property
    def handbook(self) -> Handbook:
        """What cases are judged by, with what has arrived of other systems."""
        return self._current.at(self.clock())

    # ── reading ──

    def read(self, case: int) -> CaseFile:
        """A case as its journals tell it; UnknownCase."""
        return fold(case, *self.store.load(case))

    def load(self, case: int, until: datetime | None = None) -> Opened:
        """A case with its history, judged now; UnknownCase."""
        rows, entries = self.store.load(case)
        folded = fold(case, rows, entries)
        now = self.clock()
        return Opened(case=folded, verdicts=self._judged(folded, now), entries=entries, until=until or now, now=now)

    def judged_anew(self, opened: Opened) -> Opened:
        """The same case, judged at this moment."""
        now = self.clock()
        return replace(opened, verdicts=self._judged(opened.case, now), now=now)

    def _judged(self, case: CaseFile, now: datetime) -> Verdicts:
        return glance(case, self.handbook, now)

    # ── what the indexes should say ──

    def projection(self, case: CaseFile, verdicts: Verdicts) -> Projection:
        """The rows by which a case is found, as the rules judge it."""
        best = verdicts.best_call()
        return project(case, self.handbook.setting, verdicts.now, best.opens, is_stopped=best.is_stopped)

    def place(self, case: CaseFile) -> Projection:
        """The same, asking the rules only about a case that does not stand still by itself."""
        found = project(case, self.handbook.setting, self.clock())
        if found.work.state not in {READY, ASLEEP, BLOCKED}:
            return found
        return self.projection(case, self._judged(case, self.clock()))

    def put(self, placed: Iterable[tuple[CaseFile, Projection]]) -> None:
        """Write indexes anew, in one transaction. A case that somebody else wrote to meanwhile stays as they put it."""
        changes = [Changes(projections=(projection,), seen=_seen(case)) for case, projection in placed]
        try:
            if changes:
                self.store.append_many(changes)
        except StaleCase:
            for change in changes:
                with suppress(StaleCase):
                    self.store.append(change)

    def put_back(self, cases: Iterable[Opened]) -> int:
        """Write the indexes of judged cases; how many are not ready any more."""
        placed = [(each.case, self.projection(each.case, each.verdicts)) for each in cases]
        self.put(placed)
        return sum(projection.work.state != READY for _, projection in placed)

    # ── writing ──

    def append(self, opened: Opened, decision: Accepted) -> Opened:
        """Write a decision on a case with all that follows, for others too who owe a debt it touches; StaleCase."""
        if any(isinstance(entry.event, _OF_TWO) for entry in decision.entries):
            return self._relink(opened, decision)
        now = self.clock()
        case = evolve(opened.case, decision.entries, decision.rows)
        verdicts = self._judged(case, now).complete()
        seen = dict(_seen(opened.case))
        projections = [self.projection(case, verdicts)]
        for read, evolved in self._co_obliged(case, decision):
            seen.update(read.versions)
            projections.append(self.projection(evolved, self._judged(evolved, now)))
        self._write(decision, tuple(projections), tuple(seen.items()))
        entries = (*opened.entries, *decision.entries)
        return replace(opened, case=case, verdicts=verdicts, entries=entries, now=now)

    def _write(self, decision: Accepted, projections: tuple[Projection, ...], seen: Seen) -> None:
        if not self._has_book and any(isinstance(entry.event, CheckMade) for entry in decision.entries):
            keep_book(self.store, book_of(self.handbook.rulebook))
            self._has_book = True
        self.store.append(Changes(entries=decision.entries, rows=decision.rows, projections=projections, seen=seen))

    def _co_obliged(self, case: CaseFile, decision: Accepted) -> Iterator[tuple[CaseFile, CaseFile]]:
        """The other people who owe a debt whose journal is written: as they were read, and as they then are."""
        debts = {entry.stream >> 1 for entry in decision.entries if entry.stream & 1}
        others = {owner for debt in debts for owner in self.store.owners(debt) if owner != case.id}
        for other in sorted(others):
            read = self.read(other)
            theirs = tuple(e for e in decision.entries if e.stream & 1 and e.stream in read.versions)
            yield read, evolve(read, theirs, decision.rows)

    def _relink(self, opened: Opened, decision: Accepted) -> Opened:
        """Debts go from case to case, or two are linked: both are told anew: neither held the other's journals."""
        involved = sorted({opened.case.id, *(e.stream >> 1 for e in decision.entries if not e.stream & 1)})
        rows: dict[tuple[int, int], DossierRow] = {}
        entries: dict[tuple[int, int], Entry] = {}
        for case in involved:
            theirs, told = self.store.load(case)
            rows |= {(row.stream, row.row): row for row in theirs}
            entries |= {(entry.stream, entry.seq): entry for entry in told}
        seen = {stream: max(seq for at, seq in entries if at == stream) for stream, _ in entries}
        rows |= {(row.stream, row.row): row for row in decision.rows}
        entries |= {(entry.stream, entry.seq): entry for entry in decision.entries}
        after = [_told(case, rows.values(), entries.values()) for case in involved]
        now = self.clock()
        projections = tuple(self.projection(case, self._judged(case, now)) for case in after)
        self._write(decision, projections, tuple((seen | dict(_seen(opened.case))).items()))
        return replace(self.load(opened.case.id, opened.until), has_namesake=opened.has_namesake)


def _seen(case: CaseFile) -> Seen:
    """How far each journal of a case had been read."""
    return tuple(case.versions.items())


def _told(case: int, rows: Iterable[DossierRow], entries: Iterable[Entry]) -> CaseFile:
    """One case out of the journals of several: its own, and every debt's."""
    home = consumer_stream(case)
    return fold(case, rows, (entry for entry in entries if entry.stream == home or entry.stream & 1))
