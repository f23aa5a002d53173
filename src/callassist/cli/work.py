"""Working cases from the shell: next, skip, release, open, log, find, may-call."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import click

from callassist.calendars import local_clock, local_day
from callassist.casefile import CaseFile
from callassist.cli.cases import public, resolve
from callassist.cli.session import Session, show
from callassist.commands import LogOutcome, OpenCase, PlaceCall, SkipCase
from callassist.desk import Desk, Done, Held, Opened
from callassist.desk.views import caller_view, case_view, verdict_view
from callassist.errors import CallassistError
from callassist.handbook import Refused
from callassist.identity import Answer
from callassist.money import parse_cents
from callassist.rules import whereabouts
from callassist.worklist import why_now

LEASE: Final = timedelta(minutes=15)
json_flag = click.option("--json", "as_json", is_flag=True, help="Print JSON with stable keys.")


class NotDone(CallassistError):
    """A command was refused; the sentence says why."""

    def __str__(self) -> str:
        """The refusal's own sentence."""
        return str(self.args[0])


def _take(desk: Desk, case: int) -> Opened:
    opened = desk.open(case, LEASE)
    if isinstance(opened, Held):
        raise NotDone(opened.sentence)
    return opened


def _done(answer: Done | Refused | Held) -> Done:
    if isinstance(answer, Done):
        return answer
    if isinstance(answer, Held):
        raise NotDone(answer.sentence)
    cites = "; ".join(f"{f.say} [{f.cite}]" for f in answer.findings)
    raise NotDone(answer.sentence if not cites or cites in answer.sentence else f"{answer.sentence} {cites}")


def _local(case: CaseFile, desk: Desk, now: datetime) -> str:
    zones = whereabouts(case.consumer, desk.handbook.setting.geography)
    return local_clock(now, zones[0]) if zones else "?"


@click.command("next")
@json_flag
@click.pass_obj
def next_(session: Session, *, as_json: bool) -> None:
    """Claim the next case that no rule stops (leased for 15 minutes), and say why it is next."""
    desk = session.desk()
    opened = desk.next(LEASE)
    if opened is None:
        show(None, as_json=as_json, text=lambda: "Nobody may be called now. See: callassist report shift.")
        raise click.exceptions.Exit(0 if as_json else 1)
    point = opened.case.consumer.number_at(opened.verdicts.best_row)
    view = {
        "case": public(opened.case.id),
        "why": why_now(opened.case, opened.now),
        "person": opened.case.consumer.full_name,
        "number": f"+{point.number}" if point else None,
        "local_time": _local(opened.case, desk, opened.now),
        "lease_until": opened.until,
    }
    show(view, as_json=as_json, text=lambda: "\n".join(f"{key}: {_line(value)}" for key, value in view.items()))


def _line(value: object) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value)


@click.command("skip")
@click.argument("case")
@click.option("--reason", required=True, help="Why; it is kept with the case.")
@click.pass_obj
def skip_(session: Session, case: str, reason: str) -> None:
    """Pass a case over for an hour; the reason is required and kept."""
    desk = session.desk()
    _take(desk, resolve(desk.store, case))
    click.echo(_done(desk.do(SkipCase(why=reason))).says)
    desk.release()


@click.command("release")
@click.argument("case")
@click.pass_obj
def release_(session: Session, case: str) -> None:
    """Give a case that you hold back to the queue."""
    desk = session.desk()
    number = resolve(desk.store, case)
    desk.store.release(number, session.actor)
    click.echo(f"{public(number)} is back in the queue.")


@click.command("open")
@click.argument("case")
@click.option("--verify", "answers", multiple=True, metavar="FACTOR=ANSWER", help="dob=…, ssn4=…, zip=… (repeat).")
@click.option("--purpose", default="read at the command line", help="Why the case is read; journalled.")
@json_flag
@click.pass_obj
def open_(session: Session, case: str, answers: tuple[str, ...], purpose: str, *, as_json: bool) -> None:
    """Show what the locked desk shows, or the verified case when the answers match (journalled)."""
    desk = session.desk(writes=bool(answers))
    number = resolve(desk.store, case)
    if not answers:
        opened = desk.look(number)
        view = caller_view(opened, desk.handbook.setting)
    else:
        _take(desk, number)
        typed = tuple(_answer(text) for text in answers)
        done = _done(desk.do(OpenCase(purpose=purpose, answers=typed)))
        opened = done.opened
        view = case_view(opened, desk.handbook.setting)
        desk.release()
    show(view, as_json=as_json, text=lambda: "\n".join(f"{key}: {value}" for key, value in view.items()))


