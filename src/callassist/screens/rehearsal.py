"""A rehearsal on the call screen: an invented person answers what the collector just did, in a pane above all else."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from textual import events
from textual.content import Content

from callassist.commands import LogOutcome
from callassist.desk import Desk, Opened
from callassist.desk.desk import CALL_LEASE
from callassist.dialogue import Say, step_at
from callassist.quality_shapes import Heard, Scored, Trail
from callassist.rehearsing import facts_asked, first_mood, heard_at, offered, reply, seconds_of
from callassist.rehearsing_shapes import HANGS_UP, SILENCE, STEP, Mood, Persona, Questions, Reply, What
from callassist.screens.app import CallassistApp
from callassist.screens.call import CallScreen
from callassist.screens.call_doing import NEXT, QUEUE, STAY
from callassist.screens.call_draft import Draft
from callassist.screens.keys import LOCKED
from callassist.screens.text import clean
from callassist.screens.widgets.pane import Pane

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.dialogue import Script

GONE: Final = "They hung up. What was it?"
QUIET: Final = 25.0
"""Seconds without a key until they ask whether anybody is there."""
EVERY: Final = 1.0
IDENTITY: Final = "identity"
RINGS: Final = "It rings. Space once they answer."
NOBODY: Final = "Enter dials {0}."
Judge = Callable[[Desk, int, Trail], Scored | None]


class Rehearsal:
    """A sitting: who is rehearsed with, on which case each, what came of it so far."""

    def __init__(  # noqa: PLR0913 - what a sitting is made of, by name
        self,
        people: tuple[Persona, ...],
        cases: dict[str, int],
        *,
        questions: Questions,
        seed: int,
        judge: Judge,
        passes: Callable[[float], None],
    ) -> None:
        """`passes` lets so many seconds go by: as long as it takes to say something."""
        self.people = people
        self.questions = questions
        self.seed = seed
        self.judge = judge
        self.passes = passes
        self._done: dict[int, tuple[str, Scored]] = {}
        self._cases = cases
        self._had: set[str] = set()

    @property
    def done(self) -> tuple[tuple[str, Scored], ...]:
        """Each finished call by the person's title, with its score."""
        return tuple(self._done.values())

    def is_over(self, case: int, title: str, found: Scored) -> None:
        """A call was scored; of one whose outcome was undone the last score stands."""
        self._done.pop(case, None)
        self._done[case] = (title, found)

    def person_of(self, case: int) -> Persona | None:
        """Who is on the line on a case."""
        return next((each for each in self.people if self._cases[each.id] == case), None)

    def following(self) -> int:
        """The case of the next person who was not rehearsed with, 0 when there is none left."""
        return next((self._cases[each.id] for each in self.people if each.id not in self._had), 0)

    def has_had(self, persona: Persona) -> None:
        """This one need not come again by itself."""
        self._had.add(persona.id)


