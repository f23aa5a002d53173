"""Checks of who is speaking and what they may hear, for each debt and each fact."""

from __future__ import annotations
