"""What to answer to a proposal: take it, propose a little more, ask a supervisor, help, or ask one question."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np

from callassist.bargains import (
    ACCEPT,
    ASK,
    ASK_SUPERVISOR,
    COUNTER,
    COUNTERED,
    DECLINE,
    FULL,
    HARDSHIP,
    PLAN,
    PROMPT,
    REFER,
    Ability,
    Counter,
    Decision,
    Matter,
    Offer,
    Request,
    Transcript,
)
from callassist.bidding import Table, concessions_left, table_for
from callassist.choosing import best
from callassist.finances import TOKEN
from callassist.money import format_cents
from callassist.odds import Floats, Odds, heard, table, worth
from callassist.offering import clause, floor_left, say, say_pair
from callassist.offers import Joint, is_within, joint, legal_offers, soon
from callassist.proposals import Proposal, moved, proposal_of
from callassist.rules import SAID_OF, SEATS

TIE: Final = 0.01
"""Worths that differ by less of what is owed are equal: then theirs is taken."""
GUESSED: Final = "how often was not said, a month is assumed: say it back"
COULD_YOU: Final = "What could you manage, and from when?"
HARDLY: Final = 15
"""A plan of our own that asks so many percent more a month, at most, is near enough to theirs."""


def answer(matter: Matter, ability: Ability, transcript: Transcript, counter: Counter, odds: Odds | None) -> Decision:
    """The answer to a proposal of money; the matter has open accounts, and nothing that closes a demand."""
    at = joint(matter, matter.accounts)
    last = next((turn.offers for turn in reversed(transcript) if turn.offers), ())
    found = proposal_of(counter, at, matter, last)
    if found is None:
        return Decision(answer=ASK, say=COULD_YOU, ask=COULD_YOU, why=("no sum or day was named",))
    if guarded := _guarded(found, at, matter, ability):
        return _from_their_day(guarded, counter, at, matter)
    talk = _Talk(transcript=transcript, counter=counter, odds=odds)
    decision = _from_their_day(_weighed(found, at, matter, ability, talk), counter, at, matter)
    return msgspec.structs.replace(decision, why=(*decision.why, GUESSED)) if counter.is_guessed else decision


def _from_their_day(decision: Decision, counter: Counter, at: Joint, matter: Matter) -> Decision:
    """The instalments that we propose instead begin on the day that they named, where the terms let them."""
    offer, first = decision.offer, counter.first
    is_ours = decision.answer == COUNTERED and decision.also is None and offer is not None and offer.months > 1
    if not is_ours or offer is None or first is None or not soon(at) <= first <= at.latest:
        return decision
    begins = moved(offer, first)
    say = decision.say.replace(clause(offer, matter.today), clause(begins, matter.today))
    return msgspec.structs.replace(decision, offer=begins, say=say)


class _Talk(msgspec.Struct, frozen=True, kw_only=True):
    """What was said, and by which figures it is weighed."""

    transcript: Transcript
    counter: Counter
    odds: Odds | None

    @property
    def countered(self) -> int:
        """How often they have proposed something before."""
        return sum(turn.answer == COUNTER for turn in self.transcript)


# ── what a month can bear comes first ──


def _guarded(found: Proposal, at: Joint, matter: Matter, ability: Ability) -> Decision | None:
    """What they cannot afford is not taken, even though they propose it; None where it may be."""
    offer, cap = found.offer, ability.cap_cents
    if cap is None or offer.peak_cents <= cap:
        return None
    if _is_small(offer, ability) and offer.total_cents == at.owed_cents:
        return _up(found, matter, "little enough to be taken though nothing is left over, as they offered it")
    lower = _lower(offer, at, matter, ability)
    if lower is None:
        return Decision(
            answer=REFER,
            say="I don't want you to go without what you need. Let me see what help there is.",
            why=(f"a month can bear ${format_cents(max(0, cap))}; no plan of the terms is that small",),
        )
    return Decision(
        answer=COUNTERED,
        offer=lower,
        say=f"Let's keep it at what leaves you enough to live on: {clause(lower, matter.today)}. Would that be better?",
        why=(f"${format_cents(offer.peak_cents)} a month is more than the ${format_cents(cap)} they can bear",),
    )


def _is_small(offer: Offer, ability: Ability) -> bool:
    gross = ability.gross_cents or 0
    return 0 < offer.peak_cents * TOKEN <= gross


def _lower(offer: Offer, at: Joint, matter: Matter, ability: Ability) -> Offer | None:
    """The plan of the terms with the largest instalment that they can bear, none above theirs."""
    fitting = [
        each
        for each in legal_offers(at, matter, ability)
        if each.months > 1 and each.peak_cents <= offer.peak_cents and is_within(each, matter.role)
    ]
    return max(fitting, key=lambda each: (each.total_cents == at.owed_cents, each.peak_cents), default=None)


# ── then whose word it takes, then what it is worth ──


def _weighed(found: Proposal, at: Joint, matter: Matter, ability: Ability, talk: _Talk) -> Decision:
    weighed = table_for(matter, ability, talk.transcript, talk.odds)
    near = _near(found.offer, at, matter, ability)
    made = {each for turn in talk.transcript for each in turn.offers}
    if near is not None and near not in made and not is_within(found.offer, matter.role):
        return _near_enough(near, matter)
    if found.role is None:
        return _below(found, at, matter, weighed, talk)
    if not is_within(found.offer, matter.role):
        return _up(found, matter, _fault(found), weighed)
    return _take(found, at, matter, weighed, talk)


def _near(offer: Offer, at: Joint, matter: Matter, ability: Ability) -> Offer | None:
    """A plan of this seat's own that asks hardly more each month than theirs, where theirs is beyond it."""
    if offer.months == 1 or offer.payments[0].due > at.latest:
        return None
    own = [each for each in legal_offers(at, matter, ability) if each.kind == PLAN and is_within(each, matter.role)]
    most = offer.instalment_cents * (100 + HARDLY) // 100
    fitting = [each for each in own if offer.instalment_cents <= each.peak_cents <= most]
    return min(fitting, key=lambda each: each.peak_cents, default=None)


