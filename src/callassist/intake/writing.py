"""What an accepted record becomes: dossier rows and journal entries, for new people and for known ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from callassist.casefile import CaseFile, Consumer, DossierRow, Entry, consumer_stream, debt_stream
from callassist.dossier import Address, Email, NoteText, Party, Person, Phone, Reference, Row
from callassist.events import (
    DebtTaken,
    Event,
    FactCorrected,
    NoteWritten,
    RestrictionPlaced,
)
from callassist.intake.placement import Limit, Placement

UNREAD: Final = "the client's note has not been read yet"
MINOR: Final = "under age, and nobody else is named as guarantor"
OF_A_DEBT: Final = frozenset({"minor"})
"""What a note says of one debt, not of the person: somebody of age now may have been under age then."""
_RANGES: Final = tuple(tuple(range(1, count + 1)) for count in range(16))
_WRITTEN: Final = ("letter", "written", "in writing")


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """When, by whom and from which file something was taken in."""

    at: datetime
    actor: str
    source: str


class Pen:
    """Writes on one stream, from the sequence and row numbers that come next."""

    def __init__(self, stream: int, stamp: Stamp, seq: int = 0, row: int = 0) -> None:
        self._stream = stream
        self._stamp = stamp
        self._seq = seq
        self._row = row
        self.source = stamp.source
        self.entries: list[Entry] = []
        self.rows: list[DossierRow] = []

    def event(self, event: Event) -> None:
        """Add an event."""
        self._seq += 1
        stamp = self._stamp
        self.entries.append(Entry(stream=self._stream, seq=self._seq, at=stamp.at, actor=stamp.actor, event=event))

    def row(self, value: Row) -> int:
        """Add a dossier row; its number."""
        self._row += 1
        self.rows.append(DossierRow(stream=self._stream, row=self._row, value=value))
        return self._row


def pen_for(case: CaseFile, stream: int, stamp: Stamp) -> Pen:
    """A pen that goes on where a stream of the case stands."""
    return Pen(stream, stamp, case.versions.get(stream, 0), case.last_rows.get(stream, 0))


def facts_of(placement: Placement) -> list[Row]:
    """The dossier rows of somebody not known before, the person first."""
    facts: list[Row] = [placement.person]
    if placement.address:
        facts.append(placement.address)
    facts.extend(placement.phones)
    if placement.email:
        facts.append(Email(address=placement.email))
    if placement.ref:
        facts.append(Reference(client=placement.client, guarantor_ref=placement.ref))
    return facts


def place_debt(placement: Placement, debt: int, stamp: Stamp) -> tuple[list[Entry], DossierRow]:
    """A debt's first entries and row."""
    stream = debt_stream(debt)
    events: tuple[Event, ...] = (placement.terms, *((placement.dated,) if placement.dated else ()))
    return (
        [
            Entry(stream=stream, seq=seq, at=stamp.at, actor=stamp.actor, event=event)
            for seq, event in enumerate(events, 1)
        ],
        DossierRow(stream=stream, row=1, value=placement.details),
    )


def plain_newcomer(placement: Placement, case: int, debt: int, stamp: Stamp) -> tuple[list[Entry], list[DossierRow]]:
    """What place_debt and start_consumer write together, for the many who come without a note or days."""
    facts, at, actor, stream, owed = facts_of(placement), stamp.at, stamp.actor, case * 2, debt * 2 + 1
    taken = DebtTaken(debt=debt, rows=_RANGES[len(facts)])
    return (
        [
            Entry(stream=owed, seq=1, at=at, actor=actor, event=placement.terms),
            Entry(stream=stream, seq=1, at=at, actor=actor, event=taken),
        ],
        [
            DossierRow(stream=owed, row=1, value=placement.details),
            *[DossierRow(stream=stream, row=row, value=fact) for row, fact in enumerate(facts, 1)],
        ],
    )


def start_consumer(placement: Placement, case: int, taken: DebtTaken, stamp: Stamp) -> Pen:
    """The journal of somebody not known before; `taken` names the debt, the rows are filled in."""
    pen = Pen(consumer_stream(case), stamp)
    rows = tuple([pen.row(fact) for fact in facts_of(placement)])
    pen.event(DebtTaken(debt=taken.debt, role=taken.role, rows=rows, joined_by=taken.joined_by))
    if placement.is_minor:
        pen.event(RestrictionPlaced(kind="minor", words=MINOR, source=stamp.source))
    if placement.note:
        first = 3 if placement.address else 2
        numbers = {phone.number: row for row, phone in enumerate(placement.phones, first)}
        write_note(pen, placement, numbers, taken.debt)
    return pen


def join_consumer(case: CaseFile, placement: Placement, taken: DebtTaken, stamp: Stamp) -> Pen:
    """A further debt of somebody on file: only what is new about them is added, and gaps are filled."""
    pen = pen_for(case, consumer_stream(case.id), stamp)
    added = tuple([pen.row(fact) for fact in new_facts(case.consumer, placement)])
    pen.event(DebtTaken(debt=taken.debt, role=taken.role, rows=added, joined_by=taken.joined_by))
    correct_person(pen, case.consumer, completed(case.consumer, placement))
    write_new_note(pen, case, placement, taken.debt)
    return pen


