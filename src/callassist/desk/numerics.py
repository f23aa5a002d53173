"""Importing numpy by one thread at a time: of two that begin at once, each can find what the other has half made."""

from __future__ import annotations

from threading import Lock
from typing import Final

_IMPORTING: Final = Lock()


def with_numpy() -> None:
    """Have numpy whole; whatever a thread beside the screens does first that needs it begins with this."""
    with _IMPORTING:
        import numpy as np  # noqa: F401
