"""Fields to type in: one line each, no blinking cursor, Enter and a full field move on."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input, TextArea


class Field(Input):
    """One line of typing. `digits` is how many digits fill it, 0 when only Enter ends it.

    One that `is_limited` takes no letter more than that.
    """

    BINDINGS: ClassVar = [Binding("ctrl+j", "submit", "Next", show=False)]

    class Entered(Message):
        """Enter, or the field is full."""

        def __init__(self, field: Field, *, is_full: bool = False) -> None:
            super().__init__()
            self.field = field
            self.is_full = is_full

        @property
        def control(self) -> Field:
            """The field that says so."""
            return self.field

    class Typed(Message):
        """The text is now another."""

        def __init__(self, field: Field) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> Field:
            """The field that says so."""
            return self.field

    def __init__(self, name: str, *, digits: int = 0, is_limited: bool = False, hint: str = "") -> None:
        most = digits if is_limited else 0
        ident = f"field-{name.replace('_', '-')}"
        super().__init__(placeholder=hint, name=name, id=ident, compact=True, max_length=most)
        self.digits = digits
        self.cursor_blink = False

    async def action_submit(self) -> None:
        """Enter, of either keyboard."""
        self.post_message(self.Entered(self))

    def on_input_changed(self, event: Input.Changed) -> None:
        """The box's own message goes no further; ours says the same. A full field moves on by itself."""
        event.stop()
        self.post_message(self.Typed(self))
        if self.digits and len(event.value) == self.digits and event.value.isdecimal() and self.has_focus:
            self.post_message(self.Entered(self, is_full=True))

    def put(self, text: str) -> None:
        """Set the text without saying so."""
        with self.prevent(Input.Changed):
            self.value = text


class NoteArea(TextArea):
    """Free words of any length; Tab leaves it, Enter is a new line."""

    BINDINGS: ClassVar = [Binding("ctrl+j", "new_line", "New line", show=False)]

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id, soft_wrap=True, tab_behavior="focus", compact=True)
        self.cursor_blink = False

    def action_new_line(self) -> None:
        """Enter of the number pad."""
        self.insert("\n")

    def put(self, text: str, *, is_to_read: bool = False) -> None:
        """Set the text without saying so: to go on behind it, or to be read from its beginning."""
        if text != self.text:
            with self.prevent(TextArea.Changed):
                self.load_text(text)
            self.move_cursor((0, 0) if is_to_read else self.document.end)
