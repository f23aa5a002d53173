"""Who is calling, from the shell: one caller (find), or a file of them (match)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from callassist.cli.cases import public
from callassist.cli.files import progress
from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.errors import BadInput

if TYPE_CHECKING:
    from callassist.desk.searching import Answer, Finder, Hit

FIELDS: Final = ("text", "name", "phone", "dob", "ssn4", "zip", "city", "address", "account", "caller_id")
QUERY: Final = "query_id"
OUT: Final = ("query_id", "rank", "account_number", "probability", "verdict", "reasons")
BEST: Final = 10
OWNER_ONLY: Final = 0o600
NOBODY: Final = "Nobody on file by that."


@click.command("find")
@click.argument("words", nargs=-1)
@click.option("--name", help="A name in any order: Dana Lee; Lee, Dana; or how it begins.")
@click.option("--phone", help="A number in any format, or its last four digits.")
@click.option("--caller-id", help="The number that the telephone shows: it may be somebody else's.")
@click.option("--dob", help="A birth date as it is said: 4/3/1980, 3 Apr 80.")
@click.option("--ssn4", help="The last four of the Social Security number.")
@click.option("--zip", "zip_", help="A ZIP code.")
@click.option("--city", help="A city.")
@click.option("--address", help="House number and street.")
@click.option("--account", help="An account, or the client's reference; digits may be wrong.")
@click.option("--member", help="An insurance member id.")
@click.option("--employer", help="Where they work.")
@click.option("--open", "only_open", is_flag=True, help="Only cases with something open.")
@click.option("--limit", type=click.IntRange(1, 100), default=BEST, show_default=True)
@json_flag
@click.pass_obj
def find_(
    session: Session, /, words: tuple[str, ...], limit: int, *, as_json: bool, only_open: bool, **said: str | None
) -> None:
    """Who is calling? Anything that was said, in any order, and how sure each answer is. Always unverified."""
    fields = {name.rstrip("_"): value for name, value in said.items() if value}
    line = " ".join(words)
    if not (line.strip() or fields):
        message = "Say what is known: WORDS, --name, --phone, --dob and so on."
        raise click.UsageError(message)
    desk = session.desk(writes=False)
    finder, today = desk.finder, desk.clock().date()
    if fields:
        given = fields | ({"text": line} if line.strip() else {})
        answer = finder.find_fields(given, today, limit=limit, only_open=only_open)
    else:
        answer = finder.find(line, today, limit=limit, is_deep=True, only_open=only_open)
    session.show([hit_view(hit) for hit in answer.hits], as_json=as_json, text=lambda: _told(answer))


def hit_view(hit: Hit) -> dict[str, object]:
    """A result as `find --json` gives it."""
    return {
        "case": public(hit.case),
        "account_number": hit.accounts[0].partition("/")[2] if hit.accounts else "",
        "accounts": list(hit.accounts),
        "name": hit.name,
        "city": hit.city,
        "is_open": hit.is_open,
        "person": hit.person,
        "probability": round(hit.probability, 4),
        "verdict": hit.verdict,
        "reasons": [
            {
                "field": why.field,
                "said": why.said,
                "on_file": why.on_file,
                "level": why.level,
                "bits": round(why.bits, 1),
            }
            for why in hit.reasons
        ],
    }


def _told(answer: Answer) -> str:
    lines = [line for hit in answer.hits for line in _lines(hit)]
    if not lines:
        return NOBODY
    return "\n".join([*lines, *filter(None, [answer.ask])])


def _lines(hit: Hit) -> Iterator[str]:
    state = "open" if hit.is_open else "closed"
    account = hit.accounts[0] if hit.accounts else "no account"
    yield f"{public(hit.case)}  {hit.probability:4.0%} {hit.verdict:8}  {hit.name}  {hit.city}  {account}  {state}"
    yield f"    {reasons_told(hit)}"


def reasons_told(hit: Hit) -> str:
    """Why, in one line: each field with its level and bits; what is on file is told of names alone."""
    return "; ".join(
        f"{why.field}: {f'{why.said} for {why.on_file}' if why.on_file else why.said}, {why.level} ({why.bits:+.1f})"
        for why in hit.reasons
    )


# ── a file of queries ──


@click.command("match")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where the answers go.")
@click.pass_obj
def match_(session: Session, /, file: Path, out: Path) -> None:
    """Answer every query of a CSV file: the best ten a query, with the probability and the reasons.

    Columns: query_id and any of text, name, phone, dob, ssn4, zip, city, address, account, caller_id. The answers have
    query_id, rank, account_number, probability, verdict and reasons; a query that finds nobody has one line, of verdict
    none.
    """
    desk = session.desk(writes=False)
    today = desk.clock().date()
    queries = list(_queries(file))
    part = out.with_name(f"{out.name}.part")
    with _written(part) as write, progress("answered") as advance:
        for count, (query, fields) in enumerate(queries, 1):
            for answer in _answers(desk.finder, fields, today):
                write((query, *answer))
            advance(count, len(queries))
    part.replace(out)
    session.say(f"{len(queries):,} queries answered in {out}.")


@contextmanager
def _written(path: Path) -> Iterator[Callable[[tuple[object, ...]], object]]:
    """A new CSV, its owner's alone, to be given rows; BadInput when it cannot be written."""
    try:
        path.unlink(missing_ok=True)
        path.touch(mode=OWNER_ONLY)
        with path.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(OUT)
            yield writer.writerow
    except OSError as fault:
        what = f"it cannot be written ({fault.strerror})"
        raise BadInput(what, str(path), "name another file with --out") from fault


def _queries(file: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each query's number and fields; BadInput when the file cannot be read as one."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            columns = reader.fieldnames or ()
            unknown = [column for column in columns if column not in {QUERY, *FIELDS}]
            if unknown or not {*columns} & {*FIELDS}:
                what = f"the column {unknown[0]!r} is none that can be looked for" if unknown else "it has no columns"
                raise BadInput(what, str(file), f"use {QUERY} and any of {', '.join(FIELDS)}")
            for number, row in enumerate(reader, 1):
                fields = {name: row[name] for name in FIELDS if row.get(name)}
                yield row.get(QUERY) or f"{number}", fields
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        what = f"it cannot be read ({fault})"
        raise BadInput(what, str(file), "give a CSV file in UTF-8 with a header") from fault


def _answers(finder: Finder, fields: Mapping[str, str], today: date) -> Iterator[tuple[object, ...]]:
    answer = finder.find_fields(fields, today, limit=BEST) if fields else None
    hits = answer.hits if answer else ()
    for rank, hit in enumerate(hits, 1):
        account = hit.accounts[0].partition("/")[2] if hit.accounts else ""
        yield rank, account, f"{hit.probability:.4f}", hit.verdict, reasons_told(hit)
    if not hits:
        yield 1, "", "0.0000", "none", ""
