"""What a desk answers with: a case in hand, a case in other hands, a command that was carried out."""

from __future__ import annotations

from datetime import datetime

import msgspec

from callassist.casefile import CaseFile, Entry
from callassist.survey import Verdicts


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A case in hand: what the screens draw. `entries` is its history, oldest first per journal.

    `has_namesake` says that another of that name is on file at the same address: junior or senior, ask which.
    """

    case: CaseFile
    verdicts: Verdicts
    entries: tuple[Entry, ...]
    until: datetime
    now: datetime
    has_namesake: bool = False

    @property
    def is_callable(self) -> bool:
        """Whether at least one number may be called now."""
        return not self.verdicts.best_call().is_stopped


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The case is in somebody else's hands, or cannot be taken in hand because of something else."""

    case: int
    because: str = ""

    @property
    def sentence(self) -> str:
        """What to tell the collector."""
        elsewhere = f"Case C{self.case} is open on another desk; try again in a minute, or take the next one."
        return self.because or elsewhere


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A command that was carried out and is on disk; `says` is what was done, in words."""

    opened: Opened
    says: str
