"""The score of a rehearsed call: points, findings, and every line of the quality form that says something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from callassist.quality_shapes import CANNOT_TELL, MET, MISSED, Mark, Scored
from callassist.screens.call_doing import NEXT, QUEUE
from callassist.screens.text import clean
from callassist.screens.widgets.pane import Pane

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.rehearsing_shapes import Persona
    from callassist.screens.app import CallassistApp

KEYS: Final = "Enter next person   F12 queue   ^q leaves"
LAST: Final = "That was the last one.   Enter queue   ^q leaves"
NO_FINDING: Final = "No compliance finding."
ORDER: Final = (MISSED, MET, CANNOT_TELL)
MARKS: Final = {MISSED: ("-", "bold"), MET: ("+", ""), CANNOT_TELL: ("?", "dim")}


class ScoreScreen(ModalScreen[str]):
    """What was missed comes first. Answers with where to go on."""

    DEFAULT_CSS = """
    ScoreScreen { align: center middle; background: $background 60%; }
    ScoreScreen Vertical { width: 78; max-width: 100%; height: 90%; background: $surface; }
    """
    BINDINGS: ClassVar = [
        Binding("enter,ctrl+j,space", "next", "Next person"),
        Binding("pagedown", "page(1)", "More"),
        Binding("pageup", "page(-1)", "Back up"),
    ]
    AUTO_FOCUS = ""

    def __init__(self, persona: Persona, found: Scored, *, is_last: bool) -> None:
        super().__init__()
        self._persona, self._found, self._is_last = persona, found, is_last

    def compose(self) -> ComposeResult:
        """One pane, paged when it is long."""
        with Vertical(classes="pane") as box:
            box.border_title = "Score   REHEARSAL"
            yield Pane(LAST if self._is_last else KEYS, id="score")

    def on_mount(self) -> None:
        """Keys that were typed ahead of the score were not meant for it."""
        self.query_one("#score", Pane).show([*lines(self._persona, self._found)])
        app: CallassistApp = self.app  # type: ignore[assignment]  # the only one there is
        app.flush_ahead()

    def action_next(self) -> None:
        """On to the next person."""
        self.dismiss(NEXT)

    def action_page(self, by: int) -> None:
        """More of it."""
        self.query_one("#score", Pane).page(by)

    def cancel(self) -> None:
        """To the queue."""
        self.dismiss(QUEUE)

    def action_leave(self) -> None:
        """F3: to the queue."""
        self.dismiss(QUEUE)


def lines(persona: Persona, found: Scored) -> Iterator[Content]:
    """The persona, the points and findings; then what was missed, what was met, what cannot be told."""
    yield Content.styled(clean(persona.title), "bold")
    yield Content(clean(persona.about))
    points = "Nothing of the form applies." if found.percent is None else f"{found.percent} of 100 points."
    if found.findings:
        titles = "; ".join(mark.title for mark in found.findings)
        yield Content.styled(f"{points} COMPLIANCE FINDING: {clean(titles)}.", "bold reverse")
    else:
        yield Content.styled(f"{points} {NO_FINDING}", "bold")
    yield Content("")
    for result in ORDER:
        yield from (_line(mark) for mark in found.marks if mark.result == result)


def _line(mark: Mark) -> Content:
    sign, style = MARKS[mark.result]
    return Content.styled(f"{sign} {clean(mark.title)}: {clean(mark.why)}", style)
