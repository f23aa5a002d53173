"""Placement files as they come: any encoding and delimiter, broken lines, nonsense in cells; all said in words."""

from __future__ import annotations

import csv
import stat
from datetime import date
from pathlib import Path

import msgspec
import pytest

from callassist.intake.columns import BadHeader, BadMap, Cells
from callassist.intake.placements import Unreadable, import_placements
from callassist.intake.receipt import Receipt
from callassist.intake.rejects import COLUMNS, harmless
from callassist.intake.rows import LONGEST, NoHeader, examine
from callassist.stores.memory import MemoryStore
from tests.core.intake_files import NOW, Intake, ann, setting, text_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    """Give an empty store."""
    return Intake(MemoryStore(), tmp_path)


# ── how a file is written ──


ACCENTED = text_of(ann(last_name="Nuñez", city="Cañon City"))


@pytest.mark.parametrize(
    "written",
    [
        ACCENTED.encode(),
        ACCENTED.encode("utf-8-sig"),
        ACCENTED.encode("utf-16"),
        ACCENTED.encode("utf-16-be"),
        ACCENTED.encode("utf-16-le"),
        ACCENTED.replace("\n", "\r\n").encode(),
        ACCENTED.replace("\n", "\r").encode(),
        ACCENTED.replace(",", "\t").encode(),
        ACCENTED.replace(",", "|").encode(),
        ACCENTED.rstrip("\n").encode(),
        ("\n" + ACCENTED.replace("\n", "\n\n")).lstrip("\n").encode(),
        ACCENTED.replace("_", " ").title().replace("Ann,Nuñez", "Ann,Nuñez").encode(),
    ],
)
def test_every_usual_encoding_and_delimiter_is_read(intake: Intake, written: bytes) -> None:
    receipt = intake.send_text(written)
    assert (receipt.added, receipt.recoded) == (1, 0)
    consumer = intake.case("Nuñez").consumer
    assert (consumer.places[0].address.city, consumer.places[0].address.state) == ("Cañon City", "OH")


def test_what_is_not_utf8_is_windows_and_said_so(intake: Intake) -> None:
    plain = text_of(ann(), ann(account_number="2", guarantor_ref="2", last_name="Nuñez"))
    receipt = intake.send_text(plain.encode("cp1252"))
    assert (receipt.added, receipt.recoded) == (2, 1)
    assert intake.case("Nuñez").consumer.last == "Nuñez"
    assert any("Windows-1252" in sentence for sentence in receipt.sentences())


def test_a_file_longer_than_a_block_is_read_across_its_seams(intake: Intake) -> None:
    notes = "é" * 997
    records = [ann(account_number=f"A-{n}", extra=f"{notes}{n}") for n in range(1_300)]
    receipt = intake.send_text(text_of(*records).encode("utf-16"))
    assert (receipt.added, receipt.rejected) == (1_300, 0)
    assert {debt.details.extra["extra"] for debt in intake.case().debts} == {f"{notes}{n}" for n in range(1_300)}


def test_a_program_in_place_of_a_file_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "program"
    path.write_bytes(b"\x7fELF\x02\x01\r\x00\x00a\rb\n\x00\x01")
    with pytest.raises(NoHeader, match="first line"):
        examine(path)


@pytest.mark.parametrize("text", ["", "\n\n", "\n1,2,3\n"])
def test_a_file_without_a_header_is_refused(intake: Intake, text: str) -> None:
    with pytest.raises(NoHeader, match="first line"):
        intake.send_text(text)


@pytest.mark.parametrize(
    ("header", "fault"),
    [("acct,last_name,balance", "account_number"), ("account_number,balance", "last_name"), ("a|b", "balance")],
)
def test_a_missing_column_is_named_with_those_that_are_there(intake: Intake, header: str, fault: str) -> None:
    with pytest.raises(BadHeader, match=fault) as refused:
        intake.send_text(f"{header}\n1,2,3\n")
    assert "--map" in str(refused.value)


def test_two_columns_of_one_name_are_refused(intake: Intake) -> None:
    with pytest.raises(BadHeader, match="two columns are called balance"):
        intake.send_text("account_number,last_name,balance,Balance\n")


def test_a_file_that_is_not_there_is_a_sentence(intake: Intake, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"such\.csv: No such file"):
        import_placements(intake.store, setting(), tmp_path / "such.csv", now=NOW, actor="i")


# ── maps ──


THEIRS = "Acct,Guarantor Last,Amt Due,Balance\n77,Lee,12.50,99\n"


