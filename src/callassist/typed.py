"""What a collector types in a hurry, as values: `fr 5p`, `15`, `6/15`, `+3d`, `after 5p weekdays`, a name and a number.

Days and times are the consumer's own. What can mean nothing is None or empty, so that a field says so as it is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from callassist.calendars import Windows
from callassist.commands import Leave
from callassist.errors import BadInput
from callassist.money import parse_cents
from callassist.typed_dates import MONTHS

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MORNING_FROM: Final = 8  # a bare 8 to 11 is the morning, a bare 1 to 7 the afternoon: nobody is called before eight
NOON: Final = 12
HOURS: Final = 24
MINUTES: Final = 60
SHORT_YEAR: Final = 100
CENTURY: Final = 2000

_STEP: Final = re.compile(r"\+(\d{1,3})\s*(d|w|m)?")
_SPAN: Final = re.compile(r"\+(\d{1,3})\s*(h|min)")
_NUMERIC: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NAMED: Final = re.compile(r"(?:([a-z]{3,9})\s*(\d{1,2})|(\d{1,2})\s*([a-z]{3,9}))(?:,?\s+(\d{4}))?")
_TIME: Final = re.compile(r"(\d{1,2})(?::?(\d\d))?\s*(am?|pm?)?")
_CLOCK_AT_END: Final = re.compile(r"(?:^|\s)(?:at\s+)?(noon|midday|\d{1,2}(?::?\d\d)?\s*(?:am?|pm?)?)$")


# ── days ──


def read_day(text: str, today: date) -> date | None:
    """A day from today on: `today`, `tom`, `fr`, `15`, `6/15`, `15 jun`, `2026-06-15`, `+3d`, `+2w`, `+1m`."""
    words = " ".join(text.lower().replace(".", " ").split())
    try:
        return next(_days(words, today), None)
    except (ValueError, OverflowError):
        return None


def _days(words: str, today: date) -> Iterator[date]:
    """What the words mean, at most once; ValueError when they name a day that no calendar has."""
    if words in {"today", "tod"}:
        yield today
    if len(words) > 2 and "tomorrow".startswith(words):  # noqa: PLR2004 - `tom` is the shortest
        yield today + timedelta(days=1)
    if found := _STEP.fullmatch(words):
        yield _stepped(int(found[1]), found[2] or "d", today)
    if words.isdecimal():
        yield _of_month(int(words), today)
    weekday = _weekday(words)
    if weekday is not None:
        yield today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    yield from _dated(words, today)


def _stepped(count: int, unit: str, today: date) -> date:
    if unit != "m":
        return today + timedelta(days=count * (7 if unit == "w" else 1))
    years, month = divmod(today.month - 1 + count, 12)
    return _clipped(today.year + years, month + 1, today.day)


def _clipped(year: int, month: int, day: int) -> date:
    """The day, or the month's last when it has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        following = date(year + month // 12, month % 12 + 1, 1)
        return following - timedelta(days=1)


