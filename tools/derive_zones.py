"""Derive data/tables' area_codes, zip3_zones, zip_zones and state_zones. For maintainers.

    python tools/derive_zones.py OUT_FOLDER

Needs PyPI `zipcodes` 3.0.0 (MIT) and `phonenumbers` (Apache-2.0). What they have wrong or do not have yet is
written out below; its sources are in data/tables/SOURCES.md. A zone stands for all that keep the same time as
it from FIRST_YEAR on.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import zipcodes  # type: ignore[import-not-found]  # a tool of the derivation alone, not of the program
from phonenumbers.geodata import GEOCODE_DATA
from phonenumbers.phonemetadata import PhoneMetadata
from phonenumbers.tzdata import TIMEZONE_DATA

from callassist.calendars import CLOCKS

DERIVED: Final = "2026-11"
FIRST_YEAR: Final = 2024
LAST_YEAR: Final = 2031

Zones = frozenset[str]

NAVAJO: Final = "Navajo Nation keeps daylight time; Hopi and other neighbours of the same ZIP do not"
NAVAJO_ZIPS: Final = ("86034", "86039", "86045", "86047", "86502", "86512")

OFFICIAL: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "89883": (("America/Denver",), "West Wendover is in the Mountain zone by order"),
    "96941": (("Pacific/Kosrae",), "Pohnpei keeps UTC+11"),
    "96944": (("Pacific/Kosrae",), "Kosrae keeps UTC+11"),
    "99634": (("America/Anchorage",), "Napakiak keeps Alaska time"),
    **dict.fromkeys(NAVAJO_ZIPS, (("America/Denver", "America/Phoenix"), NAVAJO)),
}
"""The zone by law where the source errs: counts for the ZIP, its prefix, its area codes and its state."""

EASTERN: Final = (("America/Chicago", "America/New_York"), "Central by law but on Eastern by custom")
EASTERN_BY_CUSTOM: Final = ("36854", "36863", "36867", "36868", "36869", "36870", "36872", "36877")
MOUNTAIN: Final = (("America/Denver", "America/Los_Angeles"), "Pacific by law but on Mountain by custom")
MOUNTAIN_BY_CUSTOM: Final = ("89825", "89826", "89831", "89832")
CUSTOM: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    **dict.fromkeys(EASTERN_BY_CUSTOM, EASTERN),
    **dict.fromkeys(MOUNTAIN_BY_CUSTOM, MOUNTAIN),
    "73946": (("America/Chicago", "America/Denver"), "Kenton is Central by law but on Mountain by custom"),
    "96898": (("Pacific/Majuro",), "Wake Island keeps UTC+12"),
}
"""Clocks that a town keeps of its own accord, or a place nobody lives in: they count for that ZIP alone."""

OVERLAYS: Final = {
    "357": "559",
    "436": "440",
    "457": "318",
    "471": "662",
    "483": "334",
    "621": "713",
    "624": "716",
    "679": "313",
    "729": "423",
    "837": "530",
    "861": "309",
    "924": "507",
}
"""Area codes too new for both packages, and the elder code on the same ground."""

TERRITORIES: Final = ("PR", "VI", "GU", "AS", "MP")


@cache
def timetable(zone: str) -> tuple[timedelta | None, ...]:
    """Its offset in every hour of the years compared."""
    first = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    hours = int((datetime(LAST_YEAR, 1, 1, tzinfo=UTC) - first).total_seconds()) // 3600
    zoned = ZoneInfo(zone)
    return tuple((first + timedelta(hours=hour)).astimezone(zoned).utcoffset() for hour in range(hours))


@cache
def common_name(zone: str) -> str:
    """The one name of ours for it; StopIteration when none keeps the same time."""
    return next(name for name in CLOCKS if timetable(name) == timetable(zone))


def zones_by_zip() -> dict[str, Zones]:
    """Every civilian ZIP that the source or a correction gives a zone."""
    table: dict[str, Zones] = {}
    for place in zipcodes.list_all():
        code = place["zip_code"]
        if code in OFFICIAL:
            table[code] = frozenset(OFFICIAL[code][0])
        elif place["timezone"]:
            table[code] = frozenset({common_name(place["timezone"])})
        if place["state"] == "AZ" and "America/Denver" in table[code]:
            table[code] |= {"America/Phoenix"}
    return table


def home_states(places: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Area code → the state of most ZIPs that list it; the source lists neighbours' codes too."""
    listed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for place in places:
        for code in place["area_codes"]:
            listed[code][place["state"]] += 1
    return {code: states.most_common(1)[0][0] for code, states in listed.items()}


