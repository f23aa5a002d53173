"""The law card: one rule in plain words, where it is written, and whether anybody has read the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callassist.screens.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult


class LawScreen(ModalScreen[None]):
    """One rule. Its first line is its title, what it says here comes next."""

    DEFAULT_CSS = """
    LawScreen { align: center middle; background: $background 60%; }
    LawScreen VerticalScroll { width: 76; max-width: 95%; height: auto; max-height: 85%; background: $surface; }
    LawScreen Static { height: auto; }
    """
    BINDINGS: ClassVar = [Binding("question_mark,enter,ctrl+j,space,q", "close", "Close")]

    def __init__(self, lines: Iterable[str]) -> None:
        super().__init__()
        self._lines = tuple(lines)

    def compose(self) -> ComposeResult:
        """A paragraph a line."""
        title, *rest = self._lines
        with VerticalScroll(classes="pane") as box:
            box.border_title = "Law   Enter or F12 closes"
            yield Static(Content.styled(clean(title), "bold"), markup=False)
            yield Static(Content("\n".join(("", *map(clean, rest)))), markup=False)

    def cancel(self) -> None:
        """Back to what was there."""
        self.dismiss()

    def action_leave(self) -> None:
        """F3 closes it too."""
        self.dismiss()

    def action_close(self) -> None:
        """So does the key that opened it."""
        self.dismiss()
