"""What a seat may work, whichever store it is asked of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, TypeVar

from callassist.store import Group, IsOpen, Seat

MINUTE: Final = 60

T = TypeVar("T")


def may_work(seat: Seat, group: Group) -> bool:
    """Whether the seat's limits let it work a group; a group without desk or team is anybody's."""
    return group.client not in seat.barred and all(
        not limit or value in limit
        for limit, value in (
            (seat.clients, group.client),
            (seat.lines, group.line),
            (seat.languages, group.language),
            (seat.desks and (*seat.desks, ""), group.desk),
            (seat.teams and (*seat.teams, ""), group.team),
        )
    )


def open_groups(seat: Seat, is_open: IsOpen, groups: Iterable[tuple[Group, T]]) -> list[T]:
    """What stands for the groups that the seat may work and whose zones are open; each zone set is asked of once."""
    asked: dict[str, bool] = {}
    found: list[T] = []
    for group, named in groups:
        if may_work(seat, group):
            if group.zones not in asked:
                asked[group.zones] = is_open(group.zones)
            if asked[group.zones]:
                found.append(named)
    return found


def minute(moment: datetime) -> int:
    """The minute of a moment: no window opens or closes within one."""
    return int(moment.timestamp()) // MINUTE
