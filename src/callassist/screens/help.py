"""Help for the screen one is on, and the key card: both made from the one table of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callassist.screens.keys import ANYWHERE, KEYS, Key, of, shown

if TYPE_CHECKING:
    from textual.app import ComposeResult

ABOUT = (
    "CMD: no field has the keys and letters act. TYPE: letters are text, F-keys still act; F12 leaves a field.",
    "Until the speaker is verified by answers that you type, nothing about the debt is on the screen.",
    "A key in brackets is refused now: press it to read the rule, where it is written and when it clears.",
)


class HelpScreen(ModalScreen[None]):
    """Every key of a screen with what it does."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen VerticalScroll { width: 92; max-width: 95%; height: 85%; background: $surface; }
    HelpScreen Static { height: auto; }
    """
    BINDINGS: ClassVar = [Binding("question_mark,enter,ctrl+j,space,q", "close", "Close")]

    def __init__(self, where: str) -> None:
        super().__init__()
        self._where = where

    def compose(self) -> ComposeResult:
        """The list, scrolled by the arrows."""
        with VerticalScroll(classes="pane") as box:
            box.border_title = f"Help: {self._where}   up/down scroll   F12 closes"
            yield Static(Content("\n".join((*told(self._where), "", *ABOUT))), markup=False)

    def cancel(self) -> None:
        """Back to what was there."""
        self.dismiss()

    def action_leave(self) -> None:
        """F3 closes it too."""
        self.dismiss()

    def action_close(self) -> None:
        """So does the key that opened it."""
        self.dismiss()


def told(where: str) -> tuple[str, ...]:
    """One line a key: all its names, then what it does; the screen's own keys first."""
    keys = sorted(of(where), key=lambda key: ANYWHERE in key.where)
    return tuple(f"{names(key):<18} {key.title}" for key in keys)


def names(key: Key) -> str:
    """Every key that does it, as a person reads them."""
    each = [shown(name) for name in key.keys.split(",")]
    digits = [name for name in each if name.isdigit()]
    return f"{digits[0]}-{digits[-1]}" if len(digits) > 1 else "  ".join(each)


_ABOVE = """# Keys

Made from the table that the screens take their keys from; `?` on any screen shows its part of it.
In CMD (no field has the keys) letters act; in TYPE letters are text and F-keys still act. F12 leaves a field.
"""


def key_card() -> str:
    """The printable key card in Markdown: what acts everywhere, then one table a screen."""
    own = dict.fromkeys(where for key in KEYS for where in key.where if where != ANYWHERE)
    parts = [_table("Everywhere", [key for key in KEYS if ANYWHERE in key.where])]
    parts += [_table(where.capitalize(), [key for key in of(where) if where in key.where]) for where in own]
    return "\n".join((_ABOVE, *parts))


def _table(title: str, keys: list[Key]) -> str:
    rows = "".join(f"| {names(key)} | {key.title} |\n" for key in keys)
    return f"## {title}\n\n| key | does |\n| --- | --- |\n{rows}"
