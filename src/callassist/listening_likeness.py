"""How like words are to the examples of each intent: one linear score an intent, as a probability.

Learnt from the examples alone: for each intent what parts its examples from all others by a margin, over words, pairs
of words and parts of words. Scores of examples that were held out say how far a score can be trusted (Platt's sigmoid).
Learning brings numpy; listening does not.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]
    Row = tuple[NDArray[Any], Floats]

SHORTEST, LONGEST = 3, 5
"""Letters of the parts of words that are compared."""
NOTHING: Final = "none"
"""The name under which stands what means nothing."""
SELDOM: Final = 3
"""A feature of fewer examples teaches nothing."""
SOFT: Final = 0.6
"""How softly examples are parted: more of it lets more of them be misjudged and learns fewer of their quirks."""
ROUNDS: Final = 8
FOLDS: Final = 3
BIAS: Final = 0.3
"""What every text has of the feature that all share."""
MARGINS: Final = (2.5, -1.0)
"""Where the search for the sigmoid of a margin begins."""
STEPS: Final = 60
SCALE: Final = 3.0
STEEP, LOW, LEAN = 12.0, -5.0, 0.02
"""Where the search for a sigmoid begins, and how hard it is held to that slope."""
CLOSE: Final = 1e-4
HALF: Final = 0.5
PARTS: Final = 0.7
"""What all parts of words count for beside the words."""


class Learnt(msgspec.Struct, frozen=True, kw_only=True):
    """What was learnt, as it is kept: features a line each, 32-bit floats for their rarity and their weights."""

    names: tuple[str, ...]
    features: str
    rarity: bytes
    weights: bytes
    base: tuple[float, ...]
    slope: tuple[float, ...]
    shift: tuple[float, ...]


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """What was learnt, ready to be asked."""

    names: tuple[str, ...]
    places: Mapping[str, int]
    rarity: array[float]
    weights: array[float]
    base: tuple[float, ...]
    slope: tuple[float, ...]
    shift: tuple[float, ...]
    nothing: int | None

    def chances(self, words: Sequence[str]) -> list[float]:
        """The probability of each intent, in the order of `names`; of many that seem likely each is less so.

        So is each the likelier it is that the words mean nothing.
        """
        count = len(self.names)
        total = list(self.base)
        for place, value in _weighed(words, self.places, self.rarity):
            row = self.weights[place * count : (place + 1) * count]
            total = [sum_ + value * weight for sum_, weight in zip(total, row, strict=True)]
        chances = [
            _sigmoid(slope * value + shift) for value, slope, shift in zip(total, self.slope, self.shift, strict=True)
        ]
        whole = max(1.0, sum(chances))
        something = 1 - chances[self.nothing] / whole if self.nothing is not None else 1.0
        return [chance / whole * (1.0 if at == self.nothing else something) for at, chance in enumerate(chances)]


def ready(learnt: Learnt) -> Likeness:
    """What was kept, ready to be asked."""
    features = learnt.features.split("\n") if learnt.features else []
    return Likeness(
        names=learnt.names,
        places=dict(zip(features, range(len(features)), strict=True)),
        rarity=array("f", learnt.rarity),
        weights=array("f", learnt.weights),
        base=learnt.base,
        slope=learnt.slope,
        shift=learnt.shift,
        nothing=learnt.names.index(NOTHING) if NOTHING in learnt.names else None,
    )


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


# ── features ──


_KINDS: Final[Mapping[str, str]] = {
    word: kind
    for kind, words in (
        (
            "kin",
            "wife husband mom mother dad father son daughter brother sister mama daddy grandma grandmother grandson",
        ),
        ("kin", "grandpa grandfather spouse uncle aunt cousin boyfriend girlfriend roommate mum parents nephew niece"),
        ("he", "he she they"),
        ("him", "his her their him them"),
        ("month", "january february march april june july august september october november december spring summer"),
        ("day", "monday tuesday wednesday thursday friday saturday sunday tomorrow tonight today yesterday"),
        ("law", "attorney lawyer attorneys lawyers counsel"),
        ("care", "hospital clinic er doctor doctors dentist nurse surgeon"),
        ("bill", "bill debt account charge balance bills debts charges accounts"),
        ("call", "call calls calling phone phoning ring ringing contact contacting dial"),
    )
    for word in words.split()
}
"""What stands for what, so that what is said of a wife is known of a husband."""
_ENDS: Final = ("ing", "ed", "es", "s", "ly")
STEM: Final = 3


def _kind(word: str) -> str:
    """A word by its kind, or without its ending."""
    if word.isdigit():
        return "#"
    if word in _KINDS:
        return _KINDS[word]
    ending = next((each for each in _ENDS if word.endswith(each) and len(word) - len(each) >= STEM), "")
    return word[: len(word) - len(ending)]


def features_of(words: Sequence[str]) -> Counter[str]:
    """What is compared of words: themselves, their kinds, pairs of those, and parts of words with where they end."""
    kinds = [_kind(word) for word in words]
    found: Counter[str] = Counter(f"w{word}" for word in words if not word.isdigit())
    found.update(f"k{kind}" for kind in kinds)
    found.update(f"p{one} {two}" for one, two in zip(("^", *kinds), (*kinds, "$"), strict=True))
    found.update(f"t{one} {two}" for one, two in zip(kinds, kinds[2:], strict=False))
    for word in words:
        whole = f"<{word}>"
        for size in range(SHORTEST, min(LONGEST, len(whole)) + 1):
            found.update(f"c{whole[at : at + size]}" for at in range(len(whole) - size + 1))
    return found


def _weighed(words: Sequence[str], places: Mapping[str, int], rarity: Sequence[float]) -> list[tuple[int, float]]:
    """Place and weight of each known feature; the whole has length 1, parts of words counted for less."""
    whole: list[tuple[int, float]] = []
    square = 0.0
    for feature, count in features_of(words).items():
        place = places.get(feature)
        value = (1 + math.log(count)) * (PARTS if feature[0] == "c" else 1.0)
        if place is None:
            square += value * value * UNKNOWN * (0.25 if feature[0] == "c" else 1.0)
            continue
        value *= rarity[place]
        whole.append((place, value))
        square += value * value
    length = math.sqrt(square) or 1.0
    return [(place, value / length) for place, value in whole]


UNKNOWN: Final = 4.0
"""What a feature that no example has counts in the length: strange words make everything less like."""


# ── learning ──


def unlearnt(names: tuple[str, ...]) -> Learnt:
    """Nothing learnt: no words are like anything."""
    none, low = (0.0,) * len(names), (-9.0,) * len(names)
    return Learnt(names=names, features="", rarity=b"", weights=b"", base=none, slope=none, shift=low)


def learn(examples: Iterable[tuple[Sequence[str], frozenset[str]]], names: tuple[str, ...]) -> Learnt:
    """Learn from examples, each with the intents it has (none for what means nothing). Seconds for thousands."""
    import numpy as np

    told = tuple(examples)
    if not told:
        return unlearnt(names)
    among = Counter(feature for words, _ in told for feature in features_of(words))
    features = sorted(feature for feature, count in among.items() if count >= SELDOM)
    rarity = [1 + math.log(len(told) / among[feature]) for feature in features]
    rows = _rows([words for words, _ in told], features, rarity)
    labels = np.array([[name in has for name in names] for _, has in told])
    scores = _held_out(rows, labels, len(features))
    fits = [fitted(scores[:, at], labels[:, at].astype(np.float64), MARGINS) for at in range(len(names))]
    weights = _parted(rows, labels, len(features))
    return Learnt(
        names=names,
        features="\n".join(features),
        rarity=np.array(rarity, dtype=np.float32).tobytes(),
        weights=weights[:-1].tobytes(),
        base=tuple((weights[-1] * BIAS).tolist()),
        slope=tuple(slope for slope, _ in fits),
        shift=tuple(shift for _, shift in fits),
    )


def _rows(texts: Sequence[Sequence[str]], features: Sequence[str], rarity: Sequence[float]) -> list[Row]:
    """Of each text the places of its features, with their weights; the last place is one that every text has."""
    import numpy as np

    places = {feature: place for place, feature in enumerate(features)}
    rows: list[Row] = []
    for words in texts:
        weighed = (*_weighed(words, places, rarity), (len(features), BIAS))
        at = np.array([place for place, _ in weighed], dtype=np.intp)
        rows.append((at, np.array([value for _, value in weighed], dtype=np.float32)))
    return rows


def _parted(rows: Sequence[Row], labels: Floats, width: int) -> Floats:
    """A column an intent: what parts its examples from all others by a margin, misses squared.

    Each example in turn is put right for all intents at once (coordinate ascent in the dual: Hsieh and others, A Dual
    Coordinate Descent Method for Large-scale Linear SVM, 2008), so that no table of examples by features is needed.
    """
    import numpy as np

    weights = np.zeros((width + 1, labels.shape[1]), dtype=np.float32)
    sides = np.where(labels, 1, -1).astype(np.float32)
    pulls = np.zeros_like(sides)
    luck = np.random.default_rng(len(rows))
    for _ in range(ROUNDS):
        for row in luck.permutation(len(rows)).tolist():
            places, values = rows[row]
            mine = weights[places]
            side, pull = sides[row], pulls[row].copy()
            miss = side * (values @ mine) - 1 + SOFT * pull
            moved = np.maximum(pull - miss / (values @ values + SOFT), 0) - pull
            weights[places] = mine + np.outer(values, moved * side)
            pulls[row] += moved
    return weights


def _held_out(rows: Sequence[Row], labels: Floats, width: int) -> Floats:
    """The scores of all examples, each by what was learnt without it."""
    import numpy as np

    scores = np.zeros(labels.shape, dtype=np.float64)
    part = np.random.default_rng(FOLDS).permutation(len(rows)) % FOLDS
    for fold in range(FOLDS):
        weights = _parted(
            [row for row, its in zip(rows, part, strict=True) if its != fold], labels[part != fold], width
        )
        for at in np.flatnonzero(part == fold).tolist():
            places, values = rows[at]
            scores[at] = values @ weights[places]
    return scores


def fitted(scores: Floats, labels: Floats, begin: tuple[float, float] = (STEEP, LOW)) -> tuple[float, float]:
    """Slope and shift of the sigmoid that says how often a score is right, by Newton's method with damped steps.

    `begin` is where the search begins. The aims are Platt's, so that few examples do not make it too sure.
    """
    import numpy as np

    hits = float(labels.sum())
    aims = np.where(labels > HALF, (hits + 1) / (hits + 2), 1 / (len(labels) - hits + 2))
    fit = np.array(begin)
    columns = np.stack((scores, np.ones_like(scores)), axis=1)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(columns @ fit, -30, 30)))
        slope = columns.T @ (chance - aims) + np.array(((fit[0] - begin[0]) * LEAN, 0.0))
        bend = (columns * np.maximum(chance * (1 - chance), 1e-9)[:, None]).T @ columns + np.diag((LEAN, 1e-6))
        step = np.clip(np.linalg.solve(bend, slope), -SCALE, SCALE)
        fit = fit - step
        if float(np.abs(step).max()) < CLOSE:
            break
    return float(fit[0]), float(fit[1])
