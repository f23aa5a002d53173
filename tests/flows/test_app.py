"""What holds on every screen: looks, leaving, pastes, sizes, keys in order, a call cut off."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from textual import events
from textual.theme import Theme

from callassist.desk import Desk
from callassist.dossier import NoteText
from callassist.screens import themes
from callassist.screens.app import CallassistApp
from tests.flows.seen import line, see, shown
from tests.flows.shift import DANA, LARGE, RUIZ, Call, Shift, running

ROOT = Path(__file__).resolve().parents[2]


# ── looks ──


async def test_a_theme_is_kept_for_the_next_start(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("ctrl+t", "ctrl+t")
        assert call.app.theme == themes.CONTRAST.name
        assert "contrast" in call.message
    assert shift.app().theme == themes.CONTRAST.name
    themes.keep(themes.DARK.name)


def test_a_kept_theme_that_is_none_of_ours_is_the_dark_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    themes.keep("solarised")
    assert themes.kept() == themes.DARK.name
    (tmp_path / "callassist" / "theme").write_bytes(b"\xff\xfe")
    assert themes.kept() == themes.DARK.name


def test_where_no_theme_can_be_kept_nothing_breaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    themes.keep(themes.LIGHT.name)
    assert themes.kept() == themes.DARK.name


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_without_colour_the_look_is_the_one_that_needs_none(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert themes.kept() == themes.MONO.name


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
def test_text_stands_out_from_its_ground(theme: Theme) -> None:
    least = 7.0 if theme is themes.CONTRAST else 4.5
    for ground in (theme.background, theme.surface, theme.panel, theme.boost):
        for ink in (theme.foreground, theme.primary, theme.warning, theme.error):
            light, dark = sorted((_luminance(str(ink)), _luminance(str(ground))), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= least, (ink, ground)


# ── leaving, and what must not act ──


async def test_quitting_asks_once_in_a_call_and_any_other_key_takes_it_back(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "ctrl+q")
        assert "no outcome yet" in call.message
        await call.press("n", "f12", "ctrl+q")
        assert call.app.is_running
        assert call.app.return_code is None
        await call.press("ctrl+q")
        assert not call.app._running or call.app._exit


async def test_ctrl_c_does_not_end_the_program_and_says_what_does(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("ctrl+c")
        assert "^q leaves" in call.message


async def test_a_case_that_was_only_looked_at_is_given_back_on_leaving(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("space")
        assert shift.desk().store.leases("ana", shift.clock())
        await call.press("ctrl+q")
    assert shift.desk().store.leases("ana", shift.clock()) == ()


async def test_a_paste_in_cmd_is_ignored_and_said_so(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        call.app.post_message(events.Paste("s b\rq"))
        await call.settle()
        assert "paste is ignored" in call.message
        assert call.app.desk.opened is None
        await see(call, r"> +1 D\. L\.")


async def test_undoing_in_a_field_undoes_typing_and_no_outcome(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("enter", "enter", ".", "n")  # no answer; the next card is up
        assert call.case.id != DANA
        await call.press("n")
        await call.type("x")
        await call.press("ctrl+z")
        assert call.case.id != DANA
        assert shift.desk().look(DANA).case.consumer.calls[-1].outcome == "NA"
        await call.press("f12", "ctrl+z")
        assert call.case.id == DANA
        assert call.case.call is not None


async def test_a_terminal_too_small_says_so_and_loses_nothing(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "n")
        await call.type("she says ")
        await call.pilot.resize_terminal(40, 10)
        await call.settle()
        assert "Too small: 40x10" in shown(call.app)
        await call.type("no")
        await call.pilot.resize_terminal(80, 24)
        await call.settle()
        await see(call, "she says no")
        assert call.screen.draft.note == "she says no"


async def test_letters_do_not_act_on_a_screen_too_small_to_be_read(shift: Shift) -> None:
    async with running(shift, (50, 12)) as call:
        assert "Too small: 50x12" in shown(call.app)
        await call.press("enter", "space", "s")
        assert call.app.desk.opened is None
        await call.pilot.resize_terminal(*LARGE)
        await call.settle()
        await see(call, r"> +1 D\. L\.")


async def test_an_overlay_opened_while_small_and_closed_when_large_leaves_a_screen_to_work_on(shift: Shift) -> None:
    async with running(shift) as call:
        await call.press("/")
        await call.pilot.resize_terminal(30, 8)
        await call.settle()
        await call.type("ruiz")
        await call.press("f12")
        await call.settle()
        assert "Too small" in shown(call.app) or "QUEUE" in shown(call.app)
        await call.pilot.resize_terminal(80, 24)
        await call.settle()
        await call.press("f12")
        await see(call, "CMD QUEUE")


# ── in order, and one at a time ──


async def test_thirty_keys_at_once_act_in_order_across_screens(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        call.send("j", "j", "k", "enter", "n", *"typed ahead of it all", "f12", "f3", "down")
        await call.settle()
        await see(call, r"> +3 P\. D\.")
        rows, _ = shift.store.load(RUIZ)
        assert "typed ahead of it all" in [row.value.text for row in rows if isinstance(row.value, NoteText)]


async def test_keys_typed_while_the_desk_is_at_work_wait_for_it(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        call.send("space", "enter", "enter", "n", *"hello")
        await call.settle()
        assert call.screen.draft.note == "hello"
        assert call.case.call is not None


async def test_the_frame_stands_before_the_database_is_open_and_keys_typed_meanwhile_are_kept(shift: Shift) -> None:
    door = threading.Event()

    def opens() -> Desk:
        door.wait(5)
        return shift.desk()

    app = CallassistApp(opens)
    async with app.run_test(size=(80, 24)) as pilot:
        call = Call(shift, app, pilot)
        while "Opening the database" not in shown(app):
            await pilot.pause(0.01)
        assert "CMD QUEUE" in shown(app)
        call.send("j", "enter")
        await pilot.pause(0.05)
        door.set()
        await see(call, r"\[PREVIEW\]")
        assert call.case.id == RUIZ


async def test_flushing_forgets_what_waits_and_says_how_much(shift: Shift) -> None:
    async with running(shift) as call:
        await see(call, r"D\. L\.")
        call.app._at_work += 1
        call.send("j", "j", "j")
        await call.pilot.pause()
        assert call.app.flush_ahead() == 3
        call.app._at_work -= 1
        await call.press("j")
        await see(call, r"> +2 ")


# ── a call that was cut off ──


async def test_a_call_cut_off_is_offered_at_once_with_what_was_typed(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "n")
        await call.type("lost her job")
        call.screen.save()
        await call.settle()
    shift.clock.forward(minutes=5)
    async with running(shift) as call:
        await see(call, "cut off")
        assert call.case.id == DANA
        assert call.screen.draft.note == "lost her job"
        assert call.screen.draft.talk_seconds(shift.clock()) == 0


async def test_the_gap_of_a_call_cut_off_is_no_talk_and_wrap_up_corrects_it(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter")
        shift.clock.forward(seconds=65)
        await call.press("n", "a", "f12")
        call.screen.save()
        await call.settle()
    shift.clock.forward(days=3)
    async with running(shift) as call:
        await see(call, "cut off")
        assert "talk 01:05 (stands)" in shown(call.app)
        assert "Talk is known until 01:05" in " ".join(shown(call.app).split())
        shift.clock.forward(seconds=30)
        assert call.screen.draft.talk_seconds(shift.clock()) == 65
        await call.press("v")
        shift.clock.forward(seconds=5)
        assert call.screen.draft.talk_seconds(shift.clock()) == 70
        await call.press("f12", "x", "x", "tab")
        await call.type("1:90")
        await call.press("enter")
        assert "like 4 or 4:30" in call.message
        await call.press("ctrl+u")
        await call.type("4:30")
        await call.press("enter")
        assert call.shift.desk().look(DANA).case.consumer.calls[-1].talk_seconds == 270


async def test_it_is_offered_even_when_its_lease_has_run_out(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "n")
        await call.type("still here")
        call.screen.save()
        await call.settle()
    shift.clock.forward(hours=3)
    assert shift.desk().store.leases("ana", shift.clock() + timedelta(0)) == ()
    async with running(shift) as call:
        await see(call, "cut off")
        assert call.screen.draft.note == "still here"


async def test_it_is_not_taken_from_somebody_who_has_it_now(shift: Shift) -> None:
    from tests.flows.seen import other_desk

    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter", "enter", "n")
        await call.type("mine")
        call.screen.save()
        await call.settle()
    shift.clock.forward(hours=3)
    other_desk(shift, "ben").open(DANA)
    async with running(shift) as call:
        await see(call, "CMD QUEUE")
        assert call.app.desk.opened is None


async def test_the_note_of_the_database_is_on_the_queue(shift: Shift) -> None:
    app = CallassistApp(shift.desk, lambda: "REHEARSAL")
    async with app.run_test(size=(80, 24)) as pilot:
        call = Call(shift, app, pilot)
        await see(call, "REHEARSAL")
        assert "left 5" in await see(call, r"left \d")
        assert line(app, "REHEARSAL") == line(app, r"left \d")
