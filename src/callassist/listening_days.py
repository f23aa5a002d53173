"""Days that are named in what was said: the 15th, Dec 1, next Friday, a week from Monday, the end of the month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

import msgspec

from callassist.counters_numbers import ORDINALS
from callassist.counters_words import MONTHS, WEEKDAYS
from callassist.listening_numbers import number_at, small_at
from callassist.listening_tokens import Line
from callassist.schedules import DECEMBER, LAST_OF_MONTH, UNKNOWN, WEEK, PayCycle, months_after

LEAP: Final = 8
"""Years within which every day of a year comes."""
CENTURY: Final = 2000
YEARS: Final = range(1900, 2100)
SUFFIXES: Final = frozenset({"st", "nd", "rd", "th"})
NUMBERS: Final[Mapping[str, int]] = {
    **{word: int(digits[:-2]) for word, digits in ORDINALS.items()},
    "second": 2,
    "third": 3,
}
TENTHS: Final[Mapping[str, int]] = {"twenty": 20, "thirty": 30}
LEADING: Final = frozenset({"on", "by", "before", "after", "until", "starting", "from", "beginning", "through", "past"})

_WORDY: Final = frozenset({1, 2, 3})
"""First, second and third are said of much that is no day."""
_GOES_ON: Final = frozenset(
    "of and or but for i we he she they if then when because is at to through each every until works would will a"
    " after before please so from by with can that in just maybe you my it do does not be no since though i'll i'm"
    " i'd on this starting thru between are was".split()
)
_NO_DAY: Final = frozenset(
    "one ones payment payments time times thing things bill bills visit visits call calls two three half part floor"
    " place couple few name names person letter letters notice offer option week month months year child try attempt"
    " installment hospital doctor shift quarter step party street st avenue ave road rd grade birthday anniversary"
    " district wife husband day days reason responder class came wave generation century amendment opinion dose"
    " surgery appointment account check number plan job test round stop priority last mortgage chance to".split()
)
_PAST: Final = frozenset(
    "paid sent mailed was were went had did got came happened called made since received filed died passed stopped"
    " left lost quit gave told spoke talked moved started ended been discharged admitted fell signed dated fired"
    " broke took bought cancelled canceled ago posted cleared cashed".split()
)
_COMING: Final = frozenset(
    "will can could going would should want pay due gets get i'll we'll he'll she'll they'll do call be i'd send give"
    " comes starting beginning begin start from until by pays make afford next expect expecting on-or-after let".split()
)
_IS_PAID: Final = frozenset({"get", "gets", "getting", "am", "is", "be", "being", "i'm", "are", "i", "we're", "he's"})
_MADE: Final = {"thanksgiving": (11, 3, 4), "labor": (9, 0, 1), "memorial": (5, 0, -1)}
"""Month, day of the week and which of them; the last is -1."""
_FIXED: Final = {
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "new year 's eve": (12, 31),
    "new years eve": (12, 31),
    "new year 's day": (1, 1),
    "new years day": (1, 1),
    "new year 's": (1, 1),
    "new years": (1, 1),
    "halloween": (10, 31),
    "valentine 's day": (2, 14),
    "valentines day": (2, 14),
    "valentine 's": (2, 14),
    "veterans day": (11, 11),
    "independence day": (7, 4),
    "tax day": (4, 15),
    "groundhog day": (2, 2),
}


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """Words that name a day, tokens from `start` up to `end`; `day` is None where they name none for sure.

    `of_month` is the day of the month that was said, 0 where none was; `is_again` where it comes again and again.
    """

    start: int
    end: int
    day: date | None
    of_month: int = 0
    is_again: bool = False


class Where(msgspec.Struct, frozen=True):
    """A place in what was said, and the day on which it was."""

    line: Line
    at: int
    today: date
    cycle: PayCycle = UNKNOWN

    def word(self, ahead: int = 0) -> str:
        """The token so far from here."""
        return self.line.word(self.at + ahead)

    def words(self, count: int) -> str:
        """So many from here."""
        return self.line.words(self.at, count)

    def day(self, length: int, day: date | None, of_month: int = 0, *, is_again: bool = False) -> Day:
        """A day that so many tokens from here name."""
        return Day(start=self.at, end=self.at + length, day=day, of_month=of_month, is_again=is_again)

    @property
    def is_past(self) -> bool:
        """Whether it is told of what has been: the nearest word that says so, one way or the other."""
        line, at = self.line, self.at - 1
        while at >= 0 and not line.is_stop(at):
            word = line.word(at)
            if word == "paid" and line.word(at - 1) in _IS_PAID - {"i"}:
                return False
            if word in _COMING or word in _PAST:
                return word in _PAST
            at -= 1
        return False


def days(line: Line, today: date, cycle: PayCycle = UNKNOWN) -> tuple[Day, ...]:
    """Every day that is named, in turn."""
    found: list[Day] = []
    at = 0
    while at < len(line.tokens):
        day = day_at(Where(line, at, today, cycle)) or _listed(Where(line, at, today), found)
        if day is not None:
            found.append(day)
        at = day.end if day is not None else at + 1
    return tuple(found)


def day_at(where: Where) -> Day | None:
    """The day that is named from a token on."""
    for read in _READERS:
        if found := read(where):
            return found
    return None


def _listed(where: Where, found: list[Day]) -> Day | None:
    """Another day of the month just after one: Dec 1 and 15, the 1st or the second."""
    if not found or where.at - found[-1].end > len(("and", "the")) or not found[-1].of_month:
        return None
    line, last = where.line, found[-1]
    between = {line.word(each) for each in range(last.end, where.at)}
    if not between & {"and", "or", "&", "through", "to", "-", "thru"} or between - {
        *("and", "or", "&", "through", "to", "-", "the", "thru", "on")
    }:
        return None
    number = _of_month(line, where.at) or _written(line, where.at)
    if number is None or last.day is None or not _ends_well(line, number[1]):
        return None
    day = made(last.day.year, last.day.month, number[0])
    if day is not None and day < last.day and line.word(last.start) not in MONTHS:
        day = of_month(number[0], where.today)
    return Day(start=where.at, end=number[1], day=day, of_month=number[0], is_again=last.is_again)


def _written(line: Line, at: int) -> tuple[int, int] | None:
    word = line.word(at)
    return (int(word), at + 1) if word.isdecimal() and 1 <= int(word) <= LAST_OF_MONTH else None


def _ends_well(line: Line, at: int) -> bool:
    return line.is_stop(at) or line.word(at) in _GOES_ON


# ── calendars ──


def made(year: int, month: int, day: int) -> date | None:
    """That day; None where no calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def of_year(month: int, day: int, today: date, *, is_past: bool = False) -> date | None:
    """The next such day of a year, today among them, or the one just past."""
    step = -1 if is_past else 1
    for years in range(LEAP + 1):
        found = made(today.year + step * years, month, day)
        if found is not None and (found <= today if is_past else found >= today):
            return found
    return None


