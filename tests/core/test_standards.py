"""The dated tables by which ability to pay is measured: what ships, what is in force, what is refused and where."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callassist.errors import BadInput
from callassist.intake.library import load_handbook, load_standards
from callassist.policy import CREDITORS
from callassist.standards import Stale, Standards, poverty_percent

ROOT = Path(__file__).parents[2] / "data"
TABLES = ("poverty", "living", "income_caps", "medicaid")
STANDARDS = load_standards(ROOT)
TODAY = date(2026, 11, 25)
NOT_EXPANDED = ("AL", "FL", "GA", "KS", "MS", "SC", "TN", "TX", "WY")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a data folder of standards to break."""
    shutil.copytree(ROOT / "standards", tmp_path / "standards")
    return tmp_path


def broken(root: Path, table: str, before: str, after: str) -> str:
    """What is said of a table in which something reads otherwise."""
    path = root / "standards" / f"{table}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_standards(root)
    return str(caught.value).removeprefix(f"{path} ")


# ── what ships ──


@pytest.mark.parametrize("table", TABLES)
def test_each_file_says_at_its_head_what_it_is_and_of_which_month(table: str) -> None:
    lines = (ROOT / "standards" / f"{table}.yaml").read_text(encoding="utf-8").splitlines()
    head = " ".join(line for line in lines if line.startswith("#"))
    assert re.search(r"\b20\d\d-(0[1-9]|1[0-2])\b", head)
    assert lines[0].startswith("# ")


def test_every_figure_says_where_it_stands_and_when_it_was_read_there() -> None:
    for figure in (*STANDARDS.poverty, *STANDARDS.living, *STANDARDS.caps, *STANDARDS.medicaid):
        assert figure.source
        assert figure.as_of >= date(2026, 11, 1)


def test_the_guidelines_of_both_years() -> None:
    assert STANDARDS.poverty_cents("OH", 4, TODAY) == 33_000_00
    assert STANDARDS.poverty_cents("AK", 1, TODAY) == 19_950_00
    assert STANDARDS.poverty_cents("HI", 2, TODAY) == 24_890_00
    assert STANDARDS.poverty_cents("DC", 1, date(2026, 1, 12)) == 15_650_00
    assert STANDARDS.poverty_cents("DC", 1, date(2026, 1, 13)) == 15_960_00


def test_the_living_standards_of_both_years() -> None:
    assert STANDARDS.living_cents(1, 0, date(2026, 6, 28)) == (839 + 83) * 100
    assert STANDARDS.living_cents(1, 1, TODAY) == (867 + 163) * 100
    assert STANDARDS.living_cents(6, 2, TODAY) == (2176 + 2 * 397 + 4 * 90 + 2 * 163) * 100


def test_what_states_cap() -> None:
    caps = {cap.creditors: cap for cap in STANDARDS.income_caps("CO", TODAY)}
    hospital, physician = caps["hospital", "nonprofit_hospital"], caps[("physician",)]
    assert (hospital.percent, hospital.poverty_percent, hospital.most_payments) == (4, 250, 36)
    assert physician.percent == 2
    assert {cap.interest_percent for cap in caps.values()} == {3}
    (york,) = STANDARDS.income_caps("NY", TODAY)
    assert (york.percent, york.interest_percent) == (5, 2)
    (jersey,) = STANDARDS.income_caps("NJ", TODAY)
    assert (jersey.percent, jersey.interest_percent, jersey.creditors) == (3, 3, ())
    assert STANDARDS.income_caps("NJ", date(2025, 7, 21)) == ()
    assert STANDARDS.income_caps("OH", TODAY) == ()
    assert {name for cap in STANDARDS.caps for name in cap.creditors} <= {*CREDITORS}


def test_where_adults_may_have_medicaid() -> None:
    expanded = {state for line in STANDARDS.medicaid for state in line.states if line.percent == 138}
    assert len(expanded) == 41
    assert not expanded & {*NOT_EXPANDED, "WI"}
    assert all(STANDARDS.medicaid_line(state, TODAY) is None for state in NOT_EXPANDED)
    ohio, carolina = STANDARDS.medicaid_line("OH", TODAY), STANDARDS.medicaid_line("NC", date(2023, 11, 30))
    assert ohio is not None
    assert (ohio.percent, ohio.retroactive_months) == (138, 3)
    assert carolina is None


def test_fewer_months_are_covered_backwards_from_2027_on() -> None:
    for state in sorted({state for line in STANDARDS.medicaid for state in line.states}):
        before = STANDARDS.medicaid_line(state, date(2026, 12, 31))
        after = STANDARDS.medicaid_line(state, date(2027, 1, 1))
        assert before is not None
        assert after is not None
        assert after.percent == before.percent
        assert after.retroactive_months < before.retroactive_months == 3


