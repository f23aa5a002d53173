"""Walking the script of a call: choices, what going on says was read out, and the check of the speaker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec.structs import replace

from callassist.commands import AnswerThirdParty, Command, GiveDisclosure, PlaceRestriction, RefuseIdentity
from callassist.desk.wording import wanted
from callassist.dialogue import (
    Act,
    Choice,
    Place,
    Position,
    advance,
    back,
    choice_at,
    choose,
    facts_with,
    go,
    is_open,
    leave,
)
from callassist.dialogue_names import CALL, MONEY_GUARDS
from callassist.dialogue_names import VERIFIED as IDENTITY
from callassist.screens import call_script
from callassist.screens.call_doing import CallDoing
from callassist.screens.call_musts import cannot_verify, stopped_because, stopped_quietly
from callassist.screens.keys import LOCKED, RINGING, VERIFIED
from callassist.screens.widgets.gate import GateBox

BY_STEP: Final = {step: who for who, step in call_script.ANSWERED_BY.items()}
OF_THE_DEAD: Final = "Somebody has died: nothing is asked for on this call; the estate gets it on paper."
SAID_FIRST: Final = "Not yet: another step has to be said first."
CLOSED: Final = {
    "is_verified": "Not before the person is verified: v types what they answer.",
    "has_terms": "Nothing is agreed yet: F7 opens the offers, and what is agreed there leads on.",
    "has_coverage_answer": "First ask about coverage on the day of care.",
    "is_aid_first": "Nothing is waiting for help to be named.",
    "is_time_barred": "No state asks for words on this debt before money, or they were read out.",
}
"""Why a choice with this guard is closed. Of a debt only what a step behind the check of the speaker asks for."""
MESSAGE, RECORDING, SAID_SO = "message", "recording_refused", "said on the call"
PANES: Final = {
    "offers": "offers",
    "statement": "statement",
    "line": "line",
    "stop": "stop_words",
    "claims": "claims",
    "complaint": "complaint",
    "deals": "deals",
    "notes": "notes",
}
"""What a script may ask the screen to open, and the action of the key that does."""
OFFERED_BY: Final = {call_script.INSTEAD[way]: way for way in ("call_back", "mail")}


class CallWalk(CallDoing):
    """The script follows the call and never the other way round: only what happened opens a step."""

    def action_verify(self) -> None:
        """Type what they answer."""
        self.verify("")

    def verify(self, factor: str) -> None:
        self.answered()
        self.paint()
        gate = self.gate()
        if not gate.can_open or self.stage != LOCKED:
            self.say(cannot_verify(gate) if self.stage == LOCKED else "Who is speaking is verified already.", "warn")
            return
        moved = call_script.asking(self.library, leave(self.library, self.at))
        said = call_script.newly_said(self.at, moved, self.held.case)
        self.put(at=moved)
        self.paint_script()
        self.stamp(said, None, lambda: self.set_focus(self.query_one(GateBox).open(factor)))

    def action_next(self) -> None:
        """The usual way on: the first choice."""
        self.choose(1)

    def action_previous(self) -> None:
        """The step before, to be read again: whatever it tells of who is speaking was journalled on the way there."""
        position = back(self.at)
        if position != self.at:
            self.by_key("b")
            self.put(at=position)
            self.paint_script()

    def choose(self, number: int) -> None:
        if self.stage == RINGING or self.draft.ended is not None:
            self.answered()
            self.paint()
        choice = choice_at(self.library, self.at, number)
        if choice is None:
            self.say(f"This step has no choice {number}.", "warn")
            return
        known = self.known()
        if not is_open(choice, facts_with(leave(self.library, self.at), known)):
            self.say(self._why_closed(choice), "warn")
            return
        act = call_script.proposed(choice)
        self.by_key(f"{number}")
        moved = advance(self.library, self.at, known) if number == 1 else choose(self.library, self.at, number, known)
        self.move(call_script.kept_apart(self.library, self.at, moved), lambda: self._act(act))

    def _why_closed(self, choice: Choice) -> str:
        """Why a choice is closed: what is to be said first, or the rule that stops it."""
        guard = choice.guard or ""
        if guard in MONEY_GUARDS and call_script.is_of_the_dead(self.at):
            return OF_THE_DEAD
        if guard in CLOSED and (self.stage == VERIFIED or guard == IDENTITY):
            return CLOSED[guard]
        action = call_script.guarding(guard)
        if not action:
            return SAID_FIRST
        call = self.held.case.call
        verdict = self.held.verdicts.of(action, call.row if call else 0)
        if not verdict.is_stopped and wanted(self.held):
            return "First the state's words on this debt: s shows them."
        if not verdict.is_stopped:
            return SAID_FIRST
        tell = stopped_because if self.stage == VERIFIED else stopped_quietly
        return tell(self.held, verdict)

    def _act(self, act: Act | None) -> None:
        match act:
            case Act(name="verify"):
                self.verify("")
            case Act(name="wrap-up", outcome=code):
                self.open_wrap(code or "")
            case Act(name="search"):
                self.desk_app.action_search()
            case Act(name=name) if name in PANES:
                self.open_pane(PANES[name])
            case _:
                pass

    def open_pane(self, action: str) -> None:
        """What a key of the call opens, as if it had been pressed: a rule that greys the key says why."""
        refused = self.refused.get(action)
        if refused:
            self.say(refused, "stop")
        elif self.check_action(action, ()):
            getattr(self, f"action_{action}")()
        else:
            self.say("Not at this stage of the call.", "warn")

    def known(self) -> frozenset[str]:
        """What guards ask for. Of a debt of somebody who has died no way leads on to money: it is sent on paper."""
        found = super().known()
        return found - MONEY_GUARDS if call_script.is_of_the_dead(self.at) else found

    def talks(self) -> Mapping[str, str]:
        """The scripts that may be turned to, with their titles; none until somebody is verified: a title tells."""
        if self.stage != VERIFIED:
            return {}
        meant = call_script.AFTER_DEATH if call_script.is_of_the_dead(self.at) else self.library.keys()
        return {name: each.title for name, each in self.library.items() if each.kind == CALL and name in meant}

    def turn_to(self, script: str) -> None:
        """Another script, by the step at which it can begin: what has to be said first it asks for itself."""
        self.move(go(self.library, self.at, Place(script=script)))

    def action_said(self) -> None:
        """Stamp the statement of this step."""
        kind = call_script.duty_here(self.library, self.at)
        call = self.held.case.call
        if not kind:
            self.say("This step has no statement to stamp.", "warn")
        elif call is not None and kind in call.disclosures:
            self.say("It is stamped already.", "warn")
        else:
            moved = leave(self.library, self.at)
            self.put(at=moved)
            self.stamp((kind,), None, None)

    def move(self, position: Position, then: Callable[[], None] | None = None) -> None:
        """Stand elsewhere in the script; what going on says was read out is stamped, what it tells is logged."""
        before = self.at
        if self.library[position.at.script].kind == MESSAGE:
            position = replace(position, said=before.said)  # a machine hears no notice
        self.menu = None
        if position == before:
            if then is not None:
                then()
            self.by_key("")  # it led nowhere: what is come to later, something else brought about
            return
        self.put(at=position)
        self.paint_script()
        command = self._told_by(position)
        self.stamp(call_script.newly_said(before, position, self.held.case), command, then)

    def stamp(self, kinds: tuple[str, ...], command: Command | None, then: Callable[[], None] | None) -> None:
        """One after another: statements, then what the step stands for, then what comes next."""
        if kinds:
            language = self.held.case.consumer.language
            given = GiveDisclosure(kind=kinds[0], language=language)
            self.do(given, lambda: self.stamp(kinds[1:], command, then), says=False)
        elif command is not None:
            self.do(command, then, says=False)
        elif then is not None:
            then()

    def _told_by(self, position: Position) -> Command | None:
        """What arriving at a step tells of the speaker; None when the journal has it, or it tells nothing."""
        call, place = self.held.case.call, position.at
        if call is None:
            return None
        who = BY_STEP.get(place.step, "") if place.script == call_script.OTHERS else ""
        if who and call.third_party != who:
            return AnswerThirdParty(who=who)
        limits = {limit.kind for limit in self.held.case.consumer.restrictions}
        if place == call_script.NOT_RECORDED and RECORDING not in limits:
            return PlaceRestriction(kind=RECORDING, words=SAID_SO)
        way = OFFERED_BY.get(place.step, "") if place.script == call_script.NO_PROOF else ""
        if way and not call.verified and call.refused != way:
            return RefuseIdentity(instead=way)
        return None
