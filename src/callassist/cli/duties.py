"""What is owed: duties, notices, requests, complaints, reports to a bureau, how long records are kept."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import click
import msgspec

from callassist.cli.cases import done, in_hand, public, resolve
from callassist.cli.given import day_of
from callassist.cli.printed import cells, json_flag
from callassist.cli.session import Session
from callassist.kinds import COMPLAINTS, NOTICES, REQUESTS, WRITTEN

if TYPE_CHECKING:
    from datetime import date

    from callassist.casefile import Consumer
    from callassist.commands import Command
    from callassist.desk import Opened
    from callassist.desk.duties import Duty, Keeping

Given = dict[str, Any]
Making = Callable[["Opened", str, Given], "Command"]

on_day = click.option("--on", "on", metavar="DAY", help="The day; default today.")
debts = click.option("--debt", "debts", type=int, multiple=True, help="A debt that it is about (repeat); default all.")


def _do(session: Session, case: str, make: Callable[[Opened], Command]) -> None:
    """One command on a case, made once the case is in hand, and what it did."""
    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number) as opened:
        says = done(desk.do(make(opened))).says
    session.say(f"{public(number)}: {says}")


def _record(session: Session, case: str, verbs: dict[str, Making], given: Given) -> None:
    verb, what = given["verb"], given["what"]
    if not what:
        name = click.get_current_context().info_name
        message = f"Say what: {name} CASE {verb} KIND or ID, as {name} --help shows."
        raise click.UsageError(message)
    _do(session, case, lambda opened: verbs[verb](opened, what, given))


def _id(text: str) -> int:
    if not text.isdecimal():
        message = f"{text!r} is no number of the list; without more words the command shows it."
        raise click.BadParameter(message)
    return int(text)


def _kind(text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        message = f"{text!r} is not one of: {', '.join(known)}."
        raise click.BadParameter(message)
    return text


def _day(opened: Opened, given: Given, name: str = "on") -> date | None:
    return day_of(given[name], opened.verdicts.base.day) if given[name] else None


# ── what is owed ──


@click.command("duties")
@click.argument("case", required=False)
@click.option("--due", metavar="DAY", help="Without CASE: all that is due by then; default today.")
@json_flag
@click.pass_obj
def duties_(session: Session, case: str | None, due: str | None, *, as_json: bool) -> None:
    """What is owed to a person, by when, by which rule; or, over all cases, what is due by a day.

    Without CASE every case is read and judged, one after the other.
    """
    from callassist.desk.duties import due_by, duties

    desk = session.desk(writes=False)
    if case and due:
        message = "--due goes without CASE: a case's duties are all shown."
        raise click.UsageError(message)
    if case:
        found = duties(desk.cases.load(resolve(desk.store, case)).verdicts)
    else:
        today = session.clock().astimezone().date()
        day = day_of(due, today) if due else today
        found = tuple(sorted(due_by(desk.cases, desk.store.scan(), day), key=lambda each: (str(each.due), each.case)))
    session.show(found, as_json=as_json, text=lambda: "\n".join(map(_duty_told, found)) or "Nothing is owed.")


def _duty_told(duty: Duty) -> str:
    about = f"{duty.case} {duty.account}".strip()
    mark = "" if duty.verified == "V" else f" ({duty.verified})"
    when = f"{duty.due:%Y-%m-%d}" if duty.due else "no day"
    return f"{when}  {'LATE' if duty.is_late else 'owed'}  {about}: {duty.say} [{duty.cite}]{mark}"


# ── notices ──


def _sent(opened: Opened, what: str, given: Given) -> Command:
    from callassist.commands import RecordNotice

    return RecordNotice(
        kind=_kind(what, NOTICES),
        debts=given["debts"],
        on=_day(opened, given),
        medium=given["by"],
        ends=_day(opened, given, "ends"),
    )


def _returned(opened: Opened, what: str, given: Given) -> Command:
    from callassist.commands import ReturnNotice

    return ReturnNotice(notice=_id(what), on=_day(opened, given))


NOTICE: Final[dict[str, Making]] = {"sent": _sent, "returned": _returned}


@click.command("notice")
@click.argument("case")
@click.argument("verb", required=False, type=click.Choice(tuple(NOTICE)))
@click.argument("what", required=False, metavar="[KIND|ID]")
@on_day
@debts
@click.option("--by", type=click.Choice(WRITTEN), default="mail", show_default=True, help="With sent: how.")
@click.option("--ends", metavar="DAY", help="With sent validation: the last day for a dispute that it states.")
@json_flag
@click.pass_obj
def notice_(session: Session, /, case: str, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - click's
    """Keep that a notice went out (sent KIND) or came back (returned ID). Without more words: list them."""
    if given["verb"]:
        _record(session, case, NOTICE, given)
    else:
        _list(session, case, lambda consumer: consumer.notices, as_json=as_json)


def _list(session: Session, case: str, of: Callable[[Consumer], tuple[Any, ...]], *, as_json: bool) -> None:
    desk = session.desk(writes=False)
    found = of(desk.cases.read(resolve(desk.store, case)).consumer)
    session.show(found, as_json=as_json, text=lambda: "\n".join(map(_listed, found)) or "None is on file.")


def _listed(each: msgspec.Struct) -> str:
    """What is on file of it, without what is not."""
    fields = {name: value for name, value in msgspec.structs.asdict(each).items() if value not in (None, (), "")}
    number, kind = fields.pop("id"), fields.pop("kind").replace("_", " ")
    told = (f"{name.removeprefix('is_')} {_plain(value)}" for name, value in fields.items() if name != "row")
    return f"{number}  {kind}  {', '.join(told)}"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


# ── requests ──


def _made(opened: Opened, what: str, given: Given) -> Command:
    from callassist.commands import MakeRequest

    return MakeRequest(
        kind=_kind(what, REQUESTS),
        debts=given["debts"],
        on=_day(opened, given),
        is_written=given["written"],
        words=given["words"],
        is_new=not given["repeats"],
    )


def _answered(opened: Opened, what: str, given: Given) -> Command:
    from callassist.commands import AnswerRequest

    return AnswerRequest(request=_id(what), how=given["words"], on=_day(opened, given))


def _withdrawn(_opened: Opened, what: str, given: Given) -> Command:
    from callassist.commands import WithdrawRequest

    return WithdrawRequest(request=_id(what), why=given["words"])


REQUEST: Final[dict[str, Making]] = {"made": _made, "answered": _answered, "withdrawn": _withdrawn}


@click.command("request")
@click.argument("case")
@click.argument("verb", required=False, type=click.Choice(tuple(REQUEST)))
@click.argument("what", required=False, metavar="[KIND|ID]")
@on_day
@debts
@click.option("--written", is_flag=True, help="With made: in writing, by any medium that we accept.")
@click.option("--repeats", is_flag=True, help="With made dispute: it repeats an answered one and brings nothing new.")
@click.option("--words", default="", help="The words; with answered how, with withdrawn why: required then.")
@json_flag
@click.pass_obj
def request_(session: Session, /, case: str, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - click's
    """Keep a dispute or another request (made KIND), or that it was answered or withdrawn. Without more: list them."""
    if given["verb"]:
        _record(session, case, REQUEST, given)
    else:
        _list(session, case, lambda consumer: consumer.requests, as_json=as_json)


# ── complaints ──


def _complained(_opened: Opened, what: str, given: Given) -> Command:
    from callassist.commands import MakeComplaint

    return MakeComplaint(kind=_kind(what, COMPLAINTS), words=given["words"], debts=given["debts"])


def _stepped(step: str) -> Making:
    def make(_opened: Opened, what: str, given: Given) -> Command:
        from callassist.commands import AnswerComplaint

        return AnswerComplaint(complaint=_id(what), step=step, words=given["words"])

    return make


COMPLAINT: Final[dict[str, Making]] = {
    "made": _complained,
    **{step: _stepped(step) for step in ("acknowledged", "resolved")},
}


@click.command("complaint")
@click.argument("case")
@click.argument("verb", required=False, type=click.Choice(tuple(COMPLAINT)))
@click.argument("what", required=False, metavar="[KIND|ID]")
@debts
@click.option("--words", default="", help="What they said, which is required; with resolved: how.")
@json_flag
@click.pass_obj
def complaint_(session: Session, /, case: str, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - click's
    """Keep any word of dissatisfaction (made KIND), or a step of its answer. Without more words: list them."""
    if given["verb"]:
        _record(session, case, COMPLAINT, given)
    else:
        _list(session, case, lambda consumer: consumer.complaints, as_json=as_json)


# ── reports to a bureau ──


@click.command("furnishing")
@click.argument("case", required=False)
@click.argument("verb", required=False, type=click.Choice(("reported", "deleted")))
@click.option("--debt", type=int, help="The debt; may be left out when the case has one.")
@on_day
@click.option("--format", "kind", type=click.Choice(("csv", "json")), default="csv", show_default=True)
@click.pass_obj
def furnishing_(session: Session, /, case: str | None, verb: str | None, kind: str, **given: Any) -> None:  # noqa: ANN401 - click's
    """Whether each debt may be reported to a credit bureau, and why not; or keep that the client reported one.

    Nothing is reported from here. Without CASE every case is read and judged; no name is among it.
    """
    if case and verb:
        _do(session, case, lambda opened: _furnished(opened, verb, given))
        return
    from callassist.desk.duties import Report, reports

    desk = session.desk(writes=False)
    numbers = (resolve(desk.store, case),) if case else desk.store.scan()
    found = (each for number in numbers for each in reports(desk.cases.load(number).verdicts, desk.handbook))
    if kind == "json":
        session.show(tuple(found), as_json=True, text=str)
        return
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(Report.__struct_fields__)
    for each in found:
        values = msgspec.structs.astuple(each)
        out.writerow(cells("" if value is None else value for value in values))


def _furnished(opened: Opened, verb: str, given: Given) -> Command:
    from callassist.commands import RecordFurnishing

    held = [debt.id for debt in opened.case.debts]
    if given["debt"] is None and len(held) != 1:
        message = f"Name the debt with --debt: {', '.join(map(str, held))}."
        raise click.UsageError(message)
    debt = given["debt"] if given["debt"] is not None else held[0]
    return RecordFurnishing(debt=debt, on=_day(opened, given), is_deleted=verb == "deleted")


# ── keeping ──


@click.command("retention")
@click.argument("case")
@json_flag
@click.pass_obj
def retention_(session: Session, case: str, *, as_json: bool) -> None:
    """Until when the records of a case and of each account must be kept: the longest time that a rule asks for."""
    from callassist.desk.duties import keeping

    desk = session.desk(writes=False)
    found = keeping(desk.cases.load(resolve(desk.store, case)).verdicts)
    session.show(found, as_json=as_json, text=lambda: "\n".join(map(_kept_told, found)))


def _kept_told(kept: Keeping) -> str:
    until = f"until {kept.until:%Y-%m-%d}" if kept.until else "no rule on file asks for more"
    return "\n  ".join((f"{kept.case} {kept.account}".strip() + f": {until}", *kept.because))
