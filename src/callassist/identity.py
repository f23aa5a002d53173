"""Who is speaking: typed answers against what is on file, and how many of them it takes.

An answer is a person's own (birth date, SSN last four, the reference on a letter that is journalled as sent) or the
household's (ZIP, house number, a phone's last four). All household answers together count as one; at least one
answer must be the person's own; the number that was dialled or shown never counts. What is on file never leaves
this module: not in a value, a message or a repr.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

import msgspec

from callassist.calendars import ALL_ZONES, local_day
from callassist.casefile import CaseFile, ContactPoint
from callassist.typed_dates import typed_dates

PERSONAL: Final = ("dob", "ssn4", "letter_reference")
HOUSEHOLD: Final = ("zip", "house_number", "phone_last4")
FACTORS: Final = PERSONAL + HOUSEHOLD
WORDS: Final = {
    "dob": "date of birth",
    "ssn4": "last four of the social security number",
    "letter_reference": "reference on our letter",
    "zip": "ZIP code",
    "house_number": "house number",
    "phone_last4": "last four of another phone number",
    "name": "name of whoever is speaking",
    "account": "account number",
}
BY: Final = {**WORDS, "attested": "attestation elsewhere"}
"""By what somebody was verified, in words."""
SPOKEN: Final = {
    "dob": "your date of birth",
    "ssn4": "the last four digits of your Social Security number",
    "letter_reference": "the reference at the top of our letter",
    "zip": "your ZIP code",
    "house_number": "the number of your house",
    "phone_last4": "the last four digits of another phone number of yours",
}
"""How each is asked for aloud."""
NEEDED: Final = 2
TRIES_A_DAY: Final = 3
OLDEST_YEARS: Final = 120
STAND_INS: Final = frozenset({date(1900, 1, 1), date(1901, 1, 1), date(1911, 11, 11)})
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SOUNDS: Final = str.maketrans("ILOU", "110V")
_REFERENCE: Final = re.compile(r"[0-9A-Z]{9}")
_HOUSE: Final = re.compile(
    r"\s*(\d+(?:-\d+)?(?:[A-Z](?![A-Z])|\s[A-DF-MO-RT-VX-Z](?![A-Z])|\s[NESW]\s*$)?)", re.IGNORECASE | re.ASCII
)
"""A letter is of the number unless it is the first of a street's direction: 1204 N State St is number 1204."""
LAST_FOUR, ZIP_DIGITS, SUBSCRIBER_DIGITS, NATIONAL_DIGITS = 4, 5, 7, 10


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the speaker said for one of FACTORS, as typed; the words stay out of the repr."""

    factor: str
    said: str

    def __repr__(self) -> str:
        return f"Answer(factor={self.factor!r})"


class Unreadable(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that cannot be compared, which uses up no try; `sentence` says what to ask for."""

    sentence: str


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """How the check of the speaker stands: what may be asked, what matched on this call, tries left today.

    `speaker` is who will be verified; `is_provable` whether enough of what they may be asked for is on file; `why_not`
    what else keeps anybody from being verified, '' nothing.
    """

    usable: tuple[str, ...]
    matched: tuple[str, ...]
    needed: int
    tries_left: int
    is_open: bool
    is_provable: bool
    speaker: str = "consumer"
    why_not: str = ""

    @property
    def can_open(self) -> bool:
        """Whether enough usable facts are on file and a try is left; if not, only a callback or a letter."""
        return self.is_open or (self.tries_left > 0 and self.is_provable and not self.why_not)


def is_enough(factors: Iterable[str], needed: int = NEEDED) -> bool:
    """Whether these factors prove a person: at least one personal, the household's counting as one."""
    given = set(factors)
    own = sum(factor in given for factor in PERSONAL)
    return own > 0 and own + bool(given & set(HOUSEHOLD)) >= max(NEEDED, needed)


