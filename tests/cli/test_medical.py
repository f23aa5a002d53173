"""The days of a debt, and authorisations, from the shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import Shell

WHOLE = """\
information: bills of 3 November 2025
discloser: Mercy Example Health System
recipient: Robin Example, daughter
purpose: at the request of the individual
expires: 2027-01-31
signer: Avery Example
signed: 2025-11-02
statements: [revocation, conditions, redisclosure]
"""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Give an authorisation that holds all it must."""
    path = tmp_path / "paper.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    return path


def test_days_of_a_debt_are_kept_and_shown(shell: Shell) -> None:
    said = shell(
        "debt-dates", "C1", "--first-statement", "2026-01-05", "--basis", "account", "--told", "2026-02-01"
    ).out
    assert said == "C1: Account A-1: first bill 05 Jan 2026, basis account, told of assistance 01 Feb 2026.\n"
    (view,) = shell("debt-dates", "C1", "--json").json
    assert (view["account"], view["first_statement"], view["defaulted"]) == ("A-1", "2026-01-05", None)
    assert "first statement 2026-01-05" in shell("debt-dates", "C1").out
    assert shell("doctor", "--json").json["faults"] == []


def test_days_that_cannot_be_are_refused(shell: Shell) -> None:
    assert shell("debt-dates", "C1", "--judged", "2026-12-01", code=1).sentence == "That day has not come yet."
    shell("debt-dates", "C1", "--judged", "soon", code=2)


def test_a_valid_authorisation_is_said_to_have_no_defect(shell: Shell, paper: Path) -> None:
    assert shell("authorization", "check", str(paper)).out.startswith("No defect found; good until 2027-01-31.")
    found = shell("authorization", "check", str(paper), "--json").json
    assert found == {"valid": True, "on": "2026-06-02", "last_day": "2027-01-31", "defects": []}


def test_a_void_one_is_told_by_paragraph(shell: Shell, paper: Path) -> None:
    paper.write_text(WHOLE.replace("signer: Avery Example\n", ""), encoding="utf-8")
    said = shell("authorization", "check", str(paper), "--on", "2027-02-01", code=1).out
    assert said.splitlines() == [
        "Not valid:",
        "  45 CFR 164.508(c)(1)(vi): nobody has signed it",
        "  45 CFR 164.508(b)(2)(i): it has expired",
    ]


def test_what_is_no_paper_is_one_sentence(shell: Shell, paper: Path) -> None:
    paper.write_text("sgner: Avery\n", encoding="utf-8")
    assert "unknown field `sgner`" in shell("authorization", "check", str(paper), code=1).sentence
    paper.write_bytes(b"\xff")
    assert "paper.yaml" in shell("authorization", "check", str(paper), code=1).sentence


def test_a_day_without_a_rule_is_said(shell: Shell, paper: Path) -> None:
    assert "2003-04-13" in shell("authorization", "check", str(paper), "--on", "2003-04-13", code=2).sentence
