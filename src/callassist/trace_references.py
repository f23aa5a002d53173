"""The reference by which a vendor knows a request to find somebody: it says nothing, and we read our case out of it.

A case's number and how often it was asked for are shuffled by a key that never leaves the database (a Feistel
network of keyed hashes over 40 bits), written in eight letters and digits, with one more against slips. No table is
needed to find the case again, and the same request always has the same reference.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

KEY_SIZE: Final = 16
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are read for others
_READ_FOR: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "-": "", " ": ""})
_HALF: Final = 20
_MASK: Final = (1 << _HALF) - 1
_ROUNDS: Final = 8
_LENGTH: Final = 8
_TIMES: Final = 8
"""Bits for how often a case was asked for; the rest is the case."""
MOST_TIMES: Final = 1 << _TIMES


def make_reference(key: bytes, case: int, times: int) -> str:
    """The reference of a case's request, the first being 1; as `7K3M-9X2Q-F`."""
    word = _shuffled(key, case << _TIMES | times % MOST_TIMES)
    text = "".join(_LETTERS[word >> 5 * at & 31] for at in reversed(range(_LENGTH)))
    return f"{text[:4]}-{text[4:]}-{_check(key, text)}"


def read_reference(key: bytes, text: str) -> tuple[int, int] | None:
    """Case and time (modulo MOST_TIMES) of a reference; None when it is none of ours."""
    plain = text.strip().upper().translate(_READ_FOR)
    if len(plain) != _LENGTH + 1 or not all(letter in _LETTERS for letter in plain):
        return None
    body = plain[:_LENGTH]
    if plain[_LENGTH] != _check(key, body):
        return None
    word = 0
    for letter in body:
        word = word << 5 | _LETTERS.index(letter)
    found = _unshuffled(key, word)
    return found >> _TIMES, found & (MOST_TIMES - 1)


def _shuffled(key: bytes, word: int) -> int:
    left, right = word >> _HALF & _MASK, word & _MASK
    for turn in range(_ROUNDS):
        left, right = right, left ^ _mixed(key, turn, right)
    return left << _HALF | right


def _unshuffled(key: bytes, word: int) -> int:
    left, right = word >> _HALF, word & _MASK
    for turn in reversed(range(_ROUNDS)):
        left, right = right ^ _mixed(key, turn, left), left
    return left << _HALF | right


def _mixed(key: bytes, turn: int, half: int) -> int:
    digest = blake2b(half.to_bytes(3, "big"), key=key, salt=bytes((turn,)), digest_size=3).digest()
    return int.from_bytes(digest, "big") & _MASK


def _check(key: bytes, body: str) -> str:
    """One letter that a slip changes with 31 chances in 32; keyed, so that nobody makes references up."""
    return _LETTERS[blake2b(body.encode(), key=key, salt=b"check", digest_size=1).digest()[0] & 31]
