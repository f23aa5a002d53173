"""Who is next, and why: a case's place in the queue, computed from the case alone.

The order looks at INPUTS and at nothing else; age, sex, language, ZIP and kind of facility never do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from callassist.calendars import day_of, local_day, span_key
from callassist.casefile import Callback, CaseFile, Consumer, Promise
from callassist.joining import folded, join_keys
from callassist.rules import Setting, missing_facts, whereabouts
from callassist.store import (
    ASLEEP,
    BLOCKED,
    CLOSED,
    INCOMPLETE,
    MINE_FOR,
    READY,
    SKIP_TRACE,
    Group,
    Projection,
    WorkRow,
)

VERSION: Final = 1
INPUTS: Final = (
    "callback time",
    "who took the callback",
    "promise due day",
    "promise state",
    "day placed",
    "day of the last attempt",
    "day of the last talk",
    "open balance",
)
MINE, CALLBACK, BROKEN, DUE, NEW, REST = range(6)
LANES: Final = ("your callback", "callback", "broken promise", "promise due", "new business", "follow-up")
"""By number. A callback nobody has kept within MINE_FOR goes from the first lane to the second (store.WorkRow)."""

PRESUMED: Final = frozenset({"bankruptcy", "deceased", "minor", "cease", "attorney", "identity_theft", "unread_notes"})
"""Restrictions that are taken to stop every call until the rules are asked: what they then say counts."""
LEFT_AFTER: Final = timedelta(hours=12)
"""A call without an outcome stays its collector's for so long; then it counts as left (desk/abandoned.py)."""
SKIPPED_FOR: Final = timedelta(hours=1)
ON_FILE_AFTER: Final = timedelta(days=2)
"""So long after a payment was to be made it is on file, or did not come."""
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)


def open_promise(consumer: Consumer) -> Promise | None:
    """Of the promises that wait for their day, the one that is due first."""
    return min((p for p in consumer.promises if p.state == "open"), key=lambda p: p.due, default=None)


def broken_promise(consumer: Consumer, zones: Sequence[str] = ()) -> Promise | None:
    """The last promise when it was broken and the person has not been spoken with since its day.

    `zones` are wherever the consumer may be: their day counts, the earliest where they differ.
    """
    last = consumer.promises[-1] if consumer.promises else None
    if last is None or last.state != "broken":
        return None
    talked = max((day_of(call.at, zones) for call in consumer.calls if call.reached == "right"), default=last.due)
    return last if talked <= last.due else None


def resting_until(consumer: Consumer) -> date | None:
    """The day of a deal's next payment, before which nobody need call; None while no deal runs.

    Where they said how they will pay, the days that money takes to be on file go by first.
    """
    promise = open_promise(consumer)
    if promise is None or not promise.deal:
        return None
    is_authorised = any(deal.how for deal in consumer.deals if deal.id == promise.deal)
    return promise.due + ON_FILE_AFTER if is_authorised else promise.due


def next_callback(consumer: Consumer) -> Callback | None:
    """The callback that comes first."""
    return min(consumer.callbacks, key=lambda c: c.at, default=None)


def local_start(day: date, zones: Sequence[str]) -> datetime:
    """The first moment of a local day, in the eastern-most of the zones (the earliest)."""
    starts = [datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) for zone in zones]
    return min(starts, default=datetime.combine(day, time(), UTC))


def project(
    case: CaseFile, setting: Setting, now: datetime, opens: datetime | None = None, *, is_stopped: bool | None = None
) -> Projection:
    """The rows by which a case is found.

    `is_stopped` says whether a rule stops every call now, `opens` when the rules first let it be called; without a
    moment to come an otherwise ready case is blocked, so that what is stopped is never ready. None says that the
    rules were not asked: a case that a restriction seems to close is then blocked until they are.
    """
    consumer = case.consumer
    zones = whereabouts(consumer, setting.geography)
    state = _standing(case, setting)
    has_end = opens is not None and opens > now
    is_closed = state != CLOSED and is_stopped is not False and not has_end and _is_presumed(case)
    if is_closed or (state == READY and is_stopped and not has_end):
        state = BLOCKED
    wake = _wakes(case, zones, opens) if state == READY else None
    callback = next_callback(consumer)
    asleep = wake is not None and wake > now
    mine = _whose(case, now, wake)
    lane, prio = _rank(case, zones, is_mine=bool(mine))
    return Projection(
        case=case.id,
        work=WorkRow(
            case=case.id,
            group=_group(case, setting, zones),
            state=ASLEEP if asleep else state,
            lane=lane,
            prio=prio,
            wake_at=wake if asleep or callback else None,
            region=consumer.state,
            mine=mine,
        ),
        numbers=tuple(point.number for point in consumer.numbers),
        name=(folded(consumer.last), folded(consumer.first)),
        joins=join_keys(consumer.references, consumer.first, consumer.last, consumer.dob, consumer.ssn4),
        debts=tuple(o.debt for o in case.obligations),
        gone=consumer.corrected,
    )


