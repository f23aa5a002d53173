"""A titled piece of text: prepared content, wrapped to the room there is, paged when there is more."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

Lines = Sequence[Content]


class Pane(Widget):
    """Shows what it is given and nothing else, no markup. Of a fixed size, new text repaints it and no more."""

    DEFAULT_CSS = """
    Pane {
        width: 1fr; height: 1fr; padding: 0 1;
        border-top: solid $boost; border-title-color: $primary; border-title-style: bold;
    }
    """
    lines: reactive[tuple[Content, ...]] = reactive((), layout=False)
    top: reactive[int] = reactive(0, layout=False)

    def __init__(self, title: str = "", *, id: str | None = None, is_fitted: bool = False) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self.border_title = title
        self._is_fitted = is_fitted
        self._wrapped = 0

    def show(self, lines: Lines, title: str | None = None) -> None:
        """Other text, from its top; the same text stays where it was paged to."""
        fresh = tuple(lines)
        if fresh != self.lines:
            is_longer = len(fresh) != len(self.lines)
            self.top = 0
            self.lines = fresh
            if self._is_fitted and (is_longer or self.content_size.width):
                self.refresh(layout=True)
        if title is not None and title != self.border_title:
            self.border_title = title

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's own
        """As many rows as the text takes, where the height is left to it."""
        return max(1, len(self._rows(width)))

    def page(self, by: int) -> None:
        """Turn a page, stopping at the ends."""
        height = self.content_size.height
        self.top = max(0, min(self._wrapped - height, self.top + by * max(1, height - 1)))

    def _rows(self, width: int) -> list[Content]:
        return [part for line in self.lines for part in (line.wrap(max(1, width)) if line else [line])]

    def render(self) -> Content:
        """The rows in view; the last one says so when more follow."""
        width, height = self.content_size
        if width <= 0 or height <= 0:
            return Content("")
        wrapped = self._rows(width)
        self._wrapped = len(wrapped)
        top = max(0, min(self.top, len(wrapped) - height))
        shown = wrapped[top : top + height]
        left = len(wrapped) - top - height
        if left > 0:
            shown[-1] = Content.styled(f"+{left + 1} more: PgDn", "dim")
        return Content("\n").join(shown)


class TextLine(Widget):
    """One line of prepared content, cut where the room ends."""

    DEFAULT_CSS = "TextLine { height: 1; width: 1fr; }"
    text: reactive[Content] = reactive(Content(""), layout=False)

    def render(self) -> Content:
        """The line as it stands."""
        return self.text
