"""Which debts may not be called about for want of a fact, so that the client can be asked for it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from callassist.journal import fold
from callassist.rules import Setting, missing_facts
from callassist.store import Store


class Incomplete(msgspec.Struct, frozen=True, kw_only=True):
    """An open debt as one of those who owe it has it, and what is missing, in the words of rules.missing_facts."""

    case: int
    debt: int
    client: str
    account: str
    missing: tuple[str, ...]


def report_incomplete(store: Store, setting: Setting, client: str | None = None) -> Iterator[Incomplete]:
    """Every such debt of one client or of all, by case number; reads every case, one after the other."""
    for number in store.scan():
        case = fold(number, *store.load(number))
        for debt in case.open_debts():
            if client in {None, debt.client} and (missing := missing_facts(case, debt, setting)):
                yield Incomplete(case=number, debt=debt.id, client=debt.client, account=debt.account, missing=missing)
