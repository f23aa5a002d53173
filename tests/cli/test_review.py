"""review from the shell: both forms of a transcript, what is known beside it, and input that is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.shell import Shell

TURNS = (
    {"speaker": "Agent", "text": "Hello, you have an overdue balance of $250 with us. How would you like to pay it?"},
    {"speaker": "Customer", "text": "Stop calling me."},
    {"speaker": "Agent", "text": "You will be arrested if you do not pay."},
)


def written(path: Path, *lines: object) -> str:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return str(path)


def test_findings_have_their_turn_words_rule_and_citation(shell: Shell, tmp_path: Path) -> None:
    told = shell("review", written(tmp_path / "call.jsonl", *TURNS), "--state", "OH", "--json").json
    (call,) = told
    assert call["turns"] == 3
    by_kind = {each["kind"]: each for each in call["findings"]}
    assert {"early-debt", "disclosure", "stop-ignored", "threat-arrest"} <= by_kind.keys()
    assert by_kind["threat-arrest"]["turn"] == 3
    assert by_kind["threat-arrest"]["rule"] == "us.fdcpa.threat-arrest"
    assert any("1692e" in each for each in by_kind["threat-arrest"]["cite"])
    assert {"tone", "earlier"} <= {each["kind"] for each in call["cannot_tell"]}
    text = shell("review", str(tmp_path / "call.jsonl")).out
    assert 'turn 3, us: "be arrested"' in text
    assert "cannot tell" in text


def test_a_call_a_line_is_the_same_and_several_are_counted(shell: Shell, tmp_path: Path) -> None:
    stamped = [{**turn, "stime": 0, "etime": 3} for turn in TURNS]
    calls = ({"call_id": "a", "turns": stamped}, {"call_id": "b", "turns": stamped[:1]})
    path = written(tmp_path / "calls.jsonl", *calls)
    assert [each["call"] for each in shell("review", path, "--json").json] == ["a", "b"]
    assert "2 calls, 0 without a finding:" in shell("review", path).out


def test_a_state_or_client_that_is_not_known_is_a_usage_error(shell: Shell, tmp_path: Path) -> None:
    path = written(tmp_path / "call.jsonl", *TURNS)
    assert "no state" in shell("review", path, "--state", "ZZ", code=2).sentence
    assert "No client is called NOBODY" in shell("review", path, "--client", "NOBODY", code=2).sentence
    (call,) = shell("review", path, "--client", "MERCY", "--json").json
    assert "coverage" in {each["kind"] for each in call["findings"]}


def test_other_names_for_speakers_are_named(shell: Shell, tmp_path: Path) -> None:
    path = written(tmp_path / "call.jsonl", {"speaker": "SPK_0", "text": "Hello."}, {"speaker": "SPK_1", "text": "Hi."})
    sentence = shell("review", path, code=1).sentence
    assert "line 1" in sentence
    assert "'SPK_0'" in sentence
    (call,) = shell("review", path, "--ours", "SPK_0", "--theirs", "spk_1", "--json").json
    assert call["turns"] == 2


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b'{"speaker": "Agent", "text": "Hello."}\nnot json\n', "line 2: it is not JSON"),
        (b'{"speaker": "Agent", "text": "Hello."}\n\xff\xfe\n', "line 2: it is not JSON"),
        (b'{"who": "Agent", "said": "Hello."}\n', "line 1: it has neither 'turns' nor both 'speaker' and 'text'"),
        (b'{"call_id": "x", "turns": []}\n', "line 1: the call has no turns"),
        (b'{"turns": [{"speaker": "Agent"}]}\n', "line 1: object missing required field 'text'"),
        (b'{"speaker": 3, "text": "Hello."}\n', "line 1: expected"),
        (b"[1, 2]\n", "line 1: expected"),
        (b"[" * 100_000 + b"\n", "line 1: "),
        (b"\n\n", "there is no turn in it"),
        (b"", "there is no turn in it"),
        (b'{"speaker": "Agent", "text": "Hel", "final": false}\n', "there is no turn in it"),
        (
            b'{"speaker": "Agent", "text": "' + b"a" * 9_000_000 + b'"}\n',
            "line 1: the line is longer than 8,000,000 bytes",
        ),
    ],
    ids=[
        "text",
        "bytes",
        "keys",
        "no-turns",
        "half-a-turn",
        "number",
        "list",
        "deep",
        "blank",
        "empty",
        "unfinished",
        "long",
    ],
)
def test_what_is_no_transcript_is_one_sentence_with_its_line(
    shell: Shell, tmp_path: Path, body: bytes, what: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(body)
    assert what in shell("review", str(path), code=1).sentence


def test_a_file_may_begin_with_a_byte_order_mark(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "call.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"speaker": "Agent", "text": "We will have you arrested."}\n')
    assert "threat-arrest" in shell("review", str(path)).out


def test_a_card_number_is_not_printed(shell: Shell, tmp_path: Path) -> None:
    path = written(tmp_path / "call.jsonl", {"speaker": "Customer", "text": "It is 4111 1111 1111 1111."})
    out = shell("review", path).out
    assert "card-aloud" in out
    assert "4111" not in out
