"""What is said before money, on the screen: help with bills where a client wants it, a state's words on an old debt."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import consumer_stream, debt_stream
from callassist.screens.call_words import choice_lines
from tests.flows import shift as shifts
from tests.flows.shift import DANA, Call, Shift, running

COVERAGE, ASK = "first-contact#coverage", "first-contact#ask"


def _owing(client: str, state: str, service: date) -> shifts._Writer:
    writer = shifts._person(DANA, "Dana", "Lee", suffix="Jr", dob=date(1980, 3, 4))
    city, code, number = ("Boston", "02108", 16175550101) if state == "MA" else ("Columbus", "43215", 16145550101)
    writer.fact(rec.Address(street="1204 Elm St", city=city, state=state, zip=code))
    writer.fact(rec.Phone(number=number, kind="home"))
    stream = debt_stream(11)
    writer.keep(stream, rec.DebtDetails())
    placed = ev.DebtPlaced(
        client=client,
        account="P-1",
        balance_cents=64_000,
        original_cents=64_000,
        creditor="Invented Clinic",
        facility="Invented Clinic",
        service=service,
        itemised=service,
        placed=date(2026, 5, 1),
    )
    writer.write(stream, placed)
    writer.write(stream, ev.DebtDated(defaulted=service, basis="written"))
    writer.write(consumer_stream(DANA), ev.DebtTaken(debt=11))
    return writer


async def _to_coverage(call: Call, code: str) -> None:
    await call.open(DANA)
    await call.press("enter", "enter")
    call.shift.clock.forward(seconds=20)
    await call.press("v")
    await call.type(f"03041980{code}")
    call.shift.clock.forward(seconds=40)
    await call.press("space")
    assert str(call.screen.at.at) == COVERAGE


def _closed(call: Call) -> set[int]:
    """The numbers of the choices that stand in brackets."""
    lines = (line.plain for line in choice_lines(call.screen.library, call.screen.at, call.screen.known()))
    return {int(found[1]) for line in lines if (found := re.match(r"(\d) \(", line))}


async def _press_label(call: Call, label: str) -> None:
    lines = [line.plain for line in choice_lines(call.screen.library, call.screen.at, call.screen.known())]
    found = [line[0] for line in lines if line[2:].startswith(label)]
    assert len(found) == 1, (label, lines)
    await call.press(found[0])


@contextmanager
def _placed(path: Path, monkeypatch: pytest.MonkeyPatch, client: str, state: str, service: date) -> Iterator[Shift]:
    monkeypatch.setitem(shifts.PEOPLE, DANA, lambda: _owing(client, state, service))
    shift = Shift(path / "money.db")
    shift.place(DANA)
    yield shift
    shift.close()


async def test_a_client_that_wants_help_named_first_gets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with _placed(tmp_path, monkeypatch, "PRAIRIEX", "OH", date(2025, 11, 3)) as shift:
        async with running(shift) as call:
            await _to_coverage(call, "43215")
            assert 1 in _closed(call)
            await _press_label(call, "Money may not")
            await _press_label(call, "Help is named")
            assert str(call.screen.at.at) == "aid#notice"
            await _press_label(call, "No, they want")
            assert call.case.call is not None
            assert "aid-notice" in call.case.call.disclosures
            await _press_label(call, "On to the sum")
            assert str(call.screen.at.at) == ASK


async def test_the_words_of_a_state_come_before_money(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with _placed(tmp_path, monkeypatch, "MERCY", "MA", date(2015, 11, 3)) as shift:
        async with running(shift) as call:
            await _to_coverage(call, "02108")
            assert 1 in _closed(call)
            await _press_label(call, "Money may not")
            await _press_label(call, "The words that the state")
            assert str(call.screen.at.at) == "time-barred#words"
            await _press_label(call, "They have heard it")
            assert call.case.call is not None
            assert "time-barred-notice" in call.case.call.disclosures
            await _press_label(call, "They want to go on")
            assert str(call.screen.at.at) == "time-barred#ask"