def of_month(day: int, today: date, *, is_past: bool = False) -> date | None:
    """The next such day of a month, today among them, or the one just past; a month too short is passed over."""
    first = today.replace(day=1)
    for ahead in range(3):
        month = months_after(first, -ahead if is_past else ahead)
        found = made(month.year, month.month, day)
        if found is not None and (found <= today if is_past else found >= today):
            return found
    return None


def last_of(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def nth_weekday(first: date, weekday: int, nth: int) -> date | None:
    """The nth such day of the week in the month that begins on `first`; -1 is the last. None where it has none."""
    if nth < 0:
        last = last_of(first)
        return last - timedelta(days=(last.weekday() - weekday) % WEEK)
    found = first + timedelta(days=(weekday - first.weekday()) % WEEK + WEEK * (nth - 1))
    return found if found.month == first.month else None


def _next_month(today: date) -> date:
    return months_after(today.replace(day=1), 1)


# ── numbers of days ──


def _of_month(line: Line, at: int) -> tuple[int, int] | None:
    """15th, fifteenth, twenty-fifth: the number, and the place after it."""
    word = line.word(at)
    if word.isdecimal() and line.word(at + 1) in SUFFIXES and line.at(at + 1).is_glued:
        number, end = int(word), at + 2
    elif word in NUMBERS:
        number, end = NUMBERS[word], at + 1
    elif word in TENTHS and NUMBERS.get(line.word(at + 1), 10) < len(ORDINALS) // 2:
        number, end = TENTHS[word] + NUMBERS[line.word(at + 1)], at + 2
    else:
        return None
    return (number, end) if 1 <= number <= LAST_OF_MONTH else None


def _of_year(line: Line, at: int) -> tuple[int, int] | None:
    """The day after a month's name: 5, 5th, fifth, five, the 5th."""
    at += line.word(at) == "the"
    found = _of_month(line, at) or _written(line, at)
    if found is not None:
        return None if line.word(found[1]) in {"%", ":"} else found
    small = small_at(line, at)
    return small if small is not None and small[0] <= LAST_OF_MONTH else None


def _year(line: Line, at: int) -> tuple[int, int]:
    """A year after a day, and the place after it; 0 for none."""
    start = at + (line.word(at) in {",", "of", "in"})
    word = line.word(start)
    if word.isdecimal() and len(word) == len("2026") and int(word) in YEARS:
        return int(word), start + 1
    if line.word(start) == "twenty" and (pair := small_at(line, start + 1)) and 10 <= pair[0] <= 40:  # noqa: PLR2004
        return CENTURY + pair[0], pair[1]
    if line.words(start, 2) == "two thousand" and (number := number_at(line, start)):
        return (number.whole, number.end) if number.whole in YEARS else (0, at)
    return 0, at


# ── each way to name a day ──


def _plain(where: Where) -> Day | None:
    """Today, tomorrow, the day after tomorrow, yesterday."""
    word, today = where.word(), where.today
    if where.words(3) == "day after tomorrow":
        return where.day(3, today + timedelta(days=2))
    if where.words(3) == "day before yesterday":
        return where.day(3, today - timedelta(days=2))
    if word == "this" and where.word(1) in {"morning", "afternoon", "evening"}:
        return where.day(2, today)
    ahead = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}.get(word)
    if ahead is None or (word == "today" and where.word(1) == "'s"):
        return None
    return where.day(1, today + timedelta(days=ahead))


