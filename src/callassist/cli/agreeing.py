"""Agreeing from the shell, on one's own call: which offer is meant, its read-back, and what is kept of the talk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
import msgspec
from msgspec.structs import replace

from callassist.bargains import (
    ACCEPT,
    ASK_SUPERVISOR,
    COUNTER,
    FULL,
    NO,
    PARTS,
    PLAN,
    SETTLEMENT,
    YES,
    Counter,
    Decision,
    Offer,
    Request,
    Suggestion,
)
from callassist.cli.cases import NotDone, done, in_hand, public, resolve, why_not
from callassist.cli.given import day_of, day_there
from callassist.cli.offers import in_words
from callassist.cli.session import Session
from callassist.commands_deals import AcceptDeal, AnswerOffer, AskApproval, MakeOffers, Renegotiate
from callassist.dealing import fair_part, taken
from callassist.deals import GIVEN
from callassist.handbook import Refused
from callassist.journal import evolve
from callassist.matters import as_offer, as_terms
from callassist.money import format_cents, parse_cents
from callassist.schedules import Payment, due_days

if TYPE_CHECKING:
    from datetime import date

    from callassist.commands import Command
    from callassist.desk import Desk, Opened

F = TypeVar("F", bound=Callable[..., Any])
NOT_ON_A_CALL: Final = "That is for your own open call, with whoever is on it verified."
NOT_YET: Final = "Nothing is agreed yet: read it back, and once they say so repeat the command with --yes."
NO_OFFER: Final = "No offer has that number now; callassist {} lists them."
NONE_GRANTED: Final = "Say which: the number of an offer, --payments or --counter; nothing was granted on this call."
UNREAD: Final = "That could not be read; write it as: 50 a month, half, 200 now and the rest in March."
NOTHING_MORE: Final = "Nothing further is to be offered on this call."
_PAYMENT: Final = re.compile(r"\s*(\S+)\s+on\s+([^,;]+)(?:[,;]|$)")
PAIR: Final = 2


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which offer is meant: its number, exact payments, or their own words. `on` moves its first payment."""

    number: int | None = None
    on: str | None = None
    payments: str | None = None
    counter: str | None = None


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """The call in hand; `replacing` is the deal in whose place another would come, 0 for none."""

    session: Session
    desk: Desk
    opened: Opened
    replacing: int = 0

    def suggestion(self) -> Suggestion:
        """What to offer now, as `offers` lists it."""
        from callassist.desk.offers import suggestion

        desk = self.desk
        return suggestion(self.opened, desk.handbook, desk.seat.role, self.session.odds(), replacing=self.replacing)

    def whole(self, offer: Offer) -> Offer:
        """An offer with its shares and whose word it takes, as far as any debt is open to it."""
        from callassist.desk.offers import matter_of

        desk = self.desk
        matter = fair_part(matter_of(self.opened, desk.handbook, desk.seat.role, replacing=self.replacing), offer)
        return taken(matter, offer).offer if matter.accounts else offer

    def say(self, sentence: str) -> None:
        """What was done on the case."""
        self.session.say(f"{public(self.opened.case.id)}: {sentence}")

    def rehearse(self, commands: tuple[Command, ...]) -> None:
        """Whether all of it would be accepted, before any of it is said or written; NotDone."""
        from callassist.decide import decide

        case, desk = self.opened.case, self.desk
        for command in commands:
            decision = decide(case, command, desk.handbook, desk.clock(), desk.seat.collector)
            if isinstance(decision, Refused):
                raise NotDone(why_not(decision))
            case = evolve(case, decision.entries, decision.rows)


@contextmanager
def on_own_call(session: Session, case: str, deal: int = 0) -> Iterator[Talk]:
    """The talk about a case in hand whose open call is this login's, with whoever is on it verified; NotDone.

    `deal` is one that it is about, 0 for none; its sums are for whoever is on the call to hear.
    """
    desk = session.desk()
    number = resolve(desk.store, case)
    with in_hand(desk, number) as opened:
        call = opened.case.call
        if call is None or not call.verified or call.actor != session.actor:
            raise NotDone(NOT_ON_A_CALL)
        if deal:
            _heard(opened, deal)
        yield Talk(session=session, desk=desk, opened=opened, replacing=deal)


