"""The one service that screens and the command line speak to: who is next, what may be done, and doing it.

Synchronous and thread-safe: one lock, one case in hand. A caller on the UI loop uses a thread worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from threading import RLock
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from callassist.casefile import CaseFile, Consumer, Entry, consumer_stream
from callassist.commands import Command, LogOutcome, SkipCase, UndoOutcome
from callassist.desk.cards import Card, Page, card
from callassist.desk.finding import look_up
from callassist.events import DebtReleased, DebtTaken
from callassist.handbook import Handbook, Refused
from callassist.joining import folded
from callassist.journal import evolve, fold
from callassist.rules import BLOCK
from callassist.store import (
    BLOCKED,
    Changes,
    Counters,
    IsOpen,
    Position,
    Projection,
    Query,
    Seat,
    StaleCase,
    Store,
    WorkRow,
)
from callassist.survey import Verdicts, open_zones, survey
from callassist.worklist import open_promise, project

if TYPE_CHECKING:
    from callassist.decide import Accepted

LEASE: Final = timedelta(seconds=90)
CALL_LEASE: Final = timedelta(minutes=30)
TRIES: Final = 5
NAMESAKES: Final = 6
ROUNDS: Final = 4
BROKEN: Final = "BRK"
GRACE: Final = timedelta(days=1)
Clock = Callable[[], datetime]


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A case in hand: what the screens draw. `entries` is its history, oldest first per journal.

    `has_namesake` says that another of that name is on file at the same address: junior or senior, ask which.
    """

    case: CaseFile
    verdicts: Verdicts
    entries: tuple[Entry, ...]
    until: datetime
    now: datetime
    has_namesake: bool = False


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The case is in somebody else's hands."""

    case: int

    @property
    def sentence(self) -> str:
        """What to tell the collector."""
        return f"Case {self.case} is open on another desk; try again in a minute, or take the next one."


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A command that was carried out and is on disk; `says` is what was done, in words."""

    opened: Opened
    says: str


class Desk:
    """A collector's seat at a store. At most one case is in hand at a time."""

    def __init__(self, store: Store, handbook: Handbook, clock: Clock, seat: Seat) -> None:
        self.store = store
        self.handbook = handbook
        self.clock = clock
        self.seat = seat
        self._lock = RLock()
        self._opened: Opened | None = None
        self._last: int = 0

    # ── who is next ──

    @property
    def opened(self) -> Opened | None:
        """The case in hand."""
        return self._opened

    def next(self, lease: timedelta = LEASE) -> Opened | None:
        """Claim the first case that no rule stops, and open it. A case that a rule stops is put back until it opens."""
        with self._lock:
            self._let_go()
            now = self.clock()
            is_open = self.is_open(now)
            while True:
                claimed = self.store.claim(self.seat, is_open, now, now + lease)
                if claimed is None:
                    return None
                opened = self._with_broken_promise(self._load(claimed.case, claimed.until))
                if callable_now(opened):
                    self._opened = self._with_namesake(opened)
                    return self._opened
                self._put_back(opened)

    def open(self, case: int, lease: timedelta = LEASE) -> Opened | Held:
        """Take a case in hand whatever its place in the queue (search, an inbound call, a list)."""
        with self._lock:
            now = self.clock()
            held = self.store.hold(case, self.seat.collector, now, now + lease)
            if held is None:
                return Held(case=case)
            if self._opened and self._opened.case.id != case:
                self._let_go()
            self._opened = self._with_namesake(self._load(case, held.until))
            return self._opened

    def look(self, case: int) -> Opened:
        """Read a case without taking it in hand."""
        return self._load(case, self.clock())

    def release(self) -> None:
        """Give the case in hand back to the queue."""
        with self._lock:
            self._let_go()

    def skip(self, why: str) -> Done | Refused:
        """Pass the case in hand over, saying why, and give it back."""
        with self._lock:
            done = self.do(SkipCase(why=why))
            if isinstance(done, Done):
                self._let_go()
            return done

    def renew(self) -> bool:
        """Keep the case in hand; longer while its call is unfinished. False when it was lost."""
        with self._lock:
            if self._opened is None:
                return False
            lease = CALL_LEASE if self._opened.case.call else LEASE
            return self.store.renew(self._opened.case.id, self.seat.collector, self.clock() + lease)

    def unfinished(self) -> Opened | None:
        """The case of a call that was cut off (a killed terminal), taken in hand again."""
        for lease in self.store.leases(self.seat.collector, self.clock()):
            opened = self.open(lease.case, CALL_LEASE)
            if isinstance(opened, Opened) and opened.case.call:
                return opened
            self.release()
        return None

    # ── the lists ──

    def is_open(self, now: datetime) -> IsOpen:
        """Whether a set of zones is inside calling hours now; by the rule's own values."""
        return open_zones(self.handbook, now)

    def page(self, after: Position | None = None, limit: int = 32) -> Page:
        """The next lines of the queue. A line that a rule has come to stop is put to sleep and left out."""
        now = self.clock()
        cards: list[Card] = []
        for _ in range(ROUNDS):
            rows = self.store.page(self.seat, self.is_open(now), now, after, limit)
            cards += self._callable_cards(rows, now)
            if not rows:
                return Page(cards=tuple(cards), after=None)
            after = (rows[-1].lane, rows[-1].prio, rows[-1].case)
            if cards:
                break
        return Page(cards=tuple(cards), after=after)

    def _callable_cards(self, rows: tuple[WorkRow, ...], now: datetime) -> Iterator[Card]:
        for row in rows:
            opened = self._load(row.case, now)
            if callable_now(opened):
                yield card(row, opened.case, now)
            else:
                self._project(opened)

    def wake(self) -> int:
        """Bring up those whose time has come, a few at a time; how many."""
        return self.store.wake(self.clock())

    def listed(self, state: str = BLOCKED, after: int = 0, limit: int = 32) -> tuple[Card, ...]:
        """Lines of a list that is not dialable: blocked, asleep, skip, incomplete; with the rule and until when."""
        now = self.clock()
        rows = self.store.listed(state, after, limit)
        return tuple(self._blocked_card(row, now) for row in rows)

    def _blocked_card(self, row: WorkRow, now: datetime) -> Card:
        opened = self._load(row.case, now)
        verdict = opened.verdicts.best_call()
        blocked = next((f for f in verdict.findings if f.effect == BLOCK), None)
        return card(row, opened.case, now, blocked)

    def counters(self) -> Counters:
        """How many cases are where. May take long: call it in the background."""
        return self.store.counters(self.seat, self.clock())

    def find(self, text: str, limit: int = 20) -> tuple[CaseFile, ...]:
        """Cases that a typed text may mean: an account, a number in any format, a name or its start."""
        return tuple(self._read(case)[0] for case in look_up(self.store, text, limit))

    # ── doing ──

    def do(self, command: Command) -> Done | Refused:
        """Decide on the case in hand, write, and only then say that it is done. Nothing is half done."""
        from callassist.decide import decide  # not needed to show the queue

        with self._lock:
            opened = self._opened
            if opened is None:
                return Refused(sentence="No case is open; take the next one first.", findings=())
            for _ in range(TRIES):
                decision = decide(opened.case, command, self.handbook, self.clock(), self.seat.collector)
                if isinstance(decision, Refused):
                    return decision
                try:
                    self._opened = self._append(opened, decision)
                except StaleCase:
                    opened = self._load(opened.case.id, opened.until)
                else:
                    self._last = opened.case.id
                    return Done(opened=self._opened, says=decision.says)
            raise StaleCase(consumer_stream(opened.case.id))

    def undo(self) -> Done | Refused | Held:
        """Take the last outcome back and reopen its call, even when the next case is already up."""
        with self._lock:
            if not self._last:
                return Refused(sentence="There is no outcome to undo.", findings=())
            if self._opened is None or self._opened.case.id != self._last:
                back = self.open(self._last, CALL_LEASE)
                if isinstance(back, Held):
                    return back
            return self.do(UndoOutcome())

    def survey(self) -> Opened | None:
        """The case in hand judged anew, as the clock has moved on."""
        with self._lock:
            if self._opened is not None:
                now = self.clock()
                verdicts = survey(self._opened.case, self.handbook, now)
                self._opened = replace(self._opened, verdicts=verdicts, now=now)
            return self._opened

    # ── drafts: nothing typed is ever lost ──

    def keep(self, key: str, body: bytes) -> None:
        """Keep an unfinished note or wrap-up; b'' forgets it."""
        self.store.draft_put(self.seat.collector, key, body)

    def kept(self) -> dict[str, bytes]:
        """What was unfinished, by key."""
        return dict(self.store.drafts(self.seat.collector))

    def projection(self, case: int) -> Projection:
        """What the indexes should say of a case, worked out anew."""
        opened = self._load(case, self.clock())
        return self._projection(opened.case, opened.verdicts)

    def reproject(self, case: int) -> None:
        """Write a case's indexes anew, from dossier and journals."""
        self.store.append(Changes(projections=(self.projection(case),)))

    # ── inside ──

    def _read(self, case: int) -> tuple[CaseFile, tuple[Entry, ...]]:
        rows, entries = self.store.load(case)
        return fold(case, rows, entries), entries

    def _load(self, case: int, until: datetime) -> Opened:
        folded_case, entries = self._read(case)
        now = self.clock()
        verdicts = survey(folded_case, self.handbook, now)
        return Opened(case=folded_case, verdicts=verdicts, entries=entries, until=until, now=now)

    def _with_broken_promise(self, opened: Opened) -> Opened:
        """The case with a promise whose day has passed told as broken, so that the call begins with it."""
        from callassist.decide import decide

        promise = open_promise(opened.case.consumer)
        if promise is None or promise.due >= opened.verdicts.base.day - GRACE:
            return opened
        broken = LogOutcome(code=BROKEN, debts=tuple(share.debt for share in promise.shares))
        decision = decide(opened.case, broken, self.handbook, self.clock(), self.seat.collector)
        return opened if isinstance(decision, Refused) else self._append(opened, decision)

    def _with_namesake(self, opened: Opened) -> Opened:
        consumer = opened.case.consumer
        if not consumer.places:
            return opened
        query = Query(last=folded(consumer.last), first=folded(consumer.first))
        others = (case for case in self.store.find(query, NAMESAKES) if case != opened.case.id)
        lives_there = any(_is_at(self._read(other)[0].consumer, consumer) for other in others)
        return replace(opened, has_namesake=lives_there)

    def _append(self, opened: Opened, decision: Accepted) -> Opened:
        now = self.clock()
        case = evolve(opened.case, decision.entries, decision.rows)
        verdicts = survey(case, self.handbook, now)
        projections = (self._projection(case, verdicts), *self._co_projections(case, decision))
        self.store.append(
            Changes(entries=decision.entries, rows=decision.rows, projections=projections),
        )
        if any(isinstance(entry.event, DebtTaken | DebtReleased) for entry in decision.entries):
            return self._moved(opened, decision)
        entries = (*opened.entries, *decision.entries)
        return replace(opened, case=case, verdicts=verdicts, entries=entries, now=now)

    def _projection(self, case: CaseFile, verdicts: Verdicts) -> Projection:
        best = verdicts.best_call()
        return project(case, self.handbook.setting, self.clock(), best.opens, is_stopped=best.is_stopped)

    def _moved(self, opened: Opened, decision: Accepted) -> Opened:
        """Debts went from one case to another: both are read again, since neither held the other's journals."""
        for stream in {entry.stream for entry in decision.entries if not entry.stream & 1}:
            self.reproject(stream >> 1)
        return self._with_namesake(self._load(opened.case.id, opened.until))

    def _co_projections(self, case: CaseFile, decision: Accepted) -> Iterator[Projection]:
        """What follows for the other people who owe a debt whose journal is written."""
        streams = {entry.stream for entry in decision.entries if entry.stream & 1}
        others = {owner for stream in streams for owner in self.store.owners(stream >> 1) if owner != case.id}
        for other in sorted(others):
            read, _ = self._read(other)
            theirs = tuple(e for e in decision.entries if e.stream & 1 and e.stream in read.versions)
            evolved = evolve(read, theirs, decision.rows)
            yield self._projection(evolved, survey(evolved, self.handbook, self.clock()))

    def _project(self, opened: Opened) -> None:
        self.store.append(Changes(projections=(self._projection(opened.case, opened.verdicts),)))

    def _put_back(self, opened: Opened) -> None:
        self._project(opened)
        self.store.release(opened.case.id, self.seat.collector)

    def _let_go(self) -> None:
        if self._opened is not None:
            self.store.release(self._opened.case.id, self.seat.collector)
            self._opened = None


def callable_now(opened: Opened) -> bool:
    """Whether at least one number may be called now."""
    return not opened.verdicts.best_call().is_stopped


def _is_at(one: Consumer, other: Consumer) -> bool:
    """Whether two people of one name live at one address: the first letters must agree, so that a prefix is no name."""
    if not one.places or (folded(one.last), folded(one.first)) != (folded(other.last), folded(other.first)):
        return False
    here, there = one.places[-1].address, other.places[-1].address
    return (here.zip, folded(here.street)) == (there.zip, folded(there.street))
