"""Lines of a transcript as a speech engine writes them, and whether anything of one may be heard on a call."""

from __future__ import annotations

from typing import Final

import msgspec

from callassist.casefile import CaseFile
from callassist.policy import Transcription
from callassist.rules import Setting

NOTICE: Final = "transcription-notice"
REFUSED: Final = "recording_refused"
DEBTOR: Final = frozenset({"debtor", "consumer"})
LONGEST: Final = 65_536
"""Bytes of a line; one that is longer is none."""
BY_POLICY: Final = "Listening is off: no policy says that the notice covers transcription (docs/listening.md)."
BY_THEM: Final = "Listening is off: they do not agree to be recorded."
UNASKED: Final = "Listening waits: say that the call is also turned into text; m once they agree."


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One line: seconds since the call began, who spoke, what, and whether the engine may still change it."""

    text: str
    speaker: str
    t: float = 0.0
    final: bool = True

    def __repr__(self) -> str:
        """Who spoke, nothing of what was said."""
        return f"Turn(speaker={self.speaker!r})"

    @property
    def is_heard(self) -> bool:
        """Whether it is the debtor's, and as it will stay."""
        return self.final and self.speaker in DEBTOR and bool(self.text.strip())


_TURNS: Final = msgspec.json.Decoder(Turn)


def read_turn(line: bytes) -> Turn | None:
    """A line as a turn; None when it is none."""
    if len(line) > LONGEST:
        return None
    try:
        return _TURNS.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def policy_of(case: CaseFile, setting: Setting) -> Transcription:
    """What all creditors of the open debts agree to: a client's own word before the agency's, the strictest of all."""
    clients = {debt.client for debt in case.open_debts(case.line)}
    policies = [setting.clients[each].transcription for each in clients if each in setting.clients]
    words = [each or setting.agency.transcription for each in policies] or [setting.agency.transcription]
    return Transcription(is_on=all(each.is_on for each in words), keeps_text=all(each.keeps_text for each in words))


def why_off(case: CaseFile, setting: Setting) -> str:
    """Why nothing may be heard on the call now, as a sentence; '' when it may."""
    call = case.call
    if not policy_of(case, setting).is_on:
        return BY_POLICY
    if any(each.kind == REFUSED for each in case.consumer.restrictions):
        return BY_THEM
    return "" if call is not None and NOTICE in call.disclosures else UNASKED
