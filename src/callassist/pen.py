"""Writes down one decision: numbers entries and dossier rows after the case's own."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property

from callassist.calendars import ALL_ZONES, local_day
from callassist.casefile import CaseFile, DossierRow, Entry, consumer_stream, debt_stream
from callassist.dossier import NoteText, Party, Row
from callassist.events import Event, NoteWritten
from callassist.handbook import Accepted, Handbook
from callassist.rules import whereabouts


class Pen:
    """Lives for one decision; `case` is as it was before, `at` the moment of writing."""

    def __init__(self, case: CaseFile, handbook: Handbook, at: datetime, actor: str) -> None:
        self.case = case
        self.handbook = handbook
        self.at = at
        self.actor = actor
        self._home = consumer_stream(case.id)
        self._versions = dict(case.versions)
        self._row = case.last_rows.get(self._home, 0)
        self._debt_rows: dict[int, int] = {}
        self.entries: list[Entry] = []
        self.rows: list[DossierRow] = []
        self.names: dict[int, str] = {}

    @cached_property
    def zones(self) -> tuple[str, ...]:
        """Wherever the consumer may be; the whole country when nothing on file says."""
        return whereabouts(self.case.consumer, self.handbook.setting.geography) or ALL_ZONES

    @property
    def today(self) -> date:
        """The consumer's day; the earliest where they may be in several zones."""
        return min(local_day(self.at, zone) for zone in self.zones)

    def write(self, event: Event) -> int:
        """Add an event to the consumer's journal; its sequence number."""
        return self._write(self._home, event)

    def write_debt(self, debt: int, event: Event) -> int:
        """Add an event to a debt's journal; its sequence number."""
        return self._write(debt_stream(debt), event)

    def _write(self, stream: int, event: Event) -> int:
        seq = self._versions.get(stream, 0) + 1
        self._versions[stream] = seq
        self.entries.append(Entry(stream=stream, seq=seq, at=self.at, actor=self.actor, event=event))
        return seq

    def reserve(self) -> int:
        """Set a sequence number of the consumer's journal aside, for an event that names those after it."""
        self._versions[self._home] = seq = self._versions.get(self._home, 0) + 1
        return seq

    def fill(self, seq: int, event: Event) -> None:
        """Write the event whose number was set aside; it comes before everything that was written since."""
        entry = Entry(stream=self._home, seq=seq, at=self.at, actor=self.actor, event=event)
        later = (i for i, e in enumerate(self.entries) if e.stream == self._home and e.seq > seq)
        self.entries.insert(next(later, len(self.entries)), entry)

    def written_since(self, seq: int) -> tuple[int, ...]:
        """The sequence numbers written to the consumer's journal after one."""
        return tuple(range(seq + 1, self._versions[self._home] + 1))

    def keep(self, value: Row) -> int:
        """Add a dossier row; its number. An event must name it."""
        self._row += 1
        self.rows.append(DossierRow(stream=self._home, row=self._row, value=value))
        return self._row

    def keep_of_debt(self, debt: int, value: Row) -> int:
        """Add a dossier row of a debt; its number. An event of the debt must name it."""
        stream = debt_stream(debt)
        row = self._debt_rows.get(debt, self.case.last_rows.get(stream, 0)) + 1
        self._debt_rows[debt] = row
        self.rows.append(DossierRow(stream=stream, row=row, value=value))
        return row

    def note(self, text: str, call: int) -> int:
        """Write words down; their row, 0 when there are none."""
        if not text.strip():
            return 0
        row = self.keep(NoteText(text=text.strip()))
        self.write(NoteWritten(row=row, call=call))
        return row

    def party(self, name: str, phone: str) -> int:
        """Keep somebody who matters to the case; their row, 0 when nobody is named."""
        if not name.strip():
            return 0
        row = self.keep(Party(name=name.strip(), phone=phone.strip()))
        self.names[row] = name.strip()
        return row

    def accepted(self, says: str, *others: Pen) -> Accepted:
        """Everything written, by this pen and by those at other cases."""
        pens = (self, *others)
        return Accepted(
            entries=tuple(entry for pen in pens for entry in pen.entries),
            rows=tuple(row for pen in pens for row in pen.rows),
            says=says,
        )
