"""Placement files: who joins whom, what a later file changes, and that the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from callassist.casefile import CaseFile
from callassist.store import BLOCKED, INCOMPLETE, READY, SKIP_TRACE
from callassist.stores.memory import MemoryStore
from callassist.stores.sqlite import SqliteStore
from tests.core.intake_files import ANN, Intake, ann, kinds

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["memory", "sqlite"])
def intake(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Intake]:
    """Give an empty store of either kind."""
    store = MemoryStore() if request.param == "memory" else SqliteStore(str(tmp_path / "floor.db"))
    yield Intake(store, tmp_path)
    store.close()


def state_of(intake: Intake, case: CaseFile) -> str:
    return intake.store.projection_of(case.id).work.state


# ── a new debt ──


def test_a_record_becomes_a_debt_and_a_person(intake: Intake) -> None:
    receipt = intake.send(
        ann(facility="Mercy ER", original_balance="150.00", language="Spanish", email="ann@example.com")
    )
    case = intake.case()
    (debt,) = case.debts
    assert (receipt.added, receipt.people, receipt.added_cents) == (1, 1, 12_000)
    assert (debt.client, debt.account, debt.balance_cents, debt.original_cents) == ("MERCY", "A-1", 12_000, 15_000)
    assert (debt.service, debt.itemised, debt.placed) == (date(2026, 1, 15), date(2026, 2, 1), date(2026, 6, 1))
    assert (case.consumer.full_name, case.consumer.dob, case.consumer.ssn4) == ("Ann Lee", date(1980, 3, 4), "4417")
    assert case.consumer.numbers[0].number == 16145550101
    assert (case.consumer.language, [each.address for each in case.consumer.emails]) == ("es", ["ann@example.com"])
    assert case.role(debt.id) == "guarantor"
    assert state_of(intake, case) == READY


def test_unknown_columns_are_kept(intake: Intake) -> None:
    intake.send(ann(**{"Floor Code": "7B", "Empty": ""}))
    assert intake.case().debts[0].details.extra == {"Floor Code": "7B"}


def test_only_account_name_and_balance_are_required(intake: Intake) -> None:
    receipt = intake.send({"account_number": "9", "last_name": "Lee", "balance": "10"})
    assert (receipt.added, receipt.incomplete, receipt.without_number) == (1, 1, 1)
    assert state_of(intake, intake.case()) == INCOMPLETE


def test_a_person_without_a_number_waits_in_the_skip_list(intake: Intake) -> None:
    receipt = intake.send(ann(phone_cell=""))
    assert receipt.without_number == 1
    assert state_of(intake, intake.case()) == SKIP_TRACE


def test_the_client_may_be_given_for_the_whole_file(intake: Intake) -> None:
    intake.send(ann(client=""), client="mercy")
    assert intake.case().debts[0].client == "MERCY"


def test_the_same_account_at_two_clients_is_two_debts(intake: Intake) -> None:
    receipt = intake.send(ann(), ann(client="LAKESIDE", last_name="Ode", dob="1970-01-02", ssn_last4="1111"))
    assert receipt.added == 2
    assert {(c.debts[0].client, c.consumer.last) for c in intake.cases()} == {("MERCY", "Lee"), ("LAKESIDE", "Ode")}


# ── who joins whom ──


TWICE = [
    ("guarantor reference", {"account_number": "A-2", "dob": "", "ssn_last4": ""}),
    ("name, birth date and SSN last four", {"account_number": "A-2", "guarantor_ref": "G900"}),
    ("name, birth date and SSN last four", {"account_number": "A-1", "client": "LAKESIDE", "guarantor_ref": "G100"}),
]


@pytest.mark.parametrize("is_one_file", [True, False])
@pytest.mark.parametrize(("by", "second"), TWICE)
def test_people_join_on_reference_or_identity(
    intake: Intake, by: str, second: dict[str, str], *, is_one_file: bool
) -> None:
    files = [[ann(), ann(**second)]] if is_one_file else [[ann()], [ann(**second)]]
    joined = sum(intake.send(*records).joined for records in files)
    case = intake.case()
    assert (joined, len(case.debts)) == (1, 2)
    _, entries = intake.store.load(case.id)
    assert by in {getattr(entry.event, "joined_by", "") for entry in entries}


APART = [
    ({"dob": "2004-03-04", "suffix": "Jr", "ssn_last4": "9001"}, "a junior at the same address"),
    ({"first_name": "Amy", "ssn_last4": "9001"}, "a twin"),
    ({"ssn_last4": "9001"}, "another SSN"),
    ({"dob": "", "ssn_last4": ""}, "nothing but a name and an address"),
    ({"ssn_last4": ""}, "no SSN"),
]


@pytest.mark.parametrize("is_one_file", [True, False])
@pytest.mark.parametrize(("second", "why"), APART)
def test_others_stay_apart(intake: Intake, second: dict[str, str], why: str, *, is_one_file: bool) -> None:
    records = [ann(), ann(account_number="A-2", guarantor_ref="G200", **second)]
    for file in [records] if is_one_file else [records[:1], records[1:]]:
        intake.send(*file)
    assert len(intake.cases()) == 2, why


@pytest.mark.parametrize("is_one_file", [True, False])
@pytest.mark.parametrize(
    ("second", "why"),
    [
        ({"ssn_last4": ""}, "same name and birth date and telephone number and ZIP"),
        ({"ssn_last4": "", "phone_cell": ""}, "same name and birth date and ZIP"),
        ({"dob": "", "ssn_last4": "", "zip": ""}, "same name and telephone number"),
        ({"dob": "", "ssn_last4": "", "phone_cell": ""}, "same name and ZIP"),
    ],
)
def test_what_is_weaker_is_suggested(intake: Intake, second: dict[str, str], why: str, *, is_one_file: bool) -> None:
    records = [ann(), ann(account_number="A-2", guarantor_ref="", **second)]
    files = [records] if is_one_file else [records[:1], records[1:]]
    assert sum(intake.send(*file).suggested for file in files) == 1
    first, later = intake.cases()
    for case, other in ((later, first), (first, later)):
        assert [(link.other, link.why, link.state) for link in case.consumer.links] == [(other.id, why, "suggested")]


def test_namesakes_and_twins_are_not_even_suggested(intake: Intake) -> None:
    receipt = intake.send(
        ann(),
        ann(account_number="A-2", guarantor_ref="G2", dob="2004-03-04", suffix="Jr", ssn_last4=""),
        ann(account_number="A-3", guarantor_ref="G3", first_name="Amy"),
    )
    assert (receipt.people, receipt.suggested) == (3, 0)


def test_a_reference_does_not_join_two_names(intake: Intake) -> None:
    receipt = intake.send(ann(), ann(account_number="A-2", first_name="Robert", dob="", ssn_last4=""))
    assert (receipt.people, receipt.joined, receipt.suggested) == (2, 0, 1)
    again = intake.send(ann(account_number="A-3", first_name="Robert", dob="", ssn_last4="", balance="5"))
    assert (again.people, again.joined) == (0, 1)


@pytest.mark.parametrize("reference", ["0", "000000", "9999", "N/A", "unknown"])
def test_a_placeholder_is_no_reference(intake: Intake, reference: str) -> None:
    who = {"guarantor_ref": reference, "dob": "", "ssn_last4": "", "phone_cell": "", "zip": "", "address": ""}
    receipt = intake.send(ann(**who), ann(account_number="A-2", **who))
    assert (receipt.people, receipt.joined, receipt.suggested) == (2, 0, 0)


def test_placeholders_are_no_identity_answers(intake: Intake) -> None:
    one = {"dob": "1900-01-01", "ssn_last4": "0000", "guarantor_ref": "", "zip": "00000", "address": "HOMELESS"}
    receipt = intake.send(ann(**one), ann(account_number="A-2", **one, phone_cell="5555555555"))
    assert (receipt.people, receipt.joined) == (2, 0)
    consumer = intake.cases()[0].consumer
    assert (consumer.dob, consumer.ssn4, consumer.zip, consumer.places[0].address.street) == (None, "", "", "")


def test_a_name_given_by_the_ward_is_no_name(intake: Intake) -> None:
    intake.send(ann(first_name="BABY BOY", dob="", ssn_last4=""))
    case = intake.case()
    assert (case.consumer.first, case.debts[0].details.extra) == ("", {"first_name": "BABY BOY"})


# ── two who owe one debt ──


def test_another_reference_on_the_same_account_is_a_co_guarantor(intake: Intake) -> None:
    husband = ann(first_name="Bob", dob="1979-01-01", ssn_last4="2222", guarantor_ref="G200")
    receipt = intake.send(ann(), husband)
    assert (receipt.added, receipt.co_guarantors, receipt.added_cents) == (2, 1, 12_000)
    wife, bob = intake.case(first="Ann"), intake.case(first="Bob")
    assert wife.debts == bob.debts
    assert (wife.role(wife.debts[0].id), bob.role(bob.debts[0].id)) == ("guarantor", "co_guarantor")
    assert intake.store.owners(wife.debts[0].id) == (wife.id, bob.id)
    again = intake.send(ann(), husband)
    assert again.unchanged == 2


def test_a_balance_reaches_both_who_owe_it(intake: Intake) -> None:
    husband = ann(first_name="Bob", dob="1979-01-01", ssn_last4="2222", guarantor_ref="G200")
    intake.send(ann(), husband)
    receipt = intake.send(ann(balance="90.00"), husband | {"balance": "90.00"})
    assert (receipt.updated, receipt.unchanged, receipt.changed_cents) == (1, 1, -3_000)
    assert [case.debts[0].balance_cents for case in intake.cases()] == [9_000, 9_000]
    assert intake.send(ann(balance="90.00"), husband | {"balance": "90.00"}).unchanged == 2


# ── minors ──


def test_a_minor_alone_is_not_called(intake: Intake) -> None:
    intake.send(ann(dob="2015-05-05"))
    case = intake.case()
    assert (kinds(case), state_of(intake, case)) == (["minor"], BLOCKED)


@pytest.mark.parametrize("is_one_file", [True, False])
def test_a_minors_debt_goes_to_the_parent_behind_the_reference(intake: Intake, *, is_one_file: bool) -> None:
    records = [ann(), ann(account_number="A-2", first_name="Tim", dob="2015-05-05", ssn_last4="")]
    for file in [records] if is_one_file else [records[:1], records[1:]]:
        intake.send(*file)
    (parent,) = intake.cases()
    assert (parent.consumer.first, parent.consumer.dob, kinds(parent)) == ("Ann", date(1980, 3, 4), [])
    assert parent.role(parent.debts[1].id) == "parent"
    assert (parent.debts[1].details.patient_first, parent.debts[1].details.patient_last) == ("Tim", "Lee")


@pytest.mark.parametrize(("state", "born", "is_minor"), [("OH", "2008-11-24", False), ("OH", "2008-11-25", True)])
def test_who_turns_eighteen_today_is_of_age(intake: Intake, state: str, born: str, *, is_minor: bool) -> None:
    intake.send(ann(state=state, dob=born))
    assert kinds(intake.case()) == (["minor"] if is_minor else [])


def test_some_states_want_more_years(intake: Intake) -> None:
    intake.send(
        ann(state="AL", dob="2008-01-01"), ann(account_number="2", guarantor_ref="G2", dob="2007-11-24", state="AL")
    )
    assert sorted(kinds(case) for case in intake.cases()) == [[], ["minor"]]


# ── a later file ──


def test_the_same_file_twice_adds_nothing(intake: Intake) -> None:
    records = [ann(), ann(account_number="A-2"), ann(account_number="A-3", guarantor_ref="G3", first_name="Cy")]
    intake.send(*records)
    before = list(intake.events())
    receipt = intake.send(*records)
    assert (receipt.unchanged, list(intake.events())) == (3, before)


def test_the_order_of_columns_does_not_matter(intake: Intake) -> None:
    intake.send(ann())
    assert intake.send(dict(reversed(ANN.items()))).unchanged == 1


def test_a_new_column_alone_changes_nothing(intake: Intake) -> None:
    intake.send(ann())
    before = list(intake.events())
    assert intake.send(ann(client_ref="")).unchanged == 1
    assert list(intake.events()) == before


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"balance": "100.00"}, "BalanceChanged"),
        ({"facility": "Mercy West"}, "DebtAmended"),
        ({"date_of_service": "2026-01-16"}, "DebtAmended"),
        ({"insurance_name": "Acme"}, "DebtAmended"),
        ({"last_payment_date": "2026-10-01"}, "DebtPlaced"),
        ({"first_name": "Anne"}, "FactCorrected"),
        ({"dob": "1980-03-05"}, "FactCorrected"),
        ({"phone_home": "614-555-0177"}, "FactAdded"),
        ({"address": "9 Oak St"}, "FactAdded"),
        ({"email": "ann@example.com"}, "FactAdded"),
        ({"notes": "asked for an itemised bill"}, "NoteWritten"),
    ],
)
def test_what_a_later_file_changes_is_an_event(intake: Intake, cells: dict[str, str], kind: str) -> None:
    intake.send(ann())
    before = list(intake.events())
    receipt = intake.send(ann(**cells))
    assert receipt.updated == 1
    added = list(intake.events())
    for known in before:
        added.remove(known)
    assert set(added) - {"RestrictionPlaced"} == {kind}
    assert intake.send(ann(**cells)).unchanged == 1


def test_what_a_later_file_leaves_out_stays(intake: Intake) -> None:
    intake.send(ann(facility="Mercy ER", email="ann@example.com", insurance_name="Acme"))
    receipt = intake.send({column: ANN[column] for column in ("account_number", "client", "last_name", "balance")})
    assert receipt.unchanged == 1
    case = intake.case()
    assert (case.consumer.first, case.debts[0].facility, case.debts[0].details.insurance_name) == (
        "Ann",
        "Mercy ER",
        "Acme",
    )


def test_a_new_number_can_be_called_after_a_correction(intake: Intake) -> None:
    intake.send(ann())
    intake.send(ann(last_name="Leigh", phone_home="614-555-0177"))
    case = intake.case("Leigh")
    assert {point.number for point in case.consumer.numbers} == {16145550101, 16145550177}
    assert intake.store.projection_of(case.id).name == ("leigh", "ann")


def test_somebody_elses_account_is_not_overwritten(intake: Intake) -> None:
    intake.send(ann(guarantor_ref=""))
    stranger = ann(guarantor_ref="", first_name="Zoe", last_name="Quill", dob="1955-01-01", ssn_last4="8888")
    for _ in range(2):
        receipt = intake.send(stranger)
        assert (receipt.rejected, receipt.first_rejects[0].column) == (1, "account_number")
    assert intake.case().consumer.first == "Ann"
    assert intake.send(ann(guarantor_ref="")).unchanged == 1


# ── the same account more than once in a file ──


@pytest.mark.parametrize(
    "balances", [("120", "120"), ("120", "100"), ("120", "100", "120"), ("120", "120", "100"), ("1", "2", "3", "3")]
)
def test_repeats_in_a_file_end_at_the_last_and_settle(intake: Intake, balances: tuple[str, ...]) -> None:
    records = [ann(balance=balance) for balance in balances]
    intake.send(*records)
    before = list(intake.events())
    assert intake.case().debts[0].balance_cents == int(balances[-1]) * 100
    assert before.count("BalanceChanged") == sum(a != b for a, b in pairwise(balances))
    assert intake.send(*records).unchanged == len(records)
    assert list(intake.events()) == before


def test_one_of_the_repeats_alone_is_news(intake: Intake) -> None:
    intake.send(ann(balance="120"), ann(balance="100"))
    assert intake.send(ann(balance="120")).updated == 1
    assert intake.case().debts[0].balance_cents == 12_000
