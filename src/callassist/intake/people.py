"""Who is the same person: what joins, what forbids it, and what is only suggested to a human.

People join on the same client's guarantor reference, or on first and last name, birth date and SSN last four. A
joining key only points at a case: the real fields are compared before anything is joined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final, Protocol

import msgspec
from msgspec.structs import replace

from callassist.casefile import Consumer
from callassist.intake.placement import Placement
from callassist.joining import folded

BY_REFERENCE: Final = "guarantor reference"
BY_IDENTITY: Final = "name, birth date and SSN last four"
PARENT: Final = "parent"
BIRTH: Final = "birth date"
MOST_SUGGESTED: Final = 3
GENERATION: Final = timedelta(days=14 * 365)
_FUZZY_FROM: Final = 5


class Who(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What people are told apart by. Names are folded; '' and None are not known."""

    last: str
    first: str
    suffix: str
    dob: date | None
    ssn4: str
    zips: tuple[str, ...]
    numbers: tuple[int, ...]


class Match(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The case that a record joins, 0 for none, as what and why; and the cases it may belong to."""

    case: int = 0
    by: str = ""
    role: str = "guarantor"
    suggestions: tuple[tuple[int, str], ...] = ()


STRANGER: Final = Match()


def who_of(placement: Placement) -> Who:
    """The person of a record."""
    person, address = placement.person, placement.address
    return Who(
        last=placement.name[0],
        first=placement.name[1],
        suffix=person.suffix,
        dob=person.dob,
        ssn4=person.ssn4,
        zips=(address.zip,) if address and address.zip else (),
        numbers=tuple([phone.number for phone in placement.phones if phone.kind != "work"]),
    )


def who_is(consumer: Consumer) -> Who:
    """The person of a case."""
    return Who(
        last=folded(consumer.last),
        first=folded(consumer.first),
        suffix=consumer.suffix,
        dob=consumer.dob,
        ssn4=consumer.ssn4,
        zips=tuple([place.address.zip for place in consumer.places if place.address.zip]),
        numbers=tuple([point.number for point in consumer.numbers if point.kind != "work"]),
    )


def difference(one: Who, other: Who) -> str:
    """What proves that these are two people, '' when nothing does: a twin, a junior, a namesake."""
    if one.dob and other.dob and one.dob != other.dob:
        return BIRTH
    if one.ssn4 and other.ssn4 and one.ssn4 != other.ssn4:
        return "SSN"
    if one.suffix and other.suffix and one.suffix.upper() != other.suffix.upper():
        return "suffix"
    return ""


def is_same_name(one: Who, other: Who) -> bool:
    """Whether first and last name are known and the same."""
    return bool(one.first and one.last) and (one.first, one.last) == (other.first, other.last)


def is_alike(one: Who, other: Who) -> bool:
    """Whether one client's two spellings can be one person: a slip, an initial, or a new surname in marriage."""
    firsts, lasts = _close(one.first, other.first), _close(one.last, other.last)
    return firsts and (lasts or (one.first == other.first and one.dob is not None and one.dob == other.dob))


def _close(one: str, other: str) -> bool:
    if not one or not other or one.startswith(other) or other.startswith(one):
        return True
    if min(len(one), len(other)) < _FUZZY_FROM:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=1) <= 1


def is_parent_of(child: Who, other: Who) -> bool:
    """Whether the person behind a minor's guarantor reference is old enough to be the parent."""
    if other.dob is None or child.dob is None:
        return not is_alike(child, other)
    return child.dob - other.dob >= GENERATION


class Finder(Protocol):
    """Points at cases that a record may belong to; each hint is confirmed before it counts."""

    def is_stranger(self, placement: Placement) -> bool:
        """Whether it is sure that nobody on file is meant."""

    def by_reference(self, placement: Placement) -> Iterable[int]:
        """Cases under the same client's guarantor reference."""

    def by_birth(self, placement: Placement) -> Iterable[int]:
        """Cases of the same name and birth date."""

    def alike(self, placement: Placement) -> Iterable[int]:
        """A few cases of the same name with a ZIP or a number in common."""


def matched(placement: Placement, finder: Finder, who: Callable[[int], Who]) -> Match:
    """Which case a record joins, and which it may belong to."""
    if finder.is_stranger(placement):
        return STRANGER
    given = who_of(placement)
    suggestions: dict[int, str] = {}
    for case in finder.by_reference(placement):
        differs = _by_reference(placement, given, who(case))
        if isinstance(differs, Match):
            return replace(differs, case=case)
        suggestions[case] = f"same guarantor reference, another {differs}"
    for case in dict.fromkeys((*finder.by_birth(placement), *finder.alike(placement))):
        other = who(case)
        shared = in_common(given, other)
        if BIRTH in shared and given.ssn4 and given.ssn4 == other.ssn4:
            return Match(case=case, by=BY_IDENTITY)
        if shared:
            suggestions[case] = f"same name and {' and '.join(shared)}"
    return Match(suggestions=tuple(suggestions.items())[:MOST_SUGGESTED])


def _by_reference(placement: Placement, given: Who, other: Who) -> Match | str:
    """As what a record joins the person under its reference, or what forbids it."""
    differs = difference(given, other)
    if not differs and is_alike(given, other):
        return Match(by=BY_REFERENCE)
    if placement.is_minor and is_parent_of(given, other):
        return Match(by=BY_REFERENCE, role=PARENT)
    return differs or "name"


def in_common(one: Who, other: Who) -> list[str]:
    """What two of one name share beside it; nothing when they are not of one name, or surely two people."""
    if not is_same_name(one, other) or difference(one, other):
        return []
    shared = [BIRTH] if one.dob and one.dob == other.dob else []
    if set(one.numbers) & set(other.numbers):
        shared.append("telephone number")
    if set(one.zips) & set(other.zips):
        shared.append("ZIP")
    return shared
