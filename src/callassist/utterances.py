"""What was heard: what an utterance means, how sure that is, and what it names. Values only."""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec

from callassist.bargains import Counter

CRITICAL, NORMAL = "critical", "normal"
SHOWN_AT_MOST: Final = 3


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that somebody may have meant; `name` is one of data/intents.yaml.

    `score` is from 0 to 1. `is_shown` says whether it reached its threshold and is among the first three; `quoted` are
    the words that speak for it, as they were said; '' when it was recognised by likeness alone.
    """

    name: str
    score: float
    severity: str
    is_shown: bool = False
    quoted: str = ""


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is named: what they are to whoever speaks, in the words of kinds.SPEAKERS.

    `is_speaking` says that they are on the line now ("wife on line", "this is his wife") and not only spoken of.
    """

    relation: str
    quoted: str
    is_speaking: bool = False


class Hearing(msgspec.Struct, frozen=True, kw_only=True):
    """All that was heard in one utterance, best intents first; nothing of it is a record.

    `dates` are local days; `times` are minutes after midnight; `cadences` are words of schedules (weekly, biweekly,
    monthly); `paydays` are days of the month on which they are paid; `numbers` are telephone numbers, E.164 digits;
    `counter` is what is proposed, when the whole reads as a proposal.
    """

    text: str
    intents: tuple[Intent, ...] = ()
    amounts_cents: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    times: tuple[int, ...] = ()
    cadences: tuple[str, ...] = ()
    paydays: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    people: tuple[Voice, ...] = ()
    counter: Counter | None = None

    @property
    def shown(self) -> tuple[Intent, ...]:
        """Those that are shown, best first."""
        return tuple(intent for intent in self.intents if intent.is_shown)

    def __repr__(self) -> str:
        """Nothing of what was said."""
        return "Hearing(...)"
