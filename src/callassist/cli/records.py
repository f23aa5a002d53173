"""What is on record about a person: notes to read, links to answer, numbers, limits on contact, leave to call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from callassist.cli.cases import done, in_hand, public, resolve
from callassist.cli.given import day_there, hours
from callassist.cli.printed import json_flag, listed
from callassist.cli.session import Session
from callassist.commands import NUMBER_KINDS, STANDINGS
from callassist.desk.records import (
    ANSWERS,
    SUGGEST,
    Inherited,
    Likeness,
    accepted,
    inherited_notes,
    likeness,
    link_command,
    read_commands,
    suggested,
    suggestion,
)
from callassist.kinds import MEDIA, RESTRICTIONS, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from callassist.casefile import Restriction
    from callassist.commands import Command, PlaceRestriction
    from callassist.desk import Desk, Opened


def _do(session: Session, case: str, command: Command) -> None:
    """One command on a case, and what it did."""
    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number):
        says = done(desk.do(command)).says
    session.say(f"{public(number)}: {says}")


# ── notes ──


@click.command("notes")
@click.argument("case")
@click.option("--read", "is_read", is_flag=True, help="You have read them: nothing waits for that any more.")
@click.option("--restrict", "kind", type=click.Choice(RESTRICTIONS), help="With --read: a limit that they hold.")
@click.option("--words", default="", help="With --restrict: the words that say so.")
@json_flag
@click.pass_obj
def notes_(session: Session, /, case: str, *, is_read: bool, as_json: bool, **limit: Any) -> None:  # noqa: ANN401 - click's
    """Show the notes that came with a case, which is journalled; or say that they have been read."""
    from callassist.commands import PlaceRestriction, ReadNotes

    if not is_read and any(limit.values()):
        message = "--restrict and --words go with --read."
        raise click.UsageError(message)
    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number) as opened:
        if is_read:
            placed = PlaceRestriction(**limit, source="notes") if limit["kind"] else None
            commands = (*((placed,) if placed else ()), *read_commands(opened.case))
            says = " ".join(done(desk.do(each)).says for each in commands)
            session.say(f"{public(number)}: {says or 'No note waits to be read.'}")
            return
        notes = inherited_notes(desk.cases, opened.case)
        done(desk.do(ReadNotes()))
    session.show(notes, as_json=as_json, text=lambda: _notes_told(notes))


def _notes_told(notes: tuple[Inherited, ...]) -> str:
    lines = (f"{note.case}  {note.at:%Y-%m-%d %H:%M} UTC  {note.by}\n  {note.text}" for note in notes)
    return "\n".join(lines) or "No note came with it."


# ── links ──


@click.command("links")
@click.argument("case", required=False)
@click.argument("answer", required=False, type=click.Choice((SUGGEST, *ANSWERS)))
@click.argument("other", required=False)
@click.option("--why", default="", help="With suggest: why they may be one person; it is kept on both cases.")
@json_flag
@click.pass_obj
def links_(  # noqa: PLR0913  # click's flags
    session: Session, case: str | None, answer: str | None, other: str | None, *, why: str, as_json: bool
) -> None:
    """List cases that may be the same person, side by side; suggest one; accept, refuse or undo a link to another case.

    Of one case those are listed too that were accepted. Both cases show a suggestion, and an answer on either settles
    both.
    """
    if bool(answer) != bool(other):
        message = "Name the other case: callassist links CASE suggest|accept|refuse|undo OTHER."
        raise click.UsageError(message)
    if case and answer and other:
        _answer(session, (case, other), answer, why)
        return
    desk = session.desk(writes=False)
    found = _likenesses_of(desk, resolve(desk.store, case)) if case else (*_likenesses(desk),)
    session.show(found, as_json=as_json, text=lambda: "\n\n".join(map(_likeness_told, found)) or "No link is open.")


def _answer(session: Session, cases: tuple[str, str], answer: str, why: str) -> None:
    desk = session.desk()
    number, other = (resolve(desk.store, case) for case in cases)
    with in_hand(desk, number) as opened:
        is_new = answer == SUGGEST
        command = suggestion(desk, opened, other, why) if is_new else link_command(desk.cases, opened, other, answer)
        says = done(desk.do(command)).says
    session.say(f"{public(number)}: {says}")


def _likenesses(desk: Desk) -> Iterator[Likeness]:
    """Every suggestion that waits, each pair of cases once."""
    shown: set[frozenset[int]] = set()
    for number in desk.store.scan():
        case = desk.cases.read(number)
        for link in suggested(case):
            pair = frozenset({number, link.other})
            if pair not in shown:
                shown.add(pair)
                yield likeness(case, desk.cases.read(link.other), link.why)


def _likenesses_of(desk: Desk, number: int) -> tuple[Likeness, ...]:
    case = desk.cases.read(number)
    links = (*suggested(case), *accepted(case))
    return tuple(likeness(case, desk.cases.read(link.other), link.why, link.state) for link in links)


def _likeness_told(found: Likeness) -> str:
    phones = " | ".join(" ".join(f"..{four}" for four in fours) or "none" for fours in found.phones)
    return listed(
        {
            "link": f"{found.case} and {found.other}, {found.state}: {found.why}",
            "names": " | ".join(found.names),
            "former_names": " | ".join(", ".join(names) or "none" for names in found.former_names),
            "birth_dates": found.birth_dates,
            "SSN_last_four": found.ssn_last4,
            "ZIPs": " | ".join(each or "none" for each in found.zips),
            "streets": found.streets,
            "phones": phones,
            "employers_in_common": found.employers,
            "debts": " | ".join(map(str, found.debts)),
        }
    )


# ── numbers ──


@click.command("number")
@click.argument("case")
@click.argument("verb", type=click.Choice(("add", "mark")))
@click.argument("number")
@click.argument("standing", required=False, type=click.Choice(STANDINGS))
@click.option("--kind", type=click.Choice(NUMBER_KINDS), default="other", show_default=True, help="With add.")
@click.option("--why", default="", help="With mark: why; it is kept with the case.")
@click.pass_obj
def number_(session: Session, /, case: str, verb: str, number: str, standing: str | None, **more: str) -> None:
    """Add a telephone number that was learnt, or mark the one in a row (see open) as good, bad and so on."""
    if (verb == "mark") != bool(standing):
        message = "Write: number CASE add NUMBER --kind cell, or: number CASE mark ROW bad --why TEXT."
        raise click.UsageError(message)
    _do(session, case, _marked(number, standing, more["why"]) if standing else _added(number, more["kind"]))


def _added(text: str, kind: str) -> Command:
    from callassist.commands import AddNumber
    from callassist.numbers import NO_NUMBER, parse_number

    phone = parse_number(text, kind)
    if phone is None:
        raise click.BadParameter(NO_NUMBER)
    return AddNumber(number=phone.number, kind=kind, extension=phone.extension)


def _marked(row: str, standing: str, why: str) -> Command:
    from callassist.commands import MarkNumber

    if not row.isdecimal():
        message = f"{row!r} is no row; callassist open CASE lists them."
        raise click.BadParameter(message)
    return MarkNumber(row=int(row), standing=standing, why=why)


# ── limits on contact, and leave to call ──


@click.command("restrict")
@click.argument("case")
@click.argument("kind", type=click.Choice(RESTRICTIONS), required=False)
@click.option("--until", metavar="DAY", help="The last day on which it holds; default for good.")
@click.option("--debt", "debts", type=int, multiple=True, help="A debt that it is about (repeat); default all.")
@click.option("--row", type=int, default=0, help="The number or e-mail address that it is about; default all.")
@click.option("--hours", metavar="TIMES", help="With inconvenient_time: when we may call, as: after 5p weekdays.")
@click.option("--words", default="", help="The words in which it was said. Without a kind they are read as limits.")
@click.option("--written", is_flag=True, help="It came in writing.")
@click.option("--party", default="", help="With attorney: who.")
@click.pass_obj
def restrict_(session: Session, /, case: str, kind: str | None, **given: Any) -> None:  # noqa: ANN401 - click's flags
    """Limit contact with a person, in force at once. Words alone will do: --words "not before noon"."""
    if not (kind or given["words"]):
        message = 'Name a kind, or give the words in which it was said: --words "not before noon".'
        raise click.UsageError(message)
    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number) as opened:
        placed, ask = ((_restriction(opened, kind, given),), "") if kind else _heard(opened, given)
        says = " ".join(done(desk.do(each)).says for each in placed)
    session.say(f"{public(number)}: {says}{f' {ask}' if ask else ''}")


def _restriction(opened: Opened, kind: str, given: dict[str, Any]) -> PlaceRestriction:
    from callassist.commands import PlaceRestriction

    return PlaceRestriction(
        kind=kind,
        debts=given["debts"],
        row=given["row"],
        windows=hours(given["hours"]),
        until=day_there(opened, given["until"]) if given["until"] else None,
        words=given["words"],
        is_written=given["written"],
        party=given["party"],
    )


def _heard(opened: Opened, given: dict[str, Any]) -> tuple[tuple[PlaceRestriction, ...], str]:
    """What the words come to, and what is still to be asked; a usage error when they come to nothing."""
    from msgspec.structs import replace

    from callassist.designations import parse

    heard = parse(given["words"], _today(opened), is_written=given["written"])
    if not heard.said:
        message = f"Nothing was kept: {given['words']!r} is not clear. {heard.ask}"
        raise click.UsageError(message)
    whole = (_restriction(opened, each.kind, given) for each in heard.said)
    placed = tuple(
        replace(limit, words=each.words, windows=limit.windows or each.windows, until=limit.until or each.until)
        for limit, each in zip(whole, heard.said, strict=True)
    )
    return placed, heard.ask


def _today(opened: Opened) -> date:
    from callassist.calendars import local_day

    return local_day(opened.now, next(iter(opened.verdicts.zones), "UTC"))


@click.command("lift")
@click.argument("case")
@click.argument("restriction", type=int, required=False)
@click.option("--why", default="", help="Why; it is kept with the case.")
@json_flag
@click.pass_obj
def lift_(session: Session, case: str, restriction: int | None, why: str, *, as_json: bool) -> None:
    """End a limit on contact early, saying why. Without an id: list those in force."""
    from callassist.commands import LiftRestriction

    if restriction is not None:
        _do(session, case, LiftRestriction(restriction=restriction, why=why))
        return
    desk = session.desk(writes=False)
    held = desk.cases.read(resolve(desk.store, case)).consumer.restrictions
    views = [
        {"id": each.id, "kind": each.kind, "since": each.since, "until": each.until, "words": each.words}
        for each in held
    ]
    session.show(views, as_json=as_json, text=lambda: "\n".join(map(_limit, held)) or "No limit is in force.")


def _limit(held: Restriction) -> str:
    until = f", until {held.until}" if held.until else ""
    words = f": {held.words}" if held.words else ""
    return f"{held.id}  {in_words(held.kind)}, since {held.since:%Y-%m-%d}{until}{words}"


@click.command("consent")
@click.argument("case")
@click.option("--words", required=True, help="The words in which they said that we may call, text or e-mail.")
@click.option("--until", required=True, metavar="DAY", help="How long that is good.")
@click.option("--debt", "debts", type=int, multiple=True, help="A debt that it is about (repeat); default the call's.")
@click.option("--row", type=int, default=0, help="The number or e-mail address that it is about; default all.")
@click.option("--medium", type=click.Choice(MEDIA), default="call", show_default=True, help="What it is leave for.")
@click.option("--from", "given_to", type=click.Choice(("us", "creditor", "collector")), default="us", help="To whom.")
@click.pass_obj
def consent_(session: Session, /, case: str, until: str, **given: Any) -> None:  # noqa: ANN401 - click's flags
    """Keep leave to call, text, e-mail or ring by a machine: the verified person's on the line, or the creditor's."""
    from callassist.commands import RecordConsent

    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number) as opened:
        command = RecordConsent(until=day_there(opened, until), **given)
        says = done(desk.do(command)).says
    session.say(f"{public(number)}: {says}")


@click.command("revoke")
@click.argument("case")
@click.argument("consent", type=int, required=False)
@click.option("--words", default="", help="The words in which they took it back.")
@json_flag
@click.pass_obj
def revoke_(session: Session, case: str, consent: int | None, words: str, *, as_json: bool) -> None:
    """Keep that leave to call, text or e-mail was taken back. Without an id: list the leave in force."""
    from callassist.commands import RevokeConsent

    if consent is not None:
        _do(session, case, RevokeConsent(consent=consent, words=words))
        return
    desk = session.desk(writes=False)
    held = desk.cases.read(resolve(desk.store, case)).consumer.consents
    views = [{"id": each.id, "medium": each.medium, "given": each.at, "until": each.until} for each in held]
    lines = (f"{each['id']}  {each['medium']}  until {each['until']}" for each in views)
    session.show(views, as_json=as_json, text=lambda: "\n".join(lines) or "No leave is in force.")
