"""replay and recap from the shell: the last call of a case, one by its number, what may be read back."""

from __future__ import annotations

from tests.cli.shell import NOW, PROGRAM, Shell
from tests.terminal import Terminal


def test_the_last_call_is_replayed_with_its_rules_and_without_answers(shell: Shell) -> None:
    shell("log", "A-1", "NA", "--phone", "4")
    told = shell("replay", "A-1", "--json").json
    assert (told["case"], told["outcome"], told["is_inbound"]) == ("C1", "NA", False)
    kinds = [step["kind"] for step in told["steps"]]
    assert kinds.index("CheckMade") < kinds.index("CallPlaced") < kinds.index("OutcomeLogged")
    text = shell("replay", "A-1").out
    assert "rules asked about place call" in text
    assert "Prompts were not journalled on this call." in text
    for secret in ("6145550101", "614-555-0101", "1980", "Dana", "1,284.50"):
        assert secret not in text


def test_a_call_is_named_by_its_number(shell: Shell) -> None:
    shell("log", "A-1", "NA", "--phone", "4")
    number = shell("replay", "A-1", "--json").json["call"]
    assert shell("replay", f"C1:{number}", "--json").json["call"] == number
    assert f"it has C1:{number}" in shell("replay", "C1:999", code=2).sentence
    assert "no number of a call" in shell("replay", "C1:x", code=2).sentence
    assert "no number of a call" in shell("replay", "C1:", code=2).sentence


def test_a_case_without_a_call_says_so(shell: Shell) -> None:
    assert "C2 has no call; it has none." in shell("replay", "A-2", code=2).sentence
    assert shell("recap", "A-2", code=1).sentence == "C2 has no call yet."


def test_one_step_at_a_time_needs_a_terminal(shell: Shell) -> None:
    shell("log", "A-1", "NA", "--phone", "4")
    assert "--step needs a terminal" in shell.program("replay", "A-1", "--step", code=2).sentence


def test_a_key_shows_the_next_step_and_q_stops(shell: Shell) -> None:
    shell("log", "A-1", "NA", "--phone", "4")
    command = (*PROGRAM, "--db", str(shell.db), "--now", NOW, "replay", "A-1", "--step")
    with Terminal(command, size=(120, 24)) as terminal:
        terminal.wait_for("rules asked about place call")
        assert "dialled the" not in terminal.text
        terminal.press("space")
        terminal.wait_for("dialled the")
        assert "outcome NA" not in terminal.text
        terminal.press("q")
        assert terminal.wait_for_end()
        assert "outcome NA" not in terminal.text


def test_a_promise_is_read_back(shell: Shell) -> None:
    shell("log", "A-1", "PTP", "--talk", "60", "--amount", "50", "--date", "2026-06-12")
    told = shell("recap", "A-1", "--json").json
    assert told["recap"].startswith("So I wrote down: ")
    assert "you pay $50.00 by Fri 12 Jun" in told["recap"]


def test_of_a_call_that_nobody_answered_there_is_nothing_to_read_back(shell: Shell) -> None:
    shell("log", "A-1", "NA", "--phone", "4")
    assert "nothing of this call" in shell("recap", "A-1").out
