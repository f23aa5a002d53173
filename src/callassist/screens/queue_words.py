"""The queue's columns, counts and preview as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from callassist.calendars import local_clock
from callassist.screens.text import clean, fit
from callassist.store import ASLEEP, BLOCKED, INCOMPLETE, READY, SKIP_TRACE
from callassist.worklist import LANES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from callassist.desk.cards import Card
    from callassist.store import Counters

LISTS: Final = (READY, BLOCKED, ASLEEP, SKIP_TRACE, INCOMPLETE)
TITLES: Final = {
    READY: "Callable now.",
    BLOCKED: "Blocked: a rule stops these, and no key dials them. F12: the queue.",
    ASLEEP: "Asleep until their time, then they come up by themselves. F12: the queue.",
    SKIP_TRACE: "No number on file that may be called: to be traced. F12: the queue.",
    INCOMPLETE: "Not callable until the client completes them. F12: the queue.",
}
NOTHING: Final = {
    READY: "Nobody may be called now. b shows the other lists and until when, / searches.",
    BLOCKED: "Nobody is blocked.",
    ASLEEP: "Nobody is asleep.",
    SKIP_TRACE: "Everybody has a number.",
    INCOMPLETE: "Nothing is incomplete.",
}
LOOK: Final = {"queue.take": "Look"}
"""On the lists that no key dials, Enter only looks."""
STALE: Final = 5.0
EASTERN: Final = "America/New_York"
MINUTE: Final = 60
LONG: Final = 10_000
CALLBACKS: Final = LANES[:2]
ENGLISH: Final = "en"


def heads(width: int, *, is_queue: bool) -> str:
    """The names of the columns."""
    if is_queue:
        return _queue_columns(("#", "Who", "Why now", "Their clock", "Last call"), width)
    return _list_columns(("#", "Who", "What it waits for", "Until, by their clock"), width)


def told(index: int, card: Card, width: int, *, is_queue: bool) -> str:
    """One line of the list."""
    who = card.initials if card.language == ENGLISH else f"{card.initials} {card.language}"
    number = f"{index + 1}"
    if is_queue:
        return _queue_columns((number, who, "; ".join(card.why), card.clock, card.last), width)
    why = card.blocked.say if card.blocked else "; ".join(card.why)
    return _list_columns((number, who, why, card.until or "no time ends it"), width)


def _queue_columns(texts: tuple[str, ...], width: int) -> str:
    return _columns(texts, (3, 8, max(8, width - 47), 19, 13))


def _list_columns(texts: tuple[str, ...], width: int) -> str:
    return _columns(texts, (3, 8, max(8, width - 36), 22))


def _columns(texts: tuple[str, ...], widths: tuple[int, ...]) -> str:
    """Fixed columns with the number to the right, the reason taking what is left."""
    number, *rest = texts
    first, *others = widths
    return " ".join((number.rjust(first), *(fit(text, cells) for text, cells in zip(rest, others, strict=True))))


def counted(counters: Counters, age: float, room: int, callbacks: int = 0) -> str:
    """What is left and what waits, with the counts' age once they are not fresh; as much as there is room for.

    `callbacks` are those that the list shows: the count knows only the collector's own.
    """
    blocked = counters.by_state.get(BLOCKED, 0)
    parts = [f"left {short(counters.workable)}", f"callbacks {short(max(callbacks, counters.callbacks_due))}"]
    if age > STALE:
        old = f"{int(age // MINUTE)} min" if age >= MINUTE else f"{int(age)} s"
        parts.append(f"({old} old)")
    parts += [f"blocked {short(blocked)}", f"asleep {short(counters.by_state.get(ASLEEP, 0))}"]
    while len("  ".join(parts)) > max(0, room) and len(parts) > 1:
        parts.pop()
    return "  ".join(parts)


def clock_of(now: datetime) -> str:
    """The collector's clock with its zone; Eastern where the machine keeps universal time."""
    here = now.astimezone()
    if here.utcoffset():
        return f"{here:%H:%M %Z}"
    return local_clock(now, EASTERN)


def reason(card: Card) -> str:
    """Why the case under the cursor waits, whole, with where that is written."""
    why = f"{card.blocked.say} [{card.blocked.cite}]" if card.blocked else "; ".join(card.why)
    return f"{card.initials} {why}"


def due(cards: Sequence[Card]) -> int:
    """Callbacks that have come due, the collector's own and anybody's, as the queue begins with them."""
    return sum(card.lane in CALLBACKS for card in cards)


def short(count: int) -> str:
    """A number of few letters: 9,999 in full, then in thousands."""
    return f"{count:,}" if count < LONG else f"{count // 1000:,}k"


def about(card: Card) -> tuple[str, ...]:
    """The preview: why now in full, and what keeps it from being called."""
    lines = [f"Case       C{card.case}", f"Why now    {clean('; '.join(card.why))}", f"Lane       {card.lane}"]
    lines += [f"Clock      {card.clock}", f"Language   {clean(card.language)}"]
    if card.last:
        lines.append(f"Last call  {clean(card.last)}")
    if card.blocked:
        lines += ["", f"Stopped by {card.blocked.rule}", clean(card.blocked.say), clean(card.blocked.cite)]
    if card.state in {BLOCKED, ASLEEP}:
        lines.append(f"Until      {card.until or 'no time ends it'}")
    return tuple(lines)
