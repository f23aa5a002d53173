"""Why is this owed? One plain story a debt, from the shell."""

from __future__ import annotations

import click

from callassist.cli.offers import verified, verify
from callassist.cli.printed import json_flag
from callassist.cli.session import Session


@click.command("why")
@click.argument("case")
@verify
@json_flag
@click.pass_obj
def why_(session: Session, case: str, answers: tuple[str, ...], *, as_json: bool) -> None:
    """Why each debt is owed: where and when, charged, allowed, paid, denied and why, taken off, what is left.

    Of each debt only what whoever is verified may hear. No diagnosis: none is held. What is in brackets is for the
    collector: whether the sums add up, and a denial that is usually not the patient's to pay.
    """
    from callassist.desk.stories import stories, told

    opened = verified(session, case, answers, "why it is owed")
    found = stories(opened, session.handbook)
    session.show(found, as_json=as_json, text=lambda: told(found))
