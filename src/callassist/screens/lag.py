"""What held the screens up: every piece of work on the loop that took longer than a frame, with CALLASSIST_LAG=1."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from time import perf_counter
from typing import Final

LIMIT: Final = 0.016
MOST: Final = 1_000
WORDS: Final = 160


class Lag:
    """Times and names of what took long, seconds from the start of the watch."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self.found: list[tuple[float, float, str]] = []

    @classmethod
    def watching(cls) -> Lag:
        """Begin to watch every callback of every loop of this program; half a microsecond each."""
        lag = cls()
        run = asyncio.events.Handle._run  # noqa: SLF001  # the one place that every callback passes

        def timed(handle: asyncio.Handle) -> None:
            before = perf_counter()
            run(handle)
            took = perf_counter() - before
            if took > LIMIT and len(lag.found) < MOST:
                lag.found.append((before - lag._began, took, _named(handle)))

        asyncio.events.Handle._run = timed  # type: ignore[assignment,method-assign]  # noqa: SLF001
        return lag

    def told(self) -> Iterator[str]:
        """A line each: when, how long, what."""
        yield f"lag: {len(self.found)} callbacks over {LIMIT * 1000:.0f} ms"
        for at, took, what in self.found:
            yield f"lag: at {at:.3f} s for {took * 1000:.1f} ms: {what}"


def _named(handle: asyncio.Handle) -> str:
    """The task that ran, or the function that was called."""
    task = getattr(handle._callback, "__self__", None)  # type: ignore[attr-defined]  # noqa: SLF001
    named = f"{task.get_name()} {task.get_coro()}" if isinstance(task, asyncio.Task) else repr(handle)
    return " ".join(named.split())[:WORDS]