def _of_month(day: int, today: date) -> date:
    """The next such day of a month: today counts, and a month too short for it is passed over."""
    for ahead in range(3):
        years, month = divmod(today.month - 1 + ahead, 12)
        try:
            found = date(today.year + years, month + 1, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError(day)


def _weekday(word: str) -> int | None:
    """0 is Monday; two letters do, `next` before it changes nothing."""
    short = word.removeprefix("next ").removeprefix("on ")
    if len(short) < 2:  # noqa: PLR2004 - one letter could be two days
        return None
    return next((index for index, name in enumerate(WEEKDAYS) if name.startswith(short)), None)


def _dated(words: str, today: date) -> Iterator[date]:
    if found := _ISO.fullmatch(words):
        yield date(int(found[1]), int(found[2]), int(found[3]))
    elif found := _NUMERIC.fullmatch(words):
        yield _with_year(int(found[1]), int(found[2]), found[3] or "", today)
    elif found := _NAMED.fullmatch(words):
        name, day = (found[1], found[2]) if found[1] else (found[4], found[3])
        if name[:3] in MONTHS:
            yield _with_year(MONTHS.index(name[:3]) + 1, int(day), found[5] or "", today)


def _with_year(month: int, day: int, year: str, today: date) -> date:
    """Without a year, the next one."""
    if year:
        number = int(year)
        return date(number + CENTURY if number < SHORT_YEAR else number, month, day)
    this = date(today.year, month, day)
    return this if this >= today else date(today.year + 1, month, day)


# ── moments ──


def read_moment(text: str, now: datetime, zone: str) -> datetime | None:
    """A moment to come, in UTC: `fr 5p`, `6/15 10:30`, `5p`, `tomorrow noon`, `+2h`; None without a time of day."""
    words = " ".join(text.lower().split())
    if found := _SPAN.fullmatch(words):
        count = int(found[1])
        return now.astimezone(UTC) + (timedelta(hours=count) if found[2] == "h" else timedelta(minutes=count))
    found = _CLOCK_AT_END.search(words)
    minute = read_minute(found[1]) if found else None
    if found is None or minute is None:
        return None
    local = now.astimezone(ZoneInfo(zone))
    before = words[: found.start()].strip()
    if before:
        day = read_day(before, local.date())
        return None if day is None else _moment(day, minute, zone)
    today = _moment(local.date(), minute, zone)
    return today if today > now else _moment(local.date() + timedelta(days=1), minute, zone)


def _moment(day: date, minute: int, zone: str) -> datetime:
    """On the wall there; a time that the clock skips in spring is as much later."""
    local = datetime.combine(day, time(minute // MINUTES, minute % MINUTES), ZoneInfo(zone))
    return local.astimezone(UTC)


def read_minute(text: str) -> int | None:
    """A time of day in minutes: `5p`, `10:30`, `17`, `noon`; bare hours from 8 are morning, before it afternoon."""
    if text in {"noon", "midday"}:
        return NOON * MINUTES
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half:
        hour = hour % NOON + (NOON if half == "p" else 0) if 1 <= hour <= NOON else HOURS
    elif hour < MORNING_FROM and not (found[2] and found[1].startswith("0")):
        hour += NOON if hour else HOURS
    return hour * MINUTES + minute if hour < HOURS and minute < MINUTES else None


# ── the times at which we may call ──


def read_windows(text: str) -> Windows:
    """The times that are allowed: `after 5p`, `not before noon weekdays`, `9-5; sat 10-2`, `not on fridays`.

    () when nothing can be made of it for sure; designations.parse then says what to ask.
    """
    from callassist.designations import parse  # its patterns take a while to compile: when the first words are read

    return next((said.windows for said in parse(text).said if said.kind == "inconvenient_time"), ())


# ── money, people, leave ──


def read_amount(text: str) -> int:
    """Cents of what was typed; 0 when it is no amount."""
    try:
        return max(0, parse_cents(text))
    except BadInput:
        return 0


_PHONE_AT_END: Final = re.compile(r"[\s,;]*((?:[(+]?\d[\d ().-]{5,}\d)(?:\s*(?:x|ext\.?)\s*\d+)?)\s*$", re.IGNORECASE)


def read_party(text: str) -> tuple[str, str]:
    """A name, and the telephone number that may follow it."""
    found = _PHONE_AT_END.search(text)
    name = text[: found.start()] if found else text
    return name.strip(" ,;"), found[1].strip() if found else ""


_UNTIL: Final = re.compile(r"^(?P<words>.*?)[\s,;]*\buntil\s+(?P<end>[\w/+ -]+)$", re.IGNORECASE)
_NO: Final = frozenset({"", "n", "no", "nope", "not asked", "-"})


def read_leave(text: str, today: date, end: date) -> Leave | None:
    """The answer to "may we call you before then about this?", good until `end` or an earlier day that it names."""
    said = text.strip()
    if said.lower().strip(".") in _NO:
        return None
    found = _UNTIL.match(said)
    named = read_day(found["end"], today) if found else None
    return Leave(words=said, until=min(named, end) if named else end)
