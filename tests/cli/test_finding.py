"""Who is calling, from the shell: case numbers and accounts as they are typed, and files of queries."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.shell import Shell


@pytest.mark.parametrize("typed", ["C1", "c1", " c1 ", "case C1", "C 1"])
def test_a_case_is_found_by_its_number(shell: Shell, typed: str) -> None:
    first = shell("find", typed, "--json").json[0]
    assert (first["case"], first["verdict"]) == ("C1", "match")
    assert [why["field"] for why in first["reasons"]] == ["case"]


def test_a_number_that_no_case_has_finds_nobody(shell: Shell) -> None:
    assert all(hit["case"] != "C999" for hit in shell("find", "C999", "--json").json)
    assert shell("find", "--account", "C1", "--json").json[0]["case"] == "C1"


@pytest.mark.parametrize(
    "spaced", [lambda text: text, lambda text: " ".join(text), lambda text: text.replace("-", " ")]
)
def test_an_account_is_found_however_it_is_spaced(shell: Shell, spaced: object) -> None:
    account = shell("find", "C1", "--json").json[0]["account_number"]
    assert callable(spaced)
    for typed in (spaced(account), spaced(account.lower()), f"acct {spaced(account)}"):
        assert shell("find", typed, "--json").json[0]["case"] == "C1", typed
