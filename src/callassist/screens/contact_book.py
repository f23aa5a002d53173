"""The contact book over a call screen: all by which a person may be reached, and which number to dial."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import events, on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callassist.commands import Command, MarkNumber
from callassist.commands_traces import AcceptTrace, MarkPlace, RefuseTrace
from callassist.desk import Done
from callassist.desk.contacts import ADDRESS, NUMBER, OTHER, Line, contact_book
from callassist.desk.traces import TraceView, pending_traces
from callassist.handbook import Refused
from callassist.screens.book_words import (
    ASKED,
    JUDGING,
    LEARNING,
    detail,
    evidence,
    is_same,
    learnt,
    standings,
    waits,
)
from callassist.screens.call_menus import Item, Menu
from callassist.screens.call_musts import stopped_because
from callassist.screens.call_records import BY_HAND
from callassist.screens.keys import BOOK, bindings
from callassist.screens.text import clean, fit
from callassist.screens.widgets.fields import Field
from callassist.screens.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from callassist.desk import Opened
    from callassist.screens.app import CallassistApp

TEXT_WIDTH, KIND_WIDTH, STANDING_WIDTH = 26, 10, 12
NOT_DIALLED: Final = "Only a number that is in use can be marked to dial."
NOT_ASKED: Final = "Somebody else is asked in a call of its own, once this one is over."
NOT_MARKED: Final = "Only a number of the person's own, or an address, can be marked."
WHY: Final = "Why is it not they, or no use? Enter keeps it, F12 leaves it."
NOT_NOW: Final = "The book is changed before a call, or on one that asks somebody else where they are."
TITLE: Final = "Contact book   Enter marks the number to dial   F12 closes"
TITLE_BEFORE: Final = "Contact book   Enter dials it next   m what is known   + adds   F12 closes"
TITLE_ASKING: Final = "Contact book   + keeps what they tell   m what is known   F12 closes"


class ContactBookScreen(ModalScreen[int | None]):
    """Answers with the row of the number to dial, or with None. Locked, it shows nothing that could verify somebody."""

    DEFAULT_CSS = """
    ContactBookScreen { align: center middle; background: $background 60%; }
    ContactBookScreen > Vertical { width: 98%; max-width: 116; height: 85%; background: $surface; }
    ContactBookScreen Rows { background: $surface; }
    ContactBookScreen Static { height: 7; color: $text-muted; }
    ContactBookScreen Field { display: none; }
    """
    WHERE = BOOK
    BINDINGS: ClassVar[list[BindingType]] = bindings(BOOK)

    def __init__(self, opened: Opened, *, is_locked: bool, take: Callable[[Opened, str], None] | None = None) -> None:
        """`take` hears of the case after each change; it is None on a call with the consumer: nothing is changed."""
        super().__init__()
        self._is_locked, self._take = is_locked, take
        self._menu: Menu | None = None
        self._refused = 0
        self._learning = ""
        self._opened = opened
        self._waiting: tuple[TraceView, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._read(opened)

    def _read(self, opened: Opened) -> None:
        """The answers that wait come first, and only before a call."""
        self._opened = opened
        self._waiting = pending_traces(opened.case) if self._is_before else ()
        self._lines = contact_book(opened, is_locked=self._is_locked)

    @property
    def _is_before(self) -> bool:
        """Whether no call is open."""
        return self._take is not None and self._opened.case.call is None

    def compose(self) -> ComposeResult:
        """A line each, and below all that is known of the one under the cursor."""
        with Vertical(classes="pane") as box:
            box.border_title = TITLE_BEFORE if self._is_before else TITLE_ASKING if self._take else TITLE
            yield Rows(self._told, empty="Nothing is on file.")
            yield Static(markup=False)
            yield Field("learnt")

    def on_mount(self) -> None:
        """The first line is the number to try first."""
        self.query_one(Field).can_focus = False
        self.query_one(Rows).fill(len(self._waiting) + len(self._lines))
        self._detail()

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        return cast("CallassistApp", self.app)

    def on_rows_moved(self) -> None:
        """What is below follows the cursor; what was asked of another line is asked no more."""
        self._menu = None
        self._detail()

    def _told(self, index: int, width: int) -> str:
        if index < len(self._waiting):
            return fit(clean(waits(self._waiting[index])), width)
        line = self._lines[index - len(self._waiting)]
        place = f"{line.place}." if line.place else ""
        state = "replaced" if line.is_replaced else line.standing.replace("_", " ")
        closed = " closed now" if line.place and line.is_stopped else ""
        source = f"{line.source or '?'}{f' {line.confidence}' if line.confidence else ''}"
        head = f"{place:>3} {fit(clean(line.text), TEXT_WIDTH):<{TEXT_WIDTH}} {fit(clean(line.kind), KIND_WIDTH):<10} "
        return fit(f"{head}{state:<{STANDING_WIDTH}}{clean(source)}{closed}", width)

    def _marked(self) -> Line | None:
        at = self.query_one(Rows).cursor - len(self._waiting)
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def _judged(self) -> TraceView | None:
        at = self.query_one(Rows).cursor
        return self._waiting[at] if at < len(self._waiting) else None

    def _detail(self) -> None:
        line, trace = self._marked(), self._judged()
        told = detail(line) if line else evidence(trace) if trace else ()
        self._say("\n".join(map(clean, told)))

    def _say(self, text: str) -> None:
        self.query_one(Static).update(Content(text))

    def action_move(self, by: int) -> None:
        """Another line."""
        self.query_one(Rows).move(by)

    def action_pick(self) -> None:
        """Take the number, or judge an answer; what cannot be dialled is said to be so."""
        line, trace = self._marked(), self._judged()
        if trace is not None:
            self._menu = JUDGING
            self._say(
                "\n".join(map(clean, (*evidence(trace)[:-1], "y it is they   n it is not, or no use   F12 later")))
            )
            return
        why_not = self._why_not(line)
        if why_not or line is None:
            self._say(why_not)
            return
        self.dismiss(line.row)

    def _why_not(self, line: Line | None) -> str:
        """Why a line is not marked to dial; '' when it is."""
        if line is not None and line.point == OTHER:
            if not self._is_before:
                return NOT_ASKED
            return why_not_asked(self._opened, line.row) if line.is_stopped else ""
        return "" if line is not None and line.point == NUMBER and line.place else NOT_DIALLED

    def action_close(self) -> None:
        """The key that opened it closes it."""
        self.dismiss(None)

    # ── what is known of a line, and a new one ──

    def on_key(self, event: events.Key) -> None:
        """An open menu takes the key that picks from it."""
        if self._menu is None or not event.character:
            return
        event.stop()
        item, name = self._menu.pick(event.character), self._menu.name
        line, trace, self._menu = self._marked(), self._judged(), None
        if item is None:
            self._detail()
        elif trace is not None and name == JUDGING.name:
            self._judge(trace, is_they=item.value == "accept")
        elif item.value in ASKED:
            self._learning = item.value
            self._ask(ASKED[item.value])
        elif line is not None:
            self._mark(line, item)

    def _judge(self, trace: TraceView, *, is_they: bool) -> None:
        if is_they:
            self._do(AcceptTrace(trace=trace.id))
            return
        self._refused = trace.id
        self._ask(WHY)

    def _mark(self, line: Line, item: Item) -> None:
        is_place = line.point == ADDRESS
        mark = MarkPlace if is_place else MarkNumber
        self._do(mark(row=line.row, standing=item.value, why=BY_HAND))

    def action_mark(self) -> None:
        """Ask what is known of the marked number or address."""
        line = self._marked()
        if self._take is None:
            self._say(NOT_NOW)
        elif line is None or line.is_replaced or line.point not in {NUMBER, ADDRESS}:
            self._say(NOT_MARKED)
        else:
            self._offer(standings(line))

    def action_add(self) -> None:
        """Ask what was learnt: a number, an address, where they work, whom else to ask."""
        if self._take is None:
            self._say(NOT_NOW)
            return
        self._offer(LEARNING)

    def _offer(self, menu: Menu) -> None:
        """Ask by a menu, which stands where a line is told of."""
        self._menu = menu
        told = "\n".join(each.plain for each in menu.lines())
        self._say(f"{clean(menu.title)}\n{told}")

    def _ask(self, question: str) -> None:
        self._say(question)
        field = self.query_one(Field)
        field.can_focus = field.display = True
        self.set_focus(field)

    @on(Field.Entered)
    def _typed(self, event: Field.Entered) -> None:
        event.stop()
        trace, why = self._refused, event.field.value.strip()
        if trace:
            if why:
                self._stop_typing()
                self._do(RefuseTrace(trace=trace, why=why))
            return
        command = learnt(self._learning, event.field.value)
        if isinstance(command, str):
            self._say(command)
            return
        self._stop_typing()
        self._do(command)

    def _stop_typing(self) -> None:
        field = self.query_one(Field)
        self._refused, self._learning = 0, ""
        field.put("")
        self.set_focus(None)
        field.can_focus = field.display = False
        self._detail()

    def _do(self, command: Command) -> None:
        desk = self.desk_app.desk
        self.desk_app.perform(lambda: desk.do(command), self._done)

    def _done(self, answer: Done | Refused) -> None:
        """The book as it is now, with the cursor on the same line; a refusal is said."""
        if isinstance(answer, Refused):
            self._say(answer.sentence)
            return
        before = self._marked()
        self._read(answer.opened)
        same = (at for at, each in enumerate(self._lines, len(self._waiting)) if before and is_same(each, before))
        self.query_one(Rows).fill(len(self._waiting) + len(self._lines), at=next(same, 0))
        if self._take is not None:
            self._take(answer.opened, answer.says)
        self._say(answer.says)

    def cancel(self) -> None:
        """F12: out of what is asked, then out of the book."""
        if self._menu is not None:
            self._menu = None
            self._detail()
        elif self.query_one(Field).display:
            self._stop_typing()
        else:
            self.dismiss(None)

    def action_leave(self) -> None:
        """F3 closes it too."""
        self.dismiss(None)


def why_not_asked(opened: Opened, row: int) -> str:
    """Why somebody else is not asked where they are: what the number is marked, or the rule and where it is written."""
    point = opened.case.consumer.contact_at(row)
    if point is not None and not point.is_usable:
        return f"That number is marked {point.standing.replace('_', ' ')}; mark it untried before you dial it."
    return stopped_because(opened, opened.verdicts.of("location_call", row))
