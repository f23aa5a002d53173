"""From the cells of a record to a Placement, or to the reason why not. Nothing here asks the store."""

from __future__ import annotations

import re
from datetime import date
from hashlib import blake2b
from operator import itemgetter
from typing import Final, NamedTuple

import msgspec

from callassist.dossier import Address, DebtDetails, Person, Phone
from callassist.events import DebtPlaced
from callassist.intake import cell_text
from callassist.intake.bills import bill_of
from callassist.intake.cell_text import Kept, cleaned
from callassist.intake.columns import COLUMNS, Cells, Layout
from callassist.intake.days import Days
from callassist.intake.debt_days import DebtDays
from callassist.intake.inherited import Inherited
from callassist.intake.placement import Placement, Slip
from callassist.intake.rejects import Reject, Warned
from callassist.intake.vocabulary import (
    NO_MAIL,
    NO_ZIP,
    NOTHING,
    is_filler,
)
from callassist.joining import folded, join_keys
from callassist.money import BadAmount, parse_cents
from callassist.numbers import parse_number

MOST_CENTS: Final = 10_000_000_00
LONGEST_NUMBER: Final = 64
LONGEST_CELL: Final = 200
OLDEST_MINOR: Final = 25
PHONES: Final = (("phone_home", "home"), ("phone_cell", "cell"), ("phone_work", "work"))
DAYS: Final = ("date_of_service", "itemization_date", "placed_date", "last_payment_date")
_NO_AMOUNT: Final = NOTHING - {"0"}
_ACCOUNT, _CLIENT = Cells._fields.index("account_number"), Cells._fields.index("client")
_EVEN: Final = tuple(bytes((byte & 0xFE,)) for byte in range(256))
_EMAIL: Final = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")


