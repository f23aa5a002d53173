"""The number that rings: a softphone leaves it for a login, whose screens say so and whose next search begins with it.

Whoever it belongs to on file is not verified: a number is often another's by now, or lent.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from callassist.desk.desk import Desk
    from callassist.store import Store

KEY: Final = "pop"
RINGS_FOR: Final = timedelta(minutes=5)
"""A number that was left longer ago rings no more."""
MOST: Final = 20
"""So many candidates are looked for."""
UNCOUNTED: Final = -1
US_DIGITS: Final = 11
"""A 1 and ten digits."""


class Pop(msgspec.Struct, frozen=True, kw_only=True):
    """A number that was left, as E.164 digits; 0 when there is none, or it rings no more.

    `case` is whom it was taken for, before the call is; `candidates` how many people it may be.
    """

    number: int = 0
    at: str = ""
    case: int = 0
    candidates: int = UNCOUNTED

    @property
    def is_ringing(self) -> bool:
        """Whether nobody was taken for it yet."""
        return bool(self.number) and not self.case


SILENT: Final = Pop()


def leave(store: Store, login: str, number: int, now: datetime) -> None:
    """Leave a number (E.164 digits) for a login, in place of one left before."""
    store.draft_put(login, KEY, f"{number} {now.isoformat()}".encode())


def left(desk: Desk) -> Pop:
    """What was left for this seat and is not too old; a read of this login's drafts, whatever the portfolio holds."""
    pop = _kept(desk)
    return SILENT if _is_stale(desk, pop) else pop


def heard(desk: Desk) -> Pop:
    """The same, and one that is too old is forgotten."""
    pop = _kept(desk)
    if not _is_stale(desk, pop):
        return pop
    desk.keep(KEY, b"")
    return SILENT


def _kept(desk: Desk) -> Pop:
    words = desk.kept().get(KEY, b"").decode().split()
    return Pop(number=int(words[0]), at=words[1], case=int(words[2]) if words[2:] else 0) if words else SILENT


def _is_stale(desk: Desk, pop: Pop) -> bool:
    return bool(pop.number) and desk.clock() - datetime.fromisoformat(pop.at) >= RINGS_FOR


def ringing(desk: Desk) -> int:
    """The number that was left for this seat and may still ring; 0 for none."""
    pop = left(desk)
    return pop.number if pop.is_ringing else 0


def counted(desk: Desk, pop: Pop) -> Pop:
    """The same, with how many people on file it may be."""
    people = {hit.person for hit in desk.calling(pop.number, limit=MOST).hits if hit.verdict != "none"}
    return msgspec.structs.replace(pop, candidates=len(people))


def taken(desk: Desk, case: int) -> None:
    """Somebody was taken for it: it is announced no more, and offered when their call is taken."""
    pop = left(desk)
    desk.keep(KEY, f"{pop.number} {pop.at} {case}".encode() if pop.number else b"")


def offered(desk: Desk, case: int) -> str:
    """What to offer as the number this case is calling from: what rings, or was taken for it; '' for none."""
    pop = left(desk)
    if not pop.number or pop.case not in {0, case}:
        return ""
    digits = f"{pop.number}"
    is_us = len(digits) == US_DIGITS and digits[0] == "1"
    return f"({digits[1:4]}) {digits[4:7]}-{digits[7:]}" if is_us else f"+{digits}"


def answered(desk: Desk, case: int, number: int) -> None:
    """The case's call from this number was taken: forget what was left, unless it is another call that rings."""
    pop = left(desk)
    if pop.number and (pop.case == case or pop.number == number):
        desk.keep(KEY, b"")


def masked(number: int) -> str:
    """A number as others in the room may see it: area and last four digits, as 614-***-0142."""
    digits = f"{number}".removeprefix("1") if len(f"{number}") == US_DIGITS else f"{number}"
    return f"{digits[:3]}-***-{digits[-4:]}"


def announced(pop: Pop) -> str:
    """One line that says that it rings, how many people it may be, and what shows them; '' when nothing rings."""
    if not pop.is_ringing:
        return ""
    match pop.candidates:
        case _ if pop.candidates == UNCOUNTED:
            told = "/ shows who it may be"
        case 0:
            told = "no candidate on file, / searches"
        case 1:
            told = "1 candidate, / shows them"
        case count:
            told = f"{count}{' or more' if count == MOST else ''} candidates, / shows them"
    return f"Ringing: {masked(pop.number)}, {told}"