def wrong_tries(case: CaseFile, now: datetime, zones: Sequence[str]) -> int:
    """Tries of this local day with a wrong answer, from every desk; in doubt about the place a try still counts."""
    places = tuple(zones) or ALL_ZONES
    wrong = [
        each.number
        for each in case.consumer.tries
        if not each.is_match and any(local_day(each.at, zone) == local_day(now, zone) for zone in places)
    ]
    return wrong.count(0) + len({*wrong} - {0})


def matched_factors(case: CaseFile) -> tuple[str, ...]:
    """What has been proved on the open call by whoever is speaking: with another voice, earlier proof is void."""
    call = case.call
    if call is None or call.third_party:
        return ()
    since = case.consumer.tries[call.heard_from :]
    return tuple({t.factor: None for t in since if t.call == call.id and t.is_match})


def usable_factors(case: CaseFile, dialled_row: int, now: datetime) -> tuple[str, ...]:
    """The factors that can be asked for when the number in `dialled_row` (0: none) was dialled or shown."""
    return tuple(factor for factor in FACTORS if _on_file(case, factor, dialled_row, now))


def two_facts(usable: Iterable[str], needed: int = NEEDED) -> str:
    """What to ask a speaker for, in their words: as many facts as it takes, never one that is not on file."""
    *most, last = [SPOKEN[factor] for factor in asked_first(usable, needed)] or ["details that show who you are"]
    return f"{', '.join(most)} and {last}" if most else last


def asked_first(usable: Iterable[str], needed: int = NEEDED) -> tuple[str, ...]:
    """The factors that a person is asked for: their own, and one of the household where there is any on file."""
    given = tuple(usable)
    own = [factor for factor in PERSONAL if factor in given]
    household = [factor for factor in HOUSEHOLD if factor in given]
    return (*own[: needed - 1], *(household[:1] or own[needed - 1 : needed]))


def check(case: CaseFile, answer: Answer, dialled_row: int, now: datetime) -> bool | Unreadable:
    """Whether an answer is right; Unreadable when it cannot be compared with anything."""
    expected = _on_file(case, answer.factor, dialled_row, now)
    if not expected:
        wanted = WORDS.get(answer.factor, "answer")
        return Unreadable(sentence=f"The {wanted} cannot be used on this call; ask for another fact.")
    said = _read(answer, now.date())
    if not said:
        return Unreadable(sentence=_HOW_TO_TYPE[answer.factor])
    return not said.isdisjoint(expected)


# ── what is on file ──


def _on_file(case: CaseFile, factor: str, dialled_row: int, now: datetime) -> frozenset[str]:
    """Every value that is right for a factor; empty when there is none that counts.

    What came in since the call began counts for nothing on it: whoever gave it would prove themselves by it.
    """
    person = case.consumer
    if factor in person.fresh_fields:
        return frozenset()
    places = [place for place in person.places if place.row not in person.fresh_rows]
    match factor:
        case "dob":
            return frozenset() if is_stand_in_dob(person.dob, now.date()) else frozenset({str(person.dob)})
        case "ssn4":
            return frozenset(() if is_stand_in_digits(person.ssn4, LAST_FOUR) else (person.ssn4,))
        case "letter_reference":
            return frozenset(map(_bare, person.letter_codes))
        case "zip":
            zips = (place.address.zip[:ZIP_DIGITS] for place in places)
            return frozenset(code for code in zips if not is_stand_in_digits(code, ZIP_DIGITS))
        case "house_number":
            return frozenset(filter(None, (house_number(place.address.street) for place in places)))
        case "phone_last4":
            return _other_endings(person.numbers, dialled_row, person.fresh_rows)
        case _:
            return frozenset()


def _other_endings(numbers: Sequence[ContactPoint], dialled_row: int, fresh: Sequence[int]) -> frozenset[str]:
    """The last four of numbers that are still the person's, less any that end as the dialled one does."""
    dialled = {_ending(point.number) for point in numbers if point.row == dialled_row}
    counted = (point for point in numbers if point.is_usable and point.row not in fresh)
    kept = (point.number for point in counted if not is_stand_in_number(point.number))
    return frozenset(map(_ending, kept)) - dialled


