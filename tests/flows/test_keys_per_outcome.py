"""Keys per outcome, replayed: what a collector presses from the card to the outcome, counted; a rise fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.flows.shift import DANA, Call, Shift, running

TABLE: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "keys_per_outcome.yaml").read_text())
BEGINNINGS = {
    "ringing": ("enter",),
    "answered": ("enter", "enter"),
}


async def _begin(call: Call, how: str) -> None:
    await call.open(DANA)
    if how in BEGINNINGS:
        await call.press(*BEGINNINGS[how])
    else:
        await call.verify()
        call.shift.clock.forward(seconds=60)
        if how == "wrap":
            await call.press("w")


async def _replay(call: Call, keys: list[Any]) -> int:
    """Press them; how many were commands."""
    names = {".": "full_stop"}
    count = 0
    for key in keys:
        match key:
            case {"typed": str(text)}:
                await call.type(text)
            case int():
                call.shift.clock.forward(seconds=key)
            case _:
                count += 1
                await call.press(names.get(key, key))
    return count


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["outcome"])
async def test_an_outcome_takes_no_more_keys_than_it_should(shift: Shift, row: dict[str, Any]) -> None:
    async with running(shift) as call:
        await _begin(call, row["begin"])
        pressed = await _replay(call, row["keys"])
        assert pressed <= row["most"]
        dana = shift.desk().look(DANA).case
        last = dana.consumer.calls[-1]
        if "code" in row:
            assert last.outcome == row["code"], call.message
            assert call.case.id != DANA, "the next card is up"
        else:
            assert last.verified, call.message
