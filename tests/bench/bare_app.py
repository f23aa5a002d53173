"""The least that the toolkit can do: one line, and the key that was pressed last. The peer of every start and key.

With --note it is a place to write in, the peer of the notes.
"""

import sys

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static, TextArea


class BareApp(App[None]):
    """One line."""

    def compose(self) -> ComposeResult:
        yield Static("ready")

    def on_key(self, event: events.Key) -> None:
        self.query_one(Static).update(f"key {event.key}")


class BareNote(App[None]):
    """A place to write in."""

    def compose(self) -> ComposeResult:
        yield Static("ready")
        note = TextArea()
        note.cursor_blink = False
        yield note

    def on_mount(self) -> None:
        self.query_one(TextArea).focus()


if __name__ == "__main__":
    (BareNote if "--note" in sys.argv else BareApp)().run()
