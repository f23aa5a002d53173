"""The last day of what was said: "until June 3", "for two weeks", "this month", "not tomorrow"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Final

from callassist.designation_times import Unsure

ASK_LAST_DAY: Final = "Ask until which day that holds."
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?"
)
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_END: Final = re.compile(
    r"\b(?:(?:until|till?|to|through|for) (?:the )?)?(?:(?:end|rest) of (?:the|this)|this) "
    r"(?:calendar )?(?P<span>week|month|year)\b|"
    r"\b(?P<upto>until|till?|through|thru) (?:the )?(?P<following>next )?(?:"
    rf"(?P<month>{_MONTH})\.?(?: (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<year>20\d\d))?)?|"
    r"(?P<number>\d{1,2})/(?P<of>\d{1,2})(?:/(?P<long>20\d\d|\d\d))?|(?P<dated>\d{1,2})(?:st|nd|rd|th)|"
    r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|(?P<then>tomorrow|week|month|year))\b|"
    r"\bfor (?:at least )?(?:the )?(?:next |another |about )?(?:(?P<count>\d{1,3}|a|an|a couple(?: of)?) )?"
    r"(?:more )?(?P<unit>days?|weeks?|months?|years?)\b|"
    r"\bthis (?P<single>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b|"
    r"\b(?P<near>today|tomorrow|tonight|this (?=(?:morning|afternoon|evening)\b))"
)
_OPEN: Final = re.compile(r"\b(?:until|till) (?:further notice|i (?:call|say|tell)\b[^,.;]*)")
_UNKNOWN: Final = re.compile(
    r"\b(?:until|till|til)\b(?! (?:\d|noon|midnight|midday))|\bfor (?:a while|(?:a |the next )?few|some time|now)\b|"
    r"\b(?:starting|beginning|effective|as of)\b|"
    rf"\b(?:from|between|on|after|before|in|during|of) (?:the month of )?(?:{_MONTH})\b(?! i\b)"
)
_CLOSES: Final = re.compile(
    r"\b(?:not|no|never|stop|quit|cease|don'?t|do not|can'?t|cannot|won'?t|only|busy|bad|inconvenient|unavailable|"
    r"away|out of|i'm (?:at|in|on)|i am (?:at|in|on))\b"
)
_PAST: Final = re.compile(r"\b(?:been|told|asked|said|called|ago|already|have|i've|you've|times)\b")
_RUN: Final = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\s+$")
"""A day of the week before it makes "through Thursday" the end of a run of days, not of what was said."""
_SUNDAY, _LAST_MONTH, _CENTURY = 6, 12, 2000
_SHORT_YEAR: Final = 100


class Loose(Unsure):
    """An end is named, but not for sure of what was forbidden."""


def last_day(text: str, today: date | None) -> tuple[str, date | None]:
    """The text without the words for its end, and the last day that is closed; Unsure when which day is not clear."""
    text = _OPEN.sub(" ", text)
    ends = [found for found in _END.finditer(text) if not (found["weekday"] and _RUN.search(text[: found.start()]))]
    if not ends:
        if _UNKNOWN.search(text):
            raise Unsure(ASK_LAST_DAY)
        return text, None
    found = ends[0]
    if len(ends) > 1 or not _is_of_what_is_closed(text, found):
        raise Loose(ASK_LAST_DAY)
    if today is None:
        raise Unsure(ASK_LAST_DAY)
    if _UNKNOWN.search(f"{text[: found.start()]} {text[found.end() :]}"):
        raise Unsure(ASK_LAST_DAY)
    try:
        return _left(text, found, today), _day(found, today)
    except (ValueError, OverflowError) as fault:
        raise Unsure(ASK_LAST_DAY) from fault


def _left(text: str, found: re.Match[str], today: date) -> str:
    """What is left to read: a day that was near is the day of the week it is, and no longer than that day."""
    before, after = text[: found.start()], text[found.end() :]
    if found["single"]:
        return text
    if not found["near"]:
        return f"{before} {after}"
    part = {"tonight": " night", "this ": " "}.get(found["near"], "")
    return f"{before}{_day(found, today):%A}{part}{after}".lower()


def _is_of_what_is_closed(text: str, found: re.Match[str]) -> bool:
    """Whether the end is in one breath with what closes: not "you called me twice this week, stop calling"."""
    before = re.split(r"[;,.\n]", text[: found.start()])[-1]
    after = re.split(r"[;.\n]" if found["upto"] else r"[;,.\n]", text[found.end() :])[0]
    return not _PAST.search(before) and (not _CLOSES.search(text) or _CLOSES.search(f"{before} {after}") is not None)


def _day(found: re.Match[str], today: date) -> date:
    """The last closed day; a day that is named is closed too, a month that is named is not: "until May" ends April."""
    if found["near"]:
        return today + timedelta(days=found["near"] == "tomorrow")
    if found["single"]:
        return today + timedelta(days=(_DAYS.index(found["single"][:3]) - today.weekday()) % len(_DAYS))
    return _named_end(found, today)


def _named_end(found: re.Match[str], today: date) -> date:
    if found["span"]:
        return _end_of(found["span"], today)
    if found["unit"]:
        return _after(found["count"], found["unit"], today)
    if found["then"]:
        return today if found["then"] == "tomorrow" else _end_of(found["then"], today)
    if found["weekday"]:
        if found["following"]:
            raise Unsure(ASK_LAST_DAY)
        return today + timedelta(days=(_DAYS.index(found["weekday"][:3]) - today.weekday() - 1) % 7 + 1)
    return _of_calendar(found, today)


def _of_calendar(found: re.Match[str], today: date) -> date:
    if found["dated"]:
        return _dated(int(found["dated"]), today)
    if found["number"]:
        return _coming(today, int(found["number"]), int(found["of"]), int(found["long"] or 0))
    month = _MONTHS.index(found["month"][:3]) + 1
    if found["day"]:
        return _coming(today, month, int(found["day"]), int(found["year"] or 0))
    return _month_end(found["upto"], month, today)


def _month_end(word: str, month: int, today: date) -> date:
    year = today.year + (month < today.month)
    if word in {"through", "thru"}:
        return date(year, month, calendar.monthrange(year, month)[1])
    if month == today.month:
        raise Unsure(ASK_LAST_DAY)
    return date(year, month, 1) - timedelta(days=1)


def _after(count: str | None, unit: str, today: date) -> date:
    if count is None:
        raise Unsure(ASK_LAST_DAY)
    many = int(count) if count.isdecimal() else 2 if "couple" in count else 1
    days = {"d": 1, "w": 7, "m": 31, "y": 366}[unit[0]]
    return today + timedelta(days=many * days)


def _dated(day: int, today: date) -> date:
    ahead = today.month % _LAST_MONTH + 1 if day < today.day else today.month
    return date(today.year + (ahead < today.month), ahead, day)


def _coming(today: date, month: int, day: int, year: int) -> date:
    if year:
        found = date(year + _CENTURY if year < _SHORT_YEAR else year, month, day)
        if found < today:
            raise Unsure(ASK_LAST_DAY)
        return found
    return date(today.year + ((month, day) < (today.month, today.day)), month, day)


def _end_of(span: str, today: date) -> date:
    if span == "week":
        return today + timedelta(days=_SUNDAY - today.weekday())
    month = today.month if span == "month" else _LAST_MONTH
    return date(today.year + month // _LAST_MONTH, month % _LAST_MONTH + 1, 1) - timedelta(days=1)
