"""What was written to a person and by them, look-ups of numbers, and what other systems have told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import click

from callassist.cli.cases import done, in_hand, public, resolve
from callassist.cli.given import day_there
from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.kinds import NOTICES, WRITTEN

if TYPE_CHECKING:
    from callassist.casefile import Consumer
    from callassist.commands import RecordMessage

RESULTS: Final = ("same", "reassigned", "unknown")


@click.command("message")
@click.argument("case")
@click.argument("medium", type=click.Choice(WRITTEN))
@click.option("--received", is_flag=True, help="They wrote it; else it is ours.")
@click.option("--row", type=int, help="The number or e-mail address (see open); needed only where there are several.")
@click.option(
    "--debt", "debts", type=int, multiple=True, help="A debt that it is about (repeat); default all it may be."
)
@click.option("--notice", "kind", type=click.Choice(NOTICES), help="Which notice it is, if it is one.")
@click.option("--to-attorney", is_flag=True, help="It goes to their attorney, not to them.")
@click.option("--words", default="", help="What is in it: ours are judged, theirs kept; STOP alone opts them out.")
@click.option("--sent", "has_happened", is_flag=True, help="It went out already: kept whatever the rules say.")
@click.pass_obj
def message_(session: Session, /, case: str, medium: str, **given: Any) -> None:  # noqa: ANN401 - click's flags
    """Record a message: ours as it goes out, when no rule stops it, or theirs. Nothing is sent from here."""
    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number) as opened:
        says = done(desk.do(_message(opened.case.consumer, medium, given))).says
    session.say(f"{public(number)}: {says}")


def _message(consumer: Consumer, medium: str, given: dict[str, Any]) -> RecordMessage:
    from callassist.commands import RecordMessage

    row = given["row"]
    return RecordMessage(
        medium=medium,
        is_inbound=given["received"],
        row=(0 if given["to_attorney"] else _only_row(consumer, medium)) if row is None else row,
        debts=given["debts"],
        kind="attorney" if given["to_attorney"] else given["kind"] or "",
        words=given["words"],
        has_happened=given["has_happened"],
    )


def _only_row(consumer: Consumer, medium: str) -> int:
    """The number or address that there is only one of; 0 where there are several, or none is needed."""
    points = {"text": [p.row for p in consumer.numbers if p.is_usable], "email": [p.row for p in consumer.emails]}
    rows = points.get(medium, [])
    return rows[0] if len(rows) == 1 else 0


@click.command("look-up")
@click.argument("case")
@click.argument("row", type=int)
@click.argument("result", type=click.Choice(RESULTS))
@click.option("--on", "day", metavar="DAY", help="The day of the look-up; default today.")
@click.pass_obj
def look_up_(session: Session, case: str, row: int, result: str, day: str | None) -> None:
    """Keep what the reassigned numbers database said of a number: the same person's, somebody else's, not known."""
    from callassist.commands import CheckNumber

    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number) as opened:
        command = CheckNumber(row=row, on=day_there(opened, day or "today"), result=result)
        says = done(desk.do(command)).says
    session.say(f"{public(number)}: {says}")


@click.command("email-notice")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--on", "day", type=click.DateTime(("%Y-%m-%d",)), help="The day; default today.")
@json_flag
@click.pass_obj
def email_notice_(session: Session, file: BinaryIO, day: datetime | None, *, as_json: bool) -> None:
    """Hold a creditor's notice, as YAML in FILE or on standard input, against 12 CFR 1006.6(d)(4)(ii). Exit 1: void."""
    from callassist.email_notices import EmailNotice, defects, first_day, values_on
    from callassist.intake.rule_files import convert
    from callassist.intake.yaml_files import parse_yaml

    on = day.date() if day else session.clock().date()
    notice = convert(parse_yaml(file.read(), file.name), EmailNotice, file.name)
    values = values_on(session.handbook.rulebook, on)
    if values is None:
        message = f"No rule on file says what a creditor's notice must hold on {on}."
        raise click.UsageError(message)
    found = defects(notice, session.handbook.setting.agency, values, on)
    view = {"valid": not found, "on": on, "first_day": first_day(notice), "defects": found}
    lacks = "\n".join(f"  12 CFR {each.paragraph}: {each.lack}" for each in found)
    good = "No defect found; record it with: callassist consent CASE --medium email --from creditor --row ROW."
    session.show(view, as_json=as_json, text=lambda: f"No safe harbour:\n{lacks}" if found else good)
    raise click.exceptions.Exit(1 if found else 0)


@click.command("attempts")
@click.argument("system", required=False)
@click.option("--through", metavar="DATE", help="The last day of which everything has arrived, as 2026-06-01.")
@json_flag
@click.pass_obj
def attempts_(session: Session, system: str | None, through: str | None, *, as_json: bool) -> None:
    """Up to which day the attempts of other systems have arrived; with SYSTEM and --through, say so."""
    from callassist.desk import attempts

    systems = session.handbook.setting.agency.other_systems
    if bool(system) != bool(through):
        message = "Name both: callassist attempts SYSTEM --through 2026-06-01."
        raise click.UsageError(message)
    if system is not None and system not in systems:
        message = f"agency.yaml names no system {system!r}; its other_systems are {', '.join(systems) or 'none'}."
        raise click.UsageError(message)
    store = session.store(writes=bool(system))
    if system and through:
        attempts.record(store, system, _past(through, session.clock()))
    views = [{"system": each, "through": attempts.through(store, each)} for each in systems]
    lines = (f"{each['system']}  through {each['through'] or 'never'}" for each in views)
    session.show(views, as_json=as_json, text=lambda: "\n".join(lines) or "agency.yaml names no other system.")


def _past(text: str, now: datetime) -> date:
    """A day that has begun somewhere in the country."""
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        message = f"{text!r} is no day; write it as 2026-06-01."
        raise click.BadParameter(message) from fault
    if day > (now + timedelta(hours=12)).date():
        message = f"{text} is still to come."
        raise click.BadParameter(message)
    return day
