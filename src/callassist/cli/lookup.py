"""Looking from the shell: open, find, may-call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callassist.calendars import local_clock, local_day
from callassist.cli.cases import NotDone, done, in_hand, public, resolve
from callassist.cli.printed import json_flag, listed
from callassist.cli.session import Session
from callassist.desk.searching import ACCOUNT, ANYTHING, NAME, PHONE, number_in
from callassist.desk.views import caller_view, case_view, hit_view, match_views, verdict_view
from callassist.numbers import NO_NUMBER
from callassist.rules import ACTIONS, OF_AN_ADDRESS

if TYPE_CHECKING:
    from callassist.casefile import CaseFile
    from callassist.desk import Opened
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
    from callassist.commands import OpenCase
    from callassist.events import CaseOpened

    typed = tuple(map(_answer, answers))
    desk = session.desk(writes=bool(typed))
    number = resolve(desk.store, case)
    if not typed:
        view = caller_view(desk.look(number), desk.handbook.setting)
    else:
        with in_hand(desk, number):
            tried = done(desk.do(OpenCase(purpose=purpose, answers=typed)))
        told = [e.event for e in tried.opened.entries if e.stream == number * 2]
        if not isinstance(told[-1], CaseOpened):
            raise NotDone(tried.says)
        view = case_view(tried.opened, desk.handbook.setting)
    session.show(view, as_json=as_json, text=lambda: listed(view))


def _answer(text: str) -> Answer:
    from callassist.identity import Answer

    factor, equals, said = text.partition("=")
    if not equals:
        message = f"{text!r} is no answer; write it as dob=1980-04-03."
        raise click.BadParameter(message)
    return Answer(factor=factor.strip(), said=said.strip())


@click.command("find")
@click.argument("words", nargs=-1)
@click.option("--name", help="By name alone: Dana Lee; Lee, Dana; or how it begins.")
@click.option("--phone", help="By number alone, in any format.")
@click.option("--account", help="By account alone, or how it begins.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@json_flag
@click.pass_obj
def find_(session: Session, /, words: tuple[str, ...], limit: int, *, as_json: bool, **named: str | None) -> None:
    """Who is calling? By account, a number in any format, a name or its start. Always unverified."""
    said = {name: value for name, value in named.items() if value}
    asked = [({"name": NAME, "phone": PHONE, "account": ACCOUNT}[name], value) for name, value in said.items()]
    if words:
        asked.append((ANYTHING, " ".join(words)))
    if len(asked) != 1:
        message = "Look for one thing: WORDS, --name, --phone or --account."
        raise click.UsageError(message)
    kind, text = asked[0]
    if kind == PHONE and not number_in(text):
        raise click.BadParameter(NO_NUMBER)
    desk = session.desk(writes=False)
    found = desk.lists.find(text, limit, kind)
    session.show(match_views(found, text), as_json=as_json, text=lambda: _told(found, text))


def _told(found: tuple[CaseFile, ...], said: str) -> str:
    hits = ((public(case.id), hit_view(case, said)) for case in found)
    lines = (f"{case}  {hit['name']}  {hit['city']}  by {', '.join(hit['reasons'])}" for case, hit in hits)  # type: ignore[arg-type]
    return "\n".join(lines) or "Nobody on file by that."


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
