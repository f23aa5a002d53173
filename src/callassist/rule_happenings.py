"""What has happened in a rule's case, from its shapes to the events of journals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from callassist import dossier as rec
from callassist import events as ev
from callassist.designations import parse
from callassist.errors import BadInput
from callassist.kinds import LOCATION, RELATIONS, WRITTEN
from callassist.money import allocate_cents
from callassist.rule_settings import windows
from callassist.rule_shapes import (
    Given,
    GivenCall,
    GivenDeal,
    GivenDebt,
    GivenLimit,
    GivenMessage,
    GivenNotice,
    GivenRequest,
    GivenStatement,
    Moments,
)

RESULTS: Final[Mapping[str, tuple[str, bool, bool]]] = {
    "no answer": ("none", True, False),
    "voicemail": ("none", True, False),
    "dropped": ("none", True, False),
    "busy": ("none", False, False),
    "not in service": ("none", False, False),
    "wrong number": ("wrong", True, False),
    "third party": ("third", True, False),
    "conversation": ("right", True, True),
}
"""How a call ended: who was reached, whether it connected, whether it was a conversation. '' is still open."""
WEEK, MONTH = 7, 31
Happening = tuple[datetime, tuple[ev.Event, ...]]


class Teller:
    """Tells one case. `when` reads a moment, `row_of` gives the row of a number, or of an address when one is named."""

    def __init__(
        self, given: Given, line: str, when: Callable[[str], datetime], row_of: Callable[[int, int], int]
    ) -> None:
        self.given = given
        self.line = line
        self.when = when
        self.row_of = row_of

    def happenings(self) -> Iterator[Happening]:
        """Everything that has a moment: when, and its events in order."""
        yield from self._calls()
        yield from self._limits()
        yield from self._leave()
        yield from self._written()
        yield from self._records()

    def _debts(self, named: tuple[int, ...] | None) -> tuple[int, ...]:
        """All of them unless some are named."""
        return tuple(range(1, len(self.given.debts) + 1)) if named is None else named

    # ── calls ──

    def _calls(self) -> Iterator[Happening]:
        for call in self.given.calls:
            for at in _each(call.at):
                yield self.when(at), tuple(self._call(call))

    def _call(self, call: GivenCall) -> Iterator[ev.Event]:
        row = self.row_of(call.number, 0)
        debts = self._debts(call.debts)
        number = int(digits(self.given.numbers[call.number - 1])) if row else 0
        if call.by == "us":
            about = debts if call.about is None else call.about
            yield ev.CallPlaced(row=row, debts=about, line=self.line, purpose=self._purpose(call.number))
        else:
            yield ev.CallReceived(number=number, debts=debts, line=self.line)
        if call.third_party:
            yield ev.ThirdPartyAnswered(call=0, who=call.third_party)
        if call.speaker:
            yield ev.SpeakerNamed(call=0, relation=call.speaker)
        if call.verified:
            yield ev.IdentityVerified(call=0, factors=("dob", "ssn4"), speaker=call.speaker or "consumer")
        for text in call.said:
            kind, _, language = text.partition(" ")
            yield ev.DisclosureGiven(call=0, kind=kind, language=language or call.language)
        if call.result:
            yield _outcome(call, debts)

    def _purpose(self, number: int) -> str:
        """What we ring the n-th number for: somebody else's to ask where the consumer is, and for nothing more."""
        kind = self.given.numbers[number - 1].partition(" ")[0] if number else ""
        return LOCATION if kind in RELATIONS else ""

    # ── limits and leave ──

    def _limits(self) -> Iterator[Happening]:
        for limit in self.given.restrictions:
            yield self.when(limit.at), (self._limit(limit),)
        for statement in self.given.statements:
            yield self.when(statement.at), tuple(self._statement(statement))
        for mark in self.given.marks:
            row = self.row_of(mark.number, 0)
            yield self.when(mark.at), (ev.NumberMarked(row=row, standing=mark.standing, why="learned"),)

    def _limit(self, limit: GivenLimit) -> ev.Event:
        return ev.RestrictionPlaced(
            kind=limit.kind,
            debts=limit.debts,
            row=self.row_of(limit.number, limit.address),
            windows=windows(limit.times, limit.kind),
            until=limit.until,
            words=limit.words,
            is_written=limit.written,
        )

    def _statement(self, told: GivenStatement) -> Iterator[ev.Event]:
        """What they said, as the program reads it; words that it cannot read are no case."""
        heard = parse(told.says, self.when(told.at).date(), is_written=told.medium in WRITTEN)
        if not heard.said:
            what = f"{told.says!r} is not read as a limit"
            raise BadInput(what, "a statement", heard.ask or "write it as a restriction")
        for each in heard.said:
            yield ev.RestrictionPlaced(
                kind=each.kind,
                debts=told.debts,
                row=self.row_of(told.number, 0),
                windows=each.windows,
                until=told.until or each.until,
                words=each.words,
                is_written=told.medium in WRITTEN,
            )

    def _leave(self) -> Iterator[Happening]:
        for consent in self.given.consents:
            event = ev.ConsentGiven(
                debts=consent.debts,
                until=consent.until,
                words="call me",
                row=self.row_of(consent.number, consent.address),
                medium=consent.medium,
                given_to=consent.to,
            )
            yield self.when(consent.at), (event,)
            if consent.revoked:
                yield self.when(consent.revoked), (ev.ConsentRevoked(consent=LAST),)
        for callback in self.given.callbacks:
            row = self.row_of(callback.number, 0)
            asked = ev.CallbackSet(at=self.when(callback.on), row=row, asked_by=callback.by)
            yield self.when(callback.at), (asked,)
        for authority in self.given.authorities:
            given = ev.AuthorityGiven(
                kind=authority.kind,
                relation=authority.relation,
                debts=authority.debts,
                until=authority.until,
                is_written=authority.written,
            )
            yield self.when(authority.at), (given,)

    # ── what was written ──

    def _written(self) -> Iterator[Happening]:
        for message in self.given.messages:
            for at in _each(message.at):
                yield self.when(at), (self._message(message),)
        for notice in self.given.notices:
            yield self.when(f"{notice.on}T12:00"), tuple(self._notice(notice))
        for letter in self.given.letters:
            asked = self.when(letter.at)
            yield asked, (ev.LetterRequested(kind=letter.kind, not_before=asked, debts=self._debts(letter.debts)),)

    def _message(self, message: GivenMessage) -> ev.Event:
        row = self.row_of(message.number, message.address)
        if message.by == "them":
            return ev.MessageReceived(medium=message.medium, row=row)
        debts = self._debts(message.debts)
        return ev.MessageSent(medium=message.medium, row=row, debts=debts, kind=message.kind)

    def _notice(self, notice: GivenNotice) -> Iterator[ev.Event]:
        debts = self._debts(notice.debts)
        yield ev.NoticeSent(kind=notice.kind, debts=debts, on=notice.on, medium=notice.medium, ends=notice.ends)
        if notice.returned:
            yield ev.NoticeReturned(notice=LAST, on=notice.returned)

    # ── what was asked for and found out ──

    def _records(self) -> Iterator[Happening]:
        for request in self.given.requests:
            yield self.when(f"{request.on}T12:00"), tuple(self._request(request))
        for promise in self.given.promises:
            cents = promise.amount * 100
            shares = tuple(ev.Share(debt=debt, cents=cents) for debt in self._debts(promise.debts))
            yield self.when(promise.at), (ev.PromiseMade(shares=shares, due=promise.due),)
        for deal in self.given.deals:
            yield from self._deal(deal)
        for complaint in self.given.complaints:
            made = ev.ComplaintMade(kind=complaint.kind, row=0)
            answers = () if complaint.step == "open" else (ev.ComplaintAnswered(complaint=LAST, step=complaint.step),)
            yield self.when(complaint.at), (made, *answers)
        for check in self.given.checks:
            row = self.row_of(check.number, 0)
            yield self.when(f"{check.on}T12:00"), (ev.NumberChecked(row=row, on=check.on, result=check.result),)

    def _deal(self, deal: GivenDeal) -> Iterator[Happening]:
        at, debts = self.when(deal.at), self._debts(deal.debts)
        cents = deal.amount * 100
        days = (at.date() + timedelta(days=WEEK + MONTH * index) for index in range(deal.payments))
        payments = tuple(ev.Instalment(due=day, cents=cents) for day in days)
        parts = allocate_cents(cents, [1] * len(debts))
        shares = tuple((debt, part * deal.payments) for debt, part in zip(debts, parts, strict=True))
        terms = ev.OfferTerms(kind="plan", payments=payments, owed_cents=cents * deal.payments, shares=shares)
        yield at, (ev.DealAccepted(call=0, terms=terms, parts=(tuple(parts),) * deal.payments),)
        if deal.broken:
            yield self.when(deal.broken), (ev.DealBroken(deal=LAST, why="a payment did not come"),)

    def _request(self, request: GivenRequest) -> Iterator[ev.Event]:
        yield ev.RequestMade(
            kind=request.kind,
            debts=self._debts(request.debts),
            on=request.on,
            is_written=request.written,
            is_new=request.new,
        )
        if request.answered:
            yield ev.RequestAnswered(request=LAST, on=request.answered)


