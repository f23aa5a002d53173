"""Test walks: a call as a list of what happened, and whether the script goes where it should.

A walk is plain data (`<script>.walk.yaml`): choices by number or by the start of their label, `+fact` for one
that becomes true on the way, where it ends (`step`, `script#step`, `!wrap-up:CODE`); what is said or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct

from callassist.dialogue import (
    Act,
    Choice,
    Fault,
    Library,
    Place,
    Position,
    Say,
    Script,
    choose,
    facts_with,
    find_step,
    is_open,
    leave,
    step_at,
)
from callassist.dialogue_names import PARTS


class Plan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One walk as written; `closed` names choices of the last step that must not be open there."""

    name: str
    ends: str
    start: str = ""
    facts: tuple[str, ...] = ()
    steps: tuple[str | int, ...] = ()
    says: tuple[str, ...] = ()
    never_says: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


class Walked(Struct, frozen=True, kw_only=True):
    """What came of a walk: the places it went through and what was wrong."""

    name: str
    visited: tuple[Place, ...]
    faults: tuple[Fault, ...]


class _Walker(Struct, frozen=True, kw_only=True):
    """A call under way; `done` is the screen action last asked for, as `!name` or `!name:CODE`."""

    position: Position
    facts: frozenset[str]
    visited: tuple[Place, ...]
    done: str = ""
    lost: str = ""


def walk(library: Library, script: Script, plan: Mapping[str, object]) -> Walked:
    """Take one walk through the script; a plan that makes no sense is a fault like any other."""
    try:
        wanted = msgspec.convert(plan, Plan)
    except msgspec.ValidationError as error:
        name = str(plan.get("name", "without a name"))
        return Walked(name=name, visited=(), faults=(_fault(script, f"walk '{name}': {error}"),))
    start = _place(script, wanted.start or script.start)
    if find_step(library, start) is None:
        nowhere = _fault(script, f"walk '{wanted.name}' starts at {start}, which does not exist")
        return Walked(name=wanted.name, visited=(), faults=(nowhere,))
    walker = _Walker(position=Position(at=start), facts=frozenset(wanted.facts), visited=(start,))
    for step in wanted.steps:
        walker = walker if walker.lost else _taken(library, walker, step)
    problems = (walker.lost,) if walker.lost else tuple(_problems(library, script, wanted, walker))
    faults = tuple(_fault(script, f"walk '{wanted.name}': {problem}") for problem in problems)
    return Walked(name=wanted.name, visited=walker.visited, faults=faults)


def numbered(library: Library, script: Script, plan: Mapping[str, object]) -> dict[str, object] | None:
    """The same walk with each choice by its number, for another language; None when it goes astray in this one.

    Of what is said only fields are looked for: the words are another language's.
    """
    if walk(library, script, plan).faults:
        return None
    wanted = msgspec.convert(plan, Plan)
    start = _place(script, wanted.start or script.start)
    walker = _Walker(position=Position(at=start), facts=frozenset(wanted.facts), visited=(start,))
    steps: list[str | int] = []
    for step in wanted.steps:
        choice = None if _is_fact(step) else _named(library, walker.position, step)
        steps.append(choice.number if choice else step)
        walker = _taken(library, walker, step)
    closed = (_named(library, walker.position, label) for label in wanted.closed)
    return {
        **msgspec.to_builtins(wanted),
        "steps": steps,
        "says": [phrase for phrase in wanted.says if phrase.startswith("{")],
        "never_says": [phrase for phrase in wanted.never_says if phrase.startswith("{")],
        "closed": [str(choice.number) for choice in closed if choice],
    }


def unvisited(library: Library, walked: Iterable[Walked]) -> tuple[Place, ...]:
    """The steps that no walk went through; parts are walked where they are taken in."""
    seen = {place for each in walked for place in each.visited}
    spoken = (script for script in library.values() if script.kind != PARTS)
    every = (Place(script=script.id, step=step.id) for script in spoken for step in script.steps)
    return tuple(place for place in every if place not in seen)


def _fault(script: Script, says: str) -> Fault:
    return Fault(file=script.file, line=1, step="", kind="walk", says=says)


def _place(script: Script, text: str) -> Place:
    """`step` or `script#step`."""
    name, hash_sign, step = text.partition("#")
    return Place(script=name, step=step) if hash_sign else Place(script=script.id, step=text)


def _taken(library: Library, walker: _Walker, wanted: str | int) -> _Walker:
    """One entry further, or `lost` with the reason."""
    if _is_fact(wanted):
        return msgspec.structs.replace(walker, facts=walker.facts | {str(wanted)[1:]})
    choice = _named(library, walker.position, wanted)
    if choice is None:
        labels = "; ".join(other.label for other in step_at(library, walker.position).choices)
        return _lost(walker, f"'{wanted}' is not one choice at {walker.position.at}: {labels}")
    if not _is_open_here(library, walker, choice):
        return _lost(walker, f"'{choice.label}' is closed at {walker.position.at}: needs {choice.guard}")
    position = choose(library, walker.position, choice.number, walker.facts)
    return msgspec.structs.replace(
        walker, position=position, visited=(*walker.visited, position.at), done=_done(choice)
    )


def _is_fact(wanted: str | int) -> bool:
    return isinstance(wanted, str) and wanted.startswith("+")


def _lost(walker: _Walker, why: str) -> _Walker:
    return msgspec.structs.replace(walker, lost=why)


def _named(library: Library, position: Position, wanted: str | int) -> Choice | None:
    """The choice with that number, or the only one whose label begins so."""
    choices = step_at(library, position).choices
    start = str(wanted).lower()
    found = [choice for choice in choices if str(choice.number) == start or choice.label.lower().startswith(start)]
    return found[0] if len(found) == 1 else None


def _is_open_here(library: Library, walker: _Walker, choice: Choice) -> bool:
    return is_open(choice, facts_with(leave(library, walker.position), walker.facts))


def _done(choice: Choice) -> str:
    match choice.target:
        case Act(name=name, outcome=str(code)):
            return f"!{name}:{code}"
        case Act(name=name):
            return f"!{name}"
        case _:
            return ""


def _problems(library: Library, script: Script, plan: Plan, walker: _Walker) -> Iterator[str]:
    """What the walk as a whole promised and did not keep."""
    here = walker.position.at
    ends = {walker.done, str(here)} | ({here.step} if here.script == script.id else set())
    if plan.ends not in ends:
        yield f"ends at {walker.done or here}, not at {plan.ends}"
    said = " ".join(_said(library, walker.visited)).lower()
    for phrase in plan.says:
        if phrase.lower() not in said:
            yield f"'{phrase}' is never said"
    for phrase in plan.never_says:
        if phrase.lower() in said:
            yield f"'{phrase}' is said"
    for label in plan.closed:
        choice = _named(library, walker.position, label)
        if choice is None or _is_open_here(library, walker, choice):
            yield f"'{label}' is not a closed choice at {here}"


def _said(library: Library, places: Iterable[Place]) -> Iterator[str]:
    """What is said aloud at those places, fields left as they are written."""
    for place in places:
        step = find_step(library, place)
        yield from (line.text for line in (step.lines if step else ()) if isinstance(line, Say))
