"""Which records of a file need work: an account whose record came before, cell for cell, needs none.

An account that stands on several records of a file (two guarantors, a correction further down) is remembered by a
digest over all of them, in order; so the first of them alone says nothing, and it waits for the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Final

import msgspec

from callassist.intake.placement import Placement, Slip
from callassist.intake.seen import Seen
from callassist.store import Account, Store

CHAINED: Final = 1
Key = tuple[str, str]


class Work(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A record to be taken in, the account as the store has it, and whether the file has named it before."""

    placement: Placement
    account: Account | None = None
    is_repeated: bool = False


class Waiting(msgspec.Struct, kw_only=True):
    """Records of one account of which more are to come, and the digest over them."""

    account: Account
    placements: list[Placement]
    digest: bytes


def chained(digest: bytes, following: bytes) -> bytes:
    """The digest of an account over one record more."""
    made = blake2b(digest + following, digest_size=len(digest)).digest()
    return made[:-1] + bytes((made[-1] | CHAINED,))


def is_chained(digest: bytes) -> bool:
    """Whether a digest is over more than one record."""
    return bool(digest and digest[-1] & CHAINED)


class Accounts:
    """Goes through a file once; `unchanged` counts the records that needed no work."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen = Seen()
        self._last: dict[Key, bytes] = {}
        self._waiting: dict[Key, Waiting] = {}
        self.unchanged = 0

    def expect(self, records: int) -> None:
        """How many records the file has, about, before the first of them."""
        self._seen = Seen(records)

    def first_load(self, placements: Sequence[Placement]) -> list[Work]:
        """For an empty store: only what the file itself repeats can be known."""
        repeated = [p for p in placements if p.clues and p.clues.account >= 0]
        if not repeated:
            return [Work(placement=placement) for placement in placements]
        known = self._known(repeated)
        keys = {(placement.client, placement.account) for placement in repeated}
        latest: dict[Key, bytes] = {}
        works: list[Work] = []
        for placement in placements:
            key = (placement.terms.client, placement.terms.account)
            if key not in keys:
                works.append(Work(placement=placement))
                continue
            account, is_repeated = known.get(key), placement.clues is not None and placement.clues.account >= 0
            before = latest.get(key) or self._last.get(key) or (account.digest if account else b"")
            if is_repeated and before == placement.digest:
                self.unchanged += 1
                continue
            latest[key] = placement.digest
            works.append(Work(placement=placement, account=account, is_repeated=is_repeated))
        return works

    def later_load(self, slips: Sequence[Slip], read: Callable[[Slip], Placement | None]) -> list[Work]:
        """For a store with accounts in it; `read` checks a record and gives None for one that it has rejected."""
        known = self._known(slips)
        latest: dict[Key, bytes] = {}
        works: list[Work] = []
        for slip in slips:
            key = (slip.client, slip.account)
            is_repeated = self._seen.first(key, slip.ordinal) >= 0
            before = latest.get(key) or (self._last.get(key) if is_repeated else None)
            account = known.get(key)
            if (before or (account.digest if account else b"")) == slip.digest:
                self.unchanged += 1
                continue
            placement = read(slip)
            if placement is None:
                continue
            if account and not before and is_chained(account.digest):
                self._wait(key, account, placement)
                continue
            latest[key] = slip.digest
            works.append(Work(placement=placement, account=account, is_repeated=is_repeated))
        return works

    def _wait(self, key: Key, account: Account, placement: Placement) -> None:
        """Set a record aside until the account's others have come; those that are all there are unchanged."""
        waiting = self._waiting.get(key)
        if waiting is None:
            self._waiting[key] = Waiting(account=account, placements=[placement], digest=placement.digest)
            return
        if waiting.placements[-1].digest == placement.digest:
            self.unchanged += 1
            return
        waiting.placements.append(placement)
        waiting.digest = chained(waiting.digest, placement.digest)
        if waiting.digest == account.digest:
            self.unchanged += len(waiting.placements)
            self._last[key] = placement.digest
            del self._waiting[key]

    def left(self) -> list[Work]:
        """What still waits at the end of the file: the account's records are others now."""
        waiting, self._waiting = self._waiting, {}
        return [
            Work(placement=placement, account=each.account, is_repeated=nth > 0)
            for each in waiting.values()
            for nth, placement in enumerate(each.placements)
        ]

    def done(self, works: Iterable[Work]) -> None:
        """Works that are in the store now."""
        for work in works:
            if work.is_repeated:
                self._last[work.placement.client, work.placement.account] = work.placement.digest

    def as_they_are_now(self, works: Sequence[Work]) -> list[Work]:
        """The same works with the accounts as the store has them now."""
        known = self._known([work.placement for work in works])
        return [
            Work(
                placement=work.placement,
                account=known.get((work.placement.client, work.placement.account)),
                is_repeated=work.is_repeated,
            )
            for work in works
        ]

    def _known(self, records: Sequence[Placement] | Sequence[Slip]) -> Mapping[Key, Account]:
        """Accounts on file, one look-up a client."""
        wanted: dict[str, list[str]] = {}
        for record in records:
            wanted.setdefault(record.client, []).append(record.account)
        known: dict[Key, Account] = {}
        for client, numbers in wanted.items():
            for account in self._store.accounts(client, numbers).values():
                if account.client == client:
                    known[client, account.account] = account
        return known
