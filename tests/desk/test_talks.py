"""Talks read out of the journals as they stood; equal facts are equal whoever the person is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from callassist import events as ev
from callassist.casefile import DossierRow, Entry, consumer_stream
from callassist.desk.talks import log_of, month_of
from callassist.disparity import report
from callassist.dossier import FinancialStatement, ToldIncome
from callassist.events_deals import Instalment, OfferTerms, Proposed
from callassist.store import Changes
from callassist.talks import Asked, Talk
from tests.desk.floor import TUESDAY, Debt, Floor

DAY = date(2026, 6, 2)
JUNE = (datetime.fromisoformat("2026-06-01T00:00-04:00"), datetime.fromisoformat("2026-07-01T00:00-04:00"))
RENT = FinancialStatement(
    taken=DAY,
    incomes=(ToldIncome(source="wages", cents=300_000),),
    household=1,
    housing_cents=90_000,
    transport_cents=20_000,
    other_cents=0,
    pay_kind="monthly",
    pay_days=(1,),
)


def offer(cents: int, count: int = 1, owed: int = 50_000) -> OfferTerms:
    payments = tuple(Instalment(due=DAY + timedelta(days=7 + 30 * at), cents=cents) for at in range(count))
    return OfferTerms(kind="plan" if count > 1 else "full", payments=payments, owed_cents=owed)


def tell(floor: Floor, case: int, *events: ev.Event, row: FinancialStatement | None = None) -> int:
    """Write to a person's journal; the number of the first entry, which events that follow may name as 0."""
    home = consumer_stream(case)
    known_rows, known = floor.store.load(case)
    begin = 1 + max(entry.seq for entry in known if entry.stream == home)
    at = max(each.row for each in known_rows if each.stream == home) + 1
    rows = (DossierRow(stream=home, row=at, value=row),) if row else ()
    entries = tuple(
        Entry(stream=home, seq=begin + index, at=floor.clock(), actor="ana", event=event)
        for index, event in enumerate(events)
    )
    floor.store.append(Changes(entries=entries, rows=rows))
    return begin


def called(floor: Floor, case: int) -> int:
    """Somebody calls and proves to be the consumer; the number of the call."""
    call = tell(floor, case, ev.CallReceived(number=0, debts=(case,), line="agency"))
    tell(floor, case, ev.IdentityVerified(call=call, factors=("dob", "ssn4")))
    return call


def refused(floor: Floor, case: int, *offers: OfferTerms, answer: str = "no", proposed: Proposed | None = None) -> None:
    call = called(floor, case)
    tell(
        floor,
        case,
        ev.OffersMade(call=call, offers=offers),
        ev.OfferAnswered(call=call, answer=answer, proposed=proposed),
    )


def log(floor: Floor) -> tuple[Talk, ...]:
    return tuple(log_of(floor.store, floor.handbook))


def test_a_case_on_which_no_offer_was_made_is_no_talk(floor: Floor) -> None:
    floor.person(1)
    called(floor, 1)
    assert log(floor) == ()


def test_what_was_offered_and_named_is_read_as_it_was_said(floor: Floor) -> None:
    floor.person(1)
    refused(floor, 1, offer(50_000), offer(10_000, 5), answer="counter", proposed=Proposed(kind="monthly", cents=4_000))

    (talk,) = log(floor)

    assert (talk.when, talk.owed_cents) == (DAY, 50_000)
    assert talk.turns[0].asked == (
        Asked(total_cents=50_000, first_cents=50_000, each_cents=50_000),
        Asked(total_cents=50_000, first_cents=10_000, each_cents=10_000, count=5),
    )
    assert (talk.turns[0].is_yes, talk.turns[0].month_cents) == (False, 4_000)
    assert (talk.is_statement_known, talk.gross_cents, talk.is_hung_up) == (False, None, None)


def test_an_offer_that_waits_for_its_answer_says_nothing(floor: Floor) -> None:
    floor.person(1)
    call = called(floor, 1)
    tell(floor, 1, ev.OffersMade(call=call, offers=(offer(50_000),)))
    assert not log(floor)[0].is_answered


@pytest.mark.parametrize("is_before", [True, False])
def test_a_statement_counts_when_it_was_told_before_the_first_offer(floor: Floor, *, is_before: bool) -> None:
    floor.person(1)
    call = called(floor, 1)
    row = 1 + max(each.row for each in floor.store.load(1)[0] if each.stream == consumer_stream(1))
    told = ev.StatementTaken(call=call, row=row)
    made = ev.OffersMade(call=call, offers=(offer(50_000),))
    tell(floor, 1, *((told, made) if is_before else (made, told)), row=RENT)

    (talk,) = log(floor)

    assert talk.is_statement_known is is_before
    assert talk.is_cycle_known is is_before
    assert talk.gross_cents == (300_000 if is_before else None)
    assert (talk.residual_cents is not None) is is_before


