"""A shift in a test: Tuesday 2 June 2026, 10:05 Eastern, a clock that only the test moves, invented people."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import CaseFile, DossierRow, Entry, consumer_stream, debt_stream
from callassist.desk import Desk, Held, Opened
from callassist.dialogue import Script
from callassist.handbook import Handbook
from callassist.journal import fold
from callassist.screens.app import CallassistApp
from callassist.screens.call import CallScreen
from callassist.store import Changes, Seat, Store
from callassist.stores.sqlite import SqliteStore
from callassist.worklist import project

TUESDAY = datetime.fromisoformat("2026-06-02T10:05:00-04:00").astimezone(UTC)
COLLECTOR = "ana"
SMALL, LARGE = (80, 24), (120, 36)
DANA, RUIZ, SPARSE, SENIOR, PROMISED = 1, 2, 3, 4, 5
NAMES = {
    " ": "space",
    "/": "slash",
    ".": "full_stop",
    "-": "minus",
    ":": "colon",
    "+": "plus",
    ",": "comma",
    ";": "semicolon",
}
CHARACTERS = {name: char for char, name in NAMES.items()} | {"enter": "\r"}
SECRETS = (
    "1,317.51",
    "1317.51",
    "Q-77310",
    "Quillfeather",
    "Zzyzx",
    "Oncology",
    "Zetaplan",
    "MERCY",
    "2025-11-03",
    "Nov 2025",
    "November 2025",
    "1980",
    "43215",
    "1204",
    "0199",
)
"""Of Dana Lee: what is owed, to whom and for what; and the answers that would verify her."""


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.at = TUESDAY

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


class _Writer:
    """Puts a person and their debts on file, as a placement would."""

    def __init__(self, case: int) -> None:
        self.case = case
        self.entries: list[Entry] = []
        self.rows: list[DossierRow] = []
        self.at = TUESDAY - timedelta(days=20)

    def write(self, stream: int, event: ev.Event) -> int:
        seq = 1 + sum(entry.stream == stream for entry in self.entries)
        self.entries.append(Entry(stream=stream, seq=seq, at=self.at, actor="placement", event=event))
        return seq

    def keep(self, stream: int, value: rec.Row) -> int:
        row = 1 + sum(each.stream == stream for each in self.rows)
        self.rows.append(DossierRow(stream=stream, row=row, value=value))
        return row

    def fact(self, value: rec.Row) -> int:
        home = consumer_stream(self.case)
        row = self.keep(home, value)
        self.write(home, ev.FactAdded(row=row, source="placement"))
        return row

    def owes(self, debt: int, account: str, cents: int, placed: date, **more: str) -> None:
        stream = debt_stream(debt)
        insurance = more.pop("insurance", "")
        self.keep(stream, rec.DebtDetails(insurance_name=insurance))
        self.write(
            stream,
            ev.DebtPlaced(
                client="MERCY",
                account=account,
                balance_cents=cents,
                original_cents=cents + 10_000,
                creditor=more.get("creditor", "Mercy Example Health System"),
                facility=more.get("facility", "Mercy Example Hospital"),
                service=date(2025, 11, 3),
                itemised=date(2026, 3, 1),
                placed=placed,
            ),
        )
        self.write(consumer_stream(self.case), ev.DebtTaken(debt=debt))

    def did(self, event: ev.Event, at: datetime, actor: str = COLLECTOR) -> int:
        self.at = at
        stream = consumer_stream(self.case)
        seq = self.write(stream, event)
        self.entries[-1] = Entry(stream=stream, seq=seq, at=at, actor=actor, event=event)
        return seq


def _person(case: int, first: str, last: str, **more: object) -> _Writer:
    writer = _Writer(case)
    writer.fact(rec.Person(first=first, last=last, **more))  # type: ignore[arg-type]
    return writer


def _dana() -> _Writer:
    writer = _person(DANA, "Dana", "Lee", suffix="Jr", dob=date(1980, 3, 4))
    writer.fact(rec.Address(street="1204 Elm St", city="Columbus", state="OH", zip="43215"))
    writer.fact(rec.Phone(number=16145550101, kind="home"))
    writer.fact(rec.Phone(number=16145550199, kind="cell"))
    facility, creditor = "Zzyzx Oncology Center", "Quillfeather Health"
    writer.owes(11, "Q-77310", 131_751, date(2026, 5, 1), facility=facility, creditor=creditor, insurance="Zetaplan")
    return writer


def _ruiz() -> _Writer:
    writer = _person(RUIZ, "Marta", "Ruiz", dob=date(1975, 7, 1), ssn4="4417", language="es")
    writer.fact(rec.Address(street="88 Oak Ave", city="Dayton", state="OH", zip="45402"))
    writer.fact(rec.Phone(number=19375550123, kind="cell"))
    writer.owes(21, "B-1", 12_000, date(2026, 5, 2))
    writer.owes(22, "B-2", 30_000, date(2026, 5, 2))
    return writer


def _sparse() -> _Writer:
    writer = _person(SPARSE, "Pat", "Doe")
    writer.fact(rec.Address(street="PO Box 9", city="Columbus", state="OH", zip="43215"))
    writer.fact(rec.Phone(number=16145550111, kind="home"))
    writer.owes(31, "C-1", 7_500, date(2026, 5, 3))
    return writer


def _senior() -> _Writer:
    writer = _person(SENIOR, "Dana", "Lee", suffix="Sr", dob=date(1950, 2, 3))
    writer.fact(rec.Address(street="1204 Elm St", city="Columbus", state="OH", zip="43215"))
    writer.fact(rec.Phone(number=16145550102, kind="home"))
    writer.owes(41, "D-1", 5_000, date(2026, 5, 4))
    return writer


def _promised() -> _Writer:
    writer = _person(PROMISED, "Lou", "Kim", dob=date(1990, 1, 2), ssn4="8812")
    writer.fact(rec.Address(street="5 Fir Ct", city="Columbus", state="OH", zip="43215"))
    row = writer.fact(rec.Phone(number=16145550122, kind="cell"))
    writer.owes(51, "E-1", 9_900, date(2026, 5, 5))
    ago = TUESDAY - timedelta(days=15)
    call = writer.did(ev.CallPlaced(row=row, debts=(51,), line="agency"), ago)
    writer.did(
        ev.OutcomeLogged(
            call=call,
            code="NA",
            debts=(51,),
            reached="none",
            is_connected=True,
            is_conversation=False,
            status="no contact",
        ),
        ago,
    )
    return writer


PEOPLE: dict[int, Callable[[], _Writer]] = {
    DANA: _dana,
    RUIZ: _ruiz,
    SPARSE: _sparse,
    SENIOR: _senior,
    PROMISED: _promised,
}


@cache
def _handbook() -> Handbook:
    from callassist.intake.library import load_handbook

    return load_handbook()


@cache
def _scripts(language: str) -> tuple[Script, ...]:
    from callassist.intake.script_texts import scripts_in

    return scripts_in(language)


class Shift:
    """A file with people in it, the clock, and apps that are opened on them one after another, or side by side."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stores: list[Store] = []
        self.store = self.open()
        self.clock = Clock()
        self.handbook = _handbook()
        self.role = "collector"

    def place(self, *cases: int) -> None:
        """Put some of PEOPLE on file, in this order of the queue."""
        for case in cases:
            writer = PEOPLE[case]()
            folded = fold(case, writer.rows, writer.entries)
            projection = project(folded, self.handbook.setting, self.clock())
            self.store.append(
                Changes(entries=tuple(writer.entries), rows=tuple(writer.rows), projections=(projection,))
            )

    def open(self) -> Store:
        """The file, as another start of the program opens it."""
        store = SqliteStore(str(self._path), for_load=True)
        self._stores.append(store)
        return store

    def close(self) -> None:
        """Let go of the file."""
        for store in self._stores:
            store.close()

    def desk(self) -> Desk:
        """Another seat at the same file, as after a restart."""
        return Desk(self.open(), self.handbook, self.clock, Seat(collector=COLLECTOR, role=self.role))

    def app(self) -> CallassistApp:
        """The screens, on a desk of their own."""
        return CallassistApp(self.desk, scripts=_scripts)


