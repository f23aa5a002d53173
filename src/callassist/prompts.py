"""One line of guidance: of all that could be said now the highest stake is shown, the rest wait, and each has an end.

What became of a prompt is kept (docs/guidance.md), so that those nobody needs can be found and taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import replace

COURTESY, DUTY, HARM = 1, 2, 3
"""Stakes, as those of rules: rules.STAKES."""
SHOWN, ACCEPTED, DISMISSED, OVERRIDDEN = "shown", "accepted", "dismissed", "overridden"
ENDS: Final = (SHOWN, ACCEPTED, DISMISSED, OVERRIDDEN)
"""How a prompt can end: read and nothing more was wanted; done; set aside by a key; the call went on in spite of it."""
HEARD: Final = "heard."
"""How prompts begin that rest on what was heard."""


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """Something to say to the collector. `id` is a rule's, or one of ours with a dot in it.

    `is_task` says that it asks for something; it then goes away when that is done. Of one stake the first given wins.
    """

    id: str
    sentence: str
    stake: int = DUTY
    tone: str = ""
    is_task: bool = False


class Ended(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What became of a prompt: one of ENDS, and how many seconds it stood."""

    id: str
    how: str
    seconds: int = 0


class Guide(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The line of a call: what stands, since when, what was set aside, and what has ended and is not journalled yet."""

    shown: str = ""
    since: datetime | None = None
    is_task: bool = False
    aside: tuple[str, ...] = ()
    ended: tuple[Ended, ...] = ()


def told(guide: Guide, prompts: Sequence[Prompt]) -> Prompt | None:
    """The one to show: of those not set aside the highest stake, then the first."""
    open_ones = [prompt for prompt in prompts if prompt.id not in guide.aside]
    return max(open_ones, key=lambda prompt: prompt.stake, default=None)


def followed(guide: Guide, prompts: Sequence[Prompt], now: datetime) -> Guide:
    """The line as things now stand: what is gone has ended, as done if it asked for something."""
    prompt = told(guide, prompts)
    if prompt is not None and prompt.id == guide.shown:
        return guide
    if guide.shown and not _waits(guide, prompts):
        guide = _end(guide, ACCEPTED if guide.is_task else SHOWN, now)
    if prompt is None:
        return replace(guide, shown="", since=None, is_task=False)
    return replace(guide, shown=prompt.id, since=now, is_task=prompt.is_task)


def set_aside(guide: Guide, now: datetime) -> Guide:
    """By a key: it does not come back on this call."""
    if not guide.shown:
        return guide
    gone = replace(guide, aside=(*guide.aside, guide.shown))
    return replace(_end(gone, DISMISSED, now), shown="", since=None, is_task=False)


def closed(guide: Guide, now: datetime) -> Guide:
    """The call is over: what still asked for something was overridden, anything else was shown."""
    if not guide.shown:
        return guide
    how = OVERRIDDEN if guide.is_task else SHOWN
    return replace(_end(guide, how, now), shown="", since=None, is_task=False)


def answered(guide: Guide, id_: str, how: str, seconds: int = 0) -> Guide:
    """Something that was proposed beside the line was taken, set aside or passed over."""
    return replace(guide, ended=(*guide.ended, Ended(id=id_, how=how, seconds=seconds)))


def summed(ended: Iterable[Ended]) -> tuple[Ended, ...]:
    """Each prompt once: its last end, and all the seconds that it stood."""
    by_id: dict[str, Ended] = {}
    for each in ended:
        before = by_id.pop(each.id, None)
        by_id[each.id] = replace(each, seconds=each.seconds + (before.seconds if before else 0))
    return tuple(by_id.values())


def _waits(guide: Guide, prompts: Sequence[Prompt]) -> bool:
    """Whether it is still to be said, and something of more stake stands before it."""
    return any(prompt.id == guide.shown for prompt in prompts)


def _end(guide: Guide, how: str, now: datetime) -> Guide:
    seconds = max(0, int((now - guide.since).total_seconds())) if guide.since else 0
    return answered(guide, guide.shown, how, seconds)
