"""A collector who follows the script, to rehearse without one: which choice is taken after what was answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from callassist.dialogue_names import PANES
from callassist.dialogue_shapes import Act, Choice, Place, Step

MOST_VISITS: Final = 2
NOT_WAYS: Final = PANES | {"verify", "search", "notes"}
"""What the screen does at a step, and which leads nowhere."""


def taken(
    step: Step, means: Iterable[str], ends: Sequence[str], open_to: Collection[int], seen: Mapping[str, int]
) -> int:
    """The number of a choice, 0 for none: what was meant, else a right ending, else the usual way on.

    `open_to` are the numbers of choices that no guard closes; `seen` how often each place was stood at.
    """
    ways = [choice for choice in step.choices if choice.number in open_to and _leads(choice)]
    for meant in means:
        found = next((choice for choice in ways if _is_meant(choice, meant)), None)
        if found is not None:
            return found.number
    right = next((choice for code in ends for choice in ways if _code(choice) == code), None)
    fresh = next((choice for choice in ways if seen.get(str(choice.target), 0) < MOST_VISITS), None)
    chosen = right or fresh or (ways[-1] if ways else None)
    return chosen.number if chosen else 0


def means_one(step: Step, means: Iterable[str]) -> bool:
    """Whether a choice of the step is what was meant, open or not."""
    return any(_is_meant(choice, meant) for meant in means for choice in step.choices if _leads(choice))


def _leads(choice: Choice) -> bool:
    return not (isinstance(choice.target, Act) and choice.target.name in NOT_WAYS)


def _code(choice: Choice) -> str:
    return (choice.target.outcome or "") if isinstance(choice.target, Act) else ""


def _is_meant(choice: Choice, meant: str) -> bool:
    """Whether a choice is what a line means: its place, its script, its outcome, or how its label begins."""
    match choice.target:
        case Place() as place if meant in {place.script, str(place)}:
            return True
        case Act(name=name, outcome=code) if meant in {name, code}:
            return True
        case _:
            return choice.label.lower().startswith(meant.lower())