def _near_enough(near: Offer, matter: Matter) -> Decision:
    told = clause(near, matter.today)
    say = f"That is very close to what I can set up myself: {told}. Would that do?"
    return Decision(answer=COUNTERED, offer=near, say=say, why=("hardly more a month, and nobody need be asked",))


def _fault(found: Proposal) -> str:
    reasons = {
        "late": "the first payment is later than the terms allow",
        "long": "the plan is longer than the terms allow",
        "small": "the payments are smaller than the terms allow",
        "low": "it is less than the terms settle for",
    }
    return reasons.get(found.fault, f"it takes the word of {SAID_OF[found.offer.role]}")


def _take(found: Proposal, at: Joint, matter: Matter, weighed: Table | None, talk: _Talk) -> Decision:
    """Theirs, unless one step up is worth more with theirs still open; asked for once."""
    offer = found.offer
    higher = None
    if weighed is not None and not talk.countered and offer.kind not in {FULL, PROMPT}:
        higher = _step_up(offer, weighed, talk)
    if higher is None:
        return Decision(
            answer=ACCEPT,
            offer=offer,
            say=f"We can do that: {clause(offer, matter.today)}. Shall I set that up?",
            why=("what they propose is worth as much as anything that could follow",),
            floor_left=floor_left(offer, at, matter.role),
        )
    return Decision(
        answer=COUNTERED,
        offer=higher,
        say=f"Thank you, that helps. Could you manage {clause(higher, matter.today)}?",
        why=("one step above theirs, which stays open", *_worths(offer, weighed)),
        floor_left=floor_left(higher, at, matter.role),
    )


def _worths(offer: Offer, weighed: Table | None) -> tuple[str, ...]:
    return () if weighed is None else (f"theirs pays ${format_cents(offer.total_cents)} in {offer.months} payments",)


def _value(offer: Offer, weighed: Table, talk: _Talk) -> tuple[Floats, Floats]:
    """What an offer is worth at each point, and the weights after it was proposed."""
    believed = heard(weighed.belief, talk.counter, weighed.at.owed_cents, weighed.odds)
    value = worth(believed, table([offer]), weighed.matter, weighed.odds, weighed.costs).value[0]
    return value, believed.weights


def _step_up(offer: Offer, weighed: Table, talk: _Talk) -> Offer | None:
    """What to ask for above theirs; None where taking theirs is worth as much."""
    value, weights = _value(offer, weighed, talk)
    stakes = msgspec.structs.replace(weighed.stakes, open=value)
    higher = weighed.allowed & _above(offer, weighed)
    choice = best(weighed.field, weights, higher, stakes)
    if choice is None or choice.value <= float(value @ weights) + TIE * weighed.at.owed_cents:
        return None
    return min(weighed.offers(choice), key=lambda each: each.total_cents)


