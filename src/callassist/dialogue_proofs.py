"""What a library of call scripts must be before anyone reads it aloud: whole, plain, and in the right order.

The proofs search every reachable pair of step and facts, in every world, so they hold on every path without listing
paths; one that fails shows the shortest path that breaks it. A fact is gained by a choice that its guard opens
(`is_verified`) or by a step that says a duty. Which words reveal, demand or are never said is data
(scripts/words.<language>.yaml).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from callassist.dialogue import find_step
from callassist.dialogue_languages import untranslated
from callassist.dialogue_names import BEGINNINGS, DUTY_FACTS, PAYER, VERIFIED
from callassist.dialogue_orders import FACTS, Claim, claims_of, lost_in, said_in
from callassist.dialogue_shapes import Fault, Library, Place, Script, Step
from callassist.dialogue_variants import is_variant, library_of
from callassist.dialogue_whole import VOCABULARY, Vocabulary, name_faults, roots, set_faults, way_faults
from callassist.dialogue_wording import Words, fault_at, wording_faults
from callassist.dialogue_worlds import PLAIN, World, distinct, gate

__all__ = ["VOCABULARY", "Vocabulary", "check"]

_BITS = {fact: 1 << index for index, fact in enumerate(FACTS)}
_GAINED = {VERIFIED, *DUTY_FACTS.values()}
"""The facts that an open guard stands for."""
_RECORDING = "recording-notice"
_GRAVEST = ("identity", "agency", "recording", "disclosure", "coverage")
"""Of one line, what would harm most is told first."""
_SHIFT = len(FACTS)
"""A state is one number: the node's, shifted, and the facts as bits."""


def check(
    scripts: Iterable[Script],
    words: Iterable[Words],
    vocabulary: Vocabulary = VOCABULARY,
    worlds: Iterable[World] = (PLAIN,),
) -> tuple[Fault, ...]:
    """Every fault of the scripts by file and line, the gravest of a line first; none means that all proofs hold."""
    every, asked = tuple(scripts), tuple(worlds)
    lists = {word_list.language: word_list for word_list in words}
    found = [fault for script in every for fault in script.faults]
    found += untranslated(every)
    for language in sorted({script.language for script in every}):
        spoken = tuple(script for script in every if script.language == language)
        found += set_faults(spoken)
        found += _language_faults(spoken, lists.get(language), vocabulary, asked)
    return tuple(sorted(found, key=_gravest_first))


def _gravest_first(fault: Fault) -> tuple[int, str, int, int, str]:
    """What a change in one language does to another follows from it, so it is told last."""
    order = _GRAVEST.index(fault.kind) if fault.kind in _GRAVEST else len(_GRAVEST)
    return int(fault.kind == "untranslated"), fault.file, fault.line, order, fault.kind


def _language_faults(
    scripts: tuple[Script, ...], words: Words | None, vocabulary: Vocabulary, worlds: tuple[World, ...]
) -> Iterator[Fault]:
    """Of the scripts as they are everywhere, and as they are where a variant is for; what is told is not told again."""
    if words is None:
        yield from (fault_at(script, None, "words", _NO_LIST.format(script.language)) for script in scripts[:1])
    told: set[tuple[str, str, int, str]] = set()
    for state, client in _settings(scripts):
        library = library_of(scripts, scripts[0].language, state, client)
        fitting = tuple(world for world in worlds if _is_there(world, state, client))
        for fault in _library_faults(library, words, vocabulary, fitting):
            is_own = (
                not (state or client) or fault.kind not in _MAY_BE_ELSEWHERE or "." in fault.file.removesuffix(".md")
            )
            key = (fault.kind, fault.file, fault.line, fault.says)
            if is_own and key not in told:
                told.add(key)
                yield fault


_NO_LIST = "there is no word list for language '{0}': write words.{0}.yaml"
_MAY_BE_ELSEWHERE = frozenset({"unreachable"})
"""What a variant may do to the steps of its base."""


def _settings(scripts: tuple[Script, ...]) -> tuple[tuple[str, str], ...]:
    """Every state and client that variants are for, together and alone; ('', '') is everywhere else."""
    states = sorted({script.state for script in scripts if is_variant(script)} | {""})
    clients = sorted({script.client for script in scripts if is_variant(script)} | {""})
    return tuple(product(states, clients))


def _is_there(world: World, state: str, client: str) -> bool:
    return (not state or not world.states or state in world.states) and (not client or world.client in {"", client})


def _library_faults(
    library: Library, words: Words | None, vocabulary: Vocabulary, worlds: tuple[World, ...]
) -> Iterator[Fault]:
    for script in library.values():
        yield from name_faults(library, script, vocabulary)
        if words is not None:
            yield from wording_faults(script, words)
    yield from way_faults(library)
    if words is not None:
        yield from _order_faults(library, words, worlds)


# ── what holds on every path ──


class _Node(Struct, frozen=True, kw_only=True):
    """A step for the search: what it leads to as (node, guard, facts gained), what it must come after."""

    place: Place
    script: Script
    step: Step
    ways: tuple[tuple[int, str | None, int], ...]
    claims: tuple[tuple[Claim, int, int], ...]
    kept: int
    """The facts that are still so on arriving here, as bits."""


