"""Words from the shell: the message that may be left, why none may be, and what rules say of words."""

from __future__ import annotations

import pytest

from tests.cli.shell import Shell

LEFT = "This is Ana from Invented Example Services. Please call me back at 614-555-0142."


def test_the_message_is_printed(shell: Shell) -> None:
    assert shell("voicemail", "A-1").out.splitlines()[0] == LEFT


def test_the_message_with_all_that_may_be_said(shell: Shell) -> None:
    said = shell(
        *("voicemail", "A-1", "--greeting", "Good morning", "--dated", "--anyone", "--times", "today until 6 p.m."),
        *("--name", "Pat Sample", "--json"),
    ).json
    assert said["verdict"] == "allow"
    assert said["text"] == (
        "Good morning. This is Pat Sample from Invented Example Services. It is 10:05 AM on Tuesday, June 2. "
        "Please call me back at 614-555-0142. You may call today until 6 p.m. Any representative can help you."
    )


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (("--greeting", "Hello Dana"), "holds 'Dana'"),
        (("--times", "about your account"), "account"),
        (("--name", "the billing department"), "'Billing'"),
    ],
)
def test_a_word_too_much_and_none_may_be_left(shell: Shell, extra: tuple[str, ...], words: str) -> None:
    ran = shell("voicemail", "A-1", *extra, code=1)
    assert ran.out.startswith("No message.")
    assert words in ran.out
    assert "12 CFR 1006.2(j)" in ran.out


def test_a_client_that_allows_none(shell: Shell) -> None:
    said = shell("voicemail", "STELMO/A-3", "--json", code=1).json
    assert said["text"] is None
    assert [found["rule"] for found in said["findings"] if found["effect"] == "block"] == ["client.voicemail"]


def test_a_number_that_is_not_on_file(shell: Shell) -> None:
    assert "no number 99" in shell("voicemail", "A-1", "--phone", "99", code=2).sentence


def test_a_threat_is_warned_of(shell: Shell) -> None:
    said = shell("words", "A-1", "You'll regret this.", "--json").json
    assert said["verdict"] == "warn"
    assert [found["rule"] for found in said["findings"]] == ["us.fdcpa.violence"]


@pytest.mark.parametrize("text", ["they said you will sue me", "lost job, can do 50 on the 1st"])
def test_a_plain_note_is_not(shell: Shell, text: str) -> None:
    assert shell("words", "A-1", text).out == "No rule on file has anything to say of these words.\n"


def test_words_of_a_message(shell: Shell) -> None:
    assert shell("words", "A-1", LEFT, "--as", "message", "--json").json["verdict"] == "allow"
    ran = shell("words", "A-1", f"{LEFT} It is an important matter.", "--as", "message", code=1)
    assert "'important'" in ran.out
