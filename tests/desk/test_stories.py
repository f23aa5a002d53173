"""Why it is owed, for whoever is on the line: the consumer whole, a spouse as far as leave or a form goes."""

from __future__ import annotations

from datetime import date

from callassist import casefile
from callassist.casefile import debt_stream
from callassist.commands import NameSpeaker, ReceiveCall, WriteNote
from callassist.desk import Opened
from callassist.desk.stories import stories, story_of, told
from callassist.dossier import Bill, DebtDetails
from callassist.events import PaymentReported
from callassist.hearing import FACTS
from callassist.owing import MONEY_ONLY, UNTOLD
from callassist.screens.call_words import story_lines
from tests.desk.floor import Debt, Floor, done, take
from tests.desk.test_heard import BY_NAME, BY_SELF, given


def on_the_line(floor: Floor, *authorities: tuple[str, tuple[int, ...]], relation: str = "spouse") -> Opened:
    """Somebody verified on a call of theirs; a spouse holds these authorities."""
    floor.person(1, debts=(Debt(1), Debt(2, account="B-2")))
    floor.told(debt_stream(1), PaymentReported(amount_cents=2_989, on=date(2026, 5, 1), source="client"))
    desk = floor.desk()
    take(desk, 1)
    done(desk.do(WriteNote(text="Robin Lee")))
    desk.release()
    for kind, debts in authorities:
        given(floor, kind, *debts)
    take(desk, 1)
    done(desk.do(ReceiveCall()))
    if relation == "consumer":
        return done(desk.do(BY_SELF)).opened
    done(desk.do(NameSpeaker(relation=relation)))
    return done(desk.do(BY_NAME)).opened


def test_the_consumer_hears_of_every_debt_with_the_care(floor: Floor) -> None:
    opened = on_the_line(floor, relation="consumer")
    found = stories(opened, floor.handbook)
    assert {story.account for story in found} >= {"B-2"}
    assert len(found) == 2
    assert all("Care on" in story.text for story in found)
    assert any("Paid since it came to us $29.89." in story.text for story in found)


def test_a_spouse_by_marriage_alone_hears_nothing(floor: Floor) -> None:
    opened = on_the_line(floor, ("marriage", ()))
    assert stories(opened, floor.handbook) == ()
    assert told(stories(opened, floor.handbook)) == UNTOLD
    assert [line.plain for line in story_lines(opened, floor.handbook)] == [UNTOLD]


def test_leave_for_one_debt_tells_its_money_alone(floor: Floor) -> None:
    opened = on_the_line(floor, ("consent", (1,)))
    (story,) = stories(opened, floor.handbook)
    assert story.debt == 1
    assert MONEY_ONLY in story.lines
    shown = " ".join(line.plain for line in story_lines(opened, floor.handbook))
    assert not [word for word in ("B-2", "Mercy Example Hospital", "Care on", "Insurance") if word in shown]


def test_a_signed_form_tells_of_the_care_too(floor: Floor) -> None:
    (story,) = stories(on_the_line(floor, ("hipaa_authorization", (2,))), floor.handbook)
    assert story.account == "B-2"
    assert "Mercy Example Hospital" in story.text


def test_the_name_on_the_bill_tells_no_more_of_the_care_than_the_facility(floor: Floor) -> None:
    kept = "Mercy Specimen Behavioral Health"
    details = DebtDetails(bill=Bill(billing_name=f"{kept.upper()} Billing"))
    debt = casefile.Debt(id=1, client="MERCY", account="A-1", balance_cents=100, facility=kept, details=details)
    story = story_of(debt, floor.handbook.setting, FACTS, {})
    assert "The bill came as Mercy Example Hospital Billing." in story.lines
    assert "behavioral" not in story.text.lower()
