"""Delimited text as numbered records: any usual encoding and delimiter; a broken line is set aside.

Memory stays flat: a quarter of a mebibyte is read at a time, and no record may be longer than LONGEST characters.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from callassist.errors import BadInput

LONGEST: Final = 131_072
BLOCK: Final = 1 << 18
MOST_LINES: Final = 20
DELIMITERS: Final = (",", "\t", "|")
_CODE_UNIT: Final = {"utf-8": 1, "utf-16-le": 2, "utf-16-be": 2}


class BadFile(BadInput):
    """A file that cannot be read as rows at all."""


class NoHeader(BadFile):
    """The first line names no columns."""

    def __init__(self, path: Path) -> None:
        super().__init__("there is no header", str(path), "write the names of the columns on the first line")
        self.args = (path,)


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """How a file is written. `skip` is the length of its byte order mark, `size` is in bytes, `rows` a guess."""

    encoding: str
    delimiter: str
    newline: str
    header: tuple[str, ...]
    skip: int
    size: int
    rows: int


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A line that is no record, and why."""

    line: int
    reason: str
    remedy: str


class Records(msgspec.Struct, kw_only=True):
    """Some records in order, with the line each begins on. `done` is how many bytes of the file are read.

    `recoded` lines were no UTF-8 and were read as Windows-1252. `is_plain` promises that no cell holds anything but
    printable characters and spaces.
    """

    lines: list[int]
    cells: list[list[str]]
    faults: list[Fault]
    done: int
    recoded: int
    is_plain: bool


class _Text(msgspec.Struct, kw_only=True):
    """Whole lines of one block."""

    lines: list[str]
    done: int
    recoded: int
    is_plain: bool
    is_last: bool


