"""What limits contact and what is owed to a person: leave, authority, notices, requests, complaints, checks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from callassist.calendars import Window
from callassist.events_base import Event


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
    """The consumer said that we may reach them within a cap or in a way that needs leave: for what, how long.

    `medium` is one of MEDIA; `given_to` is us, or the creditor or the collector before us, whose leave is not ours.
    """

    debts: tuple[int, ...]
    until: date
    words: str
    row: int = 0
    medium: str = "call"
    given_to: str = "us"


class ConsentRevoked(Event, frozen=True, kw_only=True):
    """A consent was taken back."""

    consent: int
    words: str = ""


class LetterRequested(Event, frozen=True, kw_only=True):
    """A letter is to go out, not before a moment (an undo must still be able to stop it)."""

    kind: str
    not_before: datetime
    debts: tuple[int, ...] = ()


class LetterSent(Event, frozen=True, kw_only=True):
    """A letter went out; `row` is the LetterReference it carried, drawn by chance for this letter alone."""

    row: int
    letter: int = 0


class AuthorityGiven(Event, frozen=True, kw_only=True):
    """Somebody else may speak or hear for the consumer: one of AUTHORITIES, for one of SPEAKERS.

    Its id is this event's sequence number. No `debts` means every debt; `until` is the last local day.
    """

    kind: str
    relation: str
    debts: tuple[int, ...] = ()
    party: int = 0
    until: date | None = None
    words: str = ""
    is_written: bool = False


class AuthorityEnded(Event, frozen=True, kw_only=True):
    """An authority was taken back, or proved to be none."""

    authority: int
    why: str


class MessageSent(Event, frozen=True, kw_only=True):
    """We wrote by one of WRITTEN to the address or number in `row`; the time that counts is when it was sent."""

    medium: str
    row: int = 0
    debts: tuple[int, ...] = ()
    kind: str = ""


class MessageReceived(Event, frozen=True, kw_only=True):
    """They wrote to us, by one of WRITTEN; `row` is the address or number it came from, 0 when it is not on file.

    `refused` are the kinds of restriction that its words ask for, in force before or not.
    """

    medium: str
    row: int = 0
    words: str = ""
    refused: tuple[str, ...] = ()


class NoticeSent(Event, frozen=True, kw_only=True):
    """A notice that a rule asks for went out on a day: one of NOTICES. Its id is this event's sequence number.

    `ends` is the last day for a dispute that a validation notice states, when it states one. `source` is the case that
    a link brought it from.
    """

    kind: str
    debts: tuple[int, ...]
    on: date
    medium: str = "mail"
    ends: date | None = None
    source: str = ""


class NoticeReturned(Event, frozen=True, kw_only=True):
    """A notice came back undeliverable on a day."""

    notice: int
    on: date


class NoticeWithdrawn(Event, frozen=True, kw_only=True):
    """A notice was none of this person's: it stands on another case, or on none."""

    notice: int
    why: str


class RequestMade(Event, frozen=True, kw_only=True):
    """The consumer asked for something that starts a clock: one of REQUESTS, received on a day.

    `is_new` is False for a dispute that repeats an earlier one and brings nothing new. `source` as NoticeSent.
    """

    kind: str
    debts: tuple[int, ...]
    on: date
    is_written: bool = False
    words: str = ""
    is_new: bool = True
    source: str = ""


class RequestAnswered(Event, frozen=True, kw_only=True):
    """What was asked for was sent, or decided, on a day."""

    request: int
    on: date
    how: str = ""


class RequestWithdrawn(Event, frozen=True, kw_only=True):
    """A request was none, or is no longer made: it was not answered, and waits for nothing."""

    request: int
    why: str


class ComplaintMade(Event, frozen=True, kw_only=True):
    """Somebody was dissatisfied: one of COMPLAINTS; a dossier row keeps the words."""

    kind: str
    row: int
    debts: tuple[int, ...] = ()
    call: int = 0


class ComplaintAnswered(Event, frozen=True, kw_only=True):
    """A step towards the answer: acknowledged or resolved."""

    complaint: int
    step: str
    words: str = ""


class NumberChecked(Event, frozen=True, kw_only=True):
    """What the reassigned numbers database said of a number on a day: same, reassigned or unknown."""

    row: int
    on: date
    result: str


class RuleFound(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one rule found when a check was made: its effect, and what it said.

    What the rules as they stood (CheckMade.book) give for that day is not kept again: the rule's `values`, which older
    journals have, and a sentence in which nothing is filled in but those, which is ''.
    """

    rule: str
    effect: str
    say: str = ""
    values: dict[str, Any] = {}
    opens: datetime | None = None
    debt: int = 0


class CheckMade(Event, frozen=True, kw_only=True):
    """The rules were asked whether we may act, and answered: kept whether they allowed it or not.

    `book` names the rules as they stood (a digest), `judged` how many of them there were; `found` is what each of those
    that spoke said, `counts` the calls counted by debt and span, `zones` where the consumer may have been. `why` and
    `by_role` are those of an override.
    """

    action: str
    effect: str
    row: int = 0
    debts: tuple[int, ...] = ()
    book: str = ""
    judged: int = 0
    found: tuple[RuleFound, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    zones: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()
    overridden: tuple[str, ...] = ()
    why: str = ""
    by_role: str = ""
