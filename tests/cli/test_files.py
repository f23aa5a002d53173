"""Files in, figures and data out, keeping the database well."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from callassist.cli.printed import as_json, cells, clean, listed
from callassist.intake.library import data_root
from tests.cli.shell import NOW, Shell

SECRETS = ("Dana", "Lee", "1980", "4417", "6145550101", "0101", "Elm", "43215", "Zetamed", "A-1", "sister", "MERCY")
RECEIPT = {"read", "added", "updated", "unchanged", "rejected"}


# ── in ──


def test_the_same_file_twice_changes_nothing(tmp_path: Path, placements: Path) -> None:
    shell = Shell(tmp_path / "new.sqlite", "--now", NOW)
    first = shell("import", "placements", str(placements), "--json").json
    assert {name: first[name] for name in RECEIPT} == {
        "read": 18,
        "added": 18,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
    }
    again = shell("import", "placements", str(placements), "--json").json
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 18)


def test_refused_records_are_in_a_file_of_their_own(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("account_number,client,last_name,balance\nX-1,MERCY,Low,ten\nX-2,MERCY,High,20.00\n")
    said = shell("import", "placements", str(file)).out
    assert "1 added" in said
    assert "bad.csv.rejects.csv" in said
    assert "X-1" in (tmp_path / "bad.csv.rejects.csv").read_text()


def test_a_file_that_is_none_is_said_so(shell: Shell, tmp_path: Path) -> None:
    for name, body in (("empty.csv", b""), ("binary.csv", bytes(range(256)) * 40), ("words.csv", b"hello\nworld\n")):
        file = tmp_path / name
        file.write_bytes(body)
        assert name in shell("import", "placements", str(file), code=1).sentence


def test_a_synthea_export(tmp_path: Path, shared: Path) -> None:
    shell = Shell(tmp_path / "synthea.sqlite", "--now", NOW)
    words = ("import", "synthea", str(shared / "data" / "synthea"), "--phones-from", "1", "--json")
    first = shell(*words).json
    assert first["added"] == first["read"] > 0
    again = shell(*words).json
    assert (again["added"], again["unchanged"]) == (0, first["read"])
    shell("doctor")


def test_a_portfolio_is_generated_and_taken_in(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "made.sqlite", "--now", NOW)
    for name in ("a.csv", "b.csv"):
        shell("generate", "--accounts", "50", "--seed", "7", "--out", str(tmp_path / name))
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert shell("import", "placements", str(tmp_path / "a.csv"), "--json").json["rejected"] == 0
    assert "no such file" in shell("generate", "--accounts", "5", "--out", "/no/such/x.csv", code=1).sentence


# ── out ──


def test_exports_hold_no_secret(shell: Shell) -> None:
    shell("log", "A-1", "PTP", "--talk", "60", "--amount", "50", "--date", "2026-06-12", "--note", "her sister pays")
    for what in ("cases", "calls", "promises"):
        table = shell("export", what).out
        rows = list(csv.DictReader(io.StringIO(table)))
        assert rows == [
            {name: str(value) for name, value in row.items()} for row in shell("export", what, "--format", "json").json
        ]
        held = table.replace("2026", "")
        assert not [secret for secret in SECRETS if secret in held]
    assert "C1,D. L.,OH,en,promised,1,1284.50,1" in shell("export", "cases").out


def test_cells_are_no_formulas() -> None:
    assert cells(("=1+1", "-12.50", "+A1", "@x", "a\tb\x1b[0m", 3)) == [
        "'=1+1",
        "-12.50",
        "'+A1",
        "'@x",
        "a\tb[0m",
        "3",
    ]


def test_what_is_missing_by_client(shell: Shell) -> None:
    assert shell("report", "incomplete", "MERCY", "--json").json == [
        {"account_number": "I-1", "case": "C7", "missing": ["itemisation date"]}
    ]
    assert shell("report", "incomplete", "STELMO").out == "STELMO: every debt is complete.\n"


def test_a_shift_by_day_and_by_everybody(shell: Shell) -> None:
    shell("log", "A-1", "NA")
    Shell(shell.db, "--now", NOW, "--as", "ben")("log", "A-2", "BZ")
    assert shell("report", "shift", "--json").json["calls"] == 1
    assert shell("report", "shift", "--everyone", "--json").json["calls"] == 2
    assert shell("report", "shift", "--day", "2026-06-02", "--json").json["calls"] == 1
    assert shell("report", "shift", "--day", "2026-06-01", "--json").json["calls"] == 0
    assert "calls placed" in shell("report", "shift").out


# ── kept well ──


def test_a_backup_opens_and_is_the_same(shell: Shell, tmp_path: Path) -> None:
    shell("log", "A-1", "NA")
    copy = tmp_path / "copy.sqlite"
    shell("backup", str(copy))
    other = Shell(copy, "--now", NOW, "--as", "ana")
    other("doctor")
    for words in (["export", "cases"], ["export", "calls"], ["open", "A-1", "--json"]):
        assert other(*words).out == shell(*words).out
    assert "REHEARSAL" in other("find", "Lee").err


def test_the_doctor_names_a_row_that_was_tampered_with(shell: Shell) -> None:
    shell("log", "A-1", "NA")
    connection = sqlite3.connect(shell.db, isolation_level=None)
    connection.execute("UPDATE journal SET body = replace(body, '128450', '1') WHERE stream = 3")
    connection.close()
    health = shell("doctor", "--json", code=1).json
    assert health.keys() == {"cases", "faults", "mended"}
    assert any("Journal 3, entry 1" in fault for fault in health["faults"])


def test_the_doctor_mends_what_follows_from_the_journals(shell: Shell) -> None:
    connection = sqlite3.connect(shell.db, isolation_level=None)
    connection.execute("DELETE FROM contact")
    connection.execute("DELETE FROM worklist WHERE case_id = 1")
    connection.close()
    assert "run callassist doctor --mend" in shell("doctor", code=1).out
    assert "1 cases were written anew" in shell("doctor", "--mend").out
    shell("doctor")
    assert shell("find", "--phone", "6145550102", "--json").json[0]["case"] == "C2"


def test_a_file_that_is_damaged_or_not_ours_is_a_sentence(shell: Shell, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    damaged.chmod(0o600)
    assert "cannot be read" in Shell(damaged)("find", "Lee", code=1).sentence
    theirs = tmp_path / "theirs.sqlite"
    connection = sqlite3.connect(theirs)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    theirs.chmod(0o600)
    assert "belongs to another program" in Shell(theirs)("find", "Lee", code=1).sentence
    assert "cannot be read" in Shell(tmp_path)("find", "Lee", code=1).sentence


def test_a_server_is_not_a_file() -> None:
    ran = Shell("postgresql://ana:secret@floor/calls")("find", "Lee", code=1)
    assert "keeps its data in a file" in ran.sentence
    assert "secret" not in ran.err


# ── rules and scripts ──


def test_the_law_from_the_shell(shell: Shell, tmp_path: Path) -> None:
    assert "no mistake in the files" in shell("rules", "check").out
    assert shell("rules", "test").out.endswith("passed, 0 failed\n")
    assert shell("rules", "explain", "us.fdcpa.hours").out.startswith("us.fdcpa.hours: ")
    rule = shell("rules", "explain", "us.fdcpa.hours", "--on", "2026-06-02", "--json").json
    assert (rule["id"], rule["effect"], rule["verified"]) == ("us.fdcpa.hours", "block", "V")
    cases = tmp_path / "wrong.cases.yaml"
    text = (data_root() / "rules" / "us" / "contact" / "sunday.cases.yaml").read_text(encoding="utf-8")
    rule = data_root() / "rules" / "us" / "contact" / "sunday.yaml"
    (tmp_path / "wrong.yaml").write_text(rule.read_text(encoding="utf-8"))
    cases.write_text(text.replace("then: warn", "then: block"), encoding="utf-8")
    failed = shell("rules", "test", str(cases), code=1)
    assert failed.err.startswith("FAILED ")
    assert failed.out.endswith(" failed\n")


def test_the_scripts_from_the_shell(shell: Shell) -> None:
    assert shell("scripts", "check").out.endswith(" steps, 0 faults\n")
    assert shell("scripts", "walk").out.endswith("passed, 0 failed\n")


# ── printing ──


@pytest.mark.parametrize("char", ["\x07", "\x1b", "\x9b", "\u202e", "\u2066", "\u200f", "\ufeff", "\u061c", "\x7f"])
def test_no_character_acts_on_a_terminal(char: str) -> None:
    assert clean(f"a{char}b") == "ab"
    printed = as_json({"text": f"a{char}b"})
    assert char not in printed
    assert json.loads(printed) == {"text": f"a{char}b"}


def test_a_view_is_told_in_lines() -> None:
    view = {"at_home": True, "numbers": [{"row": 3, "kind": "cell", "note": ""}], "none": [], "gone": None}
    assert listed(view) == "at home: True\nnumbers: \n  row 3, kind cell\nnone: none\ngone: unknown"
