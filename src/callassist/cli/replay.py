"""After a call: step by step as it went, and what may be read back of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from callassist.cli.cases import NotDone, public, resolve
from callassist.cli.printed import clean, json_flag
from callassist.cli.session import Session

if TYPE_CHECKING:
    from callassist.desk import Desk
    from callassist.replaying import Replay


@click.command("replay")
@click.argument("call")
@click.option(
    "--step", "by_step", is_flag=True, help="One step at a time: any key goes on, q stops. On a terminal only."
)
@json_flag
@click.pass_obj
def replay_(session: Session, call: str, *, by_step: bool, as_json: bool) -> None:
    """A call as it went: each step with its clock, seconds from the beginning, key, and what the rules said.

    CALL is CASE:NUMBER, or CASE for its last call. Answers to the identity check, notes and the person's own words are
    not shown.
    """
    if by_step and (as_json or not sys.stdin.isatty()):
        message = "--step needs a terminal, and no --json."
        raise click.UsageError(message)
    desk = session.desk(writes=False)
    told = _told(desk, call)
    if by_step:
        _stepped(told)
        return
    from callassist.desk.replay import lines

    session.show(told, as_json=as_json, text=lambda: "\n".join(lines(told)))


def _told(desk: Desk, text: str) -> Replay:
    """The call that is meant; a usage error lists those there are."""
    from callassist.desk.replay import calls_of, replay_of

    name, colon, number = text.rpartition(":")
    case = resolve(desk.store, name if colon else text)
    if colon and not (number.isascii() and number.isdecimal() and int(number)):
        message = f"{number!r} is no number of a call; write {public(case)}:12."
        raise click.UsageError(message)
    told = replay_of(desk.cases, case, int(number) if colon else 0)
    if told is None:
        calls = ", ".join(f"{public(case)}:{each}" for each in calls_of(desk.cases, case))
        message = f"{public(case)} has no {'such ' if colon else ''}call; it has {calls or 'none'}."
        raise click.UsageError(message)
    return told


def _stepped(told: Replay) -> None:
    from callassist.desk.replay import headline, step_lines

    click.echo(clean(headline(told)))
    click.echo("Any key: the next step; q: stop.", err=True)
    for step in told.steps:
        for line in step_lines(step, told.zone):
            click.echo(clean(line))
        if click.getchar() in {"q", "Q", "\x1b", "\x03"}:
            return
    for line in told.not_kept:
        click.echo(line)


@click.command("recap")
@click.argument("case")
@json_flag
@click.pass_obj
def recap_(session: Session, case: str, *, as_json: bool) -> None:
    """What may be read back to whoever is on the line before goodbye: "So I wrote down: …".

    Out of the journal of the open call alone. Without an open call, what the last one left behind, in so far as the
    consumer may hear it.
    """
    from callassist.desk.recaps import recap_of

    desk = session.desk(writes=False)
    number = resolve(desk.store, case)
    opened = desk.look(number)
    calls = opened.case.consumer.calls
    if not calls:
        message = f"{public(number)} has no call yet."
        raise NotDone(message)
    said = recap_of(opened)
    view = {"case": public(number), "call": calls[-1].id, "recap": said}
    session.show(
        view, as_json=as_json, text=lambda: said or "The journal has nothing of this call that may be read back."
    )
