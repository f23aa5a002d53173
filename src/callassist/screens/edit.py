"""The facts on file of somebody verified: what each is and was, who said so, and putting one right while they speak."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callassist.decide_facts import SOURCES
from callassist.desk import Done, Opened
from callassist.desk.facts import ALWAYS_MASKED, FactView, addable, command_of, facts_of
from callassist.handbook import Refused
from callassist.screens.keys import EDIT, bindings
from callassist.screens.text import clean, fit
from callassist.screens.widgets.fields import Field
from callassist.screens.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.errors import CallassistError
    from callassist.screens.app import CallassistApp

HELP: Final = "Enter types, then saves  Tab why  + adds  F4 who says so  F5 it changed  F12 back"
HINT, WHY = "Enter types a new value for the marked one", "Why, in words: it is kept beside the fact"
HINTS: Final = {"address": "12 Elm St, Columbus, OH 43215", "phone": "614-555-0188 cell"}
"""How what is new is typed."""
ABOUT_NEW: Final = "Nothing of it is on file. Enter types it; F4 says from whom it comes, Tab why."
ASKED_ANEW: Final = "What is on file is not shown; type the new one whole."
LABELS: Final = {
    ("person", "first"): "First name",
    ("person", "middle"): "Middle name",
    ("person", "last"): "Last name",
    ("person", "dob"): "Birth date",
    ("person", "ssn4"): "SSN, last four",
    ("address", "zip"): "ZIP",
    ("email", "address"): "E-mail",
    ("employer", "name"): "Employer",
    ("coverage", "insurance_name"): "Insurer",
    ("coverage", "insurance_member_id"): "Member id",
    ("coverage", "insurance_type"): "Insurance is",
    ("coverage", "insurance_status"): "Cover status",
}
OWN: Final = frozenset({"person", "address"})
"""Facts whose fields say by themselves whose they are."""
LABEL_WIDTH, ORIGIN_WIDTH, VALUE_LEAST = 24, 24, 10
WITH_COUNTRY: Final = 11
"""Digits of a telephone number with the country's 1 before it."""