LAST: Final = -1
"""Stands for the number of the event just told, which is not known before all are in order."""
BEGINS: Final[Mapping[type, str]] = {ev.ConsentGiven: "consent", ev.DealAccepted: "deal"}
"""What may be answered much later: the newest of its kind is meant."""
ANSWERS: Final = {
    ev.DealBroken: "deal",
    ev.NoticeReturned: "notice",
    ev.RequestAnswered: "request",
    ev.ComplaintAnswered: "complaint",
    ev.ConsentRevoked: "consent",
}


def _each(at: Moments) -> tuple[str, ...]:
    return (at,) if isinstance(at, str) else at


def _outcome(call: GivenCall, debts: tuple[int, ...]) -> ev.Event:
    if call.result not in RESULTS:
        what = f"{call.result!r} is no result of a call"
        raise BadInput(what, "a call", f"write one of {', '.join(RESULTS)}")
    reached, is_connected, is_conversation = RESULTS[call.result]
    return ev.OutcomeLogged(
        call=0,
        code=call.code or call.result.upper(),
        debts=debts,
        reached=reached,
        is_connected=is_connected,
        is_conversation=is_conversation,
    )


# ── what came with the placement files ──


def placed(debt: int, given: GivenDebt) -> ev.Event:
    """A debt as its client placed it."""
    return ev.DebtPlaced(
        client=given.client,
        account=f"A-{debt}",
        balance_cents=given.balance * 100,
        line=given.line,
        creditor=given.client,
        facility=given.facility,
        service=given.service,
        itemised=given.itemised,
        placed=given.placed,
        last_paid=given.last_paid,
    )


def details(given: GivenDebt) -> rec.Row:
    """The personal side of a debt; `patient` is a first and a last name."""
    first, _, last = given.patient.partition(" ")
    return rec.DebtDetails(
        insurance_type=given.insurance,
        insurance_status=given.insurance_status,
        patient_first=first,
        patient_last=last,
    )


def digits(text: str) -> str:
    """The digits of a number with its country's code."""
    found = "".join(char for char in text.partition(" ")[2] if char.isdigit())
    return found if "+" in text else f"1{found}"


def phone(text: str) -> rec.Row:
    """A number written as `cell 614-555-0101`, or `cell +44 20 7946 0000` when it is foreign.

    One of somebody else begins with who they are to the consumer, one of kinds.RELATIONS: `relative 614-555-0101`.
    """
    kind, number = text.partition(" ")[0], int(digits(text))
    if kind in RELATIONS:
        return rec.Acquaintance(number=number, relation=kind)
    return rec.Phone(number=number, kind=kind)