@pytest.mark.parametrize("line", ["{}: {}", "{1}: {0}"])
def test_a_map_renames_columns(intake: Intake, tmp_path: Path, line: str) -> None:
    pairs = [("Acct", "account_number"), ("guarantor last", "last_name"), ("Amt Due", "balance")]
    path = tmp_path / "map.yaml"
    path.write_text("\n".join(line.format(*pair) for pair in pairs), encoding="utf-8")
    theirs = THEIRS.replace(",Balance", ",Was").replace(",99", ",98")
    assert intake.send_text(theirs, mapping=path).added == 1
    (debt,) = intake.case().debts
    assert (debt.account, debt.balance_cents, debt.details.extra) == ("77", 1_250, {"Was": "98"})


@pytest.mark.parametrize("text", ["- a", "a: [", "Acct: number_of_account"])
def test_a_map_that_says_nothing_is_refused(intake: Intake, tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadMap, match=r"map\.yaml"):
        intake.send_text(THEIRS, mapping=path)


# ── broken lines ──


HEADER = "account_number,last_name,balance,notes\n"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('2,"Lee,10,\n', "quotation marks"),
        ('2,"Lee"x,10,\n', "quotation marks"),
        ("2,Lee\n", "2 cells where the header has 4"),
        ("2,Lee,10,,,7\n", "6 cells where the header has 4"),
        (f"2,Lee,10,{'x' * LONGEST}\n", "longer than"),
        (f"2,Lee,10,{'x' * 10_000_000}\n", "longer than"),
        (f'2,Lee,10,"{"x" * 10_000_000}"\n', "longer than"),
    ],
)
def test_a_broken_line_is_set_aside_and_the_next_read(intake: Intake, line: str, reason: str) -> None:
    receipt = intake.send_text(f'{HEADER}1,Lee,10,\n{line}3,"Ode, Jr",10,"say ""hi"""\n')
    assert (receipt.read, receipt.added, receipt.rejected) == (3, 2, 1)
    assert (receipt.first_rejects[0].line, reason in receipt.first_rejects[0].reason) == (3, True)
    assert 'say "hi"' in intake.case("Ode, Jr").texts.values()


def test_a_cell_may_hold_line_ends(intake: Intake) -> None:
    receipt = intake.send_text(f'{HEADER}1,Lee,10,"called\n\nthree times"\n2,Ode,"bad",\n')
    assert [(r.line, r.column) for r in receipt.first_rejects] == [(5, "balance")]
    assert "called three times" in intake.case().texts.values()


def test_spare_delimiters_at_the_end_do_no_harm(intake: Intake) -> None:
    assert intake.send_text(f"{HEADER}1,Lee,10,,,\n").added == 1


# ── what may not be loaded ──


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"account_number": ""}, "account_number"),
        ({"account_number": "N/A"}, "account_number"),
        ({"account_number": "7" + "1" * 64}, "account_number"),
        ({"last_name": "", "first_name": ""}, "last_name"),
        ({"last_name": "UNKNOWN", "first_name": "BABY GIRL"}, "last_name"),
        ({"balance": ""}, "balance"),
        ({"balance": "n/a"}, "balance"),
        ({"balance": "-5.00"}, "balance"),
        ({"balance": "(5.00)"}, "balance"),
        ({"balance": "12.345"}, "balance"),
        ({"balance": "1.234,56"}, "balance"),
        ({"balance": "NaN"}, "balance"),
        ({"balance": "1e9"}, "balance"),
        ({"balance": "10000000.01"}, "balance"),
        ({"balance": "99999999999999999999"}, "balance"),
        ({"city": "x" * 201}, "city"),
    ],
)
def test_a_record_that_cannot_be_owed_is_refused(intake: Intake, cells: dict[str, str], column: str) -> None:
    receipt = intake.send(ann(**cells), ann(account_number="A-2"))
    assert (receipt.added, receipt.rejected) == (1, 1)
    (reject,) = receipt.first_rejects
    assert (reject.line, reject.column) == (2, column)
    assert reject.reason
    assert reject.remedy


@pytest.mark.parametrize(
    ("text", "cents"),
    [("0", 0), ("7", 700), ("$1,284.5", 128_450), (" 12.30 ", 1_230), ("10,000,000.00", 1_000_000_000)],
)
def test_balances_are_read_to_the_cent(intake: Intake, text: str, cents: int) -> None:
    intake.send(ann(balance=text))
    assert intake.case().debts[0].balance_cents == cents


