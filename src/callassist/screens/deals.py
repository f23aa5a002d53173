"""The deals of a call: what is agreed on and what came of it, one payment moved, and taking a deal back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callassist.ability import ability_of
from callassist.commands import Command
from callassist.commands_deals import AuthoriseDeal, CancelDeal, MoveInstalment
from callassist.dealing import moved
from callassist.desk import Done
from callassist.desk.offers import heard, matter_of
from callassist.handbook import Refused
from callassist.money import format_cents
from callassist.screens.deal_words import NO_PAYMENT, DealRow, detail, heard_deals, line_of, rows_of
from callassist.screens.keys import DEALS, VERIFIED, bindings
from callassist.screens.text import clean, fit
from callassist.screens.widgets.fields import Field
from callassist.screens.widgets.rows import Rows
from callassist.typed import read_day

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.desk import Opened
    from callassist.screens.app import CallassistApp
    from callassist.screens.call import CallScreen

TITLE: Final = "Deals   m moves one   y how they pay   x takes back   n another   F12"
EMPTY: Final = "Nothing is agreed on that whoever is speaking may hear of."
DAY, HOW, WHY = "day", "how", "why"
ASKED: Final = {
    DAY: "On which day instead? 15, fr, 6/15, +1w. Enter shows what that does, F12 leaves it.",
    HOW: "How will they pay? Check, portal, card on file, debit. Enter keeps it, F12 leaves it.",
    WHY: "Why is it taken back? Enter reads it back, F12 leaves it.",
}
NO_DAY: Final = "No day could be read; write it like 15, fr, 6/15, 15 jun or +1w."
NO_WHY: Final = "Say why it is taken back."
NO_HOW: Final = "Say how they will pay: check, portal, card on file, debit."
PICK: Final = "Mark a payment that is still to come; Enter or m moves it."
CAME: Final = "That payment came already."
OVER: Final = "That deal runs no more."
DO_IT: Final = "Enter does it, F12 leaves it."
BY_COMMAND: Final = (
    "F7 is for what no deal pays yet. In place of one of several: callassist deals C{case} renegotiate, or x, then F7."
)


class DealsScreen(ModalScreen[None]):
    """Over a call whose speaker is verified. What changes a deal is read back first, and a second Enter does it."""

    DEFAULT_CSS = """
    DealsScreen { align: center middle; background: $background 60%; }
    DealsScreen > Vertical { width: 98%; max-width: 116; height: 85%; background: $surface; }
    DealsScreen Rows { background: $surface; }
    DealsScreen Static { height: 6; color: $text-muted; }
    DealsScreen Field { display: none; }
    """
    WHERE = DEALS
    BINDINGS: ClassVar[list[BindingType]] = bindings(DEALS)

    def __init__(self, call: CallScreen) -> None:
        super().__init__()
        self._call = call
        self._opened = call.held
        self._rows = rows_of(heard_deals(self._opened))
        self._asked = ""
        self._ready: Command | None = None

    def compose(self) -> ComposeResult:
        """A line each, and below all that is known of the one under the cursor."""
        with Vertical(classes="pane") as box:
            box.border_title = TITLE
            yield Rows(self._told, empty=EMPTY)
            yield Static(markup=False)
            yield Field("deal")

    def on_mount(self) -> None:
        """The cursor stands on the next payment."""
        self.query_one(Field).can_focus = False
        self._fill(next((at for at, row in enumerate(self._rows) if row.is_to_come), 0))
        self.call_after_refresh(self._from_top)

    def _from_top(self) -> None:
        """Once the room is known, as much as there is room for above the cursor is shown."""
        rows = self.query_one(Rows)
        at = rows.cursor
        rows.fill(len(self._rows))
        rows.fill(len(self._rows), at=at)

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        return cast("CallassistApp", self.app)

    def _fill(self, at: int) -> None:
        self.query_one(Rows).fill(len(self._rows), at=at)
        self._detail()

    def _told(self, index: int, width: int) -> str:
        return fit(clean(line_of(self._rows[index])), width)

    def _marked(self) -> DealRow | None:
        at = self.query_one(Rows).cursor
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def _detail(self) -> None:
        row = self._marked()
        self._say("\n".join(map(clean, detail(row, self._opened.case))) if row else "")

    def _say(self, text: str) -> None:
        self.query_one(Static).update(Content(text))

    # ── keys ──

    def on_rows_moved(self) -> None:
        """What is below follows the cursor; what was asked of another line is asked no more."""
        self._stop()

    def action_move(self, by: int) -> None:
        """Another line."""
        if not self._asked:
            self.query_one(Rows).move(by)

    def action_leap(self, pages: int) -> None:
        """Another screenful."""
        if not self._asked:
            self.query_one(Rows).leap(pages)

    def action_pick(self) -> None:
        """Do what was read back; else move the marked payment."""
        if self._ready is not None:
            ready, self._ready = self._ready, None
            self._do(ready)
        else:
            self.action_shift()

    def action_shift(self) -> None:
        """Ask on which day the marked payment falls instead."""
        row = self._marked()
        if row is None or (row.deal.is_live and row.index == NO_PAYMENT):
            self._say(PICK if row else EMPTY)
        elif not row.is_to_come:
            self._say(CAME if row.deal.is_live else OVER)
        else:
            self._ask(DAY)

    def action_authorise(self) -> None:
        """Ask how they will pay."""
        if self._is_running():
            self._ask(HOW)

    def action_take_back(self) -> None:
        """Ask why the deal is taken back."""
        if self._is_running():
            self._ask(WHY)

    def action_replace(self) -> None:
        """To the offers, where what they agree to takes the place of this deal."""
        if not self._is_running():
            return
        desk, case = self.desk_app.desk, self._opened.case
        live = sum(deal.is_live for deal in case.consumer.deals)
        if live > 1 or matter_of(self._opened, desk.handbook, desk.seat.role).accounts:
            self._say(BY_COMMAND.format(case=case.id))
            return
        self.dismiss()
        self._call.call_later(self._call.open_pane, "offers")

    def _is_running(self) -> bool:
        row = self._marked()
        if row is None or not row.deal.is_live:
            self._say(OVER if row else EMPTY)
            return False
        return True

    def action_close(self) -> None:
        """The key that opened it closes it."""
        self.dismiss()

    def action_leave(self) -> None:
        """F3 closes it too."""
        self.dismiss()

    def cancel(self) -> None:
        """F12: out of what is asked or was read back, then out of the deals."""
        if self._asked or self._ready is not None:
            self._stop()
        else:
            self.dismiss()

    # ── what is typed ──

    def _ask(self, what: str) -> None:
        self._asked, self._ready = what, None
        self._say(ASKED[what])
        field = self.query_one(Field)
        field.can_focus = field.display = True
        self.set_focus(field)

    @on(Field.Entered)
    def _typed(self, event: Field.Entered) -> None:
        event.stop()
        row, text, asked = self._marked(), event.field.value.strip(), self._asked
        if row is None:
            return
        if asked == DAY:
            self._read_day(row, text)
        elif not text:
            self._say(NO_WHY if asked == WHY else NO_HOW)
        elif asked == WHY:
            left = sum(payment.cents for payment in row.deal.left)
            told = (
                f"Take it back: {format_cents(left)} is asked for no more under it; what came stays paid. Why: {text}"
            )
            self._read_back(CancelDeal(deal=row.deal.id, why=text), told)
        else:
            self._stop()
            self._do(AuthoriseDeal(deal=row.deal.id, how=text))

    def _read_day(self, row: DealRow, text: str) -> None:
        """What the new day does, before it is done."""
        today = heard(self._opened).base.day
        due = read_day(text, today)
        if due is None:
            self._say(NO_DAY)
            return
        desk = self.desk_app.desk
        matter = matter_of(self._opened, desk.handbook, desk.seat.role, replacing=row.deal.id)
        found = moved(row.deal, row.index, due, today, ability_of(matter).cap_cents)
        if found.fault:
            self._say(f"{due:%a %d %b %Y}: {found.fault} Another day, or F12 leaves it.")
            return
        was = row.deal.terms.payments[row.index]
        told = f"{format_cents(was.cents)} on {due:%a %d %b %Y} instead of {was.due:%d %b %Y}. {found.sentence}"
        self._read_back(MoveInstalment(deal=row.deal.id, index=row.index, due=due), told)

    def _read_back(self, command: Command, told: str) -> None:
        """Keys typed ahead must not do it."""
        self._stop()
        self._ready = command
        self.desk_app.flush_ahead()
        self._say(f"{clean(told)}\n{DO_IT}")

    def _stop(self) -> None:
        field = self.query_one(Field)
        self._asked, self._ready = "", None
        field.put("")
        self.set_focus(None)
        field.can_focus = field.display = False
        self._detail()

    def _do(self, command: Command) -> None:
        desk = self.desk_app.desk
        self.desk_app.perform(lambda: desk.do(command), self._done)

    def _done(self, answer: Done | Refused) -> None:
        """The deals as they are now, with the cursor on the same line; a refusal is said."""
        if isinstance(answer, Refused):
            self._say(answer.sentence)
            return
        self._call.take(answer.opened, answer.says)
        if self._call.stage != VERIFIED:
            self.dismiss()
            return
        self._read(answer.opened)
        self._say(answer.says)

    def _read(self, opened: Opened) -> None:
        before = self._marked()
        self._opened = opened
        self._rows = rows_of(heard_deals(opened))
        key = (before.deal.id, before.index) if before else (0, 0)
        same = (at for at, row in enumerate(self._rows) if (row.deal.id, row.index) == key)
        self._fill(next(same, 0))
