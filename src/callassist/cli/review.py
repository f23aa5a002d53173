"""What in a transcript breaks a rule, each with its turn and words; and what cannot be told from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.errors import CallassistError

if TYPE_CHECKING:
    from datetime import date

    from callassist.reviewing import Finding, Known, Review, Unsure
    from callassist.reviewing_signs import Ear

US: dict[str, str] = {"ours": "us", "theirs": "them"}


@click.command("review")
@click.argument("transcript", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--state", default="", metavar="XX", help="Where they are; without it, what hangs on a state is left open."
)
@click.option("--client", default="", metavar="CLIENT", help="Whose bill it is: its line of business and its checks.")
@click.option("--ours", multiple=True, metavar="NAME", help="What the transcript calls us (repeat).")
@click.option("--theirs", multiple=True, metavar="NAME", help="What the transcript calls them (repeat).")
@json_flag
@click.pass_obj
def review_(session: Session, /, transcript: Path, *, as_json: bool, **given: object) -> None:
    """Findings of a transcript: JSON lines, a turn {"speaker", "text"} a line or a call {"call_id", "turns"} a line.

    Each finding has the turn, the words and the rule with its citation. What hangs on anything that no transcript has
    is listed as open: whether answers were right, tone, a state or a creditor that was not named.
    """
    reviews = tuple(_reviewed(session, transcript, given))
    session.show(reviews, as_json=as_json, text=lambda: "\n".join(_lines(reviews)))


def _reviewed(session: Session, path: Path, given: dict[str, object]) -> Iterator[Review]:
    from callassist.intake.library import data_root
    from callassist.intake.review_files import load_reviewing
    from callassist.intake.transcript_files import read_transcripts, with_named
    from callassist.reviewing import review

    known, day = _known(session, str(given["state"]), str(given["client"])), session.clock().date()
    looking = load_reviewing(data_root(), session.handbook.rulebook, day)
    speakers = with_named(looking.speakers, _names(given["ours"]), _names(given["theirs"]))
    ear = ear_of(day)
    for call in read_transcripts(path, speakers):
        yield review(call, looking.lookout, known, ear)


def _names(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _known(session: Session, state: str, client: str) -> Known:
    from callassist.reviewing import Known

    setting = session.handbook.setting
    if state and state.upper() not in setting.geography.states:
        message = f"{state!r} is no state; write two letters, as OH."
        raise click.BadParameter(message)
    if not client:
        return Known(state=state.upper())
    policy = setting.clients.get(client.upper())
    if policy is None:
        message = f"No client is called {client}; those are {', '.join(sorted(setting.clients))}."
        raise click.BadParameter(message)
    return Known(state=state.upper(), is_medical=True, factors=policy.identity_factors, line=policy.line)


def ear_of(day: date) -> Ear | None:
    """Listening, as signs ask it: what it heard by words, not by likeness alone. None where it cannot be read."""
    from callassist.intake.intent_files import load_ear
    from callassist.intake.library import data_root
    from callassist.listening import hear

    try:
        ear = load_ear(data_root())
    except CallassistError:
        return None
    return lambda text: {each.name: each.quoted for each in hear(text, ear, day).shown if each.quoted}


# ── in words ──


def _lines(reviews: tuple[Review, ...]) -> Iterator[str]:
    for each in reviews:
        count = len(each.findings)
        yield f"{each.call}, {each.turns} turns: {count or 'no'} finding{'' if count == 1 else 's'}."
        yield from map(_finding, each.findings)
        yield from (
            f"  cannot tell, turn {open_.turn}: {open_.kind}: {open_.why}" for open_ in each.cannot_tell if open_.turn
        )
    yield from (f"cannot tell: {open_.why}" for open_ in _general(reviews))
    if len(reviews) > 1:
        yield from _counted(reviews)


def _general(reviews: Iterable[Review]) -> tuple[Unsure, ...]:
    """What holds of a whole transcript, once."""
    return tuple(dict.fromkeys(each for review in reviews for each in review.cannot_tell if not each.turn))


def _finding(found: Finding) -> str:
    cite = "; ".join((*((found.rule,) if found.rule else ()), *found.cite, found.verified))
    note = f" ({found.note})" if found.note else ""
    say = found.say if found.say != found.title else ""
    return (
        f'  turn {found.turn}, {US[found.speaker]}: "{found.quoted}": {found.kind}: {found.title}{note}. {say} [{cite}]'
    )


def _counted(reviews: tuple[Review, ...]) -> Iterator[str]:
    kinds = Counter(kind for each in reviews for kind in each.kinds)
    yield f"{len(reviews)} calls, {sum(1 for each in reviews if not each.findings)} without a finding:"
    yield from (f"  {count:>5}  {kind}" for kind, count in kinds.most_common())
