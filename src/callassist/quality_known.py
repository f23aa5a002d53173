"""What is known of a call when it is judged: the order of what was journalled, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from msgspec import Struct

from callassist import events as ev
from callassist.casefile import Call, CaseFile, Entry
from callassist.quality_shapes import Form, Heard, Stood, Trail

MONEY: Final = (ev.OffersMade, ev.DealAccepted, ev.PromiseMade, ev.DealAuthorised)
"""What cannot come about without money having been spoken of."""
BEFORE_IDENTITY: Final = frozenset({"recording-notice", "transcription-notice", "agency-if-asked"})
ATTESTED: Final = "attested"
"""What stands in place of the facts where identity was verified elsewhere."""
TOLD_BY: Final = {
    "dispute": frozenset({"DSP", "QOC", "NOTG", "IZR", "IDT"}),
    "paid": frozenset({"PCD", "DSP"}),
    "stop": frozenset({"CND", "CEASE", "DNC"}),
    "attorney": frozenset({"ATTY"}),
    "bankruptcy": frozenset({"BKY", "BKI"}),
    "hardship": frozenset({"HARD", "UNA", "FAP", "LMR"}),
    "cover": frozenset({"INS", "APP", "MCD", "QMB", "TPL", "WC"}),
    "died": frozenset({"DEC"}),
}
"""The outcomes by which a journal shows that something was told."""


class Known(Struct, frozen=True, kw_only=True):
    """A call as it is judged. `money_at` is the first entry that money came up in, None where it did not."""

    case: CaseFile
    call: Call
    entries: tuple[Entry, ...]
    form: Form
    trail: Trail
    typed: tuple[str, ...]
    money_at: int | None

    def __repr__(self) -> str:
        """Which call, nothing of what was typed on it."""
        return f"Known(case={self.case.id}, call={self.call.id})"

    @property
    def stood(self) -> tuple[Stood, ...]:
        """The steps that the call came to."""
        return self.trail.stood

    def at_of(self, kind: str) -> int | None:
        """Where in the entries a statement was read out first; None when it was not."""
        return next(
            (
                index
                for index, entry in enumerate(self.entries)
                if isinstance(entry.event, ev.DisclosureGiven) and entry.event.kind == kind
            ),
            None,
        )

    def has_said(self, kind: str) -> bool:
        """Whether a statement was read out on this call."""
        return kind in self.call.disclosures

    def first_of(self, *kinds: type) -> int | None:
        """Where in the entries something of these kinds happened first."""
        return next((index for index, entry in enumerate(self.entries) if isinstance(entry.event, kinds)), None)

    @property
    def asked_at(self) -> int | None:
        """The first step at which money was asked for."""
        return next((index for index, step in enumerate(self.stood) if step.asks_money), None)

    @property
    def spoke_of_money(self) -> bool:
        """Whether money was asked for or agreed on."""
        return self.money_at is not None or self.asked_at is not None

    @property
    def was_elsewhere(self) -> bool:
        """Whether it was worked outside the screens, and only its outcome is here."""
        return self.call.verified == (ATTESTED,)

    @property
    def was_answered(self) -> bool:
        """Whether somebody was on the line at all."""
        call = self.call
        return bool(call.verified or call.answered or call.refused or call.disclosures or len(self.stood) > 1)

    def told(self, *what: str) -> Heard | None:
        """The first time that something was told in a rehearsal."""
        return next((each for each in self.trail.heard if {*what} & {*each.tells}), None)

    def is_told(self, what: str) -> bool:
        """Whether something was told: heard in a rehearsal, or shown by the outcome."""
        return self.told(what) is not None or self.call.outcome in TOLD_BY.get(what, frozenset())

    def money_after(self, heard: Heard | None) -> bool:
        """Whether money was asked for after something was told; where the moment is unknown, whether it was at all."""
        if heard is None:
            return self.money_at is not None
        return any(step.asks_money for step in self.stood[heard.after :])


def known_of(case: CaseFile, call: Call, entries: Sequence[Entry], form: Form, trail: Trail) -> Known:
    """What is known of a call."""
    money_at = next((index for index, entry in enumerate(entries) if isinstance(entry.event, MONEY)), None)
    rows = [entry.event.row for entry in entries if isinstance(entry.event, ev.NoteWritten)]
    texts: Collection[str] = [case.texts[row] for row in rows if row in case.texts]
    return Known(
        case=case, call=call, entries=tuple(entries), form=form, trail=trail, typed=tuple(texts), money_at=money_at
    )
