"""What is unfinished of a call: kept on disk within a second, offered again after a terminal was killed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from callassist.casefile import CaseFile
from callassist.commands import LogOutcome
from callassist.dialogue import Position
from callassist.dossier import FinancialStatement
from callassist.events import StepTaken
from callassist.money import card_spans
from callassist.prompts import Guide
from callassist.screens.keys import LOCKED, PREVIEW, RINGING, VERIFIED

MINUTE: Final = 60
HIDDEN: Final = "[card number taken out]"


class Draft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A call as far as the journal does not hold it.

    `call` is 0 before dialling; `row` the number picked in the preview; `talk_since` and `ended` when somebody
    answered and when we hung up (aware UTC), `alive` when the talk was last known to go on; `is_cut` when how long it
    was is known no better than that; `command` and `typed` (by field) a half-finished wrap-up; `then_row` the number
    to go on with when the outcome is saved; `told` what was said of income and spending and is not kept yet; `guide`
    what the line of guidance shows and has shown, `walked` the way through the script.
    """

    case: int = 0
    call: int = 0
    row: int = 0
    at: Position | None = None
    talk_since: datetime | None = None
    ended: datetime | None = None
    alive: datetime | None = None
    is_cut: bool = False
    note: str = ""
    command: LogOutcome | None = None
    typed: dict[str, str] = {}
    then_row: int = 0
    told: FinancialStatement | None = None
    guide: Guide = Guide()
    walked: tuple[StepTaken, ...] = ()

    def __repr__(self) -> str:
        """Which call, not what was typed in it."""
        return f"Draft(case={self.case}, call={self.call})"

    def talk_seconds(self, now: datetime) -> int:
        """How long the talk has been, or was; never below nothing, even when the clock steps back."""
        if self.talk_since is None:
            return 0
        return max(0, int(((self.ended or now) - self.talk_since).total_seconds()))

    @property
    def is_talking(self) -> bool:
        """Whether the talk timer runs."""
        return self.talk_since is not None and self.ended is None

    def living(self, now: datetime) -> Draft:
        """The draft with this moment as its last sign of life, where the timer runs."""
        return msgspec.structs.replace(self, alive=now) if self.is_talking else self

    def cut(self, now: datetime) -> Draft:
        """A draft that is found again: the gap since its last sign of life is no talk, and the timer stands."""
        if self.talk_since is None or self.ended is not None:
            return self
        talk = max(timedelta(), (self.alive or self.talk_since) - self.talk_since)
        return msgspec.structs.replace(self, talk_since=now - talk, ended=now, is_cut=True)

    def resumed(self, now: datetime) -> Draft:
        """The timer goes on from where it stands, or begins."""
        return msgspec.structs.replace(self, talk_since=now - timedelta(seconds=self.talk_seconds(now)), ended=None)


def minutes(seconds: int) -> str:
    """A length of talk as a clock shows it."""
    return f"{seconds // MINUTE:02d}:{seconds % MINUTE:02d}"


def key_of(case: int) -> str:
    """The key under which a case's draft is kept."""
    return f"call:{case}"


def encode(draft: Draft) -> bytes:
    """The draft as it goes to disk: a card number never does, and an empty draft is none."""
    if draft == Draft(case=draft.case, row=draft.row, guide=draft.guide) and not draft.call:
        return b""
    typed = {name: without_cards(text) for name, text in draft.typed.items()}
    command = draft.command
    if command is not None:
        command = msgspec.structs.replace(command, words=without_cards(command.words), note=_masked(command.note))
    safe = msgspec.structs.replace(draft, note=without_cards(draft.note), typed=typed, command=command)
    return msgspec.json.encode(safe)


def decode(body: bytes) -> Draft | None:
    """A draft as it was kept; None when there is none, or when an older version wrote it in another shape."""
    if not body:
        return None
    try:
        return msgspec.json.decode(body, type=Draft)
    except msgspec.MsgspecError:
        return None


def _masked(note: str | None) -> str | None:
    return None if note is None else without_cards(note)


def without_cards(text: str) -> str:
    """The text with every run of digits that could be a card number blotted out."""
    for start, past in reversed(card_spans(text)):
        text = f"{text[:start]}{HIDDEN}{text[past:]}"
    return text


def stage_of(case: CaseFile, draft: Draft) -> str:
    """Which stage a call is in: it follows from the case, and from whether somebody has answered."""
    call = case.call
    if call is None:
        return PREVIEW
    if call.verified:
        return VERIFIED
    has_answered = draft.talk_since is not None and draft.call == call.id
    is_tried = any(each.call == call.id for each in case.consumer.tries)
    if call.is_inbound or has_answered or is_tried or call.third_party or call.refused or call.disclosures:
        return LOCKED
    return RINGING
