"""Days by their number: Dec 1, 12/1/26, the 15th of next month, the third Wednesday, the end of March."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from callassist.counters_numbers import ORDINALS
from callassist.counters_words import MONTHS, WEEKDAYS
from callassist.listening_calendar import last_of, made, next_month, next_nth, nth_weekday, of_month, of_year
from callassist.listening_numbers import number_at, small_at
from callassist.listening_places import Day, Where
from callassist.listening_tokens import Line, words
from callassist.schedules import DECEMBER, LAST_OF_MONTH, months_after

CENTURY: Final = 2000
YEARS: Final = range(1900, 2100)
SPOKEN_YEARS: Final = range(10, 41)
"""What may follow twenty: twenty twenty-six."""
YEAR_DIGITS: Final = 4
SHORT_YEAR: Final = 2
FIFTH: Final = 5
TENTH: Final = 10
SUFFIXES: Final = words("st nd rd th")
NUMBERS: Final[Mapping[str, int]] = {
    **{word: int(digits[:-2]) for word, digits in ORDINALS.items()},
    "second": 2,
    "third": 3,
}
TENTHS: Final[Mapping[str, int]] = {"twenty": 20, "thirty": 30}
LEADING: Final = words("on by before after until starting from beginning through past since")

_WORDY: Final = frozenset({1, 2, 3})
"""First, second and third are said of much that is no day."""
_GOES_ON: Final = words(
    "of and or but for i we he she they if then when because is at to through each every until works would will a"
    " after before please so from by with can that in just maybe you my it do does not be no since though i'll i'm"
    " i'd on this starting are was though & - work works ok okay good fine instead too first then now"
)
_ANY: Final = words("the next this last each every")
_PEOPLE: Final = words("wife husband child doctor shift job appointment surgery")
"""On the 1st wife on line: what comes next may be said of something else."""
_NO_DAY: Final = words(
    "one ones payment payments time times thing things bill bills visit visits call calls two three half part floor"
    " place couple few name names person letter letters notice offer option week month months year child try attempt"
    " installment hospital doctor shift quarter step party street st avenue ave road rd grade birthday anniversary"
    " district wife husband day days reason responder class came wave generation century amendment opinion dose"
    " surgery appointment account check number plan job test round stop priority last mortgage chance"
)


def ordinal_at(line: Line, at: int) -> tuple[int, int] | None:
    """15th, fifteenth, twenty-fifth: the number, and the place after it."""
    word = line.word(at)
    if word.isdecimal() and line.word(at + 1) in SUFFIXES and line.at(at + 1).is_glued:
        number, end = int(word), at + 2
    elif word in NUMBERS:
        number, end = NUMBERS[word], at + 1
    elif word in TENTHS and NUMBERS.get(line.word(at + 1), LAST_OF_MONTH) < TENTH:
        number, end = TENTHS[word] + NUMBERS[line.word(at + 1)], at + 2
    else:
        return None
    return (number, end) if 1 <= number <= LAST_OF_MONTH else None


def written(line: Line, at: int) -> tuple[int, int] | None:
    word = line.word(at)
    return (int(word), at + 1) if word.isdecimal() and 1 <= int(word) <= LAST_OF_MONTH else None


def ends_well(line: Line, at: int) -> bool:
    return line.is_stop(at) or line.word(at) in _GOES_ON


def _of_year(line: Line, at: int) -> tuple[int, int] | None:
    """The day after a month's name: 5, 5th, fifth, five, the 5th."""
    at += line.word(at) == "the"
    found = ordinal_at(line, at) or written(line, at)
    if found is not None:
        return None if line.word(found[1]) in {"%", ":"} else found
    small = small_at(line, at)
    return small if small is not None and small[0] <= LAST_OF_MONTH else None


def _year(line: Line, at: int) -> tuple[int, int]:
    """A year after a day, and the place after it; 0 for none."""
    start = at + (line.word(at) in {",", "of", "in"})
    word = line.word(start)
    if word.isdecimal() and len(word) == YEAR_DIGITS and int(word) in YEARS:
        return int(word), start + 1
    if line.word(start) == "twenty" and (pair := small_at(line, start + 1)) and pair[0] in SPOKEN_YEARS:
        return CENTURY + pair[0], pair[1]
    if line.words(start, 2) == "two thousand" and (number := number_at(line, start)):
        return (number.whole, number.end) if number.whole in YEARS else (0, at)
    return 0, at


