"""The facts on file from the shell: what they are and were, who said so; putting them right; why a case was taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from callassist.cli.cases import done, in_hand, public, resolve
from callassist.cli.lookup import answer_of, read_verified
from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.decide_facts import COVERAGE, FACTS, SOURCES

if TYPE_CHECKING:
    from callassist.commands import Command
    from callassist.desk.facts import FactView


@click.command("facts")
@click.argument("case")
@click.option("--verify", "answers", multiple=True, metavar="FACTOR=ANSWER", help="dob=…, ssn4=…, zip=… (repeat).")
@json_flag
@click.pass_obj
def facts_(session: Session, case: str, answers: tuple[str, ...], *, as_json: bool) -> None:
    """Every fact on file: what it is, since when, by whom, from which source, and what it was before.

    Without --verify it says only which facts there are. A Social Security number and a member id are never shown.
    """
    from callassist.desk.facts import facts_of

    typed = tuple(map(answer_of, answers))
    desk = session.desk(writes=bool(typed))
    number = resolve(desk.store, case)
    opened = read_verified(desk, number, typed, "read the facts on file") if typed else desk.look(number)
    views = facts_of(desk.cases, opened, is_verified=bool(typed))
    session.show(views, as_json=as_json, text=lambda: "\n".join(map(_told, views)) or "Nothing is on file.")


def _told(view: FactView) -> str:
    where = f"debt {view.debt}" if view.debt else f"row {view.row}"
    came = f"{view.at:%Y-%m-%d}, {view.by}, {view.source}" if view.at else "as the client placed it"
    before = f"; before: {', '.join(view.before)}" if view.before else ""
    why = f" ({view.why})" if view.why else ""
    return f"{view.fact:9} {view.field:20} {view.value:24} {where}; {came}{why}{before}"


@click.command("correct")
@click.argument("case")
@click.argument("fact", type=click.Choice([*FACTS, "coverage"]))
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--row", type=int, help="Which one; default the newest. callassist facts lists them.")
@click.option("--add", "is_new", is_flag=True, help="One more, beside those on file.")
@click.option("--debt", type=int, help="With coverage: the debt; default the only one.")
@click.option("--changed", "is_change", is_flag=True, help="It was right until now (moved, married): keep the old one.")
@click.option("--source", type=click.Choice(SOURCES), default="consumer", show_default=True, help="Who says so.")
@click.option("--why", default="", help="Why, in words.")
@click.pass_obj
def correct_(  # noqa: PLR0913  # click's flags
    session: Session,
    /,
    case: str,
    fact: str,
    fields: tuple[str, ...],
    *,
    row: int | None,
    debt: int | None,
    **how: Any,  # noqa: ANN401
) -> None:
    """Put a fact right, or keep that it has changed: person, address, phone, email, employer or coverage.

    A correction takes the old value out of use; with --changed it stays as an earlier one and is still found. Nothing
    is overwritten: who, when, source and why are kept.
    """
    from callassist.commands_facts import AmendCoverage, EditFact
    from callassist.desk.facts import newest_row

    given = dict(map(_field, fields))
    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number) as opened:
        is_new = how.pop("is_new")
        command: Command
        if fact == "coverage":
            held = [each.id for each in opened.case.debts]
            command = AmendCoverage(debt=_debt(debt, held), fields=given, source=how["source"], why=how["why"])
        else:
            place = 0 if is_new else row or newest_row(opened.case.consumer, fact)
            command = EditFact(fact=fact, row=place, fields=given, **how)
        says = done(desk.do(command)).says
    session.say(f"{public(number)}: {says}")


def _field(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        known: Mapping[str, tuple[str, ...]] = {**FACTS, "coverage": COVERAGE}
        fields = "; ".join(f"{fact}: {', '.join(names)}" for fact, names in known.items())
        message = f"{text!r} is no FIELD=VALUE. Fields are {fields}."
        raise click.BadParameter(message)
    return name.strip(), value


def _debt(debt: int | None, held: list[int]) -> int:
    if debt is None and len(held) != 1:
        message = f"Say which debt with --debt: {', '.join(map(str, held)) or 'there is none'}."
        raise click.UsageError(message)
    return debt if debt is not None else held[0]
