"""What was said and done with a person: calls, who spoke, promises, links. In the consumer's journal."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from callassist.events_base import Event


class DebtTaken(Event, frozen=True, kw_only=True):
    """The consumer is obliged on a debt; `rows` are the dossier rows that came with it."""

    debt: int
    role: str = "guarantor"
    rows: tuple[int, ...] = ()
    joined_by: str = ""


class DebtReleased(Event, frozen=True, kw_only=True):
    """The consumer is no longer obliged on a debt (a link undone, the wrong guarantor)."""

    debt: int
    why: str


class FactAdded(Event, frozen=True, kw_only=True):
    """A dossier row became part of the case.

    `confidence` is the grade of the trace that brought it, `seen` when its vendor last saw the person there.
    """

    row: int
    source: str
    confidence: str = ""
    seen: date | None = None
    why: str = ""


class FactCorrected(Event, frozen=True, kw_only=True):
    """A dossier row took the place of another; `replaces` stays readable."""

    row: int
    replaces: int
    source: str
    why: str = ""


class NumberMarked(Event, frozen=True, kw_only=True):
    """A number's standing changed: good, bad, wrong_party or retired."""

    row: int
    standing: str
    why: str


class CallPlaced(Event, frozen=True, kw_only=True):
    """A number was about to be dialled; written before it rings.

    The call's id is this event's sequence number. `purpose` is '' or location: it asks somebody else where they are.
    """

    row: int
    debts: tuple[int, ...]
    line: str
    purpose: str = ""


class CallReceived(Event, frozen=True, kw_only=True):
    """The phone rang inward; `number` is what the caller id showed, 0 when withheld."""

    number: int
    debts: tuple[int, ...]
    line: str


class IdentityTried(Event, frozen=True, kw_only=True):
    """The speaker gave one typed answer. The answer itself is never kept.

    Answers that were given together share a `number` and are one try; 0, as older entries have it, is a try alone.
    """

    call: int
    factor: str
    is_match: bool
    number: int = 0


class IdentityVerified(Event, frozen=True, kw_only=True):
    """Enough answers matched; debts may be spoken of with `speaker`."""

    call: int
    factors: tuple[str, ...]
    speaker: str = "consumer"


class IdentityRefused(Event, frozen=True, kw_only=True):
    """The speaker would not, or could not, verify; `instead` is the way that was offered."""

    call: int
    instead: str


class ThirdPartyAnswered(Event, frozen=True, kw_only=True):
    """Somebody else is on the line: household, unknown, wrong_number, child, coworker or facility."""

    call: int
    who: str


class SpeakerNamed(Event, frozen=True, kw_only=True):
    """Who is speaking on a call when it is not the consumer: one of SPEAKERS, said by them; `party` is who."""

    call: int
    relation: str
    party: int = 0


class DisclosureGiven(Event, frozen=True, kw_only=True):
    """A required statement was read out, in the language of the call."""

    call: int
    kind: str
    language: str = "en"


class PromptEnd(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one prompt of the line of guidance: `how` as prompts.ENDS, `seconds` that it stood."""

    id: str
    how: str
    seconds: int = 0


class PromptsEnded(Event, frozen=True, kw_only=True):
    """What the desk said to the collector on a call, and what they made of it."""

    call: int
    prompts: tuple[PromptEnd, ...]


class StepTaken(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a script that was come to: `script#step`, by which key ('' when it followed what happened).

    `seconds` from when the call began to be talked on.
    """

    place: str
    seconds: int = 0
    key: str = ""


class ScriptFollowed(Event, frozen=True, kw_only=True):
    """How a call went through its script, first to last."""

    call: int
    steps: tuple[StepTaken, ...]


class NoteWritten(Event, frozen=True, kw_only=True):
    """Words were added to the case; `call` is 0 outside a call."""

    row: int
    call: int = 0


class OutcomeLogged(Event, frozen=True, kw_only=True):
    """How a call ended. What the code meant that day is written out: editing the table rewrites no history.

    `reached` is none, wrong, third or right; `status` is where the case stands afterwards. A call whose debts
    came out differently has one of these a code; the first is the call's own. For an undo that one names all
    it brought about: `effects` by sequence number, `disputes` by debt, and `marked`, the row of the number
    whose standing it changed.
    """

    call: int
    code: str
    debts: tuple[int, ...]
    reached: str
    is_connected: bool
    is_conversation: bool
    talk_seconds: int = 0
    status: str = ""
    next_day: date | None = None
    note: int = 0
    effects: tuple[int, ...] = ()
    disputes: tuple[int, ...] = ()
    marked: int = 0


class OutcomeRetracted(Event, frozen=True, kw_only=True):
    """An outcome was undone.

    `effects` are the sequence numbers of all it had brought about; `status` and `next_day` are where the
    case stood before.
    """

    call: int
    outcome: int
    effects: tuple[int, ...] = ()
    status: str = ""
    next_day: date | None = None


class CallbackSet(Event, frozen=True, kw_only=True):
    """Somebody asked to be called at a moment; a third party's word schedules and is no consent."""

    at: datetime
    row: int = 0
    words: str = ""
    is_mine: bool = True
    asked_by: str = "consumer"


class CallbackCleared(Event, frozen=True, kw_only=True):
    """A callback was kept, or is no longer wanted."""

    callback: int
    why: str


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a promise that goes to one debt, in cents."""

    debt: int
    cents: int


class PromiseMade(Event, frozen=True, kw_only=True):
    """The consumer promised an amount for a day, divided over debts.

    `deal` is the deal of which it is the payment of that `index`, counted from 0; 0 for none.
    """

    shares: tuple[Share, ...]
    due: date
    deal: int = 0
    index: int = 0


class PromiseKept(Event, frozen=True, kw_only=True):
    """The promised money came."""

    promise: int


class PromiseBroken(Event, frozen=True, kw_only=True):
    """The promised day passed without the money."""

    promise: int


class PromiseCancelled(Event, frozen=True, kw_only=True):
    """A promise no longer holds without having been broken: another one took its place."""

    promise: int
    why: str


class CaseSkipped(Event, frozen=True, kw_only=True):
    """A collector passed the case over, and said why."""

    why: str


class CaseFound(Event, frozen=True, kw_only=True):
    """Somebody searched, for a stated purpose, and took this case; `by` are the fields, never what was typed."""

    purpose: str
    by: tuple[str, ...] = ()


class CaseOpened(Event, frozen=True, kw_only=True):
    """Somebody read the verified case outside a call, for a stated purpose."""

    purpose: str


class LinkSuggested(Event, frozen=True, kw_only=True):
    """Another case may be the same person; a collector decides. On both journals, each with the `other`.

    `evidence` is (field, level) of how the two compare, the heaviest first, when the engine was asked; `bits` its sum.
    """

    other: int
    why: str
    evidence: tuple[tuple[str, str], ...] = ()
    bits: int = 0


class LinkAccepted(Event, frozen=True, kw_only=True):
    """The suggestion was right: `debts` moved to case `into`, which is either of the two; history stayed."""

    other: int
    into: int
    debts: tuple[int, ...]


class LinkRefused(Event, frozen=True, kw_only=True):
    """The suggestion was wrong, or a link is undone; only a person may suggest it again."""

    other: int
