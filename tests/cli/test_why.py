"""why from the shell: the story of each debt for whoever is verified."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import HEAD, PEOPLE
from tests.cli.shell import NOW, Shell

BILL = ",charged,allowed,insurance_paid,adjustments,patient_paid,denial_codes,billing_name"
SUMS = ",2000.00,1500.00,215.50,500.00,0,CO-29,Zeta Billing"
DANA = ("--verify", "dob=1980-03-04", "--verify", "ssn4=4417")


def placed(tmp_path: Path) -> Shell:
    """Dana, with how her balance came about."""
    path = tmp_path / "placements.csv"
    path.write_text(f"{HEAD}{BILL}\n{PEOPLE[0]}{SUMS}\n", encoding="utf-8")
    shell = Shell(tmp_path / "c.db", "--now", NOW, "--as", "ana")
    shell("import", "placements", str(path))
    return shell


def test_the_story_is_told_to_whoever_is_verified(tmp_path: Path) -> None:
    shell = placed(tmp_path)
    text = shell("why", "A-1", *DANA).out
    assert "Charged $2,000.00." in text
    assert "Why: the claim was sent to the plan too late (CO-29)." in text
    assert "The bill came as Zeta Billing." in text
    assert "Left $1,284.50." in text
    assert "[It adds up: $2,000.00 - $500.00 - $215.50 = $1,284.50.]" in text
    (debt,) = shell("why", "A-1", *DANA, "--json").json
    assert debt["account"] == "A-1"
    assert debt["sums"]["off_cents"] == 0


def test_nobody_who_is_not_verified_is_told(tmp_path: Path) -> None:
    shell = placed(tmp_path)
    assert "Sums are for whoever is verified" in shell("why", "A-1", code=1).sentence
    shell("why", "A-1", "--verify", "dob=1981-03-04", "--verify", "ssn4=4417", code=1)


def test_a_later_file_changes_what_it_names(tmp_path: Path) -> None:
    shell = placed(tmp_path)
    path = tmp_path / "later.csv"
    path.write_text(f"{HEAD},insurance_paid\n{PEOPLE[0]},200.00\n", encoding="utf-8")
    shell("import", "placements", str(path))
    (debt,) = shell("why", "A-1", *DANA, "--json").json
    assert debt["sums"]["plan_paid_cents"] == 20_000
    assert debt["sums"]["charged_cents"] == 200_000
    assert any("It does not add up" in aside for aside in debt["asides"])
