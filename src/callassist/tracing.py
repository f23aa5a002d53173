"""Is it they? A vendor's answer beside a case: which fields agree and how far, what that is worth, what is doubted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import msgspec

from callassist.addresses import DIFFERENT, LEVELS, MISSING, NEAR, PARTIAL, SAME, UNIT_MISSING, is_slip, street_level
from callassist.casefile import CaseFile, Place
from callassist.dossier import Address, Trace, TracedPlace
from callassist.faces import FORMER, OWN, Face, Housed, Named
from callassist.name_words import NameTables, name_tokens

EXACT, VARIANT, NICK, MAIDEN = "exact", "variant", "nick", "maiden"
NAMES: Final = (EXACT, VARIANT, NICK, MAIDEN, DIFFERENT)
FULL, PART, ON_FILE, REPEATED = "full", "partial", "on_file", "repeated"
CURRENT, PREVIOUS = "current_address", "previous_address"
FIELD_LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": NAMES,
    "dob": (FULL, PART, DIFFERENT),
    "ssn4": (SAME, DIFFERENT),
    CURRENT: (SAME, UNIT_MISSING, NEAR, PARTIAL, DIFFERENT),
    PREVIOUS: (SAME, UNIT_MISSING, NEAR, PARTIAL),
    "zip": (SAME,),
    "phone": (ON_FILE,),
}
"""The fields that are compared, in the order in which they are shown, with their levels; MISSING is left out."""
GRADES: Final = ("A", "B", "C", "D")
_SHORTEST_SOUND: Final = 4

Evidence = tuple[tuple[str, str], ...]
"""(field, level) of what was compared."""


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """What levels count, in bits, from data/tables/trace_grades.csv.

    `bits` is by (field, level); the fields of `household` count at most `most` together; a level in `bars` leaves it to
    a person; `grades` are (least score, grade), best first.
    """

    bits: Mapping[tuple[str, str], int]
    household: tuple[str, ...]
    most: int
    bars: frozenset[tuple[str, str]]
    grades: tuple[tuple[int, str], ...]

    def score(self, evidence: Evidence) -> int:
        """The weight of all that was compared."""
        worth = [(field, self.bits.get((field, level), 0)) for field, level in evidence]
        shared = sum(bits for field, bits in worth if field in self.household)
        return sum(bits for field, bits in worth if field not in self.household) + min(shared, self.most)

    def grade(self, score: int) -> str:
        """A to D."""
        return next((grade for least, grade in self.grades if score >= least), GRADES[-1])

    def is_barred(self, evidence: Evidence) -> bool:
        """Whether something contradicts, so that only a person may accept it."""
        return any(each in self.bars for each in evidence)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a vendor's file: of whom it is said to be (a request, else a case, else an account), and what."""

    found: Trace
    vendor: str
    reference: str = ""
    case: int = 0
    client: str = ""
    account: str = ""


# ── comparing ──


def compare_trace(found: Trace, face: Face, tables: NameTables) -> Evidence:
    """How an answer compares with a case, field by field."""
    now, before = _address_levels(found, face)
    levels = {
        "name": _name(found, face, tables),
        "dob": _dob(found.born, face.born),
        "ssn4": MISSING if not (found.ssn4 and face.ssn4) else SAME if found.ssn4 == face.ssn4 else DIFFERENT,
        CURRENT: now,
        PREVIOUS: before,
        "zip": _zip(found, face) if {now, before} <= {DIFFERENT, MISSING} else MISSING,
        "phone": ON_FILE if {phone.number for phone in found.phones} & {*face.phones} else MISSING,
    }
    return tuple((field, level) for field, level in levels.items() if level in FIELD_LEVELS[field])


def unproved(evidence: Evidence, repeats: Sequence[str]) -> Evidence:
    """The same without the weight of what the vendor only gives back; where it contradicts, it was not only that."""
    return tuple((field, REPEATED if field in repeats and level != DIFFERENT else level) for field, level in evidence)


def _dob(said: str, born: date | None) -> str:
    if not said or born is None:
        return MISSING
    on_file = born.isoformat()
    if said == on_file:
        return FULL
    is_turned = said == f"{on_file[:4]}-{on_file[8:]}-{on_file[5:7]}"
    return PART if is_turned or on_file.startswith(said) else DIFFERENT


def _address_levels(found: Trace, face: Face) -> tuple[str, str]:
    """Of where they are said to be beside our newest address; and of any other pair of places."""
    ours = face.places
    now = place_level(found.place, ours[-1]) if found.place and ours else MISSING
    earlier = [place_level(place, each) for place in found.before for each in ours]
    if found.place and now in {DIFFERENT, MISSING}:
        earlier += [place_level(found.place, each) for each in ours[:-1]]
    return now, _best(earlier, LEVELS)


def place_level(place: TracedPlace, ours: Housed) -> str:
    """As street_level; a street of the same name in another town is another one."""
    level = street_level(place.street, ours.street)
    if level in {DIFFERENT, MISSING}:
        return level
    known = [(a, b) for a, b in ((place.zip, ours.zip), (_folded(place.city), ours.city)) if a and b]
    return level if not known or any(a == b for a, b in known) else DIFFERENT


def _folded(text: str) -> str:
    return " ".join(name_tokens(text))


def _zip(found: Trace, face: Face) -> str:
    zips = {place.zip for place in (found.place, *found.before) if place and place.zip}
    return SAME if zips & {place.zip for place in face.places} else MISSING


def _best(levels: Iterable[str], order: Sequence[str]) -> str:
    """The likest of several; MISSING where there is none."""
    return min(levels, key=order.index, default=MISSING)


# ── names ──


