"""The contact book from the shell: what is on file and what came of it, whom else to ask, who has to be found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click
from msgspec.structs import replace

from callassist.cli.cases import done, in_hand, public, resolve
from callassist.cli.lookup import answer_of, read_verified
from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.decide_contacts import SOURCES
from callassist.kinds import RELATIONS
from callassist.money import format_cents
from callassist.policy import TRACE_STEPS

if TYPE_CHECKING:
    from callassist.commands import Command
    from callassist.commands_contacts import LearnPlace
    from callassist.desk.contacts import Line, Search

SHOWN: Final = 3
"""So many results of a number are printed, the newest first; --json has them all."""
LISTED: Final = 50


@click.command("contacts")
@click.argument("case")
@click.option("--add", metavar="NUMBER", help="Keep somebody else's number, to ask where the consumer is.")
@click.option("--relation", type=click.Choice(RELATIONS), help="With --add: what they are to the consumer.")
@click.option("--name", default="", help="With --add: whom to ask for.")
@click.option("--address", metavar="TEXT", help="Keep an address that was learnt: 12 Elm St, Columbus, OH 43215.")
@click.option("--employer", metavar="TEXT", help="Keep where they work.")
@click.option(
    "--source",
    type=click.Choice(SOURCES),
    help="Who told what is kept; default whoever is on the line of an open call, else the collector.",
)
@click.option("--verify", "answers", multiple=True, metavar="FACTOR=ANSWER", help="dob=…, ssn4=…, zip=… (repeat).")
@json_flag
@click.pass_obj
def contacts_(
    session: Session,
    /,
    case: str,
    *,
    answers: tuple[str, ...],
    as_json: bool,
    **given: Any,  # noqa: ANN401 - click's flags
) -> None:
    """Every number, e-mail and address of a case: source, day, grade, standing, leave, what came of it, which is next.

    Without --verify a number is its last four digits, an e-mail address its domain, an address its city. What is added
    on an open location call came from whoever is asked, and says so.
    """
    command = _learnt(given)
    if command is not None:
        desk = session.desk()
        number = resolve(desk.store, case)
        with in_hand(desk, number):
            session.say(f"{public(number)}: {done(desk.do(command)).says}")
        return
    from callassist.desk.contacts import contact_book

    typed = tuple(map(answer_of, answers))
    desk = session.desk(writes=bool(typed))
    number = resolve(desk.store, case)
    opened = read_verified(desk, number, typed, "read the contact book") if typed else desk.look(number)
    lines = contact_book(opened)
    if not typed:
        lines = (*map(_masked, lines, contact_book(opened, is_locked=True)),)
    session.show(lines, as_json=as_json, text=lambda: "\n".join(map(_told, lines)) or "Nothing is on file.")


def _masked(line: Line, locked: Line) -> Line:
    """A line with what is told of it while nobody has verified; `locked` is the same as the call screen shows it."""
    if line.point == "address":
        return replace(line, text=locked.text)
    if line.point == "email":
        return replace(line, text=f"..@{line.text.rpartition('@')[2]}")
    number, extension, _ = line.text.partition(" x")
    return replace(line, text=f"..{number[-4:]}{' x..' if extension else ''}")


def _learnt(given: dict[str, Any]) -> Command | None:
    if sum(bool(given[name]) for name in ("add", "address", "employer")) > 1:
        message = "Keep one thing at a time: --add, --address or --employer."
        raise click.UsageError(message)
    if given["add"]:
        return _acquaintance(given)
    if given["address"]:
        return replace(place_of(given["address"]), source=given["source"] or "")
    if given["employer"]:
        from callassist.commands_contacts import LearnEmployer

        return LearnEmployer(name=given["employer"], source=given["source"] or "")
    return None


def _acquaintance(given: dict[str, Any]) -> Command:
    from callassist.commands_contacts import AddAcquaintance
    from callassist.numbers import NO_NUMBER, parse_number

    if given["relation"] is None:
        message = "Say what they are to the consumer: --relation relative."
        raise click.UsageError(message)
    phone = parse_number(given["add"])
    if phone is None:
        raise click.BadParameter(NO_NUMBER)
    return AddAcquaintance(
        number=phone.number,
        relation=given["relation"],
        name=given["name"],
        extension=phone.extension,
        source=given["source"] or "",
    )


def place_of(text: str) -> LearnPlace:
    """An address as typed; a usage error when it is none."""
    from callassist.commands_contacts import LearnPlace
    from callassist.typed_places import parse_place

    place = parse_place(text)
    if place is None:
        message = f"{text!r} is no address; write it as 12 Elm St, Columbus, OH 43215."
        raise click.BadParameter(message)
    return LearnPlace(street=place.street, city=place.city, state=place.state, zip=place.zip)


def _told(line: Line) -> str:
    """A line and, below it, what came of the last calls."""
    facts = [
        f"tried {line.place}." if line.place else "",
        line.standing.replace("_", " "),
        "replaced" if line.is_replaced else "closed now" if line.is_stopped and line.place else "",
        f"from {line.source}" if line.source else "",
        f"grade {line.confidence}" if line.confidence else "",
        f"since {line.on}" if line.on else "",
        f"last seen {line.seen}" if line.seen else "",
        *(f"leave: {each}" for each in line.leave),
        *(f"limit: {each}" for each in line.limits),
    ]
    whose = f"{line.whose} ({line.kind})" if line.whose else line.kind
    head = f"{line.row:>4}  {line.text}  {whose}: {', '.join(fact for fact in facts if fact)}"
    below = [f"      {each}" for each in (line.why, line.closed and f"Closed: {line.closed}") if each]
    below += [_result(each) for each in line.results[:SHOWN]]
    return "\n".join((head, *below))


def _result(result: Any) -> str:  # noqa: ANN401 - a desk.contacts.Told, imported with the command alone
    how = "they called" if result.is_inbound else "called"
    return (
        f"      {result.day:%d %b %Y} {result.clock} {how}: {result.outcome or 'no outcome'}, {result.reached or '?'}"
    )


# ── who has to be found ──


@click.command("skip-trace")
@click.argument("verb", type=click.Choice(("list", "tried")), default="list")
@click.argument("case", required=False)
@click.argument("step", required=False, type=click.Choice(TRACE_STEPS))
@click.option("--words", default="", help="With tried: what came of it; it is kept with the case.")
@click.option("--limit", type=click.IntRange(1), default=LISTED, show_default=True, help="So many lines at most.")
@json_flag
@click.pass_obj
def skip_trace_(session: Session, /, verb: str, *, as_json: bool, limit: int, **given: Any) -> None:  # noqa: ANN401
    """Cases without a number that may still lead to the person, and the next step to find each: list.

    What is worth most comes first, then what was tried least. `tried CASE STEP --words TEXT` keeps that a step failed.
    """
    if verb == "tried":
        _keep_tried(session, given)
        return
    from callassist.desk.contacts import searches

    desk = session.desk(writes=False)
    found, after = searches(desk.cases)
    views = [_view(each) for each in found[:limit]]
    more = "\nThere are more; work these first." if after or len(found) > limit else ""
    none = "Every open case has a number that may lead to the person."
    session.show(views, as_json=as_json, text=lambda: "\n".join(map(_line, views)) + more if views else none)


def _keep_tried(session: Session, given: dict[str, Any]) -> None:
    from callassist.commands_contacts import TryTrace

    if given["case"] is None or given["step"] is None:
        message = f"Write: skip-trace tried CASE STEP --words TEXT; a step is one of {', '.join(TRACE_STEPS)}."
        raise click.UsageError(message)
    desk = session.desk()
    number = resolve(desk.store, given["case"])
    with in_hand(desk, number):
        says = done(desk.do(TryTrace(step=given["step"], words=given["words"]))).says
    session.say(f"{public(number)}: {says}")


def _view(search: Search) -> dict[str, Any]:
    following = search.plan.next
    return {
        "case": public(search.case),
        "initials": search.initials,
        "tier": search.plan.tier,
        "open_balance": format_cents(search.plan.open_cents),
        "next": following.kind if following else None,
        "state": following.state if following else "exhausted",
        "say": following.say if following else "everything that this balance is worth was tried",
        "steps": {step.kind: step.state for step in search.plan.steps},
        "doubts": search.doubts,
    }


def _line(view: dict[str, Any]) -> str:
    head = f"{view['case']:<8} {view['initials']:<6} {view['open_balance']:>10}  {view['say']}"
    return "\n".join((head, *(f"{'':<27}{doubt}" for doubt in view["doubts"])))
