"""Words as the small model has them: pieces from a list, the longest first (WordPiece, as BERT's uncased models)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

LIST: Final = Path(__file__).with_name("pieces.txt")
"""A piece a line, its number that of the line from 0; lines of pieces that no English word needs are empty.

The list of bert-base-uncased (Google, Apache-2.0), which every MiniLM of six layers shares.
"""
START, END, STRANGE, NOTHING = "[CLS]", "[SEP]", "[UNK]", "[PAD]"
INSIDE: Final = "##"
LONGEST: Final = 64
"""Pieces of one text that the model is given, those of its ends among them: some forty words."""
LONGEST_WORD: Final = 100
WIDTH: Final = 384
"""Numbers of a vector."""
_WORD: Final = re.compile(r"[^\W_]+|[^\w\s]|_")


class Pieces:
    """The list, read once; about 20 ms and 3 MB."""

    def __init__(self, path: Path = LIST) -> None:
        lines = path.read_text(encoding="ascii").split("\n")
        self._numbers: Mapping[str, int] = {piece: number for number, piece in enumerate(lines) if piece}
        self._start, self._end = self._numbers[START], self._numbers[END]
        self.nothing = self._numbers[NOTHING]

    def of(self, text: str) -> list[int]:
        """The numbers of a text's pieces, the marks of its ends among them; never more than LONGEST."""
        inner = [number for word in _words(text) for number in self._of_word(word)]
        return [self._start, *inner[: LONGEST - 2], self._end]

    def _of_word(self, word: str) -> Iterable[int]:
        found: list[int] = []
        at = 0
        while at < len(word):
            number, at = self._longest(word, at)
            if number is None:
                return (self._numbers[STRANGE],)
            found.append(number)
        return found

    def _longest(self, word: str, at: int) -> tuple[int | None, int]:
        """The longest piece that begins at a letter, and where the next begins; None where there is none."""
        for past in range(min(len(word), at + LONGEST_WORD), at, -1):
            piece = word[at:past] if at == 0 else INSIDE + word[at:past]
            if (number := self._numbers.get(piece)) is not None:
                return number, past
        return None, len(word)


def _words(text: str) -> Iterator[str]:
    """Small letters without accents; each mark is a word of its own."""
    plain = unicodedata.normalize("NFD", text.lower())
    yield from _WORD.findall("".join(letter for letter in plain if unicodedata.category(letter) != "Mn"))
