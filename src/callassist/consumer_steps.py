"""What each kind of event does to a consumer: one small step a kind. A step never refuses."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import (
    Call,
    Callback,
    Consumer,
    ContactPoint,
    EmailPoint,
    Entry,
    Place,
    Promise,
    Undo,
)
from callassist.deals import ACTIVE, BROKEN
from callassist.points import Employment, FormerName
from callassist.standing import IdentityTry, Letter, Note
from callassist.steps import Rows, Steps, into

STEPS: Steps = {}
_consumer = into(STEPS)


def _with_row(consumer: Consumer, row: int, rows: Rows, **how: Any) -> Consumer:  # noqa: ANN401 - fields of points
    """The consumer with one more dossier row taken in; `how` a number or an address came in."""
    match rows.get(row):
        case rec.Phone(number=number, kind=kind, extension=extension):
            point = ContactPoint(row=row, number=number, kind=kind, extension=extension, **how)
            return replace(consumer, numbers=(*consumer.numbers, point))
        case rec.Acquaintance() as other:
            how |= {"relation": other.relation, "whose": other.name, "extension": other.extension}
            return replace(consumer, others=(*consumer.others, _whose(row, other.number, how)))
        case rec.Address() as address:
            return replace(consumer, places=(*consumer.places, Place(row=row, address=address, **how)))
        case rec.Person() as who:
            return _named(consumer, row, who, how)
        case rec.Employer(name=name, phone=phone, address=address, since=since):
            known = {key: how[key] for key in ("source", "on") if key in how}
            job = Employment(row=row, name=name, phone=phone, address=address, since=since, **known)
            return replace(consumer, employers=(*consumer.employers, job))
        case rec.Email(address=text):
            how.pop("seen", None)
            return replace(consumer, emails=(*consumer.emails, EmailPoint(row=row, address=text, **how)))
        case rec.Reference(client=client, guarantor_ref=ref):
            return replace(consumer, references=(*consumer.references, (client, ref)))
        case _:
            return consumer


def _whose(row: int, number: int, how: dict[str, Any]) -> ContactPoint:
    return ContactPoint(row=row, number=number, kind="other", **how)


def _named(consumer: Consumer, row: int, who: rec.Person, how: dict[str, Any]) -> Consumer:
    """Under another name than before: what they were called until then is kept, unless it was corrected."""
    former = consumer.former
    is_wrong = not consumer.person_row or consumer.person_row in consumer.corrected
    if not is_wrong and (consumer.first, consumer.last) != (who.first, who.last):
        former = (*former, _before(consumer, how))
    return replace(
        consumer,
        former=former,
        first=who.first,
        middle=who.middle,
        last=who.last,
        suffix=who.suffix,
        dob=who.dob,
        ssn4=who.ssn4,
        language=who.language,
        person_row=row,
    )


def _before(consumer: Consumer, how: dict[str, Any]) -> FormerName:
    """The name that a change ends; `how` the new one came in."""
    return FormerName(
        row=consumer.person_row,
        first=consumer.first,
        middle=consumer.middle,
        last=consumer.last,
        suffix=consumer.suffix,
        on=how.get("on"),
        source=how.get("source", ""),
    )


def _without_row(consumer: Consumer, row: int) -> Consumer:
    """The consumer with a row taken out of use; what it held is kept among the past."""
    return replace(
        consumer,
        corrected=(*consumer.corrected, row),
        former=tuple(name for name in consumer.former if name.row != row),
        employers=tuple(job for job in consumer.employers if job.row != row),
        past_numbers=(*consumer.past_numbers, *(p for p in consumer.numbers if p.row == row)),
        past_places=(*consumer.past_places, *(p for p in consumer.places if p.row == row)),
        emails=tuple(p for p in consumer.emails if p.row != row),
        others=tuple(p for p in consumer.others if p.row != row),
        numbers=tuple(p for p in consumer.numbers if p.row != row),
        places=tuple(p for p in consumer.places if p.row != row),
    )


@_consumer(ev.DebtTaken)
def _(consumer: Consumer, entry: Entry, event: ev.DebtTaken, rows: Rows) -> Consumer:
    for row in event.rows:
        consumer = _with_row(consumer, row, rows, source="placement", on=entry.at.date())
    return consumer


@_consumer(ev.FactAdded)
def _(consumer: Consumer, entry: Entry, event: ev.FactAdded, rows: Rows) -> Consumer:
    how = {"source": event.source, "on": entry.at.date(), "confidence": event.confidence, "seen": event.seen}
    return _fresh(consumer, _with_row(consumer, event.row, rows, **how), event.row)


def _fresh(before: Consumer, after: Consumer, row: int) -> Consumer:
    """What comes in while a call is open is remembered as such, until the next one; a party's name is no fact."""
    if not before.calls or before.calls[-1].outcome or after == before:
        return after
    fields = tuple(field for field in ("dob", "ssn4") if getattr(before, field) != getattr(after, field))
    rows, known = (*before.fresh_rows, row), (*before.fresh_fields, *fields)
    return replace(after, fresh_rows=rows, fresh_fields=known)


