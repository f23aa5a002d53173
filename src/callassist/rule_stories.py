"""A rule's case told in events: who it is about, what has happened, and the question (docs/rules.md has the shape).

It is folded like any other case, so what it proves is the way a call is judged; and it is told for an agency with
plain habits and every licence, not for the one that happens to be on file, unless it says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Final

from msgspec.structs import asdict, replace

from callassist import dossier as rec
from callassist import events as ev
from callassist.calendars import Geography
from callassist.casefile import CaseFile, DossierRow, Entry, consumer_stream, debt_stream
from callassist.checklist import zone_of
from callassist.errors import BadInput
from callassist.journal import fold
from callassist.rule_happenings import ANSWERS, BEGINS, Teller, details, phone, placed
from callassist.rule_settings import setting_of
from callassist.rule_shapes import GivenDates, Trial
from callassist.rules import Setting

CASE: Final = 1
BEFORE: Final = timedelta(days=90)  # when something happened that a case gives no time for
NEVER: Final = "never"


class Story:
    """A case while its events are being told.

    Numbers of streams and rows, and whose clock its moments are on.
    """

    def __init__(self, trial: Trial, geography: Geography) -> None:
        self.trial = trial
        self.given = trial.given
        self.geography = geography
        self.zones = geography.zones_of_address(self.given.zip, self.given.state)
        self.asked_at = self._read(trial.when.at)
        self.rows: list[DossierRow] = []
        self.number_rows: list[int] = []
        self.address_rows: list[int] = []

    def moment(self, text: str) -> datetime | None:
        """A moment as a case writes it; None for never."""
        return None if text == NEVER else self._read(text)

    def _read(self, text: str) -> datetime:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as fault:
            what = f"{text!r} is no moment"
            raise BadInput(what, self.trial.name, "write it as 2026-04-01 10:00") from fault
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        if len(self.zones) != 1:
            what = f"{text!r} could be on several clocks"
            raise BadInput(what, self.trial.name, "write its offset, as 2026-04-01 10:00-04:00")
        return moment.replace(tzinfo=zone_of(self.zones[0])).astimezone(UTC)

    def row_of(self, number: int, address: int = 0) -> int:
        """The dossier row of the n-th number, or of the n-th e-mail address; 0 for none."""
        rows, nth = (self.address_rows, address) if address else (self.number_rows, number)
        return rows[nth - 1] if 0 < nth <= len(rows) else 0

    def case(self) -> CaseFile:
        """The case that the story tells."""
        entries = self.entries()
        return fold(CASE, self.rows, entries)

    def entries(self) -> tuple[Entry, ...]:
        """Its journal entries; `rows` are then the dossier rows that they name."""
        self._people()
        teller = Teller(self.given, self.trial.when.line, self._when, self.row_of)
        happened = sorted(teller.happenings(), key=lambda each: each[0])
        first = tuple(self._first())
        seqs = {stream: count(1) for stream, _ in first}
        entries = [
            Entry(stream=stream, seq=next(seqs[stream]), at=self.asked_at - BEFORE, actor="intake", event=event)
            for stream, event in first
        ]
        home = consumer_stream(CASE)
        latest = {"consent": 0, "deal": 0}
        for at, events in happened:
            call = 0
            for event in events:
                seq = next(seqs[home])
                call = seq if isinstance(event, ev.CallPlaced | ev.CallReceived) else call
                if begun := BEGINS.get(type(event)):
                    latest[begun] = seq
                told = replace(event, call=call) if hasattr(event, "call") else event
                if named := ANSWERS.get(type(event)):
                    told = replace(event, **{named: latest.get(named, seq - 1)})
                entries.append(Entry(stream=home, seq=seq, at=at, actor="ann", event=told))
        return tuple(entries)

    def _people(self) -> None:
        given, home = self.given, consumer_stream(CASE)
        values: list[rec.Row] = [rec.Person(first="Avery", last=given.last, dob=given.born, language=given.language)]
        if given.zip or given.state:
            values.append(rec.Address(street="1 Example St", city="Anytown", state=given.state, zip=given.zip))
        first = len(values) + 1
        values += [phone(text) for text in given.numbers]
        self.number_rows = list(range(first, len(values) + 1))
        values += [rec.Email(address=address) for address in given.emails]
        self.address_rows = list(range(first + len(given.numbers), len(values) + 1))
        self.rows = [DossierRow(stream=home, row=row, value=value) for row, value in enumerate(values, 1)]
        for debt, told in enumerate(given.debts, 1):
            self.rows.append(DossierRow(stream=debt_stream(debt), row=1, value=details(told)))

    def _first(self) -> Iterator[tuple[int, ev.Event]]:
        """What came with the placement files."""
        rows = tuple(row.row for row in self.rows if row.stream == consumer_stream(CASE))
        for debt, given in enumerate(self.given.debts, 1):
            stream = debt_stream(debt)
            yield stream, placed(debt, given)
            if given.dates != GivenDates():
                yield stream, ev.DebtDated(**asdict(given.dates))
            if given.furnished:
                yield stream, ev.DebtFurnished(on=given.furnished)
            yield consumer_stream(CASE), ev.DebtTaken(debt=debt, role=given.role, rows=rows if debt == 1 else ())
            if given.disputed:
                yield stream, ev.DebtDisputed(by=CASE, reason="disputed")
            if given.closed:
                yield stream, ev.DebtClosed(why="paid")

    def _when(self, at: str) -> datetime:
        """A moment; one that is not given was long before."""
        return self._read(at) if at else self.asked_at - BEFORE

    def setting(self) -> Setting:
        """Plain habits and every licence, with what the case says is different."""
        return setting_of(self.given, self.geography, self.trial.name)
