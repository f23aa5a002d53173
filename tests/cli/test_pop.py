"""A number that rings, left by a softphone's hook."""

from __future__ import annotations

from tests.cli.shell import Shell


def test_the_number_is_left_for_the_login_and_told_in_part(shell: Shell) -> None:
    said = shell("pop", "(614) 555-0101").out
    assert "614-***-0101 is calling ana" in said
    assert "555" not in said
    assert "no whole telephone number" in shell("pop", "555-01", code=2).sentence
