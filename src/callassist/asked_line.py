"""One line of what a caller says, read from left to right: words, numbers and days, each with its readings."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

import msgspec

from callassist.asked_days import MONTHS
from callassist.asked_digits import MARK_STARTS, Found, Reading, Readings, alone, marked, marks_at, unfinished
from callassist.name_words import LONGEST, NameTables, latin, legible

MOST: Final = 16
"""Clues that are kept of a line: more tell nobody apart."""


class Clue(msgspec.Struct, frozen=True):
    """One thing that was said, as it was typed, and what it may be; `is_open`: a longer word may become of it."""

    said: str
    readings: Readings
    is_open: bool = False


# ── the line ──


class Line(NamedTuple):
    """A line as it was typed, and in lower-case Latin letters; `places` lead from the latter's characters back."""

    shown: str
    plain: str
    places: tuple[int, ...] = ()

    def said(self, start: int, end: int) -> str:
        """What was typed there."""
        if self.places:
            start, end = self.places[start], self.places[end - 1] + 1
        return self.shown[start:end].strip()


def line_of(text: str) -> Line:
    """The first LONGEST characters, cleaned."""
    shown = legible(text[:LONGEST])
    if shown.isascii():
        return Line(shown, shown.lower())
    pieces = [(latin(char).lower(), place) for place, char in enumerate(shown)]
    plain = "".join(piece for piece, _ in pieces)[:LONGEST]
    places = tuple(place for piece, place in pieces for _ in piece)
    return Line(shown, plain, places)


_SSN: Final = re.compile(r"\d{3}([ -]?)\d{2}\1\d{4}", re.ASCII)


def last_four(said: str) -> str:
    """What was typed, less the part of a whole SSN that is neither kept nor shown."""
    return _SSN.sub(lambda found: "***-**-" + found[0][-4:], said)


# ── from left to right ──

_START: Final = re.compile(r"[a-z0-9]|[(+#*](?=[\d*x(-])")
_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)*")
_NUMBERED_WORD: Final = re.compile(r"(?:[a-z]+[-_./]){0,3}[a-z]*\d|[x*]+[x* -]+\d")
_DIGIT: Final = re.compile(r"\d")
_AFTER_NUMBER: Final = re.compile(r"(?:[ ,:()-]|is|was|my|the)*")
_BETWEEN: Final = frozenset({"is", "was", "my", "the"})
_ONE_LETTER: Final = re.compile(
    r"(double )?([a-z])(?![a-z0-9'])(?P<word>,? (?:as in|as|like|for|de|como) \2[a-z]*)?(?P<gap>[ .,-]*)"
)
_RUN: Final = 3


class _Piece(NamedTuple):
    """A clue in the making: where it stands, what it may be, and the word that it is unless it is a number."""

    start: int
    end: int
    readings: Readings
    word: str = ""
    marks: frozenset[str] = frozenset()