def _slashed(where: Where) -> Day | None:
    """12/1, 12/1/26, 2026-12-01, 12-1-2026; a half or a third is no day, unless a word says so."""
    line, at = where.line, where.at
    parts = [line.word(at + each) for each in range(0, 5, 2)]
    sign = line.word(at + 1)
    if sign not in {"/", "-"} or not (parts[0].isdecimal() and parts[1].isdecimal() and line.at(at + 2).is_glued):
        return None
    if line.word(at - 1) == "$" or (line.word(at - 1) in {"/", "-"} and line.at(at).is_glued):
        return None
    if line.word(at + 3) == sign and parts[2].isdecimal() and line.at(at + 4).is_glued:
        return where.day(5, _whole(parts))
    is_half = parts[0] == "1" and parts[1] in {"2", "3", "4"} and line.word(at - 1) not in LEADING
    if sign == "-" or is_half or line.at(at + 3).is_glued and line.word(at + 3) not in {",", ".", "!", "?", ";", ")"}:
        return None
    month, day = int(parts[0]), int(parts[1])
    found = of_year(month, day, where.today, is_past=where.is_past)
    return where.day(3, found) if found else None


def _whole(parts: list[str]) -> date | None:
    if len(parts[0]) == len("2026"):
        return made(int(parts[0]), int(parts[1]), int(parts[2]))
    year = int(parts[2]) + (CENTURY if len(parts[2]) == len("26") else 0)
    return made(year, int(parts[0]), int(parts[1])) if year in YEARS else None


def _month_day(where: Where) -> Day | None:
    """December 1st, Dec 1 2026, March the third."""
    line, at = where.line, where.at
    if where.word() not in MONTHS:
        return None
    skip = line.word(at + 1) == "." and line.at(at + 1).is_glued
    number = _of_year(line, at + 1 + skip)
    if number is None or (where.word() in {"may", "march"} and not _is_name(line, at, number)):
        return None
    return _dated(where, MONTHS.index(where.word()) + 1, *number)


def _is_name(line: Line, at: int, number: tuple[int, int]) -> bool:
    """Whether may is the month, as in May 5 and not in may 5 people."""
    return _ends_well(line, number[1]) or line.word(at - 1) in LEADING or line.word(number[1] - 1) in SUFFIXES


