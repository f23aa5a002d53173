"""The demo portfolio as a database: the placements file, and a month of calls played through the desk by a fixed seed.

Everything in it is synthetic. Calls are played at lawful moments and judged by the same rules as any other.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from callassist.cli.session import REHEARSAL
from callassist.commands import LogOutcome, PlaceCall, TryIdentity
from callassist.desk import Desk, Done, Opened
from callassist.identity import Answer
from callassist.store import Seat

if TYPE_CHECKING:
    from callassist.handbook import Handbook

SEED: Final = 20260602
WORKED: Final = 140
NOBODY: Final = ("NA", "NA", "NA", "BZ", "AM-N", "AM-N", "TP-R", "WN", "DISC")
SPOKEN: Final = ("RPC-NC", "RPC-CB", "PTP", "PTP", "DSP", "HARD", "RPC-CB")


def demo_database(path: Path, handbook: Handbook, now: datetime, actor: str) -> None:
    """Copy the demo portfolio to `path`, building it first when the cache has none for this data and day."""
    from platformdirs import user_cache_path

    cache = user_cache_path("callassist", appauthor=False) / f"demo-{_stamp(handbook, now, actor)}.sqlite"
    if not cache.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".building")
        _build(fresh, handbook, now, actor)
        shutil.move(fresh, cache)
        cache.chmod(0o600)
    shutil.copyfile(cache, path)
    path.chmod(0o600)


def _stamp(handbook: Handbook, now: datetime, actor: str) -> str:
    from callassist import __version__
    from callassist.intake.library import data_root

    file = (data_root() / "demo" / "placements.csv").read_bytes()
    parts = (__version__, handbook.rulebook.digest, now.isoformat(), actor, str(WORKED))
    return sha256(file + "\0".join(parts).encode()).hexdigest()[:16]


def _build(path: Path, handbook: Handbook, now: datetime, actor: str) -> None:
    from callassist.intake.library import data_root
    from callassist.intake.placements import import_placements
    from callassist.stores.sqlite import SqliteStore

    file = data_root() / "demo" / "placements.csv"
    loading = SqliteStore(str(path), for_load=True)
    loading.setting(REHEARSAL, "demo")
    placed = now - timedelta(days=30)
    import_placements(loading, handbook.setting, file, now=placed, actor="demo", rejects=path.with_suffix(".rejects"))
    loading.close()
    store = SqliteStore(str(path), for_load=True)
    _play(store, handbook, now, actor)
    store.close()


class _Past:
    """A clock that is set by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """The moment it is set to."""
        return self.at


def _play(store: object, handbook: Handbook, now: datetime, actor: str) -> None:
    """Ten working days of calls before `now`; some end in callbacks and promises that come due on the day."""
    luck, clock = Random(SEED), _Past(now)  # noqa: S311 - a demo, not a secret
    desk = Desk(store, handbook, clock, Seat(collector=actor))  # type: ignore[arg-type]
    calls_a_day = WORKED // 10
    for day in range(14, 0, -1):
        clock.at = (now - timedelta(days=day)).replace(hour=17, minute=5)
        for _ in range(calls_a_day):
            opened = desk.next()
            if opened is None:
                break
            _call(desk, clock, luck, opened, now)
            desk.release()


def _call(desk: Desk, clock: _Past, luck: Random, opened: Opened, today: datetime) -> None:
    if not isinstance(desk.do(PlaceCall(row=opened.verdicts.best_row)), Done):
        return
    clock.at += timedelta(seconds=luck.randrange(20, 50))
    if luck.random() < 0.45 and _verify(desk, opened):  # noqa: PLR2004 - share of right parties
        code, talk = luck.choice(SPOKEN), luck.randrange(90, 420)
    else:
        code, talk = luck.choice(NOBODY), 0
    clock.at += timedelta(seconds=talk + 20)
    due = today + timedelta(days=luck.choice((-3, -1, 0, 0, 2, 5)))
    command = LogOutcome(
        code=code,
        talk_seconds=talk,
        amount_cents=luck.choice((2_500, 5_000, 7_500, 10_000)),
        due=max(due, clock.at + timedelta(days=1)).date(),
        at=max(today + timedelta(minutes=luck.choice((-20, 0, 15, 60))), clock.at + timedelta(hours=1)),
        words="said so on the phone",
    )
    if not isinstance(desk.do(command), Done):
        desk.do(LogOutcome(code="RPC-NC" if talk else "NA", talk_seconds=talk))


def _verify(desk: Desk, opened: Opened) -> bool:
    """Answer as the person would, from what is on file."""
    consumer = opened.case.consumer
    if consumer.dob is None or not (consumer.ssn4 or consumer.zip):
        return False
    second = Answer(factor="ssn4", said=consumer.ssn4) if consumer.ssn4 else Answer(factor="zip", said=consumer.zip)
    done = desk.do(TryIdentity(answers=(Answer(factor="dob", said=consumer.dob.isoformat()), second)))
    return isinstance(done, Done) and bool(done.opened.case.call and done.opened.case.call.verified)