def choices(command: F) -> F:
    """The ways to say which offer is meant, beside its number."""
    for option in (
        click.option("--counter", metavar="WORDS", help='What they propose, as "50 a month".'),
        click.option("--payments", metavar="TEXT", help='Exact payments, as "50 on 2026-12-04, 50 on 2027-01-04".'),
        click.option("--on", metavar="DAY", help="With an offer's number: its first payment falls on that day."),
    ):
        command = option(command)
    return command


yes_flag = click.option("--yes", "is_agreed", is_flag=True, help="They said so: do it. Without it nothing is kept.")


# ── which offer is meant ──


def chosen(talk: Talk, wanted: Wanted) -> tuple[Offer, Counter | None]:
    """The offer that is meant, and what they proposed where they did; NotDone where there is none to agree on."""
    named = [each for each in (wanted.number, wanted.payments, wanted.counter) if each is not None]
    if len(named) > 1 or (wanted.on and wanted.number is None):
        message = "Name one: an offer's number (with --on, if need be), --payments or --counter."
        raise click.UsageError(message)
    if wanted.counter is not None:
        counter, found = proposed(talk, wanted.counter)
        offer = found.request.offer if found.request else found.offer
        if found.answer not in {ACCEPT, ASK_SUPERVISOR} or offer is None:
            raise NotDone(_answer_instead(found))
        return offer, counter
    if wanted.payments is not None:
        return talk.whole(_as_paid(talk, wanted.payments)), None
    if wanted.number is None:
        return _granted(talk), None
    return _numbered(talk, wanted.number, wanted.on), None


def proposed(talk: Talk, words: str) -> tuple[Counter, Decision]:
    """What they propose, as read, and the answer to it; a usage error where it cannot be read."""
    from callassist.desk.offers import decision

    desk = talk.desk
    role, odds = desk.seat.role, talk.session.odds()
    counter, found = decision(talk.opened, desk.handbook, role, words, odds, replacing=talk.replacing)
    if counter.kind == "unclear":
        raise click.BadParameter(UNREAD)
    return counter, found


def _answer_instead(found: Decision) -> str:
    return f"That is nothing to agree on. Answer: {found.say or '; '.join(found.why)}"


def _numbered(talk: Talk, number: int, on: str | None) -> Offer:
    ranked = talk.suggestion().offers
    if not 1 <= number <= len(ranked):
        case = public(talk.opened.case.id)
        lists = f"deals {case} renegotiate {talk.replacing}" if talk.replacing else f"offers {case}"
        raise NotDone(NO_OFFER.format(lists))
    offer = ranked[number - 1].offer
    return talk.whole(_from(offer, day_there(talk.opened, on))) if on else offer


def _from(offer: Offer, first: date) -> Offer:
    """The same payments from another first day: a month apart where each had a month of its own, else as far apart."""
    held = offer.payments
    if len({(each.due.year, each.due.month) for each in held}) == len(held):
        days = [first, *due_days(first, len(held))[1:]]
    else:
        days = [each.due + (first - held[0].due) for each in held]
    return replace(offer, payments=tuple(Payment(due=day, cents=p.cents) for day, p in zip(days, held, strict=True)))


def _as_paid(talk: Talk, text: str) -> Offer:
    """An offer of exactly these payments; what kind it is follows from what is owed."""
    today = talk.opened.verdicts.base.day
    payments = _paid(text, today)
    one, is_several = payments[0].cents, len(payments) > 1
    down = one if is_several and (len(payments) == PAIR or one > payments[1].cents) else 0
    whole = talk.whole(Offer(kind=PLAN, payments=payments, owed_cents=0, down_cents=down))
    is_less = whole.total_cents < whole.owed_cents
    kind = (PARTS if is_several else SETTLEMENT) if is_less else (PLAN if is_several else FULL)
    return Offer(kind=kind, payments=payments, owed_cents=0, down_cents=down)


