"""What a synthetic portfolio is drawn from: names by frequency, ZIPs by population, invented facilities."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One ZIP; `area_codes` are those of its own state that reach it."""

    zip: str
    city: str
    state: str
    area_codes: tuple[str, ...]


class Facility(msgspec.Struct, frozen=True, kw_only=True):
    """Where care was given and the client code that bills for it."""

    client: str
    name: str


class Tables(msgspec.Struct, frozen=True, kw_only=True):
    """Everything weighted as (value, weight); first names by sex ('f', 'm'), facilities by state."""

    first_names: dict[str, tuple[tuple[str, int], ...]]
    spanish_first_names: dict[str, tuple[tuple[str, int], ...]]
    surnames: tuple[tuple[str, int], ...]
    spanish_surnames: tuple[tuple[str, int], ...]
    rare_surnames: tuple[tuple[str, int], ...]
    places: tuple[tuple[Place, int], ...]
    facilities: dict[str, tuple[tuple[Facility, int], ...]]

    def clients(self) -> tuple[str, ...]:
        """Every client code, in order."""
        return tuple(sorted({f.client for served in self.facilities.values() for f, _ in served}))


def load_tables(folder: Path, *, with_rare: bool = False) -> Tables:
    """The tables of `folder` (data/tables); the eighty thousand rare surnames are many to read for a few people."""
    surnames = _rows(folder / "surnames.csv")
    first_names = _rows(folder / "first_names.csv")
    places = _rows(folder / "places.csv")
    return Tables(
        first_names={sex: _weighted(r for r in first_names if r["sex"] == sex) for sex in "fm"},
        spanish_first_names={
            sex: _weighted(r for r in first_names if r["sex"] == sex and r["spanish"] == "1") for sex in "fm"
        },
        surnames=_weighted(surnames),
        spanish_surnames=_weighted(r for r in surnames if r["spanish"] == "1"),
        rare_surnames=_weighted(_rows(folder / "rare_surnames.csv")) if with_rare else (),
        places=tuple((_place(row), int(row["people"])) for row in places),
        facilities=_facilities(_rows(folder / "facilities.csv"), {row["state"] for row in places}),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    """Rows of a table whose sources stand in comment lines on top."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _weighted(rows: Iterable[dict[str, str]]) -> tuple[tuple[str, int], ...]:
    return tuple((row["name"], int(row["weight"])) for row in rows)


def _place(row: dict[str, str]) -> Place:
    return Place(zip=row["zip"], city=row["city"], state=row["state"], area_codes=tuple(row["area_codes"].split()))


def _facilities(rows: list[dict[str, str]], states: Iterable[str]) -> dict[str, tuple[tuple[Facility, int], ...]]:
    serving: defaultdict[str, list[tuple[Facility, int]]] = defaultdict(list)
    for row in rows:
        facility = Facility(client=row["client"], name=row["facility"])
        for state in sorted(states) if row["states"] == "*" else row["states"].split():
            serving[state].append((facility, int(row["weight"])))
    return {state: tuple(served) for state, served in serving.items()}
