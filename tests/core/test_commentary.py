"""The commentary's own examples, where they lie beside the checkout: told as cases, judged by every rule of law."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from callassist.intake.library import data_root, load_rules, load_setting
from callassist.rule_shapes import Trial
from callassist.rule_stories import Story
from callassist.rules import BLOCK, OF_WORDS, WARN, Finding, Rulebook, Setting
from callassist.survey import survey
from tests.core.commentary import TELLERS, Told, decidable, tell
from tests.core.commentary_given import Example

ROOT = data_root()
RULEBOOK = load_rules(ROOT)
GEOGRAPHY = load_setting(ROOT).geography
LAW = frozenset(rule.id for rule in RULEBOOK.rules if rule.file.startswith("us/") and "state" not in rule.when)

STRICTER: Mapping[str, tuple[str, str]] = {
    "E01": ("us.fdcpa.hours", "both texts are silent at 08:00:00 itself: it is taken as closed"),
    "C067": (
        "us.regf.after-conversation",
        "the presumption arises; the deadline may rebut it, and compliance decides",
    ),
    "E22": (
        "us.regf.after-conversation",
        "the presumption arises; the cut-off talk may rebut it, and compliance decides",
    ),
}
"""Examples whose answer is permitted, and ours is not, each with the rule that stops it and why."""

UNDECIDED: Mapping[str, str] = {
    "C004": "there is no limited-content text: a text is judged as a text, and this says only that it is none such",
    "C094": "there is no posting to social media: nothing to stop",
    "C106": "where a payment goes is decided when it is allocated, which no action of a rule is",
    "C112": "the example itself is doubtful: the order of events is not given",
}
"""Examples that no teller tells of yet, or none can, with why."""


class Plain:
    """The shipped rules for an agency of plain habits."""

    rulebook: Rulebook = RULEBOOK

    def __init__(self, setting: Setting) -> None:
        self.setting = setting


@pytest.fixture(scope="module")
def examples(shared: Path) -> list[dict[str, Any]]:
    """Give every example of the reference."""
    text = (shared / "reference" / "regf_examples.yaml").read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = yaml.safe_load(text)["cases"]
    return cases


def findings(told: Told) -> tuple[Finding, ...]:
    """What rules of law find; a debt that is left out of a call that goes on does not stop it."""
    story = Story(Trial(name="", when=told.asked, then="allow", given=told.given), GEOGRAPHY)
    verdicts = survey(story.case(), Plain(story.setting()), story.asked_at, told.asked.line)
    if told.asked.action in OF_WORDS:
        return verdicts.words(told.asked.text, told.asked.action)
    row = story.row_of(told.asked.number, told.asked.address)
    return verdicts.of_notice(told.asked.notice, told.asked.action, row, told.asked.debt).findings


def stops(told: Told) -> set[str]:
    """Rules of law that stop it; of words, that warn of them: what a person says cannot be stopped, only told."""
    effects = {BLOCK, WARN} if told.asked.action == "write" else {BLOCK}
    return {finding.rule for finding in findings(told) if finding.effect in effects and finding.rule in LAW}


def test_every_example_is_told_or_said_to_be_undecided(examples: list[Example]) -> None:
    told = {example["id"] for example, _ in decidable(examples)}
    assert {example["id"] for example in examples} - told == UNDECIDED.keys()
    assert all(reason for reason in UNDECIDED.values())


def test_the_rules_answer_as_the_commentary_does(examples: list[Example]) -> None:
    wrong = {}
    for example, told in decidable(examples):
        if example["id"] not in STRICTER and "doubtful" not in example:
            is_stopped = bool(stops(told))
            if is_stopped != (example["then"] == "prohibited"):
                wrong[example["id"]] = (example["then"], stops(told))
            if told.owed and told.owed not in {finding.rule for finding in findings(told)}:
                wrong[example["id"]] = (example["then"], {told.owed})
    assert wrong == {}


def test_where_we_are_stricter_one_known_rule_is(examples: list[Example]) -> None:
    for example in examples:
        if example["id"] in STRICTER:
            assert (example["then"], example["basis"]) == ("permitted", "flag")
            assert stops(tell(example)) == {STRICTER[example["id"]][0]}


def test_a_presumption_that_may_be_rebutted_is_left_to_compliance(examples: list[Example]) -> None:
    for example in examples:
        if example["id"] in {"C067", "E22"}:
            found = {finding.rule: finding for finding in findings(tell(example))}
            assert found["us.regf.after-conversation"].override == "compliance"
            assert "us.regf.rebuttal-talk" in found


def test_every_teller_has_an_example(examples: list[Example]) -> None:
    assert TELLERS.keys() <= {example["when"]["action"] for example in examples}
