"""What the journal has of a call: in the note, and read back before goodbye; nothing that is not in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from callassist import commands as cmd
from callassist import events as ev
from callassist.casefile import CaseFile, DossierRow, Entry, consumer_stream
from callassist.dossier import FinancialStatement
from callassist.handbook import Handbook
from callassist.journal import evolve
from callassist.recap import OPENING, noted, recap
from tests.core.decisions import A1, A2, CALL, CELL, TABLE, after, talking
from tests.core.journals import CASE, DANA, NOW, case_of, handbook_of

ZONE = "America/New_York"
ALL = frozenset({"disclose", "disclose_creditor", "disclose_amount", "offer"})
HEARS = {A1: ALL, A2: ALL}
NOTHING: dict[int, frozenset[str]] = {A1: frozenset(), A2: frozenset()}


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return handbook_of(TABLE)


def with_event(case: CaseFile, *events: ev.Event) -> CaseFile:
    for event in events:
        seq = 1 + case.versions[consumer_stream(CASE)]
        entry = Entry(stream=consumer_stream(CASE), seq=seq, at=NOW, actor="ana", event=event)
        case = evolve(case, [entry], [])
    return case


def note(case: CaseFile) -> str:
    return noted(case, case.consumer.calls[-1], ZONE)


def read_back(case: CaseFile, heard: dict[int, frozenset[str]] = HEARS) -> str:
    return recap(case, case.consumer.calls[-1], heard, ZONE)


def agreed(case: CaseFile) -> CaseFile:
    """Dana agrees to three payments."""
    payments = tuple(
        ev.Instalment(due=date(2026, month, 1) if month == 12 else date(2027, month, 1), cents=cents)
        for month, cents in ((12, 6_018), (1, 6_016), (2, 6_016))
    )
    terms = ev.OfferTerms(kind="plan", payments=payments, owed_cents=18_050, shares=((A1, 12_000), (A2, 6_050)))
    call = case.consumer.calls[-1].id
    parts = ((4_001, 2_017), (4_000, 2_016), (3_999, 2_017))
    return with_event(
        case,
        ev.OffersMade(call=call, offers=(terms,)),
        ev.OfferAnswered(call=call, answer="yes"),
        ev.DealAccepted(call=call, terms=terms, parts=parts),
    )


def test_who_spoke_and_how_they_were_verified_is_noted_and_no_answer_is() -> None:
    assert note(talking()) == "Spoke with the consumer, verified by date of birth and ZIP code."
    assert "1980" not in note(talking())
    assert "43215" not in note(talking())


def test_nothing_is_told_of_a_call_on_which_nothing_was_kept() -> None:
    assert note(case_of(DANA, CALL)) == ""
    assert read_back(talking()) == ""


def test_what_was_agreed_is_told_payment_by_payment() -> None:
    case = agreed(talking())
    assert "Agreed: plan, $60.18 on Tue 1 Dec, $60.16 on Fri 1 Jan 2027 and $60.16 on Mon 1 Feb 2027." in note(case)
    assert "Offered plan of" in note(case)
    assert "they said yes" in note(case)
    said = read_back(case)
    assert said.startswith(OPENING)
    assert "you pay $60.18 on Tue 1 Dec" in said
    assert said.endswith("Is that right?")


def test_of_many_payments_the_first_and_the_last_are_told() -> None:
    case = talking()
    payments = tuple(ev.Instalment(due=date(2026, 12, 1) + timedelta(days=14 * i), cents=1_805) for i in range(10))
    terms = ev.OfferTerms(kind="plan", payments=payments, owed_cents=18_050, shares=((A1, 18_050),))
    parts = tuple((1_805,) for _ in payments)
    case = with_event(case, ev.DealAccepted(call=case.consumer.calls[-1].id, terms=terms, parts=parts))
    assert "$180.50 in 10 payments, first $18.05 on Tue 1 Dec, last $18.05 on Tue 6 Apr 2027" in read_back(case)


def test_sums_are_read_back_to_nobody_who_may_not_hear_them() -> None:
    case = agreed(talking())
    assert read_back(case, NOTHING) == ""
    assert read_back(case, {A1: ALL, A2: frozenset({"disclose"})}) == ""


def test_what_limits_us_is_read_back_to_the_consumer_alone() -> None:
    placed = ev.RestrictionPlaced(kind="no_work_calls")
    assert "we do not call you at work" in read_back(with_event(talking(), placed))
    spouse = with_event(talking(), ev.SpeakerNamed(call=talking().consumer.calls[-1].id, relation="spouse"))
    assert read_back(with_event(spouse, placed)) == ""


def test_while_nobody_is_verified_the_note_has_no_word_of_a_debt() -> None:
    case = case_of(DANA, CALL)
    call = case.consumer.calls[-1].id
    case = with_event(
        case,
        ev.DisclosureGiven(call=call, kind="recording-notice"),
        ev.DisclosureGiven(call=call, kind="collector-disclosure"),
        ev.RestrictionPlaced(kind="insurance_pending", debts=(A1,)),
        ev.RequestMade(kind="dispute", debts=(A1,), on=date(2026, 11, 24)),
        ev.RestrictionPlaced(kind="do_not_call", row=CELL),
        ev.CallbackSet(at=NOW + timedelta(days=1), asked_by="somebody else"),
    )
    told = note(case)
    assert told == "Read out: recording notice. No more calls to that number. Call back Wed 25 Nov 10:00 ET."
    assert read_back(case) == (
        "So I wrote down: we do not call this number any more; we call back Wed 25 Nov 10:00 ET. Is that right?"
    )


def test_a_dispute_a_complaint_leave_and_its_taking_back_are_noted(handbook: Handbook) -> None:
    case = after(talking(), cmd.MakeComplaint(kind="billing", words="wrong sum", debts=(A1,)), handbook)
    leave = ev.ConsentGiven(debts=(A1,), until=date(2026, 12, 1), words="yes you may", medium="text")
    case = with_event(case, ev.RequestMade(kind="dispute", debts=(A1,), on=date(2026, 11, 24)), leave)
    given = case.consumer.consents[-1].id
    assert "Leave given (text) until Tue 1 Dec." in note(case)
    case = with_event(case, ev.ConsentRevoked(consent=given))
    told = note(case)
    assert "Complained (billing)." in told
    assert "Disputed (A-1)." in told
    assert "Leave taken back (text)." in told
    assert "wrong sum" not in told
    assert "you dispute it" in read_back(case)


def test_what_another_call_brought_is_not_told_of_this_one() -> None:
    before = with_event(talking(), ev.RestrictionPlaced(kind="no_work_calls"))
    call = before.consumer.calls[-1]
    ended = ev.OutcomeLogged(
        call=call.id, code="RPC-NC", debts=(A1, A2), reached="right", is_connected=True, is_conversation=True
    )
    later = with_event(before, ended, ev.CallPlaced(row=CELL, debts=(A1, A2), line="agency"))
    assert note(later) == ""
    assert "No more calls at work." in noted(later, later.consumer.calls[0], ZONE)


def test_income_that_was_told_is_noted_without_a_figure() -> None:
    case = talking()
    stream = consumer_stream(CASE)
    row = 1 + case.last_rows[stream]
    statement = FinancialStatement(taken=date(2026, 11, 24), household=3, housing_cents=91_234)
    taken = ev.StatementTaken(call=case.consumer.calls[-1].id, row=row)
    entry = Entry(stream=stream, seq=1 + case.versions[stream], at=NOW, actor="ana", event=taken)
    case = evolve(case, [entry], [DossierRow(stream=stream, row=row, value=statement)])
    assert "Income and spending were told." in note(case)
    assert "912" not in note(case)
