"""Whether scripts are whole: everything they name exists, every step is reached and leads to an end."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from difflib import get_close_matches

from msgspec import Struct

from callassist.dialogue import cards, find_step
from callassist.dialogue_names import (
    CARDS,
    DUTIES,
    ENDINGS,
    KINDS,
    KNOWN_ACTIONS,
    KNOWN_FIELDS,
    KNOWN_GUARDS,
    PARTS,
    PAYER,
    PAYER_FIELDS,
)
from callassist.dialogue_shapes import Act, Choice, Fault, Library, Line, Note, Place, Script, Step
from callassist.dialogue_variants import included, is_variant
from callassist.dialogue_wording import fault_at

MOST_CHOICES = 9
"""Choices answer to the keys 1 to 9."""


class Vocabulary(Struct, frozen=True, kw_only=True):
    """The names a script may use; no outcomes means that they are not looked at."""

    fields: frozenset[str] = KNOWN_FIELDS
    guards: frozenset[str] = KNOWN_GUARDS
    actions: frozenset[str] = KNOWN_ACTIONS
    outcomes: frozenset[str] = frozenset()


VOCABULARY = Vocabulary()


def set_faults(scripts: tuple[Script, ...]) -> Iterator[Fault]:
    """What is wrong with the files of one language beside each other: ids, bases of variants, parts taken in."""
    by_id = {script.id: script for script in scripts if not is_variant(script)}
    ids = [(script.id, script.state, script.client) for script in scripts]
    for index, script in enumerate(scripts):
        if ids[index] in ids[:index]:
            yield fault_at(script, None, "twice", f"a second script with the id '{script.id}'")
        if is_variant(script) and script.id not in by_id:
            says = f"a variant of '{script.id}', and there is no script of that id in its language"
            yield fault_at(script, None, "dangling", says)
        yield from _includes(script, by_id)
    yield from _unused(scripts)


def _unused(scripts: tuple[Script, ...]) -> Iterator[Fault]:
    """Parts that no step takes in, and that none leads to either."""
    steps = [step for script in scripts for step in script.steps]
    used = {include.target for step in steps for include in step.includes}
    used |= {choice.target for step in steps for choice in step.choices if isinstance(choice.target, Place)}
    for script in scripts:
        for step in script.steps if script.kind == PARTS else ():
            if Place(script=script.id, step=step.id) not in used:
                yield fault_at(script, step, "unreachable", "no step takes this part in")


def _includes(script: Script, scripts: Library) -> Iterator[Fault]:
    """What a `+` takes in is a step of a script of parts, and takes in nothing itself."""
    for step in script.steps:
        for include in step.includes:
            part = included(include.target, scripts)
            if part is None or scripts[include.target.script].kind != PARTS:
                says = f"takes in {include.target}, which is no step of a script of kind parts"
                yield fault_at(script, step, "dangling", says, include.line)
            elif part.includes:
                says = f"takes in {include.target}, which itself takes something in"
                yield fault_at(script, step, "dangling", says, include.line)


# ── names: everything a script refers to exists ──


def name_faults(library: Library, script: Script, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Names that are none, and names that stand twice."""
    ids = [step.id for step in script.steps]
    if script.kind not in KINDS:
        yield fault_at(script, None, "kind", f"kind '{script.kind}' is none of {', '.join(sorted(KINDS))}")
    if script.steps and script.start not in ids:
        yield fault_at(script, None, "dangling", f"it starts at '{script.start}', which is no step")
    for duty in script.says:
        if duty.step not in ids:
            yield fault_at(script, None, "dangling", f"'{duty.name}' is said at '{duty.step}', which is no step")
        if duty.name not in DUTIES:
            says = f"'{duty.name}' is no duty; known are {', '.join(sorted(DUTIES))}"
            yield fault_at(script, None, "unknown-duty", says)
    for index, step in enumerate(script.steps):
        if step.id in ids[:index]:
            yield fault_at(script, step, "twice", f"a second step named '{step.id}'")
        yield from _step_names(library, script, step, vocabulary)


