"""Is everything as it should be? Chains, then every case folded again and compared with what the indexes say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from callassist.desk.cases import Cases
from callassist.errors import CallassistError
from callassist.store import BLOCKED, CLOSED, INCOMPLETE, SKIP_TRACE, Projection, UnknownCase

Watch = Callable[[int], None]
STILL = frozenset({CLOSED, INCOMPLETE, SKIP_TRACE})
"""States that follow from the case alone, whatever the hour and the rules."""


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found. `faults` are sentences; `mended` says how many cases' indexes were written anew."""

    cases: int
    faults: tuple[str, ...]
    mended: int = 0

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def examine(cases: Cases, watch: Watch) -> Health:
    """Look at every chain and every case; `watch` hears how many cases are done."""
    faults = list(cases.store.faults())
    count = 0
    for count, case in enumerate(cases.store.scan(), start=1):
        watch(count)
        faults += _faults(cases, case)
    return Health(cases=count, faults=tuple(faults))


def mend(cases: Cases, watch: Watch) -> Health:
    """Write anew whatever follows from dossiers and journals and differs, then look again at all."""
    cases.store.reindex()
    mended = 0
    for case in (*_left_out(cases), *cases.store.scan()):
        try:
            read = cases.read(case)
            right = cases.place(read)
            if _differences(right, _found(cases, case)):
                cases.put(((read, right),))
                mended += 1
        except CallassistError:
            continue  # it cannot be read: the look that follows says so
    return msgspec.structs.replace(examine(cases, watch), mended=mended)


def _faults(cases: Cases, case: int) -> Iterator[str]:
    """What is wrong with a case; looked at twice, since others may write between the two reads of one look."""
    try:
        wrong = _wrong(cases, case) and _wrong(cases, case)
    except CallassistError as fault:
        yield f"Case C{case}: it cannot be read. {fault}"
        return
    if wrong:
        yield f"Case C{case}: the indexes say another {', '.join(wrong)}; run callassist doctor --mend."


def _wrong(cases: Cases, case: int) -> tuple[str, ...]:
    return _differences(cases.place(cases.read(case)), _found(cases, case))


def _found(cases: Cases, case: int) -> Projection | None:
    try:
        return cases.store.projection_of(case)
    except UnknownCase:
        return None


def _left_out(cases: Cases) -> Iterator[int]:
    """Cases that have a journal and no place in the queue: looked for among all numbers ever given."""
    known = frozenset(cases.store.scan())
    after, _ = cases.store.reserve(0, 0)
    for case in range(1, after):
        if case not in known:
            try:
                cases.store.load(case)
            except CallassistError:
                continue
            yield case


def _differences(right: Projection, found: Projection | None) -> tuple[str, ...]:
    """What is not as it follows. When a case wakes depends on the hour it was written, so only lasting parts count."""
    if found is None:
        return ("place in the queue",)
    pairs = {
        "numbers": (sorted(right.numbers), sorted(found.numbers)),
        "name": (right.name, found.name),
        "joining keys": (sorted(right.joins), sorted(found.joins)),
        "debts": (sorted(right.debts), sorted(found.debts)),
        "client, line, language or place": (right.work.group, found.work.group),
        "state of the consumer": (right.work.region, found.work.region),
    }
    wrong = tuple(what for what, (one, other) in pairs.items() if one != other)
    return (*wrong, "place in the queue") if _is_misplaced(right.work.state, found.work.state) else wrong


def _is_misplaced(right: str, found: str) -> bool:
    """Ready, asleep and blocked depend on the hour; but nothing stays blocked that no rule stops any more."""
    if right in STILL or found in STILL:
        return right != found
    return found == BLOCKED != right
