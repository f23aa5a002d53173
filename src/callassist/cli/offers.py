"""What to offer on a case, and what to answer to what they propose, from the shell and for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from callassist.cli.cases import NotDone, resolve
from callassist.cli.lookup import answer_of, read_verified
from callassist.cli.printed import json_flag
from callassist.cli.session import Session

if TYPE_CHECKING:
    from callassist.desk import Opened
    from callassist.dossier import FinancialStatement

STATEMENT: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
UNVERIFIED: Final = "Sums are for whoever is verified: answer with --verify, or verify them on the open call."
COLLECTOR: Final = "collector"
verify = click.option(
    "--verify", "answers", multiple=True, metavar="FACTOR=ANSWER", help="dob=…, ssn4=…, zip=… (repeat)."
)
statement_option = click.option("--statement", type=STATEMENT, help="What they told of income and spending; YAML.")


def verified(session: Session, case: str, answers: tuple[str, ...], purpose: str) -> Opened:
    """A case whose sums may be read: answers verify whoever asks, or they were verified on this login's open call."""
    typed = tuple(map(answer_of, answers))
    desk = session.desk(writes=bool(typed))
    number = resolve(desk.store, case)
    if typed:
        return read_verified(desk, number, typed, purpose)
    opened = desk.look(number)
    call = opened.case.call
    if call is None or not call.verified or call.actor != session.actor:
        raise NotDone(UNVERIFIED)
    return opened


@click.command("offers")
@click.argument("case")
@verify
@statement_option
@json_flag
@click.pass_obj
def offers_(session: Session, case: str, answers: tuple[str, ...], statement: Path | None, *, as_json: bool) -> None:
    """What to do now about money: what closes it, what to ask, what is theirs by right, then what to offer.

    Nothing is kept: a statement from a file is only looked at.
    """
    from callassist.desk.offer_views import suggestion_view
    from callassist.desk.offers import suggestion

    opened, role = _with_statement(session, verified(session, case, answers, "offers"), statement), _role(session)
    found = suggestion(opened, session.handbook, role, session.odds())
    view = suggestion_view(opened.case.id, found)
    session.show(view, as_json=as_json, text=lambda: "\n".join(_suggested(view, role)))


@click.command("counter")
@click.argument("case")
@click.argument("words")
@verify
@statement_option
@json_flag
@click.pass_obj
def counter_(  # noqa: PLR0913  # click's flags
    session: Session, /, case: str, words: str, answers: tuple[str, ...], statement: Path | None, *, as_json: bool
) -> None:
    """What to answer to what they propose, in their own words: "50 a month", "half", "after the 15th"."""
    from callassist.desk.offer_views import decision_view
    from callassist.desk.offers import decision

    opened = _with_statement(session, verified(session, case, answers, "an answer to a proposal"), statement)
    read, found = decision(opened, session.handbook, _role(session), words, session.odds())
    view = decision_view(opened.case.id, read, found)
    session.show(view, as_json=as_json, text=lambda: "\n".join(_answered(view)))


def _role(session: Session) -> str:
    from callassist.intake.collectors import read_seat

    return read_seat(session.actor).role


def _with_statement(session: Session, opened: Opened, path: Path | None) -> Opened:
    """The case as if what the file tells had been told now."""
    if path is None:
        return opened
    from callassist.desk.offers import as_told
    from callassist.intake.statement_files import read_statement

    told: FinancialStatement = read_statement(path, opened.verdicts.base.day)
    return as_told(opened, session.handbook, told)


# ── in words ──


def _suggested(view: dict[str, Any], role: str) -> Iterator[str]:
    if view["gates"]:
        yield f"No demand: {', '.join(gate.replace('_', ' ') for gate in view['gates'])}."
    yield from (f"Say first: {words}" for words in view["words"])
    if view["ask"]:
        yield f"Ask: {view['ask']}"
    for way in view["ways"]:
        yield f"{'Theirs by right' if way['is_entitled'] else 'Way'}, {way['kind'].replace('_', ' ')}: {way['say']}"
        yield f"  do: {way['do']}  [{way['why']}]"
    yield from _means(view)
    for number, each in enumerate(view["offers"], start=1):
        yield f"{number}. {in_words(each)}"
        yield f"   say: {each['say']}"
        if each["why"]:
            yield f"   why: {'; '.join(each['why'])}"
        if each["floor_left"]:
            yield f"   {each['floor_left']}"
        if role != COLLECTOR:
            chances = f"taken {each['p_accept']:.0%}, kept {each['p_keep']:.0%}, worth {_dollars(each['value_cents'])}"
            yield f"   {chances} ({each['basis']})"


def _means(view: dict[str, Any]) -> Iterator[str]:
    ability = view["ability"]
    if ability["cap_cents"] is not None:
        rule = f", {ability['state_rule']}" if ability["state_rule"] else ""
        yield f"A month can bear {_dollars(ability['cap_cents'])}{rule}."
    elif view["offers"]:
        yield "What a month can bear is not known."


def in_words(offer: dict[str, Any]) -> str:
    """An offer in one line: what kind, how much in all, and each payment where they are few."""
    payments = offer["payments"]
    first, last = payments[0], payments[-1]
    kind, total = offer["kind"].replace("_", " "), _dollars(offer["total_cents"])
    if len(payments) == 1:
        return f"{kind}: {total} by {first['due']}"
    return f"{kind}: {total} in {len(payments)}, {_dollars(first['cents'])} on {first['due']} to {last['due']}"


def _dollars(cents: int) -> str:
    from callassist.money import format_cents

    return f"${format_cents(cents)}"


def _answered(view: dict[str, Any]) -> Iterator[str]:
    counter = view["counter"]
    parts = [counter["kind"].replace("_", " ")]
    parts += [_dollars(counter["cents"])] if counter["cents"] else []
    parts += [f"{counter['percent']} %"] if counter["percent"] else []
    parts += [counter["route"].replace("_", " ")] if counter["route"] else []
    parts += [f"from {counter['first']}"] if counter["first"] else []
    yield f"Read as: {', '.join(parts)}"
    yield f"{view['answer'].capitalize()}: {view['say']}".rstrip(": ")
    if view["offer"]:
        yield f"  {in_words(view['offer'])}"
    if view["also"]:
        yield f"  or {in_words(view['also'])}"
    if view["why"]:
        yield f"  why: {'; '.join(view['why'])}"
    if view["request"]:
        yield f"  asks {view['request']['role']}: {'; '.join(view['request']['why'])}"
    if view["floor_left"]:
        yield f"  {view['floor_left']}"
