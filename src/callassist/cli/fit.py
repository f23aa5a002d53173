"""Learning from the desk's own log, offline; and the monthly report for compliance on whether groups fare alike."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from callassist.cli.cases import public
from callassist.cli.files import progress
from callassist.cli.printed import cells, json_flag
from callassist.cli.session import Session

if TYPE_CHECKING:
    from callassist.desk.talks import Month
    from callassist.disparity import Disparity, Group, Measure, Unequal
    from callassist.fitting import Report
    from callassist.fitting_scores import Bin
    from callassist.intake.odds_files import Versions
    from callassist.odds import Odds
    from callassist.talks import Talk

OWNER_ONLY: Final = 0o600
MONTHS: Final = 12
COLUMNS: Final = ("month", "by", "group", "people", "figure", "of", "share", "others", "chance", "test", "differs")


@click.command("fit")
@click.option("--dry-run", is_flag=True, help="Say what would be learnt, and put nothing in force.")
@click.option("--use", "version", metavar="VERSION", help="Learn nothing: go back to a version, or to prior.")
@json_flag
@click.pass_obj
def fit_(session: Session, /, version: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Learn from this database's talks how likely offers are taken and kept; in force only if it foretells better."""
    from callassist.intake.odds_files import keep, put_in_force, read_versions

    if version and dry_run:
        message = "--use learns nothing, so there is nothing to try with --dry-run; leave one of them out."
        raise click.UsageError(message)
    held = read_versions(session.path)
    if version:
        session.store(writes=True)
        held = put_in_force(session.path, version)
        session.show(_state(held), as_json=as_json, text=lambda: f"In force: {held.in_force}, {held.odds.basis}.")
        return
    from callassist.fitting import fit

    fitted = fit(_log(session, writes=not dry_run), old=held.odds)
    held = held if dry_run else keep(session.path, fitted)
    shown = {**_state(held), "is_dry_run": dry_run, "report": fitted.report, "odds": fitted.odds}
    session.show(shown, as_json=as_json, text=lambda: _told(fitted.report, held.odds, is_dry=dry_run))


def _state(held: Versions) -> dict[str, object]:
    return {
        "in_force": held.in_force,
        "basis": held.odds.basis,
        "versions": [each.odds.version for each in held.versions],
    }


def _log(session: Session, *, writes: bool) -> list[Talk]:
    from callassist.desk.talks import log_of

    desk = session.desk(writes=writes)
    talks: list[Talk] = []
    with progress("talks") as watch:
        for talk in log_of(desk.store, desk.cases.handbook):
            talks.append(talk)
            watch(len(talks))
    return talks


def _told(report: Report, odds: Odds, *, is_dry: bool) -> str:
    lines = [f"{report.outcomes:,} outcomes. {report.why}"]
    if report.forecasts:
        lines.append(
            f"learnt from {report.trained:,} until {report.until}, tried on {report.held_back:,}: {report.forecasts:,} "
            "answers and instalments"
        )
    if report.bins:
        lines.append("foretold/came, by tenths: " + "  ".join(_bin(each) for each in report.bins))
    if report.figures:
        lines.append(f"{'figure':<20}{'default':>10}{'found':>10}{'error':>10}")
    lines.extend(f"{each.name:<20}{each.was:>10.3f}{each.found:>10.3f}{each.error:>10.3f}" for each in report.figures)
    lines.append(f"In force: {odds.version}, {odds.basis}." + (" Nothing was written: a dry run." if is_dry else ""))
    return "\n".join(lines)


def _bin(found: Bin) -> str:
    return f"{found.foretold:.0%}/{found.came:.0%}"


# ── for compliance ──


