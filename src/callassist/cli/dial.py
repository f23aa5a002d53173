"""dial: record that a number is about to be dialled outside the screens, when no rule stops it."""

from __future__ import annotations

from typing import Any

import click

from callassist.cli.cases import done, in_hand, public, resolve
from callassist.cli.session import Session
from callassist.commands import Override, PlaceCall
from callassist.kinds import LOCATION


@click.command("dial")
@click.argument("case")
@click.option("--phone", type=int, help="The number's row (see open); default the one the rules allow first.")
@click.option("--location", is_flag=True, help="Ask somebody else where they are; --phone is that person's row.")
@click.option("--override", "rules", multiple=True, metavar="RULE", help="A rule to go on in spite of (repeat).")
@click.option("--why", default="", help="Why you go on in spite of it; it is kept.")
@click.pass_obj
def dial_(session: Session, /, case: str, phone: int | None, *, location: bool, **given: Any) -> None:  # noqa: ANN401
    """Record a call that you are about to place. Asked of the rules, allowed or refused, and kept either way.

    The case stays yours until log gives the call its outcome.
    """
    rules, why = given["rules"], given["why"]
    if location and not phone:
        message = "--location asks somebody else; name their row with --phone (see contacts)."
        raise click.UsageError(message)
    if bool(rules) != bool(why.strip()):
        message = "--override names a rule and --why the reason; neither goes without the other."
        raise click.UsageError(message)
    desk = session.desk()
    number = resolve(desk.store, case)
    override = Override(rules=rules, why=why) if rules else None
    with in_hand(desk, number) as opened:
        row = phone or opened.verdicts.best_row
        says = done(desk.do(PlaceCall(row=row, override=override, purpose=LOCATION if location else ""))).says
    session.say(f"{public(number)}: {says}")
