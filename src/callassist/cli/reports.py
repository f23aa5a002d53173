"""Figures and lists out: report shift, report incomplete, export."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import click

from callassist.cli.cases import public
from callassist.cli.session import Session, show
from callassist.cli.work import json_flag
from callassist.desk import Desk
from callassist.desk.cards import initials
from callassist.desk.report import Shift, shift
from callassist.money import format_cents
from callassist.worklist import missing_facts

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("report")
def report_() -> None:
    """Figures with standard definitions (docs/reports.md)."""


@report_.command("shift")
@click.option("--day", type=DAY, help="The day, UTC; default the last 24 hours.")
@click.option("--everyone", is_flag=True, help="All collectors; default you alone.")
@json_flag
@click.pass_obj
def shift_(session: Session, day: datetime | None, *, everyone: bool, as_json: bool) -> None:
    """Calls, right-party contacts, promises and dollars, and each for an hour of work."""
    until = day.replace(tzinfo=UTC) + timedelta(days=1) if day else session.clock() + timedelta(seconds=1)
    since, actor = until - timedelta(days=1), "" if everyone else session.actor
    desk = session.desk(writes=False)
    figures = shift(desk.store.worked(since, until, actor), since, until, actor)
    show(figures, as_json=as_json, text=lambda: _told(figures))


def _told(figures: Shift) -> str:
    talk = timedelta(seconds=figures.talk_seconds)
    lines = (
        f"{figures.actor or 'everyone'}, {figures.since:%d %b %H:%M} to {figures.until:%d %b %H:%M} UTC",
        f"calls placed          {figures.calls:>6}   {figures.calls_per_hour:>6} an hour",
        f"connected             {figures.connects:>6}",
        f"right-party contacts  {figures.right_party_contacts:>6}   {figures.contacts_per_hour:>6} an hour",
        f"third parties         {figures.third_parties:>6}",
        f"wrong numbers         {figures.wrong_numbers:>6}",
        f"inbound               {figures.inbound:>6}",
        f"promises              {figures.promises:>6}   ${format_cents(figures.promised_cents)}",
        f"talk                  {talk}",
        "outcomes              " + ", ".join(f"{code} {count}" for code, count in figures.outcomes.items()),
    )
    return "\n".join(lines)


@report_.command("incomplete")
@click.argument("client")
@json_flag
@click.pass_obj
def incomplete_(session: Session, client: str, *, as_json: bool) -> None:
    """Debts of a client that may not be called about yet, and the facts that are missing."""
    desk = session.desk(writes=False)
    missing = [
        {"account_number": debt.account, "case": public(case.id), "missing": list(facts)}
        for case in (desk.look(number).case for number in desk.store.scan())
        for debt in case.debts
        if debt.client == client and (facts := missing_facts(case, debt))
    ]
    rows = [f"{row['account_number']}  {row['case']}  {', '.join(row['missing'])}" for row in missing]
    show(missing, as_json=as_json, text=lambda: "\n".join(rows) or f"{client}: every debt is complete.")


def _cases(desk: Desk) -> Iterator[dict[str, object]]:
    for number in desk.store.scan():
        case = desk.look(number).case
        yield {
            "case": public(number),
            "name": initials(case),
            "state": case.consumer.state,
            "language": case.consumer.language,
            "status": case.consumer.status,
            "debts": len(case.debts),
            "open_balance": format_cents(sum(debt.balance_cents for debt in case.open_debts())),
            "calls": len(case.consumer.calls),
        }


def _calls(desk: Desk) -> Iterator[dict[str, object]]:
    for number in desk.store.scan():
        case = desk.look(number).case
        for call in case.consumer.calls:
            point = case.consumer.number_at(call.row)
            yield {
                "case": public(number),
                "at": call.at.isoformat(),
                "collector": call.actor,
                "direction": "in" if call.is_inbound else "out",
                "number": f"..{point.number % 10_000:04d}" if point else "",
                "outcome": call.outcome,
                "talk_seconds": call.talk_seconds,
            }


def _promises(desk: Desk) -> Iterator[dict[str, object]]:
    for number in desk.store.scan():
        case = desk.look(number).case
        for promise in case.consumer.promises:
            yield {
                "case": public(number),
                "made": promise.at.isoformat(),
                "due": promise.due.isoformat(),
                "amount": format_cents(promise.total_cents),
                "state": promise.state,
            }


EXPORTS: Final[dict[str, tuple[Callable[[Desk], Iterator[dict[str, object]]], tuple[str, ...]]]] = {
    "cases": (_cases, ("case", "name", "state", "language", "status", "debts", "open_balance", "calls")),
    "calls": (_calls, ("case", "at", "collector", "direction", "number", "outcome", "talk_seconds")),
    "promises": (_promises, ("case", "made", "due", "amount", "state")),
}


@click.command("export")
@click.argument("what", type=click.Choice(sorted(EXPORTS)))
@click.option("--format", "kind", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.pass_obj
def export_(session: Session, what: str, kind: str) -> None:
    """Data out, masked: initials for names, the last four of numbers, no birth date, no SSN, no care."""
    rows, columns = EXPORTS[what]
    desk = session.desk(writes=False)
    if kind == "json":
        show(list(rows(desk)), as_json=True, text=str)
        return
    out = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    out.writeheader()
    for row in rows(desk):
        out.writerow(row)
