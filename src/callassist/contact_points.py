"""The contact book of a case, and which of its numbers to try next: from the case and the hour alone, no chance in it.

What a number is ranked by is in INPUTS and nothing else; age, sex, language, ZIP and kind of facility never are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from callassist.casefile import Call, Consumer, ContactPoint

INPUTS: Final = (
    "standing of the number",
    "answers of the person at this hour and kind of day",
    "answers of the person at any hour",
    "day of the last answer",
    "source and grade",
    "day of the last try",
)
NEAR: Final = 2 * 60
"""So many minutes to either side of the time of day count as the same hour."""
FRIDAY: Final = 4
GRADES: Final = {"A": 3, "B": 2, "C": 1}
"""What the grade of a trace adds to its source; another adds nothing."""
TRUSTED: Final = ("trace", "case", "placement", "third party", "consumer")
"""Sources of a number, the least trusted first; one that is not named counts as a placement."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one call: when, how it ended, whom it reached; `outcome` '' when nobody has written that down."""

    call: int
    at: datetime
    is_inbound: bool
    outcome: str
    reached: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """How a number has done: tries and answers of the person, in all and near one hour of one kind of day."""

    tries: int = 0
    answers: int = 0
    near_tries: int = 0
    near_answers: int = 0
    last_try: datetime | None = None
    last_answer: datetime | None = None

    def chance(self, *, is_good: bool) -> float:
        """How likely the person is to answer now, 0 to 1; a number that was never tried has an even chance.

        The record near this hour counts, on the footing of the whole one: Laplace's rule of succession, twice. A number
        that is known to be good starts with one answer more.
        """
        whole = (self.answers + 1 + is_good) / (self.tries + 2 + is_good)
        return (self.near_answers + whole) / (self.near_tries + 1)


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """A number with its record and, in a few words, why it stands where it does."""

    point: ContactPoint
    record: Record
    why: str


def results(consumer: Consumer, row: int) -> tuple[Result, ...]:
    """Every call on a number, oldest first."""
    return tuple(
        Result(call=c.id, at=c.at, is_inbound=c.is_inbound, outcome=c.outcome, reached=c.reached)
        for c in consumer.calls
        if c.row == row
    )


def record_of(consumer: Consumer, row: int, now: datetime, zone: str = "UTC") -> Record:
    """How a number has done up to now; the hour is the consumer's, in one of the zones where they may be."""
    counted = [call for call in consumer.calls if call.row == row and (call.is_inbound or _is_over(call))]
    near = [call for call in counted if _is_near(call.at, now, zone)]
    answered = [call for call in counted if call.reached == "right"]
    return Record(
        tries=len(counted),
        answers=len(answered),
        near_tries=len(near),
        near_answers=sum(call.reached == "right" for call in near),
        last_try=max((call.at for call in counted), default=None),
        last_answer=max((call.at for call in answered), default=None),
    )


def _is_over(call: Call) -> bool:
    return bool(call.outcome)


def _is_near(at: datetime, now: datetime, zone: str) -> bool:
    """Whether two moments are of one kind of day, working day or weekend, at about one time of day."""
    there = ZoneInfo(zone)
    then, today = at.astimezone(there), now.astimezone(there)
    apart = abs((then.hour * 60 + then.minute) - (today.hour * 60 + today.minute))
    return (then.weekday() > FRIDAY) == (today.weekday() > FRIDAY) and apart <= NEAR


def trust(source: str, confidence: str) -> int:
    """How far a source is trusted, more is better: what the person said before what a file says."""
    name = next((name for name in TRUSTED if source.startswith(name)), "placement")
    return 10 * TRUSTED.index(name) + GRADES.get(confidence, 0)


Preference = tuple[float, float, int, float, int]


def preference(point: ContactPoint, record: Record) -> Preference:
    """By what numbers are sorted, least first: likely to answer, answered lately, trusted, long not tried, in order."""
    return (
        -record.chance(is_good=point.standing == "good"),
        -(record.last_answer.timestamp() if record.last_answer else 0.0),
        -trust(point.source, point.confidence),
        record.last_try.timestamp() if record.last_try else 0.0,
        point.row,
    )


def ranked(consumer: Consumer, points: Iterable[ContactPoint], now: datetime, zone: str = "UTC") -> tuple[Ranked, ...]:
    """Numbers in the order in which to try them now. What the rules say of each is for whoever calls to ask."""
    known = ((point, record_of(consumer, point.row, now, zone)) for point in points)
    return tuple(
        Ranked(point=point, record=record, why=why(point, record))
        for point, record in sorted(known, key=lambda pair: preference(*pair))
    )


def why(point: ContactPoint, record: Record) -> str:
    """Why a number stands where it does, in a few words; nothing of the number itself."""
    parts = ["good"] if point.standing == "good" else []
    if not record.tries:
        parts.append("never tried")
    elif record.near_answers:
        parts.append(f"answered {record.near_answers} of {record.near_tries} at this hour")
    elif record.answers:
        parts.append(f"answered {record.answers} of {record.tries}, {_day(record.last_answer)} last")
    else:
        parts.append(f"{record.tries} tried, no answer")
    if point.source and point.source != "placement":
        parts.append(f"from {point.source}{f', grade {point.confidence}' if point.confidence else ''}")
    return ", ".join(parts)


def _day(at: date | None) -> str:
    return f"{at:%d %b}" if at else "?"
