"""What a call does: a case comes up, the desk does what keys ask, the script follows, an outcome ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, cast

import msgspec

from callassist.commands import Command, LogOutcome, WriteNote
from callassist.desk import Done, Opened
from callassist.handbook import Refused
from callassist.screens import call_script
from callassist.screens.call_draft import Draft, decode, key_of, minutes
from callassist.screens.call_guide import CallGuide
from callassist.screens.widgets.fields import Field, NoteArea

if TYPE_CHECKING:
    from callassist.screens.wrapup import WrapScreen

NEXT, QUEUE, STAY = "next", "queue", "stay"


class CallDoing(CallGuide):
    """Everything is written before it is shown; what is unfinished is kept."""

    def __init__(self) -> None:
        super().__init__()
        self._before: Draft = Draft()

    # ── a case comes up ──

    def show(self, opened: Opened, says: str = "") -> None:
        """Show a case; one whose call an undo has reopened comes back as it was left."""
        call = opened.case.call
        is_back = call is not None and (self._before.case, self._before.call) == (opened.case.id, call.id)
        draft = self._before if is_back else self._fresh(opened)
        self._begin(opened, draft, says)
        if not is_back:
            self._look_for_draft(opened.case.id)

    def resume(self, opened: Opened, body: bytes) -> None:
        """Show the call that was cut off, with its notes, its step and its timer; a wrap-up goes on as a wrap-up."""
        draft = (decode(body) or self._fresh(opened)).cut(self.now())
        says = "This call was cut off; it goes on where it stood."
        if draft.is_cut:
            talk = minutes(draft.talk_seconds(self.now()))
            says = f"{says} Talk is known until {talk}; the next step goes on from there, wrap-up can correct it."
        self._begin(opened, draft, says)
        self._on_disk = {opened.case.id: body}
        if self.draft.command is not None:
            self.open_wrap("")

    def _fresh(self, opened: Opened) -> Draft:
        call = opened.case.call
        return Draft(case=opened.case.id, call=call.id if call else 0, row=opened.verdicts.best_row)

    def _begin(self, opened: Opened, draft: Draft, says: str) -> None:
        self.save()
        self.opened, self.draft, self.menu = opened, draft, None
        self.set_class(False, "-history")  # noqa: FBT003 - Textual's own signature
        self.present(says)

    def answered(self) -> None:
        if not self.draft.is_talking:
            self.draft = self.draft.resumed(self.now())
            self.put()

    def dialled(self) -> None:
        """It rings: the attempt is on disk."""
        call = self.held.case.call
        self.put(call=call.id if call else 0, at=None, talk_since=None, ended=None)
        self.paint()

    def now(self) -> datetime:
        """By the desk's clock."""
        return self.desk.clock()

    def _look_for_draft(self, case: int) -> None:
        def found(kept: dict[str, bytes]) -> None:
            draft = decode(kept.get(key_of(case), b""))
            if draft is None or self.draft.case != case or self.draft.note:
                return
            call = self.held.case.call
            if draft.call == (call.id if call else 0):
                self.draft = draft.cut(self.now())
            else:
                self.put(note=draft.note)  # that call has ended elsewhere; its words have not
            self.query_one(NoteArea).put(draft.note)
            self.paint()

        self.desk_app.read(self.desk.kept, found)

    # ── doing ──

    def do(self, command: Command, then: Callable[[], None] | None = None, *, says: bool = True) -> None:
        """Have the desk do it; what is shown afterwards is on disk."""

        def done(answer: Done | Refused) -> None:
            if isinstance(answer, Refused):
                self.say(answer.sentence, "stop")
                self._after_refusal()
                return
            self.take(answer.opened, answer.says if says else "")
            if then is not None:
                then()

        self.desk_app.perform(lambda: self.desk.do(command), done)

    def take(self, opened: Opened, says: str = "") -> None:
        """The case is now this: the script follows what happened, the panes follow the case."""
        before, self.opened = self.held.case, opened
        moved = call_script.followed(self.library, self.at, before, opened.case, self.known())
        if moved != self.at:
            self.put(at=moved)
        self._said_until = 0.0
        self.paint()
        if says:
            self.say(says)

    def _after_refusal(self) -> None:
        """Answers that could not be read are typed again."""
        if isinstance(self.focused, Field):
            self.focused.action_select_all()

    # ── the end ──

    def onward(self) -> str:
        """Where Enter goes on in wrap-up: to the next card, or to the number that was picked."""
        return STAY if self.draft.then_row else NEXT

    def back_to_call(self) -> None:
        """Out of wrap-up: the talk goes on."""
        self.put(ended=None, command=None, typed={}, then_row=0)
        self.desk_app.go("call")
        self.paint()

    def open_wrap(self, code: str, says: str = "") -> None:
        """Wrap up, with a code in mind or with the one that what happened speaks for."""
        from callassist.screens.wrapup import WrapScreen

        if self.held.case.call is None:
            self.say("No call waits for an outcome.", "warn")
            return
        app = self.desk_app
        if not app.is_screen_installed("wrap"):
            app.install_screen(WrapScreen(self), "wrap")
        cast("WrapScreen", app.go("wrap")).begin(code, says)

    def finish(self, command: LogOutcome, onward: str) -> None:
        """Log the outcome, then the next card, the queue, or this person again."""
        draft, talk = self.draft, self.kept_talk()

        def done(answer: Done | Refused) -> None:
            if isinstance(answer, Refused):
                self.desk_app.tell(answer.sentence, "stop")
                return
            self._before = self._kept(draft)
            if self.desk_app.is_screen_installed("wrap"):
                cast("WrapScreen", self.desk_app.get_screen("wrap")).clear()
            self.draft = Draft()
            case = draft.case
            self._on_disk.pop(case, None)
            self.desk_app.read(lambda: self.desk.keep(key_of(case), b""), _kept)
            outcome = self.desk.handbook.outcomes.of(command.code)
            says = f"Saved: {outcome.label if outcome else command.code}. u undoes it."
            if onward == STAY:
                self._stay(answer.opened, draft, says)
            else:
                self.go_on(onward, says)

        def logged() -> Done | Refused:
            if talk is not None:
                self.desk.do(talk)
            return self.desk.do(command)

        self.draft = self._kept(draft)
        self.put()
        self.desk_app.perform(logged, done)

    def _kept(self, draft: Draft) -> Draft:
        """The draft once it is journalled how the call went."""
        guide = msgspec.structs.replace(draft.guide, ended=())
        return msgspec.structs.replace(draft, guide=guide, walked=())

    def _stay(self, opened: Opened, draft: Draft, says: str) -> None:
        """The same person, at the number that was picked or the best that was not tried just now."""
        call = opened.case.consumer.calls[-1]
        point = opened.verdicts.best_number(tried=(call.row,))
        self.desk_app.show_call(opened, says)
        row = draft.then_row or (point.row if point else opened.verdicts.best_row)
        self.put(row=row)
        self.paint()

    def go_on(self, onward: str, says: str) -> None:
        app = self.desk_app

        def following(opened: Opened | None) -> None:
            if opened is not None:
                app.show_call(opened, says)
            else:
                self.to_queue(f"{says} Nobody may be called now." if onward == NEXT else says)

        app.perform(self.desk.next if onward == NEXT else self._release, following)

    def _release(self) -> None:
        self.desk.release()

    def to_queue(self, says: str = "") -> None:
        self.opened = None
        self.draft = Draft()
        self.desk_app.go("queue")
        if says:
            self.desk_app.tell(says)

    def with_note(self, then: Callable[[], None]) -> None:
        """Words typed before any call are written down before the case is left."""
        if self.held.case.call is None and self.draft.note.strip():

            def written() -> None:
                self.put(note="")
                self.query_one(NoteArea).put("")
                then()

            self.do(WriteNote(text=self.draft.note), written, says=False)
        else:
            then()


def _kept(_: None) -> None:
    """Nothing more is to be done when a draft is gone."""
