"""A list of any length drawn by the line: only lines in view are made, and more is asked for as the cursor nears."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip


class Rows(ScrollView, can_focus=False):
    """Plain lines with a cursor. `draw(index, width)` gives a line. Moving repaints two of them."""

    DEFAULT_CSS = """
    Rows { height: 1fr; scrollbar-size-vertical: 0; scrollbar-size-horizontal: 0; background: $background; }
    Rows > .rows--cursor { background: $boost; color: $foreground; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor"}
    cursor: reactive[int] = reactive(0, repaint=False)
    AHEAD = 24

    class WantMore(Message):
        """The cursor nears the end of what is loaded."""

    class Moved(Message):
        """The cursor stands on another line."""

    def __init__(self, draw: Callable[[int, int], str], *, empty: str, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._draw = draw
        self._count = 0
        self._empty = empty

    def fill(self, count: int, *, at: int = 0, empty: str | None = None) -> None:
        """Show so many lines, with the cursor at one of them; `empty` is said when there are none."""
        self._count = count
        if empty is not None:
            self._empty = empty
        self.virtual_size = Size(self.size.width, max(1, count))
        self.cursor = max(0, min(at, count - 1))
        self._follow()
        self.refresh()

    def move(self, by: int) -> None:
        """Move the cursor by lines, stopping at the ends."""
        if self._count:
            self.cursor = max(0, min(self._count - 1, self.cursor + by))

    def leap(self, pages: int) -> None:
        """Move the cursor by screenfuls."""
        self.move(pages * max(1, self.size.height - 1))

    @property
    def count(self) -> int:
        """How many lines are loaded."""
        return self._count

    def on_resize(self) -> None:
        """The line one is on stays in view."""
        self._follow()

    def _follow(self) -> None:
        """Scroll so that the cursor is in view: by half a screen, so that most moves repaint two lines only."""
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if not top <= self.cursor < top + height:
            y = max(0, min(self.cursor - height // 2, self._count - height))
            self.scroll_to(y=y, animate=False, force=True, immediate=True)

    def watch_cursor(self, before: int, now: int) -> None:
        """Repaint the two lines concerned, keep the cursor in view, ask for more in time."""
        self._follow()
        top, width = self.scroll_offset.y, self.size.width
        self.refresh(Region(0, before - top, width, 1), Region(0, now - top, width, 1))
        self.post_message(self.Moved())
        if now + self.AHEAD >= self._count:
            self.post_message(self.WantMore())

    def render_line(self, y: int) -> Strip:
        """One line of what is in view."""
        index = y + self.scroll_offset.y
        width = self.size.width
        if index >= self._count:
            text = f" {self._empty}" if not self._count and y == 0 else ""
            return Strip([Segment(text, self.rich_style)]).adjust_cell_length(width, self.rich_style)
        is_marked = index == self.cursor
        style = self.get_component_rich_style("rows--cursor") if is_marked else self.rich_style
        text = (">" if is_marked else " ") + self._draw(index, width - 1)
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)