def by_slashes(where: Where) -> Day | None:
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
    is_typed = line.word(at - 1) in LEADING and line.is_stop(at + 3)
    if (
        (sign == "-" and not is_typed)
        or is_half
        or (line.at(at + 3).is_glued and line.word(at + 3) not in {",", ".", "!", "?", ";", ")"})
    ):
        return None
    month, day = int(parts[0]), int(parts[1])
    found = of_year(month, day, where.today, is_past=where.is_past)
    return where.day(3, found) if found else None


def _whole(parts: list[str]) -> date | None:
    if len(parts[0]) == YEAR_DIGITS:
        return made(int(parts[0]), int(parts[1]), int(parts[2]))
    year = int(parts[2])
    if len(parts[2]) == SHORT_YEAR:
        year += CENTURY if year in range(max(SPOKEN_YEARS)) else CENTURY - 100
    return made(year, int(parts[0]), int(parts[1])) if year in YEARS else None


def by_month(where: Where) -> Day | None:
    """December 1st, Dec 1 2026, March the third."""
    line, at = where.line, where.at
    if where.word() not in MONTHS:
        return None
    skip = line.word(at + 1) == "." and line.at(at + 1).is_glued
    number = _of_year(line, at + 1 + skip) if line.words(at - 2, 2) != "week of" else None
    if number is None or (where.word() in {"may", "march"} and not _is_name(line, at, number)):
        return None
    return _dated(where, MONTHS.index(where.word()) + 1, *number)


def _is_name(line: Line, at: int, number: tuple[int, int]) -> bool:
    """Whether may is the month, as in May 5 and not in may 5 people."""
    return ends_well(line, number[1]) or line.word(at - 1) in LEADING or line.word(number[1] - 1) in SUFFIXES


def by_month_after(where: Where) -> Day | None:
    """The 3rd of December, 1 dec, the last of May."""
    line = where.line
    start = where.at + (where.word() == "the")
    number = ordinal_at(line, start) or (written(line, start) if line.word(start - 1) != "$" else None)
    if number is None:
        return None
    month = number[1] + (line.word(number[1]) == "day")
    month += line.word(month) in {"of", "in"}
    is_bare_may = line.word(month) == "may" and month == number[1] and line.word(month - 1).isdecimal()
    if line.word(month) not in MONTHS or is_bare_may:
        return None
    return _dated(where, MONTHS.index(line.word(month)) + 1, number[0], month + 1)


def _dated(where: Where, month: int, day: int, end: int) -> Day | None:
    year, end = _year(where.line, end)
    found = made(year, month, day) if year else of_year(month, day, where.today, is_past=where.is_past)
    return Day(start=where.at, end=end, day=found, of_month=day if found else 0)


def by_nth(where: Where) -> Day | None:
    """The third Wednesday, the last Friday of the month, the second Tuesday in January."""
    line, start = where.line, where.at + (where.word() == "the")
    number = (-1, start + 1) if line.word(start) == "last" and start > where.at else ordinal_at(line, start)
    if number is None or line.word(number[1]) not in WEEKDAYS or number[0] > FIFTH:
        return None
    is_another = line.word(where.at - 1) in {"and", "or", "&"} and line.word(where.at - 2) in NUMBERS
    if is_another or line.word(where.at - 1) in {"every", "each"}:
        return Day(start=where.at, end=number[1] + 1, day=None, is_again=True)
    weekday, end = WEEKDAYS.index(line.word(number[1])), number[1] + 1
    month, after, is_again = which_month(where, end)
    if number[0] < 0 and after == end:
        return None
    if month is not None or is_again:
        found = nth_weekday(month, weekday, number[0]) if month else None
        return Day(start=where.at, end=after, day=found, is_again=is_again)
    return Day(start=where.at, end=after, day=next_nth(where.today, weekday, number[0]))


def which_month(where: Where, at: int) -> tuple[date | None, int, bool]:
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
    ahead = {**_months(today), "the month": None}
    if line.words(start, 2) not in ahead:
        return None, at, False
    return ahead[line.words(start, 2)], start + 2, False


def _months(today: date) -> dict[str, date | None]:
    """The first of this month, the next and the last."""
    first = today.replace(day=1)
    return {"this month": first, "next month": next_month(today), "last month": months_after(first, -1)}


def by_ordinal(where: Where) -> Day | None:
    """The 15th, on the first, the 15th of next month, the 5th of every month."""
    line = where.line
    start = where.at + (where.word() == "the")
    number = ordinal_at(line, start)
    if number is None and start > where.at:
        number = _bare(line, start)
    if number is None or not _is_day(line, start, *number):
        return None
    if line.words(where.at - 2, 2) == "week of":
        return Day(start=where.at, end=number[1], day=None)
    return _in_month(where, *number)


