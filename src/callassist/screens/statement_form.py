"""Income and spending, asked one question at a time over the offers: any of it may be left out or declined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from msgspec.structs import replace
from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from callassist.ability import ability_of
from callassist.commands_deals import TakeStatement
from callassist.desk import Done, Opened
from callassist.desk.offers import as_told, matter_of
from callassist.dossier import FinancialStatement
from callassist.handbook import Refused
from callassist.matters import statement_of
from callassist.screens.keys import STATEMENT, bindings
from callassist.screens.statement_words import (
    ASKED,
    Unreadable,
    leaves,
    read_answer,
    says_of,
    source_lines,
    told_lines,
    typed_of,
    without,
)
from callassist.screens.text import clean
from callassist.screens.widgets.bars import HintLine, MessageLine
from callassist.screens.widgets.fields import Field
from callassist.screens.widgets.pane import Pane
from callassist.screens.wrap_form import today_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from callassist.screens.app import CallassistApp
    from callassist.screens.call_doing import CallDoing

TITLE: Final = "Income and spending   Enter: next; empty: as it is"
ANSWER: Final = "answer"


class StatementScreen(ModalScreen[None]):
    """`then` hears of the case once what was told is kept.

    What was told and is not kept yet stays with the draft of the call. What they told on an earlier day is shown, and
    stays where it is not told anew.
    """

    DEFAULT_CSS = """
    StatementScreen { align: center middle; background: $background 60%; }
    StatementScreen > Vertical { width: 98%; max-width: 116; height: 85%; background: $surface; }
    StatementScreen #question { height: auto; max-height: 7; }
    StatementScreen #told { height: 1fr; }
    """
    WHERE = STATEMENT
    BINDINGS: ClassVar[list[BindingType]] = bindings(STATEMENT)

    def __init__(self, call: CallDoing, then: Callable[[Opened, str], None]) -> None:
        super().__init__()
        self._call, self._then = call, then
        self._today = today_of(call.held)
        self._told = call.draft.told or FinancialStatement(taken=self._today)
        self._earlier = statement_of(call.held.case.consumer, self._today)
        self._at = 0

    def compose(self) -> ComposeResult:
        """The question as it is said, the answer, what was told so far."""
        with Vertical(classes="pane") as box:
            box.border_title = TITLE
            yield Pane("", id="question", is_fitted=True)
            yield Field(ANSWER)
            yield Pane("Told so far", id="told")
            yield MessageLine(id="leaves", grows=True)
            yield MessageLine(id="message", grows=True)
            yield HintLine(id="hints")

    def on_mount(self) -> None:
        """The first question."""
        self.query_one(HintLine).where = STATEMENT
        self.query_one(Field).focus()
        self._ask(0)

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        return cast("CallassistApp", self.app)

    def say(self, sentence: str, tone: str = "") -> None:
        """One sentence."""
        self.query_one("#message", MessageLine).say(sentence, tone)

    def _ask(self, index: int) -> None:
        self._at = max(0, min(len(ASKED) - 1, index))
        if self._told != (self._call.draft.told or FinancialStatement(taken=self._today)):
            self._call.put(told=self._told)
        question = ASKED[self._at]
        lines = [Content.styled(clean(says_of(self._at)), "bold"), Content.styled(clean(question.how), "dim")]
        self.query_one("#question", Pane).show(lines, title=f"{self._at + 1} of {len(ASKED)}")
        field = self.query_one(Field)
        field.put(typed_of(question.name, self._told) if self._is_told(question.name) else "")
        field.placeholder = clean(typed_of(question.name, self._earlier)) if self._earlier else ""
        self._show_told(self._told)
        self.say("")

    def _is_told(self, name: str) -> bool:
        """Whether it was told on this call: what is only as it would be unasked was not."""
        return without(name, self._told) != self._told or (name == "over_65" and self._told.household is not None)

    def _show_told(self, told: FinancialStatement) -> None:
        """What was told, and what a month leaves by it with what they told earlier."""
        from callassist.decide_offers import with_earlier

        lines = [Content(clean(each)) for each in told_lines(told)]
        if self._earlier is not None:
            lines.append(Content.styled(f"Told on {self._earlier.taken:%d %b %Y}, and stays unless told anew:", "dim"))
            lines += [Content.styled(clean(each), "dim") for each in told_lines(self._earlier)]
        self.query_one("#told", Pane).show(lines, title="Told so far")
        desk = self.desk_app.desk
        now = as_told(self._call.held, desk.handbook, with_earlier(told, self._earlier))
        self.query_one("#leaves", MessageLine).say(leaves(ability_of(matter_of(now, desk.handbook, desk.seat.role))))

    @on(Field.Typed)
    def _typed(self, event: Field.Typed) -> None:
        """What a month leaves, as it is typed."""
        event.stop()
        found = read_answer(ASKED[self._at].name, event.field.value.strip(), self._today)
        if isinstance(found, dict):
            self._show_told(replace(self._told, **found))

    def action_values(self) -> None:
        """F4: the letters of the sources of income."""
        lines = [Content(clean(each)) for each in source_lines()]
        self.query_one("#told", Pane).show(lines, title="Sources of income")

    @on(Field.Entered)
    def _entered(self, event: Field.Entered) -> None:
        event.stop()
        text = event.field.value.strip()
        question = ASKED[self._at]
        if text:
            found = read_answer(question.name, text, self._today)
            if isinstance(found, Unreadable):
                self.say(found.sentence, "warn")
                return
            self._put(found)
        elif self._is_told(question.name):
            self._told = without(question.name, self._told)
        self._onward()

    def _put(self, found: dict[str, Any]) -> None:
        key = ASKED[self._at].declines
        declined = tuple(each for each in self._told.declined if each != key)
        self._told = replace(self._told, **found, declined=declined)

    def _onward(self) -> None:
        if self._at + 1 < len(ASKED):
            self._ask(self._at + 1)
        else:
            self.action_save()

    def action_decline(self) -> None:
        """They would rather not say: it is not asked again."""
        key = ASKED[self._at].declines
        if key and key not in self._told.declined:
            told = without(ASKED[self._at].name, self._told)
            self._told = replace(told, declined=(*told.declined, key))
        self._onward()

    def action_page(self, by: int) -> None:
        """More of what is cut off."""
        for pane in self.query(Pane):
            pane.page(by)

    def action_previous(self) -> None:
        """The question before."""
        self._ask(self._at - 1)

    def action_save(self) -> None:
        """Keep what was told; a refusal says why, and nothing typed is lost."""
        if text := self.query_one(Field).value.strip():
            found = read_answer(ASKED[self._at].name, text, self._today)
            if isinstance(found, Unreadable):
                self.say(found.sentence, "warn")
                return
            self._put(found)
        desk, command = self.desk_app.desk, TakeStatement(statement=self._told)

        def done(answer: Done | Refused) -> None:
            if isinstance(answer, Refused):
                self.say(answer.sentence, "stop")
                return
            self._call.put(told=None)
            self.dismiss()
            self._then(answer.opened, answer.says)

        self.desk_app.perform(lambda: desk.do(command), done)

    def cancel(self) -> None:
        """F12: back to the offers."""
        self.dismiss()

    def action_leave(self) -> None:
        """F3 too."""
        self.dismiss()