class Scan:
    """Reads one line from left to right."""

    def __init__(self, line: Line, tables: NameTables, today: date) -> None:
        self._line = line
        self._plain = line.plain
        self._tables = tables
        self._today = today
        self._pieces: list[_Piece] = []
        self._has_digits = _DIGIT.search(line.plain) is not None

    def clues(self) -> tuple[Clue, ...]:
        """At most MOST of them."""
        place = 0
        while (found := _START.search(self._plain, place)) and len(self._pieces) < 2 * MOST:
            start = found.start()
            place = self._number(start) if found[0] < "a" else self._letters(start)
        pieces = _to_the_point(self._pieces, self._tables)[:MOST]
        return (*map(self._clue, pieces),)

    def _clue(self, piece: _Piece) -> Clue:
        said = self._line.said(piece.start, piece.end)
        if piece.readings and piece.readings[0].field == "ssn4":
            said = last_four(said)
        return Clue(said, piece.readings, piece.end == len(self._plain) and _may_go_on(piece))

    # ── words ──

    def _letters(self, start: int) -> int:
        """A word, letters spelled out, or what begins with letters and is a number; where to go on."""
        found = _WORD.match(self._plain, start)
        word = found[0] if found else ""
        if self._has_digits and (end := self._marked(start, word) or self._lettered(start, word)):
            return end
        if len(word) == 1 or word == "double":
            return self._spelled(start) or self._word(start, word)
        return self._word(start, word)

    def _word(self, start: int, said: str) -> int:
        end = start + len(said)
        word = "i am" if said == "i'm" else said.removesuffix("'s").replace("'", "")
        self._pieces.append(_Piece(start, end, self._read(word), word))
        return end

    def _read(self, word: str) -> Readings:
        if len(word) == 1:
            return (Reading("initial", word),)
        suffix = _SUFFIXES.get(word, word)
        if suffix in self._tables.suffixes and self._pieces:
            also = (Reading("word", word),) if suffix != word else ()
            return (Reading("suffix", suffix), *also)
        return (Reading("word", word),)

    def _spelled(self, start: int) -> int:
        """`s m i t h`, `s as in sam`: three letters in a row, or one with its word; 0 when it is none."""
        letters, place, end, has_word = "", start, start, False
        while found := _ONE_LETTER.match(self._plain, place):
            letters += found[2] * (2 if found[1] else 1)
            place, end = found.end(), found.start("gap")
            has_word = has_word or found["word"] is not None
        if len(letters) < _RUN and not has_word:
            return 0
        if all(piece.word != letters for piece in self._pieces):  # it was said, then spelled
            self._pieces.append(_Piece(start, end, self._read(letters), letters))
        return end

    def _lettered(self, start: int, word: str) -> int:
        """What begins with letters and goes on with digits; 0 when this is a word."""
        if word in MONTHS or _NUMBERED_WORD.match(self._plain, start):
            found = alone(self._plain, start, self._today)
            return self._keep(start, found, word if word in MONTHS else "") if found else 0
        return 0

    # ── numbers ──

    def _number(self, start: int) -> int:
        if self._plain[start] == "#" and (found := marked(self._plain, start + 1, _UNIT_OR_REF, self._today)):
            return self._keep(start, found if found.end - start > _RUN else Found(found.end, ()))
        found = alone(self._plain, start, self._today)
        return self._keep(start, found) if found else start + 1

    def _keep(self, start: int, found: Found, word: str = "") -> int:
        """A number as a piece; a month that is a given name too stays one where no year follows."""
        readings = found.readings
        if word and readings and readings[0].field == "birthday":
            readings = (*readings, Reading("word", word))
        self._pieces.append(_Piece(start, found.end, readings))
        return found.end

    def _marked(self, start: int, word: str) -> int:
        """A mark with the number after it or before it; 0 when this is no mark, or has no number."""
        if word not in MARK_STARTS:
            return 0
        end, marks = marks_at(self._plain, start)
        if not marks:
            return 0
        if found := marked(self._plain, end, marks, self._today):
            self._pieces.append(_Piece(start, found.end, found.readings, marks=marks))
            return found.end
        return self._settled(start, end, marks) or self._begun(start, end, marks)

    def _settled(self, start: int, end: int, marks: frozenset[str]) -> int:
        """`43215 zip`: the number before is what this mark says, where it can be."""
        place = len(self._pieces)
        while place and self._pieces[place - 1].word in _BETWEEN:
            place -= 1
        last = self._pieces[place - 1] if place else None
        if last is None or last.word or _AFTER_NUMBER.fullmatch(self._plain, last.end, start) is None:
            return 0
        both = marks | last.marks
        first = marks_at(self._plain, last.start)[0] if last.marks else last.start
        found = marked(self._plain, first, both, self._today)
        if found is None or found.end != last.end:
            return 0
        self._pieces[place - 1 :] = [_Piece(last.start, last.end, found.readings, marks=both)]
        return end

    def _begun(self, start: int, end: int, marks: frozenset[str]) -> int:
        """Digits after a mark that are still too few for it."""
        stop = unfinished(self._plain, end, marks)
        if stop > 0:
            self._pieces.append(_Piece(start, stop, (), marks=marks))
        return max(stop, 0)


_UNIT_OR_REF: Final = frozenset({"ref"})
_SUFFIXES: Final = {"junior": "jr", "senior": "sr", "hijo": "jr"}
_GROWING: Final = frozenset({"word", "initial", "suffix", "ref"})


def _may_go_on(piece: _Piece) -> bool:
    return not piece.marks and bool(piece.readings) and piece.readings[0].field in _GROWING


# ── what is said around a name ──

_LONGEST_PHRASE: Final = 3


def _to_the_point(pieces: list[_Piece], tables: NameTables) -> list[_Piece]:
    """Without titles, and without the words that are said around a name; all of them when nothing else is there."""
    kept: list[_Piece] = []
    place = 0
    while place < len(pieces):
        if skipped := _around(pieces, place, tables, is_first=not kept):
            place += skipped
        else:
            kept.append(pieces[place])
            place += 1
    return kept if any(piece.readings for piece in kept) else pieces


def _around(pieces: list[_Piece], place: int, tables: NameTables, *, is_first: bool) -> int:
    """How many words from here are a phrase or a title that names nobody; `sr` is a title before a name alone."""
    word = pieces[place].word
    if not word:
        return 0
    if word in tables.titles and (is_first or word not in tables.suffixes):
        return 1
    for count in range(min(_LONGEST_PHRASE, len(pieces) - place), 0, -1):
        if " ".join(piece.word for piece in pieces[place : place + count]) in tables.fillers:
            return count
    return 0
