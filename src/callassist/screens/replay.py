"""How a call went, step by step, over whatever screen one is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callassist.screens.text import clean

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ReplayScreen(ModalScreen[None]):
    """The first line says which call; a line a step follows."""

    DEFAULT_CSS = """
    ReplayScreen { align: center middle; background: $background 60%; }
    ReplayScreen VerticalScroll { width: 118; max-width: 98%; height: auto; max-height: 92%; background: $surface; }
    ReplayScreen Static { height: auto; }
    """
    BINDINGS: ClassVar = [
        Binding("y,enter,ctrl+j,q", "close", "Close"),
        Binding("pagedown,down,j,space", "page(1)", "More"),
        Binding("pageup,up,k", "page(-1)", "Back up"),
    ]
    AUTO_FOCUS = ""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """All of it; arrows and PgDn scroll."""
        title, *steps = self._lines
        with VerticalScroll(classes="pane") as box:
            box.border_title = "Your last call   PgDn more   Enter or F12 closes"
            yield Static(Content.styled(clean(title), "bold"), markup=False)
            yield Static(Content("\n".join(map(clean, steps))), markup=False)

    def cancel(self) -> None:
        """Back to what was there."""
        self.dismiss()

    def action_leave(self) -> None:
        """F3 closes it too."""
        self.dismiss()

    def action_page(self, by: int) -> None:
        """More of it, without a slide."""
        box = self.query_one(VerticalScroll)
        if by > 0:
            box.scroll_page_down(animate=False)
        else:
            box.scroll_page_up(animate=False)

    def action_close(self) -> None:
        """So does the key that opened it."""
        self.dismiss()
