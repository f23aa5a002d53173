"""Words from the shell: the message that may be left, and what rules say of any words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callassist.cli.cases import resolve
from callassist.cli.printed import json_flag
from callassist.cli.session import Session

if TYPE_CHECKING:
    from callassist.survey import Verdict


@click.command("voicemail")
@click.argument("case")
@click.option("--phone", type=int, default=0, help="The number's row; default the best one.")
@click.option("--name", help="Whom to ask for; default who is working.")
@click.option("--greeting", default="", metavar="WORDS", help="A salutation: Hello, Good morning.")
@click.option("--dated", is_flag=True, help="Say the day and the time.")
@click.option("--times", default="", metavar="WORDS", help="When to call back: weekdays until 6 p.m.")
@click.option("--anyone", is_flag=True, help="Say that any representative can help.")
@json_flag
@click.pass_obj
def voicemail_(
    session: Session, /, case: str, phone: int, name: str | None, *, as_json: bool, **said: str | bool
) -> None:
    """Print the message that may be left now, word for word; or why none may be.

    Exit 1 when none may be left.
    """
    from callassist.desk.views import verdict_view
    from callassist.rules import strictest
    from callassist.survey import Verdict
    from callassist.voicemail import Extras, compose

    desk = session.desk(writes=False)
    opened = desk.look(resolve(desk.store, case))
    if phone and opened.case.consumer.number_at(phone) is None:
        message = f"There is no number {phone} on file."
        raise click.BadParameter(message)
    extras = Extras(
        salutation=str(said["greeting"]),
        at=opened.now if said["dated"] else None,
        times=str(said["times"]),
        is_anyone=bool(said["anyone"]),
    )
    made = compose(opened.verdicts, name or session.actor, phone, extras)
    left = opened.verdicts.of("voicemail", phone)
    verdict = Verdict(
        effect=strictest(made.findings), findings=made.findings, not_checked=left.not_checked, opens=left.opens
    )
    view = {"text": made.text if made.may_be_left else None, **verdict_view(verdict)}
    session.show(view, as_json=as_json, text=lambda: _told(made.text if made.may_be_left else "No message.", verdict))
    raise click.exceptions.Exit(0 if made.may_be_left else 1)


@click.command("words")
@click.argument("case")
@click.argument("text")
@click.option("--as", "action", type=click.Choice(["write", "message"]), default="write", show_default=True)
@json_flag
@click.pass_obj
def words_(session: Session, case: str, text: str, action: str, *, as_json: bool) -> None:
    """What rules say of words: to be said or sent (write), or to be left in a message. Exit 1 when one stops them."""
    from callassist.desk.views import verdict_view
    from callassist.rules import strictest
    from callassist.survey import Verdict

    desk = session.desk(writes=False)
    opened = desk.look(resolve(desk.store, case))
    findings = opened.verdicts.words(text, action)
    verdict = Verdict(effect=strictest(findings), findings=findings)
    nothing = "No rule on file has anything to say of these words."
    session.show(verdict_view(verdict), as_json=as_json, text=lambda: _told("" if findings else nothing, verdict))
    raise click.exceptions.Exit(1 if verdict.is_stopped else 0)


def _told(first: str, verdict: Verdict) -> str:
    """A line, then what rules found, each once."""
    lines = dict.fromkeys(f"  {f.effect}: {f.say} [{f.cite}; {f.verified}]" for f in verdict.findings)
    return "\n".join((first, *lines)).lstrip("\n")