class EditScreen(ModalScreen[None]):
    """An overlay on a call whose speaker is verified. `take` hears of the case as it is after each fact put right."""

    DEFAULT_CSS = """
    EditScreen { align: center top; background: $background 60%; }
    EditScreen > Vertical { width: 98%; max-width: 116; height: 80%; margin-top: 1; background: $surface; }
    EditScreen Rows { background: $surface; }
    EditScreen Static { height: 1; }
    EditScreen #was { height: 3; color: $text-muted; }
    EditScreen #help { height: 2; }
    """
    WHERE = EDIT
    BINDINGS: ClassVar[list[BindingType]] = bindings(EDIT)

    def __init__(self, opened: Opened, take: Callable[[Opened, str], None]) -> None:
        super().__init__()
        self._opened, self._take = opened, take
        self._views: tuple[FactView, ...] = ()
        self._typed_for: FactView | None = None
        self._source = SOURCES[0]
        self._is_change = self._is_adding = False

    def compose(self) -> ComposeResult:
        """The facts, where the marked one comes from and what it was, the field, why, one line of help."""
        with Vertical(classes="pane"):
            yield Rows(self._told, empty="Reading ...", id="facts")
            yield Static("", id="was", markup=False)
            yield Field("fact", hint=HINT)
            yield Field("why", hint=WHY)
            yield Static(Content(HELP), id="help", markup=False)

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        return cast("CallassistApp", self.app)

    def on_mount(self) -> None:
        """Nothing is typed yet: the list has the keys."""
        self._may_type(is_allowed=False)
        self._read(None)

    def _may_type(self, *, is_allowed: bool) -> None:
        for field in self.query(Field):
            field.can_focus = is_allowed

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

    def _title(self) -> None:
        mode = "CMD" if self._typed_for is None else "TYPE"
        how = "changed: keep the old one" if self._is_change else "correction"
        how = "added" if self._is_adding else how
        self.query_one(Vertical).border_title = f"{mode}  Facts on file   {self._source} says so   {how}"

    def say(self, sentence: str, tone: str = "") -> None:
        """One sentence in the last line of the box."""
        mark = {"stop": "X ", "warn": "! "}.get(tone, "")
        self.query_one("#help", Static).update(Content(f"{mark}{clean(sentence)}" if sentence else HELP))

    # ── the list ──

    def _read(self, about: FactView | None) -> None:
        opened, cases = self._opened, self.desk_app.desk.cases
        self._is_adding = False
        self._title()

        def otherwise(fault: CallassistError) -> None:
            self.say(str(fault), "stop")

        def then(views: tuple[FactView, ...]) -> None:
            if self.is_attached and opened is self._opened and not self._is_adding:
                self._show(views, about)

        self.desk_app.read(lambda: facts_of(cases, opened, is_verified=True), then, otherwise)

    def _show(self, views: tuple[FactView, ...], about: FactView | None) -> None:
        """Put them up, with the cursor at the newest row of what was put right."""
        rows = self.query_one(Rows)
        same = [(view.row, at) for at, view in enumerate(views) if about and _place(view) == _place(about)]
        self._views = views
        rows.fill(len(views), at=max(same)[1] if same else rows.cursor, empty="Nothing is on file.")
        self._explain()

    @on(Rows.Moved)
    def _explain(self) -> None:
        """Where the marked one comes from, and what it was before."""
        view = self._marked()
        told = "" if view is None else ABOUT_NEW if self._is_adding else came(view)
        self.query_one("#was", Static).update(Content(told))

    def _marked(self) -> FactView | None:
        at = self.query_one(Rows).cursor
        return self._views[at] if at < len(self._views) else None

    def _told(self, index: int, width: int) -> str:
        view = self._views[index]
        if self._is_adding:
            return f"Empty: {label_of(view)}" if view.row or view.debt else f"One more: {view.fact}"
        origin = f"{view.at:%d %b %Y} {view.source}" if view.at else "as placed"
        spare = max(VALUE_LEAST, width - LABEL_WIDTH - ORIGIN_WIDTH - 2)
        return f"{fit(label_of(view), LABEL_WIDTH)} {fit(value_of(view), spare)} {fit(origin, ORIGIN_WIDTH)}"

    # ── keys ──

    def action_move(self, by: int) -> None:
        """Another fact; not while one is typed, which would be saved to the wrong one."""
        if self._typed_for is None:
            self.query_one(Rows).move(by)
            self.say("")

    def action_values(self) -> None:
        """The next of those who may say so."""
        self._source = SOURCES[(SOURCES.index(self._source) + 1) % len(SOURCES)]
        self._title()

    def action_change(self) -> None:
        """Wrong all along, or right until now."""
        self._is_change = not self._is_change
        self._title()

    def action_add(self) -> None:
        """List what may be added instead of what is on file."""
        if self._typed_for is None and not self._is_adding:
            self._is_adding, self._is_change = True, False
            self._views = addable(self._opened)
            self.query_one(Rows).fill(len(self._views))
            self._explain()
            self._title()
            self.say("")

    def action_take(self) -> None:
        """Type the marked one anew, from what it is; what is never shown is typed whole."""
        view, field = self._marked(), self._field("fact")
        if view is None or self._typed_for is not None:
            return
        self._typed_for = view
        self._may_type(is_allowed=True)
        field.placeholder = HINTS.get(view.fact, "") if not view.row else ""
        is_secret = view.field in ALWAYS_MASKED and not self._is_adding
        field.put("" if is_secret else value_of(view))
        field.cursor_position = len(field.value)
        self.set_focus(field)
        self._title()
        self.say(ASKED_ANEW if is_secret else "")

    @on(Field.Entered)
    def _save(self) -> None:
        view = self._typed_for
        if view is None:
            return
        typed, why = self._field("fact").value, self._field("why").value
        command = command_of(view, typed, source=self._source, why=why, is_change=self._is_change)
        desk = self.desk_app.desk
        self.desk_app.perform(lambda: desk.do(command), lambda answer: self._saved(view, answer))

    def _saved(self, view: FactView, answer: Done | Refused) -> None:
        """A refusal leaves what was typed as it is."""
        if isinstance(answer, Refused):
            self.say(answer.sentence, "stop")
            return
        self._opened, self._is_change = answer.opened, False
        self._take(answer.opened, answer.says)
        self._stop_typing()
        self.say(answer.says)
        self._read(view)

    def _stop_typing(self) -> None:
        self._typed_for = None
        for field in self.query(Field):
            field.put("")
        self._field("fact").placeholder = HINT
        self.set_focus(None)
        self._may_type(is_allowed=False)
        self._title()
        self.say("")

    def cancel(self) -> None:
        """Out of the field; from what may be added back to what is on file, from there to the call."""
        if self._typed_for is not None:
            self._stop_typing()
        elif self._is_adding:
            self._read(None)
        else:
            self.dismiss()

    def action_leave(self) -> None:
        """F3 closes it at once."""
        self.dismiss()


# ── words ──


def label_of(view: FactView) -> str:
    """What a field is called, with its debt where it is of one."""
    plain = view.field if view.fact in OWN else f"{view.fact} {view.field}"
    name = LABELS.get((view.fact, view.field)) or plain.capitalize()
    return f"{name}, debt {view.debt}" if view.debt else name


def value_of(view: FactView) -> str:
    """What it is now, a telephone number as one dials it."""
    return _written(view, view.value)


def came(view: FactView) -> str:
    """Who put it there, when, from which source and why; on its own line what it was before."""
    origin = f"{view.at:%d %b %Y}, by {view.by}, source: {view.source}" if view.at else "As the client placed it"
    why = f" ({view.why})" if view.why else ""
    before = "; ".join(_written(view, text) for text in view.before)
    return clean(f"{origin}{why}\n{f'Before: {before}' if before else 'Nothing else was on file before.'}")


def _written(view: FactView, text: str) -> str:
    is_number = view.fact == "phone" and view.field == "number" and len(text) == WITH_COUNTRY
    return f"{text[1:4]}-{text[4:7]}-{text[7:]}" if is_number and text[0] == "1" else text


def _place(view: FactView) -> tuple[str, str, int]:
    return view.fact, view.field, view.debt
