"""What rules say of words while they are typed: for a screen that asks again each time the hand rests."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from callassist.rules import SAY, SEVERITY, WARN, Finding
from callassist.survey import Verdicts

COURTESY: Final = 1
IF_SAID: Final = "If these were your words: {say}"


def of_note(verdicts: Verdicts, text: str) -> Finding | None:
    """The first thing to say of a note, mildly: a note tells what was said, by them too. None when it is plain.

    What goes out in our name is judged by `of_sent` instead.
    """
    found = of_sent(verdicts, text)
    if found is None:
        return None
    say = IF_SAID.format(say=found.say) if SEVERITY[found.effect] >= SEVERITY[WARN] else found.say
    return replace(found, effect=SAY, stake=COURTESY, say=say)


def of_sent(verdicts: Verdicts, text: str) -> Finding | None:
    """The strictest finding on words that are said or sent; None when no rule has anything to say."""
    return next(iter(verdicts.words(text)), None) if text.strip() else None
