"""A kind of caller as a value: how the name is given, what else is said, and which further fields may come with it."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

import msgspec

from callassist.intake.library import data_root
from callassist.intake.synthetic_tables import load_tables
from tests.bench.callers import Scene
from tests.bench.callers_slips import Slip

HERE = Path(__file__).resolve().parent
IDENTITY = ("dob", "zip", "ssn4", "phone", "last4")
BOTH = 0.25


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """`name` '' when none is given; `fields` plainly, before they are spelt in some way."""

    name: str = ""
    fields: Mapping[str, str] = {}


Weighted = tuple[tuple[str, ...], tuple[int, ...]]
"""Names, and the sum of the weights up to each."""
Say = Callable[[Random, Scene], Said | None]
"""What such a caller says; None when the holder is none of whom it could happen to."""


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """`least` to `most` fields of `further` are given besides, as they are on file.

    `is_mangled`: something that is said differs from what is on file.
    """

    name: str
    say: Say
    further: tuple[str, ...] = IDENTITY
    least: int = 1
    most: int = 2
    is_mangled: bool = True


def slipped(slip: Slip) -> Say:
    """The slip happens to the last name, the first or both."""

    def say(luck: Random, scene: Scene) -> Said | None:
        first, last = scene.holder.name
        if luck.random() < BOTH:
            return changed(scene, slip(luck, first), slip(luck, last))
        if luck.random() < 0.6:
            return changed(scene, first, slip(luck, last)) or changed(scene, slip(luck, first), last)
        return changed(scene, slip(luck, first), last) or changed(scene, first, slip(luck, last))

    return say


def slipped_once(slip: Slip) -> Say:
    """The slip happens to one of the two names."""

    def say(luck: Random, scene: Scene) -> Said | None:
        first, last = scene.holder.name
        if luck.random() < 0.6:
            return changed(scene, first, slip(luck, last))
        return changed(scene, slip(luck, first), last)

    return say


def slipped_in_both(slip: Slip) -> Say:
    """The slip happens to both names."""

    def say(luck: Random, scene: Scene) -> Said | None:
        first, last = scene.holder.name
        said = slip(luck, first), slip(luck, last)
        return Said(name=" ".join(said)) if said[0] != first and said[1] != last else None

    return say


def changed(scene: Scene, first: str, last: str) -> Said | None:
    """The name so, unless it is as on file."""
    return Said(name=f"{first} {last}") if (first, last) != scene.holder.name else None


def full(scene: Scene) -> str:
    """The name as on file."""
    return " ".join(scene.holder.name)


@cache
def nicknames() -> dict[str, tuple[str, ...]]:
    """What bearers of a given name are called."""
    return {row["name"]: (*row["called"].split(),) for row in _rows("callers_nicknames.csv")}


@cache
def given_names() -> dict[str, tuple[str, ...]]:
    """The given names behind what somebody is called."""
    behind: defaultdict[str, list[str]] = defaultdict(list)
    for name, called in nicknames().items():
        for short in called:
            behind[short].append(name)
    return {short: (*names,) for short, names in behind.items()}


@cache
def scripts() -> dict[tuple[str, str], dict[str, str]]:
    """Names and letters in other alphabets, by part (first, last, letters) and script."""
    tables: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in _rows("callers_scripts.csv"):
        tables[row["part"], row["script"]][row["latin"]] = row["text"]
    return tables


@cache
def surnames() -> Weighted:
    """Surnames of the portfolios and how often each is borne."""
    return _summed(load_tables(data_root() / "tables").surnames)


@cache
def first_names() -> Weighted:
    """First names of the portfolios and how often each is borne."""
    tables = load_tables(data_root() / "tables").first_names
    return _summed([*tables["f"], *tables["m"]])


@cache
def zips() -> Weighted:
    """ZIPs by population."""
    return _summed((place.zip, people) for place, people in load_tables(data_root() / "tables").places)


def drawn(luck: Random, table: Weighted) -> str:
    """A name by frequency."""
    names, upto = table
    return luck.choices(names, cum_weights=upto)[0]


def _summed(table: Iterable[tuple[str, int]]) -> Weighted:
    names, weights = zip(*table, strict=True)
    return tuple(name.lower() for name in names), tuple(accumulate(weights))


def _rows(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return [*csv.DictReader(line for line in lines if not line.startswith("#"))]
