"""A case's history in words: one line an event that a collector would want to read, newest last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import asdict

from callassist import events as ev
from callassist.calendars import local_clock, local_day
from callassist.casefile import CaseFile, Entry, debt_stream
from callassist.decide_medical import dated
from callassist.identity import WORDS
from callassist.kinds import in_words
from callassist.money import format_cents
from callassist.rules import BLOCK, SAID_OF

PEOPLE: Final[Mapping[str, str]] = {
    "household": "somebody of the household",
    "unknown": "somebody who does not know them",
    "wrong_number": "a wrong number",
    "child": "a child",
    "coworker": "a co-worker",
    "facility": "a facility",
}


WRITTEN: Final[Mapping[str, str]] = {
    "mail": "letter",
    "email": "e-mail",
    "text": "text",
    "portal": "message in the portal",
}
CHECKED: Final[Mapping[str, str]] = {
    "place_call": "a call",
    "text": "a text",
    "email": "an e-mail",
    "letter": "a letter",
}
"""What the rules were asked about, by the action of a check."""
LEAVE: Final[Mapping[str, str]] = {
    "call": "said we may call",
    "prerecorded": "may be rung by a recorded voice",
    "autodial": "may be rung by a dialler",
    "text": "may be texted",
    "email": "may be e-mailed",
    "electronic_notice": "takes notices electronically",
    "third_party": "somebody else may be told",
}

WORDS_OF_THEIRS: Final = (
    ev.NoteWritten,
    ev.MessageReceived,
    ev.RestrictionLifted,
    ev.ConsentRevoked,
    ev.ComplaintMade,
    ev.ComplaintAnswered,
    ev.CaseSkipped,
    ev.TraceRefused,
    ev.NoticeWithdrawn,
    ev.RequestWithdrawn,
    ev.AuthorityEnded,
    ev.DebtDisputed,
)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of history: of which kind of event, and about which debts, none when it is of the person.

    `is_words` marks what somebody said or wrote in words of their own.
    """

    at: datetime
    actor: str
    text: str
    kind: type[ev.Event]
    debts: tuple[int, ...] = ()
    is_words: bool = False


def timeline(case: CaseFile, entries: Iterable[Entry], zone: str) -> tuple[Line, ...]:
    """The lines of a case in the order of their time, of the line of business that a call speaks for.

    Callbacks are on the clock of `zone`. Whatever may be on it for somebody else is in heard.py. A note that was undone
    with its outcome is left out: once it is saved again it would stand there twice.
    """
    spoken = {debt_stream(debt.id) for debt in case.debts if debt.line == case.line}
    kept = {note.id for note in case.consumer.notes}
    told = (
        Line(
            at=e.at,
            actor=e.actor,
            text=text,
            kind=type(e.event),
            debts=_about(e),
            is_words=isinstance(e.event, WORDS_OF_THEIRS),
        )
        for e in entries
        if (e.stream in spoken or not e.stream & 1)
        and (e.seq in kept or not isinstance(e.event, ev.NoteWritten))
        and (text := _told(case, e, zone))
    )
    return tuple(sorted(told, key=lambda line: line.at))


def _about(entry: Entry) -> tuple[int, ...]:
    """The debts of an event: the one in whose journal it stands, else those that it names."""
    if entry.stream & 1:
        return (entry.stream >> 1,)
    if isinstance(entry.event, ev.PromiseMade):
        return tuple(share.debt for share in entry.event.shares)
    if isinstance(entry.event, ev.DealAccepted | ev.ApprovalAsked):
        return tuple(debt for debt, _ in entry.event.terms.shares)
    if isinstance(entry.event, ev.OffersMade):
        return tuple(dict.fromkeys(debt for offer in entry.event.offers for debt, _ in offer.shares))
    return getattr(entry.event, "debts", ())


def clock(line: Line, zone: str) -> str:
    """When, on the consumer's own clock."""
    return f"{line.at.astimezone(ZoneInfo(zone)):%d %b %y %H:%M}"


