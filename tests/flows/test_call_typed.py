"""What is typed in a hurry, as values; on Tuesday 2 June 2026."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from callassist.calendars import Window
from callassist.screens.call_draft import HIDDEN, without_cards
from callassist.typed import read_amount, read_day, read_leave, read_moment, read_party, read_windows

TODAY = date(2026, 6, 2)
NOW = datetime(2026, 6, 2, 14, 5, tzinfo=UTC)
EASTERN = "America/New_York"
WEEKDAYS = (0, 1, 2, 3, 4)
WEEK = (0, 1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-06-02"),
        ("tom", "2026-06-03"),
        ("fr", "2026-06-05"),
        ("Friday", "2026-06-05"),
        ("next fri", "2026-06-05"),
        ("tu", "2026-06-09"),
        ("15", "2026-06-15"),
        ("1", "2026-07-01"),
        ("2", "2026-06-02"),
        ("31", "2026-07-31"),
        ("6/15", "2026-06-15"),
        ("6/1", "2027-06-01"),
        ("6/15/27", "2027-06-15"),
        ("15 jun", "2026-06-15"),
        ("June 15", "2026-06-15"),
        ("jun 15, 2027", "2027-06-15"),
        ("2026-06-15", "2026-06-15"),
        ("+3d", "2026-06-05"),
        ("+3", "2026-06-05"),
        ("+2w", "2026-06-16"),
        ("+1m", "2026-07-02"),
    ],
)
def test_a_day(text: str, day: str) -> None:
    assert read_day(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["", "x", "t", "32", "0", "2/30", "13/1", "soon", "5p", "99999999", "june 31"])
def test_no_day(text: str) -> None:
    assert read_day(text, TODAY) is None


def test_a_month_without_such_a_day_gives_its_last() -> None:
    assert read_day("+1m", date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("fr 5p", "2026-06-05T21:00"),
        ("5p", "2026-06-02T21:00"),
        ("9a", "2026-06-03T13:00"),
        ("9", "2026-06-03T13:00"),
        ("fr 5", "2026-06-05T21:00"),
        ("6/15 10:30", "2026-06-15T14:30"),
        ("15 5p", "2026-06-15T21:00"),
        ("tomorrow noon", "2026-06-03T16:00"),
        ("mo at 10am", "2026-06-08T14:00"),
        ("17:00", "2026-06-02T21:00"),
        ("12:30p", "2026-06-02T16:30"),
        ("12a", "2026-06-03T04:00"),
        ("+2h", "2026-06-02T16:05"),
        ("+45min", "2026-06-02T14:50"),
    ],
)
def test_a_moment(text: str, moment: str) -> None:
    assert read_moment(text, NOW, EASTERN) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "fr", "sometime", "25:00", "fr 5:75", "13p", "never 5p", "fr "])
def test_no_moment(text: str) -> None:
    assert read_moment(text, NOW, EASTERN) is None


def test_a_time_that_the_clock_skips_is_as_much_later() -> None:
    before = datetime(2027, 3, 13, 15, tzinfo=UTC)
    assert read_moment("su 02:30", before, EASTERN) == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)


def _windows(text: str) -> list[tuple[tuple[int, ...], int, int]]:
    return [(w.days, w.start_minute, w.end_minute) for w in read_windows(text)]


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("after 5p", [(WEEK, 1020, 1440)]),
        ("not before noon", [(WEEK, 720, 1440)]),
        ("before noon", [(WEEK, 0, 720)]),
        ("weekdays 9-5", [(WEEKDAYS, 540, 1020)]),
        ("after 5p weekdays", [(WEEKDAYS, 1020, 1440)]),
        ("evenings", [(WEEK, 1080, 1260)]),
        ("mornings mo we", [((0, 2), 480, 720)]),
        ("sat 10-2", [((5,), 600, 840)]),
        ("weekdays after 5p; sat 10-2", [((5,), 600, 840), (WEEKDAYS, 1020, 1440)]),
        ("not on fridays", [((0, 1, 2, 3, 5, 6), 0, 1440)]),
        ("not mornings", [(WEEK, 720, 1440)]),
        ("weekdays except 3 to 5", [(WEEKDAYS, 0, 900), (WEEKDAYS, 1020, 1440)]),
        ("mornings are bad", [(WEEK, 720, 1440)]),
        ("weekends", [((5, 6), 0, 1440)]),
    ],
)
def test_times_at_which_we_may_call(text: str, windows: list[tuple[tuple[int, ...], int, int]]) -> None:
    assert _windows(text) == windows


@pytest.mark.parametrize("text", ["", "whenever", "5-5", "after 25"])
def test_no_times(text: str) -> None:
    assert read_windows(text) == ()


def test_every_window_that_is_read_is_one_that_a_week_has() -> None:
    assert all(isinstance(window, Window) for window in read_windows("not on sundays; tue 9-12"))


@pytest.mark.parametrize(
    ("text", "cents"), [("50", 5_000), ("1,284.50", 128_450), ("$3", 300), ("x", 0), ("", 0), ("-3", 0)]
)
def test_an_amount(text: str, cents: int) -> None:
    assert read_amount(text) == cents


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Roe and Lee 614-555-0142", ("Roe and Lee", "614-555-0142")),
        ("Ann Roe, (614) 555-0142 x12", ("Ann Roe", "(614) 555-0142 x12")),
        ("Roe", ("Roe", "")),
        ("Firm 1 LLC", ("Firm 1 LLC", "")),
    ],
)
def test_a_party(text: str, party: tuple[str, str]) -> None:
    assert read_party(text) == party


def test_leave_to_call() -> None:
    end = date(2026, 6, 15)
    yes = read_leave("yes, any time until fr", TODAY, end)
    assert yes is not None
    assert (yes.words, yes.until) == ("yes, any time until fr", date(2026, 6, 5))
    later = read_leave("yes until 7/1", TODAY, end)
    assert later is not None
    assert later.until == end, "never beyond the day itself"
    assert read_leave("", TODAY, end) is None
    assert read_leave("No.", TODAY, end) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("4111111111111111", HIDDEN),
        ("card 4111 1111-1111 1111 exp", f"card {HIDDEN} exp"),
        ("4111 1111 1111 1111 12/27 for 4111-1111-1111-1111", f"{HIDDEN} 12/27 for {HIDDEN}"),
        ("call 614-555-0142", "call 614-555-0142"),
        ("claim 4111111111111112", "claim 4111111111111112"),
    ],
)
def test_card_numbers_are_blotted_out(text: str, kept: str) -> None:
    assert without_cards(text) == kept
