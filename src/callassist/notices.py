"""Notices, what answers a request, and the days that run from them. The counts themselves are values of rules.

Three counts differ (12 CFR 1006.34): calendar days from the first communication to the notice; days without Saturdays,
Sundays and legal public holidays until it may be taken to have arrived; calendar days from then to the end of the
validation period.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

import msgspec

from callassist.calendars import day_of
from callassist.casefile import Call, CaseFile
from callassist.legal_days import working_day
from callassist.named_rules import VALIDATION_PERIOD
from callassist.rules import Rulebook, Values
from callassist.standing import Notice, Request

VALIDATION: Final = "validation"
ANSWERS: Final = {"dispute": "verification", "original_creditor": "original_creditor", "itemised": "itemised"}
"""The notice by which a request is answered."""
REPEATED: Final = "duplicative_dispute"
"""The notice that may answer a dispute which repeats an earlier one and brings nothing new."""
ELECTRONIC: Final = ("email", "text", "portal")
PRIVACY: Final = ("amendment", "records")
"""Requests that privacy law lets a patient make."""
Zones = tuple[str, ...]


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """The time for a dispute: from the day on which the information was given to the last day, both included."""

    since: date
    ends: date


# ── notices about a debt ──


def about(case: CaseFile, debt: int, *kinds: str) -> tuple[Notice, ...]:
    """The notices about a debt, of some kinds or of all, those that came back too; one that names none is about all."""
    return tuple(n for n in case.consumer.notices if _names(n.debts, debt) and (not kinds or n.kind in kinds))


def delivered(case: CaseFile, debt: int, *kinds: str) -> tuple[Notice, ...]:
    """The notices about a debt that did not come back, of some kinds or of all."""
    return tuple(notice for notice in about(case, debt, *kinds) if notice.returned is None)


def validation_period(case: CaseFile, debt: int, values: Values, zones: Zones = ()) -> Period | None:
    """The time for a dispute of a debt; None until the validation information has been given.

    A notice that came back gave nothing: the period is that of the next one (comment 34(b)(5)-2). Of several that
    arrived the latest end holds, since the person was told of it; when they arrived does not matter (-1).
    """
    periods = [_period(notice, values) for notice in delivered(case, debt, VALIDATION)]
    if not periods and values.get("said"):
        days = (day_of(call.at, zones) for call in _talks(case, debt) if values["said"] in call.disclosures)
        periods = [Period(since=day, ends=day + timedelta(days=values["days"])) for day in days]
    return max(periods, key=lambda period: period.ends, default=None)


def _period(notice: Notice, values: Values) -> Period:
    return Period(since=notice.on, ends=notice.ends or earliest_end(notice.on, values))


def earliest_end(sent: date, values: Values) -> date:
    """The last day of a period whose notice went out on a day: receipt is assumed as early as it may be."""
    received = working_day(sent, values["receipt_days"], values["holidays"])
    return received + timedelta(days=values["days"])


def validation_end(case: CaseFile, debt: int, values: Values | Rulebook, zones: Zones = ()) -> date | None:
    """The last day for a dispute of a debt, by values like VALIDATION_PERIOD's, or by that rule as it now stands.

    None until the validation information has been given: until then nothing has ended.
    """
    found = period_values(values) if isinstance(values, Rulebook) else values
    period = validation_period(case, debt, found, zones) if found else None
    return period.ends if period else None


def period_values(rulebook: Rulebook, day: date = date.max) -> Values | None:
    """How long a validation period is on a day; None when no rule says."""
    rule = rulebook.rule(VALIDATION_PERIOD)
    return rule.values_on(day) if rule else None


# ── the first communication ──


def is_about(call: Call, debt: int) -> bool:
    """Whether a call concerned a debt; one that names none concerned all."""
    return not call.debts or debt in call.debts


def spoke(call: Call) -> bool:
    """Whether the person was spoken with about what they owe.

    A message with limited content, a call for their whereabouts and a speaker who did not verify were told nothing.
    """
    if not call.outcome:
        return bool(call.verified)
    return call.is_conversation and call.reached == "right"


def _talks(case: CaseFile, debt: int) -> Iterable[Call]:
    return (call for call in case.consumer.calls if is_about(call, debt) and spoke(call))


def first_talk(case: CaseFile, debt: int, zones: Zones, speakers: Collection[str] | None = None) -> date | None:
    """The day of the first talk about a debt, whoever called; with one of `speakers` ('' is not named), or anybody."""
    talks = (call for call in _talks(case, debt) if speakers is None or call.speaker in speakers)
    return min((day_of(call.at, zones) for call in talks), default=None)


def first_written(case: CaseFile, debt: int, zones: Zones, silent: Iterable[str] = ()) -> date | None:
    """The day on which we first wrote about a debt; `silent` are kinds of message that say nothing of it.

    What came back conveyed nothing. A message counts on the day on which it was sent.
    """
    sent = [
        day_of(message.at, zones)
        for message in case.consumer.messages
        if not message.is_inbound and _names(message.debts, debt) and message.kind not in silent
    ]
    return min((*sent, *(notice.on for notice in delivered(case, debt))), default=None)


def initial_communication(case: CaseFile, debt: int, zones: Zones, silent: Iterable[str] = ()) -> date | None:
    """The day on which anything of a debt was first conveyed to the person, aloud or in writing."""
    days = (first_talk(case, debt, zones), first_written(case, debt, zones, silent))
    return min((day for day in days if day), default=None)


def _names(debts: tuple[int, ...], debt: int) -> bool:
    return not debts or debt in debts


# ── requests ──


def answer_kinds(request: Request) -> tuple[str, ...]:
    """The notices that answer a request; () when any words do."""
    if request.kind not in ANSWERS:
        return ()
    return (ANSWERS[request.kind],) if request.is_new else (ANSWERS[request.kind], REPEATED)


def is_open(case: CaseFile, request: Request, debt: int) -> bool:
    """Whether a request still waits for its answer on a debt: a notice that came back answered nothing.

    One that was withdrawn after all of them had come back waits no more.
    """
    if not _names(request.debts, debt):
        return False
    kinds = answer_kinds(request)
    if REPEATED in kinds and not _repeats(case, request, debt):
        kinds = kinds[:1]
    sent = [n for n in about(case, debt, *kinds) if n.on >= request.on] if kinds else []
    back = [notice.returned for notice in sent if notice.returned]
    if len(back) < len(sent):
        return False
    answered = request.answered
    return answered is None or (bool(back) and (answered in {n.on for n in sent} or answered < max(back)))


def _repeats(case: CaseFile, request: Request, debt: int) -> bool:
    """Whether an earlier one of the same kind about the debt was answered: the first cannot be a repetition."""
    earlier = (r for r in case.consumer.requests if r.kind == request.kind and r.id < request.id)
    return any(_names(each.debts, debt) and not is_open(case, each, debt) for each in earlier)


def waiting(case: CaseFile, kinds: Collection[str], debt: int = 0, *, is_written: bool = False) -> tuple[Request, ...]:
    """The requests of some kinds that wait for their answer on a debt; 0: on any that still is on the case.

    `is_written` leaves out what was asked aloud.
    """
    return tuple(
        request
        for request in case.consumer.requests
        if request.kind in kinds
        and (request.is_written or not is_written)
        and any(is_open(case, request, each) for each in ((debt,) if debt else _held(case, request)))
    )


def _held(case: CaseFile, request: Request) -> tuple[int, ...]:
    """The debts of a request that still are on the case; (0,) where it is about none in particular."""
    return tuple(debt.id for debt in case.debts if debt.id in request.debts) if request.debts else (0,)


def is_timely(request: Request, period: Period | None) -> bool:
    """Whether it came within the validation period, which does not end before it has begun."""
    return period is None or request.on <= period.ends


# ── retention ──


def last_activity(case: CaseFile, debt: int, zones: Zones) -> date | None:
    """The day on which anything was last done to collect a debt: a call, a message, a notice."""
    consumer = case.consumer
    moments = [call.at for call in consumer.calls if is_about(call, debt)]
    moments += [message.at for message in consumer.messages if _names(message.debts, debt)]
    days = [notice.on for notice in about(case, debt)]
    if moments:
        days.append(day_of(max(moments), zones))
    return max(days, default=None)


def last_call(case: CaseFile, zones: Zones) -> date | None:
    """The day of the last call, and so of the last recording there can be."""
    return day_of(max(call.at for call in case.consumer.calls), zones) if case.consumer.calls else None


def last_debit(case: CaseFile, debt: int, zones: Zones) -> date | None:
    """The day on which the last payment was authorised, or the later one for which it was."""
    promises = [p for p in case.consumer.promises if any(share.debt == debt for share in p.shares)]
    return max((max(day_of(p.at, zones), p.due) for p in promises), default=None)


def last_privacy(case: CaseFile, zones: Zones) -> date | None:
    """The day of the last record that privacy law asks for: an authorisation, a request about records, a complaint."""
    consumer = case.consumer
    moments = [given.since for given in consumer.authorities] + [complaint.at for complaint in consumer.complaints]
    days = [given.until for given in consumer.authorities if given.until]
    days += [request.answered or request.on for request in consumer.requests if request.kind in PRIVACY]
    if moments:
        days.append(day_of(max(moments), zones))
    return max(days, default=None)


# ── as a letter vendor reports them ──


class Posting(msgspec.Struct, frozen=True, kw_only=True):
    """A notice as a vendor's file tells of it; `case` 0 means whoever owes the account, when that is one person."""

    client: str
    account: str
    kind: str
    on: date
    medium: str = "mail"
    returned: date | None = None
    ends: date | None = None
    case: int = 0
