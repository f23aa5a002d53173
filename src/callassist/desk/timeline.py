"""A case's history in words: one line an event that a collector would want to read, newest last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from callassist import events as ev
from callassist.casefile import CaseFile, Entry
from callassist.money import format_cents

PEOPLE: Final[Mapping[str, str]] = {
    "household": "somebody of the household",
    "unknown": "somebody who does not know them",
    "wrong_number": "a wrong number",
    "child": "a child",
    "coworker": "a co-worker",
    "facility": "a facility",
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of history. `is_money` marks lines that say something of the debt."""

    at: datetime
    actor: str
    text: str
    is_money: bool = False


def timeline(case: CaseFile, entries: Iterable[Entry]) -> tuple[Line, ...]:
    """The lines of a case in the order of their time."""
    told = (
        Line(at=e.at, actor=e.actor, text=text, is_money=bool(e.stream & 1))
        for e in entries
        if (text := _told(case, e))
    )
    return tuple(sorted(told, key=lambda line: line.at))


def clock(line: Line, zone: str) -> str:
    """When, on the consumer's own clock."""
    return f"{line.at.astimezone(ZoneInfo(zone)):%d %b %y %H:%M}"


def _told(case: CaseFile, entry: Entry) -> str:
    event = entry.event
    if entry.stream & 1:
        return _debt_told(case, entry)
    return _call_told(case, event) or _said_told(case, event)


def _call_told(case: CaseFile, event: ev.Event) -> str:
    match event:
        case ev.CallPlaced(row=row):
            point = case.consumer.number_at(row)
            return f"called {point.kind} ..{point.number % 10_000:04d}" if point else "called"
        case ev.CallReceived():
            return "they called us"
        case ev.IdentityVerified(factors=factors):
            return f"identity verified by {' and '.join(factors)}"
        case ev.IdentityRefused(instead=instead):
            return f"would not verify; offered {instead.replace('_', ' ')}"
        case ev.ThirdPartyAnswered(who=who):
            return f"answered by {PEOPLE.get(who, who)}"
        case ev.OutcomeLogged(code=code, talk_seconds=seconds):
            return f"{code}, talked {seconds // 60}:{seconds % 60:02d}"
        case ev.OutcomeRetracted():
            return "outcome undone"
        case _:
            return ""


def _said_told(case: CaseFile, event: ev.Event) -> str:
    match event:
        case ev.NoteWritten(row=row):
            return f"note: {case.texts.get(row, '')}"
        case ev.RestrictionPlaced(kind=kind, until=until):
            return f"{kind.replace('_', ' ')}{f' until {until:%d %b %Y}' if until else ''}"
        case ev.RestrictionLifted(why=why):
            return f"restriction lifted: {why}"
        case ev.ConsentGiven(until=until):
            return f"said we may call until {until:%d %b}"
        case ev.CallbackSet(at=at, asked_by=who):
            return f"callback set for {at:%d %b %H:%M} UTC ({who})"
        case ev.PromiseMade(due=due, shares=shares):
            return f"promised {format_cents(sum(s.cents for s in shares))} by {due:%d %b %Y}"
        case ev.PromiseBroken():
            return "promise broken"
        case ev.PromiseKept():
            return "promise kept"
        case ev.LetterRequested(kind=kind):
            return f"letter: {kind.replace('_', ' ')}"
        case ev.CaseSkipped(why=why):
            return f"skipped: {why}"
        case ev.DisclosureGiven(kind=kind):
            return f"said: {kind.replace('-', ' ')}"
        case ev.NumberMarked(standing=standing):
            return f"a number marked {standing.replace('_', ' ')}"
        case _:
            return ""


def _debt_told(case: CaseFile, entry: Entry) -> str:
    account = next((debt.account for debt in case.debts if debt.id == entry.stream >> 1), "?")
    match entry.event:
        case ev.DebtPlaced(balance_cents=cents, client=client):
            return f"{account}: placed by {client}, {format_cents(cents)}"
        case ev.BalanceChanged(balance_cents=cents, was_cents=was):
            return f"{account}: balance {format_cents(was)} -> {format_cents(cents)}"
        case ev.PaymentReported(amount_cents=cents):
            return f"{account}: paid {format_cents(cents)}"
        case ev.DebtDisputed(reason=reason):
            return f"{account}: disputed{f', {reason}' if reason else ''}"
        case ev.DebtRecalled() | ev.DebtClosed():
            return f"{account}: closed"
        case _:
            return ""
