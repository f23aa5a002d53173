"""Lines of a transcript, read in a thread of their own from a FIFO, a growing file or a descriptor."""

from __future__ import annotations

import os
import select
import stat
from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, cast

from callassist.transcripts import LONGEST, Turn, read_turn

if TYPE_CHECKING:
    from callassist.screens.app import CallassistApp
    from callassist.screens.call import CallScreen

CHUNK: Final = 65_536
PATIENCE: Final = 0.05
"""Seconds between looks at a file that has not grown, or a FIFO that nobody writes to."""
POLLED_MS: Final = 200


class Pipe:
    """Reads until it is stopped. `tells` gets each turn, or None for a line that is none; in the pipe's own thread."""

    def __init__(self, descriptor: int, tells: Callable[[Turn | None], None]) -> None:
        self._from = descriptor
        self._tells = tells
        self._is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
        self._over = Event()
        self._rest = b""
        self._is_long = False
        self._thread = Thread(target=self._read, name="transcript", daemon=True)
        if self._is_file:
            os.lseek(descriptor, 0, os.SEEK_END)

    def start(self) -> None:
        """Begin; what stood in a file before is of no call here."""
        self._thread.start()

    def stop(self) -> None:
        """End within a moment, and close it."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        os.close(self._from)

    def _read(self) -> None:
        while not self._over.is_set():
            try:
                found = os.read(self._from, CHUNK) if self._is_near() else b""
            except BlockingIOError:
                found = b""
            if found:
                self._take(found)
            else:
                self._over.wait(PATIENCE)

    def _is_near(self) -> bool:
        """Whether there may be something to read; of a file that was begun anew, from its start."""
        if self._is_file:
            if os.fstat(self._from).st_size < os.lseek(self._from, 0, os.SEEK_CUR):
                os.lseek(self._from, 0, os.SEEK_SET)
                self._rest = b""
            return True
        watched = select.poll()
        watched.register(self._from, select.POLLIN)
        return any(event & select.POLLIN for _, event in watched.poll(POLLED_MS))

    def _take(self, found: bytes) -> None:
        """Whole lines go on; of one without an end no more is kept than a line may have."""
        *lines, self._rest = (self._rest + found).split(b"\n")
        for line in lines:
            is_long, self._is_long = self._is_long, False
            if not is_long and line.strip() and not self._over.is_set():
                self._tells(read_turn(line))
        if len(self._rest) > LONGEST:
            if not self._is_long:
                self._tells(None)
            self._rest, self._is_long = b"", True


def open_transcript(path: str) -> int:
    """A descriptor of a file or a FIFO; a FIFO does not wait for whoever will write to it. OSError."""
    return os.open(path, os.O_RDONLY | os.O_NONBLOCK)


def telling(app: CallassistApp) -> Callable[[Turn | None], None]:
    """Hands each turn to the call screen on the loop; before there is a desk, and after the end, nobody is told."""

    def told(turn: Turn | None) -> None:
        if app.is_screen_installed("call"):
            cast("CallScreen", app.get_screen("call")).hears(turn)

    def tells(turn: Turn | None) -> None:
        if app.is_ready and app.is_running:
            app.call_later(told, turn)

    return tells
