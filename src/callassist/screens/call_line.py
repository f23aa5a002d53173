"""The line of a call: words typed in a hurry, or heard by a speech engine, become three proposals at most.

Nothing is kept of what was said but what a key takes up, unless a policy keeps it; nothing of it is logged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from textual.content import Content

from callassist.commands import (
    AnswerThirdParty,
    Command,
    GiveDisclosure,
    LogOutcome,
    NameSpeaker,
    PlaceRestriction,
    WriteNote,
)
from callassist.decide_records import LONGEST_NOTE
from callassist.dialogue import Place, go
from callassist.prompts import ACCEPTED, DISMISSED, SHOWN
from callassist.prompts import HEARD as HEARD_PROMPT
from callassist.said import Ask, Do, Known, Proposal, ToOffers, ToPane, ToScript, ToWrap, merged, proposals, still
from callassist.screens.call_draft import Draft, without_cards
from callassist.screens.call_menus import Item, Menu
from callassist.screens.call_offers import CallOffers
from callassist.screens.keys import LIVE
from callassist.screens.text import clean
from callassist.screens.widgets.pane import Pane
from callassist.transcripts import NOTICE, REFUSED, UNASKED, Turn, policy_of, why_off

if TYPE_CHECKING:
    from callassist.desk import Desk, Opened
    from callassist.screens.pipe import Pipe

LINE, HEARD, WHICH, TRANSCRIPTION = "line", "heard", "which", "transcription"
AGAIN, NONE, THEIRS, OURS = ":", "0", "2", "1"
PASSED_OVER: Final = f"{HEARD_PROMPT}passed-over"
NOTHING: Final = "Nothing to propose from that; n keeps words in the notes."
WARMING: Final = "call me back friday at 5, or 50 a month"
"""Heard for nobody while it rings, so that the first line that is typed is as quick as the next."""
PICK: Final = "Its digit does it; 0 or F12 leaves it, : types it anew."
DROPPED: Final = "Keys typed ahead of the proposals were dropped."
UNREADABLE: Final = "A line of the transcript could not be read; such lines are skipped."
TAKEN_BACK: Final = "no longer agrees that the call is turned into text"
TO_LISTEN: Final = Menu(
    name=TRANSCRIPTION,
    title="They agreed to transcription",
    items=(Item(key="b", label="They take it back: nothing more is heard", value=REFUSED),),
)


class HeardMenu(Menu, frozen=True, kw_only=True):
    """Proposals by digit, each with the words it rests on; 0 none of them, a colon types anew."""

    quotes: tuple[str, ...] = ()

    def pick(self, character: str) -> Item | None:
        """The item of a key; 0 and the colon are keys too."""
        if character in {NONE, AGAIN}:
            return Item(key=character, label="", value=character)
        return super().pick(character)

    def lines(self) -> Iterator[Content]:
        """Each proposal, and under it what was said."""
        for item, quoted in zip(self.items, self.quotes, strict=True):
            yield item.line()
            if quoted:
                yield Content.styled(f'  "{clean(quoted)}"', "dim")
        yield Content.styled("0 none   : type it anew", "dim")


class CallLine(CallOffers):
    """Keys typed ahead never answer a proposal: they were typed before it was seen."""

    def __init__(self) -> None:
        super().__init__()
        self._offered: dict[str, Proposal] = {}
        self._pending: tuple[Proposal, ...] = ()
        self._asking: Ask | None = None
        self._words = ""
        self._places: dict[int, frozenset[str]] = {}
        self._kept_lines: tuple[str, ...] = ()
        self._told_off = 0
        self._unreadable = 0
        self._is_warm = False
        self._answers |= {HEARD: self._take_up, WHICH: self._holds, TRANSCRIPTION: self._end_listening}

    # ── typing ──

    def action_line(self) -> None:
        """What was heard and waits for a key; else a line to type what they say."""
        self.set_focus(None)
        if self._pending:
            self._put_up(self._pending)
        else:
            self.ask(LINE)

    def replied(self, question: str, text: str) -> bool:
        """The line is heard; whatever else is asked is answered elsewhere."""
        if question != LINE:
            return super().replied(question, text)
        self._offered, self._pending = {}, ()
        if text:
            self._hear(text, self._put_up, holds=True)
        else:
            self.set_focus(None)
            self.ask("")
            self.paint_script()
        return True

    def _close_line(self) -> None:
        if not self.asked:
            self.ask("")

    # ── hearing ──

    def _hear(self, text: str, then: Callable[[tuple[Proposal, ...]], None], *, holds: bool = False) -> None:
        """Off the loop; what comes of it is dropped when the call has become another meanwhile."""
        opened, desk, known = self.held, self.desk, self._known()
        call = opened.case.call

        def found(proposed: tuple[Proposal, ...]) -> None:
            now = self.opened.case.call if self.opened is not None else None
            if now is not None and call is not None and now.id == call.id:
                then(still(proposed, self.held.case))
            elif holds:
                then(())

        self.desk_app.read(lambda: heard_as(desk, opened, known, text), found, holds=holds)

    def _known(self) -> Known:
        library = self.library
        if id(library) not in self._places:
            steps = (f"{name}#{step.id}" for name, script in library.items() for step in script.steps)
            self._places = {id(library): frozenset((*library, *steps))}
        outcomes = self.desk.handbook.outcomes
        return Known(outcomes=outcomes, facts=self.known(), places=self._places[id(library)])

    def _put_up(self, proposed: tuple[Proposal, ...]) -> None:
        """Where the choices stand; a key that was typed before they were there does nothing.

        They are painted first: that the line closes moves all the panes, and may take a moment longer.
        """
        self._pending, self.asked = (), ""
        self.set_focus(None)
        self.call_after_refresh(self._close_line)
        self._offered = {str(index): each for index, each in enumerate(proposed, 1)}
        self._show_offered()
        if not proposed:
            self.say(NOTHING)
        else:
            self.say(DROPPED if self.desk_app.flush_ahead() else PICK)

    def _show_offered(self) -> None:
        self.menu = None
        if self._offered:
            items = tuple(Item(key=key, label=each.title, value=key) for key, each in self._offered.items())
            quotes = tuple(each.quoted for each in self._offered.values())
            self.menu = HeardMenu(name=HEARD, title="Heard: 1-3 does it", items=items, quotes=quotes)
        self.paint_script()

    # ── painting ──

    def paint(self) -> None:
        """What may no longer be told of is gone before anything is painted."""
        if self.opened is not None:
            self._pending = still(self._pending, self.opened.case)
            kept = still(self._offered.values(), self.opened.case)
            self._offered = {key: each for key, each in self._offered.items() if each in kept}
            if isinstance(self.menu, HeardMenu) and len(self.menu.items) != len(self._offered):
                self._show_offered()
        super().paint()
        self._say_listening()
        if self.stage in LIVE and not self._is_warm:
            self._is_warm = True
            desk, opened, known = self.desk, self.held, self._known()
            self.desk_app.read(lambda: heard_as(desk, opened, known, WARMING), lambda _: None, is_long=True)

    def paint_script(self) -> None:
        """What was heard by itself stands above the choices, and takes no key of theirs."""
        super().paint_script()
        if self._pending and self.menu is None and self._aside is None:
            choices = self.query_one("#choices", Pane)
            titles = [Content.styled(f"- {clean(each.title)}", "bold") for each in self._pending]
            choices.show([Content.styled("Heard; : takes one up", "dim"), *titles, *choices.lines])

    # ── one key each ──

    def _take_up(self, key: str) -> None:
        if key == NONE:
            self._ended(self._offered.values(), DISMISSED)
            self._offered = {}
            return
        if key == AGAIN:
            self._offered = {}
            self.ask(LINE)
            return
        proposal = self._offered.pop(key)
        self._ended((proposal,), ACCEPTED)
        if isinstance(proposal.act, Ask):
            self._asking = proposal.act
            items = (
                Item(key=OURS, label=f"On file: {proposal.act.on_file}", value=OURS),
                Item(key=THEIRS, label=f"They said: {proposal.act.said}", value=THEIRS),
            )
            self.menu = Menu(name=WHICH, title="Which holds?", items=items)
            self.paint_script()
        else:
            self._act_on(proposal.act)

    def _ended(self, proposed: Iterable[Proposal], how: str) -> None:
        for each in proposed:
            self.prompt_ended(f"{HEARD_PROMPT}{each.name}", how)

    def _holds(self, key: str) -> None:
        asking, self._asking = self._asking, None
        if key == THEIRS and asking is not None:
            self._act_on(asking.told)
        else:
            self.say("It stays as it is on file.")
            self._show_offered()

    def _act_on(self, act: Do | ToOffers | ToScript | ToWrap | ToPane) -> None:
        """A command leaves the other proposals up; what opens something else leaves them to be taken up after it."""
        if isinstance(act, Do):
            self._chain(act.commands, lambda: self._done(act))
            return
        self._pending, self._offered = tuple(self._offered.values()), {}
        match act:
            case ToOffers(words=words):
                self._to_offers(words)
            case ToScript(place=place):
                script, _, step = place.partition("#")
                self.move(go(self.library, self.at, Place(script=script, step=step)))
            case ToWrap():
                self._to_wrap(act)
            case ToPane(action=action):
                self._to_pane(action)

    def _chain(self, commands: tuple[Command, ...], then: Callable[[], None]) -> None:
        """One after another; the first that is refused ends it."""
        first, *rest = commands
        self.do(first, (lambda: self._chain(tuple(rest), then)) if rest else then)

    def _done(self, act: Do) -> None:
        last = act.commands[-1]
        if isinstance(last, AnswerThirdParty):
            self.answered()
            self.paint()
        elif isinstance(last, NameSpeaker):
            self._named()
        if act.wraps:
            self._pending, self._offered = tuple(self._offered.values()), {}
            self.open_wrap("")
        else:
            self._show_offered()

    def _to_pane(self, action: str) -> None:
        if refused := self.refused.get(action, ""):
            self.say(refused, "stop")
        else:
            self.call_later(getattr(self, f"action_{action}"))
        self.paint_script()

    def _to_wrap(self, act: ToWrap) -> None:
        call = self.held.case.call
        if act.typed and call is not None:
            self.put(command=LogOutcome(code=act.code, debts=call.debts), typed=dict(act.typed))
            self.open_wrap("")
        else:
            self.open_wrap(act.code)

    # ── to the offers, with their words ──

    def _to_offers(self, words: str) -> None:
        self.paint_script()
        if refused := self.refused.get("offers", ""):
            self.say(refused, "stop")
            return
        self._words = words
        super().action_offers()

    def action_offers(self) -> None:
        """What to offer, with nothing typed."""
        self._words = ""
        super().action_offers()

    def _open_offers(self) -> None:
        from callassist.screens.offers import OffersScreen

        words, self._words = self._words, ""
        self.desk_app.push_screen(OffersScreen(self, words))

    # ── a transcript ──

    @property
    def pipe(self) -> Pipe | None:
        """Where lines of a transcript come from; None without --listen."""
        return self.desk_app.pipe

    def hears(self, turn: Turn | None) -> None:
        """A line of the transcript; None is one that could not be read. Only what the debtor said is heard."""
        call = self.opened.case.call if self.opened is not None else None
        if call is None:
            return
        if turn is None:
            self._unreadable += 1
            if self._unreadable == 1:
                self.say(UNREADABLE, "warn")
            self._say_listening()
        elif turn.is_heard and not self._why_off():
            if policy_of(self.held.case, self.desk.handbook.setting).keeps_text:
                self._kept_lines = (*self._kept_lines, turn.text.strip())
            self._hear(turn.text, self._heard_by_itself)

    def _heard_by_itself(self, proposed: tuple[Proposal, ...]) -> None:
        if proposed:
            self._pending = merged(self._pending, proposed)
            self.paint_script()

    def _why_off(self) -> str:
        return why_off(self.held.case, self.desk.handbook.setting)

    def _say_listening(self) -> None:
        """Whether anything is heard, beside the notes; why not, once a call."""
        call = self.opened.case.call if self.opened is not None else None
        if self.pipe is None or not self._is_up:
            return
        off = self._why_off() if call is not None else ""
        state = "listening" if not off else "m: may it listen?" if off == UNASKED else "not listening"
        unread = f", {self._unreadable} unreadable" if self._unreadable else ""
        told = f"   {state}{unread}" if call is not None else ""
        self.query_one("#notebox").border_title = f"Notes (n){told}"
        if call is not None and off and self.draft.is_talking and self._told_off != call.id:
            self._told_off = call.id
            self.say(off, "warn")

    def action_transcription(self) -> None:
        """They agree that the call is turned into text; once they do, that they take it back."""
        off = self._why_off()
        if self.pipe is None:
            self.say("Nothing is listened to: callassist was started without --listen.", "warn")
        elif off == UNASKED:
            given = GiveDisclosure(kind=NOTICE, language=self.held.case.consumer.language)
            self.do(given, lambda: self.say("They agree; what they say is heard from now on."), says=False)
        elif off:
            self.say(off, "warn")
        else:
            self.set_focus(None)
            self.menu = TO_LISTEN
            self.paint_script()

    def _end_listening(self, kind: str) -> None:
        self.do(PlaceRestriction(kind=kind, words=TAKEN_BACK), lambda: self.say("Nothing more is heard."), says=False)

    # ── the end ──

    def _begin(self, opened: Opened, draft: Draft, says: str) -> None:
        self._offered, self._pending, self._asking, self._kept_lines = {}, (), None, ()
        self._unreadable = 0
        super()._begin(opened, draft, says)

    def finish(self, command: LogOutcome, onward: str) -> None:
        """What a policy keeps of the transcript goes into the note; nothing else is left of it."""
        kept, self._kept_lines = self._kept_lines, ()
        for _ in (*self._pending, *self._offered.values()):
            self.prompt_ended(PASSED_OVER, SHOWN)  # without a key nothing is kept of what was heard
        self._pending, self._offered = (), {}
        if not kept:
            super().finish(command, onward)
            return
        text = without_cards("\n".join(("Said, as it was transcribed:", *kept)))[:LONGEST_NOTE]
        end = super().finish
        self.desk_app.perform(lambda: self.desk.do(WriteNote(text=text)), lambda _: end(command, onward))


def heard_as(desk: Desk, opened: Opened, known: Known, text: str) -> tuple[Proposal, ...]:
    """What may be done about words; never on the loop: the first time it reads what the ear knows."""
    from callassist.listening import hear

    ear, day = desk.ear(), opened.verdicts.base.day
    known = replace(
        known,
        cards={each.name: each.card for each in ear.meanings if each.card},
        codes={each.name: each.outcome for each in ear.meanings if each.outcome},
        asks={each.name: each.asks for each in ear.meanings if each.asks},
    )
    return proposals(hear(text, ear, day), opened.case, known, day)
