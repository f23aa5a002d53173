"""Call scripts: fill a step with fields, walk from step to step.

A script is Markdown that people who are not programmers edit (docs/scripts.md); `dialogue_reading` reads it,
`dialogue_variants` puts together the scripts of a call, and `dialogue_proofs` judges the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from callassist.dialogue_names import (
    CARDS,
    DUTY_FACTS,
    ENDINGS,
    KNOWN_FIELDS,
    KNOWN_GUARDS,
    SENSITIVE_FIELDS,
)
from callassist.dialogue_reading import parse_script
from callassist.dialogue_shapes import (
    Act,
    Choice,
    Duty,
    Fault,
    Library,
    Line,
    Note,
    Place,
    Position,
    Say,
    Script,
    Step,
)
from callassist.dialogue_variants import library_of
from callassist.errors import BadInput

__all__ = [
    "DUTY_FACTS",
    "ENDINGS",
    "KNOWN_FIELDS",
    "KNOWN_GUARDS",
    "SENSITIVE_FIELDS",
    "Act",
    "Choice",
    "Duty",
    "Fault",
    "Library",
    "Line",
    "Note",
    "Place",
    "Position",
    "Say",
    "Script",
    "Step",
    "advance",
    "back",
    "begin",
    "cards",
    "choice_at",
    "choose",
    "facts_with",
    "find_step",
    "follow",
    "go",
    "is_open",
    "leave",
    "library_of",
    "parse_script",
    "render",
    "resume",
    "step_at",
]


def render(step: Step, fields: Mapping[str, str]) -> Step:
    """The step with its fields filled in, as plain text; one absent or empty stays visible as «field»."""
    return replace(
        step,
        lines=tuple(
            replace(line, text=_filled(line.pieces, fields)) if len(line.pieces) > 1 else line for line in step.lines
        ),
        choices=tuple(
            replace(choice, label=_filled(choice.pieces, fields)) if len(choice.pieces) > 1 else choice
            for choice in step.choices
        ),
    )


def _filled(pieces: tuple[str, ...], fields: Mapping[str, str]) -> str:
    """Text, then a field and text in turn, as `dialogue_reading` has cut them."""
    parts = list(pieces)
    for index in range(1, len(parts), 2):
        parts[index] = fields.get(parts[index]) or f"«{parts[index]}»"
    return "".join(parts)


def cards(deck: Script) -> tuple[Step, ...]:
    """The cards of a deck in the order they are listed and numbered; their `###` steps are not cards."""
    return tuple(step for step in deck.steps if step.depth == 2)  # noqa: PLR2004 - `##`


# ── walking ──


def find_step(library: Library, place: Place) -> Step | None:
    """The step at a place, or None when the script or the step is not there."""
    script = library.get(place.script)
    wanted = place.step or (script.start if script else "")
    return next((step for step in script.steps if step.id == wanted), None) if script else None


def begin(library: Library, script: str) -> Position:
    """The script's first step, with nothing said yet: also for a new speaker, who must not walk back."""
    if script not in library:
        raise _absent(Place(script=script))
    return Position(at=Place(script=script, step=library[script].start))


def resume(library: Library, saved: Position, fallback: str) -> Position:
    """The saved position, or the nearest step behind it that still exists, or `fallback`'s first."""
    trail = tuple(place for place in (*saved.trail, saved.at) if find_step(library, place))
    if not trail:
        return begin(library, fallback)
    return Position(at=trail[-1], trail=trail[:-1], said=saved.said)


def step_at(library: Library, position: Position) -> Step:
    """The step to show; `resume` makes sure that a saved position has one."""
    step = find_step(library, position.at)
    if step is None:
        raise _absent(position.at)
    return step


def _absent(place: Place) -> BadInput:
    return BadInput(f"there is no {place}", "call scripts", "name one that is in the folder")


def facts_with(position: Position, facts: Collection[str]) -> frozenset[str]:
    """The desk's facts (`may_…`, `is_…`, `has_…` that are true) and those that follow from what was said."""
    return frozenset(facts).union(DUTY_FACTS[name] for name in position.said if name in DUTY_FACTS)


def is_open(choice: Choice, facts: Collection[str]) -> bool:
    """Whether its guard, if it has one, is among the facts (as `facts_with` gives them)."""
    return choice.guard is None or choice.guard in facts


def choice_at(library: Library, position: Position, number: int) -> Choice | None:
    """The choice under a key; the screen does its `Act`, and `choose` moves."""
    return next((choice for choice in step_at(library, position).choices if choice.number == number), None)


def choose(library: Library, position: Position, number: int, facts: Collection[str]) -> Position:
    """Take a numbered choice. Closed, absent, or a screen action that ends nothing: the position stays."""
    choice = choice_at(library, position, number)
    if choice is None or not is_open(choice, facts_with(leave(library, position), facts)):
        return position
    gone = leave(library, position)
    match choice.target:
        case Place() as place:
            return go(library, gone, place)
        case Act(name="back"):
            return _return(library, gone)
        case Act(name=name):
            return gone if name in ENDINGS else position


def advance(library: Library, position: Position, facts: Collection[str]) -> Position:
    """Take the usual way on: the first choice, and no other when that one is closed."""
    return choose(library, position, 1, facts)


def follow(library: Library, position: Position, fact: str, facts: Collection[str]) -> Position:
    """A fact became true: take the first choice that waits for it, else stay."""
    waiting = (choice.number for choice in step_at(library, position).choices if choice.guard == fact)
    return choose(library, position, next(waiting, 0), {*facts, fact})


def go(library: Library, position: Position, place: Place) -> Position:
    """Jump to a place (a card, another script), remembering where one was; an unknown one changes nothing."""
    step = find_step(library, place)
    there = Place(script=place.script, step=step.id) if step else position.at
    if there == position.at:
        return position
    return replace(position, at=there, trail=(*position.trail, position.at))


def back(position: Position) -> Position:
    """The step before. What was said stays said."""
    return replace(position, at=position.trail[-1], trail=position.trail[:-1]) if position.trail else position


def _return(library: Library, position: Position) -> Position:
    """Out of a card or a side script, to the step it was entered from; cards on the way back are passed over."""
    others = [index for index, place in enumerate(position.trail) if place.script != position.at.script]
    talks = [index for index in others if library[position.trail[index].script].kind != CARDS]
    index = next(reversed(talks or others), None)
    return position if index is None else replace(position, at=position.trail[index], trail=position.trail[:index])


def leave(library: Library, position: Position) -> Position:
    """The same place with the duties of its step counted as said: going on is the collector's word for it."""
    script = library[position.at.script]
    said = (duty.name for duty in script.says if duty.step == position.at.step)
    return replace(position, said=tuple(dict.fromkeys((*position.said, *said))))
