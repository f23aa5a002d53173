"""Who is on the line, who may speak or hear for the consumer, and what whoever is speaking may hear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from callassist.cli.cases import done, in_hand, public, resolve
from callassist.cli.printed import json_flag
from callassist.cli.session import Session
from callassist.kinds import AUTHORITIES, SPEAKERS, in_words

if TYPE_CHECKING:
    from datetime import date

    from callassist.commands import GiveAuthority
    from callassist.desk import Desk, Opened
    from callassist.identity import Answer
    from callassist.survey import Verdicts

VERBS = ("add", "end", "list")
CONSUMER = "consumer"


# ── who is on the line ──


@click.command("speaker")
@click.argument("case")
@click.argument("relation", type=click.Choice(SPEAKERS))
@click.option("--name", default="", help="Who they say they are.")
@click.option("--verify", "answers", multiple=True, metavar="FACTOR=ANSWER", help="name=…, zip=…, account=… (repeat).")
@click.pass_obj
def speaker_(session: Session, case: str, relation: str, name: str, answers: tuple[str, ...]) -> None:
    """Say who is on the line of the open call; their proof starts anew, and --verify tries it at once.

    Who speaks for the consumer is verified by their own name, as an authority on file has it, and one more fact: zip,
    house_number, phone_last4 or account. The consumer gives their own as always.
    """
    from callassist.commands import NameSpeaker, TryIdentity

    typed = tuple(map(_answer, answers))
    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number):
        says = done(desk.do(NameSpeaker(relation=relation, party=name))).says
        if typed:
            says = done(desk.do(TryIdentity(answers=typed))).says
    session.say(f"{public(number)}: {says}")


def _answer(text: str) -> Answer:
    from callassist.identity import Answer

    factor, equals, said = text.partition("=")
    if not equals:
        message = f"{text!r} is no answer; write it as zip=43215."
        raise click.BadParameter(message)
    return Answer(factor=factor.strip(), said=said.strip())


# ── who may speak or hear for them ──


@click.command("authority")
@click.argument("case")
@click.argument("verb", type=click.Choice(VERBS), default="list")
@click.argument("what", required=False)
@click.argument("relation", required=False, type=click.Choice(SPEAKERS))
@click.option("--name", "party", default="", help="With add: whom it is for; they must say this name to be verified.")
@click.option(
    "--debt", "debts", type=int, multiple=True, help="With add: a debt that it is about (repeat); default all."
)
@click.option("--until", metavar="DAY", help="With add: the last day on which it holds; default until it is ended.")
@click.option("--words", default="", help="With add: the words in which it was given, or which paper it is.")
@click.option("--written", is_flag=True, help="With add: it came in writing.")
@click.option("--why", default="", help="With end: why; it is kept with the case.")
@json_flag
@click.pass_obj
def authority_(session: Session, /, case: str, verb: str, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - click's
    """List who may speak or hear for a consumer; add KIND RELATION, or end ID.

    Leave by word is the verified consumer's own, on the open call; everything else is a paper that has come in. Names
    are not listed: they are answers that verify.
    """
    if verb == "list":
        _list(session, case, as_json=as_json)
        return
    from callassist.commands import EndAuthority

    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number) as opened:
        if verb == "add":
            command: Any = _given(opened, given)
        else:
            command = EndAuthority(authority=_id(given["what"]), why=given["why"])
        says = done(desk.do(command)).says
    session.say(f"{public(number)}: {says}")


def _given(opened: Opened, given: dict[str, Any]) -> GiveAuthority:
    from callassist.commands import GiveAuthority

    if given["what"] not in AUTHORITIES or given["relation"] is None:
        message = f"Write: authority CASE add KIND RELATION; a kind is one of {', '.join(AUTHORITIES)}."
        raise click.UsageError(message)
    return GiveAuthority(
        kind=given["what"],
        relation=given["relation"],
        party=given["party"],
        debts=given["debts"],
        until=_day(opened, given["until"]) if given["until"] else None,
        words=given["words"],
        is_written=given["written"],
    )


def _day(opened: Opened, text: str) -> date:
    """A day as typed, on the consumer's own calendar."""
    from callassist.calendars import local_day
    from callassist.typed import read_day

    day = read_day(text, local_day(opened.now, next(iter(opened.verdicts.zones), "UTC")))
    if day is None:
        message = f"{text!r} is no day; write it as 2026-06-12, 6/12, fri or +3d."
        raise click.BadParameter(message)
    return day


