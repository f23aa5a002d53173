"""Search from anywhere, over whatever is on the screen: an account, a number in any format, a name or its start."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from callassist.desk import Held, Opened
from callassist.desk.views import hit_view
from callassist.screens.text import fit
from callassist.screens.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.casefile import CaseFile
    from callassist.screens.app import CallassistApp

PAUSE: Final = 0.08
MOST: Final = 20


class SearchScreen(ModalScreen[None]):
    """An overlay: the live call stays as it is beneath. A caller found here is always unverified."""

    DEFAULT_CSS = """
    SearchScreen { align: center top; background: $background 60%; }
    SearchScreen > Vertical { width: 90%; max-width: 110; height: 70%; margin-top: 2; background: $surface; }
    SearchScreen Rows { background: $surface; }
    SearchScreen Static { height: 1; color: $foreground-muted; }
    """
    BINDINGS: ClassVar = [
        Binding("f12,f3", "close", "Close", priority=True),
        Binding("down", "move(1)", "Down", priority=True),
        Binding("up", "move(-1)", "Up", priority=True),
        Binding("ctrl+j", "take", "Open", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._hits: tuple[CaseFile, ...] = ()
        self._asked = ""

    def compose(self) -> ComposeResult:
        """The box, the hits, one line of help."""
        with Vertical(classes="pane") as box:
            box.border_title = "TYPE  Search: account, phone in any format, last, first, or the start of a name"
            yield Input(placeholder="A-10207   (614) 555-0142   Lee, Dana", id="words")
            yield Rows(empty="Type to search.", id="hits")
            yield Static(Content("Enter opens  up/down choose  F12 closes; nothing here is verified"), id="help")

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        from callassist.screens.app import CallassistApp

        return cast(CallassistApp, self.app)

    def on_mount(self) -> None:
        """Type at once."""
        box = self.query_one(Input)
        box.cursor_blink = False
        box.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._asked = event.value
        self.set_timer(PAUSE, lambda asked=event.value: self._search(asked))

    def _search(self, asked: str) -> None:
        if asked != self._asked:
            return
        if not asked.strip():
            self._show(asked, ())
            return
        desk = self.desk_app.desk
        self.desk_app.read(lambda: desk.find(asked, MOST), lambda hits: self._show(asked, hits))

    def _show(self, asked: str, hits: tuple[CaseFile, ...]) -> None:
        if asked != self._asked:
            return
        self._hits = hits
        rows = self.query_one(Rows)
        rows.fill([_told(case, asked) for case in hits])
        none = "Nobody on file by that." if asked.strip() else "Enter opens  up/down choose  F12 closes"
        self.query_one("#help", Static).update(Content(f"{len(hits)} on file" if hits else none))

    def action_move(self, by: int) -> None:
        """Move through the hits while still typing."""
        self.query_one(Rows).move(by)

    @on(Input.Submitted)
    def action_take(self) -> None:
        """Open the hit; during a live call it stays closed, so that the call is not lost."""
        index = self.query_one(Rows).cursor
        if index >= len(self._hits):
            return
        app, case = self.desk_app, self._hits[index].id
        in_hand = app.desk.opened
        if in_hand is not None and in_hand.case.call is not None and in_hand.case.id != case:
            self.query_one("#help", Static).update(Content("X This call needs its outcome first (F10); it is kept."))
            return
        app.perform(lambda: app.desk.open(case), self._took)

    def _took(self, opened: Opened | Held) -> None:
        if isinstance(opened, Held):
            self.query_one("#help", Static).update(Content(f"! {opened.sentence}"))
            return
        self.dismiss()
        self.desk_app.show_call(opened)

    def action_close(self) -> None:
        """Back to what was there."""
        self.dismiss()


def _told(case: CaseFile, asked: str) -> str:
    hit = hit_view(case, asked)
    reasons = ", ".join(cast("list[str]", hit["reasons"]))
    return f"{fit(str(hit['name']), 34)} {fit(str(hit['city']), 20)} {fit(f'C{case.id}', 10)} by {reasons}"
