"""Reading, proving and comparing the rules from the shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import Shell

WRONG = """
- name: wrong on purpose
  rule: us.regf.call-frequency
  given:
    calls: [{at: ["2026-04-02 10:00", "2026-04-03 10:00"], result: no answer}]
  when: {at: "2026-04-07 22:00"}
  then: block
"""


def test_a_failure_shows_what_there_was_to_see(shell: Shell, tmp_path: Path) -> None:
    cases = tmp_path / "wrong.cases.yaml"
    cases.write_text(WRONG)
    failed = shell("rules", "test", str(tmp_path), code=1)
    assert failed.out == "0 passed, 1 failed\n"
    for seen in (
        "us.regf.call-frequency says allow, expected block",
        "asked at 2026-04-08 02:00 UTC, the day there 2026-04-07; zones America/New_York",
        "counted on 2026-04-02, 2026-04-03",
        "us.fdcpa.hours block: It is 22:00 ET there",
        "us.regf.call-frequency found nothing: in force with {'limit': 7",
    ):
        assert seen in failed.err


def test_a_rule_is_explained_as_it_stood_on_a_day(shell: Shell) -> None:
    before = shell("rules", "explain", "us.ny.nyc.calls", "--on", "2026-08-31").out
    after = shell("rules", "explain", "us.ny.nyc.calls", "--on", "2026-09-01").out
    assert "On 2026-08-31: limit 2, days 7" in before
    assert "> since 2021-11-30: limit 2" in before
    assert "> since 2026-09-01: limit 3" in after
    read = shell("rules", "explain", "us.regf.call-frequency").out
    assert "12 CFR 1006 with Supplement I" in read
    assert "as of 2026-03-09" in read


def test_two_days_are_compared(shell: Shell) -> None:
    assert "us.ny.nyc.calls: limit 2 -> 3, since 2026-09-01" in shell("rules", "diff", "2026-08-31", "2026-09-01").out
    begun = shell("rules", "diff", "2021-11-29", "2021-11-30").out
    assert "us.regf.call-frequency: begins, since 2021-11-30: limit 7, days 7" in begun
    nothing = shell("rules", "diff", "2026-09-02", "2026-09-02").out
    assert nothing == "No rule says anything else on 2026-09-02 than on 2026-09-02.\n"


@pytest.mark.parametrize(("state", "is_there"), [("MA", True), ("OH", False)])
def test_the_rules_of_a_state_are_listed_beside_those_of_all(shell: Shell, state: str, is_there: bool) -> None:  # noqa: FBT001
    listed = shell("rules", "list", "--state", state, "--action", "place_call").out
    assert "us.fdcpa.hours " in listed
    assert ("us.ma.calls-home " in listed) == is_there


def test_what_nobody_has_read_is_named(shell: Shell) -> None:
    told = shell("rules", "check").out
    lines = told.splitlines()
    assert any(line.startswith("V2 block us.dc.calls ") and "28-3814" in line for line in lines)
    assert lines[-2].endswith("no mistake in the files.")
    assert lines[-1].startswith("Of the rules ")
    effects = [line.split()[1] for line in lines[:-2]]
    assert effects == sorted(effects, key=("block", "warn", "say").index)
