"""Until identity is verified, nothing on any screen says what the call is about, nor what would verify the person."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from callassist import events as ev
from callassist.casefile import Entry, consumer_stream
from callassist.screens.keys import LOCKED, RINGING, of
from callassist.screens.widgets.pane import Pane
from callassist.store import Changes
from tests.flows.shift import DANA, LARGE, SECRETS, SMALL, Call, Shift, running

OF_DEBT = (
    *("debt", "creditor", "balance", "owe", "payment", "pay ", "bill", "collect", "insurance", "cover"),
    *("hospital", "clinic", "patient", "medical", "doctor", "promise", "dispute", "bankrupt", "money"),
)
"""Words that tell what a call is about, whoever the person is."""


def _of_widget(widget: Widget) -> Iterator[str]:
    yield re.sub(r"0x[0-9a-f]+", "", str(widget.render()))  # where a blank is in memory is no secret
    yield str(widget.border_title or "")
    yield str(widget.border_subtitle or "")
    yield str(widget.tooltip or "")
    if isinstance(widget, Input):
        yield from (widget.value, str(widget.placeholder))
    if isinstance(widget, TextArea):
        yield widget.text


def _of_screen(screen: Screen[object]) -> Iterator[str]:
    for node in screen.walk_children(Widget, with_self=True):
        yield from _of_widget(node)


def _drawn(app: App[None]) -> str:
    """The words of a screenshot, without its numbers and styles."""
    picture = app.export_screenshot()
    return html.unescape(" ".join(re.findall(r">([^<>]+)<", picture.split("</style>")[-1]))).replace("\xa0", " ")


def _held(call: Call) -> str:
    """Everything that a look, a copy, a log or a screenshot could find."""
    app = call.app
    found = [_drawn(app), app.title, app.sub_title, app.clipboard, *_of_screen(app.screen)]
    for name in ("queue", "call", "wrap"):
        if app.is_screen_installed(name):
            screen = app.get_screen(name)
            assert isinstance(screen, Screen)
            if screen.is_mounted and name != "queue":
                found += _of_screen(screen)
    return "\n".join(found)


def _assert_locked(call: Call, words: tuple[str, ...] = SECRETS) -> None:
    assert call.screen.stage == LOCKED
    held = _held(call)
    assert [word for word in words if word.lower() in held.lower()] == []


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
async def test_a_locked_screen_holds_none_of_it(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await call.open(DANA)
        await call.press("enter", "enter")
        _assert_locked(call)
        _assert_locked(call, OF_DEBT)
        await call.press("space")
        _assert_locked(call)
        _assert_locked(call, OF_DEBT)


def _titles(call: Call) -> str:
    return " ".join(str(widget.border_title or "") for widget in call.screen.walk_children(Widget)).lower()


def _promised(shift: Shift, due: date) -> None:
    stream = consumer_stream(DANA)
    seq = 1 + max(each.seq for each in shift.store.load(DANA)[1] if each.stream == stream)
    made = ev.PromiseMade(shares=(ev.Share(debt=11, cents=5_000),), due=due)
    entry = Entry(stream=stream, seq=seq, at=shift.clock() - timedelta(days=10), actor="ana", event=made)
    shift.store.append(Changes(entries=(entry,)))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
@pytest.mark.parametrize("due", [date(2026, 6, 1), date(2026, 6, 2)], ids=["overdue", "due"])
async def test_nothing_tells_of_a_promise_from_dialling_on(shift: Shift, size: tuple[int, int], due: date) -> None:
    _promised(shift, due)
    async with running(shift, size) as call:
        await call.open(DANA)
        assert [word for word in SECRETS if word in _held(call)] == [], "no account, sum or creditor before dialling"
        for stage in (RINGING, LOCKED):
            await call.press("enter")
            assert call.screen.stage == stage
            held = _held(call).lower()
            assert [word for word in (*SECRETS, *OF_DEBT) if word.lower() in held] == []
            assert "call > open" in held
        await call.press("v")
        await call.type("0304198043215")
        assert ("broken promise >" if due.day == 1 else "promise reminder >") in _held(call).lower()


async def test_a_promise_is_overdue_by_the_day_where_they_are(shift: Shift) -> None:
    _promised(shift, date(2026, 6, 2))
    shift.clock.at = datetime.fromisoformat("2026-06-02T20:30:00-04:00").astimezone(UTC)
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter")
        assert call.screen.at.at.script == "promise-reminder"


async def test_neither_do_its_menus_fields_help_and_palette(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter")
        for key in ("v", "t", "r", "x", "full_stop", "l", "0", "question_mark", "ctrl+p", "slash"):
            await call.press(key)
            _assert_locked(call)
            await call.press("f12")
            await call.press("f12")
        assert call.app.screen is call.screen


async def test_nor_a_screen_that_was_verified_before_a_new_voice_came(shift: Shift) -> None:
    async with running(shift, LARGE) as call:
        await call.open(DANA)
        await call.verify()
        shift.clock.forward(seconds=60)
        assert any(word in _held(call) for word in SECRETS), "the verified screen does show the account"
        await call.press("y", "c", "1", "s", "w", "p", "f12", "f12", "a")
        await call.press("t", "h")
        copied, call.app._clipboard = call.app.clipboard, ""  # what was copied on purpose stays copied
        assert copied == "Q-77310"
        _assert_locked(call)


async def test_nor_the_wrap_up_of_a_call_that_nobody_verified(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "space", "w")
        await call.until(lambda: call.app.screen.query_one("#follows", Pane).lines)
        assert [word for word in SECRETS if word in _held(call)] == []


async def test_a_wrong_answer_is_held_nowhere(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "v")
        await call.type("0304198077777")
        held = _held(call)
        assert "03041980" not in held
        assert "77777" not in held


def test_no_key_of_a_locked_screen_names_what_the_call_is_about() -> None:
    words = " ".join(f"{key.title} {key.hint}" for key in of(LOCKED)).lower()
    assert [word for word in OF_DEBT if word in words] == []


async def test_names_from_files_reach_the_terminal_as_text_only(shift: Shift) -> None:
    from callassist import dossier as rec
    from callassist import events as ev
    from callassist.casefile import DossierRow, Entry, consumer_stream
    from callassist.store import Changes

    stream = consumer_stream(DANA)
    rows, entries = shift.store.load(DANA)
    row = 1 + max(each.row for each in rows if each.stream == stream)
    seq = 1 + max(each.seq for each in entries if each.stream == stream)
    name = rec.Person(first="D\x1b]0;x\x07a\u202ena", last="[red]L[/]ee\x1b[2J")
    event = ev.FactCorrected(row=row, replaces=1, source="update")
    entry = Entry(stream=stream, seq=seq, at=shift.clock(), actor="update", event=event)
    shift.store.append(Changes(entries=(entry,), rows=(DossierRow(stream=stream, row=row, value=name),)))
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter")
        held = _held(call)
        assert not set("\x1b\x07\u202e") & set(held)
        assert "[red]L[/]ee" in held
