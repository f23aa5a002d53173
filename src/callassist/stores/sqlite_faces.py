"""Faces out of the dossiers of a SQLite store: read whenever somebody is looked for, kept nowhere twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from callassist.casefile import consumer_stream, debt_stream
from callassist.dossier import DebtDetails
from callassist.dossier import Row as Value
from callassist.faces import Face, face_from_rows
from callassist.stores.codec import to_json, values_from
from callassist.stores.sqlite_file import Row
from callassist.stores.sqlite_words import Vocabulary

Rows = Callable[[str, Sequence[object]], Sequence[Row]]
"""Asks one connection for all rows of a query: a reader, or the writer for what is not committed yet."""
Numbered = tuple[int, Value]

integers: Final = msgspec.json.Decoder(tuple[int, ...]).decode
PLACES: Final = (
    "SELECT case_id, debts, coalesce(gone, '[]'), state "
    "FROM json_each(?) each CROSS JOIN worklist ON case_id = each.value"
)
_LEAVES: Final = (
    "SELECT stream, row, kind, CAST(body AS BLOB) FROM json_each(?) each CROSS JOIN dossier ON stream = each.value "
    "ORDER BY stream, row"
)

_PLACED: Final = (
    "SELECT stream, kind, CAST(body AS BLOB) FROM json_each(?) each "
    "CROSS JOIN journal ON stream = each.value AND seq = 1"
)


def read_faces(ask: Rows, words: Vocabulary, cases: Sequence[int]) -> dict[int, Face]:
    """The faces of cases, those that there are."""
    return {case: face_from_rows(case, *facts) for case, facts in read_facts(ask, words, cases).items()}


Facts = tuple[list[Value], list[DebtDetails]]
"""The values of a consumer that no correction replaced, oldest first, and the details of the debts as they hold."""


def read_facts(ask: Rows, words: Vocabulary, cases: Sequence[int]) -> dict[int, Facts]:
    """What is on file of cases, those that there are."""
    places = ask(PLACES, (to_json(cases).decode(),))
    held = {case: integers(debts) for case, debts, _, _ in places}
    streams = [consumer_stream(case) for case in held]
    streams += {debt_stream(debt) for debts in held.values() for debt in debts}
    rows: dict[int, list[Numbered]] = {}
    for stream, first, kind, body in ask(_LEAVES, (to_json(streams).decode(),)):
        rows.setdefault(stream, []).extend(values_of(words, stream, (first, kind, body)))
    return {case: _facts(case, held[case], integers(gone), rows) for case, _, gone, _ in places}


def read_accounts(ask: Rows, words: Vocabulary, cases: Sequence[int]) -> dict[int, tuple[tuple[str, ...], int]]:
    """The accounts of cases as CLIENT/ACCOUNT, each with the number of the case's state."""
    places = ask(PLACES, (to_json(cases).decode(),))
    held = {case: (integers(debts), state) for case, debts, _, state in places}
    streams = {debt_stream(debt): debt for debts, _ in held.values() for debt in debts}
    placed = ask(_PLACED, (to_json([*streams]).decode(),))
    accounts = {streams[stream]: _account(words, kind, body) for stream, kind, body in placed}
    return {
        case: (tuple([accounts[debt] for debt in debts if debt in accounts]), state)
        for case, (debts, state) in held.items()
    }


def _account(words: Vocabulary, kind: int, body: bytes) -> str:
    """Client and account out of a DebtPlaced as codec.LAYOUTS lays it out."""
    _, lead = words.kinds.word(kind)
    client, _, _, _, _, account, *_ = msgspec.json.decode(lead + body)
    return f"{client}/{account}"


def values_of(words: Vocabulary, stream: int, leaf: Row) -> list[Numbered]:
    """The numbered values of a leaf: number of its first row, kind, body."""
    first, kind, body = leaf
    name, lead = words.kinds.word(kind)
    return [*enumerate(values_from(stream, first, name, lead + body), first)]


def last_details(rows: Sequence[Numbered]) -> list[DebtDetails]:
    """The details of a debt that hold, in a list; none where there are none."""
    return [value for _, value in rows if isinstance(value, DebtDetails)][-1:]


def _facts(case: int, debts: Sequence[int], gone: Sequence[int], rows: Mapping[int, Sequence[Numbered]]) -> Facts:
    own = [value for row, value in rows.get(consumer_stream(case), ()) if row not in gone]
    return own, [each for debt in debts for each in last_details(rows.get(debt_stream(debt), ()))]
