"""What was agreed on with a person, and what waits for the word of a seat above."""

from __future__ import annotations

import re
from typing import Any

import click

from callassist.cli.cases import NotDone
from callassist.cli.offers import in_words, verified, verify
from callassist.cli.printed import json_flag
from callassist.cli.session import Session

_ID = re.compile(r"C(\d+)-(\d+)", re.IGNORECASE)


@click.command("deals")
@click.argument("case")
@verify
@json_flag
@click.pass_obj
def deals_(session: Session, case: str, answers: tuple[str, ...], *, as_json: bool) -> None:
    """Every deal of a case, what came of it, and which payments are still to come."""
    from callassist.desk.heard import AMOUNT, heard_of
    from callassist.desk.offer_views import deal_views

    opened = verified(session, case, answers, "deals")
    heard = heard_of(opened, opened.case.debts)
    views = deal_views(opened, frozenset(debt for debt, facts in heard.items() if AMOUNT in facts))
    session.show(views, as_json=as_json, text=lambda: "\n".join(map(_told, views)) or "Nothing was agreed on.")


def _told(view: dict[str, Any]) -> str:
    from callassist.money import format_cents

    how = f", {view['how']}" if view["how"] else ""
    why = f", {view['why']}" if view["why"] else ""
    lines = [f"{view['deal']}  {in_words(view)}; {view['state']}{how}{why}; by the word of {view['by']}"]
    lines += [
        f"   {payment['due']}  ${format_cents(payment['cents']):>10}  {'came' if payment['came'] else 'to come'}"
        for payment in view["payments"]
    ]
    return "\n".join(lines)


@click.group("approvals", invoke_without_command=True)
@json_flag
@click.pass_context
def approvals_(ctx: click.Context, *, as_json: bool) -> None:
    """What collectors on a call ask for: list it, grant it, refuse it. Sums are for supervisors and compliance."""
    if ctx.invoked_subcommand:
        return
    from callassist.desk.approvals import waiting
    from callassist.desk.offer_views import approval_view
    from callassist.rules import SEATS

    session: Session = ctx.obj
    desk = session.desk(writes=False)
    if desk.seat.role == SEATS[0]:
        message = "What others ask for is for supervisors and compliance; yours is on your screen."
        raise NotDone(message)
    views = [approval_view(each.case, each.approval) for each in waiting(desk.cases)]
    session.show(views, as_json=as_json, text=lambda: "\n".join(map(_asked, views)) or "Nothing waits for your word.")


def _asked(view: dict[str, Any]) -> str:
    otherwise = f"\n   else: {in_words(view['otherwise'])}" if view["otherwise"] else ""
    why = "; ".join(view["why"])
    return f"{view['id']}  {view['asked_by']} asks {view['role']}: {in_words(view['offer'])}\n   {why}{otherwise}"


@approvals_.command("grant")
@click.argument("number", metavar="ID")
@click.option("--why", default="", help="Why, in words.")
@click.pass_obj
def grant_approval(session: Session, number: str, why: str) -> None:
    """Give your word for what was asked, within your own limits."""
    from callassist.commands_deals import GrantApproval

    case, request = _named(number)
    _answer(session, case, GrantApproval(request=request, why=why))


@approvals_.command("refuse")
@click.argument("number", metavar="ID")
@click.option("--why", required=True, help="Why, in words.")
@click.pass_obj
def refuse_approval(session: Session, number: str, why: str) -> None:
    """Refuse it, saying why."""
    from callassist.commands_deals import RefuseApproval

    case, request = _named(number)
    _answer(session, case, RefuseApproval(request=request, why=why))


def _named(number: str) -> tuple[int, int]:
    found = _ID.fullmatch(number.strip())
    if found is None:
        message = f"{number!r} names nothing that was asked for; callassist approvals lists what waits, as C17-42."
        raise click.BadParameter(message)
    return int(found[1]), int(found[2])


def _answer(session: Session, case: int, command: Any) -> None:  # noqa: ANN401 - either of two commands
    from callassist.desk.approvals import answer
    from callassist.handbook import Refused

    desk = session.desk()
    said = answer(desk.cases, case, command, desk.seat.collector)
    if isinstance(said, Refused):
        raise NotDone(said.sentence)
    session.say(f"C{case}: {said.says}")
