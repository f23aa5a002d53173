"""Where it is what time: zones of a place, hours that must hold in all of them, business days and holidays.

Every moment is judged in whole seconds of the local wall clock. The edges of a window are outside on both
sides, as the statute has it ("after 8", "before 9"; 15 USC 1692c(a)(1)): from 08:00 to 21:00 means open from
08:00:01 to 20:59:59. Windows that touch or overlap are one, at midnight and across the end of the week too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

import msgspec

from callassist.errors import BadInput

CLOCKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "America/New_York": "ET",
        "America/Chicago": "CT",
        "America/Denver": "MT",
        "America/Phoenix": "AZ",
        "America/Los_Angeles": "PT",
        "America/Anchorage": "AKT",
        "America/Adak": "HAT",
        "Pacific/Honolulu": "HT",
        "America/Puerto_Rico": "AT",
        "Pacific/Guam": "ChT",
        "Pacific/Pago_Pago": "SST",
        "Pacific/Palau": "PWT",
        "Pacific/Kosrae": "KOT",
        "Pacific/Majuro": "MHT",
    }
)
"""Every zone our tables name, and what a collector calls its clock; one name stands for all that agree."""

ASSOCIATED: Final = frozenset({"Pacific/Palau", "Pacific/Kosrae", "Pacific/Majuro"})
ALL_ZONES: Final = tuple(sorted(CLOCKS.keys() - ASSOCIATED))
"""The zones of the states, the District and the territories: where a person without any place may be."""

NAMES: Final = MappingProxyType({clock: zone for zone, clock in CLOCKS.items()})
DAY_MINUTES: Final = 24 * 60
DAY: Final = DAY_MINUTES * 60
WEEK: Final = 7 * DAY
EPOCH_SHIFT: Final = 3 * DAY  # 1970-01-01 was a Thursday; weeks here begin on Monday
HORIZON: Final = 14 * DAY
BLOCK: Final = 14 * DAY  # no zone we name changes its clock twice within so short a time
WEEKDAYS: Final = frozenset(range(7))
AREA_DIGITS: Final = 3
ZIP_DIGITS: Final = 5
NATIONAL_DIGITS: Final = 10


class BadWindow(BadInput):
    """A window that no week has: minutes out of order or past midnight, or days that are none."""

    def __init__(self, days: tuple[int, ...], start_minute: int, end_minute: int) -> None:
        what = f"days {days} from minute {start_minute} to {end_minute} are no window"
        remedy = "number days from 0, Monday, to 6, minutes from 0 to 1440; write one past midnight as two windows"
        super().__init__(what, "hours", remedy)
        self.args = (days, start_minute, end_minute)


class BadTable(BadInput):
    """A row of a time zone table that cannot be used; `fault` is a clause."""

    def __init__(self, key: str, line: int, fault: str) -> None:
        remedy = f"a row is a new {key}, then zones out of {', '.join(CLOCKS)}, joined by '|'"
        super().__init__(fault, f"time zones by {key}, line {line}", remedy)
        self.args = (key, line, fault)


# ── windows ──


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Allowed times on some weekdays (0 is Monday): minutes after local midnight, 0 ≤ start < end ≤ 1440."""

    days: tuple[int, ...]
    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        is_span = 0 <= self.start_minute < self.end_minute <= DAY_MINUTES
        if not is_span or not set(self.days) <= WEEKDAYS:
            raise BadWindow(self.days, self.start_minute, self.end_minute)


Windows = tuple[Window, ...]
Zones = tuple[str, ...]

NEVER: Final[Windows] = ()
ALWAYS: Final[Windows] = (Window(days=(0, 1, 2, 3, 4, 5, 6), start_minute=0, end_minute=DAY_MINUTES),)


def never_inside(windows: Windows) -> bool:
    """Whether no moment of the week is inside."""
    return not _spans(windows)


def complement(windows: Windows) -> Windows:
    """Every time that is in none of them: the allowed windows of "not before noon", "not on Fridays"."""
    edges = [0, *(edge for span in _spans(windows) for edge in span), 7 * DAY_MINUTES]
    return _windows(tuple(zip(edges[::2], edges[1::2], strict=True)))


def intersect(windows: Windows, others: Windows) -> Windows:
    """Times that are in both: the law's hours, a client's and the consumer's own taken together."""
    pairs = ((max(a, c), min(b, d)) for a, b in _spans(windows) for c, d in _spans(others))
    return _windows(tuple(sorted(pair for pair in pairs if pair[0] < pair[1])))


