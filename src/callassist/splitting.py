"""The one question that tells the people found apart best: what to ask the caller, never what is on file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log2
from typing import Final

import msgspec

from callassist.faces import Face
from callassist.matching_people import Person
from callassist.matching_scores import Wanted

MOST: Final = 12
PAIR: Final = 2
LEAST_CHANCE: Final = 0.02
LEAST_GAIN: Final = 0.15


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What may be asked: the fields that answer it, the words, and how willingly people answer (1 gladly)."""

    fields: frozenset[str]
    words: str
    ease: float
    answer: Callable[[Face], object]


def _zip(face: Face) -> object:
    return face.places[-1].zip if face.places else ""


def _phone(face: Face) -> object:
    return frozenset(number % 10_000 for number in face.phones)


QUESTIONS: Final = (
    Question(fields=frozenset({"dob"}), words="their date of birth", ease=1.0, answer=lambda face: face.born or ""),
    Question(
        fields=frozenset({"name"}),
        words="their full name, with the middle name and Jr or Sr",
        ease=0.9,
        answer=lambda face: (face.names[0].words, face.names[0].suffix) if face.names else "",
    ),
    Question(fields=frozenset({"zip", "city"}), words="their ZIP code", ease=0.95, answer=_zip),
    Question(fields=frozenset({"phone", "last4"}), words="the last four digits of their telephone", ease=0.85,
             answer=_phone),
    Question(fields=frozenset({"ssn4"}), words="the last four digits of their Social Security number", ease=0.6,
             answer=lambda face: face.ssn4),
)  # fmt: skip


def question(people: Sequence[Person], chances: Sequence[float], faces: Mapping[int, Face], wanted: Wanted) -> str:
    """What to ask, in a sentence; '' when one person stands out, or nothing on file tells them apart."""
    likely = [
        (faces[person.scores[0].case], chance)
        for person, chance in zip(people[:MOST], chances, strict=False)
        if chance >= LEAST_CHANCE
    ]
    if len(likely) < PAIR:
        return ""
    said = {reading.field for clue in wanted.clues for reading in clue.readings}
    open_ones = [each for each in QUESTIONS if not each.fields & said]
    gains = [(_gain(each, likely) * each.ease, -place) for place, each in enumerate(open_ones)]
    gain, place = max(gains, default=(0.0, 0))
    if gain < LEAST_GAIN:
        return ""
    best = open_ones[-place]
    apart = len({best.answer(face) for face, _ in likely if best.answer(face)})
    if apart == len(likely):
        return f"Ask for {best.words}: it tells {'both' if apart == PAIR else f'all {apart}'} apart."
    return f"Ask for {best.words}: it tells {apart} of these {len(likely)} apart."


def _gain(asked: Question, likely: Sequence[tuple[Face, float]]) -> float:
    """Bits that an answer brings on average; whoever has nothing on file for it stays possible."""
    whole = sum(chance for _, chance in likely)
    by_answer: dict[object, float] = {}
    for face, chance in likely:
        answer = asked.answer(face)
        if answer:
            by_answer[answer] = by_answer.get(answer, 0.0) + chance / whole
    return -sum(share * log2(share) for share in by_answer.values() if share < 1.0)
