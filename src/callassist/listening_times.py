"""Times of day in what was said, in minutes after midnight: 5:30, half past six, after five thirty, 9 to 5, noon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from callassist.counters_numbers import UNITS
from callassist.counters_words import WEEKDAYS
from callassist.listening_numbers import small_at
from callassist.listening_tokens import Line, words

NOON: Final = 12
HOUR: Final = 60
DAY: Final = 24
MORNING_FROM: Final = 8
"""A bare 8 to 11 is the morning, a bare 1 to 7 the afternoon: nobody is called before eight."""
_NAMED: Final = {"noon": 720, "noonish": 720, "midday": 720, "midnight": 0}
_HALVES: Final = {"am": 0, "a": 0, "pm": NOON, "p": NOON}
_PARTS: Final = {"morning": 0, "afternoon": NOON, "evening": NOON, "night": NOON}
_LEADING: Final = words("at after before until past by around about from between since")
_SURE: Final = words("at after before until past")
_NEAR: Final = words("around about like roughly nearly almost close")
_CALLING: Final = words(
    "call calls calling called callback reach phone home work works working off available free appointment shift back"
    " here up awake open closes opens closed talk busy lunch time class leave get gets tomorrow today tonight"
    " o'clock reachable morning afternoon evening ring meet clock hours hour weekdays weekends day days"
) | frozenset(WEEKDAYS)
_AFTER: Final = words(
    "on in at and or but please i we he she they you because when if today tomorrow tonight this every each weekdays"
    " weekday weekends is was would works work so my for to until sharp ish most only your his her eastern central"
    " mountain pacific est cst pst mst et ct pt my next the then though not mondays tuesdays wednesdays"
    " thursdays fridays saturdays sundays or earlier later it's it that that's monday-friday"
) | frozenset(WEEKDAYS)
_PAST_HOUR: Final = words("past after")
_TO_HOUR: Final = words("to until of before")
_QUARTERS: Final = {"half": 30, "quarter": 15}
_MINUTES_SAID: Final = frozenset({5, 10, 15, 20, 25})
_BEGINNINGS: Final = frozenset({*UNITS, *_NAMED, *_QUARTERS, "twenty", "a"})
"""Words with which a time may begin."""
_SHORT: Final = 10
"""Minutes: five to six may be from five on."""


class Time(msgspec.Struct, frozen=True, kw_only=True):
    """A time, minutes after midnight; tokens from `start` up to `end`; `half` is 0 or 12, None where it is bare."""

    start: int
    end: int
    minute: int
    half: int | None = None


def times(line: Line, taken: Sequence[str]) -> tuple[Time, ...]:
    """Every time of day that is named, in turn; `taken` has a word for each token that is something else, else ''."""
    return tuple(_found(line, taken))


def _found(line: Line, taken: Sequence[str]) -> Iterator[Time]:
    at = 0
    while at < len(line.tokens):
        may_begin = not taken[at] and (line.texts[at] in _BEGINNINGS or line.at(at).is_number)
        found = _at(line, at) if may_begin else ()
        free = [each for each in found if not any(taken[each.start : each.end])]
        yield from free
        at = max((each.end for each in free), default=at + 1)
        if free and line.word(at) == "or" and (other := _clock(line, at + 1)) and _ends_well(line, other):
            yield _whole(other)
            at = other.end


def _at(line: Line, at: int) -> tuple[Time, ...]:
    """The times that begin at a token: one, or both ends of a span."""
    if span := _span(line, at):
        return span
    word = line.word(at)
    if word in _NAMED:
        return (Time(start=at, end=at + 1, minute=_NAMED[word]),)
    found = _past(line, at) or _clock(line, at)
    if found is None:
        return ()
    if found.half is None and not _is_time(line, found):
        return ()
    return (_whole(found),)


def _whole(time: Time) -> Time:
    """With the half of the day that a bare hour means."""
    return msgspec.structs.replace(time, minute=_minute(time)) if time.half is None else time


def _minute(time: Time, half: int | None = None) -> int:
    hour, minute = divmod(time.minute, HOUR)
    if not 1 <= hour <= NOON:
        return time.minute
    if half is None:
        half = NOON if hour < MORNING_FROM or hour == NOON else 0
    return (hour % NOON + half) * HOUR + minute


# ── clocks ──


def _clock(line: Line, at: int) -> Time | None:
    """5, 5:30, 530pm, five thirty, five o'clock, with the half of the day that was said."""
    found = _written(line, at) or _spoken(line, at)
    if found is None:
        return None
    minute, end = found
    end += line.words(end, 2) == "- ish"
    end += line.word(end) in {"o'clock", "ish", "sharp"}
    half, after = _half(line, end)
    hour = minute // HOUR
    if half is not None and not 1 <= hour <= NOON:
        return Time(start=at, end=after, minute=minute, half=0) if NOON < hour < DAY and half else None
    time = Time(start=at, end=after, minute=minute, half=half)
    return time if half is None else msgspec.structs.replace(time, minute=_minute(time, half))


