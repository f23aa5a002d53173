"""What was kept of a call, told from the journal alone: for the note, and to be read back before goodbye.

Nothing is guessed: whatever is not in the journal is not told. A fact carries who may hear it, and the note of a call
on which nobody was verified has no word of a debt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import msgspec

from callassist.calendars import local_clock, local_day
from callassist.casefile import Call, CaseFile
from callassist.deals import Deal, Round
from callassist.events import Instalment, OfferTerms
from callassist.identity import BY
from callassist.kinds import ANSWERS, CLAIMS, in_words, listed
from callassist.money import format_cents
from callassist.plain_words import LIMITS, day_words, windows_words
from callassist.speakers import CONSUMER, THROUGH

ANYONE, PERSON, DEBT = "anyone", "person", "debt"
"""Who may hear a fact: whoever said it themselves; the consumer alone; whoever may hear the sums of its debts."""
AMOUNT: Final = "disclose_amount"
OPENING: Final = "So I wrote down: "
FEW: Final = 4
"""So many payments are told one by one; of more, the first and the last."""
NEUTRAL: Final = ("recording-notice", "transcription-notice", "location-call", "language-offer")
"""Statements whose names tell nothing of a debt: what a note may name while nobody was verified."""
OF_DEBTS: Final = frozenset({*CLAIMS, "hold"})
"""Limits that say of a debt what it is."""
SPOKEN_LIMITS: Final[Mapping[str, str]] = {
    "do_not_call": "we do not call you any more",
    "cease": "we do not contact you any more, apart from notices we must send",
    "attorney": "we speak with your attorney only",
    "no_work_calls": "we do not call you at work",
    "no_text": "we send you no texts",
    "no_email": "we send you no e-mails",
    "no_mail": "we send you no letters",
    "no_voicemail": "we leave you no messages",
    "inconvenient_place": "we do not call you at that place",
    "confidential": "we reach you only in the way you named",
    "insurance_pending": "we wait for your insurance to answer",
    "appeal_pending": "we wait for the answer to your appeal",
    "workers_comp": "we wait for workers' compensation to answer",
    "liability": "we wait for whoever is liable to answer",
    "medicaid_pending": "we wait for Medicaid to decide",
    "assistance_pending": "we wait for the answer to your application for help",
}
ASKED: Final[Mapping[str, str]] = {
    "dispute": "you dispute it",
    "original_creditor": "you asked who the bill is from",
    "itemised": "you asked for an itemised bill",
    "documents": "you asked for papers that show it",
    "assistance": "you asked for help with the bill",
    "amendment": "you asked to have your record changed",
    "records": "you asked for your records",
}
LEAVE: Final[Mapping[str, str]] = {
    "call": "we may call you",
    "text": "we may text you",
    "email": "we may e-mail you",
    "prerecorded": "a recorded voice may call you",
    "autodial": "a dialler may call you",
    "electronic_notice": "we may send notices electronically",
    "third_party": "we may speak with the person you named",
}


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the journal has of a call: `noted` for the note, `said` to be read back ('' when it is not).

    `hears` is one of ANYONE, PERSON and DEBT; `debts` are those whose sums it tells; `is_of_debt` says that it tells
    of one at all.
    """

    noted: str
    said: str = ""
    hears: str = PERSON
    debts: tuple[int, ...] = ()
    is_of_debt: bool = False

    def __repr__(self) -> str:
        """Who may hear it, nothing of it."""
        return f"Fact({self.hears})"


def noted(case: CaseFile, call: Call | None, zone: str) -> str:
    """The facts of a call as sentences of a note, on the clock of `zone`; '' without any."""
    if call is None:
        return ""
    facts = (fact for fact in facts_of(case, call, zone) if fact.noted)
    return " ".join(f"{_capital(fact.noted)}." for fact in facts if call.verified or not fact.is_of_debt)


