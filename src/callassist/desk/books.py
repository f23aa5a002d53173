"""The rules by which checks were made, kept in the store once for each rulebook, so that they outlast their files."""

from __future__ import annotations

from typing import Final

from callassist.checked import Book, KeptRule, digest_of, rules_from
from callassist.store import Store

BOOK: Final = "rules "
"""How the store's mark of a kept rulebook begins; its digest follows."""


def keep_book(store: Store, book: Book) -> None:
    """Keep a rulebook, if it is not kept yet."""
    if not store.setting(BOOK + book.digest):
        store.setting(BOOK + book.digest, book.text)


def kept_rules(store: Store, digest: str) -> tuple[KeptRule, ...] | None:
    """The rules that journals call by a digest; None when they are not there, or not as they were kept."""
    text = store.setting(BOOK + digest) if digest else ""
    if not text or digest_of(text) != digest:
        return None
    return rules_from(text)