def _day_month(where: Where) -> Day | None:
    """The 3rd of December, 1 dec, the last of May."""
    line = where.line
    start = where.at + (where.word() == "the")
    number = _of_month(line, start) or (_written(line, start) if line.word(start - 1) != "$" else None)
    if number is None:
        return None
    month = number[1] + (line.word(number[1]) in {"of", "in"})
    if line.word(month) not in MONTHS or (line.word(month) == "may" and month == number[1]):
        return None
    return _dated(where, MONTHS.index(line.word(month)) + 1, number[0], month + 1)


def _dated(where: Where, month: int, day: int, end: int) -> Day | None:
    year, end = _year(where.line, end)
    found = made(year, month, day) if year else of_year(month, day, where.today, is_past=where.is_past)
    return Day(start=where.at, end=end, day=found, of_month=day if found else 0)


def _nth(where: Where) -> Day | None:
    """The third Wednesday, the last Friday of the month, the second Tuesday in January."""
    line, start = where.line, where.at + (where.word() == "the")
    number = (-1, start + 1) if line.word(start) == "last" and start > where.at else _of_month(line, start)
    if number is None or line.word(number[1]) not in WEEKDAYS or number[0] > len("fifth"):
        return None
    weekday, end = WEEKDAYS.index(line.word(number[1])), number[1] + 1
    month, after, is_again = _which_month(where, end)
    if number[0] < 0 and after == end:
        return None
    if month is not None or is_again:
        found = nth_weekday(month, weekday, number[0]) if month else None
        return Day(start=where.at, end=after, day=found, is_again=is_again)
    return Day(start=where.at, end=after, day=_next_nth(where.today, weekday, number[0]))


def _next_nth(today: date, weekday: int, nth: int) -> date | None:
    first = today.replace(day=1)
    found = (nth_weekday(months_after(first, ahead), weekday, nth) for ahead in range(3))
    return next((each for each in found if each is not None and each >= today), None)


def _which_month(where: Where, at: int) -> tuple[date | None, int, bool]:
    """The first of the month that is meant, the place after the words, whether it is every month."""
    line, today = where.line, where.today
    if line.word(at) not in {"of", "in", "each", "every"}:
        return None, at, False
    start = at + (line.word(at) in {"of", "in"})
    word = line.word(start)
    if word in MONTHS:
        month = MONTHS.index(word) + 1
        return of_year(month, 1, today.replace(day=1)), start + 1, False
    if word in {"each", "every"} and line.word(start + 1) == "month":
        return None, start + 2, True
    ahead = {"the month": None, "this month": today.replace(day=1), "next month": _next_month(today)}
    if line.words(start, 2) not in ahead:
        return None, at, False
    return ahead[line.words(start, 2)], start + 2, False


def _ordinal(where: Where) -> Day | None:
    """The 15th, on the first, the 15th of next month, the 5th of every month."""
    line = where.line
    start = where.at + (where.word() == "the")
    number = _of_month(line, start)
    if number is None and start > where.at:
        number = _bare(line, start)
    if number is None or not _is_day(line, start, *number):
        return None
    return _in_month(where, *number)


def _bare(line: Line, at: int) -> tuple[int, int] | None:
    """The 15, as it is typed."""
    number = _written(line, at)
    return number if number and line.word(at).isdecimal() and _ends_well(line, number[1]) else None


def _is_day(line: Line, start: int, number: int, end: int) -> bool:
    """Whether an ordinal is a day and not the first of something else."""
    after = line.word(end)
    if after in _NO_DAY - {"to"} or after in WEEKDAYS:
        return False
    is_digits = line.at(start).is_number
    is_led = start > 0 and (line.word(start - 1) in LEADING | {"the", "and", "or"})
    if is_digits or (number not in _WORDY and is_led):
        return True
    before = line.word(start - 2) if line.word(start - 1) == "the" else line.word(start - 1)
    is_plain = _ends_well(line, end) and line.word(start - 1) in {"the", *LEADING}
    return is_plain or (before in LEADING and line.at(end).is_number)


