"""Cards over a screen: one rule in plain words, where it is written; and words that must be read out whole."""

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


class WordsScreen(ModalScreen[bool]):
    """Words that a rule wants read out. Answers whether they were: Enter says so, F12 that they were not."""

    DEFAULT_CSS = """
    WordsScreen { align: center middle; background: $background 60%; }
    WordsScreen VerticalScroll { width: 76; max-width: 100%; height: auto; max-height: 95%; background: $surface; }
    WordsScreen Static { height: auto; }
    """
    BINDINGS: ClassVar = [Binding("enter,ctrl+j", "read_out", "Read out")]

    def __init__(self, words: str, cite: str) -> None:
        super().__init__()
        self._words = words
        self._cite = cite

    def compose(self) -> ComposeResult:
        """The words whole, and what asks for them."""
        with VerticalScroll(classes="pane") as box:
            box.border_title = "Read out word for word   Enter once it is done   F12 not read"
            yield Static(Content.styled(clean(self._words), "bold"), markup=False)
            yield Static(Content(f"\n[{clean(self._cite)}]"), markup=False)

    def action_read_out(self) -> None:
        """All of it was said."""
        self.dismiss(True)  # noqa: FBT003 - the answer

    def cancel(self) -> None:
        """It was not."""
        self.dismiss(False)  # noqa: FBT003 - the answer

    def action_leave(self) -> None:
        """F3: neither was it."""
        self.dismiss(False)  # noqa: FBT003 - the answer
