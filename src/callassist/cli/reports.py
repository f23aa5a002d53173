"""Figures and lists out: report shift, report incomplete, report prompts, export."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from callassist.cli.cases import public
from callassist.cli.printed import cells, json_flag
from callassist.cli.session import Session
from callassist.desk.cards import initials
from callassist.desk.report import Shift, shift
from callassist.money import format_cents

if TYPE_CHECKING:
    from callassist.casefile import CaseFile
    from callassist.desk import Desk
    from callassist.desk.prompt_report import PromptUse

Rows = Iterator[tuple[object, ...]]
DAY: Final = click.DateTime(["%Y-%m-%d"])
TRACE_REQUEST: Final = "trace-request"


@click.group("report")
def report_() -> None:
    """Figures with standard definitions (docs/reports.md)."""


@report_.command("shift")
@click.option("--day", type=DAY, help="A day on this machine's clock; default the last 12 hours.")
@click.option("--everyone", is_flag=True, help="All collectors; default you alone.")
@json_flag
@click.pass_obj
def shift_(session: Session, day: datetime | None, *, everyone: bool, as_json: bool) -> None:
    """Calls, right-party contacts, promises and dollars, and each for an hour of work."""
    desk = session.desk(writes=False)
    since, until = _span(day, session.clock())
    actor = "" if everyone else session.actor
    figures = shift(desk.store.worked(since, until, actor), since, until, actor)
    session.show(figures, as_json=as_json, text=lambda: _told(figures))


def _span(day: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    if day is None:
        return now - timedelta(hours=12), now + timedelta(seconds=1)
    begin = datetime.combine(day.date(), time()).astimezone()
    end = datetime.combine(day.date() + timedelta(days=1), time()).astimezone()
    return begin.astimezone(UTC), end.astimezone(UTC)


def _told(figures: Shift) -> str:
    since, until = figures.since.astimezone(), figures.until.astimezone()
    lines = (
        f"{figures.actor or 'everyone'}, {since:%d %b %H:%M} to {until:%d %b %H:%M}, {figures.hours:.2f} hours worked",
        _line("calls placed", figures.calls, figures.calls_per_hour),
        _line("connected", figures.connects, None),
        _line("right-party contacts", figures.right_party_contacts, figures.contacts_per_hour),
        _line("third parties", figures.third_parties, None),
        _line("wrong numbers", figures.wrong_numbers, None),
        _line("inbound", figures.inbound, None),
        _line("without an outcome", figures.uncoded, None),
        _line("promises", figures.promises, figures.promises_per_hour),
        _line("dollars promised", format_cents(figures.promised_cents), figures.dollars_per_hour),
        _line("talk", str(timedelta(seconds=figures.talk_seconds)), None),
        "outcomes: " + (", ".join(f"{code} {count}" for code, count in figures.outcomes.items()) or "none"),
    )
    return "\n".join(lines)


def _line(name: str, figure: object, rate: float | None) -> str:
    return f"{name:<22}{figure:>12}" + ("" if rate is None else f"   {rate:,.1f} an hour")


@report_.command("incomplete")
@click.argument("client")
@json_flag
@click.pass_obj
def incomplete_(session: Session, client: str, *, as_json: bool) -> None:
    """Debts of a client that may not be called about yet, and the facts that are missing."""
    from callassist.desk.incomplete import report_incomplete

    desk = session.desk(writes=False)
    missing = [
        {"account_number": found.account, "case": public(found.case), "missing": found.missing}
        for found in report_incomplete(desk.store, desk.handbook.setting, client)
    ]
    if not missing and client not in session.handbook.setting.clients:
        known = ", ".join(sorted(session.handbook.setting.clients)) or "none"
        message = f"No incomplete debt is of a client {client}; clients with a policy are {known}."
        raise click.UsageError(message)
    rows = [f"{row['account_number']}  {row['case']}  {', '.join(row['missing'])}" for row in missing]
    session.show(missing, as_json=as_json, text=lambda: "\n".join(rows) or f"{client}: every debt is complete.")


@report_.command("prompts")
@click.option("--day", type=DAY, help="A day on this machine's clock; default the last 12 hours.")
@click.option("--everyone", is_flag=True, help="All collectors; default you alone.")
@json_flag
@click.pass_obj
def prompts_(session: Session, day: datetime | None, *, everyone: bool, as_json: bool) -> None:
    """What became of each prompt: done, set aside, overridden; so that useless ones can be taken out."""
    from callassist.desk.prompt_report import prompt_uses, prompts_between

    since, until = _span(day, session.clock())
    actor = "" if everyone else session.actor
    uses = prompt_uses(prompts_between(session.desk(writes=False).store, since, until, actor))
    session.show(uses, as_json=as_json, text=lambda: "\n".join(_used(uses)))


def _used(uses: tuple[PromptUse, ...]) -> Iterator[str]:
    yield f"{'prompt':<44}{'times':>7}{'done':>7}{'aside':>7}{'in spite':>10}{'read':>7}{'seconds':>9}"
    for use in uses:
        counts = f"{use.times:>7}{use.accepted:>7}{use.dismissed:>7}{use.overridden:>10}{use.shown:>7}"
        look = "  worth a look" if use.is_doubtful else ""
        yield f"{use.prompt:<44}{counts}{use.median_seconds:>9}{look}"


# ── export ──


def _cases(case: CaseFile) -> Rows:
    consumer = case.consumer
    owed = sum(debt.balance_cents for debt in case.open_debts())
    yield (
        *(public(case.id), initials(case), consumer.state, consumer.language, consumer.status),
        *(len(case.debts), format_cents(owed).replace(",", ""), len(consumer.calls)),
    )


def _calls(case: CaseFile) -> Rows:
    for call in case.consumer.calls:
        point = case.consumer.contact_at(call.row)
        yield (
            *(public(case.id), call.at.isoformat(), call.actor, "in" if call.is_inbound else "out"),
            *(point.kind if point else "", call.outcome, call.talk_seconds),
        )


def _promises(case: CaseFile) -> Rows:
    for promise in case.consumer.promises:
        amount = format_cents(promise.total_cents).replace(",", "")
        yield public(case.id), promise.at.isoformat(), promise.due.isoformat(), amount, promise.state


EXPORTS: Final[dict[str, tuple[Callable[[CaseFile], Rows], tuple[str, ...]]]] = {
    "cases": (_cases, ("case", "name", "state", "language", "status", "debts", "open_balance", "calls")),
    "calls": (_calls, ("case", "at", "collector", "direction", "number", "outcome", "talk_seconds")),
    "promises": (_promises, ("case", "made", "due", "amount", "state")),
}


@click.command("export")
@click.argument("what", type=click.Choice([*sorted(EXPORTS), TRACE_REQUEST]))
@click.option("--format", "kind", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="trace-request: the file to write.")
@click.option("--case", "named", multiple=True, metavar="CASE", help="trace-request: whom; default the skip list.")
@click.option("--vendor", default="", help="trace-request: who is asked, as in agency.yaml; default the only one.")
@click.pass_obj
def export_(session: Session, /, what: str, kind: str, **request: Any) -> None:  # noqa: ANN401 - flags
    """Data out, masked: initials for names, a kind for a number; no birth date, no SSN, no address, no care.

    trace-request writes a file for a vendor that finds people: who they are and where they lived, nothing of a debt.
    """
    if what == TRACE_REQUEST:
        from callassist.cli.trace_files import write_request

        write_request(session, **request)
        return
    if any(request.values()):
        message = f"--out, --case and --vendor go with {TRACE_REQUEST} alone; {what} goes to the standard output."
        raise click.UsageError(message)
    rows_of, columns = EXPORTS[what]
    rows = _every(session.desk(writes=False), rows_of)
    if kind == "json":
        exported = [dict(zip(columns, row, strict=True)) for row in rows]
        session.show(exported, as_json=True, text=str)
        return
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(columns)
    out.writerows(map(cells, rows))


def _every(desk: Desk, rows_of: Callable[[CaseFile], Rows]) -> Rows:
    for number in desk.store.scan():
        yield from rows_of(desk.cases.read(number))
