"""A call rings: the hook of a softphone says from which number."""

from __future__ import annotations

import click

from callassist.cli.session import Session
from callassist.desk.pops import leave, masked
from callassist.numbers import parse_number


@click.command("pop")
@click.argument("number")
@click.pass_obj
def pop_(session: Session, /, number: str) -> None:
    """Leave the number that rings for the screens of this login: they say so, and / begins with whom it may be."""
    phone = parse_number(number)
    if phone is None:
        message = f"{number} is no whole telephone number."
        raise click.UsageError(message)
    leave(session.store(), session.actor, phone.number, session.clock())
    session.say(f"{masked(phone.number)} is calling {session.actor}: / in the screens shows who it may be.")
