"""Checks of what states add: limitation, waits, interest, reporting, forms."""

from __future__ import annotations
