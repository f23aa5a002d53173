"""The contact book over a call screen: all by which a person may be reached, and which number to dial."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callassist.desk.contacts import NUMBER, Line, Told, contact_book
from callassist.screens.text import clean, fit
from callassist.screens.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.desk import Opened

TEXT_WIDTH, KIND_WIDTH, STANDING_WIDTH = 26, 10, 12
HEIGHT = 7
NOT_DIALLED = "Only a number of the person's own that is in use can be marked to dial."


class ContactBookScreen(ModalScreen[int | None]):
    """Answers with the row of the number to dial, or with None. Locked, it shows nothing that could verify somebody."""

    DEFAULT_CSS = """
    ContactBookScreen { align: center middle; background: $background 60%; }
    ContactBookScreen > Vertical { width: 98%; max-width: 116; height: 85%; background: $surface; }
    ContactBookScreen Rows { background: $surface; }
    ContactBookScreen Static { height: 7; color: $text-muted; }
    """
    BINDINGS: ClassVar = [
        Binding("enter,ctrl+j", "pick", "Mark"),
        Binding("down", "move(1)", "Down"),
        Binding("up", "move(-1)", "Up"),
        Binding("q,l", "close", "Close"),
    ]

    def __init__(self, opened: Opened, *, is_locked: bool) -> None:
        super().__init__()
        self._lines = contact_book(opened, is_locked=is_locked)

    def compose(self) -> ComposeResult:
        """A line each, and below all that is known of the one under the cursor."""
        with Vertical(classes="pane") as box:
            box.border_title = "Contact book   Enter marks the number to dial   F12 closes"
            yield Rows(self._told, empty="Nothing is on file.")
            yield Static(markup=False)

    def on_mount(self) -> None:
        """The first line is the number to try first."""
        self.query_one(Rows).fill(len(self._lines))
        self._detail()

    def on_rows_moved(self) -> None:
        """What is below follows the cursor."""
        self._detail()

    def _told(self, index: int, width: int) -> str:
        line = self._lines[index]
        place = f"{line.place}." if line.place else ""
        state = "replaced" if line.is_replaced else line.standing.replace("_", " ")
        closed = " closed now" if line.place and line.is_stopped else ""
        source = f"{line.source or '?'}{f' {line.confidence}' if line.confidence else ''}"
        head = f"{place:>3} {fit(clean(line.text), TEXT_WIDTH):<{TEXT_WIDTH}} {fit(clean(line.kind), KIND_WIDTH):<10} "
        return fit(f"{head}{state:<{STANDING_WIDTH}}{clean(source)}{closed}", width)

    def _detail(self) -> None:
        if self._lines:
            text = "\n".join(map(clean, detail(self._lines[self.query_one(Rows).cursor])))
            self.query_one(Static).update(Content(text))

    def action_move(self, by: int) -> None:
        """Another line."""
        self.query_one(Rows).move(by)

    def action_pick(self) -> None:
        """Take the number; what cannot be dialled is said to be so."""
        line = self._lines[self.query_one(Rows).cursor] if self._lines else None
        if line is None or line.point != NUMBER or not line.place:
            self.query_one(Static).update(Content(NOT_DIALLED))
            return
        self.dismiss(line.row)

    def action_close(self) -> None:
        """The key that opened it closes it."""
        self.dismiss(None)

    def cancel(self) -> None:
        """F12."""
        self.dismiss(None)

    def action_leave(self) -> None:
        """F3 closes it too."""
        self.dismiss(None)


def detail(line: Line) -> tuple[str, ...]:
    """All that is known of one line, in at most as many lines as are shown."""
    seen = f", last seen {line.seen}" if line.seen else ""
    came = f"From {line.source or 'an unknown source'}{f' since {line.on}' if line.on else ''}{seen}."
    leave = f"Leave: {'; '.join(line.leave)}" if line.leave else ""
    limits = f"Limits: {'; '.join(line.limits)}" if line.limits else ""
    facts = [each for each in (line.why, came, leave, limits) if each]
    return (*facts, *map(_result, line.results))[:HEIGHT]


def _result(told: Told) -> str:
    how = "they called" if told.is_inbound else "called"
    return f"{told.day:%d %b %Y} {told.clock} {how}: {told.outcome or 'no outcome'}, {told.reached or '?'}"
