"""Phrases as rules write them, and where they are found in words that are typed, said or left.

A phrase is words with spaces between: `a|b` is either, `sue*` whatever begins so, `?word` may be left out, `..` up to
three words that do not matter (`..5` up to five), `#` a number (`#2` of up to two digits), `{name}` whatever the rule
calls so. Case, accents
of quotation marks and punctuation do not matter; a phrase never runs from one sentence into the next.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec

ANY_WORDS: Final = 3
ANY_DIGITS: Final = 99
MOST_GAPS: Final = 3
Slots = Mapping[str, Collection[tuple[int, int]]]
"""For each name between braces, the runs of words (from, past the last) that it may stand for."""

_WORD: Final = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*")
_ENDS: Final = re.compile(r"[.?!;](?=\s|$)|\n")
_PIECE: Final = re.compile(
    r"\.\.(?P<gap>\d?)|\{(?P<slot>[a-z_]+)\}|(?P<number>\??#)(?P<digits>\d?)|(?P<words>\??[^\W_][\w'*|]*)"
)
_CURLY: Final = str.maketrans("\u2018\u2019\u201b\u2032", "''''")


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """A word or a number of a text: lower case, where it stands in it, and in which sentence."""

    text: str
    start: int
    end: int
    sentence: int
    is_capital: bool


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One place in a phrase: words and beginnings, a number of up to so many digits, a slot, or a gap of words."""

    exact: frozenset[str] = frozenset()
    begins: tuple[str, ...] = ()
    digits: int = 0
    is_optional: bool = False
    slot: str = ""
    gap: int = 0

    def fits(self, word: Word) -> bool:
        """Whether a word may stand here."""
        if self.digits:
            return word.text.isdigit() and len(word.text) <= self.digits
        return word.text in self.exact or (self.begins != () and word.text.startswith(self.begins))


Phrase = tuple[Piece, ...]


class Phrases(msgspec.Struct, frozen=True, kw_only=True):
    """Many phrases: by the word with which they begin, by the first letter of a beginning, and all others."""

    by_word: Mapping[str, tuple[Phrase, ...]]
    by_letter: Mapping[str, tuple[Phrase, ...]]
    others: tuple[Phrase, ...]

    def at(self, word: Word) -> Iterator[Phrase]:
        """Those that may begin with a word."""
        yield from self.by_word.get(word.text, ())
        yield from self.by_letter.get(word.text[0], ())
        yield from self.others


# ── reading ──


def phrase_faults(texts: Iterable[Any], slots: Collection[str] = ()) -> Iterator[str]:
    """What is wrong with phrases, as clauses."""
    for text in texts:
        if not isinstance(text, str):
            yield f"{text!r} is no phrase; put it in quotation marks"
            continue
        yield from (f"the phrase {text!r} {fault}" for fault in _faults(text, slots))


def _faults(text: str, slots: Collection[str]) -> Iterator[str]:
    wrong = [piece for piece in text.split() if not _PIECE.fullmatch(piece) or piece.endswith("|") or "||" in piece]
    if wrong or not text.strip():
        yield f"cannot be read at {' '.join(wrong) or 'its beginning'}; docs/rules.md has the signs of phrases"
        return
    phrase = _phrase(text)
    if phrase[0].gap or phrase[0].is_optional or phrase[-1].gap:
        yield "must begin with a word that is never left out, and not end with '..'"
    gaps = [piece.gap for piece in phrase if piece.gap]
    if len(gaps) > MOST_GAPS:
        yield f"has more than {MOST_GAPS} '..'"
    if text != text.lower():
        yield "must be in lower case"
    yield from (f"knows no {{{p.slot}}}" for p in phrase if p.slot and p.slot not in slots)


@lru_cache(maxsize=4096)
def _phrase(text: str) -> Phrase:
    return tuple(map(_piece, text.split()))


def _piece(text: str) -> Piece:
    found = _PIECE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    if found["slot"]:
        return Piece(slot=found["slot"])
    if found["number"]:
        return Piece(digits=int(found["digits"] or ANY_DIGITS), is_optional=found["number"].startswith("?"))
    if found["words"] is None:
        return Piece(gap=int(found["gap"] or ANY_WORDS))
    words = found["words"].removeprefix("?").split("|")
    return Piece(
        exact=frozenset(word for word in words if not word.endswith("*")),
        begins=tuple(word[:-1] for word in words if word.endswith("*")),
        is_optional=found["words"].startswith("?"),
    )


@lru_cache(maxsize=512)
def compiled(texts: tuple[str, ...]) -> Phrases:
    """Phrases ready to be looked for; worked out once."""
    phrases = tuple(map(_phrase, texts))
    return Phrases(
        by_word=_keyed((word, phrase) for phrase in phrases for word in phrase[0].exact),
        by_letter=_keyed((letter, phrase) for phrase in phrases for letter in {each[0] for each in phrase[0].begins}),
        others=tuple(phrase for phrase in phrases if phrase[0].slot or phrase[0].digits),
    )


def _keyed(pairs: Iterable[tuple[str, Phrase]]) -> dict[str, tuple[Phrase, ...]]:
    keyed: dict[str, tuple[Phrase, ...]] = {}
    for key, phrase in pairs:
        keyed[key] = (*keyed.get(key, ()), phrase)
    return keyed


@lru_cache(maxsize=64)
def words_of(text: str) -> tuple[Word, ...]:
    """The words and numbers of a text, each with its sentence."""
    plain = text.translate(_CURLY)
    ends = [found.start() for found in _ENDS.finditer(plain)]
    words: list[Word] = []
    passed = 0
    for found in _WORD.finditer(plain):
        while passed < len(ends) and ends[passed] < found.start():
            passed += 1
        words.append(
            Word(
                text=found[0].lower(),
                start=found.start(),
                end=found.end(),
                sentence=passed,
                is_capital=found[0][0].isupper(),
            )
        )
    return tuple(words)


# ── finding ──


def ends(phrase: Phrase, words: Sequence[Word], at: int, slots: Slots | None = None) -> frozenset[int]:
    """Every place, past its last word, at which a phrase that begins at a word may end."""
    reached = {at}
    for piece in phrase:
        reached = {end for start in reached for end in _after(piece, words, start, slots or {})}
        if not reached:
            break
    return frozenset(reached)


def _after(piece: Piece, words: Sequence[Word], at: int, slots: Slots) -> Iterator[int]:
    if piece.slot:
        yield from (end for start, end in slots.get(piece.slot, ()) if start == at)
    elif piece.gap:
        yield from range(at, min(at + piece.gap, len(words)) + 1)
    else:
        if piece.is_optional:
            yield at
        if at < len(words) and piece.fits(words[at]):
            yield at + 1


def found_at(phrases: Phrases, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where phrases are found, first to last: (from, past the last word), the longest at each word."""
    for at, word in enumerate(words):
        past = [end for phrase in phrases.at(word) for end in ends(phrase, words, at)]
        whole = [end for end in past if words[end - 1].sentence == word.sentence]
        if whole:
            yield at, max(whole)


@lru_cache(maxsize=64)
def first_quoted(text: str, phrases: tuple[str, ...]) -> str:
    """The first of the phrases that a text holds, as it stands there; ''."""
    words = words_of(text)
    return next((quoted(text, words, span) for span in found_at(compiled(phrases), words)), "")


def quoted(text: str, words: Sequence[Word], span: tuple[int, int]) -> str:
    """The words of a span as they were written, in one line."""
    return " ".join(text[words[span[0]].start : words[span[1] - 1].end].split())
