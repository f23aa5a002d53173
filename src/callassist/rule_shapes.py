"""The shape in which a case about rules is written down (docs/rules.md shows it): what is given, what is asked."""

from __future__ import annotations

from datetime import date

import msgspec

Moments = str | tuple[str, ...]


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A block of a case; a name it does not know is a fault."""


class GivenDates(Shape, frozen=True, kw_only=True):
    """Days that rules about a debt go by: see DebtDated."""

    first_statement: date | None = None
    defaulted: date | None = None
    judged: date | None = None
    basis: str = ""
    assistance_told: date | None = None


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
    facility: str = ""
    last_paid: date | None = None
    placed: date | None = None
    insurance: str = ""
    insurance_status: str = ""
    patient: str = ""
    dates: GivenDates = GivenDates()
    furnished: date | None = None


class GivenCall(Shape, frozen=True, kw_only=True):
    """A call, or several alike, to or from the n-th number; about all debts when none are named.

    `about` are those it was placed about, when others came to be spoken of; `code` is the outcome's, when it matters. A
    statement that was `said` in another language than the call's names it: collector-disclosure es.
    """

    at: Moments
    result: str = ""
    by: str = "us"
    number: int = 1
    debts: tuple[int, ...] | None = None
    about: tuple[int, ...] | None = None
    verified: bool = False
    third_party: str = ""
    speaker: str = ""
    language: str = "en"
    said: tuple[str, ...] = ()
    code: str = ""


class GivenLimit(Shape, frozen=True, kw_only=True):
    """A restriction; `times` are those that suit, like mon-fri 17:00-20:00; `until` is the last day."""

    kind: str
    at: str = ""
    debts: tuple[int, ...] = ()
    number: int = 0
    address: int = 0
    until: date | None = None
    words: str = ""
    written: bool = False
    times: tuple[str, ...] = ()


class GivenStatement(Shape, frozen=True, kw_only=True):
    """What the consumer said of times, places or media, in their words; it is read as the program reads it."""

    says: str
    at: str = ""
    medium: str = "call"
    number: int = 0
    debts: tuple[int, ...] = ()
    until: date | None = None


class GivenCallback(Shape, frozen=True, kw_only=True):
    """A moment for which somebody (consumer, or one who answered in their place) asked to be called at a number."""

    at: str
    on: str
    number: int = 1
    by: str = "consumer"


class GivenConsent(Shape, frozen=True, kw_only=True):
    """Leave to reach them by a medium, given at a moment to us or the creditor, good until a day or until revoked."""

    at: str
    until: date
    revoked: str = ""
    medium: str = "call"
    to: str = "us"
    debts: tuple[int, ...] = ()
    number: int = 0
    address: int = 0


class GivenAuthority(Shape, frozen=True, kw_only=True):
    """Somebody who may speak or hear for the consumer: see AuthorityGiven."""

    kind: str
    relation: str
    at: str = ""
    debts: tuple[int, ...] = ()
    until: date | None = None
    written: bool = False


class GivenMessage(Shape, frozen=True, kw_only=True):
    """An e-mail, a text or a letter, or several alike, to or from the n-th number or e-mail address."""

    at: Moments
    medium: str
    by: str = "us"
    number: int = 0
    address: int = 0
    debts: tuple[int, ...] | None = None
    kind: str = ""


class GivenNotice(Shape, frozen=True, kw_only=True):
    """A notice that went out on a day, the day on which it came back, if it did, and the last day that it states."""

    kind: str
    on: date
    medium: str = "mail"
    debts: tuple[int, ...] | None = None
    returned: date | None = None
    ends: date | None = None


class GivenRequest(Shape, frozen=True, kw_only=True):
    """Something asked for, received on a day, and the day on which it was answered, if it was."""

    kind: str
    on: date
    written: bool = False
    new: bool = True
    debts: tuple[int, ...] | None = None
    answered: date | None = None


class GivenLetter(Shape, frozen=True, kw_only=True):
    """A letter that was asked for at a moment, as an outcome asks for one."""

    kind: str
    at: str
    debts: tuple[int, ...] | None = None


class GivenPromise(Shape, frozen=True, kw_only=True):
    """A payment promised at a moment for a day: so many dollars on each of the debts."""

    at: str
    due: date
    amount: int = 100
    debts: tuple[int, ...] | None = None


class GivenDeal(Shape, frozen=True, kw_only=True):
    """A plan agreed on at a moment: so many payments of so many dollars, the first a week on, then month by month.

    `broken` is the moment at which it was told as broken, if it was.
    """

    at: str
    payments: int = 4
    amount: int = 100
    debts: tuple[int, ...] | None = None
    broken: str = ""


class GivenComplaint(Shape, frozen=True, kw_only=True):
    """A complaint and how far its answer has come: open, acknowledged or resolved."""

    kind: str
    at: str
    step: str = "open"


class GivenCheck(Shape, frozen=True, kw_only=True):
    """What the reassigned numbers database said of the n-th number on a day."""

    number: int
    on: date
    result: str


class GivenMark(Shape, frozen=True, kw_only=True):
    """What became of a number."""

    number: int
    standing: str
    at: str = ""


class GivenAgency(Shape, frozen=True, kw_only=True):
    """What is different about the agency. `licences` are by state with their last day, ~ for one without."""

    calls_in_7_days: int = 3
    licences: dict[str, date | None] | None = None
    name: str = "Any Agency"
    voicemail_name: str = "Any Services"
    times: tuple[str, ...] = ("mon-sat 08:00-21:00",)
    desk_states: tuple[str, ...] = ()
    attempts_through: dict[str, date | None] = {}


class GivenClient(Shape, frozen=True, kw_only=True):
    """What is different about the clients."""

    calls_in_7_days: int | None = None
    holidays: tuple[date, ...] = ()
    may_leave_voicemail: bool = False
    kind: str = ""
    neutral_names: dict[str, str] = {}


class Given(Shape, frozen=True, kw_only=True):
    """Who it is about and what has happened. Moments without an offset are on the clock of the ZIP."""

    state: str = "OH"
    zip: str = "43004"
    last: str = "Example"
    born: date | None = date(1980, 5, 17)
    language: str = "en"
    numbers: tuple[str, ...] = ("cell 614-555-0101",)
    emails: tuple[str, ...] = ()
    debts: tuple[GivenDebt, ...] = (GivenDebt(),)
    calls: tuple[GivenCall, ...] = ()
    restrictions: tuple[GivenLimit, ...] = ()
    statements: tuple[GivenStatement, ...] = ()
    consents: tuple[GivenConsent, ...] = ()
    callbacks: tuple[GivenCallback, ...] = ()
    authorities: tuple[GivenAuthority, ...] = ()
    messages: tuple[GivenMessage, ...] = ()
    notices: tuple[GivenNotice, ...] = ()
    requests: tuple[GivenRequest, ...] = ()
    letters: tuple[GivenLetter, ...] = ()
    promises: tuple[GivenPromise, ...] = ()
    deals: tuple[GivenDeal, ...] = ()
    complaints: tuple[GivenComplaint, ...] = ()
    checks: tuple[GivenCheck, ...] = ()
    marks: tuple[GivenMark, ...] = ()
    agency: GivenAgency = GivenAgency()
    clients: GivenClient = GivenClient()


class Asked(Shape, frozen=True, kw_only=True):
    """The question: an action at a moment, with the n-th number or e-mail address, about the n-th debt (0: all open).

    `text` are the words that are to be said, sent or left; `notice` is the kind of notice that a message is.
    """

    at: str
    action: str = "place_call"
    number: int = 1
    address: int = 0
    debt: int = 0
    line: str = "agency"
    text: str = ""
    notice: str = ""


class Trial(Shape, frozen=True, kw_only=True):
    """One case. `then` is what `rule` answers; `opens` when it says that it clears, or never.

    `due` the last day of what is owed. `verdict` and `clear` are the answer of all rules together and when they clear;
    `comment` names the place in a commentary whose example it is.
    """

    name: str
    when: Asked
    then: str
    given: Given = Given()
    rule: str = ""
    opens: str = ""
    due: date | None = None
    comment: str = ""
    verdict: str = ""
    clear: str = ""
