"""Invented debts: what a client places for a household, with money, dates, insurance and old notes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

import msgspec

from callassist.intake.synthetic_bills import COLUMNS as BILL_COLUMNS
from callassist.intake.synthetic_bills import Owed, bill_cells
from callassist.intake.synthetic_luck import Luck
from callassist.intake.synthetic_people import Household, People, Person
from callassist.intake.synthetic_tables import Facility, Tables

Row = tuple[str, ...]

COLUMNS: Final = (
    *("account_number", "client_ref", "client"),
    *("first_name", "middle_name", "last_name", "suffix", "dob", "ssn_last4"),
    *("phone_home", "phone_cell", "phone_work", "email", "address", "city", "state", "zip"),
    *("balance", "original_balance", "date_of_service", "itemization_date"),
    *("last_payment_date", "last_payment_amount", "placed_date", "facility"),
    *("insurance_name", "insurance_type", "insurance_member_id", "insurance_status"),
    *("language", "guarantor_ref", "patient_first_name", "patient_last_name"),
    *BILL_COLUMNS,
    "notes",
)

# After each debt comes, with this chance, a further one of somebody placed before: 1.09 debts a person.
FURTHER: Final = 0.085
AT_ANOTHER_CLIENT: Final = 0.1
# How many guarantors back a further debt may reach: far enough to fall into another chunk of an import.
REMEMBERED: Final = 4_096
LOG_MEDIAN_CENTS: Final = math.log(43_000)
SPREAD: Final = 1.15
LEAST_CENTS, MOST_CENTS = 1_000, 25_000_000
ADULT_DAYS: Final = 6_575
MEDICARE_DAYS: Final = 23_742
HISTORY_DAYS: Final = 8 * 366
OLDEST_DAYS: Final = 2_300

# type, share below 65, share from 65 on
COVERS: Final = (
    ("commercial_ppo", 26, 6),
    ("commercial_hmo", 17, 4),
    ("commercial_pos", 7, 1),
    ("medicaid", 17, 6),
    ("medicare", 3, 74),
    ("workers_comp", 3, 1),
    ("auto_liability", 4, 2),
    ("self_pay", 23, 6),
)
PAYERS: Final = {
    "commercial_ppo": ("Example Mutual PPO", "Specimen Blue Plan", "Acme Fictional Benefit Fund"),
    "commercial_hmo": ("Sample Valley HMO", "Placeholder Health Plan"),
    "commercial_pos": ("Example Mutual Choice POS", "Nonesuch Care POS"),
    "medicaid": ("Medicaid (synthetic)", "Sample Medicaid Managed Care"),
    "medicare": ("Medicare (synthetic)", "Medicare (synthetic)", "Example Advantage Plan"),
    "workers_comp": ("Invented Employers Insurance", "Specimen State Fund"),
    "auto_liability": ("Madeup Casualty", "Example Auto Mutual"),
}
COVER_STATUSES: Final = (("paid", 56), ("denied", 19), ("pending", 10), ("not_billed", 8), ("inactive", 7))
NOTES: Final = (
    ("", 9_300),
    ("do not call work", 110),
    ("cannot be disturbed Tue/Thu", 55),
    ("works nights, call after 2 pm", 60),
    ("no calls before noon", 40),
    ("represented by attorney J. Doe", 45),
    ("Represented by attorney J. Doe, send all mail to counsel", 20),
    ("cease letter received by client, mail only", 20),
    ("disputes charge, says insurance should have paid", 60),
    ("bankruptcy ch 7 per spouse, no case number", 18),
    ("patient deceased per daughter", 22),
    ("hard of hearing, speak slowly", 30),
    ("prefers Spanish, needs interpreter", 35),
    ("mail returned, no forwarding address", 60),
    ("asked for itemized bill", 50),
    ("applied for financial assistance, pending", 35),
    ("old phone disconnected", 40),
)
# What real files leave out or fill with something: share in ten thousand rows, and the columns overwritten.
FLAWS: Final[tuple[tuple[dict[str, str], int], ...]] = (
    ({"date_of_service": ""}, 45),
    ({"itemization_date": ""}, 30),
    ({"zip": ""}, 30),
    ({"state": "", "zip": ""}, 10),
    ({"phone_home": "", "phone_cell": "", "phone_work": ""}, 45),
    ({"facility": ""}, 10),
    ({"guarantor_ref": ""}, 20),
    ({"dob": "1900-01-01"}, 25),
    ({"ssn_last4": "0000"}, 15),
    ({"zip": "00000"}, 8),
    ({"address": "UNKNOWN", "city": "", "zip": ""}, 8),
    ({"address": "HOMELESS"}, 7),
    ({"patient_first_name": "BABY BOY"}, 12),
    ({"patient_first_name": "BABY GIRL"}, 12),
    ({"first_name": "BABY BOY", "middle_name": "", "dob": "", "ssn_last4": ""}, 5),
    ({"first_name": "UNKNOWN", "middle_name": ""}, 4),
)
SOUND: Final = 10_000


class Guarantor(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A person as one client knows them."""

    person: Person
    client: Client
    reference: str


