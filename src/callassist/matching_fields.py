"""One thing that was said beside what is on file: which level of likeness it is. Numbers, days, places, references."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from callassist.addresses import street_level, street_parts
from callassist.faces import Face
from callassist.matching_levels import BEGUN, DIFFERS, EXACT, MISSING, NAME, PART, PERMUTED, SWAPPED
from callassist.name_words import name_tokens

ONE_DIGIT, ONE_OFF, SIMILAR, A_WORD, STATE = "1 digit", "1 off", "similar", "word", "state"
LOCAL: Final = 10_000_000
LAST_FOUR: Final = 10_000


class Compared(NamedTuple):
    """The level at which a field is like what was said; `on_file` the nearest value there."""

    field: str
    level: str
    on_file: str = ""


def compare(field: str, value: str, face: Face, accounts: Sequence[str]) -> Compared:
    """How a value said for a field compares with a face; MISSING where nothing is on file to compare."""
    if field in _REFERENCES:
        return _reference(field, value, (*face.refs, *accounts) if field == "ref" else face.members)
    return _COMPARED[field](value, face)


# ── digits ──


def digits_level(said: str, on_file: str) -> str:
    """EXACT, PERMUTED (two neighbours turned), ONE_DIGIT or DIFFERS."""
    if said == on_file:
        return EXACT
    if len(said) != len(on_file):
        return DIFFERS
    apart = [place for place, (one, other) in enumerate(zip(said, on_file, strict=True)) if one != other]
    if len(apart) == 1:
        return ONE_DIGIT
    is_turned = len(apart) == 2 and sorted(said) == sorted(on_file)  # noqa: PLR2004
    return PERMUTED if is_turned and apart[1] - apart[0] == 1 else DIFFERS


_BEST: Final = {level: place for place, level in enumerate((EXACT, PERMUTED, ONE_DIGIT, PART, DIFFERS))}


def _nearest(field: str, said: str, on_file: Iterable[str], levels: Sequence[str]) -> Compared:
    """The best of several values; a level that the field does not have is DIFFERS."""
    best = Compared(field, MISSING)
    for each in on_file:
        level = digits_level(said, each)
        level = level if level in levels else DIFFERS
        if best.level == MISSING or _BEST[level] < _BEST[best.level]:
            best = Compared(field, level, each)
    return best


def _zip(said: str, face: Face) -> Compared:
    return _nearest("zip", said, [place.zip for place in face.places if place.zip], (EXACT, ONE_DIGIT))


def _ssn4(said: str, face: Face) -> Compared:
    return _nearest("ssn4", said, [face.ssn4] if face.ssn4 else [], (EXACT, PERMUTED, ONE_DIGIT))


def _last4(said: str, face: Face) -> Compared:
    fours = [f"{number % LAST_FOUR:04d}" for number in face.phones]
    return _nearest("last4", said, fours, (EXACT, PERMUTED, ONE_DIGIT))


def _phone(said: str, face: Face) -> Compared:
    numbers = [str(number) for number in face.phones]
    found = _nearest("phone", said, numbers, (EXACT, PERMUTED, ONE_DIGIT))
    if found.level == DIFFERS and (part := next((n for n in numbers if n[-7:] == said[-7:]), "")):
        return Compared("phone", PART, part)
    return found


def _phone7(said: str, face: Face) -> Compared:
    sevens = [f"{number % LOCAL:07d}" for number in face.phones]
    found = _nearest("phone", said, sevens, (EXACT, PERMUTED, ONE_DIGIT))
    return found._replace(level=PART) if found.level == EXACT else found


def _caller_id(said: str, face: Face) -> Compared:
    if int(said) in face.phones:
        return Compared("caller_id", EXACT, said)
    return Compared("caller_id", DIFFERS if face.phones else MISSING)


# ── days ──


def _dob(said: str, face: Face) -> Compared:
    born = face.born
    if born is None:
        return Compared("dob", MISSING)
    on_file = born.isoformat()
    if said == on_file:
        return Compared("dob", EXACT, on_file)
    if (born.day, born.month) == (int(said[5:7]), int(said[8:])) and said[:4] == on_file[:4]:
        return Compared("dob", SWAPPED, on_file)
    level = digits_level(said.replace("-", ""), on_file.replace("-", ""))
    if level in {ONE_DIGIT, PERMUTED} or _is_year_off(date.fromisoformat(said), born):
        return Compared("dob", ONE_DIGIT, on_file)
    same = (said[:4] == on_file[:4]) + (said[5:7] == on_file[5:7]) + (said[8:] == on_file[8:])
    return Compared("dob", PART if same == 2 else DIFFERS, on_file)  # noqa: PLR2004


def _is_year_off(said: date, born: date) -> bool:
    return (said.month, said.day) == (born.month, born.day) and abs(said.year - born.year) == 1


def _born(said: str, face: Face) -> Compared:
    if face.born is None:
        return Compared("born", MISSING)
    apart = abs(int(said) - face.born.year)
    return Compared("born", EXACT if not apart else ONE_OFF if apart == 1 else DIFFERS, str(face.born.year))


def _misdated(said: str, face: Face) -> Compared:
    """A day that no calendar has: a slip of the day on file, else what its year says."""
    if face.born is None:
        return Compared("dob", MISSING)
    on_file = face.born.isoformat()
    is_slip = digits_level(said.replace("-", ""), on_file.replace("-", "")) in {ONE_DIGIT, PERMUTED}
    return Compared("dob", ONE_DIGIT, on_file) if is_slip else _born(said[:4], face)


def _birthday(said: str, face: Face) -> Compared:
    if face.born is None:
        return Compared("birthday", MISSING)
    on_file = face.born.isoformat()[5:]
    return Compared("birthday", EXACT if said == on_file else DIFFERS, on_file)


# ── places ──

_STREETS: Final = {"same": EXACT, "unit_missing": EXACT, "partial": PART, "near": PART}


def _street(said: str, face: Face) -> Compared:
    best = Compared("street", MISSING)
    for place in face.places:
        level = _STREETS.get(street_level(said, place.street), DIFFERS)
        if best.level in {MISSING, DIFFERS} or level == EXACT:
            best = Compared("street", level, place.street)
    return best


def _house(said: str, face: Face) -> Compared:
    numbers = [street_parts(place.street).number for place in face.places]
    if not any(numbers):
        return Compared("house", MISSING)
    return Compared("house", EXACT if said.lower() in numbers else DIFFERS, said if said.lower() in numbers else "")


def _city(said: str, face: Face) -> Compared:
    cities = [place.city for place in face.places if place.city]
    if said in cities:
        return Compared("city", EXACT, said)
    near = next((city for city in cities if OSA.distance(said, city, score_cutoff=2) <= min(2, len(city) // 4)), "")
    return Compared("city", SIMILAR if near else DIFFERS if cities else MISSING, near)


def _employer(said: str, face: Face) -> Compared:
    words = {word for name in face.employers for word in name_tokens(name)}
    if not words:
        return Compared("employer", MISSING)
    return Compared("employer", EXACT if words & {*said.split()} else DIFFERS)


def _word(said: str, face: Face) -> Compared:
    """A word that is no name: a place, a street, an employer."""
    for place in face.places:
        if said in place.city.split():
            return Compared("city", EXACT, place.city)
        if said in name_tokens(place.street):
            return Compared("street", A_WORD, place.street)
        if said == place.state.lower():
            return Compared("city", STATE, place.state)
    if any(said in name_tokens(name) for name in face.employers):
        return Compared("employer", EXACT, said)
    return Compared(NAME, DIFFERS)


# ── references ──


def _suffix(said: str, face: Face) -> Compared:
    own = face.names[0].suffix if face.names else ""
    if not own:
        return Compared("suffix", MISSING)
    return Compared("suffix", EXACT if said == own else DIFFERS, own)


def _reference(field: str, said: str, on_file: Sequence[str]) -> Compared:
    if not on_file:
        return Compared(field, MISSING)
    if said in on_file:
        return Compared(field, EXACT, said)
    near = next((ref for ref in on_file if OSA.distance(said, ref, score_cutoff=1) <= 1), "")
    if not near:  # a prefix in letters is left out more often than not
        near = next((ref for ref in on_file if ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == said), "")
    if near:
        return Compared(field, ONE_DIGIT, near)
    begun = next((ref for ref in on_file if ref.startswith(said)), "")
    return Compared(field, BEGUN if begun else DIFFERS, begun)


_REFERENCES: Final = frozenset({"ref", "member"})
_COMPARED: Final[dict[str, Callable[[str, Face], Compared]]] = {
    "word": _word,
    "named": lambda _said, _face: Compared(NAME, DIFFERS),
    "initial": lambda _said, _face: Compared(NAME, DIFFERS),
    "zip": _zip,
    "ssn4": _ssn4,
    "last4": _last4,
    "phone": _phone,
    "phone7": _phone7,
    "caller_id": _caller_id,
    "dob": _dob,
    "born": _born,
    "misdated": _misdated,
    "birthday": _birthday,
    "street": _street,
    "house": _house,
    "city": _city,
    "employer": _employer,
    "suffix": _suffix,
}
