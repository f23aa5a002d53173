"""Help for the screen one is on, and the palette: both made from the one table of keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callassist.screens.keys import KEYS, Key, of, shown

if TYPE_CHECKING:
    from textual.app import ComposeResult

ABOUT = (
    "CMD: no field has focus and letters act. TYPE: letters are text, F-keys still act. F12 leaves a field.",
    "Nothing about the debt is on the screen until the speaker is verified by typed answers.",
    "A key in brackets is refused now; press it to read the rule, where it is written, and when it clears.",
)


class HelpScreen(ModalScreen[None]):
    """Every key of a screen with what it does."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen VerticalScroll { width: 84; max-width: 95%; height: 85%; background: $surface; }
    """
    BINDINGS: ClassVar = [Binding("f12,f1,question_mark,enter,ctrl+j,f3", "dismiss(None)", "Close", priority=True)]

    def __init__(self, where: str) -> None:
        super().__init__()
        self._where = where

    def compose(self) -> ComposeResult:
        """The list, scrolled by the arrows."""
        with VerticalScroll(classes="pane") as box:
            box.border_title = f"Help: {self._where}   F12 closes"
            yield Static(Content("\n".join((*told(self._where), "", *ABOUT))), markup=False)


def told(where: str) -> tuple[str, ...]:
    """One line a key: all its names, then what it does."""
    return tuple(f"{names(key):<18} {key.title}" for key in of(where))


def names(key: Key) -> str:
    """Every key that does it, as a person reads them."""
    return "  ".join(shown(each) for each in key.keys.split(","))


class KeyCommands(Provider):
    """The palette: what the keys of this screen do, by name."""

    async def discover(self) -> Hits:
        """All of them."""
        for key in self._here():
            yield DiscoveryHit(self._label(key), partial(self._act, key))

    async def search(self, query: str) -> AsyncIterator[Hit]:
        """Those that fit the words."""
        matcher = self.matcher(query)
        for key in self._here():
            score = matcher.match(key.title)
            if score > 0:
                yield Hit(score, matcher.highlight(key.title), partial(self._act, key), help=names(key))

    def _here(self) -> tuple[Key, ...]:
        where = getattr(self.screen, "WHERE", "")
        return tuple(key for key in of(where) if key.id != "palette")

    @staticmethod
    def _label(key: Key) -> str:
        return f"{key.title}   {names(key)}"

    async def _act(self, key: Key) -> None:
        space = self.app if key.action.startswith("app.") else self.screen
        await self.app.run_action(key.action.removeprefix("app."), default_namespace=space)


def key_card() -> str:
    """The printable key card in Markdown: one table a screen."""
    parts = []
    for where in dict.fromkeys(where for key in KEYS for where in key.where if where != "*"):
        rows = [f"| {names(key)} | {key.title} |" for key in of(where)]
        parts.append("\n".join((f"## {where.capitalize()}", "", "| key | does |", "| --- | --- |", *rows)))
    return "\n\n".join(parts) + "\n"
