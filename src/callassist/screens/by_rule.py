"""The blocked list by rule: how many cases each rule keeps from being called."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.containers import Vertical
from textual.screen import ModalScreen

from callassist.screens.keys import BY_RULE, bindings
from callassist.screens.text import clean, fit
from callassist.screens.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from callassist.desk.lists import RuleCount
    from callassist.errors import CallassistError
    from callassist.screens.app import CallassistApp


class ByRuleScreen(ModalScreen[str | None]):
    """Answers with the rule whose cases are wanted, or with None."""

    DEFAULT_CSS = """
    ByRuleScreen { align: center middle; background: $background 60%; }
    ByRuleScreen > Vertical { width: 76; max-width: 95%; height: 70%; background: $surface; }
    ByRuleScreen Rows { background: $surface; }
    """
    WHERE = BY_RULE
    BINDINGS: ClassVar[list[BindingType]] = bindings(BY_RULE)

    def __init__(self) -> None:
        super().__init__()
        self._counts: tuple[RuleCount, ...] = ()

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        return cast("CallassistApp", self.app)

    def compose(self) -> ComposeResult:
        """A line a rule, the one that keeps most first."""
        with Vertical(classes="pane") as box:
            box.border_title = "Blocked till somebody acts   Enter cases   space law card   F12 closes"
            yield Rows(self._told, empty="Counting ...", id="rules")

    def on_mount(self) -> None:
        """Each case is judged for it: off the loop."""
        self.desk_app.read(self.desk_app.desk.blocked_by_rule, self._show, self._fail, is_long=True)

    def _show(self, counts: tuple[RuleCount, ...]) -> None:
        self._counts = counts
        self.query_one(Rows).fill(len(counts), empty="Nobody is blocked.")

    def _fail(self, fault: CallassistError) -> None:
        self.query_one(Rows).fill(0, empty=str(fault))

    def _told(self, index: int, width: int) -> str:
        count = self._counts[index]
        return f"{count.count:>7,} {fit(clean(count.title), width - 9)}"

    def _at_cursor(self) -> RuleCount | None:
        index = self.query_one(Rows).cursor
        return self._counts[index] if index < len(self._counts) else None

    def action_move(self, by: int) -> None:
        """Another rule."""
        self.query_one(Rows).move(by)

    def action_take(self) -> None:
        """The cases of this rule."""
        if count := self._at_cursor():
            self.dismiss(count.rule)

    def action_card(self) -> None:
        """Its law card, over this list."""
        if count := self._at_cursor():
            self.desk_app.show_law(count.rule, None)

    def cancel(self) -> None:
        """Back to the list as it was."""
        self.dismiss(None)

    def action_leave(self) -> None:
        """F3 closes it too."""
        self.dismiss(None)