def _above(offer: Offer, weighed: Table) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Single offers that give more than theirs: a larger total, or as much of it sooner."""
    field = weighed.field
    found = np.zeros(len(field.members), dtype=bool)
    for at, members in enumerate(field.members):
        each = field.offers[members[0]]
        is_more = each.total_cents > offer.total_cents
        is_sooner = each.total_cents == offer.total_cents and each.months < offer.months
        found[at] = len(members) == 1 and (is_more or is_sooner)
    return found


# ── what no seat here may take, and what another may ──


def _up(found: Proposal, matter: Matter, why: str, weighed: Table | None = None) -> Decision:
    """To whoever may take it: the request filled in, with what we offer otherwise; taken here where that is enough."""
    offer = found.offer
    if is_within(offer, matter.role) and found.role is not None:
        return Decision(
            answer=ACCEPT,
            offer=offer,
            say=f"We can do that: {clause(offer, matter.today)}. Shall I set that up?",
            why=(why,),
        )
    role = offer.role if SEATS.index(offer.role) > SEATS.index(matter.role) else SEATS[-1]
    otherwise = _own(weighed)
    request = Request(
        offer=offer,
        role=role,
        why=(why, f"they propose {clause(offer, matter.today)}", *_past(matter)),
        otherwise=otherwise,
    )
    return Decision(
        answer=ASK_SUPERVISOR,
        offer=offer,
        also=otherwise,
        request=request,
        say="I can ask about that right now. May I put you on hold for a minute?",
        why=(why,),
    )


def _past(matter: Matter) -> tuple[str, ...]:
    past = matter.past
    return (f"promises: {past.kept} kept, {past.broken} broken",) if past.kept or past.broken else ()


def _own(weighed: Table | None) -> Offer | None:
    """The offer of our own that is worth most now."""
    if weighed is None:
        return None
    choice = best(weighed.field, weighed.belief.weights, weighed.allowed, weighed.stakes)
    return None if choice is None else weighed.offers(choice)[0]


def _below(found: Proposal, at: Joint, matter: Matter, weighed: Table | None, talk: _Talk) -> Decision:
    """What the terms let nobody take: the nearest that they do, or a supervisor's question to the creditor."""
    if weighed is None or not concessions_left(talk.transcript):
        return _up(found, matter, _fault(found), weighed)
    eased = _eased(found.offer, at, matter, weighed.ability)
    if eased is not None and is_within(eased, matter.role):
        return _near_enough(eased, matter)
    if eased is not None:
        return _up(
            Proposal(offer=eased, role=eased.role), matter, f"{_fault(found)}; this hardship plan is near it", weighed
        )
    near = _nearest(found.offer, weighed, talk)
    if not near:
        if found.offer.months > 1 and found.fault in {"small", "long"}:
            return Decision(
                answer=REFER,
                say="Thank you for telling me. Let me see what help there is before we talk about payments.",
                why=(_fault(found),),
            )
        return Decision(
            answer=DECLINE,
            say="I can't take that, and I won't press you. I will write down what you offered.",
            why=(_fault(found), "what they offered goes to the creditor with the outcome"),
        )
    one, *two = near
    told = say_pair(one, two[0], matter) if two else say(one, matter)
    return Decision(
        answer=COUNTERED,
        offer=one,
        also=two[0] if two else None,
        say=told,
        why=(f"{_fault(found)}; this is the nearest that is allowed",),
        floor_left=floor_left(one, at, matter.role),
    )


def _eased(offer: Offer, at: Joint, matter: Matter, ability: Ability) -> Offer | None:
    """The smallest hardship plan, where it asks hardly more than they propose; it may take another seat's word."""
    plans = [each for each in legal_offers(at, matter, ability) if each.kind == HARDSHIP]
    least = min(plans, key=lambda each: each.peak_cents, default=None)
    if least is None or offer.months == 1:
        return None
    return least if least.peak_cents * 100 <= offer.instalment_cents * (100 + HARDLY) else None


def _nearest(offer: Offer, weighed: Table, talk: _Talk) -> tuple[Offer, ...]:
    """Of what may still be offered, what asks least in the way they proposed: less each month, or less at once.

    Where all that is left asks much more each month than they named, the smallest plan that was offered before stands.
    """
    field = weighed.field
    singles = [field.offers[m[0]] for m, may in zip(field.members, weighed.allowed, strict=True) if may and len(m) == 1]
    plans = [each for each in singles if each.months > 1]
    lumps = [each for each in singles if each.months == 1]
    plan = min(plans, key=_asks, default=None)
    if plan is None or plan.instalment_cents > 2 * offer.instalment_cents:
        plan = min(_standing(talk.transcript, field.offers), key=_asks, default=plan)
    lump = min(lumps, key=lambda each: each.total_cents, default=None)
    wanted = (plan, lump) if offer.months > 1 else (lump, plan)
    return tuple(each for each in wanted if each is not None)


def _standing(transcript: Transcript, legal: tuple[Offer, ...]) -> list[Offer]:
    """Plans that were offered on this call and may be again: none dearer than all that was offered last."""
    turns = [turn.offers for turn in transcript if turn.offers]
    most = max((each.total_cents for each in turns[-1]), default=0) if turns else 0
    made = {each for offers in turns for each in offers}
    return [each for each in legal if each in made and each.months > 1 and each.total_cents <= most]


def _asks(offer: Offer) -> tuple[int, int]:
    """The most that one payment of it asks, then all of it."""
    return max(payment.cents for payment in offer.payments), offer.total_cents
