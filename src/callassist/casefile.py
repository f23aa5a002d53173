"""A case as the journals tell it: one consumer and every debt they are obliged on. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from callassist.calendars import Window
from callassist.deals import Approval, Deal, Round, Told
from callassist.dossier import DebtDetails, Row
from callassist.events import Event, Share
from callassist.kinds import LOCATION
from callassist.points import USABLE as USABLE
from callassist.points import ContactPoint as ContactPoint
from callassist.points import EmailPoint as EmailPoint
from callassist.points import Employment, FormerName
from callassist.points import Place as Place
from callassist.standing import (
    Authority,
    Complaint,
    IdentityTry,
    Letter,
    Link,
    Message,
    Note,
    Notice,
    Request,
    Traced,
    TraceRequest,
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a journal: `seq` orders within the stream; `at` (aware UTC) may step back; `actor` is a login."""

    stream: int
    seq: int
    at: datetime
    actor: str
    event: Event


class DossierRow(msgspec.Struct, frozen=True, kw_only=True):
    """A numbered piece of personal data of one stream. Numbers count from 1 within the stream."""

    stream: int
    row: int
    value: Row


def consumer_stream(case: int) -> int:
    """The stream number of a consumer's journal."""
    return case * 2


def debt_stream(debt: int) -> int:
    """The stream number of a debt's journal."""
    return debt * 2 + 1


class Obligation(msgspec.Struct, frozen=True, kw_only=True):
    """The consumer's duty on a debt: guarantor, patient, co_guarantor, spouse, parent or estate."""

    debt: int
    role: str


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt or inbound call. Without `outcome` it still counts as connected: an uncoded attempt counts.

    `about` are the debts it was placed about, `debts` those it came to be about, `also` those that came out otherwise,
    each with its code; `refused` is what was offered to one who would not verify; `languages` those in which each of
    `disclosures` was given; `heard_from` how many identity tries there had been when the voice on it last changed.
    `third_party` is who else is on it now, `answered` whoever else ever was: naming another voice takes none back.
    `purpose` as CallPlaced.
    """

    id: int
    at: datetime
    actor: str
    is_inbound: bool
    row: int
    debts: tuple[int, ...]
    line: str
    outcome: str = ""
    outcome_seq: int = 0
    outcome_at: datetime | None = None
    reached: str = ""
    is_connected: bool = True
    is_conversation: bool = False
    talk_seconds: int = 0
    verified: tuple[str, ...] = ()
    third_party: str = ""
    refused: str = ""
    speaker: str = "consumer"
    disclosures: tuple[str, ...] = ()
    also: tuple[tuple[int, str], ...] = ()
    about: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    heard_from: int = 0
    answered: tuple[str, ...] = ()
    purpose: str = ""

    @property
    def is_location(self) -> bool:
        """Whether it asks somebody else where the consumer is; then nobody is told, or proves, anything on it."""
        return self.purpose == LOCATION

    @property
    def is_misdialled(self) -> bool:
        """Whether somebody on it said that the number is not the consumer's."""
        return "wrong_number" in self.answered


class Restriction(msgspec.Struct, frozen=True, kw_only=True):
    """A limit on contact; see RestrictionPlaced for the fields."""

    id: int
    kind: str
    since: datetime
    debts: tuple[int, ...] = ()
    row: int = 0
    windows: tuple[Window, ...] = ()
    until: date | None = None
    words: str = ""
    source: str = ""
    is_written: bool = False
    party: int = 0

    def binds(self, debt: int, day: date) -> bool:
        """Whether it holds for this debt on this local day."""
        return (not self.debts or debt in self.debts) and (self.until is None or day <= self.until)


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """Leave to call, as the consumer gave it; `ended` and `taken`: number and moment of its taking back."""

    id: int
    at: datetime
    debts: tuple[int, ...]
    row: int
    until: date
    words: str
    medium: str = "call"
    given_to: str = "us"
    ended: int = 0
    taken: datetime | None = None


class Callback(msgspec.Struct, frozen=True, kw_only=True):
    """A moment at which somebody asked to be called."""

    id: int
    at: datetime
    row: int
    words: str
    by: str
    is_mine: bool
    asked_by: str


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """A promised payment. `state` is open, kept, broken or cancelled; `deal` and `index` as PromiseMade."""

    id: int
    at: datetime
    due: date
    shares: tuple[Share, ...]
    state: str = "open"
    deal: int = 0
    index: int = 0

    @property
    def total_cents(self) -> int:
        """The whole promised amount."""
        return sum(share.cents for share in self.shares)


class Undo(msgspec.Struct, frozen=True, kw_only=True):
    """The newest outcome until another call begins: what it brought about, how things stood before it."""

    seq: int
    at: datetime
    actor: str
    effects: tuple[int, ...]
    disputes: tuple[int, ...]
    marked: int
    call: Call | None
    status: str
    next_day: date | None
    numbers: tuple[ContactPoint, ...]
    callbacks: tuple[Callback, ...]
    promises: tuple[Promise, ...]
    deals: tuple[Deal, ...] = ()


