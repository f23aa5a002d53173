"""Numbers as they are said, put into digits: two hundred, one fifty, twelve hundred, a grand, twenty-five."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_UNITS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS: Final[Mapping[str, int]] = {word: number for number, word in enumerate(_UNITS.split(), 1)}
TENS: Final[Mapping[str, int]] = {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
SCALES: Final[Mapping[str, int]] = {"hundred": 100, "thousand": 1000, "k": 1000, "million": 1_000_000}
ORDINALS: Final[Mapping[str, str]] = {
    "first": "1st",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
    "eleventh": "11th",
    "twelfth": "12th",
    "thirteenth": "13th",
    "fourteenth": "14th",
    "fifteenth": "15th",
    "sixteenth": "16th",
    "seventeenth": "17th",
    "eighteenth": "18th",
    "nineteenth": "19th",
    "twentieth": "20th",
    "thirtieth": "30th",
}
"""Days of a month; second and third are other words as well, so they count after `the` alone."""
_PARTS: Final = {"half": 50, "quarter": 25}
_MOST_DIGITS: Final = 9
_HUNDRED: Final = 100
_TEN: Final = 10


def in_digits(text: str) -> str:
    """Plain text with every number that is said in words put into digits, days of the month as 15th."""
    text = re.sub(r"\$?\b(\d+)[.](\d) (?:k|thousand)\b", lambda m: f"{m[1]}{m[2]}00", text)
    text = re.sub(r"\$(?=\d+ (?:k|thousand|hundred)\b)", "", text)
    text = re.sub(r"\bthe second\b(?! payment)", "the 2nd", text)
    text = re.sub(r"\bthe third\b(?! payment)", "the 3rd", text)
    words = text.split()
    written: list[str] = []
    at = 0
    while at < len(words):
        number, after = _number(words, at)
        if after == at or words[at:after] == ["one"]:
            written.append(ORDINALS.get(words[at], words[at]))
            at += 1
            continue
        part, later = _cents(words, at, after)
        written.append(f"{number}.{part}" if part else str(number))
        at = later
    return _joined(" ".join(written))


def _cents(words: list[str], start: int, end: int) -> tuple[int, int]:
    """The cents of twenty-five fifty, and the place after them; 0 where a number has none."""
    is_price = end - start == len(("twenty", "five")) and words[start] in TENS and words[end - 1] in UNITS
    part, after = _number(words, end) if is_price and end < len(words) else (0, end)
    is_cents = _TEN < part < _HUNDRED and words[after : after + 1] not in (["percent"], ["cents"], ["payments"])
    return (part, after) if is_cents and not words[end].isdecimal() else (0, end)


def _joined(text: str) -> str:
    """Ordinals of two words, the counted word one, dollars with cents."""
    text = re.sub(r"\b([23]0) ([1-9])(st|nd|rd|th)\b", lambda m: f"{int(m[1]) + int(m[2])}{m[3]}", text)
    text = re.sub(r"\b(?:one|a single) (?=(?:payment|part)\b)", "1 ", text)
    text = re.sub(r"\ba (?=\d{3,}\b)", "", text)
    text = re.sub(r"(?<![\w.$])a dollars\b", "1 dollars", text)
    text = re.sub(r"\b(\d+) dollars and a (half|quarter)\b", lambda m: f"${m[1]}.{_PARTS[m[2]]}", text)
    text = re.sub(r"\b(\d+) dollars ([1-9]\d)\b(?! (?:cents|payments|times|months|weeks|parts)|[.%])", r"$\1.\2", text)
    text = re.sub(r"\b(\d+) dollars (?:and )?(\d{1,2}) cents\b", lambda m: f"${m[1]}.{int(m[2]):02}", text)
    return re.sub(r"(?<![.\d$])(\d{1,2}) cents\b(?! on)", lambda m: f"$0.{int(m[1]):02}", text)


def _number(words: list[str], at: int) -> tuple[int, int]:
    """The number that begins at a word, and the place after it; the place itself where none does."""
    total, part, here = 0, 0, at
    while here < len(words):
        word = words[here]
        value = _value(words, here, at)
        if word in SCALES and (part or (here == at and word != "k")):
            total, part = _scaled(total, part or 1, word)
        elif value and _fits(part, value):
            part = part * _HUNDRED + value if 0 < part < _HUNDRED and not _continues(part, value) else part + value
        elif not _is_joint(words, here, at):
            break
        here += 1
    is_said = any(each in UNITS or each in TENS or each in SCALES for each in words[at:here])
    return (total + part, here) if is_said else (0, at)


def _is_joint(words: list[str], here: int, at: int) -> bool:
    """Whether it is the `a` of a hundred or the `and` of two hundred and fifty."""
    following = words[here + 1] if here + 1 < len(words) else ""
    if here == at:
        return words[here] == "a" and following in SCALES and following != "k"
    return words[here] == "and" and words[here - 1] in SCALES and (following in UNITS or following in TENS)


def _scaled(total: int, part: int, word: str) -> tuple[int, int]:
    return (total, part * _HUNDRED) if word == "hundred" else (total + part * SCALES[word], 0)


def _value(words: list[str], here: int, at: int) -> int:
    """What a word adds; digits count where the number begins and after a thousand."""
    word = words[here]
    may_be_digits = here == at or words[here - 1] == "thousand"
    if word.isdecimal() and len(word) <= _MOST_DIGITS and may_be_digits:
        return int(word)
    return UNITS.get(word) or TENS.get(word) or 0


def _continues(part: int, value: int) -> bool:
    """Whether it is twenty and five rather than two and fifty."""
    return part % _TEN == 0 and part >= 2 * _TEN and value < _TEN


def _fits(part: int, value: int) -> bool:
    if not part or _continues(part % _HUNDRED, value):
        return True
    if part % _HUNDRED == 0 and part >= _HUNDRED:
        return value < _HUNDRED
    return part < 2 * _TEN and value >= _TEN
