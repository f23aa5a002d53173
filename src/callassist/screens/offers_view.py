"""The face of the offers pane: what comes before money, the ladder, the one that is marked, and what to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import msgspec
from textual.containers import Container, Vertical
from textual.screen import ModalScreen

from callassist.bargains import COUNTERED, Decision, Matter, Offer, Suggestion
from callassist.dealing import fault_of
from callassist.deals import ASKED, GIVEN, REFUSED, Approval, Deal
from callassist.desk import Desk, Opened
from callassist.desk.offers import NOTHING_OPEN, matter_of, suggestion
from callassist.matters import as_offer
from callassist.screens import offer_words
from callassist.screens.call_draft import minutes
from callassist.screens.keys import OFFERS, VERIFIED
from callassist.screens.offer_words import Row
from callassist.screens.widgets.bars import HintLine, MessageLine
from callassist.screens.widgets.fields import Field
from callassist.screens.widgets.pane import Pane
from callassist.screens.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.screens.app import CallassistApp
    from callassist.screens.call_offers import CallOffers

WIDE: Final = 110
TYPED, HOW = "proposal", "how"
NOTHING: Final = "Nothing further may be offered on this call: say so, and what help there is."
INSTEAD: Final = "A deal runs; c: what they propose in its place."
WAITS: Final = "A seat above is asked; its answer comes here."
MOST, MOST_LINES = 9, 6
GRANTED: Final = "granted"


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What was worked out for the case as it stands; `runs` is the deal in whose place another would come."""

    opened: Opened
    matter: Matter
    found: Suggestion
    runs: Deal | None = None

    @property
    def replacing(self) -> int:
        """The number of that deal, 0 for none."""
        return self.runs.id if self.runs else 0


class OffersView(ModalScreen[None]):
    """Over a call whose speaker is verified; whoever may hear no more of it is shown nothing more."""

    DEFAULT_CSS = """
    OffersView { background: $background; }
    OffersView > Vertical { width: 100%; height: 1fr; }
    OffersView #before { height: auto; max-height: 6; }
    OffersView.-wide #before { max-height: 8; }
    OffersView #ladder { height: 3; background: $background; }
    OffersView #middle { height: 1fr; layout: vertical; }
    OffersView #detail { height: 1fr; }
    OffersView.-wide #middle { layout: horizontal; }
    OffersView.-wide #ladder { width: 2fr; height: 1fr; }
    OffersView.-wide #detail { width: 1fr; min-width: 50; }
    OffersView Field { display: none; }
    OffersView Field.-asked { display: block; }
    """
    WHERE = OFFERS
    AUTO_FOCUS = ""

    def __init__(self, call: CallOffers) -> None:
        super().__init__(classes="-wide" if call.app.size.width >= WIDE else "")
        self.call = call
        self.seen: Seen | None = None
        self.decided: Decision | None = call.kept_answer()
        self.rows: tuple[Row, ...] = ()
        self.nothing = NOTHING
        self.digit = 0
        self.day = ""
        self.is_picked = self.takes_day = False
        self.agreeing: Offer | None = None

    def compose(self) -> ComposeResult:
        """What comes first; the ladder and what is marked in it; what to say; the fields; the keys."""
        with Vertical(classes="pane"):
            yield Pane("First", id="before", is_fitted=True)
            with Container(id="middle"):
                yield Rows(self._told, empty="Working it out ...", id="ladder")
                yield Pane("", id="detail")
            yield MessageLine(id="say", grows=True)
            yield Field(TYPED, hint="What they propose, as they say it")
            yield Field(HOW, hint="how they will pay: card, check, portal; Enter alone leaves it open")
            yield MessageLine(id="message", grows=True)
        yield HintLine(id="hints")

    def on_mount(self) -> None:
        """Work it out; the talk goes on in the title."""
        self.query_one(HintLine).where = OFFERS
        for field in self.query(Field):
            field.can_focus = False
        self.say("")
        self._tick()
        self.set_interval(1.0, self._tick)
        self.look(self.call.held)

    def on_resize(self) -> None:
        """Side by side where there is room."""
        self.set_class(self.app.size.width >= WIDE, "-wide")
        self._fit()

    def _fit(self) -> None:
        """Beneath each other, as many lines of the ladder as leave room for what is marked in it."""
        height = None if self.has_class("-wide") else max(1, min(len(self.rows), MOST_LINES))
        self.query_one(Rows).styles.height = height

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        return cast("CallassistApp", self.app)

    def _tick(self) -> None:
        """The talk goes on; whoever may hear no more of it is shown nothing more."""
        if self.call.stage != VERIFIED:
            self.dismiss()
            return
        talk = minutes(self.call.draft.talk_seconds(self.call.now()))
        self.query_one(Vertical).border_title = f"Offers   talk {talk}   F12 back to the call"

    def say(self, sentence: str, tone: str = "") -> None:
        """One sentence, above the keys."""
        line = self.query_one("#message", MessageLine)
        line.say(sentence, tone)
        line.display = bool(sentence)

    # ── working it out ──

    def look(self, opened: Opened) -> None:
        desk = self.desk_app.desk

        def work() -> Seen:
            return looked(desk, opened)

        self.desk_app.read(work, self.show, holds=True)

    def show(self, seen: Seen) -> None:
        self.seen = seen
        self.is_picked = self.takes_day = False
        self.day = ""
        if self.decided is not None and self.decided.offer is not None and fault_of(seen.matter, self.decided.offer):
            self.decided = None
        rows, legal = dict[Offer, Row](), {each.offer for each in seen.found.offers}
        for row in (*_of_seat_above(seen.opened), *offer_words.rows_of(seen.found, self.decided)):
            if row.offer in legal or not fault_of(seen.matter, row.offer):  # what was decided before may be closed now
                rows.setdefault(row.offer, row)
        self.rows = tuple(rows.values())[:MOST]
        self._fit()
        self.nothing = _why_empty(seen)
        self.query_one(Rows).fill(len(self.rows), empty=self.nothing)
        self.paint()

    def paint(self) -> None:
        seen = self.seen
        if seen is None:
            return
        language = seen.opened.case.consumer.language
        self.query_one("#before", Pane).show(
            [*offer_words.running_lines(seen.runs), *offer_words.before_lines(seen.found, self.decided, language)]
        )
        row = self.marked()
        detail = [*offer_words.detail_lines(row, seen.opened)] if row else []
        self.query_one("#detail", Pane).show(detail, title=row.offer.kind.replace("_", " ") if row else "")
        self._say_it(seen)

    def _say_it(self, seen: Seen) -> None:
        line, language = self.query_one("#say", MessageLine), seen.opened.case.consumer.language
        if self.agreeing is not None:
            line.say(f"Read back: {offer_words.aloud(offer_words.read_back(self.agreeing, seen.matter), language)}")
            return
        if self.decided is not None and not self.is_picked:
            line.say(f"Say: {offer_words.aloud(self.decided.say, language)}" if self.decided.say else "")
            return
        said = self.said()
        words = offer_words.said_of(said, seen.found, seen.matter) if said else ""
        line.say(f"Say: {offer_words.aloud(words, language)}" if words else "")

    def _told(self, index: int, width: int) -> str:
        return offer_words.line_of(index + 1, self.rows[index], width)

    def marked(self) -> Row | None:
        at = self.query_one(Rows).cursor
        return self.rows[at] if at < len(self.rows) else None

    def said(self) -> tuple[Offer, ...]:
        """What has been said aloud: the offer that is picked, what was answered to them, or what to begin with."""
        row, seen = self.marked(), self.seen
        if row is None or seen is None:
            return ()
        if self.is_picked or row.why[:1] == (GRANTED,):
            return (row.offer,)
        if self.decided is not None:
            both = (self.decided.offer, self.decided.also) if self.decided.answer == COUNTERED else ()
            return tuple(each for each in both if each is not None)
        return tuple(each.offer for each in seen.found.headline) or (row.offer,)


