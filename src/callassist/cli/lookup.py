"""Looking from the shell: open, may-call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callassist.calendars import local_clock, local_day
from callassist.cli.cases import NotDone, done, in_hand, public, resolve
from callassist.cli.printed import json_flag, listed
from callassist.cli.session import Session
from callassist.desk.views import caller_view, case_view, verdict_view
from callassist.rules import ACTIONS, OF_AN_ADDRESS

if TYPE_CHECKING:
    from callassist.desk import Desk, Opened
    from callassist.identity import Answer
    from callassist.survey import Verdict


@click.command("open")
@click.argument("case")
@click.option("--verify", "answers", multiple=True, metavar="FACTOR=ANSWER", help="dob=…, ssn4=…, zip=… (repeat).")
@click.option("--purpose", default="read at the command line", help="Why the case is read; journalled.")
@json_flag
@click.pass_obj
def open_(session: Session, case: str, answers: tuple[str, ...], purpose: str, *, as_json: bool) -> None:
    """Show what the locked desk shows, or the verified case when the answers match (journalled)."""
    typed = tuple(map(answer_of, answers))
    desk = session.desk(writes=bool(typed))
    number = resolve(desk.store, case)
    if typed:
        reasons = desk.handbook.denials()
        view = case_view(read_verified(desk, number, typed, purpose), desk.handbook.setting, reasons)
    else:
        view = caller_view(desk.look(number), desk.handbook.setting)
    session.show(view, as_json=as_json, text=lambda: listed(view))


def read_verified(desk: Desk, number: int, answers: tuple[Answer, ...], purpose: str) -> Opened:
    """The case once the answers match, which is journalled; NotDone when they do not."""
    from callassist.commands import OpenCase
    from callassist.events import CaseOpened

    with in_hand(desk, number):
        tried = done(desk.do(OpenCase(purpose=purpose, answers=answers)))
    told = [e.event for e in tried.opened.entries if e.stream == number * 2]
    if not isinstance(told[-1], CaseOpened):
        raise NotDone(tried.says)
    return tried.opened


def answer_of(text: str) -> Answer:
    """An answer to a verification question, as FACTOR=ANSWER."""
    from callassist.identity import Answer

    factor, equals, said = text.partition("=")
    if not equals:
        message = f"{text!r} is no answer; write it as dob=1980-04-03."
        raise click.BadParameter(message)
    return Answer(factor=factor.strip(), said=said.strip())


@click.command("may-call")
@click.argument("case")
@click.option("--phone", type=int, help="The number's row; default the best one.")
@click.option("--address", type=int, help="With --action email: the address's row; default the first that is open.")
@click.option("--debt", type=int, help="One debt; default all that are open.")
@click.option(
    "--action", type=click.Choice(ACTIONS), default="place_call", show_default=True, help="What is to be done."
)
@json_flag
@click.pass_obj
def may_call_(session: Session, /, case: str, action: str, *, as_json: bool, **about: int | None) -> None:
    """Whether any rule on file stops a call now; if so which, where it is written, and the next clear moment.

    --action asks the same of a text, an e-mail, a letter, whatever rules judge. Exit 1 when a rule stops it.
    """
    desk = session.desk(writes=False)
    number = resolve(desk.store, case)
    opened = desk.look(number)
    phone, debt, address = about["phone"], about["debt"], about["address"]
    _check(opened, phone, debt)
    _check_address(opened, address)
    verdict = opened.verdicts.of(action, (address if action in OF_AN_ADDRESS else phone) or 0, debt or 0)
    session.show(verdict_view(verdict), as_json=as_json, text=lambda: _verdict(opened, verdict, action))
    raise click.exceptions.Exit(1 if verdict.is_stopped else 0)


def _check(opened: Opened, phone: int | None, debt: int | None) -> None:
    """A usage error when the case has no such number or debt."""
    case = opened.case
    if phone and case.consumer.number_at(phone) is None:
        rows = ", ".join(f"{point.row} {point.kind}" for point in case.consumer.numbers) or "none"
        message = f"{public(case.id)} has no number {phone}; its numbers are {rows}."
        raise click.UsageError(message)
    if debt and debt not in {each.id for each in case.debts}:
        debts = ", ".join(f"{each.id} {each.client}/{each.account}" for each in case.debts)
        message = f"{public(case.id)} has no debt {debt}; its debts are {debts}."
        raise click.UsageError(message)


def _check_address(opened: Opened, address: int | None) -> None:
    case = opened.case
    if address and case.consumer.email_at(address) is None:
        rows = ", ".join(str(point.row) for point in case.consumer.emails) or "none"
        message = f"{public(case.id)} has no e-mail address {address}; its addresses are {rows}."
        raise click.UsageError(message)


def _verdict(opened: Opened, verdict: Verdict, action: str) -> str:
    zone = next(iter(opened.verdicts.zones), "UTC")
    there = f"{local_clock(opened.now, zone)} on {local_day(opened.now, zone):%d %b %Y} for the consumer"
    clear = verdict.says if action == "place_call" else f"no rule on file stops this: {action.replace('_', ' ')}"
    lines = [f"{'block' if verdict.is_stopped else clear} ({there})"]
    lines += dict.fromkeys(f"  {f.effect}: {f.say} [{f.cite}; {f.verified}]" for f in verdict.findings)
    lines += [f"  not checked: {text}" for text in verdict.not_checked]
    if verdict.opens:
        opens = f"{local_day(verdict.opens, zone):%d %b %Y} {local_clock(verdict.opens, zone)}"
        lines.append(f"  next clear: {opens}")
    return "\n".join(lines)
