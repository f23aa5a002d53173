"""What stands over a screen that is too small to work on. Nothing beneath it changes."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

LEAST: Final = Size(60, 16)


def is_too_small(size: Size) -> bool:
    """Whether what must be seen would not be."""
    return size.width < LEAST.width or size.height < LEAST.height


class TooSmall(Widget):
    """Says so, and how large it must be; text that is being typed still arrives."""

    DEFAULT_CSS = """
    TooSmall { layer: overlay; width: 100%; height: 100%; background: $background; color: $foreground; }
    """

    def render(self) -> Content:
        """The size there is, and the size it takes."""
        size = self.app.size
        return Content(
            f"Too small: {size.width}x{size.height}.\n"
            f"callassist needs {LEAST.width}x{LEAST.height}, best 80x24.\n"
            "Nothing is lost; make it larger.\n"
            "Letters do not act meanwhile; ^q leaves."
        )
