"""The law from the shell: lint it, prove it, explain it."""

from __future__ import annotations

from datetime import UTC, date, datetime
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
    """Read every rule, the agency, the clients and the outcomes; any fault is a sentence with its file.

    What was never read in its own text is listed, and so is what is older than fifteen months.
    """
    from callassist.intake.freshness import stale
    from callassist.intake.library import data_root, load_handbook
    from callassist.rule_words import unread
    from callassist.rules import VERIFIED

    handbook, root = load_handbook(fresh=True), data_root()
    rules = handbook.rulebook.rules
    for line in stale(root / "tables", rules, datetime.now(UTC).date()):
        click.echo(line)
    for line in unread(rules):
        click.echo(line)
    counted = f"{len(rules)} rules, {len(handbook.setting.clients)} clients"
    marks = ", ".join(f"{sum(rule.verified == mark for rule in rules)} {mark}" for mark in VERIFIED)
    click.echo(f"{counted}, {len(handbook.outcomes.rows)} outcomes in {root}: no mistake in the files.")
    click.echo(f"Of the rules {marks}: {'; '.join(f'{mark} {means}' for mark, means in VERIFIED.items())}.")


@rules_.command("list")
@click.option("--on", "day", type=DAY, help="The day; default today.")
@click.option("--action", help="Only those that judge an action, as place_call.")
@click.option("--state", help="Only those that may apply in a state, as MA.")
@json_flag
@click.pass_obj
def list_(session: Session, day: datetime | None, action: str | None, state: str | None, *, as_json: bool) -> None:
    """Every rule on file in a line: its id, what it does, whether its text was read."""
    from callassist.rule_words import listing

    rules = session.handbook.rulebook.rules
    found = [
        rule
        for rule in rules
        if (action is None or action in rule.on) and (state is None or state in rule.when.get("state", (state,)))
    ]
    session.show(found, as_json=as_json, text=lambda: "\n".join(listing(found, _day(session, day))))


@rules_.command("diff")
@click.argument("before", type=DAY)
@click.argument("after", type=DAY)
@click.pass_obj
def diff_(session: Session, before: datetime, after: datetime) -> None:
    """What the rules said on one day and no longer on another: a line a rule, with both values."""
    from callassist.rule_words import changed

    lines = list(changed(session.handbook.rulebook.rules, before.date(), after.date()))
    click.echo("\n".join(lines) or f"No rule says anything else on {after.date()} than on {before.date()}.")


def _day(session: Session, day: datetime | None) -> date:
    return day.date() if day else session.clock().date()


@rules_.command("test")
@click.argument("paths", nargs=-1, type=PATHS)
def test_(paths: tuple[Path, ...]) -> None:
    """Run the cases beside the rules (*.cases.yaml), or those at PATHS."""
    from callassist.intake.library import run_case_files

    results = run_case_files(paths)
    failed = [result for result in results if not result.is_passed]
    for result in failed:
        click.echo(f"FAILED {result.file}: {result.name}: {result.says}", err=True)
        for line in result.saw:
            click.echo(f"    {line}", err=True)
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

    rulebook = session.handbook.rulebook
    rule = rulebook.rule(rule_id)
    if rule is None:
        known = ", ".join(sorted(each.id for each in rulebook.rules))
        message = f"There is no rule {rule_id}. Rules on file: {known}."
        raise click.UsageError(message)
    session.show(rule, as_json=as_json, text=lambda: explain(rule, _day(session, day), rulebook.sources))
