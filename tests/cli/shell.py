"""callassist as a shell runs it, in this process or as a program of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from callassist.cli import run

NOW = "2026-06-02T10:05-04:00"
PROGRAM = (sys.executable, "-m", "callassist")


@dataclass
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command printed
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one sentence of an error."""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


class Shell:
    """Commands on one database; a rehearsal unless said otherwise."""

    def __init__(self, db: Path | str, *always: str) -> None:
        self.named = str(db)
        self.db = Path(db)
        self.always = always

    def __call__(self, *words: str, code: int = 0) -> Ran:
        """Run it here; its exit code must be the one expected."""
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            found = run(["--db", self.named, *self.always, *words])
        ran = Ran(found, out.getvalue(), err.getvalue())
        assert ran.code == code, ran
        return ran

    def program(self, *words: str, code: int = 0) -> Ran:
        """Run it as a program of its own."""
        argv = [*PROGRAM, "--db", self.named, *self.always, *words]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        ran = Ran(done.returncode, done.stdout, done.stderr)
        assert ran.code == code, ran
        return ran

    def at(self, moment: str) -> Shell:
        """The same database at another time."""
        return Shell(self.db, "--now", moment, *(word for word in self.always if word not in {"--now", NOW}))
