"""Opening the screens: on the database of the flags, or on a throwaway copy of the demo portfolio."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from callassist.cli.session import Session

if TYPE_CHECKING:
    from callassist.dialogue import Script
    from callassist.handbook import Handbook
    from callassist.screens.app import CallassistApp
    from callassist.screens.lag import Lag

TUESDAY: Final = datetime.fromisoformat("2026-06-02T10:05:00-04:00")


def open_screens(session: Session) -> None:
    """Run the screens until the collector leaves. What goes wrong with the file is said on the screen itself."""
    gc.disable()  # a start makes hundreds of thousands of things that stay; the app turns it on when it is up
    from callassist.screens.app import CallassistApp

    seen = _watched() if os.environ.get("CALLASSIST_LAG") else None
    app = CallassistApp(functools.partial(session.desk, makes=True), session.label, _scripts)
    with _listening(app, session.listens):
        app.run()
    if seen is not None:
        for line in seen.told():
            click.echo(line, err=True)


@contextlib.contextmanager
def _listening(app: CallassistApp, named: str) -> Iterator[None]:
    """The app with a transcript that it hears, if one was named. UsageError, OSError."""
    if not named:
        yield
        return
    from callassist.screens.pipe import Pipe, open_transcript, telling

    app.pipe = Pipe(_stdin() if named == "-" else open_transcript(named), telling(app))
    app.pipe.start()
    try:
        yield
    finally:
        app.pipe.stop()


def _stdin() -> int:
    """What is piped in, under another number: keys come from the terminal. UsageError."""
    if sys.stdin.isatty():
        message = "--listen - hears what is piped in; name a FIFO or a file instead."
        raise click.UsageError(message)
    lines = os.dup(0)
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError as fault:
        message = "--listen - needs a terminal for the screens, and there is none."
        raise click.UsageError(message) from fault
    os.dup2(terminal, 0)
    os.close(terminal)
    return lines


def _scripts(language: str) -> tuple[Script, ...]:
    from callassist.intake.script_texts import scripts_in

    return scripts_in(language)


def _watched() -> Lag:
    from callassist.screens.lag import Lag

    return Lag.watching()


@click.command("demo")
@click.option("--listen", metavar="FILE|-", default="", help="Hear lines of a transcript.")
@click.pass_obj
def demo_(session: Session, listen: str) -> None:
    """Work the demo portfolio: synthetic people, its own clock from a Tuesday at 10:05 Eastern, nothing is kept."""
    with throwaway(session) as rehearsal:
        rehearsal.listens = listen or session.listens
        if rehearsal.listens:
            rehearsal.handbook = _transcribing(rehearsal.handbook)
        open_screens(rehearsal)


def _transcribing(handbook: Handbook) -> Handbook:
    """The demo's own agency lets calls be turned into text, once they agree; its people are invented."""
    from msgspec.structs import replace

    from callassist.policy import Transcription

    setting = handbook.setting
    agency = replace(setting.agency, transcription=Transcription(is_on=True))
    return replace(handbook, setting=replace(setting, agency=agency))


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
