"""simulate from the shell: a table of the ways, the same each time, and what cannot be measured refused."""

from __future__ import annotations

from pathlib import Path

from callassist.intake.library import data_root
from callassist.simulator.measuring import Report, Row
from tests.cli.shell import Shell

DOCS = Path(__file__).resolve().parents[2] / "docs"
SHIFTED = data_root() / "simulation" / "shifted.yaml"


def test_a_table_names_its_people_and_its_digest(shell: Shell) -> None:
    told = shell("simulate", "--people", "30", "--seed", "3", "--baselines", "greedy")
    lines = told.out.splitlines()
    assert lines[0].startswith("30 people of population.yaml (")
    assert [line.split()[0] for line in lines[2:]] == ["way", "ours", "greedy"]


def test_as_json_every_key_is_there_and_explained(shell: Shell) -> None:
    found = shell("simulate", "--people", "12", "--seed", "3", "--baselines", "none", "--json").json
    assert list(found) == list(Report.__struct_fields__)
    assert [row["name"] for row in found["rows"]] == ["ours"]
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert not [key for key in (*found, *Row.__struct_fields__) if f"`{key}`" not in text]


def test_another_population_has_another_digest(shell: Shell) -> None:
    common = ("--people", "8", "--seed", "3", "--baselines", "none", "--json")
    usual, shifted = shell("simulate", *common).json, shell("simulate", "--population", str(SHIFTED), *common).json
    assert shifted["population"] == "shifted"
    assert usual["digest"] != shifted["digest"]


def test_the_same_seed_prints_the_same(shell: Shell) -> None:
    common = ("simulate", "--people", "10", "--seed", "5", "--baselines", "random legal")
    assert shell(*common).out == shell(*common).out


def test_a_way_that_is_none_is_refused(shell: Shell) -> None:
    told = shell("simulate", "--people", "5", "--baselines", "guessing", code=2)
    assert "static ladder" in told.err


def test_a_file_that_is_no_population_is_refused_with_its_name(shell: Shell, tmp_path: Path) -> None:
    wrong = tmp_path / "mine.yaml"
    wrong.write_text("today: 2026-09-01\n", encoding="utf-8")
    told = shell("simulate", "--people", "5", "--population", str(wrong), code=1)
    assert "mine.yaml" in told.err
    assert "docs/simulation.md" in told.err
