"""What to offer somebody who owes, and what to answer to what they propose: `suggest` and `respond`.

Both are pure: the same matter and the same words give the same answer, whatever the hour and whoever asks. What is
owed, by whose terms, what is known of the person and what was said so far comes in as bargains.Matter and its turns
(sums in whole cents, days the consumer's own); what comes out is said aloud, shown or kept by whoever calls. Gates and
aid come before any offer is built, so that no path leads from them to a demand. docs/negotiation.md tells the method.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from callassist.ability import ability_of
from callassist.bargains import (
    ACCEPT,
    ASK,
    COUNTERED,
    REFER,
    ROUTES,
    Ability,
    Account,
    Counter,
    Decision,
    Matter,
    Offer,
    Suggestion,
    Transcript,
    Way,
)
from callassist.creditor_terms import FREE
from callassist.entitlements import gates_of, named, next_question, open_accounts, reduced, ways_of
from callassist.finances import TOKEN
from callassist.rules import SEATS

if TYPE_CHECKING:
    from callassist.odds import Odds

OLD: Final = "It is too late to sue on this debt: the state's words come first, and no word of a suit."
WHICH: Final = "Which of the two works for you?"
NO_SECOND: Final = "they cannot pay: no second demand on this call"
CANNOT: Final = "Thank you for telling me. I won't ask again today. Let me tell you what help there is."
REFERRED: Final = (
    "Thank you for telling me. I won't ask for money on that; let me note it and tell you what happens next."
)
OPEN: Final = "What would be possible for you, and from when?"
REVIVES: Final = "Where they live a payment may begin that time anew: tell them before they pay."


def suggest(matter: Matter, transcript: Transcript = (), odds: Odds | None = None) -> Suggestion:
    """What to do now, in order: what closes a demand, what to ask, what they are entitled to, what to offer.

    `transcript` holds the turns of this call so far; `odds` the fitted figures, the prior ones when None. No offer is
    built where a gate is closed, where they may be owed free care or Medicaid, or where all their income is protected.
    """
    ability = ability_of(matter)
    gates = gates_of(matter)
    accounts = open_accounts(matter)
    ways = ways_of(matter, ability)
    found = Suggestion(
        gates=gates,
        ask="" if gates and not accounts else next_question(matter, ability),
        ways=ways,
        ability=ability,
        owed_cents=sum(account.balance_cents for account in accounts),
        words=_words(accounts),
    )
    if not accounts or not found.owed_cents or is_no_demand(ways, ability):
        return replace(found, named=named(matter, ability, ways, ()))
    from callassist.bidding import is_silent, offers_for

    fair = _open_part(matter, ability)
    ranked, headline = offers_for(fair, ability, transcript, odds)
    return replace(
        found,
        ask=found.ask or (OPEN if is_silent(transcript) else ""),
        offers=ranked,
        headline=headline,
        named=named(matter, ability, ways, [each.offer.kind for each in ranked]),
        owed_cents=sum(account.balance_cents for account in fair.accounts),
    )


def respond(matter: Matter, transcript: Transcript, counter: Counter, odds: Odds | None = None) -> Decision:
    """The answer to what they said: accept, counter, supervisor, decline, refer or ask.

    What is agreed is theirs to the cent, within a seat's word and what they can afford; a way that is theirs by right
    is told before any money is taken.
    """
    ability = ability_of(matter)
    accounts = open_accounts(matter)
    ways = ways_of(matter, ability)
    if counter.kind == "route":
        return _referred(counter.route, ways)
    if not accounts or (is_no_demand(ways, ability) and not _is_token(counter, ways, ability)):
        return _helped(ways)
    if counter.kind in {"nothing", "no", "yes"}:
        return _word(counter.kind, matter, transcript, odds)
    from callassist.answering import answer

    return answer(_open_part(matter, ability), ability, transcript, counter, odds)


def _open_part(matter: Matter, ability: Ability) -> Matter:
    """What may be asked for: accounts that no gate closes, less aid that was found."""
    fair = reduced(matter, ability)
    return replace(fair, accounts=open_accounts(fair))


def is_no_demand(ways: tuple[Way, ...], ability: Ability) -> bool:
    """Whether nothing may be asked for: free care or Medicaid may pay, or all of their income is protected."""
    is_without = ability.cap_cents is not None and ability.cap_cents <= 0
    return ability.is_protected or is_without or any(way.is_entitled and way.percent == FREE for way in ways)


def _is_token(counter: Counter, ways: tuple[Way, ...], ability: Ability) -> bool:
    """Whether somebody with nothing left offers a sum of their own that is next to nothing of their income."""
    is_free = any(way.is_entitled and way.percent == FREE for way in ways)
    gross = ability.gross_cents or 0
    is_small = counter.kind == "monthly" and counter.cycle == "monthly" and 0 < counter.cents * TOKEN <= gross
    return is_small and not is_free and not ability.is_protected


def _referred(route: str, ways: tuple[Way, ...]) -> Decision:
    """To the way that was opened by what they said, or to the first that is open; nothing is asked for."""
    helping = [each for each in ways if each.kind in ROUTES]
    way = next((each for each in helping if each.kind == route), None if route else next(iter(helping), None))
    why = (way.why,) if way else (f"they said: {route.replace('_', ' ')}" if route else "nothing may be asked for",)
    return Decision(answer=REFER, say=way.say if way else REFERRED, why=why, way=way)


def _word(kind: str, matter: Matter, transcript: Transcript, odds: Odds | None) -> Decision:
    """The answer to yes, to no, and to `I cannot`. A yes to what a month can no longer bear is answered anew."""
    ability = ability_of(matter)
    if kind == "nothing":
        question = next_question(matter, ability)
        if question and matter.statement is None:
            return Decision(answer=ASK, say=question, ask=question, why=("what a month can bear is not known",))
        return _helped(ways_of(matter, ability))
    last = next((turn.offers for turn in reversed(transcript) if turn.offers), ())
    if kind == "yes" and last and all(_still_fits(offer, matter, ability) for offer in last):
        return _taken(last[0], matter) if len(last) == 1 else _which(last)
    found = suggest(matter, transcript, odds)
    if not found.headline:
        return Decision(answer=ASK, say=OPEN, ask=OPEN, why=("nothing further may be offered on this call",))
    one, *two = found.headline
    return Decision(
        answer=COUNTERED,
        say=one.say,
        offer=one.offer,
        also=two[0].offer if two else None,
        why=one.why,
        floor_left=one.floor_left,
    )


def _helped(ways: tuple[Way, ...]) -> Decision:
    """To what help there is, and no second demand on this call."""
    found = _referred("", ways)
    return found if found.way else Decision(answer=REFER, say=CANNOT, why=(NO_SECOND,))


def _still_fits(offer: Offer, matter: Matter, ability: Ability) -> bool:
    """Whether an offer is still within what a month can bear, the seat's word and what is owed."""
    fair = _open_part(matter, ability)
    owed = sum(account.balance_cents for account in fair.accounts)
    is_borne = ability.cap_cents is None or offer.peak_cents <= ability.cap_cents
    return is_borne and offer.owed_cents == owed and SEATS.index(offer.role) <= SEATS.index(matter.role)


def _taken(offer: Offer, matter: Matter) -> Decision:
    from callassist.offering import clause

    say = f"Thank you. So that is {clause(offer, matter.today)}. Shall I set that up?"
    return Decision(answer=ACCEPT, say=say, offer=offer, why=("they took what was offered",))


def _which(last: tuple[Offer, ...]) -> Decision:
    return Decision(answer=ASK, say=WHICH, ask=WHICH, offer=last[0], also=last[1])


def _words(accounts: Sequence[Account]) -> tuple[str, ...]:
    """What must be said, or borne in mind, before money on an old debt."""
    old = [account for account in accounts if account.is_time_barred]
    return (*([OLD] if old else ()), *([REVIVES] if any(account.revives for account in old) else ()))
