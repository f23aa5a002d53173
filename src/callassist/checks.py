"""The named checks that rules refer to, all in one place: CHECKS, by name."""

from __future__ import annotations

from callassist import (
    checks_calls,
    checks_deals,
    checks_debts,
    checks_machines,
    checks_medical,
    checks_messages,
    checks_notices,
    checks_people,
    checks_states,
    checks_stops,
    checks_times,
    checks_words,
    checks_written,
)
from callassist.checklist import CHECKS, Listed
from callassist.rules import Check

__all__ = [
    "CHECKS",
    "Listed",
    "by_name",
    "checks_calls",
    "checks_deals",
    "checks_debts",
    "checks_machines",
    "checks_medical",
    "checks_messages",
    "checks_notices",
    "checks_people",
    "checks_states",
    "checks_stops",
    "checks_times",
    "checks_words",
    "checks_written",
]


def by_name() -> dict[str, Check]:
    """Every check under its name, as rules.bind wants them."""
    return {name: listed.check for name, listed in CHECKS.items()}
