"""Rules as data: values by date, what they apply to, what they say; every shipped rule proved by its cases."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist.calendars import Geography
from callassist.casefile import Consumer, ContactPoint, Place
from callassist.checks import CHECKS, by_name
from callassist.dossier import Address
from callassist.intake.case_files import case_paths, read_cases
from callassist.intake.library import data_root, load_rules, load_setting
from callassist.intake.rule_files import RuleFile
from callassist.policy import ClientPolicy
from callassist.rule_cases import Tried, try_case
from callassist.rule_happenings import RESULTS
from callassist.rule_shapes import Asked, Given, GivenDebt, Trial
from callassist.rule_stories import Story
from callassist.rule_words import explain
from callassist.rules import (
    ACTIONS,
    ALLOW,
    BLOCK,
    TRAITS,
    Citation,
    Evidence,
    Finding,
    Rule,
    Rulebook,
    Situation,
    bind,
    strictest,
    whereabouts,
)
from callassist.sifting import sift
from callassist.situations import situation_of
from callassist.survey import survey

ROOT = data_root()
RULEBOOK = load_rules(ROOT)
GEOGRAPHY = load_setting(ROOT).geography
CASES = [(path, trial) for path in case_paths([ROOT / "rules"]) for trial in read_cases(path)]
LONGEST_SENTENCE = 100


def rule(**changes: object) -> Rule:
    made = Rule(
        id="us.example.limit",
        title="An example",
        on=("place_call",),
        scope="person",
        check="always",
        effect="block",
        say="Not before {opens}.",
        cite=(Citation(title="1 USC 1", note="an example"),),
        verified="U",
        values=((date(2021, 11, 30), {"limit": 7}), (date(2026, 1, 1), {"limit": 5})),
    )
    return replace(made, **changes)


def judge(one: Rule, found: Evidence, situation: Situation) -> Finding | None:
    """What a rule says whose check finds this."""
    book = bind((one,), {one.check: lambda _situation, _values: found})
    ready = sift(book, situation.case.consumer.state, situation.line, situation.day).by_scope["person"]
    return next((each.judge(situation) for each in ready), None)


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        (date(2021, 11, 29), None),
        (date(2021, 11, 30), 7),
        (date(2025, 12, 31), 7),
        (date(2026, 1, 1), 5),
        (date(2030, 1, 1), 5),
    ],
)
def test_values_are_those_of_the_day(day: date, limit: int | None) -> None:
    values = rule().values_on(day)
    assert (values and values["limit"]) == limit


def test_a_check_that_does_not_exist_fails_when_the_rules_are_bound() -> None:
    with pytest.raises(KeyError, match="calls_witin"):
        bind([rule(check="calls_witin")], by_name())


def test_the_strictest_effect_stands() -> None:
    said = [Finding(rule="a.b", effect=effect, say="", cite="", verified="V") for effect in ("say", "block", "warn")]
    assert strictest(said) == BLOCK
    assert strictest(said[::2]) == "warn"
    assert strictest([]) == ALLOW


@pytest.mark.parametrize(
    ("when", "is_judged"),
    [
        ({"line": ("agency",)}, True),
        ({"line": ("early_out",)}, False),
        ({"state": ("MA", "OH")}, True),
        ({"zip": ("430",)}, True),
        ({"zip": ("43005", "100")}, False),
        ({"direction": ("outbound",)}, False),
        ({"state": ("OH",), "line": ("early_out",)}, False),
    ],
)
def test_a_rule_speaks_only_where_it_fits(when: dict[str, tuple[str, ...]], is_judged: bool) -> None:  # noqa: FBT001
    story = Story(Trial(name="", when=Asked(at="2026-04-01 10:00"), then="allow"), GEOGRAPHY)
    situation = situation_of(story.case(), story.setting(), story.asked_at, "agency")
    found = judge(rule(when=when), Evidence(), situation)
    assert (found is not None) == is_judged


def test_before_a_rule_began_it_is_silent() -> None:
    story = Story(Trial(name="", when=Asked(at="2021-11-29 10:00"), then="allow"), GEOGRAPHY)
    situation = situation_of(story.case(), story.setting(), story.asked_at, "agency")
    assert judge(rule(), Evidence(), situation) is None


@pytest.mark.parametrize(
    ("opens", "told"),
    [
        (datetime(2026, 4, 1, 18, 5, tzinfo=UTC), "Not before 14:05 ET."),
        (datetime(2026, 4, 2, 4, 0, tzinfo=UTC), "Not before Thu 02 Apr."),
        (datetime(2026, 4, 2, 12, 0, 1, tzinfo=UTC), "Not before Thu 02 Apr 08:00 ET."),
        (None, "Not before when this changes."),
    ],
)
def test_when_it_opens_is_told_on_the_consumers_clock(opens: datetime | None, told: str) -> None:
    story = Story(Trial(name="", when=Asked(at="2026-04-01 10:00"), then="allow"), GEOGRAPHY)
    situation = situation_of(story.case(), story.setting(), story.asked_at, "agency")
    found = judge(rule(), Evidence(opens=opens), situation)
    assert found is not None
    assert found.say == told


# ── where the consumer may be ──


def lives(code: str, state: str, *numbers: tuple[str, int, str]) -> Consumer:
    return Consumer(
        places=(Place(row=2, address=Address(street="", city="", state=state, zip=code)),),
        numbers=tuple(
            ContactPoint(row=row, number=number, kind=kind, standing=standing)
            for row, (kind, number, standing) in enumerate(numbers, 3)
        ),
    )


@pytest.mark.parametrize(
    ("consumer", "zones"),
    [
        (lives("43004", "OH"), ("America/New_York",)),
        (lives("94110", "CA", ("cell", 16145550101, "untried")), ("America/Los_Angeles", "America/New_York")),
        (lives("94110", "CA", ("cell", 16145550101, "wrong_party")), ("America/Los_Angeles",)),
        (lives("94110", "CA", ("cell", 16145550101, "retired")), ("America/Los_Angeles",)),
        (lives("32301", "FL", ("home", 18505550101, "good")), ("America/New_York",)),
        (lives("32301", "FL", ("cell", 18505550101, "good")), ("America/Chicago", "America/New_York")),
        (lives("94110", "CA", ("home", 16145550101, "good")), ("America/Los_Angeles", "America/New_York")),
        (lives("", "TN"), ("America/Chicago", "America/New_York")),
        (lives("", "", ("cell", 442079460000, "good")), ()),
        (Consumer(), ()),
    ],
)
def test_where_the_consumer_may_be(consumer: Consumer, zones: tuple[str, ...]) -> None:
    assert whereabouts(consumer, GEOGRAPHY) == zones


# ── the rules that ship ──


def tried(path: Path, trial: Trial, rulebook: Rulebook = RULEBOOK, geography: Geography = GEOGRAPHY) -> Tried:
    return try_case(trial, rulebook, geography, path.name)


@pytest.mark.parametrize(
    ("path", "trial"), CASES, ids=[f"{path.parent.name}/{path.name.split('.')[0]}: {t.name}" for path, t in CASES]
)
def test_case(path: Path, trial: Trial) -> None:
    assert tried(path, trial).says == ""


def test_every_case_notices_when_its_rule_is_gone() -> None:
    for path, trial in CASES:
        if trial.then != ALLOW:
            without = bind([each for each in RULEBOOK.rules if each.id != trial.rule], by_name())
            assert tried(path, trial, without).says != "", trial.name


def test_every_case_that_allows_notices_when_its_rule_always_speaks() -> None:
    for path, trial in CASES:
        if trial.then == ALLOW and not trial.verdict:
            always = {**by_name(), **dict.fromkeys(by_name(), lambda _s, _v: Evidence())}
            stern = [replace(each, say="", when={}, values=((date.min, {}),)) for each in RULEBOOK.rules]
            only = bind([each for each in stern if each.id == trial.rule], always)
            is_about_nothing = not any(debt.balance and not debt.closed for debt in trial.given.debts)
            is_asked = trial.when.action in next(each for each in stern if each.id == trial.rule).on
            assert tried(path, trial, only).says != "" or is_about_nothing or not is_asked, trial.name


def test_no_two_cases_of_a_rule_have_one_name() -> None:
    counted = Counter((trial.rule, trial.name) for _, trial in CASES)
    assert [name for name, times in counted.items() if times > 1] == []


def test_what_rules_say_fits_a_line() -> None:
    longest: dict[str, str] = {}
    for _, trial in CASES:
        story = Story(trial, GEOGRAPHY)
        guide = _Guide(story)
        verdicts = survey(story.case(), guide, story.asked_at, trial.when.line)
        asked = verdicts.of(trial.when.action, story.row_of(trial.when.number), trial.when.debt)
        of_all = (finding for by in verdicts.found.values() for found in by.values() for finding in found)
        of_words = verdicts.words(trial.when.text, trial.when.action) if trial.when.text else ()
        for finding in (*of_all, *asked.findings, *of_words):
            if not finding.say.startswith("Leave account"):
                longest[finding.rule] = max(longest.get(finding.rule, ""), finding.say, key=len)
    assert {name: text for name, text in longest.items() if len(text) > LONGEST_SENTENCE} == {}
    assert longest.keys() == {each.id for each in RULEBOOK.rules}


class _Guide:
    rulebook = RULEBOOK

    def __init__(self, story: Story) -> None:
        self.setting = story.setting()


def test_a_presumption_is_called_one() -> None:
    for name in ("us.regf.call-frequency", "us.regf.after-conversation"):
        found = RULEBOOK.rule(name)
        assert found is not None
        assert "presumed a violation" in found.say
        assert "presumption of violation, rebuttable" in found.cite[0].note


def test_nothing_is_said_to_be_lawful() -> None:
    words = re.compile(r"\b(is lawful|legal to|illegal|unlawful|compliant|permitted by law)", re.IGNORECASE)
    assert [each.id for each in RULEBOOK.rules if words.search(each.say)] == []


def test_a_rule_explained_names_its_values_by_date_and_its_source() -> None:
    found = RULEBOOK.rule("us.ny.nyc.calls")
    assert found is not None
    text = explain(found, date(2026, 8, 31))
    assert "On 2026-08-31: limit 2, days 7" in text
    assert "since 2026-09-01: limit 3, days 7" in text
    assert "6 RCNY 5-77" in text
    assert "Verified: V" in text
    assert "Effect: block. At stake: duty. Override: none." in text
    assert "not in force" in explain(found, date(2020, 1, 1))


def test_every_state_with_a_rule_of_its_own_counts_as_researched() -> None:
    law = (each for each in RULEBOOK.rules if each.check != "on_holiday")
    of_states = {state for each in law for state in each.when.get("state", ())}
    assert of_states - RULEBOOK.researched.keys() == set()


def test_a_case_that_cannot_be_understood_says_why() -> None:
    split = Trial(name="split", when=Asked(at="2026-04-01 10:00"), then="allow", given=Given(state="TN", zip=""))
    with pytest.raises(ValueError, match="several clocks"):
        try_case(split, RULEBOOK, GEOGRAPHY)
    wrong = Trial(name="wrong", when=Asked(at="yesterday"), then="allow", given=Given(debts=(GivenDebt(),)))
    with pytest.raises(ValueError, match="2026-04-01 10:00"):
        try_case(wrong, RULEBOOK, GEOGRAPHY)


# ── docs/rules.md ──

DOCS = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


def test_the_document_lists_every_check_with_its_values_and_words() -> None:
    rows = {cells[1].strip().strip("`"): cells for line in DOCS.splitlines() if len(cells := line.split("|")) == 7}
    for name, listed in CHECKS.items():
        _, _, _, values, words, _, _ = rows[name]
        optional = {f"{value}?" for value in listed.takes}
        assert set(re.findall(r"`([a-z_]+[?]?)`", values)) == {*listed.needs, *optional}, name
        assert set(re.findall(r"{([a-z_]+)}", words)) == set(listed.words), name


def test_the_document_names_every_action_trait_and_key() -> None:
    for name in (*ACTIONS, *TRAITS, *RESULTS):
        assert f"`{name}`" in DOCS, name
    for shape in (RuleFile, ClientPolicy):
        for field in shape.__struct_fields__:
            assert re.search(rf"`{field}`|^{field}:", DOCS, re.MULTILINE), field
