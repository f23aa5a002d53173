"""What a vendor that finds people is told: whom to look for, and not a word of what they owe or why."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from callassist.casefile import CaseFile
from callassist.desk.cases import Cases
from callassist.desk.trace_requests import COLUMNS, asked_for, trace_key
from callassist.intake.library import data_root, load_handbook
from callassist.intake.placements import import_placements
from callassist.money import format_cents
from callassist.stores.memory import MemoryStore
from callassist.trace_references import read_reference
from tests.cli.shell import Shell
from tests.core.journals import NOW as LATER

PLACEMENTS = data_root() / "demo" / "placements.csv"
ONLY = "EXAMPLE-TRACE"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def request(shell: Shell, out: Path, *cases: str) -> list[dict[str, str]]:
    shell("export", "trace-request", "--out", str(out), *(word for case in cases for word in ("--case", case)))
    return rows(out) if out.exists() else []


@pytest.fixture(scope="module")
def demo() -> Cases:
    """Everybody of the demo portfolio."""
    handbook = load_handbook()
    store = MemoryStore()
    import_placements(store, handbook.setting, PLACEMENTS, now=LATER, actor="ana")
    return Cases(store, handbook, lambda: LATER)


def words(text: str) -> set[str]:
    return {*re.findall(r"[\w']+", text.casefold())}


def forbidden(case: CaseFile) -> Iterator[str]:
    """All that is known of the debts of a case, as it might stand in a cell."""
    yield f"C{case.id}"
    for debt in case.debts:
        yield from (debt.client, debt.account, debt.creditor, debt.facility, debt.details.client_ref)
        yield from (debt.details.insurance_name, debt.details.insurance_member_id, debt.details.insurance_type)
        yield from (f"{debt.balance_cents / 100:.2f}", format_cents(debt.balance_cents), str(debt.balance_cents))
        yield from (str(day) for day in (debt.service, debt.itemised, debt.placed, debt.last_paid) if day)
    yield from (reference for _, reference in case.consumer.references)


def test_over_the_whole_demo_portfolio_nothing_of_a_debt_is_told(demo: Cases) -> None:
    told = 0
    for asked, pending in asked_for(demo, "ana", ONLY, demo.store.scan()):
        if pending is None:
            continue
        case, cells = demo.read(asked.case), {cell.casefold() for cell in asked.cells if cell}
        told += 1
        assert not [each for each in forbidden(case) if each and each.casefold() in cells]
        line = " ".join(asked.cells).casefold()
        long = [each for each in forbidden(case) if len(each) > 6 and not each.isdigit()]
        assert not [each for each in long if each.casefold() in line]
        patients = {name for debt in case.debts for name in (debt.details.patient_first, debt.details.patient_last)}
        own = words(case.consumer.full_name) | {word for p in case.consumer.places for word in words(p.address.street)}
        own |= {word for p in case.consumer.places for word in words(p.address.city)}
        assert not {word for name in patients for word in words(name)} - own & words(line)
    assert told > 300


def test_the_header_has_no_more_than_who_and_where() -> None:
    assert not [name for name in COLUMNS if re.search("patient|client|creditor|balance|account|care|case|debt", name)]


def test_a_reference_says_nothing_and_leads_back(demo: Cases) -> None:
    key = trace_key(demo.store)
    (asked, _), *_rest = asked_for(demo, "ana", ONLY, [7])
    reference = asked.cells[0]
    assert read_reference(key, reference) == (7, 1)
    assert "7" not in words(reference)
    assert trace_key(demo.store) == key


def test_the_request_is_the_owners_alone_and_is_not_made_twice(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "find.csv"
    (dana,) = request(shell, out, "C1")
    kept = out.read_text()
    refused = shell("export", "trace-request", "--out", str(out), "--case", "C1", code=1).sentence
    assert "it is there already" in refused
    assert out.read_text() == kept
    assert out.stat().st_mode & 0o777 == 0o600
    assert (dana["first_name"], dana["last_name"], dana["address"], dana["zip"]) == (
        "Dana",
        "Lee",
        "12 Elm St",
        "43215",
    )
    assert request(shell, tmp_path / "again.csv", "C1") == []
    other = tmp_path / "again.csv"
    said = shell("export", "trace-request", "--out", str(other), "--case", "C1").out
    assert "Nobody is left to ask" in said
    assert not other.exists()
    assert "Left out: C1: Asked on 02 Jun 2026 already; again from 02 Jul 2026 on." in said
    (later,) = request(shell.at("2026-07-03T10:05-04:00"), tmp_path / "later.csv", "C1")
    assert later["request_ref"] != dana["request_ref"]
    history = shell("open", "C1", "--verify", "dob=1980-03-04", "--verify", "ssn4=4417", "--json").json["history"]
    assert f"{ONLY} asked where they are" in str(history)
    shell("doctor")


def test_without_a_case_the_skip_list_is_asked_for(shell: Shell, tmp_path: Path) -> None:
    assert request(shell, tmp_path / "none.csv") == []
    shell("number", "C2", "mark", "3", "bad", "--why", "disconnected")
    (sam,) = request(shell, tmp_path / "find.csv")
    assert (sam["first_name"], sam["phone_1"]) == ("Sam", "6145550102")


def test_somebody_elses_number_and_a_closed_case_are_not_told(shell: Shell, tmp_path: Path) -> None:
    shell("number", "C2", "mark", "3", "wrong_party", "--why", "not theirs")
    (sam,) = request(shell, tmp_path / "find.csv", "C2")
    assert sam["phone_1"] == ""
    shell("restrict", "C3", "attorney", "--words", "my lawyer speaks for me")
    assert request(shell, tmp_path / "more.csv", "C3") == []


def test_a_name_that_a_spreadsheet_would_run_is_text(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    head = "account_number,client,first_name,last_name,address,city,state,zip,balance,itemization_date\n"
    file.write_text(f'{head}X-1,MERCY,=cmd|1,@Low,"+1 Elm\x1b[0m St",Columbus,OH,43215,10.00,2026-01-01\n')
    shell("import", "placements", str(file))
    (low,) = request(shell, tmp_path / "find.csv", "MERCY/X-1")
    assert low["first_name"].startswith("'=")
    assert low["last_name"].startswith("'@")
    assert low["address"].startswith("'+")
    assert "\x1b" not in (tmp_path / "find.csv").read_text()


def test_a_vendor_gets_what_the_agency_wrote_down_and_no_more(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "data"
    shutil.copytree(data_root(), root)
    agency = (root / "agency.yaml").read_text()
    more = "    BARE: {purpose: collection of an account}\n    FULL: {purpose: collection, gets: [dob, ssn4]}\n"
    (root / "agency.yaml").write_text(agency.replace("  vendors:\n", f"  vendors:\n{more}"))
    monkeypatch.setenv("CALLASSIST_DATA", str(root))
    out = tmp_path / "find.csv"
    assert (
        "several vendors; name one with --vendor: BARE,"
        in shell("export", "trace-request", "--out", str(out), code=2).err
    )
    found = {}
    for number, vendor in enumerate(("BARE", "FULL", ONLY), start=1):
        out = tmp_path / f"{vendor}.csv"
        shell("export", "trace-request", "--out", str(out), "--case", f"C{number}", "--vendor", vendor)
        (found[vendor],) = rows(out)
    facts = {
        vendor: tuple(bool(row[name]) for name in ("phone_1", "dob", "ssn_last4")) for vendor, row in found.items()
    }
    assert facts == {"BARE": (False, False, False), "FULL": (False, True, True), ONLY: (True, True, False)}
    assert (
        "no vendor called NOBODY"
        in shell("export", "trace-request", "--vendor", "NOBODY", "--out", str(out), code=2).err
    )


def test_what_goes_together_is_said(shell: Shell) -> None:
    assert "--out FILE.csv" in shell("export", "trace-request", code=2).sentence
    assert "go with trace-request alone" in shell("export", "cases", "--case", "C1", code=2).sentence
    assert (
        "No case is called nobody" in shell("export", "trace-request", "--out", "x.csv", "--case", "nobody", code=2).err
    )
    assert not Path("x.csv").exists()
