"""Keeping a database well: doctor and backup."""

from __future__ import annotations

from pathlib import Path

import click

from callassist.cli.files import progress
from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.desk.doctor import Health, examine, mend


@click.command("doctor")
@click.option("--mend", "mends", is_flag=True, help="Write indexes anew that do not follow from the journals.")
@json_flag
@click.pass_obj
def doctor_(session: Session, *, mends: bool, as_json: bool) -> None:
    """Verify every journal's chain, fold every case again, and compare with the indexes. Exit 1 on any fault."""
    desk = session.desk(writes=mends)
    with progress("cases") as watch:
        health = (mend if mends else examine)(desk.cases, watch)
    session.show(health, as_json=as_json, text=lambda: _told(health))
    raise click.exceptions.Exit(0 if health.is_well else 1)


def _told(health: Health) -> str:
    mended = f" The indexes of {health.mended:,} cases were written anew." if health.mended else ""
    if health.is_well:
        return f"{health.cases:,} cases: chains, journals and indexes agree.{mended}"
    return "\n".join((*health.faults, f"{health.cases:,} cases, {len(health.faults):,} faults.{mended}"))


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup_(session: Session, file: Path) -> None:
    """Write a consistent copy while others work; it can be opened with --db like any database."""
    if file.exists():
        message = f"{file} exists, and a backup never overwrites; name another file."
        raise click.UsageError(message)
    session.store(writes=False).backup(str(file))
    session.say(f"{file}: written, {file.stat().st_size:,} bytes.")
