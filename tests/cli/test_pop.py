"""A number that rings, left by a softphone's hook."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cli.shell import NOW, PROGRAM, Shell
from tests.terminal import Terminal

SOON = 1.5
"""Seconds from the hook's end within which the screens say so."""


@contextmanager
def screens(shell: Shell, who: str = "ana") -> Iterator[Terminal]:
    """The screens of a login in a terminal, at the queue."""
    command = (*PROGRAM, "--db", shell.named, "--now", NOW, "--as", who)
    with Terminal(command, size=(100, 30), env={}) as terminal:
        terminal.wait_for("> +1 ")
        terminal.settle()
        yield terminal


def test_the_number_is_left_for_the_login_and_told_in_part(shell: Shell) -> None:
    said = shell("pop", "(614) 555-0101").out
    assert "614-***-0101 is calling ana" in said
    assert "555" not in said
    assert "no whole telephone number" in shell("pop", "555-01", code=2).sentence


def test_screens_that_run_say_what_another_program_leaves(shell: Shell) -> None:
    with screens(shell) as terminal:
        shell.program("pop", "614-555-0102")
        since = time.monotonic()
        terminal.wait_for("Ringing: 614-...-0102")
        assert time.monotonic() - since < SOON
        terminal.wait_for("Ringing: 614-...-0102, 1 candidate, / shows them")
        terminal.press("/")
        terminal.wait_for("> .*Roe, Sam")
        terminal.press("enter")
        terminal.wait_for("PREVIEW")
        terminal.press("i")
        terminal.wait_for(r"\(614\) 555-0102")
        terminal.press("enter")
        terminal.wait_for("LOCKED")
        assert "Ringing" not in terminal.text


def test_what_was_left_before_they_start_is_said_and_what_is_another_logins_is_not(shell: Shell) -> None:
    shell.program("pop", "614-555-0199")
    with screens(shell, "ben") as terminal:
        terminal.settle(SOON)
        assert "Ringing" not in terminal.text
    with screens(shell) as terminal:
        terminal.wait_for("Ringing: 614-...-0199, no candidate on file, / searches")


def test_a_caller_on_no_file_is_kept_without_a_word_and_listed(shell: Shell) -> None:
    assert "on no file" in shell("pop", "--list").out
    assert "..0144" in shell("pop", "937-555-0144", "--unmatched").out
    (call,) = shell("pop", "--list", "--json").json
    assert (call["number"], call["by"], call["at"][:10]) == ("..0144", "ana", "2026-06-02")
    assert "..0144  ana" in shell("pop", "--list").out
    assert shell("pop", "--list", "--forget-before", "2026-06-02", "--json").json == [call]
    assert shell("pop", "--list", "--forget-before", "2026-06-03", "--json").json == []
    for words in ((), ("614-555-0101", "--list"), ("--unmatched",), ("614-555-0101", "--forget-before", "2026-06-02")):
        assert "Write: pop NUMBER" in shell("pop", *words, code=2).sentence
