"""The one service that screens and the command line speak to: who is next, what may be done, and doing it.

Synchronous and thread-safe: one lock, one case in hand. A caller on the UI loop uses a thread worker.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from threading import RLock
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from callassist.casefile import Consumer, consumer_stream
from callassist.commands import (
    AcceptLink,
    Command,
    LogOutcome,
    PlaceCall,
    ReceiveCall,
    RefuseLink,
    SkipCase,
    SuggestLink,
    UndoLink,
    UndoOutcome,
)
from callassist.deals import ASKED
from callassist.desk.abandoned import open_calls, with_ended
from callassist.desk.attempts import awaited_sentence
from callassist.desk.cards import Card, Page
from callassist.desk.cases import Cases, Clock
from callassist.desk.lists import Lists, RuleCount
from callassist.desk.opened import Done, Held, Opened
from callassist.desk.promises import TRIES, with_broken
from callassist.desk.report import last_outcome
from callassist.desk.searching import Answer, Finder, Hit, without_answers
from callassist.desk.upkeep import sweep
from callassist.errors import CallassistError, DatabaseBusy, DatabaseUnwritable
from callassist.handbook import Accepted, Handbook, Refused
from callassist.joining import folded
from callassist.store import ASLEEP, BLOCKED, Counters, Position, Query, Seat, StaleCase, Store

if TYPE_CHECKING:
    from callassist.listening import Ear
    from callassist.odds import Odds

LEASE: Final = timedelta(seconds=90)
CALL_LEASE: Final = timedelta(minutes=30)
SIFTED: Final = 200
"""So many cases that rules have come to stop are put back by one `next`; then it asks to be asked again."""
SWEPT: Final = 50
NAMESAKES: Final = 12
SHIFT: Final = timedelta(hours=12)
RECENT: Final = timedelta(days=7)
NOTHING_OPEN: Final = Refused(sentence="No case is open; take the next one first.")
CALL_OPEN: Final = Refused(sentence="The call you are on needs its outcome first.")


class StillSifting(CallassistError):
    """Rules have come to stop very many cases at once (a new rule, a holiday); they are being put to sleep."""

    def __str__(self) -> str:
        """What to do."""
        return f"Rules have come to stop the next {self.args[0]} cases, which are put to sleep; ask for the next again."


def unfitted() -> None:
    """Nothing was learnt yet: offers rest on the prior figures."""


class Desk:
    """A collector's seat at a store. At most one case is in hand at a time."""

    def __init__(
        self, store: Store, handbook: Handbook, clock: Clock, seat: Seat, odds: Callable[[], Odds | None] = unfitted
    ) -> None:
        """`odds` reads what was learnt from the desk's own log, when an offer is first needed: it brings numpy."""
        self.odds = odds
        self.store = store
        self.clock = clock
        self.seat = seat
        self.cases = Cases(store, replace(handbook, role=seat.role), clock)
        self.lists = Lists(self.cases, seat)
        self.finder = Finder(store, handbook.lore)
        self._lock = RLock()
        self._opened: Opened | None = None
        self._last = 0

    @property
    def handbook(self) -> Handbook:
        """What this seat is bound by."""
        return self.cases.handbook

    def ear(self) -> Ear:
        """What hears what is said; made of data/intents.yaml when it is first asked for."""
        return self.handbook.ear()

    @property
    def waits_for(self) -> str:
        """Why nobody at all may be called yet (other systems have not told what they did), as a sentence; or ''."""
        return awaited_sentence(self.handbook, self.clock())

    # ── who is next ──

    @property
    def opened(self) -> Opened | None:
        """The case in hand."""
        return self._opened

    def next(self, lease: timedelta = LEASE) -> Opened | None:
        """Claim the first case that no rule stops, and open it. A case that a rule stops is put back until it opens.

        A case whose call has no outcome yet stays in hand and is given again. StillSifting.
        """
        with self._lock:
            if self._on_a_call():
                return self.survey()
            self._let_go()
            for _ in range(SIFTED):
                now = self.clock()
                claimed = self.store.claim(*self.lists.before(now), now, now + lease)
                if claimed is None:
                    return None
                loaded = with_ended(self.cases, self.cases.load(claimed.case, claimed.until))
                settled = with_broken(self.cases, loaded)
                opened = self._judged(settled)
                if opened.is_callable and (settled is loaded or not self._rests(opened)):
                    self._opened = self._with_namesake(opened)
                    return self._opened
                self.cases.put_back((opened,))
                self.store.release(claimed.case, self.seat.collector)
            raise StillSifting(SIFTED)

    def open(self, case: int, lease: timedelta = LEASE) -> Opened | Held:
        """Take a case in hand whatever its place in the queue (search, an inbound call, a list); not during a call."""
        with self._lock:
            if self._opened and self._opened.case.id != case and self._on_a_call():
                return Held(case=case, because=CALL_OPEN.sentence)
            now = self.clock()
            held = self.store.hold(case, self.seat.collector, now, now + lease)
            if held is None:
                return Held(case=case)
            if self._opened and self._opened.case.id != case:
                self._let_go()
            self._opened = self._judged(self._with_namesake(self.cases.load(case, held.until)))
            return self._opened

    def look(self, case: int) -> Opened:
        """Read a case without taking it in hand."""
        return self.cases.load(case)

    def release(self) -> None:
        """Give the case in hand back to the queue; one whose call has no outcome yet stays the collector's."""
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
        """The case of a call that was cut off (a killed terminal), taken in hand again; so long as a shift lasts."""
        now, me = self.clock(), self.seat.collector
        held = (lease.case for lease in self.store.leases(me, now))
        for case in dict.fromkeys((*held, *open_calls(self.store.worked(now - SHIFT, now + SHIFT, me)))):
            call = self.cases.read(case).call
            if call is not None and call.actor == me:
                opened = self.open(case, CALL_LEASE)
                if isinstance(opened, Opened):
                    return opened
        return None

    # ── the lists ──

    def wake(self) -> int:
        """Bring up those whose time has come, a few at a time; how many."""
        return self.store.wake(self.clock())

    def page(self, after: Position | None = None, limit: int = 32) -> Page:
        """The next lines of the queue, what rules have come to stop left out."""
        return self.lists.page(after, limit)

    def listed(self, state: str = BLOCKED, after: int = 0, limit: int = 32) -> tuple[Card, ...]:
        """Lines of a list that is not dialable: blocked, asleep, skip, incomplete; with the rule and until when."""
        return self.lists.listed(state, after, limit)

    def blocked_by_rule(self) -> tuple[RuleCount, ...]:
        """The blocked cases by the rule that keeps each, most first. May take long: call it in the background."""
        return self.lists.blocked_by_rule()

    def counters(self) -> Counters:
        """How many cases are where, after a little sweeping. May take long: call it in the background."""
        with suppress(DatabaseBusy, DatabaseUnwritable):  # what cannot be written now can still be counted
            sweep(self.cases, SWEPT)
        return self.lists.counters()

    # ── who is calling ──

    def search(self, text: str, limit: int = 20, *, is_deep: bool = False, only_open: bool = False) -> Answer:
        """Whom a typed line may mean; a deep look takes a pause of the fingers. Nobody who is found is verified."""
        answer = self.finder.find(text, self._day(), limit=limit, is_deep=is_deep, only_open=only_open)
        return self._guarded(answer)

    def calling(self, number: int, text: str = "", limit: int = 20) -> Answer:
        """Whom the number that the telephone shows may mean, with what was said beside it; it may be another's."""
        fields = {"caller_id": f"{number}", "text": text}
        return self._guarded(self.finder.find_fields(fields, self._day(), limit=limit))

    def _guarded(self, answer: Answer) -> Answer:
        """On a call that is not verified the box says nothing of what three tries guard."""
        on_line = self._opened.case if self._opened else None
        if on_line is None or on_line.call is None or on_line.call.verified:
            return answer
        return without_answers(answer, on_line.id)

    def recent(self, limit: int = 12) -> tuple[Hit, ...]:
        """The cases that this seat had last, the latest first."""
        now = self.clock()
        done = [e.stream >> 1 for e in self.store.worked(now - RECENT, now + SHIFT, self.seat.collector)]
        return self.finder.named(tuple(dict.fromkeys(reversed(done)))[:limit])

    def _day(self) -> date:
        return self.clock().date()

    def sweep(self, limit: int = 100) -> int:
        """Keep the queue true (see desk/upkeep.py); how many cases were looked at. In the background, until 0."""
        return sweep(self.cases, limit)

    # ── doing ──

    def do(self, command: Command) -> Done | Refused:
        """Decide on the case in hand, write, and only then say that it is done. Nothing is half done.

        When somebody else wrote to the case meanwhile it is read again and decided again. StaleCase when that goes
        on and on.
        """
        with self._lock:
            if self._opened is None:
                return NOTHING_OPEN
            self._opened = opened = self._with_word(self._opened)
            for _ in range(TRIES):
                try:
                    done = self._done(opened, command)
                except StaleCase:
                    self._opened = opened = self._read_again(opened)
                    command = self._with_other(command)
                else:
                    return done
            raise StaleCase(consumer_stream(opened.case.id))

    def _done(self, opened: Opened, command: Command) -> Done | Refused:
        """One try."""
        from callassist.decide import decide  # not needed to show the queue

        decision = decide(opened.case, command, self.handbook, self.clock(), self.seat.collector)
        if isinstance(decision, Refused):
            return self._kept(opened, decision)
        if isinstance(command, PlaceCall) and (other := self._other_call(opened.case.id)):
            return Refused(sentence=f"Your call on C{other} has no outcome yet; log it first.")
        if isinstance(command, PlaceCall | ReceiveCall):
            now = self.clock()
            held = self.store.hold(opened.case.id, self.seat.collector, now, now + CALL_LEASE)
            if held is None:  # the lease ran out, and somebody else has the case
                return Refused(sentence=Held(case=opened.case.id).sentence)
            opened = replace(opened, until=held.until)
        self._opened = self.cases.append(opened, decision)
        self._remember(command, opened.case.id)
        return Done(opened=self._opened, says=decision.says)

    def _kept(self, opened: Opened, refused: Refused) -> Refused:
        """A refusal, once it is written down that the rules were asked and what they answered."""
        if refused.entries:
            self._opened = self.cases.append(opened, Accepted(entries=refused.entries))
        return refused

    def _other_call(self, case: int) -> int:
        """Another case on which this collector has a call without an outcome, at whatever terminal; 0 for none."""
        me = self.seat.collector
        held = (lease.case for lease in self.store.leases(me, self.clock()) if lease.case != case)
        calls = ((each, self.cases.read(each).call) for each in held)
        return next((each for each, call in calls if call is not None and call.actor == me), 0)

    def _read_again(self, opened: Opened) -> Opened:
        """The case with what somebody else wrote to it."""
        return replace(self.cases.load(opened.case.id, opened.until), has_namesake=opened.has_namesake)

    def _with_word(self, opened: Opened) -> Opened:
        """The case with the answer of the seat above, where one is waited for: it is given at another desk."""
        is_waiting = any(each.state == ASKED for each in opened.case.consumer.approvals)
        return self._read_again(opened) if is_waiting and opened.case.call else opened

    def _with_other(self, command: Command) -> Command:
        """The command with the other case of a link as it now is."""
        if isinstance(command, SuggestLink | AcceptLink | RefuseLink | UndoLink):
            return replace(command, other=self.cases.read(command.other.id))
        return command

    def _remember(self, command: Command, case: int) -> None:
        """Which case to undo on: that of the last outcome."""
        if isinstance(command, LogOutcome):
            self._last = case
        elif isinstance(command, UndoOutcome):
            self._last = 0

    def undo(self) -> Done | Refused | Held:
        """Take the last outcome of this shift back and reopen its call, even when the next case is already up."""
        from callassist.decide import decide

        with self._lock:
            now = self.clock()
            # A clock may have stepped back since: what lies ahead of it is of this shift too.
            last = self._last or last_outcome(self.store.worked(now - SHIFT, now + SHIFT, self.seat.collector))
            if not last:
                return Refused(sentence="There is no outcome to undo.")
            if self._opened is not None and self._opened.case.id == last:
                return self.do(UndoOutcome())
            if self._on_a_call():
                return CALL_OPEN
            looked = decide(self.cases.read(last), UndoOutcome(), self.handbook, now, self.seat.collector)
            if isinstance(looked, Refused):
                return looked
            back = self.open(last, CALL_LEASE)
            return back if isinstance(back, Held) else self.do(UndoOutcome())

    def survey(self) -> Opened | None:
        """The case in hand judged anew, as the clock has moved on."""
        with self._lock:
            if self._opened is not None:
                self._opened = self._judged(self.cases.judged_anew(self._with_word(self._opened)))
            return self._opened

    # ── drafts: nothing typed is ever lost ──

    def keep(self, key: str, body: bytes) -> None:
        """Keep an unfinished note or wrap-up; b'' forgets it."""
        self.store.draft_put(self.seat.collector, key, body)

    def kept(self) -> dict[str, bytes]:
        """What was unfinished, by key."""
        return dict(self.store.drafts(self.seat.collector))

    # ── inside ──

    def _judged(self, opened: Opened) -> Opened:
        """The case with every action judged, so that the screen finds each answer at hand."""
        opened.verdicts.complete()
        return opened

    def _rests(self, opened: Opened) -> bool:
        """Whether what was just settled lets the case rest: the next payment of its deal is still to come."""
        return self.cases.projection(opened.case, opened.verdicts).work.state == ASLEEP

    def _on_a_call(self) -> bool:
        return self._opened is not None and self._opened.case.call is not None

    def _let_go(self) -> None:
        if self._opened is None:
            return
        case, collector = self._opened.case.id, self.seat.collector
        if self._on_a_call():
            self.store.renew(case, collector, self.clock() + CALL_LEASE)
        else:
            self.store.release(case, collector)
        self._opened = None

    def _with_namesake(self, opened: Opened) -> Opened:
        """Whether somebody else of that name lives there; only who has the whole name is read."""
        consumer = opened.case.consumer
        if not consumer.state:
            return opened
        name = (folded(consumer.last), folded(consumer.first))
        others = self.store.find(Query(last=name[0], first=name[1]), NAMESAKES)
        alike = (other for other in others if other != opened.case.id and self._is_called(other, name, consumer.state))
        return replace(opened, has_namesake=any(_is_at(self.cases.read(other).consumer, consumer) for other in alike))

    def _is_called(self, case: int, name: tuple[str, str], state: str) -> bool:
        found = self.store.projection_of(case)
        return found.name == name and found.work.region == state


def _is_at(one: Consumer, other: Consumer) -> bool:
    """Whether two people live at one address."""
    here, there = one.places[-1].address, other.places[-1].address
    return (here.zip, folded(here.street)) == (there.zip, folded(there.street))
