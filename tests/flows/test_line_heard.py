"""The line with the ear that ships, and a transcript with the program itself."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from callassist.intake.synthetic import DEMO_AS_OF, write_csv
from tests.flows.seen import see, shown
from tests.flows.shift import DANA, Shift, running, told
from tests.terminal import Terminal

TUESDAY = "2026-06-02T10:05:00-04:00"


async def test_what_a_hurried_collector_types_is_heard_as_it_is_meant(shift: Shift) -> None:
    async with running(shift, (120, 36)) as call:
        await told(call)
        await call.press(":")
        await call.type("lost job, can do 50 on the 1st, wife on line")
        await call.press("enter")
        await see(call, "1 Spouse speaks")
        seen = shown(call.app)
        assert "2 They propose $50 on 1 Jul" in seen
        assert "3 Hardship" in seen


async def test_while_locked_the_ear_that_ships_brings_nothing_up_that_tells_of_a_debt(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", ":")
        await call.type("I already paid it, insurance should pay, not my debt, 50 a month, lost my job")
        await call.press("enter")
        assert "Nothing to propose" in call.message


def _program(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "callassist", *arguments)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rehearsal with twenty debts on file."""
    folder = tmp_path_factory.mktemp("listening")
    write_csv(folder / "few.csv", 20, 11, DEMO_AS_OF)
    target = folder / "few.sqlite"
    arguments = ("--db", str(target), "--now", TUESDAY, "import", "placements", str(folder / "few.csv"))
    subprocess.run(_program(*arguments), check=True, capture_output=True)
    return target


def test_lines_come_from_stdin_while_keys_come_from_the_terminal(database: Path, tmp_path: Path) -> None:
    said = tmp_path / "said"
    os.mkfifo(said)
    screens = shlex.join(_program("--db", str(database), "--now", TUESDAY, "--listen", "-"))
    with Terminal(("/bin/sh", "-c", f"cat {shlex.quote(str(said))} | {screens}")) as terminal:
        with said.open("w") as stream:
            stream.write('{"speaker": "debtor", "text": "stop calling me"}\n')
            stream.flush()
            terminal.wait_for(r"> +1 [A-Z]\. [A-Z]\.")
            for key, seen in (("enter", "PREVIEW"), ("enter", "RINGING"), ("enter", "Listening is off")):
                terminal.press(key)
                terminal.wait_for(seen)
        terminal.settle()
        terminal.press("\x11")
        terminal.settle()
        terminal.press("\x11")
        assert terminal.wait_for_end(10)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--listen", "nowhere.jsonl"), "nowhere.jsonl: no such file or directory."),
        (("--listen", "said.jsonl", "doctor"), "--listen is for the screens"),
    ],
    ids=["no file", "no screens"],
)
def test_what_cannot_be_listened_to_is_said_before_anything_opens(
    arguments: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    command = _program("--db", str(tmp_path / "none.sqlite"), *arguments)
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode
    assert sentence in done.stderr
    assert not (tmp_path / "none.sqlite").exists()
