"""A program in a terminal of its own: typed at, looked at, measured. Linux only, as it reads /proc."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Final, Self

import pyte

_CSI: Final = "up A, down B, right C, left D, home H, end F, pageup 5~, pagedown 6~"
_FUNCTION: Final = "f5 15~, f6 17~, f7 18~, f8 19~, f9 20~, f10 21~, f11 23~, f12 24~"
KEYS: Final = {
    "enter": "\r",
    "tab": "\t",
    "esc": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    **{f"f{number}": f"\x1bO{letter}" for number, letter in enumerate("PQRS", 1)},
    **{name: f"\x1b[{code}" for name, code in (pair.split() for pair in f"{_CSI}, {_FUNCTION}".split(","))},
}
# pyte would print these: private modes with < = >, and questions about modes
_UNKNOWN: Final = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\[\?[0-9;]*u")
LEAVES_AFTER: Final = 5.0


class NotSeen(AssertionError):
    """What was waited for did not come to the screen."""


class Terminal:
    """A program run in a pseudo-terminal; the moments are those at which its bytes arrived.

    When `watched` is first written, `seen_at` and `seen_cpu_ms` keep the moment and the processor time used so far:
    taken as the bytes are read, so that the time this screen takes to draw them is in neither.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        watched: bytes = b"",
    ) -> None:
        self.columns, self.rows = size
        self.screen = pyte.Screen(self.columns, self.rows)
        self._stream = pyte.ByteStream(self.screen)
        self._arrived: SimpleQueue[tuple[float, bytes]] = SimpleQueue()
        self.written = 0
        self.raw = bytearray()
        self._watched = re.compile(watched) if watched else None
        self.seen_at = self.seen_cpu_ms = 0.0
        self.began = time.perf_counter()
        self.pid, self._end = pty.fork()
        if not self.pid:
            _become(command, size, env or {})
        self._ended: int | None = None
        self._is_reading = threading.Event()
        self._is_reading.set()
        self._is_over = False
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        self.end()

    # ── what it shows ──

    @property
    def text(self) -> str:
        """The screen, a line a row."""
        return "\n".join(self.screen.display)

    def wait_for(self, pattern: str, seconds: float = 20.0) -> float:
        """Until the screen shows it; the moment at which the bytes came that made it do so. NotSeen."""
        until = time.perf_counter() + seconds
        moment = time.perf_counter()
        while not re.search(pattern, self.text):
            left = until - time.perf_counter()
            arrived = self._take(left) if left > 0 else None
            if arrived is None:
                message = f"{pattern!r} was not seen in {seconds} s:\n{self.text}"
                raise NotSeen(message)
            moment = arrived
        return moment

    def wait_for_change(self, seconds: float = 5.0) -> float:
        """Until anything is written; the moment. NotSeen."""
        moment = self._take(seconds)
        if moment is None:
            message = f"nothing was written in {seconds} s"
            raise NotSeen(message)
        return moment

    def settle(self, quiet: float = 0.15, seconds: float = 10.0) -> None:
        """Until nothing was written for so long."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until and self._take(quiet) is not None:
            pass

    def _take(self, seconds: float) -> float | None:
        try:
            moment, data = self._arrived.get(timeout=seconds)
        except Empty:
            return None
        self.written += len(data)
        self.raw += data
        self._stream.feed(_UNKNOWN.sub(b"", data))
        return moment

    def _listen(self) -> None:
        last = b""
        while not self._is_over:
            self._is_reading.wait()
            try:
                if not select.select([self._end], [], [], 0.1)[0]:
                    continue
                data = os.read(self._end, 65536)
            except (OSError, ValueError):
                return
            if not data:
                return
            moment = time.perf_counter()
            if self._watched is not None and not self.seen_at and self._watched.search(last + data):
                self.seen_at, self.seen_cpu_ms = moment, self.cpu_ms
            last = data
            self._arrived.put((moment, data))

    def stop_reading(self) -> None:
        """Be a terminal that takes nothing: a stopped one, or a line that hangs."""
        self._is_reading.clear()

    def read_on(self) -> None:
        """Take what is written again."""
        self._is_reading.set()

    # ── what it is told ──

    def press(self, *keys: str) -> float:
        """Type keys by name (enter, f12, ctrl+p), or text as it is, all in one write; the moment."""
        return self.write("".join(_typed(key) for key in keys).encode())

    def write(self, data: bytes) -> float:
        """Bytes as they are; the moment."""
        moment = time.perf_counter()
        os.write(self._end, data)
        return moment

    def resize(self, columns: int, rows: int) -> None:
        """Another size, as when a window is dragged."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    # ── what it costs ──

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time that its threads have used."""
        tasks = Path(f"/proc/{self.pid}/task")
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e6

    @property
    def peak_mib(self) -> float:
        """The most memory it had so far, in MiB."""
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0

    # ── how it ends ──

    def is_running(self) -> bool:
        """Whether the program still runs."""
        if self._ended is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            self._ended = status if done else None
        return self._ended is None

    def wait_for_end(self, seconds: float = LEAVES_AFTER) -> bool:
        """Whether it leaves by itself within so long."""
        until = time.perf_counter() + seconds
        while self.is_running() and time.perf_counter() < until:
            self._take(0.05)
        while self._take(0.05) is not None:
            pass
        return not self.is_running()

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.is_running():
            os.kill(self.pid, signal.SIGKILL)
            _, self._ended = os.waitpid(self.pid, 0)

    def end(self) -> None:
        """Leave nothing running, and nobody reading from a number that the next terminal may get."""
        self.kill()
        self._is_over = True
        self._is_reading.set()
        self._listener.join()
        os.close(self._end)


def _typed(key: str) -> str:
    if key in KEYS:
        return KEYS[key]
    if re.fullmatch(r"ctrl\+[a-z]", key):
        return chr(ord(key[-1]) & 31)
    return key


def _become(command: Sequence[str], size: tuple[int, int], env: Mapping[str, str]) -> None:
    """In the child: the terminal has its size before the program starts."""
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    foreign = ("TEXTUAL", "CALLASSIST", "COLUMNS", "LINES")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    kept |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", **env}
    os.execvpe(command[0], [*command], kept)  # noqa: S606  # the program is to be the terminal's own
