"""A few thousand records on their way into the store: joined to people, told as events, written in one go."""

from __future__ import annotations

from typing import Self

import msgspec
from msgspec.structs import replace

from callassist.casefile import CaseFile, DossierRow, Entry, consumer_stream, debt_stream
from callassist.events import DebtTaken, LinkSuggested
from callassist.intake.accounts import Key, Work, chained
from callassist.intake.cases import Cases, Newcomer, Numbers
from callassist.intake.on_file import InFile, InStore
from callassist.intake.people import PARENT, STRANGER, Match, matched
from callassist.intake.placement import Placement
from callassist.intake.projecting import FreshProjections, is_plain
from callassist.intake.rejects import Reject
from callassist.intake.updating import SECOND, owner_of, update_debt, update_person
from callassist.intake.writing import Pen, Stamp, join_consumer, parent_takes, pen_for, place_debt
from callassist.journal import evolve, fold
from callassist.rules import missing_facts
from callassist.store import Account, Changes, Projection, Store
from callassist.worklist import project


class Tally(msgspec.Struct, kw_only=True):
    """What became of some records. Amounts are cents; `changed` is what balances rose or fell by."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    people: int = 0
    joined: int = 0
    co_guarantors: int = 0
    suggested: int = 0
    incomplete: int = 0
    without_number: int = 0
    restricted: int = 0
    unread: int = 0
    added_cents: int = 0
    changed_cents: int = 0

    def __iadd__(self, other: Tally) -> Self:
        """Add another's counts."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


class Workplace(msgspec.Struct, frozen=True, kw_only=True):
    """What every chunk of an import is worked with."""

    store: Store
    cases: Cases
    finder: InFile | InStore
    numbers: Numbers
    projections: FreshProjections
    stamp: Stamp


