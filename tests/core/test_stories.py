"""Stories about the shipped rules together, area by area: each rule's own cases lie beside it."""

from pathlib import Path

import pytest

from callassist.intake.case_files import case_paths, read_cases
from callassist.intake.library import data_root, load_rules, load_setting
from callassist.rule_cases import try_case
from callassist.rule_shapes import Trial
from callassist.rules import ALLOW

RULEBOOK = load_rules(data_root())
GEOGRAPHY = load_setting(data_root()).geography
STORIES = [(path, trial) for path in case_paths([Path(__file__).parent / "cases"]) for trial in read_cases(path)]


@pytest.mark.parametrize(
    ("path", "trial"), STORIES, ids=[f"{path.name.split('.')[0]}: {trial.name}" for path, trial in STORIES]
)
def test_a_story_ends_as_told(path: Path, trial: Trial) -> None:
    assert try_case(trial, RULEBOOK, GEOGRAPHY, str(path)).says == ""


def test_every_area_has_stories_that_end_well_and_that_do_not() -> None:
    """A file of nothing but stops would be passed by a rulebook that stops everything."""
    ends: dict[str, set[bool]] = {}
    for path, trial in STORIES:
        ends.setdefault(path.name, set()).add(trial.then == ALLOW)
    assert len(ends) > 1
    assert {name for name, seen in ends.items() if seen != {True, False}} <= {"closed-debts.cases.yaml"}
