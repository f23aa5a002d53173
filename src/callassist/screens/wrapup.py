"""Wrap-up: one code and its consequences in words, before Enter makes them so."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import msgspec
from textual import events, on
from textual.content import Content
from textual.widgets import TextArea

from callassist.outcomes import RESERVED_KEYS, Outcome, suggest
from callassist.screens import wrap_form
from callassist.screens.keys import WRAP, bindings
from callassist.screens.text import clean
from callassist.screens.widgets.fields import Field, NoteArea
from callassist.screens.widgets.pane import Pane, TextLine
from callassist.screens.wrap_form import FIELDS, LABELS, Fault
from callassist.screens.wrap_view import FIND, WrapView

if TYPE_CHECKING:
    from callassist.screens.call_doing import CallDoing


class WrapScreen(WrapView):
    """Letters pick the code; its fields are typed in; Enter saves, from a field too when it is the last."""

    BINDINGS: ClassVar = bindings(WRAP)

    def __init__(self, call: CallDoing) -> None:
        super().__init__(call)
        self._digit = 0
        self._wants_focus = False
        self._first_words = ""

    def on_mount(self) -> None:
        """The time runs on, once a second."""
        self.query_one("#notebox").border_title = "Note (e edits)"
        self.set_interval(1.0, self._tick)
        self._show()

    def begin(self, code: str, says: str = "") -> None:
        """Wrap up the call in hand: with a code that was picked, one left unfinished, or the one suggested."""
        self._first_words = says
        draft = self.call.draft
        if draft.command is not None and not code:
            self.form = wrap_form.restored(self.opened, draft.command, draft.typed)
        else:
            fresh = wrap_form.begun(self.opened, code or suggest(self.opened.case, self.outcomes))
            agreed = wrap_form.agreed(self.opened, self.outcomes)
            self.form = agreed if agreed is not None and code in {"", agreed.code} else fresh
        self.form = msgspec.structs.replace(self.form, is_cut=draft.is_cut)
        self.prefix, self.cursor, self._wants_focus = "", 0, bool(code)
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        self.set_focus(None)
        self._fill()
        self.paint()
        self.say(self._first_words, "warn" if self._first_words else "")
        if self._wants_focus:
            self._wants_focus = False
            self._to_needed()

    # ── the code ──

    def on_key(self, event: events.Key) -> None:
        """In CMD a letter picks a code; a digit is remembered for the action that reads it."""
        if self.focused is not None:
            return
        character = event.character or ""
        if character.isdigit():
            self._digit = int(character)
        elif character.isascii() and character.isalpha() and (self.prefix or character not in RESERVED_KEYS):
            event.stop()
            self._letter(character.lower())

    def _letter(self, letter: str) -> None:
        rows = wrap_form.offered(self.outcomes, self.opened)
        for typed in (self.prefix + letter, letter):
            found = wrap_form.begins(rows, typed)
            exact = next((row for row in found if row.key == typed), None)
            if exact is not None:
                self._choose(exact)
                return
            if found:
                self.prefix = typed
                self.paint()
                return
        self.prefix = ""
        self.paint()
        self.say(f"No outcome that fits this call begins with {letter}. F4 finds by word.", "warn")

    def _choose(self, row: Outcome) -> None:
        self.prefix = ""
        about = self.about()
        if self.cursor and len(about) > 1:
            debt = about[self.cursor - 1]
            codes = {**self.form.codes, debt: row.code}
            self.form = msgspec.structs.replace(
                self.form, codes=codes, ticked=tuple(each for each in about if each in {*self.form.ticked, debt})
            )
        else:
            self.form = msgspec.structs.replace(self.form, code=row.code)
        self._keep()
        self._fill()
        self.paint()
        self.say("")
        self._to_needed()

    def _fill(self) -> None:
        """Put what is known into the fields; an amount begins with what is owed."""
        for name in FIELDS:
            text = self.form.typed.get(name, "")
            if name == "amount" and not text and self.is_verified:
                text = wrap_form.owed_text(self.opened.case, self.form)
                self.form = msgspec.structs.replace(self.form, typed={**self.form.typed, name: text})
            self.field(name).put(text)
        self.find.put("")
        self.query_one("#entry-find").set_class(False, "-wanted")  # noqa: FBT003 - Textual's own signature

    def _to_needed(self) -> None:
        """Type at once what the code cannot do without."""
        must = wrap_form.needed(self.form, self.outcomes)
        for name in wrap_form.wanted(self.form, self.outcomes):
            if name in must:
                self._focus(name)
                return

    def _focus(self, name: str) -> None:
        self.set_focus(self.field(name))
        self._read(name)

    def _read(self, name: str) -> None:
        text = wrap_form.reading(name, self.field(name).value, self.opened) if name in FIELDS else ""
        self.query_one("#reading", TextLine).text = Content(clean(text))

    # ── fields ──

    @on(Field.Typed)
    def _was_typed(self, event: Field.Typed) -> None:
        name = str(event.field.name)
        if name == FIND:
            self.query_one("#codes", Pane).show(self.listed(wrap_form.offered(self.outcomes, self.opened)))
            return
        self.form = msgspec.structs.replace(self.form, typed={**self.form.typed, name: event.field.value})
        self.show_fields()
        self._read(name)
        self._keep()
        self.weigh()

    @on(Field.Entered)
    def _entered(self, event: Field.Entered) -> None:
        """On to the next field; from the last one it saves."""
        name = str(event.field.name)
        if name == FIND:
            self._found()
            return
        fields = wrap_form.wanted(self.form, self.outcomes)
        following = fields[fields.index(name) + 1 :] if name in fields else ()
        if following:
            self._focus(following[0])
        else:
            self._finish(self.call.onward())

    def _found(self) -> None:
        rows = wrap_form.offered(self.outcomes, self.opened)
        found = [row for row in self.outcomes.starts(self.find.value.strip()) if row in rows]
        self.set_focus(None)
        if found:
            self._choose(found[0])
        else:
            self.say("Nothing is called that.", "warn")

    @on(TextArea.Changed, "#note")
    def _noted(self, event: TextArea.Changed) -> None:
        if event.text_area.has_focus:
            self.form = msgspec.structs.replace(self.form, note=event.text_area.text)
            self._keep()
            self.weigh()

    def _keep(self) -> None:
        self.call.put(command=wrap_form.half(self.form), typed=self.form.typed)

    # ── keys ──

    def action_fill(self) -> None:
        """To the fields of the code, or on to the next one."""
        fields = wrap_form.wanted(self.form, self.outcomes)
        name = str(getattr(self.focused, "name", "") or "")
        if not fields:
            self.say("This outcome asks for nothing more. e edits the note.")
        elif name in fields:
            self._focus(fields[(fields.index(name) + 1) % len(fields)])
        else:
            self._focus(fields[0])

    def action_values(self) -> None:
        """Find an outcome by a word."""
        self.query_one("#entry-find").set_class(True, "-wanted")  # noqa: FBT003 - Textual's own signature
        self.find.put("")
        self.set_focus(self.find)

    def action_digit(self) -> None:
        """Tick or untick a debt."""
        about = self.about()
        if not self.is_verified or not 1 <= self._digit <= len(about) or len(about) == 1:
            self.say("There is nothing to tick.", "warn")
            return
        debt = about[self._digit - 1]
        ticked = {*self.form.ticked} ^ {debt}
        self._set(ticked=tuple(each for each in about if each in ticked))

    def action_debt(self, by: int) -> None:
        """To one debt, whose code may differ; above the first is all of them."""
        self.cursor = max(0, min(len(self.about()) if self.debts() else 0, self.cursor + by))
        self.paint()

    def action_all(self) -> None:
        """The same outcome for every debt."""
        self.cursor = 0
        self._set(ticked=self.about(), codes={})

    def _set(self, **changes: object) -> None:
        self.form = msgspec.structs.replace(self.form, **changes)
        if "amount" in self.form.typed:
            self.form = msgspec.structs.replace(
                self.form, typed={**self.form.typed, "amount": wrap_form.owed_text(self.opened.case, self.form)}
            )
        self._fill()
        self._keep()
        self.paint()

    def action_note(self) -> None:
        """Edit the note, from its end on."""
        note = self.query_one(NoteArea)
        self.set_focus(note)
        note.move_cursor(note.document.end)

    def action_page(self, by: int) -> None:
        """Page whatever is cut off."""
        for pane in self.query(Pane):
            pane.page(by)

    def action_save(self) -> None:
        """Save, and the next card; with a number picked to go on with, this person again."""
        self._finish(self.call.onward())

    def action_pause(self) -> None:
        """Save, and pause at the queue."""
        self._finish("queue")

    def action_stay(self) -> None:
        """Save, and go on with another number of this person."""
        self._finish("stay")

    def _half_typed(self) -> bool:
        """Half a key is never passed over: the only outcome it can mean is picked and shown, not yet saved."""
        if not self.prefix:
            return False
        found = wrap_form.begins(wrap_form.offered(self.outcomes, self.opened), self.prefix)
        if len(found) == 1:
            self._choose(found[0])
        else:
            self.say(f"{self.prefix} and one more letter picks an outcome; F12 leaves it.", "warn")
        return True

    def _finish(self, onward: str) -> None:
        if self._half_typed():
            return
        command = self.command()
        if isinstance(command, Fault):
            self.say(command.sentence, "stop")
            if command.field:
                self._focus(command.field)
            return
        missing = self.missing()
        if missing:
            self.say(f"{LABELS[missing]}: {wrap_form.HINTS[missing]}", "warn")
            self._focus(missing)
            return
        self.call.finish(command, onward)

    def cancel(self) -> None:
        """One level back: out of a field, out of half a key, back to the call."""
        if self.focused is not None:
            self.set_focus(None)
            self.query_one("#entry-find").set_class(False, "-wanted")  # noqa: FBT003 - Textual's own signature
            self.paint()
        elif self.prefix:
            self.prefix = ""
            self.paint()
        else:
            self.clear()
            self.call.back_to_call()

    def action_leave(self) -> None:
        """The queue waits until this call has an outcome."""
        self.say("This call needs an outcome first: a letter or two, then Enter.", "warn")
