"""Which zones a place may be in, by the tables that ship; its clock; its business days and holidays."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from callassist.calendars import (
    ALL_ZONES,
    CLOCKS,
    BadTable,
    Geography,
    Zones,
    every_zone,
    local_clock,
    local_day,
    parse_geography,
    span_key,
    span_zones,
)

ROOT = Path(__file__).parents[2]
COUNTS = ROOT.parent / "shared" / "data" / "geo"
needs_counts = pytest.mark.skipif(not COUNTS.is_dir(), reason="the independent count is not on this machine")


@cache
def geography() -> Geography:
    def rows(name: str) -> list[list[str]]:
        with (ROOT / "data" / "tables" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    return parse_geography(
        area_codes=rows("area_codes.csv"),
        zip3=rows("zip3_zones.csv"),
        zips=rows("zip_zones.csv"),
        states=rows("state_zones.csv"),
    )


def number(area_code: str) -> int:
    return int(f"1{area_code}5550123")


# ── the tables ──


@pytest.mark.parametrize(
    ("code", "zones"),
    [
        ("43215", "ET"),
        ("43215-1234", "ET"),
        ("90001", "PT"),
        ("85001", "AZ"),
        ("86515", "AZ|MT"),
        ("86045", "AZ|MT"),
        ("86001", "AZ"),
        ("32456", "ET"),
        ("32465", "CT"),
        ("36867", "CT|ET"),
        ("36830", "CT"),
        ("89883", "MT"),
        ("89801", "PT"),
        ("89825", "MT|PT"),
        ("79901", "MT"),
        ("99546", "HAT"),
        ("99501", "AKT"),
        ("96813", "HT"),
        ("00901", "AT"),
        ("00802", "AT"),
        ("96910", "ChT"),
        ("96950", "ChT"),
        ("96799", "SST"),
        ("47999", "CT|ET"),  # nobody lists it: all that its first three digits may mean
        ("09012", ""),
        ("34012", ""),
        ("96201", ""),
        ("00000", ""),
        ("4321", ""),
        ("K1A 0B1", ""),
        ("", ""),
        ("٤٣٢١٥", ""),
    ],
)
def test_the_zones_of_a_zip(code: str, zones: str) -> None:
    assert span_key(geography().zones_of_zip(code)) == zones


@pytest.mark.parametrize(
    ("digits", "zones"),
    [
        (16145550123, "ET"),
        (6145550123, "ET"),
        ("+16145550123", "ET"),
        ("6145550123", "ET"),
        (number("689"), "ET"),
        (number("208"), "MT|PT"),
        (number("850"), "CT|ET"),
        (number("729"), "CT|ET"),
        (number("775"), "MT|PT"),
        (number("702"), "PT"),
        (number("928"), "AZ|MT"),
        (number("602"), "AZ"),
        (number("907"), "AKT|HAT"),
        (number("787"), "AT"),
        (number("340"), "AT"),
        (number("671"), "ChT"),
        (number("670"), "ChT"),
        (number("684"), "SST"),
        (number("235"), "CT"),
        (number("800"), ""),
        (number("888"), ""),
        (number("833"), ""),
        (number("900"), ""),
        (number("416"), ""),  # Toronto
        (number("876"), ""),  # Jamaica
        (447911123456, ""),
        (911, ""),
        (5550123, ""),
        ("", ""),
    ],
)
def test_the_zones_of_a_number(digits: int | str, zones: str) -> None:
    assert span_key(geography().zones_of_number(digits)) == zones


@pytest.mark.parametrize(
    ("state", "zones"),
    [
        ("OH", "ET"),
        ("TN", "CT|ET"),
        ("AZ", "AZ|MT"),
        ("AK", "AKT|HAT"),
        ("HI", "HT"),
        ("NV", "MT|PT"),
        ("PR", "AT"),
        ("VI", "AT"),
        ("GU", "ChT"),
        ("MP", "ChT"),
        ("AS", "SST"),
        ("DC", "ET"),
        ("AA", ""),
        ("AE", ""),
        ("AP", ""),
        ("ON", ""),
        ("", ""),
    ],
)
def test_the_zones_of_a_state(state: str, zones: str) -> None:
    assert span_key(geography().zones_of_state(state)) == zones


def test_an_address_without_a_known_zip_may_be_anywhere_in_its_state() -> None:
    assert span_key(geography().zones_of_address("37201", "TN")) == "CT"
    assert span_key(geography().zones_of_address("", "TN")) == "CT|ET"
    assert span_key(geography().zones_of_address("00000", "TN")) == "CT|ET"
    assert geography().zones_of_address("09012", "AE") == ()


def test_every_state_and_territory_has_a_zone() -> None:
    assert len(geography().states) == 50 + 1 + 5 + 3  # the District, territories, associated states


# ── against an independent count ──


def counted(name: str) -> list[dict[str, str]]:
    with (COUNTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def offsets_counted(text: str) -> set[str]:
    """`-7/-6=236; ?=1` as {"-7/-6"}."""
    return {part.partition("=")[0] for part in text.split("; ")} - {"?"}


def offsets(zones: Zones) -> set[str]:
    """Hours from UTC in winter and summer, as the count writes them."""
    winter, summer = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)

    def hours(zone: str, moment: datetime) -> int:
        return int((moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()).total_seconds()) // 3600

    return {f"{hours(zone, winter):+}/{hours(zone, summer):+}" for zone in zones}


@needs_counts
def test_the_28_area_codes_that_span_zones_have_all_of_them() -> None:
    spanning = [row for row in counted("area_code_timezones.csv") if row["spans"] == "1"]
    assert len(spanning) == 28
    for row in spanning:
        zones = geography().zones_of_number(number(row["area_code"]))
        assert offsets(zones) == offsets_counted(row["std_dst_offsets_by_zip"]), row
        assert len(zones) == 2, row


@needs_counts
def test_every_counted_area_code_has_the_counted_zones() -> None:
    for row in counted("area_code_timezones.csv"):
        expected = offsets_counted(row["std_dst_offsets_by_zip"])
        if row["area_code"] == "775":
            expected |= {"-7/-6"}  # West Wendover, which the count's source has on Pacific time
        assert offsets(geography().zones_of_number(number(row["area_code"]))) == expected, row


@needs_counts
def test_only_two_more_codes_span_and_both_are_explained() -> None:
    spanning = {row["area_code"] for row in counted("area_code_timezones.csv") if row["spans"] == "1"}
    ours = {code for code, zones in geography().area_codes.items() if len(zones) > 1}
    assert ours - spanning == {"775", "729"}


@needs_counts
@pytest.mark.parametrize(
    ("name", "key", "ask"),
    [
        ("zip3_spanning_timezones.csv", "zip3", lambda text: geography().zip3[text]),
        ("states_spanning_timezones.csv", "state", lambda text: geography().states[text]),
    ],
)
def test_prefixes_and_states_that_span_have_all_their_zones(name: str, key: str, ask: Callable[[str], Zones]) -> None:
    for row in counted(name):
        ours = offsets(ask(row[key]))
        corrected = {"969": {"+11/+11"}}.get(row[key], set())
        assert ours == offsets_counted(row["offsets"]) | corrected, row


# ── a table at fault ──

GOOD = [["state", "zones"], ["OH", "America/New_York"]]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([], "line 1: the header is ','"),
        ([["zip", "zones"]], "line 1: the header is 'zip,zones'"),
        ([*GOOD, ["OH", "America/Chicago"]], "line 3: OH stands there twice"),
        (
            [["# a note"], [], *GOOD, ["PA", "America/Philadelphia"]],
            "line 5: 'America/Philadelphia' is not made",
        ),
        ([*GOOD, ["PA", ""]], "line 3: '' is not made of zones"),
    ],
)
def test_a_table_at_fault_names_its_line(rows: list[list[str]], fault: str) -> None:
    with pytest.raises(BadTable) as refused:
        parse_geography(
            area_codes=[["area_code", "zones"]],
            zip3=[["zip3", "zones"]],
            zips=[["zip", "zones"]],
            states=rows,
        )
    assert f"time zones by state, {fault}" in str(refused.value)


# ── what a collector reads ──


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("America/New_York", "14:05 ET"),
        ("America/Chicago", "13:05 CT"),
        ("America/Denver", "12:05 MT"),
        ("America/Phoenix", "11:05 AZ"),
        ("America/Los_Angeles", "11:05 PT"),
        ("America/Anchorage", "10:05 AKT"),
        ("America/Adak", "09:05 HAT"),
        ("Pacific/Honolulu", "08:05 HT"),
        ("America/Puerto_Rico", "14:05 AT"),
        ("Pacific/Guam", "04:05 ChT"),
        ("Pacific/Pago_Pago", "07:05 SST"),
    ],
)
def test_the_clock_on_their_wall(zone: str, text: str) -> None:
    assert local_clock(datetime(2026, 7, 1, 18, 5, 59, tzinfo=UTC), zone) == text


def test_the_consumers_zone_decides_the_day() -> None:
    late = datetime(2026, 4, 2, 3, 30, tzinfo=UTC)
    assert local_day(late, "America/New_York") == date(2026, 4, 1)
    assert local_day(late, "Pacific/Guam") == date(2026, 4, 2)


def test_a_set_of_zones_has_one_short_word() -> None:
    east, west = "America/New_York", "America/Los_Angeles"
    assert span_key((west, east)) == span_key((east, west, east)) == "ET|PT"
    assert span_zones("ET|PT") == (west, east)
    assert span_key(()) == ""
    assert span_zones("") == ()
    assert span_zones(span_key(ALL_ZONES)) == ALL_ZONES
    assert len(set(CLOCKS.values())) == len(CLOCKS)
    assert every_zone([(west, east), (), (east,)]) == (west, east)
