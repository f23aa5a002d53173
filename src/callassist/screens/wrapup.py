"""Wrap-up: one code and its consequences in words, before Enter makes them so."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

import msgspec
from textual import events, on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static, TextArea

from callassist.decide import consequences, draft_note
from callassist.money import format_cents
from callassist.outcomes import RESERVED_KEYS, Outcome, suggest
from callassist.screens import wrap_form
from callassist.screens.call_words import plain
from callassist.screens.keys import WRAP, bindings
from callassist.screens.text import clean, fit
from callassist.screens.widgets.bars import HintLine, MessageLine, TopLine
from callassist.screens.widgets.fields import Field, NoteArea
from callassist.screens.widgets.pane import Pane, TextLine
from callassist.screens.wrap_form import FIELDS, LABELS, Fault, Form

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.commands import LogOutcome
    from callassist.desk import Opened
    from callassist.outcomes import Outcomes
    from callassist.screens.app import CallassistApp
    from callassist.screens.call_doing import CallDoing

MINUTE: Final = 60
WORTH_READING: Final = 0.06
FIND: Final = "find"


class WrapScreen(Screen[None]):
    """Beside the call, not instead of it: F12 goes back to the call as it was."""

    DEFAULT_CSS = """
    WrapScreen #columns { height: 1fr; }
    WrapScreen #codes { width: 38; }
    WrapScreen #right { width: 1fr; }
    WrapScreen #outcome { text-style: bold; height: 1; padding: 0 1; }
    WrapScreen .entry { height: 1; display: none; padding: 0 1; }
    WrapScreen .entry.-wanted { display: block; }
    WrapScreen .entry Static { width: 13; height: 1; }
    WrapScreen #reading { padding: 0 1; color: $secondary; }
    WrapScreen #debts { height: auto; max-height: 8; }
    WrapScreen #follows { height: 1fr; }
    WrapScreen #note { height: 1fr; }
    WrapScreen #notebox {
        height: 5; padding: 0 1;
        border-top: solid $boost; border-title-color: $primary; border-title-style: bold;
    }
    """
    AUTO_FOCUS = ""
    WHERE = WRAP
    BINDINGS: ClassVar = bindings(WRAP)

    def __init__(self, call: CallDoing) -> None:
        super().__init__()
        self.call = call
        self.form = Form()
        self._typed = ""
        self._cursor = 0
        self._digit = 0
        self._is_due = False
        self._wants_focus = False

    def compose(self) -> ComposeResult:
        """The codes; what is chosen, its fields, the debts, what follows, the note."""
        yield TopLine(id="top")
        with Horizontal(id="columns"):
            yield Pane("Outcome: a letter or two, F4 finds", id="codes")
            with Vertical(id="right"):
                yield TextLine(id="outcome")
                for name in (FIND, *FIELDS):
                    with Horizontal(classes="entry", id=f"entry-{name}"):
                        yield Static(Content(LABELS.get(name, "Find")), markup=False)
                        yield Field(name, hint=wrap_form.HINTS.get(name, "a word of the outcome"))
                yield TextLine(id="reading")
                yield Pane("Debts discussed: digit ticks, * all", id="debts")
                yield Pane("Enter brings about", id="follows")
                with Vertical(id="notebox"):
                    yield NoteArea("note")
        yield MessageLine(id="message", grows=True)
        hints = HintLine(id="hints")
        hints.where = WRAP
        yield hints

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        from callassist.screens.app import CallassistApp

        return cast(CallassistApp, self.app)

    @property
    def opened(self) -> Opened:
        """The case in hand; the call screen holds it."""
        return self.call.held

    @property
    def outcomes(self) -> Outcomes:
        """The agency's codes."""
        return self.desk_app.desk.handbook.outcomes

    @property
    def is_verified(self) -> bool:
        """Whether anything of the debt may be shown."""
        call = self.opened.case.call
        return bool(call and call.verified)

    def on_mount(self) -> None:
        """The time runs on, once a second."""
        self.query_one("#notebox").border_title = "Note (e edits)"
        self.set_interval(1.0, self._tick)
        self._show()

    def begin(self, code: str) -> None:
        """Wrap up the call in hand: with a code that was picked, one left unfinished, or the one suggested."""
        draft = self.call.draft
        if draft.command is not None and not code:
            self.form = wrap_form.restored(self.opened, draft.command, draft.typed)
        else:
            self.form = wrap_form.begun(self.opened, code or suggest(self.opened.case, self.outcomes))
        self._typed, self._cursor, self._wants_focus = "", 0, bool(code)
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        self.set_focus(None)
        self._fill()
        self.paint()
        self.say("")
        if self._wants_focus:
            self._wants_focus = False
            self._to_needed()

    # ── painting ──

    def paint(self) -> None:
        """Everything, as the form now stands."""
        rows = wrap_form.offered(self.outcomes, self.opened)
        self.query_one("#codes", Pane).show([*self._listed(rows)])
        chosen = self.outcomes.of(self.form.code)
        title = f"{chosen.code}  {chosen.label}" if chosen else "no outcome picked yet"
        self.query_one("#outcome", TextLine).text = Content(
            clean(f"{title}   {self._typed}_" if self._typed else title)
        )
        fields = wrap_form.wanted(self.form, self.outcomes)
        for name in FIELDS:
            self.query_one(f"#entry-{name}").set_class(name in fields, "-wanted")
        debts = [*self._debts()]
        pane = self.query_one("#debts", Pane)
        pane.display = bool(debts)
        pane.show(debts)
        pane.styles.height = len(debts) + 1
        self._paint_top()
        self._weigh()

    def _paint_top(self) -> None:
        seconds = self._talk()
        top = self.query_one(TopLine)
        top.left = f"WRAP  {fit(self.opened.case.consumer.full_name, 26).rstrip()}"
        suggested = suggest(self.opened.case, self.outcomes)
        hint = f"suggested {suggested}  " if suggested else ""
        note = f"{self.desk_app.note}  " if self.desk_app.note else ""
        top.right = f"{note}{hint}talk {seconds // MINUTE:02d}:{seconds % MINUTE:02d} "

    def _talk(self) -> int:
        return self.call.draft.talk_seconds(self.desk_app.desk.clock())

    def _tick(self) -> None:
        if self.is_current and self.call.opened is not None:
            self._paint_top()

    def _listed(self, rows: tuple[Outcome, ...]) -> list[Content]:
        found = self._find.value.strip()
        if found and self._find.has_focus:
            kept = [row for row in self.outcomes.starts(found) if row in rows]
            return [self._row(row) for row in kept] or [Content("Nothing is called that.")]
        if self._typed:
            return [self._row(row) for row in wrap_form.begins(rows, self._typed)]
        lines = []
        for letter, group in wrap_form.groups(rows):
            if len(group) == 1 and len(group[0].key) == 1:
                lines.append(self._row(group[0]))
            else:
                names = ", ".join(row.label for row in group)
                lines.append(Content.assemble((f"{letter}.. ", "bold"), fit(names, 30).rstrip()))
        return lines

    def _row(self, row: Outcome) -> Content:
        is_chosen = row.code == self.form.code
        can = row.is_possible(self._talk())
        label = clean(row.label) if can else f"({clean(row.label)})"
        style = "bold reverse" if is_chosen else ("" if can else "dim")
        return Content.assemble((f"{row.key:<3} ", "bold"), (f"{label}  {row.code}", style))

    def _debts(self) -> list[Content]:
        """Ticks and an outcome a debt; nothing while nobody is verified, or when there is only one."""
        about = self._about()
        if not self.is_verified or len(about) < 2:  # noqa: PLR2004 - one debt leaves nothing to tick
            return []
        lines = []
        for index, debt in enumerate(about, 1):
            each = self.opened.case.debt(debt)
            tick = "x" if debt in self.form.ticked else " "
            code = self.form.codes.get(debt, self.form.code) if debt in self.form.ticked else ""
            mark = ">" if index == self._cursor else " "
            lines.append(plain(f"{mark}[{tick}] {index} {format_cents(each.balance_cents):>10} {each.account} {code}"))
        return lines

    def _about(self) -> tuple[int, ...]:
        call = self.opened.case.call
        return call.debts if call else ()

    # ── what Enter would do ──

    def _command(self) -> LogOutcome | Fault:
        command = wrap_form.command_of(self.form, self.opened, self.outcomes, self._talk())
        if isinstance(command, Fault) or command.note is not None:
            return command
        typed = self.call.draft.note.strip()
        if not typed:
            return command
        drafted = draft_note(self.opened.case, command, self.desk_app.desk.handbook, self.opened.now)
        return msgspec.structs.replace(command, note=f"{drafted} {typed}".strip())

    def _weigh(self) -> None:
        """Say what Enter would bring about, a moment after the last key."""
        if not self._is_due:
            self._is_due = True
            self.set_timer(WORTH_READING, self._weighed)

    def _weighed(self) -> None:
        self._is_due = False
        if self.call.opened is None or self.opened.case.call is None:
            return
        command = self._command()
        handbook, now = self.desk_app.desk.handbook, self.desk_app.desk.clock()
        if isinstance(command, Fault):
            told: tuple[str, ...] = (command.sentence,)
        else:
            told = consequences(self.opened.case, command, handbook, now)
        self.query_one("#follows", Pane).show([plain(line) for line in told])
        note = self.query_one(NoteArea)
        if not note.has_focus and not isinstance(command, Fault):
            note.put(command.note or draft_note(self.opened.case, command, handbook, now))

    def say(self, sentence: str, tone: str = "") -> None:
        """One sentence in the message line."""
        self.query_one(MessageLine).say(clean(sentence), tone)
        if len(sentence) > self.size.width - 4:
            self.query_one("#follows", Pane).show([plain(sentence)])

    # ── the code ──

    def on_key(self, event: events.Key) -> None:
        """In CMD a letter picks a code; a digit is remembered for the action that reads it."""
        if self.focused is not None:
            return
        character = event.character or ""
        if character.isdigit():
            self._digit = int(character)
        elif character.isascii() and character.isalpha() and (self._typed or character not in RESERVED_KEYS):
            event.stop()
            self._letter(character.lower())

    def _letter(self, letter: str) -> None:
        rows = wrap_form.offered(self.outcomes, self.opened)
        for typed in (self._typed + letter, letter):
            found = wrap_form.begins(rows, typed)
            exact = next((row for row in found if row.key == typed), None)
            if exact is not None:
                self._choose(exact)
                return
            if found:
                self._typed = typed
                self.paint()
                return
        self._typed = ""
        self.paint()
        self.say(f"No outcome that fits this call begins with {letter}. F4 finds by word.", "warn")

    def _choose(self, row: Outcome) -> None:
        self._typed = ""
        about = self._about()
        if self._cursor and len(about) > 1:
            debt = about[self._cursor - 1]
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
            self._field(name).put(text)
        self._find.put("")
        self.query_one("#entry-find").set_class(False, "-wanted")  # noqa: FBT003 - Textual's own signature

    def _to_needed(self) -> None:
        """Type at once what the code cannot do without."""
        must = wrap_form.needed(self.form, self.outcomes)
        for name in wrap_form.wanted(self.form, self.outcomes):
            if name in must:
                self._focus(name)
                return

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    @property
    def _find(self) -> Field:
        return self._field(FIND)

    def _focus(self, name: str) -> None:
        self.set_focus(self._field(name))
        self._read(name)

    def _read(self, name: str) -> None:
        text = wrap_form.reading(name, self._field(name).value, self.opened) if name in FIELDS else ""
        self.query_one("#reading", TextLine).text = Content(clean(text))

    # ── fields ──

    @on(Field.Typed)
    def _was_typed(self, event: Field.Typed) -> None:
        name = str(event.field.name)
        if name == FIND:
            self.query_one("#codes", Pane).show(self._listed(wrap_form.offered(self.outcomes, self.opened)))
            return
        self.form = msgspec.structs.replace(self.form, typed={**self.form.typed, name: event.field.value})
        self._read(name)
        self._keep()
        self._weigh()

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
        found = [row for row in self.outcomes.starts(self._find.value.strip()) if row in rows]
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
            self._weigh()

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
        self._find.put("")
        self.set_focus(self._find)

    def action_digit(self) -> None:
        """Tick or untick a debt."""
        about = self._about()
        if not self.is_verified or not 1 <= self._digit <= len(about) or len(about) == 1:
            self.say("There is nothing to tick.", "warn")
            return
        debt = about[self._digit - 1]
        ticked = {*self.form.ticked} ^ {debt}
        self._set(ticked=tuple(each for each in about if each in ticked))

    def action_debt(self, by: int) -> None:
        """To one debt, whose code may differ; above the first is all of them."""
        self._cursor = max(0, min(len(self._about()) if self._debts() else 0, self._cursor + by))
        self.paint()

    def action_all(self) -> None:
        """The same outcome for every debt."""
        self._cursor = 0
        self._set(ticked=self._about(), codes={})

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
        """Edit the note."""
        self.set_focus(self.query_one(NoteArea))

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

    def _finish(self, onward: str) -> None:
        command = self._command()
        if isinstance(command, Fault):
            self.say(command.sentence, "stop")
            if command.field:
                self._focus(command.field)
            return
        empty = [n for n in wrap_form.wanted(self.form, self.outcomes) if not self.form.typed.get(n, "").strip()]
        missing = next((name for name in empty if name in wrap_form.needed(self.form, self.outcomes)), "")
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
        elif self._typed:
            self._typed = ""
            self.paint()
        else:
            self.clear()
            self.call.back_to_call()

    def clear(self) -> None:
        """Hold nothing of a case while another screen is shown."""
        self.form = Form()
        for pane in self.query(Pane):
            pane.show(())
        for name in FIELDS:
            self._field(name).put("")
        self.query_one(NoteArea).put("")

    def action_leave(self) -> None:
        """The queue waits until this call has an outcome."""
        self.say("This call needs an outcome first: a letter or two, then Enter.", "warn")