def _order_faults(library: Library, words: Words, worlds: Iterable[World]) -> Iterator[Fault]:
    """The first break of each order on a path, in the plainest world that has it."""
    nodes = _nodes(library, words)
    guards = {guard for node in nodes.values() for _, guard, _ in node.ways if guard}
    numbered = tuple(nodes.values())
    beginnings = tuple(_beginnings(library, nodes))
    told: set[tuple[int, Claim]] = set()
    for world in distinct(worlds, guards):
        for number, claim, path in _broken(numbered, beginnings, world):
            if (number, claim) not in told:
                told.add((number, claim))
                node = numbered[number]
                fault = fault_at(node.script, node.step, claim.kind, claim.says, claim.line)
                where = "" if _is_plain(world) else str(world)
                yield replace(fault, path=path, world=where, sentence=claim.sentence)


def _is_plain(world: World) -> bool:
    """Whether it is how most calls are, so that there is nothing to say of it."""
    return replace(world, states=(), but=(), client="") == PLAIN


def _nodes(library: Library, words: Words) -> dict[Place, _Node]:
    steps = {
        Place(script=script.id, step=step.id): (script, step) for script in library.values() for step in script.steps
    }
    numbers = {place: number for number, place in enumerate(steps)}
    return {
        place: _Node(
            place=place,
            script=script,
            step=step,
            ways=tuple(_ways(library, numbers, script, step)),
            kept=~_bits(lost_in(script, step)),
            claims=tuple(
                (each, _bits(each.needs), _bits({each.after} - {""})) for each in claims_of(script, step, words)
            ),
        )
        for place, (script, step) in steps.items()
    }


def _bits(facts: Iterable[str]) -> int:
    return sum(_BITS[fact] for fact in facts)


def _ways(
    library: Library, numbers: Mapping[Place, int], script: Script, step: Step
) -> Iterator[tuple[int, str | None, int]]:
    said = _bits(said_in(script, step))
    for choice in step.choices:
        if isinstance(choice.target, Place) and (there := find_step(library, choice.target)):
            gained = _BITS[choice.guard] if choice.guard in _GAINED else 0
            place = Place(script=choice.target.script, step=there.id)
            yield numbers[place], choice.guard, said | gained


def _beginnings(library: Library, nodes: Mapping[Place, _Node]) -> Iterator[int]:
    """Where a call may begin, knowing nothing.

    A script that names no recording notice, and is none that a call begins with, is come to from one that did.
    """
    numbers = {place: number for number, place in enumerate(nodes)}
    for place in roots(library):
        script = library[place.script]
        begins = script.id in BEGINNINGS or script.kind == PAYER
        named = begins or any(duty.name == _RECORDING for duty in script.says)
        yield numbers[place] << _SHIFT | (0 if named else _BITS[DUTY_FACTS[_RECORDING]])


def _broken(
    nodes: tuple[_Node, ...], beginnings: tuple[int, ...], world: World
) -> Iterator[tuple[int, Claim, tuple[str, ...]]]:
    """Each claim broken in a world, with the shortest path; what follows from it is told once that is mended."""
    reached = _explore(nodes, beginnings, world)
    told: set[tuple[int, str]] = set()
    for state in reached:
        number, facts = state >> _SHIFT, state & (1 << _SHIFT) - 1
        for claim, needs, after in nodes[number].claims:
            if (facts & after) != after or (needs and facts & needs) or (number, claim.kind) in told:
                continue
            if claim.world and not getattr(world, claim.world):
                continue
            path = tuple(_path(reached, state))
            if told.isdisjoint((passed, claim.kind) for passed in path):
                yield number, claim, tuple(str(nodes[passed].place) for passed in path)
            told.add((number, claim.kind))


def _explore(nodes: tuple[_Node, ...], beginnings: tuple[int, ...], world: World) -> dict[int, int]:
    """Every reachable state with the one before it (-1: none), nearest to a beginning first."""
    ways = tuple(tuple(_open_ways(node, world)) for node in nodes)
    reached = dict.fromkeys(beginnings, -1)
    waiting = deque(reached)
    while waiting:
        here = waiting.popleft()
        facts = here & (1 << _SHIFT) - 1
        for target, gained, after, until in ways[here >> _SHIFT]:
            known = (facts | gained) & nodes[target].kept
            there = target << _SHIFT | known
            if there not in reached and (facts | gained) & after == after and not (facts | gained) & until:
                reached[there] = here
                waiting.append(there)
    return reached


def _open_ways(node: _Node, world: World) -> Iterator[tuple[int, int, int, int]]:
    for target, guard, gained in node.ways:
        gated = gate(guard, world)
        if gated is not None:
            yield target, gained, _bits(gated.after), _bits(gated.until)


def _path(reached: Mapping[int, int], state: int) -> list[int]:
    """The nodes from a beginning to a state."""
    numbers: list[int] = []
    while state >= 0:
        numbers.append(state >> _SHIFT)
        state = reached[state]
    return numbers[::-1]
