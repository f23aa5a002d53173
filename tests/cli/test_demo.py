"""The demo portfolio: made once, always the same, with one of each kind to see."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from callassist.cli.demo import demo_database
from callassist.cli.screens import TUESDAY, throwaway
from callassist.cli.session import Session
from callassist.desk import Desk
from callassist.desk.doctor import examine
from callassist.handbook import Handbook
from callassist.intake.library import load_handbook
from callassist.store import ASLEEP, BLOCKED, INCOMPLETE, SKIP_TRACE, Seat
from callassist.stores.sqlite import SqliteStore
from tests.cli.shell import NOW, Shell

FIRST_SECONDS, AGAIN_SECONDS = 12.0, 0.5
"""Generous: machines that test are busy; the build itself takes one second of work."""


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return load_handbook()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, handbook: Handbook) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    began = time.monotonic()
    demo_database(path, handbook, TUESDAY, "ana")
    assert time.monotonic() - began < FIRST_SECONDS
    return path


def told(path: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT stream, seq, at, actor, body, hash FROM journal ORDER BY 1, 2").fetchall()
    connection.close()
    return found


def test_it_is_instant_afterwards_and_the_same(made: Path, tmp_path: Path, handbook: Handbook) -> None:
    began = time.monotonic()
    demo_database(tmp_path / "again.sqlite", handbook, TUESDAY, "ana")
    assert time.monotonic() - began < AGAIN_SECONDS
    assert told(tmp_path / "again.sqlite") == told(made)


def test_it_is_made_the_same_from_nothing(
    made: Path, tmp_path: Path, handbook: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    demo_database(tmp_path / "other.sqlite", handbook, TUESDAY, "ana")
    assert told(tmp_path / "other.sqlite") == told(made)
    assert (tmp_path / "other.sqlite").stat().st_mode & 0o777 == 0o600


def test_there_is_one_of_each_kind_to_see(made: Path, handbook: Handbook) -> None:
    store = SqliteStore(str(made))
    desk = Desk(store, handbook, lambda: TUESDAY, Seat(collector="ana"))
    lanes: dict[str, list[tuple[str, ...]]] = {}
    for card in desk.page(None, 400).cards:
        lanes.setdefault(card.lane, []).append(card.why)
    assert list(lanes) == ["your callback", "callback", "broken promise", "promise due", "new business", "follow-up"]
    assert len(lanes["your callback"]) >= 2
    assert "taken by ben" in {why[1] for why in lanes["callback"]}
    for state in (BLOCKED, ASLEEP, SKIP_TRACE, INCOMPLETE):
        assert desk.listed(state)
    rules = {card.blocked.rule for card in desk.listed(BLOCKED) if card.blocked}
    assert "us.fdcpa.attorney" in rules
    later = Desk(store, handbook, lambda: TUESDAY.replace(minute=26), Seat(collector="ana"))
    later.wake()
    assert any("10:25" in card.why[0] for card in later.page().cards)
    assert examine(desk.cases, lambda _: None).is_well
    store.close()


def test_every_call_in_it_was_lawful_when_it_was_placed(made: Path) -> None:
    shell = Shell(made, "--now", NOW, "--as", "ana")
    calls = shell("export", "calls", "--format", "json").json
    assert len(calls) > 150
    assert {call["collector"] for call in calls} == {"ana", "ben"}
    assert all("17:00" <= call["at"][11:16] <= "23:59" for call in calls)


def test_the_throwaway_copy_is_thrown_away(handbook: Handbook) -> None:
    with throwaway(Session("/no/such", "ana", None)) as demo:
        path = demo.path
        demo.store().close()
        assert demo.label().startswith("DEMO")
        assert path.exists()
    assert not path.parent.exists()
