"""A transcript beside a call: what the debtor says is heard by itself, once a policy and they agree to it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist.dialogue import Place, go
from callassist.policy import Transcription
from callassist.said_acts import ToScript
from callassist.screens import call_listening
from callassist.screens.offers import OffersScreen
from callassist.screens.pipe import Pipe, open_transcript, telling
from callassist.transcripts import Turn, read_turn
from tests.flows.seen import see, shown
from tests.flows.shift import DANA, Call, Shift, running, told

pytestmark = pytest.mark.usefixtures("ear")


def _transcribes(shift: Shift, *, keeps: bool = False) -> None:
    setting = shift.handbook.setting
    policy = Transcription(is_on=True, keeps_text=keeps)
    shift.handbook = replace(
        shift.handbook, setting=replace(setting, agency=replace(setting.agency, transcription=policy))
    )


def _line(text: str, speaker: str = "debtor", *, final: bool = True) -> str:
    return json.dumps({"t": 1.5, "speaker": speaker, "text": text, "final": final}) + "\n"


class _Growing:
    """A file that grows, or a FIFO, as a speech engine writes it."""

    def __init__(self, path: Path, *, is_fifo: bool) -> None:
        self.path = path
        if is_fifo:
            os.mkfifo(path)
        else:
            path.write_text(_line("stop calling me, said on an earlier call"))
        self.is_fifo = is_fifo

    def attach(self, call: Call) -> Pipe:
        call.app.pipe = Pipe(open_transcript(str(self.path)), telling(call.app))
        call.app.pipe.start()
        return call.app.pipe

    def write(self, text: str) -> None:
        with self.path.open("w" if self.is_fifo else "a") as stream:
            stream.write(text)


class _Silent(Pipe):
    """A transcript in which nothing is ever said."""

    @staticmethod
    def pipe() -> _Silent:
        return _Silent(os.open(os.devnull, os.O_RDONLY), lambda _: None)


@pytest.fixture(params=[True, False], ids=["fifo", "file"])
def growing(request: pytest.FixtureRequest, tmp_path: Path) -> _Growing:
    return _Growing(tmp_path / "said.jsonl", is_fifo=request.param)


async def test_lines_of_the_debtor_are_heard_once_they_agreed(shift: Shift, growing: _Growing) -> None:
    _transcribes(shift)
    async with running(shift) as call:
        pipe = growing.attach(call)
        try:
            await told(call)
            growing.write(_line("stop calling me"))
            await call.pilot.pause(0.2)
            assert "Stop calling" not in shown(call.app), "nobody was asked yet"
            await call.press("m")
            growing.write(_line("can do 50 on the 1st", "collector") + _line("lost", final=False))
            growing.write(_line("lost job, can do 50 on the 1st"))
            await see(call, r"Heard \(; takes one up\)")
            seen = shown(call.app)
            assert "- They propose $50 on 1 Jul" in seen
            before = call.screen.at
            await call.press("1")
            assert call.screen.at != before, "a digit is still the script's"
            assert not call.app.screen.is_modal
            await call.press(";", "1")
            assert isinstance(call.app.screen, OffersScreen)
        finally:
            pipe.stop()


async def test_lines_that_cannot_be_read_are_counted_and_skipped(shift: Shift, growing: _Growing) -> None:
    _transcribes(shift)
    async with running(shift) as call:
        pipe = growing.attach(call)
        try:
            await told(call)
            await call.press("m")
            growing.write("no json\n" + '{"speaker": "debtor"}\n')
            await call.until(lambda: call.screen._unreadable == 2)
            assert "could not be read" in call.message
            growing.write(_line("stop calling me"))
            await see(call, "- Stop calling")
        finally:
            pipe.stop()


async def test_without_a_policy_it_is_off_and_says_so(shift: Shift, growing: _Growing) -> None:
    async with running(shift) as call:
        pipe = growing.attach(call)
        try:
            await call.open(DANA)
            await call.press("enter", "enter")
            assert "Listening is off" in call.message
            await call.press("m")
            assert call.case.call is not None
            assert "transcription-notice" not in call.case.call.disclosures
        finally:
            pipe.stop()


async def test_who_takes_it_back_is_heard_no_more(shift: Shift, growing: _Growing) -> None:
    _transcribes(shift)
    async with running(shift) as call:
        pipe = growing.attach(call)
        try:
            await told(call)
            await call.press("m")
            assert call.case.call is not None
            assert "transcription-notice" in call.case.call.disclosures
            await call.press("m", "b")
            assert "recording_refused" in {each.kind for each in call.case.consumer.restrictions}
            growing.write(_line("stop calling me"))
            await call.pilot.pause(0.2)
            assert "Stop calling" not in shown(call.app)
        finally:
            pipe.stop()


async def test_stop_words_are_told_of_whatever_lies_over_the_call(shift: Shift) -> None:
    _transcribes(shift)
    async with running(shift) as call:
        await told(call)
        call.app.pipe = _Silent.pipe()
        await call.press("m", "f7")
        assert isinstance(call.app.screen, OffersScreen)
        call.screen.hears(Turn(speaker="debtor", text="stop calling me"))
        await see(call, "Heard: Stop calling. Back on the call, ; takes it up.")
        await call.press("f12", ";")
        await see(call, "1 Stop calling")


async def test_what_nobody_takes_up_goes_but_stop_words_stay(shift: Shift, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_listening, "FADES_AFTER", 0.2)
    _transcribes(shift)
    async with running(shift) as call:
        await told(call)
        call.app.pipe = _Silent.pipe()
        await call.press("m")
        for text in ("can do 50 on the 1st", "stop calling me"):
            call.screen.hears(Turn(speaker="debtor", text=text))
        await see(call, "- They propose")
        await call.until(lambda: "They propose" not in shown(call.app))
        assert "- Stop calling" in shown(call.app)


@pytest.mark.parametrize("keeps", [True, False], ids=["kept", "dropped"])
async def test_what_was_transcribed_is_kept_only_where_a_policy_says_so(shift: Shift, keeps: bool) -> None:  # noqa: FBT001
    _transcribes(shift, keeps=keeps)
    async with running(shift) as call:
        await told(call)
        call.app.pipe = _Silent.pipe()
        await call.press("m")
        call.screen.hears(Turn(speaker="debtor", text="my zebra ate it, can do 50 on the 1st"))
        await call.settle()
        await call.press("w", "v", "enter")
        held = b"".join(path.read_bytes() for path in shift._path.parent.glob("shift.sqlite*"))
        assert (b"zebra" in held) == keeps


def test_a_line_that_is_none_is_none() -> None:
    assert read_turn(b'{"t": 1, "speaker": "debtor", "text": "hello"}') == Turn(t=1, speaker="debtor", text="hello")
    assert [read_turn(line) for line in (b"", b"[]", b'{"text": 1, "speaker": "x"}', b"\xff", b"x" * 70_000)] == [
        None
    ] * 5


async def test_what_is_grave_stands_in_the_line_until_a_key_takes_it_up(shift: Shift, growing: _Growing) -> None:
    _transcribes(shift)
    async with running(shift) as call:
        pipe = growing.attach(call)
        try:
            await told(call)
            await call.press("m")
            growing.write(_line("stop calling me, please"))
            await see(call, r"Heard: Stop calling\. ; takes it up")
            await call.press(";")
            await see(call, "1 Stop calling")
        finally:
            pipe.stop()


async def test_what_the_script_has_gone_to_since_is_no_longer_proposed(shift: Shift, growing: _Growing) -> None:
    _transcribes(shift)
    async with running(shift) as call:
        pipe = growing.attach(call)
        try:
            await told(call)
            await call.press("m")
            growing.write(_line("can do 50 on the 1st"))
            await see(call, "They propose")
            assert call.screen._pending
            place = Place(script="objections", step="stop-calling")
            waiting = replace(call.screen._pending[0], act=ToScript(place=str(place)), name="cease_contact")
            call.screen._pending = (waiting,)
            call.screen._walked_at["cease_contact"] = len(call.screen.draft.walked)
            call.screen.move(go(call.screen.library, call.screen.at, place))
            await call.until(lambda: call.screen._pending == ())
        finally:
            pipe.stop()
