"""A message to be left: put together from the sentences of the rule about messages, and judged by all rules.

A message of limited content (12 CFR 1006.2(j)) is a voicemail for the person, left whole. The same words as a text, cut
off, or knowingly left for somebody else are none.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from callassist.casefile import CaseFile
from callassist.checklist import zone_of
from callassist.errors import CallassistError
from callassist.named_rules import LIMITED_CONTENT
from callassist.rules import BLOCK, Finding, Setting, Values, strictest
from callassist.survey import Verdicts

ACTION: Final = "message"
MEDIUM: Final = "voicemail"


class NoWords(CallassistError):
    """No rule in force says what a message consists of."""

    def __str__(self) -> str:
        """Where they should stand."""
        return f"No sentences for messages are in force: look at 'sentences' of the rule {LIMITED_CONTENT}."


class Extras(msgspec.Struct, frozen=True, kw_only=True):
    """What a message may hold beside what it must: a salutation, its date and time, when to call back, who may help.

    `times` are words like "weekdays until 6 p.m."; `at` is aware.
    """

    salutation: str = ""
    at: datetime | None = None
    times: str = ""
    is_anyone: bool = False


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Words for a message with all that rules say against leaving them; `findings` are the strictest first."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def may_be_left(self) -> bool:
        """Whether no rule on file stops it."""
        return strictest(self.findings) != BLOCK


def compose(verdicts: Verdicts, collector: str, row: int = 0, extras: Extras | None = None) -> Message:
    """The message for a case in a collector's name, judged: by the rules on leaving one, and word by word. NoWords."""
    text = _text(verdicts, collector, extras or Extras())
    left = verdicts.of(MEDIUM, row).findings
    return Message(text=text, findings=tuple(sorted((*left, *verdicts.words(text, ACTION)), key=_first_what_stops)))


def is_limited(words: Iterable[Finding], medium: str, *, is_whole: bool) -> bool:
    """Whether what was left is a message of limited content: `words` are what rules said of its words."""
    return medium == MEDIUM and is_whole and strictest(words) != BLOCK


def callback_number(case: CaseFile, setting: Setting) -> str:
    """Ours; a client's only when all debts of the call are that client's early-out business."""
    policies = [setting.clients.get(client) for client in {debt.client for debt in case.open_debts(case.line)}]
    if case.line != "agency" and len(policies) == 1 and policies[0] and policies[0].callback_number:
        return policies[0].callback_number
    return setting.agency.callback_number


def _first_what_stops(finding: Finding) -> bool:
    return finding.effect != BLOCK


def _text(verdicts: Verdicts, collector: str, extras: Extras) -> str:
    sentences = _sentences(verdicts)
    setting = verdicts.base.setting
    fields = {
        "name": collector.title() if collector.islower() else collector,
        "business": setting.agency.voicemail_name,
        "number": callback_number(verdicts.case, setting),
        "salutation": extras.salutation.rstrip("."),
        "times": extras.times.rstrip("."),
        **(_moment(extras.at, verdicts) if extras.at else {}),
    }
    wanted = {
        "salutation": extras.salutation,
        "moment": extras.at,
        "anyone": extras.is_anyone,
        "times": extras.times,
    }
    kept = (sentence for part, sentence in sentences.items() if wanted.get(part, True))
    return " ".join(sentence.format_map(fields) for sentence in kept)


def _sentences(verdicts: Verdicts) -> dict[str, str]:
    rule = verdicts.rulebook.rule(LIMITED_CONTENT)
    values: Values | None = rule.values_on(verdicts.base.day) if rule else None
    if not values:
        raise NoWords
    found: dict[str, str] = values["sentences"]
    return found


def _moment(at: datetime, verdicts: Verdicts) -> dict[str, str]:
    """The day and the time on the consumer's clock, as they are said."""
    zone = next(iter(verdicts.zones), "UTC")
    there = at.astimezone(zone_of(zone))
    return {"day": f"{there:%A, %B} {there.day}", "time": f"{there:%I:%M %p}".lstrip("0")}
