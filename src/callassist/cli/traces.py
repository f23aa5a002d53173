"""Where people may be, as vendors say: `import traces`, and `traces` to list what waits, accept it or refuse it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from callassist.cli.cases import done, in_hand, public, resolve
from callassist.cli.files import progress
from callassist.cli.given import day_there
from callassist.cli.posting import write_refusals
from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.cli.trace_files import vendor_named
from callassist.commands_traces import PLACE_STANDINGS, AcceptTrace, MarkPlace, RefuseTrace
from callassist.desk.traces import (
    ADDED,
    UNCHANGED,
    UPDATED,
    Compared,
    Taking,
    TraceView,
    cases_waiting,
    forget_judged,
    pending_traces,
)
from callassist.errors import CallassistError
from callassist.tracing import Told

if TYPE_CHECKING:
    from callassist.commands import Command
    from callassist.intake.traces import BadTrace, TraceAnswer

REJECTED, TO_REVIEW = "rejected", "to_review"
ANSWERS: Final = {"accept": 3, "refuse": 3}
USAGE: Final = "Write: traces [CASE], traces accept CASE ID, or traces refuse CASE ID --why TEXT."


# ── taking a file in ──


def take(
    session: Session, file: Path, *, vendor: str, mapping: Path | None, rejects: Path
) -> tuple[dict[str, int], Path | None]:
    """Counts of the lines: read is the sum of the others but to_review. The second is where refusals were written."""
    from callassist.intake.library import data_root
    from callassist.intake.trace_tables import load_weights
    from callassist.intake.traces import read_trace_map, read_traces

    who = vendor_named(session, vendor)
    desk = session.desk()
    taking = Taking(desk.cases, desk.finder, load_weights(data_root()), session.actor, file.name)
    renames = read_trace_map(mapping) if mapping else None
    counts = dict.fromkeys(("read", ADDED, UPDATED, UNCHANGED, REJECTED, TO_REVIEW), 0)
    refused: list[tuple[int, str]] = []
    forget_judged(desk.cases)
    with progress("lines read") as advance:
        for line, answer in read_traces(file, session.clock().date(), renames):
            counts["read"] += 1
            advance(counts["read"])
            try:
                taken = taking.take(_told(answer, who))
            except CallassistError as fault:
                counts[REJECTED] += 1
                refused.append((line, str(fault)))
            else:
                counts[taken.how] += 1
                counts[TO_REVIEW] += taken.waits
    if refused:
        write_refusals(rejects, refused)
    return counts, rejects if refused else None


def _told(answer: TraceAnswer | BadTrace, vendor: str) -> Told:
    if isinstance(answer, CallassistError):
        raise answer
    return Told(
        found=answer.trace,
        vendor=vendor,
        reference=answer.reference,
        case=answer.case,
        client=answer.client,
        account=answer.account,
    )


# ── judging ──


@click.command("traces")
@click.argument("words", nargs=-1, metavar="[CASE | accept CASE ID | refuse CASE ID]")
@click.option("--why", default="", help="With refuse: why; it is kept with the case.")
@json_flag
@click.pass_obj
def traces_(session: Session, words: tuple[str, ...], why: str, *, as_json: bool) -> None:
    """List what vendors say and nobody has judged yet, side by side with ours; or accept an answer, or refuse it."""
    verb = words[0] if words else ""
    if verb in ANSWERS:
        _judge(session, words, why)
        return
    if len(words) > 1 or why:
        raise click.UsageError(USAGE)
    desk = session.desk(writes=False)
    cases = (desk.cases.read(resolve(desk.store, verb)),) if verb else cases_waiting(desk.cases)
    views = tuple(view for case in cases for view in pending_traces(case, desk.handbook.setting.geography))
    session.show(views, as_json=as_json, text=lambda: "\n\n".join(map(_shown, views)) or "No answer waits.")


def _judge(session: Session, words: tuple[str, ...], why: str) -> None:
    if len(words) != ANSWERS[words[0]] or not words[2].isdecimal() or (why and words[0] == "accept"):
        raise click.UsageError(USAGE)
    verb, named, trace = words
    command: Command = RefuseTrace(trace=int(trace), why=why)
    if verb == "accept":
        command = AcceptTrace(trace=int(trace))
    desk = session.desk()
    number = resolve(desk.store, named)
    with in_hand(desk, number):
        says = done(desk.do(command)).says
    session.say(f"{public(number)}: {says}")


@click.command("address")
@click.argument("case")
@click.argument("row", type=int)
@click.argument("standing", type=click.Choice(PLACE_STANDINGS))
@click.option("--why", required=True, help="Why; it is kept with the case.")
@click.option("--on", "day", metavar="DAY", help="The day on which it was so; default today.")
@click.pass_obj
def address_(session: Session, /, case: str, row: int, **given: Any) -> None:  # noqa: ANN401 - click's flags
    """Mark the address in a row (see contacts) as good, as returned (mail came back), or as an earlier one."""
    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number) as opened:
        day = given.pop("day")
        command = MarkPlace(row=row, on=day_there(opened, day) if day else None, **given)
        says = done(desk.do(command)).says
    session.say(f"{public(number)}: {says}")


def _shown(view: TraceView) -> str:
    head = f"{view.case} trace {view.id}  {view.vendor}, {view.received:%d %b %Y}"
    sure = f"  grade {view.grade}, {view.score} bits, {view.margin} more than for anybody else on file"
    own = [f"  the vendor's own score: {view.own_score}"] if view.own_score else []
    lines = [_line(each) for each in view.evidence]
    brings = [f"  would add: {each}" for each in view.brings] or ["  would add: nothing new"]
    brings += [f"  {view.odd}"] if view.odd else []
    answer = f"  callassist traces accept {view.case} {view.id}   |   refuse {view.case} {view.id} --why TEXT"
    return "\n".join((head, sure, *own, *lines, *brings, answer))


def _line(compared: Compared) -> str:
    field, level = compared.field.replace("_", " "), compared.level.replace("_", " ")
    sides = f"{compared.theirs or '-'} | {compared.ours or '-'}" if compared.theirs or compared.ours else ""
    return f"  {field:<17}{level:<13}{sides}".rstrip()