def _half(line: Line, at: int) -> tuple[int | None, int]:
    """Am, pm, in the morning, at night: 0 or 12, None where it was not said; and the place after it."""
    word = line.word(at)
    if word in _HALVES and (len(word) > 1 or (line.at(at).is_glued and not line.at(at + 1).is_glued)):
        return _HALVES[word], at + 1
    if line.words(at, 2) == "in the" and line.word(at + 2) in _PARTS:
        return _PARTS[line.word(at + 2)], at + 3
    if line.words(at, 2) == "at night":
        return NOON, at + 2
    if word in _PARTS:
        return _PARTS[word], at + 1
    if word == "this" and line.word(at + 1) in _PARTS:
        return _PARTS[line.word(at + 1)], at
    if word == "tonight" or (word in {"tomorrow", *WEEKDAYS} and line.word(at + 1) == "night"):
        return NOON, at
    if word in {"tomorrow", *WEEKDAYS} and line.word(at + 1) in _PARTS:
        return _PARTS[line.word(at + 1)], at
    return None, at


def _written(line: Line, at: int) -> tuple[int, int] | None:
    """An hour in digits, with its minutes: 5, 5:30, 530, 17:30."""
    word = line.word(at)
    if (
        not word.isdecimal()
        or line.word(at - 1) in {"$", "/", "#"}
        or (line.word(at - 1) == "-" and _is_dashed(line, at))
    ):
        return None
    if line.word(at + 1) == ":" and line.at(at + 1).is_glued and len(line.word(at + 2)) == len("30"):
        minutes = line.word(at + 2)
        is_time = minutes.isdecimal() and int(minutes) < HOUR and int(word) < DAY
        return (int(word) * HOUR + int(minutes), at + 3) if is_time else None
    if len(word) == len("0800") and (
        line.word(at + 1) in {"hours", "hrs"} or (word[0] == "0" and line.word(at - 1) in _SURE)
    ):
        hour, minute = divmod(int(word), 100)
        return (
            (hour * HOUR + minute, at + 1 + (line.word(at + 1) in {"hours", "hrs"}))
            if hour < DAY and minute < HOUR
            else None
        )
    if len(word) in {3, 4}:
        hour, minute = divmod(int(word), 100)
        is_time = 1 <= hour <= NOON and minute < HOUR and line.word(at + 1) in _HALVES
        return (hour * HOUR + minute, at + 1) if is_time else None
    if not 1 <= int(word) <= NOON:
        return None
    minutes = line.word(at + 1)
    is_apart = minutes.isdecimal() and len(minutes) == len("05") and int(minutes) < HOUR
    if is_apart and _half(line, at + 2)[0] is not None:
        return int(word) * HOUR + int(minutes), at + 2
    return int(word) * HOUR, at + 1


def _is_dashed(line: Line, at: int) -> bool:
    return line.at(at).is_glued and line.at(at - 2).is_word


def _spoken(line: Line, at: int) -> tuple[int, int] | None:
    """An hour in words, with its minutes: five, five thirty, five oh five."""
    hour = UNITS.get(line.word(at), 0)
    if not 1 <= hour <= NOON:
        return None
    if line.word(at + 1) in {"oh", "o"} and 0 < UNITS.get(line.word(at + 2), 0) < _SHORT:
        return hour * HOUR + UNITS[line.word(at + 2)], at + 3
    small = small_at(line, at + 1)
    if small is not None and _SHORT <= small[0] < HOUR:
        return hour * HOUR + small[0], small[1]
    return (hour * HOUR, at + 1) if small is None else None


