"""A message to be left, taken apart: every word must belong to a part that is permitted.

The parts are phrases of a rule. Between braces stand `{business}` (the agency's name for messages), `{number}` (a
number of ours), `{name}` (of a natural person), and what the rule itself names under `slots`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec

from callassist.phrases import Word, compiled, ends, phrase_faults, words_of

BUSINESS, NUMBER, NAME = "business", "number", "name"
OURS: Final = (BUSINESS, NUMBER, NAME)
NUMBER_DIGITS: Final = 10
MOST_WORDS: Final = 200
"""A longer text is no message and is not taken apart."""
NESTED: Final = 2
Runs = dict[str, frozenset[tuple[int, int]]]
Step = tuple[int, tuple[int, str]]
"""How many words are left over from a word on; where the part that begins with it ends, and what the part holds."""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What a message may consist of: phrases by part, phrases by slot, what is never part of a person's name."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]
    slots: tuple[tuple[str, tuple[str, ...]], ...]
    not_names: tuple[str, ...]
    longest_name: int


class Ours(msgspec.Struct, frozen=True, kw_only=True):
    """Who leaves it: the business name, the numbers to be called back (digits), and who is called."""

    business: str
    numbers: tuple[str, ...]
    consumer: str


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A message taken apart: the parts and slots it holds, and runs of words (from, past the last) that are none."""

    has: frozenset[str]
    strays: tuple[tuple[int, int], ...]


@lru_cache(maxsize=32)
def parts_of(parts: str, slots: str, not_names: str, longest_name: int) -> Parts:
    """The parts as a rule has them, from JSON: worked out once for each rule."""
    decode = msgspec.json.Decoder(dict[str, tuple[str, ...]]).decode
    return Parts(
        parts=tuple(decode(parts).items()),
        slots=tuple(decode(slots).items()),
        not_names=tuple(not_names.split()),
        longest_name=longest_name,
    )


def part_faults(parts: Mapping[Any, Any], slots: Mapping[Any, Any]) -> Iterator[str]:
    """What is wrong with parts and slots, as clauses."""
    for name, phrases in (*parts.items(), *slots.items()):
        if not isinstance(phrases, list):
            yield f"{name} is {phrases!r}; write a list of phrases"
        else:
            yield from phrase_faults(phrases, (*OURS, *slots))


def taken_apart(words: Sequence[Word], parts: Parts, ours: Ours) -> Taken:
    """The reading of a message that leaves the fewest words over."""
    runs = _runs(words, parts, ours)
    best: list[Step] = [(0, (len(words), ""))]
    for at in reversed(range(len(words))):
        choices = [(1 + best[0][0], (at + 1, ""))]
        choices += [(best[past - at - 1][0], (past, part)) for past, part in _fitting(words, at, parts, runs)]
        best.insert(0, min(choices, key=lambda each: (each[0], -each[1][0])))
    return _read(best)


def _fitting(words: Sequence[Word], at: int, parts: Parts, runs: Runs) -> Iterator[tuple[int, str]]:
    for part, phrases in parts.parts:
        ready = compiled(phrases)
        for phrase in ready.at(words[at]):
            slots = " ".join(piece.slot for piece in phrase if piece.slot)
            yield from ((past, f"{part} {slots}") for past in ends(phrase, words, at, runs) if past > at)


def _read(best: Sequence[Step]) -> Taken:
    at, has, strays = 0, set[str](), list[tuple[int, int]]()
    while at < len(best) - 1:
        past, part = best[at][1]
        has.update(part.split())
        if not part and strays and strays[-1][1] == at:
            strays[-1] = (strays[-1][0], past)
        elif not part:
            strays.append((at, past))
        at = past
    return Taken(has=frozenset(has), strays=tuple(strays))


# ── what stands between braces ──


def _runs(words: Sequence[Word], parts: Parts, ours: Ours) -> Runs:
    runs: Runs = {
        BUSINESS: frozenset(runs_of(words, ours.business)),
        NUMBER: frozenset(_numbers(words, ours.numbers)),
        NAME: frozenset(_names(words, parts, ours)),
    }
    for _ in range(NESTED):  # a slot may be made of other slots: times of a time
        for slot, phrases in parts.slots:
            ready = compiled(phrases)
            found = (
                (at, past)
                for at, word in enumerate(words)
                for phrase in ready.at(word)
                for past in ends(phrase, words, at, runs)
            )
            runs[slot] = frozenset(found)
    return runs


def runs_of(words: Sequence[Word], name: str) -> Iterator[tuple[int, int]]:
    """Where a name stands, word for word."""
    wanted = name_words(name)
    for at in range(len(words) - len(wanted) + 1):
        if wanted and tuple(word.text for word in words[at : at + len(wanted)]) == wanted:
            yield at, at + len(wanted)


def name_words(name: str) -> tuple[str, ...]:
    """A name as the words it is looked for by."""
    return tuple(word.text for word in words_of(name))


def _numbers(words: Sequence[Word], known: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of digits that are a number of ours, with or without the country's 1."""
    for at in range(len(words)):
        digits, past = "", at
        while past < len(words) and words[past].text.isdigit() and len(digits) <= NUMBER_DIGITS:
            digits, past = digits + words[past].text, past + 1
            if digits[-NUMBER_DIGITS:] in known and digits[:-NUMBER_DIGITS] in {"", "1"}:
                yield at, past


def _names(words: Sequence[Word], parts: Parts, ours: Ours) -> Iterator[tuple[int, int]]:
    """Capital words in a row that may be somebody's name: not the person called, not the business."""
    never = {*parts.not_names, *name_words(ours.business)}
    called = name_words(ours.consumer)
    for at in range(len(words)):
        for past in range(at + 1, min(at + parts.longest_name, len(words)) + 1):
            last = words[past - 1]
            if not last.is_capital or last.text in never or last.text.isdigit():
                break
            name = tuple(word.text for word in words[at:past])
            if len(name) < len(called) or not called or not set(called) <= set(name):
                yield at, past
