"""A rule's case told in events: who it is about, what has happened, and the question (docs/rules.md has the shape).

It is folded like any other case, so what it proves is the way a call is judged; and it is told for an agency with
plain habits and every licence, not for the one that happens to be on file, unless it says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from callassist import dossier as rec
from callassist import events as ev
from callassist.calendars import Geography, Window
from callassist.casefile import CaseFile, DossierRow, Entry, consumer_stream, debt_stream
from callassist.checklist import zone_of
from callassist.errors import BadInput
from callassist.journal import fold
from callassist.policy import Agency, ClientPolicy, Licence
from callassist.rules import Setting

CASE: Final = 1
BEFORE: Final = timedelta(days=90)  # when something happened that a case gives no time for
NEVER: Final = "never"
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RESULTS: Final[Mapping[str, tuple[str, bool, bool]]] = {
    "no answer": ("none", True, False),
    "voicemail": ("none", True, False),
    "dropped": ("none", True, False),
    "busy": ("none", False, False),
    "not in service": ("none", False, False),
    "wrong number": ("wrong", True, False),
    "third party": ("third", True, False),
    "conversation": ("right", True, True),
}
"""How a call ended: who was reached, whether it connected, whether it was a conversation. '' is still open."""
_TIMES: Final = re.compile(rf"({'|'.join(DAYS)})(?:-({'|'.join(DAYS)}))? (\d\d):(\d\d)-(\d\d):(\d\d)")
Moments = str | tuple[str, ...]


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A block of a case; a name it does not know is a fault."""


class GivenDebt(Shape, frozen=True, kw_only=True):
    """An account. Facts that must be known before a call are, unless a case takes them away with ~."""

    client: str = "MERCY"
    line: str = "agency"
    role: str = "guarantor"
    balance: int = 450
    service: date | None = date(2025, 11, 3)
    itemised: date | None = date(2025, 12, 1)
    disputed: bool = False
    closed: bool = False


class GivenCall(Shape, frozen=True, kw_only=True):
    """A call, or several alike, to or from the n-th number; about all debts when none are named."""

    at: Moments
    result: str = ""
    by: str = "us"
    number: int = 1
    debts: tuple[int, ...] | None = None
    verified: bool = False
    third_party: str = ""
    said: tuple[str, ...] = ()


class GivenLimit(Shape, frozen=True, kw_only=True):
    """A restriction; `times` are those that suit, like mon-fri 17:00-20:00; `until` is the last day."""

    kind: str
    at: str = ""
    debts: tuple[int, ...] = ()
    number: int = 0
    until: date | None = None
    words: str = ""
    written: bool = False
    times: tuple[str, ...] = ()


class GivenConsent(Shape, frozen=True, kw_only=True):
    """Leave to call, given at a moment and good until a day."""

    at: str
    until: date
    debts: tuple[int, ...] = ()
    number: int = 0


class GivenMark(Shape, frozen=True, kw_only=True):
    """What became of a number."""

    number: int
    standing: str
    at: str = ""


class GivenAgency(Shape, frozen=True, kw_only=True):
    """What is different about the agency. `licences` are by state with their last day, ~ for one without."""

    calls_in_7_days: int = 3
    licences: dict[str, date | None] | None = None
    voicemail_name: str = "Any Services"
    times: tuple[str, ...] = ("mon-sat 08:00-21:00",)


class GivenClient(Shape, frozen=True, kw_only=True):
    """What is different about the clients."""

    calls_in_7_days: int | None = None
    holidays: tuple[date, ...] = ()
    may_leave_voicemail: bool = False


class Given(Shape, frozen=True, kw_only=True):
    """Who it is about and what has happened. Moments without an offset are on the clock of the ZIP."""

    state: str = "OH"
    zip: str = "43004"
    last: str = "Example"
    born: date | None = date(1980, 5, 17)
    numbers: tuple[str, ...] = ("cell 614-555-0101",)
    debts: tuple[GivenDebt, ...] = (GivenDebt(),)
    calls: tuple[GivenCall, ...] = ()
    restrictions: tuple[GivenLimit, ...] = ()
    consents: tuple[GivenConsent, ...] = ()
    marks: tuple[GivenMark, ...] = ()
    agency: GivenAgency = GivenAgency()
    clients: GivenClient = GivenClient()


