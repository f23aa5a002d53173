"""The demo portfolio as a database: the placements file, and weeks of calls played through the desk by a fixed seed.

Everything in it is synthetic. Calls are played at lawful moments and judged by the same rules as any other, so that
the same version, rules and login always give the same database.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import msgspec

from callassist.cli.session import REHEARSAL
from callassist.commands import Leave, LogOutcome, PlaceCall, RecordNotice, TryIdentity
from callassist.desk import Desk, Done, Opened
from callassist.identity import Answer
from callassist.store import Seat, Store

if TYPE_CHECKING:
    from callassist.handbook import Handbook

DEMO: Final = "demo"
SEED: Final = 20260602
COLLEAGUES: Final = ("ana", "ben")
WEEKS: Final = 3
CALLS_A_DAY, MOST_CALLS = 4, 40
NOBODY: Final = ("NA", "NA", "NA", "BZ", "AM-N", "AM-N", "TP-R", "WN", "DISC")
SPOKEN: Final = ("RPC-NC", "RPC-NC", "PTP", "DSP", "HARD", "UNA", "RTP", "INS")
RIGHT_PARTY: Final = 0.4
EASTERN: Final = frozenset({"America/New_York"})
POSTED: Final = timedelta(days=4)
AMOUNTS: Final = (2_500, 5_000, 7_500, 10_000)


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """How a call is to end, so that there is one of each kind to see: `ago` days before, by whom, due or at when.

    `due` is a day and `at` are minutes, both counted from the moment at which the demo begins.
    """

    ago: int
    code: str
    is_mine: bool = True
    due: int | None = None
    at: int | None = None


WISHES: Final = (
    *(Wish(ago=14, code="PTP", due=days) for days in (-8, -5, -4)),
    *(Wish(ago=14, code="PTP", due=0, is_mine=is_mine) for is_mine in (True, False)),
    *(Wish(ago=11, code="PTP", due=days) for days in (-3, 0)),
    *(Wish(ago=1, code="RPC-CB", at=minutes) for minutes in (-12, -5, 20, 180)),
    *(Wish(ago=1, code="RPC-CB", at=minutes, is_mine=False) for minutes in (-45, -35)),
    *(Wish(ago=4, code="RPC-CB", at=minutes, is_mine=False) for minutes in (-60, 45)),
)


# ── the file ──


def demo_database(path: Path, handbook: Handbook, now: datetime, actor: str) -> None:
    """Copy the demo portfolio to `path`, building it first when the cache has none for this program, data and login."""
    from platformdirs import user_cache_path

    cache = user_cache_path("callassist", appauthor=False) / f"demo-{_stamp(now, actor)}.sqlite"
    if not cache.exists():
        fresh = path.with_suffix(".building")
        _build(fresh, handbook, now, actor)
        _keep(fresh, cache)
        fresh.replace(path)
    else:
        shutil.copyfile(cache, path)
    path.chmod(0o600)


def _keep(fresh: Path, cache: Path) -> None:
    """Keep it for the next time, whole or not at all; a cache that cannot be written is done without."""
    part = cache.with_suffix(f".{os.getpid()}")
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        for old in cache.parent.glob("demo-*"):
            old.unlink()
        shutil.copyfile(fresh, part)
        part.chmod(0o600)
        part.replace(cache)
    except OSError:
        part.unlink(missing_ok=True)


def _stamp(now: datetime, actor: str) -> str:
    """Of everything the database follows from: the program, the data, the moment, the login."""
    from callassist.intake.library import PACKAGE, data_root

    whole = blake2b(f"{now.isoformat()} {actor}".encode(), digest_size=8)
    for folder in (PACKAGE, data_root()):
        for file in sorted(_files(str(folder))):
            whole.update(file.encode())
            whole.update(Path(file).read_bytes())
    return whole.hexdigest()


def _files(folder: str) -> Iterator[str]:
    for where, _, names in os.walk(folder):
        yield from (f"{where}/{name}" for name in names if name.endswith((".py", ".csv", ".yaml")))


def _build(path: Path, handbook: Handbook, now: datetime, actor: str) -> None:
    from callassist.intake.library import data_root
    from callassist.intake.placements import import_placements
    from callassist.stores.sqlite import SqliteStore

    store = SqliteStore(str(path), for_load=True)
    try:
        store.setting(REHEARSAL, DEMO)
        file, placed = data_root() / "demo" / "placements.csv", now - timedelta(days=30)
        import_placements(store, handbook.setting, file, now=placed, actor=DEMO)
        _Month(store, handbook, now, actor).play()
    finally:
        store.close()


# ── the calls ──


class _Past:
    """A clock that is set by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """The moment it is set to."""
        return self.at