def _told(case: CaseFile, entry: Entry, zone: str) -> str:
    if entry.stream & 1:
        account = next((debt.account for debt in case.debts if debt.id == entry.stream >> 1), "?")
        said = _OF_DEBT.get(type(entry.event))
        return f"{account}: {said(entry.event)}" if said else ""
    if isinstance(entry.event, ev.CallbackSet):
        return _callback(entry.event, zone)
    telling = _OF_PERSON.get(type(entry.event))
    return telling(case, entry.event) if telling else ""


def _called(case: CaseFile, event: ev.CallPlaced) -> str:
    point = case.consumer.contact_at(event.row)
    if point and point.relation:
        return f"asked a third party ({point.relation}) where they are"
    return f"called {point.kind} ..{point.number % 10_000:04d}" if point else "called"


def _fact(case: CaseFile, row: int) -> str:
    """What kind of fact a row holds, as far as it is still in use: never what it says."""
    consumer = case.consumer
    kinds = {
        "the name or birth date": {consumer.person_row, *(name.row for name in consumer.former)},
        "a number": {point.row for point in (*consumer.numbers, *consumer.past_numbers)},
        "an address": {place.row for place in (*consumer.places, *consumer.past_places)},
        "an e-mail address": {point.row for point in consumer.emails},
        "the employer": {job.row for job in consumer.employers},
    }
    return next((kind for kind, rows in kinds.items() if row in rows), "a fact")


def _fact_added(case: CaseFile, event: ev.FactAdded) -> str:
    """Numbers and whom else to ask have lines of their own where they are told; this is for what was edited."""
    return f"changed {_fact(case, event.row)}, after {event.source}: {event.why}" if event.why else ""


def _linked(case: CaseFile, event: ev.LinkAccepted) -> str:
    where = "its debts came here" if event.into == case.id else "the debts went there"
    return f"C{event.other} was taken for the same person: {where}"


def _checked(_case: CaseFile, event: ev.CheckMade) -> str:
    """Only what is out of the ordinary: that rules stopped it, or that somebody went on in spite of them."""
    if event.overridden:
        return f"called in spite of {' and '.join(event.overridden)} ({event.by_role}): {event.why}"
    what = CHECKED.get(event.action, in_words(event.action))
    stops = dict.fromkeys(each.rule for each in event.found if each.effect == BLOCK)
    return f"rules stop {what}: {', '.join(stops)}" if event.effect == BLOCK else ""


def _verified(_: CaseFile, event: ev.IdentityVerified) -> str:
    """By which facts; of one who speaks for the consumer, as what."""
    by = " and ".join(WORDS.get(factor, factor) for factor in event.factors)
    as_what = "" if event.speaker == "consumer" else f" of the {event.speaker.replace('_', ' ')}"
    return f"identity{as_what} verified by {by}"


def _callback(event: ev.CallbackSet, zone: str) -> str:
    asked = PEOPLE.get(event.asked_by, event.asked_by)
    return f"callback set for {local_day(event.at, zone):%a %d %b} {local_clock(event.at, zone)} ({asked})"


def _until(case_word: str, until: date | None) -> str:
    return f"{case_word.replace('_', ' ')}{f' until {until:%d %b %Y}' if until else ''}"


def _spoken(kind: str) -> str:
    return kind.replace("_", " ")


def _of_notice(case: CaseFile, notice: int) -> str:
    held = next((each for each in case.consumer.notices if each.id == notice), None)
    return f", {_spoken(held.kind)}" if held else ""


def _leave(event: ev.ConsentGiven) -> str:
    """For what, and to whom when it was not to us."""
    whose = "" if event.given_to == "us" else f"{event.given_to} has leave: "
    return f"{whose}{LEAVE[event.medium]}"


def _plain(kind: str) -> str:
    return kind.replace("_", " ")


def _last_four(case: CaseFile, row: int) -> str:
    point = case.consumer.contact_at(row)
    return f"{point.number % 10_000:04d}" if point else "?"


def _came_with(rows: tuple[int, ...]) -> str:
    return f"{len(rows)} new on file" if rows else "nothing new"


