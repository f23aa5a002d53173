"""Who is calling, from the shell: one caller (find), or a file of them (match)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from msgspec.structs import replace

from callassist.cli.cases import NotDone, done, in_hand, public
from callassist.cli.files import progress
from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.commands_facts import FindCase
from callassist.decide_facts import PURPOSES
from callassist.desk.searching import NOT_TOLD, untold
from callassist.errors import BadInput

if TYPE_CHECKING:
    from callassist.desk import Desk
    from callassist.desk.searching import Answer, Hit

FIELDS: Final = ("text", "name", "phone", "dob", "ssn4", "zip", "city", "address", "account", "caller_id")
QUERY: Final = "query_id"
OUT: Final = ("query_id", "rank", "account_number", "probability", "verdict", "reasons")
BEST: Final = 10
OWNER_ONLY: Final = 0o600
PURPOSE_HELP: Final = "What it is for: tells of the first answer how all that was said agrees, and keeps that it did."
HIDDEN: Final = "What verifies is not told; with --purpose it is, of the first, and that is kept with the case."
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
@click.option("--purpose", type=click.Choice(PURPOSES), help=PURPOSE_HELP)
@click.option("--open", "only_open", is_flag=True, help="Only cases with something open.")
@click.option("--limit", type=click.IntRange(1, 100), default=BEST, show_default=True)
@json_flag
@click.pass_obj
def find_(
    session: Session, /, words: tuple[str, ...], limit: int, *, as_json: bool, only_open: bool, **said: str | None
) -> None:
    """Who is calling? Anything that was said, in any order, and how sure each answer is. Always unverified.

    Whether a birth date, a number or an address agrees is told of the first answer, with --purpose, and kept there.
    """
    purpose = said.pop("purpose", None) or ""
    fields = {name.rstrip("_"): value for name, value in said.items() if value}
    line = " ".join(words)
    if not (line.strip() or fields):
        message = "Say what is known: WORDS, --name, --phone, --dob and so on."
        raise click.UsageError(message)
    desk = session.desk(writes=bool(purpose))
    finder, today = desk.finder, desk.clock().date()
    if fields:
        given = fields | ({"text": line} if line.strip() else {})
        answer = finder.find_fields(given, today, limit=limit, only_open=only_open)
    else:
        answer = finder.find(line, today, limit=limit, is_deep=True, only_open=only_open)
    answer = replace(answer, hits=_told_for(desk, answer.hits, purpose))
    session.show([hit_view(hit) for hit in answer.hits], as_json=as_json, text=lambda: _told(answer))


def _told_for(desk: Desk, hits: Sequence[Hit], purpose: str) -> tuple[Hit, ...]:
    """Results without what verifies; with a purpose that of the first is told, and the purpose kept with its case."""
    hidden = tuple(map(untold, hits))
    if not purpose or hidden == tuple(hits) or hidden[0] == hits[0]:
        return hidden
    by = tuple(dict.fromkeys(why.field for why in hits[0].reasons))
    with in_hand(desk, hits[0].case) as opened:
        call = opened.case.call
        if call is not None and not call.verified:
            return hidden
        done(desk.do(FindCase(purpose=purpose, by=by)))
    return hits[0], *hidden[1:]


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
                "bits": None if why.level == NOT_TOLD else round(why.bits, 1),
            }
            for why in hit.reasons
        ],
    }


def _told(answer: Answer) -> str:
    lines = [line for hit in answer.hits for line in _lines(hit)]
    if not lines:
        return NOBODY
    is_hidden = any(why.level == NOT_TOLD for hit in answer.hits[:1] for why in hit.reasons)
    return "\n".join([*lines, *filter(None, [answer.ask, HIDDEN if is_hidden else ""])])


def _lines(hit: Hit) -> Iterator[str]:
    state = "open" if hit.is_open else "closed"
    account = hit.accounts[0] if hit.accounts else "no account"
    yield f"{public(hit.case)}  {hit.probability:4.0%} {hit.verdict:8}  {hit.name}  {hit.city}  {account}  {state}"
    yield f"    {reasons_told(hit)}"


def reasons_told(hit: Hit) -> str:
    """Why, in one line: each field with its level and bits; what is on file is told of names alone."""
    return "; ".join(
        f"{why.field}: {f'{why.said} for {why.on_file}' if why.on_file else why.said}, {why.level}"
        + ("" if why.level == NOT_TOLD else f" ({why.bits:+.1f})")
        for why in hit.reasons
    )


# ── a file of queries ──


@click.command("match")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where the answers go.")
@click.option("--purpose", type=click.Choice(PURPOSES), default=None, help=PURPOSE_HELP)
@click.pass_obj
def match_(session: Session, /, file: Path, out: Path, purpose: str | None) -> None:
    """Answer every query of a CSV file: the best ten a query, with the probability and the reasons.

    Columns: query_id and any of text, name, phone, dob, ssn4, zip, city, address, account, caller_id. The answers have
    query_id, rank, account_number, probability, verdict and reasons; a query that finds nobody has one line, of verdict
    none. Whether a birth date, a number or an address agrees is told of each query's first answer, with --purpose.
    """
    queries = list(_queries(file))
    desk = session.desk(writes=bool(purpose))
    today = desk.clock().date()
    with _written(out, file) as write, progress("answered") as advance:
        for count, (query, fields) in enumerate(queries, 1):
            for answer in _answers(desk, fields, today, purpose or ""):
                write((query, *answer))
            advance(count, len(queries))
    session.say(f"{len(queries):,} queries answered in {out}.")


@contextmanager
def _written(path: Path, queries: Path) -> Iterator[Callable[[tuple[object, ...]], object]]:
    """A new CSV, its owner's alone, to be given rows; there once it is whole. BadInput when it cannot be written."""
    if path.exists() and path.samefile(queries):
        what = "the answers would take the place of the queries"
        raise BadInput(what, str(path), "name another file with --out")
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=OWNER_ONLY)
        with part.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(OUT)
            yield writer.writerow
        part.replace(path)
    except FileNotFoundError as fault:
        what = f"there is no folder {path.parent} to write it in"
        raise BadInput(what, str(path), "make the folder, or name another file with --out") from fault
    except OSError as fault:
        what = f"it cannot be written ({str(fault.strerror).lower()})"
        raise BadInput(what, str(path), "name another file with --out") from fault
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _queries(file: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each query's number and fields; BadInput when the file cannot be read as one, or has a number twice."""
    remedy = "give a CSV file in UTF-8 with a header"
    lines: dict[str, int] = {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text)
            _has_columns(file, reader.fieldnames or ())
            for number, row in enumerate(reader, 1):
                query = (row.get(QUERY) or "").strip() or f"{number}"
                if first := lines.get(query):
                    what = f"lines {first} and {reader.line_num} both have the {QUERY} {query!r}"
                    raise BadInput(what, str(file), "give each query its own, or none: their answers would be mixed up")
                lines[query] = reader.line_num
                yield query, {name: row[name] for name in FIELDS if row.get(name)}
    except FileNotFoundError as fault:
        what = "there is no such file"
        raise BadInput(what, str(file), "check the path") from fault
    except UnicodeDecodeError as fault:
        what = "it cannot be read, as it is not in UTF-8"
        raise BadInput(what, str(file), remedy) from fault
    except (OSError, csv.Error) as fault:
        what = f"it cannot be read ({getattr(fault, 'strerror', None) or fault})"
        raise BadInput(what, str(file), remedy) from fault


def _has_columns(file: Path, columns: Sequence[str]) -> None:
    unknown = [column for column in columns if column not in {QUERY, *FIELDS}]
    if unknown or not {*columns} & {*FIELDS}:
        what = f"the column {unknown[0]!r} is none that can be looked for" if unknown else "it has no columns"
        raise BadInput(what, str(file), f"use {QUERY} and any of {', '.join(FIELDS)}")
    if len({*columns}) < len(columns):
        twice = next(column for column in columns if columns.count(column) > 1)
        what = f"the column {twice!r} is there twice"
        raise BadInput(what, str(file), "keep one of them")


def _told_or_not(desk: Desk, hits: Sequence[Hit], purpose: str) -> tuple[Hit, ...]:
    """As _told_for; of a case that somebody else has in hand nothing is told, so that the others are answered."""
    try:
        return _told_for(desk, hits, purpose)
    except NotDone:
        return tuple(map(untold, hits))


def _answers(desk: Desk, fields: Mapping[str, str], today: date, purpose: str) -> Iterator[tuple[object, ...]]:
    answer = desk.finder.find_fields(fields, today, limit=BEST) if fields else None
    hits = _told_or_not(desk, answer.hits, purpose) if answer else ()
    for rank, hit in enumerate(hits, 1):
        account = hit.accounts[0].partition("/")[2] if hit.accounts else ""
        yield rank, account, f"{hit.probability:.4f}", hit.verdict, reasons_told(hit)
    if not hits:
        yield 1, "", "0.0000", "none", ""
