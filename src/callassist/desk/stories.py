"""Why each debt is owed, for whoever is on the open call; outside one, as for the consumer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from callassist.casefile import Debt
from callassist.desk.heard import heard_of
from callassist.desk.opened import Opened
from callassist.handbook import Handbook
from callassist.owing import UNTOLD, Denial, Names, Story, owing
from callassist.rules import Setting, creditor_of


def stories(opened: Opened, handbook: Handbook) -> tuple[Story, ...]:
    """The story of every debt of the line of business that a call speaks for, those of the open call first.

    A debt of which whoever is speaking may hear nothing is left out.
    """
    case = opened.case
    about = case.call.debts if case.call else ()
    mine = (debt for debt in case.debts if debt.line == case.line)
    debts = sorted(mine, key=lambda debt: (debt.id not in about, not debt.is_open))
    heard = heard_of(opened, debts)
    told_of = (debt for debt in debts if heard[debt.id])
    return tuple(story_of(debt, handbook.setting, heard[debt.id], handbook.denials()) for debt in told_of)


def story_of(debt: Debt, setting: Setting, heard: Collection[str], reasons: Mapping[str, Denial]) -> Story:
    """The story of one debt; a facility that tells of the care has another name."""
    policy = setting.clients.get(debt.client)
    neutral = policy.neutral_names if policy else {}
    facility = neutral.get(debt.facility, debt.facility)
    names = Names(creditor=creditor_of(debt, setting), facility=facility)
    return owing(_billed(debt, neutral), heard, names, reasons)


def _billed(debt: Debt, neutral: Mapping[str, str]) -> Debt:
    """The debt with no name on its bill that tells of the care: "Oncology Billing" tells as much as "Oncology"."""
    bill = debt.details.bill
    name = bill.billing_name if bill else ""
    for told in sorted(neutral, key=len, reverse=True):
        name = re.sub(re.escape(told), neutral[told].replace("\\", r"\\"), name, flags=re.IGNORECASE)
    if bill is None or name == bill.billing_name:
        return debt
    return replace(debt, details=replace(debt.details, bill=replace(bill, billing_name=name)))


def told(found: Iterable[Story]) -> str:
    """Stories as lines of text: the account, what may be said, and in brackets what is for the collector."""
    return "\n".join(line for story in found for line in (story.account, *_said(story))) or UNTOLD


def _said(story: Story) -> tuple[str, ...]:
    return (*(f"  {line}" for line in story.lines), *(f"  [{aside}]" for aside in story.asides))
