"""Hearing from the shell: what a line that was said may mean, and what it names. Nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from callassist.cli.printed import as_json as in_json
from callassist.cli.printed import json_flag
from callassist.cli.session import Session

if TYPE_CHECKING:
    from callassist.listening import Ear
    from callassist.utterances import Hearing


@click.command("hear")
@click.argument("text", required=False)
@click.option("--file", "file", metavar="FILE", help="Hear each line of a file; - is standard input.")
@click.option("--check", "is_check", is_flag=True, help="Read data/intents.yaml anew and name every fault.")
@json_flag
@click.pass_obj
def hear_(session: Session, text: str | None, file: str | None, *, is_check: bool, as_json: bool) -> None:
    """Say what TEXT, or each line of a file, may mean and names. Reads no case and writes nothing.

    With --json one line of JSON for each line that is heard; keys are in docs/commands.md.
    """
    from callassist.intake.intent_files import load_ear
    from callassist.intake.library import data_root

    if sum((text is not None, file is not None, is_check)) != 1:
        message = "Say what to hear: TEXT, or --file FILE; or --check."
        raise click.UsageError(message)
    words = load_ear(data_root(), fresh=is_check)
    ear, model = _with_model(words)
    if is_check:
        told = {"intents": len(ear.meanings), "phrases": sum(len(each.phrases) for each in ear.meanings)}
        text = f"{told['intents']} intents, {told['phrases']} phrases: sound.\n{model}"
        session.show({**told, "model": model}, as_json=as_json, text=lambda: text)
        return
    for line in _lines(text, file):
        _print(session, ear, line, as_json=as_json)


def _with_model(words: Ear) -> tuple[Ear, str]:
    """The ear with the small model where there is one, and a sentence about that."""
    from callassist.embedding import NoModel, embedded

    try:
        ear = embedded(words)
    except NoModel as fault:
        return words, str(fault)
    if ear is None:
        return words, "Without the small model (callassist[nlp] is not installed, or CALLASSIST_NLP=0)."
    return ear, "With the small model."


def _lines(text: str | None, file: str | None) -> Iterator[str]:
    """What is to be heard, a line each; empty lines are passed over."""
    if text is not None:
        yield text
        return
    with click.open_file(str(file), encoding="utf-8", errors="replace") as lines:
        yield from (line.strip() for line in lines if line.strip())


def _print(session: Session, ear: Ear, line: str, *, as_json: bool) -> None:
    from callassist.listening import hear

    found = hear(line, ear, session.clock().date())
    if as_json:
        click.echo(in_json(view(found)))
    else:
        session.say(_told(found, ear))


def view(found: Hearing) -> dict[str, object]:
    """A hearing with stable keys."""
    return {
        "text": found.text,
        "intents": [
            {
                "name": each.name,
                "score": each.score,
                "severity": each.severity,
                "shown": each.is_shown,
                "quoted": each.quoted,
            }
            for each in found.intents
        ],
        "amounts_cents": found.amounts_cents,
        "dates": found.dates,
        "times": found.times,
        "cadences": found.cadences,
        "paydays": found.paydays,
        "numbers": found.numbers,
        "people": found.people,
        "counter": found.counter,
    }


def _told(found: Hearing, ear: Ear) -> str:
    """What was heard, in lines."""
    lines = [found.text]
    for each in found.shown:
        meaning = ear.meaning(each.name)
        why = f" ({each.quoted})" if each.quoted else ""
        lines.append(f"  {each.name} {each.score:.2f} {each.severity}{why}")
        if meaning is not None:
            lines.append(f"    {meaning.reminder}")
    named = {
        "amounts": ", ".join(f"${cents / 100:,.2f}" for cents in found.amounts_cents),
        "dates": ", ".join(map(str, found.dates)),
        "times": ", ".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in found.times),
        "how often": ", ".join(found.cadences),
        "paydays": ", ".join(map(str, found.paydays)),
        "numbers": ", ".join(map(str, found.numbers)),
        "people": ", ".join(f"{who.relation}{' on the line' if who.is_speaking else ''}" for who in found.people),
        "proposed": found.counter.kind if found.counter else "",
    }
    lines.extend(f"  {key}: {value}" for key, value in named.items() if value)
    return "\n".join(lines if len(lines) > 1 else [*lines, "  nothing that calls for an answer"])
