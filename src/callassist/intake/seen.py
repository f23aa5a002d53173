"""Which earlier record of the same file shared a key: a flat hash table, 6 bytes a slot, for millions of rows."""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from typing import Final

from msgspec.structs import replace

from callassist.intake.placement import Clues, Placement

_LEAST: Final = 4_096
_TAG_SHIFT: Final = 40
_TAG_MASK: Final = 0xFFFF


class Seen:
    """Key → ordinal of the first record that had it.

    Of a key 16 bits are kept beside its place, so that one in some ten thousand is taken for another: a hit is a hint,
    and its user confirms it. When a table is four fifths full a larger one takes what follows.
    """

    def __init__(self, expected: int = 0) -> None:
        self._full: list[tuple[array[int], array[int]]] = []
        self._start(max(_LEAST, expected * 5 // 4))

    def _start(self, size: int) -> None:
        """A table: ordinals plus one, 0 where it is free, and the bits of their keys."""
        self._size = size
        self._left = size * 4 // 5
        self._rows = array("I", bytes(4 * size))
        self._tags = array("H", bytes(2 * size))

    def first(self, key: Hashable, ordinal: int) -> int:
        """The ordinal of the first record with this key, -1 when this is the one; it is kept then."""
        hashed = hash(key)
        if self._full:
            found = self._in_full(hashed)
            if found >= 0:
                return found
        rows, tags, size, tag = self._rows, self._tags, self._size, hashed >> _TAG_SHIFT & _TAG_MASK
        at = hashed % size
        while held := rows[at]:
            if tags[at] == tag:
                return held - 1
            at = (at + 1) % size
        rows[at], tags[at] = ordinal + 1, tag
        self._left -= 1
        if not self._left:
            self._full.append((rows, tags))
            self._start(4 * size)
        return -1

    def _in_full(self, hashed: int) -> int:
        tag = hashed >> _TAG_SHIFT & _TAG_MASK
        for rows, tags in self._full:
            at = hashed % len(rows)
            while held := rows[at]:
                if tags[at] == tag:
                    return held - 1
                at = (at + 1) % len(rows)
        return -1


KEYS_A_RECORD: Final = 5


class Recognition:
    """What each record of a file shares with earlier ones."""

    def __init__(self, expected: int = 0) -> None:
        self._seen = Seen(expected * KEYS_A_RECORD)

    def recognised(self, placement: Placement) -> Placement:
        """The record, with the first earlier ones that share something with it as its clues."""
        first, ordinal = self._seen.first, placement.ordinal
        account = first((placement.client, placement.account), ordinal)
        ref = first((0, placement.client, placement.ref.upper()), ordinal) if placement.ref else -1
        born, zip_code, phone = self._by_name(placement) if all(placement.name) else (-1, -1, -1)
        if account == ref == born == zip_code == phone == -1:
            return placement
        return replace(placement, clues=Clues(account=account, ref=ref, born=born, zip=zip_code, phone=phone))

    def _by_name(self, placement: Placement) -> tuple[int, int, int]:
        first, ordinal, name = self._seen.first, placement.ordinal, placement.name
        born = zip_code = phone = -1
        if placement.person.dob:
            born = first((1, name, placement.person.dob), ordinal)
        if placement.address and placement.address.zip:
            zip_code = first((2, name, placement.address.zip), ordinal)
        for point in placement.phones:
            if point.kind != "work":
                phone = max(phone, first((3, name, point.number), ordinal))
        return born, zip_code, phone