class Asked(Shape, frozen=True, kw_only=True):
    """The question: an action at a moment, with the n-th number, about the n-th debt (0: all that are open)."""

    at: str
    action: str = "place_call"
    number: int = 1
    debt: int = 0
    line: str = "agency"


class Trial(Shape, frozen=True, kw_only=True):
    """One case. `then` is what `rule` answers; `opens` when it says that it clears, or never.

    `verdict` and `clear` are the answer of all rules together and when they clear.
    """

    name: str
    when: Asked
    then: str
    given: Given = Given()
    rule: str = ""
    opens: str = ""
    verdict: str = ""
    clear: str = ""


# ── telling a case in events ──


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

    def row_of(self, number: int) -> int:
        """The dossier row of the n-th number; 0 for none."""
        return self.number_rows[number - 1] if 0 < number <= len(self.number_rows) else 0

    def case(self) -> CaseFile:
        """The case that the story tells."""
        entries = self.entries()
        return fold(CASE, self.rows, entries)

    def entries(self) -> tuple[Entry, ...]:
        """Its journal entries; `rows` are then the dossier rows that they name."""
        self._people()
        happened = sorted(self._happenings(), key=lambda each: each[0])
        first = tuple(self._first())
        seqs = {stream: count(1) for stream, _ in first}
        entries = [
            Entry(stream=stream, seq=next(seqs[stream]), at=self.asked_at - BEFORE, actor="intake", event=event)
            for stream, event in first
        ]
        home = consumer_stream(CASE)
        for at, events in happened:
            call = 0
            for event in events:
                seq = next(seqs[home])
                call = seq if isinstance(event, ev.CallPlaced | ev.CallReceived) else call
                told = replace(event, call=call) if hasattr(event, "call") else event
                entries.append(Entry(stream=home, seq=seq, at=at, actor="ann", event=told))
        return tuple(entries)

    def _people(self) -> None:
        given, home = self.given, consumer_stream(CASE)
        values: list[rec.Row] = [rec.Person(first="Avery", last=given.last, dob=given.born)]
        if given.zip or given.state:
            values.append(rec.Address(street="1 Example St", city="Anytown", state=given.state, zip=given.zip))
        first = len(values) + 1
        values += [_phone(text) for text in given.numbers]
        self.number_rows = list(range(first, len(values) + 1))
        self.rows = [DossierRow(stream=home, row=row, value=value) for row, value in enumerate(values, 1)]

    def _first(self) -> Iterator[tuple[int, ev.Event]]:
        """What came with the placement files."""
        rows = tuple(row.row for row in self.rows)
        for debt, given in enumerate(self.given.debts, 1):
            stream = debt_stream(debt)
            yield stream, _placed(debt, given)
            yield consumer_stream(CASE), ev.DebtTaken(debt=debt, role=given.role, rows=rows if debt == 1 else ())
            if given.disputed:
                yield stream, ev.DebtDisputed(by=CASE, reason="disputed")
            if given.closed:
                yield stream, ev.DebtClosed(why="paid")

    def _happenings(self) -> Iterator[tuple[datetime, tuple[ev.Event, ...]]]:
        """Everything that has a moment: when, and its events in order."""
        given = self.given
        for call in given.calls:
            for at in (call.at,) if isinstance(call.at, str) else call.at:
                yield self._read(at), tuple(self._call(call))
        for limit in given.restrictions:
            yield self._when(limit.at), (self._limit(limit),)
        for consent in given.consents:
            row = self.row_of(consent.number)
            event = ev.ConsentGiven(debts=consent.debts, until=consent.until, words="call me", row=row)
            yield self._read(consent.at), (event,)
        for mark in given.marks:
            event_ = ev.NumberMarked(row=self.row_of(mark.number), standing=mark.standing, why="learned")
            yield self._when(mark.at), (event_,)

    def _when(self, at: str) -> datetime:
        return self._read(at) if at else self.asked_at - BEFORE

    def _call(self, call: GivenCall) -> Iterator[ev.Event]:
        row = self.row_of(call.number)
        debts = tuple(range(1, len(self.given.debts) + 1)) if call.debts is None else call.debts
        number = int(_digits(self.given.numbers[call.number - 1])) if row else 0
        if call.by == "us":
            yield ev.CallPlaced(row=row, debts=debts, line=self.trial.when.line)
        else:
            yield ev.CallReceived(number=number, debts=debts, line=self.trial.when.line)
        if call.third_party:
            yield ev.ThirdPartyAnswered(call=0, who=call.third_party)
        if call.verified:
            yield ev.IdentityVerified(call=0, factors=("dob", "ssn4"))
        yield from (ev.DisclosureGiven(call=0, kind=kind) for kind in call.said)
        if call.result:
            yield self._outcome(call, debts)

    def _outcome(self, call: GivenCall, debts: tuple[int, ...]) -> ev.Event:
        if call.result not in RESULTS:
            what = f"{call.result!r} is no result of a call"
            raise BadInput(what, self.trial.name, f"write one of {', '.join(RESULTS)}")
        reached, is_connected, is_conversation = RESULTS[call.result]
        return ev.OutcomeLogged(
            call=0,
            code=call.result.upper(),
            debts=debts,
            reached=reached,
            is_connected=is_connected,
            is_conversation=is_conversation,
        )

    def _limit(self, limit: GivenLimit) -> ev.Event:
        return ev.RestrictionPlaced(
            kind=limit.kind,
            debts=limit.debts,
            row=self.row_of(limit.number),
            windows=self._windows(limit.times),
            until=limit.until,
            words=limit.words,
            is_written=limit.written,
        )

    def _windows(self, times: Iterable[str]) -> tuple[Window, ...]:
        return tuple(self._window(text) for text in times)

    def _window(self, text: str) -> Window:
        found = _TIMES.fullmatch(text)
        if found is None:
            raise BadInput(f"{text!r} are no times", self.trial.name, "write them as mon-fri 17:00-20:00")  # noqa: EM102, TRY003
        first = DAYS.index(found[1])
        days = tuple(range(first, DAYS.index(found[2] or found[1]) + 1))
        minutes = [int(found[hour]) * 60 + int(found[hour + 1]) for hour in (3, 5)]
        return Window(days=days, start_minute=minutes[0], end_minute=minutes[1])

    def setting(self) -> Setting:
        """Plain habits and every licence, with what the case says is different."""
        given, asked = self.given.agency, self.given.clients
        (window,) = self._windows(given.times)
        states: Mapping[str, Any] = dict.fromkeys(self.geography.states) if given.licences is None else given.licences
        agency = Agency(
            name="Any Agency",
            voicemail_name=given.voicemail_name,
            address="1 Agency Way",
            callback_number="614-555-0142",
            licences=tuple(Licence(state=state, expires=until) for state, until in states.items()),
            open_minute=window.start_minute,
            close_minute=window.end_minute,
            open_days=window.days,
            calls_in_7_days=given.calls_in_7_days,
        )
        policies = {
            code: ClientPolicy(
                code=code,
                name=code,
                calls_in_7_days=asked.calls_in_7_days,
                holidays=asked.holidays,
                may_leave_voicemail=asked.may_leave_voicemail,
            )
            for code in {debt.client for debt in self.given.debts}
        }
        return Setting(agency=agency, clients=policies, geography=self.geography)


def _placed(debt: int, given: GivenDebt) -> ev.Event:
    return ev.DebtPlaced(
        client=given.client,
        account=f"A-{debt}",
        balance_cents=given.balance * 100,
        line=given.line,
        creditor=given.client,
        service=given.service,
        itemised=given.itemised,
    )


def _digits(text: str) -> str:
    digits = "".join(char for char in text.partition(" ")[2] if char.isdigit())
    return digits if "+" in text else f"1{digits}"


def _phone(text: str) -> rec.Row:
    """A number written as `cell 614-555-0101`, or `cell +44 20 7946 0000` when it is foreign."""
    return rec.Phone(number=int(_digits(text)), kind=text.partition(" ")[0])
