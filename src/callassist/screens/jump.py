"""Jump labels: a letter stands on every field of the screen, and pressing it goes there."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

from textual import events
from textual.screen import ModalScreen
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget


def fields_of(widgets: Sequence[Widget]) -> list[Widget]:
    """Those that text can be typed into, as far as there are letters."""
    return [each for each in widgets if each.check_consume_key("a", "a")][: len(ascii_lowercase)]


class JumpScreen(ModalScreen[None]):
    """The screen beneath as it is, with the letters over it; any other key leaves it."""

    DEFAULT_CSS = """
    JumpScreen { background: $background 0%; }
    JumpScreen Static {
        position: absolute; width: 3; height: 1; background: $accent; color: $background; text-style: bold;
    }
    """

    def __init__(self, fields: Sequence[Widget]) -> None:
        super().__init__()
        self._fields = dict(zip(ascii_lowercase, fields, strict=False))

    def compose(self) -> ComposeResult:
        """One label a field, where the field begins."""
        for letter, field in self._fields.items():
            label = Static(f" {letter} ", markup=False)
            label.styles.offset = (field.region.x, field.region.y)
            yield label

    def on_key(self, event: events.Key) -> None:
        """The letter's field, or back."""
        event.stop()
        field = self._fields.get(event.character or "")
        self.dismiss()
        if field is not None:
            self.app.call_later(field.focus)

    def cancel(self) -> None:
        """Back to what was there."""
        self.dismiss()

    def action_leave(self) -> None:
        """F3 closes it too."""
        self.dismiss()
