"""What a limit, a leave, a notice, a request or a complaint does to a consumer: one small step a kind."""

from __future__ import annotations

from msgspec.structs import replace

from callassist import events as ev
from callassist.casefile import Consent, Consumer, Entry, Restriction
from callassist.standing import Authority, Complaint, Message, Notice, Request
from callassist.steps import Rows, Steps, into

STEPS: Steps = {}
_step = into(STEPS)


@_step(ev.RestrictionPlaced)
def _(consumer: Consumer, entry: Entry, event: ev.RestrictionPlaced, _rows: Rows) -> Consumer:
    placed = Restriction(
        id=entry.seq,
        kind=event.kind,
        since=entry.at,
        debts=event.debts,
        row=event.row,
        windows=event.windows,
        until=event.until,
        words=event.words,
        source=event.source,
        is_written=event.is_written,
        party=event.party,
    )
    return replace(consumer, restrictions=(*consumer.restrictions, placed))


@_step(ev.RestrictionLifted)
def _(consumer: Consumer, _entry: Entry, event: ev.RestrictionLifted, _rows: Rows) -> Consumer:
    kept = tuple(r for r in consumer.restrictions if r.id != event.restriction)
    return replace(consumer, restrictions=kept)


@_step(ev.ConsentGiven)
def _(consumer: Consumer, entry: Entry, event: ev.ConsentGiven, _rows: Rows) -> Consumer:
    given = Consent(
        id=entry.seq,
        at=entry.at,
        debts=event.debts,
        row=event.row,
        until=event.until,
        words=event.words,
        medium=event.medium,
        given_to=event.given_to,
    )
    return replace(consumer, consents=(*consumer.consents, given))


@_step(ev.ConsentRevoked)
def _(consumer: Consumer, entry: Entry, event: ev.ConsentRevoked, _rows: Rows) -> Consumer:
    kept = tuple(c for c in consumer.consents if c.id != event.consent)
    ended = tuple(replace(c, ended=entry.seq, taken=entry.at) for c in consumer.consents if c.id == event.consent)
    return replace(consumer, consents=kept, past_consents=(*consumer.past_consents, *ended))


# ── who may speak for them ──


@_step(ev.AuthorityGiven)
def _(consumer: Consumer, entry: Entry, event: ev.AuthorityGiven, _rows: Rows) -> Consumer:
    given = Authority(
        id=entry.seq,
        kind=event.kind,
        relation=event.relation,
        since=entry.at,
        debts=event.debts,
        party=event.party,
        until=event.until,
        words=event.words,
        is_written=event.is_written,
    )
    return replace(consumer, authorities=(*consumer.authorities, given))


@_step(ev.AuthorityEnded)
def _(consumer: Consumer, _entry: Entry, event: ev.AuthorityEnded, _rows: Rows) -> Consumer:
    return replace(consumer, authorities=tuple(a for a in consumer.authorities if a.id != event.authority))


# ── what was written ──


@_step(ev.MessageSent)
def _(consumer: Consumer, entry: Entry, event: ev.MessageSent, _rows: Rows) -> Consumer:
    sent = Message(
        id=entry.seq,
        at=entry.at,
        medium=event.medium,
        is_inbound=False,
        row=event.row,
        debts=event.debts,
        kind=event.kind,
    )
    return replace(consumer, messages=(*consumer.messages, sent))


@_step(ev.MessageReceived)
def _(consumer: Consumer, entry: Entry, event: ev.MessageReceived, _rows: Rows) -> Consumer:
    received = Message(
        id=entry.seq,
        at=entry.at,
        medium=event.medium,
        is_inbound=True,
        row=event.row,
        refused=event.refused,
    )
    return replace(consumer, messages=(*consumer.messages, received))


@_step(ev.NoticeSent)
def _(consumer: Consumer, entry: Entry, event: ev.NoticeSent, _rows: Rows) -> Consumer:
    sent = Notice(
        id=entry.seq,
        kind=event.kind,
        debts=event.debts,
        on=event.on,
        medium=event.medium,
        ends=event.ends,
        source=event.source,
    )
    return replace(consumer, notices=(*consumer.notices, sent))


@_step(ev.NoticeReturned)
def _(consumer: Consumer, _entry: Entry, event: ev.NoticeReturned, _rows: Rows) -> Consumer:
    marked = tuple(replace(n, returned=event.on) if n.id == event.notice else n for n in consumer.notices)
    return replace(consumer, notices=marked)


@_step(ev.NoticeWithdrawn)
def _(consumer: Consumer, _entry: Entry, event: ev.NoticeWithdrawn, _rows: Rows) -> Consumer:
    return replace(consumer, notices=tuple(n for n in consumer.notices if n.id != event.notice))


# ── what was asked for, and complained of ──


@_step(ev.RequestMade)
def _(consumer: Consumer, entry: Entry, event: ev.RequestMade, _rows: Rows) -> Consumer:
    made = Request(
        id=entry.seq,
        kind=event.kind,
        debts=event.debts,
        on=event.on,
        is_written=event.is_written,
        is_new=event.is_new,
        source=event.source,
    )
    return replace(consumer, requests=(*consumer.requests, made))


@_step(ev.RequestAnswered)
def _(consumer: Consumer, _entry: Entry, event: ev.RequestAnswered, _rows: Rows) -> Consumer:
    answered = tuple(replace(r, answered=event.on) if r.id == event.request else r for r in consumer.requests)
    return replace(consumer, requests=answered)


@_step(ev.RequestWithdrawn)
def _(consumer: Consumer, _entry: Entry, event: ev.RequestWithdrawn, _rows: Rows) -> Consumer:
    return replace(consumer, requests=tuple(r for r in consumer.requests if r.id != event.request))


@_step(ev.ComplaintMade)
def _(consumer: Consumer, entry: Entry, event: ev.ComplaintMade, _rows: Rows) -> Consumer:
    made = Complaint(id=entry.seq, kind=event.kind, at=entry.at, row=event.row, debts=event.debts)
    return replace(consumer, complaints=(*consumer.complaints, made))


@_step(ev.ComplaintAnswered)
def _(consumer: Consumer, _entry: Entry, event: ev.ComplaintAnswered, _rows: Rows) -> Consumer:
    stepped = tuple(replace(c, step=event.step) if c.id == event.complaint else c for c in consumer.complaints)
    return replace(consumer, complaints=stepped)


@_step(ev.NumberChecked)
def _(consumer: Consumer, _entry: Entry, event: ev.NumberChecked, _rows: Rows) -> Consumer:
    checked = tuple(
        replace(p, checked=event.on, check_result=event.result) if p.row == event.row else p for p in consumer.numbers
    )
    return replace(consumer, numbers=checked)
