"""Keeping a database well: doctor and backup."""

from __future__ import annotations

from pathlib import Path

import click

from callassist.cli.files import progress
from callassist.cli.session import Session, show
from callassist.cli.work import json_flag
from callassist.desk.doctor import Health, examine


@click.command("doctor")
@click.option("--mend", is_flag=True, help="Write indexes anew that do not follow from the journals.")
@json_flag
@click.pass_obj
def doctor_(session: Session, *, mend: bool, as_json: bool) -> None:
    """Verify every journal's chain, fold every case again, and compare with the indexes."""
    desk = session.desk(writes=mend)
    with progress("cases") as watch:
        health = examine(desk, watch, mend=mend)
    show(health, as_json=as_json, text=lambda: _told(health))
    raise click.exceptions.Exit(0 if health.is_well else 1)


def _told(health: Health) -> str:
    if not health.is_well:
        return "\n".join((*health.faults, f"{health.cases:,} cases, {len(health.faults)} faults."))
    mended = f" {health.mended} indexes were written anew." if health.mended else ""
    return f"{health.cases:,} cases: chains, journals and indexes agree.{mended}"


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup_(session: Session, file: Path) -> None:
    """Write a consistent copy while others work."""
    if file.exists():
        message = f"{file} exists; a backup never overwrites. Name another file."
        raise click.UsageError(message)
    session.store(writes=False).backup(str(file))
    click.echo(f"{file}: written, {file.stat().st_size:,} bytes.")
