"""Opening the screens: on the database of the flags, or on a throwaway copy of the demo portfolio."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from callassist.cli.session import Session

if TYPE_CHECKING:
    from callassist.dialogue import Script
    from callassist.screens.lag import Lag

TUESDAY: Final = datetime.fromisoformat("2026-06-02T10:05:00-04:00")


def open_screens(session: Session) -> None:
    """Run the screens until the collector leaves. What goes wrong with the file is said on the screen itself."""
    gc.disable()  # a start makes hundreds of thousands of things that stay; the app turns it on when it is up
    from callassist.screens.app import CallassistApp

    seen = _watched() if os.environ.get("CALLASSIST_LAG") else None
    CallassistApp(functools.partial(session.desk, makes=True), session.label, _scripts).run()
    if seen is not None:
        for line in seen.told():
            click.echo(line, err=True)


def _scripts() -> tuple[Script, ...]:
    from callassist.intake.library import load_scripts

    return load_scripts()


def _watched() -> Lag:
    from callassist.screens.lag import Lag

    return Lag.watching()


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
