"""The port to storage: what the desk and intake may ask of a store. It speaks of cases, not of tables.

One contract suite (tests/contract) runs on every implementation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from callassist.casefile import DossierRow, Entry
from callassist.errors import CallassistError
from callassist.faces import Face

if TYPE_CHECKING:
    from numpy import int32
    from numpy.typing import NDArray  # numpy takes a tenth of a second, which the first screen does not wait for

READY, ASLEEP, BLOCKED, CLOSED, SKIP_TRACE, INCOMPLETE = (
    "ready",
    "asleep",
    "blocked",
    "closed",
    "skip",
    "incomplete",
)
WORK_STATES = (READY, ASLEEP, BLOCKED, CLOSED, SKIP_TRACE, INCOMPLETE)

MINE_FOR: Final = timedelta(minutes=15)
"""So long after its time a callback is kept for the collector who took it; then it is anyone's."""

WORKED = ("CallPlaced", "CallReceived", "IdentityVerified", "OutcomeLogged", "OutcomeRetracted", "PromiseMade")


class StaleCase(CallassistError):
    """Somebody else wrote to the journal first: load again and decide again."""

    def __init__(self, stream: int) -> None:
        super().__init__(stream)
        self.stream = stream

    def __str__(self) -> str:
        return f"Journal {self.stream} has moved on; load the case again and decide again."


class UnknownCase(CallassistError):
    """There is no such case."""

    def __init__(self, case: int) -> None:
        super().__init__(case)
        self.case = case

    def __str__(self) -> str:
        return f"There is no case {self.case}. Look it up with: callassist find WORDS."


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """What cases are queued by: the zones the person may be in (calendars.span_key), who may work them."""

    zones: str
    client: str
    line: str
    language: str
    desk: str = ""
    team: str = ""


class WorkRow(msgspec.Struct, frozen=True, kw_only=True):
    """A case's place in the queue. Lower (lane, prio) comes first; `wake_at` is when an asleep row wakes.

    `mine` is the collector a callback belongs to ('' for anyone): nobody else is given it until MINE_FOR after
    `wake_at`, when a wake or a claim makes it anyone's, one lane further down. `region` is the consumer's state;
    0 ≤ `prio` < 2 ** 40.
    """

    case: int
    group: Group
    state: str
    lane: int = 9
    prio: int = 0
    wake_at: datetime | None = None
    region: str = ""
    mine: str = ""


