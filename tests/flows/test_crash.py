"""A crash is told by its lines alone: no value that was at hand stands in what is left on the terminal."""

from __future__ import annotations

import asyncio
import threading

import pytest
from rich.console import Console
from textual.dom import DOMNode
from textual.widget import Widget

from callassist.screens.orderly import Orderly


class Broken(Orderly):
    """Comes down as soon as it is up, with somebody's data at hand."""

    def on_mount(self) -> None:
        """Fail with a local value."""
        at_hand = f"Quillfeather {1317.51}"
        if at_hand:
            raise RuntimeError


async def test_a_crash_prints_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    app = Broken()
    app.error_console = Console(width=200, stderr=True)
    with pytest.raises(RuntimeError):
        async with app.run_test():
            pass
    told = capsys.readouterr().err
    assert "RuntimeError" in told
    assert "test_crash.py" in told
    assert "Quillfeather 1317.51" not in told
    assert "locals" not in told


async def test_what_is_read_to_the_end_while_one_leaves_is_told_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, told = threading.Event(), list[str]()
    pruned = Orderly._prune

    async def pruned_late(app: Orderly, *widgets: Widget, parent: DOMNode | None = None) -> None:
        """The answer comes when the screen is gone and the program is still there."""
        await pruned(app, *widgets, parent=parent)
        gate.set()
        await asyncio.sleep(0.05)

    monkeypatch.setattr(Orderly, "_prune", pruned_late)
    app = Orderly()
    async with app.run_test():
        app.read(lambda: str(gate.wait(10)), told.append)
    assert gate.is_set()
    assert told == []
