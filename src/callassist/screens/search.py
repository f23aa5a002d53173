"""Who is calling? Search from anywhere, over whatever is on the screen: a name, numbers, days, in any order."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callassist.commands_facts import FindCase
from callassist.decide_facts import PURPOSES
from callassist.desk import Done, Held, Opened
from callassist.desk.pops import masked, ringing, taken
from callassist.desk.searching import Answer, Hit
from callassist.handbook import Refused
from callassist.screens.keys import SEARCH, bindings
from callassist.screens.search_rows import LEGEND, advice, explained, kept_under, line
from callassist.screens.text import clean
from callassist.screens.widgets.fields import Field
from callassist.screens.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.desk.unmatched import Unmatched
    from callassist.errors import CallassistError
    from callassist.screens.app import CallassistApp

PAUSE: Final = 0.03
"""Seconds after a key until it is looked for: keys that come faster are looked for together."""
STILL: Final = 0.16
"""Seconds without a key after which it is worth looking deeper."""
MOST: Final = 20
FOUND: Final = "found by a search"
HELP: Final = "Enter opens  F4 purpose  ^n open only  ^r on no file. Nobody is verified."
IN_HAND: Final = "Enter opens  ^l same person  F4 purpose  F12 closes. Nobody is verified."
"""With a case open, of which the marked one may be another."""


class SearchScreen(ModalScreen[None]):
    """An overlay: the live call stays as it is beneath. A caller found here is always unverified.

    It is kept between searches, as it costs a frame or two to put up. What is marked never moves under the cursor.
    """

    DEFAULT_CSS = """
    SearchScreen { align: center top; background: $background 60%; }
    SearchScreen > Vertical { width: 98%; max-width: 132; height: 80%; margin-top: 1; background: $surface; }
    SearchScreen Rows { background: $surface; }
    SearchScreen Static { height: 1; }
    SearchScreen #why { height: 2; color: $text-muted; }
    SearchScreen #ask { height: 2; }
    """
    WHERE = SEARCH
    BINDINGS: ClassVar[list[BindingType]] = bindings(SEARCH)

    def __init__(self) -> None:
        super().__init__()
        self._answer = Answer()
        self._hits: tuple[Hit, ...] = ()
        self._asked = self._shown = ""
        self._begins_with: str | None = ""
        self._wants_first = self._has_moved = self._only_open = False
        self._purpose = PURPOSES[0]
        self._caller = 0

    def compose(self) -> ComposeResult:
        """The words, the hits, why the marked one, what to ask, one line of help."""
        with Vertical(classes="pane"):
            yield Field("words", hint="jonson mary 4/3/80   (614) 555-0142   A-10207")
            yield Rows(self._told, empty="Type to search.", id="hits")
            yield Static("", id="why", markup=False)
            yield Static("", id="ask", markup=False)
            yield Static(Content(HELP), id="help", markup=False)

    @property
    def desk_app(self) -> CallassistApp:
        """The application."""
        return cast("CallassistApp", self.app)

    def begin(self, words: str) -> None:
        """With what to begin when it comes up next."""
        self._begins_with = words

    def on_screen_resume(self) -> None:
        """Type at once; back from help, where one was."""
        if self._begins_with is None:
            return
        self._asked, self._begins_with, self._wants_first = self._begins_with, None, False
        self._has_moved, self._answer, self._hits = False, Answer(), ()
        self._purpose, self._only_open, self._caller = PURPOSES[0], False, 0
        self.query_one(Rows).fill(0, empty="")  # what stood there may be painted again before the answer is here
        field = self.query_one(Field)
        field.put(self._asked)
        field.cursor_position = len(self._asked)
        self.set_focus(field)
        self._title()
        self._search(self._asked)

    def _title(self) -> None:
        which = "open cases only" if self._only_open else "all cases"
        self.query_one(Vertical).border_title = f"TYPE  Search, for {self._purpose}: {which}"

    def say(self, sentence: str, tone: str = "") -> None:
        """One sentence in the last line of the box."""
        mark = {"stop": "X ", "warn": "! "}.get(tone, "")
        standing = IN_HAND if self.desk_app.desk.opened else HELP
        self.query_one("#help", Static).update(Content(f"{mark}{clean(sentence)}" if sentence else standing))

    # ── looking ──

    @on(Field.Typed)
    def _typed(self, event: Field.Typed) -> None:
        self._asked = asked = event.field.value
        self._wants_first = False
        self.set_timer(PAUSE, lambda: self._search(asked))

    def _search(self, asked: str, *, is_deep: bool = False) -> None:
        if asked != self._asked:
            return
        app, since, only_open = self.desk_app, monotonic(), self._only_open

        def otherwise(fault: CallassistError) -> None:
            self._wants_first = False
            self.say(str(fault), "stop")

        def look() -> Answer:
            if not asked.strip():
                self._caller = ringing(app.desk)
                return app.desk.calling(self._caller) if self._caller else Answer(hits=app.desk.recent(MOST))
            return app.desk.search(asked, MOST, is_deep=is_deep, only_open=only_open)

        app.read(look, lambda answer: self._show(asked, answer, since), otherwise)

    def _show(self, asked: str, answer: Answer, since: float) -> None:
        if asked != self._asked or not self.is_attached:
            return
        is_same = asked == self._shown
        if is_same and self._answer.is_deep and not answer.is_deep:
            return  # the first look came in after the second
        self._put_up(answer, is_same=is_same and bool(self._hits))
        self._answer, self._shown = answer, asked
        self._say_found(answer, since)
        if asked.strip() and not answer.is_deep and not answer.is_sure:
            self.set_timer(STILL, lambda: self._search(asked, is_deep=True))
        elif self._wants_first:
            self.action_take()

    def _put_up(self, answer: Answer, *, is_same: bool) -> None:
        """Show the results; what is marked stays where it is when they are for the same words or it was chosen."""
        rows = self.query_one(Rows)
        at = 0
        if (is_same or self._is_kept(answer)) and rows.cursor < len(self._hits):
            self._hits, at = kept_under(answer.hits, self._hits[rows.cursor].case, rows.cursor)
        else:
            self._hits = answer.hits
        nobody = (
            "Nobody on file by that." if self._asked.strip() else "Type to search. Cases you had lately stand here."
        )
        rows.fill(len(self._hits), at=at, empty=nobody)
        self._explain()

    def _is_kept(self, answer: Answer) -> bool:
        """Whether what was chosen by hand is still anybody whom the words now may mean."""
        at = self.query_one(Rows).cursor
        chosen = self._hits[at].case if self._has_moved and at < len(self._hits) else 0
        return any(hit.case == chosen and hit.verdict != "none" for hit in answer.hits)

    def _say_found(self, answer: Answer, since: float) -> None:
        more = " or more" if len(answer.hits) == MOST else ""
        took = f"{len(answer.hits)}{more} found in {1000 * (monotonic() - since):.0f} ms"
        self.query_one(Vertical).border_subtitle = took if self._asked.strip() else ""
        calling = f"{masked(self._caller)} is calling; it may be somebody else's phone. " if self._caller else ""
        told = advice(answer, self._asked or calling)
        self.query_one("#ask", Static).update(Content(told if self._asked.strip() else f"{calling}{told}"))
        if not answer.is_deep:
            self.say("")  # a second look, on a pause, takes no sentence away that was said since the first

    @on(Rows.Moved)
    def _explain(self) -> None:
        """Why the marked one."""
        at = self.query_one(Rows).cursor
        told = explained(self._hits[at]) if at < len(self._hits) else ""
        self.query_one("#why", Static).update(Content(told or (LEGEND if self._asked.strip() else "")))

    def _told(self, index: int, width: int) -> str:
        hit = self._hits[index]
        return line(hit, width, is_again=index > 0 and self._hits[index - 1].person == hit.person)

    # ── keys ──

    def action_move(self, by: int) -> None:
        """Move through the hits while still typing."""
        self._has_moved = True
        self.query_one(Rows).move(by)

    def action_open_only(self) -> None:
        """Only cases with something open, or all."""
        self._only_open = not self._only_open
        self._shown = ""
        self._title()
        self._search(self._asked)

    def action_values(self) -> None:
        """The next of the purposes: what the search is for is kept with the case that is taken."""
        self._purpose = PURPOSES[(PURPOSES.index(self._purpose) + 1) % len(PURPOSES)]
        self._title()

    @on(Field.Entered)
    def action_take(self) -> None:
        """Open the hit; during a live call it stays closed, so that the call is not lost."""
        if self._asked.strip() and self._shown != self._asked:
            self._wants_first = True  # typed faster than it was found: it opens when it is
            self._search(self._asked)
            return
        self._wants_first = False
        index = self.query_one(Rows).cursor
        if index >= len(self._hits):
            return
        case = self._hits[index].case
        in_hand = self.desk_app.desk.opened
        if in_hand is not None and in_hand.case.call is not None:
            if in_hand.case.id == case:
                self.dismiss()
                if self._caller and not self._asked.strip():
                    self.desk_app.took_for_it(case)
            else:
                self.say("The call you are on needs its outcome first (F12, then w); it is kept.", "stop")
            return
        self._open(self._hits[index])

    def action_suggest(self) -> None:
        """Say that the marked one may be the same person as the case that is open; a person answers it, on either."""
        from callassist.desk.records import suggestion

        desk, index = self.desk_app.desk, self.query_one(Rows).cursor
        opened = desk.opened
        if opened is None or index >= len(self._hits):
            self.say("Open a case first, then mark the one that may be the same person.", "warn")
            return
        other, why = self._hits[index].case, f"{FOUND}, for {self._purpose}"
        self.desk_app.perform(lambda: desk.do(suggestion(desk, opened, other, why)), self._suggested)

    def _suggested(self, answer: Done | Refused) -> None:
        from callassist.screens.call import CallScreen

        if isinstance(answer, Refused):
            self.say(answer.sentence, "stop")
            return
        for screen in self.desk_app.screen_stack:
            if isinstance(screen, CallScreen):
                screen.take(answer.opened)
        self.say(answer.says)

    def action_nobody(self) -> None:
        """Whoever calls is on no file: keep that they did, and nothing of what they said."""
        from callassist.desk.unmatched import caller_is_nobody

        self.desk_app.perform(lambda: caller_is_nobody(self.desk_app.desk), self._kept)

    def _kept(self, answer: Unmatched | Refused) -> None:
        if isinstance(answer, Refused):
            self.say(answer.sentence, "stop")
            return
        self._caller = 0
        self.desk_app.look_who_rings()
        self.say(f"Kept: a call of {answer.number} with nobody on file. Nothing of a debt is said.")

    def _open(self, hit: Hit) -> None:
        """Take it in hand, and keep for what it was looked for."""
        desk = self.desk_app.desk
        by = tuple(dict.fromkeys(why.field for why in hit.reasons)) or ("recent cases",)
        found = FindCase(purpose=self._purpose, by=by)

        def work() -> Opened | Held | Done | Refused:
            opened = desk.open(hit.case)
            if self._caller and isinstance(opened, Opened):
                taken(desk, hit.case)
            return desk.do(found) if isinstance(opened, Opened) else opened

        self.desk_app.perform(work, self._took)

    def _took(self, answer: Opened | Held | Done | Refused) -> None:
        if isinstance(answer, Held | Refused):
            self.say(answer.sentence, "warn")
            return
        self.dismiss()
        self.desk_app.look_who_rings()
        self.desk_app.show_call(answer.opened if isinstance(answer, Done) else answer)

    def cancel(self) -> None:
        """Back to what was there."""
        self.dismiss()

    def action_leave(self) -> None:
        """F3 closes it too."""
        self.dismiss()
