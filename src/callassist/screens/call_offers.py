"""Offers in a call: the pane over it, made ready before it is wanted, and the word of the seat above when it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from callassist.deals import ASKED, GIVEN, Approval
from callassist.desk.wording import wanted
from callassist.handbook import Accepted, Refused
from callassist.rules import SAID_OF
from callassist.screens import call_script
from callassist.screens.call_duties import CallDuties
from callassist.screens.call_walk import OF_THE_DEAD
from callassist.screens.keys import VERIFIED
from callassist.screens.law import WordsScreen

if TYPE_CHECKING:
    from callassist.bargains import Decision
    from callassist.desk import Desk, Opened

FIRST: Final = "The state's words on this debt come before any offer: F7 or s shows them."
EVERY: Final = 1.0
"""Seconds between looks for an answer that is waited for."""


class CallOffers(CallDuties):
    """Nothing of an offer is worked out before the person is verified."""

    def __init__(self) -> None:
        super().__init__()
        self._warmed = 0
        self._is_reading_word = False
        self._answer: tuple[object, Decision | None] = ((), None)

    def on_mount(self) -> None:
        """Look once a second for the answer of the seat above, while one is waited for."""
        self.set_interval(EVERY, self._look_for_word)

    def paint(self) -> None:
        """Once somebody is verified, the first offers are worked out off the loop: the pane then opens at once."""
        super().paint()
        call = self.opened.case.call if self.opened else None
        if self.stage == VERIFIED and call is not None and call.id != self._warmed:
            from callassist.screens.offers_view import looked

            self._warmed = call.id
            desk, opened = self.desk, self.held
            self.desk_app.read(lambda: looked(desk, opened), lambda _: None, is_long=True)

    def action_offers(self) -> None:
        """What to offer, over the call; first a state's words on an old debt, where they are not read out yet."""
        self.set_focus(None)
        if self._is_of_the_dead():
            self.say(OF_THE_DEAD, "warn")
            return
        wording = wanted(self.held)
        if wording is None:
            self._open_offers()
            return

        def read_out(is_said: bool | None) -> None:  # noqa: FBT001 - what the screen answers
            if is_said:
                self.stamp((wording.statement,), None, self._open_offers)
            else:
                self.say(FIRST, "warn")

        self.desk_app.push_screen(WordsScreen(wording.sentence, wording.cite), read_out)

    def _is_of_the_dead(self) -> bool:
        """Whether they told of a death that is not on file yet; of one that is, the offers say what it closes."""
        is_on_file = any(limit.kind == "deceased" for limit in self.held.case.consumer.restrictions)
        return call_script.is_of_the_dead(self.at) and not is_on_file

    def _open_offers(self) -> None:
        from callassist.screens.offers import OffersScreen

        self.desk_app.push_screen(OffersScreen(self))

    def action_statement(self) -> None:
        """Ask for income and spending; where it may not be asked, say why."""
        self.set_focus(None)
        desk, opened = self.desk, self.held

        def may(answer: Accepted | Refused) -> None:
            from callassist.screens.statement_form import StatementScreen

            if isinstance(answer, Refused):
                self.say(answer.sentence, "warn")
            elif self.opened is opened and not self.app.screen.is_modal:
                self.desk_app.push_screen(StatementScreen(self, self.take))

        self.desk_app.read(lambda: _asked_of_means(desk, opened), may, holds=True)

    def keep_answer(self, decided: Decision | None) -> None:
        """What was answered to what they propose: it stands while the pane is closed, until more is said or done."""
        self._answer = (_said_and_done(self.held), decided)

    def kept_answer(self) -> Decision | None:
        """The answer that still stands."""
        at, decided = self._answer
        return decided if self.opened is not None and at == _said_and_done(self.opened) else None

    # ── the word of the seat above ──

    def _look_for_word(self) -> None:
        asked = self._asked_for() if self.opened is not None and self.desk_app.is_ready else None
        if asked is None or self._is_reading_word:
            return
        self._is_reading_word = True
        desk, case = self.desk, self.held.case.id
        self.desk_app.read(lambda: desk.look(case), self._word, lambda _: self._word(None))

    def _asked_for(self) -> Approval | None:
        """What was asked for on the open call and has no answer yet."""
        call = self.held.case.call
        mine = (each for each in self.held.case.consumer.approvals if call and each.call == call.id)
        return next((each for each in mine if each.state == ASKED), None)

    def _word(self, looked: Opened | None) -> None:
        self._is_reading_word = False
        asked = self._asked_for() if self.opened is not None else None
        if looked is None or asked is None or looked.case.id != self.held.case.id or self.stage != VERIFIED:
            return
        now = next((each for each in looked.case.consumer.approvals if each.id == asked.id), asked)
        if now.state == ASKED:
            return
        self.opened = looked
        said = f": {now.said}" if now.said else ""
        granted = "granted" if now.state == GIVEN else "refused"
        sentence = f"{SAID_OF.get(now.by_role, now.by_role).capitalize()} {granted} it{said}. F7 goes on from there."
        self.paint()
        self.say(sentence, "" if now.state == GIVEN else "warn")
        heard = getattr(self.app.screen, "heard", None)
        if heard is not None:
            heard(looked, sentence)


def _asked_of_means(desk: Desk, opened: Opened) -> Accepted | Refused:
    """Whether income may be asked for now; nothing is kept."""
    from callassist.commands_deals import TakeStatement
    from callassist.decide import decide
    from callassist.dossier import FinancialStatement

    now = desk.clock()
    asked = TakeStatement(statement=FinancialStatement(taken=now.date(), declined=("other",)))
    return decide(opened.case, asked, desk.handbook, now, desk.seat.collector)


def _said_and_done(opened: Opened) -> tuple[object, ...]:
    """All of a call that may change what is answered."""
    call, known = opened.case.call, opened.case.consumer
    terms = (known.rounds, known.approvals, known.deals, known.statements, known.restrictions)
    return (opened.case.id, call.id if call else 0, call.speaker if call else "", terms)
