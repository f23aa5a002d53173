"""In a call: complaints, who speaks for the consumer, words to be careful with, and dialling in spite of a rule."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace
from textual import on
from textual.timer import Timer
from textual.widgets import TextArea

from callassist.commands import GiveAuthority, LiftRestriction, MakeComplaint, NameSpeaker, Override, PlaceCall
from callassist.decide_dial import may_go_on, purpose_of, why_not_go_on
from callassist.desk.wording import of_note, wanted
from callassist.dialogue import go
from callassist.rules import Finding
from callassist.screens import call_menus, call_script
from callassist.screens.call_menus import COMPLAINTS, SPEAKERS
from callassist.screens.call_musts import said_of
from callassist.screens.call_records import CallRecords
from callassist.screens.keys import VERIFIED
from callassist.screens.law import WordsScreen

COMPLAINT, OVERRIDE, SPEAKER, LEAVE, LIFT = "complaint", "override", "speaker", "leave", "lift"
SAID_SO: Final = "said on the call that we may speak with them"
REST: Final = 0.6
"""Seconds without a letter, after which what was typed is read."""


class CallDuties(CallRecords):
    """What is owed to whoever is dissatisfied, and to whoever speaks for somebody else."""

    def __init__(self) -> None:
        super().__init__()
        self._about = self._warned = ""
        self._reading: Timer | None = None
        self._answers |= {COMPLAINT: self._complain_of, SPEAKER: self._speaks, LEAVE: self._leave_to, LIFT: self._lift}

    def replied(self, question: str, text: str) -> bool:
        """Whether a question was one of these; then it has been answered, or asks again."""
        if question not in {COMPLAINT, OVERRIDE, SPEAKER, LEAVE, LIFT}:
            return False
        if not text and question != SPEAKER:
            self.say("It needs words; F12 leaves it.", "warn")
            return True
        self.set_focus(None)
        self.ask("")
        match question:
            case "complaint":
                self.do(MakeComplaint(kind=self._about, words=text))
            case "leave":
                name, _, words = text.partition(":")
                given = words.strip() or SAID_SO
                self.do(GiveAuthority(kind="consent", relation=self._about, party=name.strip(), words=given))
            case "lift":
                self.do(LiftRestriction(restriction=int(self._about), why=text))
            case "speaker":
                self.do(NameSpeaker(relation=self._about, party=text), self._named)
            case _:
                self._dial_in_spite(text)
        return True

    # ── complaints ──

    def action_complaint(self) -> None:
        """Somebody is dissatisfied, in whatever words: of what, and their words, are kept, and the clock runs."""
        self.set_focus(None)
        self.menu = COMPLAINTS
        self.paint_script()

    def _complain_of(self, kind: str) -> None:
        self._about = kind
        self.ask(COMPLAINT)

    # ── who speaks for them ──

    def someone_for_them(self) -> None:
        """A spouse, a parent, an attorney: who, then their name."""
        self.menu = SPEAKERS
        self.paint_script()

    def _speaks(self, relation: str) -> None:
        self._about = relation
        self.ask(SPEAKER)

    def action_leave_to(self) -> None:
        """The verified consumer lets somebody else speak or hear: who, then their name."""
        self.set_focus(None)
        self.menu = replace(SPEAKERS, name=LEAVE, title="We may speak with their")
        self.paint_script()

    def _leave_to(self, relation: str) -> None:
        self._about = relation
        self.ask(LEAVE)

    def _named(self) -> None:
        """Whoever cannot be verified is a stranger; one of the family may come to speak by the person's leave."""
        if not self.gate().can_open:
            self.put(at=go(self.library, self.at, call_script.unproved(self.held.case)))
        self.paint()

    # ── words that a state wants read out ──

    def action_said(self) -> None:
        """Stamp the statement of this step; where it is stamped or there is none, the words that money waits for."""
        wording = wanted(self.held)
        kind = call_script.duty_here(self.library, self.at)
        call = self.held.case.call
        if wording is None or (kind and call is not None and kind not in call.disclosures):
            super().action_said()
            return

        def read_out(is_said: bool | None) -> None:  # noqa: FBT001 - what the screen answers
            if is_said:
                self.stamp((wording.statement,), None, None)

        self.desk_app.push_screen(WordsScreen(wording.sentence, wording.cite), read_out)

    # ── limits and claims ──

    def action_limits(self) -> None:
        """What limits contact and what the debts are said to be: one that is over is lifted, with a reason."""
        held = self.held.case.consumer.restrictions
        if not held:
            self.say("No limit and no claim is on file.")
            return
        self.set_focus(None)
        self.menu = call_menus.limits(held)
        self.paint_script()

    def _lift(self, restriction: str) -> None:
        self._about = restriction
        self.ask(LIFT)

    # ── in spite of a rule ──

    def action_in_spite(self) -> None:
        """Dial in spite of rules that leave it to a role, all of them: the reason is asked, and kept."""
        verdicts, row, role = self.held.verdicts, self.draft.row, self.desk.seat.role
        if why_not := why_not_go_on(verdicts, row, role):
            self.say(why_not, "stop")
        elif may_go_on(verdicts, row, role):
            self.ask(OVERRIDE)
        else:
            self.say("No rule stops this call; Enter dials.")

    def _dial_in_spite(self, why: str) -> None:
        rules = may_go_on(self.held.verdicts, self.draft.row, self.desk.seat.role)
        row, override = self.draft.row, Override(rules=rules, why=why)
        purpose = purpose_of(self.held.case, row)
        self.do(PlaceCall(row=row, override=override, purpose=purpose), self.dialled)

    # ── words to be careful with ──

    @on(TextArea.Changed, "#notes")
    def _typed(self) -> None:
        """Read them once the hand rests: rules look for what may not be said."""
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(REST, self._read_note)

    def _read_note(self) -> None:
        self._reading = None
        if self.opened is None or self.stage != VERIFIED:
            return
        note, case, verdicts = self.draft.note, self.held.case.id, self.held.verdicts
        fresh = note.removeprefix(self._warned)

        def read(found: Finding | None) -> None:
            if self.opened is None or self.held.case.id != case:
                return
            if found is not None:
                self.say(said_of(found), "warn")
                self._warned = note
            elif not note.startswith(self._warned):
                self._warned = ""

        self.desk_app.read(lambda: of_note(verdicts, fresh), read)