def parent_takes(case: CaseFile, placement: Placement, taken: DebtTaken, stamp: Stamp) -> tuple[Placement, Pen]:
    """A minor's debt, taken by the parent on file: nothing of the minor's becomes the parent's.

    The record as it then is names the minor as the patient.
    """
    details, minor = placement.details, placement.person
    if not details.patient_first and not details.patient_last:
        details = replace(details, patient_first=minor.first, patient_last=minor.last)
    pen = pen_for(case, consumer_stream(case.id), stamp)
    pen.event(taken)
    write_new_note(pen, case, placement, taken.debt)
    return replace(placement, details=details), pen


def new_facts(consumer: Consumer, placement: Placement) -> list[Row]:
    """Address, numbers, mail and reference that are not on file."""
    facts: list[Row] = []
    if placement.address and not any(_covers(place.address, placement.address) for place in consumer.places):
        facts.append(placement.address)
    numbers = {point.number for point in consumer.numbers}
    facts.extend(phone for phone in placement.phones if phone.number not in numbers)
    if placement.email and placement.email not in {point.address for point in consumer.emails}:
        facts.append(Email(address=placement.email))
    reference = (placement.client, placement.ref)
    if placement.ref and reference not in consumer.references:
        facts.append(Reference(client=placement.client, guarantor_ref=placement.ref))
    return facts


def _covers(known: Address, given: Address) -> bool:
    """Whether a new address says nothing that the known one does not."""
    pairs = ((given.street, known.street), (given.city, known.city), (given.state, known.state), (given.zip, known.zip))
    return all(not new or new.upper() == old.upper() for new, old in pairs)


def person_on_file(consumer: Consumer) -> Person:
    """The person's row as it stands."""
    return Person(
        first=consumer.first,
        last=consumer.last,
        middle=consumer.middle,
        suffix=consumer.suffix,
        dob=consumer.dob,
        ssn4=consumer.ssn4,
        language=consumer.language,
    )


def completed(consumer: Consumer, placement: Placement) -> Person:
    """The person on file, with what was not known filled in from a record."""
    given = placement.person
    return Person(
        first=consumer.first or given.first,
        last=consumer.last or given.last,
        middle=consumer.middle or given.middle,
        suffix=consumer.suffix or given.suffix,
        dob=consumer.dob or given.dob,
        ssn4=consumer.ssn4 or given.ssn4,
        language=consumer.language,
    )


def corrected(consumer: Consumer, placement: Placement) -> Person:
    """The person as a record has them; what it leaves out stays."""
    given = placement.person
    return Person(
        first=given.first or consumer.first,
        last=given.last or consumer.last,
        middle=given.middle or consumer.middle,
        suffix=given.suffix or consumer.suffix,
        dob=given.dob or consumer.dob,
        ssn4=given.ssn4 or consumer.ssn4,
        language=given.language if placement.is_language_known else consumer.language,
    )


def correct_person(pen: Pen, consumer: Consumer, person: Person) -> None:
    """Put a person's row in place of the one on file, if it differs."""
    if person != person_on_file(consumer):
        pen.event(FactCorrected(row=pen.row(person), replaces=consumer.person_row, source=pen.source))


def write_new_note(pen: Pen, case: CaseFile, placement: Placement, debt: int) -> None:
    """The client's note, unless the very words are in the case already; what it says of this debt in any case."""
    heard = placement.note
    if heard is None:
        return
    if heard.text not in case.texts.values():
        numbers = {point.number: point.row for point in case.consumer.numbers}
        numbers.update({row.value.number: row.row for row in pen.rows if isinstance(row.value, Phone)})
        write_note(pen, placement, numbers, debt)
        return
    held = {(restriction.kind, restriction.debts) for restriction in case.consumer.restrictions}
    for limit in heard.limits:
        if limit.kind in OF_A_DEBT and (limit.kind, (debt,)) not in held:
            pen.event(_restriction(pen, limit, 0, (debt,)))


def write_note(pen: Pen, placement: Placement, row_by_number: Mapping[int, int], debt: int) -> None:
    """The client's note, with the restrictions it hands on."""
    heard = placement.note
    if heard is None:
        return
    pen.event(NoteWritten(row=pen.row(NoteText(text=heard.text))))
    for limit in heard.limits:
        rows = [row_by_number[phone.number] for phone in placement.phones if phone.kind == limit.number_kind]
        pen.event(_restriction(pen, limit, rows[0] if rows else 0, (debt,) if limit.kind in OF_A_DEBT else ()))
    if not heard.is_understood:
        pen.event(RestrictionPlaced(kind="unread_notes", words=UNREAD, source=pen.source))


def _restriction(pen: Pen, limit: Limit, row: int, debts: tuple[int, ...]) -> RestrictionPlaced:
    party = pen.row(Party(name=limit.party, phone=limit.party_phone)) if limit.party else 0
    return RestrictionPlaced(
        kind=limit.kind,
        debts=debts,
        row=row,
        windows=limit.windows,
        words=limit.words,
        source=pen.source,
        is_written=limit.kind == "cease" and any(word in limit.words.lower() for word in _WRITTEN),
        party=party,
    )
