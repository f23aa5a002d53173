"""Who is on file and who calls: the people of a placements file, made-up callers, and whether an answer is right.

A caller is what reaches the desk: a name half heard and whatever else they give, as it is typed.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from random import Random
from sys import intern

import msgspec

NO_DOB = "1900-01-01"
NO_ADDRESS = frozenset({"UNKNOWN", "HOMELESS"})
NO_NAME = frozenset({"", "unknown", "baby boy", "baby girl"})
NOT_DIGITS = {code: None for code in range(128) if not chr(code).isdigit()}
NEAR = 6
"""People of one household stand near each other in a generated file."""


class Holder(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who owes one account. What a file fills with 0000, 1900-01-01 or UNKNOWN counts as not given: '' or None.

    `phones` are of ten digits, without extension; `patient_*` are '' unless somebody else was treated.
    """

    account_number: str
    client: str
    client_ref: str
    guarantor_ref: str
    first: str
    middle: str
    last: str
    suffix: str
    dob: date | None
    ssn4: str
    phones: tuple[str, ...]
    address: str
    city: str
    state: str
    zip: str
    member: str
    patient_first: str
    patient_last: str

    @property
    def name(self) -> tuple[str, str]:
        """First and last name, folded: who share it cannot be told apart by it."""
        return self.first.lower(), self.last.lower()


class Caller(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """`target` is the account called about, '' for a stranger.

    `text` is the name as typed, '' when none is given; `fields` all that is given, as typed, by name phone dob ssn4
    zip city address account caller_id birth_year last4 member; `plain` the same before it is spelt in some way
    (ISO dates, ten digits); `free` the same but caller_id in one line, in any order.
    """

    kind: str
    target: str
    text: str
    fields: dict[str, str]
    plain: dict[str, str]
    free: str


class Scene(msgspec.Struct, frozen=True, gc=False):
    """One of the holders, and everybody else on file."""

    holders: Sequence[Holder]
    at: int

    @property
    def holder(self) -> Holder:
        return self.holders[self.at]

    def household(self) -> tuple[Holder, ...]:
        """Others on file at the holder's address."""
        one = self.holder
        near = self.holders[max(0, self.at - NEAR) : self.at + NEAR + 1]
        return tuple(
            other
            for other in near
            if one.address and (other.address, other.zip) == (one.address, one.zip) and other.name != one.name
        )

    def also_owing(self) -> frozenset[tuple[str, str]]:
        """Names of all who owe the holder's account."""
        one = self.holder
        near = self.holders[max(0, self.at - NEAR) : self.at + NEAR + 1]
        return frozenset(other.name for other in near if other.client_ref == one.client_ref)

    def another(self, luck: Random) -> Holder:
        """Anybody on file."""
        return luck.choice(self.holders)


def holders(path: Path) -> list[Holder]:
    """Everybody in a placements file as `callassist generate` writes it, row by row."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        return [*people(next(rows), rows)]


def people(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Holder]:
    """The holders of rows in these columns. Values that come again are kept once."""
    place = {column: n for n, column in enumerate(columns)}
    keys = ("account_number", "client_ref", "client", "guarantor_ref", "first_name", "middle_name", "last_name")
    account, reference, client, guarantor, first, middle, last = (place[key] for key in keys)
    rest = ("suffix", "dob", "ssn_last4", "address", "city", "state", "zip", "insurance_member_id")
    suffix, dob, ssn4, address, city, state, code, member = (place[key] for key in rest)
    patient = (place["patient_first_name"], place["patient_last_name"])
    phones = tuple(place[key] for key in ("phone_home", "phone_cell", "phone_work"))
    for row in rows:
        treated = (row[patient[0]], row[patient[1]])
        is_other = treated not in {("", ""), (row[first], row[last])} and treated[0].lower() not in NO_NAME
        yield Holder(
            account_number=row[account],
            client=intern(row[client]),
            client_ref=row[reference],
            guarantor_ref=row[guarantor],
            first=intern(row[first]),
            middle=intern(row[middle]),
            last=intern(row[last]),
            suffix=intern(row[suffix]),
            dob=_day(row[dob]),
            ssn4="" if row[ssn4] == "0000" else row[ssn4],
            phones=tuple(row[n].translate(NOT_DIGITS)[:10] for n in phones if row[n]),
            address="" if row[address] in NO_ADDRESS else row[address],
            city=intern(row[city]),
            state=intern(row[state]),
            zip="" if row[code] == "00000" else intern(row[code]),
            member=row[member],
            patient_first=intern(treated[0]) if is_other else "",
            patient_last=intern(treated[1]) if is_other else "",
        )


@lru_cache(maxsize=40_000)
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text and text != NO_DOB else None


class Register:
    """Judges answers: which account numbers would have been right for a caller."""

    def __init__(self, everybody: Sequence[Holder]) -> None:
        self._everybody = everybody
        self._places: dict[str, tuple[int, ...]] = {}
        for at, one in enumerate(everybody):
            self._places[one.account_number] = (*self._places.get(one.account_number, ()), at)

    def of(self, account: str) -> tuple[Holder, ...]:
        """Who owes it; clients may number alike, so they need not belong together."""
        return tuple(self._everybody[at] for at in self._places.get(account, ()))

    def is_hit(self, caller: Caller, account: str) -> bool:
        """The target, another account of the same person, or one that nothing the caller gave tells apart from it."""
        if account == caller.target:
            return True
        return any(
            is_same_person(one, other) or _is_alike(one, other, _given(caller, one))
            for one in self.of(caller.target)
            for other in self.of(account)
        )

    def rank(self, caller: Caller, accounts: Sequence[str]) -> int:
        """The place of the first right one, from 1; 0 when none is."""
        return next((place for place, account in enumerate(accounts, 1) if self.is_hit(caller, account)), 0)


def is_same_person(one: Holder, other: Holder) -> bool:
    """One who owes two accounts, as far as the file can say."""
    return one.name == other.name and (one.dob, one.ssn4, one.phones, one.address) == (
        other.dob,
        other.ssn4,
        other.phones,
        other.address,
    )


def value(holder: Holder, field: str) -> str:
    """What is on file under a field that a caller may give, plainly; '' where there is nothing."""
    match field:
        case "dob":
            return holder.dob.isoformat() if holder.dob else ""
        case "birth_year":
            return str(holder.dob.year) if holder.dob else ""
        case "phone" | "caller_id":
            return holder.phones[-1] if holder.phones else ""
        case "last4":
            return holder.phones[0][-4:] if holder.phones else ""
        case "account":
            return holder.account_number
        case _:
            return str(getattr(holder, field))


def _given(caller: Caller, one: Holder) -> set[str]:
    """The fields, and the suffix where it was said with the name, by which the caller can be told from a namesake."""
    given = caller.plain.keys() - {"name", "caller_id"}
    words = caller.plain.get("name", "").rstrip(".").split()
    return given | {"suffix"} if one.suffix and one.suffix.lower() in words[1:] else given


def _is_alike(one: Holder, other: Holder, given: Iterable[str]) -> bool:
    return one.name == other.name and all(_agree(one, other, field) for field in given)


def _agree(one: Holder, other: Holder, field: str) -> bool:
    if field in {"phone", "last4"}:
        ends = -4 if field == "last4" else 0
        return not {p[ends:] for p in one.phones}.isdisjoint(p[ends:] for p in other.phones)
    return value(one, field).lower() == value(other, field).lower()
