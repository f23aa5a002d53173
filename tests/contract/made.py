"""Cases for the stores' tests, as small as they can be: one consumer, one debt, a place in the queue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import DossierRow, Entry, consumer_stream, debt_stream
from callassist.store import READY, Account, Changes, Group, Projection, Seat, WorkRow

NOON = datetime(2026, 6, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=10)
EVERYBODY = Seat(collector="ann")
EAST = Group(zones="ET", client="MERCY", line="agency", language="en")


def always(zones: str) -> bool:
    """Every zone is open."""
    return bool(zones)


def never(zones: str) -> bool:
    """No zone is open."""
    return not zones


def person(case: int, *, last: str = "Smith", first: str = "Jane") -> tuple[DossierRow, ...]:
    """Name, address and number of a consumer, as rows 1 to 3."""
    stream = consumer_stream(case)
    values: tuple[rec.Row, ...] = (
        rec.Person(first=first, last=last, ssn4="6789"),
        rec.Address(street="1 Elm St", city="Salem", state="OR", zip="97301"),
        rec.Phone(number=15035550100 + case, kind="cell"),
    )
    return tuple(DossierRow(stream=stream, row=row, value=value) for row, value in enumerate(values, start=1))


def said(stream: int, seq: int, event: ev.Event, *, at: datetime = NOON, actor: str = "ann") -> Entry:
    """One entry."""
    return Entry(stream=stream, seq=seq, at=at, actor=actor, event=event)


def work(case: int, *, group: Group = EAST, state: str = READY, lane: int = 3, prio: int = 0) -> WorkRow:
    """A place in the queue."""
    return WorkRow(case=case, group=group, state=state, lane=lane, prio=prio)


def place(row: WorkRow, *, last: str = "smith", first: str = "jane") -> Projection:
    """What a case of one debt is found by; case and debt have the same number."""
    return Projection(
        case=row.case,
        work=row,
        numbers=(15035550100 + row.case,),
        name=(last, first),
        joins=(row.case, -row.case),
        debts=(row.case,),
    )


def placed(row: WorkRow, *, account: str = "") -> Changes:
    """A new case with a debt of the same number."""
    case = debt = row.case
    number = account or f"A{debt:05d}"
    details = rec.DebtDetails(client_ref=f"R{debt}", insurance_name="Acme", extra={"ward": "7"})
    taken = ev.DebtTaken(debt=debt, rows=(1, 2, 3))
    owed = ev.DebtPlaced(client=row.group.client, account=number, balance_cents=12_345)
    return Changes(
        entries=(
            said(consumer_stream(case), 1, taken, actor="import"),
            said(debt_stream(debt), 1, owed, actor="import"),
        ),
        rows=(*person(case), DossierRow(stream=debt_stream(debt), row=1, value=details)),
        projections=(place(row),),
        accounts=(Account(debt=debt, client=row.group.client, account=number, digest=bytes(8), balance_cents=12_345),),
    )


def note(case: int, seq: int, row: int, words: str = "left a message") -> Changes:
    """A note on a case."""
    stream = consumer_stream(case)
    return Changes(
        entries=(said(stream, seq, ev.NoteWritten(row=row)),),
        rows=(DossierRow(stream=stream, row=row, value=rec.NoteText(text=words)),),
    )
