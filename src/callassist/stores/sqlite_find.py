"""Finding cases by what a caller or a file says: account, number, name, joining key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from callassist.store import Account, Query
from callassist.stores.codec import to_json
from callassist.stores.sqlite_file import SqliteFile
from callassist.stores.sqlite_words import Vocabulary

LAST_LETTER: Final = "\U0010ffff"
"""Sorts after whatever may follow a prefix."""

_BY_NUMBER: Final = "SELECT case_id FROM contact WHERE value = :number ORDER BY case_id LIMIT :limit"
# Names that are just what was asked come first by themselves: nothing sorts before a prefix that begins with it.
_BY_NAME: Final = """
    SELECT case_id FROM worklist
    WHERE last >= :last AND last < :last_end AND first >= :first AND first < :first_end
    ORDER BY last, first, case_id LIMIT :limit
"""
_BY_ACCOUNT: Final = """
    SELECT obligation.case_id FROM (
        SELECT account, debt FROM client CROSS JOIN account
        ON account.client = client.id AND account >= :account AND account < :account_end
        ORDER BY account, debt LIMIT :limit
    ) AS found CROSS JOIN obligation ON obligation.debt = found.debt
    ORDER BY found.account, found.debt, obligation.case_id
"""
_KNOWN: Final = """
    SELECT account, debt, digest, balance FROM json_each(?) each
    CROSS JOIN account ON account.client = ? AND account.account = each.value
"""
_KNOWN_ANYWHERE: Final = """
    SELECT client.code, account, debt, digest, balance FROM json_each(?) each CROSS JOIN client
    CROSS JOIN account ON account.client = client.id AND account.account = each.value
"""
_JOINED: Final = """
    SELECT h, case_id FROM json_each(?) each CROSS JOIN join_key ON h = each.value ORDER BY h, case_id
"""


class Finding:
    """Looking up."""

    def __init__(self, file: SqliteFile, words: Vocabulary) -> None:
        self._file, self._words = file, words

    def find(self, query: Query, limit: int) -> tuple[int, ...]:
        """Cases in order of how they answer, each once."""
        asked: dict[str, object] = {"limit": limit}
        if query.number:
            statement = _BY_NUMBER
            asked["number"] = query.number
        elif query.account:
            statement = _BY_ACCOUNT
            asked |= {"account": query.account, "account_end": query.account + LAST_LETTER}
        elif query.last or query.first:
            statement = _BY_NAME
            asked |= {"last": query.last, "last_end": query.last + LAST_LETTER}
            asked |= {"first": query.first, "first_end": query.first + LAST_LETTER}
        else:
            return ()
        found = self._file.rows(statement, asked)
        return tuple(dict.fromkeys(case for (case,) in found))[:limit]

    def accounts(self, client: str, accounts: Sequence[str]) -> Mapping[str, Account]:
        """Known accounts by number, or by CLIENT/ACCOUNT over all clients."""
        wanted = to_json(accounts).decode()
        if not client:
            found = self._file.rows(_KNOWN_ANYWHERE, (wanted,))
            return {f"{code}/{rest[0]}": _account(code, *rest) for code, *rest in found}
        number = self._words.clients.known.get(client) or self._words.clients.number(client)
        return {row[0]: _account(client, *row) for row in self._file.rows(_KNOWN, (wanted, number))}

    def joined(self, keys: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
        """Cases by joining key, least case first."""
        cases: dict[int, tuple[int, ...]] = {}
        for key, case in self._file.rows(_JOINED, (to_json(keys).decode(),)):
            cases[key] = (*cases.get(key, ()), case)
        return cases

    def owners(self, debt: int) -> tuple[int, ...]:
        """The cases obliged on a debt."""
        found = self._file.rows("SELECT case_id FROM obligation WHERE debt = ? ORDER BY case_id", (debt,))
        return tuple(case for (case,) in found)


def _account(client: str, account: str, debt: int, digest: bytes, balance: int) -> Account:
    return Account(client=client, account=account, debt=debt, digest=digest, balance_cents=balance)
