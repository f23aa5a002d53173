"""Callers who are on no file: that they called, when, to whom, and how their number ends. Nothing of what they said.

No journal is theirs, as a journal belongs to a case; what is kept here says nothing of anybody on file.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from callassist.desk.pops import answered, left
from callassist.handbook import Refused

if TYPE_CHECKING:
    from callassist.desk.desk import Desk
    from callassist.store import Store

HOLDER: Final = "callers on no file"
WITHHELD: Final = "withheld"
ON_A_CALL: Final = Refused(sentence="You are on a call with a case: its outcome says who it was.")
_LAST_FOUR: Final = 10_000


class Unmatched(msgspec.Struct, frozen=True, kw_only=True):
    """A call with nobody on file; `number` is its last four digits, as ..0142, or WITHHELD."""

    at: datetime
    by: str
    number: str


def keep_unmatched(store: Store, login: str, number: int, now: datetime) -> Unmatched:
    """Keep that somebody on no file called; of the number (E.164 digits, 0 for none) its last four."""
    call = Unmatched(at=now, by=login, number=f"..{number % _LAST_FOUR:04d}" if number else WITHHELD)
    store.draft_put(HOLDER, f"{now.isoformat()} {login}", call.number.encode())
    return call


def caller_is_nobody(desk: Desk) -> Unmatched | Refused:
    """Keep it of whoever is on the line of this seat: the number that was left rings no more."""
    if desk.opened is not None and desk.opened.case.call is not None:
        return ON_A_CALL
    number = left(desk).number
    call = keep_unmatched(desk.store, desk.seat.collector, number, desk.clock())
    answered(desk, 0, number)
    return call


def unmatched(store: Store) -> tuple[Unmatched, ...]:
    """Every such call, the newest first."""
    found = (_read(key, body) for key, body in store.drafts(HOLDER).items())
    return tuple(sorted(found, key=lambda call: call.at, reverse=True))


def forget_unmatched(store: Store, before: datetime) -> int:
    """Forget those before a moment; how many they were."""
    old = [key for key, body in store.drafts(HOLDER).items() if _read(key, body).at < before]
    for key in old:
        store.draft_put(HOLDER, key, b"")
    return len(old)


def _read(key: str, body: bytes) -> Unmatched:
    at, _, by = key.partition(" ")
    return Unmatched(at=datetime.fromisoformat(at), by=by, number=body.decode())
