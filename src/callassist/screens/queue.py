"""The queue: who is next and why. Initials only; nothing about a debt, a creditor or care."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from callassist.desk import Done, Held, Opened
from callassist.handbook import Refused
from callassist.screens.keys import QUEUE, bindings
from callassist.screens.text import clean, fit
from callassist.screens.widgets.bars import HintLine, MessageLine, TopLine
from callassist.screens.widgets.rows import Rows
from callassist.store import ASLEEP, BLOCKED, INCOMPLETE, READY, SKIP_TRACE, Counters

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.desk.cards import Card
    from callassist.screens.app import CallassistApp

PAGE: Final = 32
LISTS: Final = (READY, BLOCKED, ASLEEP, SKIP_TRACE, INCOMPLETE)
TITLES: Final = {
    READY: "callable now",
    BLOCKED: "blocked: a rule stops these, and no key dials them",
    ASLEEP: "asleep until their time",
    SKIP_TRACE: "no number on file: to be traced",
    INCOMPLETE: "incomplete: not callable until the client completes them",
}
WIDE: Final = 110


class QueueScreen(Screen[None]):
    """A list of any length over keyset pages, and a preview of the line under the cursor."""

    DEFAULT_CSS = """
    QueueScreen #heads { height: 1; color: $primary; text-style: bold; }
    QueueScreen #preview { width: 44; display: none; }
    QueueScreen.-wide #preview { display: block; }
    QueueScreen #reason { display: none; }
    QueueScreen #reason.-asked { display: block; }
    """
    WHERE = QUEUE
    BINDINGS: ClassVar[list[BindingType]] = bindings(QUEUE)

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[Card] = []
        self._list = READY
        self._is_reading = False
        self._is_whole = False

    def compose(self) -> ComposeResult:
        """Top line, heads, list and preview, message, keys."""
        yield TopLine(id="top")
        yield Static(Content(heads(80)), id="heads")
        with Horizontal():
            yield Rows(empty="Reading the queue ...", id="rows")
            with Vertical(id="preview", classes="pane"):
                yield Static(id="about", markup=False)
        yield Input(placeholder="Why is this case skipped?", id="reason")
        yield MessageLine(id="message")
        hints = HintLine(id="hints")
        hints.where = QUEUE
        yield hints

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        from callassist.screens.app import CallassistApp

        return cast(CallassistApp, self.app)

    def on_mount(self) -> None:
        """Name the screen; the list fills when the desk is open."""
        self.query_one("#preview").border_title = "Preview"
        self._head(None)

    def on_resize(self) -> None:
        """The preview is for wide terminals."""
        self.set_class(self.size.width >= WIDE, "-wide")
        self.query_one("#heads", Static).update(Content(heads(self.size.width)))
        self._draw(keep=True)

    def on_screen_resume(self) -> None:
        """Back from a call: the order has changed."""
        if self.desk_app.is_ready:
            self.action_refresh()

    def begin(self) -> None:
        """The desk is open: show the first page, and count in the background."""
        self.action_refresh()

    def say(self, sentence: str, tone: str = "") -> None:
        """One sentence in the message line."""
        self.query_one(MessageLine).say(sentence, tone)

    # ── reading ──

    def action_refresh(self) -> None:
        """Read the list from its start."""
        self._is_whole = False
        self._cards = []
        self._read(first=True)
        self.desk_app.read(self.desk_app.desk.counters, self._head)

    def _read(self, *, first: bool = False) -> None:
        if self._is_reading or self._is_whole:
            return
        self._is_reading = True
        desk, last = self.desk_app.desk, self._cards[-1] if self._cards and not first else None
        listed = self._list

        def work() -> tuple[Card, ...]:
            if listed == READY:
                return desk.page(last.position if last else None, PAGE)
            return desk.listed(listed, last.case if last else 0, PAGE)

        def then(cards: tuple[Card, ...]) -> None:
            self._is_reading = False
            if listed != self._list:
                self._read(first=True)
                return
            self._is_whole = len(cards) < PAGE and (listed != READY or not cards)
            self._cards.extend(cards)
            self._draw(keep=not first)

        self.desk_app.read(work, then)

    def _draw(self, *, keep: bool) -> None:
        rows = self.query_one(Rows)
        width = max(40, self.size.width - (44 if self.has_class("-wide") else 0))
        if self._cards:
            rows.fill([told(index, card, width) for index, card in enumerate(self._cards)], keep=keep)
        else:
            rows.fill([])
            if self.desk_app.is_ready:
                self.say(f"Nothing is {TITLES[self._list].split(':')[0]}. b shows the other lists, / searches.")
        self._preview()

    @on(Rows.WantMore)
    def _more(self) -> None:
        if self._cards:
            self._read()

    @on(Rows.Moved)
    def _preview(self) -> None:
        card = self._at_cursor()
        self.query_one("#about", Static).update(Content("\n".join(about(card)) if card else ""))

    def _at_cursor(self) -> Card | None:
        index = self.query_one(Rows).cursor
        return self._cards[index] if index < len(self._cards) else None

    def _head(self, counters: Counters | None) -> None:
        top = self.query_one(TopLine)
        top.left = f"QUEUE  {TITLES[self._list]}"
        note = f"{self.desk_app.note}  " if self.desk_app.note else ""
        if counters is None:
            top.right = note
            return
        of_state = counters.by_state
        ready, blocked = of_state.get(READY, 0), of_state.get(BLOCKED, 0)
        top.right = f"{note}left {ready:,}  callbacks {counters.callbacks_due:,}  blocked {blocked:,}"

    # ── keys ──

    def action_move(self, by: int) -> None:
        """Move the cursor by lines."""
        self.query_one(Rows).move(by)

    def action_leap(self, pages: int) -> None:
        """Move the cursor by screenfuls."""
        self.query_one(Rows).leap(pages)

    def action_lists(self) -> None:
        """The next list: blocked, asleep, skip, incomplete, and back to the queue."""
        self._list = LISTS[(LISTS.index(self._list) + 1) % len(LISTS)]
        self._head(None)
        self.action_refresh()

    def action_next(self) -> None:
        """Take whoever is next."""
        self.desk_app.perform(self.desk_app.desk.next, self._took)

    def action_take(self) -> None:
        """Take the case under the cursor; a blocked one opens and shows why it cannot be dialled."""
        card = self._at_cursor()
        if card is not None:
            self.desk_app.perform(lambda: self.desk_app.desk.open(card.case), self._took)

    def _took(self, opened: Opened | Held | None) -> None:
        match opened:
            case Opened():
                self.desk_app.show_call(opened)
            case Held():
                self.say(opened.sentence, "warn")
            case None:
                self.say("Nobody may be called now; b shows who is asleep or blocked, and until when.", "warn")

    def action_skip(self) -> None:
        """Ask why; the reason is kept with the case."""
        if self._at_cursor() is not None:
            reason = self.query_one("#reason", Input)
            reason.add_class("-asked")
            reason.focus()
            self.query_one(TopLine).mode = "TYPE"

    @on(Input.Submitted, "#reason")
    def _skipped(self, event: Input.Submitted) -> None:
        card, why = self._at_cursor(), event.value.strip()
        if card is None or not why:
            self.say("A skip needs a reason; F12 leaves it.", "warn")
            return
        desk = self.desk_app.desk

        def work() -> Done | Refused | Held:
            opened = desk.open(card.case)
            return opened if isinstance(opened, Held) else desk.skip(why)

        def then(answer: Done | Refused | Held) -> None:
            self.cancel()
            self.say(answer.says if isinstance(answer, Done) else answer.sentence)
            self.action_refresh()

        self.desk_app.perform(work, then)

    def cancel(self) -> None:
        """Leave the field; from another list, back to the queue."""
        reason = self.query_one("#reason", Input)
        self.query_one(TopLine).mode = "CMD"
        self.set_focus(None)
        if reason.has_class("-asked"):
            reason.remove_class("-asked")
            reason.value = ""
        elif self._list != READY:
            self._list = LISTS[-1]
            self.action_lists()


def heads(width: int) -> str:
    """The names of the columns."""
    return _columns(("   #", "Who", "Why now", "Their clock", "Lang", "Last call"), width)


def told(index: int, card: Card, width: int) -> str:
    """One line of the list."""
    why = card.blocked.say if card.blocked else "; ".join(card.why)
    return _columns((f"{index + 1:>3}", card.initials, why, card.clock, card.language, card.last), width)


def _columns(texts: tuple[str, ...], width: int) -> str:
    """Fixed columns, the reason taking what is left."""
    widths = (4, 7, max(8, width - 48), 16, 4, 12)
    return " ".join(fit(text, cells) for text, cells in zip(texts, widths, strict=True))


def about(card: Card) -> tuple[str, ...]:
    """The preview: why now in full, and what keeps it from being called."""
    lines = [f"Case      C{card.case}", f"Why now   {clean('; '.join(card.why))}", f"Lane      {card.lane}"]
    lines.append(f"Clock     {card.clock}")
    if card.last:
        lines.append(f"Last call {card.last}")
    if card.blocked:
        lines += ["", f"Stopped by {card.blocked.rule}", card.blocked.say, card.blocked.cite]
        lines.append(f"Opens {card.blocked.opens:%d %b %H:%M} UTC" if card.blocked.opens else "Does not open by time")
    elif card.wake_at and card.state == ASLEEP:
        lines.append(f"Wakes     {card.wake_at:%d %b %H:%M} UTC")
    return tuple(lines)