class Fault(NamedTuple):
    """Why a record is refused."""

    column: str
    reason: str
    remedy: str


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What the reading of a file rests on beside the file. `client` is for records that name none.

    `clients` maps codes in capitals to codes, `lines` codes to lines of business, `adult` states to the age of
    majority ('*' for any other), `phrases` what a note may say to the restriction it hands on.
    """

    layout: Layout
    client: str
    clients: dict[str, str]
    lines: dict[str, str]
    adult: dict[str, int]
    phrases: tuple[tuple[str, str], ...]
    today: date


class Reader:
    """Reads records of one file. Counts what it lets pass with a warning."""

    def __init__(self, terms: Terms) -> None:
        layout = terms.layout
        self._terms = terms
        self._known = itemgetter(*layout.known)
        self._account = itemgetter(layout.known[_ACCOUNT], layout.known[_CLIENT])
        self._ordered = itemgetter(*layout.ordered)
        self._extra = layout.extra
        self._days = Days(terms.today, are_births=False)
        self._births = Days(terms.today, are_births=True)
        self._debt_days = DebtDays(self._days, self._warn)
        self._inherited = Inherited(terms.phrases)
        self._words, self._names, self._streets = Kept(cell_text.word), Kept(cell_text.name), Kept(cell_text.street)
        self._zips = Kept(cell_text.zip_code)
        self._states, self._languages, self._suffixes = (
            Kept(cell_text.state),
            Kept(cell_text.language),
            Kept(cell_text.suffix),
        )
        self._line = 0
        self._warned: dict[tuple[str, str], list[int]] = {}
        self._stripped = 0

    def warnings(self) -> tuple[Warned, ...]:
        """What was let pass since the last call."""
        found = tuple(
            Warned(column=column, reason=reason, count=count, line=line)
            for (column, reason), (count, line) in self._warned.items()
        )
        self._warned = {}
        return found

    def stripped_lately(self) -> int:
        """How many records held control or direction marks, since the last call."""
        count, self._stripped = self._stripped, 0
        return count

    def slip(self, ordinal: int, line: int, texts: list[str], *, is_plain: bool) -> Slip:
        """The account of a record, and a digest over all its cells (its last bit is 0)."""
        if not is_plain:
            texts, is_stripped = cleaned(texts)
            self._stripped += is_stripped
        texts = list(map(str.strip, texts))
        digest = blake2b("\x1f".join(self._ordered(texts)).encode(), digest_size=8).digest()
        texts.append("")
        account, client = self._account(texts)
        return Slip(
            ordinal=ordinal,
            line=line,
            digest=digest[:7] + _EVEN[digest[7]],
            client=self._client(client) if client else self._terms.client,
            account=account,
            texts=texts,
        )

    def _client(self, code: str) -> str:
        return self._terms.clients.get(code.upper(), code)

    def placement(self, slip: Slip) -> Placement | Reject:
        """The record, checked; or why it is refused."""
        texts = slip.texts
        cells = Cells._make(self._known(texts))
        extra = {name: texts[at] for name, at in self._extra if texts[at]}
        self._line = slip.line
        balance, fault = _balance(cells.balance)
        fault = fault or self._fault(cells)
        if fault:
            column, reason, remedy = fault
            account = slip.account[:LONGEST_NUMBER]
            return Reject(line=slip.line, account=account, column=column, reason=reason, remedy=remedy)
        address = self._address(cells, extra)
        person = self._person(cells, extra)
        ref = "" if is_filler(cells.guarantor_ref) else cells.guarantor_ref
        references = ((slip.client, ref),) if ref else ()
        return Placement(
            ordinal=slip.ordinal,
            line=slip.line,
            digest=slip.digest,
            terms=self._placed(slip, cells, balance),
            person=person,
            address=address,
            phones=self._phones(cells, extra),
            details=self._details(cells, extra),
            email=self._email(cells.email),
            ref=ref,
            is_minor=self._is_minor(person.dob, address.state if address else ""),
            is_language_known=cells.language != "",
            note=self._inherited.heard(cells.notes, is_for_patient=cells.is_for_another) if cells.notes else None,
            name=(folded(person.last), folded(person.first)),
            joins=join_keys(references, person.first, person.last, person.dob, person.ssn4),
            dated=self._debt_days.of(cells),
        )

    # ── parts of a record ──

    def _fault(self, cells: Cells) -> Fault | None:
        if is_filler(cells.account_number) or not cells.account_number:
            return Fault("account_number", "is missing", "give the client's own number of the account")
        if len(cells.account_number) > LONGEST_NUMBER:
            return Fault("account_number", f"is longer than {LONGEST_NUMBER} characters", "give the number alone")
        if not self._names[cells.last_name] and not self._names[cells.first_name]:
            return Fault("last_name", "is missing", "give the guarantor's name")
        return _too_long(cells)

    def _person(self, cells: Cells, extra: dict[str, str]) -> Person:
        names = self._names
        first, last = names[cells.first_name], names[cells.last_name]
        if not first and cells.first_name:
            extra["first_name"] = cells.first_name
        if not last and cells.last_name:
            extra["last_name"] = cells.last_name
        born = self._births[cells.dob]
        if born is None and cells.dob in self._births.faults:
            self._warn("dob", self._births.faults[cells.dob])
        return Person(
            first=first,
            last=last,
            middle=names[cells.middle_name],
            suffix=self._suffixes[cells.suffix] if cells.suffix else "",
            dob=born,
            ssn4=cell_text.ssn4(cells.ssn_last4) if cells.ssn_last4 else "",
            language=self._languages[cells.language] or "en",
        )

    def _address(self, cells: Cells, extra: dict[str, str]) -> Address | None:
        street, state, zip_code = self._streets[cells.address], self._states[cells.state], self._zips[cells.zip]
        if not street and cells.address:
            extra["address"] = cells.address
        if not zip_code:
            self._warn("zip", "is no ZIP" if cells.zip[:5] not in NO_ZIP and self._words[cells.zip] else "is missing")
        if not state and self._words[cells.state]:
            self._warn("state", "is no state of the USPS list")
            extra["state"] = cells.state
        city = self._words[cells.city]
        if not (street or city or state or zip_code):
            return None
        return Address(street=street, city=city, state=state, zip=zip_code)

    def _phones(self, cells: Cells, extra: dict[str, str]) -> tuple[Phone, ...]:
        found: list[Phone] = []
        for column, kind in PHONES:
            text = getattr(cells, column)
            if not text:
                continue
            phone = parse_number(text, kind)
            if phone is None:
                if text.upper() not in NOTHING:
                    self._warn(column, "is no telephone number")
                    extra[column] = text
            elif all(phone.number != other.number for other in found):
                found.append(phone)
        return tuple(found)

    def _placed(self, slip: Slip, cells: Cells, balance: int) -> DebtPlaced:
        words, days = self._words, self._days
        placed = DebtPlaced(
            client=slip.client,
            account=slip.account,
            balance_cents=balance,
            original_cents=self._amount("original_balance", cells.original_balance),
            line=self._terms.lines.get(slip.client, "agency"),
            creditor=words[cells.creditor],
            facility=words[cells.facility],
            service=days[cells.date_of_service],
            itemised=days[cells.itemization_date],
            placed=days[cells.placed_date],
            last_paid=days[cells.last_payment_date],
            last_paid_cents=self._amount("last_payment_amount", cells.last_payment_amount),
        )
        if days.faults:
            self._warn_of_days(cells)
        return placed

    def _details(self, cells: Cells, extra: dict[str, str]) -> DebtDetails:
        names, words = self._names, self._words
        member = cells.insurance_member_id
        return DebtDetails(
            client_ref=cells.client_ref,
            patient_first=names[cells.patient_first_name],
            patient_last=names[cells.patient_last_name],
            insurance_name=words[cells.insurance_name],
            insurance_type=words[cells.insurance_type],
            insurance_member_id="" if member in NOTHING else member,
            insurance_status=words[cells.insurance_status],
            extra=extra,
            bill=bill_of(cells, self._sum, words.__getitem__),
        )

    def _email(self, text: str) -> str:
        if not text or text.upper() in NOTHING or NO_MAIL.match(text):
            return ""
        if _EMAIL.fullmatch(text):
            return text
        self._warn("email", "is no e-mail address")
        return ""

    def _is_minor(self, born: date | None, state: str) -> bool:
        today = self._terms.today
        if born is None or today.year - born.year > OLDEST_MINOR:
            return False
        adult = self._terms.adult.get(state) or self._terms.adult["*"]
        return (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) < adult

    def _warn_of_days(self, cells: Cells) -> None:
        for column in DAYS:
            fault = self._days.faults.get(getattr(cells, column))
            if fault:
                self._warn(column, fault)

    def _amount(self, column: str, text: str) -> int:
        """Cents, 0 for none; a second amount that makes no sense is left out."""
        return (self._sum(column, text) or 0) if text else 0

    def _sum(self, column: str, text: str) -> int | None:
        """Cents; None for an amount that makes no sense."""
        cents = _cents(text)
        if cents is None or not 0 <= cents <= MOST_CENTS:
            self._warn(column, "is no amount that can be so")
            return None
        return cents

    def _warn(self, column: str, reason: str) -> None:
        self._warned.setdefault((column, reason), [0, self._line])[0] += 1


def _cents(text: str) -> int | None:
    whole, _, part = text.partition(".")
    if len(part) == 2 and len(whole) < 9 and whole.isdecimal() and part.isdecimal():  # noqa: PLR2004
        return int(whole + part)
    try:
        return parse_cents(text)
    except BadAmount:
        return None


def _balance(text: str) -> tuple[int, Fault | None]:
    """Cents, or why they cannot be."""
    cents = _cents(text) if text.upper() not in _NO_AMOUNT else None
    if cents is None and (not text or text.upper() in NOTHING):
        return 0, Fault("balance", "is missing", "give what is owed, like 1284.50")
    if cents is None:
        return 0, Fault("balance", "is no amount that can be read", "write it like 1284.50")
    if cents < 0:
        return 0, Fault("balance", "is negative", "leave credit balances out of a placement")
    if cents > MOST_CENTS:
        return 0, Fault("balance", f"is over ${MOST_CENTS // 100:,}", "check where its decimal point stands")
    return cents, None


def _too_long(cells: Cells) -> Fault | None:
    """A cell that no screen and no letter could show; notes and unknown columns may be long."""
    shown = cells[:-1]
    if len(max(shown, key=len)) <= LONGEST_CELL:
        return None
    for column, text in zip(COLUMNS, shown, strict=False):
        if len(text) > LONGEST_CELL:
            return Fault(column, f"is longer than {LONGEST_CELL} characters", "send it shorter, or in notes")
    return None
