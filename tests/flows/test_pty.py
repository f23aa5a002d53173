"""The program itself, in a terminal of its own: keys as terminals send them, sizes, colours, and being killed."""

from __future__ import annotations

import os
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from callassist.intake.synthetic import DEMO_AS_OF, write_csv
from tests.terminal import Terminal

TUESDAY = "2026-06-02T10:05:00-04:00"
FIRST_ROW = r"> +1 [A-Z]\. [A-Z]\."
Start = Callable[..., Terminal]


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rehearsal with sixty debts on file."""
    folder = tmp_path_factory.mktemp("placed")
    write_csv(folder / "few.csv", 60, 11, DEMO_AS_OF)
    arguments = ("--db", str(folder / "few.sqlite"), "--now", TUESDAY, "import", "placements", str(folder / "few.csv"))
    subprocess.run([sys.executable, "-m", "callassist", *arguments], check=True, capture_output=True)
    with closing(sqlite3.connect(folder / "few.sqlite")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "few.sqlite"


@pytest.fixture
def database(placed: Path, tmp_path: Path) -> Path:
    """A copy of it for each test."""
    copy = tmp_path / "shift.sqlite"
    copy.write_bytes(placed.read_bytes())
    copy.chmod(0o600)
    return copy


@pytest.fixture
def start(database: Path) -> Iterator[Start]:
    """The screens in a terminal; none is left running."""
    running: list[Terminal] = []

    def begin(size: tuple[int, int] = (80, 24), now: str = TUESDAY, **env: str) -> Terminal:
        command = (sys.executable, "-m", "callassist", "--db", str(database), "--now", now)
        running.append(Terminal(command, size=size, env=env))
        return running[-1]

    yield begin
    for terminal in running:
        terminal.end()


def _at_queue(terminal: Terminal) -> None:
    terminal.wait_for(FIRST_ROW)
    terminal.settle()


def _marked(terminal: Terminal) -> int:
    found = re.search(r"^> *(\d+) ", terminal.text, re.MULTILINE)
    assert found, terminal.text
    return int(found[1])


# ── keys ──


def test_thirty_keys_in_one_write_act_in_order_and_none_is_lost(start: Start, database: Path) -> None:
    terminal = start()
    _at_queue(terminal)
    second = re.search(r"^ +2 ([A-Z]\. [A-Z]\.)", terminal.text, re.MULTILINE)
    assert second
    # down and up the queue, a case taken, a note of words, out of the field, back to the queue, the list turned
    # and turned back, down and up again: 36 keys
    words = "asked for a letter"
    terminal.press("j", "j", "k", "enter", "n", *words, "f12", "f12", "b", "f12", "down", "down", "up", "home", "j")
    terminal.settle(1.0)
    assert "CMD QUEUE" in terminal.text
    assert _marked(terminal) == 2
    terminal.press("enter")
    terminal.wait_for(r"\[PREVIEW\]")
    with closing(sqlite3.connect(database)) as looked:
        notes = [body for (body,) in looked.execute("SELECT body FROM dossier") if words.encode() in bytes(body)]
    assert len(notes) == 1


def test_keys_written_before_the_first_frame_are_kept(start: Start) -> None:
    terminal = start()
    terminal.press("j", "j", "j", "enter")
    terminal.wait_for(r"\[PREVIEW\]")


def test_every_function_key_is_understood_as_terminals_send_it(start: Start) -> None:
    terminal = start()
    _at_queue(terminal)
    for key, seen in (("f1", "Help: queue"), ("f12", "CMD QUEUE"), ("f2", "Palette"), ("f12", "CMD QUEUE")):
        terminal.press(key)
        terminal.wait_for(seen)
        terminal.settle(0.05)
    terminal.press("f4")
    terminal.wait_for("no list of values")
    terminal.press("f5")
    terminal.settle()
    terminal.press("enter")
    terminal.wait_for(r"\[PREVIEW\]")
    terminal.press("f3")
    terminal.wait_for("CMD QUEUE")


def test_a_bracketed_paste_in_cmd_is_ignored_and_said_so(start: Start) -> None:
    terminal = start()
    _at_queue(terminal)
    terminal.write(b"\x1b[200~s b j\r\x11\x1b[201~")
    terminal.wait_for("paste is ignored")
    assert _marked(terminal) == 1
    assert "CMD QUEUE" in terminal.text


def test_a_bracketed_paste_into_a_field_is_text(start: Start) -> None:
    terminal = start()
    _at_queue(terminal)
    terminal.press("/")
    terminal.wait_for("TYPE  Search")
    terminal.write(b"\x1b[200~no such\x07 body\x1b[201~")
    terminal.wait_for("no such ?body")
    terminal.press("f12")
    terminal.wait_for("CMD QUEUE")


@pytest.mark.parametrize("key", ["ctrl+z", "ctrl+s"])
def test_no_key_stops_the_terminal(start: Start, key: str) -> None:
    terminal = start()
    _at_queue(terminal)
    terminal.press(key)
    terminal.settle()
    terminal.press("down")
    terminal.wait_for(r"> +2 ")
    assert terminal.is_running()


def test_a_stopped_and_continued_program_draws_itself_again(start: Start) -> None:
    terminal = start()
    _at_queue(terminal)
    os.kill(terminal.pid, signal.SIGTSTP)
    terminal.settle(0.3)
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.settle(0.3)
    terminal.press("down")
    terminal.wait_for(r"> +2 ")


def test_a_terminal_that_takes_nothing_for_a_while_loses_no_key(start: Start) -> None:
    terminal = start()
    _at_queue(terminal)
    terminal.stop_reading()
    terminal.press(*["down", "up"] * 300, "down", "down")
    time.sleep(2)
    terminal.read_on()
    terminal.wait_for(r"> +3 ")


def test_ctrl_q_leaves_and_gives_the_terminal_back(start: Start) -> None:
    terminal = start()
    _at_queue(terminal)
    terminal.press("ctrl+q")
    assert terminal.wait_for_end()
    assert b"\x1b[?1049l" in terminal.raw
    assert b"\x1b[?25h" in terminal.raw


# ── sizes and colours ──


@pytest.mark.parametrize("size", [(40, 10), (59, 24), (80, 15), (10, 3)])
def test_a_terminal_too_small_says_so(start: Start, size: tuple[int, int]) -> None:
    terminal = start(size)
    terminal.wait_for("Too")
    terminal.resize(80, 24)
    terminal.wait_for(FIRST_ROW)


def test_resized_in_the_middle_of_typing_no_letter_is_lost(start: Start) -> None:
    terminal = start()
    _at_queue(terminal)
    terminal.press("enter")
    terminal.wait_for(r"\[PREVIEW\]")
    terminal.press("n")
    terminal.wait_for("TYPE CALL")
    words = "she moved to the blue house in may"
    for number, letter in enumerate(words):
        terminal.press(letter)
        if number % 9 == 4:
            terminal.resize(*((120, 36), (40, 10), (66, 20), (120, 36))[number // 9])
    terminal.resize(80, 24)
    terminal.wait_for(words)


@pytest.mark.parametrize(
    "env",
    [
        {"NO_COLOR": "1"},
        {"TERM": "dumb", "COLORTERM": ""},
        {"TERM": "xterm", "COLORTERM": ""},
        {"TERM": "linux", "COLORTERM": ""},
        {"TERM": "screen", "COLORTERM": ""},
    ],
    ids=lambda env: " ".join(f"{name}={value}" for name, value in env.items()),
)
def test_it_is_legible_with_few_colours_or_none(start: Start, env: dict[str, str]) -> None:
    terminal = start(**env)
    _at_queue(terminal)
    assert "CMD QUEUE" in terminal.text
    assert "REHEARSAL" in terminal.text
    for row in terminal.screen.buffer.values():
        for cell in row.values():
            assert cell.data == " " or cell.fg != cell.bg or cell.reverse, cell
    assert _marked(terminal) == 1


# ── being killed ──


def test_killed_in_a_call_the_next_start_goes_on_with_it(start: Start) -> None:
    terminal = start()
    _at_queue(terminal)
    for key, seen in (
        ("enter", r"\[PREVIEW\]"),
        ("enter", r"\[RINGING\]"),
        ("enter", r"\[LOCKED\]"),
        ("n", "TYPE CALL"),
    ):
        terminal.press(key)
        terminal.wait_for(seen)
        terminal.settle(0.05)
    terminal.press(*"wants it in writing")
    terminal.wait_for("wants it in writing")
    terminal.settle(1.0)
    terminal.kill()
    again = start(now="2026-06-02T10:09:00-04:00")
    again.wait_for("cut off")
    again.wait_for("wants it in writing")
    assert re.search(r"\[LOCKED\] +talk 00:\d\d \(stands\)", again.text)


def test_killed_at_the_queue_nothing_is_offered(start: Start) -> None:
    terminal = start()
    _at_queue(terminal)
    terminal.press("enter")
    terminal.wait_for(r"\[PREVIEW\]")
    terminal.kill()
    again = start(now="2026-06-02T10:09:00-04:00")
    _at_queue(again)
    assert "cut off" not in again.text


# ── when nothing can be written ──


def _fill_disk(terminal: Terminal) -> None:
    """Let no file of the program grow, as on a full disk."""
    resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))


def _make_room(terminal: Terminal) -> None:
    resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_on_a_full_disk_a_sentence_says_so_and_the_same_key_works_once_there_is_room(start: Start) -> None:
    terminal = start()
    _at_queue(terminal)
    _fill_disk(terminal)
    terminal.press("enter")
    terminal.wait_for(r"X [\s\S]*nothing could be\s+saved")
    assert "CMD QUEUE" in terminal.text
    terminal.press("r")
    terminal.settle()
    _at_queue(terminal)
    _make_room(terminal)
    terminal.press("enter")
    terminal.wait_for(r"\[PREVIEW\]")


def test_what_is_typed_on_a_full_disk_stays_on_the_screen_and_is_kept_once_there_is_room(start: Start) -> None:
    terminal = start()
    _at_queue(terminal)
    for key, seen in (
        ("enter", r"\[PREVIEW\]"),
        ("enter", r"\[RINGING\]"),
        ("enter", r"\[LOCKED\]"),
        ("n", "TYPE CALL"),
    ):
        terminal.press(key)
        terminal.wait_for(seen)
        terminal.settle(0.05)
    terminal.press(*"can pay ")
    terminal.settle(1.0)
    _fill_disk(terminal)
    terminal.press(*"on fridays")
    terminal.wait_for(r"could be saved|could be\s+saved")
    assert "can pay on fridays" in terminal.text
    _make_room(terminal)
    terminal.settle(2.5, 4.0)
    terminal.kill()
    again = start(now="2026-06-02T10:09:00-04:00")
    again.wait_for("can pay on fridays")


# ── what holds the screens up ──


def test_with_a_watch_on_it_the_program_tells_what_held_it_up(start: Start) -> None:
    terminal = start(CALLASSIST_LAG="1")
    _at_queue(terminal)
    terminal.press("ctrl+q")
    assert terminal.wait_for_end()
    assert re.search(rb"lag: \d+ callbacks over 16 ms", terminal.raw)