def assigned_codes() -> set[str]:
    """Geographic area codes of the states and territories; the ZIPs' lists hold Canadian neighbours too."""
    region: Callable[[str], Any] = PhoneMetadata.metadata_for_region  # always there for these
    fixed = re.compile(region("US").fixed_line.national_number_pattern)
    tries = ("2345678", "5551234", "2502500", "4444444")
    national = {str(code) for code in range(200, 1000) if any(fixed.fullmatch(f"{code}{rest}") for rest in tries)}
    territories = (region(name).leading_digits for name in TERRITORIES)
    return national | set("|".join(territories).split("|"))


def states_by_name() -> dict[str, str]:
    """How phonenumbers names a state → its postal code, learnt from the codes that both sources know."""
    home = home_states(zipcodes.list_all())
    learnt = {GEOCODE_DATA.get(f"1{code}", {}).get("en", ""): state for code, state in home.items()}
    return {name: state for name, state in learnt.items() if name and "," not in name}


def area_codes(by_zip: Mapping[str, Zones]) -> dict[str, tuple[str, Zones]]:
    """Area code → home state and the zones of all its ZIPs there."""
    places = zipcodes.list_all()
    home = home_states(places)
    table: dict[str, tuple[str, Zones]] = {}
    for place in places:
        for code in place["area_codes"]:
            if place["state"] == home[code] and place["zip_code"] in by_zip:
                known = table.get(code, (home[code], frozenset()))[1]
                table[code] = home[code], known | by_zip[place["zip_code"]]
    assigned = assigned_codes()
    table = {code: row for code, row in table.items() if code in assigned}
    table |= {code: by_telephony(code) for code in sorted(assigned - table.keys())}
    return table | {code: table[elder] for code, elder in OVERLAYS.items()}


def by_telephony(code: str) -> tuple[str, Zones]:
    """State and zones of a code that no ZIP lists, as phonenumbers has them."""
    name = GEOCODE_DATA.get(f"1{code}", {}).get("en", "")
    state = states_by_name().get(name) or name.rpartition(", ")[2]
    return state, frozenset(common_name(zone) for zone in TIMEZONE_DATA[f"1{code}"])


def states(by_zip: Mapping[str, Zones]) -> dict[str, Zones]:
    """Postal code of a state or territory → the zones of its ZIPs."""
    table: defaultdict[str, Zones] = defaultdict(frozenset)
    for place in zipcodes.list_all():
        table[place["state"]] |= by_zip.get(place["zip_code"], frozenset())
    return {state: zones for state, zones in table.items() if zones}


def prefixes(by_zip: Mapping[str, Zones]) -> dict[str, Zones]:
    """First three digits → the zones of all ZIPs that begin so."""
    table: defaultdict[str, Zones] = defaultdict(frozenset)
    for code, zones in by_zip.items():
        table[code[:3]] |= zones
    return dict(table)


def exceptions(by_zip: Mapping[str, Zones]) -> dict[str, tuple[str, Zones]]:
    """ZIP → note and zones, of those that differ from their first three digits."""
    by_prefix = prefixes(by_zip)
    custom = {code: frozenset(zones) for code, (zones, _) in CUSTOM.items()}
    notes = {code: note for code, (_, note) in (OFFICIAL | CUSTOM).items()}
    return {
        code: (notes.get(code, ""), zones)
        for code, zones in (dict(by_zip) | custom).items()
        if zones != by_prefix[code[:3]]
    }


def write(path: Path, about: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """One table, in the order of its keys, with its source above it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {about}\n")
        file.write("# PyPI zipcodes 3.0.0 (MIT) and phonenumbers 9.0.43 (Apache-2.0), with corrections:\n")
        file.write(f"# SOURCES.md. Derived {DERIVED}.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(sorted(rows))


def joined(zones: Zones) -> str:
    """Zones as the tables write them."""
    return "|".join(sorted(zones))


def derive(folder: Path) -> None:
    """Write the four tables."""
    by_zip = zones_by_zip()
    write(
        folder / "area_codes.csv",
        "Telephone area codes of the states and territories: home state, and every zone in use there.",
        ("area_code", "state", "zones"),
        ((code, state, joined(zones)) for code, (state, zones) in area_codes(by_zip).items()),
    )
    write(
        folder / "zip3_zones.csv",
        "The first three digits of a ZIP: every zone that its ZIPs are in. Military mail has none.",
        ("zip3", "zones"),
        ((code, joined(zones)) for code, zones in prefixes(by_zip).items()),
    )
    write(
        folder / "zip_zones.csv",
        "ZIPs whose zones are not those of their first three digits.",
        ("zip", "note", "zones"),
        ((code, note, joined(zones)) for code, (note, zones) in exceptions(by_zip).items()),
    )
    write(
        folder / "state_zones.csv",
        "States, territories and associated states by postal code: every zone by law.",
        ("state", "zones"),
        ((state, joined(zones)) for state, zones in states(by_zip).items()),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    derive(parser.parse_args().folder)
