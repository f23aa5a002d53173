"""Days of the month on which somebody is paid, as said: I get paid the 15th, my check comes on the third."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from callassist.listening_places import Day
from callassist.listening_tokens import Line, words

_GETS: Final = words("get gets getting am is be being i'm are we're he's she's us i'll im always usually only")
_INCOME: Final = words(
    "payday paydays paycheck check checks ssi ssdi disability pension deposit deposits salary retirement security"
    " wages benefits"
)
_OTHER: Final = words(
    "pay do send can could afford owe bill was sent due start starting call give make made pays payment appointment"
    " surgery start begin beginning mail mailed paid put take draft charge run promise court"
)
_WHEN: Final = (
    *("when i get paid", "when i 'm paid", "when i'm paid", "is payday", "'s payday", "is when i get paid"),
    *("that's when i get paid", "when my check comes", "which is payday", "when i get my check", "i get paid"),
    *("that 's when i get paid", "'s when i get paid", "my payday", "payday"),
)
_OURS: Final = words(
    "sent send sending mail mailed write wrote cut hold put drop dropped by with postdate postdated date"
)
"""A check that is sent to us is no payday."""
_REACH: Final = 12
_LONGEST: Final = 6
_BIRTHS: Final = words("born dob birth birthday birthdate expires expiring expiration expiry exp expired")
_LONG_AGO: Final = 15
"""Years: a day before then is a day of birth."""
_NEAR: Final = 4


def paydays(line: Line, days: Sequence[Day]) -> tuple[int, ...]:
    """Days of the month, 31 for the last, each once, in the order said."""
    paid: list[Day] = []
    for day in days:
        if day.of_month and (_is_paid(line, day) or _follows(line, day, paid)):
            paid.append(day)
    return tuple(dict.fromkeys(each.of_month for each in paid))


def _follows(line: Line, day: Day, paid: Sequence[Day]) -> bool:
    """Another of them: the 1st and the 15th."""
    return (
        bool(paid)
        and 0 < day.start - paid[-1].end <= len(("and", "the"))
        and line.word(day.start - 1) in {"and", "the", "&"}
    )


def _is_paid(line: Line, day: Day) -> bool:
    start = day.end + (line.word(day.end) == ",")
    if any(line.words(start, length) in _WHEN for length in range(1, _LONGEST + 1)):
        return True
    for at in range(day.start - 1, max(-1, day.start - _REACH), -1):
        word = line.word(at)
        if word == "paid" and line.word(at - 1) in _GETS:
            return True
        if word in _INCOME:
            return not any(line.word(each) in _OURS for each in range(at - _NEAR, at))
        if word in _OTHER or word in {".", "?", "!", ";"}:
            return False
    return False


def is_another(line: Line, day: Day, today: date) -> bool:
    """Whether it is the day on which somebody was born, or a card ends: nothing is due on it."""
    is_old = day.day is not None and day.day.year < today.year - _LONG_AGO
    return is_old or any(line.word(each) in _BIRTHS for each in range(day.start - _NEAR, day.start))
