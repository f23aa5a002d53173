"""Around medical debt: the days that rules about a debt go by, and whether a HIPAA authorisation is valid."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import click

from callassist.cli.cases import done, in_hand, public, resolve
from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.kinds import BASES

if TYPE_CHECKING:
    from callassist.authorization import Defect, Paper
    from callassist.casefile import Debt

DAY: Final = click.DateTime(["%Y-%m-%d"])


@click.command("debt-dates")
@click.argument("case")
@click.option("--debt", type=int, default=0, help="Which debt; default the only one.")
@click.option("--first-statement", type=DAY, help="The first bill after discharge.")
@click.option("--defaulted", type=DAY, help="Since when it is in default.")
@click.option("--judged", type=DAY, help="The day of a judgment.")
@click.option("--basis", type=click.Choice(BASES), default=None, help="What the debt rests on.")
@click.option("--told", "assistance_told", type=DAY, help="When they were told of financial assistance.")
@json_flag
@click.pass_obj
def debt_dates_(session: Session, /, case: str, *, debt: int, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - click's
    """Keep the days that rules about a debt go by; without any, show those on file."""
    from callassist.commands import DateDebt

    learnt: dict[str, Any] = {
        name: value.date() if isinstance(value, datetime) else value for name, value in given.items() if value
    }
    desk = session.desk(writes=bool(learnt))
    number = resolve(desk.store, case)
    if not learnt:
        views = [_view(each) for each in desk.cases.read(number).debts if debt in {0, each.id}]
        session.show(views, as_json=as_json, text=lambda: "\n".join(map(_told, views)) or "No such debt.")
        return
    with in_hand(desk, number):
        says = done(desk.do(DateDebt(debt=debt, **learnt))).says
    session.say(f"{public(number)}: {says}")


def _view(debt: Debt) -> dict[str, Any]:
    names = ("first_statement", "defaulted", "judged", "basis", "assistance_told")
    return {"debt": debt.id, "account": debt.account, **{name: getattr(debt, name) or None for name in names}}


def _told(view: dict[str, Any]) -> str:
    known = (f"{name.replace('_', ' ')} {value}" for name, value in list(view.items())[2:] if value)
    return f"{view['debt']}  {view['account']}  {', '.join(known) or 'no day on file'}"


@click.group("authorization")
def authorization_() -> None:
    """HIPAA authorisations: what a paper must hold before it is relied on."""


@authorization_.command("check")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--on", "day", type=DAY, help="The day; default today.")
@json_flag
@click.pass_obj
def check_authorization(session: Session, file: BinaryIO, day: datetime | None, *, as_json: bool) -> None:
    """Hold an authorisation, as YAML in FILE or on standard input, against 45 CFR 164.508. Exit 1 when it is void."""
    from callassist.authorization import Paper, defects, last_day, values_on
    from callassist.intake.rule_files import convert
    from callassist.intake.yaml_files import parse_yaml

    on = day.date() if day else session.clock().date()
    paper = convert(parse_yaml(file.read(), file.name), Paper, file.name)
    values = values_on(session.handbook.rulebook, on)
    if values is None:
        message = f"No rule on file says what an authorisation must hold on {on}."
        raise click.UsageError(message)
    found = defects(paper, values, on)
    view = {"valid": not found, "on": on, "last_day": last_day(paper), "defects": found}
    session.show(view, as_json=as_json, text=lambda: _verdict(paper, found))
    raise click.exceptions.Exit(1 if found else 0)


def _verdict(paper: Paper, found: tuple[Defect, ...]) -> str:
    from callassist.authorization import last_day

    if found:
        return "\n".join(("Not valid:", *(f"  45 CFR {each.paragraph}: {each.lack}" for each in found)))
    until = last_day(paper)
    return f"No defect found; good until {until or paper.expires_when}. Whether it covers what is asked, read."
