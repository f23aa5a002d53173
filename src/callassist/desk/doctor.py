"""Is everything as it should be? Chains, then every case folded again and compared with what the indexes say of it.

Then what journals point to: the rules by which checks were made, and the notice, request or leave that an answer ends.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

import msgspec

from callassist import events as ev
from callassist.casefile import Entry, consumer_stream
from callassist.desk.books import kept_rules
from callassist.desk.cases import Cases
from callassist.errors import CallassistError
from callassist.store import BLOCKED, CLOSED, INCOMPLETE, READY, SKIP_TRACE, Projection, UnknownCase

Watch = Callable[[int], None]
STILL = frozenset({CLOSED, INCOMPLETE, SKIP_TRACE})
"""States that follow from the case alone, whatever the hour and the rules."""

ENDS: Final[Mapping[type[ev.Event], tuple[str, type[ev.Event]]]] = {
    ev.NoticeReturned: ("notice", ev.NoticeSent),
    ev.NoticeWithdrawn: ("notice", ev.NoticeSent),
    ev.RequestAnswered: ("request", ev.RequestMade),
    ev.RequestWithdrawn: ("request", ev.RequestMade),
    ev.AuthorityEnded: ("authority", ev.AuthorityGiven),
    ev.ComplaintAnswered: ("complaint", ev.ComplaintMade),
    ev.ConsentRevoked: ("consent", ev.ConsentGiven),
    ev.RestrictionLifted: ("restriction", ev.RestrictionPlaced),
}
"""What an event names the number of, in its own journal, and what stands there."""


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
    books: dict[str, int] = {}
    for count, case in enumerate(cases.store.scan(), start=1):
        watch(count)
        faults += _faults(cases, case, books)
    return Health(cases=count, faults=(*faults, *_lost(cases, books)))


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


def _faults(cases: Cases, case: int, books: dict[str, int]) -> Iterator[str]:
    """What is wrong with a case; looked at twice, since others may write between the two reads of one look.

    `books` gathers the digests that its checks name, each with the first case that does.
    """
    try:
        wrong = _wrong(cases, case) and _wrong(cases, case)
        home = [entry for entry in cases.store.load(case)[1] if entry.stream == consumer_stream(case)]
    except CallassistError as fault:
        yield f"Case C{case}: it cannot be read. {fault}"
        return
    if wrong:
        yield f"Case C{case}: the indexes say another {', '.join(wrong)}; run callassist doctor --mend."
    for entry in home:
        if isinstance(entry.event, ev.CheckMade) and entry.event.book:
            books.setdefault(entry.event.book, case)
    yield from _pointless(case, home)


def _pointless(case: int, home: Iterable[Entry]) -> Iterator[str]:
    """The events of a journal that end something which does not stand there before them."""
    begun: dict[type[ev.Event], set[int]] = {kind: set() for _, kind in ENDS.values()}
    for entry in home:
        kind = type(entry.event)
        if kind in begun:
            begun[kind].add(entry.seq)
        elif kind in ENDS:
            yield from _no_target(case, entry, begun[ENDS[kind][1]])


def _no_target(case: int, entry: Entry, begun: Collection[int]) -> Iterator[str]:
    name = ENDS[type(entry.event)][0]
    number = getattr(entry.event, name)
    if number not in begun:
        yield f"Case C{case}: event {entry.seq}, {type(entry.event).__name__}, names {name} {number}, which is none."


def _lost(cases: Cases, books: Mapping[str, int]) -> Iterator[str]:
    """One fault for each rulebook that checks name and the store does not hold as they name it."""
    for digest, case in books.items():
        if kept_rules(cases.store, digest) is None:
            yield f"The rules {digest}, by which a check on C{case} was made, are not kept as it names them."


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
    """Ready, asleep and blocked depend on the hour; but nothing stays blocked that no rule stops any more.

    An import blocks on suspicion until a sweep asks the rules: who comes of age some day then sleeps till then.
    """
    if right in STILL or found in STILL:
        return right != found
    return found == BLOCKED and right == READY