class Chunk:
    """Takes records in, one after the other; `changes` is what there is to write."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._entries: list[Entry] = []
        self._rows: list[DossierRow] = []
        self._projected: dict[int, Projection] = {}
        self._touched: dict[int, None] = {}
        self._owners: dict[int, tuple[int, ...]] = {}
        self.accounts: dict[Key, Account] = {}
        self.rejects: list[Reject] = []
        self.tally = Tally()

    def take(self, work: Work) -> None:
        """Take one record in."""
        placement = work.placement
        known = self.accounts.get((placement.client, placement.account), work.account)
        if known is None:
            self._add(placement)
        else:
            self._update(work, known)

    def changes(self) -> Changes:
        """Everything since the beginning, in one piece. A file wakes nobody whom a rule lets sleep."""
        place = self._place
        for case in self._touched:
            held, opens = place.cases.get(case), place.cases.asleep_until(case)
            self._projected[case] = project(held, place.projections.setting, place.stamp.at, opens)
        return Changes(
            entries=tuple(self._entries),
            rows=tuple(self._rows),
            projections=tuple(self._projected.values()),
            accounts=tuple(self.accounts.values()),
            seen=place.cases.read_to(self._touched),
        )

    # ── a new account ──

    def _add(self, placement: Placement) -> None:
        place, tally = self._place, self.tally
        debt = place.numbers.debt()
        match = matched(placement, place.finder, place.cases.who)
        case = match.case or place.numbers.case()
        if match.case:
            self._add_to(case, placement, DebtTaken(debt=debt, role=match.role, joined_by=match.by))
        else:
            self._welcome(Newcomer(placement=placement, case=case, debt=debt, suggestions=match.suggestions))
        place.finder.settled(placement, case)
        self._owners[debt] = (case,)
        self._keep_account(placement, _account(placement, debt))
        tally.added += 1
        tally.added_cents += placement.terms.balance_cents

    def _welcome(self, newcomer: Newcomer) -> None:
        """A new person with their first debt; the plain ones are projected without a fold."""
        place, tally, placement = self._place, self.tally, newcomer.placement
        entries, rows = newcomer.written(place.stamp)
        self._entries += entries
        self._rows += rows
        place.cases.welcome(newcomer)
        tally.people += 1
        tally.suggested += len(newcomer.suggestions)
        tally.incomplete += not place.projections.is_complete(placement)
        tally.without_number += not placement.phones
        self._count_note(placement)
        if is_plain(placement):
            self._projected[newcomer.case] = place.projections.project(placement, newcomer.case, newcomer.debt)
        else:
            self._touch(newcomer.case)
        self._suggest_back(newcomer)

    def _suggest_back(self, newcomer: Newcomer) -> None:
        """Whoever opens the other case sees the suggestion too."""
        place = self._place
        for other, why in newcomer.suggestions:
            held = place.cases.get(other)
            pen = pen_for(held, consumer_stream(other), place.stamp)
            pen.event(LinkSuggested(other=newcomer.case, why=why))
            self._entries += pen.entries
            place.cases.put(evolve(held, pen.entries, ()))
            self._touch(other)

    def _add_to(self, case: int, placement: Placement, taken: DebtTaken) -> None:
        """A further debt of somebody on file."""
        place = self._place
        held = place.cases.get(case)
        if taken.role == PARENT:
            placement, pen = parent_takes(held, placement, taken, place.stamp)
        else:
            pen = join_consumer(held, placement, taken, place.stamp)
        first, row = place_debt(placement, taken.debt, place.stamp)
        entries, rows = [*first, *pen.entries], [row, *pen.rows]
        self._entries += entries
        self._rows += rows
        held = evolve(held, entries, rows)
        place.cases.put(held)
        self._touch(case)
        self._count_note(placement)
        self.tally.joined += 1
        self.tally.incomplete += bool(missing_facts(held, held.debt(taken.debt), place.projections.setting))

    # ── an account on file ──

    def _update(self, work: Work, known: Account) -> None:
        place, placement = self._place, work.placement
        files = tuple(place.cases.get(case) for case in self._owners_of(known.debt))
        owner, match = owner_of(placement, files), STRANGER
        if owner is None and placement.ref:
            match = matched(placement, place.finder, place.cases.who)
            owner = next((held for held in files if held.id == match.case), None)
        digest = chained(known.digest, placement.digest) if work.is_repeated else placement.digest
        if owner:
            self._change(owner, files, placement, replace(known, digest=digest))
        elif placement.ref:
            both = replace(known, digest=chained(known.digest, placement.digest))
            self._add_owner(placement, both, files[0], match)
        else:
            self._refuse(placement, replace(known, digest=digest if work.is_repeated else known.digest))

    def _refuse(self, placement: Placement, known: Account) -> None:
        self._keep_account(placement, known)
        self.tally.rejected += 1
        self.rejects.append(
            Reject(
                line=placement.line,
                account=placement.account,
                column="account_number",
                reason="is on file for somebody else (another name, birth date or SSN)",
                remedy="give the guarantor_ref of each person who owes it, or correct the name",
            )
        )

    def _owners_of(self, debt: int) -> tuple[int, ...]:
        owners = self._owners.get(debt)
        if owners is None:
            owners = self._owners[debt] = self._place.store.owners(debt)
        return owners

    def _change(self, owner: CaseFile, files: tuple[CaseFile, ...], placement: Placement, known: Account) -> None:
        """Write what a record changes."""
        place, debt, role = self._place, owner.debt(known.debt), owner.role(known.debt)
        pens: list[Pen] = []
        if role != SECOND:
            self.tally.changed_cents += placement.terms.balance_cents - debt.balance_cents
            known = replace(known, balance_cents=placement.terms.balance_cents)
            pens.append(update_debt(owner, debt, placement, place.stamp))
        if role != PARENT:
            pens.append(update_person(owner, placement, known.debt, place.stamp))
        entries = [entry for pen in pens for entry in pen.entries]
        rows = [row for pen in pens for row in pen.rows]
        self._entries += entries
        self._rows += rows
        for held in files if entries else ():
            place.cases.put(evolve(held, [e for e in entries if e.stream in held.versions], rows))
            self._touch(held.id)
        place.finder.settled(placement, owner.id)
        self._keep_account(placement, known)
        self.tally.updated += bool(entries)
        self.tally.unchanged += not entries

    def _add_owner(self, placement: Placement, known: Account, first: CaseFile, match: Match) -> None:
        """Somebody else who owes a debt on file."""
        place = self._place
        taken = DebtTaken(debt=known.debt, role=SECOND, joined_by=match.by)
        if match.case:
            held = place.cases.get(match.case)
            pen = join_consumer(held, placement, taken, place.stamp)
            held = evolve(held, pen.entries, pen.rows)
        else:
            case = place.numbers.case()
            newcomer = Newcomer(placement=placement, case=case, debt=known.debt, suggestions=match.suggestions)
            pen = newcomer.begun(taken, place.stamp)
            held = fold(case, pen.rows, pen.entries)
            self.tally.suggested += len(match.suggestions)
            self._suggest_back(newcomer)
        self._entries += pen.entries
        self._rows += pen.rows
        place.cases.put(_with_debt(held, first, known.debt))
        place.finder.settled(placement, held.id)
        self._owners[known.debt] = (*self._owners_of(known.debt), held.id)
        self._touch(held.id)
        self._count_note(placement)
        self._keep_account(placement, known)
        self.tally += Tally(added=1, co_guarantors=1, people=not match.case, joined=bool(match.case))

    # ── keeping count ──

    def _touch(self, case: int) -> None:
        """A case whose rows have to be worked out from the case itself."""
        self._touched[case] = None

    def _keep_account(self, placement: Placement, account: Account) -> None:
        self.accounts[placement.client, placement.account] = account

    def _count_note(self, placement: Placement) -> None:
        if placement.note:
            self.tally.restricted += bool(placement.note.limits)
            self.tally.unread += not placement.note.is_understood


def _account(placement: Placement, debt: int) -> Account:
    return Account(
        debt=debt,
        client=placement.client,
        account=placement.account,
        digest=placement.digest,
        balance_cents=placement.terms.balance_cents,
    )


def _with_debt(case: CaseFile, other: CaseFile, debt: int) -> CaseFile:
    """A case with a debt that stood in another's until now."""
    stream = debt_stream(debt)
    return replace(
        case,
        debts=(*case.debts, other.debt(debt)),
        versions={**case.versions, stream: other.versions[stream]},
        last_rows={**case.last_rows, stream: other.last_rows[stream]},
    )
