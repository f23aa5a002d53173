"""Personal data as it was received: rows that are added and never changed, so erasing one breaks no chain.

A row is stored as a JSON array in field order, so a kind of row only ever gains fields at its end.
"""

from __future__ import annotations

from datetime import date

import msgspec


class Row(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A numbered piece of personal data of one stream. It shows nothing of itself where a program prints values."""

    def __repr__(self) -> str:
        """Its kind alone: a trace of a fault is kept, pasted and sent."""
        return f"{type(self).__name__}(...)"


class Person(Row, frozen=True, kw_only=True):
    """A consumer's name and identity answers; '' and None mean not known."""

    first: str
    last: str
    middle: str = ""
    suffix: str = ""
    dob: date | None = None
    ssn4: str = ""
    language: str = "en"


class Address(Row, frozen=True, kw_only=True):
    """A postal address; `state` is the two-letter code and `zip` five digits, or ''."""

    street: str
    city: str
    state: str
    zip: str


class Phone(Row, frozen=True, kw_only=True):
    """A number as E.164 digits (16145550101); `kind` is home, cell, work or other."""

    number: int
    kind: str
    extension: str = ""


class Email(Row, frozen=True, kw_only=True):
    """An e-mail address."""

    address: str


class Reference(Row, frozen=True, kw_only=True):
    """How a client names this guarantor: the key on which that client's own accounts join."""

    client: str
    guarantor_ref: str


class LetterReference(Row, frozen=True, kw_only=True):
    """The reference that one letter carried, as `7K3M-9X2Q-F`: who reads it out holds the letter."""

    code: str


class NoteText(Row, frozen=True, kw_only=True):
    """Words that somebody wrote."""

    text: str


class Party(Row, frozen=True, kw_only=True):
    """Somebody else who matters to the case: an attorney, a spouse, a facility."""

    name: str
    phone: str = ""
    address: str = ""


class Acquaintance(Row, frozen=True, kw_only=True):
    """Somebody else, who may know where the consumer is: their number as Phone, what they are to the consumer.

    `relation` is one of kinds.RELATIONS, `name` whom to ask for.
    """

    number: int
    relation: str
    name: str = ""
    extension: str = ""


class Employer(Row, frozen=True, kw_only=True):
    """Whom the consumer works for; confidential."""

    name: str
    phone: str = ""
    address: str = ""
    since: date | None = None


class TracedPlace(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An address as a vendor has it; `seen` is when the person was last seen there."""

    street: str
    city: str = ""
    state: str = ""
    zip: str = ""
    seen: date | None = None

    def __repr__(self) -> str:
        """Nothing of where it is."""
        return "TracedPlace(...)"


class TracedPhone(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A number as a vendor has it, E.164 digits; `kind` as Phone, `line` the vendor's word (wireless, voip)."""

    number: int
    kind: str = "other"
    line: str = ""
    seen: date | None = None

    def __repr__(self) -> str:
        """Nothing of the number."""
        return "TracedPhone(...)"


class Trace(Row, frozen=True, kw_only=True):
    """What a vendor says of somebody. `born` is a day, a month (1980-03) or a year; `former` are whole names.

    `born` and `ssn4` are there to be compared: what is put on file is without them.
    `place` is where they are said to be now, `before` where they were. `own_score` is the vendor's, shown and not used;
    `digest` tells one answer from another.
    """

    first: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""
    former: tuple[str, ...] = ()
    born: str = ""
    ssn4: str = ""
    place: TracedPlace | None = None
    before: tuple[TracedPlace, ...] = ()
    phones: tuple[TracedPhone, ...] = ()
    seen: date | None = None
    own_score: str = ""
    digest: str = ""
    emails: tuple[str, ...] = ()
    employer: str = ""
    employer_phone: str = ""


class ToldIncome(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One income before tax as it was told: one of finances.SOURCES, its cents each time, how often."""

    source: str
    cents: int
    cycle: str = "monthly"

    def __repr__(self) -> str:
        """Nothing of it."""
        return "ToldIncome(...)"


class FinancialStatement(Row, frozen=True, kw_only=True):
    """What they told of income and spending on a day, as finances.Statement; None is what was not told.

    `pay_kind`, `pay_anchor` and `pay_days` say when they are paid, as schedules.PayCycle; `signals` as bargains.Matter.
    """

    taken: date
    incomes: tuple[ToldIncome, ...] | None = None
    household: int | None = None
    over_65: int = 0
    housing_cents: int | None = None
    transport_cents: int | None = None
    other_cents: int | None = None
    deductions_cents: int | None = None
    is_documented: bool = False
    declined: tuple[str, ...] = ()
    pay_kind: str = ""
    pay_anchor: date | None = None
    pay_days: tuple[int, ...] = ()
    signals: tuple[str, ...] = ()
    is_autopay_wanted: bool = False


class Bill(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """How a balance came about, as the client sent it: whole cents, None for what was not sent.

    `adjusted_cents` was taken off by whoever billed, `denials` are reason codes as `CO-29` or `N130`, `billing_name` is
    the name on the bill, by which the patient may know it.
    """

    charged_cents: int | None = None
    allowed_cents: int | None = None
    plan_paid_cents: int | None = None
    adjusted_cents: int | None = None
    patient_paid_cents: int | None = None
    denials: tuple[str, ...] = ()
    billing_name: str = ""

    def __repr__(self) -> str:
        """Nothing of it."""
        return "Bill(...)"


class DebtDetails(Row, frozen=True, kw_only=True):
    """The personal side of a debt: who was treated, under which cover, and columns that nobody here reads."""

    client_ref: str = ""
    patient_first: str = ""
    patient_last: str = ""
    insurance_name: str = ""
    insurance_type: str = ""
    insurance_member_id: str = ""
    insurance_status: str = ""
    extra: dict[str, str] = {}
    bill: Bill | None = None
