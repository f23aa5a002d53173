"""The face of wrap-up: the codes, what is chosen, its fields, the debts, what Enter would bring about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from callassist.decide import consequences, draft_note
from callassist.desk.recaps import recap_after
from callassist.money import format_cents
from callassist.outcomes import Outcome, suggest
from callassist.screens import wrap_form
from callassist.screens.call_words import plain
from callassist.screens.keys import WRAP
from callassist.screens.text import clean, fit
from callassist.screens.widgets.bars import MOST_LINES, HintLine, MessageLine, TopLine
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


class WrapView(Screen[None]):
    """Beside the call, not instead of it: F12 goes back to the call as it was."""

    DEFAULT_CSS = """
    WrapView #columns { height: 1fr; }
    WrapView #codes { width: 38; }
    WrapView #right { width: 1fr; }
    WrapView #outcome { text-style: bold; height: 1; padding: 0 1; }
    WrapView .entry { height: 1; display: none; padding: 0 1; }
    WrapView .entry.-wanted { display: block; }
    WrapView .entry Static { width: 13; height: 1; }
    WrapView #reading { padding: 0 1; color: $secondary; }
    WrapView #debts { height: auto; max-height: 8; }
    WrapView #follows { height: 1fr; }
    WrapView #note { height: 1fr; }
    WrapView #notebox {
        height: 5; padding: 0 1;
        border-top: solid $boost; border-title-color: $primary; border-title-style: bold;
    }
    """
    AUTO_FOCUS = ""
    WHERE = WRAP

    def __init__(self, call: CallDoing) -> None:
        super().__init__()
        self.call = call
        self.form = Form()
        self.prefix = ""
        self.cursor = 0
        self._is_due = False

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

    # ── painting ──

    def paint(self) -> None:
        """Everything, as the form now stands."""
        rows = wrap_form.offered(self.outcomes, self.opened)
        self.query_one("#codes", Pane).show([*self.listed(rows)])
        chosen = self.outcomes.of(self.form.code)
        title = f"{chosen.code}  {chosen.label}" if chosen else "no outcome picked yet"
        self.query_one("#outcome", TextLine).text = Content(
            clean(f"{title}   {self.prefix}_" if self.prefix else title)
        )
        self.show_fields()
        debts = [*self.debts()]
        pane = self.query_one("#debts", Pane)
        pane.display = bool(debts)
        pane.show(debts)
        pane.styles.height = len(debts) + 1
        self.paint_top()
        self.weigh()

    def show_fields(self) -> None:
        """The fields that the outcomes take; one that is filled in may bring another."""
        fields = wrap_form.wanted(self.form, self.outcomes)
        for name in FIELDS:
            self.query_one(f"#entry-{name}").set_class(name in fields, "-wanted")

    def paint_top(self) -> None:
        seconds = self.talk()
        top = self.query_one(TopLine)
        top.left = f"WRAP  {fit(self.opened.case.consumer.full_name, 26).rstrip()}"
        agreed = wrap_form.agreed(self.opened, self.outcomes)
        suggested = agreed.code if agreed else suggest(self.opened.case, self.outcomes)
        hint = f"suggested {suggested}  " if suggested else ""
        top.note = self.desk_app.note
        top.right = f"{hint}talk {seconds // MINUTE:02d}:{seconds % MINUTE:02d} "

    def talk(self) -> int:
        """The length of the talk in seconds, as it was corrected or as the timer has it."""
        typed = wrap_form.talk_of(self.form)
        return self.call.draft.talk_seconds(self.desk_app.desk.clock()) if typed is None else typed

    def _tick(self) -> None:
        if self.is_current and self.call.opened is not None:
            self.paint_top()

    def listed(self, rows: tuple[Outcome, ...]) -> list[Content]:
        found = self.find.value.strip()
        if found and self.find.has_focus:
            kept = [row for row in self.outcomes.starts(found) if row in rows]
            return [self.row_of(row) for row in kept] or [Content("Nothing is called that.")]
        if self.prefix:
            return [self.row_of(row) for row in wrap_form.begins(rows, self.prefix)]
        lines = []
        for letter, group in wrap_form.groups(rows):
            if len(group) == 1 and len(group[0].key) == 1:
                lines.append(self.row_of(group[0]))
            else:
                names = ", ".join(row.label for row in group)
                lines.append(Content.assemble((f"{letter}.. ", "bold"), fit(names, 30).rstrip()))
        return lines

    def row_of(self, row: Outcome) -> Content:
        is_chosen = row.code == self.form.code
        can = row.is_possible(self.talk())
        label = clean(row.label) if can else f"({clean(row.label)})"
        style = "bold reverse" if is_chosen else ("" if can else "dim")
        return Content.assemble((f"{row.key:<3} ", "bold"), (f"{label}  {row.code}", style))

    def debts(self) -> list[Content]:
        """Ticks and an outcome a debt; nothing while nobody is verified, or when there is only one."""
        about = self.about()
        if not self.is_verified or len(about) < 2:  # noqa: PLR2004 - one debt leaves nothing to tick
            return []
        lines = []
        for index, debt in enumerate(about, 1):
            each = self.opened.case.debt(debt)
            tick = "x" if debt in self.form.ticked else " "
            code = self.form.codes.get(debt, self.form.code) if debt in self.form.ticked else ""
            mark = ">" if index == self.cursor else " "
            lines.append(plain(f"{mark}[{tick}] {index} {format_cents(each.balance_cents):>10} {each.account} {code}"))
        return lines

    def about(self) -> tuple[int, ...]:
        call = self.opened.case.call
        return call.debts if call else ()

    # ── what Enter would do ──

    def command(self) -> LogOutcome | Fault:
        command = wrap_form.command_of(self.form, self.opened, self.outcomes, self.talk())
        if isinstance(command, Fault):
            return command
        words, desk = self.call.draft.note, self.desk_app.desk
        return wrap_form.with_words(command, words, self.opened.case, desk.handbook, self.opened.now)

    def weigh(self) -> None:
        """Say what Enter would bring about, a moment after the last key."""
        if not self._is_due:
            self._is_due = True
            self.set_timer(WORTH_READING, self._weighed)

    def _weighed(self) -> None:
        """Off the loop: all rules are asked how the case would then stand."""
        self._is_due = False
        if not self.is_current or self.call.opened is None or self.opened.case.call is None:
            return
        opened, form, command = self.opened, self.form, self.command()
        case = opened.case
        if isinstance(command, Fault):
            self._foreseen(form, (command.sentence,), None)
            return
        desk, is_whole = self.desk_app.desk, not self.missing()
        now = desk.clock()

        def work() -> tuple[tuple[str, ...], str]:
            drafted = draft_note(case, command, desk.handbook, now) if is_whole else ""
            back = recap_after(opened, command, desk.handbook) if is_whole else ""
            follows = consequences(case, command, desk.handbook, now)
            return (*follows, f"Read back: {back}") if back else follows, command.note or drafted

        self.desk_app.read(work, lambda found: self._foreseen(form, *found))

    def _foreseen(self, form: Form, told: tuple[str, ...], noted: str | None) -> None:
        """Show it, unless something else has been typed since."""
        if form is not self.form or not self.is_current:
            return
        self.query_one("#follows", Pane).show([plain(line) for line in told])
        note = self.query_one(NoteArea)
        if noted is not None and not note.has_focus:
            note.put(noted, is_to_read=True)

    def missing(self) -> str:
        """The first field that must be filled and is not."""
        must = wrap_form.needed(self.form, self.outcomes)
        fields = wrap_form.wanted(self.form, self.outcomes)
        return next((n for n in fields if n in must and not self.form.typed.get(n, "").strip()), "")

    def say(self, sentence: str, tone: str = "") -> None:
        """One sentence in the message line."""
        self.query_one(MessageLine).say(clean(sentence), tone)
        if len(sentence) > (self.size.width - 4) * MOST_LINES:
            self.query_one("#follows", Pane).show([plain(sentence)])

    def field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    @property
    def find(self) -> Field:
        return self.field(FIND)

    def clear(self) -> None:
        """Hold nothing of a case while another screen is shown."""
        self.form = Form()
        if not self.is_mounted:
            return
        self.query_one(TopLine).left = "WRAP"
        for line in self.query(TextLine):
            line.text = Content("")
        for pane in self.query(Pane):
            pane.show(())
        for name in FIELDS:
            self.field(name).put("")
        self.query_one(NoteArea).put("")