def _in_month(where: Where, number: int, end: int) -> Day | None:
    """The day of that number in the month that is meant, or in the year: the first of the year."""
    line, today = where.line, where.today
    if line.words(end, 3) in {"of the year", "of next year"}:
        found = of_year(1, 1, today + timedelta(days=1)) if number == 1 else None
        return Day(start=where.at, end=end + 3, day=found)
    if line.words(end, 2) == "of the" and line.word(end + 2) not in {"month", ""}:
        return None
    month, after, is_again = _which_month(where, end)
    if is_again:
        return Day(start=where.at, end=after, day=None, of_month=number, is_again=True)
    if month is not None:
        return Day(start=where.at, end=after, day=made(month.year, month.month, number), of_month=number)
    found = of_month(number, today, is_past=where.is_past)
    return Day(start=where.at, end=after, day=found, of_month=number)


def _ends(where: Where) -> Day | None:
    """The end of the month, the last day of March, the end of the year, EOM."""
    line, today = where.line, where.today
    if where.word() == "eom" or where.words(2) == "month end":
        return where.day(1 + (where.word() == "month"), last_of(today), LAST_OF_MONTH)
    length = next((n for n, said in ((2, "end of"), (3, "last day of"), (2, "last of")) if where.words(n) == said), 0)
    if not length:
        return None
    end = where.at + length
    if line.word(end) in MONTHS:
        first = of_year(MONTHS.index(line.word(end)) + 1, 1, today.replace(day=1))
        return where.day(length + 1, last_of(first) if first else None)
    if line.words(end, 2) in {"the year", "this year"}:
        return where.day(length + 2, date(today.year, DECEMBER, LAST_OF_MONTH))
    ahead = {"the month": today, "this month": today, "next month": _next_month(today)}.get(line.words(end, 2))
    is_again = line.words(end, 2) in {"every month", "each month"}
    if ahead is None:
        return where.day(length + 2, None, LAST_OF_MONTH, is_again=True) if is_again else None
    return where.day(length + 2, last_of(ahead), LAST_OF_MONTH)


def _holiday(where: Where) -> Day | None:
    """Christmas, Thanksgiving, New Year's Day."""
    for said, (month, day) in _FIXED.items():
        if where.words(len(said.split())) == said:
            found = of_year(month, day, where.today, is_past=where.is_past)
            return where.day(len(said.split()), found)
    month, weekday, nth = _MADE.get(where.word(), (0, 0, 0))
    if not month or (where.word() != "thanksgiving" and where.word(1) != "day"):
        return None
    year = where.today.year
    known = (nth_weekday(date(each, month, 1), weekday, nth) for each in (year, year + 1))
    found = next((each for each in known if each is not None and each >= where.today), None)
    return where.day(1 + (where.word(1) == "day"), found)


def _payday(where: Where) -> Day | None:
    """On payday, when I get paid, my next check: the next one where it is known when they are paid."""
    said = ("when i get paid", "when i am paid", "when i 'm paid", "when i'm paid", "next payday", "next paycheck")
    length = next((len(each.split()) for each in said if where.words(len(each.split())) == each), 0)
    before = where.line.word(where.at - 1)
    is_payday = where.word() == "payday" and before not in {"every", "each", "per", "a"} and where.word(1) != "is"
    length = length or int(is_payday)
    if not length:
        return None
    day = where.cycle.on_or_after(where.today + timedelta(days=1)) if where.cycle.is_known else None
    return where.day(length, day)


_SPANS: Final = {"day": 1, "days": 1, "week": WEEK, "weeks": WEEK, "month": 0, "months": 0}


def _span(where: Where) -> Day | None:
    """In two weeks, 30 days from now, a week from Monday, three days ago."""
    line, at = where.line, where.at + (where.word() == "in")
    count, end = _count(line, at)
    unit = line.word(end)
    if not count or unit not in _SPANS:
        return None
    base, after = _base(where, end + 1)
    if after == end + 1 and at == where.at:
        return None
    if line.word(end + 1) == "ago":
        return Day(
            start=where.at,
            end=end + 2,
            day=where.today - timedelta(days=count * _SPANS[unit]) if _SPANS[unit] else None,
        )
    if base is None:
        return Day(start=where.at, end=after, day=None)
    day = base + timedelta(days=count * _SPANS[unit]) if _SPANS[unit] else months_after(base, count)
    return Day(start=where.at, end=after, day=day)


