"""What a vendor's answer, and mail that came back, do to a consumer: one small step a kind."""

from __future__ import annotations

from msgspec.structs import replace

from callassist import events as ev
from callassist.casefile import Consumer, Entry
from callassist.dossier import Trace
from callassist.standing import Traced, TraceRequest
from callassist.steps import Rows, Steps, into

STEPS: Steps = {}
_step = into(STEPS)


@_step(ev.TraceRequested)
def _(consumer: Consumer, entry: Entry, event: ev.TraceRequested, _rows: Rows) -> Consumer:
    asked = TraceRequest(id=entry.seq, at=entry.at, vendor=event.vendor, reference=event.reference)
    return replace(consumer, trace_requests=(*consumer.trace_requests, asked))


@_step(ev.TraceReceived)
def _(consumer: Consumer, entry: Entry, event: ev.TraceReceived, rows: Rows) -> Consumer:
    found = rows.get(event.row)
    traced = Traced(
        id=entry.seq,
        at=entry.at,
        row=event.row,
        vendor=event.vendor,
        reference=event.reference,
        found=found if isinstance(found, Trace) else Trace(),
        grade=event.grade,
        score=event.score,
        margin=event.margin,
        evidence=event.evidence,
        file=event.file,
    )
    asked = tuple(
        replace(r, answered=entry.at) if r.reference == event.reference else r for r in consumer.trace_requests
    )
    before = _traces_with(consumer, event.replaces, "replaced").traces if event.replaces else consumer.traces
    return replace(consumer, traces=(*before, traced), trace_requests=asked)


def _traces_with(consumer: Consumer, trace: int, state: str) -> Consumer:
    return replace(consumer, traces=tuple(replace(t, state=state) if t.id == trace else t for t in consumer.traces))


@_step(ev.TraceAccepted)
def _(consumer: Consumer, _entry: Entry, event: ev.TraceAccepted, _rows: Rows) -> Consumer:
    return _traces_with(consumer, event.trace, "accepted")


@_step(ev.TraceRefused)
def _(consumer: Consumer, _entry: Entry, event: ev.TraceRefused, _rows: Rows) -> Consumer:
    return _traces_with(consumer, event.trace, "refused")


@_step(ev.TraceTried)
def _(consumer: Consumer, entry: Entry, event: ev.TraceTried, _rows: Rows) -> Consumer:
    return replace(consumer, tried=(*consumer.tried, (event.step, entry.at)))


@_step(ev.PlaceMarked)
def _(consumer: Consumer, _entry: Entry, event: ev.PlaceMarked, _rows: Rows) -> Consumer:
    marked = tuple(
        replace(p, standing=event.standing, since=event.on) if p.row == event.row else p for p in consumer.places
    )
    return replace(consumer, places=marked)
