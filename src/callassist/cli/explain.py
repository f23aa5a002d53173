"""Why a call was allowed or refused, from the journal; and what the rules say of every case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

import click

from callassist.calendars import ALL_ZONES, local_clock, local_day
from callassist.cli.cases import NotDone, public, resolve
from callassist.cli.files import progress
from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.desk.explain import DIAL, MISSING, Asked, Explained, Placed, calls, explain, refused
from callassist.desk.nightly import OfRule, Tally, check_all

NAMED: Final = {
    DIAL: ("call", "no call was placed"),
    "text": ("text", "no text was sent"),
    "email": ("e-mail", "no e-mail was sent"),
    "letter": ("letter", "no letter was sent"),
}
"""What a check was about, by its action: done, and not done."""


@click.command("explain-call")
@click.argument("case")
@click.argument("call", type=int, required=False)
@click.option(
    "--refused", "is_refused", is_flag=True, help="Every dial and message that was refused instead, oldest first."
)
@json_flag
@click.pass_obj
def explain_call_(session: Session, case: str, call: int | None, *, is_refused: bool, as_json: bool) -> None:
    """Why a call or a message was allowed on its day: each rule that stood, its values then, and what it found.

    CALL is its number; default the newest call that we placed. Told from what was kept then: the rules may have changed
    since.
    """
    if is_refused and call is not None:
        message = "Name a CALL, or say --refused."
        raise click.UsageError(message)
    desk = session.desk(writes=False)
    number = resolve(desk.store, case)
    if is_refused:
        found = refused(desk.cases, number)
        session.show(found, as_json=as_json, text=lambda: _refusals(found, number))
        return
    placed = calls(desk.cases, number)
    told = explain(desk.cases, number, _which(placed, call, number))
    if told is None:
        message = f"No check was kept with that on {public(number)}: it came in, or was taken over from elsewhere."
        raise NotDone(message)
    session.show(told, as_json=as_json, text=lambda: "\n".join(_lines(told)))


def _which(placed: tuple[Placed, ...], call: int | None, case: int) -> int:
    """The call that is meant; a usage error lists them when there is no such call."""
    meant = [each.call for each in placed if (_is_dial(each) if call is None else each.call == call)]
    if meant:
        return meant[-1]
    calls_ = ", ".join(_known(each) for each in placed if each.medium == "call")
    written = ", ".join(_known(each) for each in placed if each.medium != "call")
    what = "such call or message" if call else "call that we placed"
    also = f", its messages {written}" if written else ""
    message = f"{public(case)} has no {what}; its calls are {calls_ or 'none'}{also}."
    raise click.UsageError(message)


def _is_dial(each: Placed) -> bool:
    return each.medium == "call" and not each.is_inbound


def _known(each: Placed) -> str:
    how = each.medium if each.medium != "call" else "in" if each.is_inbound else "out"
    return f"{each.call} ({each.at:%d %b %Y} {how})"


def _refusals(found: tuple[Explained, ...], case: int) -> str:
    if not found:
        return f"No dial and no message was refused on {public(case)}."
    return "\n\n".join("\n".join(_lines(each, is_whole=False)) for each in found)


def _lines(told: Explained, *, is_whole: bool = True) -> Iterator[str]:
    yield _headline(told)
    if told.overridden:
        yield f"In spite of {', '.join(told.overridden)}, as {told.by_role}: {told.why}"
    yield from (f"  {name}: {count}" for name, count in told.counts.items())
    yield f"Zones: {', '.join(told.zones) or 'unknown'}. Debts spoken of: {', '.join(map(str, told.debts)) or 'none'}."
    spoke = [each for each in told.asked if each.effect]
    yield f"{told.judged} rules were asked, {len({each.rule for each in spoke})} had something to say."
    yield from map(_spoke, spoke)
    yield from (f"  not checked: {text}" for text in told.not_checked)
    if is_whole:
        yield from _silent(told)


def _headline(told: Explained) -> str:
    name, not_done = NAMED.get(told.action, (told.action, "nothing was sent"))
    what = f"{name} {told.call}" if told.call else not_done
    zone = (told.zones or ALL_ZONES)[0]
    clock = f"{local_day(told.at, zone):%a %d %b %Y} {local_clock(told.at, zone)}"
    kind = "e-mail address" if told.action == "email" else f"{told.kind or 'a'} number"
    to = f", {kind} {told.number}" if told.number else ""
    return f"{told.case}, {what}: {clock}, by {told.by}{to}: {_said(told)}."


def _said(told: Explained) -> str:
    """What came of it: what rules stop was gone on with in spite of them, or had been placed or sent elsewhere."""
    did = "placed" if told.action == DIAL else "sent"
    if told.effect != "block":
        return "no rule on file stopped it" if told.call else f"no rule on file stopped it, and it was not {did}"
    if not told.call:
        return "rules stopped it"
    if told.overridden:
        return "rules stopped it, and it was gone on with"
    return f"{did} elsewhere; rules stop such {'a call' if told.action == DIAL else 'a message'}"


def _spoke(each: Asked) -> str:
    about = f", debt {each.debt}" if each.debt else ""
    opens = f"; opens {_moment(each.opens)}" if each.opens else ""
    return f"  {each.effect}: {each.rule}{about}: {each.say} [{'; '.join(each.cite)}; {each.verified}]{opens}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _silent(told: Explained) -> Iterator[str]:
    """The rules that stood and found nothing, each with its values on that day."""
    if told.rules == MISSING:
        yield f"The rules as they stood ({told.rulebook or 'no digest'}) are not in this database."
        return
    yield "Found nothing:"
    for each in told.asked:
        if not each.effect:
            values = ", ".join(f"{name} {value}" for name, value in each.values.items())
            yield f"  {each.rule}{f' ({values})' if values else ''} [{'; '.join(each.cite)}; {each.verified}]"
    yield f"Rules as they stood: {told.rulebook}."


@click.command("check-all")
@json_flag
@click.pass_obj
def check_all_(session: Session, *, as_json: bool) -> None:
    """Ask of every case whether it may be called at this moment (--now: at another), and count by verdict and rule."""
    desk = session.desk(writes=False)
    with progress("cases") as watch:
        tally = check_all(desk.cases, watch)
    session.show(tally, as_json=as_json, text=lambda: "\n".join(_counted(tally)))


def _counted(tally: Tally) -> Iterable[str]:
    yield f"{tally.cases:,} cases at {_moment(tally.at)}: no rule on file stops {tally.allow + tally.warn:,},"
    yield f"{tally.warn:,} of them with a warning; {tally.block:,} are stopped, {tally.lasting:,} not by time alone."
    width = max((len(each.rule) for each in tally.rules), default=0)
    yield from (_of_rule(each, width) for each in tally.rules)


def _of_rule(each: OfRule, width: int) -> str:
    return f"  {each.rule:<{width}}  stops {each.block:>9,}  tells {each.warn:>9,}  {each.title}"