@lru_cache(maxsize=1024)
def _spans(windows: Windows) -> tuple[tuple[int, int], ...]:
    """Disjoint (start, end) in minutes of the week, in order; touching ones joined."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(
        (day * DAY_MINUTES + window.start_minute, day * DAY_MINUTES + window.end_minute)
        for window in windows
        for day in window.days
    ):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def _windows(spans: Iterable[tuple[int, int]]) -> Windows:
    """Spans of the week as windows again, cut at midnight, one for each pair of hours."""
    days: dict[tuple[int, int], list[int]] = {}
    for start, end in spans:
        for day in range(start // DAY_MINUTES, -(-end // DAY_MINUTES)):
            hours = max(start - day * DAY_MINUTES, 0), min(end - day * DAY_MINUTES, DAY_MINUTES)
            if hours[0] < hours[1]:
                days.setdefault(hours, []).append(day)
    return tuple(Window(days=tuple(days[hours]), start_minute=hours[0], end_minute=hours[1]) for hours in sorted(days))


# ── a moment against windows, in all zones at once ──


def is_inside(now: datetime, zones: Zones, windows: Windows) -> bool:
    """Whether `now` is inside at every one of the zones. No zone is never inside: ALL_ZONES is anywhere."""
    moment = int(now.timestamp())
    return bool(zones) and all(_wait(moment, zone, windows) == 0 for zone in zones)


def next_inside(now: datetime, zones: Zones, windows: Windows) -> datetime | None:
    """The first whole second from `now` on that is inside at every zone, in UTC; None when 14 days hold none.

    A time that the clock skips in spring opens as it jumps past; one that it repeats in autumn opens twice.
    """
    start = moment = int(now.timestamp())
    agreed = 0
    while zones and moment <= start + HORIZON:
        wait = _wait(moment, zones[agreed % len(zones)], windows)
        agreed = 0 if wait else agreed + 1
        moment += wait
        if agreed >= len(zones):
            return now.astimezone(UTC) if moment == start else datetime.fromtimestamp(moment, UTC)
    return None


def closes_at(now: datetime, zones: Zones, windows: Windows) -> datetime | None:
    """The first whole second from `now` on that is outside at one of the zones, in UTC; `now` itself counts.

    None when every zone stays open for 14 days.
    """
    start = moment = int(now.timestamp())
    while moment <= start + HORIZON:
        if not zones or any(_wait(moment, zone, windows) for zone in zones):
            return now.astimezone(UTC) if moment == start else datetime.fromtimestamp(moment, UTC)
        moment += min(_stay(moment, zone, windows) for zone in zones)
    return None


def _wait(moment: int, zone: str, windows: Windows) -> int:
    """Seconds for which it surely stays outside: 0 when inside, at most until the clocks change."""
    opens, closes = _doors(windows)
    second, steady = _week_second(moment, zone)
    index = bisect_right(opens, second) - 1
    if index >= 0 and second < closes[index]:
        return 0
    if not opens:
        return HORIZON + 1
    following = opens[index + 1] if index + 1 < len(opens) else opens[0] + WEEK
    return min(following - second, steady)


def _stay(moment: int, zone: str, windows: Windows) -> int:
    """Seconds for which it surely stays inside, given that it is: at most until the clocks change."""
    opens, closes = _doors(windows)
    second, steady = _week_second(moment, zone)
    return min(closes[bisect_right(opens, second) - 1] - second, steady)


@lru_cache(maxsize=1024)
def _doors(windows: Windows) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The seconds of the week that are the first inside, and those that are the first outside again."""
    spans = _spans(windows)
    opens = [start * 60 + 1 for start, _ in spans]
    closes = [end * 60 for _, end in spans]
    if spans and spans[0][0] == 0 and closes[-1] == WEEK:
        opens[0] = 0
        closes[-1] = WEEK + closes[0]
    return tuple(opens), tuple(closes)


