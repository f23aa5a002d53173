"""Cases that are surely one person: their chances are one chance, else a person's own accounts would share it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from callassist.faces import Face
from callassist.matching_scores import Score


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with one case or several, best first; `bits` are those of the best."""

    scores: tuple[Score, ...]

    @property
    def bits(self) -> float:
        """The weight of the person."""
        return self.scores[0].bits


def as_people(scores: Sequence[Score], faces: Mapping[int, Face]) -> list[Person]:
    """People by weight, heaviest first. Of equals one of each name first, of those the name that most bear.

    A second person of a name is told apart by what tells the first apart. Then by name and case: no answer hops about.
    """
    steady = sorted(scores, key=lambda s: (-round(s.bits, 6), faces[s.case].shown, s.case))
    grouped: dict[object, list[Score]] = {}
    for score in steady:
        grouped.setdefault(_who(faces[score.case]), []).append(score)
    people = [Person(scores=tuple(cases)) for cases in grouped.values()]
    named = [_name(faces[person.scores[0].case]) for person in people]
    bearers, before = Counter(named), Counter[object]()
    places = []
    for person, name in zip(people, named, strict=True):
        weight = round(person.bits, 6)
        places.append((-weight, before[weight, name], -bearers[name]))
        before[weight, name] += 1
    return [person for _, person in sorted(zip(places, people, strict=True), key=lambda pair: pair[0])]


def _name(face: Face) -> object:
    return (face.names[0].given[:1], face.names[0].family) if face.names else ()


def _who(face: Face) -> object:
    """What makes two cases one person: the name and the birth date, both known. Else each is somebody."""
    if face.born is None or not face.names:
        return face.case
    own = face.names[0]
    return (own.given[:1], own.family, own.suffix, face.born)
