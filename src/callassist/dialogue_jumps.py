"""Where in the scripts one may turn to at once, without having walked there.

The proofs hold for what is walked to from a beginning. A jump skips the steps before, and with them what they say, so
it may lead only to where a walk could have come by now: through choices that are open, past duties that are met.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from typing import Final

from callassist.dialogue import DUTY_FACTS, Library, Place, Script, Step, cards, find_step
from callassist.dialogue_names import CARDS, HAS_TERMS, MONEY_GUARDS, PARTS, SPEAKER_GUARDS, VERIFIED

FIRST: Final = frozenset({"is_notified", "is_disclosed", "has_coverage_answer"})
"""What the steps behind a duty take for granted; the other duties are asked for by guards or by what ends a call."""
DECIDED: Final = MONEY_GUARDS | {VERIFIED, HAS_TERMS, "may_disclose", *DUTY_FACTS.values(), *SPEAKER_GUARDS.values()}
"""The guards that bar a jump while they are closed; whether a letter may go out bars none."""


def open_places(library: Library, facts: Collection[str]) -> frozenset[str]:
    """The places, as `script` or `script#step`, that one may turn to when these facts hold."""
    known = frozenset(facts)
    begun = tuple(_beginnings(library))
    reached = set(begun)
    waiting = deque(begun)
    while waiting:
        for place in _onward(library, waiting.popleft(), known):
            if place not in reached:
                reached.add(place)
                waiting.append(place)
    names = (name for name, script in library.items() if script.kind != PARTS)
    return frozenset((*names, *map(str, reached)))


def _beginnings(library: Library) -> Iterator[Place]:
    """The first step of each call, and every card: proved to say nothing that anybody may not hear."""
    for script in library.values():
        for step in _entries(script):
            yield Place(script=script.id, step=step.id)


def _entries(script: Script) -> tuple[Step, ...]:
    if script.kind == CARDS:
        return cards(script)
    return () if script.kind == PARTS else tuple(step for step in script.steps if step.id == script.start)


def _onward(library: Library, here: Place, facts: frozenset[str]) -> Iterator[Place]:
    step = find_step(library, here)
    if step is None or not _met(library[here.script], here.step) <= facts:
        return
    for choice in step.choices:
        if isinstance(choice.target, Place) and (choice.guard not in DECIDED or choice.guard in facts):
            there = find_step(library, choice.target)
            if there is not None:
                yield Place(script=choice.target.script, step=there.id)


def _met(script: Script, step: str) -> frozenset[str]:
    """What holds once one has gone on from a step, of that which comes first."""
    return FIRST.intersection(DUTY_FACTS.get(duty.name, "") for duty in script.says if duty.step == step)
