"""The line of a call: what is typed or transcribed becomes proposals, one key each, and nothing by itself."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist import events as ev
from callassist.desk import Desk, Opened
from callassist.dialogue import Place, go
from callassist.policy import Transcription
from callassist.said import proposals
from callassist.said_acts import Known, Proposal, ToScript
from callassist.screens import call_line, call_listening
from callassist.screens.offers import OffersScreen
from callassist.screens.pipe import Pipe, open_transcript, telling
from callassist.screens.widgets.fields import Field
from callassist.screens.wrapup import WrapScreen
from callassist.transcripts import Turn, read_turn
from callassist.utterances import Hearing, Intent, Voice
from tests.flows.seen import see, shown
from tests.flows.shift import DANA, LARGE, SECRETS, SMALL, Call, Shift, running, told
from tests.flows.test_leak import OF_DEBT, _held

SHORTHAND = "lost job, can do 50 on the 1st, wife on line"
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])
CODES = {"cease_contact": "CND", "dispute_debt": "DSP", "attorney_represented": "ATTY"}
INTENTS = (
    ("lost job", "hardship_cannot_pay"),
    ("can do 50", "promise_to_pay"),
    ("stop calling", "cease_contact"),
    ("not my debt", "dispute_debt"),
    ("call me", "callback_later"),
    ("lawyer", "attorney_represented"),
)


def _heard(text: str) -> Hearing:
    """A hearing by hand: what a test says it means."""
    intents = tuple(
        Intent(name=name, score=0.9, severity="normal", is_shown=True, quoted=words)
        for words, name in INTENTS
        if words in text
    )
    people = (Voice(relation="spouse", quoted="wife on line", is_speaking=True),) if "wife on line" in text else ()
    amounts = (5_000,) if "50" in text else (2_500,) if "25" in text else ()
    return Hearing(text=text, intents=intents, people=people, amounts_cents=amounts)


@pytest.fixture(autouse=True)
def _by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    def heard_as(_desk: Desk, opened: Opened, known: Known, text: str) -> tuple[Proposal, ...]:
        day = opened.verdicts.base.day
        return proposals(_heard(text), opened.case, replace(known, codes=CODES), day)

    monkeypatch.setattr(call_line, "heard_as", heard_as)


async def _say(call: Call, text: str) -> None:
    await call.press(":")
    await call.type(text)
    await call.press("enter")


# ── typed ──


@SIZES
async def test_a_shorthand_gives_three_proposals_with_the_words_they_rest_on(
    shift: Shift, size: tuple[int, int]
) -> None:
    async with running(shift, size) as call:
        await told(call)
        await _say(call, SHORTHAND)
        await see(call, "1 Spouse speaks")
        seen = shown(call.app)
        assert "2 They propose" in seen
        assert '"can do 50 on the 1st"' in seen
        assert "3 Hardship" in seen
        assert not call.case.consumer.statements
        assert call.case.call is not None
        assert call.case.call.speaker == "consumer"


async def test_one_key_keeps_the_sign_of_need_and_the_others_stay_under_their_own_keys(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await _say(call, SHORTHAND)
        await call.press("3")
        assert call.case.consumer.statements[-1].statement.signals == ("lost_job",)
        assert any("lost job" in text for text in call.case.texts.values())
        await see(call, "2 They propose")
        await call.press("2")
        assert isinstance(call.app.screen, OffersScreen)
        field = call.app.screen.query_one("#field-proposal", Field)
        assert field.value == "can do 50 on the 1st"
        assert call.app.focused is field
        await call.press("enter")
        said = call.case.consumer.rounds[-1]
        assert said.answer == "counter"
        assert said.proposed is not None
        assert said.proposed.cents == 5_000


async def test_the_speaker_is_checked_anew_and_money_is_no_longer_proposed(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await _say(call, SHORTHAND)
        await call.press("1")
        assert call.case.call is not None
        assert call.case.call.speaker == "spouse"
        assert call.screen.stage == "locked"
        seen = shown(call.app)
        assert "They propose" not in seen
        assert "Hardship" not in seen


@pytest.mark.parametrize("key", ["0", "f12"])
async def test_none_of_them_leaves_nothing(shift: Shift, key: str) -> None:
    async with running(shift) as call:
        await told(call)
        versions = dict(call.case.versions)
        await _say(call, SHORTHAND)
        await call.press(key)
        assert "They propose" not in shown(call.app)
        assert dict(call.case.versions) == versions
        await call.press("ctrl+l")
        assert call.screen.asked == "line"


async def test_typing_again_takes_their_place(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await _say(call, SHORTHAND)
        await _say(call, "stop calling me")
        seen = shown(call.app)
        assert "1 Stop calling" in seen
        assert "They propose" not in seen


async def test_a_key_typed_ahead_takes_nothing_up(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press(":")
        call.send(*SHORTHAND, "enter", "1")
        await call.settle()
        await see(call, "1 Spouse speaks")
        assert call.case.call is not None
        assert call.case.call.speaker == "consumer"


async def test_stop_words_open_wrap_up_with_their_code_and_words(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await _say(call, "this is not my debt")
        await call.press("1")
        screen = call.app.screen
        assert isinstance(screen, WrapScreen)
        assert screen.form.code == "DSP"
        assert screen.form.typed["words"] == "this is not my debt"
        assert call.case.call is not None
        assert not call.case.call.outcome


async def test_what_contradicts_the_file_is_asked_and_stays_until_it_is_answered(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("t", "s")
        await call.press("s")
        await call.press("enter")
        assert call.case.call is not None
        assert call.case.call.speaker == "spouse"
        await _say(call, "this is her speaking")
        await see(call, "Who speaks: on file spouse")
        await call.press("1")
        await see(call, "1 On file: spouse")
        await call.press("1")
        assert call.case.call.speaker == "spouse"
        await _say(call, "this is her speaking")
        await call.press("1", "2")
        assert call.case.call is not None
        assert call.case.call.speaker == "consumer"


async def test_words_that_call_for_nothing_say_so(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await _say(call, "nice weather")
        assert "Nothing to propose" in call.message


# ── before anybody is verified ──


@SIZES
async def test_a_locked_call_is_proposed_nothing_that_tells_of_a_debt(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await call.open(DANA)
        await call.press("enter", "enter")
        await _say(call, "lost job, can do 50 on the 1st, not my debt, stop calling")
        seen = shown(call.app).lower()
        assert "1 stop calling" in seen
        assert "2 " not in [row.strip()[:2] for row in seen.splitlines()]
        held = _held(call).lower()
        assert [word for word in (*SECRETS, *OF_DEBT) if word.lower() in held] == []
        await call.press("1")
        assert isinstance(call.app.screen, WrapScreen)


async def test_while_it_rings_the_line_works_too(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.press("enter")
        await _say(call, "wife on line")
        await call.press("1")
        assert call.case.call is not None
        assert call.case.call.speaker == "spouse"


# ── a transcript ──


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


async def test_what_became_of_the_proposals_is_journalled_by_name_only_where_a_key_was_pressed(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await _say(call, SHORTHAND)
        await call.press("2")
        await call.press("f12", "w", "v", "enter")
    events = [entry.event for entry in shift.desk().look(DANA).entries]
    ended = [end for event in events if isinstance(event, ev.PromptsEnded) for end in event.prompts]
    heard = {end.id: end.how for end in ended if end.id.startswith("heard.")}
    assert list(heard.values()).count("accepted") == 1
    assert heard["heard.passed-over"] == "shown"
    assert len(heard) == 2


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


async def test_a_card_number_is_taken_out_of_the_line(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await _say(call, "here it is 4111 1111 1111 1111")
        assert "4111" not in shown(call.app)
        assert await see(call, "That holds the number of a card")


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
