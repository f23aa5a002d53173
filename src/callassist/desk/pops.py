"""The number that rings: a softphone leaves it for a login, and the next search of that login begins with it.

Whoever it belongs to on file is not verified: a number is often another's by now, or lent.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from callassist.desk.desk import Desk
    from callassist.store import Store

KEY: Final = "pop"
RINGS_FOR: Final = timedelta(minutes=5)
"""A number that was left longer ago rings no more."""


def leave(store: Store, login: str, number: int, now: datetime) -> None:
    """Leave a number (E.164 digits) for a login, in place of one left before."""
    store.draft_put(login, KEY, f"{number} {now.isoformat()}".encode())


def ringing(desk: Desk) -> int:
    """The number that was left for this seat and may still ring; 0 for none."""
    number, _, at = desk.kept().get(KEY, b"").decode().partition(" ")
    return int(number) if at and desk.clock() - datetime.fromisoformat(at) < RINGS_FOR else 0


def taken(desk: Desk) -> None:
    """The number was looked up, and somebody taken for it."""
    desk.keep(KEY, b"")


def masked(number: int) -> str:
    """A number as others in the room may see it: area and last four digits, as 614-***-0142."""
    digits = f"{number}".removeprefix("1") if len(f"{number}") == 11 else f"{number}"  # noqa: PLR2004 - 1 and ten digits
    return f"{digits[:3]}-***-{digits[-4:]}"