class Projection(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is looked up by index for one case; rebuilt from dossier and journal at any time.

    `numbers` are E.164 digits, `name` is (last, first) folded for search, `joins` are signed 64-bit keys on
    which later accounts join, `debts` the debts the consumer is obliged on, `gone` the
    dossier rows that a correction replaced. `words` and `marks` are what a new case is found by (faces.words_in,
    marks_in), where whoever writes it knows: then a load need not read it again.
    """

    case: int
    work: WorkRow
    numbers: tuple[int, ...] = ()
    name: tuple[str, str] = ("", "")
    joins: tuple[int, ...] = ()
    debts: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    marks: tuple[int, ...] = ()


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A debt as files name it. `digest` is 8 bytes over the row that last changed it."""

    debt: int
    client: str
    account: str
    digest: bytes
    balance_cents: int


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """One atomic append: entries over any streams, the rows they name, what follows for the indexes.

    `seen` are journals with the sequence number up to which they had been read when this was decided: StaleCase
    when one of them has moved on, even if nothing is written to it.
    """

    entries: tuple[Entry, ...] = ()
    rows: tuple[DossierRow, ...] = ()
    projections: tuple[Projection, ...] = ()
    accounts: tuple[Account, ...] = ()
    seen: tuple[tuple[int, int], ...] = ()


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks for work, and what they may work; an empty tuple means no limit. `barred` are clients that are not.

    `role` is one of rules.SEATS.
    """

    collector: str
    role: str = "collector"
    desks: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """A case in somebody's hands until a moment."""

    case: int
    holder: str
    until: datetime


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """One way of looking: exactly one of the fields is set. `last` and `first` are folded name prefixes."""

    account: str = ""
    number: int = 0
    last: str = ""
    first: str = ""


class Counters(msgspec.Struct, frozen=True, kw_only=True):
    """How many of all cases are in each state, held or not; the rest is what a seat has before it.

    `held` are the collector's leases, `callbacks_due` their own callbacks whose time has come, `workable` the
    ready cases of the groups they may work, open now or not.
    """

    by_state: Mapping[str, int]
    held: int
    callbacks_due: int = 0
    workable: int = 0


class Term(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A word of the names on file: `held` by so many cases, `sound` as lexicon.sound_of has it."""

    id: int
    text: str
    sound: int
    held: int


class SearchIndex(Protocol):
    """What caller matching asks of a store. Every answer is as of the last `catch_up`, or newer."""

    def catch_up(self) -> int:
        """Take in what any process has written; a number that grows when lists of cases have changed."""

    def size(self) -> int:
        """About how many cases are on file."""

    def terms(self, after: int) -> Sequence[Term]:
        """The words with a higher id than that."""

    def postings(self, keys: Sequence[int]) -> Sequence[NDArray[int32]]:
        """For each key (see faces.key) the cases on file under it, each once, in no order that matters.

        A case may stand there that is not under the key any more: only its face says.
        """

    def faces(self, cases: Sequence[int]) -> Mapping[int, Face]:
        """The faces of cases, those that there are."""

    def briefs(self, cases: Sequence[int]) -> Mapping[int, Brief]:
        """What a line of a list of cases says beside the name."""


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """The accounts of a case as CLIENT/ACCOUNT, and whether anything is open on it."""

    accounts: tuple[str, ...]
    is_open: bool


IsOpen = Callable[[str], bool]
Position = tuple[int, int, int]


class Store(Protocol):
    """About a dozen verbs.

    Every writing verb is one durable transaction: done when it returns, or not at all.
    """

    def load(self, case: int) -> tuple[tuple[DossierRow, ...], tuple[Entry, ...]]:
        """Dossier and journals of a consumer and of every debt they are obliged on; UnknownCase."""

    def append(self, changes: Changes) -> None:
        """Write one change; StaleCase when a sequence number is taken or leaves a gap, or what was `seen` moved on."""

    def append_many(self, batch: Sequence[Changes]) -> None:
        """Write many changes in one transaction; used by intake."""

    def loading(self) -> AbstractContextManager[None]:
        """Around a big import: an empty store does without its indexes meanwhile, and writes them at the end.

        Commits are not flushed one by one. Until the end setting("search") is "incomplete"; after a kill, until
        the store is opened again. Accounts, joining keys and owners are found at any time.
        """

    def reserve(self, cases: int, debts: int) -> tuple[int, int]:
        """Set aside numbers for new cases and debts; the first of each."""

    def wake(self, now: datetime, limit: int = 500) -> int:
        """Make ready at most so many cases whose time has come, free leases that ran out, and give callbacks to anyone.

        How many rows changed. A claim does a little of it by itself.
        """

    def claim(self, seat: Seat, is_open: IsOpen, now: datetime, until: datetime) -> Lease | None:
        """Lease the first ready case of the groups that are open and the seat may work; no case twice.

        `is_open` is asked by the zones of a group, and must answer alike within one minute of `now`.
        """

    def hold(self, case: int, holder: str, now: datetime, until: datetime) -> Lease | None:
        """Lease a given case in any state; None when it is in somebody else's hands; UnknownCase."""

    def renew(self, case: int, holder: str, until: datetime) -> bool:
        """Move a lease's end; False when it was lost."""

    def release(self, case: int, holder: str) -> None:
        """Give a case back."""

    def page(
        self, seat: Seat, is_open: IsOpen, now: datetime, after: Position | None, limit: int
    ) -> tuple[WorkRow, ...]:
        """The next ready rows for a seat after a (lane, prio, case), in order."""

    def listed(self, state: str, after: int, limit: int) -> tuple[WorkRow, ...]:
        """Rows of one state by case number, after a case: the blocked, skip and incomplete lists."""

    def find(self, query: Query, limit: int) -> tuple[int, ...]:
        """Cases that answer a query, exact before prefix, at most `limit`."""

    def accounts(self, client: str, accounts: Sequence[str]) -> Mapping[str, Account]:
        """Known accounts of a client; '' as client looks at every client and keys by CLIENT/ACCOUNT."""

    def joined(self, keys: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
        """Cases by joining key."""

    def owners(self, debt: int) -> tuple[int, ...]:
        """The cases obliged on a debt."""

    def projection_of(self, case: int) -> Projection:
        """What the indexes say of a case, to compare with what follows from its journals; UnknownCase."""

    def draft_put(self, holder: str, key: str, body: bytes) -> None:
        """Keep an unfinished thing; an empty body forgets it."""

    def drafts(self, holder: str) -> Mapping[str, bytes]:
        """A holder's unfinished things by key."""

    def leases(self, holder: str, now: datetime) -> tuple[Lease, ...]:
        """What a holder has in hand."""

    def counters(self, seat: Seat, now: datetime) -> Counters:
        """Counts; may scan, so never on the way to a paint."""

    def worked(self, since: datetime, until: datetime, actor: str = "") -> Iterator[Entry]:
        """What was done on calls from a moment until before another, by one actor or by all, in time order.

        By an index over calls, outcomes and promises only (WORKED); an import writes none of them.
        """

    def scan(self, after: int = 0) -> Iterator[int]:
        """Every case number after one, in order."""

    def setting(self, name: str, value: str | None = None) -> str:
        """Read, or given a value write, a mark of the store's own (rehearsal, digests); '' when unset."""

    def faults(self) -> Iterable[str]:
        """What is wrong with the store: broken chains, projections without a case; empty when all is well."""

    @property
    def index(self) -> SearchIndex:
        """What callers are matched by."""

    def merge(self, limit: int = 500, least: int = 0) -> int:
        """Move at most so many young keys of the search index to where the old ones are; how many are left.

        0 when fewer than `least` rows wait: every merge costs readers what they have at hand.
        """

    def reindex(self) -> None:
        """Write anew whatever follows from the worklist and the dossiers: contacts, owners, keys, order, search."""

    def backup(self, path: str) -> None:
        """A consistent copy while others work."""

    def close(self) -> None:
        """Let go of files and threads."""
