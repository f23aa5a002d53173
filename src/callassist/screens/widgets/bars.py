"""The fixed lines of every screen: mode and place on top; a message and the keys below. They change in place."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callassist.screens.keys import of


class Line(Widget):
    """One line of text that never wraps, blinks or grows."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"
    text: reactive[Content] = reactive(Content(""), layout=False)

    def render(self) -> Content:
        """The line as it stands."""
        return self.text


class TopLine(Line):
    """CMD or TYPE, the screen, whose case, the gate, the clock."""

    DEFAULT_CSS = "TopLine { background: $panel; color: $foreground; text-style: bold; }"
    mode: reactive[str] = reactive("CMD")
    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def render(self) -> Content:
        """Mode and left text, then the right text at the edge."""
        left = f"{self.mode} {self.left}"
        room = max(1, self.size.width - len(left) - len(self.right))
        return Content(f"{left}{' ' * room}{self.right}")


class MessageLine(Line):
    """One sentence at a time, the highest stake first: why a key is greyed, what was done, what is refused."""

    DEFAULT_CSS = """
    MessageLine { background: $surface; }
    MessageLine.-stop { color: $error; text-style: bold; }
    MessageLine.-warn { color: $warning; }
    """

    def say(self, sentence: str, tone: str = "") -> None:
        """Show a sentence; tone is '', warn or stop, and is a leading mark as well as a colour."""
        self.set_class(tone == "stop", "-stop")
        self.set_class(tone == "warn", "-warn")
        mark = {"stop": "X ", "warn": "! "}.get(tone, "")
        self.text = Content(f" {mark}{sentence}" if sentence else "")


class HintLine(Line):
    """The keys that act here and now, as many as fit."""

    DEFAULT_CSS = "HintLine { background: $panel; color: $foreground-muted; }"
    where: reactive[str] = reactive("")
    greyed: reactive[frozenset[str]] = reactive(frozenset())

    def render(self) -> Content:
        """Key and title by rank; greyed ones are bracketed, since colour alone says nothing."""
        parts: list[tuple[str, str]] = []
        used = 1
        for key in of(self.where):
            if not key.hint:
                continue
            off = key.id in self.greyed
            word = f"({key.first} {key.hint}) " if off else f"{key.first} {key.hint}  "
            if used + len(word) > self.size.width:
                break
            used += len(word)
            parts.append((word, "dim" if off else ""))
        return Content(" ").append(Content.assemble(*parts))
