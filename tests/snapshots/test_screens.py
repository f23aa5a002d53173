"""How the screens look, few and fixed: a difference is looked at, then taken over with `make snapshots`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from callassist.screens import themes
from callassist.screens.app import CallassistApp
from tests.flows.seen import call_back, index_accounts, see
from tests.flows.shift import DANA, LARGE, PEOPLE, RUIZ, SMALL, SPARSE, TUESDAY, Call, Shift

Compare = Callable[..., bool]
SEEN = [(SMALL, themes.DARK.name), (LARGE, themes.CONTRAST.name)]
NAMED = ["80x24 dark", "120x36 contrast"]


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The collector's own clock is that of the machine."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def shift(tmp_path: Path) -> Iterator[Shift]:
    """Everybody on file, and a callback that is due."""
    made = Shift(tmp_path / "shift.sqlite")
    made.place(*PEOPLE)
    index_accounts(made, DANA, RUIZ)
    call_back(made, SPARSE, TUESDAY + timedelta(minutes=1))
    made.clock.forward(minutes=2)
    yield made
    made.close()


def _in(theme: str, app: CallassistApp) -> CallassistApp:
    app.theme = theme
    return app


@pytest.mark.parametrize(("size", "theme"), SEEN, ids=NAMED)
def test_the_queue(snap_compare: Compare, shift: Shift, size: tuple[int, int], theme: str) -> None:
    app = _in(theme, shift.app())

    async def ready(pilot: Pilot[None]) -> None:
        call = Call(shift, app, pilot)
        await see(call, r"left \d")
        await call.press("down")

    assert snap_compare(app, terminal_size=size, run_before=ready)


@pytest.mark.parametrize(("size", "theme"), SEEN, ids=NAMED)
def test_the_search(
    snap_compare: Compare, shift: Shift, size: tuple[int, int], theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callassist.screens.search.monotonic", lambda: 7.0)
    app = _in(theme, shift.app())

    async def ready(pilot: Pilot[None]) -> None:
        call = Call(shift, app, pilot)
        await see(call, r"left \d")
        await call.press("/")
        await call.type("lee")
        await see(call, "2 found")
        await call.press("down")

    assert snap_compare(app, terminal_size=size, run_before=ready)


@pytest.mark.parametrize(("size", "theme"), SEEN, ids=NAMED)
def test_the_offers(snap_compare: Compare, shift: Shift, size: tuple[int, int], theme: str) -> None:
    app = _in(theme, shift.app())

    async def ready(pilot: Pilot[None]) -> None:
        call = Call(shift, app, pilot)
        await call.settle()
        await call.open(DANA)
        await call.verify()
        shift.clock.forward(seconds=60)
        await call.press("space", "space", "f7")
        await see(call, "1 Prompt pay")
        await call.press("2")

    assert snap_compare(app, terminal_size=size, run_before=ready)