def _paid(text: str, today: date) -> tuple[Payment, ...]:
    """Payments as typed, one after another; a usage error where there is anything else."""
    found = tuple(_PAYMENT.finditer(text))
    if not found or "".join(each[0] for each in found) != text:
        message = f"{text!r} names no payments; write them as 50 on 2026-12-04, 50 on 2027-01-04."
        raise click.BadParameter(message)
    return tuple(Payment(due=day_of(each[2].strip(), today), cents=parse_cents(each[1])) for each in found)


def _granted(talk: Talk) -> Offer:
    """What was granted on this call, the newest."""
    case = talk.opened.case
    given = [a for a in case.consumer.approvals if a.state == GIVEN and case.call and a.call == case.call.id]
    if not given:
        raise NotDone(NONE_GRANTED)
    return as_offer(given[-1].terms)


# ── what is kept ──


def made(talk: Talk, offers: tuple[Offer, ...]) -> tuple[Command, ...]:
    """That these were offered, unless the case says so already."""
    waiting = open_offers(talk.opened)
    return () if waiting == tuple(map(as_terms, offers)) else (MakeOffers(offers=offers, replaces=talk.replacing),)


def open_offers(opened: Opened) -> tuple[Any, ...]:
    """The terms that were offered last on this call and wait for an answer; () when none do."""
    rounds, call = opened.case.consumer.rounds, opened.case.call
    is_open = bool(rounds) and call is not None and rounds[-1].call == call.id and not rounds[-1].answer
    return rounds[-1].offers if is_open else ()


def told(offer: Offer, today: date) -> str:
    """An offer to be read back: in a breath, then each payment."""
    from callassist.offering import clause

    lines = [f"Read back: So that is {clause(offer, today)}. Is that right? And how will you pay?"]
    lines += [f"   {each.due}  ${format_cents(each.cents):>10}" for each in offer.payments]
    return "\n".join(lines)


def agreed(talk: Talk, wanted: Wanted, *, is_agreed: bool) -> None:
    """Read it back, or keep it: what they proposed, what was offered, the deal, and that they said yes. NotDone."""
    offer, counter = chosen(talk, wanted)
    deal = Renegotiate(deal=talk.replacing, offer=offer) if talk.replacing else AcceptDeal(offer=offer)
    asked: tuple[Command, ...] = (
        *((AnswerOffer(answer=COUNTER, counter=counter),) if counter else ()),
        *(made(talk, (offer,)) if counter is None else (MakeOffers(offers=(offer,), replaces=talk.replacing),)),
        deal,
        AnswerOffer(answer=YES),
    )
    talk.rehearse(asked)
    if not is_agreed:
        talk.session.say(told(offer, talk.opened.verdicts.base.day))
        raise NotDone(NOT_YET)
    says = [done(talk.desk.do(each)) for each in asked]
    talk.say(f"{says[-2].says} It is deal {says[-1].opened.case.consumer.deals[-1].id}.")


# ── commands ──


@click.command("agree")
@click.argument("number", type=int, required=False, metavar="[N]")
@choices
@yes_flag
@click.pass_context
def agree(ctx: click.Context, /, *, is_agreed: bool, **which: Any) -> None:  # noqa: ANN401 - click's
    """They agree to offer N as `offers` lists it now, to --payments or a --counter; else to what was granted.

    What they agree to is printed to be read back; with --yes it is kept.
    """
    with on_own_call(ctx.obj, case_of(ctx)) as talk:
        agreed(talk, Wanted(**which), is_agreed=is_agreed)


@click.command("renegotiate")
@click.argument("deal", type=click.IntRange(min=1))
@click.argument("number", type=int, required=False, metavar="[N]")
@choices
@yes_flag
@click.pass_context
def renegotiate(ctx: click.Context, /, deal: int, *, is_agreed: bool, **which: Any) -> None:  # noqa: ANN401 - click's
    """They agree to another offer in place of DEAL. Without one it lists what may be offered in its place."""
    with on_own_call(ctx.obj, case_of(ctx), deal) as talk:
        wanted = Wanted(**which)
        if wanted == Wanted():
            offers = (each.offer for each in talk.suggestion().offers)
            listed = (f"{number}. {_line(offer)}" for number, offer in enumerate(offers, start=1))
            talk.session.say("\n".join(listed) or NOTHING_MORE)
            return
        agreed(talk, wanted, is_agreed=is_agreed)


