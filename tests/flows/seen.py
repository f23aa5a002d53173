"""What a user would see on a screen, and waiting until they do."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta
from typing import Any

from textual.app import App

from callassist.commands import Leave, LogOutcome, PlaceCall
from callassist.desk import Desk, Done, Opened
from callassist.store import Account, Changes, Seat
from tests.flows.shift import COLLECTOR, Call, Shift

PATIENCE = 5.0


def shown(app: App[Any]) -> str:
    """The text of what is on the screen, overlays and all, a line a row."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def line(app: App[Any], pattern: str) -> str:
    """The row that shows it, or ''."""
    return next((row for row in shown(app).splitlines() if re.search(pattern, row)), "")


async def see(call: Call, pattern: str) -> str:
    """Wait until it is on the screen; the row it stands in."""
    until = asyncio.get_running_loop().time() + PATIENCE
    while not re.search(pattern, shown(call.app)):
        assert asyncio.get_running_loop().time() < until, f"{pattern!r} was not shown:\n{shown(call.app)}"
        await call.pilot.pause(0.01)
    await call.settle()
    return line(call.app, pattern)


def other_desk(shift: Shift, collector: str) -> Desk:
    """Somebody else's seat at the same file."""
    return Desk(shift.open(), shift.handbook, shift.clock, Seat(collector=collector))


def log(shift: Shift, case: int, code: str, **fields: Any) -> None:  # noqa: ANN401  # any field of the command
    """A call to the case with its outcome, made at another terminal of the same collector."""
    desk = other_desk(shift, COLLECTOR)
    opened = desk.open(case)
    assert isinstance(opened, Opened)
    placed = desk.do(PlaceCall(row=opened.verdicts.best_row))
    assert isinstance(placed, Done), placed
    done = desk.do(LogOutcome(code=code, is_attested=True, **fields))
    assert isinstance(done, Done), done
    desk.release()


def call_back(shift: Shift, case: int, at: datetime) -> None:
    """They asked to be called back then, and said that we may."""
    leave = Leave(words="yes, do call", until=at.date() + timedelta(days=1))
    log(shift, case, "RPC-CB", at=at, talk_seconds=60, consent=leave)


def index_accounts(shift: Shift, *cases: int) -> None:
    """Make their accounts known by name, as an import does."""
    debts = [debt for case in cases for debt in shift.desk().look(case).case.debts]
    known = (
        Account(debt=d.id, client=d.client, account=d.account, digest=bytes(8), balance_cents=d.balance_cents)
        for d in debts
    )
    shift.store.append(Changes(accounts=tuple(known)))
