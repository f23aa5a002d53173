"""The sample export of Synthea lands right: who owes what, who answers for children, who has died."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from callassist.casefile import CaseFile
from callassist.intake.receipt import Receipt
from callassist.intake.synthea import import_synthea
from callassist.intake.synthea_debts import owed_of
from callassist.intake.synthea_files import BadExport, Step, without_digits
from callassist.journal import fold
from callassist.store import BLOCKED, READY, SKIP_TRACE
from callassist.stores.memory import MemoryStore
from callassist.worklist import project
from tests.core.intake_files import NOW, kinds, limit, setting

PEOPLE = 27


@pytest.fixture
def folder(shared: Path) -> Path:
    """Give the sample export."""
    return shared / "data" / "synthea"


@pytest.fixture
def store() -> MemoryStore:
    """Give an empty store."""
    return MemoryStore()


def take(store: MemoryStore, folder: Path, phones_from: int | None = None, after: date | None = None) -> Receipt:
    return import_synthea(store, setting(), folder, now=NOW, actor="i", phones_from=phones_from, after=after)


def cases(store: MemoryStore) -> dict[str, CaseFile]:
    """Cases by the guarantor's name."""
    found = [fold(case, *store.load(case)) for case in store.scan()]
    return {case.consumer.full_name: case for case in found}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def owed_by_patient(folder: Path, after: str) -> dict[str, Decimal]:
    """What each patient owes, counted over the whole file at once and not line by line."""
    owed: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows(folder / "claims_transactions.csv"):
        if row["TRANSFERTYPE"] == "p":
            owed[row["PATIENTID"]] += Decimal(row["AMOUNT"])
        elif row["METHOD"] in {"CASH", "CC", "CHECK"} and row["FROMDATE"][:10] <= after:
            owed[row["PATIENTID"]] -= Decimal(row["PAYMENTS"])
    return {patient: cents for patient, cents in owed.items() if cents}


@pytest.mark.parametrize("after", [None, date(2015, 1, 1), date(2023, 6, 30)])
def test_every_cent_is_where_the_export_has_it(store: MemoryStore, folder: Path, after: date | None) -> None:
    receipt = take(store, folder, after=after)
    expected = owed_by_patient(folder, after.isoformat() if after else "")
    names = {
        row["Id"]: (without_digits(row["FIRST"]), without_digits(row["LAST"])) for row in rows(folder / "patients.csv")
    }
    owed: defaultdict[tuple[str, str], int] = defaultdict(int)
    for case in cases(store).values():
        for debt in case.debts:
            owed[debt.details.patient_first, debt.details.patient_last] += debt.balance_cents
    assert owed == {names[patient]: int(amount * 100) for patient, amount in expected.items()}
    assert receipt.added_cents == sum(owed.values())
    assert (receipt.read, receipt.rejected, receipt.incomplete) == (receipt.added, 0, 0)


def test_all_the_people_land(store: MemoryStore, folder: Path) -> None:
    receipt = take(store, folder)
    patients = {(d.details.patient_first, d.details.patient_last) for c in cases(store).values() for d in c.debts}
    assert (len(patients), receipt.added, receipt.added_cents) == (PEOPLE, 1_019, 105_949_037)
    assert receipt.people == len(cases(store)) == 39
    assert not any(char.isdigit() for name in cases(store) for char in name)
    assert {case.consumer.state for case in cases(store).values()} == {"MA"}


def test_the_same_export_twice_adds_nothing(store: MemoryStore, folder: Path) -> None:
    first = take(store, folder, phones_from=7)
    again = take(store, folder, phones_from=7)
    assert (again.unchanged, again.added, again.updated) == (first.added, 0, 0)


def test_an_adult_owes_for_themselves(store: MemoryStore, folder: Path) -> None:
    take(store, folder, phones_from=7)
    case = cases(store)["Jackie Okuneva"]
    assert (case.consumer.dob, case.consumer.ssn4, case.consumer.zip) == (date(1996, 6, 5), "5642", "01890")
    assert all(debt.service and debt.service >= date(2014, 6, 5) for debt in case.debts)
    assert case.debts[0].creditor == case.debts[0].facility != ""


def test_a_childs_guardian_owes_and_the_child_is_the_patient(store: MemoryStore, folder: Path) -> None:
    take(store, folder, phones_from=7)
    parent = cases(store)["Gail Mosciski"]
    assert (parent.consumer.dob, parent.consumer.ssn4, kinds(parent)) == (None, "", [])
    assert {(d.details.patient_first, d.details.patient_last) for d in parent.debts} == {("Maynard", "Mosciski")}
    assert "Maynard Mosciski" not in cases(store)
    assert store.projection_of(parent.id).work.state == READY


