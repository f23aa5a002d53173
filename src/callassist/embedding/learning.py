"""What the small model's vectors say of intents: ridge regression on nearness to some of the examples.

Nearness falls off with distance (exp of STEEP times the product less 1), so that what is near no example is like none,
as with nearest neighbours; the ridge weighs the neighbours. Scores of examples left out one at a time say how far a
score can be trusted (Platt's sigmoid), as for likeness of words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from callassist.listening import Chances
from callassist.listening_likeness import fitted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Vectors = NDArray[np.float32]

STEEP: Final = 3.0
RIDGE: Final = 0.2
MARKS_AT_MOST: Final = 1500
"""Examples to which nearness is measured; all of them teach."""
SURE: Final = 1e-6
WORDS: Final = 0.5
"""The part of the words in the mean of both judges' log-odds."""
SHARP: Final = 1.4
SHIFT: Final = 0.6
"""That mean is made this much sharper and moved: found, as the part was, on examples held back from learning."""


class Taught(msgspec.Struct, frozen=True, kw_only=True):
    """What was learnt, as it is kept: 16-bit floats a mark, 32-bit floats for what each says of each intent."""

    names: tuple[str, ...]
    marks: bytes
    weights: bytes
    base: tuple[float, ...]
    slope: tuple[float, ...]
    shift: tuple[float, ...]


class Judge:
    """What was learnt, ready to be asked."""

    def __init__(self, taught: Taught) -> None:
        import numpy as np

        count = len(taught.names)
        self._weights = np.frombuffer(taught.weights, dtype=np.float32).reshape(-1, count)
        self._marks = np.frombuffer(taught.marks, dtype=np.float16).reshape(len(self._weights), -1).astype(np.float32)
        self._base, self._slope, self._shift = map(np.array, (taught.base, taught.slope, taught.shift))

    def odds(self, vectors: Vectors) -> Floats:
        """The log-odds of each intent, a line a text."""
        import numpy as np

        scores = _near(vectors, self._marks) @ self._weights + self._base
        return np.asarray(scores * self._slope + self._shift, dtype=np.float64)


def joined(by_words: Chances, odds: Floats) -> list[list[float]]:
    """The chances that hold when both judges are heard: neither alone can make anything sure."""
    import numpy as np

    words = np.clip(np.array(by_words), SURE, 1 - SURE)
    both = WORDS * np.log(words / (1 - words)) + (1 - WORDS) * np.clip(odds, math.log(SURE), -math.log(SURE))
    return np.asarray(1 / (1 + np.exp(-(SHARP * both + SHIFT)))).tolist()  # type: ignore[no-any-return]


def teach(vectors: Vectors, having: Sequence[frozenset[str]], names: tuple[str, ...]) -> Taught:
    """Learn from the vectors of examples, each with the intents it has. Takes seconds for thousands of them."""
    import numpy as np

    labels = np.array([[float(name in has) for name in names] for has in having])
    base = labels.mean(axis=0)
    marks = vectors[:: max(1, math.ceil(len(vectors) / MARKS_AT_MOST))]
    own = _near(marks, marks).astype(np.float64) + 1e-3 * np.eye(len(marks))
    whiten = np.linalg.inv(np.linalg.cholesky(own)).T
    table = _near(vectors, marks).astype(np.float64) @ whiten
    inverse = np.linalg.inv(table.T @ table + RIDGE * np.eye(len(marks)))
    weights = inverse @ (table.T @ (labels - base))
    pull = np.minimum(((table @ inverse) * table).sum(axis=1), 0.99)
    alone = labels - (labels - base - table @ weights) / (1 - pull)[:, None]
    fits = [fitted(alone[:, at], labels[:, at]) for at in range(len(names))]
    return Taught(
        names=names,
        marks=marks.astype(np.float16).tobytes(),
        weights=(whiten @ weights).astype(np.float32).tobytes(),
        base=tuple(base.tolist()),
        slope=tuple(slope for slope, _ in fits),
        shift=tuple(shift for _, shift in fits),
    )


def _near(some: Vectors, others: Vectors) -> Vectors:
    import numpy as np

    return np.asarray(np.exp(STEEP * (some @ others.T - 1)), dtype=np.float32)