def _count(line: Line, at: int) -> tuple[int, int]:
    if line.word(at) in {"a", "one"} or (line.word(at) == "week" and line.word(at + 1) == "from"):
        return 1, at + (line.word(at) != "week")
    number = number_at(line, at)
    return (number.whole, number.end) if number and number.form in {"plain", "digits"} else (0, at)


def _base(where: Where, at: int) -> tuple[date | None, int]:
    """From what day it is counted, and the place after: from now, from Monday, from the 1st; today where none is."""
    line = where.line
    if line.word(at) == "ago":
        return where.today, at + 1
    if line.word(at) not in {"from", "after"}:
        return where.today, at
    if line.word(at + 1) in {"now", "today"}:
        return where.today, at + 2
    found = day_at(Where(line, at + 1, where.today, where.cycle))
    return (found.day, found.end) if found and line.word(at) == "from" else (where.today, at)


def _weekday(where: Where) -> Day | None:
    """Friday, this Friday, next Friday, Friday week, last Friday, Friday the 4th, Friday of next week."""
    line = where.line
    lead = next((n for n, said in ((2, "this coming"), (2, "this next")) if where.words(n) == said), 0)
    lead = lead or int(where.word() in {"this", "next", "coming", "last", "past"})
    name = line.word(where.at + lead)
    if name not in WEEKDAYS or (not lead and line.word(where.at - 1) in {"every", "each", "other"}):
        return None
    end = where.at + lead + 1
    if found := _told_twice(where, end, WEEKDAYS.index(name)):
        return found
    if line.words(end, 2) == "after next":
        return Day(start=where.at, end=end + 2, day=None)
    for length, said in ((3, "of next week"), (2, "next week"), (3, "of this week"), (1, "week")):
        if line.words(end, length) == said:
            return Day(start=where.at, end=end + length, day=_of_week(where.today, WEEKDAYS.index(name), said))
    return Day(start=where.at, end=end, day=_led(where, WEEKDAYS.index(name), where.word() if lead else ""))


def _told_twice(where: Where, at: int, weekday: int) -> Day | None:
    """The day of a month after a day of the week; none where the two are not the same day."""
    start = at + (where.line.word(at) == ",")
    inner = Where(where.line, start, where.today)
    found = _slashed(inner) or _month_day(inner) or _day_month(inner)
    if found is None and (start == at and (inner.word() == "the" or inner.line.at(start).is_number)):
        found = _ordinal(inner)
    if found is None:
        return None
    is_same = found.day is not None and found.day.weekday() == weekday
    return Day(start=where.at, end=found.end, day=found.day if is_same else None, of_month=found.of_month)


def _of_week(today: date, weekday: int, said: str) -> date | None:
    monday = today - timedelta(days=today.weekday())
    if said == "week":
        return _ahead(today, weekday) + timedelta(days=WEEK)
    return monday + timedelta(days=weekday + (WEEK if "next" in said else 0))


def _ahead(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % WEEK + 1)


def _led(where: Where, weekday: int, lead: str) -> date | None:
    """The next such day after today; `next` is that of next week; `last` is that of last week where it is plain."""
    today = where.today
    coming = _ahead(today, weekday)
    monday = today - timedelta(days=today.weekday())
    if lead in {"last", "past"}:
        gone = coming - timedelta(days=WEEK)
        return (
            None if monday <= gone < today and lead == "last" else gone if gone < today else gone - timedelta(days=WEEK)
        )
    if lead == "next":
        return coming + timedelta(days=WEEK if coming < monday + timedelta(days=WEEK) else 0)
    if not lead and where.is_past:
        return coming - timedelta(days=WEEK if coming - timedelta(days=WEEK) < today else 2 * WEEK)
    return coming


_READERS: Final[tuple[Callable[[Where], Day | None], ...]] = (
    *(_plain, _slashed, _month_day, _day_month, _nth, _ordinal, _ends, _holiday, _payday, _span, _weekday),
)


def named(found: tuple[Day, ...]) -> Iterator[date]:
    """The days among them."""
    yield from (each.day for each in found if each.day is not None)
