"""The call scripts from the shell: proved, walked, shown; and what somebody who broke one reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from callassist.intake.script_files import SCRIPTS
from tests.cli.shell import Shell


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the scripts that ship."""
    return Path(shutil.copytree(SCRIPTS, tmp_path / "scripts"))


def edit(folder: Path, name: str, before: str, after: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after), encoding="utf-8")


def test_the_scripts_that_ship_hold_and_are_walked_in_every_language(shell: Shell) -> None:
    checked = shell("scripts", "check").out
    assert checked.endswith(" steps, 0 faults\n")
    assert "cases of state, speaker, client and age of the debt" in checked
    walked = shell("scripts", "walk").out
    assert walked.startswith("en: ")
    assert walked.endswith("passed, 0 failed\n")


def test_a_broken_script_is_told_as_a_call_with_what_helps(shell: Shell, folder: Path) -> None:
    edit(
        folder,
        "first-contact.md",
        "- Both answers match -> [disclose](#disclose) `is_verified`",
        "- Both answers match -> [disclose](#disclose)",
    )
    broken = shell("scripts", "check", "--folder", str(folder), code=1)
    assert not broken.out.endswith(" steps, 0 faults\n")
    told = broken.err[broken.err.index("first-contact.md:") :]
    assert "step 'disclose': names {agency} unasked before identity is verified. [agency]" in told
    for line in (
        "    the call that leads there:",
        "         then: They say that is them",
        "         then: Both answers match",
        "    to mend it:  take the words out, or close the way here with the guard `is_verified`.",
    ):
        assert line in told


def test_what_another_language_lacks_is_told_last(shell: Shell, folder: Path) -> None:
    edit(folder, "first-contact.md", "[insurance](insurance.md#plan)", "[insurance](insurence.md#plan)")
    told = shell("scripts", "check", "--folder", str(folder), code=1).err
    assert told.startswith("first-contact.md:")
    assert "did you mean insurance#plan? [dangling]" in told
    assert told.index("[dangling]") < told.index("[untranslated]")


def test_a_case_is_told_where_a_fault_is_only_in_some(shell: Shell, folder: Path) -> None:
    edit(folder, "first-contact.md", "- No coverage that day -> [ask](#ask) `may_demand`", "- No -> [ask](#ask)")
    told = shell("scripts", "check", "--folder", str(folder), code=1).err
    assert "    in this case: in MA, NY, a time-barred debt\n" in told
    assert "    in this case: for PRAIRIEX, help with bills to be named first\n" in told


def test_steps_that_are_not_walked_are_named_and_too_many_are_a_failure(shell: Shell, folder: Path) -> None:
    for name in ("first-contact", "follow-up", "objections", "inbound"):
        (folder / f"{name}.walk.yaml").unlink()
    ran = shell("scripts", "walk", "--folder", str(folder), code=1)
    assert "    not walked: " in ran.out
    assert "first-contact#right-person" in ran.out
    assert ran.out.endswith(" passed, 0 failed\n")
    one = shell("scripts", "walk", str(folder / "estate.walk.yaml"), "--folder", str(folder))
    assert "steps walked" not in one.out


def test_a_script_is_shown_step_by_step(shell: Shell) -> None:
    shown = shell("scripts", "show", "first-contact").out
    assert shown.startswith("First contact (first-contact, en, call)\n")
    assert "   SAY  Hello, my name is {collector}. This call is recorded." in shown
    assert "   1    Both answers match -> first-contact#disclose   needs is_verified" in shown
    assert "CLOSED" not in shown
    found = shell("scripts", "show", "first-contact", "--json").json
    assert list(found) == ["id", "title", "language", "kind", "start", "seen_by", "steps"]
    assert list(found["steps"][0]) == ["id", "title", "file", "line", "says", "lines", "choices"]
    assert found["steps"][0]["says"] == ["recording-notice"]
    assert list(found["steps"][0]["choices"][0]) == ["number", "label", "to", "needs", "is_open"]


def test_a_script_is_shown_as_a_state_and_a_speaker_have_it(shell: Shell) -> None:
    shown = shell("scripts", "show", "first-contact", "--state", "OH").out
    assert "needs is_time_barred   CLOSED" in shown
    assert "needs is_time_barred   CLOSED" not in shell("scripts", "show", "first-contact", "--state", "MA").out
    assert (
        "as seen: in OH, the spouse speaking"
        in shell("scripts", "show", "representative", "--state", "OH", "--as", "spouse").out
    )


def test_what_is_not_there_is_said_with_what_is(shell: Shell) -> None:
    assert (
        "There is no script nothing in the language en. There are: accident, "
        in shell("scripts", "show", "nothing", code=2).err
    )
    assert "in the language xx. There are: none." in shell("scripts", "show", "estate", "--language", "xx", code=2).err
    assert "nobody is no speaker." in shell("scripts", "show", "estate", "--as", "nobody", code=2).err