@_consumer(ev.FactCorrected)
def _(consumer: Consumer, entry: Entry, event: ev.FactCorrected, rows: Rows) -> Consumer:
    without = _without_row(consumer, event.replaces)
    after = _with_row(without, event.row, rows, source=event.source, on=entry.at.date())
    return _fresh(consumer, after, event.row)


@_consumer(ev.NumberMarked)
def _(consumer: Consumer, _entry: Entry, event: ev.NumberMarked, _rows: Rows) -> Consumer:
    mine, others = (
        tuple(replace(p, standing=event.standing) if p.row == event.row else p for p in points)
        for points in (consumer.numbers, consumer.others)
    )
    return replace(consumer, numbers=mine, others=others)


@_consumer(ev.CallPlaced)
def _(consumer: Consumer, entry: Entry, event: ev.CallPlaced, _rows: Rows) -> Consumer:
    call = Call(
        id=entry.seq,
        at=entry.at,
        actor=entry.actor,
        is_inbound=False,
        row=event.row,
        debts=event.debts,
        line=event.line,
        about=event.debts,
        purpose=event.purpose,
    )
    return replace(consumer, calls=(*consumer.calls, call), undo=None, fresh_rows=(), fresh_fields=())


@_consumer(ev.CallReceived)
def _(consumer: Consumer, entry: Entry, event: ev.CallReceived, _rows: Rows) -> Consumer:
    row = next((p.row for p in consumer.numbers if p.number == event.number), 0)
    call = Call(
        id=entry.seq,
        at=entry.at,
        actor=entry.actor,
        is_inbound=True,
        row=row,
        debts=event.debts,
        line=event.line,
    )
    return replace(consumer, calls=(*consumer.calls, call), undo=None, fresh_rows=(), fresh_fields=())


def _on_call(consumer: Consumer, call: int, **changes: object) -> Consumer:
    """The consumer with one call changed; most often it is the last."""
    calls = consumer.calls
    for index in range(len(calls) - 1, -1, -1):
        if calls[index].id == call:
            changed = replace(calls[index], **changes)
            return replace(consumer, calls=(*calls[:index], changed, *calls[index + 1 :]))
    return consumer


@_consumer(ev.IdentityTried)
def _(consumer: Consumer, entry: Entry, event: ev.IdentityTried, _rows: Rows) -> Consumer:
    tried = IdentityTry(at=entry.at, call=event.call, factor=event.factor, is_match=event.is_match, number=event.number)
    return replace(consumer, tries=(*consumer.tries, tried))


@_consumer(ev.IdentityVerified)
def _(consumer: Consumer, _entry: Entry, event: ev.IdentityVerified, _rows: Rows) -> Consumer:
    return _on_call(consumer, event.call, verified=event.factors, speaker=event.speaker, third_party="")


@_consumer(ev.IdentityRefused)
def _(consumer: Consumer, _entry: Entry, event: ev.IdentityRefused, _rows: Rows) -> Consumer:
    return _on_call(consumer, event.call, refused=event.instead)


