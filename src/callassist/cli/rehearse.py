"""Rehearsing calls with invented people: on the screens, or by a collector who follows the script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import asdict

from callassist.cli.printed import json_flag
from callassist.cli.quality import NO_FINDING, score_lines, score_view
from callassist.cli.rehearsal import Stage, chosen, everybody, staged
from callassist.cli.session import Session
from callassist.quality_shapes import Scored, Trail

if TYPE_CHECKING:
    from callassist.cli.rehearse_auto import Played
    from callassist.desk import Desk
    from callassist.rehearsing_shapes import Persona

View = dict[str, Any]


@click.command("rehearse")
@click.argument("persona", required=False, default="")
@click.option("--seed", type=int, default=1, help="Another number, other words of the same person.")
@click.option("--list", "is_list", is_flag=True, help="Who there is to rehearse with.")
@click.option("--auto", is_flag=True, help="Let a collector who follows the script take the calls; no screens.")
@json_flag
@click.pass_obj
def rehearse_(  # noqa: PLR0913 - an argument a flag
    session: Session, persona: str, seed: int, *, is_list: bool, auto: bool, as_json: bool
) -> None:
    """Rehearse calls with invented people on the screens, PERSONA first; each is scored at its end."""
    if is_list:
        people = everybody()
        session.show([_listed(each) for each in people], as_json=as_json, text=lambda: "\n".join(_list_lines(people)))
    elif auto:
        _auto(session, persona, seed, as_json=as_json)
    elif as_json:
        message = "--json goes with --list or --auto."
        raise click.UsageError(message)
    else:
        _on_screens(session, persona, seed)


def _listed(persona: Persona) -> View:
    return {"persona": persona.id, "title": persona.title, "about": persona.about, "ends": list(persona.ends)}


def _list_lines(people: tuple[Persona, ...]) -> Iterator[str]:
    wide = max((len(each.id) for each in people), default=0)
    for each in people:
        yield f"{each.id:{wide}}  {each.title}"


# ── by itself ──


def _auto(session: Session, name: str, seed: int, *, as_json: bool) -> None:
    people = chosen(name)
    played = tuple(play(session, people[:1] if name else people, seed))
    views = [_played_view(each, scored) for each, scored in played]
    session.show(views, as_json=as_json, text=lambda: "\n\n".join("\n".join(_told(*each)) for each in played))
    if any(each.fault or scored is None or scored.findings for each, scored in played):
        click.get_current_context().exit(1)


def play(
    session: Session, people: tuple[Persona, ...], seed: int, *, is_careless: bool = False
) -> Iterator[tuple[Played, Scored | None]]:
    """Each of these people called once by a collector who follows the script, and the score of the call."""
    from callassist.cli.rehearse_auto import AutoCall, Clock
    from callassist.cli.screens import TUESDAY
    from callassist.desk import Desk
    from callassist.intake.collectors import read_seat

    with staged(session, people) as (made, stage):
        store, clock = made.store(), Clock(TUESDAY)
        for persona in stage.people:
            desk = Desk(store, made.handbook, clock, read_seat(made.actor))
            call = AutoCall(desk, clock, stage.scripts, persona, stage.questions, luck=seed, is_careless=is_careless)
            played = call.play(stage.cases[persona.id])
            yield played, scored(desk, stage, persona, played)
            desk.release()
        store.close()


def scored(desk: Desk, stage: Stage, persona: Persona, played: Played) -> Scored | None:
    """A played call by the quality form."""
    from callassist.desk.quality import quality_of

    told = Trail(heard=played.heard, ends=persona.ends, is_rehearsal=True, most_seconds=persona.most_seconds)
    case = stage.cases[persona.id]
    return quality_of(desk.cases, case, stage.form, stage.scripts, stage.questions, told=told)


def _played_view(played: Played, found: Scored | None) -> View:
    turns = [{**asdict(turn), "final": True} for turn in played.turns]
    score = score_view(found) if found else None
    told = {"persona": played.persona, "seed": played.seed, "outcome": played.outcome, "fault": played.fault}
    return {**told, "turns": turns, "score": score}


def _told(played: Played, found: Scored | None) -> Iterator[str]:
    yield f"{played.persona}, seed {played.seed}"
    for turn in played.turns:
        minutes, seconds = divmod(int(turn.t), 60)
        yield f"  {minutes}:{seconds:02d} {turn.speaker}: {turn.text}"
    if played.fault:
        yield f"  The call came to no outcome: {played.fault}"
    if found is not None:
        yield from (f"  {line}" for line in score_lines(found))


# ── on the screens ──


def _on_screens(session: Session, name: str, seed: int) -> None:
    from callassist.cli.rehearsal import open_rehearsal

    with staged(session, chosen(name)) as (made, stage):
        done = open_rehearsal(made, stage, seed)
    click.echo("\n".join(summary_lines(done)))


def summary_lines(done: Sequence[tuple[str, Scored]]) -> Iterator[str]:
    """What a sitting came to, a line a call."""
    if not done:
        yield "No call was finished."
        return
    for title, found in done:
        points = "nothing to score" if found.percent is None else f"{found.percent} of 100"
        count = len(found.findings)
        finding = NO_FINDING if not count else f"{count} compliance {'finding' if count == 1 else 'findings'}."
        yield f"{title}: {found.outcome}, {points}. {finding}"
    clean = sum(not found.findings for _, found in done)
    yield f"{len(done)} {'call' if len(done) == 1 else 'calls'}, {clean} without a compliance finding."
