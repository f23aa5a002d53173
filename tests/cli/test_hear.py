"""Hearing from the shell: a line, a file, standard input; what is printed, and what is wrong with the data."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.shell import PROGRAM, Shell

DATA = Path(__file__).resolve().parents[2] / "data"
KEYS = (*("text", "intents", "amounts_cents", "dates", "times", "cadences", "paydays", "numbers", "people", "counter"),)


def test_a_line_in_json_has_all_its_keys(shell: Shell) -> None:
    heard = shell("hear", "stop calling me", "--json").json
    assert tuple(heard) == KEYS
    assert heard["text"] == "stop calling me"
    assert heard["intents"][0]["name"] == "cease_contact"
    assert heard["intents"][0]["severity"] == "critical"
    assert heard["intents"][0]["shown"] is True
    assert heard["intents"][0]["quoted"] == "stop calling"


def test_shorthand_of_a_collector_is_three_things(shell: Shell) -> None:
    heard = shell("hear", "lost job, can do 50 on the 1st, wife on line", "--json").json
    shown = {each["name"] for each in heard["intents"] if each["shown"]}
    assert {"hardship_cannot_pay", "third_party_answered"} <= shown
    assert heard["amounts_cents"] == [5000]
    assert heard["dates"] == ["2026-07-01"]
    assert heard["people"][0]["relation"] == "spouse"


def test_a_file_is_heard_line_by_line(shell: Shell, tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("I filed chapter 7\n\nhello there\n", encoding="utf-8")
    out = [json.loads(line) for line in shell("hear", "--file", str(lines), "--json").out.splitlines()]
    assert [each["text"] for each in out] == ["I filed chapter 7", "hello there"]
    assert out[0]["intents"][0]["name"] == "bankruptcy"
    assert not any(each["shown"] for each in out[1]["intents"])


@pytest.mark.slow
def test_standard_input_is_a_file(shell: Shell) -> None:
    done = subprocess.run(
        [*PROGRAM, "--db", shell.named, "hear", "--file", "-", "--json"],
        input="wrong number\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["intents"][0]["name"] == "wrong_number"


def test_words_have_the_reminder(shell: Shell) -> None:
    said = shell("hear", "I want to speak with your supervisor").out
    assert "complaint_threat" in said
    assert "keep the complaint" in said


def test_nothing_is_said_of_a_greeting(shell: Shell) -> None:
    assert "nothing that calls for an answer" in shell("hear", "hello").out


def test_a_file_that_is_not_there(shell: Shell, tmp_path: Path) -> None:
    assert "no such file" in shell("hear", "--file", str(tmp_path / "none.txt"), code=1).sentence


@pytest.mark.parametrize("words", [(), ("hello", "--file", "-"), ("hello", "--check")])
def test_one_thing_is_heard_at_a_time(shell: Shell, words: tuple[str, ...]) -> None:
    assert "Say what to hear" in shell("hear", *words, code=2).sentence


def test_the_data_is_sound(shell: Shell) -> None:
    assert shell("hear", "--check", "--json").json["intents"] >= 41


def test_faults_of_the_data_have_their_lines(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "data"
    shutil.copytree(DATA, root)
    path = root / "intents.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("outcome: WN\n    guards: [denied]", "outcome: WN\n    guards: [denid]"), encoding="utf-8"
    )
    monkeypatch.setenv("CALLASSIST_DATA", str(root))
    sentence = shell("hear", "--check", code=1).sentence
    assert "intents.yaml line " in sentence
    assert "'denid' is no guard; write one of denied, others, supposed, asked, past" in sentence
