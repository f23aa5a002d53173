"""What can happen to a consumer or a debt, in the past tense.

An event names people, numbers and notes by *row id*; the personal data itself lives in dossier rows. A kind
never changes its meaning: it gets a successor. Amounts are whole cents, days are the consumer's local days,
moments are aware UTC. Within a journal an event's id is its sequence number.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import msgspec

from callassist.calendars import Window


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that happened. Its stream, sequence number, time and actor stand beside it in the journal."""


# ── a consumer's journal: what was said and done with the person ──


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
    """A dossier row became part of the case."""

    row: int
    source: str


class FactCorrected(Event, frozen=True, kw_only=True):
    """A dossier row took the place of another; `replaces` stays readable."""

    row: int
    replaces: int
    source: str


class NumberMarked(Event, frozen=True, kw_only=True):
    """A number's standing changed: good, bad, wrong_party or retired."""

    row: int
    standing: str
    why: str


class CallPlaced(Event, frozen=True, kw_only=True):
    """A number was about to be dialled; written before it rings.

    The call's id is this event's sequence number.
    """

    row: int
    debts: tuple[int, ...]
    line: str


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


class DisclosureGiven(Event, frozen=True, kw_only=True):
    """A required statement was read out, in the language of the call."""

    call: int
    kind: str
    language: str = "en"


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


class RestrictionPlaced(Event, frozen=True, kw_only=True):
    """Something limits contact. Its id is this event's sequence number.

    `kind` is one of RESTRICTIONS; no `debts` means every debt, `row` 0 every number. `windows` are the times
    that are *allowed* when the kind is inconvenient_time. `until` is the last local day on which it binds.
    """

    kind: str
    debts: tuple[int, ...] = ()
    row: int = 0
    windows: tuple[Window, ...] = ()
    until: date | None = None
    words: str = ""
    source: str = ""
    is_written: bool = False
    party: int = 0


class RestrictionLifted(Event, frozen=True, kw_only=True):
    """A restriction ended early."""

    restriction: int
    why: str


class ConsentGiven(Event, frozen=True, kw_only=True):
    """The consumer said we may call within a cap or at a closed time: for what, in which words, how long."""

    debts: tuple[int, ...]
    until: date
    words: str
    row: int = 0


class ConsentRevoked(Event, frozen=True, kw_only=True):
    """A consent was taken back."""

    consent: int
    words: str = ""


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
    """The consumer promised an amount for a day, divided over debts."""

    shares: tuple[Share, ...]
    due: date


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


class LetterRequested(Event, frozen=True, kw_only=True):
    """A letter is to go out, not before a moment (an undo must still be able to stop it)."""

    kind: str
    not_before: datetime
    debts: tuple[int, ...] = ()


class LetterSent(Event, frozen=True, kw_only=True):
    """A letter went out; `row` is the LetterReference it carried, drawn by chance for this letter alone."""

    row: int
    letter: int = 0


class CaseSkipped(Event, frozen=True, kw_only=True):
    """A collector passed the case over, and said why."""

    why: str


class CaseOpened(Event, frozen=True, kw_only=True):
    """Somebody read the verified case outside a call, for a stated purpose."""

    purpose: str


class LinkSuggested(Event, frozen=True, kw_only=True):
    """Another case may be the same person; a collector decides."""

    other: int
    why: str


class LinkAccepted(Event, frozen=True, kw_only=True):
    """The suggestion was right: `debts` moved to case `into`, history stayed."""

    other: int
    into: int
    debts: tuple[int, ...]


class LinkRefused(Event, frozen=True, kw_only=True):
    """The suggestion was wrong and is not made again."""

    other: int


# ── a debt's journal: its money and its claim ──


class DebtPlaced(Event, frozen=True, kw_only=True):
    """A client gave us a debt to collect. `line` is agency or early_out."""

    client: str
    account: str
    balance_cents: int = msgspec.field(name="balance")
    original_cents: int = msgspec.field(name="original", default=0)
    line: str = "agency"
    creditor: str = ""
    facility: str = ""
    service: date | None = None
    itemised: date | None = None
    placed: date | None = None
    last_paid: date | None = None
    last_paid_cents: int = msgspec.field(name="last_paid_amount", default=0)
    row: int = 1


class DebtAmended(Event, frozen=True, kw_only=True):
    """A later file corrected what the client had told us; None leaves a field as it was."""

    creditor: str | None = None
    facility: str | None = None
    service: date | None = None
    itemised: date | None = None
    row: int | None = None


class BalanceChanged(Event, frozen=True, kw_only=True):
    """The client's balance is now another."""

    balance_cents: int = msgspec.field(name="balance")
    was_cents: int = msgspec.field(name="was")
    why: str = ""


class PaymentReported(Event, frozen=True, kw_only=True):
    """Money arrived; the balance falls by it."""

    amount_cents: int = msgspec.field(name="amount")
    on: date
    source: str


class DebtDisputed(Event, frozen=True, kw_only=True):
    """A consumer disputes the debt."""

    by: int
    reason: str = ""


class DisputeWithdrawn(Event, frozen=True, kw_only=True):
    """A consumer's dispute was recorded in error, or is no longer upheld by them."""

    by: int
    why: str


class DebtRecalled(Event, frozen=True, kw_only=True):
    """The client took the debt back."""

    why: str = ""


class DebtClosed(Event, frozen=True, kw_only=True):
    """Nothing more is to be collected: paid, settled, cancelled."""

    why: str


RESTRICTIONS: Final = (
    "cease",
    "attorney",
    "bankruptcy",
    "deceased",
    "minor",
    "identity_theft",
    "do_not_call",
    "no_work_calls",
    "inconvenient_time",
    "inconvenient_place",
    "hold",
    "unread_notes",
)