@_consumer(ev.ThirdPartyAnswered)
def _(consumer: Consumer, _entry: Entry, event: ev.ThirdPartyAnswered, _rows: Rows) -> Consumer:
    heard = len(consumer.tries)
    before = next((call.answered for call in consumer.calls if call.id == event.call), ())
    others = before if event.who in before else (*before, event.who)
    now = {"third_party": event.who, "verified": (), "speaker": "", "heard_from": heard}
    return _on_call(consumer, event.call, answered=others, **now)


@_consumer(ev.SpeakerNamed)
def _(consumer: Consumer, _entry: Entry, event: ev.SpeakerNamed, _rows: Rows) -> Consumer:
    heard = len(consumer.tries)
    return _on_call(consumer, event.call, speaker=event.relation, third_party="", verified=(), heard_from=heard)


@_consumer(ev.DisclosureGiven)
def _(consumer: Consumer, _entry: Entry, event: ev.DisclosureGiven, _rows: Rows) -> Consumer:
    call = next((c for c in consumer.calls if c.id == event.call), None)
    if call is None:
        return consumer
    said, languages = (*call.disclosures, event.kind), (*call.languages, event.language)
    return _on_call(consumer, event.call, disclosures=said, languages=languages)


@_consumer(ev.NoteWritten)
def _(consumer: Consumer, entry: Entry, event: ev.NoteWritten, _rows: Rows) -> Consumer:
    note = Note(id=entry.seq, at=entry.at, actor=entry.actor, row=event.row, call=event.call)
    return replace(consumer, notes=(*consumer.notes, note))


@_consumer(ev.OutcomeLogged)
def _(consumer: Consumer, entry: Entry, event: ev.OutcomeLogged, _rows: Rows) -> Consumer:
    before = next((c for c in consumer.calls if c.id == event.call), None)
    if before is not None and before.outcome:
        return _came_out_otherwise(consumer, before, event)
    ended = _on_call(
        consumer,
        event.call,
        outcome=event.code,
        outcome_seq=entry.seq,
        outcome_at=entry.at,
        reached=event.reached,
        is_connected=event.is_connected,
        is_conversation=event.is_conversation,
        talk_seconds=event.talk_seconds,
        debts=event.debts,
    )
    undo = Undo(
        seq=entry.seq,
        at=entry.at,
        actor=entry.actor,
        effects=event.effects,
        disputes=event.disputes,
        marked=event.marked,
        call=before,
        status=consumer.status,
        next_day=consumer.next_day,
        numbers=(*consumer.numbers, *consumer.others),
        callbacks=consumer.callbacks,
        promises=consumer.promises,
        deals=consumer.deals,
    )
    return replace(ended, status=event.status or ended.status, next_day=event.next_day, undo=undo)


def _came_out_otherwise(consumer: Consumer, call: Call, event: ev.OutcomeLogged) -> Consumer:
    """A further outcome of one call: its debts were discussed too."""
    return _on_call(
        consumer,
        call.id,
        debts=(*call.debts, *(debt for debt in event.debts if debt not in call.debts)),
        is_conversation=call.is_conversation or event.is_conversation,
        also=(*call.also, *((debt, event.code) for debt in event.debts)),
    )


@_consumer(ev.OutcomeRetracted)
def _(consumer: Consumer, _entry: Entry, event: ev.OutcomeRetracted, _rows: Rows) -> Consumer:
    gone = frozenset(event.effects)
    reopened = replace(
        consumer,
        status=event.status or consumer.status,
        next_day=event.next_day,
        undo=None,
        restrictions=tuple(r for r in consumer.restrictions if r.id not in gone),
        consents=tuple(c for c in consumer.consents if c.id not in gone),
        callbacks=tuple(c for c in consumer.callbacks if c.id not in gone),
        promises=tuple(p for p in consumer.promises if p.id not in gone),
        letters=tuple(x for x in consumer.letters if x.id not in gone),
        notes=tuple(n for n in consumer.notes if n.id not in gone),
    )
    undo = consumer.undo
    if undo is None or undo.seq != event.outcome:
        return _on_call(reopened, event.call, outcome="", outcome_seq=0, is_conversation=False, is_connected=True)
    return _as_before(reopened, undo)


