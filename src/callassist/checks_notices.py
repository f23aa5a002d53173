"""Checks of what is owed to a person and by when: notices, answers to requests and complaints, letters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from callassist import notices as nt
from callassist.calendars import day_of
from callassist.casefile import Consent
from callassist.checklist import check, places, shortened, strangers
from callassist.kinds import COMPLAINTS, NOTICES, REQUESTS
from callassist.leave import US
from callassist.legal_days import day_faults, working_day
from callassist.rules import Evidence, Situation, Values, creditor_of
from callassist.standing import Notice

STEPS: Final = ("acknowledged", "resolved")
NOTICE_FACTS: Final = (
    *("agency address", "name", "address", "creditor", "account"),
    *("itemisation date", "amount then", "amount now"),
)
"""What a validation notice says of the debt that we may lack (12 CFR 1006.34(c)(2))."""


def _day_faults(values: Values) -> Iterable[str]:
    yield from day_faults(values.get("holidays", {}))


def _told(day: date) -> str:
    return f"{day:%d %b %Y}"


def _timed(due: date, situation: Situation, values: Values, **words: str) -> Evidence | None:
    """A rule with `late: true` speaks once the day has passed, the other until then."""
    return Evidence(words={**words}, due=due) if (situation.day > due) == values["late"] else None


def _last_day(start: date, values: Values) -> date:
    """So many days after a day: working days where `working` says so, else calendar days."""
    if values.get("working", False):
        return working_day(start, values["days"], values.get("holidays", {}))
    return start + timedelta(days=values["days"])


# ── the validation notice ──


def _owed_since(situation: Situation, values: Values) -> date | None:
    """The day of the first communication, while the validation information is still owed; None when it is not."""
    case, debt = situation.case, situation.debt
    consumer = case.consumer
    if debt is None or not debt.is_open or not (consumer.calls or consumer.messages or consumer.notices):
        return None
    if nt.delivered(case, debt.id, nt.VALIDATION) or _was_said(situation, values):
        return None
    return nt.initial_communication(case, debt.id, places(situation), values["silent"])


def _was_said(situation: Situation, values: Values) -> bool:
    """Whether the whole of it was read out in the first communication itself."""
    case, debt = situation.case, situation.debt
    talks = (call for call in case.consumer.calls if debt and nt.is_about(call, debt.id) and nt.spoke(call))
    first = next(talks, None)
    return first is not None and values["said"] in first.disclosures


@check(
    scopes=("debt",),
    values={"days": int, "again_days": int, "said": str, "silent": list, "late": bool},
    words=("since",),
)
def validation_owed(situation: Situation, values: Values) -> Evidence | None:
    """Validation information is owed: within `days` days of the first communication, or of a notice's coming back."""
    since, debt = _owed_since(situation, values), situation.debt
    if since is None or debt is None:
        return None
    due = since + timedelta(days=values["days"])
    back = [n.returned for n in nt.about(situation.case, debt.id, nt.VALIDATION) if n.returned]
    if back:
        due = max(due, max(back) + timedelta(days=values["again_days"]))
    return _timed(due, situation, values, since=_told(since))


def _fact_faults(values: Values) -> Iterable[str]:
    yield from strangers("fact of a notice", values["facts"], NOTICE_FACTS)


@check(
    scopes=("debt",),
    values={"facts": list, "said": str, "silent": list, "holds?": list},
    words=("missing",),
    faults=_fact_faults,
)
def notice_facts_missing(situation: Situation, values: Values) -> Evidence | None:
    """A validation notice is owed, and some of `facts` that it must hold is not on file; `holds` lists the whole."""
    if _owed_since(situation, values) is None:
        return None
    missing = [fact for fact in _lacking(situation) if fact in values["facts"]]
    return Evidence(words={"missing": ", ".join(missing)}) if missing else None


def _lacking(situation: Situation) -> Iterable[str]:
    case, debt, setting = situation.case, situation.debt, situation.setting
    if debt is None:
        return ()
    held = (
        setting.agency.address,
        case.consumer.last,
        case.consumer.places,
        creditor_of(debt, setting),
        debt.account,
        debt.itemised,
        debt.original_cents,
        debt.balance_cents,
    )
    return (fact for fact, value in zip(NOTICE_FACTS, held, strict=True) if not value)


PERIOD_VALUES: Final = {"receipt_days": int, "days": int, "holidays": dict, "said": str}


@check(scopes=("debt",), values=PERIOD_VALUES, words=("since",), faults=_day_faults)
def validation_running(situation: Situation, values: Values) -> Evidence | None:
    """The validation period of the debt has begun and not ended; it is due on its last day."""
    period = _period(situation, values)
    if period is None or situation.day > period.ends:
        return None
    return Evidence(words={"since": _told(period.since)}, due=period.ends)


def _period(situation: Situation, values: Values) -> nt.Period | None:
    consumer = situation.case.consumer
    if situation.debt is None or not (consumer.notices or consumer.calls):
        return None
    return nt.validation_period(situation.case, situation.debt.id, values, places(situation))