def _answer(text: str) -> Answer:
    factor, equals, said = text.partition("=")
    if not equals:
        message = f"{text!r} is no answer; write it as dob=1980-04-03."
        raise click.BadParameter(message)
    return Answer(factor=factor.strip(), said=said.strip())


@click.command("log")
@click.argument("case")
@click.argument("outcome")
@click.option("--phone", type=int, help="The number's row (see open); default the one the rules allow first.")
@click.option("--talk", type=int, default=0, help="Seconds talked.")
@click.option("--debt", "debts", type=int, multiple=True, help="A debt that was discussed (repeat); default all.")
@click.option("--note", help="Your own note; default the drafted one.")
@click.option("--amount", help="A promised or paid amount, as 50 or 1,284.50.")
@click.option("--date", "day", metavar="DATE", help="A promise's day, or the moment of a callback (ISO 8601).")
@click.option("--party", default="", help="An attorney or whoever else the outcome names.")
@click.option("--words", default="", help="The consumer's own words, where the outcome asks for them.")
@click.pass_obj
def log_(session: Session, /, case: str, outcome: str, **given: object) -> None:
    """Log an outcome. Without an open call, the attempt is recorded first, judged by the rules."""
    desk = session.desk()
    opened = _take(desk, resolve(desk.store, case))
    command = _outcome(outcome, given)
    if opened.case.call is None:
        row = int(str(given["phone"])) if given["phone"] else opened.verdicts.best_row
        _done(desk.do(PlaceCall(row=row)))
    click.echo(_done(desk.do(command)).says)
    desk.release()


def _outcome(code: str, given: dict[str, object]) -> LogOutcome:
    amount, day = given["amount"], given["day"]
    moment = datetime.fromisoformat(str(day)) if day else None
    return LogOutcome(
        code=code.upper(),
        talk_seconds=int(str(given["talk"])),
        debts=tuple(given["debts"]),  # type: ignore[arg-type]
        note=given["note"],  # type: ignore[arg-type]
        amount_cents=parse_cents(str(amount)) if amount else 0,
        due=moment.date() if moment else None,
        at=moment.astimezone() if moment else None,
        party=str(given["party"]),
        words=str(given["words"]),
        is_attested=True,
    )


@click.command("find")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@json_flag
@click.pass_obj
def find_(session: Session, words: tuple[str, ...], limit: int, *, as_json: bool) -> None:
    """Who is calling? By account, a number in any format, a name or its start. Always unverified."""
    desk = session.desk(writes=False)
    hits = [_hit(case, " ".join(words)) for case in desk.find(" ".join(words), limit)]
    show(hits, as_json=as_json, text=lambda: "\n".join(_told(hit) for hit in hits) or "Nobody on file by that.")


def _hit(case: CaseFile, said: str) -> dict[str, object]:
    from callassist.desk.views import hit_view

    return {**hit_view(case, said), "case": public(case.id)}


def _told(hit: dict[str, object]) -> str:
    return f"{hit['case']}  {hit['name']}  {hit['city']}  ({', '.join(hit['reasons'])})"  # type: ignore[arg-type]


@click.command("may-call")
@click.argument("case")
@click.option("--phone", type=int, help="The number's row; default the best one.")
@click.option("--debt", type=int, help="One debt; default all that are open.")
@json_flag
@click.pass_obj
def may_call_(session: Session, case: str, phone: int | None, debt: int | None, *, as_json: bool) -> None:
    """Whether any rule on file stops a call now; if so which, where it is written, and the next clear moment."""
    desk = session.desk(writes=False)
    opened = desk.look(resolve(desk.store, case))
    row = phone or opened.verdicts.best_row
    verdict = opened.verdicts.of("place_call", row, debt or 0)
    view = verdict_view(verdict)
    zone = next(iter(opened.verdicts.zones), "UTC")
    show(view, as_json=as_json, text=lambda: _verdict_text(view, zone, opened.now))
    raise click.exceptions.Exit(1 if verdict.effect == "block" else 0)


def _verdict_text(view: dict[str, object], zone: str, now: datetime) -> str:
    lines = [f"{view['verdict']} ({local_clock(now, zone)} on {local_day(now, zone):%d %b %Y} for the consumer)"]
    lines += [
        f"  {finding['effect']}: {finding['say']} [{finding['cite']}; {finding['verified']}]"
        for finding in view["findings"]  # type: ignore[attr-defined]
    ]
    lines += [f"  not checked: {text}" for text in view["not_checked"]]  # type: ignore[attr-defined]
    if not view["findings"]:
        lines.insert(1, "  no rule on file stops this call")
    if view["next_clear"]:
        lines.append(f"  next clear: {view['next_clear']:%Y-%m-%d %H:%M} UTC")
    return "\n".join(lines)
