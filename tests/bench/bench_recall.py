"""Whether the right person is found: made-up callers of many kinds, beside brute force on the same callers.

The seed of these callers is kept apart from the one that the weights were learnt with (tests/bench/learn.py).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from callassist.asked import Asked, ask, ask_fields
from callassist.intake.library import data_root, load_lore
from callassist.lore import Lore
from callassist.matching import SURE, Matcher
from callassist.stores.sqlite import SqliteStore
from tests.bench.bench_matching import MILLION, TODAY
from tests.bench.brute import Brute
from tests.bench.callers import Caller, Register, holders
from tests.bench.callers_kinds import others, strangers, ten
from tests.bench.figure import Figure
from tests.bench.learn import cases_of, fields_of
from tests.bench.portfolios import csv_of, database_of

SEED: Final = 202
EACH, EACH_OTHER, STRANGERS = 150, 20, 400
BEST: Final = 5
BINS: Final = 10

Seen = tuple[Caller, int, tuple[tuple[float, bool], ...]]
"""A caller, the rank of the right answer (0 for none), and everybody's chance with whether they were meant."""


def run(*, quick: bool) -> Iterator[Figure]:
    """Recall by kind, calibration, strangers."""
    accounts = MILLION // 20 if quick else MILLION
    database, everybody = database_of(accounts), holders(csv_of(accounts))
    register, store, lore = Register(everybody), SqliteStore(str(database)), load_lore(data_root())
    judge = _Judge(Matcher(store.index, lore.names, lore.levels), store, lore, register)
    first = ten(everybody, SEED, EACH // 3 if quick else EACH)
    rest = others(everybody, SEED, EACH_OTHER // 4 if quick else EACH_OTHER)
    calls = strangers(everybody, SEED, STRANGERS)
    judge.know([*first, *rest])
    seen = {"the ten kinds": judge.seen(first, judge.fields), "other kinds": judge.seen(rest, judge.fields)}
    for label, least in (("the ten kinds", (0.91, 0.96)), ("other kinds", (0.96, 0.985))):
        yield from _recall(label, seen[label], least)
    free = judge.seen(first, judge.line)
    yield Figure(
        name="recall@5 lost by one line of free text", ours=_at(seen["the ten kinds"], BEST) - _at(free, BEST), unit="",
        most=0.02,
    )  # fmt: skip
    unknown = judge.seen(calls, judge.fields)
    yield from _calibration([*seen["the ten kinds"], *seen["other kinds"], *unknown])
    told = sum(bool(chances) and chances[0][0] >= SURE for _, _, chances in unknown) / len(unknown)
    yield Figure(name="strangers shown as a match", ours=told, unit="", most=0.01)
    yield from _beside_brute(Brute(everybody), register, [*seen["the ten kinds"], *seen["other kinds"]], quick=quick)


class _Judge:
    """Asks, and looks up what would have been right."""

    def __init__(self, matcher: Matcher, store: SqliteStore, lore: Lore, register: Register) -> None:
        self._matcher, self._store, self._lore, self._register = matcher, store, lore, register
        self._meant: Mapping[str, frozenset[int]] = {}

    def know(self, callers: Sequence[Caller]) -> None:
        """Look up whom they mean."""
        self._meant = cases_of(self._store, callers)

    def fields(self, caller: Caller) -> Asked:
        """What the caller says, by field."""
        return ask_fields(fields_of(caller), self._lore.names, TODAY)

    def line(self, caller: Caller) -> Asked:
        """The same in one line, in any order."""
        return ask(caller.free, self._lore.names, TODAY)

    def seen(self, callers: Sequence[Caller], asked: Callable[[Caller], Asked]) -> list[Seen]:
        """What came of each; a second look where the first is sure of nobody, as on a pause of the fingers."""
        return [(caller, *self._one(caller, asked(caller), TODAY)) for caller in callers]

    def _one(self, caller: Caller, asked: Asked, today: date) -> tuple[int, tuple[tuple[float, bool], ...]]:
        found = self._matcher.find(asked, today)
        if not found.matches or found.matches[0].probability < SURE:
            found = self._matcher.find(asked, today, is_deep=True)
        briefs = self._store.index.briefs([match.case for match in found.matches])
        rank = 0
        if caller.target:
            right = (
                place
                for place, match in enumerate(found.matches, 1)
                if any(self._register.is_hit(caller, one.partition("/")[2]) for one in briefs[match.case].accounts)
            )
            rank = next(right, 0)
        meant = self._meant.get(caller.target, frozenset())
        people = {match.person for match in found.matches if match.case in meant}
        firsts = {match.person: match.probability for match in reversed(found.matches)}
        return rank, tuple((chance, person in people) for person, chance in sorted(firsts.items()))


def _at(seen: Sequence[Seen], best: int) -> float:
    return sum(0 < rank <= best for _, rank, _ in seen) / len(seen)


def _recall(label: str, seen: Sequence[Seen], least: tuple[float, float]) -> Iterator[Figure]:
    """Shares that were missed, as a figure is bounded from above."""
    for best, bound in zip((1, BEST), least, strict=True):
        name = f"recall@{best}, {label} ({len(seen)} callers): missed"
        yield Figure(name=name, ours=round(1 - _at(seen, best), 6), unit="", most=round(1 - bound, 3))


def _calibration(seen: Sequence[Seen]) -> Iterator[Figure]:
    points = [point for _, _, chances in seen for point in chances]
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for chance, is_right in points:
        bins[min(BINS - 1, int(chance * BINS))].append((chance, is_right))
    apart = sum(abs(sum(c for c, _ in some) - sum(r for _, r in some)) for some in bins.values())
    yield Figure(name="calibration: expected error in ten bins", ours=apart / len(points), unit="", most=0.03)
    sure = [is_right for chance, is_right in points if chance >= SURE]
    wrong = 1 - sum(sure) / max(1, len(sure))
    yield Figure(name=f"matches (p ≥ {SURE}) that are wrong, of {len(sure)}", ours=wrong, unit="", most=0.015)


def _beside_brute(brute: Brute, register: Register, seen: Sequence[Seen], *, quick: bool) -> Iterator[Figure]:
    """Kinds of callers of whom brute force finds more among its five best, on the same callers."""
    some = [(caller, rank) for at, (caller, rank, _) in enumerate(seen) if quick or at % 4 == 0]
    ours: dict[str, int] = defaultdict(int)
    theirs: dict[str, int] = defaultdict(int)
    for (caller, rank), accounts in zip(some, brute.ranked([caller for caller, _ in some]), strict=True):
        ours[caller.kind] += 0 < rank <= BEST
        theirs[caller.kind] += 0 < register.rank(caller, accounts) <= BEST
    share = (sum(ours.values()) / len(some), sum(theirs.values()) / len(some))
    name = f"recall@5 of {len(some)} callers, missed, beside brute force"
    yield Figure(
        name=name, ours=1 - share[0], unit="", peer=1 - share[1], peer_name="best of three ratios", most_ratio=1
    )
    behind = sorted(kind for kind in theirs if theirs[kind] > ours[kind])
    yield Figure(
        name=f"kinds where brute force finds more: {', '.join(behind) or 'none'}", ours=len(behind), unit="", most=0
    )
