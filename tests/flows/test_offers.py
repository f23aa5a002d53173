"""Offers on a call: the pane, what they say to it, and the deal."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from callassist import dossier as rec
from callassist import events as ev
from callassist.bargains import Account, Matter, Offer
from callassist.casefile import debt_stream
from callassist.commands import PlaceRestriction
from callassist.creditor_terms import STANDARD
from callassist.negotiation import suggest
from callassist.schedules import Payment
from callassist.screens.offer_words import Row, detail_lines, is_takeable, on_day
from callassist.screens.offers import OffersScreen
from callassist.screens.statement_words import Unreadable, read_answer
from callassist.screens.widgets.bars import MessageLine
from callassist.screens.widgets.rows import Rows
from tests.flows.seen import see, shown
from tests.flows.shift import DANA, LARGE, PEOPLE, RUIZ, SECRETS, SMALL, Shift, _person, _Writer, running, told

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x36"])


@SIZES
async def test_the_pane_shows_what_comes_first_the_ladder_and_the_schedule(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await told(call)
        await call.press("f7")
        await see(call, "1 Prompt pay")
        await see(call, "Say: ")
        await call.press("2")
        await see(call, r"due +pays +left")
        seen = shown(call.app)
        assert "p .4" not in seen
        assert "chance" not in seen
        await call.press("f12", "f12")
        assert call.app.screen is call.screen


async def test_before_the_statement_and_the_question_of_cover_it_says_why_not(shift: Shift) -> None:
    async with running(shift) as call:
        await call.open(DANA)
        await call.verify()
        await call.press("f7")
        assert call.app.screen is call.screen
        assert "statement" in call.message
        await call.press("space", "o")
        assert call.app.screen is call.screen
        assert "coverage" in call.message


@SIZES
async def test_yes_is_read_back_and_then_agreed(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await told(call)
        await call.press("o", "enter")
        await see(call, "Read back: ")
        assert not call.case.consumer.deals
        await call.type("card")
        await call.press("enter")
        assert call.app.screen is call.screen
        deal = call.case.consumer.deals[-1]
        assert (deal.total_cents, deal.how) == (118_576, "card")
        assert call.case.consumer.rounds[-1].answer == "yes"


@SIZES
async def test_a_plan_moves_to_the_day_that_is_typed(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await told(call)
        await call.press("f7", "2")
        call.send("1", "5", "enter")
        await call.settle()
        await see(call, "Read back: .*15 June")
        assert not call.case.consumer.deals, "Enter that was typed ahead agrees to nothing"
        await call.press("enter")
        deal = call.case.consumer.deals[-1]
        assert {payment.due.day for payment in deal.terms.payments} == {15}
        assert deal.total_cents == 131_751


@SIZES
async def test_no_is_kept_and_the_next_offer_asks_for_less(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await told(call)
        await call.press("f7", "r")
        assert call.case.consumer.rounds[-1].answer == "no"
        assert isinstance(call.app.screen, OffersScreen)
        await see(call, "Say: ")


@SIZES
async def test_what_they_propose_is_answered_and_beyond_the_seat_it_is_asked_for(
    shift: Shift, size: tuple[int, int]
) -> None:
    async with running(shift, size) as call:
        await told(call)
        await call.press("f7", "c")
        await call.type("50 a month")
        await call.press("enter")
        await see(call, "Ask a supervisor")
        assert call.case.consumer.rounds[-1].proposed is not None
        await call.press("enter")
        assert call.case.consumer.approvals[-1].state == "asked"
        await call.press("c")
        await call.type("hmm 12 x blah")
        await call.press("enter")
        assert isinstance(call.app.screen, OffersScreen)


async def test_what_was_answered_to_them_stands_while_the_pane_is_closed(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "c")
        await call.type("600 now and 200 a month")
        await call.press("enter")
        await see(call, "Say: We can do that")
        await call.press("f7")
        assert call.app.screen is call.screen
        await call.press("f7")
        await see(call, "Say: We can do that")
        await call.press("enter")
        await see(call, "Read back: ")
        await call.press("enter")
        assert [each.cents for each in call.case.consumer.deals[-1].terms.payments][:2] == [60_000, 20_000]
        await call.press("f7", "enter")
        assert "A deal runs" in call.app.screen.query_one("#message", MessageLine).text
        assert "We can do that" not in shown(call.app), "it is agreed on, and asked no more"


async def test_what_could_not_be_read_or_was_refused_offers_nothing_twice(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7")
        for words in ("qwerty", "zxcvb"):
            await call.press("c")
            await call.type(words)
            await call.press("enter")
            assert "could not be read" in shown(call.app)
        assert len(call.case.consumer.rounds) == 1
        await call.press("1", "enter")
        call.screen.do(PlaceRestriction(kind="insurance_pending", words="they wait for it", source="call"))
        await call.settle()
        await call.press("enter")
        assert isinstance(call.app.screen, OffersScreen)
        await see(call, "insurance pending")
        assert not call.case.consumer.deals


@SIZES
async def test_what_they_propose_instead_takes_the_place_of_a_deal(shift: Shift, size: tuple[int, int]) -> None:
    async with running(shift, size) as call:
        await told(call)
        await call.press("f7", "2", "enter", "enter", "f7")
        await see(call, "1,317.51 still to come")
        await call.press("c")
        await call.type("600 now and 200 a month")
        await call.press("enter", "enter")
        await see(call, "Read back: ")
        await call.press("enter")
        first, second = call.case.consumer.deals
        assert (first.state, second.state, second.replaces) == ("renegotiated", "accepted", first.id)
        assert [each.cents for each in second.terms.payments][:2] == [60_000, 20_000]


async def test_a_terminal_that_grows_and_shrinks_keeps_the_ladder_in_view(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "down")
        ladder = call.app.screen.query_one(Rows)
        await call.pilot.resize_terminal(*LARGE)
        await call.settle()
        assert ladder.size.height > 6
        await call.pilot.resize_terminal(*SMALL)
        await call.settle()
        assert ladder.size.height == ladder.count
        await see(call, r">2 Plan")


async def test_on_an_old_debt_the_words_of_the_state_come_before_any_offer(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lexington() -> _Writer:
        writer = _person(6, "Ada", "Old", dob=date(1980, 3, 4))
        writer.fact(rec.Address(street="1 Elm St", city="Lexington", state="MA", zip="02421"))
        writer.fact(rec.Phone(number=16175550101, kind="cell"))
        writer.owes(61, "O-1", 40_000, date(2026, 5, 1))
        writer.write(debt_stream(61), ev.DebtDated(defaulted=date(2018, 1, 5), basis="written"))
        return writer

    monkeypatch.setitem(PEOPLE, 6, lexington)
    shift.place(6)
    async with running(shift) as call:
        await call.open(6)
        await call.press("enter", "enter", "v")
        await call.type("0304198002421")
        call.shift.clock.forward(seconds=60)
        await call.press("space", "4", "f7")
        await see(call, "Read out word for word")
        await call.press("f12")
        assert "come before any offer" in call.message
        await call.press("o", "enter")
        await see(call, "Paying on this is up to you")
        await call.press("enter", "enter")
        assert call.case.consumer.deals


async def test_a_statement_may_be_told_in_part_and_declined(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "f")
        await see(call, "You don't have to answer this")
        await call.type("2")
        await call.press("enter", "enter")
        await call.type("w 1,100 b; i 300")
        await call.press("enter")
        await call.type("b fr")
        await call.press("enter")
        await call.type("a lot")
        await call.press("enter")
        await see(call, "That could not be read")
        await call.press("f8", "f10")
        assert isinstance(call.app.screen, OffersScreen)
        statement = call.case.consumer.statements[-1].statement
        assert statement.household == 2
        assert [(each.source, each.cents, each.cycle) for each in statement.incomes or ()] == [
            ("wages", 110_000, "biweekly"),
            ("ssi", 30_000, "monthly"),
        ]
        assert (statement.pay_kind, statement.declined) == ("biweekly", ("housing",))


async def test_who_is_not_verified_any_more_is_shown_no_offer(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "f7", "t", "h", "f7")
        assert call.app.screen is call.screen
        assert all(secret not in shown(call.app) for secret in SECRETS)


async def test_who_may_not_hear_the_amount_is_offered_nothing_not_even_what_was_answered_before(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "c")
        await call.type("600 now and 200 a month")
        await call.press("enter")
        await see(call, "Say: We can do that")
        await call.press("f7")
        monkeypatch.setattr("callassist.desk.offers.keeps_back", lambda *_: "a rule that keeps the amount back")
        await call.press("f7")
        await see(call, "may not hear what is owed")
        seen = shown(call.app)
        assert not [sum_ for sum_ in ("600.00", "200.00", "1,317.51", "1,185.76", "1,119.89") if sum_ in seen]
        await call.press("enter", "r")
        assert not call.case.consumer.deals


async def test_what_closes_a_demand_is_said_and_no_sum_is_named(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        pending = PlaceRestriction(kind="insurance_pending", words="they wait for it", source="call")
        call.screen.do(pending)
        await call.settle()
        await call.press("f7")
        await see(call, "No sum may be asked for: insurance pending")
        await see(call, "Your health plan is still working on this one")
        assert "1,317.51" not in shown(call.app)
        await call.press("1", "enter", "r")
        assert not call.case.consumer.rounds


def test_a_plan_for_two_debts_says_what_each_payment_brings_to_each(shift: Shift) -> None:
    payments = (Payment(due=date(2026, 6, 9), cents=21_000), Payment(due=date(2026, 7, 9), cents=21_000))
    offer = Offer(kind="plan", payments=payments, owed_cents=42_000, shares=((21, 12_000), (22, 30_000)))
    lines = [line.plain for line in detail_lines(Row(offer=offer, why=("all of it",)), shift.desk().look(RUIZ))]
    assert "B-1" in lines[3]
    assert "B-2" in lines[3]
    assert lines[4].split()[-2:] == ["60.00", "150.00"]
    assert lines[1].split()[3:] == ["210.00", "210.00", "#" * 12]


def test_a_day_moves_the_payments_and_not_what_is_paid_down() -> None:
    payments = tuple(Payment(due=date(2026, month, 9), cents=cents) for month, cents in ((6, 500), (7, 300), (8, 300)))
    moved = on_day(Offer(kind="plan", payments=payments, owed_cents=1_100, down_cents=500), 31, date(2026, 6, 2))
    assert [each.due for each in moved.payments] == [date(2026, 6, 9), date(2026, 6, 30), date(2026, 7, 31)]
    assert moved.total_cents == 1_100


def test_a_day_that_is_too_late_for_the_terms_is_not_read_back() -> None:
    today = date(2026, 6, 2)
    account = Account(id=1, balance_cents=60_000, terms=replace(STANDARD, first_payment_days=7), has_terms=True)
    matter = Matter(accounts=(account,), today=today)
    offer = suggest(matter).offers[0].offer
    plan = next(each.offer for each in suggest(matter).offers if each.offer.months > 1)
    assert is_takeable(on_day(plan, 9, today), plan, matter)
    assert not is_takeable(on_day(plan, 1, today), plan, matter)
    assert not is_takeable(replace(offer, owed_cents=1), offer, matter), "what has changed meanwhile is not taken"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("household", "4", {"household": 4}),
        ("household", "-1", None),
        ("incomes", "none", {"incomes": ()}),
        ("incomes", "w -5 m", None),
        ("incomes", "lottery 5 m", None),
        ("pay", "s 1 31", {"pay_kind": "semimonthly", "pay_anchor": None, "pay_days": (1, 31)}),
        ("pay", "m 32", None),
        ("pay", "w fr", {"pay_kind": "weekly", "pay_anchor": date(2026, 6, 5), "pay_days": ()}),
        ("housing", "$1,050.50", {"housing_cents": 105_050}),
        ("other", "(50)", None),
    ],
)
def test_answers_are_read_as_people_type_them(name: str, text: str, found: dict[str, object] | None) -> None:
    read = read_answer(name, text, date(2026, 6, 2))
    assert isinstance(read, Unreadable) if found is None else read == found


async def test_what_they_told_survives_a_killed_terminal(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "f")
        await call.type("5")
        await call.press("enter")
        await call.until(lambda: any(b"5" in body for body in shift.desk().kept().values()))
    async with running(shift) as call:
        assert call.screen.draft.told is not None
        await call.press("f7", "f")
        await see(call, "Household: 5")


async def test_from_the_offers_to_the_notes_and_to_the_stop_words(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "n")
        assert call.app.screen is call.screen
        assert call.app.focused is not None
        await call.press("f12", "f7", "f11")
        await see(call, "They said")


async def test_no_to_a_question_for_a_supervisor_goes_back_to_the_ladder(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "c")
        await call.type("50 a month")
        await call.press("enter")
        await see(call, "Ask a supervisor")
        await call.press("r")
        assert "Ask a supervisor" not in shown(call.app)
        assert not call.case.consumer.approvals


async def test_stop_words_have_the_key_that_they_have_on_the_call(shift: Shift) -> None:
    async with running(shift) as call:
        await told(call)
        await call.press("f7", "x")
        assert call.app.screen is call.screen
        assert call.screen.menu is not None
        assert call.screen.menu.title == "They said"
        assert not call.case.consumer.rounds
