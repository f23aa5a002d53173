"""Years: the same day of a later one, coming of age, terms of limitation; and the rules that are asked by name."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from callassist.intake.library import BadLibrary, data_root, load_handbook, load_rules
from callassist.legal_days import LAST_OF_FEBRUARY, comes_of_age, years_later
from callassist.limitation import term_ends
from callassist.named_rules import NAMED, absent
from callassist.rules import Rule, Values

UNTOLD = ("us.limitation.untold", "us.limitation.untold-suit")


@pytest.mark.parametrize(
    ("day", "years", "march", "february"),
    [
        (date(2024, 2, 29), 4, date(2028, 2, 29), date(2028, 2, 29)),
        (date(2024, 2, 29), 3, date(2027, 3, 1), date(2027, 2, 28)),
        (date(2080, 2, 29), 20, date(2100, 3, 1), date(2100, 2, 28)),  # 2100 is no leap year, though 4 divides it
        (date(1980, 2, 29), 20, date(2000, 2, 29), date(2000, 2, 29)),
        (date(2024, 2, 28), 1, date(2025, 2, 28), date(2025, 2, 28)),
    ],
)
def test_the_same_day_of_a_later_year(day: date, years: int, march: date, february: date) -> None:
    assert years_later(day, years) == march
    assert years_later(day, years, LAST_OF_FEBRUARY) == february == term_ends(day, years)


def test_coming_of_age_goes_by_the_state() -> None:
    ages = {"age": 18, "states": {"AL": 19}}
    assert comes_of_age(date(2008, 2, 29), "OH", ages) == date(2026, 3, 1)
    assert comes_of_age(date(2008, 2, 29), "AL", ages) == date(2027, 3, 1)


# ── terms of limitation ──


def terms(rule: Rule) -> Iterable[tuple[str, Values]]:
    """The states of a rule of a state's limitation, each with the values that hold now."""
    values = rule.values[-1][1]
    if rule.check == "limitation_expired" and values:
        yield from ((state, values) for state in rule.when.get("state", ()))


@pytest.mark.parametrize("name", UNTOLD)
def test_the_shortest_terms_are_those_of_the_states_own_rules(name: str) -> None:
    book = load_rules(data_root())
    found = [each for rule in book.rules for each in terms(rule)]
    shortest: dict[str, int] = {}
    starts: dict[str, set[tuple[str, ...]]] = {}
    for state, values in found:
        shortest[state] = min((shortest.get(state, 99), *values["years"].values()))
        if "medical" in values["years"] and values["start"] != ["defaulted"]:
            starts.setdefault(state, set()).add(tuple(values["start"]))
    rule = book.rule(name)
    untold = rule.values[-1][1] if rule else None
    assert untold is not None
    assert untold["years"] == shortest
    assert {state: {tuple(days)} for state, days in untold["medical_starts"].items()} == starts


# ── rules that are asked by name ──


def test_every_named_rule_ships() -> None:
    assert absent({rule.id for rule in load_rules(data_root()).rules}) == ()


@pytest.mark.parametrize("name", NAMED)
def test_a_named_rule_that_is_gone_is_told_with_what_goes_by_it(name: str) -> None:
    (sentence,) = absent([each for each in NAMED if each != name])
    assert name in sentence
    assert NAMED[name] in sentence


def test_a_library_whose_named_rule_has_another_name_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(data_root(), copy)
    (path,) = (p for p in copy.rglob("*.yaml") if "id: us.fdcpa.minor\n" in p.read_text(encoding="utf-8"))
    path.write_text(path.read_text(encoding="utf-8").replace("id: us.fdcpa.minor\n", "id: us.fdcpa.child\n"))
    with pytest.raises(BadLibrary, match=r"us\.fdcpa\.minor is missing, and the age"):
        load_handbook(copy)
