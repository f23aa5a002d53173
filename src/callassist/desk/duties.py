"""What is owed to a person, as screens and lists show it; whether a debt may be reported; how long records are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from callassist.casefile import CaseFile, Debt
from callassist.desk.cases import Cases
from callassist.desk.opened import Opened
from callassist.handbook import Handbook
from callassist.rules import BLOCK, WARN, Finding, Rule
from callassist.survey import Verdicts

OF_REPORTS: Final = ("to_be_deleted", "furnishing_banned")
"""The checks by which a rule of what is owed asks for a report to be deleted."""
DONE_ALTHOUGH: Final = "done_although"
"""The check that does so when what was done is a report."""


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is owed: by when, if there is a day, and where that is written. `account` '' is the person's."""

    case: str
    account: str
    due: date | None
    is_late: bool
    say: str
    cite: str
    rule: str
    verified: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a debt may be reported to a credit bureau, why not, and what a report must say or be asked to undo."""

    case: str
    client: str
    account: str
    may_report: str
    because: str
    from_day: date | None
    disputed: str
    reported: date | None
    delete: str


class Keeping(msgspec.Struct, frozen=True, kw_only=True):
    """Until when records of a case, or of one account, are kept at least; None when no rule on file asks for more."""

    case: str
    account: str
    until: date | None
    because: tuple[str, ...]


def owed(verdicts: Verdicts) -> tuple[Finding, ...]:
    """What is owed, soonest first, of debts that are closed or paid too: a report of one may have to be deleted."""
    case, shown = verdicts.case, verdicts.duties()
    others = (d.id for d in case.debts if d.line == verdicts.base.line and d.id not in verdicts.debts)
    more = (f for debt in others for f in verdicts.of("owe", 0, debt).findings if f.debt == debt)
    return tuple(sorted((*shown, *more), key=lambda finding: (finding.due is None, finding.due or date.max)))


def duties(verdicts: Verdicts) -> tuple[Duty, ...]:
    """Everything owed to the person of a case."""
    case = verdicts.case
    return tuple(
        Duty(
            case=f"C{case.id}",
            account=case.debt(finding.debt).account if finding.debt else "",
            due=finding.due,
            is_late=_is_late(finding, verdicts),
            say=finding.say,
            cite=finding.cite,
            rule=finding.rule,
            verified=finding.verified,
        )
        for finding in owed(verdicts)
    )


def _is_late(finding: Finding, verdicts: Verdicts) -> bool:
    """A rule may say itself that it is late; of any other its day tells."""
    return finding.effect == WARN or (finding.due is not None and finding.due < verdicts.base.day)


def due_line(opened: Opened) -> str:
    """The one duty to show beside a case: what is late first, then what is due soonest; '' when nothing is."""
    found = owed(opened.verdicts)
    first = next((each for each in found if _is_late(each, opened.verdicts)), next(iter(found), None))
    return first.say if first else ""


def due_by(cases: Cases, numbers: Iterable[int], day: date) -> Iterator[Duty]:
    """What is owed by a day over many cases, each read and judged as it comes; what has no day is not among it."""
    for number in numbers:
        for duty in duties(cases.load(number).verdicts):
            if duty.due is not None and duty.due <= day:
                yield duty


# ── reporting ──


def reports(verdicts: Verdicts, handbook: Handbook) -> Iterator[Report]:
    """For each debt of a case whether it may be reported: yes or no with the reason. We report nothing ourselves."""
    case = verdicts.case
    for debt in case.debts:
        if debt.line == verdicts.base.line:
            yield _report(case, debt, verdicts, handbook)


def _report(case: CaseFile, debt: Debt, verdicts: Verdicts, handbook: Handbook) -> Report:
    verdict = verdicts.of("furnish", 0, debt.id)
    stops = [finding.say for finding in verdict.findings if finding.effect == BLOCK]
    if debt.state == "recalled" or not debt.is_open:
        stops.insert(0, "Nothing is collected on it any more.")
    owes, book = verdicts.of("owe", 0, debt.id).findings, handbook.rulebook
    asks = [found.say for found in owes if found.debt == debt.id and _asks_for_deletion(book.rule(found.rule))]
    opens = verdict.opens.date() if verdict.opens and debt.is_open else None
    policy = handbook.setting.clients.get(debt.client)
    return Report(
        case=f"C{case.id}",
        client=policy.code if policy else debt.client,
        account=debt.account,
        may_report="no" if stops else "yes",
        because=" ".join(dict.fromkeys(stops)),
        from_day=opens if stops else None,
        disputed="yes" if debt.disputed_by else "no",
        reported=debt.furnished,
        delete=" ".join(asks),
    )


def _asks_for_deletion(rule: Rule | None) -> bool:
    """Whether what a rule says is owed is that a report be deleted, by what its check looks for."""
    if rule is None:
        return False
    values = rule.values[-1][1] or {}
    return rule.check in OF_REPORTS or (rule.check == DONE_ALTHOUGH and values.get("fact") == "furnished")


# ── keeping ──


def keeping(verdicts: Verdicts) -> tuple[Keeping, ...]:
    """Until when the records of a case and of each of its accounts are kept; the longest time holds."""
    case = verdicts.case
    whole = _kept(case, "", [f for f in verdicts.of("erase").findings if not f.debt])
    each = (_kept(case, d.account, _of_debt(verdicts, d)) for d in case.debts if d.line == verdicts.base.line)
    return (whole, *each)


def _of_debt(verdicts: Verdicts, debt: Debt) -> list[Finding]:
    return [finding for finding in verdicts.of("erase", 0, debt.id).findings if finding.debt == debt.id]


def _kept(case: CaseFile, account: str, findings: list[Finding]) -> Keeping:
    days = [finding.due for finding in findings if finding.due]
    says = tuple(f"{finding.say} [{finding.cite}]" for finding in findings)
    return Keeping(case=f"C{case.id}", account=account, until=max(days, default=None), because=says)
