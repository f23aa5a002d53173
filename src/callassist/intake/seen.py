"""Which earlier record of the same file shared a key: a flat hash table, 8 bytes a slot, for millions of rows."""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from typing import Final

from msgspec.structs import replace

from callassist.intake.placement import Clues, Placement

ROW_BITS: Final = 26
_ROW_MASK: Final = (1 << ROW_BITS) - 1
_TAG_MASK: Final = (1 << 64) - 1 - _ROW_MASK
_FIRST_SLOTS: Final = 1 << 12
MOST_ROWS: Final = _ROW_MASK


class Seen:
    """Key → ordinal of the first record that had it.

    A slot holds 38 bits of the key's hash and 26 of the ordinal plus one, so that 0 is free. Two keys may share
    38 bits, about once in as many billion; a hit is a hint and is confirmed by its user.
    """

    def __init__(self, expected: int = 0) -> None:
        size = _FIRST_SLOTS
        while size * 3 < expected * 4:
            size *= 2
        self._slots = array("Q", bytes(8 * size))
        self._mask = size - 1
        self._held = 0

    def first(self, key: Hashable, ordinal: int) -> int:
        """The ordinal of the first record with this key, -1 when this is the one; it is kept then."""
        tag = hash(key) & _TAG_MASK
        slots, mask = self._slots, self._mask
        at = (tag >> ROW_BITS) & mask
        while held := slots[at]:
            if held & _TAG_MASK == tag:
                return (held & _ROW_MASK) - 1
            at = (at + 1) & mask
        if ordinal < MOST_ROWS:
            slots[at] = tag | (ordinal + 1)
            self._held += 1
            if self._held * 5 > mask * 4:
                self._grow()
        return -1

    def _grow(self) -> None:
        old = self._slots
        self._mask = mask = len(old) * 2 - 1
        self._slots = slots = array("Q", bytes(16 * len(old)))
        for held in old:
            if held:
                at = (held >> ROW_BITS) & mask
                while slots[at]:
                    at = (at + 1) & mask
                slots[at] = held


KEYS_A_RECORD: Final = 6


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
