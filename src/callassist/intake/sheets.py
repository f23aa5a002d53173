"""A placement file as sheets of numbered slips: of each record only its account is read and a digest taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from callassist.intake.cells import Reader
from callassist.intake.placement import Slip
from callassist.intake.rejects import Reject
from callassist.intake.rows import Fault, Records, Shape, records

RECORD: Final = "record"


class Sheet(msgspec.Struct, kw_only=True):
    """Some records in file order, and lines that are none. `done` is the bytes of the file read so far."""

    slips: list[Slip]
    rejects: list[Reject]
    recoded: int
    done: int


def sheets(path: Path, shape: Shape, reader: Reader, size: int) -> Iterator[Sheet]:
    """Every record, `size` to a sheet at most; the last sheet comes even when it is empty."""
    ordinal = 0
    sheet = Sheet(slips=[], rejects=[], recoded=0, done=shape.skip)
    for block in records(path, shape):
        sheet.rejects.extend(map(_unread, block.faults))
        sheet.recoded += block.recoded
        for slip in _slips(block, reader, ordinal):
            sheet.slips.append(slip)
            if len(sheet.slips) == size:
                yield sheet
                sheet = Sheet(slips=[], rejects=[], recoded=0, done=sheet.done)
        ordinal += len(block.lines)
        sheet.done = block.done
    yield sheet


def _slips(block: Records, reader: Reader, ordinal: int) -> Iterator[Slip]:
    slip, is_plain = reader.slip, block.is_plain
    for number, (line, cells) in enumerate(zip(block.lines, block.cells, strict=True), ordinal):
        yield slip(number, line, cells, is_plain=is_plain)


def _unread(fault: Fault) -> Reject:
    return Reject(line=fault.line, account="", column=RECORD, reason=fault.reason, remedy=fault.remedy)