def _electronic_faults(values: Values) -> Iterable[str]:
    yield from strangers("kind of notice", values["kinds"], NOTICES)


@check(scopes=("debt",), values={"kinds": list}, words=("kind", "on"), faults=_electronic_faults)
def sent_without_consent(situation: Situation, values: Values) -> Evidence | None:
    """A notice of one of `kinds` went out electronically alone, without leave for notices in that form.

    A validation notice that was itself the first communication needs none.
    """
    if situation.debt is None or not situation.case.consumer.notices:
        return None
    found = nt.delivered(situation.case, situation.debt.id, *values["kinds"])
    on_paper = {n.kind for n in found if n.medium not in nt.ELECTRONIC}
    bare = (
        n for n in found if n.kind not in on_paper and not _has_leave(situation, n) and not _was_first(situation, n)
    )
    return next((Evidence(words={"kind": n.kind.replace("_", " "), "on": _told(n.on)}) for n in bare), None)


def _has_leave(situation: Situation, notice: Notice) -> bool:
    """Whether leave for notices in that form, given to us and for this debt, was good on the day it went out."""
    consumer, debt = situation.case.consumer, situation.debt
    return any(
        leave.medium == "electronic_notice"
        and leave.given_to == US
        and (debt is None or not leave.debts or debt.id in leave.debts)
        and _was_good(leave, notice, situation)
        for leave in (*consumer.consents, *consumer.past_consents)
    )


def _was_good(leave: Consent, notice: Notice, situation: Situation) -> bool:
    """Given by that day, not run out and not taken back; of one day the journal tells which came first."""
    if not day_of(leave.at, situation.zones) <= notice.on <= leave.until:
        return False
    taken = day_of(leave.taken, situation.zones) if leave.taken else date.max
    return notice.on < taken or (notice.on == taken and notice.id < leave.ended)


def _was_first(situation: Situation, notice: Notice) -> bool:
    if notice.kind != nt.VALIDATION or situation.debt is None:
        return False
    talk = nt.first_talk(situation.case, situation.debt.id, places(situation))
    written = nt.first_written(situation.case, situation.debt.id, places(situation))
    return (talk is None or talk > notice.on) and written == notice.on


@check(scopes=("debt",), values={"kinds": list, "said": str, "silent": list})
def refused_but_required(situation: Situation, values: Values) -> Evidence | None:
    """A restriction of one of `kinds` refuses the medium, and a validation notice is owed all the same."""
    debt, kinds = situation.debt, values["kinds"]
    limits = situation.case.consumer.restrictions
    if debt is None or not any(r.kind in kinds and r.binds(debt.id, situation.day) for r in limits):
        return None
    return Evidence() if _owed_since(situation, values) else None


@check(scopes=("debt",), values={"silent": list})
def nothing_written_yet(situation: Situation, values: Values) -> Evidence | None:
    """Nothing has been written to them about the debt, whether they were spoken with or not."""
    debt = situation.debt
    if debt is None:
        return None
    written = nt.first_written(situation.case, debt.id, places(situation), values["silent"])
    return None if written else Evidence()


@check(scopes=("debt",), values={"kinds": list, "said": str}, words=("words",), personal=("words",))
def estate_unnoticed(situation: Situation, values: Values) -> Evidence | None:
    """A restriction of one of `kinds` says that the person died, and validation information was never given."""
    debt = situation.debt
    kinds, day = values["kinds"], situation.day
    mark = next(
        (r for r in situation.case.consumer.restrictions if r.kind in kinds and debt and r.binds(debt.id, day)), None
    )
    if (
        mark is None
        or debt is None
        or nt.delivered(situation.case, debt.id, nt.VALIDATION)
        or _was_said(situation, values)
    ):
        return None
    who = situation.case.texts.get(mark.party, "") or "whoever settles the estate"
    return Evidence(words={"words": shortened(who)})


# ── disputes and other requests ──


def _request_faults(values: Values) -> Iterable[str]:
    yield from strangers("kind of request", values["kinds"], REQUESTS)
    yield from _day_faults(values)
    if "timely" in values and not {"receipt_days", "days", "holidays", "said"} <= values.keys():
        yield "'timely' needs 'receipt_days', 'days', 'holidays' and 'said', by which the period is counted"


@check(
    scopes=("debt",),
    values={
        "kinds": list,
        "written": bool,
        "timely?": bool,
        **{f"{name}?": kind for name, kind in PERIOD_VALUES.items()},
    },
    words=("kind", "on"),
    faults=_request_faults,
)
def request_pending(situation: Situation, values: Values) -> Evidence | None:
    """A request of one of `kinds` about the debt waits for its answer; `written`: only one in writing.

    `timely` true: only one that came within the validation period, false: only one that came after it.
    """
    debt = situation.debt
    if debt is None:
        return None
    waiting = nt.waiting(situation.case, values["kinds"], debt.id, is_written=values["written"])
    if waiting and "timely" in values:
        period = _period(situation, values)
        waiting = tuple(r for r in waiting if nt.is_timely(r, period) == values["timely"])
    if not waiting:
        return None
    return Evidence(words={"kind": waiting[0].kind.replace("_", " "), "on": _told(waiting[0].on)})


