"""The least that the toolkit can do: one line, and the key that was pressed last. The peer of every start and key."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    """One line."""

    def compose(self) -> ComposeResult:
        yield Static("ready")

    def on_key(self, event: events.Key) -> None:
        self.query_one(Static).update(f"key {event.key}")


if __name__ == "__main__":
    BareApp().run()