def _offer(terms: ev.OfferTerms) -> str:
    """An offer in a few words, as `plan, 4 of 45.00 from 01 Dec 2026`."""
    first, count = terms.payments[0], len(terms.payments)
    total = sum(payment.cents for payment in terms.payments)
    if count == 1:
        return f"{in_words(terms.kind)}, {format_cents(total)} by {first.due:%d %b %Y}"
    return f"{in_words(terms.kind)}, {format_cents(total)} in {count} from {first.due:%d %b %Y}"


def _answered(event: ev.OfferAnswered) -> str:
    proposed = event.proposed
    if event.answer != "counter" or proposed is None:
        return f"they said {event.answer}"
    sums = [f"{format_cents(proposed.cents)}"] if proposed.cents else []
    share = [f"{proposed.percent} %"] if proposed.percent else []
    return " ".join(("they propose:", in_words(proposed.kind), *sums, *share))


def _seat(role: str) -> str:
    return SAID_OF.get(role, role)


_OF_DEALS: Final[Mapping[type, Callable[[CaseFile, Any], str]]] = {
    ev.StatementTaken: lambda _, __: "income and spending told",
    ev.OffersMade: lambda _, e: f"offered {' or '.join(_offer(each) for each in e.offers)}",
    ev.OfferAnswered: lambda _, e: _answered(e),
    ev.DealAccepted: lambda _, e: f"agreed: {_offer(e.terms)}, by the word of {_seat(e.by)}",
    ev.DealAuthorised: lambda _, e: f"authorised: {e.how}",
    ev.DealMoved: lambda _, e: f"payment {e.index + 1} moved to {e.due:%d %b %Y}",
    ev.DealCompleted: lambda _, __: "every payment came",
    ev.DealBroken: lambda _, e: f"deal broken: {e.why}",
    ev.DealCancelled: lambda _, e: f"deal taken back: {e.why}",
    ev.DealRenegotiated: lambda _, __: "another deal in its place",
    ev.ApprovalAsked: lambda _, e: f"asked {_seat(e.terms.role)} for {_offer(e.terms)}",
    ev.ApprovalGiven: lambda _, e: f"granted by {_seat(e.by_role)}{f': {e.why}' if e.why else ''}",
    ev.ApprovalRefused: lambda _, e: f"refused by {_seat(e.by_role)}: {e.why}",
}
_OF_PERSON: Final[Mapping[type, Callable[[CaseFile, Any], str]]] = {
    ev.CaseFound: lambda _, e: f"found by a search for {e.purpose}, by {', '.join(e.by) or 'hand'}",
    ev.LinkSuggested: lambda _, e: f"C{e.other} may be the same person",
    ev.LinkAccepted: _linked,
    ev.LinkRefused: lambda _, e: f"C{e.other} is somebody else",
    ev.FactCorrected: lambda case, e: f"corrected {_fact(case, e.row)}, after {e.source}{e.why and f': {e.why}'}",
    ev.FactAdded: _fact_added,
    ev.CallPlaced: _called,
    ev.CheckMade: _checked,
    ev.CallReceived: lambda _, __: "they called us",
    ev.IdentityVerified: _verified,
    ev.IdentityRefused: lambda _, e: f"would not verify; offered {e.instead.replace('_', ' ')}",
    ev.ThirdPartyAnswered: lambda _, e: f"answered by {PEOPLE.get(e.who, e.who)}",
    ev.SpeakerNamed: lambda _, e: f"{in_words(e.relation)} on the line",
    ev.AuthorityGiven: lambda _, e: _until(f"{in_words(e.kind)} of the {in_words(e.relation)}", e.until),
    ev.AuthorityEnded: lambda _, e: f"authority ended: {e.why}",
    ev.OutcomeLogged: lambda _, e: f"{e.code}, talked {e.talk_seconds // 60}:{e.talk_seconds % 60:02d}",
    ev.OutcomeRetracted: lambda _, __: "outcome undone",
    ev.NoteWritten: lambda case, e: f"note: {case.texts.get(e.row, '')}",
    ev.RestrictionPlaced: lambda _, e: _until(e.kind, e.until),
    ev.RestrictionLifted: lambda _, e: f"restriction lifted: {e.why}",
    ev.ConsentGiven: lambda _, e: _until(_leave(e), e.until),
    ev.ConsentRevoked: lambda _, e: f"leave taken back: {e.words}",
    ev.MessageSent: lambda _, e: f"{WRITTEN[e.medium]} sent{f' ({_plain(e.kind)})' if e.kind else ''}",
    ev.MessageReceived: lambda _, e: f"{WRITTEN[e.medium]} from them{f': {e.words}' if e.words else ''}",
    ev.NumberChecked: lambda case, e: f"number ..{_last_four(case, e.row)} looked up: {e.result}",
    ev.PromiseMade: lambda _, e: f"promised {format_cents(sum(s.cents for s in e.shares))} by {e.due:%d %b %Y}",
    ev.PromiseBroken: lambda _, __: "promise broken",
    ev.PromiseKept: lambda _, __: "promise kept",
    ev.LetterSent: lambda _case, _event: "letter sent",
    ev.LetterRequested: lambda _, e: f"letter: {e.kind.replace('_', ' ')}",
    ev.NoticeSent: lambda _, e: f"notice sent, {_spoken(e.kind)}, {e.on:%d %b %Y}",
    ev.NoticeReturned: lambda case, e: f"notice came back{_of_notice(case, e.notice)}, {e.on:%d %b %Y}",
    ev.NoticeWithdrawn: lambda _, e: f"notice withdrawn: {e.why}",
    ev.RequestMade: lambda _, e: f"asked {'in writing' if e.is_written else 'aloud'}: {_spoken(e.kind)}",
    ev.RequestAnswered: lambda _, e: f"request answered, {_spoken(e.how)}" if e.how else "request answered",
    ev.RequestWithdrawn: lambda _, e: f"request withdrawn: {e.why}",
    ev.ComplaintMade: lambda case, e: f"complaint ({e.kind}): {case.texts.get(e.row, '')}",
    ev.ComplaintAnswered: lambda _, e: f"complaint {e.step}{f', {e.words}' if e.words else ''}",
    ev.CaseSkipped: lambda _, e: f"skipped: {e.why}",
    ev.DisclosureGiven: lambda _, e: f"said: {e.kind.replace('-', ' ')}",
    ev.TraceRequested: lambda _, e: f"{e.vendor} asked where they are",
    ev.TraceReceived: lambda _, e: f"{e.vendor} answered where they are, grade {e.grade or '?'}",
    ev.TraceAccepted: lambda _, e: f"trace accepted{' by itself' if e.by_itself else ''}, {_came_with(e.rows)}",
    ev.TraceRefused: lambda _, e: f"trace refused: {e.why}",
    ev.TraceTried: lambda _, e: f"tried to find them ({in_words(e.step)}): {e.words}",
    ev.PlaceMarked: lambda _, e: f"an address marked {e.standing}, {e.on:%d %b %Y}: {e.why}",
    ev.NumberMarked: lambda _, e: f"a number marked {e.standing.replace('_', ' ')}",
    **_OF_DEALS,
}
_OF_DEBT: Final[Mapping[type, Callable[[Any], str]]] = {
    ev.DebtAmended: lambda e: f"cover amended, after {e.source}" if e.source else "",
    ev.DebtPlaced: lambda e: f"placed by {e.client}, {format_cents(e.balance_cents)}",
    ev.BalanceChanged: lambda e: f"balance {format_cents(e.was_cents)} -> {format_cents(e.balance_cents)}",
    ev.PaymentReported: lambda e: f"paid {format_cents(e.amount_cents)}",
    ev.DebtDisputed: lambda e: f"disputed{f', {e.reason}' if e.reason else ''}",
    ev.DebtDated: lambda e: dated({name: value for name, value in asdict(e).items() if value}),
    ev.DebtFurnished: lambda e: f"reported to a credit bureau on {e.on:%d %b %Y}",
    ev.DebtUnfurnished: lambda e: f"report deleted on {e.on:%d %b %Y}",
    ev.DebtRecalled: lambda _: "taken back by the client",
    ev.DebtClosed: lambda e: f"closed, {e.why}",
}
