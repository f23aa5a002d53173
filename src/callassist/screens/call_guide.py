"""The line of guidance through a call: what it showed, what came of it, and setting it aside."""

from __future__ import annotations

from callassist.commands import Command
from callassist.commands_talk import KeepTalk
from callassist.dialogue import Position
from callassist.events import PromptEnd, StepTaken
from callassist.identity import Gate
from callassist.prompts import Prompt, answered, closed, followed, set_aside, summed, told
from callassist.screens.call_prompts import Seen, prompts
from callassist.screens.call_view import CallView
from callassist.screens.keys import ANSWERED, PREVIEW
from callassist.screens.widgets.bars import MessageLine


class CallGuide(CallView):
    """One thing at a time. What became of it is journalled with the outcome, and reported by prompt."""

    def __init__(self) -> None:
        super().__init__()
        self._key = ""

    def guide(self, gate: Gate) -> None:
        """Show what matters most; what is gone from the line has ended."""
        script = "" if self.stage == PREVIEW else self.at.at.script
        seen = Seen(stage=self.stage, row=self.draft.row, gate=gate, refused=self.refused, script=script)
        every = (*self.heard_prompts(), *prompts(self.held, seen))
        if self.stage in ANSWERED:
            now = followed(self.draft.guide, every, self.desk.clock())
            if now != self.draft.guide:
                self.put(guide=now)
        said = told(self.draft.guide, every)
        self.query_one(MessageLine).say(*((said.sentence, said.tone) if said else ("", "")))

    def heard_prompts(self) -> tuple[Prompt, ...]:
        """What was heard that is grave enough for the line."""
        return ()

    def action_aside(self) -> None:
        """Set what the line says aside: on this call it does not come back."""
        if not self.draft.guide.shown:
            self.say("The line asks for nothing that could be set aside.")
            return
        self.put(guide=set_aside(self.draft.guide, self.desk.clock()))
        self._said_until = 0.0
        self.paint()

    def prompt_ended(self, prompt: str, how: str) -> None:
        """Something that was proposed beside the line was taken, or set aside."""
        self.put(guide=answered(self.draft.guide, prompt, how))

    # ── how the call went ──

    def put(self, **changes: object) -> None:
        """Change what is kept of the call; a step that is come to is added to the way through the script."""
        at = changes.get("at")
        if isinstance(at, Position) and at.at != self.at.at:
            first = () if self.draft.walked else (StepTaken(place=str(self.at.at)),)
            seconds = self.draft.talk_seconds(self.desk.clock())
            step = StepTaken(place=str(at.at), seconds=seconds, key=self._key)
            changes["walked"] = (*self.draft.walked, *first, step)
        self._key = ""
        super().put(**changes)

    def by_key(self, key: str) -> None:
        """The key that is at work: the next step is come to by it."""
        self._key = key

    def kept_talk(self) -> Command | None:
        """How the call went, to be journalled before its outcome; None when there is nothing to tell."""
        ended = summed(closed(self.draft.guide, self.desk.clock()).ended)
        kept = tuple(PromptEnd(id=each.id, how=each.how, seconds=each.seconds) for each in ended)
        steps = self.draft.walked
        return KeepTalk(prompts=kept, steps=steps) if kept or steps else None
