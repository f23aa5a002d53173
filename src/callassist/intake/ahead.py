"""Reads and checks a file of placements ahead of the writing, in a process of its own where one can be started.

Frames come in file order either way, and what is wrong with the file comes as a value in the last one. When the
process cannot start or dies, the rest is read here. A process whose reader is gone ends at its next frame.
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from queue import Empty, Queue
from struct import Struct as Packing
from threading import Thread
from typing import IO, Final

import msgspec

from callassist.intake.cells import Reader, Terms
from callassist.intake.found_by import with_keys
from callassist.intake.placement import Placement
from callassist.intake.rejects import Reject, Warned
from callassist.intake.rows import Shape
from callassist.intake.seen import Recognition
from callassist.intake.sheets import Sheet, sheets

PACKAGES: Final = Path(__file__).parents[2]
MAIN: Final = "from callassist.intake.ahead import main; main()"
SHEET: Final = 500
_AHEAD: Final = 1
_LENGTH: Final = Packing(">I")


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A file to be read, `chunk` records to a frame."""

    path: str
    shape: Shape
    terms: Terms
    chunk: int


class Frame(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Some records of a file: those that may be loaded, those that may not, and what was let pass.

    `done` is the bytes of the file read so far; `fault` ends the file.
    """

    placements: tuple[Placement, ...] = ()
    rejects: tuple[Reject, ...] = ()
    warnings: tuple[Warned, ...] = ()
    stripped: int = 0
    recoded: int = 0
    done: int = 0
    fault: str = ""


_to_bytes: Final = msgspec.msgpack.Encoder().encode
_to_frame: Final = msgspec.msgpack.Decoder(Frame).decode
_to_job: Final = msgspec.msgpack.Decoder(Job).decode


def frames(job: Job) -> Iterator[Frame]:
    """Every frame, read in this process."""
    framing = _Framing(job)
    done = 0
    try:
        for sheet in sheets(Path(job.path), job.shape, framing.reader, min(SHEET, job.chunk)):
            framing.add(sheet)
            done = sheet.done
            if framing.is_full:
                yield framing.frame(done)
        yield framing.frame(done)
    except OSError as error:
        yield Frame(fault=error.strerror or "it cannot be read")


class _Framing:
    """Turns sheets into frames. Slips are large and short-lived, so that sheets are small."""

    def __init__(self, job: Job) -> None:
        self.reader = Reader(job.terms)
        self._recognition = Recognition(job.shape.rows)
        self._chunk = job.chunk
        self._placements: list[Placement] = []
        self._rejects: list[Reject] = []
        self._recoded = 0

    @property
    def is_full(self) -> bool:
        return len(self._placements) + len(self._rejects) >= self._chunk

    def add(self, sheet: Sheet) -> None:
        """Check the records of a sheet."""
        self._rejects += sheet.rejects
        self._recoded += sheet.recoded
        for slip in sheet.slips:
            read = self.reader.placement(slip)
            if isinstance(read, Reject):
                self._rejects.append(read)
            else:
                self._placements.append(with_keys(self._recognition.recognised(read)))

    def frame(self, done: int) -> Frame:
        """What has been added since the last one."""
        made = Frame(
            placements=tuple(self._placements),
            rejects=tuple(self._rejects),
            warnings=self.reader.warnings(),
            stripped=self.reader.stripped_lately(),
            recoded=self._recoded,
            done=done,
        )
        self._placements, self._rejects, self._recoded = [], [], 0
        return made


def ahead(job: Job) -> Iterator[Frame]:
    """Every frame, read by another process while this one is busy with those before."""
    given = 0
    with suppress(OSError, EOFError):
        for frame in _from_process(job):
            given += 1
            yield frame
        return
    yield from islice(frames(job), given, None)


def _from_process(job: Job) -> Iterator[Frame]:
    """Frames of a process of its own; EOFError when it ends before the file does."""
    paths = os.pathsep.join([str(PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])])
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-P", "-c", MAIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )
    if process.stdin is None or process.stdout is None:
        raise EOFError
    waiting: Queue[bytes | None] = Queue(maxsize=_AHEAD)
    fetching = Thread(target=_fetch, args=(process.stdout, waiting), daemon=True)
    fetching.start()
    try:
        _send(process.stdin, _to_bytes(job))
        yield from _received(waiting)
    finally:
        process.kill()
        while fetching.is_alive():  # it may be waiting for room
            with suppress(Empty):
                waiting.get(timeout=0.01)
        process.stdout.close()
        with suppress(BrokenPipeError):
            process.stdin.close()
        process.wait()


def _received(waiting: Queue[bytes | None]) -> Iterator[Frame]:
    while body := waiting.get():
        yield _to_frame(body)
    if body is None:
        raise EOFError


def _fetch(source: IO[bytes], waiting: Queue[bytes | None]) -> None:
    """Pass on what comes: b"" is the end of the file, None that of the process."""
    body: bytes | None = _LENGTH.pack(0)
    while body:
        body = _receive(source)
        waiting.put(body)


def _send(target: IO[bytes], body: bytes) -> None:
    target.write(_LENGTH.pack(len(body)) + body)
    target.flush()


def _receive(source: IO[bytes]) -> bytes | None:
    """One body; None when the stream ends within it."""
    head = source.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = source.read(length)
    return body if len(body) == length else None


def main() -> None:
    """The other process: a job on standard input, its frames on standard output, then an empty one."""
    gc.disable()  # frames hold no cycles, and a million records are much to look through for them
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this one ends it
    job = _receive(sys.stdin.buffer)
    if job is None:
        return
    with suppress(BrokenPipeError):
        for frame in frames(_to_job(job)):
            _send(sys.stdout.buffer, _to_bytes(frame))
        _send(sys.stdout.buffer, b"")
