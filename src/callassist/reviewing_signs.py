"""What the turns of a transcript hold: who says which sign where, and numbers that should not stand in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec

from callassist.checks_words import LONGEST, spoken
from callassist.money import CARD_DIGITS, card_spans
from callassist.phrases import quoted, words_of

OURS, THEIRS, ANY = "ours", "theirs", "any"
CARD: Final = "card"
MASKED: Final = 9
"""So many digits in a row are quoted by their last four alone."""
CONTEXT: Final = 48
DIGITS: Final = {
    "zero": "0",
    "oh": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}
_RUN: Final = re.compile(r"\d(?:[ .\-\u2013]?\d){12,}")
_CODE: Final = re.compile(r"\b(?:cvv|cvc|security code)\W+(?:\w+\W+){0,3}?(\d{3,4})\b", re.IGNORECASE)
_LONG: Final = re.compile(rf"\d(?:[ .\-\u2013]?\d){{{MASKED - 1},}}")
_SPOKEN: Final = re.compile(rf"\b(?:{'|'.join(DIGITS)})\b(?:[ ,\-]+\b(?:{'|'.join(DIGITS)})\b){{12,18}}", re.IGNORECASE)


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One turn, counted from 1: OURS or THEIRS."""

    number: int
    speaker: str
    text: str

    def __repr__(self) -> str:
        """Which turn, nothing of what was said."""
        return f"Turn({self.number}, {self.speaker})"


class Transcript(msgspec.Struct, frozen=True, kw_only=True):
    """A call as a transcript has it; `call` is its name there."""

    call: str
    turns: tuple[Turn, ...]

    @property
    def unread(self) -> tuple[tuple[str, str], ...]:
        """What of it is too long to be read whole."""
        long = (turn.number for turn in self.turns if len(turn.text) > LONGEST)
        return tuple(("length", f"Turn {number} was read up to {LONGEST:,} letters only.") for number in long)


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """What a turn says: `values` as the check of words has them, `intents` that listening may hear; by whom."""

    of: str
    values: Mapping[str, Any] = {}
    intents: frozenset[str] = frozenset()


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Where a sign stands: the turn, the letter with which it begins there, its words.

    `is_heard`: no phrase of the sign is there, listening took the words for it.
    """

    turn: int
    start: int
    quoted: str
    speaker: str = ""
    is_heard: bool = False

    def __repr__(self) -> str:
        """Where it stands, nothing of what was said."""
        return f"{type(self).__name__}(turn={self.turn})"


Marks = dict[str, tuple[Spot, ...]]
Ear = Callable[[str], Mapping[str, str]]
"""What listening hears in words: the names of what it would show, each with the words that speak for it."""


def marked(call: Transcript, signs: Mapping[str, Sign], ear: Ear | None) -> Marks:
    """Every sign with its places, in the order of the turns."""
    found: dict[str, list[Spot]] = {name: [] for name in (*signs, CARD)}
    for turn in call.turns:
        heard = ear(turn.text[:LONGEST]) if ear and turn.speaker == THEIRS else {}
        for name, sign in signs.items():
            if sign.of in (turn.speaker, ANY):
                found[name] += _spots(turn, sign, heard)
        found[CARD] += cards(turn)
    return {name: tuple(spots) for name, spots in found.items()}


def _spots(turn: Turn, sign: Sign, heard: Mapping[str, str]) -> Iterator[Spot]:
    text = turn.text[:LONGEST]
    if sign.values:
        words = words_of(text)
        for start, past in spoken(text, sign.values):
            said = quoted(text, words, (start, past))
            yield Spot(turn=turn.number, start=words[start].start, quoted=masked(said), speaker=turn.speaker)
    for name in sign.intents & heard.keys():
        said = heard[name] or text[:CONTEXT]
        yield Spot(turn=turn.number, start=0, quoted=masked(said), speaker=turn.speaker, is_heard=True)


# ── numbers ──


def cards(turn: Turn) -> Iterator[Spot]:
    """What reads as a card's number, in figures or digit by digit, or as the code on it."""
    for start, past in _card_like(turn.text):
        yield _spot(turn, start, f"a number ending {re.sub(r'[^0-9]', '', turn.text[start:past])[-4:]}")
    for found in _SPOKEN.finditer(turn.text):
        said = "".join(DIGITS[word.lower()] for word in re.findall(r"[A-Za-z]+", found[0]))
        yield _spot(turn, found.start(), f"a number, digit by digit, ending {said[-4:]}")
    for found in _CODE.finditer(turn.text):
        yield _spot(turn, found.start(), "the code on the card")


def _card_like(text: str) -> Iterator[tuple[int, int]]:
    """Where the check digit fits; and where it does not, for it may have been misheard, so many digits in a row."""
    spans = card_spans(text)
    yield from spans
    for found in _RUN.finditer(text):
        is_seen = any(start < found.end() and found.start() < past for start, past in spans)
        if not is_seen and sum(map(str.isdecimal, found[0])) in CARD_DIGITS:
            yield found.span()


def _spot(turn: Turn, start: int, said: str) -> Spot:
    return Spot(turn=turn.number, start=start, quoted=said, speaker=turn.speaker)


def masked(text: str) -> str:
    """Words to quote: long numbers by their last four digits."""
    return _LONG.sub(lambda found: f"..{re.sub(r'[^0-9]', '', found[0])[-4:]}", text)
