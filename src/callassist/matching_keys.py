"""Under which keys of the index a thing that was said is looked up, and what each find is worth before it is compared.

Names bring most candidates. Numbers and days bring those whose name was heard wrong; their near misses (digits turned,
one digit off, the year before) are looked up too, where that is cheap in the first look, else in the second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Final

import msgspec

from callassist.asked import NAMED, Clue, Reading
from callassist.asked_days import DIGITS, days_near, days_of, one_off, turned
from callassist.faces import (
    DOB,
    EMPLOYER,
    MEMBER,
    REF,
    SSN4,
    YEAR,
    ZIP,
    bucket,
    key,
    last4_key,
    street_key,
)
from callassist.matching_fields import ONE_DIGIT, ONE_OFF
from callassist.matching_levels import EXACT, PART, PERMUTED, SWAPPED
from callassist.name_words import name_tokens

STREET_WORDS: Final = 3
BIRTH_YEARS: Final = 120


class Lookup(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A key to read, and the (field, level) by which what stands under it is weighed until it is compared."""

    key: int
    field: str
    level: str


def lookups(reading: Reading, today: date, *, is_deep: bool) -> Iterator[Lookup]:
    """Where to look for a reading; nothing for what only tells candidates apart (a city, a house number)."""
    found = _LOOKUPS.get(reading.field)
    return iter(()) if found is None else found(reading, today, is_deep)


def _zip(reading: Reading, _today: date, is_deep: bool) -> Iterator[Lookup]:  # noqa: FBT001
    return _digits(ZIP, reading, is_deep=is_deep)


def _ssn4(reading: Reading, _today: date, is_deep: bool) -> Iterator[Lookup]:  # noqa: FBT001
    return _digits(SSN4, reading, is_deep=is_deep)


def _born(reading: Reading, _today: date, is_deep: bool) -> Iterator[Lookup]:  # noqa: FBT001
    year = int(reading.value)
    yield Lookup(key=key(YEAR, year), field="born", level=EXACT)
    if is_deep:
        for near in (year - 1, year + 1):
            yield Lookup(key=key(YEAR, near), field="born", level=ONE_OFF)


def _misdated(reading: Reading, today: date, _is_deep: bool) -> Iterator[Lookup]:  # noqa: FBT001
    """The days that a slip away are real ones, and the year."""
    yield from _born(Reading("born", reading.value[:4]), today, False)  # noqa: FBT003
    yield from _days_near(reading.value.replace("-", ""), today)


def _employer(reading: Reading, _today: date, _is_deep: bool) -> Iterator[Lookup]:  # noqa: FBT001
    for word in name_tokens(reading.value):
        yield Lookup(key=bucket(EMPLOYER, word), field="employer", level=EXACT)


def _digits(kind: int, reading: Reading, *, is_deep: bool) -> Iterator[Lookup]:
    said = reading.value
    yield Lookup(key=key(kind, int(said)), field=reading.field, level=EXACT)
    if is_deep:
        near = chain(turned(said), one_off(said)) if kind == SSN4 else one_off(said)
        for other in near:
            level = PERMUTED if sorted(other) == sorted(said) else ONE_DIGIT
            yield Lookup(key=key(kind, int(other)), field=reading.field, level=level)


def _phone(reading: Reading, _today: date, is_deep: bool) -> Iterator[Lookup]:  # noqa: FBT001
    """By the last four digits; a caller id is looked up as it is."""
    four = reading.value[-4:]
    field = "last4" if reading.field != "caller_id" else "caller_id"
    yield Lookup(key=last4_key(int(four)), field=field, level=EXACT)
    if is_deep and reading.field != "caller_id":
        for other in chain(turned(four), one_off(four)):
            level = PERMUTED if sorted(other) == sorted(four) else ONE_DIGIT
            yield Lookup(key=last4_key(int(other)), field="last4", level=level)


def _dob(reading: Reading, today: date, _is_deep: bool) -> Iterator[Lookup]:  # noqa: FBT001
    """The day, day and month turned, any one digit off, the years beside it."""
    born = date.fromisoformat(reading.value)
    yield Lookup(key=key(DOB, born.toordinal()), field="dob", level=EXACT)
    for turned_round in days_of([f"{born.year}{born.day:02}{born.month:02}"]):
        if turned_round != born:
            yield Lookup(key=key(DOB, turned_round.toordinal()), field="dob", level=SWAPPED)
    digits = f"{born:%Y%m%d}"
    years = (f"{born.year + by}{digits[4:]}" for by in (-1, 1))
    yield from _days_near(digits, today, years)


def _days_near(digits: str, today: date, also: Iterable[str] = ()) -> Iterator[Lookup]:
    for day in dict.fromkeys(chain(days_near(digits), days_of(also))):
        if today.year - BIRTH_YEARS < day.year <= today.year:
            yield Lookup(key=key(DOB, day.toordinal()), field="dob", level=ONE_DIGIT)


def _reference(reading: Reading, _today: date, is_deep: bool) -> Iterator[Lookup]:  # noqa: FBT001
    kind = REF if reading.field == "ref" else MEMBER
    yield Lookup(key=bucket(kind, reading.value), field=reading.field, level=EXACT)
    if is_deep:
        for other in slips(reading.value):
            yield Lookup(key=bucket(kind, other), field=reading.field, level=ONE_DIGIT)


_LOOKUPS: Final[dict[str, Callable[[Reading, date, bool], Iterator[Lookup]]]] = {
    "zip": _zip,
    "ssn4": _ssn4,
    "last4": _phone,
    "phone": _phone,
    "phone7": _phone,
    "caller_id": _phone,
    "dob": _dob,
    "born": _born,
    "misdated": _misdated,
    "ref": _reference,
    "member": _reference,
    "employer": _employer,
}


def street_lookups(clues: Sequence[Clue]) -> Iterator[tuple[int, Lookup]]:
    """A house number with the words after it, each with the place of the clue that has the number."""
    for at, clue in enumerate(clues):
        house = next((reading.value for reading in clue.readings if reading.field == "house"), "")
        if not house:
            continue
        words = " ".join(_street_words(clues[at + 1 : at + 1 + STREET_WORDS])).split()
        for count in range(1, min(STREET_WORDS, len(words)) + 1):
            if street := street_key(f"{house} {' '.join(words[:count])}"):
                yield at, Lookup(key=street, field="street", level=PART)


def _street_words(clues: Sequence[Clue]) -> Iterator[str]:
    for clue in clues:
        said = next((r.value for r in clue.readings if r.field in {"word", NAMED, "street"}), "")
        if not said:
            return
        yield said


# ── slips of the fingers ──


def slips(text: str) -> Iterator[str]:
    """A reference with a digit wrong, left out, too many, or two turned."""
    places = [at for at, char in enumerate(text) if char.isdigit()]
    yield from turned(text)
    for at in places:
        yield text[:at] + text[at + 1 :]
        for digit in DIGITS:
            if digit != text[at]:
                yield f"{text[:at]}{digit}{text[at + 1 :]}"
            yield f"{text[:at]}{digit}{text[at:]}"
    for digit in DIGITS if places else ():
        yield text + digit
