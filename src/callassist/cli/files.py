"""Files in, and synthetic ones out: generate, import placements, import synthea."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from callassist.cli.printed import json_flag
from callassist.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callassist.intake.receipt import Progress, Receipt


PATH: Final = click.Path(exists=True, path_type=Path)
EVERY: Final = 0.1
"""Seconds between two lines of progress."""


@click.command("generate")
@click.option("--accounts", type=click.IntRange(min=1), required=True, help="How many debts.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed writes the same file.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The CSV to write.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default="2026-06-01", show_default=True)
def generate_(accounts: int, seed: int, out: Path, as_of: datetime) -> None:
    """Write a synthetic portfolio: realistic names, households, ZIPs, phones, balances and histories."""
    from callassist.intake.synthetic import write_csv

    with progress("written") as advance:
        rows = write_csv(out, accounts, seed, as_of.date(), _counting(advance, accounts))
    click.echo(f"{accounts:,} debts in {rows:,} rows written to {out}.")


def _counting(advance: Callable[..., None], total: int) -> Callable[[int], None]:
    """From increments to what has been done so far."""
    done = 0

    def more(count: int) -> None:
        nonlocal done
        done += count
        advance(done, total)

    return more


@click.group("import")
def import_() -> None:
    """Bring files in. The same file twice changes nothing; what is refused goes to a rejects file, with the reason."""


@import_.command("placements")
@click.argument("file", type=PATH)
@click.option("--map", "mapping", type=PATH, help="A YAML file that renames columns (docs/files.md).")
@click.option("--client", help="The client, when the file has no such column.")
@click.option("--rejects", type=click.Path(path_type=Path), help="Where refused rows go; default FILE.rejects.csv.")
@json_flag
@click.pass_obj
def placements_(session: Session, /, file: Path, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - flags
    """Take new placements: CSV, TSV or pipe with header names in any order."""
    from callassist.intake.placements import import_placements

    given["rejects"] = given["rejects"] or file.with_name(f"{file.name}.rejects.csv")
    store = session.store(makes=True)
    with bar() as advance:
        receipt = import_placements(
            store, session.handbook.setting, file, now=session.clock(), actor=session.actor, progress=advance, **given
        )
    session.show(receipt, as_json=as_json, text=lambda: _acknowledged(receipt, given["rejects"]))


@import_.command("synthea")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--phones-from", type=int, metavar="SEED", help="Give people 555-01xx numbers, marked synthetic.")
@click.option("--after", type=click.DateTime(["%Y-%m-%d"]), help="Leave out patient payments after this day.")
@click.option("--rejects", type=click.Path(path_type=Path), help="Where refused records go; default nowhere.")
@json_flag
@click.pass_obj
def synthea_(session: Session, /, folder: Path, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - flags
    """Make debts of a Synthea export (docs/files.md states the rule)."""
    from callassist.intake.synthea import import_synthea

    given["after"] = given["after"] and given["after"].date()
    store = session.store(makes=True)
    with bar() as advance:
        receipt = import_synthea(
            store, session.handbook.setting, folder, now=session.clock(), actor=session.actor, progress=advance, **given
        )
    session.show(receipt, as_json=as_json, text=lambda: _acknowledged(receipt, given["rejects"]))


@import_.command("notices")
@click.argument("file", type=PATH)
@click.option("--client", default="", help="The client, when the file has no such column.")
@click.option("--rejects", type=click.Path(path_type=Path), help="Where refused rows go; default FILE.rejects.csv.")
@json_flag
@click.pass_obj
def notices_(session: Session, file: Path, client: str, rejects: Path | None, *, as_json: bool) -> None:
    """Take the notices that a letter vendor sent, and those that came back: CSV, one a line."""
    from callassist.cli.posting import take

    counts, where = take(session, file, client, rejects or file.with_name(f"{file.name}.rejects.csv"))
    told = ", ".join(f"{count:,} {word}" for word, count in counts.items())
    lines = (f"{file.name}: {told}.", *((f"What was refused, and why, is in {where}.",) if where else ()))
    session.show({"source": file.name, **counts}, as_json=as_json, text=lambda: "\n".join(lines))


@import_.command("traces")
@click.argument("file", type=PATH)
@click.option("--vendor", default="", help="Who answered, as in agency.yaml; default the only one there.")
@click.option("--map", "mapping", type=PATH, help="A YAML file that renames columns (docs/tracing.md).")
@click.option("--rejects", type=click.Path(path_type=Path), help="Where refused rows go; default FILE.rejects.csv.")
@json_flag
@click.pass_obj
def traces_(session: Session, /, file: Path, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - flags
    """Take a vendor's answers: where people may be. What is not sure waits for somebody (callassist traces)."""
    from callassist.cli.traces import take

    given["rejects"] = given["rejects"] or file.with_name(f"{file.name}.rejects.csv")
    counts, where = take(session, file, **given)
    told = ", ".join(f"{count:,} {word.replace('_', ' ')}" for word, count in counts.items())
    lines = (f"{file.name}: {told}.", *((f"What was refused, and why, is in {where}.",) if where else ()))
    session.show({"source": file.name, **counts}, as_json=as_json, text=lambda: "\n".join(lines))


def _acknowledged(receipt: Receipt, rejects: Path | None) -> str:
    lines = [*receipt.sentences()]
    if receipt.rejected and rejects:
        lines.append(f"What was refused, and why, is in {rejects}.")
    return "\n".join(lines)


@contextmanager
def bar() -> Iterator[Callable[[Progress], None]]:
    """An import's progress on a terminal: records, rate, share of the file, time left."""
    with _line() as told:

        def advance(at: Progress) -> None:
            rate = f"{at.records:,} records, {at.per_second:,.0f} a second"
            told(f"{at.share:4.0%}  {rate}, {at.seconds_left:,.0f} s left")

        yield advance


@contextmanager
def progress(word: str) -> Iterator[Callable[..., None]]:
    """Rows, rate and time left, when all rows are known beforehand."""
    began = time.monotonic()
    with _line() as told:

        def advance(rows: int, total: int | None = None) -> None:
            rate = rows / max(0.001, time.monotonic() - began)
            left = f", {max(0, total - rows) / rate:,.0f} s left" if total else ""
            told(f"{rows:,} {word}, {rate:,.0f} a second{left}")

        yield advance


@contextmanager
def _line() -> Iterator[Callable[[str], None]]:
    """One line on the terminal that is written over and over; nothing when nobody looks."""
    shown, last = sys.stderr.isatty(), 0.0

    def tell(text: str) -> None:
        nonlocal last
        if shown and time.monotonic() - last > EVERY:
            last = time.monotonic()
            click.echo(f"\r{text}   ", nl=False, err=True)

    try:
        yield tell
    finally:
        if last:
            click.echo("", err=True)