def looked(desk: Desk, opened: Opened) -> Seen:
    """What to do on a case now; it brings numpy the first time, so never on the loop.

    Where one deal pays all that may be spoken of, what could take its place.
    """
    role = desk.seat.role
    matter, runs = matter_of(opened, desk.handbook, role), _only_deal(opened)
    if matter.accounts or runs is None:
        runs, found = None, suggestion(opened, desk.handbook, role, desk.odds())
    else:
        matter = matter_of(opened, desk.handbook, role, replacing=runs.id)
        runs = runs if matter.accounts else None
        found = suggestion(opened, desk.handbook, role, desk.odds(), replacing=runs.id if runs else 0)
    return Seen(opened=opened, matter=matter, found=found, runs=runs)


def _only_deal(opened: Opened) -> Deal | None:
    live = [deal for deal in opened.case.consumer.deals if deal.is_live]
    return live[0] if len(live) == 1 else None


def _why_empty(seen: Seen) -> str:
    """Why there is nothing on the ladder."""
    if seen.found.gates:
        return "No sum may be named."
    if not seen.matter.accounts:
        return f"No offers: {NOTHING_OPEN}."
    call = seen.opened.case.call
    asked = any(each.state == ASKED and call and each.call == call.id for each in seen.opened.case.consumer.approvals)
    if asked:
        return WAITS
    return INSTEAD if seen.runs else NOTHING


def _of_seat_above(opened: Opened) -> tuple[Row, ...]:
    """What was granted on this call and is not agreed on yet; what was to be offered where it was refused."""
    call = opened.case.call
    mine = [each for each in opened.case.consumer.approvals if call and each.call == call.id]
    is_agreed = any(deal.is_live and mine and deal.id > mine[-1].id for deal in opened.case.consumer.deals)
    return _row_of(mine[-1]) if mine and not is_agreed else ()


def _row_of(approval: Approval) -> tuple[Row, ...]:
    if approval.state == GIVEN:
        return (Row(offer=as_offer(approval.terms), why=(GRANTED, *((approval.said,) if approval.said else ()))),)
    if approval.state == REFUSED and approval.otherwise is not None:
        return (Row(offer=as_offer(approval.otherwise), why=(f"refused: {approval.said}",)),)
    return ()
