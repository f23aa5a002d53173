"""Days and cycles in what people propose, put into marks: `<2027-03-03>` a day, `~weekly` how often, `*3` parts."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from callassist.counters_words import MONTHS, WEEKDAYS
from callassist.schedules import DECEMBER, UNKNOWN, WEEK, PayCycle, months_after

MONTH: Final = "|".join(MONTHS)
WEEKDAY: Final = "|".join(WEEKDAYS)
NTH: Final = "(?:st|nd|rd|th)"
NO_DAY: Final = "<?>"
ODD: Final = "~odd"
"""How often, in a way that no schedule here has."""
FURTHEST_YEARS: Final = 5
LEAP: Final = 8
"""Years within which every day of a year comes."""
CENTURY: Final = 2000
MIDDLE: Final = 15

CYCLES: Final[tuple[tuple[str, str], ...]] = (
    (r"\bin (?:a|1|one) (month|week)\b", r"in 1 \1s"),
    (rf"\bevery (?:other|2nd|second|2) ({WEEKDAY})s?\b", r"~biweekly ^\1"),
    (r"\bevery (?:other|2nd|second|2) weeks?\b|(?<!~)\bbiweekly\b|\bfortnight\b", "~biweekly"),
    (rf"\b(?:every|each) (?:1st|first|3rd|third|4th|fourth|last) ({WEEKDAY})s?\b", ODD),
    (rf"\b(?:every|each) ({WEEKDAY})\b", r"~weekly ^\1"),
    (rf"\b(?:on )?({WEEKDAY})s\b", r"~weekly ^\1"),
    (r"\bevery (?:other|2nd|\d+) (?:months?|days?|years?|weeks?)\b|\bquarterly\b|\bdaily\b|\bbimonthly\b", ODD),
    (r"\b(?:a|per|every|each) day\b", ODD),
    (
        r"\b(?:twice|2 times) (?:a|per|each|every) month\b|(?<!~)\bsemimonthly\b|\b(?:every|a|per) quincena\b",
        "~semimonthly",
    ),
    (r"\b(?:on )?(?:the )?1st and (?:the )?15th\b(?: of (?:the|every|each) month)?", "~semimonthly the 1st"),
    (
        r"\b(?:on )?(?:the )?15th and (?:the )?(?:30th|31st|last)\b(?: of (?:the|every|each) month)?",
        "~semimonthly the 15th",
    ),
    (r"\b(over|across|for|within) (?:a|1|one) year\b", r"\1 12 months"),
    (r"(?:\b(?:a|per|each|every)|/) ?month\b|(?<!~)\bmonthly\b|(?<=\d) month\b", " ~monthly"),
    (
        r"(?:\b(?:a|per|each|every)|/) ?week\b(?! hence)|(?<!~)\bweekly\b|(?<=\d) week\b",
        " ~weekly",
    ),
    (r"(?:\b(?:a|per|each|every)|/) ?year\b|\byearly\b|\bannually\b", ODD),
    (
        (
            r"(?:(?<=\d )a|(?<=dollars )a|\b(?:per|each|every|out of (?:each|every|my)))"
            r" (?:payday|check|pay period|time i get paid)\b"
        ),
        "~payday",
    ),
)
_OVER: Final = r"\b(?:over|across|within|during) (?:the )?(?:next )?(?:a )?(?:period of )?"
COUNTS: Final[tuple[tuple[str, str], ...]] = (
    (r"\b(\d{1,3})(?: more| equal| even)?(?: ~monthly)?(?: equal)? (?:payments?|parts?|times)\b", r"*\1"),
    (rf"{_OVER}(\d{{1,3}}) months?\b", r"over *\1"),
    (r"\bfor (?:the )?(?:next )?(\d{1,3}) months?\b", r"for *\1"),
    (rf"(?:{_OVER}|\bfor (?:the )?(?:next )?)(\d{{1,3}}) (?:weeks|payday)\b", ODD),
)


def with_days(text: str, today: date, cycle: PayCycle = UNKNOWN) -> str:
    """Plain text in digits with its cycles, counts and days as marks; what is no day, or too far off, is NO_DAY.

    A day without a year is the next such day, today among them; a month alone is marked `<2027-03-01m>`. What is said
    with `every Friday` has the mark of the first of them after today, or from the day from which it is to begin.
    """
    for pattern, form in CYCLES:
        text = re.sub(pattern, form, text)
    text = re.sub(rf"({_OVER}|\bfor )(\d) years\b", lambda m: f"{m[1]}{int(m[2]) * DECEMBER} months", text)
    text = text.replace("~payday", f"~{cycle.kind or 'odd'}")
    for pattern, form in COUNTS:
        text = re.sub(pattern, form, text)
    text = re.sub(_PAYDAY, lambda _: _mark(_payday(today, cycle), today), text)
    for pattern, day in _DAYS:
        text = re.sub(pattern, _reader(day, today), text)
    return _anchored(_from(text, today), today)


def _payday(today: date, cycle: PayCycle) -> date | None:
    return cycle.on_or_after(today + timedelta(days=1)) if cycle.is_known else None


def _reader(day: Callable[[re.Match[str], date], date | None], today: date) -> Callable[[re.Match[str]], str]:
    return lambda found: _mark(day(found, today), today, "m" if found.lastgroup == "alone" else "")


def _mark(day: date | None, today: date, kind: str = "") -> str:
    if day is None or not today <= day <= months_after(today, FURTHEST_YEARS * DECEMBER):
        return NO_DAY
    return f"<{day.isoformat()}{kind}>"


# ── each way to name a day ──


def _iso(found: re.Match[str], _: date) -> date | None:
    return _date(int(found[1]), int(found[2]), int(found[3]))


def _slashed(found: re.Match[str], today: date) -> date | None:
    month, day, year = int(found[1]), int(found[2]), found[3]
    if year is None:
        return _upcoming(month, day, today)
    return _date(int(year) + (CENTURY if len(year) == len("27") else 0), month, day)


def _month_day(found: re.Match[str], today: date) -> date | None:
    month = MONTHS.index(found["month"]) + 1
    if found["year"]:
        return _date(int(found["year"]), month, int(found["day"]))
    return _upcoming(month, int(found["day"]), today)


def _month_alone(found: re.Match[str], today: date) -> date:
    month = MONTHS.index(found["alone"]) + 1
    return today if month == today.month else _date(today.year + (month < today.month), month, 1) or today


def _ordinal(found: re.Match[str], today: date) -> date | None:
    """The next such day of a month; the 31st is the last of any month."""
    day = int(found[1])
    if not 1 <= day <= max(monthrange(2000, 1)):
        return None
    here = today.replace(day=min(day, _last(today).day))
    after = months_after(today.replace(day=1), 1)
    return here if here >= today else after.replace(day=min(day, _last(after).day))


def _weekday(found: re.Match[str], today: date) -> date:
    """The next such day after today; `next Friday` is that of next week, weeks beginning on Monday."""
    ahead = (WEEKDAYS.index(found["weekday"]) - today.weekday()) % WEEK or WEEK
    is_this_week = today.weekday() + ahead < WEEK
    return today + timedelta(days=ahead + (WEEK if found["next"] == "next " and is_this_week else 0))


def _ahead(found: re.Match[str], today: date) -> date:
    count = 1 if found["count"] == "a" else int(found["count"])
    if found["unit"] == "month":
        return months_after(today, count)
    return today + timedelta(days=count * (WEEK if found["unit"] == "week" else 1))


def _weeks_from(found: re.Match[str], today: date) -> date:
    """A week from Monday, two weeks from tomorrow, Friday week."""
    name = found["of"] or found["day_of"]
    weeks = 1 if found["weeks"] in {None, "a"} else int(found["weeks"])
    ahead = 1 if name == "tomorrow" else (WEEKDAYS.index(name) - today.weekday()) % WEEK or WEEK
    return today + timedelta(days=ahead + WEEK * weeks)


def _first_of_year(_: re.Match[str], today: date) -> date:
    return date(today.year + 1, 1, 1)


def _last(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _upcoming(month: int, day: int, today: date) -> date | None:
    """The next such day, today among them; a leap day in the next year that has it."""
    known = (_date(today.year + years, month, day) for years in range(LEAP + 1))
    return next((each for each in known if each is not None and each >= today), None)


_PAYDAY: Final = (
    r"\b(?:on |when )?(?:(?:my |the )?(?:next )?payday|(?:my |the )(?:next )?check(?: comes)?|next check)\b"
    r"|\bwhen i (?:get|am) paid\b"
)
_UNIT: Final = r"(?P<count>a|\d{1,3}) (?P<unit>day|week|month)s?"
_DAYS: Final[tuple[tuple[str, Callable[[re.Match[str], date], date | None]], ...]] = (
    (r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", _iso),
    (r"(?<![\d.$/])(?!1/[234]\b(?!/))(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?\b", _slashed),
    (
        rf"\b(?P<month>{MONTH}) (?:the )?(?P<day>\d{{1,2}}){NTH}?(?![\d.])(?: \|)?(?: (?:of )?(?P<year>20\d\d)\b)?",
        _month_day,
    ),
    (
        rf"\b(?:the )?(?P<day>\d{{1,2}}){NTH}? (?:of )?(?P<month>{MONTH})\b(?:(?: \|)? (?:of )?(?P<year>20\d\d)\b)?",
        _month_day,
    ),
    (r"\b(?:the )?1st of (?:the|next) year\b", _first_of_year),
    (
        rf"\b(?P<weeks>a|\d{{1,2}}) weeks? hence (?P<of>{WEEKDAY}|tomorrow)\b|\b(?P<day_of>{WEEKDAY}) week\b",
        _weeks_from,
    ),
    (r"\bend of (?:the |this )?month\b|\bmonth end\b", lambda _, today: _last(today)),
    (r"\bend of next month\b", lambda _, today: _last(months_after(today, 1))),
    (r"\b(?:from|start|first) of next month\b", lambda _, today: months_after(today.replace(day=1), 1)),
    (r"\bmiddle of (?:the |this )?month\b", lambda _, today: _upcoming_day(MIDDLE, today)),
    (rf"(?<![\d.$])(?:\bthe )?\b(\d{{1,2}}){NTH}\b(?: of (?:the|next|this|every|each) month)?", _ordinal),
    (r"\bthe (\d{1,2})\b(?![.]\d)(?! (?:dollars|payments?|parts?|percent))", _ordinal),
    (rf"\bin (?:about )?{_UNIT}\b", _ahead),
    (rf"(?<!\$)\b{_UNIT} (?:from|hence) (?:now|today)\b", _ahead),
    (r"\bnext week\b", lambda _, today: today + timedelta(days=WEEK)),
    (r"\bnext month\b", lambda _, today: months_after(today.replace(day=1), 1)),
    (r"\btomorrow\b", lambda _, today: today + timedelta(days=1)),
    (r"\b(?:xmas|christmas)\b", lambda _, today: _upcoming(DECEMBER, 25, today)),
    (rf"(?<!\^)\b(?P<next>this |next |coming )?(?P<weekday>{WEEKDAY})\b", _weekday),
    (r"(?<=\bin )(?P<alone>may)\b", _month_alone),
    (r"(?<=\buntil )(?P<alone>may)\b", _month_alone),
    (r"(?<=\bfrom )(?P<alone>may)\b", _month_alone),
    (rf"\b(?!may\b)(?P<alone>{MONTH})\b", _month_alone),
)


def _upcoming_day(day: int, today: date) -> date:
    return today.replace(day=day) if today.day <= day else months_after(today.replace(day=day), 1)


# ── from when, and on which day of the week ──


def _from(text: str, today: date) -> str:
    """`from <day>` for what is to begin then or after; the day after a day that must have passed."""

    def after(found: re.Match[str]) -> str:
        day = date.fromisoformat(found[1])
        return f"from {_mark(months_after(day, 1) if found[2] else day + timedelta(days=1), today)}"

    text = re.sub(r"\bon or after (?=<)", "from ", text)
    text = re.sub(r"\b(?:after|past) (?:the )?<([\d-]+)(m?)>", after, text)
    text = re.sub(r"\b(?:cannot|not|no|nothing)\b[^|]*?\b(?:before|until) (<[^>]+>)", r"from \1", text)
    return re.sub(r"\b(?:from|start|begin|as of|starts|begins)(?: on| in| the| of)* (?=<)", "from ", text)


def _anchored(text: str, today: date) -> str:
    """`every Friday` as the first Friday: after today, or from the day from which it is to begin."""
    found = re.search(rf"\^({WEEKDAY})", text)
    if found is None:
        return text
    begin = re.search(r"(?:from )?<([\d-]+)m?>", text)
    day = date.fromisoformat(begin[1]) if begin else today + timedelta(days=1)
    day += timedelta(days=(WEEKDAYS.index(found[1]) - day.weekday()) % WEEK)
    text = text.replace(begin[0], "") if begin else text
    return text.replace(found[0], f"<{day.isoformat()}>")
