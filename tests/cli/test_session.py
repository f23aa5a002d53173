"""Which database, who, at what time: rehearsals, live data, names, files, exit codes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist.cli import COMMANDS
from callassist.cli.session import DEMO_AGENCY, Session, login
from tests.cli.shell import NOW, Shell


def test_a_database_first_written_under_another_clock_is_a_rehearsal_for_ever(shell: Shell) -> None:
    assert "REHEARSAL" in shell("find", "Lee").err
    later = Shell(shell.db)  # no --now, no --as: still a rehearsal
    assert "REHEARSAL" in later("find", "Lee").err
    assert "REHEARSAL" not in later("find", "Lee", "--json").err
    assert "REHEARSAL" in Shell(shell.db, "--as", "anybody")("links").err


def test_live_data_keeps_real_time(live: Shell, placements: Path) -> None:
    then = live.at(NOW)
    for words in (
        ["next"],
        ["skip", "A-1", "--reason", "x"],
        ["log", "A-1", "NA"],
        ["import", "placements", str(placements)],
    ):
        assert "keeps real time" in then(*words, code=1).sentence
    assert then("may-call", "A-1", "--json").json["verdict"] == "allow"  # to ask is not to write
    assert "REHEARSAL" not in live("find", "Lee").err


def test_live_data_is_opened_under_ones_own_login(live: Shell) -> None:
    for words in (["next"], ["find", "Lee"], ["report", "shift"]):
        assert f"own login, {login()}" in Shell(live.db, "--as", "somebody")(*words, code=1).sentence
    Shell(live.db, "--as", login())("find", "Lee")


def test_the_login_is_not_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    real = login()
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody")
    assert login() == real


def test_a_live_database_says_that_the_agency_is_the_demo(live: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Session(str(live.db), None, None)
    opened.store(writes=False).close()
    assert opened.label() == DEMO_AGENCY
    ours = Session(str(live.db), None, None)
    handbook = ours.handbook
    setting = replace(handbook.setting, agency=replace(handbook.setting.agency, is_demo=False))
    monkeypatch.setattr(ours, "handbook", replace(handbook, setting=setting))
    ours.store(writes=False).close()
    assert ours.label() == ""


def test_files_are_their_owners_and_others_are_refused(live: Shell) -> None:
    assert stat.S_IMODE(live.db.stat().st_mode) == 0o600
    live.db.chmod(0o644)
    assert "others may read it" in live("find", "Lee", code=1).sentence


def test_reading_makes_no_database(tmp_path: Path) -> None:
    nowhere = Shell(tmp_path / "none.sqlite")
    for words in (["find", "Lee"], ["next"], ["doctor"], ["report", "shift"], ["export", "cases"]):
        assert "There is no database" in nowhere(*words, code=1).sentence
    assert not nowhere.db.exists()


def test_the_place_of_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Session(None, None, None).path.name == "callassist.sqlite"
    monkeypatch.setenv("CALLASSIST_DB", str(tmp_path / "named.sqlite"))
    assert Session(None, None, None).path == tmp_path / "named.sqlite"
    assert Session("x.sqlite", None, None).path == Path("x.sqlite")


def test_its_folder_is_made_or_why_not_is_said(tmp_path: Path, placements: Path) -> None:
    deep = Shell(tmp_path / "a" / "b" / "c.sqlite")
    deep("import", "placements", str(placements))
    (tmp_path / "file").write_text("")
    blocked = Shell(tmp_path / "file" / "c.sqlite")
    assert "the folder cannot be made" in blocked("import", "placements", str(placements), code=1).sentence


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["bogus"], 2, "No such command"),
        (["skip", "A-1"], 2, "Missing option '--reason'"),
        (["next", "--nope"], 2, "No such option"),
        (["--now", "yesterday", "next"], 2, "no ISO 8601 moment"),
        (["find", "Lee", "--limit", "0"], 2, "0 is not in the range"),
        (["import", "placements", "/no/such.csv"], 2, "does not exist"),
        (["may-call", "C999"], 1, "There is no case 999"),
        (["may-call", "ZZZ"], 2, "No case is called ZZZ"),
        (["open", "A-1", "--verify", "1980"], 2, "is no answer"),
        (["open", "A-1", "--verify", "shoe=9", "--verify", "dob=1980-03-04"], 1, "Give one answer each"),
        (["log", "A-1"], 2, "Name an OUTCOME"),
        (["log", "A-1", "NOPE"], 2, "There is no outcome NOPE"),
        (["log", "A-1", "PTP", "--amount", "lots"], 1, "lots"),
        (["report", "incomplete", "NOSUCH"], 2, "No incomplete debt"),
        (["rules", "explain", "no.such"], 2, "There is no rule no.such"),
        (["backup", "."], 2, "never overwrites"),
    ],
)
def test_errors_are_one_sentence_and_an_exit_code(shell: Shell, words: list[str], code: int, said: str) -> None:
    assert said in shell(*words, code=code).sentence


def test_every_command_of_the_help_is_there(shell: Shell) -> None:
    listing = shell("--help").out
    for name in COMMANDS:
        assert f"  {name} " in listing
        assert shell(name, "--help").out.startswith("Usage: ")


def test_a_reader_that_has_seen_enough_is_no_error(shell: Shell) -> None:
    import subprocess

    from tests.cli.shell import PROGRAM

    command = f"{' '.join(PROGRAM)} --db {shell.db} export calls | true"
    assert subprocess.run(command, shell=True, check=False, capture_output=True).stderr == b""  # noqa: S602 - a pipe


def test_no_login_falls_back_to_the_systems_other_word(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.name != "posix":
        pytest.skip("needs the password database")
    import pwd

    def nobody(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.setattr("getpass.getuser", lambda: "fallback")
    assert login() == "fallback"
