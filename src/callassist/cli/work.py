"""Working cases from the shell: next, skip, release, log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callassist.calendars import local_clock
from callassist.cli.cases import LEASE, NotDone, done, in_hand, public, resolve
from callassist.cli.printed import json_flag, listed
from callassist.cli.session import Session
from callassist.rules import whereabouts
from callassist.worklist import why_now

if TYPE_CHECKING:
    from callassist.desk import Desk, Opened


@click.command("next")
@json_flag
@click.pass_obj
def next_(session: Session, *, as_json: bool) -> None:
    """Claim the next case that no rule stops (leased for 15 minutes), and say why it is next."""
    desk = session.desk()
    opened = desk.next(LEASE)
    if opened is None:
        if as_json:
            session.show(None, as_json=True, text=str)
        message = desk.waits_for or "Nobody may be called now; callassist report shift says what was done."
        raise NotDone(message)
    view = _next_view(desk, opened)
    session.show(view, as_json=as_json, text=lambda: listed(view))


def _next_view(desk: Desk, opened: Opened) -> dict[str, object]:
    from callassist.desk.contacts import next_point

    consumer = opened.case.consumer
    zones = whereabouts(consumer, desk.handbook.setting.geography)
    best = next_point(opened)
    return {
        "case": public(opened.case.id),
        "why": why_now(opened.case, opened.now, zones[0] if zones else "UTC"),
        "person": consumer.full_name,
        "number": f"+{best[0].number}" if best else None,
        "number_why": best[1] if best else None,
        "local_time": local_clock(opened.now, zones[0]) if zones else None,
        "lease_until": opened.until,
    }


@click.command("skip")
@click.argument("case")
@click.option("--reason", required=True, help="Why; it is kept with the case.")
@click.pass_obj
def skip_(session: Session, case: str, reason: str) -> None:
    """Pass a case over for an hour; the reason is required and kept."""
    from callassist.commands import SkipCase

    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number):
        says = done(desk.do(SkipCase(why=reason))).says
    desk.store.release(number, session.actor)
    session.say(f"{public(number)}: {says}")


@click.command("release")
@click.argument("case")
@click.pass_obj
def release_(session: Session, case: str) -> None:
    """Give a case that you hold back to the queue."""
    desk = session.desk()
    number = resolve(desk.store, case)
    if not any(lease.case == number for lease in desk.store.leases(session.actor, desk.clock())):
        message = f"{public(number)} is not in your hands."
        raise NotDone(message)
    if desk.cases.read(number).call is not None:
        message = f"The call on {public(number)} has no outcome yet; log it first."
        raise NotDone(message)
    desk.store.release(number, session.actor)
    session.say(f"{public(number)} is back in the queue.")