def _whose(case: CaseFile, now: datetime, wake: datetime | None) -> str:
    """The collector whom the case waits for: who is on its call, else who took the callback; '' for anybody."""
    if case.call:
        return case.call.actor if now < case.call.at + LEFT_AFTER else ""
    callback = next_callback(case.consumer)
    return callback.by if callback and callback.is_mine and wake and now < wake + MINE_FOR else ""


def _group(case: CaseFile, setting: Setting, zones: tuple[str, ...]) -> Group:
    debts = case.open_debts() or case.debts
    client = debts[0].client if debts else ""
    policy = setting.clients.get(client)
    return Group(
        zones=span_key(zones),
        client=client,
        line=case.line,
        language=case.consumer.language,
        desk=policy.desk if policy else "",
        team=policy.team if policy else "",
    )


def _standing(case: CaseFile, setting: Setting) -> str:
    debts = case.open_debts()
    if not debts:
        return CLOSED
    if all(missing_facts(case, debt, setting) for debt in debts):
        return INCOMPLETE
    if not any(point.is_usable for point in case.consumer.numbers):
        return SKIP_TRACE
    return READY


def _is_presumed(case: CaseFile) -> bool:
    """Whether a restriction without an end seems to close the person, or every open debt."""
    debts = case.open_debts()
    lasting = [r for r in case.consumer.restrictions if r.until is None]
    stops = [r for r in lasting if r.kind in PRESUMED or (r.kind == "do_not_call" and not r.row)]
    return bool(stops) and all(any(not r.debts or d.id in r.debts for r in stops) for d in debts)


def _wakes(case: CaseFile, zones: tuple[str, ...], opens: datetime | None) -> datetime | None:
    """When the case is next worth calling: what the outcome set, what was asked for, what the rules say.

    While a call has no outcome nobody else is to call.
    """
    if case.call:
        return case.call.at + LEFT_AFTER
    callback = next_callback(case.consumer)
    moments = [opens] if opens else []
    if case.consumer.skips:
        moments.append(case.consumer.skips[-1] + SKIPPED_FOR)
    if callback:
        moments.append(callback.at)
    elif days := [day for day in (case.consumer.next_day, resting_until(case.consumer)) if day]:
        moments.append(local_start(max(days), zones))
    return max(moments, default=None)


def _rank(case: CaseFile, zones: Sequence[str], *, is_mine: bool) -> tuple[int, int]:
    """Lane, and order within it; least first. Fixed when written, so paging by it is stable."""
    consumer = case.consumer
    if case.call and is_mine:
        return MINE, _minutes(case.call.at)
    if callback := next_callback(consumer):
        return (MINE if is_mine else CALLBACK), _minutes(callback.at)
    if broken := broken_promise(consumer, zones):
        return BROKEN, broken.due.toordinal()
    if promise := open_promise(consumer):
        return DUE, promise.due.toordinal()
    small_first = 999 - min(999, sum(debt.balance_cents for debt in case.open_debts()) // 10_000)
    if not consumer.calls:
        placed = min((d.placed.toordinal() for d in case.debts if d.placed), default=0)
        return NEW, placed * 1000 + small_first
    return REST, day_of(consumer.calls[-1].at, zones).toordinal() * 1000 + small_first


def _minutes(at: datetime) -> int:
    return max(0, int((at - _EPOCH) / timedelta(minutes=1)))


def why_now(case: CaseFile, now: datetime, zone: str = "UTC") -> tuple[str, ...]:
    """Why this case comes now, in the words of INPUTS; nothing about the debt or care."""
    consumer = case.consumer
    if callback := next_callback(consumer):
        return _why_callback(callback, now, zone)
    if broken := broken_promise(consumer, (zone,)):
        return (f"broken promise of {broken.due:%d %b}",)
    if promise := open_promise(consumer):
        is_over = promise.due < local_day(now, zone)
        return (f"promise {'overdue since' if is_over else 'due'} {promise.due:%d %b}",)
    if not consumer.calls:
        placed = min((debt.placed for debt in case.debts if debt.placed), default=None)
        return (f"new business{f', placed {placed:%d %b %Y}' if placed else ''}",)
    last = consumer.calls[-1]
    days = (now - last.at).days
    return (
        f"follow-up, last tried {'today' if days < 1 else f'{days} d ago'}",
        f"last outcome {last.outcome or '?'}",
    )


def _why_callback(callback: Callback, now: datetime, zone: str) -> tuple[str, ...]:
    at = callback.at.astimezone(ZoneInfo(zone))
    day = "" if at.date() == local_day(now, zone) else f"{at:%d %b} "
    asked = "asked for" if callback.asked_by == "consumer" else f"suggested by {callback.asked_by}"
    return (f"callback {day}{at:%H:%M} {asked}", f"taken by {callback.by}")
