"""Learn how much each kind of likeness counts, and how sure an answer is: both match tables in data/tables.

    python -m tests.bench.learn DATABASE PLACEMENTS.csv [--beside DATABASE PLACEMENTS.csv] [--curve] [--seed 101]

The database holds the placements. Made-up callers (callers_kinds) ask for people who are on file; m of a level is the
share of what they say that is like their own record in this way, all kinds of callers counting alike. u is not learnt:
it follows from how many values there are, or is counted in the portfolio. Then strangers call too, as many as the
engine expects (matching.STRANGER), over portfolios of several sizes (--beside): in a small one fewer are alike, and
what is doubtful there is mostly somebody who is not on file. The curve from the bare sum of bits to a chance is the
isotonic one (pool adjacent violators) that fits what came of it best. The figures in docs/matching.md are measured with
another seed (bench_recall).
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from callassist.asked import ask_fields
from callassist.intake.library import data_root, load_lore
from callassist.intake.match_tables import CURVE, LEVELS
from callassist.lore import Lore
from callassist.matching import STRANGER, SURE, Matcher
from callassist.matching_levels import DIFFERS, EXACT, MISSING, NAME, Levels
from callassist.matching_scores import FIELDS
from callassist.stores.sqlite import SqliteStore
from tests.bench.callers import Caller, Holder, holders
from tests.bench.callers_kinds import others, strangers, ten

TODAY: Final = date(2026, 6, 2)
MADE: Final = f"{date.today():%Y-%m}"  # noqa: DTZ011  # the month alone
LEVELS_HEAD: Final = f"""\
# How much a level of likeness counts: log2(m / u); of names m / ways over the chance that anybody says the word.
# m is learnt from made-up callers (python -m tests.bench.learn), u and ways are arithmetic or judgement. Made {MADE}.
"""
CURVE_HEAD: Final = f"""\
# From the chance that the sum of bits gives to one that proved right: isotonic, over made-up callers and strangers
# who call 50,000 and a million accounts. Written by python -m tests.bench.learn, which says how. Made {MADE}.
"""
NAMED: Final = frozenset(FIELDS.values())
POINTS: Final = 32
LEAST: Final = 0.01
"""m of a level that hardly anybody showed."""
LEARNT: Final = frozenset({NAME, "zip", "ssn4", "dob", "phone", "last4", "caller_id"})
"""Fields that callers of very many kinds give; others are given by kinds that get them wrong on purpose."""
KEPT_AS_WRITTEN: Final = frozenset({"order", "not own", "middle", "no surname", "open", "initial"})
"""Levels of names that no caller shows by itself."""


def fields_of(caller: Caller) -> dict[str, str]:
    """What a caller gives, as columns of a file of queries."""
    return caller.fields | ({"name": caller.text} if caller.text else {})


def counted(
    matcher: Matcher, lore: Lore, cases: dict[str, frozenset[int]], callers: Sequence[Caller]
) -> Counter[tuple[str, str]]:
    """How often each (field, level) came of what callers said beside their own record."""
    seen: Counter[tuple[str, str]] = Counter()
    for caller in callers:
        asked = ask_fields(fields_of(caller), lore.names, TODAY)
        for score in matcher.weigh(asked, TODAY, [*cases[caller.target]])[:1]:
            seen.update((NAME if reason.field in NAMED else reason.field, reason.level) for reason in score.reasons)
    return seen


def learnt(levels: Levels, seen: Counter[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Every level's m; a field that nobody gave keeps what it has.

    Of slips in numbers half is taken: as many kinds of callers make one as give a number right, which people do not.
    """
    whole = Counter[str]()
    for (field, level), count in seen.items():
        if level != MISSING and not (field == NAME and level in KEPT_AS_WRITTEN):
            whole[field] += count
    return {
        (field, level): m
        if field not in LEARNT or (field == NAME and level in KEPT_AS_WRITTEN)
        else max(LEAST, seen[field, level] / whole[field] / (2 if _is_slip(field, level) else 1))
        for (field, level), m in levels.m.items()
    }


def _is_slip(field: str, level: str) -> bool:
    return field != NAME and level not in {EXACT, DIFFERS}