def _past(line: Line, at: int) -> Time | None:
    """Half past six, a quarter to five, ten past six, twenty to six."""
    start = at + (line.word(at) == "a")
    minutes, end = _QUARTERS.get(line.word(start), 0), start + 1
    is_sure = minutes > 0
    if not minutes:
        minutes, end = _minutes_said(line, start)
        is_sure = minutes > _SHORT or line.word(end) in {"past", "minutes"} or line.word(at - 1) == "at"
        end += line.word(end) == "minutes"
    sign = 1 if line.word(end) in _PAST_HOUR else -1 if line.word(end) in _TO_HOUR else 0
    hour = _spoken(line, end + 1) or _hour(line, end + 1)
    if not minutes or not sign or hour is None or hour[0] % HOUR or (minutes == HOUR // 2 and sign < 0):
        return None
    half, after = _half(line, hour[1])
    if not (is_sure or half is not None) or (line.at(start).is_number and line.word(start - 1) == "$"):
        return None
    time = Time(start=at, end=after, minute=hour[0])
    base = _minute(time, half)
    return Time(start=at, end=after, minute=(base + sign * minutes) % (DAY * HOUR), half=0)


def _minutes_said(line: Line, at: int) -> tuple[int, int]:
    """Minutes past an hour or to it, and the place after them; 0 for none."""
    word = line.word(at)
    if word.isdecimal() and int(word) in _MINUTES_SAID:
        return int(word), at + 1
    small = small_at(line, at) if word in UNITS or word == "twenty" else None
    return small if small is not None and small[0] in _MINUTES_SAID else (0, at)


def _hour(line: Line, at: int) -> tuple[int, int] | None:
    """An hour in digits, up to 23."""
    word = line.word(at)
    return (int(word) * HOUR, at + 1) if word.isdecimal() and len(word) <= len("23") and int(word) < DAY else None


# ── spans ──


def _span(line: Line, at: int) -> tuple[Time, ...]:
    """Both ends of between 5 and 6, from 9 to 5, 2-4pm."""
    first = _end(line, at)
    joint = line.word(first.end) if first else ""
    if first is None or joint not in {"and", "to", "-", "until", "through"}:
        return ()
    last = _end(line, first.end + 1)
    if last is None:
        return ()
    is_led = line.word(at - 1) in {"between", "from"} and (joint == "and") == (line.word(at - 1) == "between")
    is_told = first.half is not None or last.half is not None
    has_minutes = line.word(at + 1) == ":" or line.word(first.end + 2) == ":"
    is_plain = _ends_well(line, last) and ((joint != "and" and _has_cue(line, at)) or is_led)
    is_day = not is_told and first.minute > last.minute and line.is_stop(at - 1) and line.is_stop(last.end)
    if not (is_told or has_minutes or is_plain or (is_day and joint != "and")):
        return ()
    if joint == "and" and not is_led:
        return ()
    return _both(first, last)


def _end(line: Line, at: int) -> Time | None:
    if line.word(at) in _NAMED:
        return Time(start=at, end=at + 1, minute=_NAMED[line.word(at)], half=0)
    return _clock(line, at)


def _both(first: Time, last: Time) -> tuple[Time, ...]:
    """An end that says am or pm speaks for the start as far as it can."""
    end = last.minute if last.half is not None else _minute(last)
    start = first.minute if first.half is not None else _minute(first)
    if first.half is None and last.half is not None:
        halves = [_minute(first, half) for half in (NOON, 0)]
        start = next((each for each in halves if each < end), halves[0])
    if last.half is None and end <= start:
        end = _minute(last, NOON)
    return (msgspec.structs.replace(first, minute=start), msgspec.structs.replace(last, minute=end))


# ── what is a time ──


def _is_time(line: Line, time: Time) -> bool:
    """Whether a bare hour is a time of day, by what stands around it."""
    is_whole = len(line.word(time.start)) == len("0800") and line.at(time.start).is_number
    if is_whole or line.word(time.start + 1) == ":" or line.word(time.end - 1) in {"o'clock", "ish"}:
        return True
    before = line.word(time.start - 1)
    if before in _NEAR and line.word(time.start - 2) in _SURE:
        before = "at"
    if before == "about" and line.word(time.start - 2) in {"how", "what"}:
        return False
    if not _ends_well(line, time) or before not in _LEADING | {"call"}:
        return False
    return before in _SURE or _has_cue(line, time.start)


def _ends_well(line: Line, time: Time) -> bool:
    return line.is_stop(time.end) or line.word(time.end) in _AFTER


def _has_cue(line: Line, at: int) -> bool:
    """Whether calling, work or a day is spoken of just before or after."""
    return any(line.word(each) in _CALLING for each in range(max(0, at - 7), at + 7))
