"""Promises whose day has passed: told as broken when the money did not come, as kept when it did.

So a call about a broken promise begins with it, and the case comes in its lane.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from callassist import events as ev
from callassist.calendars import local_day
from callassist.casefile import Entry, Promise, debt_stream
from callassist.checklist import places
from callassist.commands import LogOutcome
from callassist.desk.cases import Cases
from callassist.desk.opened import Opened
from callassist.handbook import Decision, Refused
from callassist.pen import Pen
from callassist.store import StaleCase
from callassist.worklist import open_promise

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


def kept(opened: Opened) -> Promise | None:
    """A promise that still counts as open although its money is there: each debt got what was promised for it."""
    waiting = (promise for promise in opened.case.consumer.promises if promise.state == "open")
    return next((p for p in waiting if all(_came(opened, p, s.debt) >= s.cents for s in p.shares)), None)


def _came(opened: Opened, promise: Promise, debt: int) -> int:
    """The cents that came on a debt since a promise: reported as paid, or by which its balance has fallen."""
    told = (e for e in opened.entries if e.stream == debt_stream(debt) and e.at >= promise.at)
    owed = next((each for each in opened.case.debts if each.id == debt), None)
    made = min(local_day(promise.at, zone) for zone in places(opened.verdicts.base))
    stated = owed.last_paid_cents if owed and owed.last_paid and owed.last_paid > made else 0
    return max(_fallen(told), stated)


def _fallen(told: Iterable[Entry]) -> int:
    cents = 0
    for entry in told:
        match entry.event:
            case ev.BalanceChanged(balance_cents=now, was_cents=before):
                cents += before - now
            case ev.PaymentReported(amount_cents=amount):
                cents += amount
            case _:
                pass
    return cents


def with_broken(cases: Cases, opened: Opened) -> Opened:
    """The case with every promise whose money came told as kept, every other that is overdue as broken, each once."""
    for _ in range(TRIES):
        decision = _settled(cases, opened)
        if decision is None or isinstance(decision, Refused):
            break
        try:
            opened = cases.append(opened, decision)
        except StaleCase:
            opened = cases.load(opened.case.id, opened.until)
    return opened


def _settled(cases: Cases, opened: Opened) -> Decision | None:
    """What has become of one promise; None when nothing has."""
    if opened.case.call is None and (promise := kept(opened)):
        pen = Pen(opened.case, cases.handbook, cases.clock(), SYSTEM)
        pen.write(ev.PromiseKept(promise=promise.id))
        return pen.accepted("A promise was kept.")
    late, broken = overdue(opened), cases.handbook.outcomes.broken_promise
    if late is None or broken is None:
        return None
    from callassist.decide import decide  # not needed to show the queue

    command = LogOutcome(code=broken.code, debts=tuple(share.debt for share in late.shares))
    return decide(opened.case, command, cases.handbook, cases.clock(), SYSTEM)