@check(scopes=("debt",), values=PERIOD_VALUES, faults=_day_faults)
def disputed_aloud(situation: Situation, values: Values) -> Evidence | None:
    """The debt is disputed, not yet in writing, and the validation period runs; it is due on its last day."""
    debt, case = situation.debt, situation.case
    if debt is None or case.id not in debt.disputed_by:
        return None
    if any(r.kind == "dispute" and r.is_written and debt.id in (r.debts or (debt.id,)) for r in case.consumer.requests):
        return None
    period = _period(situation, values)
    return Evidence(due=period.ends) if period and situation.day <= period.ends else None


@check(
    scopes=("person",),
    values={"kinds": list, "days": int, "late": bool, "written?": bool, "working?": bool, "holidays?": dict},
    words=("kind", "on"),
    faults=_request_faults,
)
def request_owed(situation: Situation, values: Values) -> Evidence | None:
    """A request of one of `kinds` is to be answered within `days` days, or `working` ones without `holidays`."""
    open_ = nt.waiting(situation.case, values["kinds"], is_written=values.get("written", False))
    timed = (
        _timed(_last_day(r.on, values), situation, values, kind=r.kind.replace("_", " "), on=_told(r.on)) for r in open_
    )
    return next((found for found in timed if found), None)


# ── complaints and letters ──


def _complaint_faults(values: Values) -> Iterable[str]:
    if values["step"] not in STEPS:
        yield f"'step' is {values['step']!r}; write {' or '.join(STEPS)}"
    yield from strangers("kind of complaint", values.get("kinds", ()), COMPLAINTS)
    yield from _day_faults(values)


@check(
    scopes=("person",),
    values={"step": str, "days": int, "late": bool, "kinds?": list, "working?": bool, "holidays?": dict},
    words=("kind", "on"),
    faults=_complaint_faults,
)
def complaint_owed(situation: Situation, values: Values) -> Evidence | None:
    """A complaint is to be brought to a `step` within `days` days of the day on which it was made."""
    waiting = ("open",) if values["step"] == "acknowledged" else ("open", "acknowledged")
    for complaint in situation.case.consumer.complaints:
        if complaint.step in waiting and complaint.kind in values.get("kinds", COMPLAINTS):
            day = day_of(complaint.at, places(situation))
            found = _timed(_last_day(day, values), situation, values, kind=complaint.kind, on=_told(day))
            if found:
                return found
    return None


def _letter_faults(values: Values) -> Iterable[str]:
    yield from strangers("kind of notice", values["letters"].values(), NOTICES)
    yield from _day_faults(values)


@check(
    scopes=("person",),
    values={"letters": dict, "days": int, "late": bool, "working?": bool, "holidays?": dict},
    words=("letter", "on"),
    faults=_letter_faults,
)
def letter_owed(situation: Situation, values: Values) -> Evidence | None:
    """A letter was asked for and the notice that it is has not gone out; `letters` names the notice of each."""
    consumer = situation.case.consumer
    for letter in consumer.letters:
        notice = values["letters"].get(letter.kind)
        if notice is None:
            continue
        day = day_of(letter.not_before, places(situation))
        if any(n.kind == notice and n.on >= day and n.returned is None for n in consumer.notices):
            continue
        found = _timed(_last_day(day, values), situation, values, letter=letter.kind.replace("_", " "), on=_told(day))
        if found:
            return found
    return None


@check(
    scopes=("person",),
    values={"letter": str, "ahead_days": int, "first": int, "last": int, "holidays": dict, "late": bool},
    words=("deposit", "first_day"),
    faults=_day_faults,
)
def deposit_notice_owed(situation: Situation, values: Values) -> Evidence | None:
    """A postdated payment is held: notice goes out from `first` to `last` working days before its day.

    It is one for which `letter` was asked and that was given more than `ahead_days` days before its day.
    """
    consumer = situation.case.consumer
    asked = {debt for letter in consumer.letters if letter.kind == values["letter"] for debt in letter.debts}
    for promise in consumer.promises if asked else ():
        given = day_of(promise.at, places(situation))
        is_ahead = promise.due - given > timedelta(days=values["ahead_days"])
        if promise.state != "open" or not is_ahead or not asked & {share.debt for share in promise.shares}:
            continue
        first = working_day(promise.due, -values["first"], values["holidays"])
        last = working_day(promise.due, -values["last"], values["holidays"])
        sent = (n.on for n in consumer.notices if n.kind == values["letter"] and n.returned is None)
        if any(first <= on <= last for on in sent):
            continue
        found = _timed(last, situation, values, deposit=_told(promise.due), first_day=_told(first))
        if found:
            return found
    return None