def test_rejects_go_to_a_file_that_no_spreadsheet_runs(intake: Intake, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    intake.send(ann(account_number="=cmd|' /C calc'!A0", balance="x"), ann(), rejects=rejects)
    header, line = csv.reader(rejects.read_text(encoding="utf-8").splitlines())
    assert tuple(header) == COLUMNS
    assert line[:3] == ["2", "'=cmd|' /C calc'!A0", "balance"]
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600


def test_without_rejects_there_is_no_file(intake: Intake, tmp_path: Path) -> None:
    intake.send(ann(), rejects=tmp_path / "rejects.csv")
    assert not (tmp_path / "rejects.csv").exists()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_what_begins_like_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("614-555") == "614-555"


# ── what is let pass ──


def test_control_and_direction_marks_are_taken_out_and_counted(intake: Intake) -> None:
    receipt = intake.send(
        ann(first_name="\u202eAn\x00n\u200f", last_name="L\x1bee\u2066", city="Colum\u00a0bus"), ann(account_number="2")
    )
    assert (receipt.added, receipt.stripped) == (2, 1)
    consumer = intake.case().consumer
    assert (consumer.full_name, consumer.places[0].address.city) == ("Ann Lee", "Colum bus")


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"zip": ""}, "zip", "is missing"),
        ({"zip": "ABC"}, "zip", "is no ZIP"),
        ({"state": "Bavaria"}, "state", "no state"),
        ({"phone_home": "call mother"}, "phone_home", "no telephone number"),
        ({"date_of_service": "2027-01-01"}, "date_of_service", "future"),
        ({"date_of_service": "31/31/2020"}, "date_of_service", "no date"),
        ({"dob": "1850-01-01"}, "dob", "years ago"),
        ({"email": "ann at home"}, "email", "no e-mail address"),
        ({"original_balance": "-3"}, "original_balance", "no amount"),
    ],
)
def test_the_rest_loads_with_a_warning(intake: Intake, cells: dict[str, str], column: str, reason: str) -> None:
    receipt = intake.send(ann(**cells))
    assert (receipt.added, receipt.rejected) == (1, 0)
    (warned,) = receipt.warnings
    assert (warned.column, warned.count, warned.line) == (column, 1, 2)
    assert reason in warned.reason


@pytest.mark.parametrize(
    "text",
    ["2026-01-05", "2026-1-5", "20260105", "1/5/2026", "01/05/26", "1-5-2026", "2026-01-05T10:11:12Z", "1/5/2026 0:00"],
)
def test_dates_are_read_in_every_usual_way(intake: Intake, text: str) -> None:
    intake.send(ann(date_of_service=text))
    assert intake.case().debts[0].service == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("text", "born"), [("1/5/27", date(1927, 1, 5)), ("1/5/80", date(1980, 1, 5)), ("1/5/26", date(2026, 1, 5))]
)
def test_nobody_is_born_tomorrow(intake: Intake, text: str, born: date) -> None:
    intake.send(ann(dob=text))
    assert intake.case().consumer.dob == born


@pytest.mark.parametrize(
    ("text", "five"),
    [
        ("43215-1234", "43215"),
        ("432151234", "43215"),
        ("2138", "02138"),
        ("926", "00926"),
        ("00000", ""),
        ("K1A 0B1", ""),
        ("12", ""),
    ],
)
def test_zips_are_five_digits_or_nothing(intake: Intake, text: str, five: str) -> None:
    intake.send(ann(zip=text))
    assert intake.case().consumer.zip == five


@pytest.mark.parametrize(
    ("text", "four"),
    [
        ("4417", "4417"),
        ("123-45-4417", "4417"),
        ("XXX-XX-4417", "4417"),
        ("17", "0017"),
        ("0000", ""),
        ("?", ""),
        ("7777", ""),
    ],
)
def test_of_an_ssn_only_four_digits_are_kept(intake: Intake, text: str, four: str) -> None:
    intake.send(ann(ssn_last4=text))
    assert intake.case().consumer.ssn4 == four
    rows, _ = intake.store.load(1)
    assert b"123-45" not in msgspec.json.encode([row.value for row in rows])


@pytest.mark.parametrize(("text", "state"), [("ohio", "OH"), ("New  Mexico", "NM"), ("pr", "PR"), ("AE", "AE")])
def test_states_are_read_by_name_and_code(intake: Intake, text: str, state: str) -> None:
    intake.send(ann(state=text))
    assert intake.case().consumer.state == state


def test_every_column_and_count_is_explained() -> None:
    told = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
    assert not [column for column in Cells._fields if f"`{column}`" not in told]
    assert not [key for key in Receipt.__struct_fields__ if f"`{key}`" not in told]
    assert not [column for column in COLUMNS if f"`{column}`" not in told]
