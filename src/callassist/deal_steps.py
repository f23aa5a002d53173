"""What a statement, an offer, a deal or an approval does to a consumer: one small step a kind."""

from __future__ import annotations

from msgspec.structs import replace

from callassist import deals
from callassist import events as ev
from callassist.casefile import Consumer, Entry
from callassist.dossier import FinancialStatement
from callassist.steps import Rows, Steps, into

STEPS: Steps = {}
_step = into(STEPS)


@_step(ev.StatementTaken)
def _(consumer: Consumer, entry: Entry, event: ev.StatementTaken, rows: Rows) -> Consumer:
    statement = rows.get(event.row)
    if not isinstance(statement, FinancialStatement):
        return consumer
    told = deals.Told(id=entry.seq, at=entry.at, actor=entry.actor, call=event.call, row=event.row, statement=statement)
    return replace(consumer, statements=(*consumer.statements, told))


@_step(ev.OffersMade)
def _(consumer: Consumer, entry: Entry, event: ev.OffersMade, _rows: Rows) -> Consumer:
    made = deals.Round(id=entry.seq, at=entry.at, call=event.call, offers=event.offers)
    return replace(consumer, rounds=(*consumer.rounds, made))


@_step(ev.OfferAnswered)
def _(consumer: Consumer, entry: Entry, event: ev.OfferAnswered, _rows: Rows) -> Consumer:
    rounds, last = consumer.rounds, consumer.rounds[-1] if consumer.rounds else None
    if last is not None and last.call == event.call and not last.answer:
        rounds = rounds[:-1]
    else:
        last = deals.Round(id=entry.seq, at=entry.at, call=event.call)
    answered = replace(last, answer=event.answer, proposed=event.proposed)
    return replace(consumer, rounds=(*rounds, answered))


@_step(ev.DealAccepted)
def _(consumer: Consumer, entry: Entry, event: ev.DealAccepted, _rows: Rows) -> Consumer:
    deal = deals.Deal(
        id=entry.seq,
        at=entry.at,
        call=event.call,
        terms=event.terms,
        parts=event.parts,
        by=event.by,
        approval=event.approval,
        replaces=event.replaces,
        ends=event.terms.payments[-1].due,
    )
    return replace(consumer, deals=(*consumer.deals, deal))


def _deal_is(consumer: Consumer, deal: int, **changes: object) -> Consumer:
    changed = tuple(replace(each, **changes) if each.id == deal else each for each in consumer.deals)
    return replace(consumer, deals=changed)


@_step(ev.DealAuthorised)
def _(consumer: Consumer, _entry: Entry, event: ev.DealAuthorised, _rows: Rows) -> Consumer:
    held = next((each for each in consumer.deals if each.id == event.deal), None)
    state = deals.AUTHORISED if held and held.state == deals.ACCEPTED else held.state if held else ""
    return _deal_is(consumer, event.deal, how=event.how, state=state)


@_step(ev.DealMoved)
def _(consumer: Consumer, _entry: Entry, event: ev.DealMoved, _rows: Rows) -> Consumer:
    held = next((each for each in consumer.deals if each.id == event.deal), None)
    if held is None:
        return consumer
    payments = tuple(
        replace(payment, due=event.due) if index == event.index else payment
        for index, payment in enumerate(held.terms.payments)
    )
    moved = _deal_is(consumer, event.deal, terms=replace(held.terms, payments=payments))
    promises = tuple(
        replace(p, due=event.due) if (p.deal, p.index, p.state) == (event.deal, event.index, "open") else p
        for p in moved.promises
    )
    return replace(moved, promises=promises)


@_step(ev.DealCompleted)
def _(consumer: Consumer, entry: Entry, event: ev.DealCompleted, _rows: Rows) -> Consumer:
    return _deal_is(consumer, event.deal, state=deals.COMPLETED, ended=entry.at)


@_step(ev.DealBroken)
def _(consumer: Consumer, entry: Entry, event: ev.DealBroken, _rows: Rows) -> Consumer:
    return _deal_is(consumer, event.deal, state=deals.BROKEN, why=event.why, ended=entry.at)


@_step(ev.DealCancelled)
def _(consumer: Consumer, entry: Entry, event: ev.DealCancelled, _rows: Rows) -> Consumer:
    return _deal_is(consumer, event.deal, state=deals.CANCELLED, why=event.why, ended=entry.at)


@_step(ev.DealRenegotiated)
def _(consumer: Consumer, entry: Entry, event: ev.DealRenegotiated, _rows: Rows) -> Consumer:
    return _deal_is(consumer, event.deal, state=deals.RENEGOTIATED, replaced_by=event.by, ended=entry.at)


@_step(ev.ApprovalAsked)
def _(consumer: Consumer, entry: Entry, event: ev.ApprovalAsked, _rows: Rows) -> Consumer:
    asked = deals.Approval(
        id=entry.seq,
        at=entry.at,
        actor=entry.actor,
        call=event.call,
        terms=event.terms,
        why=event.why,
        otherwise=event.otherwise,
        replaces=event.replaces,
    )
    return replace(consumer, approvals=(*consumer.approvals, asked))


@_step(ev.ApprovalGiven)
def _(consumer: Consumer, entry: Entry, event: ev.ApprovalGiven, _rows: Rows) -> Consumer:
    return _approval_is(consumer, entry, event, deals.GIVEN)


@_step(ev.ApprovalRefused)
def _(consumer: Consumer, entry: Entry, event: ev.ApprovalRefused, _rows: Rows) -> Consumer:
    return _approval_is(consumer, entry, event, deals.REFUSED)


def _approval_is(
    consumer: Consumer, entry: Entry, event: ev.ApprovalGiven | ev.ApprovalRefused, state: str
) -> Consumer:
    changed = tuple(
        replace(each, state=state, by=entry.actor, by_role=event.by_role, said=event.why)
        if each.id == event.request
        else each
        for each in consumer.approvals
    )
    return replace(consumer, approvals=changed)
