"""Amounts of money in what was said, in whole cents; what is counted, numbered, aged or dated is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from callassist.listening_money import AFTER, DOLLARS, PENSION, Sum, is_fraction, is_negative, is_sum, is_vague
from callassist.listening_numbers import CENTS, HUNDRED, PARTS, TEEN_FROM, Number, number_at, small_at
from callassist.listening_tokens import Line
from callassist.money import LIMIT_CENTS


def amounts(line: Line, taken: Sequence[str]) -> tuple[Sum, ...]:
    """The amounts in a line, as said; `taken` has a word for each token that is part of something else, else ''."""
    return tuple(_found(line, taken))


def _found(line: Line, taken: Sequence[str]) -> Iterator[Sum]:
    at = 0
    last: Sum | None = None
    while at < len(line.tokens):
        if taken[at]:
            at += 1
            continue
        found, at = _read(line, taken, at, last)
        if found is not None:
            last = found
            yield found


def _read(line: Line, taken: Sequence[str], at: int, last: Sum | None) -> tuple[Sum | None, int]:
    """The amount that begins at a token, if one does, and where to go on."""
    has_sign = line.word(at) == "$"
    start = at + has_sign
    number = _bare_buck(line, at) or number_at(line, start)
    if number is None or any(taken[each] for each in range(start, min(number.end, len(taken)))):
        return None, at + 1
    cents, end, is_money = _priced(line, number)
    is_money |= has_sign or (number.is_money and number.whole != PENSION)
    if line.word(end) == "$" and line.at(end).is_glued:
        is_money, end = True, end + 1
    if number.form == "unsure" or not 0 < cents < LIMIT_CENTS or is_vague(line, at, end):
        return None, end
    found = Sum(cents=cents, start=at, end=end)
    if is_money:
        return (None if is_fraction(line, end) or is_negative(line, at) else found), end
    return (found if is_sum(line, taken, found, number, last) else None), end


def _bare_buck(line: Line, at: int) -> Number | None:
    """A buck fifty, a dollar."""
    has_article = line.word(at) in {"a", "one", "an"}
    place = at + has_article
    if line.word(place) not in DOLLARS:
        return None
    pair = small_at(line, place + 1)
    if pair is not None and line.word(pair[1]) == "cents":
        return Number(cents=CENTS + pair[0], end=pair[1] + 1, form="priced", is_money=True)
    if pair is None or pair[0] < TEEN_FROM:
        return Number(cents=CENTS, end=place) if has_article else None
    return Number(cents=CENTS + pair[0], end=pair[1], form="priced", is_money=True)


def _priced(line: Line, number: Number) -> tuple[int, int, bool]:
    """With its dollars and cents: the cents of it, the place after it, and whether money was named."""
    end = number.end
    part = _cents_at(line, end + 1) if line.word(end) == "and" and number.whole else None
    if part is not None and line.word(part[1] - 1) == "cents":
        return number.cents + part[0], part[1], True
    if line.word(end) == "cents":
        return (number.cents // CENTS, end + 1, True) if number.whole and number.whole < HUNDRED else (0, end + 1, True)
    end += line.word(end) == "-" and line.word(end + 1) in DOLLARS
    if line.word(end) not in DOLLARS:
        return number.cents, end, False
    end += 1
    start = end + (line.word(end) == "and")
    if start > end and line.word(start) == "a" and line.word(start + 1) in PARTS and number.whole:
        return number.cents + PARTS[line.word(start + 1)], start + 2, True
    part = _cents_at(line, start)
    if part is not None and number.whole:
        return number.cents + part[0], part[1], True
    return number.cents, end, True


def _cents_at(line: Line, at: int) -> tuple[int, int] | None:
    """Cents after dollars: `and fifty cents`, `fifty`, `50 cents`."""
    part = number_at(line, at)
    if part is None or not 0 < part.whole < HUNDRED:
        return None
    if line.word(part.end) == "cents":
        return part.whole, part.end + 1
    is_said = line.word(at - 1) != "and" and not line.at(at).is_number and part.whole >= TEEN_FROM
    return (part.whole, part.end) if is_said and not _goes_on(line, part.end) else None


def _goes_on(line: Line, at: int) -> bool:
    """Whether another word makes it a number of its own."""
    return line.word(at) in DOLLARS or (line.at(at).is_word and line.word(at) not in AFTER)
