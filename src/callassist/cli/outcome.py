"""log: the outcome of a call. One placed outside the screens has happened: what the rules say of it is kept with it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from callassist.calendars import local_clock, local_day
from callassist.cli.cases import NotDone, done, in_hand, public, resolve, why_not
from callassist.cli.given import hours
from callassist.cli.session import Session
from callassist.commands import AddNumber, Command, DebtCode, Leave, LogOutcome, PlaceCall, ReceiveCall, UndoOutcome
from callassist.decide import decide
from callassist.events import CheckMade
from callassist.handbook import Refused
from callassist.journal import evolve
from callassist.kinds import LOCATION
from callassist.money import parse_cents
from callassist.rules import BLOCK
from callassist.typed import read_day, read_moment

if TYPE_CHECKING:
    from callassist.desk import Desk, Opened


@click.command("log")
@click.argument("case")
@click.argument("outcome", required=False)
@click.option("--phone", type=int, help="The number's row (see open); default the one the rules allow first.")
@click.option("--inbound", is_flag=True, help="They called us.")
@click.option("--talk", type=int, default=0, help="Seconds talked.")
@click.option("--debt", "debts", type=int, multiple=True, help="A debt that was discussed (repeat); default all.")
@click.option("--code", "codes", multiple=True, metavar="DEBT=CODE", help="A debt that came out otherwise (repeat).")
@click.option("--note", help="Your own note; default the drafted one.")
@click.option("--amount", help="A promised or paid amount, as 50 or 1,284.50.")
@click.option("--date", "when", metavar="WHEN", help="A promise's day or a callback's moment, on the consumer's clock.")
@click.option("--hours", metavar="TIMES", help="When they may be called, as: after 5p weekdays; sat 10-2.")
@click.option("--party", default="", help="An attorney or whoever else the outcome names.")
@click.option("--words", default="", help="The consumer's own words, where the outcome asks for them.")
@click.option("--consent", metavar="WORDS", help="The words in which they said we may call before then.")
@click.option("--consent-until", metavar="DAY", help="How long that is good.")
@click.option("--verified", is_flag=True, help="You verified who spoke; implied by outcomes that only they can give.")
@click.option("--location", is_flag=True, help="The call asked somebody else, in row --phone, where they are.")
@click.option("--learnt", multiple=True, metavar="TEXT", help="What they told: a number, or an address (repeat).")
@click.option("--undo", is_flag=True, help="Take your last outcome on this case back; its call is open again.")
@click.pass_obj
def log_(session: Session, /, case: str, outcome: str | None, **given: Any) -> None:  # noqa: ANN401 - click's flags
    """Log an outcome. Without an open call the attempt is recorded first, with what the rules say of it.

    A rule does not undo what has happened; ask before you call, with may-call or dial. Nothing is kept if the outcome
    is refused.
    """
    if bool(outcome) == given["undo"]:
        message = "Name an OUTCOME, or say --undo."
        raise click.UsageError(message)
    if given["location"] and not given["phone"]:
        message = "--location asked somebody else; name their row with --phone (see contacts)."
        raise click.UsageError(message)
    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number) as opened:
        if given["undo"]:
            says = done(desk.do(UndoOutcome())).says
        else:
            says = _log(desk, opened, _command(desk, opened, str(outcome), given), given)
    if desk.cases.read(number).call is None:
        desk.store.release(number, session.actor)
    session.say(f"{public(number)}: {says}")


def _log(desk: Desk, opened: Opened, command: LogOutcome, given: dict[str, Any]) -> str:
    begins = _call(opened, given) if opened.case.call is None else None
    learnt = tuple(map(_learnt, given["learnt"]))
    _rehearse(desk, opened, (*((begins,) if begins else ()), *learnt, command))
    began = done(desk.do(begins)) if begins else None
    for fact in learnt:
        done(desk.do(fact))
    ended = done(desk.do(command))
    return f"{_despite(began.opened) if began else ''}{ended.says}{_until(ended.opened)}"


def _despite(opened: Opened) -> str:
    """The rules that would have stopped the call that was just recorded."""
    made = next((e.event for e in reversed(opened.entries) if isinstance(e.event, CheckMade)), None)
    is_of_it = opened.case.call is not None and not opened.case.call.is_inbound
    if made is None or not is_of_it or made.effect != BLOCK:
        return ""
    stops = dict.fromkeys(each.rule for each in made.found if each.effect == BLOCK)
    return f"Recorded, although {' and '.join(stops)} {'stop' if len(stops) > 1 else 'stops'} such a call. "


def _until(opened: Opened) -> str:
    """When the rules let the person be called again."""
    best = opened.verdicts.best_call()
    if not best.is_stopped:
        return ""
    if best.opens is None:
        return f" {best.says}"
    zone = next(iter(opened.verdicts.zones), "UTC")
    return f" No call before {local_day(best.opens, zone):%a %d %b} {local_clock(best.opens, zone)}."


def _call(opened: Opened, given: dict[str, Any]) -> Command:
    row = given["phone"] or opened.verdicts.best_row
    if not given["inbound"]:
        return PlaceCall(row=row, has_happened=True, purpose=LOCATION if given["location"] else "")
    point = opened.case.consumer.number_at(row) if given["phone"] else None
    return ReceiveCall(number=point.number if point else 0)


def _learnt(text: str) -> Command:
    """What somebody told of where the consumer is: a telephone number, else an address; a usage error."""
    from callassist.cli.contacts import place_of
    from callassist.numbers import parse_number

    phone = parse_number(text)
    return AddNumber(number=phone.number, kind=phone.kind, extension=phone.extension) if phone else place_of(text)


def _rehearse(desk: Desk, opened: Opened, commands: tuple[Command, ...]) -> None:
    """Whether all of it would be accepted, before any of it is written; NotDone."""
    case = opened.case
    for command in commands:
        decision = decide(case, command, desk.handbook, desk.clock(), desk.seat.collector)
        if isinstance(decision, Refused):
            raise NotDone(why_not(decision))
        case = evolve(case, decision.entries, decision.rows)


def _command(desk: Desk, opened: Opened, code: str, given: dict[str, Any]) -> LogOutcome:
    known = desk.handbook.outcomes.of(code)
    if known is None:
        codes = ", ".join(row.code for row in desk.handbook.outcomes.rows if row.reached != "system")
        message = f"There is no outcome {code}; there are {codes}."
        raise click.UsageError(message)
    zone, now = next(iter(opened.verdicts.zones), "UTC"), opened.now
    moment = _moment(given["when"], now, zone)
    return LogOutcome(
        code=known.code,
        talk_seconds=given["talk"],
        debts=given["debts"],
        codes=tuple(map(_debt_code, given["codes"])),
        note=given["note"],
        amount_cents=parse_cents(given["amount"]) if given["amount"] else 0,
        due=moment.date() if isinstance(moment, datetime) else moment,
        at=moment.astimezone(UTC) if isinstance(moment, datetime) else None,
        row=given["phone"] or 0,
        windows=hours(given["hours"]),
        party=given["party"],
        words=given["words"],
        consent=_leave(given, now, zone),
        is_attested=given["verified"] or known.only_verified,
    )


def _debt_code(text: str) -> DebtCode:
    debt, equals, code = text.partition("=")
    if not equals or not debt.strip().isdecimal():
        message = f"{text!r} names no debt and code; write it as 17=DSP."
        raise click.BadParameter(message)
    return DebtCode(debt=int(debt), code=code.strip().upper())


def _moment(text: str | None, now: datetime, zone: str) -> datetime | date | None:
    """A day, or a moment on the consumer's wall."""
    if not text:
        return None
    try:
        exact = datetime.fromisoformat(text)
    except ValueError:
        found = read_moment(text, now, zone) or read_day(text, now.astimezone(ZoneInfo(zone)).date())
        if found is None:
            message = f"{text!r} is no day or moment; write it as 2026-06-12, 2026-06-12T14:30 or fri 2:30p."
            raise click.BadParameter(message) from None
        return found.astimezone(ZoneInfo(zone)) if isinstance(found, datetime) else found
    if len(text) <= len("2026-06-12"):
        return exact.date()
    return exact.replace(tzinfo=exact.tzinfo or ZoneInfo(zone))


def _leave(given: dict[str, Any], now: datetime, zone: str) -> Leave | None:
    if not given["consent"]:
        return None
    until = _moment(given["consent_until"], now, zone)
    if until is None:
        message = "Leave to call needs an end; add --consent-until."
        raise click.UsageError(message)
    return Leave(words=given["consent"], until=until.date() if isinstance(until, datetime) else until)
