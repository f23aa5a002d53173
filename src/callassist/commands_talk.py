"""What may be asked of the journal about the talk itself, in the imperative."""

from __future__ import annotations

from callassist.commands import Command
from callassist.events import PromptEnd


class KeepPrompts(Command, frozen=True, kw_only=True):
    """Keep what the desk said to the collector on the open call, and what they made of it."""

    prompts: tuple[PromptEnd, ...]
