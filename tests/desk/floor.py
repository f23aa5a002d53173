"""A floor in a test: Tuesday 2 June 2026, 10:05 Eastern, the shipped rules, a clock that only the test moves.

floor.person(1, last="Lee")            a person in Columbus with one debt of MERCY's
ana = floor.desk("ana")
ana.next()
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import DossierRow, Entry, consumer_stream, debt_stream
from callassist.commands import Command, LogOutcome, PlaceCall, ReceiveCall, TryIdentity
from callassist.desk import Desk, Done, Opened
from callassist.handbook import Handbook
from callassist.identity import Answer
from callassist.journal import fold
from callassist.rules import Setting
from callassist.store import Account, Changes, Lease, Projection, Seat, Store, WorkRow
from callassist.worklist import project

TUESDAY = datetime.fromisoformat("2026-06-02T10:05:00-04:00").astimezone(UTC)
DOB = date(1980, 3, 4)
ANSWERS = (Answer(factor="dob", said="1980-03-04"), Answer(factor="ssn4", said="4417"))


class Clock:
    """Stands still until a test moves it."""

    def __init__(self, at: datetime = TUESDAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Debt:
    """A debt to put on file; people who owe the same number owe it together."""

    id: int
    cents: int = 50_000
    client: str = "MERCY"
    line: str = "agency"
    placed: date = date(2026, 4, 1)
    itemised: date | None = date(2026, 2, 1)
    account: str = ""

    def __post_init__(self) -> None:
        self.account = self.account or f"A-{self.id:04d}"


@dataclass
class Who:
    """Somebody to put on file; a case of the same number has a debt of that number unless others are named."""

    last: str = "Lee"
    first: str = "Dana"
    street: str = "12 Elm St"
    state: str = "OH"
    zip: str = "43215"
    phones: tuple[int, ...] = (16145550101,)
    language: str = "en"
    dob: date = DOB
    debts: tuple[Debt, ...] = field(default_factory=tuple)


class Floor:
    """A store with people on file, and desks at it."""

    def __init__(self, store: Store, handbook: Handbook) -> None:
        self.store = store
        self.handbook = handbook
        self.clock = Clock()
        self._known: set[int] = set()

    # ── on file ──

    def person(self, case: int, who: Who | None = None, **changed: object) -> None:
        """Put somebody on file with their debts, as a placement would."""
        given = Who(**changed) if who is None else who  # type: ignore[arg-type]
        debts = given.debts or (Debt(case),)
        home, at = consumer_stream(case), TUESDAY - timedelta(days=30)
        values: list[rec.Row] = [
            rec.Person(first=given.first, last=given.last, dob=given.dob, ssn4="4417", language=given.language),
            rec.Address(street=given.street, city="Town", state=given.state, zip=given.zip),
            *(rec.Phone(number=number, kind="cell") for number in given.phones),
        ]
        rows = [DossierRow(stream=home, row=row, value=value) for row, value in enumerate(values, start=1)]
        entries = [
            Entry(
                stream=home,
                seq=seq,
                at=at,
                actor="import",
                event=ev.DebtTaken(debt=debt.id, rows=tuple(range(1, len(rows) + 1)) if seq == 1 else ()),
            )
            for seq, debt in enumerate(debts, start=1)
        ]
        fresh = [debt for debt in debts if debt.id not in self._known]
        entries += [self._placed(debt, at) for debt in fresh]
        rows += [DossierRow(stream=debt_stream(debt.id), row=1, value=rec.DebtDetails()) for debt in fresh]
        self._known |= {debt.id for debt in fresh}
        accounts = tuple(
            Account(debt=d.id, client=d.client, account=d.account, digest=bytes(8), balance_cents=d.cents)
            for d in fresh
        )
        read_rows, read = tuple(rows), tuple(entries)
        for debt in debts:
            if debt not in fresh:
                known_rows, known = self._on_file(debt.id)
                read_rows, read = (*read_rows, *known_rows), (*read, *known)
        place = project(fold(case, read_rows, read), self.handbook.setting, at)
        self.store.append(Changes(entries=tuple(entries), rows=tuple(rows), accounts=accounts, projections=(place,)))

    def _on_file(self, debt: int) -> tuple[tuple[DossierRow, ...], tuple[Entry, ...]]:
        """The dossier and the journal of a debt that somebody already owes."""
        rows, entries = self.store.load(self.store.owners(debt)[0])
        stream = debt_stream(debt)
        return tuple(row for row in rows if row.stream == stream), tuple(e for e in entries if e.stream == stream)

    @staticmethod
    def _placed(debt: Debt, at: datetime) -> Entry:
        placed = ev.DebtPlaced(
            client=debt.client,
            account=debt.account,
            balance_cents=debt.cents,
            line=debt.line,
            creditor=debt.client.title(),
            facility="Mercy Example Hospital",
            service=date(2025, 11, 3),
            itemised=debt.itemised,
            placed=debt.placed,
        )
        return Entry(stream=debt_stream(debt.id), seq=1, at=at, actor="import", event=placed)

    def told(self, stream: int, event: ev.Event, actor: str = "import") -> None:
        """Write an event past every desk, as an import does."""
        case = stream >> 1
        entries = [entry for number in self.store.scan() for entry in self.store.load(number)[1]]
        seq = 1 + max(entry.seq for entry in entries if entry.stream == stream)
        entry = Entry(stream=stream, seq=seq, at=self.clock(), actor=actor, event=event)
        owners = self.store.owners(case) if stream & 1 else (case,)
        self.store.append(Changes(entries=(entry,)))
        for owner in owners:
            read = fold(owner, *self.store.load(owner))
            self.store.append(Changes(projections=(project(read, self.handbook.setting, self.clock()),)))

    # ── at work ──

    def desk(self, collector: str = "ana", **limits: tuple[str, ...]) -> Desk:
        """A desk of its own: another one with the same name is the same person after a restart."""
        return Desk(self.store, self.handbook, self.clock, Seat(collector=collector, **limits))  # type: ignore[arg-type]

    def under(self, **changes: object) -> None:
        """From now on desks work by another handbook; `agency` and `clients` change the setting."""
        setting: Setting = self.handbook.setting
        names = set(setting.__struct_fields__)
        inner = {name: value for name, value in changes.items() if name in names}
        outer = {name: value for name, value in changes.items() if name not in names}
        self.handbook = replace(self.handbook, setting=replace(setting, **inner), **outer)

    def row(self, case: int) -> WorkRow:
        """A case's place in the queue."""
        return self.place(case).work

    def place(self, case: int) -> Projection:
        return self.store.projection_of(case)

    def lease(self, collector: str = "ana") -> tuple[Lease, ...]:
        return self.store.leases(collector, self.clock())


