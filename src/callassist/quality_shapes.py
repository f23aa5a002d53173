"""The quality form: what a call is judged by, what is known of the call, and what came of it."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

MET, MISSED, NOT_APPLICABLE, CANNOT_TELL = "met", "missed", "not_applicable", "cannot_tell"
RESULTS: Final = (MET, MISSED, NOT_APPLICABLE, CANNOT_TELL)


class Item(Struct, frozen=True, kw_only=True):
    """One line of the form. A `is_critical` item that is missed is a compliance finding, whatever the points."""

    id: str
    title: str
    weight: int
    source: str
    is_critical: bool = False


class Form(Struct, frozen=True, kw_only=True):
    """The whole form: from how many points of a hundred a call passes, what may never be typed, how long is long."""

    passes: int
    most_seconds: int
    never: tuple[str, ...]
    items: tuple[Item, ...]


class Stood(Struct, frozen=True, kw_only=True):
    """A step of the script that the call came to, and what saying it means.

    `is_after_check` says that it is reached only once identity is verified; `names_debt` that it holds words of the
    debt, the creditor or the care; `asks_money` that it asks for money; `is_kind` that it shows that they are heard.
    """

    place: str
    duties: tuple[str, ...] = ()
    seconds: int = 0
    is_after_check: bool = False
    names_debt: bool = False
    asks_money: bool = False
    is_kind: bool = False
    says_back: bool = False


class Heard(Struct, frozen=True, kw_only=True):
    """What a person told in a rehearsal, and how many steps the call had come to by then."""

    place: str
    tells: tuple[str, ...] = ()
    after: int = 0


class Trail(Struct, frozen=True, kw_only=True):
    """The way through the script; and, of a rehearsal, what was told on it and which outcomes are right.

    `stood` is empty where the way was not journalled; `heard` and `ends` are known of rehearsals alone.
    """

    stood: tuple[Stood, ...] = ()
    heard: tuple[Heard, ...] = ()
    ends: tuple[str, ...] = ()
    is_rehearsal: bool = False
    most_seconds: int = 0


class Mark(Struct, frozen=True, kw_only=True):
    """How one item came out, and why."""

    id: str
    title: str
    result: str
    why: str
    weight: int
    is_critical: bool


class Scored(Struct, frozen=True, kw_only=True):
    """A call scored: points of those that could be had, in a hundred; and what is a compliance finding.

    `percent` is None where nothing of the form applied.
    """

    case: str
    call: int
    outcome: str
    marks: tuple[Mark, ...]
    points: int
    possible: int
    percent: int | None
    findings: tuple[Mark, ...]
    passes: bool