class Call:
    """The call screen in a Pilot's hands: keys in, the case out."""

    def __init__(self, shift: Shift, app: CallassistApp, pilot: Pilot[None]) -> None:
        self.shift = shift
        self.app = app
        self.pilot = pilot

    @property
    def opened(self) -> Opened:
        """The case in hand at the desk."""
        opened = self.app.desk.opened
        assert opened is not None
        return opened

    @property
    def case(self) -> CaseFile:
        """The case in hand."""
        return self.opened.case

    @property
    def screen(self) -> CallScreen:
        """The call screen, shown or not."""
        screen = self.app.get_screen("call")
        assert isinstance(screen, CallScreen)
        return screen

    @property
    def message(self) -> str:
        """What the message line of the screen that is shown says."""
        from callassist.screens.widgets.bars import MessageLine

        return str(self.app.screen.query_one(MessageLine).text).strip()

    async def open(self, case: int) -> None:
        """Take a case from the queue, as Enter there does."""
        desk = self.app.desk

        def took(opened: Opened | Held) -> None:
            assert isinstance(opened, Opened)
            self.app.show_call(opened)

        self.app.perform(lambda: desk.open(case), took)
        await self.settle()

    async def press(self, *keys: str) -> None:
        """Press keys one after another, each when all that the last one set going is done."""
        for key in keys:
            self.send(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """The keys of a text in one write."""
        self.send(*text)
        await self.settle()

    def send(self, *keys: str) -> None:
        """Keys as the terminal sends them: all at once."""
        for key in keys:
            name = NAMES.get(key, key)
            character = CHARACTERS.get(name, name if len(name) == 1 else None)
            self.app.post_message(events.Key(name, character))

    async def settle(self) -> None:
        """Wait until the desk and the loop are at rest."""
        quiet = 0
        for _ in range(3_000):
            await asyncio.sleep(0.001)
            is_busy = self.app._at_work or self.app._in_flight or self.app._ahead
            quiet = 0 if is_busy else quiet + 1
            if quiet > 3:
                break
        await self.pilot.pause()

    async def until(self, is_so: Callable[[], object]) -> None:
        """Wait for something that comes by itself: what is worked out in the background, what is kept of a draft."""
        for _ in range(500):
            if is_so():
                return
            await self.pilot.pause(0.01)
        raise AssertionError

    async def verify(self) -> None:
        """Dial, have Dana answer, and verify her by birth date and ZIP."""
        await self.press("enter", "enter")
        self.shift.clock.forward(seconds=20)
        await self.press("v")
        await self.type("0304198043215")


@asynccontextmanager
async def running(shift: Shift, size: tuple[int, int] = SMALL) -> AsyncIterator[Call]:
    """The screens, open and at rest at the queue."""
    app = shift.app()
    async with app.run_test(size=size) as pilot:
        call = Call(shift, app, pilot)
        for _ in range(400):
            await pilot.pause(0.005)
            if app.is_ready:
                break
        await call.settle()
        yield call


async def told(call: Call) -> None:
    """Dana is verified, has heard the statement and was asked about cover."""
    await call.open(DANA)
    await call.verify()
    call.shift.clock.forward(seconds=60)
    await call.press("space", "space")
