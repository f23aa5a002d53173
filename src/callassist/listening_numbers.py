"""Numbers as they are said or typed: two hundred and forty, one fifty, 1.5k, a grand, twenty-five fifty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from callassist.counters_numbers import TENS, UNITS
from callassist.listening_tokens import Line

CENTS: Final = 100
PRICE: Final = 99
"""Four ninety-nine may be 4.99 and 499."""
TEEN_FROM: Final = 10
TWENTY: Final = 20
HUNDRED: Final = 100
THOUSAND: Final = 1000
SCALES: Final[Mapping[str, int]] = {"thousand": 1000, "grand": 1000, "k": 1000, "million": 1_000_000}
PARTS: Final[Mapping[str, int]] = {"half": 50, "quarter": 25}
MOST_DIGITS: Final = 9
_ZERO: Final = frozenset({"oh", "o", "zero", "0"})


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A number and the place after it; `cents` are hundredths of it, so that 25.50 is 2550.

    `form` says how it was said: plain, priced (twenty-five fifty), paired (one fifty), scaled (hundred, thousand), or
    unsure: what may be two things. `is_money` where only money is counted so: a grand, 1.5k.
    """

    cents: int
    end: int
    form: str = "plain"
    is_money: bool = False

    @property
    def whole(self) -> int:
        """Without its hundredths; 0 where it has any."""
        return 0 if self.cents % CENTS else self.cents // CENTS


def number_at(line: Line, at: int) -> Number | None:
    """The number that begins at a token, as far as it goes; None where none does."""
    first = _first(line, at)
    if first is None:
        return None
    number = _halved(line, _scaled(line, _hundreds(line, first)))
    if line.words(number.end, 2) == "and a" and line.word(number.end + 2) in PARTS:
        number = msgspec.structs.replace(number, form="unsure", end=number.end + 3)
    return _money_word(line, at, number)


# ── how it begins ──


