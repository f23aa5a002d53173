"""Checks of what is owed around a deal: a copy of the plan, and what must come before a missed one is at its end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from callassist.calendars import day_of
from callassist.checklist import check, places, strangers
from callassist.deals import BROKEN
from callassist.kinds import NOTICES
from callassist.rules import Evidence, Situation, Values

DAY: Final = "%d %b %Y"


def _notice_faults(values: Values) -> Iterable[str]:
    yield from strangers("kind of notice", values["notices"], NOTICES)


@check(
    scopes=("person",),
    values={"payments": int, "notices": list, "days": int, "late": bool},
    words=("count", "on"),
    faults=_notice_faults,
)
def plan_copy_owed(situation: Situation, values: Values) -> Evidence | None:
    """A deal of so many `payments` or more runs, and none of `notices` went out since; due so many `days` after it."""
    for deal in situation.case.consumer.deals:
        count = len(deal.terms.payments)
        if not deal.is_live or count < values["payments"]:
            continue
        agreed = day_of(deal.at, places(situation))
        due = agreed + timedelta(days=values["days"])
        notices = (n for n in situation.case.consumer.notices if n.kind in values["notices"] and n.returned is None)
        is_sent = any(n.on >= agreed and (not n.debts or set(n.debts) & set(deal.debts)) for n in notices)
        if not is_sent and (situation.day > due) == values["late"]:
            return Evidence(words={"count": count, "on": f"{agreed:{DAY}}"}, due=due)
    return None


@check(scopes=("debt",), values={"payments": int, "notices": list}, words=("on",), faults=_notice_faults)
def plan_missed(situation: Situation, values: Values) -> Evidence | None:
    """A payment of a deal of so many `payments` on the debt did not come, and none of `notices` went out since."""
    debt = situation.debt
    for deal in reversed(situation.case.consumer.deals):
        if debt is None or debt.id not in deal.debts:
            continue
        if deal.state != BROKEN or deal.ended is None or len(deal.terms.payments) < values["payments"]:
            return None
        broken = day_of(deal.ended, places(situation))
        notices = (n for n in situation.case.consumer.notices if n.kind in values["notices"] and n.returned is None)
        if any(n.on >= broken and (not n.debts or debt.id in n.debts) for n in notices):
            return None
        return Evidence(words={"on": f"{broken:{DAY}}"})
    return None
