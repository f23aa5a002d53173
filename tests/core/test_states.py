"""The research into state law against the rules on file: every fact is a rule's, or there is a reason why none is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from callassist.intake.library import data_root, load_rules, load_setting
from callassist.rule_shapes import Asked, Given, Trial
from callassist.rule_stories import Story
from callassist.rules import Rule, Rulebook, Setting
from callassist.survey import Verdicts, survey

ROOT = data_root()
RULEBOOK = load_rules(ROOT)
GEOGRAPHY = load_setting(ROOT).geography
HELD = yaml.safe_load((Path(__file__).parent / "state_facts.yaml").read_text(encoding="utf-8"))
STATED: dict[bool, set[str]] = {True: {"V", "V2"}, False: {"U"}}
MIXED = {"us.ny.nyc.calls"}  # an older figure in it is unverified, and its citation says so
STANDING = {"us.fl.hours", "us.ca.limitation"}  # what stood before the amendment that the fact tells of
ZIPS = {"OH": "43004", "CA": "90001", "NJ": "07102", "WY": "82001"}
Fact = dict[str, Any]


@pytest.fixture(scope="module")
def research(shared: Path) -> dict[str, list[Fact]]:
    """Give what was found out about each state and city, in its order."""
    text = (shared / "reference" / "state_rules.yaml").read_text(encoding="utf-8")
    found: dict[str, list[Fact]] = yaml.safe_load(text)["states"]
    return found


def rule(name: str) -> Rule:
    found = RULEBOOK.rule(name)
    assert found is not None, f"there is no rule {name}"
    return found


def pairs(research: dict[str, list[Fact]]) -> Iterator[tuple[str, Fact, Rule]]:
    for state, facts in research.items():
        for fact, held in zip(facts, HELD[state], strict=True):
            yield from ((state, fact, rule(name)) for name in held.get("rules", ()))


def figures(value: object) -> set[int]:
    """Every whole number in a value, however deep."""
    match value:
        case bool():
            return set()
        case int():
            return {value}
        case dict():
            return set().union(*(figures(each) for each in value.values()), set())
        case list() | tuple():
            return set().union(*(figures(each) for each in value), set())
        case _:
            return set()


def test_every_fact_is_held_by_a_rule_or_there_is_a_reason(research: dict[str, list[Fact]]) -> None:
    assert list(HELD) == list(research)
    for state, facts in research.items():
        assert [each["topic"] for each in HELD[state]] == [fact["topic"] for fact in facts], state
        assert all(bool(each.get("rules")) != bool(each.get("why")) for each in HELD[state]), state


def test_a_rule_is_marked_as_its_fact_is(research: dict[str, list[Fact]]) -> None:
    for state, fact, held in pairs(research):
        if held.id not in MIXED:
            assert held.verified in STATED[fact["verified"]], f"{state}: {fact['citation']} in {held.id}"


def test_what_was_read_names_where(research: dict[str, list[Fact]]) -> None:
    assert [held.id for _, fact, held in pairs(research) if fact["verified"] and not held.source] == []


def test_a_rule_begins_when_its_fact_does(research: dict[str, list[Fact]]) -> None:
    early = [
        (state, held.id)
        for state, fact, held in pairs(research)
        if (since := fact["in_force_from"]) and since not in dict(held.values) and held.id not in STANDING
    ]
    assert early == []


def test_the_figures_of_a_fact_are_those_of_its_rules(research: dict[str, list[Fact]]) -> None:
    for state, facts in research.items():
        for fact, held in zip(facts, HELD[state], strict=True):
            rules = [rule(name) for name in held.get("rules", ())]
            on_file = figures([values for each in rules for _, values in each.values])
            said = {number for number in range(1000) if any(f"{number}%" in each.say for each in rules)}
            wanted = figures(fact["value"]) - {500}
            assert not rules or wanted <= on_file | said, f"{state}: {fact['value']} against {on_file}"


def test_a_state_counts_the_same_years_wherever_it_counts_them() -> None:
    terms: dict[tuple[str, str], set[int]] = {}
    for held in RULEBOOK.rules:
        if held.check == "limitation_expired":
            for basis, years in held.values[-1][1]["years"].items() if held.values[-1][1] else ():
                terms.setdefault((held.when["state"][0], basis), set()).add(years)
    assert len(terms) > len(HELD)
    assert {key: years for key, years in terms.items() if len(years) > 1} == {}


def test_a_state_rule_names_its_state() -> None:
    folders = {state.lower() for state in HELD if state != "NYC"}
    of_states = [held for held in RULEBOOK.rules if held.file.split("/")[1] in folders]
    assert len(of_states) > 90
    assert [held.id for held in of_states if held.when["state"] != (held.file.split("/")[1].upper(),)] == []


# ── what a consumer's state changes ──


class Plain(msgspec.Struct, frozen=True, kw_only=True):
    """What a survey goes by."""

    setting: Setting
    rulebook: Rulebook = RULEBOOK


def verdicts(state: str) -> Verdicts:
    given = Given(state=state, zip=ZIPS[state])
    story = Story(Trial(name="a case", when=Asked(at="2026-11-02 14:00"), then="allow", given=given), GEOGRAPHY)
    return survey(story.case(), Plain(setting=story.setting()), story.asked_at)


@pytest.mark.parametrize("state", ["OH", "WY"])
def test_a_state_that_nobody_researched_says_so(state: str) -> None:
    assert f"Law of {state}: not researched." in verdicts(state).of("place_call").not_checked


def test_a_state_that_was_researched_says_what_was_found() -> None:
    assert f"Law of CA: {RULEBOOK.researched['CA']}." in verdicts("CA").of("furnish").not_checked


def test_a_state_adds_to_what_holds_everywhere() -> None:
    everywhere = {finding.rule for finding in verdicts("OH").of("furnish").findings}
    there = {finding.rule for finding in verdicts("NJ").of("furnish").findings}
    assert "us.nj.furnishing" in there
    assert everywhere <= there