class Consumer(msgspec.Struct, frozen=True, kw_only=True):
    """The person: who they are, how to reach them, and what has been said and done.

    Tuples are in journal order. `past_consents` were taken back; what was done under them was done with leave.
    `former` are names before the one they bear now, `corrected` the dossier rows that a correction replaced.
    `fresh_rows`, and `fresh_fields` of the person, came in since the last call began: they prove nobody on it.
    `past_numbers` and `past_places` were corrected; `others` belong to people who may know where the consumer is.
    `tried` are steps of policy.TRACE_STEPS that did not find them.
    """

    first: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""
    dob: date | None = None
    ssn4: str = ""
    language: str = "en"
    person_row: int = 0
    former: tuple[FormerName, ...] = ()
    employers: tuple[Employment, ...] = ()
    corrected: tuple[int, ...] = ()
    fresh_rows: tuple[int, ...] = ()
    fresh_fields: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    numbers: tuple[ContactPoint, ...] = ()
    emails: tuple[EmailPoint, ...] = ()
    others: tuple[ContactPoint, ...] = ()
    past_numbers: tuple[ContactPoint, ...] = ()
    past_places: tuple[Place, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    calls: tuple[Call, ...] = ()
    tries: tuple[IdentityTry, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    consents: tuple[Consent, ...] = ()
    past_consents: tuple[Consent, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    promises: tuple[Promise, ...] = ()
    notes: tuple[Note, ...] = ()
    letters: tuple[Letter, ...] = ()
    letter_codes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    authorities: tuple[Authority, ...] = ()
    messages: tuple[Message, ...] = ()
    notices: tuple[Notice, ...] = ()
    requests: tuple[Request, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    trace_requests: tuple[TraceRequest, ...] = ()
    traces: tuple[Traced, ...] = ()
    tried: tuple[tuple[str, datetime], ...] = ()
    skips: tuple[datetime, ...] = ()
    statements: tuple[Told, ...] = ()
    rounds: tuple[Round, ...] = ()
    deals: tuple[Deal, ...] = ()
    approvals: tuple[Approval, ...] = ()
    status: str = "new"
    next_day: date | None = None
    undo: Undo | None = None

    @property
    def full_name(self) -> str:
        """First, middle, last and suffix as one would ask for them."""
        return " ".join(part for part in (self.first, self.middle, self.last, self.suffix) if part)

    @property
    def state(self) -> str:
        """The two-letter state of the newest address, or ''."""
        return self.places[-1].address.state if self.places else ""

    @property
    def zip(self) -> str:
        """The ZIP of the newest address, or ''."""
        return self.places[-1].address.zip if self.places else ""

    def __repr__(self) -> str:
        """Nothing of the person: a trace of a fault is kept, pasted and sent."""
        return "Consumer(...)"

    def number_at(self, row: int) -> ContactPoint | None:
        """The contact point of a dossier row."""
        return next((point for point in self.numbers if point.row == row), None)

    def is_other(self, row: int) -> bool:
        """Whether a row is the number of somebody else, who is asked where the person is and nothing more."""
        return any(point.row == row for point in self.others)

    def contact_at(self, row: int) -> ContactPoint | None:
        """The same, of the consumer or of somebody else who may know where they are."""
        return self.number_at(row) or next((point for point in self.others if point.row == row), None)

    def email_at(self, row: int) -> EmailPoint | None:
        """The e-mail address of a dossier row."""
        return next((point for point in self.emails if point.row == row), None)


class Debt(msgspec.Struct, frozen=True, kw_only=True):
    """One account a client placed. `state` is open, recalled or closed."""

    id: int
    client: str
    account: str
    balance_cents: int
    original_cents: int = 0
    line: str = "agency"
    creditor: str = ""
    facility: str = ""
    service: date | None = None
    itemised: date | None = None
    placed: date | None = None
    last_paid: date | None = None
    last_paid_cents: int = 0
    details: DebtDetails = DebtDetails()
    paid_cents: int = 0
    disputed_by: tuple[int, ...] = ()
    first_statement: date | None = None
    defaulted: date | None = None
    judged: date | None = None
    basis: str = ""
    assistance_told: date | None = None
    furnished: date | None = None
    state: str = "open"
    closed_why: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is anything to collect."""
        return self.state == "open" and self.balance_cents > 0


class CaseFile(msgspec.Struct, frozen=True, kw_only=True):
    """One consumer, the debts they are obliged on, and how far each journal has been read."""

    id: int
    consumer: Consumer
    obligations: tuple[Obligation, ...]
    debts: tuple[Debt, ...]
    versions: Mapping[int, int]
    last_rows: Mapping[int, int]
    texts: Mapping[int, str]

    def __repr__(self) -> str:
        """Which case, nothing of what is in it."""
        return f"CaseFile(id={self.id})"

    def debt(self, debt: int) -> Debt:
        """The debt of that id; KeyError when the consumer is not obliged on it."""
        for each in self.debts:
            if each.id == debt:
                return each
        raise KeyError(debt)

    def role(self, debt: int) -> str:
        """As what the consumer owes this debt."""
        return next((o.role for o in self.obligations if o.debt == debt), "")

    def open_debts(self, line: str | None = None) -> tuple[Debt, ...]:
        """Debts with something to collect, of one line of business or of all."""
        return tuple(d for d in self.debts if d.is_open and (line is None or d.line == line))

    @property
    def line(self) -> str:
        """The line of business a call speaks for: the agency's own before early-out."""
        lines = {debt.line for debt in self.debts if debt.is_open} or {debt.line for debt in self.debts}
        return "agency" if "agency" in lines or not lines else min(lines)

    @property
    def call(self) -> Call | None:
        """The call that has no outcome yet."""
        last = self.consumer.calls[-1] if self.consumer.calls else None
        return last if last is not None and not last.outcome else None

    def stated(self, kind: str, debt: int, day: date) -> Restriction | None:
        """The newest restriction of a kind that binds a debt on a local day."""
        for restriction in reversed(self.consumer.restrictions):
            if restriction.kind == kind and restriction.binds(debt, day):
                return restriction
        return None
