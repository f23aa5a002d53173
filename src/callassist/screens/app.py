"""The application: one desk, and screens that stay alive. What is typed waits in order while either is busy."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from textual import events
from textual.binding import Binding, BindingType

from callassist.desk import Desk, Done, Held, Opened
from callassist.desk.desk import CALL_LEASE
from callassist.dialogue_names import ENGLISH
from callassist.handbook import Refused
from callassist.screens import themes
from callassist.screens.keys import ANYWHERE, KEYS, acts_in_fields
from callassist.screens.orderly import AT_ONCE
from callassist.screens.queue import QueueScreen
from callassist.screens.ringing import Ringing
from callassist.screens.widgets.small import TooSmall, is_too_small

if TYPE_CHECKING:
    from textual.screen import Screen

    from callassist.dialogue import Script
    from callassist.screens.call import CallScreen
    from callassist.screens.pipe import Pipe

    Cut = tuple[Opened, bytes]

GO: Final = {"q": "to_queue", "c": "to_call", "s": "search", "w": "to_wrap", "a": "approvals"}
GO_SAYS: Final = "Go: q queue  c call  s search  w wrap-up  a approvals; any other key leaves it."
WARM_AFTER: Final = 0.3
RESIZED_AFTER: Final = 0.3
DRAFT: Final = "call:"


def _bindings() -> list[BindingType]:
    return [
        Binding(each, key.action.removeprefix("app."), key.title, show=False, priority=acts_in_fields(each))
        for key in KEYS
        if key.action.startswith("app.")
        for each in key.keys.split(",")
        if ANYWHERE in key.where
    ]


class CallassistApp(Ringing):
    """The screens of a shift.

    `opens` makes the desk: it runs in a thread, after the first frame is painted, and again when it failed.
    `label` is what every screen says of the database; `scripts` reads the call scripts of a language when a call
    needs them.
    """

    TITLE = "callassist"
    CSS_PATH = "callassist.tcss"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = _bindings()
    pipe: Pipe | None = None
    """Where lines of a transcript come from."""

    def __init__(
        self,
        opens: Callable[[], Desk],
        label: Callable[[], str] = str,
        scripts: Callable[[str], tuple[Script, ...]] = lambda _: (),
    ) -> None:
        super().__init__()
        self._at_work = 1  # what is typed before the desk is open waits for it
        self.animation_level = "none"
        self._opens = opens
        self._label = label
        self._reads_scripts = scripts
        self._scripts: dict[str, tuple[Script, ...]] = {}
        self._has_asked = False
        self._is_going = self._is_small = False
        self._resizes = 0
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.set_reactive(CallassistApp.theme, themes.kept())  # nothing is up yet that would have to be drawn anew
        self.install_screen(QueueScreen(), "queue")

    def get_default_screen(self) -> Screen[Any]:
        """The queue is the first thing there is."""
        return self.get_screen("queue")

    @property
    def note(self) -> str:
        """What every screen says of the database: a demo, a rehearsal."""
        return self._label()

    @property
    def is_ready(self) -> bool:
        """Whether the desk is open."""
        return self._desk is not None

    def scripts(self, language: str) -> tuple[Script, ...]:
        """The call scripts of a language, and the English ones, which stand in for it; each is read once."""
        for each in (ENGLISH, language):
            if each not in self._scripts:
                self._scripts[each] = self._reads_scripts(each)
        return tuple(script for each in dict.fromkeys((ENGLISH, language)) for script in self._scripts[each])

    # ── starting and leaving ──

    def on_mount(self) -> None:
        """Paint the queue's frame, then open the desk."""
        self.screen._push_result_callback(self, None)  # noqa: SLF001  # Textual forgets it for the first screen
        self.screen_change_signal.subscribe(self, lambda _: self._fit(), immediate=True)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.open_desk()
        self._at_work -= 1

    def open_desk(self) -> None:
        """Open the database; when that fails its sentence is shown, and F5 tries again."""

        def work() -> tuple[Desk, Cut | None]:
            desk = self._opens()
            return desk, _cut_off(desk)

        def then(found: tuple[Desk, Cut | None]) -> None:
            self._desk, cut = found
            cast(QueueScreen, self.get_screen("queue")).begin()
            if cut is not None:
                self._put_up_call().resume(*cut)

        self.perform(work, then)

    def began(self) -> None:
        """The first lines of the queue are up: make ready what the first key will want."""
        self.set_timer(WARM_AFTER, lambda: self.read(self._warm, self._stand_by, is_long=True))

    def _stand_by(self, _: None) -> None:
        """Put the call screen up unseen, so that the first case comes up as fast as those after it."""
        if not self.is_headless:  # without a terminal nobody waits for it, and the end may come at any moment
            self._call_screen()
            self._get_screen("call")
        if not gc.isenabled():
            gc.freeze()  # what the start left is there to stay: the collector need not walk it again
            gc.enable()

    def _warm(self) -> None:
        """Read what the first call needs, in a thread, while the collector looks at the queue."""
        import callassist.decide
        import callassist.designations
        import callassist.screens.call
        import callassist.screens.search  # noqa: F401

        self.scripts(ENGLISH)

    def action_leave(self) -> None:
        """Leave callassist. During a call the first press says so; the call is kept and offered again."""
        in_hand = self._desk.opened if self._desk else None
        if in_hand is not None and in_hand.case.call is not None and not self._has_asked:
            self._has_asked = True
            self.tell("This call has no outcome yet. It is kept, and offered when you return; ^q again leaves.", "warn")
            return
        self.exit()

    def action_help_quit(self) -> None:
        """What people press to stop a program says how to leave this one."""
        self.tell("^q leaves callassist.", "warn")

    async def on_unmount(self) -> None:
        """Give back a case that is only looked at; one with a call is kept. Then close the file."""
        if self._desk is not None:
            self._writer.submit(_give_back, self._desk)
        await super().on_unmount()
        if self._desk is not None:
            self._desk.store.close()

    # ── what may act ──

    def accepts(self, event: events.Key | events.Paste) -> bool:
        """Whether it may act now: a paste only in a field, a letter not on a screen too small to be read."""
        if isinstance(event, events.Paste):
            if not self.is_typing:
                self.tell("The paste is ignored: no field has the keys, and each letter would act.", "warn")
            return self.is_typing
        if event.key not in AT_ONCE:
            self._has_asked = False
        if self._is_going:
            self._is_going = False
            self._go_by(event.character or "")
            return False
        return self.is_typing or not self._is_small

    def action_go(self) -> None:
        """The next letter says where to."""
        self._is_going = True
        self.tell(GO_SAYS)

    def _go_by(self, letter: str) -> None:
        self.tell("")
        if letter in GO:
            self.call_later(self.run_action, GO[letter], self)

    def on_resize(self, event: events.Resize) -> None:
        """A screen too small to work on says so. Once it has stood still all is drawn anew.

        What was still on its way for an older size may have come to the terminal last.
        """
        self._is_small = is_too_small(event.size)
        self._fit()
        if event.size != self.size:  # not at the start: this is still the size before
            self._resizes += 1
            self.set_timer(RESIZED_AFTER, partial(self._redraw, self._resizes))

    def _redraw(self, resizes: int) -> None:
        if resizes == self._resizes:
            self.screen.refresh(layout=True)

    def _fit(self) -> None:
        found = self.screen.query(TooSmall)
        if not self._is_small:
            found.remove()
        elif found:
            found.first().refresh()
        elif self.screen.is_mounted:
            self.screen.mount(TooSmall())
        else:
            self.call_after_refresh(self._fit)

    # ── keys that act on every screen ──

    def action_next_theme(self) -> None:
        """Dark, light, contrast, mono, and round again; kept for the next start."""
        self.theme = themes.after(self.theme)
        themes.keep(self.theme)
        self.tell(f"Theme: {self.theme.removeprefix('callassist-')}.")

    def action_search(self) -> None:
        """Search over whatever is shown."""
        self.search("")

    def search(self, words: str) -> None:
        """Search over whatever is shown, with some words typed already."""
        from callassist.screens.search import SearchScreen

        if not self.is_ready:
            self.tell("The database is not open yet.", "warn")
        elif not self.screen.is_modal:
            if not self.is_screen_installed("search"):
                self.install_screen(SearchScreen(), "search")
            cast(SearchScreen, self.get_screen("search")).begin(words)
            self.push_screen("search")

    def action_cancel(self) -> None:
        """Cancel, one level; each screen knows its own."""
        self._ask_screen("cancel")

    def action_values(self) -> None:
        """The list of values of the field one is in."""
        if not self._ask_screen("action_values"):
            self.tell("This field has no list of values.", "warn")

    def action_to_queue(self) -> None:
        """To the queue; a call without an outcome asks for it first."""
        self._ask_screen("action_leave")

    def _ask_screen(self, name: str) -> bool:
        act = getattr(self.screen, name, None)
        if act is not None:
            act()
        return act is not None

    def action_to_call(self) -> None:
        """To the case in hand."""
        opened = self._desk.opened if self._desk else None
        if opened is None:
            self.tell("No case is open; Enter takes the one that is marked.", "warn")
        elif self._where() == "queue":
            self.show_call(opened)
        elif self._where() == "wrap":
            self._ask_screen("cancel")

    def action_to_wrap(self) -> None:
        """To the wrap-up of the call in hand."""
        if not self._ask_screen("action_wrap"):
            self.tell("No call waits for an outcome.", "warn")

    def action_undo(self) -> None:
        """Take the last outcome back and reopen its call, even from the queue or the next card."""
        if self.is_ready and not self.is_typing and not self.screen.is_modal:
            self.perform(self.desk.undo, self._undone)

    def _undone(self, answer: Done | Refused | Held) -> None:
        if isinstance(answer, Done):
            self.show_call(answer.opened, answer.says)
        else:
            self.tell(answer.sentence, "warn")

    # ── screens ──

    def show_call(self, opened: Opened, says: str = "") -> None:
        """Show a case on the call screen, which is kept alive between calls."""
        self._put_up_call().show(opened, says)

    def _put_up_call(self) -> CallScreen:
        self._call_screen()
        return cast("CallScreen", self.go("call"))

    def _call_screen(self) -> None:
        from callassist.screens.call import CallScreen

        if not self.is_screen_installed("call"):
            self.install_screen(CallScreen(), "call")

    def go(self, name: str) -> Screen[Any]:
        """Show an installed screen, kept alive, in place of the one shown."""
        screen = self.get_screen(name)
        if self.screen is not screen:
            self.switch_screen(name)
        return screen


