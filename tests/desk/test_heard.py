"""The desk's views hold what whoever is on the line may hear, and no more."""

from __future__ import annotations

from typing import Any

from callassist import events as ev
from callassist.casefile import consumer_stream
from callassist.commands import NameSpeaker, PlaceCall, TryIdentity, WriteNote
from callassist.desk.views import case_view
from callassist.identity import Answer
from tests.desk.floor import Debt, Floor, done, take

BY_NAME = TryIdentity(answers=(Answer(factor="name", said="Robin Lee"), Answer(factor="zip", said="43215")))
BY_SELF = TryIdentity(answers=(Answer(factor="dob", said="3/4/80"), Answer(factor="ssn4", said="4417")))
NUMBER = 3


def given(floor: Floor, kind: str, *debts: int, relation: str = "spouse") -> None:
    """An authority on file for Robin Lee, who is written down by name."""
    case = floor.desk().look(1).case
    row = next(row for row, text in case.texts.items() if text == "Robin Lee")
    event = ev.AuthorityGiven(kind=kind, relation=relation, debts=debts, party=row, words="form", is_written=True)
    floor.told(consumer_stream(1), event)


def on_the_line(floor: Floor, *authorities: tuple[str, tuple[int, ...]]) -> dict[str, Any]:
    """What the desk shows with a verified spouse on the line, who holds these authorities."""
    floor.person(1, debts=(Debt(1), Debt(2, account="B-2")))
    desk = floor.desk()
    take(desk, 1)
    done(desk.do(WriteNote(text="Robin Lee")))
    desk.release()
    for kind, debts in authorities:
        given(floor, kind, *debts)
    take(desk, 1)
    done(desk.do(PlaceCall(row=NUMBER)))
    done(desk.do(NameSpeaker(relation="spouse")))
    return case_view(done(desk.do(BY_NAME)).opened, floor.handbook.setting)


def test_a_spouse_sees_nothing_by_marriage_alone(floor: Floor) -> None:
    view = on_the_line(floor, ("marriage", ()))
    assert (view["debts"], view["promises"], view["history"]) == ([], [], [])


def test_leave_for_one_debt_shows_its_money_and_nothing_of_the_care(floor: Floor) -> None:
    view = on_the_line(floor, ("consent", (1,)))
    (debt,) = view["debts"]
    assert (debt["debt"], debt["balance"], debt["facility"]) == (1, "500.00", "")
    assert "disclose_care" not in debt["may_hear"]
    text = str(view)
    assert not [word for word in ("B-2", "Mercy Example Hospital", "2025", "Robin Lee") if word in text]


def test_a_signed_form_shows_the_care_too(floor: Floor) -> None:
    view = on_the_line(floor, ("hipaa_authorization", (2,)))
    (debt,) = view["debts"]
    assert (debt["account"], debt["facility"]) == ("B-2", "Mercy Example Hospital")
