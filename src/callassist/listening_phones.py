"""Telephone numbers in what was said, in digits or in words: 614-555-0101; six one four, five five five, oh one oh one.

A number without its area code is none, unless the area code is named beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from callassist.counters_numbers import TENS, UNITS
from callassist.listening_tokens import Line, words
from callassist.numbers import parse_number

DIGITS: Final[Mapping[str, str]] = {
    **{word: str(number) for word, number in UNITS.items()},
    **{word: str(number) for word, number in TENS.items()},
    "oh": "0",
    "o": "0",
    "zero": "0",
    "ought": "0",
    "niner": "9",
}
_TIMES: Final = {"double": 2, "triple": 3}
_BETWEEN: Final = words("- . , ( ) / and then")
_BEGINNING: Final = words("+ (")
WHOLE: Final = 10
WITH_COUNTRY: Final = 11
LOCAL: Final = 7
AREA: Final = 3
_FEWEST_SAID: Final = 7
"""Tokens with a number said digit by digit; fewer are amounts, or days."""


class PhoneNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A telephone number, E.164 digits, 0 for one without its area code; tokens from `start` up to `end`."""

    start: int
    end: int
    number: int


class _Run(msgspec.Struct, frozen=True, kw_only=True):
    """Digits in a row, in so many pieces, of which so many were said in words."""

    digits: str
    start: int
    end: int
    spoken: int
    pieces: tuple[int, ...]


def phones(line: Line) -> tuple[PhoneNumber, ...]:
    """Every telephone number, in turn; one without its area code, and the area code alone, as number 0."""
    found = tuple(_found(line))
    area = next((each for each in found if each.number < 0), None)
    local = next((each for each in found if 0 < each.number < WHOLE**LOCAL), None)
    joined = _number(f"{-area.number}{local.number:0{LOCAL}}") if area and local else 0
    return tuple(
        each
        if each.number > WHOLE**LOCAL
        else msgspec.structs.replace(each, number=joined if each is local and joined else 0)
        for each in found
    )


def _found(line: Line) -> Iterator[PhoneNumber]:
    """Each in turn; a local number as itself, an area code with a minus."""
    at = 0
    while at < len(line.tokens):
        found = _area(line, at) or _phone(line, at)
        if found is not None:
            yield found
        at = found.end if found else _after_run(line, at)


def _area(line: Line, at: int) -> PhoneNumber | None:
    """Area code 614."""
    if line.words(at, 2) != "area code":
        return None
    start = at + 2 + (line.word(at + 2) in {"is", ":", "of"})
    run = _run(line, start, AREA)
    if run is None or len(run.digits) != AREA:
        return None
    return PhoneNumber(start=at, end=run.end, number=-int(run.digits))


def _phone(line: Line, at: int) -> PhoneNumber | None:
    if at and (line.word(at - 1) in {"$", "/"} or (line.at(at).is_glued and line.at(at - 1).is_word)):
        return None
    run = _run(line, at, WITH_COUNTRY)
    if run is None or not _looks_so(line, run):
        return None
    digits = run.digits.removeprefix("1") if len(run.digits) == WITH_COUNTRY else run.digits
    start = at - (line.word(at - 1) in _BEGINNING)
    if len(digits) == LOCAL:
        return PhoneNumber(start=start, end=run.end, number=int(digits)) if digits[0] not in "01" else None
    number = _number(digits)
    return PhoneNumber(start=start, end=run.end, number=number)


def _number(digits: str) -> int:
    """Its E.164 digits; 0 where no such number is given out."""
    found = parse_number(digits) if len(digits) == WHOLE and digits[0] > "1" else None
    return found.number if found else 0


def _looks_so(line: Line, run: _Run) -> bool:
    """Whether the pieces lie as those of a telephone number: in words one by one, in digits 3 and 3 and 4, or ten."""
    if len(run.digits) not in {LOCAL, WHOLE, WITH_COUNTRY}:
        return False
    if run.spoken:
        return len(run.pieces) >= _FEWEST_SAID - (len(run.digits) == LOCAL) * 2
    pieces = run.pieces[1:] if run.pieces[0] == 1 and len(run.digits) == WITH_COUNTRY else run.pieces
    if len(run.digits) == LOCAL:
        return pieces == (3, 4) and line.word(run.start + 1) in {"-", "."}
    return pieces in {(3, 3, 4), (3, 7), (WHOLE,), (6, 4), (WITH_COUNTRY,)} or len(pieces) >= _FEWEST_SAID


def _after_run(line: Line, at: int) -> int:
    """The place after digits that are no telephone number."""
    is_number = line.at(at).is_number
    at += 1
    while is_number and line.at(at).is_glued and line.at(at).is_number:
        at += 1
    return at


def _run(line: Line, at: int, most: int) -> _Run | None:
    """Digits from here on, up to so many, whatever is written between them."""
    digits, pieces, spoken, here, end = "", [], 0, at, at
    while len(digits) < most:
        piece, after = _piece(line, here)
        if not piece or len(digits) + len(piece) > most:
            break
        digits += piece
        pieces.append(len(piece))
        spoken += line.at(here).is_word
        end = here = after
        while line.word(here) in _BETWEEN and here - end < len("),"):
            here += 1
    return _Run(digits=digits, start=at, end=end, spoken=spoken, pieces=tuple(pieces)) if digits else None


def _piece(line: Line, at: int) -> tuple[str, int]:
    """The digits that a word stands for, and the place after it; '' for none."""
    word = line.word(at)
    if word.replace(".", "").isdecimal():
        return word.replace(".", ""), at + 1
    if word in _TIMES and line.word(at + 1) in DIGITS:
        return DIGITS[line.word(at + 1)] * _TIMES[word], at + 2
    if word in TENS and len(DIGITS.get(line.word(at + 1), "00")) == 1 and line.word(at + 1) in UNITS:
        return str(TENS[word] + UNITS[line.word(at + 1)]), at + 2
    if word in DIGITS and line.word(at + 1) == "hundred":
        return DIGITS[word] + "00", at + 2
    return DIGITS.get(word, ""), at + 1
