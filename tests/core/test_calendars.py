"""Hours that hold wherever the person may be, to the second."""

from __future__ import annotations

import timeit
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callassist.calendars import (
    ALL_ZONES,
    ALWAYS,
    CLOCKS,
    NEVER,
    BadWindow,
    Window,
    Windows,
    Zones,
    closes_at,
    complement,
    intersect,
    is_inside,
    never_inside,
    next_inside,
)

EVERY_DAY = tuple(range(7))
ET, CT, MT, AZ, PT = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def hours(start: str, end: str, days: tuple[int, ...] = EVERY_DAY) -> Windows:
    """Hours as people write them; 24:00 is the day's end."""

    def minute(text: str) -> int:
        return int(text[:2]) * 60 + int(text[3:])

    return (Window(days=days, start_minute=minute(start), end_minute=minute(end)),)


def there(zone: str, text: str, fold: int = 0) -> datetime:
    """A moment by its local wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


LAWFUL = hours("08:00", "21:00")


# ── to the second ──


@pytest.mark.parametrize("day", ["2026-01-15", "2026-07-15", "2026-03-08", "2026-11-01"])
@pytest.mark.parametrize("zone", sorted(CLOCKS))
def test_hours_open_a_second_after_their_start_and_close_on_their_end(zone: str, day: str) -> None:
    opening, closing = there(zone, f"{day}T08:00:00"), there(zone, f"{day}T21:00:00")
    assert not is_inside(opening, (zone,), LAWFUL)
    assert not is_inside(opening + timedelta(milliseconds=999), (zone,), LAWFUL)
    assert is_inside(opening + SECOND, (zone,), LAWFUL)
    assert is_inside(closing - SECOND, (zone,), LAWFUL)
    assert not is_inside(closing, (zone,), LAWFUL)
    assert next_inside(opening, (zone,), LAWFUL) == opening + SECOND
    assert next_inside(opening + SECOND, (zone,), LAWFUL) == opening + SECOND
    assert closes_at(opening + SECOND, (zone,), LAWFUL) == closing
    assert closes_at(closing - SECOND, (zone,), LAWFUL) == closing
    assert closes_at(closing, (zone,), LAWFUL) == closing


@pytest.mark.parametrize(
    ("zones", "first", "last"),
    [
        ((ET, PT), "11:00:01", "20:59:59"),
        ((PT, ET), "11:00:01", "20:59:59"),
        ((ET, MT), "10:00:01", "20:59:59"),
        ((ET, CT), "09:00:01", "20:59:59"),
        ((ET,), "08:00:01", "20:59:59"),
    ],
)
@pytest.mark.parametrize("day", ["2026-04-01", "2026-12-01"])
def test_two_places_leave_the_hours_that_both_allow(zones: Zones, first: str, last: str, day: str) -> None:
    opening, closing = there(ET, f"{day}T{first}"), there(ET, f"{day}T{last}")
    assert next_inside(there(ET, f"{day}T06:00:00"), zones, LAWFUL) == opening
    assert not is_inside(opening - SECOND, zones, LAWFUL)
    assert closes_at(opening, zones, LAWFUL) == closing + SECOND
    assert is_inside(closing, zones, LAWFUL)


def test_eastern_mobile_and_mountain_landline_may_be_rung_at_half_past_ten_eastern() -> None:
    assert is_inside(there(ET, "2026-04-01T10:30:00"), (ET, MT), LAWFUL)
    assert not is_inside(there(ET, "2026-04-01T09:30:00"), (ET, MT), LAWFUL)


def test_a_navajo_zip_keeps_two_clocks_in_summer_and_one_in_winter() -> None:
    summer, winter = there(AZ, "2026-07-01T05:00:00"), there(AZ, "2026-12-01T05:00:00")
    assert next_inside(summer, (AZ, MT), LAWFUL) == there(AZ, "2026-07-01T08:00:01")
    assert closes_at(there(AZ, "2026-07-01T12:00:00"), (AZ, MT), LAWFUL) == there(AZ, "2026-07-01T20:00:00")
    assert next_inside(winter, (AZ, MT), LAWFUL) == there(AZ, "2026-12-01T08:00:01")
    assert closes_at(there(AZ, "2026-12-01T12:00:00"), (AZ, MT), LAWFUL) == there(AZ, "2026-12-01T21:00:00")


def test_arizona_keeps_its_hours_when_others_change_theirs() -> None:
    for day in ("2026-03-07", "2026-03-08", "2026-10-31", "2026-11-01"):
        noon = there(AZ, f"{day}T12:00:00")
        assert closes_at(noon, (AZ,), LAWFUL) == noon + timedelta(hours=9)


def test_somebody_of_whom_nothing_is_known_has_three_hours_a_day() -> None:
    opening = next_inside(there(ET, "2026-07-15T00:00:00"), ALL_ZONES, LAWFUL)
    assert opening == there(ET, "2026-07-15T18:00:01")
    assert closes_at(opening, ALL_ZONES, LAWFUL) == there(ET, "2026-07-15T21:00:00")


# ── when the clocks change ──


def test_a_time_that_the_clock_skips_opens_as_it_jumps_past() -> None:
    night = there(ET, "2026-03-08T00:00:00")
    assert next_inside(night, (ET,), hours("02:30", "05:00")) == datetime(2026, 3, 8, 7, 0, 0, tzinfo=UTC)
    skipped = next_inside(night, (ET,), hours("02:15", "02:45"))
    assert skipped == there(ET, "2026-03-09T02:15:01")


def test_a_time_that_the_clock_repeats_opens_twice() -> None:
    quarter = hours("01:15", "01:45")
    first = next_inside(there(ET, "2026-11-01T00:00:00"), (ET,), quarter)
    assert first == datetime(2026, 11, 1, 5, 15, 1, tzinfo=UTC)
    closing = closes_at(first, (ET,), quarter)
    assert closing == datetime(2026, 11, 1, 5, 45, tzinfo=UTC)
    assert next_inside(closing, (ET,), quarter) == datetime(2026, 11, 1, 6, 15, 1, tzinfo=UTC)


def test_hours_that_the_repeated_hour_falls_back_into_open_on_the_change() -> None:
    early = hours("00:00", "01:30")
    closing = closes_at(there(ET, "2026-11-01T00:10:00"), (ET,), early)
    assert closing == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert next_inside(closing, (ET,), early) == datetime(2026, 11, 1, 6, 0, tzinfo=UTC)


def test_a_day_of_23_or_25_hours_is_as_long_as_it_is() -> None:
    sunday = hours("00:00", "24:00", (6,))
    for day, length in (("2026-03-08", 23), ("2026-11-01", 25)):
        opening = there(ET, f"{day}T00:00:01")
        assert closes_at(opening, (ET,), sunday) == opening.astimezone(UTC) - SECOND + timedelta(hours=length)


# ── what consumers say ──


def test_words_become_the_times_that_are_left() -> None:
    noon, wednesday = there(CT, "2026-04-01T12:00:00"), (CT,)
    not_before_noon = complement(hours("00:00", "12:00"))
    assert not_before_noon == hours("12:00", "24:00")
    assert next_inside(noon - MINUTE, wednesday, not_before_noon) == noon + SECOND

    not_fridays = complement(hours("00:00", "24:00", (4,)))
    assert closes_at(noon, wednesday, not_fridays) == there(CT, "2026-04-03T00:00:00")
    assert is_inside(there(CT, "2026-04-02T00:00:00"), wednesday, not_fridays)
    assert not is_inside(there(CT, "2026-04-03T23:59:59"), wednesday, not_fridays)

    not_tue_thu = complement(hours("00:00", "24:00", (1, 3)))
    assert [is_inside(noon + DAY * n, wednesday, not_tue_thu) for n in range(7)] == [
        True, False, True, True, True, True, False,
    ]  # fmt: skip

    no_weekends = hours("00:00", "24:00", (0, 1, 2, 3, 4))
    assert next_inside(there(CT, "2026-04-04T10:00:00"), wednesday, no_weekends) == there(CT, "2026-04-06T00:00:01")
    except_three_to_five = intersect(no_weekends, complement(hours("15:00", "17:00")))
    at_half_past_three = there(CT, "2026-04-01T15:30:00")
    assert next_inside(at_half_past_three, wednesday, except_three_to_five) == there(CT, "2026-04-01T17:00:01")
    assert next_inside(at_half_past_three, wednesday, intersect(LAWFUL, except_three_to_five)) == there(
        CT, "2026-04-01T17:00:01"
    )
    assert not is_inside(there(CT, "2026-04-18T15:30:00"), wednesday, except_three_to_five)


def test_touching_windows_are_one_even_at_midnight_and_between_the_weeks() -> None:
    halves = hours("08:00", "12:00") + hours("12:00", "21:00")
    assert is_inside(there(ET, "2026-04-01T12:00:00"), (ET,), halves)
    night = hours("20:00", "24:00", (6,)) + hours("00:00", "06:00", (0,))
    assert is_inside(there(ET, "2026-04-06T00:00:00"), (ET,), night)
    assert closes_at(there(ET, "2026-04-05T21:00:00"), (ET,), night) == there(ET, "2026-04-06T06:00:00")


def test_never_and_always() -> None:
    now = there(ET, "2026-04-01T12:00:00")
    assert never_inside(NEVER)
    assert never_inside(hours("08:00", "21:00", ()))
    assert not never_inside(LAWFUL)
    assert complement(NEVER) == ALWAYS
    assert complement(ALWAYS) == NEVER
    assert next_inside(now, (ET,), NEVER) is None
    assert not is_inside(now, (ET,), NEVER)
    assert next_inside(now, (ET, PT), ALWAYS) == now
    assert closes_at(now, (ET, PT), ALWAYS) is None
    assert next_inside(now, (ET, "Pacific/Guam"), hours("09:00", "09:30")) is None


def test_nowhere_is_never_inside() -> None:
    now = there(ET, "2026-04-01T12:00:00")
    assert not is_inside(now, (), ALWAYS)
    assert next_inside(now, (), ALWAYS) is None
    assert closes_at(now, (), ALWAYS) == now


@pytest.mark.parametrize(
    "fields",
    [((0,), 600, 600), ((0,), 700, 600), ((0,), -1, 600), ((0,), 0, 1441), ((7,), 0, 60), ((-1,), 0, 60)],
)
def test_no_week_has_such_a_window(fields: tuple[tuple[int, ...], int, int]) -> None:
    days, start, end = fields
    with pytest.raises(BadWindow, match="are no window"):
        Window(days=days, start_minute=start, end_minute=end)
    text = msgspec.json.encode({"days": days, "start_minute": start, "end_minute": end})
    with pytest.raises(msgspec.ValidationError, match="are no window"):
        msgspec.json.decode(text, type=Window)


# ── any windows, any zones, any moment ──

DAYS = st.lists(st.integers(0, 6), max_size=7, unique=True).map(tuple)
EDGES = st.tuples(st.integers(0, 96), st.integers(0, 96)).filter(lambda edge: edge[0] < edge[1])
WINDOWS = st.lists(
    st.builds(lambda days, edge: Window(days=days, start_minute=edge[0] * 15, end_minute=edge[1] * 15), DAYS, EDGES),
    max_size=4,
).map(tuple)
ZONES = st.lists(st.sampled_from(sorted(CLOCKS)), min_size=1, max_size=3, unique=True).map(tuple)
CHANGES = [
    datetime(2025, 3, 9, 7, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2027, 3, 14, 9, tzinfo=UTC),
    datetime(2028, 11, 5, 10, tzinfo=UTC),
    datetime(2026, 12, 31, 12, tzinfo=UTC),
]
MOMENTS = st.builds(
    lambda change, seconds: change + timedelta(seconds=seconds),
    st.sampled_from(CHANGES),
    st.one_of(st.integers(-3 * 86_400, 3 * 86_400), st.integers(-400, 400).map(lambda quarter: quarter * 900)),
)


def is_inside_by_the_book(now: datetime, zones: Zones, windows: Windows) -> bool:
    """The definition, slowly: some window runs up to this second and some window runs on from it."""

    def holds(zone: str) -> bool:
        wall = now.astimezone(ZoneInfo(zone))
        day, second = wall.weekday(), wall.hour * 3600 + wall.minute * 60 + wall.second
        before = (day, second) if second else ((day - 1) % 7, 86_400)
        runs_up = any(before[0] in w.days and w.start_minute * 60 < before[1] <= w.end_minute * 60 for w in windows)
        return runs_up and any(day in w.days and w.start_minute * 60 <= second < w.end_minute * 60 for w in windows)

    return all(holds(zone) for zone in zones)


@given(MOMENTS, ZONES, WINDOWS)
@settings(max_examples=400)
def test_inside_is_what_the_book_says(now: datetime, zones: Zones, windows: Windows) -> None:
    assert is_inside(now, zones, windows) == is_inside_by_the_book(now, zones, windows)


@given(MOMENTS, ZONES, WINDOWS)
@settings(max_examples=60, deadline=None)
def test_the_next_moment_is_inside_and_none_before_it_is(now: datetime, zones: Zones, windows: Windows) -> None:
    found = next_inside(now, zones, windows)
    until = found or now + 14 * DAY
    minutes = int((until - now) / MINUTE) + 1
    earlier = [now + MINUTE * n for n in range(minutes) if now + MINUTE * n < until]
    assert not any(is_inside(moment, zones, windows) for moment in earlier)
    if found is not None:
        assert found >= now
        assert is_inside_by_the_book(found, zones, windows)
        assert found == now or not is_inside_by_the_book(found - SECOND, zones, windows)


@given(MOMENTS, ZONES, WINDOWS)
@settings(max_examples=60, deadline=None)
def test_it_stays_inside_until_it_closes(now: datetime, zones: Zones, windows: Windows) -> None:
    opening = next_inside(now, zones, windows)
    if opening is not None:
        now = opening
    else:
        windows = ALWAYS
    closing = closes_at(now, zones, windows)
    until = closing or now + 14 * DAY
    minutes = int((until - now) / MINUTE) + 1
    assert all(is_inside(now + MINUTE * n, zones, windows) for n in range(minutes) if now + MINUTE * n < until)
    if closing is not None:
        assert not is_inside_by_the_book(closing, zones, windows)
        assert is_inside_by_the_book(closing - SECOND, zones, windows)


@given(MOMENTS, ZONES, WINDOWS, WINDOWS)
def test_the_algebra_of_windows_is_that_of_their_moments(
    now: datetime, zones: Zones, some: Windows, others: Windows
) -> None:
    both = is_inside(now, zones, some) and is_inside(now, zones, others)
    assert is_inside(now, zones, intersect(some, others)) == both
    assert not (is_inside(now, zones, some) and is_inside(now, zones, complement(some)))
    assert never_inside(intersect(some, complement(some)))
    assert complement(complement(complement(some))) == complement(some)
    one, aside = zones[:1], now.replace(minute=7, second=30)  # no window has such an edge
    assert is_inside(aside, one, some) != is_inside(aside, one, complement(some))


@given(st.lists(MOMENTS, min_size=2, max_size=8), ZONES, WINDOWS)
def test_a_clock_that_steps_back_gets_the_same_answers(moments: list[datetime], zones: Zones, windows: Windows) -> None:
    def answers(now: datetime) -> tuple[bool, datetime | None, datetime | None]:
        return (
            is_inside(now, zones, windows),
            next_inside(now, zones, windows),
            closes_at(now, zones, windows),
        )

    forth = {now: answers(now) for now in sorted(moments)}
    assert {now: answers(now) for now in sorted(moments, reverse=True)} == forth


@given(MOMENTS, WINDOWS)
def test_answers_do_not_depend_on_the_order_or_the_zone_of_the_question(now: datetime, windows: Windows) -> None:
    found = next_inside(now, (ET, PT), windows)
    assert next_inside(now.astimezone(ZoneInfo("Asia/Kathmandu")), (PT, ET, PT), windows) == found
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize("ask", [is_inside, next_inside, closes_at])
@pytest.mark.parametrize("clock", ["03:00", "12:00", "23:00"])
def test_an_answer_costs_microseconds(ask: Callable[[datetime, Zones, Windows], object], clock: str) -> None:
    now = there(ET, f"2026-04-01T{clock}:00").astimezone(UTC)
    best = min(timeit.repeat(lambda: ask(now, (ET, PT), LAWFUL), number=200, repeat=20)) / 200
    assert best < 30e-6
