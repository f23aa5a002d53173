"""A list of any length drawn by the line: it holds the pages around the cursor and asks for more as it moves."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip


class Rows(ScrollView, can_focus=False):
    """Plain lines with a cursor. Moving repaints two lines; appending repaints what is in view."""

    DEFAULT_CSS = "Rows { height: 1fr; scrollbar-size-vertical: 0; background: $background; }"
    COMPONENT_CLASSES = {"rows--cursor", "rows--row"}  # noqa: RUF012
    cursor: reactive[int] = reactive(0, repaint=False)
    AHEAD = 16

    class WantMore(Message):
        """The cursor nears the end of what is loaded."""

    class Moved(Message):
        """The cursor stands on another line."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, *, empty: str, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: list[str] = []
        self._empty = empty

    def fill(self, lines: Sequence[str], *, keep: bool = False) -> None:
        """Show these lines; `keep` leaves the cursor where it stands."""
        self._lines = list(lines)
        self._resize()
        self.cursor = min(self.cursor if keep else 0, max(0, len(self._lines) - 1))
        self.refresh()

    def extend(self, lines: Sequence[str]) -> None:
        """Add lines at the end."""
        self._lines.extend(lines)
        self._resize()
        self.refresh()

    def move(self, by: int) -> None:
        """Move the cursor by lines, stopping at the ends."""
        if self._lines:
            self.cursor = max(0, min(len(self._lines) - 1, self.cursor + by))

    def leap(self, pages: int) -> None:
        """Move the cursor by screenfuls."""
        self.move(pages * max(1, self.size.height - 1))

    @property
    def count(self) -> int:
        """How many lines are loaded."""
        return len(self._lines)

    def _resize(self) -> None:
        self.virtual_size = Size(self.size.width, max(1, len(self._lines)))

    def watch_cursor(self, before: int, now: int) -> None:
        """Repaint the two lines concerned, keep the cursor in view, ask for more in time."""
        top = self.scroll_offset.y
        height = max(1, self.size.height)
        if not top <= now < top + height:
            self.scroll_to(y=max(0, now - height // 2), animate=False, force=True)
        width = self.size.width
        self.refresh(Region(0, before - top, width, 1), Region(0, now - top, width, 1))
        self.post_message(self.Moved(now))
        if now + self.AHEAD >= len(self._lines):
            self.post_message(self.WantMore())

    def render_line(self, y: int) -> Strip:
        """One line of what is in view."""
        index = y + self.scroll_offset.y
        width = self.size.width
        if index >= len(self._lines):
            text = f" {self._empty}" if not self._lines and y == 0 else ""
            return Strip([Segment(text.ljust(width), self.rich_style)], width)
        on_it = index == self.cursor
        style: Style = self.get_component_rich_style("rows--cursor" if on_it else "rows--row")
        text = (">" if on_it else " ") + self._lines[index]
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)
