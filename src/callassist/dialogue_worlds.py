"""The worlds that a script is proved in: who is speaking, in which state, for which client, and how old the debt is.

What a world asks for is not written here: it is asked of the rules on file (intake/script_worlds.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from callassist.dialogue_names import MONEY_GUARDS, SPEAKER_GUARDS

CONSUMER: Final = "consumer"
SOMEBODY: Final = "somebody"
"""Who is speaking where it makes no difference which of several that is."""
HEARD: Final = frozenset({"disclose", "demand", "offer", "take_payment"})
"""Of what a listener may hear, that which opens or closes a guard: `may_disclose`, `may_demand` and so on."""
FEW: Final = 4
"""So many states are named; of more the number is told."""


class World(Struct, frozen=True, kw_only=True):
    """One way that a call can be, as far as it decides what may be said.

    `hears` is what rules let whoever is speaking hear once they are verified; nothing for most who hold no paper.
    """

    states: tuple[str, ...] = ()
    client: str = ""
    speaker: str = CONSUMER
    has_paper: bool = False
    is_estate: bool = False
    is_time_barred: bool = False
    is_aid_first: bool = False
    is_notice_asked: bool = True
    hears: frozenset[str] = HEARD
    but: tuple[str, ...] = ()
    """The few states that it is not in, where it is in all others; `states` has those others."""

    def __str__(self) -> str:
        return ", ".join(self._words())

    def _words(self) -> Iterator[str]:
        if self.but:
            yield f"in every state but {_listed(self.but)}"
        elif self.states:
            yield f"in {_listed(self.states)}"
        if self.client:
            yield f"for {self.client}"
        if self.speaker != CONSUMER:
            holding = " with a paper on file" if self.has_paper else ""
            yield f"{self._who()} speaking{holding}"
        told = (
            (not self.hears, "who may hear nothing"),
            (self.is_estate, "the person has died"),
            (self.is_time_barred, "a time-barred debt"),
            (self.is_aid_first, "help with bills to be named first"),
            (not self.is_notice_asked, "no recording notice asked for"),
        )
        yield from (words for is_so, words in told if is_so)

    def _who(self) -> str:
        if self.speaker == SOMEBODY:
            return "somebody else"
        named = self.speaker.replace("_", " ")
        return f"{'an' if named[0] in 'aeiou' else 'the'} {named}"

    @property
    def opens(self) -> frozenset[str]:
        """The guards that are open for whoever is speaking."""
        own = SPEAKER_GUARDS.get(self.speaker, "")
        return frozenset({own, "is_executor"} if self.is_estate and self.speaker != CONSUMER else {own})


PLAIN: Final = World()
"""The person themselves, a debt that is not old, a client without wishes."""


def _listed(states: tuple[str, ...]) -> str:
    return ", ".join(states) if len(states) <= FEW else f"{', '.join(states[:FEW])} and {len(states) - FEW} more"


def distinct(worlds: Iterable[World], guards: Collection[str]) -> tuple[World, ...]:
    """The worlds that scripts with these guards can tell apart, the plainest first; of equal ones one, with all states.

    A speaker whom no guard names is like any other who may hear the same.
    """
    found: dict[tuple[object, ...], World] = {}
    for world in worlds:
        key = (
            world.opens.intersection(guards),
            world.hears & HEARD,
            world.client,
            world.is_time_barred,
            world.is_aid_first,
            world.is_notice_asked,
        )
        found[key] = _joined(found[key], world) if key in found else world
    every = tuple(dict.fromkeys(state for world in found.values() for state in world.states))
    return tuple(_placed(world, every) for world in sorted(found.values(), key=_oddity))


def _placed(world: World, every: tuple[str, ...]) -> World:
    """Told without its states where it is in all of them, and by the few that it is not in."""
    but = tuple(state for state in every if state not in world.states)
    if not but and len(every) > 1:
        return replace(world, states=())
    return replace(world, but=but) if len(but) <= FEW < len(world.states) else world


def _joined(one: World, other: World) -> World:
    """The same for scripts; the consumer among the speakers stands for all."""
    speakers = {one.speaker, other.speaker}
    alike = one.speaker if len(speakers) == 1 else SOMEBODY
    return replace(
        one,
        states=tuple(dict.fromkeys((*one.states, *other.states))),
        speaker=CONSUMER if CONSUMER in speakers else alike,
        has_paper=one.has_paper and other.has_paper and CONSUMER not in speakers,
        is_estate=one.is_estate and other.is_estate,
    )


def _oddity(world: World) -> tuple[int, int]:
    odd = (
        world.speaker != CONSUMER,
        not world.hears,
        world.is_estate,
        world.is_time_barred,
        world.is_aid_first,
        not world.is_notice_asked,
        bool(world.client),
    )
    return sum(odd), -len(world.states)


class Gate(Struct, frozen=True, kw_only=True):
    """What must have been said, and what must not yet, before a choice can be taken; both are facts."""

    after: frozenset[str] = frozenset()
    until: frozenset[str] = frozenset()


OPEN: Final = Gate()
WAITING: Final = {
    "is_time_barred": ("has_time_barred_notice", "is_time_barred"),
    "is_aid_first": ("has_aid_notice", "is_aid_first"),
}
"""Guards that are open while words wait to be said: the fact that ends it, and what a world has for it."""


def gate(guard: str | None, world: World) -> Gate | None:
    """When a choice with such a guard can be taken in a world; None for never.

    A guard that waits for a duty is open once that is met, also outside the script, so it stands for the fact. Those
    that no world decides (`may_letter`) may be open or not; they count as open.
    """
    if guard in MONEY_GUARDS:
        is_heard = guard.removeprefix("may_") in world.hears
        return Gate(after=frozenset(_awaited(world))) if is_heard else None
    if guard in WAITING:
        fact, flag = WAITING[guard]
        return Gate(until=frozenset({fact})) if getattr(world, flag) else None
    return OPEN if _is_open(guard, world) else None


def _is_open(guard: str | None, world: World) -> bool:
    if guard == "is_verified":
        return bool(world.hears)
    if guard == "may_disclose":
        return "disclose" in world.hears
    return guard not in SPEAKER_GUARDS.values() or guard in world.opens


def _awaited(world: World) -> Iterator[str]:
    """The facts that money waits for."""
    return (fact for fact, flag in WAITING.values() if getattr(world, flag))
