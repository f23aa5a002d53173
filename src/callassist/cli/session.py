"""What every command starts from: which database, who, at what time. Opened when first asked for."""

from __future__ import annotations

import functools
import getpass
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from callassist.cli import printed
from callassist.errors import BadInput, CallassistError

if TYPE_CHECKING:
    from callassist.desk import Desk
    from callassist.handbook import Handbook
    from callassist.listening import Ear
    from callassist.odds import Odds
    from callassist.stores.sqlite import SqliteStore

R = TypeVar("R")
REHEARSAL: Final = "rehearsal"
"""The mark that says under which clock a database was first written: NO is real time and live data."""
YES, NO = "yes", "no"
NOTES: Final = {YES: "REHEARSAL", "demo": "DEMO"}
DEMO_AGENCY: Final = "DEMO AGENCY: replace agency.yaml"
OWNER_ONLY: Final = 0o700


class NotThisClock(CallassistError):
    """A live database was asked to write under another clock."""

    def __str__(self) -> str:
        """What to do instead."""
        return f"{self.args[0]} holds live data, which keeps real time; leave out --now, or name another --db."


class NotThisName(CallassistError):
    """Live data was opened under a name that is not the login's."""

    def __str__(self) -> str:
        """What to do instead."""
        return f"Live data is opened under your own login, {self.args[0]}; leave out --as, or rehearse on another --db."


class NoDatabase(CallassistError):
    """There is nothing to read yet."""

    def __str__(self) -> str:
        """What to do first."""
        return f"There is no database at {self.args[0]}; make one with: callassist import placements FILE."


class NoFolder(CallassistError):
    """The folder for the database cannot be made."""

    def __str__(self) -> str:
        """Where, and why not."""
        return f"{self.args[0]}: the folder cannot be made ({self.args[1]}); name another place with --db."


class Session:
    """The flags, and what follows from them. One a process."""

    def __init__(self, db: str | None, actor: str | None, now: datetime | None) -> None:
        self._named = db or os.environ.get("CALLASSIST_DB")
        self.login = login()
        self.actor = actor or self.login
        self.at = now
        self.note = ""
        self.listens = ""
        self._started = datetime.now(UTC)

    @functools.cached_property
    def path(self) -> Path:
        """Where the database is; BadInput when it is named as no file could be."""
        return _place(self._named)

    def clock(self) -> datetime:
        """Now: real time, or the time of --now running on from the start."""
        real = datetime.now(UTC)
        return real if self.at is None else self.at + (real - self._started)

    def label(self) -> str:
        """What every screen says of this database: a demo, a rehearsal, an agency that is not ours; else nothing."""
        return self.note

    @functools.cached_property
    def handbook(self) -> Handbook:
        """Rules, outcomes, agency and clients from the data folder."""
        from msgspec.structs import replace

        from callassist.intake.library import load_handbook

        handbook = load_handbook()
        return replace(handbook, ear=_listening(handbook.ear))

    def store(self, *, writes: bool = True, makes: bool = False, for_load: bool = False) -> SqliteStore:
        """The database, checked against the flags; with `makes` it is made when it is not there.

        A database first written under --now is a rehearsal for ever. NoDatabase, NotThisClock, NotThisName.
        """
        from callassist.stores.sqlite import SqliteStore

        if makes:
            self._make_folder()
        elif not self.path.exists():
            raise NoDatabase(str(self.path))
        store = SqliteStore(str(self.path), for_load=for_load)
        try:
            self._check(store, writes=writes)
        except BaseException:
            store.close()
            raise
        if context := click.get_current_context(silent=True):
            context.call_on_close(store.close)
        return store

    def _make_folder(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
        except OSError as fault:
            raise NoFolder(str(self.path.parent), fault.strerror) from fault

    def _check(self, store: SqliteStore, *, writes: bool) -> None:
        kind = store.setting(REHEARSAL)
        if not kind and writes:
            is_empty = next(store.scan(), None) is None
            kind = store.setting(REHEARSAL, YES if is_empty and self.at is not None else NO)
        self.note = self.note or NOTES.get(kind, "")
        if kind in NOTES:
            return
        if self.actor != self.login:
            raise NotThisName(self.login)
        if writes and self.at is not None:
            raise NotThisClock(str(self.path))
        if self.handbook.setting.agency.is_demo:
            self.note = DEMO_AGENCY

    def desk(self, *, writes: bool = True, makes: bool = False) -> Desk:
        """A seat at the database, with the limits of whoever is working."""
        from callassist.desk import Desk
        from callassist.intake.collectors import read_seat

        return Desk(self.store(writes=writes, makes=makes), self.handbook, self.clock, read_seat(self.actor), self.odds)

    def odds(self) -> Odds:
        """What was learnt from this database's own log, else the prior figures. It brings numpy."""
        from callassist.desk.numerics import with_numpy

        with_numpy()
        from callassist.intake.odds_files import load_odds

        return load_odds(self.path)

    # ── printing ──

    def show(self, value: object, *, as_json: bool, text: Callable[[], str]) -> None:
        """Print a value: as JSON with stable keys, or as text."""
        if as_json:
            click.echo(printed.as_json(value))
        else:
            self.say(text())

    def say(self, text: str) -> None:
        """Print text, which need not be trusted; what kind of database it comes from is said beside it."""
        if self.note:
            click.echo(self.note, err=True)
        click.echo(printed.clean(text))


def _listening(load: Callable[[], Ear]) -> Callable[[], Ear]:
    """What hears: by words at once, and better when the small model is there. Nothing of it is read before."""

    @functools.cache
    def listener() -> Callable[[], Ear]:
        from callassist.embedding import Listener

        return Listener(load)

    def ear() -> Ear:
        return listener()()

    return ear


def login() -> str:
    """Who is logged in, by the system's own word: an environment variable can say anything."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return getpass.getuser()


def _place(named: str | None) -> Path:
    if named is None:
        from platformdirs import user_data_path

        return user_data_path("callassist", appauthor=False) / "callassist.sqlite"
    if "://" in named:
        what, remedy = "this callassist keeps its data in a file", "name a path"
        raise BadInput(what, named.split("@")[-1], remedy)
    return Path(named)


def _moment(_ctx: click.Context, _param: click.Parameter, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        message = f"{text!r} is no ISO 8601 moment; write it as 2026-06-02T10:05-04:00."
        raise click.BadParameter(message) from fault
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def flags(command: Callable[..., R]) -> Callable[..., R]:
    """The global flags, gathered into a Session."""

    @click.option("--db", metavar="PATH", help="The database; default $CALLASSIST_DB, else the user's data folder.")
    @click.option("--as", "actor", metavar="NAME", help="Who is working; default the login.")
    @click.option("--now", metavar="ISO8601", callback=_moment, help="Work at another time (rehearsals only).")
    @click.option("--listen", metavar="FILE|-", default="", help="Hear lines of a transcript (screens only).")
    @functools.wraps(command)
    def gathered(
        *args: object, db: str | None, actor: str | None, now: datetime | None, listen: str, **rest: object
    ) -> R:
        session = Session(db, actor, now)
        session.listens = listen
        return command(*args, session=session, **rest)

    return gathered
