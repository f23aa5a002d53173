"""Transcripts from JSON lines: a turn a line, or a whole call a line. Faults name their line."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from callassist.errors import BadInput
from callassist.reviewing_signs import OURS, THEIRS, Transcript, Turn

LONGEST: Final = 8_000_000
"""Bytes of a line: a whole call has some thousands."""
MOST_CALLS: Final = 100_000
REMEDY: Final = "docs/review.md shows both forms"


class _Turn(msgspec.Struct, frozen=True, kw_only=True):
    speaker: str
    text: str


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    """Either form: `turns` of a whole call, or one turn of its own."""

    call_id: str | int | None = None
    call: str | int | None = None
    turns: tuple[_Turn, ...] | None = None
    speaker: str | None = None
    text: str | None = None
    final: bool = True

    @property
    def name(self) -> str:
        """What the call is called; '' when it is not."""
        named = self.call_id if self.call_id is not None else self.call
        return "" if named is None else str(named)


_LINES: Final = msgspec.json.Decoder(_Line)


def read_transcripts(path: Path, speakers: Mapping[str, str]) -> Iterator[Transcript]:
    """Every call of a file in its order. BadInput names the line; `speakers` has ours and theirs by word."""
    with path.open("rb") as file:
        yield from transcripts(file, str(path), speakers)


def transcripts(file: BinaryIO, name: str, speakers: Mapping[str, str]) -> Iterator[Transcript]:
    """The same of an open file; turns that stand alone are joined by their call, in the order of the lines."""
    loose: dict[str, list[Turn]] = {}
    is_empty = True  # lines that an engine may still change are no turns
    for number, line in enumerate(_lines(file, name), 1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        read = _read(line, where)
        is_empty = is_empty and read.turns is None and not read.final
        if read.turns is not None:
            yield _whole(read, where, speakers, number)
        elif read.final:
            turns = loose.setdefault(read.name, [])
            turns.append(_turn(len(turns) + 1, read.speaker or "", read.text or "", where, speakers))
    if is_empty:
        message = "there is no turn in it"
        raise BadInput(message, name, REMEDY)
    for call, turns in loose.items():
        yield Transcript(call=call or "1", turns=tuple(turns))


def _lines(file: BinaryIO, name: str) -> Iterator[bytes]:
    number = 0
    while line := file.readline(LONGEST + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(BOM_UTF8)  # some editors put it before the first
        if len(line) > LONGEST:
            message = f"the line is longer than {LONGEST:,} bytes"
            raise BadInput(message, f"{name}, line {number}", "put each call, or each turn, on a line of its own")
        yield line


def _read(line: bytes, where: str) -> _Line:
    try:
        read = _LINES.decode(line)
    except msgspec.ValidationError as fault:
        message = _plain(str(fault))
        raise BadInput(message, where, REMEDY) from fault
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        message = "it is not JSON"
        raise BadInput(message, where, REMEDY) from fault
    except RecursionError as fault:
        message = "it is nested too deep"
        raise BadInput(message, where, REMEDY) from fault
    if read.turns is None and (read.speaker is None or read.text is None):
        message = "it has neither 'turns' nor both 'speaker' and 'text'"
        raise BadInput(message, where, REMEDY)
    return read


def _plain(fault: str) -> str:
    return fault[:1].lower() + fault[1:].replace("`", "'")


def _whole(read: _Line, where: str, speakers: Mapping[str, str], number: int) -> Transcript:
    turns = read.turns or ()
    if not turns:
        message = "the call has no turns"
        raise BadInput(message, where, REMEDY)
    kept = (_turn(index, each.speaker, each.text, where, speakers) for index, each in enumerate(turns, 1))
    return Transcript(call=read.name or str(number), turns=tuple(kept))


def _turn(number: int, speaker: str, text: str, where: str, speakers: Mapping[str, str]) -> Turn:
    side = speakers.get(" ".join(speaker.split()).casefold())
    if side is None:
        message = f"turn {number} is by {_quoted(speaker)}, and nobody said whether that is us or them"
        raise BadInput(message, where, f"name {_quoted(speaker)} with --ours or --theirs")
    return Turn(number=number, speaker=side, text=text)


def _quoted(speaker: str, most: int = 40) -> str:
    return repr(speaker if len(speaker) <= most else f"{speaker[:most]}…")


def with_named(speakers: Mapping[str, str], ours: tuple[str, ...], theirs: tuple[str, ...]) -> dict[str, Any]:
    """The words for speakers with further ones."""
    named = {word.casefold(): OURS for word in ours} | {word.casefold(): THEIRS for word in theirs}
    return {**speakers, **named}
