"""What screens and widgets say to each other: attributes go down, these go up."""

from __future__ import annotations

from textual.message import Message

from callassist.commands import Command
from callassist.desk import Opened
from callassist.handbook import Refused


class Do(Message):
    """A command for the case in hand; the app's writer carries it out."""

    def __init__(self, command: Command) -> None:
        super().__init__()
        self.command = command


class Changed(Message):
    """The case in hand is now this; `says` is what was done. It is on disk."""

    def __init__(self, opened: Opened, says: str = "") -> None:
        super().__init__()
        self.opened = opened
        self.says = says


class Stopped(Message):
    """A command was refused."""

    def __init__(self, refused: Refused) -> None:
        super().__init__()
        self.refused = refused
