"""Untrusted text on its way to the terminal: no control or bidirectional characters, measured by the cell."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len, set_cell_size

_KEPT = frozenset("\n")


def clean(text: str) -> str:
    """Text that draws only what it says: normalised, without control, bidirectional or private characters."""
    if text.isascii() and text.isprintable():
        return text
    plain = unicodedata.normalize("NFC", text)
    return "".join(char for char in plain if char in _KEPT or unicodedata.category(char)[0] != "C")


def fit(text: str, width: int) -> str:
    """Exactly so many cells: cut with a dot dot, or filled with spaces."""
    shown = clean(text)
    if cell_len(shown) > width:
        shown = set_cell_size(shown, max(0, width - 2)) + ".."
    return set_cell_size(shown, width)
