"""The call screen's face: panes, stages, the timer, and what is kept of a call while it lasts."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING, Final, cast

import msgspec
from textual import on
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import TextArea

from callassist.decide import identity_gate
from callassist.desk import Opened
from callassist.desk.cards import clocks
from callassist.desk.scripts import scripts_of
from callassist.desk.views import calls_in_week
from callassist.dialogue import Library, Position
from callassist.identity import Gate
from callassist.screens import call_musts, call_script, call_words
from callassist.screens.call_draft import Draft, encode, key_of, minutes, stage_of
from callassist.screens.call_fields import fields
from callassist.screens.call_menus import QUESTIONS, Menu
from callassist.screens.keys import CALL, LOCKED, PREVIEW, VERIFIED, of
from callassist.screens.text import clean, fit
from callassist.screens.widgets.bars import MOST_LINES, HintLine, MessageLine, TopLine
from callassist.screens.widgets.fields import Field, NoteArea
from callassist.screens.widgets.gate import GateBox
from callassist.screens.widgets.pane import Pane

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.desk import Desk
    from callassist.screens.app import CallassistApp

WIDE: Final = 110
RENEW_SECONDS: Final = 30
SAVE_AFTER: Final = 0.4
UNDO_SECONDS: Final = 5.0
ALIVE_SECONDS: Final = 10


class CallView(Screen[None]):
    """One case in hand. Its stage follows from the case; until identity is verified no pane has a word of the debt."""

    DEFAULT_CSS = """
    CallView #body { height: 1fr; layout: horizontal; }
    CallView #left { width: 1fr; height: 1fr; layout: vertical; }
    CallView #guide { width: 34; height: 1fr; }
    CallView #facts { height: auto; }
    CallView #talk { height: 1fr; }
    CallView #who { height: auto; max-height: 7; }
    CallView #account, CallView #timeline { height: auto; max-height: 8; display: none; }
    CallView #musts { height: auto; max-height: 10; }
    CallView #notebox {
        height: 3; padding: 0 1;
        border-top: solid $boost; border-title-color: $primary; border-title-style: bold;
    }
    CallView #notebox:focus-within { height: 6; }
    CallView #notes { height: 1fr; }
    CallView #field-prompt { display: none; }
    CallView #field-prompt.-asked { display: block; }
    CallView #gate { display: none; }
    CallView.-preview #facts { height: 1fr; }
    CallView.-preview #who { height: 1fr; max-height: 100%; }
    CallView.-preview #talk { height: auto; }
    CallView.-preview #say { display: none; }
    CallView.-locked #gate { display: block; }
    CallView.-asking #gate { display: none; }
    CallView.-verified #who { display: none; }
    CallView.-verified #account { display: block; }
    CallView.-verified.-history #account { display: none; }
    CallView.-verified.-history #timeline { display: block; }
    CallView.-wide #left { layout: horizontal; }
    CallView.-wide #guide { width: 36; }
    CallView.-wide #notebox { height: 9; }
    CallView.-wide #facts { width: 36; height: 1fr; }
    CallView.-wide #talk { width: 1fr; height: 1fr; }
    CallView.-wide.-verified #who { display: block; }
    CallView.-wide.-verified #account { display: block; height: 1fr; }
    CallView.-wide.-verified #timeline { display: block; height: 1fr; }
    CallView.-wide.-preview #facts { width: 2fr; }
    """

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.opened: Opened | None = None
        self.draft = Draft()
        self.stage = PREVIEW
        self.menu: Menu | None = None
        self.refused: dict[str, str] = {}
        self._on_disk: dict[int, bytes] = {}
        self._saving: Timer | None = None
        self._libraries: dict[tuple[object, ...], Library] = {}
        self._is_up = False
        self._first_words = ""
        self.asked = ""
        self._aside: tuple[tuple[Content, ...], str] | None = None
        self._said_until = 0.0
        self._seconds = 0

    @property
    def WHERE(self) -> str:  # noqa: N802 - the name by which help and palette ask any screen for its keys
        """The stage: each has its own keys."""
        return self.stage

    def compose(self) -> ComposeResult:
        """Top line; facts and talk; guide; message and keys."""
        yield TopLine(id="top")
        with Container(id="body"):
            with Container(id="left"):
                with Vertical(id="facts"):
                    yield Pane("Person", id="who", is_fitted=True)
                    yield Pane("Account", id="account", is_fitted=True)
                    yield Pane("History", id="timeline", is_fitted=True)
                with Vertical(id="talk"):
                    yield Pane("Script", id="say")
                    yield GateBox("gate")
                    yield Field("prompt")
                    with Vertical(id="notebox"):
                        yield NoteArea("notes")
            with Vertical(id="guide"):
                yield Pane("Must, must not", id="musts", is_fitted=True)
                yield Pane("Choices", id="choices")
        yield MessageLine(id="message", grows=True)
        yield HintLine(id="hints")

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        from callassist.screens.app import CallassistApp

        return cast(CallassistApp, self.app)

    @property
    def desk(self) -> Desk:
        """The service."""
        return self.desk_app.desk

    @property
    def held(self) -> Opened:
        """The case in hand; only once there is one."""
        if self.opened is None:
            raise AssertionError
        return self.opened

    def on_mount(self) -> None:
        """Tick once a second; paint what was given before there were panes."""
        self.query_one("#notebox").border_title = "Notes (n)"
        self.set_interval(1.0, self._tick)
        self._is_up = True
        if self.opened is not None:
            self.present(self._first_words)

    def on_unmount(self) -> None:
        """Leaving: what was typed in the last moment is kept as well."""
        if not self.draft.case or not self.desk_app.is_ready:
            return
        body = encode(self.draft.living(self.desk.clock()))
        if body != self._on_disk.get(self.draft.case, b""):
            self.desk.keep(key_of(self.draft.case), body)

    def on_resize(self) -> None:
        """Three columns where there is room: by the size that is, since what tells of one may come late."""
        self.set_class(self.app.size.width >= WIDE, "-wide")

    # ── what a call is made of ──

    @property
    def library(self) -> Library:
        """The scripts for this case: in their language, for their state and their creditor."""
        variant = call_script.variant_of(self.held.case)
        if variant not in self._libraries:
            self._libraries = {variant: scripts_of(self.desk_app.scripts(variant[0]), self.held.case)}
        return self._libraries[variant]

    @property
    def at(self) -> Position:
        """Where the call stands in its script."""
        return self.draft.at or call_script.start(self.library, self.held.case, self.held.verdicts.base.day)

    def gate(self) -> Gate:
        """The check of the speaker, as it stands."""
        return identity_gate(self.held.case, self.desk.handbook, self.held.now)

    def known(self) -> frozenset[str]:
        """The facts that guards of the script ask for."""
        return call_script.facts(self.held)

    # ── painting ──

    def present(self, says: str) -> None:
        """A case that has just come up, from its beginning; kept for later while there are no panes yet."""
        self._first_words = says
        if not self._is_up:
            return
        self.set_focus(None)
        self.ask("")
        self.query_one(NoteArea).put(self.draft.note)
        self._said_until = 0.0
        self.paint()
        if says:
            self.say(says)

    def ask(self, question: str, offered: str = "") -> None:
        """Ask in a field; what is `offered` stands there, and typing takes its place."""
        self.asked = question
        prompt = self.query_one("#field-prompt", Field)
        prompt.put(offered)
        prompt.set_class(bool(question), "-asked")
        if question:
            self.set_focus(prompt)
            self.say(QUESTIONS["rings" if offered else question])

    def paint(self) -> None:
        """Everything, as the case now stands."""
        if not self._is_up or self.opened is None:
            return
        stage, self.stage = self.stage, stage_of(self.held.case, self.draft)
        if stage != self.stage:
            self._aside = None
        others = {"-asking", *(f"-{stage}" for stage in CALL)}
        call = self.held.case.call
        asking = {"-asking"} if call is not None and call.is_location else set()
        now = {*asking, f"-{self.stage}"}
        self.classes = {*self.classes - others, *now}  # at once: each change styles every widget anew
        gate = self.gate()
        self.refused = call_musts.refusals(self.held, self.stage, gate, self.draft.row)
        self._paint_facts()
        self._paint_gate(gate)
        lines = call_musts.musts(self.held, self.stage, gate, self.draft)
        lines = lines if self.has_class("-wide") else call_musts.folded(lines)
        self.query_one("#musts", Pane).show([must.content() for must in lines])
        self.paint_script()
        self._paint_lines()
        if monotonic() >= self._said_until:
            self.guide(gate)

    def _paint_facts(self) -> None:
        """Panes that only a verified person's desk may hold are emptied on every other."""
        held, setting = self.held, self.desk.handbook.setting
        is_open = self.stage == VERIFIED
        account, history = self.query_one("#account", Pane), self.query_one("#timeline", Pane)
        if is_open:
            lines = [*call_words.account_lines(held, setting)]
            count = calls_in_week(held)
            calls = f"Account, {count} {'call' if count == 1 else 'calls'} in 7 days"
            told = [*lines, *call_words.story_lines(held, self.desk.handbook)] if self.has_class("-wide") else lines
            account.show(told, title=calls)
            history.show([*call_words.timeline_lines(held)])
        else:
            account.show((), title="")
            history.show(())
        self.query_one("#who", Pane).show([*self._who()])

    def _who(self) -> Iterable[Content]:
        match self.stage:
            case "preview":
                return call_words.preview_lines(self.held, self.desk.handbook.outcomes, self.draft.row)
            case "ringing":
                return call_words.ringing_lines(self.held)
            case _:
                return call_words.person_lines(self.held)

    def _paint_gate(self, gate: Gate) -> None:
        box = self.query_one(GateBox)
        if self.stage == LOCKED:
            box.tell(gate)
        else:
            box.close()

    def paint_script(self) -> None:
        """The step to say, and its choices or the menu that stands in their place."""
        say, choices = self.query_one("#say", Pane), self.query_one("#choices", Pane)
        if self.stage == PREVIEW:
            say.show(())
            choices.show(*(self._aside or ((), "")))
            return
        filled = fields(self.held, self.desk.handbook.setting, self.desk.seat.collector)
        step = call_script.shown(self.library, self.at, filled)
        title = call_script.title(self.library, self.at, is_open=self.stage == VERIFIED)
        say.show([call_words.spoken(line) for line in step.lines], title=clean(title))
        if self.menu is not None:
            choices.show([*self.menu.lines()], title=self.menu.title)
        elif self._aside is not None:
            choices.show(*self._aside)
        else:
            lines = call_words.choice_lines(self.library, self.at, self.known())
            choices.show([*lines], title="They said (1-9, 0 cards)")

    def _paint_lines(self) -> None:
        case = self.held.case
        consumer = case.consumer
        top, hints = self.query_one(TopLine), self.query_one(HintLine)
        clock = clocks(self.held.now, self.held.verdicts.zones)
        name = fit(consumer.full_name, 26).rstrip()
        top.left, top.note = f"CALL  {name}  {clock}", self.desk_app.note
        hints.where = self.stage
        hints.greyed = frozenset(key.id for key in of(self.stage) if key.action in self.refused)
        self._paint_clock()

    def _paint_clock(self) -> None:
        seconds = self.draft.talk_seconds(self.desk.clock())
        stands = " (stands)" if self.draft.ended is not None else ""
        talk = f"  talk {minutes(seconds)}{stands}" if self.draft.talk_since else ""
        mark = {VERIFIED: "[OK]", LOCKED: "[LOCKED]"}.get(self.stage, f"[{self.stage.upper()}]")
        self.query_one(TopLine).right = f"{mark}{talk} "

    def guide(self, _gate: Gate) -> None:
        """Show the one thing that matters most now, where nothing else is being said; of itself there is none."""
        self.query_one(MessageLine).say("")

    def say(self, sentence: str, tone: str = "") -> None:
        """One sentence, for five seconds or until there is another; one that does not fit is told in full beside."""
        text = clean(sentence)
        if not self._is_up:
            self._first_words = text
            return
        self._said_until = monotonic() + UNDO_SECONDS if text else 0.0
        self.query_one(MessageLine).say(text, tone)
        if len(text) > (self.size.width - 4) * MOST_LINES:
            self.aside([Content(text)], title="In full (until a key)")

    def aside(self, lines: Iterable[Content], title: str) -> None:
        """Something to read where the choices stand, until the next key."""
        self._aside = ((*lines,), title)
        self.query_one("#choices", Pane).show(*self._aside)

    def set_aside(self) -> None:
        """The choices again."""
        if self._aside is not None:
            self._aside = None
            self.paint_script()

    # ── the clock ──

    def _tick(self) -> None:
        in_hand = self.desk.opened if self.opened is not None and self.desk_app.is_ready else None
        if in_hand is None or in_hand.case.id != self.held.case.id:
            return
        self._seconds += 1
        if self.is_current:
            self._paint_clock()
            if self._said_until and monotonic() >= self._said_until:
                self._said_until = 0.0
                self.guide(self.gate())
        now = self.desk.clock()
        if now >= self.held.verdicts.until or now.minute != self.held.now.minute:
            self.desk_app.read(self.desk.survey, self._judged_anew)
        if self._seconds % RENEW_SECONDS == 0:
            self.desk_app.read(self.desk.renew, self._renewed)
        if self._seconds % ALIVE_SECONDS == 0:
            self.draft = self.draft.living(now)
        self.save()

    def _judged_anew(self, opened: Opened | None) -> None:
        current = self.desk.opened
        if opened is not None and current is not None and current.case.id == self.held.case.id:
            self.opened = current
            self.paint()

    def _renewed(self, is_mine: bool) -> None:  # noqa: FBT001 - what the desk answers
        if not is_mine and self.desk.opened is not None:
            self.say("This case is no longer held for you; another desk may open it. Finish or leave it.", "stop")

    # ── nothing typed is ever lost ──

    def put(self, **changes: object) -> None:
        """Change what is kept of the call; it is on disk within a second."""
        self.draft = msgspec.structs.replace(self.draft, **changes).living(self.desk.clock())
        if self._saving is None:
            self._saving = self.set_timer(SAVE_AFTER, self.save)

    def save(self) -> None:
        """Keep the draft if it is another than the one on disk."""
        self._saving = None
        if not self.draft.case or not self.desk_app.is_ready:
            return
        case, body = self.draft.case, encode(self.draft)
        if body == self._on_disk.get(case, b""):
            return
        desk = self.desk

        def kept(_: None) -> None:
            self._on_disk = {case: body}

        self.desk_app.read(lambda: desk.keep(key_of(case), body), kept)

    @on(TextArea.Changed, "#notes")
    def _noted(self, event: TextArea.Changed) -> None:
        self.put(note=event.text_area.text)

    # ── CMD and TYPE ──
