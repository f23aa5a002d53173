"""What stands between us and a person besides calls: who may speak for them, what was sent, asked, complained of."""

from __future__ import annotations

from datetime import date, datetime

import msgspec


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