class RehearsalCall(CallScreen):
    """The call screen with somebody on the line. Nothing of it differs but the line of what they say."""

    DEFAULT_CSS = """
    RehearsalCall #they { height: auto; max-height: 5; }
    """

    def __init__(self, sitting: Rehearsal) -> None:
        super().__init__()
        self._sitting = sitting
        self._persona: Persona | None = None
        self._mood = Mood()
        self._heard: tuple[Heard, ...] = ()
        self._they_say = ""
        self.answer = Reply(words="")
        self._seen: tuple[int, str] = (0, "")
        self._last: tuple[int, Mood, tuple[Heard, ...]] = (0, Mood(), ())
        self._last_key = monotonic()

    def compose(self) -> ComposeResult:
        """What they say, above all the rest."""
        parts = iter(super().compose())
        yield next(parts)
        yield Pane("They say", id="they", is_fitted=True)
        yield from parts

    def on_mount(self) -> None:
        """They do not wait for ever."""
        self.set_interval(EVERY, self._wait)
        self._show_words()

    def on_key(self, event: events.Key) -> None:
        """Something is done: nobody asks whether anybody is there."""
        self._last_key = monotonic()
        super().on_key(event)

    # ── whose call it is ──

    def _begin(self, opened: Opened, draft: Draft, says: str) -> None:
        case = opened.case.id
        if self._persona is None or self._sitting.person_of(case) is not self._persona or opened.case.call is None:
            self._persona = self._sitting.person_of(case)
            self._mood = first_mood(self._persona) if self._persona else Mood()
            self._heard, self._seen = (), (0, "")
            self._they_say = NOBODY.format(opened.case.consumer.full_name)
            if opened.case.call is not None and self._last[0] == case:  # its outcome was undone: the talk goes on
                _, self._mood, self._heard = self._last
        super()._begin(opened, draft, says)
        self._show_words()

    def dialled(self) -> None:
        """It rings; who picks up is not said."""
        self._they_say = RINGS
        super().dialled()
        self._show_words()

    # ── what the collector does ──

    def answered(self) -> None:
        """Somebody picked up: the first step is said."""
        super().answered()
        self._stand()

    def put(self, **changes: object) -> None:
        """Coming to a step is saying it."""
        super().put(**changes)
        if "at" in changes:
            self._stand()

    def _stand(self) -> None:
        """What the step says is answered, once each time that it is come to."""
        call = self.opened.case.call if self.opened is not None else None
        if call is None or not self.draft.is_talking or self._mood.is_gone:
            return
        here = (max(1, len(self.draft.walked)), str(self.at.at))
        if here == self._seen:
            return
        self._seen = here
        step = step_at(self.library, self.at)
        self._sitting.passes(sum(seconds_of(line.text) for line in step.lines if isinstance(line, Say)))
        wanted = facts_asked(self.gate().usable)
        self._hear_from(heard_at(self.library[self.at.at.script], step, self._sitting.questions, wanted))

    def take(self, opened: Opened, says: str = "") -> None:
        """An answer that does not match is asked again: they say it once more."""
        tries = len(self.held.case.consumer.tries)
        super().take(opened, says)
        call, now = opened.case.call, len(opened.case.consumer.tries)
        if call is not None and not call.verified and now > tries and self.stage == LOCKED and self.gate().can_open:
            again = What(kind=STEP, place=self.at.at, asked=(IDENTITY,), wanted=facts_asked(self.gate().usable))
            self._hear_from(again)

    def offers_made(self, payments: tuple[tuple[int, ...], ...]) -> str:
        """Offers were read out: what they say to them."""
        return self._hear_from(offered(payments)) if self._persona and not self._mood.is_gone else ""

    def terms_read_back(self) -> str:
        """What was agreed on was read back: what they say to it."""
        asked = What(kind=STEP, place=self.at.at, asked=("read-back",))
        return self._hear_from(asked) if self._persona and not self._mood.is_gone else ""

    def _wait(self) -> None:
        if (
            self.is_current
            and self.draft.is_talking
            and monotonic() - self._last_key > QUIET
            and not self._mood.is_gone
        ):
            self._last_key = monotonic()
            self._hear_from(What(kind=SILENCE, place=self.at.at))

    # ── what they answer ──

    def _hear_from(self, what: What) -> str:
        if self._persona is None:
            return ""
        answer, self._mood = reply(self._persona, what, self._mood, self._sitting.seed)
        self.answer = answer
        self._sitting.passes(seconds_of(answer.words))
        after = max(1, len(self.draft.walked))
        self._heard = (*self._heard, Heard(place=str(self.at.at), tells=answer.tells, after=after))
        self._they_say = answer.words or self._they_say
        self._show_words()
        if answer.does == HANGS_UP:
            self.call_later(self._gone)
        elif answer.words and IDENTITY not in what.asked:  # what they prove themselves by is typed, and heard by nobody
            self._hear(answer.words, self._heard_by_itself)
        return answer.words

    def _gone(self) -> None:
        self.super_put(ended=self.now())
        self.desk_app.flush_ahead()
        self.open_wrap("", GONE)

    def super_put(self, **changes: object) -> None:
        """Keep changes that say nothing to them."""
        super().put(**changes)

    def _show_words(self) -> None:
        for pane in self.query("#they").results(Pane):
            said = self.draft.is_talking or self.draft.ended is not None
            words = f'"{clean(self._they_say)}"' if said else self._they_say
            pane.show([Content.styled(words, "bold")])

    # ── the end ──

    def finish(self, command: LogOutcome, onward: str) -> None:
        """Every call is scored: the same person is not called again at once."""
        super().finish(command, NEXT if onward == STAY else onward)

    def go_on(self, onward: str, says: str) -> None:
        """The score of the call, if there was one; then the next person, or the queue."""
        persona, case = self._persona, self.held.case.id
        if persona is None or not self._heard:
            self._go_on(onward, says)
            return
        trail = Trail(heard=self._heard, ends=persona.ends, is_rehearsal=True, most_seconds=persona.most_seconds)
        desk, judge = self.desk, self._sitting.judge
        self._sitting.has_had(persona)

        def judged(found: Scored | None) -> None:
            self._last = (case, self._mood, self._heard)
            self._heard, self._persona = (), None
            if found is None:
                self._go_on(onward, says)
                return
            from callassist.screens.score import ScoreScreen

            self._sitting.is_over(case, persona.title, found)
            is_last = not self._sitting.following()
            score = ScoreScreen(persona, found, is_last=is_last)
            self.desk_app.push_screen(score, lambda way: self._go_on(QUEUE if way == QUEUE or is_last else NEXT, ""))

        self.desk_app.perform(lambda: judge(desk, case, trail), judged)

    def _go_on(self, onward: str, says: str) -> None:
        following = self._sitting.following()
        app = cast("RehearsalApp", self.desk_app)
        if onward == NEXT and following:
            app.bring(following, says)
        else:
            self.desk_app.perform(self.desk.release, lambda _: self.to_queue(says))

    def _open_offers(self) -> None:
        from callassist.screens.rehearsal_offers import RehearsalOffers

        words, self._words = self._words, ""
        self.desk_app.push_screen(RehearsalOffers(self, words))


class RehearsalApp(CallassistApp):
    """The screens with invented people on the line."""

    TITLE = "callassist rehearsal"
    CSS_PATH: ClassVar[Any] = CallassistApp.CSS_PATH

    def __init__(
        self,
        opens: Callable[[], Desk],
        sitting: Rehearsal,
        label: Callable[[], str] = str,
        scripts: Callable[[str], tuple[Script, ...]] = lambda _: (),
    ) -> None:
        super().__init__(opens, label, scripts)
        self.sitting = sitting

    def began(self) -> None:
        """The queue is up: the first person comes by themselves."""
        super().began()
        self.bring(self.sitting.following(), "")

    def bring(self, case: int, says: str) -> None:
        """Open somebody's case."""

        def opened(found: object) -> None:
            if isinstance(found, Opened):
                self.show_call(found, says)

        desk = self.desk
        self.perform(lambda: desk.open(case, CALL_LEASE), opened)

    def _call_screen(self) -> None:
        if not self.is_screen_installed("call"):
            self.install_screen(RehearsalCall(self.sitting), "call")
