"""Whatever is agreed on in any order: within what is owed and a seat's word, one deal a debt, one promise a deal."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from callassist import commands as cmd
from callassist import commands_deals as deals
from callassist.ability import ability_of
from callassist.bargains import ACCEPT, KINDS, Counter, Matter, Offer, Request
from callassist.casefile import CaseFile
from callassist.creditor_terms import Aid, Terms
from callassist.dealing import fair_part, fault_of, taken
from callassist.decide import Accepted, decide
from callassist.dossier import FinancialStatement, ToldIncome
from callassist.finances import A_YEAR, QUESTIONS, SOURCES
from callassist.handbook import Handbook
from callassist.journal import evolve
from callassist.matters import as_statement, matter_of
from callassist.negotiation import respond, suggest
from callassist.rules import SEATS
from callassist.schedules import Payment
from callassist.survey import glance
from tests.core.journals import NOW, TODAY
from tests.core.matters import COUNTERS, matters
from tests.core.test_deals import BOOK, OWED, SUPERVISED, TERMS, handbook_with, spoken
from tests.core.test_decide_any import look_at

NEWEST = -1
"""Stands for the newest thing that was asked for."""
FREE = handbook_with(replace(TERMS, aid=(Aid(poverty_percent=200, discount_percent=100),)))
BARE = handbook_with(Terms())
words = st.sampled_from(["", "as they said", "4111 1111 1111 1111"])
numbers = st.one_of(st.just(NEWEST), st.integers(0, 40))
cents = st.one_of(st.sampled_from([-1, 0, 1, 4_500, 9_025, OWED, 16_245]), st.integers(0, 20_000))
days = st.one_of(st.dates(TODAY - timedelta(days=2), TODAY + timedelta(days=500)), st.just(date(9999, 12, 31)))


SOUND = (
    (OWED, "plan", ()),
    (OWED, "plan", ((71, 12_000), (72, 6_050))),
    (12_000, "plan", ((71, 12_000),)),
    (6_050, "plan", ((72, 6_050),)),
    (15_400, "parts", ()),
    (14_000, "parts", ()),
)


@st.composite
def sound(draw: st.DrawFn) -> Offer:
    """An offer that is well formed; it may be too long, too little, or more than a month can bear."""
    total, kind, shares = draw(st.sampled_from(SOUND))
    count = draw(st.integers(1, 7))
    begin, step = draw(st.integers(0, 40)), draw(st.sampled_from([14, 30, 31]))
    parts = [total // count] * (count - 1) + [total - total // count * (count - 1)]
    payments = tuple(
        Payment(due=TODAY + timedelta(days=begin + step * index), cents=part) for index, part in enumerate(parts)
    )
    return Offer(kind=kind if count > 1 else "settlement", payments=payments, owed_cents=0, shares=shares)


@st.composite
def odd(draw: st.DrawFn) -> Offer:
    """An offer of anything."""
    payments = tuple(Payment(due=draw(days), cents=draw(cents)) for _ in range(draw(st.integers(0, 4))))
    return Offer(
        kind=draw(st.sampled_from([*KINDS, "gift"])),
        payments=payments,
        owed_cents=draw(st.sampled_from([0, OWED, 7])),
        role=draw(st.sampled_from(["collector", "supervisor", "compliance"])),
        shares=draw(st.sampled_from([(), ((71, 12_000), (72, 6_050)), ((99, 5),), ((71, -1),)])),
    )


def offers() -> st.SearchStrategy[Offer]:
    return st.one_of(sound(), sound(), sound(), odd())


incomes = st.builds(
    ToldIncome,
    source=st.sampled_from([*SOURCES, "lottery"]),
    cents=st.one_of(st.integers(150_000, 900_000), st.integers(-1, 900_000), st.just(10**12)),
    cycle=st.sampled_from(["monthly", "monthly", *A_YEAR, "hourly"]),
)
spent = st.one_of(st.none(), st.integers(-1, 300_000))
statements = st.builds(
    FinancialStatement,
    taken=st.just(TODAY),
    incomes=st.one_of(st.none(), st.lists(incomes, max_size=2).map(tuple)),
    household=st.one_of(st.none(), st.integers(0, 6)),
    housing_cents=spent,
    transport_cents=spent,
    other_cents=spent,
    is_documented=st.booleans(),
    declined=st.lists(st.sampled_from([*QUESTIONS, "shoes"]), max_size=2).map(tuple),
)
counters = st.builds(
    Counter, kind=st.sampled_from(["monthly", "lump", "nothing", "unclear"]), cents=cents, words=st.text(max_size=9)
)
requests = st.builds(
    Request, offer=offers(), role=st.just("supervisor"), why=st.just(("less",)), otherwise=st.none() | offers()
)
commands: st.SearchStrategy[cmd.Command] = st.one_of(
    st.builds(deals.TakeStatement, statement=statements),
    st.builds(deals.MakeOffers, offers=st.lists(offers(), max_size=3).map(tuple)),
    st.builds(deals.AnswerOffer, answer=st.sampled_from(["yes", "no", "counter", ""]), counter=st.none() | counters),
    st.builds(deals.AcceptDeal, offer=offers(), approval=st.integers(0, 40)),
    st.builds(deals.AcceptDeal, offer=offers()),
    st.builds(deals.Renegotiate, deal=st.just(0), offer=offers()),
    st.builds(deals.AskApproval, request=requests),
    st.builds(deals.GrantApproval, request=numbers, why=words),
    st.builds(deals.RefuseApproval, request=numbers, why=words),
    st.builds(deals.AuthoriseDeal, how=words, deal=st.just(0)),
    st.builds(deals.MoveInstalment, index=st.integers(-1, 5), due=days),
    st.builds(deals.CancelDeal, why=words, deal=st.sampled_from([0, 5])),
    st.builds(cmd.LogOutcome, code=st.sampled_from(["PLAN", "PTP", "SIF", "PIF", "RPC-NC"]), talk_seconds=st.just(90)),
    st.builds(cmd.UndoOutcome),
)


def meant(case: CaseFile, command: cmd.Command) -> cmd.Command:
    """The command with the newest request named, where that is meant."""
    if isinstance(command, deals.GrantApproval | deals.RefuseApproval) and command.request == NEWEST:
        return replace(command, request=max((each.id for each in case.consumer.approvals), default=0))
    return command


def hold_up(case: CaseFile) -> None:
    """What is so of every case, whatever was done."""
    consumer = case.consumer
    owed = {debt.id: debt.balance_cents for debt in case.debts}
    live = [deal for deal in consumer.deals if deal.is_live]
    named = [debt for deal in live for debt in deal.debts]
    assert len(named) == len(set(named))
    for deal in live:
        shares = dict(deal.terms.shares)
        assert deal.total_cents == sum(shares.values()) == sum(map(sum, deal.parts)) <= sum(owed.values())
        assert all(0 <= cents <= owed[debt] for debt, cents in shares.items())
        assert [sum(row) for row in deal.parts] == [payment.cents for payment in deal.terms.payments]
        due = [payment.due for payment in deal.terms.payments]
        assert due == sorted(set(due))
        (promise,) = (p for p in consumer.promises if p.deal == deal.id and p.state == "open")
        assert (promise.due, promise.total_cents) == (due[0], deal.terms.payments[0].cents)
        is_own = deal.terms.role == "collector"
        assert is_own or deal.approval


@settings(max_examples=250, deadline=None)
@given(st.sampled_from([BOOK, FREE, BARE]), st.lists(commands, min_size=1, max_size=10))
def test_any_talk_about_money(book: Handbook, asked: list[cmd.Command]) -> None:
    case, entries = spoken(), []
    before = case
    for command in asked:
        above = isinstance(command, deals.GrantApproval | deals.RefuseApproval)
        decision = decide(case, meant(case, command), SUPERVISED if above else book, NOW, "sue" if above else "ana")
        look_at(case, decision)
        if isinstance(decision, Accepted):
            case = evolve(case, decision.entries, decision.rows)
            entries.append(decision)
        hold_up(case)
    told = evolve(
        before,
        tuple(entry for decision in entries for entry in decision.entries),
        tuple(row for decision in entries for row in decision.rows),
    )
    assert told == case


@settings(max_examples=120, deadline=None)
@given(statements, offers())
def test_no_month_of_a_deal_asks_for_more_than_it_can_bear(told: FinancialStatement, offer: Offer) -> None:
    case = spoken()
    for command in (deals.TakeStatement(statement=told), deals.AcceptDeal(offer=offer)):
        decision = decide(case, command, BOOK, NOW, "ana")
        case = evolve(case, decision.entries, decision.rows) if isinstance(decision, Accepted) else case
    if not case.consumer.deals or not case.consumer.statements:
        return
    ability = ability_of(matter_of(glance(case, BOOK, NOW), BOOK, "collector"))
    (deal,) = case.consumer.deals
    months: dict[tuple[int, int], int] = {}
    for payment in deal.terms.payments:
        key = (payment.due.year, payment.due.month)
        months[key] = months.get(key, 0) + payment.cents
    if ability.cap_cents is not None and len(deal.terms.payments) > 1:
        gross = as_statement(case.consumer.statements[-1].statement).gross_cents or 0
        most = max(months.values())
        assert most <= ability.cap_cents or most * 50 <= gross


@settings(max_examples=200, deadline=None, derandomize=True)
@given(matters(), st.one_of(st.none(), COUNTERS))
def test_whatever_is_suggested_or_accepted_may_be_agreed_on(matter: Matter, counter: Counter | None) -> None:
    found = [each.offer for each in suggest(matter).offers]
    if counter is not None:
        answer = respond(matter, (), counter)
        found += [answer.offer] if answer.answer == ACCEPT and answer.offer else []
    for offer in found:
        assert fault_of(matter, offer) == "", offer
        role = taken(fair_part(matter, offer), offer).role
        assert role is not None, offer
        assert SEATS.index(role) <= SEATS.index(offer.role), (role, offer)
