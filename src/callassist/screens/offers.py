"""The offers of a call: what comes before money, the ladder, what they say to it, and the deal that comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from msgspec.structs import replace
from textual import events, on
from textual.binding import BindingType

from callassist.bargains import ASK_SUPERVISOR, COUNTER, NO, YES, Counter, Decision, Offer, Request
from callassist.commands import Command
from callassist.commands_deals import AcceptDeal, AnswerOffer, AskApproval, AuthoriseDeal, MakeOffers, Renegotiate
from callassist.desk import Desk, Done, Opened
from callassist.desk.offers import decision
from callassist.handbook import Refused
from callassist.matters import as_terms
from callassist.screens import offer_words
from callassist.screens.keys import OFFERS, bindings
from callassist.screens.offer_words import Row
from callassist.screens.offers_view import HOW, TYPED, OffersView
from callassist.screens.widgets.fields import Field
from callassist.screens.widgets.pane import Pane
from callassist.screens.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from callassist.screens.call_offers import CallOffers


UNREAD: Final = "That could not be read; write it like 50 a month, half, 200 now and the rest in March, after the 15th."
SENT: Final = "Asked; the answer comes here. Talk on, or F12 back to the call."
DAY: Final = "A day of the month moves the payday; Enter: they said yes; r: no; c: what they propose."
READ_IT: Final = "Enter once they say so (how they pay may be typed); F12 takes it back."
FIRST_DAY, LAST_DAY, TENS = 1, 31, 3


class OffersScreen(OffersView):
    """Nothing is written until somebody has said yes, no or something else."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(OFFERS)

    def __init__(self, call: CallOffers, words: str = "") -> None:
        super().__init__(call)
        self._words = words

    def on_mount(self) -> None:
        """What they propose, where it was heard already, stands in its field: Enter answers it."""
        super().on_mount()
        if self._words:
            self._open(TYPED)
            self.query_one(f"#field-{TYPED}", Field).put(self._words)

    # ── keys ──

    def on_key(self, event: events.Key) -> None:
        """A digit is remembered for the action that reads it."""
        if (event.character or "").isdigit():
            self.digit = int(event.character or 0)

    def action_digit(self) -> None:
        """Pick an offer; behind a picked plan, the day of the month on which they are paid."""
        row = self.marked()
        if self.takes_day and row is not None:
            self._type_day(row)
        elif 1 <= self.digit <= len(self.rows):
            self._pick(self.digit - 1)
        else:
            self.say("No offer has that number.", "warn")

    def _pick(self, index: int) -> None:
        self.agreeing, self.day, self.is_picked = None, "", True
        rows = self.query_one(Rows)
        rows.fill(len(self.rows), at=index)
        row = self.rows[index]
        self.takes_day = offer_words.is_movable(row.offer) and not row.asks
        self.paint()
        self.say(DAY if self.takes_day else "Enter: they said yes; r: no; c: what they propose.")

    def _type_day(self, row: Row) -> None:
        self.day += str(self.digit)
        if len(self.day) == 1 and int(self.day) <= TENS:
            self.say(f"The {self.day} of each month, or another digit. Enter takes it as it is.")
            return
        self._to_day(row)

    def _to_day(self, row: Row) -> None:
        """On that day, which is as good as a yes: it is read back at once."""
        day, self.day = int(self.day), ""
        if not FIRST_DAY <= day <= LAST_DAY or self.seen is None:
            self.say("No month has that day.", "warn")
            return
        moved = offer_words.on_day(row.offer, day, self.seen.matter.today)
        if not offer_words.is_takeable(moved, row.offer, self.seen.matter):
            self.takes_day = True
            self.say(f"The {day} is later than the terms allow for a first payment: another day, or c to ask.", "warn")
            return
        at = self.query_one(Rows).cursor
        self.rows = tuple(replace(each, offer=moved) if index == at else each for index, each in enumerate(self.rows))
        self.query_one(Rows).fill(len(self.rows), at=at)
        self._read_back(moved)

    def action_move(self, by: int) -> None:
        """Another offer, to look at and to say."""
        self.agreeing, self.day, self.takes_day, self.is_picked = None, "", False, True
        self.query_one(Rows).move(by)
        self.paint()

    def action_page(self, by: int) -> None:
        """More of what is cut off."""
        for pane in self.query(Pane):
            pane.page(by)

    def action_yes(self) -> None:
        """They said yes: read it back. What is beyond this seat is asked for instead."""
        row = self.marked()
        if row is None:
            self.say(self.nothing, "warn")
        elif self.day:
            self._to_day(row)
        elif row.asks:
            self._ask_above()
        else:
            self._read_back(row.offer)

    def _read_back(self, offer: Offer) -> None:
        """Read it out, and ask how they will pay; keys typed ahead must not answer that."""
        self.agreeing, self.takes_day = offer, False
        self.desk_app.flush_ahead()
        self._open(HOW)
        self.paint()
        self.say(READ_IT)

    def action_no(self) -> None:
        """They said no: it is kept, and the next is worked out."""
        said = self.said()
        if self.decided is not None and not said:
            self.decided = None
            self.look(self.call.held)
            return
        if not said:
            self.say(self.nothing, "warn")
            return
        self._do((*self._make(said), AnswerOffer(answer=NO)), self._next)

    def action_propose(self) -> None:
        """Type what they propose."""
        self.agreeing = None
        self._open(TYPED)
        self.say("")

    def action_statement(self) -> None:
        """Ask for income and spending."""
        from callassist.screens.statement_form import StatementScreen

        if self.seen is not None:
            self.desk_app.push_screen(StatementScreen(self.call, self._next))

    def action_to_call(self, what: str) -> None:
        """Back to the call, and what its key does there."""
        self.dismiss()
        self.call.call_later(getattr(self.call, f"action_{what}"))

    def action_close(self) -> None:
        """The key that opened it closes it."""
        self.dismiss()

    def action_leave(self) -> None:
        """F3 closes it too."""
        self.dismiss()

    def cancel(self) -> None:
        """F12, one level: out of a field, out of a pick, back to the call."""
        if self.agreeing is not None or self.focused is not None:
            self.agreeing = None
            self._shut()
            self.paint()
            self.say("")
        elif self.is_picked or self.day:
            self.is_picked = self.takes_day = False
            self.day = ""
            self.paint()
            self.say("")
        else:
            self.dismiss()

    # ── fields ──

    def _open(self, name: str) -> None:
        self._shut()
        field = self.query_one(f"#field-{name}", Field)
        field.can_focus = True
        field.add_class("-asked")
        self.set_focus(field)

    def _shut(self) -> None:
        self.set_focus(None)
        for field in self.query(Field):
            field.put("")
            field.can_focus = False
            field.remove_class("-asked")

    @on(Field.Entered)
    def _entered(self, event: Field.Entered) -> None:
        event.stop()
        text = event.field.value.strip()
        if event.field.name == HOW:
            self._agree(text)
        elif text:
            self._shut()
            self._answer(text)

    # ── what they said ──

    @property
    def replacing(self) -> int:
        """The deal in whose place another would come, 0 for none."""
        return self.seen.replacing if self.seen else 0

    def _make(self, offers: tuple[Offer, ...]) -> tuple[Command, ...]:
        """That these were offered, unless the case says so already."""
        held = self.call.held.case
        rounds, call = held.consumer.rounds, held.call
        terms = tuple(as_terms(offer) for offer in offers)
        is_made = bool(rounds) and call is not None and rounds[-1].call == call.id and not rounds[-1].answer
        return () if is_made and rounds[-1].offers == terms else (MakeOffers(offers=offers, replaces=self.replacing),)

    def _answer(self, text: str) -> None:
        """Keep what was offered and what they propose; answer it from what was said."""
        desk, role, said = self.desk_app.desk, self.desk_app.desk.seat.role, self.said()
        made = self._make(said) if said and not any(row.asks for row in self.rows[:1]) else ()
        replacing = self.replacing

        def work() -> tuple[Counter, Decision, Done | Refused | None]:
            done = _all(desk, made)
            opened = desk.opened
            if opened is None:
                raise AssertionError
            counter, decided = decision(opened, desk.handbook, role, text, desk.odds(), replacing=replacing)
            if counter.kind in {YES, NO} and not isinstance(done, Refused):
                answer = AnswerOffer(answer=NO) if counter.kind == NO else None
                return counter, decided, desk.do(answer) if answer else done
            if counter.kind == "unclear":
                return counter, decided, done
            return counter, decided, desk.do(AnswerOffer(answer=COUNTER, counter=counter))

        self.desk_app.perform(work, self._answered)

    def _answered(self, found: tuple[Counter, Decision, Done | Refused | None]) -> None:
        counter, decided, done = found
        if isinstance(done, Done):
            self.call.take(done.opened)
        if counter.kind == "unclear":
            self.say(UNREAD, "warn")
            return
        self.decided = None if counter.kind == NO else decided
        self.call.keep_answer(self.decided)
        self.say(done.sentence if isinstance(done, Refused) else "")
        self.look(self.call.held)

    def _next(self, opened: Opened, says: str) -> None:
        """The case is now this: what follows."""
        self.call.take(opened)
        self.decided = None
        self.look(opened)
        self.say(says)

    def _agree(self, how: str) -> None:
        offer = self.agreeing
        if offer is None:
            return
        old = self.replacing
        agreed = Renegotiate(deal=old, offer=offer) if old else AcceptDeal(offer=offer)
        authorised = (AuthoriseDeal(how=how),) if how else ()
        self._do((*self._make((offer,)), agreed, AnswerOffer(answer=YES), *authorised), self._agreed)

    def _agreed(self, opened: Opened, _says: str) -> None:
        self.call.take(opened)
        self.dismiss()
        self.call.say("Agreed, and kept with the promise of the first payment. F10 wraps up.")

    def _ask_above(self) -> None:
        request = self.decided.request if self.decided and self.decided.answer == ASK_SUPERVISOR else None
        if request is None:
            self.say("Type what they propose first: c.", "warn")
            return
        self._send(request)

    def _send(self, request: Request) -> None:
        def sent(opened: Opened, says: str) -> None:
            self.call.take(opened)
            self.decided = None
            self.look(opened)
            self.say(f"{says} {SENT}")

        self._do((AskApproval(request=request, replaces=self.replacing),), sent)

    def _do(self, asked: tuple[Command, ...], then: Callable[[Opened, str], None]) -> None:
        """All of it, one after another, as far as none is refused."""
        desk = self.desk_app.desk

        def done(answer: Done | Refused | None) -> None:
            if isinstance(answer, Refused):
                self.agreeing = None
                self._shut()
                if desk.opened is not None:
                    self.call.take(desk.opened)
                self.paint()
                self.say(answer.sentence, "stop")
            elif answer is not None:
                self.agreeing = None
                self._shut()
                then(answer.opened, answer.says)

        self.desk_app.perform(lambda: _all(desk, asked), done)

    def heard(self, opened: Opened, sentence: str) -> None:
        """The seat above has answered: what it says is put up in place; whatever is typed stays."""
        self.say(sentence)
        if self.agreeing is None and self.focused is None:
            self.decided = None
            self.look(opened)
            self.say(sentence)


def _all(desk: Desk, commands: tuple[Command, ...]) -> Done | Refused | None:
    answer: Done | Refused | None = None
    for command in commands:
        answer = desk.do(command)
        if isinstance(answer, Refused):
            return answer
    return answer