def test_nothing_that_ships_is_stale_yet() -> None:
    for day in (TODAY, date(2027, 3, 31)):
        STANDARDS.poverty_line("OH", day)
        STANDARDS.living_standard(day)


# ── what is asked of them ──


def test_the_handbook_reads_them_once_and_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    from callassist.intake import standards_files

    read: list[Path] = []

    def counted(root: Path) -> Standards:
        read.append(root)
        return STANDARDS

    monkeypatch.setattr(standards_files, "load_standards", counted)
    handbook = load_handbook(ROOT)
    assert read == []
    assert handbook.standards() is handbook.standards()
    assert read == [ROOT]


def test_an_old_table_decides_nothing_and_says_which() -> None:
    with pytest.raises(Stale, match=r"poverty guidelines cannot be used for 2028-01-01: .* of 2026-01-13"):
        STANDARDS.poverty_cents("OH", 1, date(2028, 1, 1))
    with pytest.raises(Stale, match="living standards cannot be used for 2026-11-25: it has none"):
        Standards().living_cents(1, 0, TODAY)


HOUSEHOLDS = st.integers(1, 20)
DAYS = st.dates(date(2025, 5, 1), date(2027, 3, 31))


@given(HOUSEHOLDS, st.integers(0, 20), DAYS, st.sampled_from(["OH", "AK", "HI", "TX"]))
def test_one_more_person_never_lowers_what_is_allowed_nor_the_poverty_line(
    household: int, over_65: int, day: date, state: str
) -> None:
    old = min(over_65, household)
    assert STANDARDS.living_cents(household + 1, old, day) > STANDARDS.living_cents(household, old, day)
    assert STANDARDS.poverty_cents(state, household + 1, day) > STANDARDS.poverty_cents(state, household, day)
    if old < household:
        assert STANDARDS.living_cents(household, old + 1, day) >= STANDARDS.living_cents(household, old, day)


@given(HOUSEHOLDS, DAYS)
def test_who_stands_on_a_line_is_within_it(household: int, day: date) -> None:
    line = STANDARDS.poverty_cents("OH", household, day)
    assert poverty_percent(line * 2, line) == 200
    assert poverty_percent(line * 2 - 1, line) == 199
    assert poverty_percent(0, line) == 0


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(["CO", "NY", "NJ", "MD", "OH"]))
def test_a_cap_begins_on_its_day(day: date, state: str) -> None:
    found = STANDARDS.income_caps(state, day)
    assert all(cap.since <= day for cap in found)
    assert len({cap.creditors for cap in found}) == len(found)
    assert {*found} <= {*STANDARDS.income_caps(state, day + timedelta(days=1))} or state == "OH"


# ── faults, each with file, line and what to do ──


@pytest.mark.parametrize(
    ("table", "before", "after", "told"),
    [
        ("poverty", "first: 15960", "first: -1", "line 7: 'first' cannot be -1; write whole dollars a year."),
        ("poverty", "region: AK", "region: GU", "line 5: 'region' cannot be 'GU'; write one of contiguous, AK, HI."),
        ("poverty", "each: 5680", "each: lots", "line 7: 'each': expected `int`, got `str`; mend it;"),
        ("poverty", "2026-01-13", "2025-01-15", "line 4: there are two figures of one thing from 2025-01-15 on"),
        ("living", "[867, 1558, 1857, 2176]", "[867, 1558, 1857]", "line 14: 'by_size': expected `array` of length 4"),
        ("living", "[867, 1558, 1857, 2176]", "[867, 858, 1857, 2176]", "line 14: 'by_size' cannot be (867, 858"),
        ("income_caps", "percent: 5", "percent: 500", "'percent' cannot be 500; write 1 to 100."),
        ("income_caps", "[physician]", "[doctor]", "'creditors' cannot be ('doctor',); write some of hospital,"),
        ("income_caps", "state: NY", "state: New York", "'state' cannot be 'New York'; write two capital letters."),
        ("medicaid", "states: [MI]", "states: []", "'states' cannot be (); write two capital letters each."),
        ("medicaid", "verified: V", "verified: yes", "'verified' cannot be 'yes'; write one of V, V2, U."),
        ("medicaid", "states: [OK]", "states: [OK, NE]\n  most: 3", "there is no key 'most' here"),
    ],
)
def test_a_fault_names_its_line(copy: Path, table: str, before: str, after: str, told: str) -> None:
    said = broken(copy, table, before, after)
    assert re.match(r"line \d+: ", said)
    assert told in said


def test_a_table_that_is_missing_or_no_yaml_is_named(copy: Path) -> None:
    path = copy / "standards" / "living.yaml"
    path.write_text("- {since: [", encoding="utf-8")
    with pytest.raises(BadInput, match=r"living\.yaml: line 2: did not find"):
        load_standards(copy)
    path.unlink()
    with pytest.raises(BadInput, match=r"living\.yaml: it cannot be read"):
        load_standards(copy)
