"""The rules that the program asks by name for their values; a library without one of them is refused."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

VALIDATION_PERIOD: Final = "us.regf.validation-period"
"""How long a validation period is: `receipt_days`, `days`, `holidays`, `said`."""
EMAIL_NOTICE: Final = "us.regf.email-safe-harbour"
"""What a creditor's notice about an e-mail address must say."""
LIMITED_CONTENT: Final = "us.regf.limited-content"
"""The sentences of a message, and what judges the words."""
AUTHORIZATION: Final = "us.hipaa.authorization"
"""What a HIPAA authorization must hold."""
MAJORITY: Final = "us.fdcpa.minor"
"""At which age, by state, a parent no longer speaks for their child."""

NAMED: Final = {
    VALIDATION_PERIOD: "the time for a dispute",
    EMAIL_NOTICE: "whether a creditor's e-mail notice will do",
    LIMITED_CONTENT: "the words of a message",
    AUTHORIZATION: "whether a HIPAA authorization is whole",
    MAJORITY: "the age at which a parent's word ends",
}
"""What goes by each of them."""


def absent(ids: Collection[str]) -> tuple[str, ...]:
    """A sentence for each named rule that is not among these ids: without it something would be left out unseen."""
    return tuple(
        f"rules: {name} is missing, and {what} goes by it; put the rule back under that id, and end it with null."
        for name, what in NAMED.items()
        if name not in ids
    )