def isotonic(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """(mean raw chance, share that was right) of blocks that rise, by pooling neighbours that do not."""
    blocks: list[list[float]] = []  # sum of chances, right ones, count
    for raw, right in sorted(points):
        blocks.append([raw, right, 1.0])
        while len(blocks) > 1 and blocks[-2][1] * blocks[-1][2] >= blocks[-1][1] * blocks[-2][2]:
            last = blocks.pop()
            blocks[-1] = [one + other for one, other in zip(blocks[-1], last, strict=True)]
    return [(total / count, right / count) for total, right, count in blocks]


def thinned(curve: Sequence[tuple[float, float]], most: int) -> list[tuple[float, float]]:
    """Some of the points, from the first to the last."""
    step = max(1, (len(curve) - 1) / (most - 1))
    places = dict.fromkeys(min(len(curve) - 1, round(step * n)) for n in range(most))
    return [curve[place] for place in places]


def answered(
    matcher: Matcher, lore: Lore, cases: dict[str, frozenset[int]], callers: Iterable[Caller]
) -> Iterator[tuple[float, float]]:
    """The raw chance of everybody found, and whether they were meant; a namesake was not."""
    for caller in callers:
        asked = ask_fields(fields_of(caller), lore.names, TODAY)
        found = matcher.find(asked, TODAY)
        if not found.matches or found.matches[0].probability < SURE:
            found = matcher.find(asked, TODAY, is_deep=True)
        meant = cases.get(caller.target, frozenset())
        people = {match.person for match in found.matches if match.case in meant}
        for match in {match.person: match for match in reversed(found.matches)}.values():
            yield match.probability, float(match.person in people)


def write(root: Path, levels: Levels | None, curve: Sequence[tuple[float, float]]) -> None:
    """The curve, and the levels where they were learnt too."""
    if levels is not None:
        write_levels(root, levels)
    with (root / "tables" / CURVE).open("w", encoding="utf-8", newline="") as out:
        out.write(CURVE_HEAD)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("raw", "probability"))
        writer.writerows((f"{raw:.5f}", f"{chance:.5f}") for raw, chance in curve)


def write_levels(root: Path, levels: Levels) -> None:
    """The levels, in the order in which they stood."""
    with (root / "tables" / LEVELS).open("w", encoding="utf-8", newline="") as out:
        out.write(LEVELS_HEAD)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("field", "level", "m", "u", "ways"))
        for at in levels.m:
            rest = (f"{t[at]:.7g}" if at in t else "" for t in (levels.u, levels.ways))
            writer.writerow((*at, f"{levels.m[at]:.4f}", *rest))


def cases_of(store: SqliteStore, callers: Iterable[Caller]) -> dict[str, frozenset[int]]:
    """The cases of everybody who owes the account that a caller calls about; clients may number alike."""
    found: dict[str, frozenset[int]] = {}
    for key, account in store.accounts("", sorted({caller.target for caller in callers})).items():
        number = key.partition("/")[2]
        found[number] = found.get(number, frozenset()) | {*store.owners(account.debt)}
    return found


class Portfolio(NamedTuple):
    """Accounts on file, and the file from which they were placed."""

    store: SqliteStore
    everybody: Sequence[Holder]


def portfolio(paths: Sequence[Path]) -> Portfolio:
    """One portfolio: its database, its placements."""
    database, placements = paths
    return Portfolio(SqliteStore(str(database)), holders(placements))


def levels_of(one: Portfolio, lore: Lore, bare: Levels, asked: argparse.Namespace) -> dict[tuple[str, str], float]:
    """The share m of every level, as callers over one portfolio show it."""
    kinds = (ten(one.everybody, asked.seed, 2 * asked.each), others(one.everybody, asked.seed, asked.each // 2))
    cases = cases_of(one.store, [caller for some in kinds for caller in some])
    known = [[caller for caller in some if caller.target in cases] for some in kinds]
    matcher = Matcher(one.store.index, lore.names, bare)
    return learnt(bare, sum((counted(matcher, lore, cases, some) for some in known), Counter()))


def points_of(one: Portfolio, lore: Lore, levels: Levels, asked: argparse.Namespace) -> Iterator[tuple[float, float]]:
    """Raw chances and what was right, of callers on file and of strangers as many as STRANGER says."""
    callers = [*ten(one.everybody, asked.seed, 2 * asked.each), *others(one.everybody, asked.seed, asked.each // 2)]
    cases = cases_of(one.store, callers)
    unknown = strangers(one.everybody, asked.seed, round(STRANGER * len(callers)))
    matcher = Matcher(one.store.index, lore.names, levels)
    yield from answered(matcher, lore, cases, [*callers, *unknown])


def main(arguments: Sequence[str]) -> int:
    """Learn, and write both tables."""
    ask = argparse.ArgumentParser(prog="python -m tests.bench.learn", description=__doc__)
    ask.add_argument("database", type=Path)
    ask.add_argument("placements", type=Path)
    ask.add_argument("--beside", type=Path, nargs=2, action="append", default=[], help="a portfolio of another size")
    ask.add_argument("--curve", action="store_true", help="learn the curve alone; the levels stay as they are")
    ask.add_argument("--seed", type=int, default=101)
    ask.add_argument("--each", type=int, default=60, help="callers of each of the ten kinds; half as many of others")
    asked = ask.parse_args(arguments)
    root = data_root()
    lore = load_lore(root)
    bare = Levels(m=lore.levels.m, u=lore.levels.u, ways=lore.levels.ways)
    portfolios = [portfolio((asked.database, asked.placements)), *map(portfolio, asked.beside)]
    m = bare.m if asked.curve else levels_of(portfolios[0], lore, bare, asked)
    levels = Levels(m=m, u=bare.u, ways=bare.ways)
    curve = thinned(isotonic(point for one in portfolios for point in points_of(one, lore, levels, asked)), POINTS)
    write(root, None if asked.curve else levels, [(0.0, 0.0), *curve, (1.0, max(0.999, curve[-1][1]))])
    print(f"{len(curve)} points over {len(portfolios)} portfolios.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
