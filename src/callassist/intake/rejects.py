"""Records that were not taken in: why, and what to do, as values and as a file that can be sent back."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TextIO

import msgspec

COLUMNS: Final = ("line", "account_number", "column", "reason", "what_to_do")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class Reject(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A record that was refused. `line` counts physical lines of the file from 1, the header included."""

    line: int
    account: str
    column: str
    reason: str
    remedy: str


class Warned(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Something that was let pass: how many records, and the line of the first."""

    column: str
    reason: str
    count: int
    line: int


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


class RejectsFile:
    """A CSV of rejects, made when the first one comes and readable by its owner alone."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._out: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._out:
            self._out.close()

    def write(self, reject: Reject) -> None:
        """Add one line; nothing without a path."""
        if self._path is None:
            return
        if self._out is None:
            self._out = self._made(self._path)
            csv.writer(self._out).writerow(COLUMNS)
        cells = (str(reject.line), reject.account, reject.column, reject.reason, reject.remedy)
        csv.writer(self._out).writerow([harmless(cell) for cell in cells])

    @staticmethod
    def _made(path: Path) -> TextIO:
        handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        return os.fdopen(handle, "w", encoding="utf-8", newline="")
