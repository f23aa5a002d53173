"""Learning what the ear knows in a process of its own: seconds of work that would hold up the screens of this one."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

from callassist.intake.intent_files import CODE, NAME, SAID, load_ear
from callassist.intake.library import PACKAGE, is_kept

PACKAGES: Final = PACKAGE.parent
MAIN: Final = "from callassist.intake.learning_apart import main; main()"
_LEARNING: Final = Lock()


def learn_apart(root: Path) -> None:
    """Have it learnt and kept, unless it is; after that `load_ear` only reads. Where that fails, `load_ear` learns."""
    files = (str(root / NAME), str(root / SAID), *(str(PACKAGE / name) for name in CODE))
    with _LEARNING:
        if not is_kept("ear", root, files):
            in_a_process(MAIN, root)


def in_a_process(code: str, root: Path) -> None:
    """Run a line of ours with the data's folder as its word, and wait; a machine that starts none is passed over."""
    with suppress(OSError):
        _run(code, root)


def _run(code: str, root: Path) -> None:
    paths = os.pathsep.join([str(PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])])
    subprocess.run(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-P", "-c", code, str(root)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
        start_new_session=True,
        check=False,
    )


def main() -> None:
    """The other process: learn, and keep it."""
    load_ear(Path(sys.argv[1]))
