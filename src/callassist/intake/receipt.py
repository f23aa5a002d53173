"""What became of a file: the acknowledgement a client gets, and how far a running import is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter
from typing import Final

import msgspec
from msgspec.structs import asdict

from callassist.intake.chunk import Tally
from callassist.intake.rejects import Reject, RejectsFile, Warned
from callassist.money import format_cents

SHOWN: Final = 20


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far an import is: records so far, records a second, the share of the file, seconds still to go."""

    records: int
    per_second: float
    share: float
    seconds_left: float


OnProgress = Callable[[Progress], None]


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Counts are records of the file: read = added + updated + unchanged + rejected. Amounts are cents.

    `people` are new cases, `joined` debts of people on file, `co_guarantors` further people on one debt (they
    count as added, their dollars do not). `incomplete` debts may not be called about yet; `without_number` people
    wait in the skip list; `restricted` records came with a limit on contact, `unread` ones with a note that a
    human has to read. `stripped` records held control or direction marks; `recoded` lines were no UTF-8.
    """

    source: str
    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    added_cents: int = 0
    changed_cents: int = 0
    people: int = 0
    joined: int = 0
    co_guarantors: int = 0
    suggested: int = 0
    incomplete: int = 0
    without_number: int = 0
    restricted: int = 0
    unread: int = 0
    stripped: int = 0
    recoded: int = 0
    warnings: tuple[Warned, ...] = ()
    first_rejects: tuple[Reject, ...] = ()
    seconds: float = 0.0

    def sentences(self) -> tuple[str, ...]:
        """The acknowledgement in words, a line each."""
        counts = f"{self.added:,} added, {self.updated:,} updated, {self.unchanged:,} unchanged"
        people = f"{self.people:,} new people, {self.joined:,} debts of people on file"
        placed, changed = format_cents(self.added_cents), format_cents(self.changed_cents)
        lines = [
            f"{self.source}: {self.read:,} records read, {counts}, {self.rejected:,} rejected.",
            f"${placed} placed; balances on file changed by ${changed}.",
            f"{people}, {self.co_guarantors:,} co-guarantors.",
        ]
        lines += [f"{count:,} {words}" for count, words in self._remarks() if count]
        lines += [f"{w.count:,} × {w.column} {w.reason}, first on line {w.line}." for w in self.warnings]
        return tuple(lines)

    def _remarks(self) -> tuple[tuple[int, str], ...]:
        return (
            (self.suggested, "links suggested: the same person may be on file twice."),
            (self.incomplete, "debts may not be called about until the client sends what is missing."),
            (self.without_number, "people have no telephone number and wait in the skip list."),
            (self.restricted, "records hand on a limit on contact."),
            (self.unread, "records have a note that somebody must read before anyone calls."),
            (self.stripped, "records held control or text-direction characters, which were taken out."),
            (self.recoded, "lines were not UTF-8 and were read as Windows-1252; look at their accents."),
        )


class Acknowledging:
    """Keeps count of what is read while an import runs, and writes the rejects file."""

    def __init__(self, path: Path, size: int, rejects: RejectsFile, progress: OnProgress | None) -> None:
        self._path = path
        self._size = max(size, 1)
        self._rejects = rejects
        self._progress = progress
        self._begun = perf_counter()
        self._read = self._rejected = self._stripped = self._recoded = 0
        self._first: list[Reject] = []
        self._warned: dict[tuple[str, str], Warned] = {}

    def refuse(self, rejects: Iterable[Reject]) -> None:
        """Records that are not taken in."""
        for reject in rejects:
            self._rejected += 1
            self._rejects.write(reject)
            if len(self._first) < SHOWN:
                self._first.append(reject)

    def let_pass(self, warnings: Iterable[Warned], stripped: int, recoded: int) -> None:
        """What was odd and taken in all the same."""
        self._stripped += stripped
        self._recoded += recoded
        for warned in warnings:
            key = (warned.column, warned.reason)
            before = self._warned.get(key)
            self._warned[key] = Warned(
                column=warned.column,
                reason=warned.reason,
                count=warned.count + (before.count if before else 0),
                line=before.line if before else warned.line,
            )

    def went(self, records: int, done: int) -> None:
        """So many more records are behind us, and that many bytes of the file."""
        self._read += records
        if self._progress:
            share, seconds = done / self._size, perf_counter() - self._begun
            self._progress(
                Progress(
                    records=self._read,
                    per_second=self._read / max(seconds, 1e-9),
                    share=share,
                    seconds_left=seconds / share - seconds if share else 0.0,
                )
            )

    def receipt(self, tally: Tally) -> Receipt:
        """The acknowledgement. Records refused for what is on file are in both counts, once."""
        counts = asdict(tally) | {"rejected": self._rejected}
        return Receipt(
            source=self._path.name,
            read=self._read,
            stripped=self._stripped,
            recoded=self._recoded,
            warnings=tuple(self._warned.values()),
            first_rejects=tuple(self._first),
            seconds=perf_counter() - self._begun,
            **counts,
        )
