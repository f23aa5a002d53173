"""What was read out on a call, kept from the shell."""

from __future__ import annotations

import click

from callassist.cli.agreeing import on_own_call
from callassist.cli.cases import done, public
from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.dialogue_names import DUTIES


@click.command("said")
@click.argument("case")
@click.argument("words", nargs=-1, required=True, metavar="WORDS…")
@json_flag
@click.pass_obj
def said_(session: Session, case: str, words: tuple[str, ...], *, as_json: bool) -> None:
    """Keep that words were read out on your own call, by what they are: coverage-question, aid-notice, ….

    What money waits for (the statement, cover, help, a state's words on an old debt) is kept this way; on the screens
    going on from the step of the script keeps it.
    """
    from callassist.commands import GiveDisclosure

    if odd := next((each for each in words if each not in DUTIES), ""):
        message = f"{odd!r} is nothing that is read out; there are {', '.join(sorted(DUTIES))}."
        raise click.UsageError(message)
    with on_own_call(session, case) as talk:
        asked = tuple(GiveDisclosure(kind=each) for each in dict.fromkeys(words))
        talk.rehearse(asked)
        opened = [done(talk.desk.do(each)) for each in asked][-1].opened
    call = opened.case.call
    kept = list(dict.fromkeys(call.disclosures if call else ()))
    told = {"case": public(opened.case.id), "said": kept}
    session.show(told, as_json=as_json, text=lambda: f"{told['case']}: read out on this call: {', '.join(kept)}.")
