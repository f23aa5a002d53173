"""The law and the scripts from the shell: lint them, prove them, explain them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from callassist.cli.printed import json_flag
from callassist.cli.session import Session

PATHS = click.Path(exists=True, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.group("rules")
def rules_() -> None:
    """The rules on file: data/rules, the agency and its clients."""


@rules_.command("check")
def check_() -> None:
    """Read every rule, the agency, the clients and the outcomes; any fault is a sentence with its file."""
    from callassist.intake.library import data_root, load_handbook

    handbook = load_handbook(fresh=True)
    counted = f"{len(handbook.rulebook.rules)} rules, {len(handbook.setting.clients)} clients"
    click.echo(f"{counted}, {len(handbook.outcomes.rows)} outcomes in {data_root()}: no fault.")


@rules_.command("test")
@click.argument("paths", nargs=-1, type=PATHS)
def test_(paths: tuple[Path, ...]) -> None:
    """Run the cases beside the rules (*.cases.yaml), or those at PATHS."""
    from callassist.intake.library import run_case_files

    results = run_case_files(paths)
    failed = [result for result in results if not result.is_passed]
    for result in failed:
        click.echo(f"FAILED {result.file}: {result.name}: {result.says}", err=True)
    click.echo(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    raise click.exceptions.Exit(1 if failed or not results else 0)


@rules_.command("explain")
@click.argument("rule_id", metavar="ID")
@click.option("--on", "day", type=DAY, help="The day; default today.")
@json_flag
@click.pass_obj
def explain_(session: Session, rule_id: str, day: datetime | None, *, as_json: bool) -> None:
    """A rule in full: what it does, its values by date, where it is written, and whether the text was read."""
    from callassist.rule_words import explain

    rule = next((each for each in session.handbook.rulebook.rules if each.id == rule_id), None)
    if rule is None:
        known = ", ".join(sorted(each.id for each in session.handbook.rulebook.rules))
        message = f"There is no rule {rule_id}. Rules on file: {known}."
        raise click.UsageError(message)
    on: date = day.date() if day else session.clock().date()
    session.show(rule, as_json=as_json, text=lambda: explain(rule, on))


@click.group("scripts")
def scripts_() -> None:
    """The call scripts: src/callassist/scripts."""


@scripts_.command("check")
@click.pass_obj
def check_scripts(session: Session) -> None:
    """Refuse dangling, unreachable and dead-end steps, and prove the order of what is said over every path."""
    from callassist.intake.script_files import check_scripts as check

    checked = check(session.handbook.outcomes)
    for fault in checked.faults:
        click.echo(str(fault), err=True)
    click.echo(f"{checked.steps} steps, {len(checked.faults)} faults")
    raise click.exceptions.Exit(1 if checked.faults else 0)


@scripts_.command("walk")
@click.argument("paths", nargs=-1, type=PATHS)
def walk_(paths: tuple[Path, ...]) -> None:
    """Run the walks beside the scripts (*.walk.yaml), or those at PATHS."""
    from callassist.intake.script_files import walk_scripts

    every = walk_scripts(paths)
    walked, failed = every.walked, [each for each in every.walked if each.faults]
    for each in failed:
        click.echo(f"FAILED {each.name}: {'; '.join(map(str, each.faults))}", err=True)
    if not paths:
        click.echo(f"{every.steps - every.missed} of {every.steps} steps walked")
    click.echo(f"{len(walked) - len(failed)} passed, {len(failed)} failed")
    raise click.exceptions.Exit(1 if failed or not walked else 0)
