"""Search from anywhere, over whatever is on the screen: an account, a number in any format, a name or its start."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callassist.desk import Held, Opened
from callassist.desk.searching import Hit
from callassist.screens.keys import SEARCH, bindings
from callassist.screens.text import clean, fit
from callassist.screens.widgets.fields import Field
from callassist.screens.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.errors import CallassistError
    from callassist.screens.app import CallassistApp

PAUSE: Final = 0.08
MOST: Final = 20
HELP: Final = "Enter opens  F12 closes. Nobody here is verified."


class SearchScreen(ModalScreen[None]):
    """An overlay: the live call stays as it is beneath. A caller found here is always unverified.

    It is kept between searches, as it costs a frame or two to put up.
    """

    DEFAULT_CSS = """
    SearchScreen { align: center top; background: $background 60%; }
    SearchScreen > Vertical { width: 96%; max-width: 110; height: 70%; margin-top: 1; background: $surface; }
    SearchScreen Rows { background: $surface; }
    SearchScreen Static { height: 1; }
    """
    WHERE = SEARCH
    BINDINGS: ClassVar[list[BindingType]] = bindings(SEARCH)

    def __init__(self) -> None:
        super().__init__()
        self._hits: tuple[Hit, ...] = ()
        self._asked = self._shown = ""
        self._begins_with: str | None = ""
        self._wants_first = False

    def compose(self) -> ComposeResult:
        """The words, the hits, one line of help."""
        with Vertical(classes="pane") as box:
            box.border_title = "TYPE  Search: account, phone in any format, name or its start"
            yield Field("words", hint="A-10207   (614) 555-0142   Lee, Dana")
            yield Rows(self._told, empty="Type to search.", id="hits")
            yield Static(Content(HELP), id="help", markup=False)

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        return cast("CallassistApp", self.app)

    def begin(self, words: str) -> None:
        """With what to begin when it comes up next."""
        self._begins_with = words

    def on_screen_resume(self) -> None:
        """Type at once; back from help, where one was."""
        if self._begins_with is None:
            return
        self._asked, self._begins_with, self._wants_first = self._begins_with, None, False
        field = self.query_one(Field)
        field.put(self._asked)
        field.cursor_position = len(self._asked)
        self.set_focus(field)
        self._show(self._asked, (), 0.0)
        self._search(self._asked)

    def say(self, sentence: str, tone: str = "") -> None:
        """One sentence in the last line of the box."""
        mark = {"stop": "X ", "warn": "! "}.get(tone, "")
        self.query_one("#help", Static).update(Content(f"{mark}{clean(sentence)}" if sentence else HELP))

    # ── looking ──

    @on(Field.Typed)
    def _typed(self, event: Field.Typed) -> None:
        self._asked = asked = event.field.value
        self._wants_first = False
        self.set_timer(PAUSE, lambda: self._search(asked))

    def _search(self, asked: str) -> None:
        if asked != self._asked:
            return
        if not asked.strip():
            self._show(asked, (), 0.0)
            return
        app, since = self.desk_app, monotonic()

        def otherwise(fault: CallassistError) -> None:
            self._wants_first = False
            self.say(str(fault), "stop")

        app.read(lambda: app.desk.search(asked, MOST).hits, lambda hits: self._show(asked, hits, since), otherwise)

    def _show(self, asked: str, hits: tuple[Hit, ...], since: float) -> None:
        if asked != self._asked or not self.is_attached:
            return
        self._hits, self._shown = hits, asked
        rows = self.query_one(Rows)
        rows.fill(len(hits), empty="Nobody on file by that." if asked.strip() else "Type to search.")
        took = f"{1000 * (monotonic() - since):.0f} ms" if since else ""
        more = " or more" if len(hits) == MOST else ""
        self.say(f"{len(hits)}{more} found in {took}. {HELP}" if hits else "")
        if self._wants_first:
            self.action_take()

    def _told(self, index: int, width: int) -> str:
        hit = self._hits[index]
        reasons = ", ".join(dict.fromkeys(why.field for why in hit.reasons))
        spare = max(0, width - 71)
        columns = (
            (hit.name, 22 + spare // 2),
            (hit.accounts[0].partition("/")[2] if hit.accounts else "", 16),
            (hit.city, 13 + spare - spare // 2),
            ("open" if hit.is_open else "closed", 6),
            (f"by {reasons}", 10),
        )
        return " ".join(fit(str(text), cells) for text, cells in columns)

    # ── keys ──

    def action_move(self, by: int) -> None:
        """Move through the hits while still typing."""
        self.query_one(Rows).move(by)

    @on(Field.Entered)
    def action_take(self) -> None:
        """Open the hit; during a live call it stays closed, so that the call is not lost."""
        if self._asked.strip() and self._shown != self._asked:
            self._wants_first = True  # typed faster than it was found: it opens when it is
            self._search(self._asked)
            return
        self._wants_first = False
        index = self.query_one(Rows).cursor
        if index >= len(self._hits):
            return
        app, case = self.desk_app, self._hits[index].case
        in_hand = app.desk.opened
        if in_hand is not None and in_hand.case.call is not None:
            if in_hand.case.id == case:
                self.dismiss()
            else:
                self.say("The call you are on needs its outcome first (F12, then w); it is kept.", "stop")
            return
        app.perform(lambda: app.desk.open(case), self._took)

    def _took(self, opened: Opened | Held) -> None:
        if isinstance(opened, Held):
            self.say(opened.sentence, "warn")
            return
        self.dismiss()
        self.desk_app.show_call(opened)

    def cancel(self) -> None:
        """Back to what was there."""
        self.dismiss()

    def action_leave(self) -> None:
        """F3 closes it too."""
        self.dismiss()
