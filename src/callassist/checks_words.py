"""Checks of words: what may be left in a message, what may not be typed, said or sent."""

from __future__ import annotations
