"""Creditors' policies from the shell: every fault with its line, and what sound terms come to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import Shell

SOUND = """code: SOUND
name: Sound Example
terms:
  tiers:
    - {role: collector, least_percent: 85}
    - {role: supervisor, least_percent: 70}
  prompt_pay: {percent: 10, days: 30}
  aid:
    - {poverty_percent: 200, discount_percent: 100}
"""
WRONG = """code: WRONG
name: Wrong Example
line: thirdparty
terms:
  tiers:
    - {role: collector, least_percent: 70}
    - {role: supervisor, least_percent: 85}
  prompt_pay: {percent: 80, days: 30}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a sound policy."""
    place = tmp_path / "policies"
    place.mkdir()
    (place / "SOUND.yaml").write_text(SOUND, encoding="utf-8")
    return place


def test_the_policies_on_file_have_no_fault(shell: Shell) -> None:
    told = shell("policy", "check").out.splitlines()
    assert told[-1] == "6 policies, no fault"
    assert "FARNOWHERE: no terms of money: all of it, a plan of a year at most, aid by law, or hold" in told
    assert "  a collector settles $100.00 for $85.00; less takes a supervisor" in told
    assert "  medicaid: $100.00 paid within 30 days: $95.00" in told


def test_sound_terms_are_worked_out(shell: Shell, folder: Path) -> None:
    assert shell("policy", "check", str(folder)).out.splitlines() == [
        "SOUND:",
        "  a collector settles $100.00 for $85.00; less takes a supervisor",
        "  a supervisor settles $100.00 for $70.00; less is not settled",
        "  $300.00 in 12 payments: 12 of $25.00",
        "  $100.00 paid within 30 days: $90.00",
        "  income up to 200 % of the poverty line: $100.00 becomes $0.00",
        "1 policy, no fault",
    ]


def test_every_fault_of_every_file_is_told_and_ends_with_1(shell: Shell, folder: Path) -> None:
    (folder / "WRONG.yaml").write_text(WRONG, encoding="utf-8")
    (folder / "broken.yaml").write_text("code: [", encoding="utf-8")
    told = shell("policy", "check", str(folder), code=1).out
    assert "WRONG.yaml: 'line' is 'thirdparty'; write agency or early_out." in told
    assert "WRONG.yaml line 7: 85 overlaps the 70 of the tier before it" in told
    assert "WRONG.yaml line 8: 'percent' cannot be 80; write 1 to 50." in told
    assert "broken.yaml: line 2: did not find" in told
    assert told.splitlines()[-1] == "3 policies, 4 faults"
    assert "SOUND:" in told
    assert "WRONG:" not in told


def test_one_file_can_be_named(shell: Shell, folder: Path) -> None:
    path = folder / "WRONG.yaml"
    path.write_text(WRONG, encoding="utf-8")
    (each,) = shell("policy", "check", str(path), "--json", code=1).json
    assert (each["file"], each["client"], each["has_terms"]) == (str(path), "WRONG", True)
    assert (len(each["faults"]), each["examples"]) == (3, [])
    (sound,) = shell("policy", "check", str(folder / "SOUND.yaml"), "--json").json
    assert sound["faults"] == []
    assert len(sound["examples"]) == 5


def test_one_code_in_two_files_is_a_fault(shell: Shell, folder: Path) -> None:
    (folder / "TWICE.yaml").write_text(SOUND, encoding="utf-8")
    told = shell("policy", "check", str(folder), code=1).out
    assert "TWICE.yaml: another file has the code SOUND too" in told
    assert told.splitlines()[-1] == "2 policies, 1 fault"


def test_a_folder_without_policies_proves_nothing(shell: Shell, tmp_path: Path) -> None:
    assert shell("policy", "check", str(tmp_path / "."), code=1).out.splitlines()[-1] == "0 policies, no fault"


def test_a_path_that_is_not_there_is_said_so(shell: Shell) -> None:
    assert "does not exist" in shell("policy", "check", "/nowhere.yaml", code=2).err