def test_a_deal_has_the_instalments_that_have_been_decided(floor: Floor) -> None:
    floor.person(1)
    call = called(floor, 1)
    terms = offer(10_000, 5)
    shares = (ev.Share(debt=1, cents=10_000),)
    begin = tell(
        floor,
        1,
        ev.OffersMade(call=call, offers=(terms,)),
        ev.OfferAnswered(call=call, answer="yes"),
        ev.DealAccepted(call=call, terms=terms, parts=((10_000,),) * 5),
    )
    deal = begin + 2
    dues = [payment.due for payment in terms.payments]
    tell(
        floor,
        1,
        ev.PromiseMade(shares=shares, due=dues[0], deal=deal, index=0),
        ev.PromiseKept(promise=deal + 1),
        ev.PromiseMade(shares=shares, due=dues[1], deal=deal, index=1),
        ev.PromiseBroken(promise=deal + 3),
        ev.PromiseMade(shares=shares, due=dues[2]),
        ev.PromiseKept(promise=deal + 5),
        ev.PromiseMade(shares=shares, due=dues[2], deal=deal, index=2),
    )

    (talk,) = log(floor)

    assert talk.turns[0].is_yes
    assert talk.deal == Asked(total_cents=50_000, first_cents=10_000, each_cents=10_000, count=5)
    assert [(each.index, each.due, each.is_kept) for each in talk.instalments] == [
        (0, dues[0], True),
        (1, dues[1], False),
    ]
    assert (talk.record.kept, talk.record.broken) == (0, 0)


def test_a_later_talk_knows_what_came_before_it_and_an_earlier_one_does_not(floor: Floor) -> None:
    floor.person(1)
    refused(floor, 1, offer(50_000))
    promised = tell(floor, 1, ev.PromiseMade(shares=(ev.Share(debt=1, cents=900),), due=DAY))
    tell(floor, 1, ev.PromiseBroken(promise=promised))
    floor.clock.forward(days=20)
    refused(floor, 1, offer(25_000, 2))

    first, second = log(floor)

    assert (first.record.broken, first.record.refusals) == (0, ())
    assert second.record.broken == 1
    assert [(each.on, each.total_cents, each.payments) for each in second.record.refusals] == [(DAY, 50_000, 1)]


@pytest.mark.parametrize(("code", "is_hung_up"), [("RPC-HU", True), ("RPC-RTP", False)])
def test_whether_they_hung_up_is_known_by_the_outcome(floor: Floor, code: str, *, is_hung_up: bool) -> None:
    floor.person(1)
    call = called(floor, 1)
    tell(
        floor,
        1,
        ev.OffersMade(call=call, offers=(offer(50_000),)),
        ev.OfferAnswered(call=call, answer="no"),
        ev.OutcomeLogged(
            call=call,
            code=code,
            debts=(1,),
            reached="right",
            is_connected=True,
            is_conversation=True,
            status="contacted",
        ),
    )
    assert log(floor)[0].is_hung_up is is_hung_up


# ── equal facts ──


def test_people_who_differ_in_nothing_that_may_matter_are_equal_and_get_equal_first_offers(floor: Floor) -> None:
    """Another name, sex, age, language, street and ZIP in one state: the same facts."""
    floor.person(1, debts=(Debt(1),))
    floor.person(2, last="Nguyen", first="Minh", language="vi", zip="44115", street="8 Oak", debts=(Debt(2),))
    floor.person(3, last="Diaz", first="Rosa", language="es", dob=date(1944, 1, 2), debts=(Debt(3),))
    for case in (1, 2, 3):
        refused(floor, case, offer(50_000))

    month = month_of(floor.store, floor.handbook, JUNE, lambda _: "collector")

    assert len({first.facts for first in month.firsts}) == 1
    assert len({first.suggested for first in month.firsts}) == 1
    assert month.firsts[0].suggested
    assert [met.groups["language"] for met in month.people] == ["en", "vi", "es"]
    assert report("2026-06", month.people, month.firsts).unequal == ()


def test_another_balance_or_another_seat_is_another_matter(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1),))
    floor.person(2, debts=(Debt(2, cents=50_001),))
    for case in (1, 2):
        refused(floor, case, offer(50_000))
    month = month_of(floor.store, floor.handbook, JUNE, lambda _: "collector")
    above = month_of(floor.store, floor.handbook, JUNE, lambda _: "supervisor")
    assert len({first.facts for first in (*month.firsts, *above.firsts)}) == 4


def test_a_month_holds_who_was_spoken_with_in_it_alone(floor: Floor) -> None:
    floor.person(1)
    floor.person(2)
    floor.person(3)
    floor.clock.at = TUESDAY - timedelta(days=10)
    refused(floor, 1, offer(50_000))
    floor.clock.at = TUESDAY
    refused(floor, 2, offer(40_000))

    month = month_of(floor.store, floor.handbook, JUNE, lambda _: "collector")

    assert [first.case for first in month.firsts] == [2]
    assert [met.share for met in month.people] == [0.8]
