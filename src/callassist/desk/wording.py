"""What rules say of words while they are typed: for a screen that asks again each time the hand rests."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec.structs import replace

from callassist.desk.opened import Opened
from callassist.matters import is_aid_unnamed
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


# ── words that must be read out ──


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """Words that a rule wants read out before money, the statement they are stamped as, where that is written."""

    statement: str
    sentence: str
    cite: str


def wanted(opened: Opened) -> Wording | None:
    """The words that money waits for; None when there are none, or they were read out."""
    book, call = opened.verdicts.rulebook, opened.case.call
    for finding in opened.verdicts.of("take_payment", call.row if call else 0).findings:
        rule = book.rule(finding.rule)
        values = (rule.values_on(opened.verdicts.base.day) if rule else None) or {}
        if "sentence" in values and "statement" in values:
            return Wording(statement=values["statement"], sentence=values["sentence"], cite=finding.cite)
    return None


def is_aid_wanted(opened: Opened) -> bool:
    """Whether help with bills is to be named on this call before any money."""
    return is_aid_unnamed(opened.case, opened.verdicts.base.setting.clients)