@click.command("disparity")
@click.option("--month", required=True, metavar="YYYY-MM", help="The month, on this machine's clock.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="A CSV file to write; none is overwritten."
)
@json_flag
@click.pass_obj
def disparity_(session: Session, /, month: str, out: Path | None, *, as_json: bool) -> None:
    """Whether people were offered, told and granted alike, by language, ZIP, age and payer; for compliance.

    Exit 1 when equal facts did not get equal first offers.
    """
    from callassist.disparity import report

    read = _month(session, _span(month))
    found = report(month, read.people, read.firsts)
    if out:
        _write(out, found)
    session.show(_public(found), as_json=as_json, text=lambda: "\n".join((*_lines(found), *_written(out))))
    raise click.exceptions.Exit(1 if found.unequal else 0)


def _month(session: Session, span: tuple[datetime, datetime]) -> Month:
    from callassist.desk.talks import month_of
    from callassist.intake.collectors import read_seat
    from callassist.intake.odds_files import load_odds

    desk = session.desk(writes=False)
    odds = load_odds(session.path)
    return month_of(desk.store, desk.cases.handbook, span, lambda login: read_seat(login).role, odds)


def _span(month: str) -> tuple[datetime, datetime]:
    """From the first moment of a month until that of the next, on this machine's clock."""
    try:
        begin = datetime.strptime(month, "%Y-%m")  # noqa: DTZ007 - made aware below, by this machine's clock
    except ValueError:
        message = f"{month!r} is no month; write it as 2026-11."
        raise click.UsageError(message) from None
    end = begin.replace(year=begin.year + begin.month // MONTHS, month=begin.month % MONTHS + 1)
    return begin.astimezone(), end.astimezone()


def _public(found: Disparity) -> dict[str, object]:
    unequal = [
        {"cases": [public(case) for case in each.cases], "role": each.role, "what": each.what, "offers": each.offers}
        for each in found.unequal
    ]
    return {name: getattr(found, name) for name in found.__struct_fields__} | {"unequal": unequal}


def _lines(found: Disparity) -> Iterator[str]:
    people = f"{found.people:,} people" if found.people is not None else "too few people to show"
    offers = f"{found.first_offers:,} first offers, {found.otherwise:,} not as suggested"
    yield f"{found.month}: {people} spoken with, {offers}"
    for group in found.groups:
        yield f"{group.dimension} {group.group}: {group.people:,} people"
        yield from (f"  {_line(measure)}" for measure in group.measures)
    kept_back = ", ".join(f"{count} by {name}" for name, count in found.hidden.items() if count)
    if kept_back:
        yield f"Not shown, for want of people: {kept_back}."
    yield from (_unequal(each) for each in found.unequal)
    if not found.unequal:
        yield "Equal facts had equal first offers."


def _unequal(found: Unequal) -> str:
    one, other = (f"{public(case)} {'; '.join(made)}" for case, made in zip(found.cases, found.offers, strict=True))
    return f"UNEQUAL first offers {found.what}, equal facts: {one} | {other}"


def _line(measure: Measure) -> str:
    name = measure.name.replace("_", " ")
    if measure.share is None:
        return f"{name:<20}too few to show"
    told = f"{name:<20}{measure.share:>7.1%} of {measure.of:,}"
    if measure.others is None or measure.chance is None:
        return told
    mark = "  DIFFERS" if measure.differs else ""
    return f"{told}, all others {measure.others:.1%}: p {measure.chance:.3f} ({measure.test}){mark}"


def _written(out: Path | None) -> tuple[str, ...]:
    return (f"{out}: written.",) if out else ()


def _write(out: Path, found: Disparity) -> None:
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        message = f"{out} exists, and a report never overwrites; name another file."
        raise click.UsageError(message) from None
    with open(handle, "w", encoding="utf-8", newline="") as text:  # noqa: PTH123 - made for its owner alone
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        writer.writerows(cells(row) for group in found.groups for row in _rows(found.month, group))


def _rows(month: str, group: Group) -> Iterator[tuple[object, ...]]:
    for measure in group.measures:
        figures = (measure.of, _rounded(measure.share), _rounded(measure.others), _rounded(measure.chance))
        told = tuple("" if each is None else each for each in figures)
        yield (month, group.dimension, group.group, group.people, measure.name, *told, measure.test, measure.differs)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
