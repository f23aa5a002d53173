"""Leave on file to reach a person in a way that needs it, and what is known of whose a number is by now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from callassist.casefile import Consent
from callassist.rules import Situation

US, CREDITOR, COLLECTOR = "us", "creditor", "collector"
"""To whom leave was given; a collector is the one who had the debt just before us, and wrote by that leave."""
SAME: Final = "same"


def leave_for(situation: Situation, media: Iterable[str], sources: Iterable[str]) -> list[Consent]:
    """Leave that is good today, oldest first."""
    consents = situation.case.consumer.consents
    if not consents:
        return []
    point, debt = situation.number or situation.email, situation.debt
    return [
        consent
        for consent in consents
        if consent.medium in media
        and consent.given_to in sources
        and consent.until >= situation.day
        and consent.row in {0, point.row if point else 0}
        and (debt is None or not consent.debts or debt.id in consent.debts)
    ]


def is_same_since(situation: Situation, day: date) -> bool:
    """Whether a look-up on that day or later found the number to be the same person's."""
    number = situation.number
    is_same = number is not None and number.check_result == SAME
    return is_same and number is not None and number.checked is not None and number.checked >= day