def _as_before(consumer: Consumer, undo: Undo) -> Consumer:
    """The call as it was, and the callbacks and promises that the outcome had ended."""
    kept = {callback.id for callback in consumer.callbacks}
    states = {promise.id: promise.state for promise in undo.promises}
    promises = tuple(
        replace(p, state=states.get(p.id, p.state)) if p.state in {"cancelled", "broken"} else p
        for p in consumer.promises
    )
    before = {deal.id: deal for deal in undo.deals}
    return replace(
        consumer,
        deals=tuple(before.get(d.id, d) if d.state == BROKEN else d for d in consumer.deals),
        calls=tuple(undo.call if undo.call and c.id == undo.call.id else c for c in consumer.calls),
        callbacks=(*(c for c in undo.callbacks if c.id not in kept), *consumer.callbacks),
        promises=promises,
    )


@_consumer(ev.CallbackSet)
def _(consumer: Consumer, entry: Entry, event: ev.CallbackSet, _rows: Rows) -> Consumer:
    callback = Callback(
        id=entry.seq,
        at=event.at,
        row=event.row,
        words=event.words,
        by=entry.actor,
        is_mine=event.is_mine,
        asked_by=event.asked_by,
    )
    return replace(consumer, callbacks=(*consumer.callbacks, callback))


@_consumer(ev.CallbackCleared)
def _(consumer: Consumer, _entry: Entry, event: ev.CallbackCleared, _rows: Rows) -> Consumer:
    return replace(consumer, callbacks=tuple(c for c in consumer.callbacks if c.id != event.callback))


@_consumer(ev.PromiseMade)
def _(consumer: Consumer, entry: Entry, event: ev.PromiseMade, _rows: Rows) -> Consumer:
    promise = Promise(id=entry.seq, at=entry.at, due=event.due, shares=event.shares, deal=event.deal, index=event.index)
    return replace(consumer, promises=(*consumer.promises, promise))


def _promise_is(consumer: Consumer, promise: int, state: str) -> Consumer:
    promises = tuple(replace(p, state=state) if p.id == promise else p for p in consumer.promises)
    return replace(consumer, promises=promises)


@_consumer(ev.PromiseKept)
def _(consumer: Consumer, _entry: Entry, event: ev.PromiseKept, _rows: Rows) -> Consumer:
    kept = next((p for p in consumer.promises if p.id == event.promise and p.deal), None)
    deals = consumer.deals
    if kept:
        deals = tuple(replace(d, state=ACTIVE, kept=kept.index + 1) if d.id == kept.deal else d for d in deals)
    return _promise_is(replace(consumer, deals=deals), event.promise, "kept")


@_consumer(ev.PromiseBroken)
def _(consumer: Consumer, _entry: Entry, event: ev.PromiseBroken, _rows: Rows) -> Consumer:
    return _promise_is(consumer, event.promise, "broken")


@_consumer(ev.PromiseCancelled)
def _(consumer: Consumer, _entry: Entry, event: ev.PromiseCancelled, _rows: Rows) -> Consumer:
    return _promise_is(consumer, event.promise, "cancelled")


@_consumer(ev.LetterRequested)
def _(consumer: Consumer, entry: Entry, event: ev.LetterRequested, _rows: Rows) -> Consumer:
    letter = Letter(id=entry.seq, kind=event.kind, not_before=event.not_before, debts=event.debts)
    return replace(consumer, letters=(*consumer.letters, letter))


@_consumer(ev.LetterSent)
def _(consumer: Consumer, _entry: Entry, event: ev.LetterSent, rows: Rows) -> Consumer:
    carried = rows.get(event.row)
    if not isinstance(carried, rec.LetterReference):
        return consumer
    return replace(consumer, letter_codes=(*consumer.letter_codes, carried.code))


@_consumer(ev.CaseSkipped)
def _(consumer: Consumer, entry: Entry, _event: ev.CaseSkipped, _rows: Rows) -> Consumer:
    return replace(consumer, skips=(*consumer.skips, entry.at))
