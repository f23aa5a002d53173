"""Opening the screens: on the database of the flags, or on a throwaway copy of the demo portfolio."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from callassist.cli.session import Session

TUESDAY: Final = datetime.fromisoformat("2026-06-02T10:05:00-04:00")


def open_screens(session: Session) -> None:
    """Run the screens until the collector leaves. What goes wrong with the file is said on the screen itself."""
    from callassist.screens.app import CallassistApp

    CallassistApp(session.desk, session.label).run()


@click.command("demo")
@click.pass_obj
def demo_(session: Session) -> None:
    """Work the demo portfolio: synthetic people, its own clock from a Tuesday at 10:05 Eastern, nothing is kept."""
    with throwaway(session) as rehearsal:
        open_screens(rehearsal)


@contextlib.contextmanager
def throwaway(session: Session) -> Iterator[Session]:
    """A session on a copy of the demo portfolio, which is built once and kept in the cache folder."""
    from callassist.cli.demo import demo_database

    folder = Path(tempfile.mkdtemp(prefix="callassist-demo-"))
    try:
        path = folder / "demo.sqlite"
        demo_database(path, session.handbook, TUESDAY, session.actor)
        demo = Session(str(path), session.actor, TUESDAY)
        demo.note = "DEMO  Tuesday from 10:05 ET"
        yield demo
    finally:
        shutil.rmtree(folder, ignore_errors=True)
