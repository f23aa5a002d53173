"""What a person is recognised by, and the keys under which a search engine finds it: nothing here is read out.

Everything that is or was on file counts, a maiden name and an earlier address too; what was corrected does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final
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


def face_from_rows(
    case: int, rows: Iterable[tuple[int, rec.Row]], details: Sequence[rec.DebtDetails], gone: Sequence[int] = ()
) -> Face:
    """The face of a case from the numbered rows of a consumer's dossier; `gone` are those that a correction replaced."""
    kept: dict[type[rec.Row], list[rec.Row]] = {}
    for row, value in rows:
        if row not in gone:
            kept.setdefault(type(value), []).append(value)
    return assembled(
        case,
        kept.get(rec.Person, ()),  # type: ignore[arg-type]  # sorted by their own type
        kept.get(rec.Address, ()),  # type: ignore[arg-type]
        [phone.number for phone in kept.get(rec.Phone, ())],  # type: ignore[attr-defined]
        details,
        [employer.name for employer in kept.get(rec.Employer, ())],  # type: ignore[attr-defined]
        [ref.guarantor_ref for ref in kept.get(rec.Reference, ())],  # type: ignore[attr-defined]
    )


def assembled(  # noqa: PLR0913, PLR0917  # one argument for each kind of row
    case: int,
    people: Sequence[rec.Person],
    addresses: Sequence[rec.Address],
    phones: Sequence[int],
    details: Sequence[rec.DebtDetails],
    employers: Sequence[str] = (),
    refs: Sequence[str] = (),
) -> Face:
    """A face out of the values of dossier rows, the newest of each kind last."""
    who = people[-1] if people else rec.Person(first="", last="")
    own = _named(who, OWN)
    former = [_named(each, FORMER) for each in people[-2::-1]]
    patients = [
        Named(given=name_tokens(each.patient_first), family=name_tokens(each.patient_last), whose=PATIENT)
        for each in details
        if each.patient_first or each.patient_last
    ]
    return Face(
        case=case,
        shown=(who.last, who.first, who.suffix),
        names=tuple(_distinct([own, *former, *patients])),
        born=who.dob,
        ssn4=who.ssn4,
        places=tuple([Housed(street=a.street, city=" ".join(name_tokens(a.city)), state=a.state, zip=a.zip)
                      for a in addresses]),
        phones=tuple(phones),
        refs=_canons((*refs, *(each.client_ref for each in details))),
        members=_canons(each.insurance_member_id for each in details),
        employers=tuple(employers),
    )


def _named(who: rec.Person, whose: str) -> Named:
    given = name_tokens(who.first) + name_tokens(who.middle) if who.middle else name_tokens(who.first)
    return Named(given=given, family=name_tokens(who.last), suffix=who.suffix.lower().rstrip("."), whose=whose)


def _distinct(names: Iterable[Named]) -> Iterator[Named]:
    """Each name once, as the first who bears it; a patient who is the consumer is no other name."""
    seen: set[tuple[str, ...]] = set()
    for name in names:
        words = (*name.given[:1], *name.family)
        if words and words not in seen:
            seen.add(words)
            yield name


def canon(text: str) -> str:
    """A reference or member id for comparing: letters and digits alone, in capitals."""
    return "".join(filter(str.isalnum, text)).upper()


def _canons(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(canon, filter(None, texts)))))


# ── what it is found by ──


def words_of(face: Face) -> set[str]:
    """Words of its names that are indexed; an initial is not."""
    return {word for name in face.names for word in name.words if len(word) >= SHORTEST_WORD}


def marks_of(face: Face, accounts: Iterable[str] = ()) -> set[int]:
    """Posting keys of everything but words; `accounts` are account numbers as clients write them."""
    marks = {last4_key(number % _CENTURY_OF_LINES) for number in face.phones}
    if face.born is not None:
        marks.add(key(DOB, face.born.toordinal()))
        marks.add(key(YEAR, face.born.year))
    if face.ssn4.isdecimal():
        marks.add(key(SSN4, int(face.ssn4)))
    for place in face.places:
        if place.zip.isdecimal():
            marks.add(key(ZIP, int(place.zip)))
        if street := street_key(place.street):
            marks.add(street)
    marks.update(bucket(REF, ref) for ref in (*face.refs, *_canons(accounts)))
    marks.update(bucket(MEMBER, member) for member in face.members)
    marks.update(bucket(EMPLOYER, word) for name in face.employers for word in name_tokens(name))
    return marks


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