def _week_second(moment: int, zone: str) -> tuple[int, int]:
    """The wall clock as a second of the week, and for how many seconds it runs evenly at least."""
    before, change, after = _offsets(zone, moment // BLOCK)
    if moment < change:
        return (moment + before + EPOCH_SHIFT) % WEEK, change - moment
    return (moment + after + EPOCH_SHIFT) % WEEK, BLOCK - moment % BLOCK


@lru_cache(maxsize=1024)
def _offsets(zone: str, block: int) -> tuple[int, int, int]:
    """Seconds ahead of UTC at first, the moment from which that changes (or the block's end), and then."""
    low, high = block * BLOCK, (block + 1) * BLOCK - 1
    before, after = _offset(zone, low), _offset(zone, high)
    if before == after:
        return before, high + 1, before
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return before, high, after


def _offset(zone: str, moment: int) -> int:
    return int((datetime.fromtimestamp(moment, _zone(zone)).utcoffset() or timedelta()).total_seconds())


@cache
def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # costs 5 ms: read when the first moment is judged, not when the app starts

    return ZoneInfo(name)


# ── what a collector reads, and one word for a set of zones ──


def local_day(now: datetime, zone: str) -> date:
    """The day on the calendar there."""
    return now.astimezone(_zone(zone)).date()


def day_of(at: datetime, zones: Iterable[str]) -> date:
    """The person's day of a moment; the earliest where they may be in several places, or anywhere."""
    return min(local_day(at, zone) for zone in tuple(zones) or ALL_ZONES)


def local_clock(now: datetime, zone: str) -> str:
    """The time on the wall there, as `14:05 ET`."""
    return f"{now.astimezone(_zone(zone)):%H:%M} {CLOCKS[zone]}"


def every_zone(groups: Iterable[Zones]) -> Zones:
    """All zones that any of the groups names, each once, in one order: the places that a file indicates."""
    return tuple(sorted({zone for group in groups for zone in group}))


def span_key(zones: Zones) -> str:
    """A set of zones as one short word, the same in any order: `CT|ET`. Empty for nowhere."""
    return "|".join(sorted({CLOCKS[zone] for zone in zones}))


def span_zones(key: str) -> Zones:
    """The zones that `span_key` made the word of."""
    return tuple(sorted(NAMES[clock] for clock in key.split("|") if clock))


# ── places ──


class Geography(msgspec.Struct, frozen=True, kw_only=True):
    """Which zones a place may be in: all of them where it spans several, () where it is unknown or foreign.

    `zips` holds only the ZIPs that differ from what their first three digits say; `area_states` the home state of each
    area code.
    """

    area_codes: dict[str, Zones]
    zip3: dict[str, Zones]
    zips: dict[str, Zones]
    states: dict[str, Zones]
    area_states: dict[str, str] = {}

    def zones_of_zip(self, code: str) -> Zones:
        """Of a ZIP or ZIP+4; one that nobody has listed may be in any zone of its first three digits."""
        five = code[:ZIP_DIGITS]
        if len(five) != ZIP_DIGITS or not five.isdecimal():
            return ()
        return self.zips.get(five) or self.zip3.get(five[:AREA_DIGITS], ())

    def zones_of_number(self, number: int | str) -> Zones:
        """Of E.164 digits (16145550101, +16145550101) or ten national ones; () when toll-free or foreign."""
        digits = str(number).removeprefix("+")
        if len(digits) == NATIONAL_DIGITS + 1 and digits[0] == "1":
            digits = digits[1:]
        return self.area_codes.get(digits[:AREA_DIGITS], ()) if len(digits) == NATIONAL_DIGITS else ()

    def state_of_number(self, number: int) -> str:
        """The home state of a number's area code; '' when toll-free or foreign."""
        digits = str(number)
        is_ours = len(digits) == NATIONAL_DIGITS + 1 and digits[0] == "1"
        return self.area_states.get(digits[1 : AREA_DIGITS + 1], "") if is_ours else ""

    def zones_of_state(self, state: str) -> Zones:
        """Of a two-letter postal code; () for the armed forces' AA, AE and AP."""
        return self.states.get(state, ())

    def zones_of_address(self, code: str, state: str) -> Zones:
        """Of the ZIP, or of the whole state when the ZIP is missing or unknown."""
        return self.zones_of_zip(code) or self.zones_of_state(state)


Rows = Iterable[Sequence[str]]


def parse_geography(*, area_codes: Rows, zip3: Rows, zips: Rows, states: Rows) -> Geography:
    """Build it from the rows of the four tables, header row first; BadTable names the row at fault."""
    codes = tuple(area_codes)
    return Geography(
        area_codes=_table("area_code", codes),
        zip3=_table("zip3", zip3),
        zips=_table("zip", zips),
        states=_table("state", states),
        area_states={row[0]: row[1] for row in codes if row[1:-1] and row[0].isdecimal()},
    )


def _table(key: str, rows: Rows) -> dict[str, Zones]:
    """The first column of each row and the zones, joined by `|`, of the last; a line with # is a note."""
    numbered = ((line, row) for line, row in enumerate(rows, 1) if row and not row[0].startswith("#"))
    line, header = next(numbered, (1, ("", "")))
    if (header[0], header[-1]) != (key, "zones"):
        raise BadTable(key, line, f"the header is {','.join(header)!r}")
    known: dict[str, Zones] = {}
    table: dict[str, Zones] = {}
    for line, row in numbered:
        if row[0] in table:
            raise BadTable(key, line, f"{row[0]} stands there twice")
        zones = known.get(row[-1]) or tuple(sorted(set(row[-1].split("|"))))
        if not CLOCKS.keys() >= set(zones):
            raise BadTable(key, line, f"{row[-1]!r} is not made of zones we keep time for")
        table[row[0]] = known[row[-1]] = zones
    return table