def _id(text: str | None) -> int:
    if text is None or not text.isdecimal():
        message = f"{text or 'nothing'!r} is no authority; callassist authority CASE lists them by number."
        raise click.BadParameter(message)
    return int(text)


def _list(session: Session, case: str, *, as_json: bool) -> None:
    desk = session.desk(writes=False)
    held = desk.cases.read(resolve(desk.store, case)).consumer.authorities
    views = [
        {
            "id": each.id,
            "kind": each.kind,
            "relation": each.relation,
            "debts": each.debts,
            "since": each.since,
            "until": each.until,
            "is_written": each.is_written,
        }
        for each in held
    ]
    session.show(views, as_json=as_json, text=lambda: "\n".join(map(_held_told, views)) or "Nobody may speak for them.")


def _held_told(view: dict[str, Any]) -> str:
    debts = f"debts {', '.join(map(str, view['debts']))}" if view["debts"] else "every debt"
    until = f"until {view['until']}" if view["until"] else "until it is ended"
    manner = "in writing" if view["is_written"] else "by word"
    kind, relation = (in_words(view[key]) for key in ("kind", "relation"))
    return f"{view['id']}  {kind} of the {relation}, {manner}, {debts}, since {view['since']:%Y-%m-%d}, {until}"


# ── who may hear what ──


@click.command("may-hear")
@click.argument("case")
@click.option("--speaker", "relation", type=click.Choice(SPEAKERS), help="As if they were on the line and verified.")
@json_flag
@click.pass_obj
def may_hear_(session: Session, case: str, relation: str | None, *, as_json: bool) -> None:
    """What whoever is on the open call may hear, for each debt and each fact, and the rule that keeps the rest back.

    Without an open call it is asked for the consumer. Exit 1 when they may hear nothing at all.
    """
    desk = session.desk(writes=False)
    opened = _look(desk, case)
    call = opened.case.call
    who = relation or (call.speaker if call else CONSUMER)
    verdicts = _heard(opened, relation or (None if call else CONSUMER))
    debts = _debts(verdicts)
    view = {"case": public(opened.case.id), "speaker": who, "debts": debts}
    session.show(view, as_json=as_json, text=lambda: _table(view))
    raise click.exceptions.Exit(0 if any(debt["hears"] for debt in debts) else 1)


def _look(desk: Desk, case: str) -> Opened:
    return desk.look(resolve(desk.store, case))


def _heard(opened: Opened, relation: str | None) -> Verdicts:
    from callassist.hearing import heard_by

    return heard_by(opened.verdicts, relation) if relation else opened.verdicts


def _debts(verdicts: Verdicts) -> list[dict[str, Any]]:
    from callassist.hearing import FACTS, keeps_back, may_hear

    return [
        {
            "debt": debt,
            "hears": [fact for fact in FACTS if fact in heard],
            "kept": [
                {"fact": fact, "rule": f.rule, "say": f.say, "cite": f.cite, "verified": f.verified}
                for fact in FACTS
                if (f := keeps_back(verdicts, debt, fact)) is not None
            ],
        }
        for debt, heard in may_hear(verdicts).items()
    ]


def _table(view: dict[str, Any]) -> str:
    """A line a fact: yes, or the rule that keeps it back; alike debts are told once."""
    from callassist.hearing import FACTS, WORDS

    lines = [f"{in_words(view['speaker'] or 'somebody who is not named')} may hear:"]
    for debt in view["debts"]:
        kept = {each["fact"]: each for each in debt["kept"]}
        lines.append(f"debt {debt['debt']}")
        for fact in FACTS:
            why = f"no   {kept[fact]['say']} [{kept[fact]['rule']}]" if fact in kept else "yes"
            lines.append(f"  {WORDS[fact]:<28}{why}")
    return "\n".join(lines)
