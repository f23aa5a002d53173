"""What every command starts from: which database, who, at what time. Opened when first asked for."""

from __future__ import annotations

import functools
import getpass
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from callassist.errors import CallassistError

if TYPE_CHECKING:
    from callassist.desk import Desk
    from callassist.handbook import Handbook
    from callassist.stores.sqlite import SqliteStore

R = TypeVar("R")
REHEARSAL: Final = "rehearsal"


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


class Session:
    """The flags, and what follows from them. One a process."""

    def __init__(self, db: str | None, actor: str | None, now: datetime | None) -> None:
        self.path = Path(db or os.environ.get("CALLASSIST_DB") or _default_path())
        self.login = getpass.getuser()
        self.actor = actor or self.login
        self.at = now
        self.note = ""
        self._started = datetime.now(UTC)

    def clock(self) -> datetime:
        """Now: real time, or the time of --now running on from the start."""
        real = datetime.now(UTC)
        return real if self.at is None else self.at + (real - self._started)

    def label(self) -> str:
        """What every screen says of this database: nothing of a live one."""
        return self.note

    @functools.cached_property
    def handbook(self) -> Handbook:
        """Rules, outcomes, agency and clients from the data folder."""
        from callassist.intake.library import load_handbook

        return load_handbook()

    def store(self, *, writes: bool = True, for_load: bool = False) -> SqliteStore:
        """The database, checked against the flags. A database first written under --now is a rehearsal for ever."""
        from callassist.stores.sqlite import SqliteStore

        is_new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        store = SqliteStore(str(self.path), for_load=for_load)
        if is_new and self.at is not None:
            store.setting(REHEARSAL, "yes")
        self._check(store, writes=writes)
        return store

    def _check(self, store: SqliteStore, *, writes: bool) -> None:
        if store.setting(REHEARSAL):
            self.note = "REHEARSAL"
            return
        if writes and self.at is not None:
            raise NotThisClock(str(self.path))
        if writes and self.actor != self.login:
            raise NotThisName(self.login)

    def desk(self, *, writes: bool = True) -> Desk:
        """A seat at the database."""
        from callassist.desk import Desk
        from callassist.store import Seat

        return Desk(self.store(writes=writes), self.handbook, self.clock, Seat(collector=self.actor))


def _default_path() -> Path:
    from platformdirs import user_data_path

    return user_data_path("callassist", appauthor=False) / "callassist.sqlite"


def _moment(_ctx: click.Context, _param: click.Parameter, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        message = f"{text!r} is not an ISO 8601 moment; write it as 2026-06-02T10:05-04:00."
        raise click.BadParameter(message) from fault
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def flags(command: Callable[..., R]) -> Callable[..., R]:
    """The global flags, gathered into a Session."""

    @click.option("--db", metavar="PATH", help="The database; default $CALLASSIST_DB, else the user's data folder.")
    @click.option("--as", "actor", metavar="NAME", help="Who is working; default the login.")
    @click.option("--now", metavar="ISO8601", callback=_moment, help="Work at another time (rehearsals only).")
    @functools.wraps(command)
    def gathered(*args: object, db: str | None, actor: str | None, now: datetime | None, **rest: object) -> R:
        return command(*args, session=Session(db, actor, now), **rest)

    return gathered


def show(value: object, *, as_json: bool, text: Callable[[], str]) -> None:
    """Print a value: as JSON with stable keys, or as text."""
    if as_json:
        import msgspec

        sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    else:
        click.echo(text())


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, in the largest whole unit."""
    gone = now - moment
    return f"{gone.days} d" if gone >= timedelta(days=1) else f"{int(gone.total_seconds() // 60)} min"