# ── what a collector does ──


def done(answer: object) -> Done:
    """It was carried out."""
    assert isinstance(answer, Done), answer
    return answer


def call(desk: Desk, code: str = "NA", **ending: object) -> Done:
    """Dial the best number of the case in hand and log an outcome."""
    assert desk.opened is not None
    done(desk.do(PlaceCall(row=desk.opened.verdicts.best_row)))
    return end(desk, code, **ending)


def end(desk: Desk, code: str, **ending: object) -> Done:
    known = desk.handbook.outcomes.of(code)
    assert known is not None
    assert desk.opened is not None
    assert desk.opened.case.call is not None
    if known.only_verified and not desk.opened.case.call.verified:
        done(desk.do(TryIdentity(answers=ANSWERS)))
    return done(desk.do(LogOutcome(code=code, **ending)))  # type: ignore[arg-type]


def take(desk: Desk, case: int) -> Opened:
    """Open a case by hand."""
    opened = desk.open(case)
    assert isinstance(opened, Opened)
    return opened


def worked(desk: Desk, case: int, code: str = "NA", **ending: object) -> None:
    """One whole call on a case, and the case given back."""
    take(desk, case)
    call(desk, code, **ending)
    desk.release()


def took_a_call(desk: Desk, case: int, code: str, **ending: object) -> None:
    """They called us: no rule stops that."""
    take(desk, case)
    done(desk.do(ReceiveCall()))
    end(desk, code, **ending)
    desk.release()


def ask(desk: Desk, case: int, command: Command) -> object:
    """One command on a case, and the case given back."""
    take(desk, case)
    answer = desk.do(command)
    desk.release()
    return answer


def served(desk: Desk, most: int = 50) -> list[int]:
    """The cases that are next, one after the other, each held by its desk; none twice."""
    cases: list[int] = []
    while len(cases) < most:
        opened = desk.next()
        if opened is None:
            break
        cases.append(opened.case.id)
        hand_on(desk, opened.case.id)
    assert len(set(cases)) == len(cases)
    return cases


def hand_on(desk: Desk, case: int) -> None:
    """Put the case in hand into other hands for the day, so that it is not served again."""
    desk.release()
    desk.store.hold(case, "somebody", desk.clock(), desk.clock() + timedelta(hours=12))