def _step_names(library: Library, script: Script, step: Step, vocabulary: Vocabulary) -> Iterator[Fault]:
    known = PAYER_FIELDS if script.kind == PAYER else vocabulary.fields
    for line in shown(step):
        for field in sorted(set(line.fields) - known):
            whose = " in a call to a payer" if script.kind == PAYER else ""
            yield fault_at(script, step, "unknown-field", f"no field is named {{{field}}}{whose}", line.line)
    if len(step.choices) > MOST_CHOICES:
        yield fault_at(script, step, "choices", f"{len(step.choices)} choices, and keys for {MOST_CHOICES}")
    for choice in step.choices:
        if choice.guard is not None and choice.guard not in vocabulary.guards:
            yield fault_at(script, step, "unknown-guard", f"no guard is named {choice.guard}", choice.line)
        if problem := _target_problem(library, choice, vocabulary):
            yield fault_at(script, step, "dangling", problem, choice.line)


def _target_problem(library: Library, choice: Choice, vocabulary: Vocabulary) -> str:
    match choice.target:
        case Act(name=name) if name not in vocabulary.actions:
            return f"'{choice.label}' asks the screen for '{name}', which it cannot do"
        case Act(outcome=str(code)) if vocabulary.outcomes and code not in vocabulary.outcomes:
            return f"'{choice.label}' proposes the outcome {code}, which is not in the table"
        case Place() as place if find_step(library, place) is None:
            return f"'{choice.label}' leads to {place}, which does not exist{_perhaps(library, place)}"
        case _:
            return ""


def _perhaps(library: Library, place: Place) -> str:
    """The place that may have been meant."""
    names = [f"{script.id}#{step.id}" for script in library.values() for step in script.steps]
    near = get_close_matches(str(place) if place.step else f"{place.script}#", names, 1)
    return f"; did you mean {near[0]}?" if near else ""


def shown(step: Step) -> Iterator[Line]:
    """Every text of a step that stands on the screen, labels of choices too."""
    yield from step.lines
    for choice in step.choices:
        yield Note(text=choice.label, fields=choice.pieces[1::2], line=choice.line, pieces=choice.pieces)


# ── ways: every step is reached, and leads to an end ──


def way_faults(library: Library) -> Iterator[Fault]:
    """Steps that nothing leads to, that lead to no end, or that may leave one with nothing to press."""
    reached = _reached(library)
    ending = _ending(library)
    for script in library.values():
        for step in script.steps:
            place = Place(script=script.id, step=step.id)
            if place not in reached:
                if script.kind != PARTS:
                    yield fault_at(script, step, "unreachable", "no path leads to this step")
                continue
            if place not in ending:
                yield fault_at(script, step, "dead-end", "no path leads from this step to a wrap-up or back")
            elif all(choice.guard for choice in step.choices):
                yield fault_at(script, step, "stuck", "every choice has a guard: with all closed nothing is left")


def roots(library: Library) -> Iterator[Place]:
    """Where a call may begin: the first step of each script, and each card. Parts are no beginning."""
    for script in library.values():
        if script.kind == CARDS:
            yield from (Place(script=script.id, step=card.id) for card in cards(script))
        elif script.kind != PARTS and find_step(library, Place(script=script.id)):
            yield Place(script=script.id, step=script.start)


def _reached(library: Library) -> set[Place]:
    """Every place that some way of taking choices leads to."""
    reached = set(roots(library))
    waiting = deque(reached)
    while waiting:
        step = find_step(library, waiting.popleft())
        for there in next_places(library, step) if step else ():
            if there not in reached:
                reached.add(there)
                waiting.append(there)
    return reached


def _ending(library: Library) -> set[Place]:
    """The places from which a call can come to an end, found backwards from those that end it."""
    places = {Place(script=script.id, step=step.id): step for script in library.values() for step in script.steps}
    before: dict[Place, set[Place]] = {}
    for place, step in places.items():
        for there in next_places(library, step):
            before.setdefault(there, set()).add(place)
    ending = {place for place, step in places.items() if any(_ends(choice) for choice in step.choices)}
    waiting = deque(ending)
    while waiting:
        fresh = before.get(waiting.popleft(), set()) - ending
        ending |= fresh
        waiting.extend(fresh)
    return ending


def _ends(choice: Choice) -> bool:
    return isinstance(choice.target, Act) and choice.target.name in ENDINGS


def next_places(library: Library, step: Step) -> Iterator[Place]:
    """The places that its choices lead to, in their order."""
    for choice in step.choices:
        if isinstance(choice.target, Place) and (there := find_step(library, choice.target)):
            yield Place(script=choice.target.script, step=there.id)
