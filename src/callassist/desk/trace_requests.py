"""Asking a vendor where people are: who is asked for, and the one line that tells the vendor whom to look for.

A line is made of the consumer alone (names, where they lived, and the facts that agency.yaml lets this vendor have): a
debt, a client, a patient or a case is not even looked at.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from callassist.casefile import Consumer, ContactPoint, Place
from callassist.commands_traces import RequestTrace
from callassist.desk.cases import Cases
from callassist.desk.opened import Opened
from callassist.faces import FORMER
from callassist.handbook import Accepted, Refused
from callassist.store import SKIP_TRACE, StaleCase, Store
from callassist.trace_references import KEY_SIZE, make_reference

KEY: Final = "trace_key"
PAGE: Final = 500
TRIES: Final = 3
PLACES, PHONES = 3, 4
"""So many addresses and numbers at most tell a vendor whom to look for, the newest first."""
COLUMNS: Final = (
    *("request_ref", "first_name", "middle_name", "last_name", "suffix", "former_names"),
    *("address", "city", "state", "zip"),
    *(f"previous_{at}_{part}" for at in range(1, PLACES) for part in ("address", "city", "state", "zip")),
    *(f"phone_{at}" for at in range(1, PHONES + 1)),
    *("dob", "ssn_last4"),
)
"""What a request has, in this order; a fact that the vendor does not get is an empty cell."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a request about one case: the cells in the order of COLUMNS, or why none is made."""

    case: int
    cells: tuple[str, ...] = ()
    fault: str = ""

    def __repr__(self) -> str:
        """Which case, not who."""
        return f"Asked(case={self.case})"


def trace_key(store: Store) -> bytes:
    """What references are shuffled by: drawn by chance for each database when first asked for, and kept in it."""
    held = store.setting(KEY)
    return bytes.fromhex(held or store.setting(KEY, secrets.token_hex(KEY_SIZE)))


def lost(store: Store) -> Iterator[int]:
    """The skip list: the cases on which no number may still lead to the person, by number."""
    after = 0
    while rows := store.listed(SKIP_TRACE, after, PAGE):
        yield from (row.case for row in rows)
        after = rows[-1].case


def asked_for(cases: Cases, actor: str, vendor: str, numbers: Iterable[int]) -> Iterator[tuple[Asked, Pending | None]]:
    """For each case the line for the vendor with what keeps it, or why there is none.

    Nothing is on file before `Pending.keep`: write the line first, so that what is on file as asked was sent.
    """
    key = trace_key(cases.store)
    for number in dict.fromkeys(numbers):
        pending = Pending(cases, actor, vendor, number, key)
        fault = pending.fault()
        yield (Asked(case=number, fault=fault), None) if fault else (pending.asked(), pending)


class Pending:
    """A request about one case that is not yet on file."""

    def __init__(self, cases: Cases, actor: str, vendor: str, case: int, key: bytes) -> None:
        self._cases, self._actor, self._vendor, self._key = cases, actor, vendor, key
        self._opened = cases.load(case)

    def fault(self) -> str:
        """Why nobody is asked about it, a sentence; '' when the vendor may be."""
        decision = self._decided()
        return decision.sentence if isinstance(decision, Refused) else ""

    def asked(self) -> Asked:
        """The line that tells whom to look for."""
        case = self._opened.case
        policy = self._cases.handbook.setting.agency.traces.vendors[self._vendor]
        cells = (self._reference(), *_who(case.consumer, self._former()), *_facts(case.consumer, policy.gets))
        return Asked(case=case.id, cells=cells)

    def keep(self) -> str:
        """Put on file that the vendor was asked; '', or why not when the case has moved on meanwhile. StaleCase."""
        for left in range(TRIES - 1, -1, -1):
            decision = self._decided()
            if isinstance(decision, Refused):
                return decision.sentence
            try:
                self._cases.append(self._opened, decision)
            except StaleCase:
                if not left:
                    raise
                self._opened = self._cases.load(self._opened.case.id)
            else:
                break
        return ""

    def _decided(self) -> Accepted | Refused:
        from callassist.decide import decide

        opened: Opened = self._opened
        command = RequestTrace(vendor=self._vendor, reference=self._reference())
        return decide(opened.case, command, self._cases.handbook, opened.now, self._actor)

    def _reference(self) -> str:
        case = self._opened.case
        return make_reference(self._key, case.id, len(case.consumer.trace_requests) + 1)

    def _former(self) -> str:
        """Names that they bore before; never a patient's."""
        case = self._opened.case.id
        face = self._cases.store.index.faces([case]).get(case)
        names = face.names if face else ()
        return "; ".join(" ".join(name.words).title() for name in names if name.whose == FORMER)


def _who(consumer: Consumer, former: str) -> tuple[str, ...]:
    places = [*reversed(consumer.places)][:PLACES]
    told = [cell for place in places for cell in _where(place)]
    blank = [""] * (4 * PLACES - len(told))
    return (consumer.first, consumer.middle, consumer.last, consumer.suffix, former, *told, *blank)


def _where(place: Place) -> tuple[str, ...]:
    address = place.address
    return address.street, address.city, address.state, address.zip


def _facts(consumer: Consumer, gets: tuple[str, ...]) -> tuple[str, ...]:
    """What this vendor gets beside names and addresses."""
    numbers = [_digits(point) for point in reversed(consumer.numbers) if point.standing != "wrong_party"][:PHONES]
    phones = numbers if "phones" in gets else []
    dob = consumer.dob.isoformat() if consumer.dob and "dob" in gets else ""
    ssn4 = consumer.ssn4 if "ssn4" in gets else ""
    return (*phones, *[""] * (PHONES - len(phones)), dob, ssn4)


def _digits(point: ContactPoint) -> str:
    """Ten digits of an American number, else all."""
    return f"{point.number}".removeprefix("1") if 10**10 <= point.number < 2 * 10**10 else f"{point.number}"
