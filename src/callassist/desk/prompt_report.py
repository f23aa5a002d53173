"""What became of each prompt of the line of guidance over a span, so that those nobody needs can be taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING, Final

import msgspec

from callassist import events as ev
from callassist.casefile import Entry, consumer_stream
from callassist.prompts import ACCEPTED, DISMISSED, HEARD, OVERRIDDEN, SHOWN

if TYPE_CHECKING:
    from callassist.store import Store

JUDGED_FROM: Final = 20
"""Times below which nothing is said of a prompt's use."""
USELESS_PERCENT: Final = 60
"""A prompt that is set aside or overridden so often is worth a look."""


class PromptUse(msgspec.Struct, frozen=True, kw_only=True):
    """One prompt: how often it stood, how that ended, the seconds it usually stood; `is_doubtful` asks for a look."""

    prompt: str
    times: int
    accepted: int
    dismissed: int
    overridden: int
    shown: int
    median_seconds: int
    is_doubtful: bool


def prompts_between(store: Store, since: datetime, until: datetime, actor: str = "") -> Iterator[Entry]:
    """What became of the prompts of a span. Only calls and outcomes are found by time; it stands in their journals."""
    worked = tuple(store.worked(since, until, actor))
    cases = dict.fromkeys(entry.stream // 2 for entry in worked if entry.stream == consumer_stream(entry.stream // 2))
    for case in cases:
        _, entries = store.load(case)
        for entry in entries:
            is_theirs = actor in {"", entry.actor} and since <= entry.at < until
            if is_theirs and isinstance(entry.event, ev.PromptsEnded):
                yield entry


def prompt_uses(entries: Iterable[Entry]) -> tuple[PromptUse, ...]:
    """Every prompt of a span, the most often set aside or overridden first."""
    ends: dict[str, list[ev.PromptEnd]] = {}
    for end in _ends(entries):
        ends.setdefault(end.id, []).append(end)
    uses = (_use(prompt, found) for prompt, found in ends.items())
    return tuple(sorted(uses, key=lambda use: (-use.dismissed - use.overridden, -use.times, use.prompt)))


def _ends(entries: Iterable[Entry]) -> Iterator[ev.PromptEnd]:
    for entry in entries:
        if isinstance(entry.event, ev.PromptsEnded):
            yield from entry.event.prompts


def _use(prompt: str, found: list[ev.PromptEnd]) -> PromptUse:
    by_end = Counter(end.how for end in found)
    unwanted = by_end[DISMISSED] + by_end[OVERRIDDEN]
    stood = [end.seconds for end in found if not prompt.startswith(HEARD)]
    return PromptUse(
        prompt=prompt,
        times=len(found),
        accepted=by_end[ACCEPTED],
        dismissed=by_end[DISMISSED],
        overridden=by_end[OVERRIDDEN],
        shown=by_end[SHOWN],
        median_seconds=round(median(stood)) if stood else 0,
        is_doubtful=len(found) >= JUDGED_FROM and 100 * unwanted >= USELESS_PERCENT * len(found),
    )
