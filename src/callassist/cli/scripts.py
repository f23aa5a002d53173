"""The call scripts from the shell: prove them, walk them, show one as it is seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import msgspec

from callassist.cli.printed import json_flag
from callassist.cli.session import Session

if TYPE_CHECKING:
    from callassist.dialogue_worlds import World

PATHS: Final = click.Path(exists=True, path_type=Path)
FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)
ENOUGH: Final = 0.95
"""The share of steps that walks must go through."""
folder_option = click.option("--folder", type=FOLDER, help="Scripts in another folder; default the ones that ship.")


@click.group("scripts")
def scripts_() -> None:
    """The call scripts: src/callassist/scripts."""


@scripts_.command("check")
@folder_option
@click.pass_obj
def check_(session: Session, folder: Path | None) -> None:
    """Refuse dangling, unreachable and dead-end steps, and prove the order of what is said over every path.

    Proved for every state, speaker and client, and for old debts: what each asks for is taken from the rules on file.
    """
    from callassist.dialogue_telling import told
    from callassist.intake.script_files import SCRIPTS, check_scripts

    checked = check_scripts(session.handbook, session.clock(), folder or SCRIPTS)
    for fault in checked.faults:
        click.echo("\n".join(told(fault, checked.library(fault))), err=True)
    click.echo(f"Tried in {checked.worlds} cases of state, speaker, client and age of the debt.")
    count = len(checked.faults)
    click.echo(f"{checked.steps} steps, {count} {'fault' if count == 1 else 'faults'}")
    raise click.exceptions.Exit(1 if checked.faults else 0)


@scripts_.command("walk")
@click.argument("paths", nargs=-1, type=PATHS)
@folder_option
def walk_(paths: tuple[Path, ...], folder: Path | None) -> None:
    """Run the walks beside the scripts (*.walk.yaml), or those at PATHS; all of them go through 95 % of the steps."""
    from callassist.intake.script_files import SCRIPTS, walk_scripts

    every = walk_scripts(paths, folder or SCRIPTS)
    failed = [each for each in every.walked if each.faults]
    for each in failed:
        click.echo(f"FAILED {each.name}: {'; '.join(map(str, each.faults))}", err=True)
    is_short = False
    for spoken in () if paths else every.coverage:
        is_short |= spoken.share < ENOUGH
        walked = spoken.steps - len(spoken.missed)
        click.echo(f"{spoken.language}: {walked} of {spoken.steps} steps walked ({spoken.share:.1%})")
        if spoken.missed:
            click.echo(f"    not walked: {', '.join(spoken.missed)}")
    click.echo(f"{len(every.walked) - len(failed)} passed, {len(failed)} failed")
    raise click.exceptions.Exit(1 if failed or is_short or not every.walked else 0)


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """For whom a script is shown."""

    language: str
    state: str
    client: str
    speaker: str


@scripts_.command("show")
@click.argument("script_id", metavar="ID")
@click.option("--language", default="en", show_default=True, help="As es.")
@click.option("--state", default="", help="As it is in a state, as MA.")
@click.option("--client", default="", help="As it is for a client, as MERCY.")
@click.option("--as", "speaker", default="", metavar="ROLE", help="Which choices can be open to a speaker, as spouse.")
@folder_option
@json_flag
@click.pass_obj
def show_(session: Session, /, script_id: str, folder: Path | None, *, as_json: bool, **seen: str) -> None:
    """A script step by step, as the collector sees it: what is said, notes, numbered choices and what they need."""
    from callassist.dialogue import library_of
    from callassist.dialogue_telling import in_lines, shown
    from callassist.intake.library import load_scripts
    from callassist.intake.script_files import SCRIPTS

    wanted = Seen(**seen)
    library = library_of(load_scripts(folder or SCRIPTS), wanted.language, wanted.state, wanted.client)
    if script_id not in library:
        known = ", ".join(sorted(library)) or "none"
        message = f"There is no script {script_id} in the language {wanted.language}. There are: {known}."
        raise click.UsageError(message)
    script = shown(library[script_id], _worlds(session, wanted))
    session.show(script, as_json=as_json, text=lambda: "\n".join(in_lines(script)))


def _worlds(session: Session, seen: Seen) -> tuple[World, ...]:
    """Those of a state and a speaker; none when neither is named, and then nothing is closed."""
    from callassist.dialogue_worlds import distinct
    from callassist.intake.script_worlds import script_worlds
    from callassist.kinds import SPEAKERS

    if seen.speaker and seen.speaker not in SPEAKERS:
        message = f"{seen.speaker} is no speaker. Speakers are: {', '.join(SPEAKERS)}."
        raise click.UsageError(message)
    if not (seen.speaker or seen.state):
        return ()
    states = (seen.state,) if seen.state else ()
    every = script_worlds(session.handbook, session.clock(), states)
    return distinct((world for world in every if world.speaker == (seen.speaker or "consumer")), ())
