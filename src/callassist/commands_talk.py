"""What may be asked of the journal about the talk itself, in the imperative."""

from __future__ import annotations

from callassist.commands import Command
from callassist.events import PromptEnd, StepTaken


class KeepTalk(Command, frozen=True, kw_only=True):
    """Keep how the open call went: what the desk said to the collector and what came of it, the steps of the script."""

    prompts: tuple[PromptEnd, ...] = ()
    steps: tuple[StepTaken, ...] = ()
