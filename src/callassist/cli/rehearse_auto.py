"""A rehearsal without a collector: one who follows the script takes the call through the same desk, with no screens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from callassist.commands import (
    AnswerThirdParty,
    Command,
    GiveDisclosure,
    LogOutcome,
    PlaceCall,
    TryIdentity,
)
from callassist.commands_deals import AcceptDeal, AnswerOffer, AuthoriseDeal, MakeOffers
from callassist.commands_talk import KeepTalk
from callassist.desk import Desk, Done, Opened
from callassist.desk.offers import suggestion
from callassist.desk.scripts import scripts_of
from callassist.dialogue import (
    Act,
    Choice,
    Place,
    Position,
    Say,
    choice_at,
    choose,
    facts_with,
    find_step,
    go,
    is_open,
    leave,
    step_at,
)
from callassist.errors import CallassistError
from callassist.events import StepTaken
from callassist.identity import Answer
from callassist.quality_shapes import Heard
from callassist.rehearsing import bears, facts_asked, first_mood, heard_at, offered, reply, seconds_of
from callassist.rehearsing_collector import means_one, taken
from callassist.rehearsing_shapes import HANGS_UP, VERIFIED, Mood, Persona, Questions, Reply, What
from callassist.screens import call_script, wrap_form
from callassist.screens.call_fields import fields
from callassist.screens.offer_words import aloud

if TYPE_CHECKING:
    from callassist.dialogue import Library, Script, Step

MOST_TURNS: Final = 60
SIDE: Final = frozenset({"objections", "distress", "crisis", "automated"})
"""Scripts that can be gone to from anywhere, and back."""
BY_STEP: Final = {step: who for who, step in call_script.ANSWERED_BY.items()}
TYPED: Final = {
    "at": "+2d 2p",
    "due": "+14d",
    "amount": "50",
    "windows": "after 2p",
    "words": "as they said on the phone",
}
HOW: Final = "card"
AGREED: Final = (wrap_form.IN_PAYMENTS, wrap_form.TO_COME, wrap_form.AT_ONCE, wrap_form.FOR_LESS)
DESK, NO_CASE = "the desk", "no case is in hand"
ENDLESS, CLOSED = "the call comes to no end", "no choice is open"


class Turn(Struct, frozen=True, kw_only=True):
    """One thing said: by the collector or the debtor, seconds into the talk."""

    t: float
    speaker: str
    text: str


class Played(Struct, frozen=True, kw_only=True):
    """What came of a call that played itself: what was said, how it ended, what was told at which step."""

    persona: str
    seed: int
    turns: tuple[Turn, ...]
    outcome: str
    heard: tuple[Heard, ...]
    fault: str = ""


class Clock:
    """A clock that goes on as words are said."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """The moment it stands at."""
        return self.at

    def go(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)


class Stuck(CallassistError):
    """The call came to no end."""

    def __str__(self) -> str:
        """Where, and why."""
        where, why = self.args
        return f"{where}: {why}"


class AutoCall:
    """One call from dialling to its outcome. `is_careless` hears nothing and goes for the money."""

    def __init__(  # noqa: PLR0913 - what a call is made of, by name
        self,
        desk: Desk,
        clock: Clock,
        scripts: tuple[Script, ...],
        persona: Persona,
        questions: Questions,
        *,
        luck: int,
        is_careless: bool = False,
    ) -> None:
        self._desk, self._clock, self._scripts = desk, clock, scripts
        self._persona, self._questions, self._luck = persona, questions, luck
        self._is_careless = is_careless
        self._mood: Mood = first_mood(persona)
        self._turns: list[Turn] = []
        self._heard: list[Heard] = []
        self._walked: list[StepTaken] = []
        self._begun = clock.at
        self._words = ""
        self._outcome = ""
        self._seen: dict[str, int] = {}

    # ── the whole call ──

    def play(self, case: int) -> Played:
        """Dial, talk, log. Played.fault says what kept it from an end, '' nothing."""
        try:
            fault = self._talked(case)
        except Stuck as stuck:
            fault = str(stuck)
        return Played(
            persona=self._persona.id,
            seed=self._luck,
            turns=tuple(self._turns),
            outcome=self._outcome,
            heard=tuple(self._heard),
            fault=fault,
        )

    def _talked(self, case: int) -> str:
        self._dial(case)
        at = call_script.start(self._library, self._held.case, self._held.verdicts.base.day)
        self._come_to(at, None)
        for _ in range(MOST_TURNS):
            moved = self._turn(at)
            if moved is None:
                return ""
            at = moved
        return str(Stuck(at.at, ENDLESS))

    @property
    def _held(self) -> Opened:
        opened = self._desk.opened
        if opened is None:
            raise Stuck(DESK, NO_CASE)
        return opened

    @property
    def _library(self) -> Library:
        return scripts_of(self._scripts, self._held.case)

    def _dial(self, case: int) -> None:
        opened = self._desk.open(case)
        if not isinstance(opened, Opened):
            raise Stuck(DESK, opened.sentence)
        self._do(PlaceCall(row=opened.verdicts.best_row))
        self._begun = self._clock.at

    def _do(self, command: Command) -> bool:
        """Whether the desk did it; a refusal is kept by the journal, and the collector goes on."""
        return isinstance(self._desk.do(command), Done)

    # ── one turn ──

    def _turn(self, at: Position) -> Position | None:
        """Say the step, hear the answer, go on; None once the call is over."""
        script, step = self._library[at.at.script], step_at(self._library, at)
        if self._is_for_a_payment(script, step):
            self._bargain()
        self._say(at)
        answer = self._hear(heard_at(script, step, self._questions, self._wanted()))
        if answer.does == HANGS_UP:
            self._gone(at, answer)
            return None
        verified = self._check(at, step, answer)
        if verified is not None:
            return self._come_to(verified, at)
        if self._is_for_terms(step):
            self._bargain()
        card = self._card(at, step, answer)
        if card is not None:
            return self._come_to(go(self._library, leave(self._library, at), card), at)
        choice = self._choice(at, step, answer)
        if choice is None:
            raise Stuck(at.at, CLOSED)
        return self._take(at, choice)

    def _say(self, at: Position) -> None:
        filled = fields(self._held, self._desk.handbook.setting, self._desk.seat.collector)
        lines = call_script.shown(self._library, at, filled).lines
        words = " ".join(line.text for line in lines if isinstance(line, Say))
        self._told("collector", words)

    def _told(self, speaker: str, words: str) -> None:
        if words:
            since = (self._clock.at - self._begun).total_seconds()
            self._turns.append(Turn(t=round(since, 1), speaker=speaker, text=words))
            self._clock.go(seconds_of(words))

    def _hear(self, what: What) -> Reply:
        answer, self._mood = reply(self._persona, what, self._mood, self._luck)
        self._told("debtor", answer.words)
        self._words = answer.words or self._words
        place = str(what.place) if what.place.script else self._heard[-1].place if self._heard else ""
        self._heard.append(Heard(place=place, tells=answer.tells, after=len(self._walked)))
        return answer

    def _wanted(self) -> tuple[str, ...]:
        """The facts to ask for: one of their own, one of the household."""
        from callassist.decide import identity_gate

        gate = identity_gate(self._held.case, self._desk.handbook, self._held.now)
        return facts_asked(gate.usable)

    def _check(self, at: Position, step: Step, answer: Reply) -> Position | None:
        """Type what they answered, where the step waits for that."""
        call = self._held.case.call
        waits = any(choice.guard == "is_verified" for choice in step.choices)
        if not waits or call is None or call.verified or "no-proof" in answer.tells:
            return None
        knows = self._persona.knows
        given = [each for each in self._wanted() if f"{knows.get(f'{each}_said')}" in answer.words]
        if not given:
            return None
        before = self._held.case
        self._do(TryIdentity(answers=tuple(Answer(factor=each, said=knows[each]) for each in given)))
        moved = call_script.followed(self._library, at, before, self._held.case, self._facts())
        if moved == at:
            return None
        self._hear(What(kind=VERIFIED, place=moved.at))
        return moved

    def _facts(self) -> frozenset[str]:
        return call_script.facts(self._held)

    # ── choosing ──

    def _choice(self, at: Position, step: Step, answer: Reply) -> Choice | None:
        known = facts_with(leave(self._library, at), self._facts())
        open_to = {choice.number for choice in step.choices if is_open(choice, known)}
        means = () if self._is_careless else answer.means
        ends = () if self._is_careless else self._persona.ends
        return choice_at(self._library, at, taken(step, means, ends, open_to, self._seen))

    def _card(self, at: Position, step: Step, answer: Reply) -> Place | None:
        """A card that no choice leads to and that is what they mean: it stands under 0, on every step."""
        if self._is_careless or means_one(step, answer.means):
            return None
        for meant in answer.means:
            script, _, name = meant.partition("#")
            place = Place(script=script, step=name)
            is_there = bool(name) and find_step(self._library, place) is not None
            if is_there and place != at.at and script in SIDE and not self._seen.get(meant):
                return place
        return None

    def _take(self, at: Position, choice: Choice) -> Position | None:
        moved = choose(self._library, at, choice.number, self._facts())
        if isinstance(choice.target, Act) and choice.target.name == "wrap-up":
            self._stamp(at, moved)
            self._wrap(choice.target.outcome or "")
            return None
        return self._come_to(moved, at)

    def _come_to(self, moved: Position, before: Position | None) -> Position:
        """Stand there: what going on says was read out is stamped, what the step tells is logged."""
        place = str(moved.at)
        self._seen[place] = self._seen.get(place, 0) + 1
        seconds = int((self._clock.at - self._begun).total_seconds())
        self._walked.append(StepTaken(place=place, seconds=seconds, key="1"))
        if before is None:
            return moved
        self._stamp(before, moved)
        who = BY_STEP.get(moved.at.step, "") if moved.at.script == call_script.OTHERS else ""
        call = self._held.case.call
        if who and call is not None and call.third_party != who:
            self._do(AnswerThirdParty(who=who))
        return moved

    def _stamp(self, before: Position, moved: Position) -> None:
        for kind in call_script.newly_said(before, moved, self._held.case):
            self._do(GiveDisclosure(kind=kind, language=self._held.case.consumer.language))

    # ── money ──

    def _is_for_terms(self, step: Step) -> bool:
        """Whether offers are opened here: the step has them, and they spoke of a plan."""
        has = any(isinstance(each.target, Act) and each.target.name == "offers" for each in step.choices)
        runs = any(deal.is_live for deal in self._held.case.consumer.deals)
        return has and not runs and ("plan" in self._mood.told or self._is_careless)

    def _is_for_a_payment(self, script: Script, step: Step) -> bool:
        """Whether a payment is read out here and no terms are kept yet: there would be no sum to read."""
        says = any(duty.step == step.id and duty.name == "payment-read-back" for duty in script.says)
        return says and not any(deal.is_live for deal in self._held.case.consumer.deals)

    def _bargain(self) -> None:
        """Make one offer after another, until one is borne; what is agreed is kept with how it is paid."""
        from callassist.negotiation import suggest  # noqa: F401 - brings numpy only now

        found = suggestion(self._held, self._desk.handbook, self._desk.seat.role)
        for ranked in found.offers:
            offer = ranked.offer
            payments = tuple(each.cents for each in offer.payments)
            if not bears(self._persona.pays, (payments,)) and ranked is not found.offers[-1]:
                continue
            self._told("collector", aloud(ranked.say, self._held.case.consumer.language))
            if not self._do(MakeOffers(offers=(offer,))):
                continue
            self._hear(offered((payments,)))
            if bears(self._persona.pays, (payments,)):
                self._do(AcceptDeal(offer=offer))
                self._do(AnswerOffer(answer="yes"))
                self._do(AuthoriseDeal(how=HOW))
                return
            self._do(AnswerOffer(answer="no"))

    # ── the end ──

    def _gone(self, at: Position, answer: Reply) -> None:
        """They hung up: the first of the codes that fits the call."""
        self._stamp(at, leave(self._library, at))
        call = self._held.case.call
        codes = [code for code in answer.means if code.isupper()]
        outcomes = self._desk.handbook.outcomes
        rows = [row for code in codes if (row := outcomes.of(code)) and call and row.fits(call)]
        self._wrap(rows[0].code if rows else "QHUP")

    def _wrap(self, code: str) -> None:
        """Log the outcome as wrap-up would: what the code needs is typed."""
        self._do(KeepTalk(steps=tuple(self._walked)))
        outcomes, opened = self._desk.handbook.outcomes, self._held
        form = wrap_form.begun(opened, code)
        agreed = wrap_form.agreed(opened, outcomes)
        if agreed is not None and code in {*AGREED, ""}:
            form = agreed
        elif not code:
            form = replace(form, code="RPC-NC" if opened.case.call and opened.case.call.verified else "QHUP")
        told = {**TYPED, "party": self._persona.party, "words": self._words or TYPED["words"]}
        typed = {**{name: told[name] for name in wrap_form.wanted(form, outcomes) if name in told}, **form.typed}
        seconds = int((self._clock.at - self._begun).total_seconds())
        command = wrap_form.command_of(replace(form, typed=typed), opened, outcomes, seconds)
        if not isinstance(command, LogOutcome):
            raise Stuck(form.code, command.sentence)
        done = self._desk.do(command)
        if not isinstance(done, Done):
            raise Stuck(form.code, done.sentence)
        self._outcome = form.code
