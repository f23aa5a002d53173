"""What an utterance names is read as it is said; what is no amount, no day or no person is not named."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from callassist.listening_entities import Entities, entities
from callassist.schedules import PayCycle
from tests.core.spoken import SMALL, days_said, dollars_said, in_words, nth

TODAY = date(2026, 11, 25)
PAID = PayCycle(kind="biweekly", anchor=date(2026, 11, 27))
CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("entities.cases.yaml").read_text("utf-8"))
FIELDS = ("amounts", "dates", "times", "cadences", "paydays", "numbers", "people")


def shown(found: Entities) -> dict[str, list[Any]]:
    """As the cases are written."""
    named: dict[str, list[Any]] = {
        "amounts": list(found.amounts_cents),
        "dates": list(found.dates),
        "times": [f"{minute // 60:02}:{minute % 60:02}" for minute in found.times],
        "cadences": list(found.cadences),
        "paydays": list(found.paydays),
        "numbers": list(found.numbers),
        "people": [voice.relation + "!" * voice.is_speaking for voice in found.people],
    }
    return {field: each for field, each in named.items() if each}


@pytest.mark.parametrize("case", CASES, ids=[case["said"] for case in CASES])
def test_it_is_read_as_it_is_said(case: dict[str, Any]) -> None:
    wanted = {field: case[field] for field in FIELDS if field in case}
    assert shown(entities(case["said"], TODAY, PAID)) == wanted


def test_they_are_many_and_none_twice() -> None:
    assert len(CASES) >= 400
    assert len({case["said"] for case in CASES}) == len(CASES)


@given(st.integers(1, 99_999_999))
def test_any_amount_said_in_words_reads_back(cents: int) -> None:
    for said in dollars_said(cents):
        assert entities(said, TODAY).amounts_cents == (cents,), said


@given(st.integers(5, 999))
def test_any_amount_a_month_reads_back_without_dollars(dollars: int) -> None:
    for said in (f"I can do {in_words(dollars)} a month", f"{dollars} monthly", f"could you take {dollars} a month"):
        found = entities(said, TODAY)
        assert (found.amounts_cents, found.cadences) == ((dollars * 100,), ("monthly",)), said


@given(st.integers(1, 9), st.integers(10, 98))
def test_hundreds_said_short_read_back(hundreds: int, rest: int) -> None:
    said = f"I can do {in_words(hundreds)} {in_words(rest)}"
    assert entities(said, TODAY).amounts_cents == ((hundreds * 100 + rest) * 100,)


@given(st.integers(21, 99), st.integers(11, 98))
def test_prices_said_short_read_back(dollars: int, cents: int) -> None:
    assume(dollars % 10)
    assert entities(f"pay {in_words(dollars)} {in_words(cents)}", TODAY).amounts_cents == (dollars * 100 + cents,)


@given(st.dates(TODAY, date(2027, 11, 24)))
def test_any_day_of_the_year_to_come_reads_back(day: date) -> None:
    for said in days_said(day):
        assert entities(said, TODAY).dates == (day,), said
        found = entities(f"I can do 50 on {said.removeprefix('on ')}", TODAY)
        assert (found.amounts_cents, found.dates) == ((5000,), (day,)), said


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(1, 28))
def test_a_day_of_the_month_is_the_next_one(today: date, day: int) -> None:
    for said in nth(day):
        (found,) = entities(f"on the {said}", today).dates
        assert found.day == day
        assert 0 <= (found - today).days <= 31


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 6))
def test_days_of_the_week_are_the_next_ones(today: date, weekday: int) -> None:
    name = (date(2026, 1, 5) + timedelta(days=weekday)).strftime("%A")
    (found,) = entities(name, today).dates
    assert found.weekday() == weekday
    assert 1 <= (found - today).days <= 7
    assert entities(f"a week from {name}", today).dates == (found + timedelta(days=7),)
    assert entities(f"{name} week", today).dates == (found + timedelta(days=7),)


@given(st.integers(0, 23), st.integers(0, 59))
def test_any_time_reads_back(hour: int, minute: int) -> None:
    half = f"{(hour - 1) % 12 + 1}:{minute:02}{'am' if hour < 12 else 'pm'}"
    assert entities(f"call me at {half}", TODAY).times == (hour * 60 + minute,)
    if hour > 12:
        assert entities(f"call me at {hour}:{minute:02}", TODAY).times == (hour * 60 + minute,)


@given(st.integers(200, 999).filter(lambda area: area % 100 != 11), st.integers(0, 99))
def test_any_telephone_number_reads_back(area: int, line: int) -> None:
    digits = f"{area}55501{line:02}"
    spoken = " ".join(SMALL[int(digit)] for digit in digits)
    for said in (digits, f"{area}-555-01{line:02}", f"({area}) 555-01{line:02}", spoken, spoken.replace("zero", "oh")):
        found = entities(f"my number is {said}", TODAY)
        assert (found.numbers, found.amounts_cents, found.dates) == ((int(f"1{digits}"),), (), ()), said


@given(st.text(max_size=300))
def test_whatever_is_said_is_calm(text: str) -> None:
    found = entities(text, TODAY, PAID)
    assert all(cents > 0 for cents in found.amounts_cents)
    assert all(0 <= minute < 24 * 60 for minute in found.times)


@pytest.mark.parametrize(
    "piece", ["fifty ", "the first of ", "1/2/", "a ", "$", "oh ", "in 9 months ", "(", "next friday "]
)
def test_what_goes_on_and_on_is_calm(piece: str) -> None:
    entities(piece * 800, TODAY, PAID)


COUNTED = (
    *(
        "I have {} kids",
        "I'm {} years old",
        "I am {} now",
        "my mom is {}",
        "I turned {} last week",
        "unit {}",
        "room {}",
    ),
    *("chapter {}", "{} months ago", "I waited {} hours", "{} percent", "I live at {} Elm Street", "{} Main Street"),
    *("I called {} times", "extension {}", "acct ending {}", "my case number is {}", "group {}", "in {} minutes"),
    *("I take {} medications", "{} hours a week", "my score is {}", "option {}", "stage {} cancer", "{} installments"),
    *("for {} months", "the {} of us", "{} more days", "my {} year old", "box {}", "{} over 80", "he weighs {} pounds"),
)
"""What is said of numbers that are no money."""
PROPOSALS = (
    *("I can do {} {}", "put me down for {} {}", "can you take {} {}", "{} {}", "how about {} {}", "let's do {} {}"),
    *("what if I gave you {} {}", "take {} out of my checking {}", "the best I can do is {} {}", "would {} {} work"),
    *("my wife said we can do {} {}", "ptp {} {}", "I only got {} {}", "I'll mail {} {}", "can we say {} {}"),
)
DAYS = {
    "on the first": date(2026, 12, 1),
    "by the 15th": date(2026, 12, 15),
    "this Friday": date(2026, 11, 27),
    "next Friday": date(2026, 12, 4),
    "tomorrow": date(2026, 11, 26),
    "on 12/10": date(2026, 12, 10),
    "in two weeks": date(2026, 12, 9),
    "at the end of the month": date(2026, 11, 30),
    "a week from Monday": date(2026, 12, 7),
    "on the fifth of January": date(2027, 1, 5),
    "before Christmas": date(2026, 12, 25),
    "the first of the year": date(2027, 1, 1),
}


@given(st.sampled_from(COUNTED), st.integers(2, 99), st.booleans())
def test_what_is_counted_is_no_amount(said: str, number: int, is_spoken: bool) -> None:  # noqa: FBT001 - drawn
    text = said.format(in_words(number) if is_spoken else number)
    assert entities(text, TODAY).amounts_cents == (), text


CALLED = {211, 401, 403, 411, 501, 911, 988}
"""Numbers to call, and plans of that name: no sums without a word of paying."""


@given(
    st.sampled_from(PROPOSALS),
    st.integers(20, 999).filter(lambda each: each not in CALLED),
    st.booleans(),
    st.sampled_from(sorted(DAYS)),
)
def test_an_amount_and_its_day_read_back(said: str, dollars: int, is_spoken: bool, day: str) -> None:  # noqa: FBT001
    text = said.format(in_words(dollars) if is_spoken else dollars, day)
    found = entities(text, TODAY)
    assert (found.amounts_cents, found.dates) == ((dollars * 100,), (DAYS[day],)), text
    if found.counter is not None:
        assert (found.counter.cents, found.counter.first) == (dollars * 100, DAYS[day]), text
