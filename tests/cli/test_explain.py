"""explain-call, check-all and dial: why a call was allowed on its day, told from what was kept then."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from callassist.intake.library import data_root
from tests.cli.shell import NOW, Shell

AFTER_TALK = "us.regf.after-conversation"


def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> Path:
    """A data folder of one's own, with these lines of collectors."""
    root = tmp_path / "data"
    shutil.copytree(data_root(), root)
    with (root / "collectors.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    monkeypatch.setenv("CALLASSIST_DATA", str(root))
    return root


def of(told: dict[str, list[dict[str, object]]], rule: str) -> dict[str, object]:
    """What is told of a rule."""
    return next(each for each in told["asked"] if each["rule"] == rule)


# ── allowed ──


def test_an_allowed_call_is_explained_with_every_rule_that_stood(shell: Shell) -> None:
    shell("dial", "A-1")
    told = shell("explain-call", "A-1", "--json").json
    assert (told["case"], told["effect"], told["by"], told["rules"]) == ("C1", "allow", "ana", "kept")
    assert told["day"] == "2026-06-02"
    assert told["zones"] == ["America/New_York"]
    frequency = of(told, "us.regf.call-frequency")
    assert frequency["effect"] == ""
    assert frequency["values"]["limit"] == 7  # type: ignore[index]
    assert len({each["rule"] for each in told["asked"]}) == told["judged"] > 30
    assert [count for name, count in told["counts"].items() if name.endswith("calls in 7 days")]
    text = shell("explain-call", "A-1").out
    assert "no rule on file stopped it" in text
    assert "us.regf.call-frequency" in text
    assert "not checked: Law of OH" in text


def test_calls_that_were_counted_are_told(shell: Shell) -> None:
    for hour in (10, 12, 14):
        shell.at(f"2026-06-02T{hour}:30-04:00")("log", "A-1", "NA", "--phone", "4")
    told = shell.at("2026-06-02T15:00-04:00")("explain-call", "A-1", "--json").json
    assert max(told["counts"].values()) == 2


def test_an_older_call_is_asked_for_by_its_number(shell: Shell) -> None:
    shell("log", "A-1", "NA")
    shell.at("2026-06-03T11:00-04:00")("log", "A-1", "NA")
    wrong = shell("explain-call", "A-1", "999", code=2).sentence
    first = int(wrong.split("its calls are ")[1].split(" ")[0])
    assert shell("explain-call", "A-1", str(first), "--json").json["day"] == "2026-06-02"
    assert shell("explain-call", "A-1", "--json").json["day"] == "2026-06-03"


def test_a_call_that_came_in_was_asked_of_nobody(shell: Shell) -> None:
    shell("log", "A-1", "RPC-NC", "--talk", "60", "--inbound")
    assert "no call that we placed" in shell("explain-call", "A-1", code=2).sentence
    call = shell("explain-call", "A-1", "999", code=2).sentence.split("its calls are ")[1].split(" ")[0]
    assert "No check was kept" in shell("explain-call", "A-1", call, code=1).sentence


def test_a_call_that_was_placed_elsewhere_is_told_as_such(shell: Shell) -> None:
    shell("log", "A-1", "RPC-NC", "--talk", "60")
    shell("log", "A-1", "NA")
    assert "placed elsewhere; rules stop such a call" in shell("explain-call", "A-1").out
    assert shell("explain-call", "A-1", "--refused", "--json").json == []


# ── refused ──


def test_a_refused_dial_is_kept_and_told(shell: Shell) -> None:
    shell("log", "A-1", "RPC-NC", "--talk", "60")
    shell("dial", "A-1", code=1)
    (told,) = shell("explain-call", "A-1", "--refused", "--json").json
    assert (told["effect"], told["call"], told["debts"]) == ("block", 0, [])
    stop = of(told, AFTER_TALK)
    assert (stop["effect"], stop["values"]["days"]) == ("block", 7)  # type: ignore[index]
    assert "Spoke on" in str(stop["say"])
    assert AFTER_TALK in shell("explain-call", "A-1", "--refused").out
    assert "No dial and no message was refused" in shell("explain-call", "A-2", "--refused").out
    assert f"rules stop a call: {AFTER_TALK}" in "".join(history(shell))


def history(shell: Shell) -> list[str]:
    """The history of A-1, as a verified reader sees it."""
    read = shell("open", "A-1", "--verify", "dob=1980-03-04", "--verify", "ssn4=4417", "--json").json["history"]
    assert isinstance(read, list)
    return read


def test_what_the_person_said_is_no_part_of_a_check(shell: Shell) -> None:
    said = "my mother is dying please stop"
    shell("restrict", "A-1", "cease", "--words", said, "--written")
    shell("dial", "A-1", code=1)
    (told,) = shell("explain-call", "A-1", "--refused", "--json").json
    assert told["effect"] == "block"
    assert said not in json.dumps(told)
    assert "dying" not in json.dumps(told)


# ── years later ──


def test_the_rules_are_told_as_they_stood(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder(tmp_path, monkeypatch)
    shell("dial", "A-1")
    then = shell("explain-call", "A-1", "--json").json
    file = root / "rules" / "us" / "contact" / "call-frequency.yaml"
    file.write_text(file.read_text().replace("limit: 7", "limit: 3"))
    shutil.rmtree(root / "rules" / "agency")
    assert shell("explain-call", "A-1", "--json").json == then
    shell("log", "A-1", "NA")
    shell.at("2026-06-03T11:00-04:00")("dial", "A-1")
    now = shell("explain-call", "A-1", "--json").json
    assert of(now, "us.regf.call-frequency")["values"]["limit"] == 3  # type: ignore[index]
    assert now["rulebook"] != then["rulebook"]


def test_rules_that_were_tampered_with_are_not_told(shell: Shell) -> None:
    shell("dial", "A-1")
    with sqlite3.connect(shell.db) as file:
        file.execute("UPDATE mark SET value = replace(value, '\"limit\":7', '\"limit\":9') WHERE name LIKE 'rules %'")
    file.close()
    told = shell("explain-call", "A-1", "--json").json
    assert told["rules"] == "missing"
    assert "are not in this database" in shell("explain-call", "A-1").out


# ── in spite of a rule ──


def test_a_cap_of_our_own_takes_compliance_and_a_reason(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder(tmp_path, monkeypatch, "sue,,,,,,,supervisor", "cora,,,,,,,compliance")
    for hour in (9, 11, 13):
        shell.at(f"2026-06-02T{hour:02d}:10-04:00")("log", "A-1", "NA")
    later = shell.at("2026-06-02T15:00-04:00")
    ask = ("dial", "A-1", "--override", "agency.call-cap", "--why", "she asked for a call today")
    assert "the agency stops at 3" in later("dial", "A-1", code=1).sentence
    assert "takes compliance; you work as a collector" in later(*ask, code=1).sentence
    sue, cora = (Shell(shell.db, "--now", "2026-06-02T15:01-04:00", "--as", name) for name in ("sue", "cora"))
    assert "takes compliance; you work as a supervisor" in sue(*ask, code=1).sentence
    assert "neither goes without the other" in cora(*ask[:4], code=2).sentence
    assert "In spite of agency.call-cap." in cora(*ask).out
    told = cora("explain-call", "A-1", "--json").json
    assert told["overridden"] == ["agency.call-cap"]
    assert (told["why"], told["by_role"], told["effect"]) == ("she asked for a call today", "compliance", "block")
    assert "In spite of agency.call-cap, as compliance" in cora("explain-call", "A-1").out
    assert len(cora("explain-call", "A-1", "--refused", "--json").json) == 3


def test_nobody_goes_on_in_spite_of_the_law(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path, monkeypatch, "cora,,,,,,,compliance")
    shell("restrict", "A-1", "cease", "--words", "stop calling me", "--written")
    cora = Shell(shell.db, "--now", NOW, "--as", "cora")
    said = cora("dial", "A-1", "--override", "us.fdcpa.cease", "--why", "urgent", code=1).sentence
    assert "Nobody may go on in spite of us.fdcpa.cease" in said
    said = cora("dial", "A-1", "--override", "agency.call-cap", "--why", "urgent", code=1).sentence
    assert "agency.call-cap does not stop this call" in said


# ── all at once ──


def test_all_cases_are_counted_by_verdict_and_rule(shell: Shell) -> None:
    shell("log", "A-1", "RPC-NC", "--talk", "60")
    tally = shell("check-all", "--json").json
    assert tally["cases"] == tally["allow"] + tally["warn"] + tally["block"] == 18
    by_rule = {each["rule"]: each["block"] for each in tally["rules"]}
    assert by_rule[AFTER_TALK] == 1
    assert 0 < tally["lasting"] < tally["block"]
    assert AFTER_TALK in shell("check-all").out
    night = shell.at("2026-06-02T23:30-04:00")("check-all", "--json").json
    assert night["block"] == 18


def test_a_dial_is_finished_by_its_outcome(shell: Shell) -> None:
    assert "Dialling the " in shell("dial", "A-1").out
    assert "no outcome yet" in shell("dial", "A-1", code=1).sentence
    shell("log", "A-1", "NA")
    assert shell("open", "A-1", "--json").json["calls_in_7_days"] == 1
