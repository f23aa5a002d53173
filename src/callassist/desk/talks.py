"""Talks about money out of the journals: what was known when they began, what was offered and answered, what was kept.

Each is read as it stood: the journals up to the first offer of the call, judged as of then by the handbook of today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from callassist import events as ev
from callassist.ability import ability_of
from callassist.bargains import Matter, Offer, Turn
from callassist.casefile import Call, CaseFile, DossierRow, Entry, consumer_stream
from callassist.deals import Deal, Round
from callassist.disparity import AGE, LANGUAGE, PAYER, UNKNOWN, ZIP, First, Met, age_band
from callassist.handbook import Handbook
from callassist.journal import fold
from callassist.matters import as_counter, as_offer, matter_of, payer_of
from callassist.standards import Standards
from callassist.store import Store
from callassist.survey import glance

if TYPE_CHECKING:
    from callassist.odds import Odds
    from callassist.talks import Talk

Span = tuple[datetime, datetime]
RoleOf = Callable[[str], str]
Journals = tuple[Sequence[DossierRow], Sequence[Entry]]
HUNG_UP: Final = "RPC-HU"
"""The outcome of a call that the person ended, once it was known who they were."""
DECIDED: Final = ("kept", "broken")
SELF_PAY: Final = "self_pay"


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """One call on which an offer was made: the case as it is now, the matter as it then was, what was said."""

    case: CaseFile
    call: Call
    matter: Matter
    rounds: tuple[Round, ...]
    deal: Deal | None = None

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was offered and what came back, oldest first."""
        return tuple(
            Turn(
                offers=tuple(as_offer(each) for each in made.offers),
                answer=made.answer or "offered",
                counter=as_counter(made.proposed) if made.proposed else None,
            )
            for made in self.rounds
        )


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """What a disparity report is made of."""

    people: tuple[Met, ...]
    firsts: tuple[First, ...]


def log_of(store: Store, handbook: Handbook) -> Iterator[Talk]:
    """Every talk about money on file, by case; reads every case, one after the other."""
    for number in store.scan():
        rows, entries = store.load(number)
        for spoken in _spoken(number, (rows, entries), handbook, lambda _: "collector"):
            yield _talk(spoken)


def month_of(store: Store, handbook: Handbook, span: Span, role_of: RoleOf, odds: Odds | None = None) -> Month:
    """Who was spoken with from a moment until before another, and the first offers of each; reads every case."""
    people: list[Met] = []
    firsts: list[First] = []
    seats = cache(role_of)
    for number in store.scan():
        rows, entries = store.load(number)
        case = fold(number, rows, entries)
        if not any(_is_in(span, call.at) and _is_talk(call, case) for call in case.consumer.calls):
            continue
        people.append(_met(case, span))
        talks = _spoken(number, (rows, entries), handbook, seats)
        firsts.extend(_first(each, odds) for each in talks if _is_in(span, each.rounds[0].at))
    return Month(people=tuple(people), firsts=tuple(firsts))


def _is_in(span: Span, at: datetime) -> bool:
    return span[0] <= at < span[1]


# ── a talk as it stood ──


def _spoken(number: int, journals: Journals, handbook: Handbook, role_of: RoleOf) -> Iterator[Spoken]:
    rows, entries = journals
    if not any(isinstance(entry.event, ev.OffersMade) for entry in entries):
        return
    case = fold(number, rows, entries)
    calls = {call.id: call for call in case.consumer.calls}
    for at, held in groupby(case.consumer.rounds, key=lambda made: made.call):
        rounds = tuple(held)
        call, first = calls.get(at), next((made for made in rounds if made.offers), None)
        if call is None or first is None:
            continue
        then = fold(number, rows, _before(entries, consumer_stream(number), first))
        debts = tuple(debt for debt, _ in first.offers[0].shares) or None
        matter = matter_of(glance(then, handbook, first.at), handbook, role_of(call.actor), debts)
        deal = next((each for each in case.consumer.deals if each.call == at), None)
        yield Spoken(case=case, call=call, matter=matter, rounds=rounds, deal=deal)


def _before(entries: Iterable[Entry], home: int, first: Round) -> Iterator[Entry]:
    """The journals up to the first offer: the person's own by number, those of debts by time."""
    return (each for each in entries if (each.seq < first.id if each.stream == home else each.at <= first.at))


def _talk(spoken: Spoken) -> Talk:
    from callassist.talks import Instalment, talk_of

    deal, matter = spoken.deal, spoken.matter
    talk = talk_of(matter, ability_of(matter), spoken.turns, as_offer(deal.terms) if deal else None)
    promises = [each for each in spoken.case.consumer.promises if deal and each.deal == deal.id]
    decided = sorted((each.index, each.due, each.state == "kept") for each in promises if each.state in DECIDED)
    return replace(
        talk,
        instalments=tuple(Instalment(index=index, due=due, is_kept=is_kept) for index, due, is_kept in decided),
        is_hung_up=spoken.call.outcome == HUNG_UP if spoken.call.outcome else None,
    )


# ── for compliance ──


def _is_talk(call: Call, case: CaseFile) -> bool:
    is_right = call.reached == "right" and call.is_conversation
    return is_right or any(made.call == call.id for made in case.consumer.rounds)


def _met(case: CaseFile, span: Span) -> Met:
    consumer, (since, until) = case.consumer, span
    offered = [made.offers for made in consumer.rounds if made.offers and _is_in(span, made.at)]
    due = [p for p in consumer.promises if p.deal and p.state in DECIDED and since.date() <= p.due < until.date()]
    return Met(
        groups=_groups(case, until.date()),
        share=min(sum(p.cents for p in o.payments) / max(1, o.owed_cents) for o in offered[0]) if offered else None,
        is_accepted=any(_is_in(span, deal.at) for deal in consumer.deals),
        is_kept=all(promise.state == "kept" for promise in due) if due else None,
        is_told=any(debt.assistance_told and debt.assistance_told < until.date() for debt in case.debts),
    )


def _groups(case: CaseFile, day: date) -> dict[str, str]:
    """The groups of a person; by payer as their largest debt has it."""
    consumer = case.consumer
    largest = max(case.debts, key=lambda debt: (debt.original_cents, debt.balance_cents, -debt.id), default=None)
    return {
        LANGUAGE: consumer.language or UNKNOWN,
        ZIP: consumer.zip[:3] or UNKNOWN,
        AGE: age_band(consumer.dob, day),
        PAYER: payer_of(largest.details) if largest else SELF_PAY,
    }


def _first(spoken: Spoken, odds: Odds | None) -> First:
    from callassist.negotiation import suggest

    found = suggest(spoken.matter, (), odds)
    first = next(made for made in spoken.rounds if made.offers)
    return First(
        case=spoken.case.id,
        role=spoken.matter.role,
        facts=digest_of(spoken.matter),
        suggested=tuple(sorted(_worded(each.offer) for each in found.headline)),
        made=tuple(sorted(_worded(as_offer(each)) for each in first.offers)),
    )


def digest_of(matter: Matter) -> str:
    """Of all that offers rest on but the numbers of debts, the order they are in and the tables of that day."""
    accounts = sorted((replace(each, id=0) for each in matter.accounts), key=msgspec.json.encode)
    plain = replace(matter, accounts=tuple(accounts), standards=Standards())
    return blake2b(msgspec.json.encode(plain), digest_size=16).hexdigest()


def _worded(offer: Offer) -> str:
    payments = ", ".join(f"{payment.cents} on {payment.due}" for payment in offer.payments)
    return f"{offer.kind}: {payments}"
