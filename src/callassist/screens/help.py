"""Help for the screen one is on, and the key card: both made from the one table of keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callassist.screens.keys import ANYWHERE, KEYS, Key, of, shown
from callassist.screens.text import clean

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.rules import Finding
    from callassist.screens.app import CallassistApp

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
    BINDINGS: ClassVar = [
        Binding("question_mark,enter,ctrl+j,space,q", "close", "Close"),
        *(Binding(str(digit), f"law({digit})", "Law card") for digit in range(1, 10)),
    ]

    def __init__(self, where: str, laws: tuple[Finding, ...] = ()) -> None:
        super().__init__()
        self._where = where
        self._laws = laws[:9]

    def compose(self) -> ComposeResult:
        """The list, scrolled by the arrows."""
        with VerticalScroll(classes="pane") as box:
            box.border_title = f"Help: {self._where}   up/down scroll   F12 closes"
            yield Static(Content("\n".join((*self._law_lines(), *told(self._where), "", *ABOUT))), markup=False)

    def _law_lines(self) -> Iterator[str]:
        """The rules that speak on this screen now; a digit opens the card of one."""
        if self._laws:
            yield "What the rules say here now; a digit opens the law card:"
            yield from (f"{number:>2}  {clean(law.say)}" for number, law in enumerate(self._laws, 1))
            yield ""

    def action_law(self, number: int) -> None:
        """The card of one of the rules above."""
        if number <= len(self._laws):
            app = cast("CallassistApp", self.app)
            self.dismiss()
            app.call_later(app.show_law, self._laws[number - 1].rule, self._laws[number - 1])

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
