"""How a word sounds, as a number: words that share it may be one word, heard and written down twice."""

from __future__ import annotations

from zlib import crc32

from jellyfish import metaphone


def sound_of(text: str) -> int:
    """The metaphone key of a word, hashed to below 2 ** 32."""
    return crc32(metaphone(text).encode())