def recap(case: CaseFile, call: Call, heard: Mapping[int, frozenset[str]], zone: str) -> str:
    """One sentence to read out before goodbye; '' when there is nothing of it that this speaker may hear.

    `heard` has by debt what whoever is speaking may hear (hearing.may_hear).
    """
    said = dict.fromkeys(fact.said for fact in facts_of(case, call, zone) if fact.said and _is_for(fact, call, heard))
    return f"{OPENING}{'; '.join(said)}. Is that right?" if said else ""


def _is_for(fact: Fact, call: Call, heard: Mapping[int, frozenset[str]]) -> bool:
    """Whether whoever is on the call may hear a fact."""
    if fact.hears == ANYONE:
        return True
    if not call.verified or call.third_party:
        return False
    if fact.is_of_debt and not any(heard.values()):
        return False
    if not all(AMOUNT in heard.get(debt, ()) for debt in fact.debts):
        return False
    return fact.hears == DEBT or call.speaker in THROUGH


# ── what the journal has of it ──


class _Of(msgspec.Struct, frozen=True, kw_only=True):
    """A call, where it ended in the journal, and the clock of the consumer."""

    case: CaseFile
    call: Call
    zone: str

    @property
    def today(self) -> date:
        return local_day(self.call.at, self.zone)

    def has(self, number: int) -> bool:
        """Whether what was written under that number of the journal was written on this call."""
        later = (call.id for call in self.case.consumer.calls if call.id > self.call.id)
        return self.call.id < number < min(later, default=number + 1)

    def day(self, day: date) -> str:
        return day_words(day, self.today)


def facts_of(case: CaseFile, call: Call, zone: str) -> tuple[Fact, ...]:
    """Everything the journal has of a call, in the order of a note."""
    of = _Of(case=case, call=call, zone=zone)
    parts = (_speaker, _statements, _limits, _requests, _told, _offers, _deals, _promises, _leave, _callbacks, _upset)
    return tuple(fact for part in parts for fact in part(of))


def _speaker(of: _Of) -> Iterator[Fact]:
    call = of.call
    who = "the consumer" if call.speaker == CONSUMER else f"the {in_words(call.speaker)}"
    if call.verified:
        yield Fact(noted=f"spoke with {who}, verified by {listed(BY.get(each, each) for each in call.verified)}")
    elif call.speaker not in THROUGH and not call.third_party:
        yield Fact(noted=f"spoke with {who}, not verified")
    if call.refused:
        yield Fact(noted=f"offered instead: {in_words(call.refused)}")


def _statements(of: _Of) -> Iterator[Fact]:
    call = of.call
    given = call.disclosures if call.verified else tuple(each for each in call.disclosures if each in NEUTRAL)
    if given:
        yield Fact(noted=f"read out: {', '.join(each.replace('-', ' ') for each in dict.fromkeys(given))}")


def _limits(of: _Of) -> Iterator[Fact]:
    for placed in of.case.consumer.restrictions:
        if of.has(placed.id):
            if placed.kind == "inconvenient_time":
                when = windows_words(placed.windows)
                yield Fact(noted=f"calls only {when}", said=f"we call you only {when}", hears=ANYONE)
            elif placed.kind == "do_not_call" and placed.row:
                said = "we do not call this number any more" if placed.row == of.call.row else ""
                yield Fact(noted="no more calls to that number", said=said, hears=ANYONE)
            else:
                told = LIMITS.get(placed.kind, in_words(placed.kind)).rstrip(".")
                is_of_debt = placed.kind in OF_DEBTS
                yield Fact(noted=told, said=SPOKEN_LIMITS.get(placed.kind, ""), is_of_debt=is_of_debt)


def _requests(of: _Of) -> Iterator[Fact]:
    for made in of.case.consumer.requests:
        if of.has(made.id):
            what = "disputed" if made.kind == "dispute" else f"asked for: {in_words(made.kind)}"
            about = _accounts(of.case, made.debts)
            yield Fact(noted=f"{what}{about}", said=ASKED.get(made.kind, ""), is_of_debt=True)


def _told(of: _Of) -> Iterator[Fact]:
    if any(each.call == of.call.id for each in of.case.consumer.statements):
        yield Fact(noted="income and spending were told", said="what you told of income and spending", is_of_debt=True)