def test_a_child_who_grew_up_owes_only_what_came_after(store: MemoryStore, folder: Path) -> None:
    take(store, folder)
    child, grown = cases(store)["Laverna Leffler"], cases(store)["Jackie Okuneva"]
    assert all(debt.service and debt.service < date(2014, 6, 5) for debt in child.debts)
    assert grown.debts


def test_a_child_without_a_guardian_is_not_called(store: MemoryStore, folder: Path) -> None:
    take(store, folder, phones_from=7)
    for name in ("Trish Ryan", "Curt Schmidt"):
        case = cases(store)[name]
        assert set(kinds(case)) == {"minor"}
        assert store.projection_of(case.id).work.state == BLOCKED


def test_who_has_died_is_not_called_and_their_guardian_is(store: MemoryStore, folder: Path) -> None:
    take(store, folder, phones_from=7)
    dead = cases(store)["Keenan Johns"]
    assert limit(dead, "deceased").source == "Synthea synthea"
    assert store.projection_of(dead.id).work.state == BLOCKED
    assert dead.debts[0].details.extra["died"] == "2004-03-21"
    infant = cases(store)["Henriette Stamm"]
    assert {d.details.patient_first for d in infant.debts} == {"Gene"}
    assert kinds(infant) == []


def test_without_numbers_they_wait_in_the_skip_list(store: MemoryStore, folder: Path) -> None:
    receipt = take(store, folder)
    states = {store.projection_of(case.id).work.state for case in cases(store).values()}
    assert (receipt.without_number, states) == (receipt.people, {SKIP_TRACE, BLOCKED})


def test_numbers_belong_to_nobody_and_say_so(store: MemoryStore, folder: Path) -> None:
    take(store, folder, phones_from=7)
    for case in cases(store).values():
        (point,) = case.consumer.numbers
        assert 100 <= point.number % 10_000_000 - 5_550_000 <= 199
        assert "seed 7" in case.debts[0].details.extra["synthetic"]
    other = MemoryStore()
    take(other, folder, phones_from=8)
    assert cases(other)["Jackie Okuneva"].consumer.numbers != cases(store)["Jackie Okuneva"].consumer.numbers


def test_without_a_zip_the_states_hours_hold(store: MemoryStore, folder: Path) -> None:
    take(store, folder, phones_from=7)
    case = cases(store)["Curt Schmidt"]
    assert (case.consumer.zip, store.projection_of(case.id).work.group.zones) == ("", "ET")
    assert store.projection_of(case.id) == project(case, setting(), NOW)


def test_columns_are_found_by_name(store: MemoryStore, folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "export"))
    for path in copy.glob("*.csv"):
        path.chmod(0o600)
        table = rows(path)
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.DictWriter(out, ["FIPS", *reversed(table[0])], restval="25017")
            writer.writeheader()
            writer.writerows(table)
    other = MemoryStore()
    assert take(store, copy).added_cents == take(other, folder).added_cents
    assert list(cases(store)) == list(cases(other))


def test_an_export_that_misses_something_is_a_sentence(store: MemoryStore, tmp_path: Path) -> None:
    with pytest.raises(BadExport, match=r"payer_transitions\.csv: No such file"):
        take(store, tmp_path)
    (tmp_path / "payer_transitions.csv").write_text("PATIENT,PAYER\n", encoding="utf-8")
    with pytest.raises(BadExport, match="no column START_YEAR"):
        take(store, tmp_path)


# ── the rule, step by step ──


def step(kind: str, cents: int, holder: str = "", day: str = "2020-05-01") -> Step:
    return Step(kind=kind, day=date.fromisoformat(day), cents=cents, holder=holder)


INSURED = (step("CHARGE", 10_000, "1"), step("PAYMENT", 6_000), step("TRANSFEROUT", 0), step("TRANSFERIN", 4_000, "p"))


@pytest.mark.parametrize(
    ("steps", "after", "balance"),
    [
        (INSURED, None, 4_000),
        ((*INSURED, step("PAYMENT", 4_000)), None, 4_000),
        ((*INSURED, step("PAYMENT", 4_000)), date(2020, 4, 30), 4_000),
        ((*INSURED, step("PAYMENT", 4_000)), date(2020, 5, 1), 0),
        ((*INSURED, step("PAYMENT", 1_500)), date(2020, 5, 1), 2_500),
        ((*INSURED, step("ADJUSTMENT", 1_000)), None, 3_000),
        ((step("CHARGE", 7_749, "p"), step("CHARGE", 1_000, "1"), step("PAYMENT", 1_000)), date(2021, 1, 1), 7_749),
        ((step("CHARGE", 10_000, "1"), step("TRANSFERIN", 2_000, "2"), step("PAYMENT", 2_000)), date(2021, 1, 1), 0),
    ],
)
def test_a_debt_is_what_came_to_the_patient_less_what_they_paid_by_the_day(
    steps: tuple[Step, ...], after: date | None, balance: int
) -> None:
    assert owed_of(steps, after).balance_cents == balance
