"""A financial statement from the shell: kept from a file on one's own call, or shown to who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from callassist.cli.agreeing import on_own_call
from callassist.cli.cases import NotDone, done, public
from callassist.cli.offers import STATEMENT, verified, verify
from callassist.cli.printed import json_flag
from callassist.cli.session import Session

if TYPE_CHECKING:
    from callassist.commands import Command
    from callassist.desk import Opened
    from callassist.dossier import FinancialStatement

NOBODY_ELSES: Final = "Income and spending are told to nobody but them."
NOTHING_TOLD: Final = "Nothing was told of income and spending in the last 12 months."
BEFORE: Final = ("collector-disclosure", "coverage-question")
"""The words that come before the first question."""
SPENDING: Final = ("housing", "transport", "other", "deductions")


@click.command("statement")
@click.argument("case")
@click.argument("file", type=STATEMENT, required=False)
@click.option(
    "--said", multiple=True, type=click.Choice(BEFORE), help="Words that were read out to them before (repeat)."
)
@verify
@json_flag
@click.pass_obj
def statement_(  # noqa: PLR0913  # click's flags
    session: Session,
    /,
    case: str,
    file: Path | None,
    said: tuple[str, ...],
    answers: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Keep what they told of income and spending from FILE, all of it or some; without FILE, show what is known.

    What they told earlier and do not tell anew stays. It is kept on your own call, and says what a month can bear.
    """
    if file is None and said:
        message = "--said goes with a FILE that is to be kept."
        raise click.UsageError(message)
    if file is None:
        opened, says = verified(session, case, answers, "a statement"), ""
        if (call := opened.case.call) and call.speaker not in _tellers():
            raise NotDone(NOBODY_ELSES)
    else:
        opened, says = _kept(session, case, file, said)
    view = _view(session, opened)
    begin = (f"{public(opened.case.id)}: {says}",) if says else ()
    session.show(view, as_json=as_json, text=lambda: "\n".join((*begin, *_told(view))))


def _tellers() -> tuple[str, ...]:
    """Who may be asked for it, and so who may hear it."""
    from callassist.decide_offers import TELLS_OF_MEANS

    return TELLS_OF_MEANS


def _kept(session: Session, case: str, file: Path, said: tuple[str, ...]) -> tuple[Opened, str]:
    from callassist.commands import GiveDisclosure
    from callassist.commands_deals import TakeStatement
    from callassist.intake.statement_files import read_statement

    with on_own_call(session, case) as talk:
        told = read_statement(file, talk.opened.verdicts.base.day)
        asked: tuple[Command, ...] = (*(GiveDisclosure(kind=each) for each in said), TakeStatement(statement=told))
        talk.rehearse(asked)
        last = [done(talk.desk.do(each)) for each in asked][-1]
    return last.opened, last.says


def _view(session: Session, opened: Opened) -> dict[str, Any]:
    """The newest statement that still counts, None where there is none; and what a month can bear by it."""
    from msgspec.structs import asdict

    from callassist.ability import ability_of
    from callassist.desk.offers import matter_of
    from callassist.intake.collectors import read_seat
    from callassist.matters import statement_of

    found = statement_of(opened.case.consumer, opened.verdicts.base.day)
    told = opened.case.consumer.statements[-1] if found else None
    ability = ability_of(matter_of(opened, session.handbook, read_seat(session.actor).role))
    return {
        "case": public(opened.case.id),
        "at": told.at if told else None,
        "by": told.actor if told else None,
        "statement": {**asdict(found), "incomes": _incomes(found)} if found else None,
        "ability": asdict(ability),
    }


def _incomes(told: FinancialStatement) -> list[dict[str, Any]] | None:
    """By name: as they are kept they are rows without."""
    from msgspec.structs import asdict

    return None if told.incomes is None else [asdict(each) for each in told.incomes]


# ── in words ──


def _told(view: dict[str, Any]) -> Iterator[str]:
    from callassist.money import format_cents

    known, ability = view["statement"], view["ability"]
    if known is None:
        yield NOTHING_TOLD
        return
    yield f"Told {known['taken']}, kept by {view['by']}{', papers were seen' if known['is_documented'] else ''}."
    if known["household"] is not None:
        yield f"  household {known['household']}, {known['over_65']} over 65"
    if known["incomes"] is not None:
        told = (f"{i['source'].replace('_', ' ')} ${format_cents(i['cents'])} {i['cycle']}" for i in known["incomes"])
        yield f"  income: {', '.join(told) or 'none'}"
    spent = ((name, known[f"{name}_cents"]) for name in SPENDING)
    yield from (f"  {name} ${format_cents(cents)} a month" for name, cents in spent if cents is not None)
    if known["declined"]:
        yield f"  would rather not say: {', '.join(known['declined'])}"
    yield from _means(ability)


def _means(ability: dict[str, Any]) -> Iterator[str]:
    from callassist.ability import left_over
    from callassist.money import format_cents

    if ability["is_protected"]:
        yield "All of their income is protected: nothing is asked out of it."
    if ability["residual_cents"] is not None:
        yield f"A month leaves them {left_over(ability['residual_cents'])}."
    if ability["cap_cents"] is None:
        missing = f"; not told: {', '.join(ability['missing'])}" if ability["missing"] else ""
        yield f"What a month can bear is not known{missing}."
        return
    rule = f", {ability['state_rule']}" if ability["state_rule"] else ""
    yield f"A month can bear ${format_cents(max(0, ability['cap_cents']))}{rule}."
