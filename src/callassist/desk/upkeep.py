"""What keeps the queue true while nobody touches it: a little at a time, in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

import msgspec

from callassist.desk.abandoned import end_left
from callassist.desk.cases import Cases
from callassist.desk.promises import GRACE, SYSTEM, with_broken
from callassist.desk.seating import unlicensed
from callassist.handbook import Handbook
from callassist.store import BLOCKED, Seat
from callassist.worklist import DUE

JUDGED: Final = "judged"
"""The mark of the handbook by which blocked cases were judged last, and the case up to which that has come."""
CLOSED: Final = "closed"
"""The mark of the handbook and the day on which ready cases of unlicensed states were looked for last."""
WHOLE: Final = "all"
MANY_NEW: Final = 5_000
"""Rows of the search index that wait to be merged."""
MOMENT: Final = timedelta(seconds=30)
EVERYONE: Final = Seat(collector=SYSTEM)


def sweep(cases: Cases, limit: int = 100) -> int:
    """Wake what is due, end calls that were left, break overdue promises, judge blocked cases anew, tidy the search.

    At most about `limit` cases of each are looked at, so that it takes a fraction of a second; how many there
    were. Call it until that is 0.
    """
    steps: Iterable[Callable[[Cases, int], int]] = (_wake, end_left, _break, _close, _judge, _merge)
    return sum(step(cases, limit) for step in steps)


def _wake(cases: Cases, limit: int) -> int:
    return cases.store.wake(cases.clock(), limit)


def _anywhere(_zones: str) -> bool:
    return True


def _break(cases: Cases, limit: int) -> int:
    """Promises in the lane of those that are due, oldest first, as far as they are overdue everywhere."""
    now = cases.clock()
    last = (now.date() - GRACE).toordinal()
    rows = cases.store.page(EVERYONE, _anywhere, now, (DUE, 0, 0), limit)
    overdue = [row.case for row in rows if row.lane == DUE and row.prio < last]
    return sum(_broken(cases, case, now) for case in overdue)


def _broken(cases: Cases, case: int, now: datetime) -> bool:
    if cases.store.hold(case, SYSTEM, now, now + MOMENT) is None:
        return False
    try:
        opened = cases.load(case)
        return with_broken(cases, opened) is not opened
    finally:
        cases.store.release(case, SYSTEM)


def _close(cases: Cases, limit: int) -> int:
    """Cases of states without a licence leave the ready rows, so that the blocked list shows them and the rule.

    Once a day and handbook: to find that there are none left is to read the whole queue.
    """
    now = cases.clock()
    states = unlicensed(cases.handbook, now)
    today = f"{handbook_mark(cases.handbook, now)} {now.date()}"
    if not states or cases.store.setting(CLOSED) == today:
        return 0
    rows = cases.store.page(Seat(collector=SYSTEM, regions=states), _anywhere, now, None, limit)
    closed = cases.put_back([cases.load(row.case) for row in rows])
    if not closed:
        cases.store.setting(CLOSED, today)
    return closed


def _judge(cases: Cases, limit: int) -> int:
    """Blocked cases, once a day and handbook, from where the last sweep left off: an import blocks on suspicion."""
    now = cases.clock()
    mark = f"{handbook_mark(cases.handbook, now)}-{now.date()}"
    before, _, at = cases.store.setting(JUDGED).partition(" ")
    if before == mark and at == WHOLE:
        return 0
    after = int(at) if before == mark else 0
    rows = cases.store.listed(BLOCKED, after, limit)
    read = [cases.read(row.case) for row in rows]
    placed = [(case, cases.place(case)) for case in read]
    cases.put((case, projection) for case, projection in placed if projection.work.state != BLOCKED)
    cases.store.setting(JUDGED, f"{mark} {rows[-1].case if len(rows) == limit else WHOLE}")
    return len(rows)


def _merge(cases: Cases, limit: int) -> int:
    """What is new to the search index, once there is much of it."""
    return cases.store.merge(limit, MANY_NEW)


def handbook_mark(handbook: Handbook, now: datetime) -> str:
    """Of all that can block a case beside its own history: rules in force today, agency, clients, other systems."""
    today = now.date()
    rules = [
        (rule.id, rule.on, rule.when, rule.check, rule.effect, rule.values_on(today))
        for rule in handbook.rulebook.rules
    ]
    setting = handbook.setting
    whole = msgspec.json.encode((rules, setting.agency, dict(setting.clients), dict(setting.attempts_through)))
    return blake2b(whole, digest_size=8).hexdigest()
