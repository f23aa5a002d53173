"""What becomes of a link to another case: one small step a kind. A step never refuses."""

from __future__ import annotations

from msgspec.structs import replace

from callassist import events as ev
from callassist.casefile import Consumer, Entry
from callassist.standing import Link
from callassist.steps import Rows, Steps, into

STEPS: Steps = {}
_step = into(STEPS)


def _with_link(consumer: Consumer, link: Link) -> Consumer:
    """The consumer with a link in the place of an earlier one to the same case."""
    if any(each.other == link.other for each in consumer.links):
        return replace(consumer, links=tuple(link if x.other == link.other else x for x in consumer.links))
    return replace(consumer, links=(*consumer.links, link))


def _why(consumer: Consumer, other: int) -> str:
    return next((link.why for link in consumer.links if link.other == other), "")


@_step(ev.LinkSuggested)
def _(consumer: Consumer, _entry: Entry, event: ev.LinkSuggested, _rows: Rows) -> Consumer:
    compared = ", ".join(f"{field} {level}" for field, level in event.evidence)
    why = f"{event.why} ({compared}: {event.bits} bits)" if compared else event.why
    return _with_link(consumer, Link(other=event.other, why=why))


@_step(ev.LinkAccepted)
def _(consumer: Consumer, _entry: Entry, event: ev.LinkAccepted, _rows: Rows) -> Consumer:
    why = _why(consumer, event.other)
    return _with_link(consumer, Link(other=event.other, why=why, state="accepted", into=event.into))


@_step(ev.LinkRefused)
def _(consumer: Consumer, _entry: Entry, event: ev.LinkRefused, _rows: Rows) -> Consumer:
    return _with_link(consumer, Link(other=event.other, why=_why(consumer, event.other), state="refused"))
