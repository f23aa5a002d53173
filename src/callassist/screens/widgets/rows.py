"""A list of any length drawn by the line: only lines in view are made, and more is asked for as the cursor nears."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

WHEEL = 3


class Rows(Widget, can_focus=False):
    """Plain lines with a cursor. `draw(index, width)` gives a line. Moving repaints two of them.

    It keeps its own place instead of scrolling: a list that grows costs no layout.
    """

    DEFAULT_CSS = """
    Rows { height: 1fr; width: 1fr; background: $background; }
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
        self._loaded = 0
        self._top = 0
        self._empty = empty

    def fill(self, count: int, *, at: int = 0, empty: str | None = None) -> None:
        """Show so many lines, with the cursor at one of them; `empty` is said when there are none."""
        self._loaded = count
        if empty is not None:
            self._empty = empty
        with self.prevent(self.Moved, self.WantMore):
            self.cursor = max(0, min(at, count - 1))
        self._bring_into_view()
        self.refresh()

    def move(self, by: int) -> None:
        """Move the cursor by lines, stopping at the ends."""
        if self._loaded:
            self.cursor = max(0, min(self._loaded - 1, self.cursor + by))

    def leap(self, pages: int) -> None:
        """Move the cursor by screenfuls."""
        self.move(pages * max(1, self.size.height - 1))

    @property
    def count(self) -> int:
        """How many lines are loaded."""
        return self._loaded

    def on_resize(self) -> None:
        """The line one is on stays in view."""
        self._bring_into_view()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor too."""
        event.stop()
        self.move(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """And back."""
        event.stop()
        self.move(-WHEEL)

    def _bring_into_view(self) -> bool:
        """Turn to where the cursor is: by half a screen, so that most moves repaint two lines only."""
        height = max(1, self.size.height)
        if self._top <= self.cursor < self._top + height and self._top <= max(0, self._loaded - 1):
            return False
        self._top = max(0, min(self.cursor - height // 2, self._loaded - height))
        return True

    def watch_cursor(self, before: int, now: int) -> None:
        """Repaint the two lines concerned, or all when the cursor left the view; ask for more in time."""
        if self._bring_into_view():
            self.refresh()
        else:
            width = self.size.width
            self.refresh(Region(0, before - self._top, width, 1), Region(0, now - self._top, width, 1))
        self.post_message(self.Moved())
        if now + self.AHEAD >= self._loaded:
            self.post_message(self.WantMore())

    def render_line(self, y: int) -> Strip:
        """One line of what is in view."""
        index = y + self._top
        width = self.size.width
        if index >= self._loaded:
            text = f" {self._empty}" if not self._loaded and y == 0 else ""
            return Strip([Segment(text, self.rich_style)]).adjust_cell_length(width, self.rich_style)
        is_marked = index == self.cursor
        style = self.get_component_rich_style("rows--cursor") if is_marked else self.rich_style
        text = (">" if is_marked else " ") + self._draw(index, width - 1)
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)
