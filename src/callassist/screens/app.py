"""The application: one desk, one writer, screens that stay alive. Keys wait in order while the desk is at work."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, cast

from textual import events
from textual._time import get_time
from textual.app import App
from textual.binding import Binding, BindingType

from callassist.desk import Desk, Done, Held, Opened
from callassist.errors import CallassistError
from callassist.handbook import Refused
from callassist.screens.keys import ANYWHERE, KEYS, acts_in_fields
from callassist.screens.themes import THEMES, after

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.screen import Screen


T = TypeVar("T")
QUITTING: Final = frozenset({"ctrl+q", "ctrl+c"})


def _bindings() -> list[BindingType]:
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
    BINDINGS: ClassVar[list[BindingType]] = _bindings()

    def __init__(self, opens: Callable[[], Desk], label: Callable[[], str] = str) -> None:
        super().__init__()
        self._opens = opens
        self._label = label
        self._desk: Desk | None = None
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="look")
        self._at_work = 0
        self._ahead: deque[events.Key] = deque()
        self._in_flight = False
        self._deaf_before = 0.0
        self._has_asked = False
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
    def note(self) -> str:
        """What every screen says of the database: a demo, a rehearsal."""
        return self._label()

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
            self.call_after_refresh(self._pump)

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
        self.tell(str(fault), "stop")

    # ── keys ──

    async def on_event(self, event: events.Event) -> None:
        """Take keys one at a time: the next is handed on when the last has been acted on and the desk is at rest."""
        if isinstance(event, events.Key) and not event.is_forwarded and event.key not in QUITTING:
            self._ahead.append(event)
            await self._pump()
        else:
            await super().on_event(event)

    async def _pump(self) -> None:
        if self._in_flight or self._at_work or not self._ahead:
            return
        event = self._ahead.popleft()
        if event.time < self._deaf_before:
            await self._pump()
            return
        self._in_flight = True
        target = self.focused or self.screen
        await super().on_event(event)
        self._fence(target)

    def _fence(self, at: MessagePump) -> None:
        """Follow a key on its way up from widget to app; behind it in every queue, it arrives when the key is done."""
        parent = at._parent  # noqa: SLF001
        if at is self or parent is None or not at.is_running:
            self.call_later(self._key_done)
        else:
            at.call_later(self._fence, parent)

    async def _key_done(self) -> None:
        self._in_flight = False
        await self._pump()

    def flush_ahead(self) -> None:
        """Forget keys typed before now: an unlock, a confirmation of money, a hang-up must not be answered by them."""
        self._deaf_before = get_time()
        self._ahead.clear()

    # ── screens ──

    def on_mount(self) -> None:
        """Paint the queue's frame, then open the desk."""
        from callassist.screens.queue import QueueScreen

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

    def action_help(self) -> None:
        """Help for the screen one is on."""
        from callassist.screens.help import HelpScreen

        self.push_screen(HelpScreen(getattr(self.screen, "WHERE", "queue")))

    def action_search(self) -> None:
        """Search over whatever is shown."""
        from callassist.screens.search import SearchScreen

        if self.is_ready and not isinstance(self.screen, SearchScreen):
            self.push_screen(SearchScreen())

    def action_cancel(self) -> None:
        """Cancel, one level; each screen knows its own."""
        cancel = getattr(self.screen, "cancel", None)
        if cancel is not None:
            cancel()

    def action_values(self) -> None:
        """The list of values of the field one is in."""
        values = getattr(self.screen, "action_values", None)
        if values is not None:
            values()

    def action_to_queue(self) -> None:
        """To the queue; a call without an outcome asks for it first."""
        leave = getattr(self.screen, "action_leave", None)
        if leave is not None:
            leave()

    def action_undo(self) -> None:
        """Take the last outcome back and reopen its call, even from the queue or the next card."""
        if self.is_ready:
            self.perform(self.desk.undo, self._undone)

    def _undone(self, answer: Done | Refused | Held) -> None:
        if isinstance(answer, Done):
            self.show_call(answer.opened, answer.says)
        else:
            self.tell(answer.sentence, "warn")

    def action_leave(self) -> None:
        """Leave callassist. During a call the first press says so; the call is kept and offered again."""
        in_hand = self._desk.opened if self._desk else None
        if in_hand is not None and in_hand.case.call is not None and not self._has_asked:
            self._has_asked = True
            self.tell("This call has no outcome yet. It is kept, and offered when you return; ^q again leaves.", "warn")
            return
        self.exit()

    def tell(self, sentence: str, tone: str = "") -> None:
        """A sentence on the screen that is shown."""
        say = getattr(self.screen, "say", None)
        if say is not None:
            say(sentence, tone)

    def show_call(self, opened: Opened, says: str = "") -> None:
        """Show a case on the call screen, which is kept alive between calls."""
        from callassist.screens.call import CallScreen

        if not self.is_screen_installed("call"):
            self.install_screen(CallScreen(), "call")
        call = cast(CallScreen, self.get_screen("call"))
        if self.screen is not call:
            self.switch_screen("call")
        call.show(opened, says)

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