def _bare(line: Line, at: int) -> tuple[int, int] | None:
    """The 15, as it is typed."""
    number = written(line, at)
    return number if number and line.word(at).isdecimal() and ends_well(line, number[1]) else None


def _is_day(line: Line, start: int, number: int, end: int) -> bool:
    """Whether an ordinal is a day and not the first of something else."""
    after = line.word(end)
    is_digits = line.at(start).is_number
    is_on = is_digits and after in _PEOPLE and (line.word(start - 1) in LEADING or line.word(start - 2) in LEADING)
    if (after in _NO_DAY and not is_on) or after in WEEKDAYS or _is_of_weekdays(line, end):
        return False
    if line.word(end) == "of" and line.word(end + 1) in _ANY and line.word(end + 2) in {"month", "year"}:
        return True
    if line.word(end) in {"and", "&"} and (other := ordinal_at(line, end + 1)) and ends_well(line, other[1]):
        return True
    is_led = start > 0 and (line.word(start - 1) in LEADING | {"the", "and", "or"})
    if is_digits or (number not in _WORDY and is_led):
        return True
    before = line.word(start - 2) if line.word(start - 1) == "the" else line.word(start - 1)
    is_plain = ends_well(line, end) and line.word(start - 1) in {"the", *LEADING}
    return is_plain or (before in LEADING and line.at(end).is_number)


def _is_of_weekdays(line: Line, at: int) -> bool:
    """Whether another comes first: the second and fourth Friday."""
    other = ordinal_at(line, at + 1) if line.word(at) in {"and", "or", "&"} else None
    return other is not None and line.word(other[1]).removesuffix("s") in WEEKDAYS


def _in_month(where: Where, number: int, end: int) -> Day | None:
    """The day of that number in the month that is meant, or in the year: the first of the year."""
    line, today = where.line, where.today
    if line.words(end, 3) in {"of the year", "of next year"}:
        found = of_year(1, 1, today + timedelta(days=1)) if number == 1 else None
        return Day(start=where.at, end=end + 3, day=found)
    if line.words(end, 2) == "of the" and line.word(end + 2) not in {"month", ""}:
        return None
    month, after, is_again = which_month(where, end)
    if is_again:
        return Day(start=where.at, end=after, day=None, of_month=number, is_again=True)
    if month is None:
        before = where.at - (line.word(where.at - 1) == "on")
        month = _months(today).get(line.words(before - 2, 2))
    if month is not None:
        return Day(start=where.at, end=after, day=made(month.year, month.month, number), of_month=number)
    found = of_month(number, today, is_past=where.is_past)
    return Day(start=where.at, end=after, day=found, of_month=number)


def by_end(where: Where) -> Day | None:
    """The end of the month, the last day of March, the end of the year, EOM."""
    line, today = where.line, where.today
    for said in ("eom", "month end", "month 's end"):
        if where.words(len(said.split())) == said:
            return where.day(len(said.split()), last_of(today), LAST_OF_MONTH)
    if where.words(3) in {"end of month", "end of year"}:
        is_month = where.word(2) == "month"
        return where.day(3, last_of(today) if is_month else date(today.year, DECEMBER, LAST_OF_MONTH))
    length = next((n for n, said in ((2, "end of"), (3, "last day of"), (2, "last of")) if where.words(n) == said), 0)
    if not length:
        return None
    end = where.at + length
    if line.word(end) in MONTHS:
        first = of_year(MONTHS.index(line.word(end)) + 1, 1, today.replace(day=1))
        return where.day(length + 1, last_of(first) if first else None)
    if line.words(end, 2) in {"the year", "this year"}:
        return where.day(length + 2, date(today.year, DECEMBER, LAST_OF_MONTH))
    ahead = {"the month": today, "this month": today, "next month": next_month(today)}.get(line.words(end, 2))
    is_again = line.words(end, 2) in {"every month", "each month"}
    if ahead is None:
        return where.day(length + 2, None, LAST_OF_MONTH, is_again=True) if is_again else None
    return where.day(length + 2, last_of(ahead), LAST_OF_MONTH)


def by_number(where: Where) -> Day | None:
    """A day in any of these ways."""
    for read in _READERS:
        if found := read(where):
            return found
    return None


_READERS: Final[tuple[Callable[[Where], Day | None], ...]] = (
    *(by_slashes, by_month, by_month_after, by_nth, by_ordinal, by_end),
)
