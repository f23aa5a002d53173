"""Days and hours as people say them, as windows of the week: "Fridays", "before noon", "3 to 5", "mornings"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from callassist.calendars import DAY_MINUTES, Window, Windows
from callassist.errors import CallassistError

_WEEK: Final = (0, 1, 2, 3, 4, 5, 6)
_NAMES: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
_NAME: Final = (
    r"mon(?:day)?s?|tue(?:s(?:day)?)?s?|wed(?:nesday)?s?|thu(?:rs?(?:day)?)?s?|fri(?:day)?s?|sat(?:urday)?s?|"
    r"sun(?:day)?s?|mo|tu|th|fr|sa|su|we(?=$|[,;-]|\s*(?:mo|tu|th|fr|sa|su|\d))"
)
"""As people say or type them; "we" is the third day only where no word follows it."""
_SETS: Final[Mapping[str, tuple[int, ...]]] = {
    "weekday": (0, 1, 2, 3, 4),
    "week day": (0, 1, 2, 3, 4),
    "workday": (0, 1, 2, 3, 4),
    "business day": (0, 1, 2, 3, 4),
    "weekend": (5, 6),
    "every day": _WEEK,
    "any day": _WEEK,
    "daily": _WEEK,
}
DAYS: Final = (
    rf"(?:{_NAME})\s*(?:-|to|through|thru)\s*(?:{_NAME})|{_NAME}|week ?days?|workdays?|business days?|weekends?|"
    r"every day|any day|daily"
)
_HALF: Final = r"(?:\s*(?:[ap]m?\b|o'?clock))?"
_CLOCK: Final = rf"(?:\d{{1,2}}(?::\d\d)?{_HALF}|noon|midday|midnight)"
_PART: Final = r"mornings?|daytime|afternoons?|evenings?|nights?|lunch(?: ?time| hour)?|dinner(?: ?time)?"
TIME: Final = (
    rf"(?:(?:between|from)\s+)?{_CLOCK}\s*(?:-|to|and|until|till)\s*{_CLOCK}|"
    rf"(?:before|until|till|earlier than|after|past|later than|from)\s+{_CLOCK}|"
    rf"{_CLOCK}\s+(?:or|and)\s+later|(?:{_PART})\b"
)
_SPAN: Final = re.compile(
    rf"(?:(?:between|from)\s+)?(?P<first>{_CLOCK})\s*(?:-|to|and|until|till)\s*(?P<last>{_CLOCK})"
)
_EDGE: Final = re.compile(rf"(?P<word>before|until|till|earlier than|after|past|later than|from)\s+(?P<at>{_CLOCK})")
_LATER: Final = re.compile(rf"(?P<at>{_CLOCK})\s+(?:or|and)\s+later")
_READ: Final = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s*(?P<half>[ap])?")
_EARLY: Final = frozenset({"before", "until", "till", "earlier than"})
_PARTS: Final[Mapping[str, tuple[tuple[int, int], tuple[int, int]]]] = {
    # hours when it is called bad, hours when it is called good
    "morning": ((0, 12), (8, 12)),
    "afternoon": ((12, 18), (12, 17)),
    "evening": ((17, 24), (18, 21)),
    "daytime": ((8, 18), (9, 17)),
    "night": ((18, 24), (20, 24)),
    "lunch": ((11, 14), (12, 13)),
    "dinner": ((17, 20), (18, 19)),
}
_SPELLED: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER: Final = re.compile(rf"\b({'|'.join(_SPELLED)})\b")
_HALVED: Final = re.compile(
    r"\b((?:[1-9]|1[01])(?::\d\d)?)(?: ?o'?clock)? ((?:in the|every|each) (?:morning|afternoon|evening)|at night)\b"
)
"""An hour that says which half of the day it is of; twelve at night may be of either, and stays."""
_NOON, _LATEST_HOUR, _LAST_MINUTE = 12, 24, 59
_AM, _PM = 0, 12
# The half of the day that a bare hour means, by what stands before it; hours that are missing may be either.
_BEFORE_GOOD: Final = {**dict.fromkeys((1, 2, 3, 4, 5, 6, 12), _PM), **dict.fromkeys((9, 10, 11), _AM)}
_BEFORE_BAD: Final = {**_BEFORE_GOOD, 8: _AM}
_AFTER_GOOD: Final = {**dict.fromkeys((1, 2, 3, 4, 5, 6, 7, 12), _PM), 10: _AM, 11: _AM}
_AFTER_BAD: Final = dict.fromkeys((1, 2, 3, 4, 5, 6, 7, 8, 9, 12), _PM)
_SPAN_FROM: Final = {**dict.fromkeys((1, 2, 3, 4, 5, 6, 12), _PM), **dict.fromkeys((7, 8, 9, 10, 11), _AM)}
_EITHER_HALF: Final = frozenset({7, 8})


class Unsure(CallassistError):
    """Words that may mean more than one thing; its sentence says what to ask."""

    def __init__(self, ask: str) -> None:
        super().__init__(ask)
        self.ask = ask

    def __str__(self) -> str:
        return self.ask


def spelled(words: str) -> str:
    """The words in small letters, numbers as digits, a.m. as am, plain apostrophes."""
    text = " ".join(words.lower().replace("’", "'").split())
    text = re.sub(r"\b([ap])\.\s?m\.?", r"\1m", text)
    text = _NUMBER.sub(lambda found: str(_SPELLED.index(found[1]) + 1), text)
    return _HALVED.sub(lambda found: f"{found[1]}{'am' if found[2].endswith('morning') else 'pm'}", text)


def days_of(text: str) -> Windows:
    """Whole days: a day, some of them, or a run of them."""
    if days := next((days for name, days in _SETS.items() if text.startswith(name)), None):
        return _window(days, 0, DAY_MINUTES)
    first, *last = [_NAMES.index(name) for name in re.findall(rf"\b({'|'.join(_NAMES)})(?!rough|ru\b)", text)]
    length = (last[0] - first) % 7 + 1 if last else 1
    return _window(tuple(sorted((first + each) % 7 for each in range(length))), 0, DAY_MINUTES)


def _window(days: tuple[int, ...], start: int, end: int) -> Windows:
    return (Window(days=days, start_minute=start, end_minute=end),)


def time_of(text: str, *, is_bad: bool) -> Windows:
    """Hours on every day. Unsure when they may be of the morning or of the evening."""
    if span := _SPAN.fullmatch(text):
        return _between(*_both(span["first"], span["last"]))
    if edge := _EDGE.fullmatch(text):
        return _beyond(edge["word"], edge["at"], is_bad=is_bad)
    if later := _LATER.fullmatch(text):
        return _beyond("after", later["at"], is_bad=is_bad)
    wide, narrow = next(hours for name, hours in _PARTS.items() if text.startswith(name))
    first, last = wide if is_bad else narrow
    return _window(_WEEK, first * 60, last * 60)


def _beyond(word: str, at: str, *, is_bad: bool) -> Windows:
    if word in _EARLY:
        end = _minute(at, _BEFORE_BAD if is_bad else _BEFORE_GOOD, is_end=True)
        return _between(0, end)
    start = _minute(at, _AFTER_BAD if is_bad else _AFTER_GOOD)
    return _between(start, DAY_MINUTES)


def _between(start: int, end: int) -> Windows:
    """Across midnight in two parts."""
    if start == end:
        raise Unsure(_ask(start))
    if start < end:
        return _window(_WEEK, start, end)
    late = _window(_WEEK, start, DAY_MINUTES) if start < DAY_MINUTES else ()
    return (*late, *(_window(_WEEK, 0, end) if end else ()))


def _both(first: str, last: str) -> tuple[int, int]:
    """Both ends of a span: an end that says am or pm speaks for the start as far as it can."""
    is_first_bare, is_last_bare = _is_bare(first), _is_bare(last)
    if is_first_bare and is_last_bare:
        start = _minute(first, _SPAN_FROM)
        end = _minute(last, _SPAN_FROM, is_end=True)
        if start == end or (start // 60 in _EITHER_HALF and start < end <= _NOON * 60):
            raise Unsure(_ask(start))
        return start, end if end > start else (end + _NOON * 60) % DAY_MINUTES
    if is_first_bare:
        end = _minute(last, {}, is_end=True)
        halves = [_minute(first, dict.fromkeys(range(1, 13), half)) for half in (_PM, _AM)]
        return next((start for start in halves if start < end), halves[0]), end
    start = _minute(first, {})
    if not is_last_bare:
        return start, _minute(last, {}, is_end=True)
    ends = [_minute(last, dict.fromkeys(range(1, 13), half), is_end=True) for half in (_AM, _PM)]
    return start, next((end for end in ends if end > start), ends[0])


def _is_bare(text: str) -> bool:
    found = _READ.match(text)
    return found is not None and not found["half"] and 1 <= int(found["hour"]) <= _NOON


def _minute(text: str, bare: Mapping[int, int], *, is_end: bool = False) -> int:
    """Minutes after midnight. `bare` says which half of the day an hour without am or pm is of."""
    if text.startswith("mid"):
        return _NOON * 60 if text == "midday" else DAY_MINUTES if is_end else 0
    if text == "noon":
        return _NOON * 60
    found = _READ.match(text)
    hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (_LATEST_HOUR + 1, 0)
    if hour * 60 + minute > DAY_MINUTES or minute > _LAST_MINUTE or found is None:
        raise Unsure(_ask(0))
    if found["half"]:
        return hour % _NOON * 60 + minute + (_NOON * 60 if found["half"] == "p" else 0)
    if not 1 <= hour <= _NOON:
        return hour * 60 + minute
    if hour not in bare:
        raise Unsure(_ask(hour * 60))
    return hour % _NOON * 60 + minute + bare[hour] * 60


def _ask(minute: int) -> str:
    if not minute:
        return "Ask for the hours again: there is no such time of day."
    return f"Ask whether {minute // 60 % _NOON or _NOON} is in the morning or in the evening."
