"""The line of a call: words typed in a hurry, or heard by a speech engine, become three proposals at most.

Nothing is kept of what was said but what a key takes up, unless a policy keeps it; nothing of it is logged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from textual.content import Content

from callassist.commands import (
    AnswerThirdParty,
    Command,
    LogOutcome,
    NameSpeaker,
)
from callassist.desk.numerics import with_numpy
from callassist.dialogue import Library, Place, go
from callassist.dialogue_jumps import open_places
from callassist.prompts import ACCEPTED, DISMISSED, SHOWN
from callassist.prompts import HEARD as HEARD_PROMPT
from callassist.said_acts import Ask, Do, Known, Proposal, ToOffers, ToPane, ToScript, ToWrap, still
from callassist.screens.call_draft import Draft, without_cards
from callassist.screens.call_menus import Item, Menu
from callassist.screens.call_offers import CallOffers
from callassist.screens.keys import LIVE
from callassist.screens.text import clean
from callassist.screens.widgets.pane import Pane

if TYPE_CHECKING:
    from callassist.desk import Desk, Opened

LINE, HEARD, WHICH = "line", "heard", "which"
AGAIN, NONE, THEIRS, OURS = ":", "0", "2", "1"
PASSED_OVER: Final = f"{HEARD_PROMPT}passed-over"
NO_CARDS: Final = "That holds the number of a card: it is written nowhere here, only on the payment page."
TOO_EARLY: Final = "Not now: something else has to be said first."
NOTHING: Final = "Nothing to propose from that; n keeps words in the notes."
WARMING: Final = "call me back friday at 5, or 50 a month"
"""Heard for nobody while it rings, so that the first line that is typed is as quick as the next."""
PICK: Final = "Its digit does it; 0 or F12 leaves it, : types it anew."
DROPPED: Final = "Keys typed ahead of the proposals were dropped."


class HeardMenu(Menu, frozen=True, kw_only=True):
    """Proposals by digit, each with the words it rests on; 0 none of them, a colon types anew."""

    quotes: tuple[str, ...] = ()

    def pick(self, character: str) -> Item | None:
        """The item of a key; 0 and the colon are keys too."""
        if character in {NONE, AGAIN}:
            return Item(key=character, label="", value=character)
        return super().pick(character)

    def lines(self) -> Iterator[Content]:
        """Each proposal, and under it what was said."""
        for item, quoted in zip(self.items, self.quotes, strict=True):
            yield item.line()
            if quoted:
                yield Content.styled(f'  "{clean(quoted)}"', "dim")
        yield Content.styled("0 none   : type it anew", "dim")


class CallLine(CallOffers):
    """Keys typed ahead never answer a proposal: they were typed before it was seen."""

    def __init__(self) -> None:
        super().__init__()
        self._offered: dict[str, Proposal] = {}
        self._pending: tuple[Proposal, ...] = ()
        self._asking: Ask | None = None
        self._words = ""
        self._places: tuple[Library, frozenset[str], frozenset[str]] | None = None
        self._is_warm = False
        self._answers |= {HEARD: self._take_up, WHICH: self._holds}

    # ── typing ──

    def action_line(self) -> None:
        """A line to type what they say; what was heard meanwhile stays where it is."""
        self.set_focus(None)
        self.ask(LINE)

    def action_heard(self) -> None:
        """What was heard and waits for a key."""
        self.set_focus(None)
        if self._pending:
            self._put_up(self._pending)
        else:
            self.say("Nothing that was heard waits; : types what they say.")

    def replied(self, question: str, text: str) -> bool:
        """The line is heard; whatever else is asked is answered elsewhere."""
        if question != LINE:
            return super().replied(question, text)
        self._offered, self._pending = {}, ()
        if text:
            if without_cards(text) != text:
                self.ask(LINE, without_cards(text))
                self.say(NO_CARDS, "stop")
                return True
            self._hear(text, self._put_up, holds=True)
        else:
            self.set_focus(None)
            self.ask("")
            self.paint_script()
        return True

    def _close_line(self) -> None:
        if not self.asked:
            self.ask("")

    # ── hearing ──

    def _hear(self, text: str, then: Callable[[tuple[Proposal, ...]], None], *, holds: bool = False) -> None:
        """Off the loop; what comes of it is dropped when the call has become another meanwhile."""
        opened, desk, known = self.held, self.desk, self._known()
        call = opened.case.call

        def found(proposed: tuple[Proposal, ...]) -> None:
            now = self.opened.case.call if self.opened is not None else None
            if now is not None and call is not None and now.id == call.id:
                then(still(proposed, self.held.case))
            elif holds:
                then(())

        self.desk_app.read(lambda: heard_as(desk, opened, known, text), found, holds=holds)

    def _known(self) -> Known:
        library, facts = self.library, self.known()
        kept = self._places
        if kept is None or kept[0] is not library or kept[1] != facts:
            kept = self._places = library, facts, open_places(library, facts)
        return Known(outcomes=self.desk.handbook.outcomes, facts=facts, places=kept[2])

    def _put_up(self, proposed: tuple[Proposal, ...]) -> None:
        """Where the choices stand; a key that was typed before they were there does nothing.

        They are painted first: that the line closes moves all the panes, and may take a moment longer.
        """
        self._pending, self.asked = (), ""
        self.set_focus(None)
        self.call_after_refresh(self._close_line)
        self._offered = {str(index): each for index, each in enumerate(proposed, 1)}
        self._show_offered()
        if not proposed:
            self.say(NOTHING)
        else:
            self.say(DROPPED if self.desk_app.flush_ahead() else PICK)

    def _show_offered(self) -> None:
        self.menu = None
        if self._offered:
            items = tuple(Item(key=key, label=each.title, value=key) for key, each in self._offered.items())
            quotes = tuple(each.quoted for each in self._offered.values())
            digits = "its digit" if len(items) == 1 else f"1-{len(items)}"
            self.menu = HeardMenu(name=HEARD, title=f"Heard: {digits} does it", items=items, quotes=quotes)
        self.paint_script()

    # ── painting ──

    def paint(self) -> None:
        """What may no longer be told of is gone before anything is painted."""
        if self.opened is not None:
            self._pending = still(self._pending, self.opened.case)
            kept = still(self._offered.values(), self.opened.case)
            self._offered = {key: each for key, each in self._offered.items() if each in kept}
            if isinstance(self.menu, HeardMenu) and len(self.menu.items) != len(self._offered):
                self._show_offered()
        super().paint()
        if self.stage in LIVE and not self._is_warm:
            self._is_warm = True
            desk, opened, known = self.desk, self.held, self._known()
            self.desk_app.read(lambda: heard_as(desk, opened, known, WARMING), lambda _: None, is_long=True)

    def paint_script(self) -> None:
        """What was heard by itself stands above the choices, and takes no key of theirs."""
        super().paint_script()
        if self._pending and self.menu is None and self._aside is None:
            choices = self.query_one("#choices", Pane)
            titles = [Content.styled(f"- {clean(each.title.split(': ')[0])}", "bold") for each in self._pending]
            choices.show([Content.styled("Heard (; takes one up)", "dim"), *titles, *choices.lines])

    # ── one key each ──

    def _take_up(self, key: str) -> None:
        if key == NONE:
            self._ended(self._offered.values(), DISMISSED)
            self._offered = {}
            return
        if key == AGAIN:
            self._offered = {}
            self.ask(LINE)
            return
        proposal = self._offered.pop(key)
        self._ended((proposal,), ACCEPTED)
        if isinstance(proposal.act, Ask):
            self._asking = proposal.act
            items = (
                Item(key=OURS, label=f"On file: {proposal.act.on_file}", value=OURS),
                Item(key=THEIRS, label=f"They said: {proposal.act.said}", value=THEIRS),
            )
            self.menu = Menu(name=WHICH, title="Which holds?", items=items)
            self.paint_script()
        else:
            self._act_on(proposal.act)

    def _ended(self, proposed: Iterable[Proposal], how: str) -> None:
        for each in proposed:
            self.prompt_ended(f"{HEARD_PROMPT}{each.name}", how)

    def _holds(self, key: str) -> None:
        asking, self._asking = self._asking, None
        if key == THEIRS and asking is not None:
            self._act_on(asking.told)
        else:
            self.say("It stays as it is on file.")
            self._show_offered()

    def _act_on(self, act: Do | ToOffers | ToScript | ToWrap | ToPane) -> None:
        """A command leaves the other proposals up; what opens something else leaves them to be taken up after it."""
        if isinstance(act, Do):
            self._chain(act.commands, lambda: self._done(act))
            return
        self._pending, self._offered = tuple(self._offered.values()), {}
        match act:
            case ToOffers(words=words):
                self._to_offers(words)
            case ToScript(place=place):
                if place not in self._known().places:  # it was open when the words were heard
                    self.say(TOO_EARLY, "warn")
                    return
                script, _, step = place.partition("#")
                self.move(go(self.library, self.at, Place(script=script, step=step)))
            case ToWrap():
                self._to_wrap(act)
            case ToPane(action=action):
                self._to_pane(action)

    def _chain(self, commands: tuple[Command, ...], then: Callable[[], None]) -> None:
        """One after another; the first that is refused ends it."""
        first, *rest = commands
        self.do(first, (lambda: self._chain(tuple(rest), then)) if rest else then)

    def _done(self, act: Do) -> None:
        last = act.commands[-1]
        if isinstance(last, AnswerThirdParty | NameSpeaker):
            self.answered()
            self.paint()
        if isinstance(last, NameSpeaker):
            self._named()
        if act.wraps:
            self._pending, self._offered = tuple(self._offered.values()), {}
            self.open_wrap("")
        else:
            self._show_offered()

    def _to_pane(self, action: str) -> None:
        self.call_later(self.open_pane, action)
        self.paint_script()

    def _to_wrap(self, act: ToWrap) -> None:
        call = self.held.case.call
        if act.typed and call is not None:
            self.put(command=LogOutcome(code=act.code, debts=call.debts), typed=dict(act.typed))
            self.open_wrap("")
        else:
            self.open_wrap(act.code)

    # ── to the offers, with their words ──

    def _to_offers(self, words: str) -> None:
        self.paint_script()
        if refused := self.refused.get("offers", ""):
            self.say(refused, "stop")
            return
        self._words = words
        super().action_offers()

    def action_offers(self) -> None:
        """What to offer, with nothing typed."""
        self._words = ""
        super().action_offers()

    def _open_offers(self) -> None:
        from callassist.screens.offers import OffersScreen

        words, self._words = self._words, ""
        self.desk_app.push_screen(OffersScreen(self, words))

    def _begin(self, opened: Opened, draft: Draft, says: str) -> None:
        self._offered, self._pending, self._asking = {}, (), None
        super()._begin(opened, draft, says)

    def finish(self, command: LogOutcome, onward: str) -> None:
        """What was proposed is over with the call; without a key nothing is kept of what was heard."""
        for _ in (*self._pending, *self._offered.values()):
            self.prompt_ended(PASSED_OVER, SHOWN)
        self._pending, self._offered = (), {}
        super().finish(command, onward)


def heard_as(desk: Desk, opened: Opened, known: Known, text: str) -> tuple[Proposal, ...]:
    """What may be done about words; never on the loop: the first time it reads what the ear knows."""
    with_numpy()
    from callassist.listening import hear
    from callassist.said import proposals
    from callassist.said_terms import paydays_of

    ear, day = desk.ear(), opened.verdicts.base.day
    known = replace(
        known,
        cards={each.name: each.card for each in ear.meanings if each.card},
        codes={each.name: each.outcome for each in ear.meanings if each.outcome},
        asks={each.name: each.asks for each in ear.meanings if each.asks},
    )
    return proposals(hear(text, ear, day, paydays_of(opened.case)), opened.case, known, day)
