"""Compare ways of negotiating over a made-up population."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from callassist.cli.printed import json_flag
from callassist.cli.session import Session

if TYPE_CHECKING:
    from callassist.simulator.measuring import Report, Row

FILES: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
HEAD: Final = ("way", "of bound", "ours more by", "rounds", "deals", "kept", "below", "already", "told", "breaches")
COLUMNS: Final = "{:<16} {:>8} {:>14} {:>6} {:>6} {:>6} {:>6} {:>7} {:>6}  {}"
ALL: Final = "all"
DOLLAR: Final = 100
FRESH: Final = 101
"""Seeds below this were looked at while the ways were written; figures are reported on this one and above."""


@click.command("simulate")
@click.option("--people", default=400, show_default=True, type=click.IntRange(1, 20_000), help="How many.")
@click.option("--seed", default=FRESH, show_default=True, type=click.IntRange(0), help="Of all chance.")
@click.option("--population", "path", type=FILES, help="Its file; default data/simulation/population.yaml.")
@click.option("--baselines", default=ALL, show_default=True, help="Names of the other ways, with commas between; none.")
@json_flag
@click.pass_obj
def simulate_(session: Session, /, path: Path | None, *, as_json: bool, **about: int | str) -> None:
    """How much of what could be had each way of negotiating gets, over the same made-up people.

    The bound is what one gets who knows what everybody would take and how their months will go.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    found = _measured(path, int(about["people"]), int(about["seed"]), str(about["baselines"]))
    session.show(found, as_json=as_json, text=lambda: "\n".join(told(found)))


def _measured(path: Path | None, people: int, seed: int, baselines: str) -> Report:
    from callassist.intake.library import data_root, load_standards
    from callassist.simulator.measuring import OURS, every_way, everybody, report
    from callassist.simulator.population import digest, load_population

    known_ways = every_way()
    names = [way.name for way in known_ways if way.name != OURS]
    wanted = names if baselines == ALL else [name.strip() for name in baselines.split(",") if name.strip() != "none"]
    if unknown := [name for name in wanted if name not in names]:
        message = f"{unknown[0]!r} is none of them; write some of: {', '.join(names)}."
        raise click.BadParameter(message, param_hint="--baselines")
    file = path or data_root() / "simulation" / "population.yaml"
    everyone = everybody(load_population(file), load_standards(data_root()), seed, people)
    ways = tuple(way for way in known_ways if way.name in {OURS, *wanted})
    return report(file.stem, digest(file), everyone, ways, seed)


def told(found: Report) -> Iterator[str]:
    """The table as lines of words."""
    bound = found.bound_cents // DOLLAR
    yield f"{found.people} people of {found.population}.yaml ({found.digest}), seed {found.seed}."
    yield f"Of {found.asked} something may be asked; who knew everything would get ${bound:,} of them in today's money."
    if not found.asked:
        return
    yield COLUMNS.format(*HEAD)
    yield from (_row(row) for row in found.rows)


def _row(row: Row) -> str:
    breaches = ", ".join(f"{count} {name}" for name, count in sorted(row.breaches.items())) or "none"
    return COLUMNS.format(
        row.name,
        f"{row.percent:.1f} %",
        f"{row.gap:.1f} ± {row.error:.1f}" if row.error else "",
        f"{row.rounds:.2f}",
        *(f"{each:.0f} %" for each in (row.deals_percent, row.kept_percent)),
        *(f"{each:.1f} %" for each in (row.below_percent, row.already_percent)),
        f"{row.told_percent:.0f} %",
        breaches,
    )
