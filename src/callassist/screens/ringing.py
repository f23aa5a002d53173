"""A number that rings is announced in a line of its own, on whatever screen is up. It takes no key and no focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from textual.content import Content
from textual.reactive import reactive

from callassist.desk.pops import SILENT, UNCOUNTED, Pop, announced, answered, counted, heard, offered, taken
from callassist.screens.overlays import Overlays
from callassist.screens.widgets.bars import Line, MessageLine

if TYPE_CHECKING:
    from textual.screen import Screen

    from callassist.errors import CallassistError

EVERY: Final = 1.0
"""Seconds between looks at what was left for this login."""


class RingLine(Line):
    """The announcement, above the message line; it is there only while something rings."""

    DEFAULT_CSS = "RingLine { background: $surface; color: $primary; }"
    text: reactive[str] = reactive("", layout=False)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.set_reactive(RingLine.text, text)

    def render(self) -> Content:
        """The line as it stands."""
        return Content(f" {self.text}")


class Ringing(Overlays):
    """Looks once a second, off the loop, for a number that a softphone left; a look reads a row or two.

    That costs some ten microseconds, and grows with nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pop: Pop = SILENT
        self._is_looking = False

    def on_mount(self) -> None:
        """Whatever screen comes up says what rings."""
        self.screen_change_signal.subscribe(self, lambda _: self._announce(), immediate=True)
        self.set_interval(EVERY, self.look_who_rings)

    def look_who_rings(self) -> None:
        """Look now. What cannot be read is looked for again a second later, and costs nobody a message."""
        if self._desk is None or self._is_looking:
            return
        self._is_looking = True
        desk = self._desk
        self.read(lambda: heard(desk), self._looked, self._missed)

    def _looked(self, pop: Pop) -> None:
        self._is_looking = False
        before = self._pop
        is_new = (pop.number, pop.at, pop.case) != (before.number, before.at, before.case)
        if is_new:
            self._pop = pop
        if is_new or pop.is_ringing:
            self._announce()  # every second while it rings: a screen may have been put up since
        if is_new and pop.is_ringing:
            desk = self.desk
            self.read(lambda: counted(desk, pop), self._counted, self._missed)

    def _counted(self, pop: Pop) -> None:
        if (pop.number, pop.at, UNCOUNTED) == (self._pop.number, self._pop.at, self._pop.candidates):
            self._pop = pop
            self._announce()

    def _missed(self, _: CallassistError) -> None:
        self._is_looking = False

    def _announce(self) -> None:
        """The line on every screen that is up, those under an overlay too."""
        for screen in self.screen_stack:
            _say(screen, announced(self._pop))

    # ── taking the call ──

    def offer_ringing(self, case: int, then: Callable[[str], None]) -> None:
        """Go on with the number that rings, or was taken for this case, or with ''. Keys wait for it."""
        desk = self.desk
        self.read(lambda: offered(desk, case), then, lambda _: then(""), holds=True)

    def took_for_it(self, case: int) -> None:
        """Whose call is on the line is who rings: it is announced no more."""
        desk = self.desk
        self.read(lambda: taken(desk, case), lambda _: self.look_who_rings(), self._missed)

    def took_call(self, case: int, number: int) -> None:
        """Their call from this number was taken: what was left of it is forgotten."""
        desk = self.desk
        self.read(lambda: answered(desk, case, number), lambda _: self.look_who_rings(), self._missed)


def _say(screen: Screen[Any], sentence: str) -> None:
    """Put the line up, change it in place, or take it away."""
    found, message = screen.query(RingLine), screen.query(MessageLine)
    if not sentence:
        found.remove()
    elif found:
        found.first().text = sentence
    elif message and screen.is_mounted:
        screen.mount(RingLine(sentence), before=message.first())
