"""What may be shown of a case: before identity is verified, after it, and in a list. Plain values with stable keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from callassist.calendars import local_clock
from callassist.casefile import Debt
from callassist.desk.heard import AMOUNT, CARE, CREDITOR, heard_history, heard_of, heard_promises
from callassist.desk.opened import Opened
from callassist.desk.stories import story_of
from callassist.desk.timeline import clock
from callassist.hearing import FACTS
from callassist.money import format_cents
from callassist.owing import Denial
from callassist.rules import Finding, Setting, creditor_of, whereabouts
from callassist.survey import Verdict

View = dict[str, object]


def caller_view(opened: Opened, setting: Setting) -> View:
    """The locked desk: whom to ask for and how. No word about debt, creditor, provider or care."""
    consumer = opened.case.consumer
    zones = whereabouts(consumer, setting.geography)
    return {
        "case": f"C{opened.case.id}",
        "ask_for": consumer.full_name,
        "another_of_that_name_lives_there": opened.has_namesake,
        "language": consumer.language,
        "local_time": local_clock(opened.now, zones[0]) if zones else "unknown",
        "numbers": [{"row": p.row, "kind": p.kind, "standing": p.standing} for p in consumer.numbers],
        "calls_in_7_days": calls_in_week(opened),
        "last_outcome": consumer.calls[-1].outcome if consumer.calls else "",
    }


def calls_in_week(opened: Opened) -> int:
    """Calls placed in the last seven times 24 hours, shown for information and never as a quota."""
    week = 7 * 86_400
    calls = opened.case.consumer.calls
    return sum(1 for c in calls if not c.is_inbound and (opened.now - c.at).total_seconds() < week)


def case_view(opened: Opened, setting: Setting, reasons: Mapping[str, Denial] | None = None) -> View:
    """The verified case: what it owes in one line of business, and the history. Nothing of banks, no SSN.

    What whoever is on the open call may not hear is left out: a debt whole, or a fact of it. Outside a call it is read
    as for the consumer, who verified. `reasons` has reason codes in words; without it they stand as codes.
    """
    case = opened.case
    told = [debt for debt in case.debts if debt.line == case.line]
    zone = next(iter(opened.verdicts.zones), "UTC")
    heard = heard_of(opened, told)
    return {
        **caller_view(opened, setting),
        "status": case.consumer.status,
        "debts": [debt_view(d, case.role(d.id), setting, heard[d.id], reasons or {}) for d in told if heard[d.id]],
        "other_debts_transfer": len(case.debts) - len(told),
        "promises": [
            {"due": p.due, "amount": format_cents(p.total_cents), "state": p.state}
            for p in heard_promises(opened, heard)
        ],
        "history": [f"{clock(line, zone)} {line.text}" for line in heard_history(opened, zone)],
    }


def debt_view(debt: Debt, role: str, setting: Setting, heard: Collection[str], reasons: Mapping[str, Denial]) -> View:
    """One debt with the facts that may be heard, others ''; a facility that tells of the care has another name."""
    policy = setting.clients.get(debt.client)
    facility = policy.neutral_names.get(debt.facility, debt.facility) if policy else debt.facility
    creditor = creditor_of(debt, setting) if CREDITOR in heard else ""
    return {
        "debt": debt.id,
        "account": debt.account,
        "client": debt.client if CREDITOR in heard else "",
        "creditor": creditor,
        "facility": facility if CARE in heard else "",
        "balance": format_cents(debt.balance_cents) if AMOUNT in heard else "",
        "state": debt.state,
        "role": role,
        "story": story_of(debt, setting, heard, reasons).text if AMOUNT in heard else "",
        "may_hear": [fact for fact in FACTS if fact in heard],
    }


def finding_view(finding: Finding) -> View:
    """One rule's finding, as `may-call --json` gives it."""
    return {
        "rule": finding.rule,
        "effect": finding.effect,
        "say": finding.say,
        "cite": finding.cite,
        "verified": finding.verified,
        "opens": finding.opens,
    }


def told_once(views: Iterable[View]) -> list[View]:
    """Each once: a rule that stops every debt alike says so for each."""
    kept: list[View] = []
    for view in views:
        if view not in kept:
            kept.append(view)
    return kept


def verdict_view(verdict: Verdict) -> View:
    """A verdict as `may-call --json` gives it."""
    return {
        "verdict": "allow" if verdict.effect == "say" else verdict.effect,
        "findings": told_once([finding_view(finding) for finding in verdict.findings]),
        "not_checked": list(verdict.not_checked),
        "next_clear": verdict.opens,
    }
