"""What stands between us and a person besides calls: who may speak for them, what was sent, asked, complained of.

And what those who find people were asked, and said.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from callassist.dossier import Trace


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """Leave for somebody else to speak or hear; see AuthorityGiven for the fields."""

    id: int
    kind: str
    relation: str
    since: datetime
    debts: tuple[int, ...] = ()
    party: int = 0
    until: date | None = None
    words: str = ""
    is_written: bool = False

    def covers(self, relation: str, debt: int, day: date) -> bool:
        """Whether it lets somebody in this relation speak of a debt (0: of none in particular) on a local day."""
        is_about = not self.debts or debt in self.debts
        return self.relation == relation and is_about and (self.until is None or day <= self.until)


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """An e-mail, a text or a letter, sent by us or by them; `at` is when it was sent, `refused` as MessageReceived."""

    id: int
    at: datetime
    medium: str
    is_inbound: bool
    row: int = 0
    debts: tuple[int, ...] = ()
    kind: str = ""
    refused: tuple[str, ...] = ()


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice that went out, and when it came back undeliverable, if it did; `ends` as NoticeSent."""

    id: int
    kind: str
    debts: tuple[int, ...]
    on: date
    medium: str = "mail"
    returned: date | None = None
    ends: date | None = None
    source: str = ""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Something the consumer asked for, and when it was answered; see RequestMade for the fields."""

    id: int
    kind: str
    debts: tuple[int, ...]
    on: date
    is_written: bool = False
    is_new: bool = True
    answered: date | None = None
    source: str = ""


class Complaint(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint, and how far its answer has come: open, acknowledged or resolved."""

    id: int
    kind: str
    at: datetime
    row: int
    debts: tuple[int, ...] = ()
    step: str = "open"


class IdentityTry(msgspec.Struct, frozen=True, kw_only=True):
    """A typed answer and whether it matched; see IdentityTried for its `number`."""

    at: datetime
    call: int
    factor: str
    is_match: bool
    number: int = 0


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A note's place in the dossier, who wrote it and when."""

    id: int
    at: datetime
    actor: str
    row: int
    call: int


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that is asked for."""

    id: int
    kind: str
    not_before: datetime
    debts: tuple[int, ...]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link to another case: `state` is suggested, accepted or refused; `into` the case that took the debts."""

    other: int
    why: str
    state: str = "suggested"
    into: int = 0


class TraceRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor was asked where the person is; see TraceRequested. `answered` is the newest answer's moment."""

    id: int
    at: datetime
    vendor: str
    reference: str
    answered: datetime | None = None


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor's answer; see TraceReceived. `state` is waiting, accepted, refused or replaced."""

    id: int
    at: datetime
    row: int
    vendor: str
    reference: str
    found: Trace
    grade: str
    score: int
    margin: int
    evidence: tuple[tuple[str, str], ...]
    state: str = "waiting"
    file: str = ""
