"""What a collector may ask of a case, in the imperative; `decide` answers with entries or with a refusal.

Commands are plain values: an unfinished wrap-up is kept as a draft by encoding the command itself. Everything
typed is parsed before it gets here: amounts are whole cents, days are the consumer's local days, moments are
aware.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import msgspec

from callassist.calendars import Window
from callassist.casefile import CaseFile
from callassist.identity import Answer

INSTEAD: Final = ("other_factor", "letter_reference", "call_back", "mail")
THIRD_PARTIES: Final = ("household", "unknown", "wrong_number", "child", "coworker", "facility")
STANDINGS: Final = ("untried", "good", "bad", "wrong_party", "retired")
NUMBER_KINDS: Final = ("home", "cell", "work", "other")


class Command(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag=True, tag_field="do"):
    """Something to be done to a case. It shows its name alone where a program prints values: words may be in it."""

    def __repr__(self) -> str:
        """Which command, not what was typed."""
        return f"{type(self).__name__}(...)"


# ── a call ──


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """Going on in spite of rules that leave it to a role: which, and why; the reason is required."""

    rules: tuple[str, ...]
    why: str


class PlaceCall(Command, frozen=True, kw_only=True):
    """Dial the number in dossier row `row`; recorded before it rings.

    `has_happened` says that it was dialled outside the screens: the rules are asked and their answer is kept, but what
    has happened is recorded whatever they say. The `purpose` location asks somebody else where the consumer is.
    """

    row: int
    override: Override | None = None
    has_happened: bool = False
    purpose: str = ""


class ReceiveCall(Command, frozen=True, kw_only=True):
    """The phone rings inward; `number` is E.164 digits, 0 when withheld."""

    number: int = 0


class TryIdentity(Command, frozen=True, kw_only=True):
    """What the speaker gave as proof of who they are, as typed."""

    answers: tuple[Answer, ...]


class RefuseIdentity(Command, frozen=True, kw_only=True):
    """The speaker will not, or cannot, verify; `instead` is one of INSTEAD."""

    instead: str


class AnswerThirdParty(Command, frozen=True, kw_only=True):
    """Somebody else is on the line; `who` is one of THIRD_PARTIES."""

    who: str


class NameSpeaker(Command, frozen=True, kw_only=True):
    """Somebody says who they are: one of SPEAKERS. Whatever was proved by the voice before no longer holds."""

    relation: str
    party: str = ""
    party_phone: str = ""


class GiveAuthority(Command, frozen=True, kw_only=True):
    """Somebody may speak or hear for the consumer; the fields are those of the event AuthorityGiven, `party` a name."""

    kind: str
    relation: str
    party: str = ""
    party_phone: str = ""
    debts: tuple[int, ...] = ()
    until: date | None = None
    words: str = ""
    is_written: bool = False


class EndAuthority(Command, frozen=True, kw_only=True):
    """An authority was taken back, or proved to be none; the reason is required."""

    authority: int
    why: str


class GiveDisclosure(Command, frozen=True, kw_only=True):
    """A required statement was read out, in the language of the call."""

    kind: str
    language: str = "en"


# ── wrap-up ──


class DebtCode(msgspec.Struct, frozen=True, kw_only=True):
    """A debt whose outcome differs from that of the rest of the call."""

    debt: int
    code: str


class Leave(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to "may we call you before then about this?": the consumer's words, good until a day."""

    words: str
    until: date


class LogOutcome(Command, frozen=True, kw_only=True):
    """End the open call with a code.

    No `debts` means those the call was about; `codes` are the debts that came out otherwise. `note` None
    takes the drafted note, '' writes none. `at` is a callback's moment, `due` a promise's day, `row` the
    number meant (0: the one that was dialled), `windows` the times the consumer said we may call,
    `is_attested` that identity was verified elsewhere (a call worked outside the screens), `party` an
    attorney or whoever else matters.
    """

    code: str
    talk_seconds: int = 0
    debts: tuple[int, ...] = ()
    codes: tuple[DebtCode, ...] = ()
    note: str | None = None
    amount_cents: int = 0
    due: date | None = None
    at: datetime | None = None
    row: int = 0
    words: str = ""
    consent: Leave | None = None
    party: str = ""
    party_phone: str = ""
    windows: tuple[Window, ...] = ()
    is_attested: bool = False


class UndoOutcome(Command, frozen=True, kw_only=True):
    """Take back the outcome of the newest call, with everything it brought about."""


# ── at any time ──


class WriteNote(Command, frozen=True, kw_only=True):
    """Words to keep; they belong to the open call when there is one."""

    text: str


class ReadNotes(Command, frozen=True, kw_only=True):
    """Read the notes that came with the case, before any call; that they were looked at is kept."""


class SkipCase(Command, frozen=True, kw_only=True):
    """Pass the case over; the reason is required."""

    why: str


class OpenCase(Command, frozen=True, kw_only=True):
    """Read the verified case outside a call, for a stated purpose, on answers typed by whoever asks."""

    purpose: str
    answers: tuple[Answer, ...]


class PlaceRestriction(Command, frozen=True, kw_only=True):
    """Limit contact; the fields are those of the event RestrictionPlaced, `party` being a name."""

    kind: str
    debts: tuple[int, ...] = ()
    row: int = 0
    windows: tuple[Window, ...] = ()
    until: date | None = None
    words: str = ""
    source: str = ""
    is_written: bool = False
    party: str = ""
    party_phone: str = ""


