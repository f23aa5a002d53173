"""The search index of a SQLite store, read: words, lists of cases by key, faces from the dossiers themselves.

Lists that a merge has written (`posting`) are kept at hand for as long as no merge changes them; what has come since
(`fresh`) is taken into memory row by row, so that a query that finds nothing new costs one look at two numbers.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import RLock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from callassist.faces import Face
from callassist.store import CLOSED, Brief, Term
from callassist.stores.codec import to_json
from callassist.stores.sqlite_faces import read_accounts, read_faces
from callassist.stores.sqlite_file import SqliteFile
from callassist.stores.sqlite_indexing import MERGES
from callassist.stores.sqlite_schema import STATES
from callassist.stores.sqlite_words import Vocabulary

KEPT_BYTES: Final = 16 << 20
KEPT_FACES: Final = 4_096
RECOUNT: Final = 0.1
"""Cases are counted again when so many new rows, as a share of what was counted, have come."""

Ids = NDArray[np.int32]
_NONE: Final = np.zeros(0, dtype=np.int32)

_STANDING: Final = "SELECT (SELECT max(seq) FROM fresh), (SELECT value FROM mark WHERE name = ?)"
_FRESH: Final = "SELECT seq, key, case_id, gone FROM fresh WHERE seq > ? ORDER BY seq"
_TERMS: Final = "SELECT id, text, sound, held FROM term WHERE id > ? ORDER BY id"
_LISTS: Final = "SELECT posting.key, cases FROM json_each(?) each CROSS JOIN posting ON posting.key = each.value"


class SqliteIndex:
    """A store.SearchIndex. Any thread may ask."""

    def __init__(self, file: SqliteFile, words: Vocabulary) -> None:
        self._file, self._words = file, words
        self._lock = RLock()
        self._lists: OrderedDict[int, Ids] = OrderedDict()
        self._bytes = 0
        self._young: dict[int, list[int]] = {}
        self._faces: OrderedDict[int, Face] = OrderedDict()
        self._seq = self._grown = self._counted = self._counted_at = 0
        self._merges: str | None = None

    # ── what has come ──

    def catch_up(self) -> int:
        """Take in what any process has written since."""
        with self._lock:
            seq, merges = self._file.rows(_STANDING, (MERGES,))[0]
            if (merges or "") != self._merges:
                self._forget()
                self._merges = merges or ""
                self._count()
            if seq and seq > self._seq:
                self._read_fresh()
                if self._seq - self._counted_at > RECOUNT * self._counted:
                    self._count()
            return self._grown

    def _forget(self) -> None:
        self._lists.clear()
        self._young.clear()
        self._faces.clear()
        self._bytes = self._seq = 0
        self._grown += 1

    def _read_fresh(self) -> None:
        for seq, key, case, gone in self._file.rows(_FRESH, (self._seq,)):
            if not gone:
                self._young.setdefault(key, []).append(case)
            self._faces.pop(case, None)
            self._seq = seq
        self._grown += 1

    def _count(self) -> None:
        self._counted = self._file.rows("SELECT count(*) FROM worklist")[0][0]
        self._counted_at = self._seq

    def size(self) -> int:
        """About how many cases there are."""
        return max(1, self._counted)

    def terms(self, after: int) -> Sequence[Term]:
        """Words by id."""
        found = self._file.rows(_TERMS, (after,))
        return [Term(id=number, text=text, sound=sound, held=held) for number, text, sound, held in found]

    # ── lists ──

    def postings(self, keys: Sequence[int]) -> Sequence[Ids]:
        """The cases of each key: what was merged, and what has come since."""
        with self._lock:
            found = {key: self._lists[key] for key in keys if key in self._lists}
            missing = [key for key in keys if key not in found]
            if missing:
                found |= self._read_lists(missing)
            for key in keys:
                self._lists.move_to_end(key)
            while self._bytes > KEPT_BYTES:
                self._bytes -= self._lists.popitem(last=False)[1].nbytes
            return [self._with_young(key, found[key]) for key in keys]

    def _read_lists(self, keys: Sequence[int]) -> dict[int, Ids]:
        blobs: dict[int, bytes] = dict(self._file.rows(_LISTS, (to_json(keys).decode(),)))
        read = {key: np.frombuffer(blobs[key], dtype="<i4") if key in blobs else _NONE for key in keys}
        self._lists |= read
        self._bytes += sum(ids.nbytes for ids in read.values())
        return read

    def _with_young(self, key: int, old: Ids) -> Ids:
        young = self._young.get(key)
        return np.union1d(old, np.array(young, dtype=np.int32)) if young else old

    # ── faces ──

    def faces(self, cases: Sequence[int]) -> Mapping[int, Face]:
        """Faces, from the dossiers where they are not at hand."""
        with self._lock:
            kept = {case: self._faces[case] for case in cases if case in self._faces}
            missing = [case for case in cases if case not in kept]
            if missing:
                read = read_faces(self._file.rows, self._words, missing)
                kept |= read
                self._faces |= read
                while len(self._faces) > KEPT_FACES:
                    self._faces.popitem(last=False)
        return kept

    def briefs(self, cases: Sequence[int]) -> Mapping[int, Brief]:
        """Accounts, and whether anything is open."""
        found = read_accounts(self._file.rows, self._words, cases)
        return {case: Brief(accounts=told, is_open=state != STATES[CLOSED]) for case, (told, state) in found.items()}
