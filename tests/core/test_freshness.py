"""What is older than fifteen months is called stale; what has no date is asked for one."""

from datetime import date
from pathlib import Path

import pytest

from callassist.intake.freshness import stale
from callassist.intake.library import data_root, load_rules
from callassist.rules import Citation, Rule

MADE = date(2026, 11, 1)


def rule(as_of: date | None) -> Rule:
    return Rule(
        id="us.some.rule",
        title="Some rule",
        on=("place_call",),
        scope="person",
        check="always",
        effect="warn",
        say="Look.",
        cite=(Citation(title="1 USC 1"),),
        verified="V",
        values=((date(2020, 1, 1), {}),),
        as_of=as_of,
    )


@pytest.mark.parametrize(("today", "is_stale"), [(date(2028, 2, 1), False), (date(2028, 3, 1), True)])
def test_a_table_is_stale_after_fifteen_months(tmp_path: Path, today: date, *, is_stale: bool) -> None:
    (tmp_path / "ages.csv").write_text("# Looked up 2025-01, again 2026-11.\nstate,age\n")
    told = list(stale(tmp_path, (), today))
    assert told == (["tables/ages.csv: stale, it is of 2026-11; look it up anew."] if is_stale else [])


def test_a_table_without_a_month_is_asked_for_one(tmp_path: Path) -> None:
    (tmp_path / "ages.csv").write_text("state,age\n# 2026-11\n")
    assert list(stale(tmp_path, (), MADE)) == [
        "tables/ages.csv: its header names no month; write when it was made, as 2026-11."
    ]


@pytest.mark.parametrize(("as_of", "is_stale"), [(MADE, False), (date(2025, 7, 2), False), (date(2025, 7, 1), True)])
def test_a_rule_whose_text_was_read_long_ago_is_stale(tmp_path: Path, as_of: date, *, is_stale: bool) -> None:
    assert bool(list(stale(tmp_path, (rule(as_of),), date(2026, 11, 1)))) == is_stale


def test_nothing_that_ships_is_stale_when_it_ships() -> None:
    root = data_root()
    assert list(stale(root / "tables", load_rules(root).rules, MADE)) == []
