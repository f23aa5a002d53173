"""The call screen's keys: dial, verify, somebody else, the script, stop words, notes, and on to the outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual import events, on

from callassist.commands import (
    AnswerThirdParty,
    LogOutcome,
    PlaceCall,
    ReceiveCall,
    RefuseIdentity,
    TryIdentity,
)
from callassist.decide_dial import purpose_of
from callassist.desk import Done
from callassist.dialogue import (
    Place,
    go,
)
from callassist.handbook import Refused
from callassist.numbers import NO_NUMBER
from callassist.rules import Finding
from callassist.screens import call_menus, call_musts, call_script, call_words
from callassist.screens.call_doing import NEXT, QUEUE, STAY
from callassist.screens.call_listening import CallListening
from callassist.screens.call_menus import FOR_THEM, NAMES_A_TIME, Item, Menu
from callassist.screens.call_records import typed_number
from callassist.screens.keys import CALL, KEYS, PREVIEW, VERIFIED, acts_in_fields, bindings
from callassist.screens.widgets.fields import Field, NoteArea
from callassist.screens.widgets.gate import GateBox
from callassist.screens.wrap_form import with_words

WHERE_OF: Final = {
    key.action: frozenset(where for each in KEYS if each.action == key.action for where in each.where)
    for key in KEYS
    if set(key.where) & set(CALL)
}
"""The stages in which an action has a key."""
DROPPED: Final = "Verified. Keys typed ahead of it were dropped."
PAGES: Final = frozenset({"pagedown", "pageup"})


class CallScreen(CallListening):
    """A call from the card to its outcome. Keys ask the rules: what they refuse is greyed, and says why."""

    BINDINGS: ClassVar = bindings(*CALL)

    def __init__(self) -> None:
        super().__init__()
        self._digit = 0

    # ── keys ask the rules ──

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hidden in other stages and behind a menu, greyed when a rule refuses it."""
        if action not in WHERE_OF:
            return super().check_action(action, parameters)
        if self.opened is None or self.menu is not None or self.stage not in WHERE_OF[action]:
            return False
        return None if action in self.refused else True

    def on_key(self, event: events.Key) -> None:
        """A menu takes its letter; a greyed key says why; a digit is remembered for the action that reads it."""
        if event.key not in PAGES:
            self.set_aside()
        if self.menu is not None and not acts_in_fields(event.key) and event.key not in PAGES:
            event.stop()
            self._pick(event.character or "")
            return
        refused = self._refusal(event.key)
        if refused and (self.focused is None or acts_in_fields(event.key)):
            event.stop()
            self.say(refused, "stop")
            return
        if self.focused is None and (event.character or "").isdigit():
            self._digit = int(event.character or 0)

    def laws(self) -> tuple[Finding, ...]:
        """What the rules say at this stage: the cards that help and the palette offer."""
        return call_musts.laws(self.held, self.stage, self.draft.row) if self.opened else ()

    def _refusal(self, key: str) -> str:
        for each in KEYS:
            if self.stage in each.where and key in each.keys.split(",") and each.action in self.refused:
                return self.refused[each.action]
        return ""

    # ── before the call ──

    def action_dial(self) -> None:
        """Dial: the attempt is on disk before it rings."""
        row = self.draft.row
        self.do(PlaceCall(row=row, purpose=purpose_of(self.held.case, row)), self.dialled, says=False)

    def action_digit(self) -> None:
        """A digit: before the call it marks a number, during it takes a choice."""
        if self.stage != PREVIEW:
            self.choose(self._digit)
            return
        numbers = self.held.case.consumer.numbers
        if not 1 <= self._digit <= len(numbers):
            self.say(f"There {'is' if len(numbers) == 1 else 'are'} {len(numbers)} on file.", "warn")
            return
        self.put(row=numbers[self._digit - 1].row)
        self._said_until = 0.0
        self.paint()

    def action_book(self) -> None:
        """The contact book; the number that is picked in it is marked to dial."""
        from callassist.screens.contact_book import ContactBookScreen

        call = self.held.case.call
        take = self.take if call is None or call.is_location else None
        book = ContactBookScreen(self.held, is_locked=self.stage != VERIFIED, take=take)
        self.desk_app.push_screen(book, self._mark_row)

    def _mark_row(self, row: int | None) -> None:
        if row is None:
            return
        if self.stage == PREVIEW:
            self.put(row=row)
            self._said_until = 0.0
            self.paint()
        else:
            self.put(then_row=row)
            self.open_wrap("")

    def action_inbound(self) -> None:
        """They are calling us: ask which number shows, and offer the one that rings."""
        self.desk_app.offer_ringing(self.held.case.id, lambda number: self.ask("inbound", number))

    def action_skip(self) -> None:
        """Skip, with a reason."""
        self.ask("skip")

    @on(Field.Entered, "#field-prompt")
    def _replied(self, event: Field.Entered) -> None:
        text, question = event.field.value.strip(), self.asked
        if self.replied(question, text):
            return
        phone = None if question == "skip" else typed_number(text)
        fault = ""
        if question == "skip" and not text:
            fault = "A skip needs a reason; F12 leaves it."
        elif question != "skip" and phone is None and (text or question == "number"):
            fault = NO_NUMBER
        if fault:
            self.say(fault, "warn")
            return
        self.set_focus(None)
        self.ask("")
        if question == "skip":
            self.with_note(lambda: self._skip(text))
        elif question == "number" and phone:
            self.add_number(phone)
        else:
            number = phone.number if phone else 0
            self.do(ReceiveCall(number=number), lambda: self._came_in(number), says=False)

    def _came_in(self, number: int) -> None:
        self.desk_app.took_call(self.held.case.id, number)
        self.dialled()
        self.answered()

    def _skip(self, why: str) -> None:
        def done(answer: Done | Refused) -> None:
            if isinstance(answer, Refused):
                self.say(answer.sentence, "stop")
            else:
                self.go_on(NEXT, answer.says)

        self.desk_app.perform(lambda: self.desk.skip(why), done)

    # ── on the line ──

    def action_answered(self) -> None:
        """Somebody answered: the talk begins."""
        self.answered()
        self.paint()

    @on(GateBox.Answered)
    def _weigh(self, event: GateBox.Answered) -> None:
        def weighed() -> None:
            box = self.query_one(GateBox)
            if self.stage == VERIFIED or not self.gate().can_open:
                box.close()
                self.set_focus(None)
                if self.desk_app.flush_ahead() and self.stage == VERIFIED:
                    self.say(DROPPED)
            else:
                self.set_focus(box.open())

        self.do(TryIdentity(answers=event.answers), weighed)

    def action_refuses(self) -> None:
        """Will not, or cannot, verify: what may be offered instead."""
        self._open_menu(call_menus.refuses(self.gate(), may_write="may_letter" in self.known()))

    def action_others(self) -> None:
        """Somebody else is on the line."""
        self._open_menu(call_menus.OTHERS)

    def action_hot(self) -> None:
        """End the attempt at once."""
        call = self.held.case.call
        if call is None:
            return
        verdict = self.held.verdicts.of("voicemail", call.row)
        self._open_menu(call_menus.hot(self.desk.handbook.outcomes, call, may_leave=not verdict.is_stopped))
        if verdict.is_stopped:
            self.say(f"No message may be left. {call_musts.stopped_quietly(self.held, verdict)}", "warn")

    def action_stop_words(self) -> None:
        """What limits contact from now on."""
        self._codes(call_menus.stop_words)

    def action_claims(self) -> None:
        """Disputes and insurance."""
        self._codes(call_menus.claims)

    def action_money(self) -> None:
        """Promises and payments."""
        self._codes(call_menus.money)

    def _codes(self, menu: Callable[..., Menu]) -> None:
        call = self.held.case.call
        if call is not None:
            self._open_menu(menu(self.desk.handbook.outcomes, call))

    def action_numbers(self) -> None:
        """The person's other numbers."""
        self._open_menu(call_menus.numbers(self.held))

    def action_cards(self) -> None:
        """All cards of short answers."""
        self._open_menu(call_menus.deck(self.library))

    def action_copy(self) -> None:
        """Copy the number dialled, or once verified an account number."""
        if self.stage == VERIFIED:
            self._open_menu(call_menus.copies(self.held))
        else:
            self._copy("")

    def _copy(self, text: str) -> None:
        call = self.held.case.call
        point = self.held.case.consumer.contact_at(call.row) if call else None
        copied = text or (call_words.number_text(point) if point else "")
        if copied:
            self.app.copy_to_clipboard(copied)
            self.say(f"Copied {copied}.")

    # ── menus ──

    def _open_menu(self, menu: Menu) -> None:
        self.set_focus(None)
        self.menu = menu
        self.paint_script()

    def _pick(self, character: str) -> None:
        menu = self.menu
        item = menu.pick(character) if menu else None
        if menu is None or item is None:
            if menu is not None and character and menu.begins(character):
                return
            if menu is not None and (menu.name, character) == ("numbers", "l"):
                self.menu = None
                self.paint_script()
                self.action_book()
                return
            self.say("No line of this list has that key; F12 leaves it.", "warn")
            return
        self.menu = None
        self.paint_script()
        if not self.settled(menu, item):
            self._picked(menu, item, is_capital=character.isupper())

    def _picked(self, menu: Menu, item: Item, *, is_capital: bool) -> None:
        match menu.name:
            case "others":
                self._someone_else(item.value)
            case "refuses":
                self._refuse(item.value)
            case "hot":
                talk = self.draft.talk_seconds(self.now())
                command = LogOutcome(code=item.value, talk_seconds=talk)
                held, words = self.held, self.draft.note
                noted = with_words(command, words, held.case, self.desk.handbook, held.now)
                self.finish(noted, STAY if is_capital else NEXT)
            case "code":
                self.open_wrap(item.value)
            case "numbers":
                self.put(then_row=int(item.value))
                self.open_wrap("")
            case "cards":
                self.move(go(self.library, self.at, Place(script=call_script.CARDS, step=item.value)))
            case _:
                self._copy(item.value)

    def _someone_else(self, value: str) -> None:
        if value == FOR_THEM:
            self.someone_for_them()
            return
        who = "household" if value == NAMES_A_TIME else value
        code = self._names_a_time() if value == NAMES_A_TIME else ""

        def then() -> None:
            self.answered()
            self.paint()
            if code or who == "wrong_number":
                self.open_wrap(code)

        self.do(AnswerThirdParty(who=who), then, says=False)

    def _names_a_time(self) -> str:
        """The code under which somebody else's time is kept."""
        rows = self.desk.handbook.outcomes.rows
        return next((row.code for row in rows if row.reached == "third" and "at" in row.needs), "")

    def _refuse(self, instead: str) -> None:
        def then() -> None:
            if instead in {"other_factor", "letter_reference"}:
                self.verify("letter_reference" if instead == "letter_reference" else "")

        self.do(RefuseIdentity(instead=instead), then, says=False)

    # ── to read ──

    def action_why(self) -> None:
        """The story of what is owed, in plain words."""
        lines = [*call_words.story_lines(self.held, self.desk.handbook)]
        self.aside(lines, title="Why do I owe this?")

    def action_deals(self) -> None:
        """What is agreed on, and what came of it."""
        from callassist.screens.deals import DealsScreen

        self.desk_app.push_screen(DealsScreen(self))

    def action_facts(self) -> None:
        """What is on file of the person, and putting it right."""
        from callassist.screens.edit import EditScreen

        self.desk_app.push_screen(EditScreen(self.held, self.take))

    def action_history(self) -> None:
        """Account or history, in turn."""
        self.toggle_class("-history")

    def action_page(self, by: int) -> None:
        """Page whatever is cut off."""
        for pane in self.query("Pane").results():
            page = getattr(pane, "page", None)
            if page is not None:
                page(by)

    def action_notes(self) -> None:
        """Type a note."""
        self.set_focus(self.query_one(NoteArea))

    # ── the end ──

    def action_wrap(self) -> None:
        """The outcome, while the talk may still go on."""
        self.open_wrap("")

    def action_hang_up(self) -> None:
        """Hang up: the timer stops, keys typed before are forgotten."""
        self.put(ended=self.now())
        self.desk_app.flush_ahead()
        self.open_wrap("")

    def cancel(self) -> None:
        """One level back: out of a menu, out of a field; before the call, to the queue."""
        if self.menu is not None:
            self.menu = None
            self.paint_script()
        elif self.focused is not None:
            self.query_one(GateBox).close()
            self.ask("")
            self.set_focus(None)
        elif self.stage == PREVIEW:
            self.action_leave()
        else:
            self.paint()
            self.say("The call goes on; w wraps it up.")

    def action_leave(self) -> None:
        """To the queue; a call without an outcome asks for it first."""
        if self.opened is None:
            self.to_queue()
        elif self.held.case.call is not None:
            self.open_wrap("", "This call needs an outcome first.")
        else:
            self.with_note(lambda: self.go_on(QUEUE, ""))