def examine(path: Path) -> Shape:
    """Look at the beginning of a file; BadFile when there is no header."""
    with path.open("rb") as source:
        head = source.read(BLOCK)
    encoding, skip = _encoding(head)
    text = head[skip : skip + len(head) // 2 * 2].decode(encoding, "replace")
    newline = "\n" if "\n" in text or "\r" not in text else "\r"
    first = text.split(newline, 1)[0].rstrip("\r")
    if not first.strip() or len(first) > LONGEST:
        raise NoHeader(path)
    size = path.stat().st_size
    delimiter = max(DELIMITERS, key=first.count)
    try:
        header = next(csv.reader([first], delimiter=delimiter))
    except csv.Error as error:
        raise NoHeader(path) from error
    return Shape(
        encoding=encoding,
        delimiter=delimiter,
        newline=newline,
        header=tuple(header),
        skip=skip,
        size=size,
        rows=text.count(newline) * size // len(head),
    )


def _encoding(head: bytes) -> tuple[str, int]:
    """The encoding and the length of its mark; without one, zero bytes betray UTF-16."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark):
            return name, len(mark)
    sample = head[:400]
    if sample[1::2].count(0) * 4 > len(sample):
        return "utf-16-le", 0
    if sample[::2].count(0) * 4 > len(sample):
        return "utf-16-be", 0
    return "utf-8", 0


def records(path: Path, shape: Shape) -> Iterator[Records]:
    """Every record after the header, some thousand at a time."""
    parser = _Parser(len(shape.header), shape.delimiter)
    line, rest = 1, list[str]()
    for text in _blocks(path, shape):
        lines = rest + text.lines
        if line == 1 and lines:
            lines, line = lines[1:], 2
        parsed = Records(lines=[], cells=[], faults=[], done=text.done, recoded=text.recoded, is_plain=False)
        parsed.is_plain = text.is_plain and not rest
        taken = parser.parse(lines, line, parsed, is_last=text.is_last)
        rest = lines[taken:]
        line += taken
        yield parsed


class _Parser:
    """Lines to records of one width."""

    def __init__(self, width: int, delimiter: str) -> None:
        self._width = width
        self._delimiter = delimiter

    def parse(self, lines: list[str], first: int, parsed: Records, *, is_last: bool) -> int:
        """Fill `parsed`; how many lines were used up. Regular blocks go through the C reader in one piece."""
        try:
            cells = list(csv.reader(lines, delimiter=self._delimiter, strict=True))
        except csv.Error:
            cells = []
        is_short = len(max(lines, key=len, default="")) <= LONGEST
        if is_short and len(cells) == len(lines) and set(map(len, cells)) <= {self._width}:
            parsed.cells = cells
            parsed.lines = list(range(first, first + len(lines)))
            return len(lines)
        parsed.is_plain = False
        return self._one_by_one(lines, first, parsed, is_last=is_last)

    def _one_by_one(self, lines: list[str], first: int, parsed: Records, *, is_last: bool) -> int:
        at = 0
        while at < len(lines):
            span, cells = self._record(lines, at) if lines[at].strip() else (1, [])
            if not span and not is_last and len(lines) - at < MOST_LINES:
                break
            fault = self._fault(cells, lines[at])
            if fault:
                parsed.faults.append(Fault(line=first + at, reason=fault[0], remedy=fault[1]))
            elif cells:
                parsed.lines.append(first + at)
                parsed.cells.append(cells[: self._width])
            at += span if span and cells is not None else 1
        return at

    def _record(self, lines: list[str], at: int) -> tuple[int, list[str] | None]:
        """How many lines the record takes, 0 while it is open, and its cells; None when they make no sense."""
        text = lines[at]
        for span in range(1, MOST_LINES + 1):
            if text.count('"') % 2 == 0 or len(text) > LONGEST:
                return span, _cells(text, self._delimiter)
            if at + span >= len(lines):
                return 0, None
            text = f"{text}\n{lines[at + span]}"
        return 1, None

    def _fault(self, cells: list[str] | None, line: str) -> tuple[str, str] | None:
        if len(line) > LONGEST:
            return (
                f"the line is longer than {LONGEST:,} characters",
                "send the record without the long column",
            )
        if cells is None:
            return (
                "its quotation marks do not match",
                'close every quotation mark, and write one inside a cell as ""',
            )
        if cells and (len(cells) < self._width or any(cells[self._width :])):
            return (
                f"it has {len(cells)} cells where the header has {self._width}",
                "put cells that hold the delimiter in quotation marks",
            )
        return None


def _cells(text: str, delimiter: str) -> list[str] | None:
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _fault(cells: list[str] | None, width: int, line: str) -> tuple[str, str] | None:
    if len(line) > LONGEST:
        return f"the line is longer than {LONGEST:,} characters", "send the record without the long column"
    if cells is None:
        return (
            "its quotation marks do not match",
            'close every quotation mark, and write one inside a cell as ""',
        )
    if len(cells) < width or any(cells[width:]):
        return (
            f"it has {len(cells)} cells where the header has {width}",
            "put cells that hold the delimiter in quotation marks",
        )
    return None


# ── text ──


def _blocks(path: Path, shape: Shape) -> Iterator[_Text]:
    """Whole lines, a block at a time; a line over LONGEST is cut to just above it and so refused later."""
    mark = shape.newline.encode(shape.encoding)
    unit = _CODE_UNIT[shape.encoding]
    with path.open("rb") as source:
        source.seek(shape.skip)
        rest, done = b"", shape.skip
        while block := source.read(BLOCK):
            done += len(block)
            held = rest + block
            cut = _last(held, mark, unit)
            whole, rest = held[:cut], held[cut:]
            if len(rest) > (LONGEST + 1) * 4:
                rest = rest[: (LONGEST + 1) * 4]
            if whole:
                yield _decoded(whole, shape, done, is_last=False)
        yield _decoded(rest, shape, done, is_last=True)


def _last(held: bytes, mark: bytes, unit: int) -> int:
    """Where the last whole line ends."""
    at = held.rfind(mark)
    while at % unit and at > 0:  # half of one character and half of the next can look like a line end
        at = held.rfind(mark, 0, at + len(mark) - 1)
    return at + len(mark) if at >= 0 else 0


def _decoded(block: bytes, shape: Shape, done: int, *, is_last: bool) -> _Text:
    recoded = 0
    try:
        text = block.decode(shape.encoding)
    except UnicodeDecodeError:
        text, recoded = _salvaged(block, shape)
    lines = text.split(shape.newline)
    if not lines[-1]:
        lines.pop()
    if "\r" in text and shape.newline == "\n":
        lines = [line.removesuffix("\r") for line in lines]
    plain = text.replace("\n", "").replace("\r", "").replace(shape.delimiter, "")
    return _Text(lines=lines, done=done, recoded=recoded, is_plain=plain.isprintable(), is_last=is_last)


def _salvaged(block: bytes, shape: Shape) -> tuple[str, int]:
    """Lines that are no UTF-8 read as Windows-1252, and how many those were."""
    if shape.encoding != "utf-8":
        return block.decode(shape.encoding, "replace"), 0
    texts, recoded = [], 0
    for line in block.split(b"\n"):
        try:
            texts.append(line.decode())
        except UnicodeDecodeError:
            texts.append(line.decode("cp1252", "replace"))
            recoded += 1
    return "\n".join(texts), recoded
