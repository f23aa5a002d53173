"""What a person is recognised by, and the keys under which a search engine finds it: nothing here is read out.

Everything that is or was on file counts, a maiden name and an earlier address too; what was corrected does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final
from zlib import crc32

import msgspec

from callassist import dossier as rec
from callassist.addresses import street_parts
from callassist.name_words import name_tokens

OWN, FORMER, PATIENT = "own", "former", "patient"
"""Whose name it is: the consumer's now, the consumer's before, or that of somebody treated on their account."""

WORD, ZIP, SSN4, LAST4, DOB, YEAR, STREET, REF, MEMBER, EMPLOYER = range(10)
"""Kinds of posting keys."""
KIND_SHIFT: Final = 24
BUCKETS: Final = {STREET: 1 << 18, REF: 1 << 18, MEMBER: 1 << 16, EMPLOYER: 1 << 14}
"""Values that are nearly all different share so many lists: a list of a dozen costs less than a dozen lists of one."""
SHORTEST_WORD: Final = 2
_CENTURY_OF_LINES: Final = 10_000


_words: Final = lru_cache(maxsize=32_768)(name_tokens)


class Named(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A name in folded words. `given` has middle names and initials too; `whose` is OWN, FORMER or PATIENT."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    suffix: str = ""
    whose: str = OWN

    @property
    def words(self) -> tuple[str, ...]:
        """All words of it in the order in which they are said."""
        return (*self.given, *self.family)


class Housed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An address as it is compared; `street` as it is written, `city` folded."""

    street: str
    city: str
    state: str
    zip: str


class Face(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One case as a search engine knows it. `shown` is last, first and suffix as written; the newest place is last.

    `refs` are client references in canonical form, `phones` E.164 digits.
    """

    case: int
    shown: tuple[str, str, str] = ("", "", "")
    names: tuple[Named, ...] = ()
    born: date | None = None
    ssn4: str = ""
    places: tuple[Housed, ...] = ()
    phones: tuple[int, ...] = ()
    refs: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Whose face, not what is in it."""
        return f"Face(case={self.case})"


# ── how it is put together ──


def face_from_rows(case: int, rows: Iterable[rec.Row], details: Sequence[rec.DebtDetails]) -> Face:
    """The face of a case from what its dossiers hold that no correction replaced, the newest of each kind last."""
    kept: dict[type[rec.Row], list[Any]] = {}
    for value in rows:
        kept.setdefault(type(value), []).append(value)
    people = kept.get(rec.Person) or [rec.Person(first="", last="")]
    who = people[-1]
    return Face(
        case=case,
        shown=(who.last, who.first, who.suffix),
        names=tuple(_distinct(_names(people, details))),
        born=who.dob,
        ssn4=who.ssn4,
        places=tuple([_housed(address) for address in kept.get(rec.Address, ())]),
        phones=tuple([phone.number for phone in kept.get(rec.Phone, ())]),
        refs=_canons([*(r.guarantor_ref for r in kept.get(rec.Reference, ())), *(d.client_ref for d in details)]),
        members=_canons([each.insurance_member_id for each in details]),
        employers=tuple([employer.name for employer in kept.get(rec.Employer, ())]),
    )


def _names(people: Sequence[rec.Person], details: Iterable[rec.DebtDetails]) -> Iterator[Named]:
    yield _named(people[-1], OWN)
    for former in people[-2::-1]:
        yield _named(former, FORMER)
    for each in details:
        if each.patient_first or each.patient_last:
            given, family = _words(each.patient_first), _words(each.patient_last)
            yield Named(given=given, family=family, whose=PATIENT)


def _housed(address: rec.Address) -> Housed:
    city = " ".join(_words(address.city))
    return Housed(street=address.street, city=city, state=address.state, zip=address.zip)


def _named(who: rec.Person, whose: str) -> Named:
    given = _words(who.first) + _words(who.middle) if who.middle else _words(who.first)
    return Named(given=given, family=_words(who.last), suffix=who.suffix.lower().rstrip("."), whose=whose)


def _distinct(names: Iterable[Named]) -> Iterator[Named]:
    """Each name once, as the first who bears it; a patient who is the consumer is no other name."""
    seen: set[tuple[str, ...]] = set()
    for name in names:
        words = (*name.given[:1], *name.family)
        if words and words not in seen:
            seen.add(words)
            yield name


_NOT_IN_REFERENCES: Final = str.maketrans("", "", " -/._#:,*\t")


def canon(text: str) -> str:
    """A reference or member id for comparing: letters and digits alone, in capitals."""
    plain = text if text.isalnum() else text.translate(_NOT_IN_REFERENCES)
    return (plain if plain.isalnum() else "".join(filter(str.isalnum, plain))).upper()


def _canons(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(canon, filter(None, texts)))))


# ── what it is found by: words of names, and marks of everything else, row by row ──


def words_in(value: rec.Row) -> tuple[str, ...]:
    """Words by which a row is found; an initial is none."""
    if type(value) is rec.Person:
        found = _words(value.first) + _words(value.middle) + _words(value.last)
    elif type(value) is rec.DebtDetails and (value.patient_first or value.patient_last):
        found = _words(value.patient_first) + _words(value.patient_last)
    else:
        return ()
    return tuple([word for word in found if len(word) >= SHORTEST_WORD])


def marks_in(value: rec.Row) -> list[int]:
    """Posting keys of a row besides words."""
    marks = _MARKS.get(type(value))
    return marks(value) if marks is not None else []


def _person_marks(who: rec.Person) -> list[int]:
    marks = []
    if who.dob is not None:
        marks += [key(DOB, who.dob.toordinal()), key(YEAR, who.dob.year)]
    if who.ssn4.isdecimal():
        marks.append(key(SSN4, int(who.ssn4)))
    return marks


def _address_marks(place: rec.Address) -> list[int]:
    marks = [key(ZIP, int(place.zip))] if place.zip.isdecimal() else []
    street = street_key(place.street)
    return [*marks, street] if street else marks


def _details_marks(details: rec.DebtDetails) -> list[int]:
    refs, members = canon(details.client_ref), canon(details.insurance_member_id)
    return ([bucket(REF, refs)] if refs else []) + ([bucket(MEMBER, members)] if members else [])


_MARKS: Final[dict[type[rec.Row], Callable[[Any], list[int]]]] = {
    rec.Person: _person_marks,
    rec.Address: _address_marks,
    rec.Phone: lambda phone: [last4_key(phone.number % _CENTURY_OF_LINES)],
    rec.Reference: lambda ref: [account_key(ref.guarantor_ref)],
    rec.DebtDetails: _details_marks,
    rec.Employer: lambda employer: [bucket(EMPLOYER, word) for word in _words(employer.name)],
}


def account_key(account: str) -> int:
    """The posting key of an account number or a reference."""
    return bucket(REF, canon(account))


def key(kind: int, value: int) -> int:
    """The posting key of a value below 2 ** 24."""
    return kind << KIND_SHIFT | value


def last4_key(digits: int) -> int:
    """The posting key of a telephone number's last four digits."""
    return LAST4 << KIND_SHIFT | digits


def bucket(kind: int, text: str) -> int:
    """The posting key that a text shares with a few others."""
    return kind << KIND_SHIFT | crc32(text.encode()) % BUCKETS[kind]


def street_key(street: str) -> int:
    """The posting key of house number and street name; 0 when there is no number to tell streets apart."""
    parts = street_parts(street)
    return bucket(STREET, f"{parts.number} {parts.name}") if parts.number and parts.name else 0
