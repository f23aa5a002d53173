"""Listening to a transcript: what the debtor says is heard by itself, once a policy and they agree to it."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from callassist.commands import GiveDisclosure, LogOutcome, PlaceRestriction, WriteNote
from callassist.decide_records import LONGEST_NOTE
from callassist.prompts import HARM, SHOWN, Prompt
from callassist.prompts import HEARD as HEARD_PROMPT
from callassist.said_acts import ToOffers, ToScript, merged
from callassist.screens import call_script
from callassist.screens.call_draft import Draft, without_cards
from callassist.screens.call_line import PASSED_OVER, CallLine
from callassist.screens.call_menus import Item, Menu
from callassist.transcripts import NOTICE, REFUSED, UNASKED, Turn, policy_of, why_off

if TYPE_CHECKING:
    from callassist.desk import Opened
    from callassist.said_acts import Proposal
    from callassist.screens.pipe import Pipe

TRANSCRIPTION: Final = "transcription"
UNREADABLE: Final = "A line of the transcript could not be read; such lines are skipped."
TAKEN_BACK: Final = "no longer agrees that the call is turned into text"
FADES_AFTER: Final = 60.0
"""Seconds after which what was heard by itself is no longer offered."""
STAYS: Final = 80
"""From this stake on it stays until a key takes it up or leaves it."""
WAITS: Final = f"{HEARD_PROMPT}waits"
HERE: Final = "; takes it up."
ELSEWHERE: Final = "Back on the call, ; takes it up."
KEPT: Final = "Said, as it was transcribed:"
TO_LISTEN: Final = Menu(
    name=TRANSCRIPTION,
    title="They agreed to transcription",
    items=(Item(key="b", label="They take it back: nothing more is heard", value=REFUSED),),
)


class CallListening(CallLine):
    """Nothing of what was said is kept, unless a policy keeps it; nothing of it is logged."""

    def __init__(self) -> None:
        super().__init__()
        self._kept_lines: tuple[str, ...] = ()
        self._told_off = 0
        self._unreadable = 0
        self._heard_at: dict[str, float] = {}
        self._walked_at: dict[str, int] = {}
        self._answers |= {TRANSCRIPTION: self._end_listening}

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
        """Put up unless something that matters more is; what nobody takes up goes after a while, but for stop words."""
        if proposed:
            now = monotonic()
            self._pending = merged(self._pending, proposed)
            self._heard_at |= {each.name: now for each in proposed}
            self._walked_at |= {each.name: len(self.draft.walked) for each in proposed}
            self.paint_script()
            self.set_timer(FADES_AFTER, self._fade)
            if proposed[0].stake < STAYS:
                return
            if self.desk_app.screen is self:
                self._said_until = 0.0
                self.guide(self.gate())
            else:
                self.desk_app.tell(f"Heard: {_short(proposed[0])}. {ELSEWHERE}", "warn")

    def heard_prompts(self) -> tuple[Prompt, ...]:
        """The gravest of what waits for a key stands in the line before all else; no name of it is kept."""
        grave = max((each for each in self._pending if each.stake >= STAYS), key=lambda each: each.stake, default=None)
        if grave is None:
            return ()
        return (Prompt(id=WAITS, sentence=f"Heard: {_short(grave)}. {HERE}", stake=HARM, tone="stop"),)

    def _is_dealt_with(self, proposal: Proposal) -> bool:
        """Whether the call has been, since it was heard, where the proposal leads."""
        since = self.draft.walked[self._walked_at.get(proposal.name, 0) :]
        match proposal.act:
            case ToScript(place=place):
                return any(step.place == place or step.place.startswith(f"{place}#") for step in since)
            case ToOffers():
                return call_script.has_terms(self.held.case)
            case _:
                return False

    def _fade(self) -> None:
        until = monotonic() - FADES_AFTER
        kept = tuple(each for each in self._pending if each.stake >= STAYS or self._heard_at.get(each.name, 0) > until)
        for _ in range(len(self._pending) - len(kept)):
            self.prompt_ended(PASSED_OVER, SHOWN)
        if kept != self._pending:
            self._pending = kept
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

    # ── painting, beginning and end ──

    def paint_script(self) -> None:
        """What was dealt with is no longer proposed, nor told in the line."""
        kept = tuple(each for each in self._pending if not self._is_dealt_with(each))
        is_less, self._pending = len(kept) < len(self._pending), kept
        super().paint_script()
        if is_less and monotonic() >= self._said_until:
            self.guide(self.gate())

    def paint(self) -> None:
        """Beside the notes, whether it listens."""
        super().paint()
        self._say_listening()

    def _begin(self, opened: Opened, draft: Draft, says: str) -> None:
        self._kept_lines, self._unreadable = (), 0
        self._heard_at, self._walked_at = {}, {}
        super()._begin(opened, draft, says)

    def finish(self, command: LogOutcome, onward: str) -> None:
        """What a policy keeps of the transcript goes into the note; nothing else is left of it."""
        kept, self._kept_lines = self._kept_lines, ()
        if not kept:
            super().finish(command, onward)
            return
        text = without_cards("\n".join((KEPT, *kept)))[:LONGEST_NOTE]
        end = super().finish
        self.desk_app.perform(lambda: self.desk.do(WriteNote(text=text)), lambda _: end(command, onward))


def _short(proposal: Proposal) -> str:
    return proposal.title.split(": ")[0]