def _ending(number: int) -> str:
    return str(number)[-LAST_FOUR:]


def house_number(street: str) -> str:
    """The number at the head of a street line, bare and in capitals; '' when there is none (a PO box)."""
    found = _HOUSE.match(street)
    bare = re.sub(r"[^0-9A-Z]", "", found[1].upper()) if found else ""
    return bare if bare.strip("0") else ""


def is_stand_in_dob(dob: date | None, today: date) -> bool:
    """Whether a birth date is absent, or stands in for one: 1900-01-01, the future, over 120 years ago."""
    return dob is None or dob in STAND_INS or not today.year - OLDEST_YEARS <= dob.year or dob > today


def is_stand_in_digits(digits: str, length: int) -> bool:
    """Whether it is not `length` digits, or one digit over and over."""
    return len(digits) != length or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1


def is_stand_in_number(number: int) -> bool:
    """Whether a telephone number is made up: two different digits at most, or its last four all the same."""
    digits = str(number)[-NATIONAL_DIGITS:]
    return len(set(digits)) <= 2 or len(set(digits[-LAST_FOUR:])) == 1  # noqa: PLR2004


# ── our letter's reference ──


def letter_reference(bits: int) -> str:
    """Forty random bits as the reference of one letter, `7K3M-9X2Q-F`; its last character checks the rest.

    The bits are drawn by chance for each letter and kept with it: no reference can be worked out from anything.
    """
    code = "".join(_ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"{code[:4]}-{code[4:]}-{_check_character(code)}"


def _check_character(code: str) -> str:
    """Odd weights, so that each single slip and most swaps of neighbours show."""
    total = sum(_ALPHABET.index(char) * (2 * place + 1) for place, char in enumerate(code))
    return _ALPHABET[total % len(_ALPHABET)]


def _bare(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper()).translate(_SOUNDS)


# ── what was said ──

_HOW_TO_TYPE: Final = {
    "dob": "Type the date of birth as month, day and year, like 7/21/64 or July 21 1964.",
    "ssn4": "Type the last four digits of the social security number.",
    "letter_reference": "That is no reference of ours; ask for the nine letters and digits again.",
    "zip": "Type the five digits of the ZIP code.",
    "house_number": "Type the number of the house, like 1204 or 12B.",
    "phone_last4": "Type the last four digits of the phone number.",
}


def _read(answer: Answer, today: date) -> frozenset[str]:
    """Everything the answer can mean, in the shape of what is on file; empty when it means nothing."""
    digits = "".join(char for char in answer.said if char in "0123456789")
    match answer.factor:
        case "dob":
            return frozenset(map(str, typed_dates(answer.said, today)))
        case "ssn4":
            return frozenset({digits} if len(digits) == LAST_FOUR else ())
        case "letter_reference":
            return _read_reference(_bare(answer.said))
        case "zip":
            return frozenset({digits[:ZIP_DIGITS]} if len(digits) in {ZIP_DIGITS, ZIP_DIGITS + 4} else ())
        case "house_number":
            return frozenset(filter(None, (house_number(answer.said),)))
        case _:
            whole = {LAST_FOUR, SUBSCRIBER_DIGITS, NATIONAL_DIGITS, NATIONAL_DIGITS + 1}
            return frozenset({digits[-LAST_FOUR:]} if len(digits) in whole else ())


def _read_reference(code: str) -> frozenset[str]:
    """The reference when its last character bears out the rest: a slip is asked again, and is no try."""
    if not _REFERENCE.fullmatch(code) or set(code) - set(_ALPHABET) or _check_character(code[:-1]) != code[-1]:
        return frozenset()
    return frozenset({code})
