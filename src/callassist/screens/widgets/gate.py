"""The check of the speaker: what they answer is typed; what is on file is not here, nor which answer failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from callassist.identity import FACTORS, Answer, Gate, asked_first
from callassist.screens.widgets.fields import Field
from callassist.screens.widgets.pane import TextLine
from callassist.speakers import ACCOUNT, NAME, THROUGH, is_proof

if TYPE_CHECKING:
    from textual.app import ComposeResult

SHORT: Final = {
    "dob": "DOB",
    "ssn4": "SSN",
    "letter_reference": "letter",
    "zip": "ZIP",
    "house_number": "house",
    "phone_last4": "phone",
    NAME: "their name",
    ACCOUNT: "account",
}
DIGITS: Final = {"dob": 8, "ssn4": 4, "zip": 5, "phone_last4": 4}
AS_SAID: Final = frozenset({"dob", NAME, ACCOUNT})
"""Facts that may be typed in words as well, so that no number of letters fills them."""
LABELS: Final = {
    "dob": "Date of birth",
    "ssn4": "SSN, last 4",
    "letter_reference": "Letter reference",
    "zip": "ZIP",
    "house_number": "House number",
    "phone_last4": "Other phone, last 4",
    NAME: "Their own name",
    ACCOUNT: "Account number",
}
HINTS: Final = {
    "dob": "MMDDYYYY or as said",
    "ssn4": "4 digits",
    "letter_reference": "9 letters and digits",
    "zip": "5 digits",
    "house_number": "as they say it",
    "phone_last4": "4 digits",
    NAME: "as they say it",
    ACCOUNT: "as they read it",
}
ASKED: Final = (NAME, *FACTORS, ACCOUNT)
"""Every fact there is a field for: of whoever speaks for the consumer their own name first."""


class GateBox(Vertical):
    """One field a usable fact. Two answers, one of them the person's own, go off together."""

    DEFAULT_CSS = """
    GateBox {
        height: auto; padding: 0 1;
        border-top: solid $boost; border-title-color: $primary; border-title-style: bold;
    }
    GateBox #gate-line { height: 2; }
    GateBox.-open #gate-line { height: 1; }
    GateBox .answer { height: 1; display: none; }
    GateBox.-open .answer.-usable { display: block; }
    GateBox .answer Static { width: 20; height: 1; }
    """

    class Answered(Message):
        """What was typed, field by field."""

        def __init__(self, answers: tuple[Answer, ...]) -> None:
            super().__init__()
            self.answers = answers

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._needed = 0
        self._speaker = ""
        self._order: tuple[str, ...] = ASKED

    def compose(self) -> ComposeResult:
        """A line of how it stands, and a field a factor."""
        self.border_title = "Verify: type what they say"
        yield TextLine(id="gate-line")
        for factor in ASKED:
            with Horizontal(classes="answer", id=f"answer-{factor.replace('_', '-')}"):
                yield Static(Content(LABELS[factor]), markup=False)
                digits = DIGITS.get(factor, 0)
                yield Field(factor, digits=digits, is_limited=factor not in AS_SAID, hint=HINTS[factor])

    def tell(self, gate: Gate) -> None:
        """How it stands: how many answers match, how many tries are left, what may be asked."""
        self._needed, self._speaker = gate.needed, gate.speaker
        self._put_in_order(gate)
        for factor in ASKED:
            self._row(factor).set_class(factor in gate.usable, "-usable")
        left = f"tries left {gate.tries_left}"
        asks = ", ".join(SHORT[factor] for factor in self._order if factor in gate.usable)
        state = f"MATCH {len(gate.matched)} of {gate.needed}  {left}" if gate.can_open else f"[CANNOT VERIFY]  {left}"
        self.query_one("#gate-line", TextLine).text = Content(f"{state}\nask: {asks or 'nothing on file'}")

    def fields(self) -> Sequence[Field]:
        """The fields that may be typed in, in the order in which they are asked."""
        return [self._field(factor) for factor in self._order if self._row(factor).has_class("-usable")]

    def _put_in_order(self, gate: Gate) -> None:
        """First what the script asks for, so that a full field goes on to the next that they answer."""
        first = asked_first(gate.usable, gate.needed) if gate.speaker in THROUGH else ()
        order = (*first, *(factor for factor in ASKED if factor not in first))
        if order != self._order:
            self._order = order
            for factor in order:
                self.move_child(self._row(factor), after=len(self.children) - 1)

    def open(self, factor: str = "") -> Field | None:
        """Show the fields, empty; the one to type in first."""
        self.add_class("-open")
        for field in self.fields():
            field.put("")
        usable = self.fields()
        return next((field for field in usable if field.name == factor), usable[0] if usable else None)

    def close(self) -> None:
        """Fold the fields and forget what was typed."""
        self.remove_class("-open")
        for factor in ASKED:
            self._field(factor).put("")

    @on(Field.Entered)
    def _entered(self, event: Field.Entered) -> None:
        """Send the answers when they can be enough, or there is no further field; else on to the next one."""
        event.stop()
        typed = [field for field in self.fields() if field.value.strip()]
        order = list(self.fields())
        following = next((f for f in order[order.index(event.field) + 1 :] if not f.value.strip()), None)
        if typed and (following is None or is_proof(self._speaker, (str(field.name) for field in typed), self._needed)):
            answers = tuple(Answer(factor=str(field.name), said=field.value.strip()) for field in typed)
            self.post_message(self.Answered(answers))
        elif following is not None:
            self.screen.set_focus(following)

    def _row(self, factor: str) -> Horizontal:
        return self.query_one(f"#answer-{factor.replace('_', '-')}", Horizontal)

    def _field(self, factor: str) -> Field:
        return self.query_one(f"#field-{factor.replace('_', '-')}", Field)
