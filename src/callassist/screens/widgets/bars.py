"""The fixed lines of every screen: mode and place on top; a message and the keys below. They change in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callassist.screens.keys import Key, in_field, of, shown
from callassist.screens.text import clean, fit

MOST_LINES: Final = 3
_CLAUSE: Final = re.compile(r"  |: ")
INDENT: Final = " "
MORE: Final = ".."


class Line(Widget):
    """One line of text that never wraps, blinks or grows. It knows whether a field has the keys."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"
    is_typing: reactive[bool] = reactive(default=False, layout=False)

    def on_mount(self) -> None:
        """Follow the focus."""
        self.watch(self.screen, "focused", self._follow)

    def _follow(self, focused: Widget | None) -> None:
        self.is_typing = focused is not None and focused.check_consume_key("a", "a")


class TopLine(Line):
    """CMD or TYPE, the screen, whose case, the gate, the clock.

    `note` says what kind of database it is: whole where there is room, else by its first words, and never left out.
    """

    DEFAULT_CSS = "TopLine { background: $panel; color: $foreground; text-style: bold; }"
    mode: reactive[str] = reactive("CMD", layout=False)
    left: reactive[str] = reactive("", layout=False)
    right: reactive[str] = reactive("", layout=False)
    note: reactive[str] = reactive("", layout=False)

    def watch_is_typing(self) -> None:
        """CMD: letters act. TYPE: they are text."""
        self.mode = "TYPE" if self.is_typing else "CMD"

    def render(self) -> Content:
        """Mode and left text, then the note, and the right text at the edge."""
        left = f"{self.mode} {clean(self.left)}"
        right = clean(self.right)
        room = max(0, self.size.width - cell_len(right) - 1)
        note = self.noted(room - cell_len(left))
        return Content(f"{fit(left, max(0, room - cell_len(note)))}{note} {right}")

    def noted(self, room: int) -> str:
        """The note behind two spaces, as much of it as there is room for."""
        if not self.note:
            return ""
        whole = clean(self.note)
        fits = cell_len(whole) + 3 <= room
        return f"  {whole if fits else _CLAUSE.split(whole)[0]} "


class HeadLine(Line):
    """The names of the columns below it."""

    DEFAULT_CSS = "HeadLine { color: $primary; text-style: bold; }"
    text: reactive[str] = reactive("", layout=False)

    def render(self) -> Content:
        """The names as they stand."""
        return Content(self.text)


class MessageLine(Line):
    """One sentence at a time, the highest stake first: why a key is greyed, what was done, what is refused."""

    DEFAULT_CSS = """
    MessageLine { background: $surface; }
    MessageLine.-stop { color: $error; text-style: bold; }
    MessageLine.-warn { color: $warning; }
    """
    text: reactive[str] = reactive("", layout=False)

    def __init__(self, *, id: str | None = None, grows: bool = False) -> None:  # noqa: A002
        super().__init__(id=id)
        self._grows = grows

    def say(self, sentence: str, tone: str = "") -> None:
        """Show a sentence; tone is '', warn or stop, and is a leading mark as well as a colour."""
        self.set_class(tone == "stop", "-stop")
        self.set_class(tone == "warn", "-warn")
        mark = {"stop": "X ", "warn": "! "}.get(tone, "")
        self.text = f" {mark}{clean(sentence)}" if sentence else ""
        self._make_room()

    def on_resize(self) -> None:
        """A narrower terminal may need another line."""
        self._make_room()

    def _make_room(self) -> None:
        width = self.size.width
        if self._grows and width:
            height = max(1, min(MOST_LINES, len(self._rows(width))))
            if self.styles.height is None or self.styles.height.value != height:
                self.styles.height = height

    def render(self) -> Content:
        """The sentence as it stands; further lines begin below the first one's words."""
        width = self.size.width
        if not self._grows or width <= len(INDENT):
            return Content(self.text)
        rows = self._rows(width)
        if len(rows) > MOST_LINES:
            rows[MOST_LINES - 1] = Content(fit(f"{rows[MOST_LINES - 1].plain.rstrip()} {MORE}", width - len(INDENT)))
        return Content("\n").join(Content(INDENT).append(row) for row in rows[:MOST_LINES])

    def _rows(self, width: int) -> list[Content]:
        return Content(self.text.strip()).wrap(width - len(INDENT))


class HintLine(Line):
    """The keys that act here and now, as many as fit; ^k turns to those that do not, and round again."""

    DEFAULT_CSS = "HintLine { background: $panel; color: $foreground; }"
    where: reactive[str] = reactive("", layout=False)
    greyed: reactive[frozenset[str]] = reactive(frozenset(), layout=False)
    instead: reactive[Mapping[str, str]] = reactive(dict, layout=False)
    """Another word than usual for what a key does here, by the key's name."""
    page: reactive[int] = reactive(0, layout=False)

    def watch_where(self) -> None:
        """Another screen begins with its first keys."""
        self.page = 0

    def turn(self) -> None:
        """The next page of keys."""
        self.page += 1

    def render(self) -> Content:
        """Key and word by rank; greyed ones are bracketed, since colour alone says nothing. Help is always there."""
        width = self.size.width
        pages = _pages([*self._words()], width - len(_TAIL) - 1)
        if not pages:
            return Content("")
        shown_now = pages[self.page % len(pages)]
        used = 1 + sum(len(word) for word, _ in shown_now)
        tail = _TAIL if len(pages) > 1 else _TAIL[-len(_HELP) :]
        line = Content(" ").append(Content.assemble(*shown_now))
        return line.append(" " * max(0, width - used - len(tail))).append(tail)

    def _words(self) -> Iterator[tuple[str, str]]:
        """Keys with a hint first, then the rest by their titles; in a field only those that act there."""
        keys = [key for key in of(self.where) if key.id not in {"help", "more"}]
        for key in (*(k for k in keys if k.hint), *(k for k in keys if not k.hint)):
            name = self._named(key)
            if name:
                word = f"{name} {self.instead.get(key.id) or key.hint or _short(key.title)}"
                is_off = key.id in self.greyed
                yield (f"({word}) " if is_off else f"{word}  ", "dim" if is_off else "")

    def _named(self, key: Key) -> str:
        if not self.is_typing:
            return key.first
        acting = in_field(key)
        return shown(acting) if acting else ""


_HELP: Final = "? Help "
_TAIL: Final = f" ^k More  {_HELP}"
Words = list[tuple[str, str]]


def _short(title: str) -> str:
    """A title as far as its first break."""
    return re.split(r":| \(|,", title, maxsplit=1)[0]


def _pages(words: Words, width: int) -> list[Words]:
    """Words put on pages of a width, in order."""
    pages: list[Words] = []
    room = 0
    for word in words:
        if not pages or len(word[0]) > room:
            pages.append([])
            room = width
        pages[-1].append(word)
        room -= len(word[0])
    return pages
