"""The contact book of a case as it is shown, and the list of those who have to be found. Nothing of a debt or of care.

A locked book is for a line on which nobody has verified: a number is a kind, a standing and its area, an address a
city, and how a call ended is told as whom it reached. What is left out there could verify somebody, or tell of a debt.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

import msgspec

from callassist.calendars import local_clock, local_day
from callassist.casefile import Consumer, ContactPoint, EmailPoint, Place
from callassist.contact_points import Result, preference, record_of, results, why
from callassist.desk.cases import Cases
from callassist.desk.opened import Opened
from callassist.kinds import in_words
from callassist.skip_tracing import Plan, plan
from callassist.store import SKIP_TRACE
from callassist.survey import Verdict
from callassist.tracing import doubts

NUMBER, OTHER, EMAIL, ADDRESS = "number", "other", "email", "address"
WINDOW: Final = 256
"""So many cases without a usable number are ordered together: the list never reads more at once."""
US_DIGITS: Final = 11


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one call: day and hour on the consumer's clock, outcome ('' when locked), who was reached."""

    day: date
    clock: str
    outcome: str
    reached: str
    is_inbound: bool


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One way to reach a person, with all that is known of it. `place` orders the numbers to try, 1 the first.

    `is_stopped`, `opens` and `closed` (the rule's words; locked, its citation alone) are what the rules say of it now,
    `leave` what the person has allowed and until when, `limits` what they asked. `since` is the day of its standing;
    `is_replaced`: corrected since, and kept.
    """

    row: int
    point: str
    kind: str
    text: str
    standing: str
    source: str = ""
    on: date | None = None
    confidence: str = ""
    seen: date | None = None
    since: date | None = None
    place: int = 0
    why: str = ""
    is_stopped: bool = False
    opens: datetime | None = None
    closed: str = ""
    leave: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    results: tuple[Told, ...] = ()
    whose: str = ""
    is_replaced: bool = False

    def __repr__(self) -> str:
        """Which line, nothing of what is in it."""
        return f"Line(row={self.row}, point={self.point!r})"


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """One case of the list of those who have to be found: its plan, the letters of the name, and what is doubted."""

    case: int
    initials: str
    plan: Plan
    doubts: tuple[str, ...] = ()


# ── the book ──


def contact_book(opened: Opened, *, is_locked: bool = False) -> tuple[Line, ...]:
    """Everything on file by which a person may be reached, judged now: numbers first, in the order to try them."""
    return _Book(opened, is_locked=is_locked).lines()


class _Book:
    def __init__(self, opened: Opened, *, is_locked: bool) -> None:
        self.opened = opened
        self.is_locked = is_locked
        self.consumer: Consumer = opened.case.consumer
        self.zone = zone_of(opened)

    def lines(self) -> tuple[Line, ...]:
        numbers, others = self.consumer.numbers, self.consumer.others
        points = sorted(numbers, key=self._order)
        usable = [point.row for point in points if point.is_usable]
        return (
            *(self._number(p, place=usable.index(p.row) + 1 if p.is_usable else 0) for p in points),
            *(self._other(point) for point in others),
            *(self._email(point) for point in self.consumer.emails),
            *(self._address(place) for place in reversed(self.consumer.places)),
            *(self._past(point) for point in self.consumer.past_numbers),
            *(self._address(place, is_replaced=True) for place in self.consumer.past_places),
        )

    def _order(self, point: ContactPoint) -> tuple[object, ...]:
        record = record_of(self.consumer, point.row, self.opened.now, self.zone)
        is_stopped = self.opened.verdicts.of("place_call", point.row).is_stopped
        return not point.is_usable, is_stopped, preference(point, record)

    def _number(self, point: ContactPoint, place: int) -> Line:
        record = record_of(self.consumer, point.row, self.opened.now, self.zone)
        verdict = self.opened.verdicts.of("place_call", point.row)
        base = self._telephone(point, NUMBER)
        told = why(point, record) if point.is_usable else ""
        return msgspec.structs.replace(
            base,
            place=place,
            why=self._on_the_line(point.row) or told,
            is_stopped=not point.is_usable or verdict.is_stopped,
            opens=verdict.opens,
            closed=self._closed(verdict),
        )

    def _on_the_line(self, row: int) -> str:
        """That a number is the one of the open call."""
        call = self.opened.case.call
        return "on the line now" if call is not None and call.row == row else ""

    def _closed(self, verdict: Verdict) -> str:
        """Which rule closes a number, and when it opens, on the consumer's clock; '' when none does."""
        if not verdict.is_stopped:
            return ""
        opens = verdict.opens
        until = f"{local_day(opens, self.zone):%a %d %b} {local_clock(opens, self.zone)}" if opens else ""
        first = verdict.findings[0]
        said = "" if self.is_locked else f"{first.say} "
        return f"{said}[{first.cite}]{f', opens {until}' if until else ''}"

    def _other(self, point: ContactPoint) -> Line:
        verdict = self.opened.verdicts.of("location_call", point.row)
        base = self._telephone(point, OTHER)
        told = "" if verdict.is_stopped else "may be asked where they are"
        return msgspec.structs.replace(
            base,
            kind=point.relation,
            whose=point.whose,
            why=self._on_the_line(point.row) or told,
            is_stopped=not point.is_usable or verdict.is_stopped,
            opens=verdict.opens,
            closed=self._closed(verdict),
        )

    def _past(self, point: ContactPoint) -> Line:
        return msgspec.structs.replace(self._telephone(point, NUMBER), is_replaced=True, is_stopped=True)

    def _telephone(self, point: ContactPoint, what: str) -> Line:
        calls = results(self.consumer, point.row)
        return Line(
            row=point.row,
            point=what,
            kind=point.kind,
            text=number_text(point, is_locked=self.is_locked),
            standing=point.standing,
            source=point.source,
            on=point.on,
            confidence=point.confidence,
            seen=point.seen,
            leave=self._leave(point.row),
            limits=self._limits(point.row),
            results=tuple(self._told(each) for each in reversed(calls)),
        )

    def _email(self, point: EmailPoint) -> Line:
        return Line(
            row=point.row,
            point=EMAIL,
            kind="e-mail",
            text="(an e-mail address)" if self.is_locked else point.address,
            standing="untried",
            source=point.source,
            on=point.on,
            confidence=point.confidence,
            is_stopped=self.opened.verdicts.of("email", point.row).is_stopped,
            leave=self._leave(point.row),
            limits=self._limits(point.row),
        )

    def _address(self, place: Place, *, is_replaced: bool = False) -> Line:
        address = place.address
        city = ", ".join(part for part in (address.city, address.state) if part)
        whole = f"{address.street}, {city} {address.zip}".strip(", ")
        return Line(
            row=place.row,
            point=ADDRESS,
            kind="address",
            text=city if self.is_locked else whole,
            standing=place.standing,
            source=place.source,
            on=place.on,
            confidence=place.confidence,
            seen=place.seen,
            since=place.since,
            is_stopped=is_replaced or not place.is_usable,
            is_replaced=is_replaced,
        )

    def _leave(self, row: int) -> tuple[str, ...]:
        given = (each for each in self.consumer.consents if each.row in {0, row})
        return tuple(f"{in_words(each.medium)} until {each.until:%d %b %Y}" for each in given)

    def _limits(self, row: int) -> tuple[str, ...]:
        return tuple(in_words(each.kind) for each in self.consumer.restrictions if each.row == row)

    def _told(self, result: Result) -> Told:
        return Told(
            day=local_day(result.at, self.zone),
            clock=local_clock(result.at, self.zone),
            outcome="" if self.is_locked else result.outcome,
            reached=result.reached,
            is_inbound=result.is_inbound,
        )


def zone_of(opened: Opened) -> str:
    """The first of the zones in which the consumer may be."""
    return next(iter(opened.verdicts.zones), "UTC")


def number_text(point: ContactPoint, *, is_locked: bool = False) -> str:
    """A number as one dials it; locked, its area alone, as the rest could verify somebody."""
    digits, extension = str(point.number), f" x{point.extension}" if point.extension else ""
    is_here = len(digits) == US_DIGITS and digits[0] == "1"
    if is_locked:
        return f"({digits[1:4]}) xxx-xxxx" if is_here else "+ xxx xxxx"
    return f"({digits[1:4]}) {digits[4:7]}-{digits[7:]}{extension}" if is_here else f"+{digits}{extension}"


def next_point(opened: Opened) -> tuple[ContactPoint, str] | None:
    """The number to try next and why; None when none is left that may still lead to the person."""
    point = opened.verdicts.best_number()
    if point is None:
        return None
    return point, why(point, record_of(opened.case.consumer, point.row, opened.now, zone_of(opened)))


# ── who has to be found ──


def searches(cases: Cases, after: int = 0, limit: int = WINDOW) -> tuple[tuple[Search, ...], int]:
    """Cases without a usable number, what is worth most and least tried first, and after which case the rest begins.

    At most `limit` are read, by case number: the order is that of this window. 0 when there are no more.
    """
    window = min(limit, WINDOW)
    rows = cases.store.listed(SKIP_TRACE, after, window)
    found = sorted(_searched(cases, (row.case for row in rows)), key=lambda each: each.plan.worth)
    return tuple(found), rows[-1].case if len(rows) == window else 0


def _searched(cases: Cases, numbers: Iterator[int]) -> Iterator[Search]:
    from callassist.desk.cards import initials

    for number in numbers:
        opened = cases.load(number)
        case = opened.case
        yield Search(case=number, initials=initials(case), plan=plan(opened.verdicts), doubts=doubts(case))
