"""What collectors ask a supervisor for while somebody is on the line: one list, Enter grants, r refuses with why."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from callassist.commands_deals import GrantApproval, RefuseApproval
from callassist.desk.approvals import Waiting, answer, waiting
from callassist.handbook import Accepted, Refused
from callassist.matters import as_offer
from callassist.money import format_cents
from callassist.offering import clause, name
from callassist.screens.keys import APPROVALS, bindings
from callassist.screens.text import clean, fit
from callassist.screens.widgets.bars import HintLine, MessageLine
from callassist.screens.widgets.fields import Field
from callassist.screens.widgets.pane import Pane
from callassist.screens.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.screens.app import CallassistApp

EVERY: Final = 2.0
"""Seconds between looks for what has come in."""
WHY: Final = "why"
NOTHING: Final = "Nobody asks for anything."
NO_PROMISE: Final = "No promise before"


class ApprovalsScreen(ModalScreen[None]):
    """A case stays in the hands of whoever asked. What may be granted is decided by the limits of this seat."""

    DEFAULT_CSS = """
    ApprovalsScreen { align: center middle; background: $background 60%; }
    ApprovalsScreen > Vertical { width: 98%; max-width: 116; height: 85%; background: $surface; }
    ApprovalsScreen Rows { background: $surface; }
    ApprovalsScreen #asked { height: 10; }
    ApprovalsScreen Field { display: none; }
    """
    WHERE = APPROVALS
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings(APPROVALS)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: tuple[Waiting, ...] = ()
        self._refused: Waiting | None = None
        self._answered: Waiting | None = None
        self._is_looking = False

    def compose(self) -> ComposeResult:
        """A line each, all of the marked one, a field for why not."""
        with Vertical(classes="pane") as box:
            box.border_title = "Approvals   Enter grants   r refuses   F12 closes"
            yield Rows(self._told, empty="Looking ...")
            yield Pane("Asked for", id="asked")
            yield Field(WHY, hint="why not: they hear of it")
            yield MessageLine(id="message", grows=True)
            yield HintLine(id="hints")

    def on_mount(self) -> None:
        """Look, and go on looking."""
        self.query_one(HintLine).where = APPROVALS
        self.query_one(Field).can_focus = False
        self._look()
        self.set_interval(EVERY, self._look)

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        return cast("CallassistApp", self.app)

    def say(self, sentence: str, tone: str = "") -> None:
        """One sentence."""
        self.query_one("#message", MessageLine).say(sentence, tone)

    def _look(self) -> None:
        if self._is_looking:
            return
        self._is_looking = True
        cases = self.desk_app.desk.cases

        def found(rows: tuple[Waiting, ...]) -> None:
            self._is_looking = False
            if self.is_attached and rows != self._waiting:
                self._fill(rows)
            if self.is_attached and not rows:
                self.query_one(Rows).fill(0, empty=NOTHING)

        self.desk_app.read(lambda: waiting(cases), found, is_long=True)

    def _fill(self, rows: tuple[Waiting, ...]) -> None:
        """What is marked stays marked, whatever came or went above it; Enter grants nothing else."""
        marked, at = self._marked(), self.query_one(Rows).cursor
        same = (index for index, each in enumerate(rows) if marked and each.approval.id == marked.approval.id)
        found = next(same, None)
        self._waiting = rows
        self.query_one(Rows).fill(len(rows), at=at if found is None else found)
        self._detail()
        if marked is not None and found is None and marked != self._answered and self._refused is None:
            self.desk_app.flush_ahead()
            self.say("What was marked is answered by somebody else, or they took it back.", "warn")

    def _told(self, index: int, width: int) -> str:
        each = self._waiting[index]
        offer = as_offer(each.approval.terms)
        closes = f"{format_cents(offer.total_cents)} of {format_cents(offer.owed_cents)}"
        whose = f"C{each.case} {each.initials}, {each.approval.actor}"
        return fit(f"{clean(whose)}: {name(offer)}, {closes}", width)

    def _marked(self) -> Waiting | None:
        at = self.query_one(Rows).cursor
        return self._waiting[at] if at < len(self._waiting) else None

    @on(Rows.Moved)
    def _detail(self) -> None:
        """The request as it was filled in."""
        each = self._marked()
        self.query_one("#asked", Pane).show(_request_lines(each, self.desk_app) if each else [])

    def action_move(self, by: int) -> None:
        """Another one."""
        if self._refused is None:
            self.query_one(Rows).move(by)

    def action_refresh(self) -> None:
        """F5: look at once."""
        self.say("")
        self._look()

    def action_grant(self) -> None:
        """Give one's word."""
        each = self._marked()
        if each is None:
            self.say(NOTHING)
        elif self._refused is None:
            self._answer(each, GrantApproval(request=each.approval.id))

    def action_refuse(self) -> None:
        """Say why not."""
        self._refused = self._marked()
        if self._refused is None:
            self.say(NOTHING)
            return
        field = self.query_one(Field)
        field.can_focus = field.display = True
        self.set_focus(field)
        self.say("Why not? Enter refuses it, F12 leaves it.")

    @on(Field.Entered)
    def _typed(self, event: Field.Entered) -> None:
        event.stop()
        each, why = self._refused, event.field.value.strip()
        if each is not None and why:
            self._stop_typing()
            self._answer(each, RefuseApproval(request=each.approval.id, why=why))

    def _answer(self, each: Waiting, command: GrantApproval | RefuseApproval) -> None:
        desk = self.desk_app.desk

        def done(answered: Accepted | Refused) -> None:
            if isinstance(answered, Refused):
                self.say(answered.sentence, "stop")
            else:
                self._answered = each
                self.say(answered.says)
            self._look()

        self.desk_app.perform(lambda: answer(desk.cases, each.case, command, desk.seat.collector), done)

    def _stop_typing(self) -> None:
        field = self.query_one(Field)
        self._refused = None
        field.put("")
        self.set_focus(None)
        field.can_focus = field.display = False
        self.say("")

    def cancel(self) -> None:
        """F12: out of the field, then away."""
        if self._refused is not None:
            self._stop_typing()
        else:
            self.dismiss()

    def action_leave(self) -> None:
        """F3 closes it."""
        self.dismiss()


def _request_lines(each: Waiting, app: CallassistApp) -> list[Content]:
    """What is asked for, why, and what is offered otherwise."""
    today = app.desk.clock().date()
    approval = each.approval
    lines = [Content.assemble(("They propose: ", "bold"), clean(clause(as_offer(approval.terms), today)))]
    offer = as_offer(approval.terms)
    owed = f"{format_cents(offer.total_cents)} of {format_cents(offer.owed_cents)} owed"
    past = f"{each.promises} promises so far, {each.kept} kept, {each.broken} broken" if each.promises else NO_PROMISE
    lines.append(Content.assemble(("It brings: ", "bold"), f"{owed}. {past}."))
    lines += [Content(clean(why)) for why in approval.why]
    if approval.otherwise is not None:
        otherwise = clean(clause(as_offer(approval.otherwise), today))
        lines.append(Content.assemble(("Otherwise: ", "bold"), otherwise))
    return lines
