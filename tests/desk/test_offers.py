"""What a desk suggests on a case: read out of its journals, told only to who may hear what is owed."""

from __future__ import annotations

from callassist import events as ev
from callassist.commands import ReceiveCall, TryIdentity
from callassist.desk.offers import matter_of, suggestion, transcript_of
from tests.desk.floor import ANSWERS, Debt, Floor, done, take

SEAT = "collector"


def test_a_case_nobody_is_on_is_seen_as_the_consumer_would_be_told(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1, cents=50_000), Debt(2, cents=12_000, client="NOBODY")))
    opened = floor.desk("ana").look(1)

    matter = matter_of(opened, floor.handbook, SEAT)

    assert [account.balance_cents for account in matter.accounts] == [50_000, 12_000]
    assert [account.has_terms for account in matter.accounts] == [True, False]
    assert matter.accounts[0].terms.tiers
    assert matter.state == "OH"
    assert matter.standards.poverty
    assert transcript_of(opened) == ()


def test_nothing_is_suggested_to_a_voice_that_nobody_verified(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk("ana")
    take(ana, 1)
    opened = done(ana.do(ReceiveCall())).opened

    found = suggestion(opened, floor.handbook, SEAT)

    assert found.offers == ()
    assert found.headline == ()
    assert found.ways == ()
    assert found.owed_cents == 0


def test_the_consumer_on_the_line_is_offered_whole_and_in_parts(floor: Floor) -> None:
    floor.person(1)
    ana = floor.desk("ana")
    take(ana, 1)
    done(ana.do(ReceiveCall()))
    opened = done(ana.do(TryIdentity(answers=ANSWERS))).opened

    found = suggestion(opened, floor.handbook, SEAT)

    assert found.gates == ()
    assert found.owed_cents == 50_000
    assert {each.offer.kind for each in found.offers} >= {"plan"}


def test_what_was_told_on_file_closes_the_demand_for_that_debt_alone(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1), Debt(2)))
    floor.told(2, ev.RestrictionPlaced(kind="workers_comp", debts=(2,)))

    matter = matter_of(floor.desk("ana").look(1), floor.handbook, SEAT)

    assert [account.gates for account in matter.accounts] == [(), ("other_payer",)]
    assert matter.gates == ()


def test_an_attorney_closes_all_of_it(floor: Floor) -> None:
    floor.person(1, debts=(Debt(1), Debt(2)))
    floor.told(2, ev.RestrictionPlaced(kind="attorney"))

    found = suggestion(floor.desk("ana").look(1), floor.handbook, SEAT)

    assert found.gates == ("attorney",)
    assert found.offers == ()
