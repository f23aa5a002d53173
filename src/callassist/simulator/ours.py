"""Our own way: what suggest and respond say, done to the letter."""

from __future__ import annotations

import msgspec

from callassist.bargains import ACCEPT, ASK, ASK_SUPERVISOR, COUNTERED, REFER, Counter, Decision, Matter, Transcript
from callassist.negotiation import OPEN, respond, suggest
from callassist.odds import PRIOR, Odds
from callassist.simulator.ways import Move


class Ours:
    """suggest before each offer, respond to each proposal."""

    name = "ours"
    is_gated = True

    def __init__(self, odds: Odds = PRIOR) -> None:
        self.odds = odds

    def move(self, matter: Matter, transcript: Transcript, counter: Counter | None) -> Move:
        """The headline of what is suggested, or what the answer to their proposal is."""
        if counter is None:
            found = suggest(matter, transcript, self.odds)
            return Move(offers=tuple(each.offer for each in found.headline), is_outright=found.ask == OPEN)
        decision = respond(matter, transcript, counter, self.odds)
        return self._moved(decision, matter, transcript, counter)

    def _moved(self, decision: Decision, matter: Matter, transcript: Transcript, counter: Counter) -> Move:
        match decision.answer:
            case _ if decision.answer == ACCEPT:
                return Move(deal=decision.offer)
            case _ if decision.answer == COUNTERED:
                offers = tuple(each for each in (decision.offer, decision.also) if each)
                return Move(offers=offers, is_open=True)
            case _ if decision.answer == ASK_SUPERVISOR:
                otherwise = decision.request.otherwise if decision.request else None
                return Move(request=decision.offer, offers=(otherwise,) if otherwise else ())
            case _ if decision.answer == REFER:
                return Move()
            case _:
                after = _with(transcript, counter)
                going_on = self.move(matter, after, None)
                return msgspec.structs.replace(going_on, is_question=decision.answer == ASK)


def _with(transcript: Transcript, counter: Counter) -> Transcript:
    """With what they proposed in the last turn."""
    if not transcript:
        return transcript
    last = msgspec.structs.replace(transcript[-1], answer="counter", counter=counter)
    return (*transcript[:-1], last)
