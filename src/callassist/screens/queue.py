"""The queue: who is next and why. Initials only; nothing about a debt, a creditor or care."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen

from callassist.desk import Done, Held, Opened
from callassist.desk.cards import Page
from callassist.errors import DatabaseBusy, DatabaseUnwritable
from callassist.screens.keys import QUEUE, bindings
from callassist.screens.queue_words import (
    LISTS,
    LOOK,
    NOTHING,
    TITLES,
    about,
    clock_of,
    counted,
    due,
    heads,
    reason,
    told,
)
from callassist.screens.text import clean
from callassist.screens.widgets.bars import HeadLine, HintLine, MessageLine, TopLine
from callassist.screens.widgets.pane import Pane
from callassist.screens.widgets.rows import Rows
from callassist.store import BLOCKED, READY

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.desk.cards import Card
    from callassist.errors import CallassistError
    from callassist.handbook import Refused
    from callassist.rules import Finding
    from callassist.screens.app import CallassistApp
    from callassist.screens.widgets.fields import Field
    from callassist.store import Counters, Position

FIRST, PAGE, FAR = 8, 32, 200
WIDE, PREVIEW = 110, 38
TICK, COUNT_AFTER, FRESH, COUNT_EVERY, LOOK_EVERY = 5.0, 0.5, 5.0, 30.0, 60.0
PATIENCE: Final = 300
"""A count may take a three-hundredth of the time between counts."""


class QueueScreen(Screen[None]):
    """A list of any length over keyset pages, and a preview of the line under the cursor."""

    DEFAULT_CSS = """
    QueueScreen #preview { width: 37; margin-left: 1; display: none; border-left: solid $panel; }
    QueueScreen.-wide #preview { display: block; }
    """
    WHERE = QUEUE
    BINDINGS: ClassVar[list[BindingType]] = bindings(QUEUE)

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[Card] = []
        self._list = READY
        self._rule = ""
        self._after: Position | None = None
        self._is_whole = False
        self._turn = 0
        self._is_reading = False
        self._skipping: Card | None = None
        self._counters: Counters | None = None
        self._due = 0
        self._counted_at = self._looked_at = self._counting_took = 0.0
        self._is_counting = self._has_begun = False

    def compose(self) -> ComposeResult:
        """Top line, heads, list and preview, message, keys."""
        yield TopLine(id="top")
        yield HeadLine(id="heads")
        with Horizontal(id="body"):
            yield Rows(self._told, empty="Opening the database ...", id="rows")
        yield MessageLine(id="message", grows=True)
        hints = HintLine(id="hints")
        hints.where = QUEUE
        yield hints

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        return cast("CallassistApp", self.app)

    def on_mount(self) -> None:
        """The clock goes at once; the list fills when the desk is open."""
        self.set_interval(TICK, self._tick)

    def on_resize(self) -> None:
        """The preview is for wide terminals."""
        self._widen()
        self._head()
        self._preview()

    def on_screen_resume(self) -> None:
        """Back from a call or an overlay: the order may have changed."""
        if self._turn:
            self._read_anew(holds=True)
            self._count_when(FRESH)

    def _widen(self) -> None:
        """The preview comes with the first lines, and only where there is room for it."""
        is_wide = self._has_begun and self.size.width >= WIDE
        if is_wide and not self.query(Pane):
            self.query_one("#body").mount(Pane("Preview", id="preview"))
        if is_wide != self.has_class("-wide"):
            self.set_class(is_wide, "-wide")
            self._head()
            self.call_after_refresh(self._preview)

    def begin(self) -> None:
        """The desk is open: show the first page, and count in the background."""
        self._head()
        self._read_anew(at=0, holds=True)

    def say(self, sentence: str, tone: str = "") -> None:
        """One sentence in the message line."""
        self.query_one(MessageLine).say(sentence, tone)

    # ── reading ──

    def action_refresh(self) -> None:
        """Read the list again; the cursor stays with its case. Where the database did not open, try again."""
        if self.desk_app.is_ready:
            self.say("")
            self._read_anew(holds=True)
            self._count()
        else:
            self.desk_app.open_desk()

    def _read_anew(self, at: int | None = None, *, holds: bool = False) -> None:
        """From the start; `at` sets the cursor, else it stays with its case where that is not too far down."""
        self._turn += 1
        self._looked_at = monotonic()
        card = self._at_cursor() if at is None else None
        if card is not None and self.query_one(Rows).cursor < FAR:
            self._read(None, self.query_one(Rows).cursor + PAGE, card, holds=holds)
        else:
            self._read(None, FIRST, holds=holds)

    def _read(self, after: Position | None, limit: int, keep: Card | None = None, *, holds: bool = False) -> None:
        desk, listed, rule, turn = self.desk_app.desk, self._list, self._rule, self._turn
        self._is_reading = True

        def work() -> Page:
            if listed == READY:
                if after is None:
                    with suppress(DatabaseBusy, DatabaseUnwritable):  # what cannot be written now can still be read
                        desk.wake()
                return desk.page(after, limit)
            return desk.lists.kept(listed, rule, after[2] if after else 0, limit)

        def then(page: Page) -> None:
            if turn == self._turn:
                self._is_reading = False
                self._show(page, keep, is_first=after is None)

        def otherwise(fault: CallassistError) -> None:
            if turn == self._turn:
                self._is_reading = False
                self.say(f"{fault} F5 reads it again.", "stop")

        self.desk_app.read(work, then, otherwise, holds=holds)

    def _show(self, page: Page, keep: Card | None, *, is_first: bool) -> None:
        cards = page.cards if is_first else (*self._cards, *page.cards)
        rows = self.query_one(Rows)
        at = rows.cursor
        if is_first:
            at = next((i for i, card in enumerate(cards) if keep and card.case == keep.case), at if keep else 0)
        self._cards, self._after = list(cards), page.after
        if self._list == READY:
            self._due = due(cards)
            self._head()
        waits = self.desk_app.desk.waits_for if self._list == READY else ""
        rows.fill(len(cards), at=at, empty=waits or NOTHING[self._list])
        self._preview()
        self.call_after_refresh(self._more)
        if not self._has_begun:
            self._has_begun = True
            self.call_after_refresh(self._widen)
            self.call_after_refresh(self.desk_app.began)
            self.set_timer(COUNT_AFTER, self._count)

    @on(Rows.WantMore)
    def _more(self) -> None:
        rows = self.query_one(Rows)
        if (
            self._after is not None
            and not self._is_reading
            and rows.cursor + max(rows.AHEAD, rows.size.height) >= rows.count
        ):
            self._read(self._after, PAGE)

    @on(Rows.Moved)
    def _preview(self) -> None:
        if self.has_class("-wide"):
            card = self._at_cursor()
            self.query_one(Pane).show([Content(line) for line in about(card)] if card else ())
        elif self._list != READY and self._skipping is None:
            card = self._at_cursor()
            self.say(clean(reason(card)) if card else TITLES[self._list])

    def _at_cursor(self) -> Card | None:
        index = self.query_one(Rows).cursor
        return self._cards[index] if index < len(self._cards) else None

    def laws(self) -> tuple[Finding, ...]:
        """The rule that keeps the case under the cursor from being called."""
        card = self._at_cursor()
        return (card.blocked,) if card and card.blocked else ()

    def _told(self, index: int, width: int) -> str:
        return told(index, self._cards[index], width, is_queue=self._list == READY)

    # ── the clock and the counts ──

    def _tick(self) -> None:
        """Every few seconds: the clock, a count when one is due, callbacks that have come due."""
        if not self.is_current or not self.desk_app.is_ready:
            return
        now = monotonic()
        self._count_when(COUNT_EVERY)
        is_near = self.query_one(Rows).cursor < FAR
        if now - self._looked_at > LOOK_EVERY and self._list == READY and is_near and not self._is_reading:
            self._read_anew()
        self._head()

    def _count_when(self, age: float) -> None:
        """Count again when the counts are older than that; where counting takes long, more seldom."""
        if monotonic() - self._counted_at > max(age, PATIENCE * self._counting_took):
            self._count()

    def _count(self) -> None:
        if self._is_counting:
            return
        self._is_counting = True
        began = monotonic()

        def then(counters: Counters) -> None:
            self._is_counting = False
            self._counters, self._counted_at = counters, monotonic()
            self._counting_took = self._counted_at - began
            self._head()

        def otherwise(_: CallassistError) -> None:
            self._is_counting = False  # the old counts stay, with their age beside them

        self.desk_app.read(self.desk_app.desk.counters, then, otherwise, is_long=True)

    def _head(self) -> None:
        """The top line and the names of the columns, as the list and the counts now stand."""
        app, top, width = self.desk_app, self.query_one(TopLine), self.size.width
        of = f" by {self._rule}" if self._rule else self._listed_count()
        name = "" if self._list == READY else f"  {self._list.upper()}{of}"
        top.left, top.note = f"QUEUE{name}", app.note
        age = monotonic() - self._counted_at
        clock = clock_of(app.desk.clock()) if app.is_ready else ""
        room = width - len(top.left) - len(top.mode) - len(top.noted(0)) - len(clock) - 5
        counts = counted(self._counters, age, room, self._due) if self._counters else ""
        top.right = f"{counts}  {clock} "
        listed = width - (PREVIEW if self.has_class("-wide") else 0)
        self.query_one(HeadLine).text = " " + heads(listed - 1, is_queue=self._list == READY)

    def _listed_count(self) -> str:
        return f" {self._counters.by_state.get(self._list, 0):,}" if self._counters else ""

    # ── keys ──

    def action_move(self, by: int) -> None:
        """Move the cursor by lines."""
        self.query_one(Rows).move(by)

    def action_leap(self, pages: int) -> None:
        """Move the cursor by screenfuls."""
        self.query_one(Rows).leap(pages)

    def action_ends(self, where: int) -> None:
        """To the first line, or to the last that was read."""
        rows = self.query_one(Rows)
        rows.move(where * rows.count)

    def action_lists(self) -> None:
        """The next list: blocked, asleep, skip, incomplete, and back to the queue."""
        self._turn_to(LISTS[(LISTS.index(self._list) + 1) % len(LISTS)])

    def action_rules(self) -> None:
        """How many cases each rule keeps; Enter on one lists them."""
        from callassist.screens.by_rule import ByRuleScreen

        if self.desk_app.is_ready:
            self.desk_app.push_screen(ByRuleScreen(), self._of_rule)

    def _of_rule(self, rule: str | None) -> None:
        if rule:
            self._turn_to(BLOCKED, rule)

    def _turn_to(self, listed: str, rule: str = "") -> None:
        if not self.desk_app.is_ready:
            return
        self._list, self._rule, self._cards, self._after = listed, rule, [], None
        self.query_one(HintLine).instead = {} if listed == READY else LOOK
        self.query_one(Rows).fill(0, empty="Reading ...")
        self.say("" if listed == READY else TITLES[listed])
        self._head()
        self._read_anew(at=0, holds=True)

    def action_next(self) -> None:
        """Take whoever is next."""
        if self.desk_app.is_ready:
            self.desk_app.perform(self.desk_app.desk.next, self._took)

    def action_take(self) -> None:
        """Take the case under the cursor; a blocked one opens and shows why it cannot be dialled."""
        card = self._at_cursor()
        if card is not None:
            self.desk_app.perform(lambda: self.desk_app.desk.open(card.case), self._took)

    def _took(self, opened: Opened | Held | None) -> None:
        match opened:
            case Opened():
                self.say("")
                self.desk_app.show_call(opened)
            case Held():
                self.say(opened.sentence, "warn")
            case None if waits := self.desk_app.desk.waits_for:
                self.say(waits, "warn")
            case None:
                self.say("Nobody may be called now; b shows who is asleep or blocked, and until when.", "warn")

    # ── skipping ──

    async def action_skip(self) -> None:
        """Ask why; the reason is kept with the case."""
        from callassist.screens.widgets.fields import Field

        card = self._at_cursor()
        if card is None:
            return
        self._skipping = card
        self.say(f"Why is {card.initials} (C{card.case}) skipped? Enter skips, F12 leaves it.")
        if not self.query(Field):
            await self.mount(Field("reason", hint="asked to call next week, wrong time of day, ..."), before="#message")
        self.query_one(Field).focus()

    def on_field_entered(self, message: Field.Entered) -> None:
        """The reason is there: skip the case that was marked when it was asked for."""
        card, why = self._skipping, message.field.value.strip()
        if card is None or not why:
            self.say("A skip needs a reason; F12 leaves it.", "warn")
            return
        desk = self.desk_app.desk

        def work() -> Done | Refused | Held:
            opened = desk.open(card.case)
            return opened if isinstance(opened, Held) else desk.skip(why)

        def then(answer: Done | Refused | Held) -> None:
            self._leave_field()
            self.say(answer.says if isinstance(answer, Done) else answer.sentence)
            self._read_anew(holds=True)

        self.desk_app.perform(work, then)

    def _leave_field(self) -> None:
        self._skipping = None
        self.set_focus(None)
        self.query("Field").remove()

    def cancel(self) -> None:
        """Leave the field; from another list, back to the queue."""
        if self._skipping is not None:
            self._leave_field()
            self.say("")
        elif self._list != READY:
            self._turn_to(READY)
        else:
            self.say("")

    def action_leave(self) -> None:
        """F3: back to the queue itself."""
        if self._skipping is not None:
            self._leave_field()
        if self._list != READY:
            self._turn_to(READY)
