"""Cases that are surely one person: their chances are one chance, else a person's own accounts would share it out."""

from __future__ import annotations

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
    """People by weight, heaviest first; among equals by name, then by case, so that no answer hops about."""
    grouped: dict[object, list[Score]] = {}
    for score in sorted(scores, key=lambda s: (-round(s.bits, 6), faces[s.case].shown, s.case)):
        grouped.setdefault(_who(faces[score.case]), []).append(score)
    return [Person(scores=tuple(cases)) for cases in grouped.values()]


def _who(face: Face) -> object:
    """What makes two cases one person: the name and the birth date, both known. Else each is somebody."""
    if face.born is None or not face.names:
        return face.case
    own = face.names[0]
    return (own.given[:1], own.family, own.suffix, face.born)