def _first(line: Line, at: int) -> Number | None:
    word = line.word(at)
    if line.at(at).is_number:
        return _digits(word, at + 1)
    if word in {"a", "an"} and _is_scale(line.word(at + 1)):
        return Number(cents=CENTS, end=at + 1)
    if _is_scale(word) and word != "k":
        return Number(cents=CENTS, end=at) if line.word(at + 1) != "of" else None
    if word == "half" and line.words(at + 1, 2) == "a grand":
        return Number(cents=CENTS // 2, end=at + 2)
    small = small_at(line, at)
    if small is None:
        return None
    return _pointed(line, *small) or _paired(line, Number(cents=small[0] * CENTS, end=small[1]))


def _pointed(line: Line, whole: int, at: int) -> Number | None:
    """One point five, before thousands."""
    tenths = UNITS.get(line.word(at + 1), 0) if line.word(at) == "point" else 0
    if not 0 < tenths < TEEN_FROM:
        return None
    return Number(cents=whole * CENTS + tenths * CENTS // TEEN_FROM, end=at + 2, form="decimal")


def _is_scale(word: str) -> bool:
    return word == "hundred" or word in SCALES


def _digits(word: str, end: int) -> Number | None:
    whole, _, part = word.replace(",", "").partition(".")
    if len(whole) > MOST_DIGITS or len(part) > len("00"):
        return Number(cents=0, end=end, form="unsure")
    form = "priced" if len(part) == len("00") else "decimal" if part else "digits"
    return Number(cents=int(whole or 0) * CENTS + int(part.ljust(2, "0")), end=end, form=form)


def small_at(line: Line, at: int) -> tuple[int, int] | None:
    """1 to 99 in words, and the place after it."""
    word = line.word(at)
    if word in UNITS:
        return UNITS[word], at + 1
    if word not in TENS:
        return None
    unit = UNITS.get(line.word(at + 1), TEEN_FROM)
    return (TENS[word] + unit, at + 2) if unit < TEEN_FROM else (TENS[word], at + 1)


def _two_digits(line: Line, at: int) -> tuple[int, int] | None:
    """10 to 99 in words, or oh five; what may stand after dollars without the word cents."""
    if line.word(at) in _ZERO and UNITS.get(line.word(at + 1), TEEN_FROM) < TEEN_FROM:
        return UNITS[line.word(at + 1)], at + 2
    small = small_at(line, at)
    return small if small is not None and small[0] >= TEEN_FROM else None


def _paired(line: Line, first: Number) -> Number:
    """One fifty is 150, twenty-five fifty is 25.50; twelve fifty, or forty fifty, may be two things."""
    pair = _two_digits(line, first.end)
    if pair is None:
        return first
    if _is_scale(line.word(pair[1])):
        return Number(cents=0, end=pair[1] + 1, form="unsure")
    if pair[1] - first.end == 1 and line.word(pair[1]) == "cents":
        return first
    value, end = first.whole, pair[1]
    cents = _two_digits(line, end)
    if cents is not None and pair[0] >= TEEN_FROM and line.word(cents[1]) not in {"cents", "hundred", *SCALES}:
        return Number(cents=(value * HUNDRED + pair[0]) * CENTS + cents[0], end=cents[1], form="priced")
    if value < TEEN_FROM and pair[0] != PRICE:
        return Number(cents=(value * HUNDRED + pair[0]) * CENTS, end=end, form="paired")
    is_unsure = value < TWENTY or (value % TEEN_FROM == 0 and pair[0] in {value + 5, value + 10})
    return Number(cents=value * CENTS + pair[0], end=end, form="unsure" if is_unsure else "priced")


# ── hundreds, thousands ──


def _hundreds(line: Line, number: Number) -> Number:
    """With its hundreds and what follows them: two hundred and forty, a hundred fifty."""
    if line.word(number.end) != "hundred" or number.form in {"priced", "paired", "unsure"}:
        return number
    whole = Number(cents=number.cents * HUNDRED, end=number.end + 1, form="scaled")
    rest = _below(line, whole.end, HUNDRED)
    if rest is None:
        return whole
    cents, end = whole.cents + rest.cents, rest.end
    pair = _two_digits(line, end) if line.word(end - 1) in UNITS or line.word(end - 1) in TENS else None
    if pair is not None and not _is_scale(line.word(pair[1])) and line.word(pair[1]) != "cents":
        return Number(cents=cents + pair[0], end=pair[1], form="priced")
    return Number(cents=cents, end=end, form="scaled")


def _below(line: Line, at: int, limit: int) -> Number | None:
    """What is added to hundreds or thousands, with or without `and`, when it is less than one of them."""
    start = at + (line.word(at) == "and")
    if line.at(start).is_number:
        if line.at(start).is_glued:
            return None
        written = _digits(line.word(start), start + 1)
        found = None if written is None or start == at == 0 else written
    else:
        small = small_at(line, start)
        found = None if small is None else Number(cents=small[0] * CENTS, end=small[1])
    if found is not None and limit > HUNDRED:
        found = _hundreds(line, found)
    return found if found is not None and 0 < found.cents < limit * CENTS else None


def _scaled(line: Line, number: Number) -> Number:
    """With its thousands and what follows them."""
    number = _halved(line, number, before_scale=True)
    scale = SCALES.get(line.word(number.end), 0)
    if not scale or number.form in {"unsure", "paired"} or (number.form == "priced" and line.word(number.end) == "k"):
        return number
    is_money = line.word(number.end) in {"grand", "k"}
    whole = Number(cents=number.cents * scale, end=number.end + 1, form="scaled", is_money=is_money)
    rest = _below(line, whole.end, scale)
    if rest is None:
        return whole
    form = "priced" if rest.form == "priced" else "scaled"
    return Number(cents=whole.cents + rest.cents, end=rest.end, form=form, is_money=is_money)


def _halved(line: Line, number: Number, *, before_scale: bool = False) -> Number:
    """Two and a half thousand, a grand and a half."""
    end = number.end
    part = PARTS.get(line.word(end + 2), 0) if line.words(end, 2) == "and a" else 0
    after = line.word(end + 3)
    if not part or number.form in {"unsure", "priced"}:
        return number
    if before_scale:
        is_fit = _is_scale(after)
        cents = number.cents + part
        if after == "hundred":
            return Number(cents=cents * HUNDRED, end=end + 4, form="scaled")
        return Number(cents=cents, end=end + 3) if is_fit else number
    scale = SCALES.get(line.word(end - 1), 0)
    return msgspec.structs.replace(number, cents=number.cents + part * scale, end=end + 3) if scale else number


def _money_word(line: Line, at: int, number: Number) -> Number | None:
    """A bare `a` or `half` that scaled nothing is no number."""
    return None if number.end <= at or (number.end == at + 1 and line.word(at) in {"a", "an"}) else number
