"""Case files beside the rules: from YAML to cases, asked one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from callassist.calendars import Geography
from callassist.intake.rule_files import CASES, convert
from callassist.intake.yaml_files import read_yaml
from callassist.rule_cases import Tried, try_case
from callassist.rule_shapes import Trial
from callassist.rules import ALLOW, Rule, Rulebook


def case_paths(places: Iterable[Path]) -> tuple[Path, ...]:
    """The case files among places and under them; a file that is named counts whatever it is called."""
    found = (sorted(place.rglob(f"*{CASES}")) if place.is_dir() else [place] for place in places)
    return tuple(path for paths in found for path in paths)


def read_cases(path: Path) -> tuple[Trial, ...]:
    """The cases of a file; those that name no rule are about the one in the file beside it. BadInput."""
    trials = convert(read_yaml(path), tuple[Trial, ...], str(path))
    beside = path.with_name(path.name.removesuffix(CASES) + ".yaml")
    if all(trial.rule for trial in trials):
        return trials
    rule = convert(read_yaml(beside), dict[str, object], str(beside)).get("id", "")
    return tuple(trial if trial.rule else replace(trial, rule=str(rule)) for trial in trials)


def run_cases(paths: Sequence[Path], rulebook: Rulebook, geography: Geography) -> tuple[Tried, ...]:
    """How every case of these files comes out."""
    return tuple(try_case(trial, rulebook, geography, str(path)) for path in paths for trial in read_cases(path))


def unproved(folder: Path, rules: Sequence[Rule]) -> tuple[str, ...]:
    """A sentence for each rule that no case beside it shows to speak, or to be silent."""
    faults = []
    for rule in rules:
        path = folder / rule.file.replace(".yaml", CASES)
        shown = {trial.then for trial in read_cases(path) if trial.rule == rule.id} if path.exists() else set()
        if shown <= {ALLOW} or ALLOW not in shown:
            faults.append(f"{rule.file}, rule {rule.id}: write a case for each side of it in {path.name} beside it.")
    return tuple(faults)
