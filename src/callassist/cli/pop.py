"""A call rings: the hook of a softphone says from which number. Callers on no file: kept and listed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.desk.pops import leave, masked
from callassist.numbers import parse_number

if TYPE_CHECKING:
    from callassist.desk.unmatched import Unmatched

USAGE = "Write: pop NUMBER, pop NUMBER --unmatched, or pop --list [--forget-before DAY]."


@click.command("pop")
@click.argument("number", required=False)
@click.option("--unmatched", "is_unmatched", is_flag=True, help="Whoever called is on no file: keep that they did.")
@click.option("--list", "is_list", is_flag=True, help="The calls with nobody on file, the newest first.")
@click.option("--forget-before", type=click.DateTime(["%Y-%m-%d"]), help="With --list: forget those before a day, UTC.")
@json_flag
@click.pass_obj
def pop_(  # noqa: PLR0913  # click's flags
    session: Session,
    /,
    number: str | None,
    *,
    is_unmatched: bool,
    is_list: bool,
    forget_before: datetime | None,
    as_json: bool,
) -> None:
    """Leave the number that rings for the screens of this login: they say so, and / begins with whom it may be.

    Of a caller on no file the time, the login and the last four digits of the number are kept, and nothing else.
    """
    if is_list == bool(number) or (is_list and is_unmatched) or (forget_before and not is_list):
        raise click.UsageError(USAGE)
    if number is None:
        _list(session, forget_before, as_json=as_json)
        return
    phone = parse_number(number)
    if phone is None:
        message = f"{number} is no whole telephone number."
        raise click.UsageError(message)
    if is_unmatched:
        from callassist.desk.unmatched import keep_unmatched

        call = keep_unmatched(session.store(), session.actor, phone.number, session.clock())
        session.show(call, as_json=as_json, text=lambda: f"Kept: nobody on file is meant. {_told(call)}")
        return
    leave(session.store(), session.actor, phone.number, session.clock())
    session.say(f"{masked(phone.number)} is calling {session.actor}: / in the screens shows who it may be.")


def _list(session: Session, before: datetime | None, *, as_json: bool) -> None:
    from callassist.desk.unmatched import forget_unmatched, unmatched

    store = session.store()
    if before is not None:
        forget_unmatched(store, before.replace(tzinfo=UTC))
    calls = unmatched(store)
    session.show(calls, as_json=as_json, text=lambda: "\n".join(map(_told, calls)) or "No caller was on no file.")


def _told(call: Unmatched) -> str:
    return f"{call.at:%d %b %Y %H:%M} UTC  {call.number}  {call.by}"
