"""Money that is agreed on: a statement, offers and answers, deals to the cent, the word of another seat."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from callassist import commands as cmd
from callassist import commands_deals as deals
from callassist import events as ev
from callassist.bargains import Counter, Offer, Request
from callassist.casefile import CaseFile
from callassist.checks import by_name
from callassist.creditor_terms import Aid, Hardship, PromptPay, Term, Terms, Tier
from callassist.decide import Refused, decide
from callassist.dossier import FinancialStatement, ToldIncome
from callassist.handbook import Handbook
from callassist.intake.standards_files import load_standards
from callassist.journal import evolve
from callassist.matters import transcript_of
from callassist.rules import Citation, Rule, bind
from callassist.schedules import Payment
from tests.core.decisions import A1, A2, TABLE, accepted, after, refusal, talking
from tests.core.journals import NOW, TODAY, handbook_of

TERMS = Terms(
    tiers=(
        Tier(role="collector", least_percent=85),
        Tier(role="supervisor", least_percent=75),
        Tier(role="compliance", least_percent=60),
    ),
    prompt_pay=PromptPay(percent=10, days=30),
    months=(Term(dollars=0, months=6),),
    least_instalment=25,
    settlement_months=3,
    hardship=Hardship(months=24, least_instalment=5),
)
OWED = 18_050
READ = "2026-11-24 09:52 read collector-disclosure coverage-question"


def handbook_with(terms: Terms = TERMS, role: str = "collector") -> Handbook:
    made = handbook_of(TABLE)
    mercy = replace(made.setting.clients["MERCY"], terms=terms)
    setting = replace(made.setting, clients={**made.setting.clients, "MERCY": mercy})
    return replace(
        made, setting=setting, role=role, standards=partial(load_standards, Path(__file__).parents[2] / "data")
    )


BOOK = handbook_with()
SUPERVISED = handbook_with(role="supervisor")


def spoken(*more: str) -> CaseFile:
    """Dana is verified, was told who we are, and was asked about cover."""
    case = talking(*more)
    for kind in ("collector-disclosure", "coverage-question"):
        case = after(case, cmd.GiveDisclosure(kind=kind), BOOK)
    return case


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def paying(*cents: int, kind: str = "plan", first: int = 7, every: int = 31, **more: object) -> Offer:
    payments = tuple(Payment(due=in_days(first + every * index), cents=part) for index, part in enumerate(cents))
    return Offer(kind=kind, payments=payments, owed_cents=0, **more)  # type: ignore[arg-type]


FOUR = paying(4_500, 4_500, 4_500, 4_550)


def told(**answers: object) -> FinancialStatement:
    return FinancialStatement(taken=TODAY, **answers)  # type: ignore[arg-type]


WAGES = told(
    incomes=(ToldIncome(source="wages", cents=400_000),),
    household=1,
    housing_cents=110_000,
    transport_cents=20_000,
    other_cents=0,
)
POOR = told(incomes=(ToldIncome(source="wages", cents=120_000),), household=3, housing_cents=90_000)


# ── a statement ──


def test_what_they_tell_is_kept_and_a_later_part_completes_it() -> None:
    case = after(spoken(), deals.TakeStatement(statement=told(household=2)), BOOK)
    case = after(case, deals.TakeStatement(statement=told(housing_cents=90_000, declined=("incomes",))), BOOK)

    newest = case.consumer.statements[-1].statement
    assert (newest.household, newest.housing_cents, newest.incomes) == (2, 90_000, None)
    assert newest.declined == ("incomes",)
    assert len(case.consumer.statements) == 2


def test_an_answer_that_was_declined_and_then_given_is_declined_no_more() -> None:
    case = after(spoken(), deals.TakeStatement(statement=told(declined=("household",))), BOOK)
    case = after(case, deals.TakeStatement(statement=told(household=2)), BOOK)

    assert case.consumer.statements[-1].statement.declined == ()


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (talking(), "Read out first who we are and what this is about."),
        (spoken("2026-11-20 10:00 disputed A-1"), "They dispute it: ask for nothing while it is open."),
    ],
)
def test_nobody_is_asked_for_their_means_too_early(case: CaseFile, says: str) -> None:
    assert refusal(case, deals.TakeStatement(statement=WAGES), BOOK) == says


def test_cover_is_asked_about_before_income() -> None:
    case = after(talking(), cmd.GiveDisclosure(kind="collector-disclosure"), BOOK)

    assert "coverage" in refusal(case, deals.TakeStatement(statement=WAGES), BOOK)


def test_a_spouse_is_never_asked_for_income() -> None:
    case = spoken()
    call = case.consumer.calls[-1]
    spouse = replace(case, consumer=replace(case.consumer, calls=(replace(call, speaker="spouse"),)))

    assert refusal(spouse, deals.TakeStatement(statement=WAGES), BOOK) == (
        "Income is asked of nobody but them: not of the spouse."
    )


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (told(), "Nothing was told, and nothing declined."),
        (told(declined=("shoe_size",)), "There is no question 'shoe_size'"),
        (told(household=0), "A household has one person at least."),
        (told(incomes=(ToldIncome(source="wages", cents=-1),)), "An income cannot be below nothing"),
    ],
)
def test_a_statement_that_makes_no_sense_is_not_kept(statement: FinancialStatement, says: str) -> None:
    assert refusal(spoken(), deals.TakeStatement(statement=statement), BOOK).startswith(says)


def test_a_statement_shows_nothing_of_itself() -> None:
    assert "400" not in f"{WAGES!r} {WAGES.incomes!r}"


# ── offers and answers ──


def test_what_was_offered_and_answered_is_the_talk_so_far() -> None:
    case = after(spoken(), deals.MakeOffers(offers=(FOUR,)), BOOK)
    (open_turn,) = transcript_of(case)
    case = after(case, deals.AnswerOffer(answer="counter", counter=Counter(kind="monthly", cents=3_000)), BOOK)
    case = after(case, deals.AnswerOffer(answer="counter", counter=Counter(kind="nothing")), BOOK)

    first, second = transcript_of(case)
    assert (open_turn.answer, open_turn.offers[0].payments) == ("offered", FOUR.payments)
    assert (first.answer, first.counter) == ("counter", Counter(kind="monthly", cents=3_000))
    assert (second.offers, second.counter) == ((), Counter(kind="nothing"))


def test_a_yes_or_no_needs_an_offer_that_waits_for_it() -> None:
    assert refusal(spoken(), deals.AnswerOffer(answer="no"), BOOK) == ("Nothing was offered that waits for an answer.")


def test_less_than_ones_own_least_is_not_offered() -> None:
    low = paying(14_000, kind="settlement")

    assert refusal(spoken(), deals.MakeOffers(offers=(low,)), BOOK) == "That takes the word of a supervisor: ask first."
    accepted(spoken(), deals.MakeOffers(offers=(low,)), SUPERVISED)


# ── agreeing ──


def test_a_deal_is_kept_to_the_cent_with_the_promise_of_its_first_payment() -> None:
    case = after(spoken(), deals.AcceptDeal(offer=FOUR), BOOK)

    (deal,) = case.consumer.deals
    (promise,) = case.consumer.promises
    assert (deal.state, deal.by, deal.total_cents) == ("accepted", "collector", OWED)
    assert dict(deal.terms.shares) == {A1: 12_000, A2: 6_050}
    assert sum(map(sum, deal.parts)) == OWED
    assert (promise.deal, promise.index, promise.due, promise.total_cents) == (deal.id, 0, in_days(7), 4_500)


def test_a_promise_from_before_gives_way_to_the_deal() -> None:
    case = after(spoken("2026-11-20 10:00 promised 50.00 by 2026-12-01"), deals.AcceptDeal(offer=FOUR), BOOK)

    assert [promise.state for promise in case.consumer.promises] == ["cancelled", "open"]


@pytest.mark.parametrize(
    ("offer", "says"),
    [
        (paying(4_500, 4_500, 4_500, 4_551), "That is more than the $180.50 owed."),
        (paying(9_000, 0, 9_050), "Every payment must be above nothing."),
        (paying(9_000, 9_050, every=0), "The payments must follow each other, each on a later day."),
        (paying(OWED, kind="full", first=-1), "The first payment's day has passed already."),
        (paying(OWED, kind="gift"), "That is no offer of payments."),
        (paying(13_000, kind="settlement"), "That takes the word of compliance: ask first."),
        (paying(5_000, kind="settlement"), "The creditor's terms let nobody here take that."),
        (paying(*[1_805] * 10), "That takes the word of a supervisor: ask first."),
        (paying(OWED, kind="full", first=60), "That takes the word of a supervisor: ask first."),
        (paying(16_245, kind="prompt_pay", first=40), "The creditor's terms let nobody here take that."),
        (paying(OWED, kind="full", shares=((99, OWED),)), "One of those debts is not open on this case"),
        (paying(9_000, 9_050, shares=((A1, 12_000), (A2, 6_049))), "The shares of the debts do not add up"),
        (paying(9_000, 9_050, shares=((A1, 12_001), (A2, 6_049))), "A debt would get more than is owed on it."),
    ],
)
def test_what_may_not_be_agreed_on_is_refused_with_why(offer: Offer, says: str) -> None:
    assert refusal(spoken(), deals.AcceptDeal(offer=offer), BOOK).startswith(says)


@pytest.mark.parametrize(
    "offer",
    [
        paying(16_245, kind="prompt_pay", first=20),
        paying(OWED, kind="full", first=0),
        paying(15_400, kind="settlement"),
        paying(7_700, 7_700, kind="parts"),
        paying(*[3_009] * 5, 3_005),
        paying(12_000, kind="full", shares=((A1, 12_000),)),
    ],
)
def test_what_is_within_the_terms_is_agreed_on(offer: Offer) -> None:
    case = after(spoken(), deals.AcceptDeal(offer=offer), BOOK)

    assert case.consumer.deals[0].total_cents == offer.total_cents


@pytest.mark.parametrize(
    ("limit", "says"),
    [
        ("attorney", "Nothing may be asked for: attorney."),
        ("bankruptcy", "Nothing may be asked for: bankruptcy."),
    ],
)
def test_a_closed_gate_closes_every_deal(limit: str, says: str) -> None:
    case = spoken(f"2026-11-20 10:00 restricted {limit}")

    assert refusal(case, deals.AcceptDeal(offer=FOUR), BOOK) == says
    assert refusal(case, deals.MakeOffers(offers=(FOUR,)), BOOK) == says


def test_a_closed_account_is_left_out_and_the_other_may_be_paid() -> None:
    case = spoken("2026-11-20 10:00 restricted insurance_pending A-2")
    both = paying(OWED, kind="full", shares=((A1, 12_000), (A2, 6_050)))

    assert "closed to demands: insurance pending" in refusal(case, deals.AcceptDeal(offer=both), BOOK)
    done = after(case, deals.AcceptDeal(offer=paying(12_000, kind="full")), BOOK)
    assert done.consumer.deals[0].terms.shares == ((A1, 12_000),)


def test_nobody_agrees_to_more_than_a_month_of_theirs_can_bear() -> None:
    case = after(spoken(), deals.TakeStatement(statement=POOR), BOOK)

    assert refusal(case, deals.AcceptDeal(offer=FOUR), BOOK).startswith(("No money may be asked", "A month would ask"))


def test_whoever_may_have_free_care_is_told_so_before_any_money() -> None:
    book = handbook_with(replace(TERMS, aid=(Aid(poverty_percent=400, discount_percent=100),)))
    case = after(spoken(), deals.TakeStatement(statement=replace(WAGES, is_documented=False)), book)

    assert refusal(case, deals.AcceptDeal(offer=FOUR), book) == (
        "No money may be asked for: tell them first what help is theirs."
    )


def test_nothing_is_agreed_on_with_a_voice_that_nobody_verified() -> None:
    case = after(spoken(), cmd.NameSpeaker(relation="spouse"), BOOK)

    assert refusal(case, deals.AcceptDeal(offer=FOUR), BOOK) == "Verify who is speaking first."


def test_what_a_rule_keeps_from_being_asked_for_is_not_agreed_on() -> None:
    stop = Rule(
        id="test.stop",
        title="Not now",
        on=("demand",),
        scope="debt",
        check="restricted",
        effect="block",
        say="Not while they are in hospital.",
        cite=(Citation(title="Agency policy"),),
        verified="V",
        values=((date(2020, 1, 1), {"kinds": {"servicemember": "any"}}),),
    )
    book = replace(BOOK, rulebook=bind((stop,), by_name()))
    case = spoken("2026-11-20 10:00 restricted servicemember")

    assert refusal(case, deals.AcceptDeal(offer=FOUR), book) == "Nothing may be asked for: hold."
    accepted(case, deals.AcceptDeal(offer=FOUR), BOOK)


def test_a_states_words_on_an_old_debt_are_read_out_before_money_is_agreed_on() -> None:
    old = Rule(
        id="test.old",
        title="Words on an old debt",
        on=("take_payment",),
        scope="debt",
        check="state_wording",
        effect="warn",
        say="Read it out.",
        cite=(Citation(title="940 CMR 7.07"),),
        verified="V",
        values=(
            (
                date(2020, 1, 1),
                {
                    "years": {"medical": 1},
                    "start": ["service"],
                    "statement": "time-barred-notice",
                    "sentence": "This debt is old.",
                },
            ),
        ),
    )
    book = replace(BOOK, rulebook=bind((old,), by_name()))
    case = spoken()
    aged = replace(case, debts=tuple(replace(debt, service=date(2020, 3, 1)) for debt in case.debts))

    assert refusal(aged, deals.AcceptDeal(offer=FOUR), book) == "Read out first: This debt is old. [940 CMR 7.07]"
    said = after(aged, cmd.GiveDisclosure(kind="time-barred-notice"), book)
    accepted(said, deals.AcceptDeal(offer=FOUR), book)


# ── the word of another seat ──

LOW = paying(14_000, kind="settlement")


def asked() -> CaseFile:
    request = Request(offer=LOW, role="supervisor", why=("it is less than the terms settle for",), otherwise=FOUR)
    return after(spoken(), deals.AskApproval(request=request), BOOK)


def answered(case: CaseFile, command: cmd.Command, book: Handbook = SUPERVISED, actor: str = "sue") -> CaseFile:
    decision = decide(case, command, book, NOW, actor)
    assert not isinstance(decision, Refused), decision
    return evolve(case, decision.entries, decision.rows)


def test_a_supervisors_word_lets_the_collector_agree() -> None:
    case = asked()
    (request,) = case.consumer.approvals
    case = answered(case, deals.GrantApproval(request=request.id))
    case = after(case, deals.AcceptDeal(offer=LOW), BOOK)

    (deal,) = case.consumer.deals
    assert (deal.by, deal.approval, deal.total_cents) == ("supervisor", request.id, 14_000)


def test_what_was_granted_holds_for_those_payments_alone() -> None:
    case = asked()
    case = answered(case, deals.GrantApproval(request=case.consumer.approvals[0].id))

    other = paying(13_990, kind="settlement")
    assert refusal(case, deals.AcceptDeal(offer=other), BOOK) == "That takes the word of a supervisor: ask first."


def test_a_refusal_says_why_and_leaves_nothing_to_agree_on() -> None:
    case = asked()
    number = case.consumer.approvals[0].id
    refused = decide(case, deals.RefuseApproval(request=number, why=" "), SUPERVISED, NOW, "sue")
    assert isinstance(refused, Refused)
    case = answered(case, deals.RefuseApproval(request=number, why="offer the plan first"))

    assert case.consumer.approvals[0].said == "offer the plan first"
    assert "ask first" in refusal(case, deals.AcceptDeal(offer=LOW), BOOK)
    again = decide(case, deals.GrantApproval(request=number), SUPERVISED, NOW, "sue")
    assert again == Refused(sentence="It was refused already.")


def test_a_supervisor_grants_nothing_beyond_their_own_limits() -> None:
    lower = paying(11_000, kind="settlement")
    case = after(spoken(), deals.AskApproval(request=Request(offer=lower, role="compliance", why=())), BOOK)
    number = case.consumer.approvals[0].id

    refused = decide(case, deals.GrantApproval(request=number), SUPERVISED, NOW, "sue")
    assert refused == Refused(sentence="It takes the word of compliance.")
    answered(case, deals.GrantApproval(request=number), handbook_with(role="compliance"))


def test_nobody_grants_what_they_asked_for_themselves_nor_a_collector_anything() -> None:
    case = asked()
    number = case.consumer.approvals[0].id
    for actor, book in (("ana", SUPERVISED), ("ben", BOOK)):
        assert isinstance(decide(case, deals.GrantApproval(request=number), book, NOW, actor), Refused)


def test_nobody_is_asked_for_what_is_within_ones_own_word() -> None:
    request = Request(offer=FOUR, role="supervisor", why=())

    assert refusal(spoken(), deals.AskApproval(request=request), BOOK).startswith("Nobody need be asked")


# ── while it runs ──


def agreed() -> CaseFile:
    return after(spoken(), deals.AcceptDeal(offer=FOUR), BOOK)


def test_a_second_deal_on_the_same_debt_has_to_take_the_firsts_place() -> None:
    case = agreed()
    six = paying(*[3_009] * 5, 3_005)

    assert refusal(case, deals.AcceptDeal(offer=six), BOOK).startswith("A deal about that runs already")
    case = after(case, deals.Renegotiate(deal=case.consumer.deals[0].id, offer=six), BOOK)
    old, new = case.consumer.deals
    assert (old.state, old.replaced_by, new.replaces, new.state) == ("renegotiated", new.id, old.id, "accepted")
    assert old.total_cents == OWED
    assert [promise.state for promise in case.consumer.promises] == ["cancelled", "open"]


def test_it_is_authorised_in_words() -> None:
    case = after(agreed(), deals.AuthoriseDeal(how="debit card on file, recorded"), BOOK)

    assert (case.consumer.deals[0].state, case.consumer.deals[0].how) == ("authorised", "debit card on file, recorded")
    assert "Say how" in refusal(agreed(), deals.AuthoriseDeal(how=""), BOOK)


def test_moving_a_payment_tells_what_follows_and_takes_its_promise_along() -> None:
    decision = accepted(agreed(), deals.MoveInstalment(index=0, due=in_days(20)), BOOK)
    case = evolve(agreed(), decision.entries)

    assert decision.says == (
        f"Moved to {in_days(20):%d %b %Y}. That month asks for $45.00; the last payment is on {in_days(100):%d %b %Y}."
    )
    assert case.consumer.promises[0].due == in_days(20)
    assert case.consumer.deals[0].terms.payments[0].due == in_days(20)


@pytest.mark.parametrize(
    ("index", "days", "says"),
    [
        (0, -1, "That day has passed already."),
        (0, 60, "The next payment would fall due before it; move that one first."),
        (1, 5, "The payment before it would fall due later."),
        (3, 140, "The last payment may move by a month at most; renegotiate instead."),
        (4, 140, "There is no such payment to come."),
        (0, 7, "It is due on that day already."),
    ],
)
def test_a_payment_moves_only_between_its_neighbours(index: int, days: int, says: str) -> None:
    assert refusal(agreed(), deals.MoveInstalment(index=index, due=in_days(days)), BOOK) == says


def test_two_payments_in_a_month_are_held_against_what_it_can_bear() -> None:
    tight = replace(WAGES, incomes=(ToldIncome(source="wages", cents=230_000),), housing_cents=100_000)
    case = after(spoken(), deals.TakeStatement(statement=tight), BOOK)
    case = after(case, deals.AcceptDeal(offer=paying(9_000, 9_050, first=20)), BOOK)

    second = case.consumer.deals[0].terms.payments[1]
    says = refusal(case, deals.MoveInstalment(index=0, due=second.due - timedelta(days=1)), BOOK)
    assert says.startswith("A month would ask for $180.50")


def test_a_deal_that_is_taken_back_takes_its_promise_with_it() -> None:
    case = after(agreed(), deals.CancelDeal(why="they called it off"), BOOK)

    assert case.consumer.deals[0].state == "cancelled"
    assert case.consumer.promises[0].state == "cancelled"
    assert refusal(case, deals.CancelDeal(why="again"), BOOK) == "No such deal runs on this case."


def test_a_deal_is_one_set_of_entries_in_order() -> None:
    decision = accepted(spoken(), deals.AcceptDeal(offer=FOUR), BOOK)

    assert [type(entry.event) for entry in decision.entries] == [ev.DealAccepted, ev.PromiseMade]


def test_the_rest_may_be_agreed_on_beside_a_deal_that_runs() -> None:
    case = after(spoken(), deals.AcceptDeal(offer=paying(6_000, 6_000, shares=((A1, 12_000),))), BOOK)
    case = after(case, deals.AcceptDeal(offer=paying(6_050, kind="full")), BOOK)

    assert [deal.debts for deal in case.consumer.deals] == [(A1,), (A2,)]
    assert refusal(case, deals.AcceptDeal(offer=FOUR), BOOK).startswith("A deal about that runs already")


def test_what_a_deal_asks_for_already_leaves_less_for_another() -> None:
    tight = replace(WAGES, incomes=(ToldIncome(source="wages", cents=230_000),), housing_cents=100_000)
    case = after(spoken(), deals.TakeStatement(statement=tight), BOOK)
    accepted(case, deals.AcceptDeal(offer=paying(5_000, 1_050, shares=((A2, 6_050),))), BOOK)
    case = after(case, deals.AcceptDeal(offer=paying(12_000 - 100, 100, first=7, shares=((A1, 12_000),))), BOOK)

    says = refusal(case, deals.AcceptDeal(offer=paying(5_000, 1_050, shares=((A2, 6_050),))), BOOK)
    assert says.startswith("A month would ask for $50.00; they can bear $24.")


def test_an_offer_in_place_of_a_deal_says_so() -> None:
    case = agreed()
    deal = case.consumer.deals[0].id
    six = paying(*[3_009] * 5, 3_005)

    assert refusal(case, deals.MakeOffers(offers=(six,)), BOOK).startswith("A deal about that runs already")
    accepted(case, deals.MakeOffers(offers=(six,), replaces=deal), BOOK)
