"""An app that takes one key at a time: the next is handed on when all that the last one set going is done.

What is typed while the desk is at work, or while a screen is still being put up, waits in order and is not lost.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar

from textual import events
from textual._time import get_time
from textual.app import App
from textual.message_pump import MessagePump

from callassist.errors import CallassistError

T = TypeVar("T")
AT_ONCE: Final = frozenset({"ctrl+q", "ctrl+c"})
"""Keys that never wait: one must be able to leave whatever is going on."""
LEAST_TURNS, QUICK_TURNS, MOST_TURNS = 2, 50, 300
PAUSE: Final = 0.001


class Orderly(App[None]):
    """Keys and pastes in turn; work off the loop, its answers back on it."""

    def __init__(self) -> None:
        super().__init__()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="look")
        self._patient = ThreadPoolExecutor(max_workers=1, thread_name_prefix="long")
        self._is_over = False
        self._at_work = 0
        self._ahead: deque[events.Key | events.Paste] = deque()
        self._in_flight = False
        self._deaf_before = 0.0

    def _fatal_error(self) -> None:
        """Tell of a crash by its lines alone: Textual would print every value that was at hand, people's among them."""
        from rich.segment import Segments
        from rich.traceback import Traceback

        self.bell()
        told = self.console.render(Traceback(show_locals=False, width=None), self.console.options)
        self._exit_renderables.append(Segments(told))
        self._close_messages_no_wait()

    # ── work off the loop ──

    def perform(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Do work on the writer's thread, then go on here. Keys typed meanwhile wait, none lost, in order."""
        self._at_work += 1

        def finish(answer: T | CallassistError) -> None:
            self._at_work -= 1
            if isinstance(answer, CallassistError):
                self.trouble(answer)
            else:
                then(answer)
            self.call_later(self._pump)

        self._off_loop(self._writer, work, finish)

    def read(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        otherwise: Callable[[CallassistError], None] | None = None,
        *,
        is_long: bool = False,
        holds: bool = False,
    ) -> None:
        """Do it in the background; keys go on meanwhile. `otherwise` hears of trouble in place of the message line.

        What `is_long` has a thread of its own, so that short reads need not wait for it. What `holds` is needed for
        the next key to mean what it should: keys wait for it.
        """
        self._at_work += holds

        def finish(answer: T | CallassistError) -> None:
            self._at_work -= holds
            if isinstance(answer, CallassistError):
                (otherwise or self.trouble)(answer)
            else:
                then(answer)
            if holds:
                self.call_later(self._pump)

        self._off_loop(self._patient if is_long else self._reader, work, finish)

    def _off_loop(
        self, pool: ThreadPoolExecutor, work: Callable[[], T], finish: Callable[[T | CallassistError], None]
    ) -> None:
        def done(future: Future[T]) -> None:
            if future.cancelled():  # the screens are taken down: nobody waits for it any more
                return
            fault = future.exception()
            if fault is None:
                self.call_later(heard, future.result())
            elif isinstance(fault, CallassistError):
                self.call_later(heard, fault)
            else:
                self.call_later(_throw, fault)

        def heard(answer: T | CallassistError) -> None:
            if self.is_running:  # while the screens are taken down nobody is there to be told
                finish(answer)

        if not self._is_over:  # a timer may still fire while the screens are taken down
            pool.submit(work).add_done_callback(done)

    def trouble(self, fault: CallassistError) -> None:
        """Say what went wrong; nothing typed is lost, the same key tries again."""
        self.tell(str(fault), "stop")

    def tell(self, sentence: str, tone: str = "") -> None:
        """A sentence for the collector; tone is '', warn or stop."""
        say = getattr(self.screen, "say", None)
        if say is not None:
            say(sentence, tone)

    # ── keys ──

    @property
    def is_typing(self) -> bool:
        """Whether a field has the keys: TYPE, not CMD."""
        focused = self.focused
        return focused is not None and focused.check_consume_key("a", "a")

    async def on_event(self, event: events.Event) -> None:
        """Queue what is typed and pasted; all else goes its way at once."""
        is_typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if is_typed and getattr(event, "key", "") not in AT_ONCE:
            self._ahead.append(event)  # type: ignore[arg-type]  # the line above has seen to it
            await self._pump()
        else:
            await super().on_event(event)

    async def _pump(self) -> None:
        """Hand the first key on, once nothing is under way that it might be meant for the end of."""
        if self._ahead and not self._in_flight and not self._at_work:
            self._in_flight = True
            self._when_at_rest(self._act)

    async def _act(self) -> None:
        event = None if self._at_work or not self._ahead else self._ahead.popleft()
        if event is not None and event.time >= self._deaf_before and self.accepts(event):
            await super().on_event(event)
        self._when_at_rest(self._acted)

    async def _acted(self) -> None:
        self._in_flight = False
        await self._pump()

    def accepts(self, _event: events.Key | events.Paste) -> bool:
        """Whether what was typed or pasted may act now."""
        return True

    def _when_at_rest(self, then: Callable[[], Awaitable[None]], turns: int = 0) -> None:
        """Go on as soon as no message is under way, and a new screen is up with its focus set."""
        if turns < LEAST_TURNS or (turns < MOST_TURNS and not self._is_at_rest()):
            again = partial(self.call_later, self._when_at_rest, then, turns + 1)
            loop = asyncio.get_running_loop()
            if turns < QUICK_TURNS:
                loop.call_soon(again)
            else:
                loop.call_later(PAUSE, again)
        else:
            self.call_later(then)

    def _is_at_rest(self) -> bool:
        return not any(_is_busy(pump) for pump in self._concerned())

    def _concerned(self) -> Iterator[MessagePump]:
        yield self
        yield from self.screen.walk_children(with_self=True)

    def flush_ahead(self) -> int:
        """Forget keys typed before now, and say how many waited: they must not answer an unlock, or a confirmation."""
        waiting = len(self._ahead)
        self._deaf_before = get_time()
        self._ahead.clear()
        return waiting

    async def on_unmount(self) -> None:
        """Finish what is being written; give up what is only being read."""
        self._is_over = True
        self._writer.shutdown(wait=True)
        for pool in (self._reader, self._patient):
            pool.shutdown(wait=True, cancel_futures=True)


def _is_busy(pump: MessagePump) -> bool:
    """Whether a widget has messages before it, or is still being put up."""
    return bool(
        pump.message_queue_size
        or pump._next_callbacks  # noqa: SLF001  # Textual has no public word for it
        or pump._pending_message  # noqa: SLF001
        or not pump._is_mounted  # noqa: SLF001
    )


def _throw(fault: BaseException) -> None:
    """A mistake of ours in a thread ends the program as one on the loop does: what was typed is on disk."""
    raise fault
