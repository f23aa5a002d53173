"""callassist as a program of its own: what it imports, how soon it is there, and what a kill leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.cli.shell import NOW, PROGRAM, Ran, Shell

HEAVY = ("yaml", "phonenumbers", "holidays", "sqlite_utils", "textual", "rich", "hypothesis", "rapidfuzz", "numpy")
SEEN = "import sys; from callassist.cli import run; run({words!r}); print(sorted({heavy!r} & sys.modules.keys()))"


def imported(*words: str) -> Ran:
    code = SEEN.format(words=list(words), heavy=set(HEAVY))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


def test_nothing_heavy_is_imported_to_work_a_case(shell: Shell) -> None:
    flags = ("--db", str(shell.db), "--now", NOW, "--as", "ana")
    shell.program("next")  # the rules are compiled and kept by now
    for words in (["--help"], ["next", "--json"], ["may-call", "C1"], ["log", "C1", "NA"], ["doctor"]):
        assert imported(*flags, *words).out.endswith("[]\n"), words


def test_nothing_heavy_but_textual_is_imported_for_the_screens() -> None:
    heavy = f"print(sorted({set(HEAVY)!r} & sys.modules.keys()))"
    code = f"import sys; import callassist.cli.screens, callassist.screens.app; {heavy}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['rich', 'textual']\n"


def test_it_runs_as_a_program(shell: Shell) -> None:
    assert shell.program("next", "--json").json["case"] == "C1"
    assert shell.program("may-call", "C999", code=1).sentence.startswith("There is no case 999")
    assert shell.program("bogus", code=2).sentence.startswith("No such command")
    done = subprocess.run([*PROGRAM, "--version"], capture_output=True, text=True, check=True)
    assert "callassist" in done.stdout


CALL = """
    import os, sys
    from callassist.cli.session import Session
    from callassist.commands import PlaceCall
    from datetime import datetime
    session = Session(sys.argv[1], "ana", datetime.fromisoformat(sys.argv[2]))
    desk = session.desk()
    opened = desk.next()
    desk.do(PlaceCall(row=opened.verdicts.best_row))
    desk.keep(f"call:{opened.case.id}", b"wife on the line")
    print(opened.case.id, flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(os.name != "posix", reason="needs kill -9")
def test_a_call_that_was_killed_goes_on(shell: Shell) -> None:
    argv = [sys.executable, "-c", textwrap.dedent(CALL), str(shell.db), NOW]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        case = int(program.stdout.readline())
        program.send_signal(signal.SIGKILL)
        program.wait()
    from datetime import datetime

    from callassist.cli.session import Session

    session = Session(str(shell.db), "ana", datetime.fromisoformat(NOW))
    desk = session.desk()
    opened = desk.unfinished()
    assert opened is not None
    assert (opened.case.id, opened.case.call is not None) == (case, True)
    assert desk.kept() == {f"call:{case}": b"wife on the line"}
    desk.store.close()
    ben = Shell(shell.db, "--now", NOW, "--as", "ben")
    assert "open on another desk" in ben("log", f"C{case}", "NA", code=1).sentence
    shell("log", f"C{case}", "RPC-NC", "--talk", "60")
    shell("doctor")


def test_two_shells_at_once_get_different_cases(shell: Shell) -> None:
    argv = [*PROGRAM, "--db", str(shell.db), "--now", NOW]
    programs = [
        subprocess.Popen([*argv, "--as", f"c{n}", "next", "--json"], stdout=subprocess.PIPE, text=True)
        for n in range(6)
    ]
    cases = [program.communicate()[0] for program in programs]
    assert all(program.returncode == 0 for program in programs)
    assert len({text.split('"')[3] for text in cases}) == 6


def test_a_read_only_file_is_a_sentence(shell: Shell, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anything")
    shell.db.chmod(0o400)
    assert "nothing could be saved" in shell("next", code=1).sentence
