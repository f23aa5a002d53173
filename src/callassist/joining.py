"""How people are recognised across accounts: folded names, and the 64-bit keys on which later accounts join.

Two keys only: one client's own guarantor reference, or first + last + birth date + SSN last four. Anything
weaker is a suggestion for a person to accept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from hashlib import blake2b

_NOT_LETTERS = re.compile(r"[^a-z0-9 ]+")


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """A name for comparing and looking up: no accents, case, punctuation or doubled spaces."""
    if text.isascii():
        plain = text.lower()
    else:
        spread = unicodedata.normalize("NFKD", text).casefold()
        plain = "".join(char for char in spread if not unicodedata.combining(char))
    return " ".join(_NOT_LETTERS.sub("", plain.replace("-", " ")).split())


def _key(*parts: str) -> int:
    digest = blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def reference_key(client: str, guarantor_ref: str) -> int:
    """The key of a client's own guarantor reference."""
    return _key("ref", client, guarantor_ref.strip().upper())


def person_key(first: str, last: str, dob: date, ssn4: str) -> int:
    """The key of a person whose name, birth date and SSN last four are all known."""
    return _key("who", folded(first), folded(last), dob.isoformat(), ssn4)


def join_keys(
    references: Iterable[tuple[str, str]], first: str, last: str, dob: date | None, ssn4: str
) -> tuple[int, ...]:
    """Every key under which a person is found again."""
    keys = [reference_key(client, ref) for client, ref in references if ref]
    if first and last and dob and ssn4:
        keys.append(person_key(first, last, dob, ssn4))
    return tuple(keys)
