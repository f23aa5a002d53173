"""The desk's views hold what whoever is on the line may hear, and no more."""

from __future__ import annotations

from datetime import date
from typing import Any

from callassist import events as ev
from callassist.casefile import consumer_stream, debt_stream
from callassist.commands import NameSpeaker, PlaceCall, ReceiveCall, TryIdentity, WriteNote
from callassist.desk import Opened
from callassist.desk.heard import heard_history
from callassist.desk.views import case_view
from callassist.identity import Answer
from callassist.screens.call_words import account_lines, timeline_lines
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


# ── the history ──

SAID: tuple[ev.Event, ...] = (
    ev.RestrictionPlaced(kind="bankruptcy", words="chapter seven in May", source="consumer"),
    ev.RestrictionLifted(restriction=3, why="case dismissed in June"),
    ev.ComplaintMade(kind="contact", row=0),
    ev.ComplaintAnswered(complaint=5, step="answered", words="sorry for the morning calls"),
    ev.ConsentGiven(debts=(), until=date(2026, 7, 1), words="text me", row=0, medium="text"),
    ev.ConsentRevoked(consent=7, words="never text me again"),
    ev.CaseSkipped(why="she wept"),
    ev.PromiseMade(shares=(ev.Share(debt=1, cents=12_345),), due=date(2026, 6, 10)),
    ev.SpeakerNamed(call=0, relation="attorney"),
    ev.MessageReceived(medium="email", row=0, words="my sister knows nothing"),
    ev.CheckMade(action="place_call", row=0, effect="block", found=(ev.RuleFound(rule="xx.secret", effect="block"),)),
)
OF_DEBT: tuple[ev.Event, ...] = (
    ev.DebtDisputed(by=1, reason="never treated"),
    ev.BalanceChanged(was_cents=50_000, balance_cents=47_011),
    ev.DebtClosed(why="died insolvent"),
)
TELLING = (
    *("bankruptcy", "dismissed", "complaint", "morning", "text", "wept", "promised", "123.45", "attorney", "sister"),
    *("secret", "disputed", "never treated", "closed"),
)


def telling(floor: Floor, *authorities: tuple[str, tuple[int, ...]]) -> Opened:
    """A verified spouse on the line, on a case of which much has been said."""
    floor.person(1, debts=(Debt(1), Debt(2, account="B-2")))
    for event in SAID:
        floor.told(consumer_stream(1), event)
    for event in OF_DEBT:
        floor.told(debt_stream(1), event)
    desk = floor.desk()
    take(desk, 1)
    done(desk.do(WriteNote(text="Robin Lee")))
    desk.release()
    for kind, debts in authorities:
        given(floor, kind, *debts)
    take(desk, 1)
    done(desk.do(ReceiveCall()))
    done(desk.do(NameSpeaker(relation="spouse")))
    return done(desk.do(BY_NAME)).opened


def told(opened: Opened) -> str:
    return "\n".join(line.text for line in heard_history(opened, "America/New_York"))


def test_a_spouse_hears_of_the_money_and_nothing_that_is_the_consumers_own(floor: Floor) -> None:
    history = told(telling(floor, ("hipaa_authorization", ())))
    assert "they called us" in history
    assert "470.11" in history
    assert not [word for word in TELLING if word in history]


def test_screen_and_view_show_the_same_history(floor: Floor) -> None:
    opened = telling(floor, ("hipaa_authorization", ()))
    shown = "\n".join(line.plain for line in timeline_lines(opened))
    view = str(case_view(opened, floor.handbook.setting)["history"])
    for line in heard_history(opened, "America/New_York"):
        assert line.text in shown
        assert line.text in view
    assert not [word for word in TELLING if word in shown or word in view]


def test_nothing_of_a_debt_they_may_not_hear_of(floor: Floor) -> None:
    history = told(telling(floor, ("hipaa_authorization", (1,))))
    assert "A-0001" in history
    assert "B-2" not in history


def test_promises_of_a_debt_they_may_not_hear_of_are_not_in_the_account_pane(floor: Floor) -> None:
    opened = telling(floor, ("hipaa_authorization", (2,)))
    assert "123.45" not in "\n".join(line.plain for line in account_lines(opened, floor.handbook.setting))


def test_the_verified_consumer_hears_it_all(floor: Floor) -> None:
    telling(floor, ("hipaa_authorization", ()))
    desk = floor.desk()
    take(desk, 1)
    done(desk.do(NameSpeaker(relation="consumer")))
    history = told(done(desk.do(BY_SELF)).opened)
    assert [word for word in TELLING if word not in history] == []
