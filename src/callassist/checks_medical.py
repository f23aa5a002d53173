"""Checks around medical debt: assistance windows, cover that leaves nothing to bill, disputes of the bill."""

from __future__ import annotations
