"""What rules say of words while they are typed: for a screen that asks again each time the hand rests."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from callassist.rules import SAY, Finding, strictest
from callassist.survey import Verdicts

COURTESY: Final = 1
WRITE: Final = "write"
SAID: Final = "says"
"""The check of words that may be somebody else's; a number that must not be kept stays what it is."""
IF_OURS: Final = "If it was we who said so: {title}."


def of_note(verdicts: Verdicts, text: str) -> Finding | None:
    """The first thing to say of a note, mildly: a note tells what was said, by them too. None when it is plain.

    What goes out in our name is judged by `of_sent` instead.
    """
    found = of_sent(verdicts, text)
    rule = verdicts.rulebook.rule(found.rule) if found else None
    if found is None or rule is None or found.effect == SAY or rule.check != SAID:
        return found
    say = IF_OURS.format(title=f"{rule.title[0].lower()}{rule.title[1:]}")
    return replace(found, effect=SAY, stake=COURTESY, say=say)


def of_sent(verdicts: Verdicts, text: str) -> Finding | None:
    """What to say of words that are said or sent: of the words themselves, as strictly as of what they speak of.

    None when no rule has anything to say.
    """
    findings = verdicts.words(text) if text.strip() else ()
    if not findings:
        return None
    own = next((found for found in findings if _is_of_words(verdicts, found)), findings[0])
    return replace(own, effect=strictest(findings))


def _is_of_words(verdicts: Verdicts, finding: Finding) -> bool:
    rule = verdicts.rulebook.rule(finding.rule)
    return rule is not None and WRITE in rule.on