def _cut_off(desk: Desk) -> Cut | None:
    """The call that a killed terminal left behind, with what was typed in it; even when its lease has run out."""
    drafts = {int(key.removeprefix(DRAFT)): body for key, body in desk.kept().items() if key.startswith(DRAFT)}
    for case in [case for case, body in drafts.items() if _is_over(desk, case, body)]:
        desk.keep(f"{DRAFT}{case}", b"")
        del drafts[case]
    opened = desk.unfinished()
    if opened is not None:
        return opened, drafts.get(opened.case.id, b"")
    for case, body in drafts.items():
        found = desk.open(case, CALL_LEASE) if desk.look(case).case.call is not None else None
        if isinstance(found, Opened):
            return found, body
    return None


def _is_over(desk: Desk, case: int, body: bytes) -> bool:
    """Whether a draft's call has its outcome, and the case holds the words that were typed: nothing of it is missed."""
    from callassist.screens.call_draft import decode

    draft, read = decode(body), desk.look(case).case
    if draft is None or not draft.call or (read.call is not None and read.call.id == draft.call):
        return draft is None
    return not draft.note.strip() or any(draft.note.strip() in text for text in read.texts.values())


def _give_back(desk: Desk) -> None:
    if desk.opened is not None and desk.opened.case.call is None:
        desk.release()
