"""The application: one desk, one writer, screens that stay alive. Keys wait in order while the desk is at work."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from textual import events
from textual.app import App
from textual.binding import Binding

from callassist.errors import CallassistError
from callassist.screens.keys import ANYWHERE, KEYS, acts_in_fields
from callassist.screens.themes import THEMES, after

if TYPE_CHECKING:
    from textual.screen import Screen

    from callassist.desk import Desk

T = TypeVar("T")
QUITTING: Final = frozenset({"ctrl+q", "ctrl+c"})


def _bindings() -> list[Binding]:
    return [
        Binding(each, key.action.removeprefix("app."), key.title, show=False, priority=acts_in_fields(each))
        for key in KEYS
        if ANYWHERE in key.where
        for each in key.keys.split(",")
    ]


class CallassistApp(App[None]):
    """The screens of a shift. `opens` makes the desk: it runs in a thread, after the first frame is painted."""

    TITLE = "callassist"
    CSS_PATH = "callassist.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar = _bindings()

    def __init__(self, opens: Callable[[], Desk], note: str = "") -> None:
        super().__init__()
        self._opens = opens
        self.note = note
        self._desk: Desk | None = None
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="look")
        self._at_work = 0
        self._ahead: list[events.Key] = []
        self._deaf_before = 0.0
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    @property
    def desk(self) -> Desk:
        """The desk; only once it is open."""
        if self._desk is None:
            raise AssertionError
        return self._desk

    @property
    def is_ready(self) -> bool:
        """Whether the desk is open."""
        return self._desk is not None

    # ── work off the loop ──

    def perform(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Do desk work on the writer thread, then go on here. Keys typed meanwhile wait, none lost, in order."""
        self._at_work += 1

        def finish(answer: T | CallassistError) -> None:
            self._at_work -= 1
            if isinstance(answer, CallassistError):
                self.trouble(answer)
            else:
                then(answer)
            self.call_after_refresh(self._replay)

        self._run(self._writer, work, finish)

    def read(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Read in the background; keys go on meanwhile."""

        def finish(answer: T | CallassistError) -> None:
            if isinstance(answer, CallassistError):
                self.trouble(answer)
            else:
                then(answer)

        self._run(self._reader, work, finish)

    def _run(
        self, pool: ThreadPoolExecutor, work: Callable[[], T], finish: Callable[[T | CallassistError], None]
    ) -> None:
        def job() -> None:
            answer: T | CallassistError
            try:
                answer = work()
            except CallassistError as fault:
                answer = fault
            self.call_later(finish, answer)

        pool.submit(job)

    def trouble(self, fault: CallassistError) -> None:
        """Say what went wrong; nothing typed is lost, the same key tries again."""
        say = getattr(self.screen, "say", None)
        if say is not None:
            say(str(fault), "stop")

    # ── keys ──

    async def on_event(self, event: events.Event) -> None:
        """Let keys wait while the desk is at work, and drop those typed before an unlock."""
        if isinstance(event, events.Key) and event.key not in QUITTING:
            if event.time < self._deaf_before:
                return
            if self._at_work:
                self._ahead.append(event)
                return
        await super().on_event(event)

    def _replay(self) -> None:
        if self._at_work:
            return
        ahead, self._ahead = self._ahead, []
        for event in ahead:
            self.post_message(event)

    def flush_ahead(self) -> None:
        """Forget keys typed before now: an unlock, a confirmation of money, a hang-up must not be answered by them."""
        from textual import _time  # noqa: PLC0415

        self._deaf_before = _time.get_time()
        self._ahead.clear()

    # ── screens ──

    def on_mount(self) -> None:
        """Paint the queue's frame, then open the desk."""
        from callassist.screens.queue import QueueScreen  # noqa: PLC0415

        self.install_screen(QueueScreen(), "queue")
        self.push_screen("queue")
        self.call_after_refresh(self._open_desk)

    def _open_desk(self) -> None:
        def opened(desk: Desk) -> None:
            self._desk = desk
            begin: Any = self.get_screen("queue")
            begin.begin()

        self.perform(self._opens, opened)

    def action_next_theme(self) -> None:
        """Dark, light, contrast, mono, and round again."""
        self.theme = after(self.theme)

    def go(self, name: str) -> Screen[Any]:
        """Show an installed screen, kept alive, in place of the one shown."""
        self.switch_screen(name)
        return self.get_screen(name)

    async def on_unmount(self) -> None:
        """Give the case back and close the file."""
        self._writer.shutdown(wait=True)
        self._reader.shutdown(wait=True, cancel_futures=True)
        if self._desk is not None:
            self._desk.store.close()
