"""Promises whose day has passed: told as broken when the money did not come, as kept when it did.

So a call about a broken promise begins with it, and the case comes in its lane. A deal goes on with the promise of its
next payment, until every one has come.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from callassist import events as ev
from callassist.calendars import local_day
from callassist.casefile import Entry, Promise, debt_stream
from callassist.checklist import places
from callassist.commands import LogOutcome
from callassist.deals import Deal
from callassist.desk.cases import Cases
from callassist.desk.opened import Opened
from callassist.handbook import Decision, Refused
from callassist.pen import Pen
from callassist.rules import Setting
from callassist.store import StaleCase
from callassist.worklist import open_promise

GRACE: Final = timedelta(days=1)
"""Money that comes on the day is often on file on the next."""
SYSTEM: Final = "callassist"
"""The login under which what nobody did is written."""
TRIES: Final = 5


def overdue(opened: Opened) -> Promise | None:
    """The promise of a case whose day, and the grace after it, have passed where the consumer is."""
    promise = open_promise(opened.case.consumer)
    if promise is None or opened.case.call is not None:
        return None
    is_late = promise.due < opened.verdicts.base.day - grace_of(opened, promise)
    return promise if is_late else None


def grace_of(opened: Opened, promise: Promise) -> timedelta:
    """A day; for a payment of a deal what the creditors of its debts allow, the longest of them."""
    if not promise.deal:
        return GRACE
    setting: Setting = opened.verdicts.base.setting
    clients = {debt.client for debt in opened.case.debts if debt.id in {share.debt for share in promise.shares}}
    policies = (setting.clients.get(client) for client in clients)
    days = [policy.terms.grace_days for policy in policies if policy and policy.terms]
    return timedelta(days=max(days, default=GRACE.days))


def kept(opened: Opened) -> Promise | None:
    """A promise that still counts as open although its money is there: each debt got what was promised for it."""
    waiting = (promise for promise in opened.case.consumer.promises if promise.state == "open")
    return next((p for p in waiting if _is_kept(opened, p)), None)


def _is_kept(opened: Opened, promise: Promise) -> bool:
    deal = deal_of(opened, promise)
    if deal and paid_upto(opened, deal) > promise.index:
        return True
    came = _stated if deal else _came  # what came by balances on a deal counts from its beginning
    return all(came(opened, promise.at, share.debt) >= share.cents for share in promise.shares)


def deal_of(opened: Opened, promise: Promise) -> Deal | None:
    """The deal of which a promise is a payment."""
    return next((deal for deal in opened.case.consumer.deals if deal.id == promise.deal), None)


def paid_upto(opened: Opened, deal: Deal) -> int:
    """How many payments of a deal are covered, one after another, by what came on each of its debts since."""
    came = {debt: _came(opened, deal.at, debt) for debt in deal.debts}
    covered = (all(came[debt] >= deal.upto(index, debt) for debt in deal.debts) for index in range(len(deal.parts)))
    return next((index for index, is_so in enumerate(covered) if not is_so), len(deal.parts))


def _came(opened: Opened, since: datetime, debt: int) -> int:
    """The cents that came on a debt since a moment: reported as paid, or by which its balance has fallen."""
    told = (e for e in opened.entries if e.stream == debt_stream(debt) and e.at >= since)
    return max(_fallen(told), _stated(opened, since, debt))


def _stated(opened: Opened, since: datetime, debt: int) -> int:
    """The last payment that the client states for a debt, where it is of a later day; else 0 cents."""
    owed = next((each for each in opened.case.debts if each.id == debt), None)
    made = min(local_day(since, zone) for zone in places(opened.verdicts.base))
    return owed.last_paid_cents if owed and owed.last_paid and owed.last_paid > made else 0


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
        deal = deal_of(opened, promise)
        if deal and deal.is_live:
            _go_on(pen, deal, promise.index + 1, paid_upto(opened, deal))
        return pen.accepted("A promise was kept.")
    late, broken = overdue(opened), cases.handbook.outcomes.broken_promise
    if late is None or broken is None:
        return None
    from callassist.decide import decide  # not needed to show the queue

    command = LogOutcome(code=broken.code, debts=tuple(share.debt for share in late.shares))
    return decide(opened.case, command, cases.handbook, cases.clock(), SYSTEM)


def _go_on(pen: Pen, deal: Deal, following: int, paid: int) -> None:
    """The promise of the next payment, kept at once where its money came too; the end of the deal after the last."""
    from callassist.decide_deals import shares_at  # not needed to show the queue

    for index in range(following, len(deal.parts)):
        shares = shares_at(deal.terms.shares, deal.parts[index])
        promise = pen.write(
            ev.PromiseMade(shares=shares, due=deal.terms.payments[index].due, deal=deal.id, index=index)
        )
        if index >= paid:
            return
        pen.write(ev.PromiseKept(promise=promise))
    pen.write(ev.DealCompleted(deal=deal.id))
