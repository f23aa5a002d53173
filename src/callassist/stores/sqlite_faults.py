"""What is wrong with a store: chains, bodies that cannot be read, and indexes that do not follow from the truth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from callassist.stores.codec import (
    NO_LINK,
    SEALS,
    BadEntry,
    BadRow,
    event_from,
    link,
    link_numbers,
    rows_from,
    signature,
    to_json,
    total,
)
from callassist.stores.sqlite_append import keys_from
from callassist.stores.sqlite_file import Row, SqliteFile
from callassist.stores.sqlite_schema import IS_READY, SEAL, SEARCH
from callassist.stores.sqlite_words import Vocabulary

AT_ONCE: Final = 5_000
MOST: Final = 20
"""Faults of one kind that are named; a thousand more would say no more."""

_SAID: Final = {
    "Group {}: it has ready cases that are not seen to be there; run callassist doctor --mend.": f"""
        SELECT DISTINCT grp FROM worklist WHERE {IS_READY} AND NOT EXISTS (
            SELECT 1 FROM head WHERE head.grp = worklist.grp
            AND (head.rank, head.case_id) <= (worklist.rank, worklist.case_id))""",
    "Debt {}: a case is obliged on it, but its journal is missing; restore a backup.": """
        SELECT debt FROM obligation WHERE NOT EXISTS (
            SELECT 1 FROM journal WHERE stream = obligation.debt * 2 + 1 AND seq = 1)""",
    "Case {}: it has a journal but no place in the queue; run callassist doctor --mend.": """
        SELECT stream / 2 FROM journal WHERE seq = 1 AND stream % 2 = 0
        AND NOT EXISTS (SELECT 1 FROM worklist WHERE case_id = journal.stream / 2)""",
    "Case {}: it is in the queue but has no journal; restore a backup.": """
        SELECT case_id FROM worklist WHERE NOT EXISTS (
            SELECT 1 FROM journal WHERE stream = worklist.case_id * 2 AND seq = 1)""",
    "Account {}: its debt has no journal; restore a backup.": """
        SELECT account FROM account WHERE NOT EXISTS (
            SELECT 1 FROM journal WHERE stream = account.debt * 2 + 1 AND seq = 1)""",
    "Case {}: it is not found by one of its numbers; run callassist doctor --mend.": """
        SELECT worklist.case_id FROM worklist, json_each(numbers) each WHERE NOT EXISTS (
            SELECT 1 FROM contact WHERE contact.value = each.value AND contact.case_id = worklist.case_id)""",
    "Case {}: it is found by a number that is none of its own; run callassist doctor --mend.": """
        SELECT case_id FROM contact WHERE NOT EXISTS (
            SELECT 1 FROM worklist, json_each(numbers) each
            WHERE worklist.case_id = contact.case_id AND each.value = contact.value)""",
    "Case {}: one of its debts does not lead to it; run callassist doctor --mend.": """
        SELECT worklist.case_id FROM worklist, json_each(debts) each WHERE NOT EXISTS (
            SELECT 1 FROM obligation WHERE debt = each.value AND obligation.case_id = worklist.case_id)""",
    "Case {}: a debt leads to it that it does not owe; run callassist doctor --mend.": """
        SELECT case_id FROM obligation WHERE NOT EXISTS (
            SELECT 1 FROM worklist, json_each(debts) each
            WHERE worklist.case_id = obligation.case_id AND each.value = obligation.debt)""",
}


class Inspection:
    """A look at everything; it reads the whole file."""

    def __init__(self, file: SqliteFile, words: Vocabulary) -> None:
        self._file, self._words = file, words

    def faults(self) -> Iterator[str]:
        """One sentence a fault; none when all is well."""
        if self._file.rows("SELECT 1 FROM mark WHERE name = ?", (SEARCH,)):
            yield "Search is incomplete: an import is running, or was killed; run callassist doctor --mend."
        for (found,) in self._file.rows(f"PRAGMA quick_check({MOST})"):
            if found != "ok":
                yield f"{self._file.path}: the file is damaged ({found}); restore a backup."
        yield from self._chains()
        yield from self._unreadable_rows()
        for sentence, query in _SAID.items():
            for (name,) in self._file.rows(f"{query} LIMIT {MOST}"):
                yield sentence.format(name)
        yield from self._lost_keys()

    def _chains(self) -> Iterator[str]:
        query = f"""SELECT stream, seq, at, actor, kind, CAST(body AS BLOB), hash FROM journal
            WHERE (stream, seq) > (?, ?) ORDER BY stream, seq LIMIT {AT_ONCE}"""
        last: tuple[int, int, bytes] = (-1, 0, NO_LINK)
        sealed, ends = self._seal(), 0
        while found := self._file.rows(query, last[:2]):
            for row in found:
                here, fault = self._checked(row, last)
                ends += total((last[2],)) if here[0] != last[0] else 0
                last = here
                if fault:
                    yield fault
        ends += total((last[2],))
        if sealed == self._seal() and sealed != ends % SEALS:
            yield "Journals: an end was cut off or one is gone; somebody changed the file, restore a backup."

    def _seal(self) -> int:
        """The sum that every append carries on; while others write it moves, and there is nothing to compare."""
        found = self._file.rows("SELECT value FROM mark WHERE name = ?", (SEAL,))
        return int(found[0][0], 16) if found else 0

    def _checked(self, row: Row, last: tuple[int, int, bytes]) -> tuple[tuple[int, int, bytes], str]:
        """Where the chain stands after an entry, and what is wrong with it."""
        stream, seq, at, actor, kind, body, digest = row
        before = last if last[0] == stream else (stream, 0, NO_LINK)
        here = (stream, seq, digest)
        where = f"Journal {stream}, entry {seq}"
        if seq != before[1] + 1:
            return here, f"{where}: the entry before it is missing; restore a backup."
        try:
            name, lead = self._words.kinds.word(kind)
            login = self._words.actor(actor)
        except KeyError:
            return here, f"{where}: its kind or actor is unknown; somebody changed the file, restore a backup."
        whole = lead + body
        if link(before[2], link_numbers(8, stream, 8, seq, 8, at), signature(login, name), whole) != digest:
            return here, f"{where}: it is not what was written; somebody changed the file, restore a backup."
        try:
            event_from(name, whole)
        except ValueError as fault:
            return here, str(BadEntry(stream, seq, str(fault)))
        return here, ""

    def _unreadable_rows(self) -> Iterator[str]:
        query = f"""SELECT stream, row, kind, CAST(body AS BLOB) FROM dossier
            WHERE (stream, row) > (?, ?) ORDER BY stream, row LIMIT {AT_ONCE}"""
        last = (-1, 0)
        while found := self._file.rows(query, last):
            for stream, row, kind, body in found:
                try:
                    name, lead = self._words.kinds.word(kind)
                    rows_from(stream, row, name, lead + body)
                except BadRow as fault:
                    yield str(fault)
                except KeyError:
                    yield f"Dossier {stream}, row {row}: its kind is unknown; restore a backup."
            last = found[-1][:2]

    def _lost_keys(self) -> Iterator[str]:
        """Cases that a joining key of theirs does not lead to, and whether there are keys of nobody."""
        query = f"SELECT case_id, joins FROM worklist WHERE case_id > ? ORDER BY case_id LIMIT {AT_ONCE}"
        own = last = 0
        while found := self._file.rows(query, (last,)):
            pairs = {(key, case) for case, joins in found for key in keys_from("[]", joins, "[]")[1]}
            own += len(pairs)
            for case in sorted(self._not_led(pairs)):
                yield f"Case {case}: a joining key does not lead to it; run callassist doctor --mend."
            last = found[-1][0]
        ((kept,),) = self._file.rows("SELECT count(*) FROM join_key")
        if kept > own:
            yield f"Joining keys: {kept - own} lead to cases without them; run callassist doctor --mend."

    def _not_led(self, pairs: set[tuple[int, int]]) -> set[int]:
        """The cases of those keys that are missing."""
        query = """SELECT value ->> 1 FROM json_each(?) WHERE NOT EXISTS (
            SELECT 1 FROM join_key WHERE h = value ->> 0 AND case_id = value ->> 1)"""
        return {case for (case,) in self._file.rows(query, (to_json(sorted(pairs)).decode(),))}