def _name(found: Trace, face: Face, tables: NameTables) -> str:
    theirs = Named(
        given=name_tokens(found.first) + name_tokens(found.middle),
        family=name_tokens(found.last),
        suffix=found.suffix.lower().rstrip("."),
    )
    own = [name for name in face.names if name.whose == OWN]
    if not theirs.words or not own:
        return MISSING
    levels = [_names_level(theirs, each, tables) for each in own]
    earlier = [_names_level(theirs, each, tables) for each in face.names if each.whose == FORMER]
    earlier += [_names_level(_whole(name), each, tables) for name in found.former for each in own]
    levels += [MAIDEN for level in earlier if level != DIFFERENT]
    return _best(levels, NAMES)


def _whole(name: str) -> Named:
    """A name written in one piece, the family's last."""
    words = name_tokens(name)
    return Named(given=words[:-1], family=words[-1:])


def _names_level(one: Named, other: Named, tables: NameTables) -> str:
    """EXACT, VARIANT, NICK or DIFFERENT; a junior is not the senior."""
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return DIFFERENT
    if one.given[:1] == other.family[:1] and one.family[:1] == other.given[:1] and one.given and one.family:
        return VARIANT
    family, given = _family_level(one.family, other.family), _given_level(one.given, other.given, tables)
    if DIFFERENT in {family, given}:
        return DIFFERENT
    worst = max(family, given, key=NAMES.index)
    return VARIANT if worst == EXACT and one.suffix != other.suffix else worst


def _family_level(one: Sequence[str], other: Sequence[str]) -> str:
    if not one or not other:
        return DIFFERENT if one or other else VARIANT
    joined, theirs = "".join(one), "".join(other)
    if joined == theirs:
        return EXACT
    is_half = bool({*one} & {*other}) and min(len(one), len(other)) < max(len(one), len(other))
    return VARIANT if is_half or is_slip(joined, theirs) or _sounds_alike(joined, theirs) else DIFFERENT


def _sounds_alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST_SOUND or one[0] != other[0]:
        return False
    from callassist.sounds import sound_of  # only an answer that is compared waits for it

    return sound_of(one) == sound_of(other)


def _given_level(one: Sequence[str], other: Sequence[str], tables: NameTables) -> str:
    if not one or not other:
        return VARIANT  # a family name alone on one side
    first, theirs = one[0], other[0]
    if first == theirs:
        is_other = len(one) > 1 and len(other) > 1 and one[1][0] != other[1][0]
        return VARIANT if is_other else EXACT
    if 1 in {len(first), len(theirs)}:
        return VARIANT if first[0] == theirs[0] else DIFFERENT
    if first in other or theirs in one or "".join(one) == "".join(other) or is_slip(first, theirs):
        return VARIANT
    return NICK if any(name == theirs for name, _ in tables.nicknames.get(first, ())) else DIFFERENT


# ── what an answer brings, and what is doubted ──


def new_phones(found: Trace, case: CaseFile) -> tuple[int, ...]:
    """Where in `phones` the numbers stand that are not on file, whatever their standing: bad stays bad."""
    known = {point.number for point in case.consumer.numbers}
    fresh: dict[int, int] = {}
    for at, phone in enumerate(found.phones):
        if phone.number not in known:
            fresh.setdefault(phone.number, at)
    return tuple(fresh.values())


def is_move(found: Trace, case: CaseFile) -> bool:
    """Whether the answer's address is to take the place of the newest on file.

    It is not when it is on file, nor when the vendor last saw them there before ours was given and no mail came back.
    """
    places = case.consumer.places
    if found.place is None or not found.place.street or not found.place.zip:
        return False
    if not places:
        return True
    newest = places[-1]
    if not newest.is_usable:
        return not _is_at(found.place, newest.address)
    seen = found.place.seen or found.seen
    given = _given_on(newest, case)
    is_older = bool(seen and given and seen < given)
    return not is_older and not any(_is_at(found.place, place.address) for place in places)


def _given_on(place: Place, case: CaseFile) -> date | None:
    """As of when an address holds: one that came with debts is as old as their placing, whenever the file came in."""
    placed = [debt.placed for debt in case.debts if debt.placed] if place.source == "placement" else []
    return max(placed, default=place.on)


def _is_at(place: TracedPlace, address: Address) -> bool:
    return place.zip == address.zip and street_level(place.street, address.street) in {SAME, UNIT_MISSING}


def doubts(case: CaseFile) -> tuple[str, ...]:
    """Why our own information on where the person is falls short, a sentence each; none when it is good."""
    consumer = case.consumer
    usable = [point for point in consumer.numbers if point.is_usable]
    wrong = sum(point.standing in {"bad", "wrong_party"} for point in consumer.numbers)
    newest = consumer.places[-1] if consumer.places else None
    told = {
        "No telephone number is on file.": not consumer.numbers,
        f"No number may still lead to them: {_count(wrong, 'is', 'are')} bad or somebody else's.": bool(
            consumer.numbers and not usable and wrong
        ),
        "Every number is retired.": bool(consumer.numbers and not usable and not wrong),
        "No address is on file.": newest is None,
        f"Mail to the newest address came back{_on(newest.since if newest else None)}.": bool(
            newest and newest.standing == "returned"
        ),
        "No address is good: all are earlier ones.": bool(
            consumer.places and all(place.standing == "previous" for place in consumer.places)
        ),
        "An answer to a trace waits to be judged.": any(trace.state == "waiting" for trace in consumer.traces),
    }
    return tuple(sentence for sentence, is_so in told.items() if is_so)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _on(day: date | None) -> str:
    return f" on {day:%d %b %Y}" if day else ""