class LiftRestriction(Command, frozen=True, kw_only=True):
    """End a restriction early; the reason is required."""

    restriction: int
    why: str


class AddNumber(Command, frozen=True, kw_only=True):
    """A telephone number was learnt: E.164 digits, parsed before; `kind` is one of NUMBER_KINDS."""

    number: int
    kind: str
    extension: str = ""
    source: str = "consumer"


class MarkNumber(Command, frozen=True, kw_only=True):
    """Change a number's standing to one of STANDINGS."""

    row: int
    standing: str
    why: str


class RevokeConsent(Command, frozen=True, kw_only=True):
    """Leave was taken back; the words in which it was, on a call or in writing."""

    consent: int
    words: str


class RecordConsent(Command, frozen=True, kw_only=True):
    """Leave to reach them in a way that needs it: which debts (none: all), which words, until when.

    `medium` is one of kinds.MEDIA: a call despite a cap, or texts, e-mails, calls by a machine. `given_to` is us, the
    creditor or the collector before us; `row` the number or e-mail address that it is about, 0 for all.
    """

    words: str
    until: date
    debts: tuple[int, ...] = ()
    row: int = 0
    medium: str = "call"
    given_to: str = "us"


class RecordMessage(Command, frozen=True, kw_only=True):
    """A message by one of kinds.WRITTEN: theirs, or one of ours that is judged as it goes out.

    `row` is the number or address, `kind` one of kinds.NOTICES, attorney when it goes to theirs, or ''; `words` what is
    in it, of ours to be judged, of theirs to be kept. One that `has_happened` is kept whatever the rules say of it.
    """

    medium: str
    is_inbound: bool = False
    row: int = 0
    debts: tuple[int, ...] = ()
    kind: str = ""
    words: str = ""
    has_happened: bool = False


class CheckNumber(Command, frozen=True, kw_only=True):
    """What the reassigned numbers database said of the number in a row on a day: same, reassigned or unknown."""

    row: int
    on: date
    result: str


class SuggestLink(Command, frozen=True, kw_only=True):
    """Somebody thinks that another case, as just loaded, is the same person, and says why.

    `evidence` is (field, level) of how the two compare, `bits` their weight; see matching.
    """

    other: CaseFile
    why: str
    evidence: tuple[tuple[str, str], ...] = ()
    bits: int = 0


class AcceptLink(Command, frozen=True, kw_only=True):
    """The suggested case is the same person: its open debts come here. `other` is that case, just loaded."""

    other: CaseFile


class RefuseLink(Command, frozen=True, kw_only=True):
    """The suggested case, as just loaded, is somebody else; no file suggests it again."""

    other: CaseFile


class UndoLink(Command, frozen=True, kw_only=True):
    """An accepted link was wrong: `debts` go back to the case they came from. `other` is the other one, just loaded."""

    other: CaseFile
    debts: tuple[int, ...]


# ── a debt ──


class DateDebt(Command, frozen=True, kw_only=True):
    """Days that rules about a debt go by were learnt; see DebtDated. `debt` 0 is the case's only one."""

    debt: int = 0
    first_statement: date | None = None
    defaulted: date | None = None
    judged: date | None = None
    basis: str = ""
    assistance_told: date | None = None


# ── what is owed: notices, requests, complaints, reports ──


class RecordNotice(Command, frozen=True, kw_only=True):
    """A notice, one of NOTICES, went out by one of WRITTEN; no day means today, no debts all that are collected.

    `ends` is the last day for a dispute that a validation notice itself states.
    """

    kind: str
    debts: tuple[int, ...] = ()
    on: date | None = None
    medium: str = "mail"
    ends: date | None = None


class ReturnNotice(Command, frozen=True, kw_only=True):
    """A notice came back undeliverable."""

    notice: int
    on: date | None = None


class MakeRequest(Command, frozen=True, kw_only=True):
    """The consumer asked for one of REQUESTS; see RequestMade for the fields."""

    kind: str
    debts: tuple[int, ...] = ()
    on: date | None = None
    is_written: bool = False
    words: str = ""
    is_new: bool = True


class AnswerRequest(Command, frozen=True, kw_only=True):
    """What was asked for was given, or decided; how is required."""

    request: int
    how: str
    on: date | None = None


class WithdrawRequest(Command, frozen=True, kw_only=True):
    """A request was written down in error, or is no longer made; why is required. A dispute's marks go with it."""

    request: int
    why: str


class MakeComplaint(Command, frozen=True, kw_only=True):
    """Somebody is dissatisfied, about one of COMPLAINTS; it belongs to the open call when there is one."""

    kind: str
    words: str
    debts: tuple[int, ...] = ()


class AnswerComplaint(Command, frozen=True, kw_only=True):
    """A complaint was acknowledged or resolved; how it was resolved is required."""

    complaint: int
    step: str
    words: str = ""


class RecordFurnishing(Command, frozen=True, kw_only=True):
    """Whoever reports for the client reported a debt to a credit bureau, or had the report deleted."""

    debt: int
    on: date | None = None
    is_deleted: bool = False
