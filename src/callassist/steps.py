"""How one entry of a journal changes a consumer: a step for each kind of event. A step never refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from callassist.casefile import Consumer, Entry
from callassist.dossier import Row
from callassist.events import Event

Rows = Mapping[int, Row]
"""The dossier rows that an event may name."""
E = TypeVar("E", bound=Event)
Step = Callable[[Consumer, Entry, Any, Rows], Consumer]
Steps = dict[type, Step]


def into(steps: Steps) -> Callable[[type[E]], Callable[[Callable[[Consumer, Entry, E, Rows], Consumer]], Step]]:
    """A decorator that puts a step under its kind of event."""

    def of(kind: type[E]) -> Callable[[Callable[[Consumer, Entry, E, Rows], Consumer]], Step]:
        def put(step: Callable[[Consumer, Entry, E, Rows], Consumer]) -> Step:
            steps[kind] = step
            return step

        return put

    return of