class Client:
    """A creditor's own numbering and habits; they take turns, so that every portfolio has them all."""

    def __init__(self, code: str, nth: int, facility: Callable[[], Facility]) -> None:
        self.code = code
        self.facility = facility
        self.shouts = nth % 3 == 0
        self.always_names_patient = nth % 3 != 1
        # Two clients may number alike: a bare account or guarantor number is not unique, as in life.
        self._account_form = (code[:2] + "{:08d}", "{:08d}", "{:07d}-01")[nth % 3]
        self._account = 1_000_000
        self._guarantor = 100_000

    def account(self, step: int) -> str:
        """The next account number, `step` after the last."""
        self._account += step
        return self._account_form.format(self._account)

    def guarantor(self) -> str:
        """The next guarantor number."""
        self._guarantor += 1
        return f"G{self._guarantor}"


class Accounts:
    """Draws debts, each as one row for every guarantor who owes it."""

    def __init__(self, luck: Luck, tables: Tables, people: People, as_of: date) -> None:
        self._luck = luck
        self._people = people
        self._today = as_of.toordinal()
        self._days = tuple((as_of - timedelta(days=n)).isoformat() for n in range(HISTORY_DAYS))
        self._facility = {state: luck.wheel(served) for state, served in tables.facilities.items()}
        self._clients = self._numbered(tables)
        self._cover_type = {
            is_old: luck.wheel([(kind, (young, old)[is_old]) for kind, young, old in COVERS])
            for is_old in (False, True)
        }
        self._cover_status = luck.wheel(COVER_STATUSES)
        self._note = luck.wheel(NOTES)
        self._flaw = luck.wheel(FLAWS)
        self._flawed = sum(share for _, share in FLAWS) / SOUND
        self._known: list[Guarantor] = []

    def debts(self) -> Iterator[tuple[Row, ...]]:
        """Debts without end; all rows of one debt share client, account, money and dates."""
        while True:
            household = self._people.household()
            members = self._registered(household)
            for guarantor in members:
                yield self._debt((guarantor,))
                while self._luck.happens(FURTHER):
                    yield self._debt((self._known_before(),))
            if self._luck.happens(household.sharing):
                yield self._debt(members[-2:])

    # ── who owes ──

    def _numbered(self, tables: Tables) -> dict[str, Client]:
        own: defaultdict[str, dict[str, tuple[Facility, int]]] = defaultdict(dict)
        for served in tables.facilities.values():
            for facility, weight in served:
                own[facility.client][facility.name] = (facility, weight)
        return {
            code: Client(code, nth, self._luck.wheel(own[code].values())) for nth, code in enumerate(tables.clients())
        }

    def _registered(self, household: Household) -> tuple[Guarantor, ...]:
        """The household as guarantors of the one client that treats it; some were treated away from home."""
        state = household.members[0].state if self._luck.happens(0.93) else self._people.place().state
        client = self._clients[self._facility[state]().client]
        return tuple(self._registered_at(client, person) for person in household.members)

    def _registered_at(self, client: Client, person: Person) -> Guarantor:
        guarantor = Guarantor(person=person, client=client, reference=client.guarantor())
        if len(self._known) < REMEMBERED:
            self._known.append(guarantor)
        else:
            self._known[self._luck.below(REMEMBERED)] = guarantor
        return guarantor

    def _known_before(self) -> Guarantor:
        """Somebody placed before, now and then by another client under a number of its own."""
        known = self._luck.pick(self._known)
        if not self._luck.happens(AT_ANOTHER_CLIENT):
            return known
        codes = [code for code in self._clients if code != known.client.code]
        return self._registered_at(self._clients[self._luck.pick(codes)], known.person)

    # ── one debt ──

    def _debt(self, guarantors: tuple[Guarantor, ...]) -> tuple[Row, ...]:
        first = guarantors[0]
        client, person = first.client, first.person
        account = client.account(1 + self._luck.below(5))
        number = (account, f"SYN-{client.code}-{account}", client.code)
        history, facility, cover = self._history(person), client.facility().name, self._cover(person)
        terms = (*history, facility, *cover)
        patient = self._patient(guarantors)
        bill = _bill(number[1], history, facility, cover)
        rows = tuple(
            (*number, *self._written(g), *terms, g.person.language, g.reference, *patient, *bill, self._note())
            for g in guarantors
        )
        if len(rows) == 1 and self._luck.happens(self._flawed):
            return (self._flawed_row(rows[0]),)
        return rows

    def _written(self, guarantor: Guarantor) -> tuple[str, ...]:
        """The person's columns in the client's hand."""
        who = guarantor.person.who
        return tuple("\n".join(who).upper().split("\n")) if guarantor.client.shouts else who

    def _patient(self, guarantors: tuple[Guarantor, ...]) -> tuple[str, str]:
        """First and last name of who was treated; '' where a client leaves out a guarantor's own care."""
        owing = guarantors[-1]
        first, _, last, *_ = owing.person.who
        if owing.person.children and self._luck.happens(0.45):
            return self._luck.pick(owing.person.children), last
        return (first, last) if owing.client.always_names_patient or len(guarantors) > 1 else ("", "")

    def _history(self, person: Person) -> tuple[str, ...]:
        """The columns balance … placed_date; days are counted back from `as_of`."""
        luck, days = self._luck, self._days
        grown = self._today - person.born - ADULT_DAYS
        placed = luck.low(900) if grown < OLDEST_DAYS or luck.happens(0.95) else 900 + luck.below(1_100)
        itemized = placed + 15 + luck.below(180)
        served = max(itemized, min(itemized + 3 + luck.low(240), grown))
        cents = self._cents()
        paid, last_amount, last_day = 0, "", ""
        if luck.happens(0.21):
            step = luck.pick((2_500, 5_000, 7_500, 10_000, cents // 10 + 500))
            paid = step * (1 + luck.low(8))
            last_amount, last_day = dollars(step), days[luck.below(served - 1)]
        elif luck.happens(0.1):
            paid = luck.below(cents)  # adjusted by the client, not paid
        amounts = (dollars(cents), dollars(cents + paid))
        return (*amounts, days[served], days[itemized], last_day, last_amount, days[placed])

    def _cents(self) -> int:
        return min(max(int(self._luck.lognormal(LOG_MEDIAN_CENTS, SPREAD)), LEAST_CENTS), MOST_CENTS)

    def _cover(self, person: Person) -> tuple[str, str, str, str]:
        """insurance_name, insurance_type, insurance_member_id, insurance_status."""
        kind = self._cover_type[self._today - person.born > MEDICARE_DAYS]()
        if kind == "self_pay":
            return "", kind, "", ""
        payer = self._luck.pick(PAYERS[kind])
        return payer, kind, f"SYN{self._luck.below(1_000_000_000):09d}", self._cover_status()

    def _flawed_row(self, row: Row) -> Row:
        flaw = self._flaw()
        return tuple(flaw.get(column, value) for column, value in zip(COLUMNS, row, strict=True))


def _bill(account: str, history: Row, facility: str, cover: Row) -> Row:
    """How the balance came about; a payment on file says that the patient paid what is gone of it."""
    balance, original, *_, last_amount, _ = history
    return bill_cells(
        Owed(
            account=account,
            balance=_cents_of(balance),
            original=_cents_of(original),
            is_paid=last_amount != "",
            cover=cover[1],
            status=cover[3],
            facility=facility,
        )
    )


def _cents_of(text: str) -> int:
    return int(text.replace(".", ""))


def dollars(cents: int) -> str:
    """Plain decimal dollars of whole cents."""
    return f"{cents // 100}.{cents % 100:02d}"