@click.command("refuse")
@click.argument("numbers", type=int, nargs=-1, metavar="[N...]")
@click.pass_context
def refuse(ctx: click.Context, numbers: tuple[int, ...]) -> None:
    """They said no: to offer N or two of them, else to what was offered last or is to be offered first.

    It is kept, and the next to offer is printed.
    """
    with on_own_call(ctx.obj, case_of(ctx)) as talk:
        asked: tuple[Command, ...] = (*_refused(talk, numbers), AnswerOffer(answer=NO))
        talk.rehearse(asked)
        after = [done(talk.desk.do(each)) for each in asked][-1].opened
        talk.say("\n".join(("They said no; that is kept.", *_next(replace(talk, opened=after).suggestion()))))


def _next(found: Suggestion) -> Iterator[str]:
    """What to offer now, one or two together; else what to ask."""
    if not found.headline:
        yield f"Ask: {found.ask}" if found.ask else NOTHING_MORE
        return
    yield from (f"{start}: {_line(each.offer)}" for start, each in zip(("Next", "  or"), found.headline, strict=False))
    yield f"   say: {found.headline[0].say}"


def _refused(talk: Talk, numbers: tuple[int, ...]) -> tuple[Command, ...]:
    if not numbers and open_offers(talk.opened):
        return ()
    found = [_numbered(talk, each, None) for each in numbers] or [r.offer for r in talk.suggestion().headline]
    return made(talk, tuple(found)) if found else ()


@click.command("ask")
@click.argument("number", type=int, required=False, metavar="[N]")
@choices
@click.option("--deal", type=click.IntRange(min=1), help="The deal in whose place it would come.")
@click.option("--why", required=True, help="Why, in words; it is shown to whoever decides.")
@click.pass_context
def ask(ctx: click.Context, /, deal: int | None, *, why: str, **which: Any) -> None:  # noqa: ANN401 - click's
    """Ask the seat above for its word on offer N, on --payments or on a --counter; `approvals` answers."""
    wanted = Wanted(**which)
    if wanted == Wanted():
        message = "Say what to ask for: the number of an offer, --payments or --counter."
        raise click.UsageError(message)
    with on_own_call(ctx.obj, case_of(ctx), deal or 0) as talk:
        offer, counter = chosen(talk, wanted)
        asked: tuple[Command, ...] = (
            *((AnswerOffer(answer=COUNTER, counter=counter),) if counter else ()),
            AskApproval(request=_request(talk, wanted, offer, why), replaces=talk.replacing),
        )
        talk.rehearse(asked)
        says = [done(talk.desk.do(each)) for each in asked][-1].says
    talk.say(says)


def _request(talk: Talk, wanted: Wanted, offer: Offer, why: str) -> Request:
    """What is asked for, filled in: as the answer to their words has it, else with what is to be offered otherwise."""
    made_out = proposed(talk, wanted.counter)[1].request if wanted.counter is not None else None
    if made_out is not None:
        return replace(made_out, why=(why, *made_out.why))
    otherwise = next((each.offer for each in talk.suggestion().headline if each.offer != offer), None)
    return Request(offer=offer, role=offer.role, why=(why,), otherwise=otherwise)


def _heard(opened: Opened, deal: int) -> None:
    """NotDone where there is no such deal, or its sums are not for whoever is on the call to hear."""
    from callassist.desk.heard import AMOUNT, heard_of

    heard = heard_of(opened, opened.case.debts)
    for each in opened.case.consumer.deals:
        if each.id == deal and all(AMOUNT in heard.get(debt, ()) for debt in each.debts):
            return
    message = f"There is no deal {deal} on {public(opened.case.id)}; callassist deals lists them."
    raise NotDone(message)


def case_of(ctx: click.Context) -> str:
    """The CASE that stands before the name of a thing to do."""
    return str(ctx.parent.params["case"]) if ctx.parent else ""


def _line(offer: Offer) -> str:
    from callassist.desk.offer_views import offer_view

    return in_words(offer_view(offer))
