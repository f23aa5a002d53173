"""A logged call judged by the quality form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import click
from msgspec.structs import asdict

from callassist.cli.cases import public, resolve
from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.quality_shapes import CANNOT_TELL, MET, MISSED, NOT_APPLICABLE, Scored

View = dict[str, Any]
NO_FINDING: Final = "No compliance finding."
MARKS: Final = {MET: "+", MISSED: "-", CANNOT_TELL: "?"}


@click.command("quality")
@click.argument("call")
@json_flag
@click.pass_obj
def quality_(session: Session, call: str, *, as_json: bool) -> None:
    """Judge a logged call by the quality form: what was met, missed or cannot be told, and why.

    CALL is CASE:NUMBER, or CASE for its last call.
    """
    from callassist.desk.quality import quality_of
    from callassist.intake.library import data_root, load_scripts
    from callassist.intake.persona_files import load_questions
    from callassist.intake.quality_files import load_form

    root, desk = data_root(), session.desk(writes=False)
    name, colon, number = call.rpartition(":")
    case = resolve(desk.store, name if colon else call)
    if colon and not (number.isascii() and number.isdecimal() and int(number)):
        message = f"{number!r} is no number of a call; write {public(case)}:12."
        raise click.UsageError(message)
    form, questions = load_form(root), load_questions(root)
    which = int(number) if colon else 0
    found = quality_of(desk.cases, case, form, load_scripts(), questions, call=which)
    if found is None:
        message = f"{public(case)} has no {'such ' if colon else ''}call; replay lists those there are."
        raise click.UsageError(message)
    session.show(score_view(found), as_json=as_json, text=lambda: "\n".join(score_lines(found)))


def score_view(found: Scored) -> View:
    """A score with stable keys."""
    return {
        "case": found.case,
        "call": found.call,
        "outcome": found.outcome,
        "percent": found.percent,
        "points": found.points,
        "possible": found.possible,
        "passes": found.passes,
        "findings": [mark.id for mark in found.findings],
        "items": [asdict(mark) for mark in found.marks],
    }


def score_lines(found: Scored) -> Iterator[str]:
    """A score in words: the points, the findings, then every line of the form that says something."""
    points = "nothing of the form applies" if found.percent is None else f"{found.percent} of 100 points"
    yield f"{found.case} call {found.call}, {found.outcome or 'no outcome'}: {points}."
    yield NO_FINDING if not found.findings else f"COMPLIANCE FINDING: {'; '.join(m.title for m in found.findings)}."
    for mark in found.marks:
        if mark.result != NOT_APPLICABLE:
            yield f"{MARKS[mark.result]} {mark.title}: {mark.why}"
