"""One call: a way of negotiating and a person, turn by turn, until there is a deal, no further offer, or no line."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec.structs import replace

from callassist.bargains import COUNTER, NO, YES, Counter, Matter, Offer, Transcript, Turn
from callassist.simulator.asking import asked
from callassist.simulator.judging import HUNG_UP, Reaction, asked_outright, react
from callassist.simulator.people import TURNS, Person
from callassist.simulator.permitted import faults_of
from callassist.simulator.ways import Move, Way

SUPERVISOR: Final = "supervisor"


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a call: `seen` is what the desk knew at its end, `turns` what was offered and answered.

    `is_blind`: nothing was asked before money.
    """

    seen: Matter
    deal: Offer | None = None
    turns: Transcript = ()
    by_role: str = "collector"
    supervised: int = 0
    is_blind: bool = False

    @property
    def made(self) -> tuple[tuple[Offer, ...], ...]:
        """The offers of each turn that had some."""
        return tuple(turn.offers for turn in self.turns if turn.offers)

    @property
    def rounds(self) -> int:
        """How often something was put to them or to a supervisor."""
        return len(self.made) + self.supervised


def call(person: Person, way: Way) -> Call:
    """The whole call; the same person and way give the same call."""
    return _Line(person, way).run()


class _Line:
    """The state of one call."""

    def __init__(self, person: Person, way: Way) -> None:
        self.person, self.way = person, way
        self.matter = asked(person) if way.is_gated else person.matter
        self.turns: list[Turn] = []
        self.open: Counter | None = None
        self.supervised = 0
        self.is_asked = False

    def run(self) -> Call:
        """Turn by turn, each at most once put to them."""
        move = self.way.move(self.matter, (), None)
        for _ in range(TURNS):
            if self._is_agreed(move.request):
                return self._ended(move.request, SUPERVISOR)
            if move.deal is not None:
                return self._ended(move.deal)
            if (told := self._asked_outright(move)) is not None:
                move = self._next(told)
                continue
            if not move.offers:
                break
            reaction = self._put(move.offers)
            if reaction.answer == YES:
                return self._ended(move.offers[reaction.index])
            if reaction.answer == HUNG_UP:
                break
            move = self._next(reaction.counter)
        return self._ended(None)

    def _put(self, offers: tuple[Offer, ...]) -> Reaction:
        """What comes back; the turn stands as a no until it is known to be more."""
        reaction = react(self.person, offers, len(self.turns))
        self.turns.append(Turn(offers=offers, answer=NO))
        return reaction

    def _next(self, counter: Counter | None) -> Move:
        """After a no; what they had proposed before, if it is still open, is taken up when nothing new was said."""
        transcript: Transcript = tuple(self.turns)
        if counter is None and self.open is not None:
            taken = self.way.move(self.matter, transcript, self.open)
            self.open = None
            if taken.deal is not None:
                return taken
        move = self.way.move(self.matter, transcript, counter)
        if counter is not None:
            self.turns[-1] = replace(self.turns[-1], answer=COUNTER, counter=counter)
            self.open = counter if move.is_open else None
        if move.is_question:
            self.matter = asked(self.person, self.matter, for_plan=True)
            return self.way.move(self.matter, tuple(self.turns), None)
        return move

    def _asked_outright(self, move: Move) -> Counter | None:
        """What they say to the open question, which is put once."""
        if self.is_asked or not move.is_outright:
            return None
        self.is_asked = True
        return asked_outright(self.person, self.turns[-1].offers[0], len(self.turns))

    def _is_agreed(self, offer: Offer | None) -> bool:
        """Whether a supervisor says yes, to what the terms let a supervisor say yes to."""
        if offer is None:
            return False
        self.supervised += 1
        return self.person.manner.supervisor_agrees and not faults_of(offer, self.matter, SUPERVISOR)

    def _ended(self, deal: Offer | None, role: str = "collector") -> Call:
        return Call(
            seen=self.matter,
            deal=deal,
            turns=tuple(self.turns),
            by_role=role,
            supervised=self.supervised,
            is_blind=not self.way.is_gated,
        )