class _Month:
    """Working days of calls before `now`, by three collectors."""

    def __init__(self, store: Store, handbook: Handbook, now: datetime, actor: str) -> None:
        self._now = now
        self._actor = actor
        self._luck = Random(SEED)  # noqa: S311 - a demo, not a secret
        self._clock = _Past(now)
        self._wishes = list(WISHES)
        names = dict.fromkeys((actor, *COLLEAGUES))
        self._desks = [Desk(store, handbook, self._clock, Seat(collector=name)) for name in names]

    def play(self) -> None:
        """Every working day, then whatever time alone brings about until now."""
        for ago in range(7 * WEEKS, 0, -1):
            morning = (self._now - timedelta(days=ago)).replace(hour=17, minute=5)  # open from coast to coast
            for desk in self._desks:
                self._clock.at = morning
                self._day(desk, ago)
        self._clock.at = self._now
        while self._desks[0].sweep():
            pass

    def _day(self, desk: Desk, ago: int) -> None:
        is_mine = desk.seat.collector == self._actor
        wished = [wish for wish in self._wishes if wish.ago == ago and wish.is_mine == is_mine]
        for count in range(MOST_CALLS):
            opened = desk.next() if wished or count < CALLS_A_DAY else None
            if opened is None:
                return
            self._call(desk, opened, wished)
            desk.release()

    def _call(self, desk: Desk, opened: Opened, wished: list[Wish]) -> None:
        if not isinstance(desk.do(PlaceCall(row=opened.verdicts.best_row)), Done):
            return
        self._pass(20, 50)
        wish = next((each for each in wished if _is_fit(opened)), None)
        chance = RIGHT_PARTY if not opened.case.consumer.promises else 0.0  # who has promised does not answer now
        if (wish or self._luck.random() < chance) and self._verify(desk, opened):
            talk = self._pass(90, 420)
            code = wish.code if wish else self._luck.choice(SPOKEN)
        else:
            wish, talk, code = None, 0, self._luck.choice(NOBODY)
        ended = desk.do(self._ending(opened, code, talk, wish))
        if isinstance(ended, Done) and wish:
            wished.remove(wish)
        elif not isinstance(ended, Done):
            desk.do(LogOutcome(code="RPC-NC" if talk else "NA", talk_seconds=talk))
        self._post(desk, is_due=bool(talk))
        self._pass(300, 900)

    def _post(self, desk: Desk, *, is_due: bool) -> None:
        """Send the validation notice on the day of the first talk; those of the last days still wait for it."""
        opened = desk.opened
        if is_due and opened and not opened.case.consumer.notices and self._now - self._clock.at > POSTED:
            desk.do(RecordNotice(kind="validation"))

    def _pass(self, least: int, most: int) -> int:
        """Let some seconds pass; how many."""
        seconds = self._luck.randrange(least, most)
        self._clock.at += timedelta(seconds=seconds)
        return seconds

    def _verify(self, desk: Desk, opened: Opened) -> bool:
        """Answer as the person would, from what is on file."""
        consumer = opened.case.consumer
        known = {"dob": consumer.dob and consumer.dob.isoformat(), "ssn4": consumer.ssn4, "zip": consumer.zip}
        answers = tuple(Answer(factor=factor, said=said) for factor, said in known.items() if said)
        done = desk.do(TryIdentity(answers=answers))
        return isinstance(done, Done) and bool(done.opened.case.call and done.opened.case.call.verified)

    def _ending(self, opened: Opened, code: str, talk: int, wish: Wish | None) -> LogOutcome:
        owed = sum(debt.balance_cents for debt in opened.case.open_debts(opened.case.line))
        at = self._now + timedelta(minutes=wish.at) if wish and wish.at is not None else None
        due = self._now.date() + timedelta(days=wish.due) if wish and wish.due is not None else self._soon()
        return LogOutcome(
            code=code,
            talk_seconds=talk,
            amount_cents=min(owed, self._luck.choice(AMOUNTS)),
            due=due,
            at=at,
            words="said so on the phone",
            consent=Leave(words="yes, call me then", until=at.date()) if at else None,
        )

    def _soon(self) -> date:
        return (self._clock.at + timedelta(days=self._luck.choice((3, 6, 10, 15)))).date()


def _is_fit(opened: Opened) -> bool:
    """Whether a wish may be played: whoever lives in the East only, and has enough on file to be verified."""
    consumer = opened.case.consumer
    is_known = bool(consumer.dob and consumer.ssn4 and consumer.zip)
    return is_known and frozenset(opened.verdicts.zones) == EASTERN and not consumer.calls
