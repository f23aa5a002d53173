"""Promises whose day has passed: told as broken, so that a call begins with it and the case comes in its lane."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from callassist.casefile import Promise
from callassist.commands import LogOutcome
from callassist.desk.cases import Cases
from callassist.desk.opened import Opened
from callassist.handbook import Refused
from callassist.store import StaleCase
from callassist.worklist import open_promise

BROKEN: Final = "BRK"
GRACE: Final = timedelta(days=1)
"""Money that comes on the day is often on file on the next."""
SYSTEM: Final = "callassist"
"""The login under which what nobody did is written."""
TRIES: Final = 5


def overdue(opened: Opened) -> Promise | None:
    """The promise of a case whose day, and the day of grace after it, have passed where the consumer is."""
    promise = open_promise(opened.case.consumer)
    if promise is None or opened.case.call is not None or promise.due >= opened.verdicts.base.day - GRACE:
        return None
    return promise


def with_broken(cases: Cases, opened: Opened) -> Opened:
    """The case with every overdue promise told as broken, each once."""
    for _ in range(TRIES):
        promise = overdue(opened)
        if promise is None:
            break
        from callassist.decide import decide  # not needed to show the queue

        command = LogOutcome(code=BROKEN, debts=tuple(share.debt for share in promise.shares))
        decision = decide(opened.case, command, cases.handbook, cases.clock(), SYSTEM)
        if isinstance(decision, Refused):
            break
        try:
            opened = cases.append(opened, decision)
        except StaleCase:
            opened = cases.load(opened.case.id, opened.until)
    return opened
