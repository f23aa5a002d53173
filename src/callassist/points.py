"""Where a person may be reached: numbers, e-mail and postal addresses on file, each with how it came in."""

from __future__ import annotations

from datetime import date

import msgspec

from callassist.dossier import Address

USABLE = frozenset({"untried", "good"})
"""Standings of a number that may still lead to the person."""


class ContactPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A telephone number on file. `standing` is untried, good, bad, wrong_party or retired.

    `source`, `confidence` and `seen` as FactAdded; `on` is the day (UTC) on which it came in. With a `relation` it is
    somebody else's, `whose` by name: it is never rung as the consumer's.
    """

    row: int
    number: int
    kind: str
    extension: str = ""
    standing: str = "untried"
    source: str = ""
    checked: date | None = None
    check_result: str = ""
    on: date | None = None
    confidence: str = ""
    seen: date | None = None
    relation: str = ""
    whose: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether the number may still lead to the person."""
        return self.standing in USABLE

    def __repr__(self) -> str:
        """Which of the numbers, not the number."""
        return f"ContactPoint(row={self.row}, kind={self.kind!r}, standing={self.standing!r})"


class EmailPoint(msgspec.Struct, frozen=True, kw_only=True):
    """An e-mail address on file; `source`, `on` and `confidence` as ContactPoint."""

    row: int
    address: str
    source: str = ""
    on: date | None = None
    confidence: str = ""

    def __repr__(self) -> str:
        """Which of the addresses, not the address."""
        return f"EmailPoint(row={self.row})"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A postal address on file. `standing` is untried, good, returned (mail came back) or previous, since a day.

    `source`, `on`, `confidence` and `seen` as ContactPoint.
    """

    row: int
    address: Address
    standing: str = "untried"
    since: date | None = None
    source: str = ""
    on: date | None = None
    confidence: str = ""
    seen: date | None = None

    @property
    def is_usable(self) -> bool:
        """Whether a letter to it may still reach the person."""
        return self.standing in USABLE

    @property
    def returned(self) -> date | None:
        """The day on which mail to it came back; None when none did."""
        return self.since if self.standing == "returned" else None


class FormerName(msgspec.Struct, frozen=True, kw_only=True):
    """A name that the consumer no longer bears: a maiden name. One that was wrong is none."""

    row: int
    first: str
    middle: str
    last: str
    suffix: str = ""
    on: date | None = None
    source: str = ""

    def __repr__(self) -> str:
        """Which of the names, not the name."""
        return f"FormerName(row={self.row})"


class Employment(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the consumer works or worked for, the newest last; confidential."""

    row: int
    name: str
    phone: str = ""
    address: str = ""
    since: date | None = None
    on: date | None = None
    source: str = ""

    def __repr__(self) -> str:
        """Which of them, not who."""
        return f"Employment(row={self.row})"
