"""Checks of texts, e-mails, letters and of calls by machine: leave, opt-outs, numbers that changed hands."""

from __future__ import annotations