def _offers(of: _Of) -> Iterator[Fact]:
    rounds = [each for each in of.case.consumer.rounds if each.call == of.call.id]
    for each in rounds[-FEW:]:
        yield Fact(noted=_round(of, each), is_of_debt=True)


def _round(of: _Of, each: Round) -> str:
    answer = ANSWERS.get(each.answer, "")
    if not each.offers:
        return answer
    offered = f"offered {' or '.join(_terms(of, terms) for terms in each.offers)}"
    return f"{offered}; {answer}" if answer else offered


def _deals(of: _Of) -> Iterator[Fact]:
    for deal in of.case.consumer.deals:
        if deal.call == of.call.id and deal.is_live:
            how = f", {deal.how}" if deal.how else ""
            yield Fact(
                noted=f"agreed: {in_words(deal.terms.kind)}, {_schedule(of, deal.terms.payments)}{how}",
                said=_agreed(of, deal),
                hears=DEBT,
                debts=deal.debts,
                is_of_debt=True,
            )


def _agreed(of: _Of, deal: Deal) -> str:
    return f"you pay {_schedule(of, deal.terms.payments)}{f', {deal.how}' if deal.how else ''}"


def _promises(of: _Of) -> Iterator[Fact]:
    for made in of.case.consumer.promises:
        if of.has(made.id) and not made.deal and made.state == "open":
            what = f"${format_cents(made.total_cents)} by {of.day(made.due)}"
            debts = tuple(share.debt for share in made.shares)
            yield Fact(noted=f"promised {what}", said=f"you pay {what}", hears=DEBT, debts=debts, is_of_debt=True)


def _leave(of: _Of) -> Iterator[Fact]:
    consumer = of.case.consumer
    for each in consumer.consents:
        if of.has(each.id):
            until = of.day(each.until)
            what = LEAVE.get(each.medium, in_words(each.medium))
            yield Fact(noted=f"leave given ({in_words(each.medium)}) until {until}", said=f"{what} until {until}")
    for each in consumer.past_consents:
        if of.has(each.ended):
            yield Fact(noted=f"leave taken back ({in_words(each.medium)})")
    for given in consumer.authorities:
        if of.has(given.id):
            who = in_words(given.relation)
            yield Fact(
                noted=f"the {who} may speak or hear for them ({in_words(given.kind)})",
                said=f"we may speak with your {who}",
                is_of_debt=True,
            )


def _callbacks(of: _Of) -> Iterator[Fact]:
    for each in of.case.consumer.callbacks:
        if of.has(each.id):
            when = f"{of.day(local_day(each.at, of.zone))} {local_clock(each.at, of.zone)}"
            yield Fact(noted=f"call back {when}", said=f"we call back {when}", hears=ANYONE)


def _upset(of: _Of) -> Iterator[Fact]:
    for each in of.case.consumer.complaints:
        if of.has(each.id):
            yield Fact(noted=f"complained ({in_words(each.kind)})", said="your complaint, which we will answer")


# ── in words ──


def _terms(of: _Of, terms: OfferTerms) -> str:
    return f"{in_words(terms.kind)} of {_schedule(of, terms.payments)}"


def _schedule(of: _Of, payments: Iterable[Instalment]) -> str:
    """All payments one by one; of many, how many there are, the first and the last."""
    due = tuple(payments)
    if len(due) <= FEW:
        return listed(f"${format_cents(each.cents)} on {of.day(each.due)}" for each in due)
    first, last, total = due[0], due[-1], format_cents(sum(each.cents for each in due))
    ends = f"first ${format_cents(first.cents)} on {of.day(first.due)}, last ${format_cents(last.cents)}"
    return f"${total} in {len(due)} payments, {ends} on {of.day(last.due)}"


def _accounts(case: CaseFile, debts: Iterable[int]) -> str:
    accounts = [debt.account for debt in case.debts if debt.id in set(debts)]
    return f" ({', '.join(accounts)})" if accounts else ""


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
