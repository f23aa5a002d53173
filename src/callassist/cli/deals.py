"""What was agreed on with a person, and what waits for the word of a seat above."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import click

from callassist.cli.agreeing import Talk, agree, ask, case_of, on_own_call, refuse, renegotiate
from callassist.cli.cases import NotDone, done
from callassist.cli.given import day_there
from callassist.cli.offers import in_words, verified, verify
from callassist.cli.printed import json_flag
from callassist.cli.session import Session

if TYPE_CHECKING:
    from callassist.commands_deals import MoveInstalment

NOT_MOVED: Final = "Nothing is moved yet: tell them, and once they say so repeat the command with --yes."
_ID = re.compile(r"C(\d+)-(\d+)", re.IGNORECASE)


class OfACase(click.Group):
    """CASE, then flags; or CASE and the name of a thing to do, with what belongs to it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Flags stand behind CASE as with other commands, unless a thing to do is named there."""
        ctx.allow_interspersed_args = len(args) <= 1 or args[1] not in self.commands
        return super().parse_args(ctx, args)


@click.group("deals", cls=OfACase, invoke_without_command=True)
@click.argument("case")
@verify
@json_flag
@click.pass_context
def deals_(ctx: click.Context, case: str, answers: tuple[str, ...], *, as_json: bool) -> None:
    """Every deal of a case, what came of it, and which payments are still to come; or what was agreed on a call."""
    if ctx.invoked_subcommand:
        return
    from callassist.desk.heard import AMOUNT, heard_of
    from callassist.desk.offer_views import deal_views

    session: Session = ctx.obj
    opened = verified(session, case, answers, "deals")
    heard = heard_of(opened, opened.case.debts)
    views = deal_views(opened, frozenset(debt for debt, facts in heard.items() if AMOUNT in facts))
    session.show(views, as_json=as_json, text=lambda: "\n".join(map(_told, views)) or "Nothing was agreed on.")


for _each in (agree, refuse, ask, renegotiate):
    deals_.add_command(_each)


def _told(view: dict[str, Any]) -> str:
    from callassist.money import format_cents

    how = f", {view['how']}" if view["how"] else ""
    why = f", {view['why']}" if view["why"] else ""
    lines = [f"{view['deal']}  {in_words(view)}; {view['state']}{how}{why}; by the word of {view['by']}"]
    lines += [
        f"   {number}. {each['due']}  ${format_cents(each['cents']):>10}  {'came' if each['came'] else 'to come'}"
        for number, each in enumerate(view["payments"], start=1)
    ]
    return "\n".join(lines)


@deals_.command("authorise")
@click.argument("deal", type=click.IntRange(min=1))
@click.option("--how", required=True, help="How they will pay, or that it may be taken: check, portal, card on file.")
@click.pass_context
def authorise_deal(ctx: click.Context, deal: int, how: str) -> None:
    """They said how DEAL will be paid, or gave leave to take it."""
    from callassist.commands_deals import AuthoriseDeal

    with on_own_call(ctx.obj, case_of(ctx), deal) as talk:
        says = done(talk.desk.do(AuthoriseDeal(deal=deal, how=how))).says
    talk.say(says)


@deals_.command("move")
@click.argument("deal", type=click.IntRange(min=1))
@click.argument("index", type=int)
@click.argument("day")
@click.option("--yes", "is_agreed", is_flag=True, help="They said so: do it. Without it nothing is kept.")
@click.pass_context
def move_payment(ctx: click.Context, deal: int, index: int, day: str, *, is_agreed: bool) -> None:
    """Payment INDEX of DEAL, counted from 1, falls on another DAY. The consequences are printed first."""
    from callassist.commands_deals import MoveInstalment

    with on_own_call(ctx.obj, case_of(ctx), deal) as talk:
        due = day_there(talk.opened, day)
        command = MoveInstalment(deal=deal, index=index - 1, due=due)
        talk.rehearse((command,))
        if not is_agreed:
            ctx.obj.say(_consequences(talk, command))
            raise NotDone(NOT_MOVED)
        says = done(talk.desk.do(command)).says
    talk.say(says)


def _consequences(talk: Talk, command: MoveInstalment) -> str:
    """What moving it does, before it is done."""
    from callassist.ability import ability_of
    from callassist.dealing import moved
    from callassist.desk.offers import matter_of

    opened, desk = talk.opened, talk.desk
    cap = ability_of(matter_of(opened, desk.handbook, desk.seat.role, replacing=command.deal)).cap_cents
    held = next(each for each in opened.case.consumer.deals if each.id == command.deal)
    found = moved(held, command.index, command.due, opened.verdicts.base.day, cap)
    return f"To {command.due:%d %b %Y}. {found.sentence}"


@deals_.command("cancel")
@click.argument("deal", type=click.IntRange(min=1))
@click.option("--why", required=True, help="Why it is taken back, in words.")
@click.pass_context
def cancel_deal(ctx: click.Context, deal: int, why: str) -> None:
    """DEAL is taken back, and the promise of its next payment with it."""
    from callassist.commands_deals import CancelDeal

    with on_own_call(ctx.obj, case_of(ctx), deal) as talk:
        says = done(talk.desk.do(CancelDeal(deal=deal, why=why))).says
    talk.say(says)


# ── the word of a seat above ──


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
