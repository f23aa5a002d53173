"""A case as a negotiation sees it: who was to pay, what closes a demand, what they told and when, what came before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from callassist import commands as cmd
from callassist import commands_deals as deals
from callassist import events as ev
from callassist.ability import ability_of
from callassist.bargains import GATES, Matter
from callassist.casefile import CaseFile, Entry, consumer_stream
from callassist.creditor_terms import PAYERS, STANDARD, Aid
from callassist.dossier import DebtDetails, FinancialStatement, ToldIncome
from callassist.entitlements import reduced
from callassist.handbook import Handbook
from callassist.intake.library import data_root, load_rules
from callassist.journal import evolve
from callassist.kinds import RESTRICTIONS
from callassist.matters import CLOSES, COVERS, as_row, as_statement, gates_of_debt, matter_of, payer_of, statement_of
from callassist.schedules import PayCycle
from callassist.standing import Notice, Request
from callassist.survey import glance
from tests.core.decisions import A1, A2, after, talking
from tests.core.journals import NOW, TODAY
from tests.core.test_deals import BOOK, TERMS, WAGES, handbook_with, paying, spoken


def seen(case: CaseFile, book: Handbook = BOOK, replacing: int = 0) -> Matter:
    return matter_of(glance(case, book, NOW), book, "collector", replacing=replacing)


def gates(case: CaseFile, debt: int = A1) -> tuple[str, ...]:
    return gates_of_debt(glance(case, BOOK, NOW), case.debt(debt))


def with_details(case: CaseFile, **details: str) -> CaseFile:
    held = replace(DebtDetails(), **details)
    return replace(case, debts=tuple(replace(debt, details=held) for debt in case.debts))


# ── who was to pay ──


@pytest.mark.parametrize(
    ("kind", "name", "payer"),
    [
        ("", "", "self_pay"),
        ("self_pay", "", "self_pay"),
        ("commercial_ppo", "Example Mutual PPO", "commercial"),
        ("commercial", "Blue Plan", "commercial"),
        ("HMO", "", "commercial"),
        ("medicaid", "Sample Medicaid Managed Care", "medicaid"),
        ("Medicare Advantage", "", "medicare"),
        ("", "Medicare (synthetic)", "medicare"),
        ("Dual Eligible", "", "medicaid"),
        ("TRICARE", "", "tricare"),
        ("VA", "", "va"),
        ("workers_comp", "", "workers_comp"),
        ("auto_liability", "Madeup Casualty", "liability"),
        ("", "Vale Mutual", "other"),
        ("sliding", "", "other"),
    ],
)
def test_who_was_to_pay_is_read_out_of_the_columns_of_cover(kind: str, name: str, payer: str) -> None:
    assert payer_of(DebtDetails(insurance_type=kind, insurance_name=name)) == payer


def test_every_payer_and_gate_is_one_that_is_known() -> None:
    assert {payer for payer, _ in COVERS} <= set(PAYERS)
    assert set(CLOSES.values()) <= set(GATES)
    assert set(CLOSES) <= set(RESTRICTIONS)


# ── what closes a demand ──


@pytest.mark.parametrize(
    ("kind", "gate"),
    [
        ("medicare_qmb", "qmb"),
        ("newborn_medicaid", "medicaid"),
        ("crime_victim", "other_payer"),
        ("surprise_billing", "surprise_bill"),
        ("appeal_pending", "insurance_pending"),
        ("medicaid_pending", "aid_pending"),
        ("paid", "nothing_owed"),
        ("assistance_granted", "hold"),
        ("identity_theft", "identity_theft"),
    ],
)
def test_what_is_said_of_one_debt_closes_it_alone(kind: str, gate: str) -> None:
    case = talking(f"2026-11-20 10:00 restricted {kind} A-1")

    assert gates(case) == (gate,)
    assert gates(case, A2) == ()
    assert seen(case).gates == ()


def test_a_limit_that_ended_closes_nothing() -> None:
    assert gates(talking("2026-11-20 10:00 restricted hold A-1 2026-11-22")) == ()


@pytest.mark.parametrize(
    ("status", "found"),
    [("not_billed", ("unbilled",)), ("Pending", ("insurance_pending",)), ("denied", ()), ("paid", ())],
)
def test_a_claim_that_is_open_closes_it_where_there_is_an_insurer(status: str, found: tuple[str, ...]) -> None:
    case = talking()

    assert gates(with_details(case, insurance_type="commercial_ppo", insurance_status=status)) == found
    assert gates(with_details(case, insurance_type="self_pay", insurance_status=status)) == ()


def test_a_dispute_closes_it_until_it_is_answered() -> None:
    disputed = talking("2026-11-20 10:00 disputed A-1")
    answered = replace(
        disputed,
        consumer=replace(disputed.consumer, notices=(Notice(id=1, kind="verification", debts=(A1,), on=TODAY),)),
    )

    assert gates(disputed) == ("dispute",)
    assert gates(answered) == ()


def test_a_request_for_aid_waits_for_its_answer() -> None:
    case = talking()
    asked = Request(id=1, kind="assistance", debts=(A1,), on=TODAY)
    waits = replace(case, consumer=replace(case.consumer, requests=(asked,)))

    assert gates(waits) == ("aid_pending",)
    assert gates(waits, A2) == ()


# ── what they told ──


def test_what_was_told_goes_into_a_row_and_comes_back_whole() -> None:
    cycle = PayCycle(kind="semimonthly", days=(1, 15))
    row = as_row(as_statement(WAGES), cycle, ("homeless",), is_autopay_wanted=True)

    assert as_statement(row) == as_statement(WAGES)
    assert (row.pay_kind, row.pay_days, row.signals, row.is_autopay_wanted) == (
        "semimonthly",
        (1, 15),
        ("homeless",),
        True,
    )


def test_a_statement_counts_for_twelve_months() -> None:
    case = after(spoken(), deals.TakeStatement(statement=WAGES), BOOK)

    assert statement_of(case.consumer, date(2027, 11, 23)) is not None
    assert statement_of(case.consumer, date(2027, 11, 24)) is None


def test_cover_is_not_known_until_it_was_asked_about_or_is_on_file() -> None:
    assert seen(talking()).has_had_cover is None
    assert seen(spoken()).has_had_cover is False
    assert seen(spoken()).answered == ("coverage",)
    assert seen(with_details(talking(), insurance_type="medicare")).has_had_cover is True


def test_need_counts_as_found_by_papers_and_clearly_within_the_table() -> None:
    book = handbook_with(replace(TERMS, aid=(Aid(poverty_percent=400, discount_percent=50),)))
    papers = replace(WAGES, is_documented=True)
    found = seen(after(spoken(), deals.TakeStatement(statement=papers), book), book)
    said = seen(after(spoken(), deals.TakeStatement(statement=WAGES), book), book)

    assert [account.has_finding for account in found.accounts] == [True, True]
    assert sum(account.balance_cents for account in reduced(found, ability_of(found)).accounts) == 9_025
    assert [account.has_finding for account in said.accounts] == [False, False]


# ── the rest ──


def test_a_client_without_terms_has_the_standard_ones() -> None:
    bare = seen(spoken(), replace(BOOK, setting=replace(BOOK.setting, clients={})))

    assert [(account.terms, account.has_terms) for account in bare.accounts] == [(STANDARD, False)] * 2


def test_what_was_refused_on_an_earlier_call_is_remembered() -> None:
    case = after(spoken(), deals.MakeOffers(offers=(paying(9_000, 9_050),)), BOOK)
    case = after(case, deals.AnswerOffer(answer="no"), BOOK)
    assert seen(case).past.refusals == ()
    case = after(case, cmd.LogOutcome(code="RPC-NC", talk_seconds=90), BOOK)

    (refusal,) = seen(case).past.refusals
    assert (refusal.on, refusal.total_cents, refusal.payments) == (TODAY, 18_050, 2)


def test_the_time_to_dispute_goes_along() -> None:
    case = spoken()
    sent = replace(
        case,
        consumer=replace(case.consumer, notices=(Notice(id=1, kind="validation", debts=(A1,), on=TODAY),)),
    )
    found = seen(sent, replace(BOOK, rulebook=load_rules(data_root())))

    assert [account.validation_ends is not None for account in found.accounts] == [True, False]
    ends = found.accounts[0].validation_ends
    assert ends is not None
    assert ends > TODAY + timedelta(days=30)


def test_a_deal_that_runs_is_left_out_and_counts_as_spent() -> None:
    case = after(spoken(), deals.TakeStatement(statement=WAGES), BOOK)
    case = after(case, deals.AcceptDeal(offer=paying(6_000, 6_000, shares=((A1, 12_000),))), BOOK)

    found = seen(case)
    assert [account.id for account in found.accounts] == [A2]
    assert found.statement is not None
    assert found.statement.other_cents == 6_000
    anew = seen(case, replacing=case.consumer.deals[0].id)
    assert [account.id for account in anew.accounts] == [A1, A2]
    assert anew.statement is not None
    assert anew.statement.other_cents == 0


def test_an_answer_without_a_statement_row_is_passed_over() -> None:
    case = spoken()
    lost = Entry(
        stream=consumer_stream(case.id),
        seq=case.versions[consumer_stream(case.id)] + 1,
        at=NOW,
        actor="ana",
        event=ev.StatementTaken(call=1, row=99),
    )

    assert evolve(case, (lost,)).consumer.statements == ()
    assert FinancialStatement(taken=TODAY, incomes=(ToldIncome(source="va", cents=1),)).incomes
