"""Whether a written HIPAA authorisation is valid: what it must hold, what makes it void (45 CFR 164.508).

The paragraphs, and the words in which a lack is told, are the values of the rule about authorisations; nothing of the
law stands here but which question each paragraph asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from callassist.named_rules import AUTHORIZATION
from callassist.rules import Rulebook, Values

STATEMENTS: Final = ("revocation", "conditions", "redisclosure")


class Paper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is written on an authorisation, and what is known of it.

    `expires` is a day, `expires_when` an event, `event_came` the day on which that came about. `authority` is by what
    right `signer` signed when `is_representative`. `statements` are those of STATEMENTS that it holds; `blanks` the
    parts that were left unfilled; `joined_to` the papers that it is part of; `is_research` that those are about
    research, which may be joined.
    """

    information: str = ""
    discloser: str = ""
    recipient: str = ""
    purpose: str = ""
    expires: date | None = None
    expires_when: str = ""
    event_came: date | None = None
    signer: str = ""
    signed: date | None = None
    is_representative: bool = False
    authority: str = ""
    statements: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    revoked: date | None = None
    is_psychotherapy: bool = False
    joined_to: tuple[str, ...] = ()
    is_research: bool = False
    is_conditioned: bool = False
    is_known_false: bool = False


class Defect(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong: the paragraph of 45 CFR, and the lack as a clause."""

    paragraph: str
    lack: str


def defects(paper: Paper, values: Values, day: date) -> tuple[Defect, ...]:
    """Everything that makes an authorisation void on a day, in the order of the rule's values; () when it is valid."""
    found = (
        *(_lacking(values["elements"], _ELEMENTS, paper)),
        *(each for name, each in values["statements"].items() if name not in paper.statements),
        *(each for name, each in values["defects"].items() if name in _DEFECTS and _DEFECTS[name](paper, day)),
    )
    return tuple(Defect(paragraph=each["paragraph"], lack=each["lack"]) for each in found)


def values_on(rulebook: Rulebook, day: date) -> Values | None:
    """What authorisations are held against on a day; None when no rule on file says."""
    rule = rulebook.rule(AUTHORIZATION)
    return rule.values_on(day) if rule else None


def last_day(paper: Paper) -> date | None:
    """The last day on which it is good; None when an event that has not come ends it."""
    return min((day for day in (paper.expires, paper.event_came, paper.revoked) if day), default=None)


def _lacking(
    asked: Mapping[str, Mapping[str, str]], known: Mapping[str, Callable[[Paper], object]], paper: Paper
) -> Iterable[Mapping[str, str]]:
    return (each for name, each in asked.items() if name in known and not known[name](paper))


_ELEMENTS: Final[Mapping[str, Callable[[Paper], object]]] = {
    "information": lambda paper: paper.information.strip(),
    "discloser": lambda paper: paper.discloser.strip(),
    "recipient": lambda paper: paper.recipient.strip(),
    "purpose": lambda paper: paper.purpose.strip(),
    "expires": lambda paper: paper.expires or paper.expires_when.strip(),
    "signer": lambda paper: paper.signer.strip(),
    "signed": lambda paper: paper.signed,
    "authority": lambda paper: not paper.is_representative or paper.authority.strip(),
}


def _is_over(paper: Paper, day: date) -> bool:
    """A named day is the last good one; an event ends it on the day on which it came about."""
    is_past = paper.expires is not None and day > paper.expires
    return is_past or (paper.event_came is not None and day >= paper.event_came)


_DEFECTS: Final[Mapping[str, Callable[[Paper, date], bool]]] = {
    "expired": _is_over,
    "incomplete": lambda paper, _: bool(paper.blanks),
    "revoked": lambda paper, day: paper.revoked is not None and day >= paper.revoked,
    "compound": lambda paper, _: bool(paper.joined_to) and not paper.is_research and not paper.is_psychotherapy,
    "psychotherapy": lambda paper, _: bool(paper.joined_to) and paper.is_psychotherapy,
    "conditioned": lambda paper, _: paper.is_conditioned,
    "false": lambda paper, _: paper.is_known_false,
    "unborn": lambda paper, day: paper.signed is not None and paper.signed > day,
}
