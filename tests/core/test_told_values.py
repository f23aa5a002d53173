"""What a value shows of itself in a trace, a log or a debugger: which one it is, nothing of the person."""

from __future__ import annotations

from datetime import date

import pytest

from callassist import dossier as rec
from callassist.casefile import CaseFile, Consumer, ContactPoint, Debt
from callassist.commands import AddNumber, LogOutcome, TryIdentity, WriteNote
from callassist.identity import Answer
from callassist.screens.call_draft import Draft

DOB = date(1980, 3, 4)
SECRETS = ("Dana", "Quillfeather", "1980", "datetime", "4417", "6145550101", "Elm", "43215", "wife", "Z-77")
PERSON = rec.Person(first="Dana", last="Quillfeather", dob=DOB, ssn4="4417")
PHONE = rec.Phone(number=16145550101, kind="cell")
ADDRESS = rec.Address(street="12 Elm St", city="Columbus", state="OH", zip="43215")
CONSUMER = Consumer(first="Dana", last="Quillfeather", dob=DOB, ssn4="4417")
DEBT = Debt(id=1, client="MERCY", account="Z-77", balance_cents=1)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (PERSON, "Person(...)"),
        (PHONE, "Phone(...)"),
        (ADDRESS, "Address(...)"),
        (rec.NoteText(text="wife pays"), "NoteText(...)"),
        (CONSUMER, "Consumer(...)"),
        (ContactPoint(row=3, number=16145550101, kind="cell"), "ContactPoint(row=3, kind='cell', standing='untried')"),
        (Draft(case=1, call=2, note="wife pays"), "Draft(case=1, call=2)"),
        (TryIdentity(answers=(Answer(factor="ssn4", said="4417"),)), "TryIdentity(...)"),
        (AddNumber(number=16145550101, kind="cell"), "AddNumber(...)"),
        (WriteNote(text="wife pays"), "WriteNote(...)"),
        (LogOutcome(code="NA", words="wife pays"), "LogOutcome(...)"),
        (
            CaseFile(
                id=7, consumer=CONSUMER, obligations=(), debts=(DEBT,), versions={}, last_rows={}, texts={1: "wife"}
            ),
            "CaseFile(id=7)",
        ),
    ],
)
def test_a_value_shows_nothing_of_the_person(value: object, told: str) -> None:
    assert repr(value) == str(value) == told
    assert not [secret for secret in SECRETS if secret in f"{value!r} {(value,)}"]
